import math

import numpy as np
import pytest

from brimstone.fit.statistics import Pair, rank_correlation, score, votes, weighted_quantile


def pair(paper, measured, computed, low=math.nan, high=math.nan, dead=False):
    return Pair(paper, measured, computed, low, high, dead)


def test_a_factor_of_two_is_a_logarithm_of_two():
    one = score("", [pair("a", 100.0, 200.0), pair("b", 400.0, 200.0)])
    assert one.rms_ln == pytest.approx(math.log(2.0))
    assert one.bias_ln == pytest.approx(0.0, abs=1e-12)


def test_a_paper_with_a_dozen_rows_weighs_as_one():
    rows = [pair("many", 100.0, 300.0)] * 12 + [pair("one", 100.0, 100.0), pair("two", 100.0, 110.0)]
    alike, voted = score("", rows), score("", rows, by_paper=True)
    assert alike.median_error == pytest.approx(2.0)
    assert voted.median_error == pytest.approx(0.1)
    assert votes(["a", "a", "b"]).tolist() == [0.5, 0.5, 1.0]


def test_coverage_and_width_come_from_the_intervals_there_are():
    rows = [pair("a", 100.0, 90.0, 50.0, 150.0), pair("b", 100.0, 20.0, 10.0, 40.0), pair("c", 100.0, 100.0)]
    one = score("", rows)
    assert one.coverage == pytest.approx(0.5)
    assert one.width == pytest.approx(3.5)


def test_an_interval_down_to_nothing_counts_as_wider_than_any_other():
    rows = [pair("a", 1.0, 1.0, 0.0, 2.0)] + [pair("b", 1.0, 1.0, 0.5, 1.0)] * 2
    assert score("", rows).width == pytest.approx(2.0)
    assert score("", rows[:1]).width == math.inf


def test_a_dead_cell_counts_in_the_median_and_not_in_the_logarithms():
    rows = [pair("a", 500.0, 1.0, dead=True), pair("b", 500.0, 500.0), pair("c", 500.0, 450.0)]
    one = score("", rows)
    assert one.dead == 1
    assert one.median_error == pytest.approx(0.1)
    assert one.rms_ln < 0.1


def test_ranks_agree_with_scipy_where_all_weigh_alike():
    from scipy.stats import spearmanr

    generator = np.random.default_rng(0)
    a, b = generator.normal(size=(2, 30))
    b += a
    assert rank_correlation(a, b, np.ones(30)) == pytest.approx(spearmanr(a, b)[0])


def test_the_weighted_median_is_the_plain_one_for_equal_weights():
    values = np.array([5.0, 1.0, 3.0])
    assert weighted_quantile(values, np.ones(3), 0.5) == 3.0
    assert weighted_quantile(values, np.array([8.0, 1.0, 1.0]), 0.5) > 4.0
