import numpy as np
import pytest

from brimstone.physics.bending import least_bending_radius, rolling_thickness, strength

SULFIDE = {"modulus": 22e9, "toughness": 0.23e6}


def test_a_flaw_runs_at_its_critical_stress():
    assert strength(0.23e6, 10e-6) == pytest.approx(0.23e6 / (1.12 * np.sqrt(np.pi * 10e-6)))


@pytest.mark.parametrize("flaw", [3e-6, 10e-6, 40e-6])
@pytest.mark.parametrize("radius", [1e-3, 38e-3, 0.2])
def test_the_thickest_layer_that_rolls_bends_to_the_core(radius, flaw):
    thickness = rolling_thickness(radius, SULFIDE["modulus"], SULFIDE["toughness"], flaw)
    assert least_bending_radius(thickness, **SULFIDE, flaw=flaw) == pytest.approx(radius)


def test_thinner_tougher_and_softer_layers_bend_further():
    thin, thick = (least_bending_radius(t, **SULFIDE, flaw=10e-6) for t in (20e-6, 500e-6))
    assert thin < thick / 20
    assert least_bending_radius(500e-6, 22e9, 0.46e6, 10e-6) == pytest.approx(thick / 2)
    assert least_bending_radius(500e-6, 11e9, 0.23e6, 10e-6) == pytest.approx(thick / 2)
