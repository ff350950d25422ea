import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from brimstone.physics.electrolyte_redox import (
    accessible_share,
    couple_rates,
    couple_rates_slopes,
    dead_share,
    left_to_open,
    left_to_open_slope,
    onset_moved,
    onset_moved_slope,
    opening_rate,
    opening_rate_slopes,
    reformed_share,
)
from tests.physics.derivatives import derivative

WIDTH = 0.15  # V
Z = 1 / (2 * WIDTH)
OXIDATION, REDUCTION = (2.35, Z, 1.0 * Z, 0.3), (1.35, -Z, 0.7 * Z, 0.6)
COUPLES = (2.15, Z, np.exp(Z * 1.1), 0.6, 0.2)
DEAD, COVERING = (0.3, 0.6), 2.0
potentials = st.floats(0.0, 4.5)
shares = st.floats(0.0, 1.0)


def follow(potential, hours, start=(0.0, 0.0, 0.0, 0.0)):
    """Oxidised, reduced, opened by oxidation, opened by reduction at a held potential, all rates 1/h."""

    def rates(time, y):
        a, c, o, r = y
        gone = dead_share(o, r, 0.0, *DEAD)
        left, reformed = left_to_open(o, r, gone, COVERING), reformed_share(a, c, o, r, gone)
        v1 = opening_rate(potential, o, left, 1.0, *OXIDATION)
        v3 = opening_rate(potential, r, left, 1.0, *REDUCTION)
        v2, v4 = couple_rates(potential, a, c, reformed, 1.0, *COUPLES)
        return [(1 - DEAD[0]) * v1 + v2, (1 - DEAD[1]) * v3 + v4, v1, v3]

    return solve_ivp(rates, (0.0, hours), start, rtol=1e-9, atol=1e-12, method="LSODA").y[:, -1]


@given(potential=st.floats(1.35, 2.35), opened=shares, left=shares)
def test_nothing_is_opened_inside_the_practical_window_not_even_in_a_thousand_years(potential, opened, left):
    assert opening_rate(potential, opened, left, 1.0, *OXIDATION) == 0.0
    assert opening_rate(potential, opened, left, 1.0, *REDUCTION) == 0.0


@given(potential=potentials, speed=st.floats(0.01, 10.0))
def test_how_fast_the_couples_are_decides_neither_their_rest_nor_each_other(potential, speed):
    oxidised, reduced = np.exp((potential - 2.15) / WIDTH), np.exp((1.05 - potential) / WIDTH)
    usual = couple_rates(potential, oxidised, reduced, 1.0, 1.0, *COUPLES[:3], speed, 0.2)
    assert usual == pytest.approx((0.0, 0.0), abs=1e-6)
    away = couple_rates(potential, 0.3, 0.1, 0.6, 1.0, *COUPLES[:3], speed, 0.2)
    usual = couple_rates(potential, 0.3, 0.1, 0.6, 1.0, *COUPLES[:3], 1.0, 0.2)
    assert away == pytest.approx((speed * usual[0], usual[1]))


@given(potential=potentials)
def test_no_share_of_the_stock_leaves_zero_to_one_at_its_limits(potential):
    for a, c, o, r in ((0, 0, 0, 0), (0.7, 0, 1, 0), (0, 0.4, 0, 1), (0, 0, 0.5, 0.5), (0.35, 0.2, 0.5, 0.5)):
        gone = dead_share(o, r, 0.0, *DEAD)
        left, reformed = left_to_open(o, r, gone, COVERING), reformed_share(a, c, o, r, gone)
        v1 = opening_rate(potential, o, left, 1.0, *OXIDATION)
        v3 = opening_rate(potential, r, left, 1.0, *REDUCTION)
        v2, v4 = couple_rates(potential, a, c, reformed, 1.0, *COUPLES)
        assert v1 >= 0.0
        assert v3 >= 0.0
        assert left > 0.0 or v1 + v3 == 0.0
        assert a > 0.0 or (1 - DEAD[0]) * v1 + v2 >= 0.0
        assert c > 0.0 or (1 - DEAD[1]) * v3 + v4 >= 0.0
        assert reformed > 1e-12 or v2 + v4 <= 1e-12


