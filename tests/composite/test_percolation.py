import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brimstone.composite import percolation

shares = st.lists(st.floats(0.01, 1.0), min_size=2, max_size=5).map(lambda v: np.array(v) / np.sum(v))


@given(shares=shares, data=st.data())
def test_contacts_are_counted_once_from_either_side(shares, data):
    radii = np.array(data.draw(st.lists(st.floats(0.1, 10), min_size=len(shares), max_size=len(shares))))
    numbers = percolation.number_fractions(shares, radii)
    coordination = percolation.coordination_numbers(numbers, radii)
    contacts = percolation.contact_numbers(numbers, radii)
    assert numbers.sum() == pytest.approx(1.0)
    assert (numbers * coordination).sum() == pytest.approx(6.0, abs=1e-10)
    assert contacts.sum(axis=1) == pytest.approx(coordination, abs=1e-10)
    pairs = numbers[:, None] * contacts
    assert pairs == pytest.approx(pairs.T, abs=1e-10)


def test_equal_spheres_have_six_neighbours_each():
    coordination = percolation.coordination_numbers(np.array([0.3, 0.7]), np.array([1.0, 1.0]))
    assert coordination == pytest.approx([6.0, 6.0])


def test_percolating_probability_starts_at_1_764_contacts_and_is_complete_at_4_236():
    assert percolation.percolating_probability([0.0, 1.763, 1.764, 4.236, 6.0]) == pytest.approx([0, 0, 0, 1, 1])
    # ((4.236 - 3)/2.472)^2.5 = 2^-2.5
    assert percolation.percolating_probability(3.0) == pytest.approx((1 - 0.5**2.5) ** 0.4)


def test_equal_spheres_percolate_from_29_4_percent():
    numbers = np.array([[0.293, 0.295], [0.707, 0.705]])
    like = percolation.contact_numbers(numbers, np.ones((2, 1)))[0, 0]
    assert percolation.percolating_probability(like)[0] == 0.0
    assert percolation.percolating_probability(like)[1] > 0.0


@given(phi=st.floats(0, 1), more=st.floats(0, 0.5), threshold=st.floats(0.01, 0.4))
def test_the_connected_share_grows_from_nothing_at_the_threshold_to_all(phi, more, threshold):
    share = percolation.connected_fraction(np.array([phi, phi + more]), threshold)
    assert np.all((share >= 0) & (share <= 1))
    assert share[1] >= share[0]
    assert percolation.connected_fraction(threshold * 0.999, threshold) == 0.0
    assert percolation.connected_fraction(threshold * 2.41, threshold) == pytest.approx(1.0, abs=1e-6)


def test_fine_conductors_between_coarse_insulators_need_little():
    ratios = np.array([1.0, 3.0, 10.0, 30.0])
    thresholds = percolation.size_ratio_threshold(ratios, 0.2)
    assert thresholds[0] == pytest.approx(0.2)
    assert np.all(np.diff(thresholds) < 0)
    assert percolation.size_ratio_threshold(0.3, 0.2) > 0.4


def test_kusy_gives_the_threshold_of_carbon_black_at_its_usual_size_ratio():
    assert 0.03 < percolation.kusy_threshold(30.0) < 0.10
    large = np.array([50.0, 100.0])
    own = percolation.size_ratio_threshold(large, 1 / (1 + 0.756))
    assert percolation.kusy_threshold(large) == pytest.approx(own, rel=1e-3)


def test_fibres_and_sheets_need_less_than_spheres_as_garboczi_found():
    assert percolation.shape_threshold(1.0, 0.2854) == pytest.approx(0.2854)
    assert percolation.shape_threshold(np.array([10.0, 100.0]), 0.2854) == pytest.approx([0.08703, 0.006949])
    assert percolation.shape_threshold(400.0, 0.2854) * 400 == pytest.approx(0.6, rel=0.05)
    assert percolation.shape_threshold(1 / 400, 0.2854) * 400 == pytest.approx(1.27, rel=0.02)
