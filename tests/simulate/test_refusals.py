"""What the equations do not hold is refused, and a cell that gives nothing says why, in words."""

from dataclasses import replace

import pytest

from brimstone.errors import RecipeError
from brimstone.solver.interface import NO_START, STATUS, STEP_UNDERFLOW
from tests.cells import run


@pytest.mark.parametrize("active", ["LiCoO2", "NCM622"])
@pytest.mark.parametrize("electrolyte", ["Li6PS5Cl", "PEO-LiTFSI"])
def test_an_insertion_cathode_is_refused_in_words(active, electrolyte):
    cathode = {"active": active, "composition": {active: "70 wt%", electrolyte: "27 wt%", "VGCF": "3 wt%"}}
    with pytest.raises(RecipeError, match="insertion"):
        run(cathode=cathode)


def test_sulfur_without_carbon_says_that_electrons_do_not_reach_it():
    found = run(cathode={"composition": {"S": "40 wt%", "Li6PS5Cl": "60 wt%"}})
    assert any("electrons reach" in note and "carbon" in note for note in found.notes)


def test_a_coarse_mesh_says_so():
    found = run(
        nodes=4, protocol=[{"discharge": "1C", "to": "1.0 V"}], cathode={"loading": "6 mg/cm2"},
        operation={"temperature": "60 degC"},
    )  # fmt: skip
    assert found.mesh_error > 0.005
    assert any("nodes" in note for note in found.notes)


def test_span_that_nothing_presses_reacts_and_lacks_contact_at_its_anode_not_electrons():
    def discharged(pressure, rate):
        parts = {"SPAN": "40 wt%", "Li6PS5Cl": "45 wt%", "acetylene black": "15 wt%"}
        span = {"active": "SPAN", "composition": parts}
        operation = {"stack_pressure": pressure, "temperature": "25 degC"}
        return run(cathode=span, operation=operation, protocol=[{"discharge": rate, "to": "1.0 V"}])

    pressed, unpressed = (discharged(pressure, "0.1C") for pressure in ("50 MPa", "0 MPa"))
    assert 0.7 < unpressed.steps[0].charges[0] / pressed.steps[0].charges[0] < 1.0
    volts = unpressed.steps[0].losses.volts
    assert max(volts, key=lambda name: volts[name].mean()) in ("kinetics", "anode")
    found = discharged("0 MPa", "2C")
    assert found.steps[0].charges[0] < 0.01 * discharged("50 MPa", "2C").steps[0].charges[0]
    assert max(found.steps[0].regained, key=found.steps[0].regained.__getitem__) == "anode"
    assert not any("electrons" in note for note in (*unpressed.notes, *found.notes))


@pytest.mark.parametrize("status", [NO_START, STEP_UNDERFLOW])
@pytest.mark.parametrize("asked", [{"rest": "10 h"}, {"hold": "2.4 V", "until": "1 h"}])
def test_a_failed_step_that_asks_for_no_current_is_not_advised_to_lower_it(asked, status):
    found = run(protocol=[asked, {"discharge": "0.1C", "to": "1 min"}])
    words = []
    for step in found.steps:
        outcomes = step.outcomes.copy()
        outcomes[:, STATUS] = status
        words.append(replace(step, outcomes=outcomes).stop_reason)
    kind = next(iter(asked))
    assert kind in words[0]
    assert "nodes" in words[0]
    assert "current" not in words[0]
    assert "lower the current" in words[1]