@pytest.mark.parametrize("potential", [0.01, 1.0, 1.7, 2.2, 2.6, 3.0, 4.0])
def test_a_hold_of_a_thousand_hours_at_any_potential_ends_within_the_stock(potential):
    a, c, o, r = follow(potential, 1000.0)
    gone = dead_share(o, r, 0.0, *DEAD)
    parts = np.array([a, c, gone, reformed_share(a, c, o, r, gone), 1.0 - o - r])
    assert parts.min() >= -1e-9
    assert parts.sum() == pytest.approx(1.0, abs=1e-12)


def test_a_potential_opens_a_share_of_the_stock_and_not_more_with_time():
    opened = [follow(2.8, hours)[2] for hours in (10.0, 100.0, 1000.0)]
    assert opened[0] < opened[1] < opened[2]
    assert onset_moved(opened[2], OXIDATION[3]) < (2.8 - 2.35) / 1.0 + 1e-9  # its onset has climbed to the potential


def test_potentials_open_an_s_of_the_stock_with_all_of_it_between_the_ends():
    opened = [follow(potential, 1e4)[3] for potential in (1.35, 1.25, 1.1, 1.0, 0.9, 0.75, 0.65)]
    per_volt = np.diff(opened) / [0.1, 0.15, 0.1, 0.1, 0.15, 0.1]
    assert opened[0] == 0.0
    assert opened[3] == pytest.approx(0.5, abs=0.01)  # halfway along the span
    assert opened[-1] > 0.95
    assert per_volt[2:4].min() > 1.5 * per_volt[1]
    assert per_volt[2:4].min() > 1.5 * per_volt[4]
    assert per_volt[1] > per_volt[0]


@given(bunching=st.floats(0.0, 0.95))
def test_the_onset_moves_from_one_end_of_the_span_to_the_other_and_never_back(bunching):
    opened = np.linspace(0.0, 1.0, 201)
    moved = onset_moved(opened, bunching)
    assert moved[[0, 100, -1]] == pytest.approx([0.0, 0.5, 1.0], abs=1e-12)
    assert np.all(np.diff(moved) > 0.0)
    assert moved + moved[::-1] == pytest.approx(np.ones(201))
    assert onset_moved_slope(0.5, bunching) == pytest.approx(1.0 - bunching)


@given(opened=shares, bunching=st.floats(0.0, 0.95))
def test_the_slope_of_the_onset_is_its_derivative(opened, bunching):
    numeric = derivative(lambda o: onset_moved(o, bunching), np.array([opened]))
    assert onset_moved_slope(opened, bunching) == pytest.approx(numeric[0], rel=1e-5)


@pytest.mark.parametrize("bunching", [0.5, 0.7])
def test_opening_begins_and_ends_so_slowly_that_a_curve_has_no_kink(bunching):
    steepest = onset_moved_slope(0.5, bunching)
    assert onset_moved_slope(np.array([0.0, 1.0]), bunching).min() > 20.0 * steepest


@given(opened=shares)
def test_onsets_that_do_not_bunch_lie_evenly(opened):
    assert onset_moved(opened, 0.0) == pytest.approx(opened)
    assert onset_moved_slope(opened, 0.0) == 1.0


def test_what_was_oxidised_above_its_onset_is_reduced_again_only_below_its_couple():
    a, c, o, r = follow(2.8, 100.0)
    after = [follow(potential, 1.0 / 0.6, (a, c, o, r))[0] / a for potential in (2.5, 2.3, 2.0, 1.8)]
    assert after[0] > 0.9
    assert after[3] < 0.15
    assert np.all(np.diff(after) < 0.0)


def test_a_sweep_that_stops_at_the_onset_leaves_nothing_to_re_reduce():
    assert follow(2.34, 100.0)[0] == 0.0
    assert follow(2.6, 1.0)[0] > 0.02


