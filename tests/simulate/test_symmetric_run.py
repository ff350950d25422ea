"""Recipes of symmetric cells through their protocols: twice the half, both ways, to the ends that a laboratory sees."""

import numpy as np
import pytest

from brimstone import Cell
from brimstone.errors import RecipeError
from brimstone.recipe import Recipe
from brimstone.solver.interface import SHORT_CIRCUIT

SPECTRUM = {"impedance": ["10 MHz", "1 mHz"], "points": 40}
GIVEN = {
    "name": "Li | Li6PS5Cl | Li",
    "cell": "symmetric",
    "anode": {"material": "Li", "thickness": "50 um"},
    "separator": [{"electrolyte": "Li6PS5Cl", "thickness": "500 um", "pressed_at": "360 MPa"}],
    "operation": {"temperature": "25 degC", "stack_pressure": "5 MPa"},
}


def measured(*steps, certain=True, **changes):
    given = {**GIVEN, "protocol": list(steps)}
    for key, value in changes.items():
        given[key] = {**given[key], **value} if isinstance(value, dict) else value
    return Cell(Recipe.from_mapping(given)).measure(certain=certain, members=None if certain else 20)


def full(*steps, **changes):
    """The same electrode and separator with a cathode."""
    given = {key: value for key, value in GIVEN.items() if key != "cell"} | changes
    composition = {"S": "30 wt%", "Li6PS5Cl": "50 wt%", "Ketjenblack": "20 wt%"}
    cathode = {"active": "S", "composition": composition, "loading": "1 mg/cm2"}
    return Cell(Recipe.from_mapping({**given, "cathode": cathode, "protocol": list(steps)})).run(
        certain=True, checks=False, nodes=10
    )


def test_its_resistance_and_its_spectrum_are_twice_the_interface_of_a_full_cell_and_its_separator():
    whole = full(SPECTRUM)
    one = measured(SPECTRUM)
    interface = whole.impedance[0].interfaces["I"].value
    layer = whole.impedance[0].interfaces["II"].value
    spectrum = one.impedance[0]
    assert spectrum.interfaces["I"].value == pytest.approx(2.0 * interface, rel=1e-9)
    assert spectrum.interfaces["II"].value == pytest.approx(layer, rel=1e-9)
    assert spectrum.impedance[-1].real == pytest.approx(2.0 * interface + layer, rel=1e-3)
    assert one.resistance.value == pytest.approx(2.0 * interface + layer, rel=1e-3)


def test_a_small_current_loses_what_the_spectrum_says():
    run = measured(SPECTRUM, {"discharge": "1 uA/cm2", "to": "1 s"})
    assert run.steps[1].resistance.value == pytest.approx(run.impedance[0].resistance.value, rel=2e-3)


@pytest.mark.parametrize("interface", [None, "tin or silicon powder by pressing"])
def test_a_spectrum_after_cycling_has_what_cycling_added(interface):
    more = {} if interface is None else {"anode": {"interface": interface}}
    run = measured(SPECTRUM, {"cycles": 3, "current": "0.2 mA/cm2", "for": "1 h"}, SPECTRUM,
                   {"discharge": "1 uA/cm2", "to": "1 s"}, **more)  # fmt: skip
    assert run.steps[-1].resistance.value == pytest.approx(run.impedance[1].resistance.value, rel=5e-3)
    if interface is None:
        assert run.impedance[1].resistance.value > 1.02 * run.impedance[0].resistance.value


def test_a_half_cycle_passes_its_charge_there_and_back():
    run = measured({"cycles": 2, "current": "0.5 mA/cm2", "capacity": "0.25 mAh/cm2"})
    for step in run.shown:
        assert step.charge.value == pytest.approx(9000.0, rel=1e-9)
        assert step.duration == pytest.approx(1800.0, rel=1e-9)
    first, second = run.shown[:2]
    assert first.current[-1] == pytest.approx(-5.0)
    assert np.sign(first.voltage[-1]) == -1.0
    assert second.voltage[-1] > 0.0
    assert first.lithium[0, -1] - first.lithium[0, 0] == pytest.approx(-9000.0, rel=0.05)
    assert run.balances["lithium"] < 1e-9


def test_less_pressure_makes_more_voids_and_ends_earlier():
    ends = []
    for pressure in ("0.5 MPa", "5 MPa"):
        run = measured({"discharge": "1 mA/cm2", "to": "4 h"}, operation={"stack_pressure": pressure})
        step = run.steps[0]
        ends.append((step.duration, step.voids[0].max(), step.voids[1].max()))
    assert ends[0][0] < ends[1][0]
    assert ends[0][1] / ends[0][0] > ends[1][1] / ends[1][0]
    assert all(one[2] <= one[1] for one in ends)


