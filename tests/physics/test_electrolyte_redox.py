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
    second_step,
)
from tests.physics.derivatives import derivative

WIDTH = 0.15  # V
Z = 1 / (2 * WIDTH)
potentials = st.floats(0.5, 3.5)


ALONE = (1.0, 1.0)  # no second step
APART = np.exp(Z * 0.9)
TWO_STEPS = (0.4, APART)


@given(potential=potentials, midpoint=st.floats(1.2, 2.8))
def test_a_branch_of_one_step_rests_on_its_isotherm(potential, midpoint):
    extent = 1 / (1 + np.exp((potential - midpoint) / WIDTH))
    speed = np.cosh(Z * (potential - midpoint))
    assert abs(branch_rate(potential, extent, 1.0, midpoint, Z, *ALONE)) < 1e-13 * speed
    assert branch_rate(potential, extent - 1e-3, 1.0, midpoint, Z, *ALONE) > 0
    assert branch_rate(potential, extent + 1e-3, 1.0, midpoint, Z, *ALONE) < 0


@given(potential=potentials, extent=st.floats(0, 0.35))
def test_before_the_first_step_is_through_the_second_does_next_to_nothing(potential, extent):
    slower, faster = np.exp(-Z * (potential - 1.6)), np.exp(Z * (potential - 1.6))
    alone = (0.4 - extent) * slower - extent * faster
    extra = branch_rate(potential, extent, 1.0, 1.6, Z, *TWO_STEPS) - alone
    assert -1e-12 * (slower + faster) <= extra <= 0.6 / APART * slower


@given(potential=potentials, extent=st.floats(-0.1, 1.1), step=st.floats(1e-3, 0.5))
def test_the_further_a_branch_has_gone_the_less_it_goes_on(potential, extent, step):
    for steps in (ALONE, TWO_STEPS):
        here = branch_rate(potential, extent, 1.0, 1.6, Z, *steps)
        assert branch_rate(potential, extent + step, 1.0, 1.6, Z, *steps) < here


@pytest.mark.parametrize(("potential", "extent"), [(2.2, 0.0073), (1.15, 0.38), (0.7, 0.70), (0.1, 0.99)])
def test_a_branch_of_two_steps_rests_on_two_plateaus(potential, extent):
    # U1 = 1.6 V holds 40 % of the capacity, U2 = 0.7 V the rest
    rest = solve_ivp(
        lambda t, r: branch_rate(potential, r, 1.0, 1.6, Z, *TWO_STEPS), (0.0, 100.0), [0.0], rtol=1e-8, method="Radau"
    )
    assert rest.y[0, -1] == pytest.approx(extent, abs=0.03)


@given(extent=st.floats(-0.1, 1.1), first=st.floats(0.1, 0.9))
def test_the_second_step_takes_what_the_first_does_not(extent, first):
    second, begun = second_step(extent, first)
    assert 0.0 <= begun <= 1.0
    assert second >= 0.0
    if extent <= first - 0.05:
        assert second == 0.0
    if extent >= first + 0.05:
        assert second == pytest.approx(extent - first, abs=1e-12)


@given(potential=potentials)
def test_neither_branch_leaves_its_capacity(potential):
    for z in (Z, -Z):  # reduction and oxidation
        for steps in (ALONE, TWO_STEPS):
            assert branch_rate(potential, 0.0, 1.0, 1.6, z, *steps) > 0
            assert branch_rate(potential, 1.0, 1.0, 1.6, z, *steps) < 0


@given(potential=potentials, extent=st.floats(0, 1), step=st.floats(1e-3, 1.0))
def test_reduction_slows_and_oxidation_speeds_as_the_potential_rises(potential, extent, step):
    higher = potential + step
    for steps in (ALONE, TWO_STEPS):
        assert branch_rate(higher, extent, 1.0, 1.6, Z, *steps) < branch_rate(potential, extent, 1.0, 1.6, Z, *steps)
        assert branch_rate(higher, extent, 1.0, 2.5, -Z, *steps) > branch_rate(potential, extent, 1.0, 2.5, -Z, *steps)


@given(potential=potentials, extent=st.floats(-0.1, 1.1))
def test_the_slopes_of_a_branch_are_its_derivatives(potential, extent):
    edges = [0.4 - 0.048, 0.4 + 0.048]  # there the second derivative jumps
    if min(abs(extent - edge) for edge in edges) < 1e-2:
        return
    for z in (Z, -Z):
        value, by_potential, by_extent = branch_rate_slopes(potential, extent, 2.0, 1.6, z, *TWO_STEPS)
        assert value == pytest.approx(branch_rate(potential, extent, 2.0, 1.6, z, *TWO_STEPS), rel=1e-13, abs=1e-12)
        assert by_potential == pytest.approx(
            derivative(lambda phi, z=z: branch_rate(phi, extent, 2.0, 1.6, z, *TWO_STEPS), potential),
            rel=1e-9,
            abs=1e-10,
        )
        assert by_extent == pytest.approx(
            derivative(lambda r, z=z: branch_rate(potential, np.complex128(r), 2.0, 1.6, z, *TWO_STEPS), extent),
            rel=1e-9,
            abs=1e-9,
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