def test_the_first_oxidation_passes_more_charge_than_any_later_one():
    state, charges = np.zeros(4), []
    for _ in range(4):
        charged = follow(2.9, 20.0, state)
        charges.append((charged[0] + DEAD[0] * charged[2]) - (state[0] + DEAD[0] * state[2]))
        state = follow(1.6, 20.0, charged)
    assert charges[0] > 1.2 * charges[1]
    assert charges[3] == pytest.approx(charges[2], rel=0.02)


def test_at_rest_couples_share_by_the_potential():
    potential = 2.05
    m, a = 0.3, 0.3 * np.exp((potential - 2.15) / WIDTH)
    c = 0.3 * np.exp(-(potential - 1.05) / WIDTH)
    oxidises, reduces = couple_rates(potential, a, c, m, 1.0, *COUPLES)
    assert abs(oxidises) < 1e-12
    assert abs(reduces) < 1e-12


@given(potential=potentials, opened=shares, left=shares)
def test_the_slopes_of_opening_are_its_derivatives(potential, opened, left):
    for law in (OXIDATION, REDUCTION):
        onset, z, hardening, bunching = law
        place = z * (potential - onset) - hardening * onset_moved(opened, bunching)
        if min(abs(place), abs(place - 0.2)) < 1e-3:  # there the second derivative jumps
            continue
        value, by_potential, by_opened, by_left = opening_rate_slopes(potential, opened, left, 2.0, *law)
        assert value == pytest.approx(opening_rate(potential, opened, left, 2.0, *law), rel=1e-12, abs=1e-15)
        tight = {"rel": 1e-9, "abs": 1e-12}
        assert by_potential == pytest.approx(
            derivative(lambda v, law=law: opening_rate(v, opened, left, 2.0, *law), potential), **tight
        )
        assert by_opened == pytest.approx(
            derivative(lambda o, law=law: opening_rate(potential, o, left, 2.0, *law), opened), **tight
        )
        assert by_left == pytest.approx(
            derivative(lambda s, law=law: opening_rate(potential, opened, s, 2.0, *law), left), **tight
        )


@given(o=st.floats(0, 0.5), r=st.floats(0, 0.5))
def test_the_slope_of_what_is_left_is_its_derivative(o, r):
    gone = dead_share(o, r, 0.0, *DEAD)
    left = left_to_open(o, r, gone, COVERING)

    def of(o, r):
        return left_to_open(o, r, dead_share(o, r, 0.0, *DEAD), COVERING)

    assert left_to_open_slope(left, gone, COVERING, DEAD[0]) == pytest.approx(derivative(lambda x: of(x, r), o))
    assert left_to_open_slope(left, gone, COVERING, DEAD[1]) == pytest.approx(derivative(lambda x: of(o, x), r))


@given(potential=potentials, a=shares, c=shares, m=shares)
def test_the_slopes_of_the_couples_are_their_derivatives(potential, a, c, m):
    slopes = couple_rates_slopes(potential, a, c, m, 2.0, *COUPLES)

    def of(place, **changed):
        at = {"potential": potential, "oxidised": a, "reduced": c, "reformed": m} | changed
        return couple_rates(at["potential"], at["oxidised"], at["reduced"], at["reformed"], 2.0, *COUPLES)[place]

    expected = [
        of(0),
        derivative(lambda v: of(0, potential=v), potential),
        derivative(lambda x: of(0, reformed=x), m),
        derivative(lambda x: of(0, oxidised=x), a),
        of(1),
        derivative(lambda v: of(1, potential=v), potential),
        derivative(lambda x: of(1, reformed=x), m),
        derivative(lambda x: of(1, reduced=x), c),
    ]
    assert slopes == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_little_area_reaches_a_layer_and_much_of_it_everything():
    assert accessible_share(1e5, 23e-9, 0.5) == pytest.approx(1e5 * 23e-9 / 0.5, rel=3e-3)
    assert accessible_share(1e9, 23e-9, 0.5) == pytest.approx(1.0)
    assert accessible_share(1e7, 23e-9, 0.0) == 0.0
