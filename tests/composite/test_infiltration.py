import numpy as np
import pytest

from brimstone.composite import infiltration

CELSIUS = 273.15


def test_liquid_sulfur_is_thinnest_near_155_degC_at_7_mPa_s():
    temperatures = np.arange(116.0, 440.0, 0.5) + CELSIUS
    thinnest = temperatures[np.argmin(infiltration.viscosity(temperatures[temperatures < 460]))]
    assert thinnest - CELSIUS == pytest.approx(155, abs=3)
    assert infiltration.viscosity(thinnest) == pytest.approx(7e-3, rel=0.05)


def test_sulfur_turns_to_syrup_above_160_degC():
    assert infiltration.viscosity(165 + CELSIUS) > 500 * infiltration.viscosity(155 + CELSIUS)
    temperatures = np.arange(160.0, 440.0) + CELSIUS
    thickest = temperatures[np.argmax(infiltration.viscosity(temperatures))]
    assert thickest - CELSIUS == pytest.approx(187, abs=2)
    assert infiltration.viscosity(thickest) == pytest.approx(93, rel=0.02)


def test_sulfur_boils_at_444_6_degC():
    assert infiltration.vapour_pressure(444.6 + CELSIUS) == pytest.approx(101325, rel=0.01)
    below, above = infiltration.vapour_pressure(np.array([598.1, 598.2]))
    assert above == pytest.approx(below, rel=0.08)  # the two fits meet within their error


def test_the_gas_route_at_300_degC_removes_particles_of_1_to_10_um_and_155_degC_does_not():
    sizes = np.array([1e-6, 10e-6])
    assert np.all(infiltration.evaporation_time(sizes, 300 + CELSIUS) < 1.0)
    assert infiltration.evaporation_time(10e-6, 155 + CELSIUS) > 100 * infiltration.evaporation_time(
        10e-6, 300 + CELSIUS
    )


def test_melt_fills_micron_carbon_within_seconds_at_155_degC_but_not_at_187():
    pore = dict(length=5e-6, radius=5e-9, surface_tension=0.055)
    at_155 = infiltration.washburn_time(viscosity=infiltration.viscosity(155 + CELSIUS), **pore)
    at_187 = infiltration.washburn_time(viscosity=infiltration.viscosity(187 + CELSIUS), **pore)
    assert at_155 < 1.0
    assert at_187 / at_155 == pytest.approx(93 / 7e-3, rel=0.02)


def test_pores_take_no_more_sulfur_than_they_hold():
    assert infiltration.infiltrated_share(1.0, 4.0) == pytest.approx(0.25)
    assert infiltration.infiltrated_share(4.0, 1.0) == 1.0
    assert infiltration.pore_filling(4.0, 1.0) == pytest.approx(0.25)
    assert infiltration.pore_filling(0.0, 1.0) == 1.0
    assert infiltration.infiltrated_share(1.0, 0.0) == 1.0
