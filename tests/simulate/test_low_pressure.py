"""Cells that hardly anything presses: coin cells, or none at all."""

import pytest

from brimstone.cell import Cell
from tests.cells import SULFUR, recipe


@pytest.mark.parametrize("fixture", ["constant pressure", "constant gap"])
@pytest.mark.parametrize("pressure", ["0 MPa", "0.01 MPa", "0.06 MPa"])
def test_a_hardly_pressed_cell_closes_its_balances_and_starts_at_its_pressure(pressure, fixture):
    pressed = recipe(operation={**SULFUR["operation"], "stack_pressure": pressure, "fixture": fixture})
    run = Cell(pressed).run(certain=True, checks=False)
    assert max(run.balances.values()) < 1e-6
    (step,) = run.steps
    assert step.outside.pressure[0] == pytest.approx(pressed.operation.stack_pressure.si, abs=10.0)
    assert step.curve.voltage[0] + sum(loss[0] for loss in step.losses.volts.values()) == pytest.approx(
        step.losses.equilibrium[0], abs=2e-3
    )
