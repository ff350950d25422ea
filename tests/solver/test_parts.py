"""A protocol in parts, each going on where the one before ended, comes to the digits of the protocol in one."""

from dataclasses import replace

import numpy as np
import pytest

from brimstone.model.solid import SOLID
from brimstone.solver.ensemble import Problem, SolverOptions, run
from brimstone.solver.interface import CURRENT, STATUS, VOLTAGE, Control
from tests.model import cells

MEMBERS = 2
STEPS = [
    Control(CURRENT, 5.0, lower=1.2, save=True),
    Control(CURRENT, 0.0, duration=3600.0),
    Control(CURRENT, -3.0, upper=2.6, group=1),
    Control(CURRENT, -3.0, upper=2.5, group=1),  # left out, as the voltage was reached
    Control(VOLTAGE, 2.6, current_floor=0.5),
    Control(CURRENT, 5.0, lower=1.2, restore=True),
    Control(CURRENT, -3.0, upper=2.6),
]


@pytest.fixture(scope="module")
def problem():
    rows = np.repeat(cells.row(), MEMBERS, axis=0)
    rows[:, 0] *= [1.0, 1.1]
    alive = cells.surroundings(MEMBERS, **cells.LIVELY | {"crack_growth": 0.0})
    starts, guesses = np.repeat(cells.CHARGED, MEMBERS, axis=0), np.repeat(cells.GUESS, MEMBERS)
    return Problem(SOLID.functions, SOLID.scales, rows, guesses, starts, [STEPS], alive)


OPTIONS = SolverOptions(nodes=12, tolerance=1e-6, final=True)  # nodes that fill no register


@pytest.mark.parametrize("size", [1, 3])
def test_parts_end_as_the_whole_to_the_last_digit(problem, size):
    whole = run(problem, OPTIONS)
    assert len(set(whole.outcomes[0, :, STATUS])) == 5
    parts, standing = [], None
    for first in range(0, len(STEPS), size):
        here = replace(problem, controls=problem.controls[:, first : first + size])
        parts.append(run(here, OPTIONS, start=standing))
        standing = parts[-1].standing
    assert np.array_equal(np.concatenate([part.outcomes for part in parts], axis=1), whole.outcomes)
    assert np.array_equal(np.concatenate([part.ends for part in parts], axis=1), whole.ends)
    assert np.array_equal(np.concatenate([part.means for part in parts], axis=1), whole.means)
    assert whole.means[:, -1, 1] == pytest.approx(whole.final[:, 1:].mean(axis=2), rel=1e-13)
    assert standing == whole.standing


def test_states_of_another_mesh_are_refused(problem):
    standing = run(problem, OPTIONS).standing
    with pytest.raises(ValueError, match="can't go on from states of the shape"):
        run(problem, replace(OPTIONS, nodes=10), start=standing)
