import numpy as np
import pytest
from hypothesis import given, settings
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


AREAS = mixing.RouteAreas(-1.4, -0.9, 0.85)


def test_electrolyte_ground_in_by_hand_meets_its_limits():
    milled_together, all_by_hand, added_by_hand = (
        mixing.area_factor(late, early, 0.0, AREAS) for late, early in ((0, 0), (1, 1), (1, 0))
    )
    assert np.log([milled_together, all_by_hand, added_by_hand]) == pytest.approx([0.0, -1.4, -0.9])
    # All of the electrolyte in the mill is milling together; none of it is adding it by hand.
    assert mixing.area_factor(1, 0, 1.0, AREAS) == pytest.approx(milled_together)


@given(late=qualities, early=qualities, share=qualities, more=st.floats(0.0, 0.5))
@settings(deadline=None)
def test_better_mixing_of_either_contact_never_offers_less_area(late, early, share, more):
    before = mixing.area_factor(late, early, share, AREAS)
    assert before > 0.0
    for better in (
        mixing.area_factor(max(late - more, 0.0), early, share, AREAS),
        mixing.area_factor(late, max(early - more, 0.0), share, AREAS),
    ):
        assert better >= before * (1 - 1e-12)


@given(share=qualities, more=st.floats(0.0, 1.0))
@settings(deadline=None)
def test_more_of_the_electrolyte_in_the_mill_never_offers_less_area(share, more):
    in_mill = np.array([share, min(share + more, 1.0)])
    less, better = mixing.area_factor(1.0, 0.0, in_mill, AREAS)
    assert better >= less * (1 - 1e-12)


def test_a_route_that_makes_no_difference_is_switched_off_by_zeros():
    assert mixing.area_factor(1.0, 0.7, 0.3, mixing.RouteAreas(0.0, 0.0, 0.85)) == pytest.approx(1.0)


def test_a_hand_ground_cathode_is_never_drawn_better_than_one_with_only_the_electrolyte_by_hand():
    drawn = mixing.RouteAreas(np.array([-1.4, -0.5]), np.array([-0.9, -0.9]), 0.85)
    assert np.all(mixing.area_factor(1.0, 1.0, 0.0, drawn) <= mixing.area_factor(1.0, 0.0, 0.0, drawn) * (1 + 1e-12))


@given(dose=st.floats(0, 20), more=st.floats(0.01, 5))
@settings(deadline=None)
def test_milling_longer_mixes_better(dose, more):
    quality = mixing.milled_quality(np.array([dose, dose + more]), 0.2, 0.95)
    assert quality[1] >= quality[0] >= 0.2 - 1e-12


def test_milled_quality_passes_through_both_anchors():
    assert mixing.milled_quality(0.0, 0.2, 0.95) == pytest.approx(0.2)
    assert mixing.milled_quality(1.0, 0.2, 0.95) == pytest.approx(0.95)


@given(quality=qualities, received=st.floats(1e-8, 1e-4))
def test_domains_end_between_the_finest_size_and_the_size_as_received(quality, received):
    size = mixing.agglomerate_size(quality, received, 5e-7)
    assert min(received, 5e-7) * (1 - 1e-12) <= size <= received * (1 + 1e-12)


@given(quality=qualities, ionic=qualities, electronic=qualities)
def test_nothing_is_isolated_when_mixing_is_perfect_or_all_is_connected(quality, ionic, electronic):
    assert 0 <= mixing.isolated_fraction(quality, ionic, electronic) <= 1
    assert mixing.isolated_fraction(1.0, ionic, electronic) == 0
    assert mixing.isolated_fraction(quality, 1.0, 1.0) == 0


def test_an_area_that_the_amount_of_electrolyte_does_not_touch_is_that_of_the_better_part():
    """The limit of a small exponent, from above: no division by it."""
    areas = [mixing.RouteAreas(-1.4, -0.9, exponent) for exponent in (1e-3, 1e-6, 0.0)]
    factors = [mixing.area_factor(1.0, 0.0, 0.3, one) for one in areas]
    assert factors[1:] == pytest.approx([1.0, 1.0], abs=1e-5)
    assert factors[0] == pytest.approx(1.0, abs=2e-3)
    assert mixing.area_factor(1.0, 0.0, 0.0, areas[-1]) == pytest.approx(np.exp(-0.9))


def test_a_hand_that_mixes_like_the_mill_costs_nothing():
    assert mixing.shortfall(0.95, 0.95, 0.95) == pytest.approx(0.0)
    assert mixing.shortfall(0.2, 0.2, 0.95) == pytest.approx(1.0)
    assert np.isfinite(mixing.shortfall(0.2, 0.95, 0.95))
