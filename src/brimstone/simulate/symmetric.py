"""Symmetric cells through protocols: plating and stripping, and the stepped test of the critical current."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from brimstone._records import record
from brimstone.model.surroundings import State
from brimstone.model.symmetric.cell import SymmetricCell
from brimstone.result.figures import Figure
from brimstone.solver.ensemble import Ensemble, SolverOptions, run
from brimstone.solver.interface import (
    ANODE_EMPTY,
    CONTACT_LOST,
    CURRENT,
    LOWER_VOLTAGE,
    SHORT_CIRCUIT,
    STATUS,
    TIME,
    UPPER_VOLTAGE,
    Control,
)

_TOLERANCE = 1e-5
_POINTS = 400  # of a half cycle of the nominal member
LIMIT = 5.0  #: [V]; of a cycler, at which a half cycle ends

#: How a stepped test ends, by the status of the half cycle that does not pass: word -> sentence.
ENDS = {
    SHORT_CIRCUIT: ("short circuit", "lithium grew through the separator"),
    CONTACT_LOST: ("contact lost", "voids left hardly any contact of the side that is stripped"),
    **dict.fromkeys((LOWER_VOLTAGE, UPPER_VOLTAGE), ("voltage limit", f"the voltage came to {LIMIT:g} V")),
    ANODE_EMPTY: ("electrode empty", "the side that is stripped gave all of its lithium"),
}
_UNSOLVED = ("not solved", "a half cycle could not be computed")
PASSED = ("passed", "all half cycles were passed")


@dataclass(frozen=True)
class SteppedTest:
    """A stepped test of the critical current.

    Attributes
    ----------
    currents : tuple of float
        Current densities, rising [A/m2].
    charge : float or None
        That each half cycle passes [C/m2].
    half : float or None
        Time of a half cycle, where its charge is not given [s].
    cycles : int
        At each current.
    rest : float
        After each half cycle [s].

    Raises
    ------
    ValueError
        Unless currents rise, and either a charge or a time is given.
    """

    currents: tuple[float, ...]
    charge: float | None = None
    half: float | None = None
    cycles: int = 1
    rest: float = 0.0

    def __post_init__(self) -> None:
        if not self.currents or self.currents[0] <= 0.0 or np.any(np.diff(self.currents) <= 0.0):
            raise ValueError("currents of a stepped test are above zero and rise from step to step")
        if (self.charge is None) == (self.half is None):
            raise ValueError("a half cycle has either a charge or a time")

    def duration(self, current: float) -> float:
        """Of a half cycle [s]."""
        return self.half if self.half is not None else float(self.charge or 0.0) / current

    def halves(self) -> list[tuple[float, Control]]:
        """Half cycles with the current that each belongs to; a rest belongs to the one before it."""
        rows = []
        for current in self.currents:
            for sign in (1.0, -1.0) * self.cycles:
                duration = self.duration(current)
                rows.append((current, Control(CURRENT, sign * current, lower=-LIMIT, upper=LIMIT, duration=duration)))
                if self.rest > 0.0:
                    rows.append((current, Control(CURRENT, 0.0, duration=self.rest)))
        return rows


@record
class Trace:
    """What a cycler and a look inside show of a symmetric cell, nominal member; arrays (points,).

    Attributes
    ----------
    time : ndarray
        [s]
    current : ndarray
        Positive while the first side is plated, as a cycler counts a charge [A/m2].
    voltage : ndarray
        Of the first side against the second, with the sign of the current [V].
    voids : ndarray (2, points)
        Volume per area at each side [m].
    cracks : ndarray (2, points)
        Depth of lithium in the separator from each side [m].
    """

    time: np.ndarray
    current: np.ndarray
    voltage: np.ndarray
    voids: np.ndarray
    cracks: np.ndarray


@record
class CriticalCurrent:
    """What a stepped test found; figures in A/m2 with their intervals.

    Attributes
    ----------
    test : SteppedTest
    passed : ndarray (members,)
        Highest current at which every half cycle was passed; zero where not even the first was [A/m2].
    failed : ndarray (members,)
        Current at which one was not; NaN where all were [A/m2].
    statuses : ndarray of int (members,)
        How that half cycle ended; that of a time where all were passed.
    trace : Trace
    resistance : Figure
        Of the cell as assembled [ohm m2].
    """

    test: SteppedTest
    passed: np.ndarray
    failed: np.ndarray
    statuses: np.ndarray
    trace: Trace
    resistance: Figure

    @property
    def critical(self) -> Figure:
        """Highest current at which every half cycle was passed [A/m2]."""
        return Figure.of(self.passed, unit="A/m2")

    def end(self, member: int = 0) -> tuple[str, str]:
        """Word and sentence on how the test of a member ended."""
        status = int(self.statuses[member])
        return PASSED if status == TIME else ENDS.get(status, _UNSOLVED)

    @property
    def shares(self) -> dict[str, float]:
        """Share of the members by how their test ended."""
        words = [self.end(member)[0] for member in range(len(self.statuses))]
        return {word: words.count(word) / len(words) for word in dict.fromkeys(words)}


def follow(cell: SymmetricCell, controls: Sequence[Control], points: int = _POINTS) -> Ensemble:
    """Take a symmetric cell through steps of a cycler."""
    return _followed(cell, np.array([list(controls)], dtype=float), points)


def _followed(cell: SymmetricCell, controls: np.ndarray, points: int) -> Ensemble:
    return run(cell.problem(controls), SolverOptions(nodes=1, tolerance=_TOLERANCE, points=points))


def run_through(cell: SymmetricCell, controls: np.ndarray, points: int) -> tuple[Ensemble, np.ndarray, np.ndarray]:
    """Take all members through steps of a cycler, the nominal one with its curves.

    Returns
    -------
    Ensemble
        Of the nominal member.
    outcomes : ndarray (members, steps, columns)
    ends : ndarray (members, steps, 2, 1 + states of both sides)
    """
    alone = _followed(cell.alone, controls, points)
    if len(cell.side) == 1:
        return alone, alone.outcomes, alone.ends
    every = _followed(cell, controls, 0)
    every.outcomes[0], every.ends[0] = alone.outcomes[0], alone.ends[0]
    return alone, every.outcomes, every.ends


def critical_current(cell: SymmetricCell, test: SteppedTest) -> CriticalCurrent:
    """Carry out a stepped test of the critical current on all members of a cell.

    A test ends with the first half cycle that is not passed: at a short circuit, at the voltage limit of the cycler, or
    where a side has no lithium or no contact left.
    """
    halves = test.halves()
    controls, currents = [control for _, control in halves], np.array([current for current, _ in halves])
    nominal, outcomes, _ = run_through(cell, np.array([controls], dtype=float), _POINTS)
    statuses = outcomes[:, :, STATUS].astype(int)
    wrong = statuses != TIME
    anything, first = wrong.any(axis=1), wrong.argmax(axis=1)
    at = currents[first]
    below = np.searchsorted(np.array(test.currents), at)
    steps = np.array([0.0, *test.currents])
    return CriticalCurrent(
        test=test,
        passed=np.where(anything, steps[below], test.currents[-1]),
        failed=np.where(anything, at, np.nan),
        statuses=np.where(anything, statuses[np.arange(len(statuses)), first], TIME),
        trace=trace_of(nominal, int(first[0]) + 1 if anything[0] else len(halves)),
        resistance=Figure.of(cell.resistance, unit="ohm m2"),
    )


def trace_of(ensemble: Ensemble, steps: int) -> Trace:
    """Trace of the first `steps` steps of the first member."""
    curves, traces, start = [], [], 0.0
    for step in range(steps):
        count = ensemble.counts[0, step]
        rows = ensemble.curves[0, step, :count].copy()
        rows[:, 0] += start
        start = float(rows[-1, 0]) if count else start
        curves.append(rows)
        traces.append(ensemble.traces[0, step, :count, 1:])
    rows, states = np.concatenate(curves), np.concatenate(traces)
    both = len(State)
    return Trace(
        time=rows[:, 0],
        current=-rows[:, 2],
        voltage=rows[:, 1],
        voids=np.stack([states[:, State.voids], states[:, both + State.voids]]),
        cracks=np.stack([states[:, State.crack], states[:, both + State.crack]]),
    )
