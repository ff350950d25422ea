"""What took a lost capacity: the protocol repeated with one mechanism absent at a time."""

import pytest

from brimstone.model.solid import State
from tests.cells import run

CYCLES = [{"cycles": 8, "discharge": "2C", "charge": "2C", "window": ["1.0 V", "2.8 V"]}]
WARM = {"temperature": "60 degC", "stack_pressure": "20 MPa"}
ONE = {"redox/reach": "1e-9 nm", "contact/damage": "1e-9"}


def test_with_one_mechanism_at_work_it_takes_all_that_is_lost():
    fade = run(protocol=CYCLES, operation=WARM, overrides=ONE, nodes=6).fade
    assert (fade.first, fade.last) == (2, 8)
    worn = fade.by["contact worn by swelling"]
    assert fade.by["redox of the electrolyte"] == pytest.approx(0.0, abs=1e-4 * fade.before)
    assert fade.by["cracks and isolated sulfur"] == pytest.approx(0.0, abs=1e-4 * fade.before)
    assert worn + fade.interaction == pytest.approx(fade.lost, abs=2e-4 * fade.before)
    assert "cycle 2 to 8" in fade.sentence()


def test_shares_and_interaction_add_up_to_the_loss():
    fade = run(protocol=CYCLES, operation=WARM, nodes=6).fade
    assert sum(fade.by.values()) + fade.interaction == pytest.approx(fade.lost)
    assert fade.by["redox of the electrolyte"] > 0.0


def test_a_single_discharge_fades_nowhere():
    assert run(nodes=10).fade is None


def test_of_several_steps_that_cycle_the_longest_is_compared_and_pulses_are_no_cycles():
    """Each step counts its cycles, and a titration its pulses, from one: they must not be taken for each other."""
    short = {"cycles": 2, "discharge": "1C", "charge": "1C", "window": ["1.2 V", "2.8 V"]}
    pulses = {"pulse": "0.5C", "for": "0.5 h", "rest": "0.5 h", "to": "1.0 V", "direction": "discharge"}
    alone = run(protocol=[CYCLES[0] | {"cycles": 3}], operation=WARM, nodes=6).fade
    more = run(protocol=[CYCLES[0] | {"cycles": 3}, short, pulses], operation=WARM, nodes=6).fade
    assert (more.first, more.last) == (2, 3)
    assert more.before == pytest.approx(alone.before, rel=1e-6)
    assert more.after == pytest.approx(alone.after, rel=1e-6)
    assert run(protocol=[pulses], operation=WARM, nodes=6).fade is None


def test_the_balance_of_energy_closes_where_cracks_isolate_sulfur():
    """As f of the sulfur is cut off, the rest at conversion y moves along its curve: dE = U dx + (y U - W(y)) df."""
    slow = [{"cycles": 2, "discharge": "0.03C", "charge": "1C", "window": ["1.4 V", "2.8 V"]}]
    dense = {"contact/unfillable_pores": "40 %", "contact/damage": "1", "contact/isolation": "5"}
    cracked = run(protocol=slow, operation=WARM, overrides=dense)
    damage = cracked.steps[-1].profile.values[-1, 1 + State.damage]
    assert damage.max() > 0.01
    assert cracked.balances["energy"] < 1e-6


def test_of_a_cell_too_cold_to_be_charged_no_fade_is_told():
    cold = {"temperature": "-20 degC", "stack_pressure": "20 MPa"}
    cycled = run(protocol=[CYCLES[0] | {"cycles": 4, "discharge": "2C", "charge": "2C"}], operation=cold, nodes=6)
    second = [step for step in cycled.shown if step.instruction.kind == "discharge"][1]
    assert second.charge.value < 1e-3 * float(cycled.cell.theoretical_charge[0])
    assert cycled.fade is None
