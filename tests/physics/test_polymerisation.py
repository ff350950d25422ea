import numpy as np
import pytest

from brimstone.physics.polymerisation import between, monomer_resistance, polymerised_share

HOUR = 3600.0


def test_conversion_is_first_order_in_monomer_and_of_its_order_in_the_initiator():
    share = polymerised_share(1 / HOUR, 2.0, np.array([0.0, 1.0, 2.0]), 1.0, HOUR)
    assert share == pytest.approx(1.0 - np.exp([-0.0, -1.0, -4.0]))
    assert np.all(np.diff(polymerised_share(1 / HOUR, 0.5, 1.0, 1.0, HOUR * np.arange(5))) > 0.0)


def test_mobility_lies_between_precursor_and_gel():
    assert between(1.0, 1e-2, np.array([0.0, 0.5, 1.0])) == pytest.approx([1.0, 1e-1, 1e-2])


def test_what_residual_monomer_leaves_grows_with_the_square_root_of_time():
    assert monomer_resistance(1.0, 0.2, 4.0) == pytest.approx(2 * monomer_resistance(1.0, 0.2, 1.0))
    assert monomer_resistance(1.0, 0.0, 1.0) == 0.0
