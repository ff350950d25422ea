import numpy as np
import pytest

from brimstone.composite import infiltration
from tests.cells import run


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


def melted(temperature, time, size):
    """Share of the host's pores that a melt got to, and the capacity of the cell that it is in [C/m2]."""
    cathode = {
        "active": "S",
        "host": {"carbon": "CMK-3", "sulfur": "70 wt%"},
        "composition": {"S@CMK-3": "50 wt%", "Li6PS5Cl": "50 wt%"},
        "loading": "1.5 mg/cm2",
        "particle_size": {"CMK-3": size},
        "mixing": [
            {"method": "melt-milled", "of": ["S", "CMK-3"], "temperature": temperature, "time": time},
            {"method": "ball-milled", "speed": "300 rpm", "time": "2 h"},
        ],
    }
    done = run(cathode=cathode, nodes=8)
    share = next(one for one in done.provenance if one.where == "cathode.melted_in")
    return share.value, done.steps[0].charge.value


def test_a_melt_that_is_too_thick_for_its_time_costs_the_cell_capacity():
    full = melted("155 degC", "1 min", "20 um")
    part, little = (melted("187 degC", time, "20 um") for time in ("1 min", "1 s"))
    assert full[0] == pytest.approx(1.0)
    assert 0.4 < part[0] < 0.8
    assert 0.05 < little[0] < 0.2
    assert full[1] > 1.005 * part[1] > 1.02 * little[1]
    assert melted("187 degC", "1 s", "0.5 um")[0] > 0.99  # small grains fill at once
