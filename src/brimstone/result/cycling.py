"""What cycles of a run gave, one by one: capacity in all and by sulfur, retention, coulombic efficiency."""

import warnings
from collections.abc import Sequence

import numpy as np

from brimstone._records import record
from brimstone.protocol import alike
from brimstone.result.figures import INTERVAL
from brimstone.result.step import Step
from brimstone.solver.interface import LEFT_OUT, SHORT_CIRCUIT, SOLVED, STATUS, among

_LEAST_CYCLES, _MANY_CYCLES = 3, 20  # of which a life is told: where the recipe asks for an end of it, and elsewhere
_USUAL_SHARE = 0.8  # of the capacity, at which a cell is called spent


@record
class CyclesOfStep:
    """Cycles of one step of the protocol at the same currents, those of each rate by themselves.

    Arrays have the shape (cycles,) or (members, cycles), NaN where one was not run.

    Attributes
    ----------
    step : int
        Place of the recipe's step, from 0.
    cycle : ndarray of int (cycles,)
        Numbers of the cycles, counted through the protocol.
    charge, discharge : ndarray (members, cycles)
        Charge passed [C/m2].
    discharge_of_sulfur : ndarray (members, cycles)
        What the conversion of sulfur passed of `discharge` [C/m2].
    discharge_over_charge, charge_over_discharge : ndarray (members, cycles)
        Coulombic efficiency by both definitions: each discharge over the charge before it, each charge over the
        discharge before it, as half-cell papers of sulfur electrodes report it [-].
    """

    step: int
    cycle: np.ndarray
    charge: np.ndarray
    discharge: np.ndarray
    discharge_of_sulfur: np.ndarray
    discharge_over_charge: np.ndarray
    charge_over_discharge: np.ndarray

    @property
    def retention(self) -> np.ndarray:
        """Capacity of each discharge over that of the first complete cycle, the second (members, cycles) [-].

        Zero from a short circuit on, of a member that ended by one before that cycle throughout.
        """
        return self._kept(self.discharge)

    @property
    def retention_of_sulfur(self) -> np.ndarray:
        """`retention` of what sulfur's conversion passed (members, cycles) [-]."""
        return self._kept(self.discharge_of_sulfur)

    def _kept(self, passed: np.ndarray) -> np.ndarray:
        first = passed[:, 1:2] if self.cycle.size > 1 else passed  # the first may begin anywhere
        return np.divide(passed, first, out=np.where(np.isfinite(passed + first), 0.0, np.nan), where=first > 0.0)


@record
class Life:
    """For how many cycles a cell keeps a share of its capacity.

    Attributes
    ----------
    share : float
        Of the capacity of the first complete cycle [-].
    reference, last : int
        Number of that cycle, and of the last one of the protocol.
    cycles : ndarray (members,)
        Cycle in which each fell below; infinite where it did not, NaN where it could not be followed so far [-].
    shorted : ndarray of bool (members,)
        Whether a short circuit ended it there.
    """

    share: float
    reference: int
    last: int
    cycles: np.ndarray
    shorted: np.ndarray

    def sentence(self) -> str:
        """In words, with the interval of the samples."""
        share, nominal = f"{100.0 * self.share:.3g} %", self.cycles[0]
        others = self.cycles[1:][~np.isnan(self.cycles[1:])]
        ends = np.quantile(others, INTERVAL, method="inverted_cdf") if others.size else np.empty(0)
        spread = " to ".join(f"{end:.0f}" if np.isfinite(end) else f"more than {self.last}" for end in ends)
        if ends.size and ends[0] == ends[1]:
            spread = spread.split(" to ")[0]
        spread = f" (80 % of the samples: {spread})" if spread else ""
        by = np.mean(self.shorted[1:]) if others.size else 0.0
        also = f" A short circuit ends {100.0 * by:.0f} % of the samples, as lithium grows through." if by else ""
        whole = f"{share} of the capacity of cycle {self.reference}"
        if np.isinf(nominal):
            return f"The discharge did not come down to {whole} by cycle {self.last}{spread}.{also}"
        if self.shorted[0]:
            how = f", before the discharge comes down to {whole}" if nominal > self.reference else ""
            return f"A short circuit ends the cell in cycle {nominal:.0f}{spread}{how}.{also}"
        return f"The discharge comes down to {whole} in cycle {nominal:.0f}{spread}.{also}"


