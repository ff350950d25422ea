"""The resistance of a cell as assembled: against a small step of current, and what the run tells of it."""

import numpy as np
import pytest

from brimstone.contract.run import run_record
from brimstone.result import RESISTANCES
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
    assert told["total_ohm"] == pytest.approx(told["total_ohm_cm2"] / (np.pi / 4))


def test_fresh_lithium_sulfide_resists_its_first_charge():
    protocol = [{"charge": "0.1C", "to": "1 h"}]
    fine, coarse = (
        run(LITHIUM_SULFIDE, overrides=ALONE, cathode={"particle_size": {"Li2S": size}}, protocol=protocol)
        for size in ("0.5 um", "20 um")
    )
    assert coarse.resistance["charge transfer"].value > 3.0 * fine.resistance["charge transfer"].value


def test_the_electrolytes_redox_carries_current_beside_sulfur():
    assert run(SULFUR).resistance["total"].value < run(SULFUR, overrides=ALONE).resistance["total"].value
