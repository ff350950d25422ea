"""Which mechanism took what of a lost capacity: the protocol repeated with one of them absent at a time."""

import numpy as np

from brimstone.model.derive import DerivedCell
from brimstone.model.surroundings import Around
from brimstone.protocol import Program
from brimstone.result.fade import Fade
from brimstone.result.step import PULSE
from brimstone.simulate.solve import ENSEMBLE_TOLERANCE, Rows, solve_nominal
from brimstone.solver.ensemble import SolverOptions
from brimstone.solver.interface import CHARGE, SOLVED, STATUS, among

_LEAST_CYCLES = 3  #: with a complete one, beginning with a charge, between first and last
_LEAST_CHARGE = 1e-3  #: share of the theoretical charge; a discharge below it leaves nothing to attribute
_CHEAP = 450  #: instructions, up to which a run attributes its loss without being asked


def attribute(cell: DerivedCell, program: Program, nodes: int, first: int = 2, last: int | None = None) -> Fade | None:
    """Attribute the capacity lost between the discharges of two cycles.

    Parameters
    ----------
    cell : DerivedCell
    program : Program
    nodes : int
    first, last : int
        Cycles of the step of the protocol that has most of them (the first such step); the second by default, which is
        the first complete one, and the last.

    Returns
    -------
    Fade or None
        None where one of the runs did not come to its end, there are no such cycles, or the first of them gave nothing.
    """
    discharges = _longest_cycling(program)
    last = max(discharges, default=0) if last is None else last
    if first not in discharges or last not in discharges or last <= first:
        return None
    end = discharges[last] + 1
    rows = _without(cell)
    solved = solve_nominal(
        cell,
        program.controls_of(end),
        SolverOptions(nodes, ENSEMBLE_TOLERANCE),
        Rows(*(np.stack(part) for part in zip(*rows.values(), strict=True))),
    )
    if not np.all(among(solved.outcomes[:, :end, STATUS], SOLVED)):
        return None
    before, after = (np.abs(solved.outcomes[:, discharges[cycle], CHARGE]) for cycle in (first, last))
    if before[0] < _LEAST_CHARGE * cell.theoretical_charge[0]:
        return None
    lost = before - after
    by = {name: float(lost[0] - lost[place]) for place, name in enumerate(rows) if place}
    return Fade(first, last, float(before[0]), float(after[0]), by)


def attribute_cheaply(cell: DerivedCell, program: Program, nodes: int) -> Fade | None:
    """Of a protocol of several cycles that is not too long to be repeated in passing."""
    if max(_longest_cycling(program), default=0) < _LEAST_CYCLES or len(program.instructions) > _CHEAP:
        return None
    return attribute(cell, program, nodes)


def _longest_cycling(program: Program) -> dict[int, int]:
    """Places of the discharges by cycle, in the step that has most; each step counts its own, pulses as well."""
    steps: dict[int, dict[int, int]] = {}
    for number, instruction in enumerate(program.instructions):
        if instruction.kind == "discharge" and instruction.cycle and not instruction.label.startswith(PULSE):
            steps.setdefault(instruction.step, {})[instruction.cycle] = number
    return max(steps.values(), key=len, default={})


def _without(cell: DerivedCell) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Parameters of cathode and surroundings: all mechanisms at work, then one absent at a time."""
    cathode, around = cell.parameters[0], cell.surroundings.parameters[0]
    rows = {"": (cathode, around)}
    for name, changes in cell.equations.ageing.items():
        changed = cathode.copy()
        for parameter, value in changes.items():
            changed[cell.equations.parameters[parameter]] = value
        rows[name] = changed, around
    held = around.copy()
    held[Around.stiffness] = 0.0
    rows["changing stack pressure"] = cathode, held
    return rows
