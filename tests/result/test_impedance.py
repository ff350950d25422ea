"""Spectra of a run: against steps of current through the engine, and what is told of them."""

import numpy as np
import pytest
from jsonschema import Draft202012Validator
from scipy.special import sici

from brimstone.cell import Cell
from brimstone.constants import OHM_CM2
from brimstone.contract import json_schema
from brimstone.contract.run import run_record
from brimstone.result import RESISTANCES
from tests.cells import recipe, run

ALONE = {"redox/reach": "1e-9 nm"}
ONE_LAW = {**ALONE, "conversion/charge_barrier": "0 V"}
SPECTRUM = {"impedance": ["1 MHz", "1 mHz"], "points": 40}
WIDE = {"impedance": ["1 MHz", "1e-9 Hz"], "points": 900}


def test_its_arcs_add_up_to_the_resistance_as_assembled():
    of = run(overrides=ONE_LAW, protocol=[SPECTRUM], nodes=40)
    (spectrum,) = of.impedance
    start = of.resistance
    assert spectrum.resistance.value == pytest.approx(start["total"].value, rel=5e-3)
    for part, width in spectrum.parts().items():
        assert width == pytest.approx(start[part].value, rel=5e-3, abs=1e-9)


def step_response(frequency, impedance, time):
    """Voltage over a step of current, from the real part: 2/pi integral of Re Z sin(wt)/w, and what charges for ever.

    Re Z is taken as linear in w between the frequencies.
    """
    omega = 2 * np.pi * frequency[::-1]
    real, imaginary = impedance.real[::-1], impedance.imag[::-1]
    stored = -1.0 / (omega[0] * imaginary[0])
    slope = np.diff(real) / np.diff(omega)
    level = real[:-1] - slope * omega[:-1]
    at = omega * time
    inside = level * np.diff(sici(at)[0]) + slope * -np.diff(np.cos(at)) / time
    below = real[0] * sici(at[0])[0]
    return 2 / np.pi * (inside.sum() + below) + time / stored


NO_DOUBLE_LAYER = dict.fromkeys(("impedance/reaction_capacitance", "impedance/carbon_capacitance"), "1e-6 uF/cm2")


@pytest.mark.parametrize(
    ("overrides", "current"),
    [({}, "3.3e-6 mA/cm2"), (ALONE, "3.3e-6 mA/cm2")],  # a charge transfer of 9 kohm cm2 is linear within a millivolt
    ids=["with the electrolyte's redox", "sulfur alone"],
)
def test_small_steps_of_current_either_way_show_what_the_spectrum_says(overrides, current):
    """The engine knows no double layer; half the difference of both ways leaves out what goes on by itself."""
    begin = [{"discharge": "0.1C", "to": "4 h"}, {"rest": "300 h"}, WIDE]
    ways = [
        run(overrides={**overrides, **NO_DOUBLE_LAYER}, protocol=[*begin, {way: current, "to": "1 h"}], nodes=40)
        for way in ("discharge", "charge")
    ]
    (spectrum,), (down, up) = ways[0].impedance, (of.steps[-1].curve for of in ways)
    step = down.current[0]
    at_once = (up.voltage[0] - down.voltage[0]) / (2 * step)
    assert at_once == pytest.approx(spectrum.resistance.value, rel=1e-3)
    for time in (30.0, 300.0, 3000.0):
        after = [np.interp(time, curve.time, curve.voltage) for curve in (down, up)]
        said = step_response(spectrum.frequency, spectrum.impedance, time)
        assert (after[1] - after[0]) / (2 * step) == pytest.approx(said, rel=0.01)


def test_at_the_lowest_frequency_only_the_composition_is_charged():
    """The tail is a capacitor: charge over the slope of the equilibrium potential of sulfur alone."""
    begin = [{"discharge": "0.1C", "to": "4 h"}, {"rest": "300 h"}]
    step = {"discharge": "0.001C", "to": "1 h"}
    of = run(overrides=ALONE, protocol=[*begin, WIDE, step, {"rest": "300 h"}], nodes=40)
    (spectrum,) = of.impedance
    moved = of.steps[-2].curve.charge[-1]
    change = spectrum.voltage.value - of.steps[-1].curve.voltage[-1]
    slow = 2 * np.pi * spectrum.frequency[-1]
    assert -1.0 / (slow * spectrum.impedance[-1].imag) == pytest.approx(moved / change, rel=0.01)


def test_elements_stand_in_the_order_of_their_frequency_and_name_their_part():
    (spectrum,) = run(protocol=[SPECTRUM], anode={"material": "Li", "thickness": "100 um"}).impedance
    named = [element.frequency for element in spectrum.elements if np.isfinite(element.frequency)]
    assert named == sorted(named, reverse=True)
    assert {element.part for element in spectrum.elements} <= set(RESISTANCES)
    words = " ".join(element.name for element in spectrum.elements)
    for what in (
        "bulk of Li6PS5Cl",
        "grain boundaries",
        "Li | Li6PS5Cl",
        "interphase",
        "collector",
        "ions",
        "reactions",
    ):
        assert what in words


