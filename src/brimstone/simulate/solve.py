"""The one place that hands a cell to the solver."""

from collections.abc import Callable
from dataclasses import fields, replace

import numpy as np

from brimstone._records import record
from brimstone.model.derive import DerivedCell
from brimstone.simulate.parts import Parts, Recorder, solve_in_parts
from brimstone.solver.ensemble import Ensemble, Problem, SolverOptions, Standing, run

ENSEMBLE_TOLERANCE = 1e-5  #: of the time steps of all members but the nominal one
CURVE_TOLERANCE, CURVE_POINTS = 1e-6, 4000  #: of runs that keep no profiles


@record
class Rows:
    """Parameters of variants of the nominal member, one a row: of the cathode and of its surroundings."""

    cathode: np.ndarray
    around: np.ndarray


def solve_ensemble(
    cell: DerivedCell,
    controls: np.ndarray,
    options: SolverOptions,
    progress: Callable[[float], None] | None = None,
    members: slice | np.ndarray = slice(None),
) -> Ensemble:
    """Integrate all members of a cell, or some of them, through a protocol."""
    return run(_of(cell, members, controls), options, progress)


def solve_led(cell: DerivedCell, controls: np.ndarray, options: SolverOptions) -> Ensemble:
    """Integrate all members of a cell by the time steps that the first one takes by itself.

    What they differ by is the exact change of the first one's discrete solution, free of what time steps of their own
    would add.
    """
    leader = run(_of(cell, slice(1), controls), replace(options, points=0, final=False, paced=True))
    return run(_of(cell, slice(None), controls), options, pace=leader.paces)


def solve_nominal(
    cell: DerivedCell,
    controls: np.ndarray,
    options: SolverOptions,
    rows: Rows | None = None,
    start: Standing | None = None,
) -> Ensemble:
    """Integrate the nominal member, or variants of it with `rows` of parameters that start from the same state.

    They start as assembled, or from where the nominal member stands at `start`.
    """
    rows = Rows(cell.parameters[:1], cell.surroundings.parameters[:1]) if rows is None else rows
    count = len(rows.cathode)
    if start is not None:
        start = Standing(*(np.repeat(getattr(start, one.name), count, axis=0) for one in fields(start)))
    return run(_problem(cell, np.zeros(count, dtype=int), rows, controls), options, start=start)


def solve_variants(
    cell: DerivedCell, controls: np.ndarray, options: SolverOptions, rows: Rows, members: np.ndarray
) -> Ensemble:
    """Integrate variants with `rows` of parameters, each from the state that the member of its place starts from."""
    return run(_problem(cell, members, rows, controls), options)


def solve_long(
    cell: DerivedCell,
    controls: np.ndarray,
    options: SolverOptions,
    recorder: Recorder | None,
    progress: Callable[[float], None] | None = None,
    *,
    alone: bool = False,
) -> Parts:
    """Integrate all members of a cell, or the nominal one `alone`, through a long protocol."""
    start, parameters, around = slice(1) if alone else slice(None), cell.parameters, cell.surroundings.parameters
    problem = _problem(cell, start, Rows(parameters[start], around[start]), controls)
    return solve_in_parts(problem, options, recorder, progress)


def _of(cell: DerivedCell, members: slice | np.ndarray, controls: np.ndarray) -> Problem:
    """Some members of a cell as they are."""
    rows = Rows(cell.parameters[members], cell.surroundings.parameters[members])
    return _problem(cell, members, rows, controls)


def _problem(cell: DerivedCell, start: slice | np.ndarray, rows: Rows, controls: np.ndarray) -> Problem:
    around = cell.surroundings
    return Problem(
        cell.equations.functions,
        cell.equations.scales,
        rows.cathode,
        cell.initial_potential[start],
        cell.initial_states[start],
        controls,
        replace(around, parameters=rows.around, swells=around.swells[start], initial=around.initial[start]),
        cell.equations.fields,
    )
