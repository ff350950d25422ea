"""Growth of layers, stiffness of stacks, and what pressure does to the voltage."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brimstone.constants import MAH_CM2
from brimstone.physics.pressure import (
    bonded_strain,
    bulk_modulus,
    compliance_of_mixture,
    hydrostatic_stress,
    mixture_modulus,
    porous_modulus,
    sideways_strain,
    stack_pressure,
    stack_stiffness,
    stress_energy,
    stress_voltage,
    stress_voltage_slope,
)
from brimstone.physics.thermodynamics import pressure_coefficient
from brimstone.physics.volume import shared_growth, thickness_per_charge
from tests.physics.derivatives import derivative

MPA, GPA = 1e6, 1e9
lengths = st.floats(-1e-4, 1e-4)
shares = st.floats(0.0, 1.0)


@pytest.mark.parametrize(
    ("volume", "micrometres"), [(12.97e-6, 4.84), ((27.68e-6 - 15.49e-6) / 2, 2.27), (7.89e-6, 2.94), (0.0, 0.0)]
)
def test_layers_grow_by_so_many_micrometres_for_each_mAh_cm2(volume, micrometres):
    assert 1e6 * MAH_CM2 * thickness_per_charge(volume) == pytest.approx(micrometres, abs=6e-3)


@given(growth=lengths, into=shares, pores=st.floats(0.0, 1e-4))
def test_thickness_and_pores_share_the_growth_and_pores_never_turn_negative(growth, into, pores):
    thicker, filled = shared_growth(growth, into, pores)
    assert thicker + filled == pytest.approx(growth, abs=1e-18)
    assert filled <= pores


def test_a_dense_layer_grows_by_all_of_it():
    assert shared_growth(1e-6, 0.5, 0.0)[0] == 1e-6
    assert shared_growth(1e-6, 0.5, 1e-5)[0] == 0.5e-6


def test_a_spring_and_layers_give_way_in_series():
    # 500 um at 20 GPa give 25 nm for each MPa, the spring of 2 MPa/um gives 500 nm.
    compliance = 500e-6 / (20 * GPA)
    assert stack_stiffness(compliance, 0.0) == 0.0
    assert stack_stiffness(compliance, np.inf) == pytest.approx(1 / compliance)
    assert stack_stiffness(compliance, 2e12) == pytest.approx(1e12 / 0.525)


@pytest.mark.parametrize("fixture", [2e10, 2e11, np.inf])
def test_units_on_one_another_strain_their_fixture_together(fixture):
    compliance, grown = 30e-9 / MPA, 3e-6
    for units in (1, 5, 28):
        alone = stack_stiffness(units * compliance, fixture)  # all layers as one thick one
        assert grown * stack_stiffness(compliance, fixture, units) == pytest.approx(units * grown * alone, rel=1e-12)


@given(compliance=st.floats(1e-16, 1e-10), soft=st.floats(1e9, 1e15), more=st.floats(1.0, 1e6))
def test_a_stiffer_fixture_makes_a_stiffer_stack(compliance, soft, more):
    softer, stiffer = (stack_stiffness(compliance, k) for k in (soft, soft * more))
    assert 0.0 < softer <= stiffer * (1 + 1e-12) <= (1 + 1e-9) / compliance


def test_plates_do_not_pull():
    assert stack_pressure(np.array([-1e-6, 0.0, 1e-6]), 10 * MPA, 2e13) == pytest.approx([0.0, 10 * MPA, 30 * MPA])


def test_stress_is_of_gigapascal_without_room_and_that_of_the_stack_with_pores():
    compressibility = 1 / bulk_modulus(22 * GPA, 0.33)
    assert hydrostatic_stress(0.2, 0.1, compressibility, 50 * MPA) > 1 * GPA
    assert hydrostatic_stress(0.2, 0.25, compressibility, 50 * MPA) == 50 * MPA


def test_a_softer_electrolyte_lowers_the_stress_that_has_no_room():
    shares = np.array([0.5, 0.5])
    stiff, soft = (compliance_of_mixture(shares, np.array([15, other]) * GPA) for other in (22, 0.1))
    assert hydrostatic_stress(0.2, 0.1, soft, 0.0) < 0.05 * hydrostatic_stress(0.2, 0.1, stiff, 0.0)


@given(share=shares, one=st.floats(1e6, 1e12), other=st.floats(1e6, 1e12))
def test_the_modulus_of_a_mixture_lies_between_those_of_its_parts(share, one, other):
    mixed = mixture_modulus(np.array([share, 1 - share]), np.array([one, other]))
    assert min(one, other) * (1 - 1e-9) <= mixed <= max(one, other) * (1 + 1e-9)


def test_pores_soften():
    assert porous_modulus(22 * GPA, 0.0, 2.0) == 22 * GPA
    assert porous_modulus(22 * GPA, 0.15, 2.0) == pytest.approx(15.9 * GPA, rel=1e-3)


def test_a_layer_spreads_sideways_as_it_is_pressed():
    assert sideways_strain(10 * MPA, 10 * GPA, 0.3) == pytest.approx(3e-4)


def test_the_whole_cell_gains_7_mV_for_100_MPa_of_which_the_cathode_takes_6_and_lithium_gives_13():
    cathode, lithium = 27.68e-6 - 15.49e-6, -2 * 13.0e-6
    shifts = [1e3 * 100 * MPA * pressure_coefficient(volume, 2) for volume in (cathode, lithium, cathode + lithium)]
    assert shifts == pytest.approx([-6.3, 13.5, 7.2], abs=0.06)


def test_a_layer_spreads_as_far_as_what_it_is_bonded_to_and_the_wall_allow():
    alone, bonded, walled = bonded_strain(0.03, 1e5, np.array([0.0, 9e5, 0.0]), np.array([0.0, 0.0, 1e12]))
    assert alone == pytest.approx(0.03)
    assert bonded == pytest.approx(0.003)  # a thin film on a substrate nine times as stiff
    assert walled == pytest.approx(0.0, abs=1e-8)
    # forces in the plane balance: what the layer pushes is what the others pull
    assert 1e5 * (0.03 - bonded) == pytest.approx(9e5 * bonded)


def test_swelling_without_room_lowers_the_voltage_until_the_electrolyte_flows():
    swelling, compressibility, flow = 0.1, 1 / (20 * GPA), 550 * MPA
    per_pressure = -pressure_coefficient((27.68e-6 - 15.49e-6) / 2, 1)
    rigid, yielding = per_pressure * swelling / compressibility, 1.0 / (per_pressure * flow)
    unplaced = 0.4
    stress = hydrostatic_stress(swelling, (1.0 - unplaced) * swelling, compressibility, 0.0)
    assert stress == pytest.approx(800 * MPA)
    assert stress_voltage(0.6, 0.6, rigid, yielding) == 0.0
    assert stress_voltage(1.0, 0.6, rigid, 0.0) == pytest.approx(per_pressure * stress)
    assert stress_voltage(1.0, 0.6, rigid, yielding) == pytest.approx(per_pressure / (1 / stress + 1 / flow))
    assert stress_voltage(1.0, 0.6, 1e3 * rigid, yielding) == pytest.approx(per_pressure * flow, rel=0.01)


@given(x=st.floats(0.0, 1.0), filled=st.floats(0.0, 2.0), rigid=st.floats(0.0, 1.0), yielding=st.floats(0.0, 100.0))
def test_slope_and_energy_of_the_stress_are_those_of_its_voltage(x, filled, rigid, yielding):
    numeric = derivative(lambda one: stress_voltage(one, filled, rigid, yielding), np.array([x]))
    assert stress_voltage_slope(x, filled, rigid, yielding) == pytest.approx(numeric[0], rel=1e-9, abs=1e-12)
    points = np.linspace(0.0, x, 20001)
    expected = np.trapezoid(stress_voltage(points, filled, rigid, yielding), points)
    assert stress_energy(x, filled, rigid, yielding) == pytest.approx(expected, rel=1e-5, abs=1e-9)
