"""Temperature, layers and networks, the anode: one or two lines of physics each."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brimstone.physics.anode import charge_transfer_overpotential, charge_transfer_slope
from brimstone.physics.temperature import arrhenius_factor
from brimstone.physics.transport import area_resistance, blocked_resistivity

ELECTRONVOLT = 1.602176634e-19
B = 96485.33 / (2 * 8.314463 * 298.15)

positive = st.floats(1e-6, 1e6)


def test_two_micrometres_of_lipon_have_678_ohm_square_centimetres():
    assert area_resistance(2e-6, 2.95e-7 * 100) * 1e4 == pytest.approx(678, abs=0.5)


@given(
    x=st.floats(0, 1), opened=st.floats(0, 1), damage=st.floats(0, 100), dilution=st.floats(0, 5),
    blocking=st.floats(0, 0.97),
)  # fmt: skip
def test_neither_product_nor_redox_nor_cracks_make_a_network_conduct_better(x, opened, damage, dilution, blocking):
    assert blocked_resistivity(2.0, dilution, x, blocking, opened, damage) >= 2.0
    assert blocked_resistivity(2.0, dilution, 0.0, blocking, 0.0, 0.0) == 2.0


def test_a_network_with_half_of_its_paths_cut_keeps_a_quarter_of_its_conductivity():
    assert blocked_resistivity(2.0, 0.0, 0.0, 0.0, 0.0, 1.0) == pytest.approx(8.0)
    assert blocked_resistivity(2.0, 0.0, 0.0, 0.5, 1.0, 0.0) == pytest.approx(8.0)


def test_a_rate_is_itself_at_the_reference_temperature():
    assert arrhenius_factor(0.35 * ELECTRONVOLT, 298.15) == 1.0


def test_a_third_of_an_electronvolt_makes_a_conductor_four_times_better_at_60_degrees():
    exact = np.exp(-0.35 / 8.617333262e-5 * (1 / 333.15 - 1 / 298.15))
    assert arrhenius_factor(0.35 * ELECTRONVOLT, 333.15) == pytest.approx(exact, rel=1e-6)
    assert 4 < exact < 4.4


@given(energy=st.floats(0.01, 1.0), t=st.floats(200, 400), step=st.floats(1, 50))
def test_warmer_is_faster(energy, t, step):
    assert arrhenius_factor(energy * ELECTRONVOLT, t + step) > arrhenius_factor(energy * ELECTRONVOLT, t)


@given(current=st.floats(-1e4, 1e4), exchange=positive)
def test_the_anode_follows_symmetric_butler_volmer_kinetics(current, exchange):
    overpotential = charge_transfer_overpotential(current, exchange, B)
    assert 2 * exchange * np.sinh(B * overpotential) == pytest.approx(current, rel=1e-9, abs=1e-9 * exchange)


@given(exchange=positive)
def test_a_small_current_sees_the_charge_transfer_resistance(exchange):
    # RT/(F i0)
    assert charge_transfer_slope(0.0, exchange, B) == pytest.approx(0.5 / (B * exchange), rel=1e-12)
    small = 1e-7 * exchange
    assert charge_transfer_overpotential(small, exchange, B) == pytest.approx(0.5 * small / (B * exchange), rel=1e-9)


@given(current=st.floats(-1e4, 1e4), exchange=positive)
def test_the_slope_of_the_anode_is_its_derivative(current, exchange):
    step = 1e-4 * (exchange + abs(current))
    ends = [charge_transfer_overpotential(current + sign * step, exchange, B) for sign in (-1, 1)]
    assert charge_transfer_slope(current, exchange, B) == pytest.approx((ends[1] - ends[0]) / (2 * step), rel=1e-5)
