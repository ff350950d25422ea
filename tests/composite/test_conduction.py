import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from brimstone.composite import conduction
from brimstone.composite.conduction import general_effective_medium, network_factor

fractions = st.floats(0.0, 1.0)
thresholds = st.floats(0.01, 0.6)
exponents = st.floats(1.0, 3.0)
contrasts = st.floats(-30.0, 0.0).map(lambda power: 10.0**power)


@given(phi=fractions, threshold=thresholds, exponent=exponents, contrast=contrasts)
def test_the_effective_medium_lies_between_series_and_parallel(phi, threshold, exponent, contrast):
    high = 3.0
    low = contrast * high
    effective = general_effective_medium(phi, high, low, threshold, exponent)
    parallel = phi * high + (1 - phi) * low
    series = 1.0 / (phi / high + (1 - phi) / low)
    assert series * (1 - 1e-6) <= effective <= parallel * (1 + 1e-6)


@given(phi=st.floats(0.001, 0.999), threshold=thresholds, exponent=exponents, contrast=st.floats(1e-4, 0.9))
def test_the_closed_form_solves_the_equation_of_mclachlan(phi, threshold, exponent, contrast):
    s = general_effective_medium(phi, 2.0, 2.0 * contrast, threshold, exponent) ** (1 / exponent)
    high, low = 2.0 ** (1 / exponent), (2.0 * contrast) ** (1 / exponent)
    shape = (1 - threshold) / threshold
    left = (1 - phi) * (low - s) / (low + shape * s) + phi * (high - s) / (high + shape * s)
    assert left == pytest.approx(0.0, abs=1e-9)


@given(phi=fractions, threshold=thresholds, exponent=exponents)
def test_an_insulating_matrix_leaves_the_power_law(phi, threshold, exponent):
    assume(abs(phi - threshold) > 1e-6)
    effective = general_effective_medium(phi, 5.0, 0.0, threshold, exponent)
    assert effective == pytest.approx(5.0 * network_factor(phi, threshold, exponent), rel=1e-6, abs=1e-14)


@given(threshold=thresholds, exponent=exponents)
def test_the_factor_is_one_for_the_pure_phase_and_zero_below_the_threshold(threshold, exponent):
    assert network_factor(1.0, threshold, exponent) == pytest.approx(1.0)
    assert network_factor(threshold * 0.99, threshold, exponent) == 0.0
    assert general_effective_medium(1.0, 7.0, 1e-9, threshold, exponent) == pytest.approx(7.0)
    assert general_effective_medium(0.0, 7.0, 1e-9, threshold, exponent) == pytest.approx(1e-9, rel=1e-6)


@given(phi=fractions, more=st.floats(0, 0.5), threshold=thresholds, exponent=exponents, contrast=contrasts)
def test_more_of_the_better_conductor_never_conducts_less(phi, more, threshold, exponent, contrast):
    less, greater = general_effective_medium(np.array([phi, min(phi + more, 1.0)]), 1.0, contrast, threshold, exponent)
    assert greater >= less * (1 - 1e-9)


def test_with_threshold_one_third_and_exponent_one_it_is_bruggeman_for_spheres():
    # 3-D symmetric effective medium at equal shares, contrast 0.1: 2 s^2 - s (2 - ...) solved by hand
    high, low, phi = 1.0, 0.1, 0.5
    linear = phi * (2 * high - low) + (1 - phi) * (2 * low - high)
    bruggeman = (linear + np.sqrt(linear**2 + 8 * high * low)) / 4
    assert general_effective_medium(phi, high, low, 1 / 3, 1.0) == pytest.approx(bruggeman)


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
    assert conduction.diluted_fraction(0.45, 0.1, 0.0) == 0.45
    assert conduction.diluted_fraction(0.45, 0.1, 1.0) == pytest.approx(0.45 / 1.1)


@given(ratio=st.floats(1e-8, 1.0), skin=st.floats(0.0, 1e-6))
def test_a_decomposed_skin_only_ever_blocks(ratio, skin):
    factor = conduction.interphase_factor(skin, 1e-6, ratio)
    assert ratio * (1 - 1e-9) <= factor <= 1.0 + 1e-9
    assert conduction.interphase_factor(0.0, 1e-6, ratio) == pytest.approx(1.0)
    assert conduction.interphase_factor(0.5e-6, 1e-6, ratio) == pytest.approx(ratio)


def test_mixed_electrolytes_conduct_between_their_parts():
    mixed = conduction.mixture_conductivity(np.array([0.5, 0.5]), np.array([1e-1, 1e-3]))
    assert mixed == pytest.approx(1e-2)
