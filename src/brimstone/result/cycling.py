"""What cycles of a run gave, one by one: capacity in all and by sulfur, retention, coulombic efficiency."""

import warnings
from collections.abc import Sequence

import numpy as np

from brimstone._records import record
from brimstone.protocol import alike
from brimstone.result.figures import INTERVAL
from brimstone.result.step import Step


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
