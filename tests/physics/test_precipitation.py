"""Supersaturation, growth and dissolution of Li2S."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brimstone.physics import precipitation
from brimstone.physics.precipitation import Crystallisation
from tests.physics.derivatives import derivative

EXCHANGE, RATIO, GROWTH, DISSOLUTION = 3e-2, 1e-3, 1e-5, 1e-3
drives = st.one_of(st.floats(-14.0, 14.0), st.floats(-0.2, 0.2), st.floats(-220.0, 220.0))
decades = st.floats(-1.0, 1.0)


def constants(film=1e3, exchange=EXCHANGE, ratio=RATIO, growth=GROWTH, dissolution=DISSOLUTION):
    return Crystallisation(exchange, ratio, growth, dissolution, film)


def rate(drive, of):
    return precipitation.precipitation(precipitation.log_supersaturation(np.float64(drive), of), of[2], of[3])[0]


@given(drive=drives, film=st.floats(0.0, 6.0), exchange=decades, ratio=decades, growth=decades, dissolution=decades)
def test_the_parts_of_the_drive_add_up_to_it(drive, film, exchange, ratio, growth, dissolution):
    of = constants(10**film, EXCHANGE * 10**exchange, RATIO * 10**ratio, GROWTH * 10**growth, 5e-3 * 10**dissolution)
    found = precipitation.log_supersaturation(np.float64(drive), of)
    y = precipitation.precipitation(found, of.growth, of.dissolution)[0]
    parts = precipitation.drive_parts(found, y, of)
    assert sum(parts) == pytest.approx(drive, rel=1e-6, abs=1e-9)
    assert all(part * drive >= -1e-12 for part in parts)


@given(log_saturation=st.one_of(st.floats(-5.0, -1e-6), st.floats(1e-6, 5.0)), film=st.floats(0.0, 5.0))
def test_slopes_are_derivatives(log_saturation, film):
    of, at = constants(10**film), np.float64(log_saturation)
    y, slope = precipitation.precipitation(at, of.growth, of.dissolution)

    def drive(x, of=of):
        return sum(precipitation.drive_parts(x, precipitation.precipitation(x, of.growth, of.dissolution)[0], of))

    assert slope == pytest.approx(derivative(lambda x: precipitation.precipitation(x, GROWTH, DISSOLUTION)[0], at))
    by_saturation, by_exchange, by_film = precipitation.drive_slopes(at, y, slope, of)
    assert by_saturation == pytest.approx(derivative(drive, at), rel=1e-6)
    assert by_exchange == pytest.approx(
        derivative(lambda x: drive(at, of._replace(exchange=x)), EXCHANGE) * EXCHANGE, rel=1e-6, abs=1e-12
    )
    assert by_film == pytest.approx(derivative(lambda x: drive(at, of._replace(film=x)), of.film), rel=1e-6, abs=1e-18)


def test_slow_growth_needs_the_supersaturation_that_carries_the_rate():
    """Without film and with fast charge transfer the drive is a third of ln(1 + y/k), two RT/3F of it as a voltage."""
    of = constants(film=0.0, exchange=1e4, ratio=1.0)
    for times in (1.0, 10.0, 100.0):
        drive = np.log1p(times) / 3.0
        assert rate(drive, of) == pytest.approx(times * GROWTH, rel=1e-3)


def test_dissolution_ends_where_the_solution_is_empty():
    of = constants(film=0.0)
    slow, fast = rate(-2.0, of), rate(-100.0, of)
    assert -fast == pytest.approx(DISSOLUTION, rel=2e-3)
    assert -slow < 0.2 * DISSOLUTION


def test_a_film_takes_its_drop_on_discharge_and_little_on_charge():
    for film in (1e4, 1e6):
        assert rate(5.0, constants(film)) < 5.0 / film
        assert rate(-5.0, constants(film)) < 0.3 * rate(-5.0, constants(0.0))


def test_oxidation_of_the_solid_has_its_own_exchange_rate():
    fast, slow = (rate(-1.0, constants(0.0, ratio=ratio)) for ratio in (3.0 * RATIO, RATIO))
    assert fast / slow == pytest.approx(3.0, rel=0.1)
    assert rate(4.0, constants(0.0, ratio=3.0 * RATIO)) == pytest.approx(rate(4.0, constants(0.0)), rel=0.05)


def test_the_current_crowds_on_few_seeds_and_dead_sulfide_covers_carbon():
    areas = precipitation.growing_area(np.array([0.0, 0.05, 0.3, 1.0]), 0.0, 0.01, 3.0)
    assert np.all(np.diff(areas) > 0.0)
    assert areas[0] == pytest.approx((0.011 / 1.01) ** (2.0 / 3.0), rel=0.01)
    assert areas[-1] == pytest.approx(1.0, abs=1e-3)
    assert precipitation.growing_area(0.5, 1.0 / 3.0, 0.01, 3.0) == pytest.approx(
        np.exp(-1.0) * precipitation.growing_area(0.5, 0.0, 0.01, 3.0)
    )


@given(sulfide=st.floats(-1e-3, 1.0))
def test_the_slope_of_the_growing_area_is_its_derivative(sulfide):
    area = precipitation.growing_area(sulfide, 0.1, 0.01, 3.0)
    exact = derivative(lambda s: precipitation.growing_area(s, 0.1, 0.01, 3.0), sulfide)
    assert precipitation.growing_area_slope(sulfide, area, 0.01) == pytest.approx(exact, rel=1e-8)
