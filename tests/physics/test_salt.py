"""Salt between electrodes of lithium: limiting current, Sand's time, and how fast both are felt."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

from brimstone.constants import FARADAY
from brimstone.physics import salt
from brimstone.physics.transport import limiting_current
from tests.physics.derivatives import derivative

MOBILE, MEAN, THICK, LITHIUM = 7e-12, 1200.0, 50e-6, 0.2
LAYER = (salt.Slab(THICK, MOBILE, 1.0),)
LIMIT = float(limiting_current(MOBILE, MEAN, THICK, LITHIUM))


def concentrations(of, current, time):
    """At the cathode and at the anode, over the mean."""
    felt = 1.0 - np.exp(-of.rates * time)
    return 1.0 - current * of.cathode @ felt, 1.0 + current * of.anode @ felt


def test_at_the_limiting_current_the_salt_is_used_up_in_the_end():
    of = salt.polarisation(LAYER, False, MEAN, LITHIUM)
    at_cathode, at_anode = concentrations(of, LIMIT, 1e9)
    assert at_cathode == pytest.approx(0.0, abs=2e-3)
    assert at_anode == pytest.approx(2.0, abs=2e-3)
    assert concentrations(of, 3.0 * LIMIT, 1e9)[0] == pytest.approx(-2.0, abs=6e-3)


@pytest.mark.parametrize(("over", "near"), [(2.0, 0.1), (3.0, 0.1), (5.0, 0.25)])
def test_beyond_it_the_salt_lasts_as_long_as_sand_says(over, near):
    of = salt.polarisation(LAYER, False, MEAN, LITHIUM)
    # H. J. S. Sand, Philos. Mag. 1 (1901) 45
    expected = np.pi * MOBILE * (FARADAY * MEAN / (2.0 * over * LIMIT * (1.0 - LITHIUM))) ** 2
    lasts = brentq(lambda time: concentrations(of, over * LIMIT, time)[0], 1e-3 * expected, 10.0 * expected)
    assert lasts == pytest.approx(expected, rel=near)


def test_a_gradient_of_salt_adds_to_the_resistance_what_the_profile_says():
    # ohmic and concentration voltage across a layer that the limiting current is far from
    conductivity, temperature, current = 0.05, 333.15, 1e-4 * LIMIT
    of = salt.polarisation(LAYER, False, MEAN, LITHIUM)
    across = np.log(concentrations(of, current, 1e9)[1] / concentrations(of, current, 1e9)[0])
    volts = salt.concentration_voltage(temperature, LITHIUM) * across
    number = salt.newman_number(conductivity, MOBILE, MEAN, LITHIUM, temperature)
    assert volts / (current * THICK / conductivity) == pytest.approx(number, rel=0.01)
    assert number == pytest.approx(2.3, rel=0.05)


def test_the_slowest_mode_of_a_layer_is_that_of_diffusion_through_it():
    of = salt.polarisation(LAYER, False, MEAN, LITHIUM)
    assert of.rates.min() == pytest.approx(np.pi**2 * MOBILE / THICK**2, rel=0.01)
    assert of.rates[0] == of.rates.min()


@pytest.mark.parametrize("cathode", [(100e-6, 1e-12, 0.4), (20e-6, 5e-12, 0.6)])
def test_a_cathode_in_front_is_followed_as_the_diffusion_equation_says(cathode):
    slabs, cells = (salt.Slab(*cathode), *LAYER), 60
    of = salt.polarisation(slabs, True, MEAN, LITHIUM)
    width = np.repeat([slab.thickness / cells for slab in slabs], cells)
    held = width * np.repeat([slab.held for slab in slabs], cells)
    resistance = width / np.repeat([slab.diffusivity for slab in slabs], cells)
    flux = (1.0 - LITHIUM) / FARADAY / MEAN
    source = np.zeros(2 * cells)
    source[cells], source[-1] = -flux, flux

    def change(_, level):
        passing = np.diff(level) * 2.0 / (resistance[1:] + resistance[:-1])
        return (np.r_[passing, 0.0] - np.r_[0.0, passing] + source) / held

    times = np.geomspace(10.0, 1e5, 12)
    exact = solve_ivp(change, (0.0, times[-1]), np.zeros(2 * cells), "BDF", times, rtol=1e-8, atol=1e-12).y
    found = np.array([concentrations(of, 1.0, time) for time in times])
    whole = np.abs(exact).max()
    assert 1.0 - found[:, 0] == pytest.approx(-exact[cells], abs=0.06 * whole)
    assert found[:, 1] - 1.0 == pytest.approx(exact[-1], abs=0.06 * whole)


def test_the_logarithm_goes_on_below_a_few_thousandths_and_has_that_slope():
    assert salt.log_concentration(2.0) == pytest.approx(np.log(2.0))
    assert salt.log_concentration(-1.0) < -100.0
    for relative in (0.5, 0.02, 0.002, -0.3):
        exact = derivative(salt.log_concentration, relative)
        assert salt.log_concentration_slope(relative) == pytest.approx(exact, rel=1e-9)
    assert salt.log_concentration(0.003 - 1e-9) == pytest.approx(salt.log_concentration(0.003 + 1e-9), abs=1e-6)


def test_a_cell_of_two_concentrations_gives_what_nernst_says():
    assert salt.concentration_voltage(298.15, 0.0) == pytest.approx(2 * 0.025693, rel=1e-4)
    assert salt.concentration_voltage(298.15, 1.0) == 0.0
