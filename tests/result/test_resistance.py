"""The resistance of a cell as assembled: against a small step of current, and what the run tells of it."""

import numpy as np
import pytest

from brimstone.contract.run import run_record
from brimstone.result import RESISTANCES
from brimstone.view.elements import Note
from brimstone.view.run import run_sections
from tests.cells import LITHIUM_SULFIDE, SULFUR, run

ALONE = {"redox/reach": "1e-9 nm"}


@pytest.mark.parametrize("temperature", ["25 degC", "60 degC"])
def test_it_is_what_a_small_step_of_current_shows(temperature):
    of = run(
        overrides={**ALONE, "conversion/charge_barrier": "0 V"},  # one law on either side of rest
        operation={"temperature": temperature},
        protocol=[{"discharge": "0.0001C", "to": "0.001 h"}],
        nodes=80,
    )
    step = of.steps[0]
    shown = (step.losses.equilibrium[0] - step.curve.voltage[0]) / step.curve.current[0]
    assert shown == pytest.approx(of.resistance["total"].value, rel=2e-3)


def test_its_parts_add_up_and_are_told_with_an_interval():
    of = run(certain=False, members=40)
    figures = of.resistance
    assert set(figures) == {"total", *RESISTANCES}
    assert figures["total"].value == pytest.approx(sum(figures[name].value for name in RESISTANCES))
    assert figures["total"].low < figures["total"].value < figures["total"].high
    told = run_record(of).to_dict()["resistance"]
    assert told["total_ohm_cm2"] == pytest.approx(1e4 * figures["total"].value)
    assert told["total_ohm"] is None


def test_a_cell_of_known_area_has_ohms():
    told = run_record(run(diameter="10 mm")).to_dict()["resistance"]
    for what in ("series", "total"):
        assert told[f"{what}_ohm"] == pytest.approx(told[f"{what}_ohm_cm2"] / (np.pi / 4))


def test_what_is_told_of_a_cell_adds_up_to_what_its_discharge_loses_at_first():
    """Resistances in series take their share, the reaction the rest; both are told, and no slope at rest."""
    of = run(protocol=[{"discharge": "0.2C", "to": "1.0 V"}])
    step, told = of.steps[0], run_record(of).to_dict()["resistance"]
    lost = 1e3 * float(step.losses.equilibrium[0] - step.curve.voltage[0])
    current = 0.1 * float(step.curve.current[0])  # [mA/cm2]
    assert told["series_ohm_cm2"] * current + told["reaction_mV"] == pytest.approx(lost, rel=0.01)
    assert of.beginning.label == "discharge 0.2C"
    assert of.series_resistance.value + of.resistance["charge transfer"].value == pytest.approx(
        of.resistance["total"].value
    )
    said = " ".join(item.text for item in run_sections(of, ())[0].items if isinstance(item, Note))
    assert "The reaction takes" in said
    assert "discharge 0.2C begins" in said


def test_the_reaction_takes_more_volts_and_fewer_ohms_at_a_higher_rate():
    slow, fast = (run(protocol=[{"discharge": rate, "to": "0.01 h"}]).beginning for rate in ("0.05C", "1C"))
    assert fast.lost > 1.5 * slow.lost
    assert fast.lost / fast.current < 0.3 * slow.lost / slow.current


def test_a_rest_or_a_run_without_losses_has_no_beginning():
    assert run(protocol=[{"rest": "1 h"}]).beginning is None


def test_fresh_lithium_sulfide_resists_its_first_charge():
    protocol = [{"charge": "0.1C", "to": "1 h"}]
    fine, coarse = (
        run(LITHIUM_SULFIDE, overrides=ALONE, cathode={"particle_size": {"Li2S": size}}, protocol=protocol)
        for size in ("0.5 um", "20 um")
    )
    assert coarse.resistance["charge transfer"].value > 3.0 * fine.resistance["charge transfer"].value


def test_the_electrolytes_redox_carries_current_beside_sulfur():
    assert run(SULFUR).resistance["total"].value < run(SULFUR, overrides=ALONE).resistance["total"].value
