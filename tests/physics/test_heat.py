import numpy as np
import pytest

from brimstone.physics.heat import entropy_heat, reaction_heat, warming


def test_a_steady_heat_warms_exponentially_to_what_is_given_away():
    time = np.linspace(0.0, 3000.0, 400)
    warm = warming(time, np.full(time.size, 50.0), capacity=2000.0, loss=10.0)
    assert warm == pytest.approx(5.0 * -np.expm1(-time / 200.0), rel=1e-12)


def test_an_adiabatic_cell_keeps_all_heat():
    time = np.linspace(0.0, 100.0, 51)
    assert warming(time, 3.0 * time, capacity=500.0, loss=0.0)[-1] == pytest.approx(1.5 * 100.0**2 / 500.0)


def test_heat_that_ends_is_given_away():
    time = np.linspace(0.0, 1e4, 2001)
    warm = warming(time, np.where(time < 1e3, 20.0, 0.0), capacity=1000.0, loss=5.0)
    assert warm.max() == pytest.approx(4.0, rel=0.02)
    assert warm[-1] < 1e-12


def test_a_potential_that_falls_with_temperature_warms_on_discharge_and_cools_on_charge():
    assert entropy_heat(2.0, 300.0, -1e-4) == pytest.approx(0.06)
    assert entropy_heat(-2.0, 300.0, -1e-4) == pytest.approx(-0.06)


def test_the_scarcer_reactant_limits_the_heat_of_reaction():
    assert reaction_heat(1.0, 5.0, 447e3) == pytest.approx(447e3)
    assert reaction_heat(5.0, 1.0, 447e3) == pytest.approx(223.5e3)
