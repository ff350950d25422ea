import numpy as np
import pytest

from brimstone.composite import infiltration


def test_pores_take_no_more_sulfur_than_they_hold():
    assert infiltration.infiltrated_share(1.0, 4.0) == pytest.approx(0.25)
    assert infiltration.infiltrated_share(4.0, 1.0) == 1.0
    assert infiltration.pore_filling(4.0, 1.0) == pytest.approx(0.25)
    assert infiltration.pore_filling(0.0, 1.0) == 1.0
    assert infiltration.infiltrated_share(1.0, 0.0) == 1.0


SULFUR = infiltration.Melt(7e-3, 430.15, 12e3, 432.15, 38.0, 93.0, 460.15, 86e3)


def test_sulfur_flows_best_just_below_159_degrees_and_worst_at_187():
    temperature = np.linspace(390.0, 700.0, 1241)
    viscosity = infiltration.melt_viscosity(temperature, SULFUR)
    assert temperature[np.argmin(viscosity[temperature < 500.0])] == pytest.approx(432.15, abs=0.3)
    assert temperature[np.argmax(viscosity)] == pytest.approx(460.15, abs=1.0)
    assert infiltration.melt_viscosity(430.15, SULFUR) == pytest.approx(7e-3)
    assert infiltration.melt_viscosity(460.15, SULFUR) == pytest.approx(93.0, rel=1e-3)
    assert infiltration.melt_viscosity(717.0, SULFUR) == pytest.approx(0.1, rel=0.2)  # at the boiling point


def test_a_melt_gets_in_with_the_root_of_time_over_viscosity():
    def depth(time=1.0, viscosity=7e-3, width=1e-9):
        return float(np.sqrt(infiltration.squared_depth(time, viscosity, 0.06, 0.7, width, 2.0)))

    assert depth() == pytest.approx(np.sqrt(0.06 * 0.7 * 1e-9 / (4 * 7e-3 * 4)))
    assert depth(time=4.0) == pytest.approx(2.0 * depth())
    assert depth(viscosity=93.0) == pytest.approx(depth() * np.sqrt(7e-3 / 93.0))
    assert depth(width=4e-9) == pytest.approx(2.0 * depth())
    assert infiltration.squared_depth(1.0, 1.0, 0.06, -0.2, 1e-9, 2.0) == 0.0  # does not wet


def test_a_grain_fills_from_its_surface():
    assert infiltration.drawn_share(0.0, 1e-6) == 0.0
    assert infiltration.drawn_share(0.25e-6, 1e-6) == pytest.approx(1.0 - 0.5**3)
    assert infiltration.drawn_share(1e-6, 1e-6) == 1.0
