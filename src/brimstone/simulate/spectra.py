"""The impedances of a protocol: every member of a cell brought to the states at which they are requested."""

import numpy as np

from brimstone.library.workbench import Workbench
from brimstone.model.capacitance import capacitances
from brimstone.model.derive import DerivedCell
from brimstone.protocol import Program
from brimstone.result import Impedance
from brimstone.simulate.impedance import impedance_of, reached_by
from brimstone.simulate.nominal import Nominal
from brimstone.simulate.solve import ENSEMBLE_TOLERANCE, solve_ensemble
from brimstone.solver.ensemble import SolverOptions
from brimstone.solver.interface import COMPLETED, STATUS, VOLTAGE_END, among


def spectra(
    bench: Workbench,
    cell: DerivedCell,
    program: Program,
    followed: Nominal,
    outcomes: np.ndarray,
) -> tuple[Impedance, ...]:
    """Impedance of every instruction that requests one and whose state was reached.

    Parameters
    ----------
    bench : Workbench
    cell : DerivedCell
    program : Program
    followed : Nominal
        Run of the nominal member.
    outcomes : ndarray (members, instructions, columns)
        Of all members.

    Notes
    -----
    The solver keeps the states of members at the end of a protocol only, so they run again up to each impedance.
    """
    requested = [number for number, one in enumerate(program.instructions) if one.frequencies]
    if not requested:
        return ()
    stored, profiles, around = capacitances(bench, cell), followed.profiles, cell.surroundings
    nodes = profiles[0].shape[2]
    measured = []
    for number in requested:
        valid = among(outcomes[:, number, STATUS], COMPLETED)
        ends = followed.ends[:, number, 1]
        if not valid[0]:
            continue
        reached = profiles[number][-1:]
        if len(cell.parameters) > 1 or not len(reached):
            controls = program.controls_of(number + 1)
            solved = solve_ensemble(cell, controls, SolverOptions(nodes, ENSEMBLE_TOLERANCE, final=True))
            states = solved.final
            ends = solved.ends[:, number, 1]
            if len(reached):
                states[0] = reached[0]
            valid[1:] &= solved.completed[1:, number]
        else:
            states = reached
        instruction = program.instructions[number]
        measured.append(
            impedance_of(
                cell,
                stored,
                reached_by(around, states, ends, outcomes[:, number, VOLTAGE_END], valid),
                np.array(instruction.frequencies),
                instruction.label,
                instruction.step,
            )
        )
    return tuple(measured)
