import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brimstone.physics.thermodynamics import (
    COMPOSITION_WIDTH,
    amount_left,
    amount_left_slope,
    equilibrium_potential,
    equilibrium_potential_slope,
    own_curve,
    own_curve_energy,
    own_curve_slope,
    pressure_coefficient,
)
from tests.physics.derivatives import derivative

B = 96485.33 / (2 * 8.314463 * 298.15)


@given(share=st.floats(-2.0, 2.0))
def test_what_is_left_is_never_negative_and_never_less_than_the_share(share):
    assert amount_left(share) > 0
    assert amount_left(share) >= share


def test_what_is_left_is_the_share_itself_away_from_the_end():
    share = np.linspace(0.1, 1.0, 50)
    assert amount_left(share) == pytest.approx(share, rel=2e-4)
    assert amount_left(0.0) == COMPOSITION_WIDTH


@given(share=st.floats(-2.0, 2.0))
def test_the_slope_of_what_is_left_is_its_derivative(share):
    assert amount_left_slope(share) == pytest.approx(derivative(amount_left, share), rel=1e-9, abs=1e-12)


def test_half_converted_sulfur_is_at_its_plateau():
    assert equilibrium_potential(0.5, 2.105, 0.1, 0.0, B) == pytest.approx(2.105, abs=1e-15)


def test_a_flat_plateau_follows_nernst_for_two_electrons():
    x = np.linspace(0.05, 0.95, 19)
    nernst = 2.1 + 8.314463 * 298.15 / (2 * 96485.33) * np.log((1 - x) / x)
    assert equilibrium_potential(x, 2.1, 0.0, 0.0, B) == pytest.approx(nernst, abs=2e-5)


@given(x=st.floats(-0.2, 1.2), further=st.floats(1e-4, 0.3), slope=st.floats(0.0, 0.3), step=st.floats(0.0, 0.2))
def test_the_potential_falls_as_sulfur_converts(x, further, slope, step):
    assert equilibrium_potential(x + further, 2.1, slope, step, B) < equilibrium_potential(x, 2.1, slope, step, B)


def test_with_a_step_there_are_two_plateaus_that_far_apart_about_the_single_one():
    # S to Li2S2 at 2.15 V and Li2S2 to Li2S at 2.05 V
    alone, stepped = (equilibrium_potential(np.array([0.25, 0.75]), 2.1, 0.0, step, B) for step in (0.0, 0.1))
    assert stepped - alone == pytest.approx([0.05, -0.05], abs=5e-4)


@given(x=st.floats(-0.1, 1.1), slope=st.floats(0.0, 0.3), step=st.floats(0.0, 0.2))
def test_the_slope_of_the_potential_is_its_derivative(x, slope, step):
    exact = derivative(lambda x: equilibrium_potential(x, 2.1, slope, step, B), x)
    assert equilibrium_potential_slope(x, slope, step, B) == pytest.approx(exact, rel=1e-9)


def test_pressure_raises_the_voltage_of_lithium_sulfur_by_7_2_mV_per_100_MPa():
    # 2 Li + S -> Li2S: 27.68 - 15.49 - 2 * 12.97 cm3 per mole of sulfur
    assert pressure_coefficient(-13.8e-6, 2) * 100e6 == pytest.approx(7.2e-3, rel=0.01)


@given(volume=st.floats(1e-8, 1e-4), electrons=st.integers(1, 8))
def test_a_cell_whose_solids_shrink_gains_voltage_under_pressure(volume, electrons):
    assert pressure_coefficient(-volume, electrons) > 0 > pressure_coefficient(volume, electrons)


CURVE = (0.05, -0.02, 0.0, 0.01, 0.003)


def test_a_curve_of_ones_own_is_a_chebyshev_series_without_its_first_two_terms():
    x = np.linspace(0.0, 1.0, 21)
    expected = np.polynomial.chebyshev.chebval(2.0 * x - 1.0, [0.0, 0.0, *CURVE])
    assert own_curve(x, CURVE) == pytest.approx(expected, abs=1e-15)
    assert own_curve(np.array([-0.1, 1.3]), CURVE) == pytest.approx(expected[[0, -1]], abs=1e-15)  # it ends there
    inside = x[1:-1]
    assert own_curve_slope(inside, CURVE) == pytest.approx(derivative(lambda x: own_curve(x, CURVE), inside), abs=1e-6)
    assert own_curve_slope(np.array([-0.01, 1.01]), CURVE).tolist() == [0.0, 0.0]


@pytest.mark.parametrize("x", [0.0, 0.3, 0.98, 1.0, 1.05])
def test_the_energy_of_a_curve_of_ones_own_is_its_integral(x):
    points = np.linspace(0.0, x, 20001)
    assert own_curve_energy(x, CURVE) == pytest.approx(np.trapezoid(own_curve(points, CURVE), points), abs=1e-9)
