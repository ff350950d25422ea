"""The one place that hands a cell to the solver."""

import numpy as np

from brimstone.model.derive import DerivedCell
from brimstone.solver import ensemble
from brimstone.solver.ensemble import Ensemble

ENSEMBLE_TOLERANCE = 1e-5  #: of the time steps of all members but the nominal one
CURVE_TOLERANCE, CURVE_POINTS = 1e-6, 4000  #: of runs that keep no profiles


def solve_ensemble(cell: DerivedCell, controls: np.ndarray, **options) -> Ensemble:
    """Integrate all members of a cell through a protocol."""
    return _solve(cell, slice(None), cell.parameters, controls, **options)


def solve_nominal(cell: DerivedCell, controls: np.ndarray, rows: np.ndarray | None = None, **options) -> Ensemble:
    """Integrate the nominal member, or variants of it with `rows` of parameters that start from the same state."""
    rows = cell.parameters[:1] if rows is None else rows
    return _solve(cell, np.zeros(len(rows), dtype=int), rows, controls, **options)


def _solve(cell: DerivedCell, start: slice | np.ndarray, rows: np.ndarray, controls: np.ndarray, **options) -> Ensemble:
    return ensemble.run(
        cell.equations.functions,
        rows,
        cell.initial_potential[start],
        cell.initial_states[start],
        controls,
        scales=cell.equations.scales,
        **options,
    )
