import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from brimstone.physics.electrolyte_redox import (
    branch_rate,
    branch_rate_slopes,
    interphase_rate,
    interphase_rate_slopes,
)
from tests.physics.derivatives import derivative

WIDTH = 0.15  # V
Z = 1 / (2 * WIDTH)
potentials = st.floats(0.5, 3.5)


@given(potential=potentials, midpoint=st.floats(1.2, 2.8))
def test_a_branch_rests_on_its_isotherm(potential, midpoint):
    extent = 1 / (1 + np.exp((potential - midpoint) / WIDTH))
    speed = np.cosh(Z * (potential - midpoint))
    assert abs(branch_rate(potential, extent, 1.0, midpoint, Z)) < 1e-13 * speed
    assert branch_rate(potential, extent - 1e-3, 1.0, midpoint, Z) > 0
    assert branch_rate(potential, extent + 1e-3, 1.0, midpoint, Z) < 0


@given(potential=potentials)
def test_neither_branch_leaves_its_capacity(potential):
    for z in (Z, -Z):  # reduction and oxidation
        assert branch_rate(potential, 0.0, 1.0, 1.6, z) > 0
        assert branch_rate(potential, 1.0, 1.0, 1.6, z) < 0


@given(potential=potentials, extent=st.floats(0, 1), step=st.floats(1e-3, 1.0))
def test_reduction_slows_and_oxidation_speeds_as_the_potential_rises(potential, extent, step):
    higher = potential + step
    assert branch_rate(higher, extent, 1.0, 1.6, Z) < branch_rate(potential, extent, 1.0, 1.6, Z)
    assert branch_rate(higher, extent, 1.0, 2.5, -Z) > branch_rate(potential, extent, 1.0, 2.5, -Z)


@given(potential=potentials, extent=st.floats(-0.1, 1.1))
def test_the_slopes_of_a_branch_are_its_derivatives(potential, extent):
    for z in (Z, -Z):
        value, by_potential, by_extent = branch_rate_slopes(potential, extent, 2.0, 1.6, z)
        assert value == pytest.approx(branch_rate(potential, extent, 2.0, 1.6, z), rel=1e-13, abs=1e-13)
        assert by_potential == pytest.approx(
            derivative(lambda phi, z=z: branch_rate(phi, extent, 2.0, 1.6, z), potential), rel=1e-10, abs=1e-12
        )
        assert by_extent == pytest.approx(
            derivative(lambda r, z=z: branch_rate(potential, r, 2.0, 1.6, z), extent), rel=1e-10
        )


def test_the_interphase_grows_with_the_square_root_of_time():
    # dd/dt = k/(1 + d) at a fixed potential: (1 + d)^2 = 1 + 2 k t
    time = np.logspace(0, 6, 30)
    grown = solve_ivp(
        lambda t, d: interphase_rate(2.5, d, 1e-3, 2.5, Z), (0.0, 1e6), [0.0], t_eval=time, rtol=1e-10, atol=1e-12
    )
    assert grown.y[0] == pytest.approx(np.sqrt(1 + 2 * 1e-3 * time) - 1, rel=1e-8)


@given(potential=potentials, thickness=st.floats(0, 100), step=st.floats(1e-3, 1.0))
def test_the_interphase_only_grows_faster_at_high_potential_slower_when_thick(potential, thickness, step):
    here = interphase_rate(potential, thickness, 1e-6, 2.3, 5.0)
    assert here > 0
    assert interphase_rate(potential + step, thickness, 1e-6, 2.3, 5.0) > here
    assert interphase_rate(potential, thickness + step, 1e-6, 2.3, 5.0) < here


@given(potential=potentials, thickness=st.floats(-0.1, 10))
def test_the_slopes_of_the_interphase_are_its_derivatives(potential, thickness):
    value, by_potential, by_thickness = interphase_rate_slopes(potential, thickness, 1e-3, 2.3, 5.0)
    assert value == interphase_rate(potential, thickness, 1e-3, 2.3, 5.0)
    assert by_potential == pytest.approx(
        derivative(lambda phi: interphase_rate(phi, thickness, 1e-3, 2.3, 5.0), potential), rel=1e-10
    )
    assert by_thickness == pytest.approx(
        derivative(lambda d: interphase_rate(potential, d, 1e-3, 2.3, 5.0), thickness), rel=1e-10
    )
