"""Loops of steps that end by a condition: what counts, what is left out, and what comes after."""

import pytest

from brimstone.errors import RecipeError
from brimstone.protocol import Basis, compile_protocol
from brimstone.recipe import Recipe
from brimstone.solver.interface import LEFT_OUT, PRESSURE_REACHED
from tests.cells import recipe, run

TURN = [{"discharge": "0.2C", "to": "1.0 V"}, "Rest for 10 minutes", {"charge": "0.2C", "to": "2.8 V"}]
AFTER = {"charge": "0.1C", "to": "2.5 V"}


def looped(until, turn=TURN, **changes):
    return run(protocol=[{"repeat": 6, "steps": turn, "until": until}, AFTER], nodes=8, **changes)


def charges(found):
    return [step.charge.value for step in found.steps if step.instruction.kind == "discharge"]


def test_a_loop_ends_by_coulombic_efficiency_and_the_protocol_goes_on():
    full = looped("1 % coulombic efficiency")
    whole = charges(full)
    assert len(whole) == 6
    first, second = full.steps[2].charge.value, whole[1]
    assert min(whole[:6]) > 0.0
    until = f"{100.0 * second / first + 0.5:.2f} % coulombic efficiency"  # a little more than the first full cycle has
    found = looped(until)
    passed = charges(found)
    assert passed[:2] == pytest.approx(whole[:2])  # the first discharge follows no charge, and ends nothing
    assert passed[2:6] == [0.0] * 4
    assert found.steps[-1].status != LEFT_OUT
    after = found.steps[5].instruction
    assert after.kind == "charge"
    assert found.steps[5].status == LEFT_OUT  # what comes after the discharge that ends it, the rest of its turn
    assert found.status == "completed"
    assert any(f"ended in cycle 2 of 6, at {until}" in note for note in found.notes)


def test_retention_counts_from_the_first_discharge_after_a_charge():
    given = recipe(protocol=[{"repeat": 4, "steps": TURN, "until": "80 % retention"}, AFTER])
    program = compile_protocol(given, Basis(charge=6e4, mass=0.01, starts_charged=True))
    halves = [one for one in program.instructions if one.kind == "discharge"]
    assert [one.rows[0].mark for one in halves] == [False, True, False, False]
    assert [one.rows[0].least for one in halves] == [0.0, 0.0, 0.8, 0.8]
    assert {one.rows[0].loop for one in program.instructions[:-1]} == {1}
    assert program.instructions[-1].rows[0].loop == 0
    assert [one.cycle for one in halves] == [1, 2, 3, 4]


def test_a_loop_ends_at_a_stack_pressure_which_is_an_end_as_asked():
    held = {
        "anode": {"material": "LTO"},
        "operation": {"stack_pressure": "60 MPa", "fixture": "constant gap"},
        "overrides": {"mechanics/relaxing_share": "0 %"},
    }
    free = run(protocol=TURN[:1], nodes=8, **held)
    highest = free.steps[0].outside.pressure.max()
    assert highest > 60.1e6
    middle = f"{0.5e-6 * (60e6 + highest):.4f} MPa"
    found = looped(middle, **held)
    assert found.steps[0].status == PRESSURE_REACHED
    assert found.steps[0].outside.pressure[-1] == pytest.approx(0.5 * (60e6 + highest), rel=1e-5)
    assert found.steps[0].completed
    assert {step.status for step in found.steps[1:-1]} == {LEFT_OUT}


def test_a_loop_is_written_back_with_its_conditions():
    written = recipe(protocol=[{"repeat": 3, "steps": TURN, "until": ["80 % retention", "short circuit"]}])
    assert len(written.protocol) == 9
    assert [one.kind for one in written.protocol[4].loop.until] == ["retention", "short circuit"]
    (loop,) = written.to_mapping()["protocol"]
    assert loop["repeat"] == 3
    assert loop["steps"] == [TURN[0], {"rest": "10 minutes"}, TURN[2]]
    assert list(loop["until"]) == ["80 % retention", "short circuit"]
    assert Recipe.from_mapping(written.to_mapping()) == written
    assert "'loop'" not in str(Recipe.json_schema())


def test_every_turn_of_an_outer_loop_has_inner_loops_of_its_own():
    inner = {"repeat": 2, "steps": TURN, "until": "80 % retention"}
    nested = recipe(protocol=[{"repeat": 2, "steps": [AFTER, inner]}, inner])
    assert [one.loop and one.loop.of for one in nested.protocol] == [None, *[1] * 6, None, *[2] * 6, *[3] * 6]
    assert Recipe.from_mapping(nested.to_mapping()) == nested


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ({"repeat": 3, "steps": TURN, "until": "nothing"}, "ends no cycles"),
        ({"repeat": 3, "steps": TURN, "untill": "80 % retention"}, "next to repeat"),
        ({"repeat": 2, "steps": [{"repeat": 2, "steps": TURN, "until": "80 % retention"}], "until": "60 MPa"},
         "an  until  of its own"),
    ],
)  # fmt: skip
def test_malformed_loops_are_refused_in_words(step, words):
    with pytest.raises(RecipeError, match=words):
        recipe(protocol=[step])


def test_cycles_with_conditions_of_their_own_do_not_fit_into_a_loop_with_some():
    inner = {"cycles": 2, "rate": "0.2C", "window": ["1.0 V", "2.8 V"], "until": "80 % retention"}
    with pytest.raises(RecipeError, match="an  until  of its own"):
        looped("1 % coulombic efficiency", [inner])


def test_cycles_are_counted_through_blocks_loops_and_rates_but_pulses_and_ramps_within_their_step():
    window = ["1.0 V", "2.8 V"]
    steps = [
        {"cycles": 2, "charge": "0.1C", "discharge": "0.1C", "window": window, "rest": "1 min"},
        {"repeat": 2, "steps": TURN, "until": "10 % retention"},
        {"ramp": "1 mV/s", "window": window, "cycles": 2},
        {"rates": ["0.1C", "0.5C"], "charge": "0.1C", "window": window, "cycles_each": 2},
        {"repeat": 2, "steps": [{"cycles": 2, "charge": "0.1C", "discharge": "0.1C", "window": window}]},
    ]
    program = compile_protocol(recipe(protocol=steps), Basis(10.0, 0.01, starts_charged=True))
    halves = [one for one in program.instructions if one.kind in ("charge", "discharge") and one.shown]
    assert [one.cycle for one in halves if one.kind == "charge"] == list(range(1, 13))
    assert [one.turn for one in halves if one.kind == "charge"] == [1, 2, 1, 2, 1, 2, 3, 4, 1, 2, 1, 2]
    assert [one.cycle for one in program.instructions if one.kind == "rest"][:4] == [1, 1, 2, 2]
    assert [one.cycle for one in program.instructions if one.kind == "ramp"] == [1, 1, 2, 2]