def life_of(steps: Sequence[Step]) -> Life | None:
    """Life of the cell in most of its cycles at the same currents; None where there are few, or it can't be followed.

    Down to the share of capacity at which the recipe ends its cycles, else to 80 %.
    """
    there = [one for one in steps if not one.pulse]
    runs = [[there[place] for place in run] for run in alike([one.instruction for one in there])]
    cycled = max(runs, key=len, default=[])
    discharges = [one for one in cycled if one.instruction.kind == "discharge"]
    asked = "retention" in discharges[-1].instruction.until if discharges else False
    if len(discharges) < (_LEAST_CYCLES if asked else _MANY_CYCLES):
        return None
    share = max(one.instruction.rows[-1].least for one in discharges) if asked else _USUAL_SHARE
    first, last = discharges[1], discharges[-1].instruction.cycle
    cycles = np.where(_ran(first), np.inf, np.nan)
    shorted = np.zeros(cycles.shape, dtype=bool)
    alive = np.ones(cycles.shape, dtype=bool)
    for one in cycled:
        status = one.outcomes[:, STATUS]
        falls = alive & (status == SHORT_CIRCUIT)
        shorted |= falls
        if one.instruction.kind == "discharge" and one.instruction.cycle > first.instruction.cycle:
            falls |= alive & _ran(one) & (one.charges < share * first.charges)
        cycles[falls] = one.instruction.cycle
        lost = alive & ~falls & ~_ran(one)
        cycles[lost] = np.nan
        alive &= ~(falls | lost)
    return None if np.isnan(cycles[0]) else Life(share, first.instruction.cycle, last, cycles, shorted)


def _ran(step: Step) -> np.ndarray:
    """Members that ran a step to its end, whatever ended it."""
    status = step.outcomes[:, STATUS]
    return np.asarray(among(status, SOLVED) & (status != LEFT_OUT))


def cycles_of_steps(steps: Sequence[Step]) -> tuple[CyclesOfStep, ...]:
    """Cycles of each step that has at least two, at each of its rates; pulses of a titration are none."""
    there = [one for one in steps if not one.pulse]
    runs = [[there[place] for place in run] for run in alike([one.instruction for one in there])]
    most: dict[int, int] = {}
    for halves in runs:
        last = halves[-1].instruction
        most[last.step] = max(most.get(last.step, 0), last.turn)
    return tuple(_cycles(step, halves) for halves in runs if most[step := halves[0].instruction.step] > 1)


def _cycles(step: int, halves: Sequence[Step]) -> CyclesOfStep:
    cycle = np.unique([one.instruction.cycle for one in halves])
    place = {number: column for column, number in enumerate(cycle.tolist())}
    shape = len(halves[0].outcomes), cycle.size
    charge, discharge, by_sulfur, forth, back = (np.full(shape, np.nan) for _ in range(5))
    first: np.ndarray | None = None
    before = ""
    for one in halves:
        column, kind, counts = place[one.instruction.cycle], one.instruction.kind, one.told & one.shown
        passed = np.where(counts, one.charges, np.nan)
        if kind == "charge":
            charge[:, column] = passed
        else:
            discharge[:, column] = passed
            by_sulfur[:, column] = np.where(counts, one.sulfur_charges, np.nan)
        if first is not None and kind != before:
            ratio = forth if kind == "discharge" else back
            ratio[:, column] = np.divide(passed, first, out=np.full(shape[0], np.nan), where=first > 0.0)
        first, before = passed, kind
    return CyclesOfStep(step, cycle, charge, discharge, by_sulfur, forth, back)


def interval(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Ends of what 80 % of the samples of each cycle lie in; NaN where none came to it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of cycles that no sample came to
        low, high = np.nanquantile(values[1:], INTERVAL, axis=0)
    return low, high
