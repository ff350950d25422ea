"""Creep of lithium: the published tests, the flow around a void in closed form, and limits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brimstone.library import load
from brimstone.physics.creep import (
    creep_rate,
    flow_stress,
    squeeze_pressure,
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
