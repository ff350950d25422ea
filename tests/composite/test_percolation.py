import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brimstone.composite import percolation


def test_percolating_probability_starts_at_1_764_contacts_and_is_complete_at_4_236():
    assert percolation.percolating_probability([0.0, 1.763, 1.764, 4.236, 6.0]) == pytest.approx([0, 0, 0, 1, 1])
    # ((4.236 - 3)/2.472)^2.5 = 2^-2.5
    assert percolation.percolating_probability(3.0) == pytest.approx((1 - 0.5**2.5) ** 0.4)


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


def test_fibres_and_sheets_need_less_than_spheres_as_garboczi_found():
    assert percolation.shape_threshold(1.0, 0.2854) == pytest.approx(0.2854)
    assert percolation.shape_threshold(np.array([10.0, 100.0]), 0.2854) == pytest.approx([0.08703, 0.006949])
    assert percolation.shape_threshold(400.0, 0.2854) * 400 == pytest.approx(0.6, rel=0.05)
    assert percolation.shape_threshold(1 / 400, 0.2854) * 400 == pytest.approx(1.27, rel=0.02)
