import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brimstone.physics.wetting import contact_angle, cosine_of_contact_angle, wetted_fraction

_GAMMA = 0.4


def test_carbonate_keeps_lithium_in_a_ball_and_clean_garnet_lets_it_spread():
    carbonate, clean = np.degrees(contact_angle([0.10, 0.67], _GAMMA))
    assert carbonate == pytest.approx(138.6, abs=0.1)
    assert clean == pytest.approx(47.5, abs=0.1)


def test_the_adhesion_of_surface_energies_gives_youngs_angle():
    solid, interface = 0.8, 0.6
    adhesion = _GAMMA + solid - interface
    assert cosine_of_contact_angle(adhesion, _GAMMA) == pytest.approx((solid - interface) / _GAMMA)


def test_adhesion_above_the_work_of_cohesion_spreads():
    assert cosine_of_contact_angle(1.2, _GAMMA) == 1.0


def test_a_wetted_surface_is_filled_without_pressure_and_another_is_not():
    assert wetted_fraction([0.5, -0.5], 0.0, _GAMMA, 1e-6) == pytest.approx([1.0, 0.0])


def test_half_of_the_grooves_fill_at_the_pressure_of_the_median():
    needed = 2 * 0.7 * _GAMMA / 1e-6
    assert wetted_fraction(-0.7, needed, _GAMMA, 1e-6) == pytest.approx(0.5)


@given(st.floats(-1, 1), st.floats(0, 1e8), st.floats(1, 10))
def test_pressure_and_adhesion_never_part_a_contact(cosine, pressure, more):
    before = wetted_fraction(cosine, pressure, _GAMMA, 2e-7)
    assert 0.0 <= before <= 1.0
    assert wetted_fraction(cosine, more * pressure, _GAMMA, 2e-7) >= before
    assert wetted_fraction(min(1.0, cosine + 0.1), pressure, _GAMMA, 2e-7) >= before
