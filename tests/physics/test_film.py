import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brimstone.physics.film import activation, film_resistance


def activation_left(drive, blocking):
    """Driving force u that the film leaves to the reaction, of the e^u that the law gives."""
    return np.log(activation(drive, blocking)[0])


@given(growth=st.floats(0.01, 8.0), share=st.floats(0.0, 1.0))
def test_a_film_resists_more_than_ohmically_as_it_thickens(growth, share):
    assert film_resistance(0.0, growth) == 0.0
    assert film_resistance(share, growth) >= growth * share - 1e-15


def test_a_thin_film_is_ohmic():
    share = np.linspace(0, 1, 11)
    assert film_resistance(share, 1e-4) == pytest.approx(1e-4 * share, rel=1e-4, abs=1e-16)


def test_what_is_left_of_the_drive_solves_its_equation():
    drive, blocking = np.meshgrid(np.linspace(-40.0, 40.0, 801), np.logspace(-12, 12, 481))
    u = activation_left(drive, blocking)
    # the error of u that the residual stands for, relative to u
    error = (u + blocking * np.sinh(u) - drive) / (1 + blocking * np.cosh(u))
    assert np.max(np.abs(error) / (1e-6 + np.abs(u))) < 2e-8


@given(drive=st.floats(-40, 40))
def test_without_a_film_all_of_the_drive_is_left(drive):
    assert activation_left(drive, 0.0) == pytest.approx(drive, rel=1e-9, abs=1e-12)


@given(drive=st.floats(1e-3, 40), blocking=st.floats(0, 1e9), step=st.floats(1e-3, 10))
def test_a_film_takes_from_the_drive_but_never_turns_it(drive, blocking, step):
    left = activation_left(drive, blocking)
    assert 0 < left <= drive * (1 + 1e-9)
    assert activation_left(-drive, blocking) == pytest.approx(-left, rel=1e-6, abs=1e-15)
    assert activation_left(drive, blocking * (1 + step)) <= left
    assert activation_left(drive + step, blocking) > left


@given(drive=st.floats(-20, 20))
def test_behind_a_thick_film_the_current_is_ohmic(drive):
    assert 1e6 * np.sinh(activation_left(drive, 1e6)) == pytest.approx(drive, rel=2e-6, abs=2e-6)


@given(drive=st.floats(-40, 40), blocking=st.floats(0, 1e9))
def test_what_one_direction_gains_the_other_loses(drive, blocking):
    grown, shrunk = activation(drive, blocking)
    assert grown * shrunk == pytest.approx(1.0, rel=1e-7)
    assert (grown >= shrunk) == (drive >= 0) or abs(grown - shrunk) < 1e-15
