"""Plating: published numbers of the criteria, and what must never help."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brimstone.constants import FARADAY
from brimstone.physics.bending import strength
from brimstone.physics.dendrites import flaw_depth, opening_current, stiffness_ratio

LITHIUM = 12.97e-6


def test_a_garnet_is_ten_times_as_stiff_as_flat_plating_asks_for():
    assert stiffness_ratio(60e9, 2.83e9) == pytest.approx(10.6, abs=0.1)


@given(pressure=st.floats(1e4, 1e9), resistance=st.floats(1e-5, 1.0))
def test_at_the_opening_current_lithium_presses_as_hard_as_the_flaw_bears(pressure, resistance):
    overpotential = opening_current(LITHIUM, resistance) * pressure * resistance
    assert FARADAY * overpotential / LITHIUM == pytest.approx(pressure, rel=1e-9)


def test_a_millivolt_of_overpotential_is_worth_7_4_megapascals():
    assert 1e-3 / opening_current(LITHIUM, 1.0) == pytest.approx(7.44e6, rel=1e-3)


def test_a_flaw_of_seven_micrometres_in_an_argyrodite_opens_between_25_and_75_megapascals():
    assert strength(0.23e6, 7e-6) / 1e6 == pytest.approx(43.8, abs=0.2)
    assert np.all(25e6 < strength(0.23e6, np.array([2.5e-6, 20e-6])))


def test_pellets_of_coarse_grains_open_at_half_of_the_stress_of_finer_ones_although_they_are_denser():
    # 20 to 40 um and 8 % of pores against < 0.5 um and 17 %: 0.4 and 0.9 mA/cm2, doi:10.1016/j.xcrp.2022.101043.
    coarse, fine = (flaw_depth(7e-6, e, 0.18, d, 3e-6, 9.4e-6) for e, d in ((0.08, 30e-6), (0.17, 0.4e-6)))
    assert strength(0.23e6, fine) / strength(0.23e6, coarse) == pytest.approx(0.9 / 0.4, rel=0.3)


@given(porosity=st.floats(0.001, 0.5), grain=st.floats(1e-8, 1e-4))
def test_flaws_are_as_known_at_the_known_state_and_fine_grains_clump(porosity, grain):
    assert flaw_depth(7e-6, 0.18, 0.18, 3e-6, 3e-6, 9.4e-6) == pytest.approx(7e-6)
    assert flaw_depth(7e-6, porosity, 0.18, 3e-6, 3e-6, 9.4e-6) ** 3 == pytest.approx((7e-6) ** 3 * porosity / 0.18)
    finest, this = (flaw_depth(7e-6, porosity, 0.18, d, 3e-6, 9.4e-6) for d in (0.0, grain))
    assert this - finest == pytest.approx(finest * grain / 9.4e-6)
