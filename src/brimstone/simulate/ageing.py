"""Which mechanism took what of a lost capacity: the protocol repeated with one of them absent at a time."""

import itertools
from collections.abc import Mapping, Sequence

import numpy as np

from brimstone._compile import Column
from brimstone.model.derive import DerivedCell
from brimstone.model.surroundings import Around
from brimstone.protocol import Program, alike
from brimstone.result.fade import Fade
from brimstone.result.figures import INTERVAL
from brimstone.simulate.chosen import chosen_cycles, pulsed_steps
from brimstone.simulate.settings import USUAL_CYCLES, Settings
from brimstone.simulate.solve import ENSEMBLE_TOLERANCE, Rows, solve_variants
from brimstone.solver.ensemble import SolverOptions
from brimstone.solver.interface import CHARGE, LEFT_OUT, SOLVED, STATUS, among

_LEAST_CYCLES = 3  #: with a complete one, beginning with a charge, between first and last
_LEAST_CHARGE = 1e-3  #: share of the theoretical charge; a discharge below it leaves nothing to attribute
_CHEAP = 450  #: instructions, up to which a run attributes its loss without being asked
_SAMPLES = 24  #: whose losses give the intervals


def attribute(
    cell: DerivedCell, program: Program, nodes: int, first: int | None = None, last: int | None = None
) -> Fade | None:
    """Attribute the capacity lost between the discharges of two cycles, nominal values.

    Parameters
    ----------
    cell : DerivedCell
    program : Program
    nodes : int
    first, last : int
        Of the cycles that follow each other at the same currents, where there are most of them (the first such); by
        default the second of them, which is the first complete one, and the last.

    Returns
    -------
    Fade or None
        None where one of the runs did not come to its end, there are no such cycles, or the first of them gave nothing.
    """
    discharges = _discharges(program)
    first = _first(discharges) if first is None else first
    last = max(discharges, default=0) if last is None else last
    fades = attributed(cell, program, SolverOptions(nodes, ENSEMBLE_TOLERANCE), [(first, last)])
    return next(iter(fades), None)


def fades_of(
    cell: DerivedCell, program: Program, settings: Settings, options: SolverOptions, status: np.ndarray
) -> tuple[Fade, ...]:
    """What took the capacity of a run: in the intervals between the cycles that were chosen, then in all of them.

    Of the usual ones, only where the protocol is not too long to be repeated in passing.

    Parameters
    ----------
    cell : DerivedCell
    program : Program
    settings : Settings
    options : SolverOptions
        Of the samples, which give the intervals of cycles that were chosen.
    status : ndarray (instructions,)
        How each ended for the nominal member: cycles that it did not run lost nothing.
    """
    ran = among(status, SOLVED) & (status != LEFT_OUT)
    discharges = {cycle: place for cycle, place in _discharges(program).items() if ran[place]}
    usual = settings.cycles == USUAL_CYCLES
    if len(discharges) < _LEAST_CYCLES or (usual and np.flatnonzero(ran)[-1] >= _CHEAP):
        return ()
    finest = SolverOptions(settings.nodes, ENSEMBLE_TOLERANCE)
    cycles = sorted({max(one, _first(discharges)) for one in chosen_cycles(discharges, settings.cycles)})
    intervals = list(itertools.pairwise(cycles))
    if len(intervals) > 1:
        intervals.append((cycles[0], cycles[-1]))
    if usual or len(cell.parameters) == 1:
        return attributed(cell, program, finest, intervals)
    return attributed(cell, program, options, intervals, min(_SAMPLES, len(cell.parameters) - 1))


def attributed(
    cell: DerivedCell,
    program: Program,
    options: SolverOptions,
    intervals: Sequence[tuple[int, int]],
    samples: int = 0,
) -> tuple[Fade, ...]:
    """Attribute the capacity lost in intervals of cycles; those of which nothing can be told are left out.

    Parameters
    ----------
    cell : DerivedCell
    program : Program
    options : SolverOptions
    intervals : sequence of tuple of int
        First and last cycle of each.
    samples : int
        Beside the nominal member, for intervals of what each mechanism took.
    """
    discharges = _discharges(program)
    there = [pair for pair in intervals if pair[0] < pair[1] and all(cycle in discharges for cycle in pair)]
    if not there:
        return ()
    end = discharges[max(last for _, last in there)] + 1
    members, names = np.arange(1 + samples), ["", *cell.equations.ageing, _HELD]
    rows = [_without(cell, member) for member in range(1 + samples)]
    cathode, around = (np.concatenate([one[part] for one in rows]) for part in (0, 1))
    outcomes = solve_variants(
        cell, program.controls_of(end, through=True), options, Rows(cathode, around), np.repeat(members, len(names))
    ).outcomes.reshape(len(members), len(names), end, -1)
    solved = among(outcomes[..., STATUS], SOLVED).all(axis=(1, 2))
    found = []
    for first, last in there:
        before, after = (np.abs(outcomes[:, :, discharges[cycle], CHARGE]) for cycle in (first, last))
        told = solved & (before[:, 0] >= _LEAST_CHARGE * cell.theoretical_charge[members])
        if not told[0]:
            continue
        lost = before - after
        took = lost[:, :1] - lost[:, 1:]
        others = (took / before[:, :1])[1:][told[1:]]
        ends = np.quantile(others, INTERVAL, axis=0) if len(others) else np.empty((2, 0))
        found.append(
            Fade(
                first,
                last,
                float(before[0, 0]),
                float(after[0, 0]),
                dict(zip(names[1:], took[0].tolist(), strict=True)),
                dict(zip(names[1:], map(tuple, ends.T.tolist()), strict=False)),
            )
        )
    return tuple(found)


def _first(discharges: Mapping[int, int]) -> int:
    """The first complete one of cycles, from which retention counts."""
    return min(discharges, default=0) + 1


def _discharges(program: Program) -> dict[int, int]:
    """Places of the discharges by cycle, of the most cycles that follow each other at the same currents."""
    pulsed = pulsed_steps(program)
    runs = [
        {
            one.cycle: place
            for place in run
            if (one := program.instructions[place]).kind == "discharge" and one.step not in pulsed
        }
        for run in alike(program.instructions)
    ]
    return max(runs, key=len, default={})


_HELD = "changing stack pressure"


def _without(cell: DerivedCell, member: int) -> tuple[np.ndarray, np.ndarray]:
    """Parameters of cathode and surroundings of a member: all mechanisms at work, then one absent at a time."""
    cathode, around = cell.parameters[member], cell.surroundings.parameters[member]
    mechanisms = [{}, *cell.equations.ageing.values(), {"stiffness": 0.0}]
    return (
        np.stack([_changed(cathode, cell.equations.parameters, changes) for changes in mechanisms]),
        np.stack([_changed(around, Around, changes) for changes in mechanisms]),
    )


def _changed(row: np.ndarray, columns: type[Column], changes: Mapping[str, float]) -> np.ndarray:
    """A row of parameters with those changed that it has."""
    changed = row.copy()
    for name in changes.keys() & columns.__members__.keys():
        changed[columns[name]] = changes[name]
    return changed
