"""Creep of lithium: the published tests, the flow around a void in closed form, and limits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from brimstone.library import load
from brimstone.physics.creep import (
    creep_rate,
    current_of_flow,
    flow_stress,
    squeeze_pressure,
    time_to_creep_short,
    void_closing_rate,
)
from brimstone.physics.temperature import molar_arrhenius_factor

exponents = st.floats(1.0, 9.0)


def test_seven_tensile_tests_lie_within_a_factor_of_1_7():
    lithium = load().material("Li")
    law = [lithium[name].si for name in ("creep_rate", "creep_stress", "creep_exponent")]
    tests = [figure for figure in load().cell("Masias2019").figures if figure.quantity == "strain rate"]
    stresses = [1e6 * float(figure.at.removeprefix("steady creep at ").removesuffix(" MPa")) for figure in tests]
    errors = np.log(creep_rate(np.array(stresses), *law) / [figure.value.si for figure in tests])
    assert len(tests) == 7
    assert np.max(np.abs(errors)) < np.log(1.72)
    assert np.mean(errors) == pytest.approx(0.0, abs=0.01)  # the reference rate is their least squares


@given(exponent=exponents, stress=st.floats(1e4, 1e7))
def test_twice_the_stress_creeps_faster_by_two_to_the_exponent(exponent, stress):
    ratio = creep_rate(2 * stress, 1e-5, 4e5, exponent) / creep_rate(stress, 1e-5, 4e5, exponent)
    assert ratio == pytest.approx(2**exponent, rel=1e-9)


def test_creep_of_lithium_is_nearly_five_times_faster_at_60_degrees():
    assert molar_arrhenius_factor(37e3, 298.15) == 1.0
    assert molar_arrhenius_factor(37e3, 333.15) == pytest.approx(4.80, abs=0.01)


@given(exponent=exponents, pressure=st.floats(1e5, 1e8))
def test_the_stresses_around_a_closing_void_add_up_to_the_pressure(exponent, pressure):
    law = (1e-5, 4e5, exponent)
    # Flow of an incompressible metal: v = C/r2, strain rate 2 C/r3; in units of the void's radius C = closing / 3.
    inwards = float(void_closing_rate(pressure, *law)) / 3.0

    def stress(radius):
        return law[1] * (2.0 * inwards / radius**3 / law[0]) ** (1.0 / exponent)

    held, _ = quad(lambda u: 2.0 * stress(np.exp(u)), 0.0, 12.0 * exponent)
    assert held == pytest.approx(pressure, rel=1e-6)


def test_a_viscous_metal_sinters_at_three_quarters_of_pressure_over_viscosity():
    viscosity = 1e9
    rate = 1.0 / (3.0 * viscosity)  # uniaxial strain rate per stress
    assert void_closing_rate(2e6, rate, 1.0, 1.0) == pytest.approx(3 * 2e6 / (4 * viscosity))


def test_a_milliamp_an_hour_is_4_84_micrometres_of_lithium():
    assert current_of_flow(4.84e-6 / 3600, 12.97e-6) == pytest.approx(10.0, rel=1e-3)


@given(exponent=st.floats(1.0, 9.0), pressure=st.floats(1e4, 1e9), more=st.floats(1.01, 10.0))
def test_more_pressure_shorts_sooner(exponent, pressure, more):
    known = (48 * 3600.0, 25e6, exponent)
    assert time_to_creep_short(pressure * more, *known) < time_to_creep_short(pressure, *known)
    assert time_to_creep_short(25e6, *known) == 48 * 3600.0
    assert time_to_creep_short(0.0, *known) == np.inf


def test_a_liquid_is_squeezed_out_as_stefan_says():
    viscosity, velocity, radius, thickness = 1e3, 1e-6, 5e-3, 1e-4
    uniaxial = 3.0 * viscosity * velocity / thickness
    stefan = 1.5 * viscosity * radius**2 * velocity / thickness**3
    assert squeeze_pressure(uniaxial, radius, thickness, 1.0) == pytest.approx(stefan + uniaxial)


def test_a_plastic_foil_is_squeezed_out_as_prandtl_says():
    bears = squeeze_pressure(1e6, 5e-3, 1e-4)
    assert bears == pytest.approx(1e6 * (1.0 + 2.0 * 50.0 / (3.0 * np.sqrt(3.0))))
    assert squeeze_pressure(1e6, 5e-3, 1e-4, 1e6) == pytest.approx(bears, rel=1e-3)


def test_a_foil_of_lithium_bears_ten_times_its_strength_and_a_thinner_or_wider_one_more():
    stress = flow_stress(1e-6, 1.89e-5, 0.4e6, 6.56)
    assert creep_rate(stress, 1.89e-5, 0.4e6, 6.56) == pytest.approx(1e-6)
    usual, thin, wide = (squeeze_pressure(stress, r, h, 6.56) for r, h in ((5e-3, 1e-4), (5e-3, 3e-5), (2e-2, 1e-4)))
    assert 5e6 < usual < 20e6 < thin < wide
