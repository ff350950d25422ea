"""LiNO3 and solvent used up, and Li2S that grows out of reach."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brimstone.physics import wasting
from tests.physics.derivatives import derivative

shares = st.floats(0.01, 1.0)


@given(reacted=st.floats(0.0, 3.0), half=shares, pores=st.floats(0.1, 1.0), left=shares)
def test_slopes_are_derivatives(reacted, half, pores, left):
    for law, slope, at, constant in (
        (wasting.stock_left, wasting.stock_left_slope, reacted, 0.7),
        (wasting.protection, wasting.protection_slope, left, half),
        (wasting.wetted_share, wasting.wetted_share_slope, left, pores),
    ):
        exact = derivative(lambda x, law=law, constant=constant: law(x, constant), at)
        assert slope(at, constant) == pytest.approx(exact, rel=1e-9, abs=1e-12)
    exact = derivative(lambda x: wasting.shuttle_left(1e-4, half, 0.1, x), left)
    assert wasting.shuttle_left_slope(1e-4, half, 0.1, left) == pytest.approx(exact, rel=1e-9)


def test_a_fresh_cell_has_all_of_its_stocks():
    assert wasting.stock_left(0.0, 2.0) == pytest.approx(1.0, abs=1e-5)
    assert wasting.stock_left(5.0, 2.0) == pytest.approx(0.0, abs=1e-5)
    assert wasting.protection(1.0, 0.25) == pytest.approx(1.0)
    assert wasting.protection(0.0, 0.25) == 0.0
    for pores in (0.15, 1.0):
        assert wasting.wetted_share(1.0, pores) == pytest.approx(1.0)


def test_lithium_reacts_where_it_is_plated_so_that_an_efficiency_counts_once_a_cycle():
    assert wasting.plated(np.array([2.0, 0.0, -3.0])) == pytest.approx([0.0, 0.0, 3.0])


def test_the_excess_of_a_flooded_cell_goes_before_its_pores_dry():
    assert wasting.wetted_share(0.5, 0.15) > 0.99
    assert wasting.wetted_share(0.05, 0.15) == pytest.approx(0.05 / 0.15, rel=0.01)
    assert wasting.wetted_share(0.5, 1.0) < 0.6


def test_nitrate_lasts_as_long_as_its_electrons():
    """0.2 mol/L in 10 uL/cm2 are 2 umol/cm2, 16 umol/cm2 of lithium; at 1 % of 1 mAh/cm2 each way 21 cycles."""
    lithium, nitrate = 36.0 / 96485.0 * 1e4 / 10.0, 200.0 * 1e-4  # [mol/m2]: 1 mAh/cm2; 200 mol/m3 in 100 um
    per_cycle = 2.0 * 0.01
    assert 1.0 / (wasting.nitrate_use(lithium, nitrate, 1.0) * per_cycle) == pytest.approx(21.4, rel=0.01)
    assert wasting.nitrate_use(lithium, nitrate, 0.2) == pytest.approx(0.2 * wasting.nitrate_use(lithium, nitrate, 1.0))


def test_the_shuttle_is_the_slower_of_layers_and_reaction():
    assert wasting.shuttle_left(1e-4, 0.0, 0.05, 1.0) == pytest.approx(5e-6)
    assert wasting.shuttle_left(1e-4, 1.0, 0.05, 1.0) == pytest.approx(1e-4)  # a gel hides what happens at lithium
    assert wasting.shuttle_left(1e-4, 0.3, 0.05, 0.0) == pytest.approx(1e-4)


def test_lithium_sulfide_grows_outside_as_surfaces_and_diffusion_allow():
    wide, narrow = (wasting.stranded_share(1.0, carbon, 1e-5, 0.0) for carbon in (300.0, 100.0))
    assert narrow / wide == pytest.approx(3.0, rel=0.02)
    liquid, gel = (wasting.sulfide_passage(0.5, 60e-6, mobile, 0.27) for mobile in (1e-10, 1e-13))
    assert wasting.stranded_share(1.0, 100.0, 1e-5, liquid) == pytest.approx(narrow, rel=0.2)
    assert wasting.stranded_share(1.0, 100.0, 1e-5, gel) < 0.1 * narrow
    assert wasting.stranded_share(0.0, 100.0, 1e-5, 0.0) == 0.0
    assert np.isfinite(gel)


def test_solvent_goes_by_its_molecules():
    assert wasting.solvent_use(1.0, 1e-4, 1e-4, 0.5) == pytest.approx(0.5)
