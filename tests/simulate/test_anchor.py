import math

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
    # The nominal cell keeps its constants and moves by its laboratory alone, to within the error of a capacity; samples
    # that agree better are drawn more often.
    assert anchored[1].value == pytest.approx(measured, rel=0.1)
    assert math.sqrt(anchored[1].low * anchored[1].high) == pytest.approx(measured, rel=0.08)
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


def test_two_points_narrow_more_than_one(free):
    middle = anchor(free[1].value)
    slow = [{"capacity": f"{free[0].value:.0f} mAh/g", "rate": "0.1C", "per": "sulfur"}]
    one, _ = figures(anchor=middle)
    two, _ = figures(anchor=middle + slow)
    assert two[0].high - two[0].low < one[0].high - one[0].low


def test_a_mean_voltage_and_a_resistance_condition_as_well(free):
    outcome = figures()[1]
    voltage, series = outcome.shown[1].mean_voltage, outcome.series_resistance
    for point, figure in (
        ({"mean_voltage": f"{voltage.value:.4f} V", "rate": "0.5C"}, lambda of: of.shown[1].mean_voltage),
        ({"resistance": f"{1e4 * series.value:.2f} ohm cm2"}, lambda of: of.series_resistance),
    ):
        before, after = figure(outcome), figure(figures(anchor=[point])[1])
        assert after.low < before.value < after.high
        assert after.high - after.low < 0.8 * (before.high - before.low)


def test_an_anchor_is_measured_in_the_protocol_of_the_recipe():
    """A second discharge after an incomplete charge gives much less than the first: an anchor is not confused.

    Up to 2.8 V a charge is nearly complete at this rate; up to 2.6 V it leaves Li2S behind.
    """
    cycles = [{"cycles": 2, "discharge": "0.5C", "charge": "0.5C", "window": ["1.0 V", "2.6 V"]}]

    def discharges(**more):
        outcome = run(certain=False, members=40, cathode=FAST, protocol=cycles, **more)
        steps = [step for step in outcome.shown if step.instruction.kind == "discharge"]
        return [step.capacity().times(1 / 3600).value for step in steps]

    measured = 0.9 * discharges()[1]
    first, second = discharges(anchor=anchor(measured, cycle=2))
    assert second == pytest.approx(measured, rel=0.08)
    assert first > 1.3 * measured


@pytest.mark.parametrize(
    ("point", "words"),
    [
        ({"rate": "1C"}, "capacity"),
        ({"capacity": "500 mAh/g"}, "rate"),
        ({"capacity": "500 mAh/g", "mean_voltage": "2 V", "rate": "1C"}, "one entry for each"),
        ({"resistance": "50 ohm cm2", "rate": "1C"}, "no resistance"),
    ],
)
def test_an_anchor_is_one_number(point, words):
    with pytest.raises(RecipeError, match=words):
        run(anchor=[point])
