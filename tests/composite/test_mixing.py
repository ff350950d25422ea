import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from brimstone.composite import mixing

qualities = st.floats(0.0, 1.0)


@given(mean=st.floats(0.01, 0.99), intensity=st.floats(0.001, 0.9))
def test_three_points_reproduce_five_moments_of_the_beta_distribution(mean, intensity):
    nodes, weights = mixing.beta_nodes(mean, intensity)
    assert np.all((nodes >= 0) & (nodes <= 1))
    total = 1 / intensity - 1
    exact = 1.0
    for order in range(5):
        exact *= (mean * total + order) / (total + order)
        assert (weights * nodes ** (order + 1)).sum() == pytest.approx(exact, rel=1e-9)


@given(intensity=st.floats(0.0, 0.9))
def test_the_intensity_of_segregation_is_variance_over_its_largest(intensity):
    nodes, weights = mixing.beta_nodes(0.3, intensity)
    mean = (weights * nodes).sum()
    assert mean == pytest.approx(0.3)
    assert (weights * (nodes - mean) ** 2).sum() == pytest.approx(intensity * 0.3 * 0.7, rel=1e-6, abs=1e-8)


@given(shares=st.lists(st.floats(0.01, 1), min_size=3, max_size=3), data=st.data())
def test_regions_conduct_between_series_and_parallel(shares, data):
    weights = np.array(shares) / np.sum(shares)
    local = np.array(data.draw(st.lists(st.floats(1e-6, 1), min_size=3, max_size=3)))
    effective = mixing.segregated_conductivity(local, weights)
    assert 1 / (weights / local).sum() <= effective * (1 + 1e-9)
    assert effective <= (weights * local).sum() * (1 + 1e-9)


def test_a_step_that_leaves_nothing_apart_mixes_perfectly():
    assert mixing.combined_quality(0.4, 1.0) == 1.0
    assert mixing.combined_quality(0.4, 0.0) == pytest.approx(0.4)


ANCHORS = (0.2, 0.5, 0.95)  # hand-ground, premixed, milled
LOGARITHMS = (-1.4, -0.7, 0.0)


def test_electrolyte_ground_in_by_hand_after_milling_stands_midway():
    stepwise = mixing.stepwise_quality(0.2, 0.95, 0.4)
    between = mixing.area_factor(stepwise, ANCHORS, LOGARITHMS)
    assert np.log(between) == pytest.approx(0.5 * LOGARITHMS[0], rel=0.03)


@given(quality=qualities, more=st.floats(0.0, 0.5))
def test_better_mixing_never_offers_less_area(quality, more):
    before, after = mixing.area_factor(np.array([quality, min(quality + more, 1.0)]), ANCHORS, LOGARITHMS)
    assert 0.0 < before <= after


def test_the_area_factor_passes_through_its_anchors():
    assert np.log(mixing.area_factor(np.array(ANCHORS), ANCHORS, LOGARITHMS)) == pytest.approx(LOGARITHMS)


@given(dose=st.floats(0, 20), more=st.floats(0.01, 5))
def test_milling_longer_mixes_better_and_harms_more(dose, more):
    assume(dose + more < 20)
    quality = mixing.milled_quality(np.array([dose, dose + more]), 0.2, 0.95)
    retained = mixing.electrolyte_retention(np.array([dose, dose + more]), 0.56)
    assert quality[1] >= quality[0] >= 0.2 - 1e-12
    assert retained[1] < retained[0] <= 1.0


def test_there_is_a_best_milling_time():
    dose = np.linspace(0, 5, 501)
    quality = mixing.milled_quality(dose, 0.2, 0.95)
    benefit = mixing.area_factor(quality, ANCHORS, LOGARITHMS) * mixing.electrolyte_retention(dose, 0.56)
    best = dose[np.argmax(benefit)]
    assert 0.1 < best < 3.0


def test_milled_quality_passes_through_both_anchors():
    assert mixing.milled_quality(0.0, 0.2, 0.95) == pytest.approx(0.2)
    assert mixing.milled_quality(1.0, 0.2, 0.95) == pytest.approx(0.95)


def test_the_dose_goes_with_the_cube_of_the_speed():
    assert mixing.milling_dose(500 / 60, 36000, 250 / 60, 36000) == pytest.approx(8.0)


@given(quality=qualities, received=st.floats(1e-8, 1e-4))
def test_domains_end_between_the_finest_size_and_the_size_as_received(quality, received):
    size = mixing.agglomerate_size(quality, received, 5e-7)
    assert min(received, 5e-7) * (1 - 1e-12) <= size <= received * (1 + 1e-12)


@given(quality=qualities, ionic=qualities, electronic=qualities)
def test_nothing_is_isolated_when_mixing_is_perfect_or_all_is_connected(quality, ionic, electronic):
    assert 0 <= mixing.isolated_fraction(quality, ionic, electronic) <= 1
    assert mixing.isolated_fraction(1.0, ionic, electronic) == 0
    assert mixing.isolated_fraction(quality, 1.0, 1.0) == 0
