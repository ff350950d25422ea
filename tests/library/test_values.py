import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brimstone.library import VTF, Arrhenius, Value
from brimstone.units import parse

EV = 1.602176634e-19


def value(si, dimension="conductivity", unit="S/m", low=None, high=None, temperature=None):
    return Value(si, low, high, dimension, unit, str(si), "test", "estimate", temperature)


def energy(electronvolts):
    return value(electronvolts * EV, "energy per charge carrier", "eV")


def kelvin(number):
    return value(number, "temperature", "K")


def polymer(**parts):
    return VTF(value(0.015, temperature=333.15), energy(0.086), kelvin(200.0), **parts)


def test_arrhenius_gives_the_value_at_25_degC_that_it_was_written_with():
    assert Arrhenius(value(0.15), energy(0.35)).at(298.15) == pytest.approx(0.15)


def test_arrhenius_without_barrier_falls_only_as_one_over_temperature():
    law = Arrhenius(value(1.0), energy(0.0))
    assert law.at(2 * 298.15) == pytest.approx(0.5)


def test_arrhenius_slope_of_ln_sigma_T_against_reciprocal_temperature_is_the_activation_energy():
    law = Arrhenius(value(0.15), energy(0.35))
    warm, cold = 333.15, 253.15
    slope = np.log(law.at(warm) * warm / (law.at(cold) * cold)) / (1 / cold - 1 / warm)
    assert slope * 1.380649e-23 / EV == pytest.approx(0.35, rel=1e-6)


@given(barrier=st.floats(0.1, 0.8), temperature=st.floats(200.0, 400.0))
def test_a_warmer_crystal_never_conducts_worse(barrier, temperature):
    law = Arrhenius(value(0.1), energy(barrier))
    assert law.at(temperature + 5.0) >= law.at(temperature)


def test_samples_of_both_parameters_broadcast():
    law = Arrhenius(value(0.15), energy(0.35))
    sampled = law.at(333.15, at_25=np.array([0.1, 0.2]), activation_energy=np.array([0.3, 0.4]) * EV)
    assert sampled.shape == (2,)
    assert sampled[0] == pytest.approx(Arrhenius(value(0.1), energy(0.3)).at(333.15))


def test_vtf_gives_the_reference_at_its_own_temperature():
    assert polymer().at(333.15) == pytest.approx(0.015)


def test_vtf_freezes_at_the_ideal_glass_temperature():
    law = polymer()
    assert law.at(200.0) == 0.0
    assert law.at(150.0) == 0.0
    assert 0.0 < law.at(210.0) < 1e-30 + 1e-3 * law.at(300.0)


def test_vtf_far_above_the_glass_temperature_becomes_an_arrhenius_law_with_root_temperature():
    law = VTF(value(1.0, temperature=1000.0), energy(0.1), kelvin(1e-3))
    ratio = law.at(500.0) / law.at(1000.0)
    assert ratio == pytest.approx(np.sqrt(2.0) * np.exp(-0.1 * EV / 1.380649e-23 * (1 / 500.0 - 1 / 1000.0)), rel=1e-4)


def test_a_crystallising_polymer_is_continuous_at_its_melting_point_and_steeper_below():
    law = polymer(melting_temperature=kelvin(328.15), crystalline_activation_energy=energy(1.38))
    plain = polymer()
    assert law.at(328.15) == pytest.approx(plain.at(328.15))
    assert law.at(328.15 - 1e-6) == pytest.approx(law.at(328.15), rel=1e-5)
    assert law.at(298.15) < 0.2 * plain.at(298.15)
    assert law.at(350.0) == pytest.approx(plain.at(350.0))


def test_laws_take_arrays_of_temperatures():
    assert polymer().at(np.array([300.0, 320.0, 340.0])).shape == (3,)


def test_peo_litfsi_at_room_temperature_lies_in_the_window_of_the_review(library):
    law = library.material("PEO-LiTFSI")["ionic_conductivity"]
    assert 1e-8 <= law.at(298.15) / parse("1 S/cm", "conductivity").si <= 1e-6


def test_peo_litfsi_of_50_um_needs_warmth_for_100_ohm_cm2(library):
    law = library.material("PEO-LiTFSI")["ionic_conductivity"]
    temperatures = np.arange(290.0, 380.0)
    resistance = 50e-6 / law.at(temperatures) * 1e4
    lowest = temperatures[np.argmax(resistance < 100.0)] - 273.15
    assert 45.0 < lowest < 70.0
