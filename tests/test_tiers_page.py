import numpy as np
import pytest
from pages.tiers import Tiers, compare_tiers

from brimstone.library import load


def test_a_pressed_composite_lies_between_flowed_and_granular():
    tiers = compare_tiers(load(), fractions=(0.6,), seeds=1, voxels=80)
    assert tiers.granular[0, 0] < tiers.analytic[0] < tiers.flowed[0, 0]


def test_trust_begins_where_all_larger_fractions_agree():
    middle = np.array([[0.1], [0.2], [0.3], [0.4]])
    tiers = Tiers(np.array([0.2, 0.3, 0.4, 0.5]), middle, middle, np.array([0.11, 0.1, 0.31, 0.42]))
    assert tiers.trusted_above == pytest.approx(0.4)
