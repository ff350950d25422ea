import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brimstone.physics.interface_contact import (
    bonded_share,
    interface_resistance,
    interphase_charge,
    metal_contact_resistance,
    pressed_share,
    together,
)

SHARES = st.floats(0.0, 1.0)
PRESSURES = st.floats(0.0, 1e9)
MELTING = 453.15


@given(one=SHARES, other=SHARES)
def test_a_second_treatment_never_undoes_the_first(one, other):
    assert together(one, other) >= max(one, other) - 1e-12
    assert together(one, other) == pytest.approx(together(other, one))
    assert together(one, other) <= 1.0


def test_a_share_beyond_all_counts_as_all():
    assert together(1.2, 0.5) == 1.0
    assert pressed_share(0.0, 1e9, 7e6, 1.3) == pytest.approx(1.0)


@given(pressure=PRESSURES, higher=PRESSURES, memory=SHARES)
def test_contact_grows_with_pressure_and_never_falls_with_the_highest_felt(pressure, higher, memory):
    fresh = pressed_share(pressure, pressure, 7e6, memory)
    pressed = pressed_share(pressure, higher, 7e6, memory)
    assert pressed >= fresh - 1e-12
    assert pressed_share(pressure + 1e6, higher, 7e6, memory) >= pressed - 1e-12


@pytest.mark.parametrize("pressure", [1e6, 5e6, 25e6])
def test_a_contact_that_forgets_is_that_of_the_present_pressure(pressure):
    assert pressed_share(pressure, 1e9, 7e6, 0.0) == pytest.approx(-np.expm1(-pressure / 7e6))
    assert pressed_share(pressure, 1e9, 7e6, 1.0) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("pressure", "highest", "measured"),
    [(5, 5, 110), (10, 10, 50), (15, 15, 40), (20, 20, 35), (25, 25, 32), (5, 25, 50)],
)
def test_one_law_with_memory_fits_both_branches_of_doux_2020(pressure, highest, measured):
    pellet = 33.5  # ohm, 1 mm of 2.25 mS/cm on a disc of 13 mm
    contact = pressed_share(pressure * 1e6, highest * 1e6, 7e6, 0.58)
    cell = pellet + 2.0 * interface_resistance(contact, 1.0, pellet)
    assert cell == pytest.approx(
        measured, rel=0.2
    )  # the pellets of the paper differ by 5 % in density, and in thickness


def test_heating_bonds_more_the_hotter_and_not_more_above_the_melting_point():
    temperatures = np.array([298.15, 373.15, 423.15, MELTING, 500.0])
    bonded = bonded_share(temperatures, MELTING, 0.52, 37e3)
    assert np.all(np.diff(bonded)[:3] > 0.0)
    assert bonded[-1] == bonded[-2]
    assert bonded[0] < 0.01


@given(contact=st.floats(1e-3, 1.0), full=st.floats(0.0, 1.0), column=st.floats(0.0, 1.0))
def test_a_patchy_interface_has_no_less_than_its_resistance_at_full_contact(contact, full, column):
    resistance = interface_resistance(contact, full, column)
    assert resistance >= full - 1e-9
    assert interface_resistance(1.0, full, column) == pytest.approx(full, abs=1e-12)


def test_an_interphase_grows_with_time_first_and_with_its_root_in_the_end():
    hour, squared = 3600.0, 1e-2
    early, later = (interphase_charge(time, 1e4, squared) for time in (1.0, 2.0))
    assert later == pytest.approx(2.0 * early, rel=1e-2)
    late, latest = (interphase_charge(time, 1e-3, squared) for time in (1e4 * hour, 4e4 * hour))
    assert latest == pytest.approx(2.0 * late, rel=1e-3)
    assert interphase_charge(0.0, 10.0, squared) == 0.0


def test_sixty_microamperehours_go_into_argyrodite_in_four_hundred_hours():
    week, charge = 7 * 86400.0, 0.039 * 36e3
    assert interphase_charge(400 * 3600.0, 0.0, charge**2 / week) / 36.0 == pytest.approx(60.0, rel=0.02)


def test_a_metal_contact_has_its_reference_resistance_at_the_reference_pressure_and_less_above():
    assert metal_contact_resistance(1.0, 5e7, 5e7, 0.95) == 1.0
    assert metal_contact_resistance(1.0, 1e8, 5e7, 0.95) == pytest.approx(2**-0.95)
