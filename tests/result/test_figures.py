import numpy as np
import pytest

from brimstone.result import Figure


def test_a_figure_is_the_nominal_member_with_the_interval_of_the_others():
    members = np.concatenate([[5.0], np.linspace(0.0, 10.0, 101)])
    figure = Figure.of(members, np.ones(102, dtype=bool))
    assert (figure.value, figure.low, figure.high) == pytest.approx((5.0, 1.0, 9.0))


def test_the_median_of_the_samples_is_kept_beside_the_nominal_value():
    figure = Figure.of(np.concatenate([[9.0], np.linspace(0.0, 10.0, 101)]), unit="C/kg")
    assert (figure.value, figure.median, figure.best) == pytest.approx((9.0, 5.0, 5.0))
    assert figure.centred.value == 5.0
    assert figure.to("mAh/g").median == pytest.approx(5.0 / 3600.0)
    assert Figure(3.0).best == 3.0


def test_an_end_is_zero_where_it_is_round_off_and_not_where_samples_differ_by_decades():
    dead = Figure.of(np.concatenate([[100.0], np.full(50, 1e-8), np.full(50, 90.0)]))
    assert (dead.low, dead.high) == (0.0, 90.0)
    mostly_dead = Figure.of(np.concatenate([[1e-12], np.full(80, 1e-12), np.full(20, 90.0)]))
    assert (mostly_dead.low, mostly_dead.high) == (0.0, 90.0)
    times = Figure.of(np.concatenate([[1e4], np.logspace(1.0, 9.0, 101)]))
    assert times.low == pytest.approx(10**1.8)
    assert Figure.of(np.array([np.inf, 1.0, 2.0, 3.0])).low == pytest.approx(1.2)


def test_failed_members_do_not_count():
    members = np.array([1.0, 1.0, 2.0, np.nan])
    figure = Figure.of(members, np.array([True, True, True, False]))
    assert figure.high == pytest.approx(1.9)


def test_a_certain_run_has_no_interval():
    figure = Figure.of(np.array([1.0]), np.array([True]))
    assert (figure.low, figure.high) == (None, None)


def test_a_change_of_sign_turns_the_interval():
    assert Figure(1.0, 0.5, 2.0).times(-2.0) == Figure(-2.0, -4.0, -1.0)
