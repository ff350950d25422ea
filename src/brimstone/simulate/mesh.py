"""How many nodes a cathode needs: enough for the steepest front that goes through it."""

import numpy as np

from brimstone.model.derive import DerivedCell
from brimstone.protocol import Program
from brimstone.simulate.settings import NODES, Settings
from brimstone.simulate.solve import ENSEMBLE_TOLERANCE, solve_nominal
from brimstone.solver.ensemble import SolverOptions

_TESTED_STEPS, _POINTS = 12, 2000  # first instructions that are looked through, and room for points of each
_STEEPEST = 0.2  # change of the conversion from one node to the next, above which the voltage follows single nodes
_FINER = 4  # times as many nodes as usual, at most


def enough_nodes(cell: DerivedCell, program: Program, settings: Settings) -> int:
    """Nodes for the nominal run: those of the settings, or up to four times the usual where a front needs them.

    Li2S that opens the easier the more of it is opened reacts in a front; where that is hardly wider than a node, one
    node after the other opens, and the voltage ripples. A run without checks, or on more nodes yet, keeps its own.
    """
    nodes, most = settings.nodes, _FINER * NODES
    if not settings.checks or not settings.curves or nodes >= most:
        return nodes
    options = SolverOptions(nodes, ENSEMBLE_TOLERANCE, points=_POINTS, profiles=True)
    solved = solve_nominal(cell, program.controls_of(_TESTED_STEPS), options)
    steepest = max(
        (
            float(np.abs(np.diff(cell.equations.conversion(solved.profiles[0, number, :count]))).max(initial=0.0))
            for number, count in enumerate(solved.counts[0])
        ),
        default=0.0,
    )
    while steepest > _STEEPEST and nodes < most:
        nodes, steepest = min(2 * nodes, most), 0.5 * steepest
    return nodes
