import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brimstone.composite import fractions

weights = st.lists(st.floats(0.01, 1.0), min_size=2, max_size=6)
porosities = st.floats(0.0, 0.6)


@given(weights=weights, porosity=porosities, data=st.data())
def test_fractions_and_pores_fill_space_exactly(weights, porosity, data):
    densities = np.array(data.draw(st.lists(st.floats(500, 8000), min_size=len(weights), max_size=len(weights))))
    phi = fractions.volume_fractions(weights, densities, porosity)
    assert phi.sum() + porosity == pytest.approx(1.0, abs=1e-12)
    assert np.all(phi >= 0)


@given(weights=weights, data=st.data())
def test_weights_come_back_from_volumes(weights, data):
    densities = np.array(data.draw(st.lists(st.floats(500, 8000), min_size=len(weights), max_size=len(weights))))
    phi = fractions.volume_fractions(weights, densities, 0.2)
    assert fractions.weights_from_volumes(phi, densities) == pytest.approx(np.array(weights) / np.sum(weights))


def test_the_printed_volume_fractions_of_a_reported_cathode_come_out_of_its_mass_ratio():
    # S/KB/LPB 50/10/24 by weight is printed as 53.1/11.6/35.4 vol% (doi:10.1038/s41467-023-37564-z); the densities of
    # carbon and electrolyte that this implies are ordinary ones.
    phi = fractions.volume_fractions(np.array([50, 10, 24]), np.array([2070.0, 1900.0, 1490.0]))
    assert phi == pytest.approx([0.531, 0.116, 0.354], abs=4e-3)


def test_a_member_of_an_ensemble_is_computed_as_if_alone():
    weights = np.array([0.3, 0.2, 0.5])[:, None]
    densities = np.array([2070.0, 1950.0, 1860.0])[:, None] * np.array([1.0, 1.05])
    porosity = np.array([0.1, 0.2])
    both = fractions.volume_fractions(weights, densities, porosity)
    assert both[:, 1] == pytest.approx(fractions.volume_fractions(weights[:, 0], densities[:, 1], 0.2))


def test_one_mg_of_sulfur_per_cm2_at_30_wt_percent_makes_a_20_um_cathode():
    density = fractions.solid_density(np.array([0.3, 0.2, 0.5]), np.array([2070.0, 1950.0, 1860.0]))
    electrode = 1e-2 / 0.3  # kg/m2
    thickness = fractions.electrode_thickness(electrode, density, 0.13)
    assert thickness == pytest.approx(19.8e-6, rel=0.02)
    assert fractions.electrode_areal_mass(thickness, density, 0.13) == pytest.approx(electrode)
