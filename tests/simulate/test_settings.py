"""How a run is computed."""

import pytest

from brimstone.library import load
from brimstone.recipe import Recipe
from brimstone.simulate import MEMBERS, Settings, affordable_members, simulate
from tests.cells import recipe

CYCLES = {"cycles": 2000, "charge": "1C", "discharge": "1C", "window": ["1.5 V", "2.8 V"]}


def simulated(one: Recipe = None, **settings):
    return simulate(one or recipe(), load(), Settings(certain=True, nodes=6, **settings))


def test_what_studies_do_without_changes_no_number():
    whole, quick = simulated(), simulated(checks=False, detail=False)
    for step, other in zip(whole.steps, quick.steps, strict=True):
        assert step.curve == other.curve
        assert step.losses == other.losses
        assert step.sulfur_charge == other.sulfur_charge
    assert whole.balances == quick.balances
    assert whole.lithium == quick.lithium
    assert whole.warnings == quick.warnings
    assert whole.heat
    assert not quick.heat
    assert whole.resistance
    assert not quick.resistance
    assert len(whole.steps[0].profile.reaction) > 2
    assert not len(quick.steps[0].profile.reaction)


def test_a_certain_run_has_one_member():
    assert Settings(certain=True, members=50).sample_count(recipe()) == 1
    assert Settings(members=50).sample_count(recipe()) == 51
    assert Settings().sample_count(recipe()) == 1 + MEMBERS


def test_a_long_protocol_is_run_with_fewer_samples_and_says_so():
    long = recipe(protocol=[CYCLES])
    assert affordable_members(long) == pytest.approx(MEMBERS / 8)
    assert Settings().sample_count(long) == 1 + affordable_members(long)


def test_progress_is_reported_from_start_to_end():
    heard = []
    simulate(recipe(), load(), Settings(members=4, nodes=6, checks=False), progress=lambda *words: heard.append(words))
    assert {words for words, _ in heard} <= {"4 samples", "nominal values"}
    assert all(0.0 <= share <= 1.0 for _, share in heard)
