import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brimstone.physics.damage import (
    bearable_strain,
    conversion_in_reach,
    damage_rate,
    isolated_share,
    pores_full,
    swelling_onset,
)


def test_where_pores_take_all_swelling_nothing_breaks():
    onset, _ = swelling_onset(0.1, 0.15, 0.055)
    assert onset > 1.0
    assert damage_rate(1.0, 1e-5, onset, 1e3) == 0.0


def test_a_dense_composite_breaks_where_its_swelling_passes_what_it_bears():
    onset, steepness = swelling_onset(0.1, 0.0, 0.055)
    assert onset == pytest.approx(0.55)
    assert steepness == pytest.approx(0.1 / 0.055)
    # one swelling from nothing to x: K (x - x_th)^3/3
    x = np.linspace(0.0, 0.9, 20001)
    grown = np.trapezoid(damage_rate(x, 1.0, onset, 0.02), x)
    assert grown == pytest.approx(0.02 * (0.9 - 0.55) ** 3 / 3, rel=1e-6)


def test_pores_are_full_once_swelling_has_taken_them():
    assert pores_full(0.2, 0.05) == pytest.approx(0.25)
    assert pores_full(0.0, 0.05) == 2.0


@given(x=st.floats(0, 1), onset=st.floats(0, 2))
def test_shrinking_breaks_nothing_and_swelling_heals_nothing(x, onset):
    assert damage_rate(x, -1e-5, onset, 1.0) == 0.0
    assert damage_rate(x, 1e-5, onset, 1.0) >= 0.0


def test_a_tougher_electrolyte_and_a_binder_bear_more():
    plain = bearable_strain(0.055, 2.2, 2.2, 0.0, 0.02)
    assert plain == pytest.approx(0.055)
    assert bearable_strain(0.055, 8.8, 2.2, 0.0, 0.02) == pytest.approx(2 * plain)
    assert bearable_strain(0.055, 2.2, 2.2, 0.02, 0.02) == pytest.approx(2 * plain)


@given(x=st.floats(0, 1), damage=st.floats(0, 100), isolation=st.floats(0, 5))
def test_sulfur_is_in_reach_or_isolated(x, damage, isolation):
    share = isolated_share(isolation, damage)
    assert 0.0 <= share < 1.0
    assert conversion_in_reach(x, isolation, damage) * (1.0 - share) == pytest.approx(x)
