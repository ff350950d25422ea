import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brimstone.physics.conversion import conversion_drive, conversion_rate, conversion_rate_slopes, film
from brimstone.physics.thermodynamics import equilibrium_potential
from tests.physics.derivatives import derivative

B = 96485.33 / (2 * 8.314463 * 298.15)
PLATEAU, SLOPE = 2.105, 0.1
RATE = 1e-5

inside = st.floats(0.05, 0.95)
drives = st.floats(-25.0, 25.0)
films = st.tuples(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 6.0))  # on discharge, on charge, growth


def rate_at_drive(drive, conversion, film_constants):
    potential = equilibrium_potential(conversion, PLATEAU, SLOPE, B) - drive / B
    return conversion_rate(potential, conversion, RATE, PLATEAU, SLOPE, B, *film_constants)


@given(conversion=inside, drive=drives, constants=films)
def test_sulfur_converts_the_way_it_is_driven(conversion, drive, constants):
    # the reactants' ends shift the balance by a millionth of the width of the composition range
    if abs(drive) > 1e-3:
        assert np.sign(rate_at_drive(drive, conversion, constants)) == np.sign(drive)


@given(conversion=st.floats(0.1, 0.9), constants=films)
def test_at_its_equilibrium_potential_sulfur_rests(conversion, constants):
    assert abs(rate_at_drive(0.0, conversion, constants)) < 2e-4 * RATE


@given(beyond=st.floats(0.0, 0.1), drive=st.floats(0.0, 25.0), constants=films)
def test_no_charge_is_credited_to_sulfur_that_is_not_there(beyond, drive, constants):
    assert rate_at_drive(drive, 1.0 + beyond, constants) <= 0.0
    assert rate_at_drive(-drive, -beyond, constants) >= 0.0


@given(conversion=inside, drive=drives, constants=films)
def test_a_film_only_slows(conversion, drive, constants):
    bare = rate_at_drive(drive, conversion, (0.0, 0.0, 1.0))
    assert abs(rate_at_drive(drive, conversion, constants)) <= abs(bare) * (1 + 1e-7) + 1e-4 * RATE


@given(conversion=inside, drive=st.floats(0.5, 25.0), constants=films, step=st.floats(0.01, 5.0))
def test_a_lower_potential_discharges_faster(conversion, drive, constants, step):
    assert rate_at_drive(drive + step, conversion, constants) > rate_at_drive(drive, conversion, constants)


def test_far_from_equilibrium_a_bare_reaction_has_tafels_slope():
    # half of the electron: 118 mV a decade at 25 degC
    decade = np.log(10) / B
    assert decade == pytest.approx(0.1183, abs=1e-4)
    lower, upper = rate_at_drive(10.0, 0.5, (0, 0, 1)), rate_at_drive(10.0 + np.log(10), 0.5, (0, 0, 1))
    assert upper / lower == pytest.approx(10.0, rel=1e-6)


def test_a_thick_film_makes_the_rate_proportional_to_the_drive():
    rates = rate_at_drive(np.array([5.0, 10.0, 20.0]), 0.5, (1e6, 1e6, 4.0))
    assert rates / rates[0] == pytest.approx([1.0, 2.0, 4.0], rel=1e-3)


@given(conversion=st.floats(-0.1, 1.1), drive=drives, constants=films)
def test_a_film_never_helps(conversion, drive, constants):
    weight = 1 / (1 + np.exp(-2 * drive))
    assert film(conversion, weight, *constants) >= 0.0


@given(conversion=st.floats(-0.01, 1.02), potential=st.floats(1.2, 2.8), constants=films)
def test_the_slopes_of_the_rate_are_its_derivatives(conversion, potential, constants):
    def rate(phi, x):
        return conversion_rate(phi, x, RATE, PLATEAU, SLOPE, B, *constants)

    value, by_potential, by_conversion = conversion_rate_slopes(
        potential, conversion, RATE, PLATEAU, SLOPE, B, *constants
    )
    exact = derivative(lambda phi: rate(phi, conversion), potential)
    exact_x = derivative(lambda x: rate(potential, x), conversion)
    assert value == pytest.approx(rate(potential, conversion), rel=1e-9, abs=1e-20)
    # what a film leaves of the drive is solved for to 1e-8, its slope by the equation itself
    assert by_potential == pytest.approx(exact, rel=1e-5, abs=1e-6 * RATE)
    assert by_conversion == pytest.approx(exact_x, rel=1e-5, abs=1e-5 * RATE + 1e-5 * abs(exact))


def test_drive_is_positive_below_the_equilibrium_potential():
    assert conversion_drive(2.0, 0.5, PLATEAU, SLOPE, B) == pytest.approx(B * 0.105)