def test_a_voltage_limit_counts_in_both_directions_however_it_is_written():
    run = measured(
        {"discharge": "1 mA/cm2", "to": "1.5 V", "or": "4 h"},
        {"charge": "1 mA/cm2", "to": "1.5 V", "or": "4 h"},
        operation={"stack_pressure": "0.5 MPa"},
    )
    assert run.steps[0].voltage[-1] == pytest.approx(-1.5, abs=1e-3)
    assert run.steps[1].voltage[-1] == pytest.approx(1.5, abs=1e-3)
    assert all(step.completed for step in run.steps)


def test_a_short_circuit_ends_the_protocol_and_is_told():
    run = measured({"cycles": 50, "current": "3 mA/cm2", "for": "2 h"}, {"rest": "1 h"},
                   operation={"stack_pressure": "25 MPa"})  # fmt: skip
    assert run.status == "failed"
    shorted = run.shorted[0]
    assert run.steps[[step.completed for step in run.steps].index(False)].status == SHORT_CIRCUIT
    assert shorted == pytest.approx(run.duration)
    assert any("lithium grew through the separator" in words for words in run.warnings)
    asked = measured({"cycles": 50, "current": "3 mA/cm2", "for": "2 h", "until": "short circuit"}, {"rest": "1 h"},
                     operation={"stack_pressure": "25 MPa"})  # fmt: skip
    assert asked.shorted[0] == pytest.approx(shorted)


def test_samples_give_intervals():
    run = measured(SPECTRUM, {"cycles": 1, "current": "0.1 mA/cm2", "for": "1 h"}, certain=False)
    figure = run.shown[0].polarisation
    assert figure.low < figure.value < figure.high
    spectrum = run.impedance[0]
    assert np.all(spectrum.low.real < spectrum.impedance.real)
    assert np.all(spectrum.high.real > spectrum.impedance.real)


def test_electrodes_of_an_alloy_are_symmetric_cells_too():
    run = measured({"cycles": 1, "current": "0.1 mA/cm2", "for": "1 h"}, anode={"material": "Li-In"})
    assert run.status == "completed"
    assert abs(run.shown[0].voltage[-1]) < 0.2


@pytest.mark.parametrize(
    "step",
    [
        {"discharge": "0.1C", "to": "1 h"},
        {"cycles": 1, "charge": "50 mA/g", "discharge": "50 mA/g", "for": "1 h"},
        {"pulse": "0.1 mA/cm2", "for": "10 min", "rest": "1 h", "to": "-1 V"},
        {"cycles": 1, "current": "0.1 mA/cm2", "capacity": "500 mAh/g"},
    ],
)
def test_what_counts_by_active_material_is_refused(step):
    with pytest.raises(RecipeError, match="symmetric cell") as refused:
        measured(step)
    assert refused.value.field.startswith("protocol.step 1")


def test_a_symmetric_cell_is_not_discharged_and_a_full_one_not_measured():
    with pytest.raises(RecipeError, match="needs a full cell"):
        Cell(Recipe.from_mapping(GIVEN)).run(certain=True)
    with pytest.raises(RecipeError, match="is full"):
        Cell(
            Recipe.from_mapping({**GIVEN, "cell": "full", "cathode": {"active": "S", "loading": "1 mg/cm2"}})
        ).measure()


def test_numbers_of_a_cathode_are_none_that_went_in():
    found = measured({"discharge": "0.1 mA/cm2", "to": "1 h"})
    names = {entry.where for entry in found.provenance}
    assert {"Li6PS5Cl.interphase_resistance", "anode/creep_current", "Li.molar_volume"} <= names
    assert not any(name.startswith(("S.", "Li2S.", "kinetics/", "film/", "redox/", "milling/")) for name in names)


def test_without_a_protocol_it_is_cycled_as_the_recipe_page_says():
    given = {name: value for name, value in GIVEN.items() if name != "protocol"}
    run = Cell(Recipe.from_mapping(given)).measure(certain=True)
    halves = [step for step in run.shown if step.instruction.kind in ("discharge", "charge")]
    assert len(halves) == 20
    assert halves[0].charge.value == pytest.approx(1.0 * 3600.0)  # 0.1 mA/cm2 for an hour
