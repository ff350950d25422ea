"""The page of loops: what it calls cut is cut, and what it shows is computed."""

import numpy as np
import pytest
from pages.cut import Prepared
from pages.loops import porosity, pressure, voids

from brimstone.library import load
from brimstone.model.surroundings import Around

LIBRARY = load()


def test_a_gap_moves_the_pressure_and_cutting_the_loop_holds_it():
    cell = Prepared.of(LIBRARY, operation__fixture="constant gap", operation__stack_pressure="0.3 MPa")
    closed, cut = cell.solve(), cell.solve(around={Around.stiffness: 0.0, Around.parting: 0.0})
    assert cell.swing(closed) > 0.1
    assert cell.capacities(closed)[0] < 0.99 * cell.capacities(cut)[0]


def test_the_cell_of_the_page_takes_fields_by_path_and_leaves_them_out():
    porous = Prepared.of(LIBRARY, cathode__porosity="5 %", cathode__pressed_at=None)
    assert porous.cell.composite.porosity[0] == pytest.approx(0.05)


@pytest.mark.slow
def test_sections_show_their_loops():
    held, fixed = (np.array([float(row[column]) for row in pressure(LIBRARY).rows]) for column in (1, 2))
    assert np.all(fixed <= held)
    assert fixed[0] < 0.9 * held[0]
    closed, cut = (np.array([float(row[column]) for row in porosity(LIBRARY).rows]) for column in (3, 5))
    assert closed[0] < cut[0] - 10
    assert closed[-1] == pytest.approx(cut[-1], abs=2)
    left = np.array([[float(one) for one in row[1:]] for row in voids(LIBRARY).rows])
    assert np.all(np.diff(left, axis=1) >= 0)  # more pressure keeps more of it
    assert np.all(np.diff(left, axis=0) <= 0)  # more current less
    assert np.ptp(left) > 90
