"""All members of the ensemble: their outcomes, and bands of voltage."""

from collections.abc import Sequence

import numpy as np

from brimstone.model.derive import DerivedCell
from brimstone.protocol import Program
from brimstone.result import Band
from brimstone.simulate.curves import band_of
from brimstone.simulate.nominal import report_to
from brimstone.simulate.parts import Recorder
from brimstone.simulate.settings import Progress, Settings
from brimstone.simulate.solve import ENSEMBLE_TOLERANCE, solve_ensemble, solve_long
from brimstone.solver.ensemble import SolverOptions
from brimstone.solver.interface import SOLVED, STATUS

_BAND_POINTS = 260
_BAND_MEMORY = 4e7  # numbers kept for bands


def run_members(
    cell: DerivedCell,
    program: Program,
    settings: Settings,
    nominal: np.ndarray,
    progress: Progress | None,
    recorder: Recorder | None = None,
) -> tuple[np.ndarray, np.ndarray, Sequence[Band | None]]:
    """Outcomes of all members with the nominal one first, their surroundings, and the band of each instruction."""
    members, instructions = cell.parameters.shape[0], len(program.instructions)
    report = report_to(progress, f"{members - 1} samples")
    if not settings.curves or members * instructions * _BAND_POINTS * 4 >= _BAND_MEMORY:
        whole = solve_long(cell, program.controls, SolverOptions(settings.nodes, ENSEMBLE_TOLERANCE), recorder, report)
        whole.outcomes[0] = nominal[0]
        return whole.outcomes, whole.ends, [None] * instructions
    solved = solve_ensemble(
        cell,
        program.controls,
        SolverOptions(settings.nodes, ENSEMBLE_TOLERANCE, points=_BAND_POINTS),
        progress=report,
    )
    valid = np.isin(solved.outcomes[:, :, STATUS], SOLVED)
    bands = [band_of(solved, number, valid[:, number]) for number in range(instructions)]
    outcomes = solved.outcomes
    outcomes[0] = nominal[0]
    return outcomes, solved.ends, bands
