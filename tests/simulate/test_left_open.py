"""What a recipe leaves open is weighed: each number at the ends of its interval, all else nominal."""

import numpy as np
import pytest

from brimstone.contract.run import run_record
from brimstone.library import Ledger, load
from brimstone.library.ledger import AtEnds
from brimstone.library.left_open import left_open
from brimstone.library.workbench import Workbench
from brimstone.model.derive import derive
from brimstone.recipe import Recipe
from brimstone.result.left_open import sentence
from brimstone.simulate.run import simulate
from brimstone.simulate.settings import Settings

CELL = {
    "cathode": {
        "active": "S",
        "composition": {"S": "30 wt%", "LPSCl": "50 wt%", "KB": "20 wt%"},
        "loading": "0.8-1.6 mg/cm2",
        "pressed_at": "370 MPa",
        "mixing": {"method": "ball-milled", "speed": "400 rpm", "time": "10 h", "balls": "5 mm", "ball_to_powder": 20},
    },
    "separator": {"electrolyte": "LPSCl", "thickness": "500 um"},
    "operation": {"temperature": "25 degC"},
    "protocol": [{"rates": ["0.5C", "2C"], "window": ["1.0 V", "2.8 V"]}],
}
FEW = Settings(members=25, nodes=20)


def with_loading(loading):
    return Recipe.from_mapping({**CELL, "cathode": {**CELL["cathode"], "loading": loading}})


@pytest.fixture(scope="module")
def run():
    return simulate(Recipe.from_mapping(CELL), load(), FEW)


def test_one_number_at_a_time_stands_at_an_end():
    bench = Workbench.of(Recipe.from_mapping(CELL), load(), Ledger(11, 0))
    derive(bench)
    names = list(left_open(bench.recipe, bench.ledger))
    ledger = AtEnds(names, {}, {})
    derive(Workbench.of(bench.recipe, bench.library, ledger))
    for place, name in enumerate(names):
        samples, moved = ledger.drawn[name], np.arange(2 * place + 1, 2 * place + 3)
        assert np.all(np.delete(samples, moved) == samples[0])
        assert samples[moved[0]] < samples[0] < samples[moved[1]]
    others = [samples for name, samples in ledger.drawn.items() if name not in names]
    assert len(others) > 50
    assert all(np.ptp(samples) == 0.0 for samples in others)


def test_what_is_stated_is_not_open(run):
    fields = {one.field for one in run.left_open}
    assert {"cathode.loading", "operation.stack_pressure"} <= fields
    assert not fields & {
        "cathode.pressed_at",
        "cathode.mixing.speed",
        "cathode.mixing.time",
        "separator.layer 1.thickness",
    }


def test_the_ends_are_those_of_recipes_that_state_them(run):
    loading = next(one for one in run.left_open if one.field == "cathode.loading")
    for end, weighed in (("0.8 mg/cm2", loading.at_low), ("1.6 mg/cm2", loading.at_high)):
        stated = simulate(with_loading(end), load(), Settings(certain=True, nodes=20))
        capacity = np.mean([step.capacity("active").value for step in stated.shown])
        assert weighed == pytest.approx(capacity, rel=2e-3)
    assert loading.at_low > 1.05 * loading.at_high  # thin cathodes give more at 1C


def test_the_number_that_matters_most_comes_first_and_is_told(run):
    effects = [one.effect for one in run.left_open]
    assert effects == sorted(effects, reverse=True)
    assert f"leaves open, {run.left_open[0].field}" in sentence(run.left_open)
    page = run_record(run)
    assert page.left_open[0].field == run.left_open[0].field


def test_a_run_without_samples_weighs_nothing():
    assert simulate(with_loading("1 mg/cm2"), load(), Settings(certain=True, nodes=20)).left_open == ()
    assert sentence(()) == ""
