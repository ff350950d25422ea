import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brimstone.constants import FARADAY, GAS_CONSTANT
from brimstone.physics import polysulfide as ps
from brimstone.physics import polysulfide_equilibrium as equilibrium
from brimstone.physics.stoichiometry import CAPACITY_SULFUR
from tests.physics.derivatives import derivative

B = FARADAY / (2 * GAS_CONSTANT * 298.15)
shares = st.one_of(st.floats(0.0, 1.0), st.floats(-1e-3, 5e-3))
potentials = st.floats(1.5, 2.9)
inside = st.floats(2e-3, 0.998)  # where no end drives the step by more than a film can be solved for
saturations = st.floats(0.0, 5.0)
MAH_G = 3.6e3


def test_the_two_steps_split_the_theory_into_418_and_1254():
    assert equilibrium.UPPER * CAPACITY_SULFUR / MAH_G == pytest.approx(418, abs=0.5)
    assert equilibrium.LOWER * CAPACITY_SULFUR / MAH_G == pytest.approx(1254, abs=0.5)


@given(sulfur=shares, polysulfide=shares, sulfide=shares, saturation=saturations)
def test_potentials_are_the_slopes_of_one_free_energy(sulfur, polysulfide, sulfide, saturation):
    def energy(first, second):  # along the upper and the lower step
        return equilibrium.free_energy(
            sulfur - first, polysulfide + first - second, sulfide + second, 2.35, 2.19, saturation, B
        )

    upper = equilibrium.UPPER * equilibrium.upper_potential(sulfur, polysulfide, 2.35, saturation, B)
    lower = equilibrium.LOWER * equilibrium.lower_potential(polysulfide, sulfide, 2.19, B)
    step = 1e-6
    assert (energy(-step, 0) - energy(step, 0)) / (2 * step) == pytest.approx(upper, rel=1e-4, abs=1e-5)
    assert (energy(0, -step) - energy(0, step)) / (2 * step) == pytest.approx(lower, rel=1e-4, abs=1e-5)


@given(sulfur=shares, polysulfide=shares, potential=potentials, saturation=saturations)
def test_slopes_of_the_upper_step_are_its_derivatives(sulfur, polysulfide, potential, saturation):
    at = [potential, sulfur, polysulfide]
    rest = (1e-3, 2.35, saturation, B)
    speed, *slopes = ps.upper_rate_slopes(*at, *rest)
    assert speed == pytest.approx(ps.upper_rate(*at, *rest), rel=1e-12)
    for place, slope in enumerate(slopes):
        exact = derivative(lambda x, place=place: ps.upper_rate(*at[:place], x, *at[place + 1 :], *rest), at[place])
        assert slope == pytest.approx(exact, rel=1e-8, abs=1e-300)


@given(
    polysulfide=inside, sulfide=inside, potential=potentials, film=st.sampled_from([0.0, 1e-3, 1.0]),
    growth=st.floats(1.0, 15.0),
)  # fmt: skip
def test_slopes_of_the_lower_step_are_its_derivatives(polysulfide, sulfide, potential, film, growth):
    at = [potential, polysulfide, sulfide]
    rest = (1e-3, 2.19, 0.05, film, growth, B)
    speed, *slopes = ps.lower_rate_slopes(*at, *rest)
    for place, slope in enumerate(slopes):
        exact = derivative(lambda x, place=place: ps.lower_rate(*at[:place], x, *at[place + 1 :], *rest), at[place])
        # what a film leaves of the drive is solved for to 1e-8, its slope by the equation itself
        assert abs(slope - exact) <= 1e-5 * (abs(exact) + abs(speed))


@given(potential=potentials, sulfur=st.floats(0.01, 0.9), saturation=saturations)
def test_no_step_runs_at_its_own_potential(potential, sulfur, saturation):
    left = 0.95 - sulfur
    upper = equilibrium.upper_potential(sulfur, left, 2.35, saturation, B)
    assert abs(ps.upper_rate(upper, sulfur, left, 1.0, 2.35, saturation, B)) < 1e-12
    lower = equilibrium.lower_potential(left, 0.05, 2.19, B)
    assert abs(ps.lower_rate(lower, left, 0.05, 1.0, 2.19, 0.05, 1.0, 5.0, B)) < 1e-12


def test_concentrations_move_potentials_by_nernst():
    dilute, rich = 300.0, 3000.0
    upper = [equilibrium.upper_standard(2.35, c, B) for c in (dilute, rich)]
    lower = [equilibrium.lower_standard(2.19, c, B) for c in (dilute, rich)]
    volt = GAS_CONSTANT * 298.15 / FARADAY * np.log(10)
    assert upper[1] - upper[0] == pytest.approx(-volt / 4)  # one S8 becomes two Li2S4
    assert lower[1] - lower[0] == pytest.approx(volt / 6)
    assert equilibrium.lower_standard(2.19, 4000.0, B) == pytest.approx(2.19)  # 1 mol/L of Li2S4
    assert equilibrium.upper_standard(2.35, 2000.0, B) == pytest.approx(2.35)  # 0.25 mol/L of S8 against (0.5 mol/L)^2


def test_the_dip_is_the_current_crowding_on_few_seeds():
    areas = ps.growing_area(np.array([0.0, 0.05, 0.3, 1.0]), 0.05)
    assert np.all(np.diff(areas) > 0.0)
    assert areas[-1] == pytest.approx(1.0, abs=1e-3)
    assert ps.growing_area(0.0, 10.0) > 0.9  # where seeds abound there is no dip


@given(saturation=saturations)
def test_no_more_dissolves_than_the_solution_holds(saturation):
    sulfur = np.linspace(0.0, 1.0, 11)
    held = ps.dissolved(sulfur, saturation)
    assert np.all(np.diff(held) > 0.0)
    assert held[0] == 0.0
    assert saturation * held[-1] <= 1.0


@given(st.floats(-1e-3, 1.0), saturations)
def test_the_slope_of_what_dissolves_is_its_derivative(sulfur, saturation):
    exact = derivative(lambda s: ps.dissolved(s, saturation), sulfur)
    assert ps.dissolved_slope(sulfur, saturation) == pytest.approx(exact, rel=1e-10)
