"""What a run says of its anode."""

import copy

import pytest

from brimstone.cell import Cell
from brimstone.contract.run import run_record
from brimstone.recipe import Recipe
from tests.cells import SULFUR


def run(anode="Li", pressure="5 MPa", protocol=None, **options):
    words = copy.deepcopy(SULFUR)
    words["anode"] = {"material": anode}
    words["operation"]["stack_pressure"] = pressure
    words["protocol"] = protocol or [{"discharge": "0.1C", "to": "1.0 V"}, {"charge": "0.1C", "to": "3.0 V"}]
    return Cell(Recipe.model_validate(words)).run(**({"certain": True} | options))


def test_the_critical_current_is_the_least_of_its_limits_with_an_interval():
    of = run(members=50, certain=False).lithium
    least = min(of.limits.values(), key=lambda figure: figure.value)
    assert of.critical_current.value == least.value
    assert of.limits[of.limited_by] == least
    assert of.critical_current.low < of.critical_current.value < of.critical_current.high


def test_a_current_above_the_critical_one_is_warned_of_and_one_below_is_not():
    slow, fast = (
        run(protocol=[{"discharge": "0.01 mA/cm2", "to": "1 h"}, {"charge": f"{charge} mA/cm2", "to": "1 min"}])
        for charge in (0.01, 5)
    )
    assert not slow.lithium.exceeded
    assert not any("critical current" in warning for warning in slow.warnings)
    assert fast.lithium.exceeded
    assert any(
        "above the critical current of charge" in warning and "they withstand" in warning for warning in fast.warnings
    )
    assert run_record(fast).to_dict()["anode"]["exceeded"] is True


def test_plating_is_judged_on_charge_and_stripping_on_discharge():
    of = run(protocol=[{"discharge": "3 mA/cm2", "to": "1 min"}, {"charge": "3 mA/cm2", "to": "1 min"}]).lithium
    assert {demand.direction: demand.limited_by for demand in of.demands} == {"discharge": "voids", "charge": "flaws"}
    assert of.contact_left.value < 1.0
    assert any("of the contact stays" in warning for warning in of.warnings())


def test_a_protocol_longer_than_the_time_to_a_short_is_warned_of():
    assert any("creeps through a pressed electrolyte" in warning for warning in run(pressure="75 MPa").warnings)
    assert not any("creeps" in warning for warning in run(pressure="5 MPa").warnings)


def test_an_alloy_neither_creeps_nor_voids():
    of = run("Li-In", "75 MPa").lithium
    assert of.limited_by == "lithium plating"
    assert of.time_to_short is None
    assert of.warnings() == []


@pytest.mark.parametrize("anode", ["Li", "LTO"])
def test_sentences_name_the_current_and_what_limits_it(anode):
    of = run(anode, members=50, certain=False).lithium
    assert "mA/cm2 (80 %:" in of.sentences()[0]
    assert of.limited_by in of.sentences()[0]


@pytest.mark.parametrize(
    ("anode", "volts"), [("Li", 0.0), ("Li-In", 0.62), ("Li-Al", 0.38), ("Li-Sn", 0.5), ("Li-Si", 0.4), ("LTO", 1.55)]
)
def test_every_anode_of_the_library_makes_a_cell_that_stands_its_potential_lower(anode, volts):
    words = copy.deepcopy(SULFUR)
    words["anode"] = {"material": anode, "np_ratio": 1.5}
    words["protocol"] = [{"discharge": "0.1C", "to": "100 mAh/g"}]
    run = Cell(Recipe.model_validate(words)).run(certain=True)
    step = run.steps[0]
    assert run.status == "completed"
    assert step.mean_voltage.value - step.cell_energy.value / step.charge.value == pytest.approx(volts, abs=1e-6)
    assert next(entry.value for entry in run.provenance if entry.where == "anode.thickness") > 1e-6
