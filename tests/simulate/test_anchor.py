import math

import numpy as np
import pytest

from brimstone.constants import MAH_G
from brimstone.errors import RecipeError
from brimstone.library import load
from brimstone.recipe import Recipe
from brimstone.recipe.measured import Anchor
from brimstone.simulate.anchor import CAPACITY_ERROR, agree, condition, condition_on_some, gaps_by_factor, weights
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


@pytest.fixture(scope="module")
def invented():
    """ln of capacities at three rates, (rates, members, laboratories), and laboratories in standard deviations."""
    points = [{"capacity": "500 mAh/g", "rate": rate, "per": "sulfur"} for rate in RATES[0]["rates"]]
    recipe = Recipe.from_mapping(
        {**SULFUR, "cathode": {**SULFUR["cathode"], **FAST}, "protocol": RATES, "anchor": points}
    )
    gap, laboratories, _ = gaps_by_factor(recipe, load(), members=120, seed=3)
    return gap * CAPACITY_ERROR, laboratories


def predicted(logarithms, laboratories, measured):
    """80 % intervals of ln capacity at every rate, (2, rates), given some of them by place."""
    places = list(measured)
    values = np.array([measured[one] for one in places]).reshape(-1, 1, 1)
    gap = (logarithms[places] - values) / CAPACITY_ERROR
    agreed = agree(gap, laboratories, 1, np.ones(len(places)))
    column = np.searchsorted(laboratories, agreed.factors).clip(0, laboratories.size - 1)
    return np.quantile(logarithms[:, agreed.kept, column], [0.1, 0.9], axis=1)


def test_intervals_after_points_hold_invented_cells_as_often_as_they_say_and_narrow_with_each(invented):
    """Cells with constants and a laboratory of their own, measured to the error that is assumed of a capacity."""
    logarithms, laboratories = invented
    random = np.random.default_rng(5)
    held, widths = {}, {}
    for member in range(1, logarithms.shape[1]):
        place = np.argmin(np.abs(laboratories - random.standard_normal()))
        truth = logarithms[:, member, place]
        measured = truth + CAPACITY_ERROR * random.standard_t(4.0, truth.shape)
        others = np.delete(logarithms, member, axis=1)
        for known in ((), (0,), (1,), (0, 1)):  # and the fastest is asked for
            low, high = predicted(others, laboratories, {one: measured[one] for one in known})[:, 2]
            held.setdefault(known, []).append(low <= truth[2] <= high)
            widths.setdefault(known, []).append(high - low)
    wide = {known: np.median(each) for known, each in widths.items()}
    assert all(0.7 < np.mean(each) < 0.9 for each in held.values())
    assert wide[()] > 1.1 * wide[0,] > 1.1 * wide[1,]
    assert wide[1,] > 1.02 * wide[0, 1]


@pytest.fixture(scope="module", params=["0.5C", "0.25C"])
def curve(request):
    """Points of the curve of an invented cell, at a rate that is in the protocol and at one that is not."""
    more = {"overrides": {"film/conductivity": "2e-10 S/cm"}}
    protocol = [{**RATES[0], "rates": [request.param]}]
    step = run(certain=True, cathode=FAST, protocol=protocol, **more).shown[0]
    charge = np.abs(step.curve.charge)
    asked = np.array([0.1, 0.3, 0.5, 0.7, 0.9]) * charge[-1]
    volts = np.interp(asked, charge, step.curve.voltage)
    capacities = asked / step.amounts.mass("sulfur").ravel()[0] / MAH_G
    return [
        {"capacity": f"{one:.1f} mAh/g", "voltage": f"{volt:.4f} V", "rate": request.param, "per": "sulfur"}
        for one, volt in zip(capacities, volts, strict=True)
    ]


def test_points_of_a_curve_condition_as_well(free, curve):
    anchored, _ = figures(anchor=curve)
    truth = run(certain=True, cathode=FAST, protocol=RATES, overrides={"film/conductivity": "2e-10 S/cm"})
    for before, after, step in zip(free, anchored, truth.shown, strict=True):
        assert after.high - after.low < 0.8 * (before.high - before.low)
        assert 0.97 * after.low < step.capacity().value / 3600 < 1.03 * after.high


def test_the_points_of_one_curve_count_as_two_numbers_at_most(curve):
    points = tuple(Anchor(**one) for one in curve)
    assert weights(points).sum() == pytest.approx(2.0)
    assert weights(points[:1]).tolist() == [1.0]
    other = Anchor(capacity="900 mAh/g", rate="0.5C")
    assert weights((*points, other))[-1] == 1.0
    gap = np.array([[[0.5, 1.0], [2.0, 0.0]]])
    one, twice = (agree(np.repeat(gap, count, axis=0), np.array([-1.0, 1.0]), 1, np.full(count, 1.0 / count))
                  for count in (1, 10))  # fmt: skip
    assert one.effective == pytest.approx(twice.effective)


def test_some_of_the_anchors_at_a_time_give_what_they_give_alone(free):
    points = [*anchor(0.8 * free[1].value), {"capacity": f"{free[0].value:.0f} mAh/g", "rate": "0.1C", "per": "sulfur"}]
    tree = {**SULFUR, "cathode": {**SULFUR["cathode"], **FAST}, "protocol": RATES}
    both, first = (Recipe.from_mapping({**tree, "anchor": given}) for given in (points, points[:1]))
    some, all_of_them = condition_on_some(both, load(), 20, 0, {}, [[0], [0, 1]])
    for found, asked in ((some, first), (all_of_them, both)):
        alone, _ = condition(asked, load(), 20, 0)
        assert found.keys() == alone.keys()
        assert all(np.array_equal(found[name], alone[name]) for name in alone)


def test_a_voltage_goes_with_the_capacity_after_which_it_was_read():
    with pytest.raises(RecipeError, match="after which it was read"):
        run(anchor=[{"voltage": "2 V", "resistance": "50 ohm cm2"}])
