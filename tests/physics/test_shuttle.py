import numpy as np
import pytest

from brimstone.constants import FARADAY, MOLAR_MASS_SULFUR
from brimstone.physics import shuttle
from brimstone.physics.stoichiometry import CAPACITY_SULFUR


def test_the_shuttle_constant_is_that_of_a_liquid_cell():
    # 1e-6 cm2/s through 25 um and 2e-6 cm/s at lithium, 100 um of electrolyte: 2e-4 1/s (doi:10.1039/c5cp05755h)
    passage = shuttle.passage_resistance(25e-6, 1e-10)
    assert shuttle.shuttle_rate(100e-6, passage, 2e-8) == pytest.approx(2e-4, rel=0.01)


def test_nothing_passes_a_ceramic_unless_through_pinholes():
    dense = shuttle.passage_resistance(np.array([300e-6]), shuttle.pinhole_diffusivity(1e-10, 0.0))
    assert shuttle.shuttle_rate(50e-6, dense, 2e-8) == 0.0
    holed = shuttle.passage_resistance(300e-6, shuttle.pinhole_diffusivity(1e-10, 1e-4))
    assert 0.0 < shuttle.shuttle_rate(50e-6, holed, 2e-8) < 1e-5


def test_a_charge_that_is_slower_than_the_shuttle_never_ends():
    whole = 0.015 * CAPACITY_SULFUR  # 1.5 mg/cm2
    balance = shuttle.shuttle_current(2e-4, whole)
    assert shuttle.charge_shuttle_factor(2e-4, whole, balance) == pytest.approx(1.0)
    assert shuttle.charge_shuttle_factor(2e-4, whole, 2 * balance) == pytest.approx(0.5)
    concentration = shuttle.sulfur_concentration(0.015, MOLAR_MASS_SULFUR, 100e-6) / 8  # of S8
    assert shuttle.SHUTTLE_ELECTRONS * FARADAY * 2e-8 * concentration == pytest.approx(balance, rel=1e-3)


def test_a_front_that_takes_a_day_for_42_um_has_1e_10_cm2_s():
    day = 24 * 3600.0
    assert shuttle.front(1e-14, day) == pytest.approx(41.6e-6, rel=1e-3)
    assert shuttle.front(1e-11, day) == pytest.approx(1.31e-3, rel=5e-3)
    assert shuttle.front_diffusivity(shuttle.front(3e-14, day), day) == pytest.approx(3e-14)
