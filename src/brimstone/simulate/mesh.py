"""How far a mesh is off, and how many nodes a cathode needs."""

from collections.abc import Sequence

import numpy as np

from brimstone.model.derive import DerivedCell
from brimstone.protocol import Instruction, Program
from brimstone.result import Curve
from brimstone.simulate.curves import curve_of
from brimstone.simulate.settings import NODES, Settings
from brimstone.simulate.solve import CURVE_POINTS, CURVE_TOLERANCE, solve_nominal
from brimstone.solver.ensemble import Ensemble, SolverOptions

_TESTED_STEPS = 12  # first instructions that are looked at
_LARGEST_ERROR = 6e-4  # [V]; more is seen in a curve as ripples, where one node after the other opens or is used up
_FINER = 4  # times as many nodes as usual, at most


def enough_nodes(cell: DerivedCell, program: Program, settings: Settings) -> int:
    """Nodes for the nominal run: those of the settings, or up to four times the usual where a front needs them.

    Li2S that opens the easier the more of it is opened reacts in a front, and the edge of sulfur that is used up goes
    through a thick cathode; where they are hardly wider than a node, the voltage ripples node by node. A run without
    checks, on more nodes yet, or on fewer than usual, which is chosen, keeps its own.
    """
    nodes, most = settings.nodes, _FINER * NODES
    if not settings.checks or not settings.curves or not NODES <= nodes < most:
        return nodes
    controls, instructions = program.controls_of(_TESTED_STEPS), program.instructions[:_TESTED_STEPS]

    def solved(mesh: int) -> Ensemble:
        return solve_nominal(cell, controls, SolverOptions(mesh, CURVE_TOLERANCE, points=CURVE_POINTS))

    coarse = solved(nodes)
    while nodes < most:
        finer = solved(2 * nodes)
        curves = [curve_of(coarse, number) for number in range(len(instructions))]
        if mesh_error(curves, finer, instructions) <= _LARGEST_ERROR:
            break
        nodes, coarse = min(2 * nodes, most), finer
    return nodes


def mesh_error(curves: Sequence[Curve], finer: Ensemble, instructions: Sequence[Instruction]) -> float:
    """Root mean square of the voltage error of the mesh, the largest over the shown steps [V].

    The mesh is of second order, so the run on half the width differs by three quarters of the error.
    """
    worst = 0.0
    for number, instruction in enumerate(instructions):
        if not instruction.shown or instruction.kind not in ("charge", "discharge"):
            continue
        coarse, fine = curves[number], curve_of(finer, number)
        if min(coarse.charge.size, fine.charge.size) < 5:
            continue
        end = 0.998 * min(abs(coarse.charge[-1]), abs(fine.charge[-1]))
        grid = np.linspace(0.0, end, 400)
        difference = np.interp(grid, np.abs(coarse.charge), coarse.voltage) - np.interp(
            grid, np.abs(fine.charge), fine.voltage
        )
        worst = max(worst, 4.0 / 3.0 * float(np.sqrt(np.mean(difference**2))))
    return worst
