import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brimstone.composite import conduction

thresholds = st.floats(0.01, 0.6)
exponents = st.floats(1.0, 3.0)


@given(threshold=thresholds, exponent=exponents)
def test_the_factor_is_one_for_the_pure_phase_and_zero_below_the_threshold(threshold, exponent):
    assert conduction.network_factor(1.0, threshold, exponent) == pytest.approx(1.0)
    assert conduction.network_factor(threshold * 0.99, threshold, exponent) == 0.0
    halfway = 0.5 * (1.0 + threshold)
    assert conduction.network_factor(halfway, threshold, exponent) == pytest.approx(0.5**exponent)


def test_a_full_neck_costs_nothing_and_a_small_one_holm_s_resistance():
    assert conduction.constriction_factor(1.0) == pytest.approx(1.0)
    assert conduction.constriction_factor(1e-4) == pytest.approx(4 / np.pi * 1e-4, rel=1e-3)
    assert conduction.constriction_factor(0.0) == 0.0


@given(pressure=st.floats(1e6, 2e9), more=st.floats(0, 1e9))
def test_pressing_harder_never_narrows_necks(pressure, more):
    necks = conduction.neck_ratio(np.array([pressure, pressure + more]), 0.75e9)
    assert 0 < necks[0] <= necks[1] <= 1
    assert np.diff(conduction.constriction_factor(necks)) >= 0


def test_swelling_dilutes_only_by_the_share_that_thickens_the_layer():
    assert conduction.diluted_fraction(0.45, 0.1, 0.0, 0.2) == 0.45
    assert conduction.diluted_fraction(0.45, 0.1, 1.0, 0.2) == pytest.approx(0.45 / 1.1)
    assert conduction.diluted_fraction(0.45, -0.1, 0.5, 0.0) == pytest.approx(0.45 / 0.95)  # what shrinks leaves pores


def test_swelling_that_pores_do_not_take_thickens_the_layer_and_dilutes():
    assert conduction.diluted_fraction(0.45, 0.2, 0.5, 0.1) == pytest.approx(0.45 / 1.1)  # just enough
    assert conduction.diluted_fraction(0.45, 0.2, 0.5, 0.04) == pytest.approx(0.45 / 1.16)
    assert conduction.diluted_fraction(0.45, 0.2, 0.5, 0.0) == pytest.approx(0.45 / 1.2)


def test_mixed_electrolytes_conduct_between_their_parts():
    mixed = conduction.mixture_conductivity(np.array([0.5, 0.5]), np.array([1e-1, 1e-3]))
    assert mixed == pytest.approx(1e-2)
