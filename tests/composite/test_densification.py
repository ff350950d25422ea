import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brimstone.composite import densification
from brimstone.composite.densification import composite_density, heckel_density

MPA = 1e6


@given(lower=st.floats(0, 1000), more=st.floats(0, 1000))
def test_more_fabrication_pressure_never_loosens_a_powder(lower, more):
    before = heckel_density(lower * MPA, 1.1, 550 * MPA, 0.95)
    after = heckel_density((lower + more) * MPA, 1.1, 550 * MPA, 0.95)
    assert 0.0 < before <= after <= 0.95


def test_the_logarithm_of_porosity_is_linear_in_pressure():
    pressures = np.array([0.0, 100.0, 200.0]) * MPA
    logarithm = -np.log(1 - heckel_density(pressures, 1.1, 550 * MPA))
    assert np.diff(logarithm) == pytest.approx(100 / 550)
    assert logarithm[0] == pytest.approx(1.1)


def test_coarse_grains_yield_sooner():
    fine = densification.yield_pressure_of_grain_size(550 * MPA, 1e-6, 1e-6, 0.33)
    coarse = densification.yield_pressure_of_grain_size(550 * MPA, 10e-6, 1e-6, 0.33)
    assert fine == 550 * MPA
    assert coarse < 0.5 * fine


@pytest.mark.parametrize("hard_share", [0.246, 0.416, 0.611])
def test_hard_particles_in_argyrodite_leave_13_to_17_percent_pores(hard_share):
    # Minnmann 2021: porosity 13-17 % from 25 to 61 vol% of cathode particles (share of the solids: over 0.86)
    shares = np.array([hard_share, 0.86 - hard_share]) / 0.86
    density = composite_density(shares, np.array([1.0, heckel_density(380 * MPA, 1.1, 550 * MPA)]), [True, False])
    assert 0.13 < 1 - density < 0.17


def test_rigid_particles_alone_jam_at_random_close_packing():
    assert composite_density(np.array([1.0, 0.0]), np.array([1.0, 0.9]), [True, False]) == pytest.approx(0.637)


def test_a_soft_powder_alone_keeps_its_own_density():
    assert composite_density(np.array([0.0, 1.0]), np.array([1.0, 0.83]), [True, False]) == pytest.approx(0.83)


@given(share=st.floats(0, 1), soft=st.floats(0.5, 1.0))
def test_a_mixture_is_never_denser_than_solid(share, soft):
    density = composite_density(np.array([share, 1 - share]), np.array([1.0, soft]), [True, False])
    assert 0.45 < density <= 1.0 + 1e-12
