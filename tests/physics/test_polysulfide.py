import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brimstone.constants import FARADAY, GAS_CONSTANT
from brimstone.physics import polysulfide as ps
from brimstone.physics import polysulfide_equilibrium as equilibrium
from brimstone.physics import precipitation
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


def step(**changes):
    usual = ps.LowerStep(5e-2, 1e-3, 1e-5, 1e-3, 2.2, 3e-3, 3.0, 3e3, 4.0, B)
    return usual._replace(**changes)


@given(
    polysulfide=inside, sulfide=inside, dead=st.floats(0.0, 0.3), potential=st.floats(1.7, 2.9),
    film=st.sampled_from([0.0, 1e2, 1e4]), film_growth=st.floats(1.0, 15.0),
)  # fmt: skip
def test_slopes_of_the_lower_step_are_its_derivatives(polysulfide, sulfide, dead, potential, film, film_growth):
    at, constants = [potential, polysulfide, sulfide, dead], step(film=film, film_growth=film_growth)
    drive = ps.lower_drive(*at[:3], constants.standard, B)
    area = precipitation.growing_area(sulfide, dead, constants.seeds, constants.blocking)
    found = precipitation.log_supersaturation(drive, ps.crystallisation(polysulfide, sulfide, dead, area, constants))
    speed, *slopes, _ = ps.lower_rate_slopes(found, *at[1:], area, constants)
    assert speed == pytest.approx(ps.lower_rate(*at, constants), rel=1e-12)
    for place, slope in enumerate(slopes):
        exact = derivative(lambda x, place=place: ps.lower_rate(*at[:place], x, *at[place + 1 :], constants), at[place])
        assert abs(slope - exact) <= 2e-3 * (abs(exact) + abs(speed))  # the solution is right to 1e-7, its slope less


@given(potential=potentials, sulfur=st.floats(0.01, 0.9), saturation=saturations)
def test_no_step_runs_at_its_own_potential(potential, sulfur, saturation):
    left = 0.95 - sulfur
    upper = equilibrium.upper_potential(sulfur, left, 2.35, saturation, B)
    assert abs(ps.upper_rate(upper, sulfur, left, 1.0, 2.35, saturation, B)) < 1e-12
    lower = equilibrium.lower_potential(left, 0.05, 2.2, B)
    assert abs(ps.lower_rate(lower, left, 0.05, 0.0, step())) < 1e-15


def test_concentrations_move_potentials_by_nernst():
    dilute, rich = 300.0, 3000.0
    upper = [equilibrium.upper_standard(2.35, c, B) for c in (dilute, rich)]
    lower = [equilibrium.lower_standard(2.19, c, B) for c in (dilute, rich)]
    volt = GAS_CONSTANT * 298.15 / FARADAY * np.log(10)
    assert upper[1] - upper[0] == pytest.approx(-volt / 4)  # one S8 becomes two Li2S4
    assert lower[1] - lower[0] == pytest.approx(volt / 6)
    assert equilibrium.lower_standard(2.19, 4000.0, B) == pytest.approx(2.19)  # 1 mol/L of Li2S4
    assert equilibrium.upper_standard(2.35, 2000.0, B) == pytest.approx(2.35)  # 0.25 mol/L of S8 against (0.5 mol/L)^2


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


@given(st.floats(-1e-3, 1.0))
def test_all_but_the_trace_that_smooth_ends_keep_can_leave(sulfur):
    assert ps.mobile_slope(sulfur) == pytest.approx(derivative(ps.mobile, sulfur), rel=1e-10, abs=1e-12)
    assert ps.mobile(0.01) == pytest.approx(1.0, abs=1e-12)
    assert ps.mobile(5e-4) < 1e-4
