import pytest

from brimstone.constants import MOLAR_MASS_LITHIUM_SULFIDE, MOLAR_MASS_SULFUR
from brimstone.physics.stoichiometry import (
    CAPACITY_LITHIUM,
    CAPACITY_SULFUR,
    lithium_thickness,
    theoretical_capacity,
)

MAH_PER_G = 3600.0  # C/kg
CAPACITY_LITHIUM_SULFIDE = theoretical_capacity(2, MOLAR_MASS_LITHIUM_SULFIDE)


@pytest.mark.parametrize(
    ("capacity", "published"),
    [(CAPACITY_SULFUR, 1672), (CAPACITY_LITHIUM_SULFIDE, 1167), (CAPACITY_LITHIUM, 3862)],
)
def test_theoretical_capacities_are_the_familiar_ones(capacity, published):
    assert capacity / MAH_PER_G == pytest.approx(published, abs=1.0)


def test_sulfur_and_its_product_carry_the_same_charge():
    assert CAPACITY_SULFUR * MOLAR_MASS_SULFUR == pytest.approx(CAPACITY_LITHIUM_SULFIDE * MOLAR_MASS_LITHIUM_SULFIDE)


def test_a_milliampere_hour_needs_4_85_um_of_lithium_on_a_square_centimetre():
    assert lithium_thickness(3.6e4, 534.0) == pytest.approx(4.85e-6, rel=1e-3)


def test_capacity_grows_with_electrons_and_falls_with_mass():
    assert theoretical_capacity(2, 0.05) == 2 * theoretical_capacity(1, 0.05) == theoretical_capacity(1, 0.025)
