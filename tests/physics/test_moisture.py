import pytest
from hypothesis import given
from hypothesis import strategies as st

from brimstone.physics.moisture import (
    complete_release,
    conductivity_left,
    released_hydrogen_sulfide,
    water_content,
    water_pressure,
)


def test_air_of_minus_40_degrees_dew_point_holds_127_ppm_of_water():
    assert 1e6 * water_content(233.15) == pytest.approx(127, rel=5e-3)


def test_water_pressure_is_continuous_where_ice_melts():
    assert water_pressure(273.1499) == pytest.approx(float(water_pressure(273.1501)), rel=1e-3)


def test_lithium_thiophosphate_holds_543_cm3_of_hydrogen_sulfide_a_gram():
    assert 1e3 * complete_release(4, 180.09e-3) == pytest.approx(543, rel=1e-3)


def test_short_exposures_release_in_proportion():
    assert released_hydrogen_sulfide(2.0, 1e-4, 0.5) == pytest.approx(2e-4, rel=1e-3)


@given(st.floats(0, 1e9), st.floats(1e-7, 1e-3), st.floats(0.1, 1))
def test_no_more_is_released_than_there_is(exposure, release, most):
    released = released_hydrogen_sulfide(exposure, release, most)
    assert 0.0 <= released <= most
    assert 0.0 < conductivity_left(released, 8e-5) <= 1.0


def test_the_halving_release_halves():
    assert conductivity_left(8e-5, 8e-5) == 0.5
