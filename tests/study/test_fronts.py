"""Fronts: nothing on them is beaten, they beat chance, and come out the same again."""

import time

import numpy as np
import pytest

from brimstone.errors import BrimstoneError
from brimstone.simulate import Settings
from brimstone.study import Search
from brimstone.study.fronts import _losses, not_dominated, pareto
from tests.cells import recipe

pytest.importorskip("optuna")

VARY = ["cathode.loading=0.5..6 mg/cm2", "rate=0.05..3C log", "operation.stack_pressure=5..100 MPa log"]
OBJECTIVES = ["Wh/kg", "rate=high", "operation.stack_pressure=low"]
START = recipe(operation={"stack_pressure": "20 MPa"})
CERTAIN = Settings(certain=True, nodes=8)


def front(evaluations=60, vary=VARY, objectives=OBJECTIVES, **more):
    return pareto(START, Search(vary, evaluations=evaluations, **more), objectives, settings=CERTAIN)


@pytest.fixture(scope="module")
def found():
    return front()


def losses(front, cells):
    return np.array([_losses(cell.values, front.objectives) for cell in cells])


def test_no_candidate_is_better_than_a_cell_of_the_front_in_everything(found):
    every = losses(found, [cell for cell in found.tried if not cell.failure])
    for row in losses(found, found.cells):
        assert not np.any(np.all(every <= row, axis=1) & np.any(every < row, axis=1))
    assert len(found.cells) >= 5


def test_the_same_seed_gives_the_same_front(found):
    assert front().cells == found.cells


def volume(front, low, high):
    points = low + (high - low) * np.random.default_rng(1).random((20_000, low.size))
    covered = np.zeros(len(points), dtype=bool)
    for row in losses(front, front.cells):
        covered |= np.all(points >= row, axis=1)
    return covered.mean()


@pytest.mark.slow
def test_a_front_covers_more_than_that_of_as_many_random_cells_and_takes_less_than_a_minute(monkeypatch):
    """Energy, rate capability, pressure and cost of a sulfide cell; each of three seeds."""
    import optuna

    vary = [*VARY, "cathode.composition.S=20..45 wt%"]
    objectives = [*OBJECTIVES, "cost"]
    seeds = [Settings(certain=True, nodes=8, seed=seed) for seed in range(3)]

    def fronts():
        return [pareto(START, Search(vary, evaluations=200), objectives, settings=one) for one in seeds]

    began = time.process_time()
    guided = fronts()
    assert time.process_time() - began < 3 * 60.0
    monkeypatch.setattr(optuna.samplers, "TPESampler", lambda seed, **_: optuna.samplers.RandomSampler(seed=seed))
    chance = fronts()
    every = np.concatenate([losses(one, one.cells) for one in (*guided, *chance)])
    low, high = every.min(axis=0), every.max(axis=0)
    volumes = [[volume(one, low, high) for one in each] for each in (guided, chance)]
    assert min(volumes[0]) > 1.05 * max(volumes[1]), volumes


def test_what_is_dominated_is_told_from_what_is_not():
    rows = np.array([[0.0, 1.0], [1.0, 0.0], [1.0, 1.0], [0.5, 0.5], [0.5, 0.5]])
    assert not_dominated(rows).tolist() == [True, True, False, True, False]


def test_constraints_hold_on_the_front():
    held = front(40, within=["capacity=600..2000 mAh/g"])
    loose = front(40)
    assert all("capacity" not in cell.failure for cell in held.cells)
    assert any("capacity=600" in cell.failure for cell in held.tried)
    assert not any("capacity=600" in cell.failure for cell in loose.tried)


@pytest.mark.parametrize(
    ("objectives", "told"),
    [
        (["Wh/kg"], "2 to 4"),
        (["Wh/kg", "energy"], "different"),
        (["Wh/kg", "rate=fast"], "FIELD=high"),
        (["Wh/kg", "separator.thickness=low"], "free field"),
        (["Wh/kg", "porosity"], "neither high nor low"),
        (["Wh/kg", "cots"], "Did you mean cost"),
    ],
)
def test_objectives_that_are_none_are_refused_in_words(objectives, told):
    with pytest.raises(BrimstoneError, match=told):
        front(20, objectives=objectives)
