import numpy as np
import pytest

from brimstone.physics.bending import (
    bending_strain,
    bent_contact,
    least_bending_radius,
    rolling_thickness,
    strength,
)

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


def test_bends_of_a_coated_foil_cost_more_at_half_the_radius_and_end():
    strain = bending_strain(60e-6, 25e-3)
    assert strain == pytest.approx(1.2e-3)
    lost = [-np.log(bent_contact(strain, bends, 0.1, 2e-3, 1000.0)) for bends in (1, 1000, 3000, 1e6)]
    assert lost[-1] == pytest.approx(0.1 * 0.36)
    assert lost[1] == pytest.approx(0.632 * lost[-1], rel=1e-3)
    assert lost[0] < 0.002 * lost[-1]
    tighter = -np.log(bent_contact(bending_strain(60e-6, 12.5e-3), 1e6, 0.1, 2e-3, 1000.0))
    assert tighter == pytest.approx(4.0 * lost[-1])
