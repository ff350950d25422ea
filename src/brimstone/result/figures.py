"""Figures with their interval, and curves with their band."""

from dataclasses import dataclass

import numpy as np

from brimstone._records import record
from brimstone.solver.ensemble import Ensemble

#: The interval of every figure and band: what 80 % of the members lie in.
INTERVAL = (0.1, 0.9)

#: Share of the largest member below which an end of an interval is zero: a dead cell's figures are round-off.
_NOTHING = 1e-5


@dataclass(frozen=True)
class Figure:
    """A computed number.

    Attributes
    ----------
    value : float
        Of the nominal member, in SI.
    low, high : float or None
        Interval in which 80 % of the ensemble lie; None when the run is certain.
    """

    value: float
    low: float | None = None
    high: float | None = None

    @classmethod
    def of(cls, members: np.ndarray, valid: np.ndarray) -> "Figure":
        """Figure of an array over members: the first is nominal, the rest give the interval if they hold."""
        members = np.asarray(members, dtype=float)
        others = members[1:][valid[1:]]
        if others.size == 0:
            return cls(float(members[0]))
        ends = np.quantile(others, INTERVAL)
        low, high = np.where(np.abs(ends) < _NOTHING * np.max(np.abs(others)), 0.0, ends)
        return cls(float(members[0]), float(low), float(high))

    def times(self, factor: float) -> "Figure":
        """The figure in other units."""
        scaled = [None if bound is None else bound * factor for bound in (self.low, self.high)]
        if factor < 0:
            scaled.reverse()
        return Figure(self.value * factor, *scaled)


@record
class Curve:
    """One step against time; arrays of shape (points,).

    Attributes
    ----------
    time : ndarray
        From the start of the step [s].
    voltage : ndarray
        Of the cathode against Li/Li+ [V].
    current : ndarray
        Discharge positive [A/m2].
    charge : ndarray
        Passed since the start of the step, discharge positive [C/m2].
    """

    time: np.ndarray
    voltage: np.ndarray
    current: np.ndarray
    charge: np.ndarray

    @classmethod
    def of(cls, ensemble: Ensemble, member: int, step: int) -> "Curve":
        """Curve of one member and step of an ensemble."""
        rows = ensemble.curves[member, step, : ensemble.counts[member, step]]
        return cls(rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3])


@record
class Band:
    """Where 80 % of the ensemble's voltages lie, against the charge passed; arrays of shape (points,).

    A member that has stopped counts at its last voltage, the cut-off.
    """

    charge: np.ndarray
    low: np.ndarray
    high: np.ndarray

    @classmethod
    def of(cls, ensemble: Ensemble, step: int, valid: np.ndarray, points: int = 101) -> "Band | None":
        """Band of a step over the valid members after the first."""
        members = [member for member in np.flatnonzero(valid) if member > 0 and ensemble.counts[member, step] > 1]
        if len(members) < 10:
            return None
        curves = [Curve.of(ensemble, int(member), step) for member in members]
        ends = np.array([curve.charge[-1] for curve in curves])
        grid = np.linspace(0.0, np.quantile(np.abs(ends), 0.95), points)
        voltages = np.array([np.interp(grid, np.abs(curve.charge), curve.voltage) for curve in curves])
        low, high = np.quantile(voltages, INTERVAL, axis=0)
        return cls(grid * np.sign(np.sum(ends)), low, high)