def test_the_line_of_ions_shows_between_the_flat_interfaces_and_the_reaction():
    """At a frequency where the flat interfaces are through and the reaction is not: R0 + R_interfaces + R_ion/3."""
    of = run(protocol=[{"impedance": ["1 MHz", "1 mHz"], "points": 200}], nodes=40)
    (spectrum,) = of.impedance
    parts = spectrum.parts()
    ionic = float(of.cell.parameter("ionic_resistivity")[0] * of.cell.parameter("thickness")[0])
    flat = sum(parts[name] for name in ("electrolyte layer", "anode", "contacts"))
    knee = np.interp(-0.5, -np.log10(spectrum.frequency), spectrum.impedance.real)  # 3 Hz
    assert flat + 0.2 * ionic < knee < flat + ionic
    assert parts["ionic path"] == pytest.approx(ionic / 3.0, rel=0.05)


def test_a_cold_ceramic_shows_its_grain_boundaries():
    oxide = {"electrolyte": "LLZO", "thickness": "500 um"}
    (warm,), (cold,) = (
        run(separator=[oxide], operation={"temperature": heat}, protocol=[SPECTRUM]).impedance
        for heat in ("60 degC", "-20 degC")
    )
    between = [next(one for one in spectrum.elements if one.name.startswith("grain")) for spectrum in (warm, cold)]
    assert between[1].resistance.value > 10 * between[0].resistance.value
    assert between[1].frequency < 0.1 * between[0].frequency
    assert cold.ohmic.value > warm.ohmic.value


def test_intervals_hold_the_nominal_spectrum_and_the_contract_holds_all():
    steps = [SPECTRUM, {"discharge": "0.2C", "to": "1 h"}, {"rest": "1 h"}, SPECTRUM]
    of = run(certain=False, members=60, protocol=steps)
    told = run_record(of).to_dict()
    assert [error.message for error in Draft202012Validator(json_schema("run")).iter_errors(told)] == []
    first, second = of.impedance
    assert first.voltage.value != second.voltage.value
    assert second.conversion > first.conversion
    for spectrum, words in zip(of.impedance, told["impedance"], strict=True):
        assert np.all(spectrum.low.real < spectrum.high.real)
        assert (
            np.mean((spectrum.low.real < spectrum.impedance.real) & (spectrum.impedance.real < spectrum.high.real))
            > 0.9
        )
        assert words["real_ohm_cm2"][3] == pytest.approx(spectrum.impedance[3].real / OHM_CM2, rel=1e-6)
        assert words["resistance_ohm_cm2_low"] < words["resistance_ohm_cm2"] < words["resistance_ohm_cm2_high"]
        assert words["R0_ohm_cm2"] < words["resistance_ohm_cm2"]


def test_a_run_without_one_has_none_and_draws_no_capacitance():
    of = run()
    assert of.impedance == ()
    assert "impedance" not in run_record(of).to_dict()
    assert not [entry for entry in of.provenance if entry.where.startswith("impedance/")]


def test_its_numbers_are_in_the_record_and_can_be_overridden():
    plain, larger = (
        run(protocol=[SPECTRUM], overrides=overrides).impedance[0]
        for overrides in ({"interface/rest": "12 h"}, {"impedance/reaction_capacitance": "100 uF/cm2"})
    )
    assert larger.resistance.value == pytest.approx(plain.resistance.value)
    reaction = [one.elements for one in (plain, larger)]
    slow = [next(e.frequency for e in elements if e.part == "charge transfer") for elements in reaction]
    assert slow[1] < 0.7 * slow[0]
    names = {entry.where for entry in Cell(recipe(protocol=[SPECTRUM])).provenance(members=2)}
    assert {"impedance/reaction_capacitance", "impedance/dispersion", "Li6PS5Cl.permittivity"} <= names


def test_frequencies_may_go_up():
    up, down = (
        run(protocol=[{"impedance": ends, "points": 7}]).impedance[0]
        for ends in (["1 mHz", "1 kHz"], ["1 kHz", "1 mHz"])
    )
    assert up.frequency == pytest.approx(down.frequency[::-1])
    assert up.impedance == pytest.approx(down.impedance[::-1])
    assert up.ohmic.value == pytest.approx(down.ohmic.value)


GELS = {
    "cathode": {
        "composition": {"S": "60 wt%", "Super P": "30 wt%", "PVDF": "10 wt%"},
        "infiltrated": {"electrolyte": "PETEA gel", "filled": "90 %"},
    },
    "separator": [{"electrolyte": "PETEA gel", "thickness": "50 um"}],
    "anode": {"material": "Li", "thickness": "100 um"},
    "operation": {"temperature": "25 degC"},
}


def test_a_gel_cell_has_one_too():
    begin = [SPECTRUM, {"discharge": "0.1C", "to": "3 h"}, {"rest": "10 min"}, SPECTRUM]
    of = run(**GELS, protocol=begin)
    assert of.cell.equations.name == "gel"
    assert len(of.impedance) == 2
    for spectrum in of.impedance:
        assert np.all(np.isfinite(spectrum.impedance))
        assert np.all(spectrum.impedance.real > 0.0)
        assert np.all(spectrum.impedance.imag < 0.0)
