"""Plating: published numbers of the criteria, and what must never help."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brimstone.physics.dendrites import (
    critical_plating_current,
    flaw_length,
    flaw_overpotential,
    plating_pressure,
    stiffness_ratio,
)

LITHIUM = 12.97e-6


def test_a_garnet_is_ten_times_as_stiff_as_flat_plating_asks_for():
    assert stiffness_ratio(60e9, 2.83e9) == pytest.approx(10.6, abs=0.1)


def test_a_millivolt_is_worth_7_4_megapascals():
    assert plating_pressure(1e-3, LITHIUM) == pytest.approx(7.44e6, rel=1e-3)


@pytest.mark.parametrize(("flaw", "millivolts"), [(1e-6, 15.6), (10e-6, 4.9)])
def test_an_argyrodite_cracks_at_some_millivolts(flaw, millivolts):
    assert 1e3 * flaw_overpotential(0.23e6, flaw, LITHIUM) == pytest.approx(millivolts, abs=0.1)


@given(toughness=st.floats(1e4, 1e7), flaw=st.floats(1e-9, 1e-3))
def test_at_the_critical_overpotential_the_pressure_of_lithium_reaches_the_toughness(toughness, flaw):
    pressure = plating_pressure(flaw_overpotential(toughness, flaw, LITHIUM), LITHIUM)
    assert 1.12 * pressure * np.sqrt(np.pi * flaw) == pytest.approx(toughness, rel=1e-9)


@given(porosity=st.floats(0.001, 0.3), more=st.floats(1.05, 2.0))
def test_a_denser_layer_has_smaller_flaws(porosity, more):
    assert flaw_length(3e-6, 0.3, porosity, 0.363) < flaw_length(3e-6, 0.3, porosity * more, 0.363)
    assert flaw_length(3e-6, 0.3, 0.363, 0.363) == pytest.approx(0.9e-6)


@given(resistance=st.floats(1e-5, 1.0), contact=st.floats(0.01, 1.0), focusing=st.floats(1.0, 1e4))
def test_at_the_critical_current_the_busiest_patch_reaches_the_overpotential(resistance, contact, focusing):
    current = critical_plating_current(0.015, resistance, contact, focusing)
    assert current / contact * focusing * resistance == pytest.approx(0.015)
