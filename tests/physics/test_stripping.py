"""Voids on stripping: what fills them, and how much contact is left where they grow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brimstone.physics.stripping import critical_stripping_current, steady_contact

currents = st.floats(0.01, 1e3)


@given(diffusion=currents, creep=currents, current=st.floats(0.0, 2e3))
def test_contact_is_lost_above_the_critical_current_and_only_there(diffusion, creep, current):
    left = steady_contact(current, diffusion, creep, 6.6)
    critical = critical_stripping_current(1.0, diffusion, creep)
    assert 0.0 < left <= 1.0
    assert (left < 1.0) == (current - diffusion > creep)
    assert (left == 1.0) or current > critical * (1 - 1e-12)


@given(diffusion=currents, creep=currents, current=st.floats(1.0, 2e3))
def test_what_still_touches_is_filled_by_creep_as_fast_as_it_is_stripped(diffusion, creep, current):
    left = steady_contact(current, diffusion, creep, 6.6)
    if left < 1.0:
        assert diffusion + creep * left**-6.6 == pytest.approx(current, rel=1e-6)


def test_ten_times_the_creep_current_costs_thirty_percent_of_the_area():
    assert steady_contact(10.0, 0.0, 1.0, 6.6) == pytest.approx(0.705, abs=1e-3)


@given(contact=st.floats(0.01, 1.0))
def test_half_the_contact_carries_half_the_current(contact):
    assert critical_stripping_current(contact, 2.0, 8.0) == pytest.approx(10.0 * contact)
