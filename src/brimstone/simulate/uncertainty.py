"""All members of the ensemble: their outcomes, and bands of voltage and differential capacity."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from brimstone._records import record
from brimstone.model.derive import DerivedCell
from brimstone.protocol import Program
from brimstone.result import Band
from brimstone.simulate.curves import band_of, differential_band
from brimstone.simulate.nominal import Nominal, report_to
from brimstone.simulate.parts import Parts, Recorder
from brimstone.simulate.settings import Progress, Settings
from brimstone.simulate.solve import ENSEMBLE_TOLERANCE, solve_ensemble, solve_long
from brimstone.solver.ensemble import Ensemble, SolverOptions
from brimstone.solver.interface import CHARGE, ENERGY, SOLVED, STATUS, among

_BAND_POINTS = 260
_LARGE = 5000  # members times instructions, from which something coarser is looked for
_COARSER = ((5, 10.0), (5, 1.0), (2, 1.0))  # by how much: mesh, and tolerance of the time steps
_TESTED, _TESTED_STEPS = 9, 6  # members and instructions that it is tested on
_MESH_ERROR = 1e-3  # of charge and energy of an instruction, over the largest: intervals are tens of percent wide
_BAND_MEMORY = 4e7  # numbers kept for bands


@record
class Members:
    """What came of all members, the nominal one first.

    Attributes
    ----------
    outcomes : ndarray (members, instructions, columns)
        As the solver wrote them.
    ends : ndarray (members, instructions, 2, 1 + states)
        Surroundings at the start and at the end of each.
    means : ndarray (members, instructions, 2, states)
        Local states averaged over the depth, likewise.
    """

    outcomes: np.ndarray
    ends: np.ndarray
    means: np.ndarray


def run_members(
    cell: DerivedCell,
    program: Program,
    settings: Settings,
    options: SolverOptions,
    nominal: Nominal,
    progress: Progress | None,
    recorder: Recorder | None = None,
) -> tuple[Members, Sequence[Band | None]]:
    """All members with the nominal one first, and the band of each instruction."""
    members, instructions = cell.parameters.shape[0], len(program.instructions)
    report = report_to(progress, f"{members - 1} samples")
    if not settings.curves or members * instructions * _BAND_POINTS * 4 >= _BAND_MEMORY:
        whole = solve_long(cell, program.controls, options, recorder, report)
        _solve_lost(cell, program, options, SolverOptions(settings.nodes, ENSEMBLE_TOLERANCE), whole)
        return _with_nominal(nominal, whole), [None] * instructions
    solved = solve_ensemble(
        cell,
        program.controls,
        replace(options, points=_BAND_POINTS),
        progress=report,
    )
    valid = among(solved.outcomes[:, :, STATUS], SOLVED)
    bands = [band_of(solved, number, valid[:, number]) for number in range(instructions)]
    if program.compared and options.nodes == settings.nodes:
        bands = _with_differential(cell, program, options.nodes, solved, bands)
    return _with_nominal(nominal, solved), bands


def _with_differential(
    cell: DerivedCell, program: Program, nodes: int, solved: Ensemble, bands: Sequence[Band | None]
) -> list[Band | None]:
    """The bands with those of the differential capacity of the charges and discharges that are shown."""
    found = list(bands)
    for number, (one, band) in enumerate(zip(program.instructions, bands, strict=True)):
        if band is not None and one.shown and one.kind in ("charge", "discharge"):
            valid = among(solved.outcomes[:, number, STATUS], SOLVED)
            found[number] = replace(band, differential=differential_band(solved, number, valid, volumes(cell, nodes)))
    return found


def volumes(cell: DerivedCell, nodes: int) -> np.ndarray:
    """Charge of the sulfur in one finite volume of each member [C/m2]; zero where a solution reacts alike in all."""
    return np.asarray(cell.reach) / nodes * (cell.polysulfides is None)


def _with_nominal(nominal: Nominal, solved: Parts | Ensemble) -> Members:
    """What came of all members, the first as it was solved by itself."""
    found = Members(solved.outcomes, solved.ends, solved.means)
    for name in ("outcomes", "ends", "means"):
        getattr(found, name)[0] = getattr(nominal, name)[0]
    return found


def _solve_lost(
    cell: DerivedCell, program: Program, options: SolverOptions, finest: SolverOptions, whole: Parts
) -> None:
    """Solve members with a step that could not be solved anew, where they were integrated coarser than need be."""
    lost = np.flatnonzero(~among(whole.outcomes[:, :, STATUS], SOLVED).all(axis=1))
    if lost.size and options != finest:
        again = solve_ensemble(cell, program.controls, finest, members=lost)
        whole.outcomes[lost], whole.ends[lost], whole.means[lost] = again.outcomes, again.ends, again.means


def sample_options(cell: DerivedCell, program: Program, nodes: int) -> SolverOptions:
    """How the samples of a run are integrated: coarser where a run is long and that shows in nothing.

    The nominal cell and a few samples go through the first instructions on either mesh. A reaction that is even through
    the depth, as of dissolved sulfur, needs few; a narrow zone that reacts needs them all.
    """
    finest = SolverOptions(nodes, ENSEMBLE_TOLERANCE)
    if len(cell.parameters) * len(program.instructions) < _LARGE:
        return finest
    controls = program.controls_of(_TESTED_STEPS)
    some = slice(_TESTED)
    fine = solve_ensemble(cell, controls, finest, members=some).outcomes
    for mesh, tolerance in _COARSER:
        coarser = SolverOptions(max(nodes // mesh, 1), tolerance * ENSEMBLE_TOLERANCE)
        coarse = solve_ensemble(cell, controls, coarser, members=some).outcomes
        if np.array_equal(coarse[:, :, STATUS], fine[:, :, STATUS]) and all(
            _alike(coarse[:, :, column], fine[:, :, column]) for column in (CHARGE, ENERGY)
        ):
            return coarser
    return finest


def _alike(coarse: np.ndarray, fine: np.ndarray) -> bool:
    """Whether no instruction of any member differs by more than the error that is allowed, over its largest one."""
    return bool(np.all(np.abs(coarse - fine).max(axis=1) <= _MESH_ERROR * np.abs(fine).max(axis=1)))
