"""Contacts pressed once, held by the stack pressure, worn by swelling."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brimstone.physics.contact import (
    bridging_share,
    contact_fraction,
    first_contact,
    host_relief,
    rigidity,
    wear_per_cycle,
)

MPA = 1e6
SULFIDE = {"contact_pressure": 15 * MPA, "retained": 0.6, "recovery": 0.155}

pressures = st.floats(0.0, 1e9)
shares = st.floats(0.0, 1.0)


def test_a_pellet_of_argyrodite_opens_as_measured_when_the_pressure_falls():
    # Singh 2022: 14 % at 20 MPa and 9 % at 120 MPa against 265 MPa; a plain pellet keeps all its contacts.
    theta = contact_fraction(np.array([20, 120, 265]) * MPA, 265 * MPA, 15 * MPA, 1.0, 0.155)
    lost = 100 * (1 - theta[:2] / theta[2])
    assert lost == pytest.approx([14, 9], abs=0.6)


@given(low=pressures, high=pressures, before=pressures, retained=shares, recovery=shares)
def test_more_pressure_never_opens_a_contact(low, high, before, retained, recovery):
    low, high = sorted((low, high))
    less, more = (contact_fraction(p, before, 15 * MPA, retained, recovery) for p in (low, high))
    assert 0.0 <= less <= more + 1e-12 <= 1.0 + 2e-12


@given(pressure=pressures, before=pressures, more=pressures)
def test_what_was_pressed_harder_before_never_touches_less(pressure, before, more):
    # Elastic recovery grows with the release: only the retained, flat share decides.
    one = contact_fraction(pressure, before, 15 * MPA, 1.0, 0.0)
    other = contact_fraction(pressure, before + more, 15 * MPA, 1.0, 0.0)
    assert other >= one - 1e-12


def test_a_contact_remembers_the_fabrication_pressure():
    pressed = contact_fraction(5 * MPA, 370 * MPA, **SULFIDE)
    fresh = contact_fraction(5 * MPA, 5 * MPA, **SULFIDE)
    assert pressed > 1.5 * fresh


def test_contact_saturates_with_the_stack_pressure():
    theta = contact_fraction(np.array([1, 10, 50, 100]) * MPA, 370 * MPA, **SULFIDE)
    slopes = np.diff(theta) / np.diff([1, 10, 50, 100])
    assert np.all(slopes[1:] < 0.5 * slopes[:-1])


def test_a_liquid_wets_without_pressure():
    assert contact_fraction(0.0, 0.0, 15 * MPA * rigidity(0.0, 22e9, 0.5), 1.0, 0.0) == 1.0


def test_contact_follows_liquid_polymer_sulfide_oxide():
    theta = []
    for modulus, retained in ((0.0, 1.0), (5e6, 0.8), (22e9, 0.6), (130e9, 0.1)):
        stiff = rigidity(modulus, 22e9, 0.5)
        theta.append(float(contact_fraction(5 * MPA, 370 * MPA, 15 * MPA * stiff, retained, 0.155 * min(stiff, 1.0))))
    assert theta == sorted(theta, reverse=True)
    assert theta[0] == 1.0
    assert theta[-1] < 0.3


def test_first_contact_reaches_63_percent_at_its_own_pressure():
    assert first_contact(15 * MPA, 15 * MPA) == pytest.approx(1 - np.exp(-1))


def test_half_filled_pores_take_all_the_swelling_of_sulfur_and_full_ones_none():
    assert host_relief(1 / 1.787, 0.787, 1.0, 1.0) == pytest.approx(1.0)
    assert host_relief(0.5, 0.787, 0.7, 0.8) == pytest.approx(0.56)
    assert host_relief(1.0, 0.787, 1.0, 1.0) == 0.0
    assert host_relief(0.0, 0.787, 0.0, 1.0) == 0.0


@given(filling=st.floats(0.01, 0.99), more=st.floats(0.0, 0.9))
def test_fuller_pores_relieve_less(filling, more):
    fuller = filling + more * (1 - filling)
    assert host_relief(fuller, 0.787, 1.0, 1.0) <= host_relief(filling, 0.787, 1.0, 1.0)


def test_a_binder_holds_as_far_as_it_stretches_with_the_grains():
    """Cubes from 1 to 1.787 grow by 21.3 % along an edge: a rubber follows, half of that is half of the way."""
    edge = 1.787 ** (1 / 3) - 1.0
    assert bridging_share([4.5, edge, 0.5 * edge, 0.0], 0.787) == pytest.approx([1.0, 1.0, 0.5, 0.0])
    assert bridging_share(0.1, 0.787) == pytest.approx(0.47, abs=0.005)
    assert bridging_share(0.1, -0.787) == bridging_share(0.1, 0.787)
    assert bridging_share(0.1, 0.0) == 1.0


def test_wear_falls_with_pressure_and_binder_and_grows_with_swelling_and_stiffness():
    law = {"loss": 0.03, "holding_pressure": 30 * MPA, "binder_scale": 0.02}
    usual = wear_per_cycle(0.18, 50 * MPA, **law)
    assert wear_per_cycle(0.18, 100 * MPA, **law) < usual < wear_per_cycle(0.18, 10 * MPA, **law)
    assert wear_per_cycle(0.18, 50 * MPA, binder=0.02, **law) == pytest.approx(0.5 * usual)
    assert wear_per_cycle(0.36, 50 * MPA, **law) == pytest.approx(2 * usual)
    assert wear_per_cycle(0.18, 50 * MPA, rigidity=0.1, **law) == pytest.approx(0.1 * usual)
    assert wear_per_cycle(-0.18, 50 * MPA, **law) == usual  # shrinking parts as well
    assert wear_per_cycle(0.0, 0.0, **law) == 0.0
