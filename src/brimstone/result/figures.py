"""Figures with their interval, and curves with their band."""

from dataclasses import dataclass, replace

import numpy as np

from brimstone._records import record
from brimstone.constants import MA_CM2, MAH_CM2
from brimstone.result.frames import DataFrame, frame
from brimstone.units import conversion_factor

#: The interval of every figure and band: what 80 % of the members lie in.
INTERVAL = (0.1, 0.9)

#: Fraction of the nominal value and of the median below which an end of an interval is zero: a dead cell's figures are
#: round-off. Not of the largest sample: times to a short differ by decades.
_ROUND_OFF = 1e-5


@dataclass(frozen=True)
class Figure:
    """A computed number, with its interval unless the run is certain.

    Attributes
    ----------
    value : float
        Of the nominal member.
    low, high : float or None
        Interval in which 80 % of the ensemble lie; None when the run is certain.
    unit : str
        In which these are given, such as ``"C/kg"``; empty for a plain number, and after `times`.
    median : float or None
        Of the ensemble. What is not known mostly takes something away from a cell, so that it lies below a nominal
        value near the ceiling, and is the better guess of a cell that nobody measured. None when the run is certain.
    """

    value: float
    low: float | None = None
    high: float | None = None
    unit: str = ""
    median: float | None = None

    @classmethod
    def of(cls, members: np.ndarray, valid: np.ndarray | None = None, unit: str = "") -> "Figure":
        """Figure of samples: the first is nominal, the rest give the interval.

        Parameters
        ----------
        members : ndarray (members,)
        valid : ndarray of bool (members,), optional
            Members that count for the interval; all by default.
        unit : str
        """
        members = np.asarray(members, dtype=float)
        others = members[1:] if valid is None else members[1:][valid[1:]]
        if others.size == 0:
            return cls(float(members[0]), unit=unit)
        ends = np.quantile(others, INTERVAL)
        median = float(np.median(others))
        usual = np.abs([members[0], median])
        least = max(_ROUND_OFF * usual[np.isfinite(usual)].max(initial=0.0), _ROUND_OFF**2 * np.abs(ends).max())
        low, high = np.where(np.abs(ends) < least, 0.0, ends)
        return cls(float(members[0]), float(low), float(high), unit, median)

    @property
    def best(self) -> float:
        """The median of the ensemble, or the value of a certain run."""
        return self.value if self.median is None else self.median

    @property
    def centred(self) -> "Figure":
        """The same, with the median of the ensemble for its value."""
        return replace(self, value=self.best)

    def times(self, factor: float, unit: str = "") -> "Figure":
        """The figure multiplied by a number, then given in `unit`."""
        low, high, median = (None if one is None else one * factor for one in (self.low, self.high, self.median))
        if factor < 0:
            low, high = high, low
        return Figure(self.value * factor, low, high, unit, median)

    def to(self, unit: str) -> "Figure":
        """The figure in another unit, such as ``"mAh/g"``.

        Raises
        ------
        UnitError
            When the unit is unknown or of another dimension.

        Examples
        --------
        >>> round(Figure(3600.0, unit="C/kg").to("mAh/g").value, 6)
        1.0
        """
        return self.times(conversion_factor(self.unit, unit), unit)

    def __str__(self) -> str:
        words = f"{self.value:.4g} {self.unit}".strip()
        return words if self.low is None else f"{words} ({self.low:.4g} to {self.high:.4g})"


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

    def to_frame(self) -> DataFrame:
        """Table with the columns ``time_s``, ``voltage_V``, ``current_mA_cm2`` and ``charge_mAh_cm2``.

        Current and charge are positive on discharge.

        Raises
        ------
        BrimstoneError
            Without pandas.
        """
        columns = (self.time, self.voltage, self.current / MA_CM2, self.charge / MAH_CM2)
        return frame(dict(zip(("time_s", "voltage_V", "current_mA_cm2", "charge_mAh_cm2"), columns, strict=True)))


@record
class DifferentialBand:
    """Where 80 % of the ensemble's differential capacities lie, against voltage; arrays of shape (intervals,).

    Attributes
    ----------
    voltage : ndarray
        Middles of equal intervals, rising [V].
    low, high : ndarray
        Charge per volt, positive [C/m2/V].
    """

    voltage: np.ndarray
    low: np.ndarray
    high: np.ndarray


@record
class Band:
    """Where 80 % of the ensemble's voltages lie, against the charge passed; arrays of shape (points,).

    A member that has stopped counts at its last voltage, the cut-off.

    Attributes
    ----------
    charge : ndarray
        Passed since the start of the step, discharge positive [C/m2].
    low, high : ndarray
        [V]
    differential : DifferentialBand or None
        Of the charge per volt, of charges and discharges that measured files are held against.
    """

    charge: np.ndarray
    low: np.ndarray
    high: np.ndarray
    differential: DifferentialBand | None = None


@record
class Profile:
    """State of the cathode through its depth, at every recorded point of a step, nominal member.

    Attributes
    ----------
    depth : ndarray (nodes,)
        From the separator [m].
    states : tuple of str
        Names of the local states.
    values : ndarray (points, 1 + states, nodes)
        Potential between electron and ion conductor [V], then the local states.
    conversion : ndarray (points, nodes)
        Fraction of the lithium that sulfur in reach can take up that it holds.
    progress : ndarray (points, nodes)
        How far the active material has reacted, 0 to 1; in a cathode without sulfur that is the electrolyte.
    reaction : ndarray (points, nodes)
        Current that passes from ions to electrons per volume, discharge positive [A/m3]; without points unless asked
        for.
    dissolved : ndarray (points, nodes) or None
        Sulfur in the solution in the pores, over its concentration if all were dissolved in all of the solution, where
        that is a field.
    """

    depth: np.ndarray
    states: tuple[str, ...]
    values: np.ndarray
    conversion: np.ndarray
    progress: np.ndarray
    reaction: np.ndarray
    dissolved: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, name: str) -> np.ndarray:
        """``"potential"`` or one of `states`, (points, nodes)."""
        names = ("potential", *self.states)
        if name not in names:
            raise KeyError(f"'{name}' is no state of this cathode; there are {', '.join(names)}")
        return self.values[:, names.index(name)]
