"""Any cell that a person can write down is computed: no crash, nothing that is no number, balances that close."""

import pytest

from brimstone.recipe import parse
from brimstone.solver.interface import TIME
from tests.property import harsh, solutions
from tests.property.recipes import ACTIVES, CARBONS, recipe
from tests.property.runs import run, survey

BLOCK, FEW, MANY = 25, 200, 2000


@pytest.mark.parametrize("first", range(0, FEW, BLOCK))
def test_random_recipes_are_solved_and_balance(first):
    found = survey(range(first, first + BLOCK))
    assert not found.unsolved
    assert not found.wrong
    assert len(found.ended) <= BLOCK // 5  # most anodes live through their protocol


@pytest.mark.slow
def test_of_two_thousand_random_recipes_no_more_than_two_are_not_solved_and_all_others_balance():
    found = survey(range(MANY))
    print(f"unsolved {found.unsolved}; ended {len(found.ended)}; largest errors {dict(found.largest)}")  # noqa: T201  what the test measured
    assert len(found.unsolved) <= 0.001 * MANY
    assert len(found.ended) <= 0.1 * MANY
    assert not found.wrong


def test_long_holds_and_rests_thin_anodes_and_stiff_fixtures_are_solved_and_balance():
    found = survey(range(8), harsh.recipe)
    assert not found.unsolved
    assert not found.wrong


def test_cathodes_of_which_hardly_anything_is_in_reach_or_in_which_nothing_reacts_are_solved():
    for number in (120, 402, 860):
        found = survey([number], harsh.recipe)
        assert not found.unsolved
        assert not found.wrong


@pytest.mark.parametrize("number", [824, 860])
def test_electrolyte_of_which_next_to_nothing_reacts_rests_in_few_time_steps(number):
    resting = next(step for step in run(recipe(number)).steps if step.instruction.kind == "rest")
    assert resting.status == TIME
    assert 1 < resting.curve.time.size < 1000


@pytest.mark.slow
def test_of_two_thousand_harsh_recipes_no_more_than_two_are_not_solved_and_all_others_balance():
    found = survey(range(MANY), harsh.recipe)
    print(f"unsolved {found.unsolved}; ended {len(found.ended)}; largest errors {dict(found.largest)}")  # noqa: T201  what the test measured
    assert len(found.unsolved) <= 0.001 * MANY
    assert not found.wrong


def test_a_number_always_gives_the_same_recipe():
    assert recipe(7) == recipe(7)
    assert recipe(7) != recipe(8)


def test_the_recipes_are_as_wide_as_the_language():
    texts = [recipe(number) for number in range(400)]
    recipes = [parse(text) for text in texts]
    assert {one.cathode.active for one in recipes} >= {name for name in ACTIVES if name}
    assert {part for one in recipes for part in one.cathode.composition.parts} >= set(CARBONS)
    assert {type(step).__name__ for one in recipes for step in one.protocol} >= {
        "Rates", "Cycles", "Charge", "Discharge", "Rest", "Hold", "Ramp", "Pulse"
    }  # fmt: skip
    temperatures = [one.operation.temperature.si - 273.15 for one in recipes]
    assert min(temperatures) < -15
    assert max(temperatures) > 95
    assert {len(one.separator) for one in recipes} == {1, 2, 3}
    assert {one.anode.material for one in recipes} == {"Li", "Li-In", "LTO"}
    assert any(one.cathode.host for one in recipes)
    assert {one.cathode.composition.basis for one in recipes} == {"weight", "volume"}
    assert {step.method for one in recipes for step in one.cathode.mixing} >= {"hand-ground", "slurry", "dry film"}


def test_random_solutions_are_solved_and_balance():
    found = survey(range(6), solutions.recipe)
    assert not found.unsolved
    assert not found.wrong


@pytest.mark.slow
def test_of_a_thousand_liquids_gels_polymers_and_hybrids_five_at_most_are_not_solved_and_all_others_balance():
    found = survey(range(1000), solutions.recipe)
    print(f"unsolved {found.unsolved}; ended {len(found.ended)}; largest errors {dict(found.largest)}")  # noqa: T201  what the test measured
    assert len(found.unsolved) <= 5
    assert not found.wrong
