import pytest

from brimstone.errors import RecipeError
from tests.cells import SULFUR, run

FAST = {"mixing": "hand-ground"}
RATES = [{"rates": ["0.1C", "0.5C", "1C"], "window": ["1.0 V", "2.8 V"]}]


def figures(**changes):
    outcome = run(certain=False, members=60, cathode=FAST, protocol=RATES, **changes)
    return [step.capacity().times(1 / 3600) for step in outcome.shown], outcome


@pytest.fixture(scope="module")
def free():
    return figures()[0]


def anchor(capacity, **more):
    return [{"capacity": f"{capacity:.0f} mAh/g", "rate": "0.5C", "per": "sulfur", **more}]


@pytest.mark.parametrize("factor", [0.7, 1.25])
def test_the_prediction_goes_through_the_measured_point(free, factor):
    measured = factor * free[1].value
    anchored, _ = figures(anchor=anchor(measured))
    assert anchored[1].value == pytest.approx(measured, rel=0.08)
    assert anchored[1].low < measured < anchored[1].high


def test_the_rest_of_the_prediction_narrows(free):
    anchored, _ = figures(anchor=anchor(free[1].value))
    for before, after in zip(free, anchored, strict=True):
        assert after.high - after.low < 0.8 * (before.high - before.low)


def test_other_rates_move_the_same_way(free):
    less, _ = figures(anchor=anchor(0.7 * free[1].value))
    more, _ = figures(anchor=anchor(1.25 * free[1].value))
    for low, high in zip(less, more, strict=True):
        assert low.value < high.value


def test_what_no_laboratory_can_reach_is_said():
    _, outcome = figures(anchor=anchor(4000))
    assert any("no laboratory factor" in warning for warning in outcome.warnings)


def test_the_factor_used_is_in_the_provenance(free):
    _, outcome = figures(anchor=anchor(free[1].value))
    (entry,) = [entry for entry in outcome.provenance if entry.where == "laboratory/ln_area"]
    assert "anchor" in entry.source


def test_an_anchor_per_gram_of_nothing_is_refused():
    half_cell = {
        **SULFUR,
        "cathode": {
            **SULFUR["cathode"],
            "active": "Li6PS5Cl",
            "composition": {"Li6PS5Cl": "70 wt%", "Ketjenblack": "30 wt%"},
        },
    }
    point = [{"capacity": "100 mAh/g", "rate": "1 mA/cm2", "per": "sulfur"}]
    with pytest.raises(RecipeError, match="gram of sulfur"):
        run(half_cell, anchor=point)
