"""What a cycler or an impedance analyser recorded, in one table whatever the instrument."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from brimstone._records import record
from brimstone.result.frames import DataFrame, frame

_AT_REST = 1e-4  # share of the largest current below which a cell rests


@dataclass(frozen=True)
class CycleTotals:
    """One cycle of a measurement.

    Attributes
    ----------
    cycle : int
    charge, discharge : float
        Passed in each direction [C].
    charge_voltage, discharge_voltage : float
        Mean over the charge passed [V]; NaN where none was.
    """

    cycle: int
    charge: float
    discharge: float
    charge_voltage: float
    discharge_voltage: float

    @property
    def efficiency(self) -> float:
        """Discharge over charge of this cycle; NaN where one of them is missing."""
        return self.discharge / self.charge if self.charge > 0.0 and self.discharge > 0.0 else math.nan


@record
class Cycling:
    """Records of a cycler; all arrays have the shape (points,).

    Attributes
    ----------
    time : ndarray
        Since the first record [s]; never decreases.
    voltage : ndarray
        [V]
    current : ndarray
        Positive on charge [A]; NaN throughout where the file has none.
    step, cycle : ndarray of int
        Steps are counted from 1 in the order of the file, whatever their numbers there were.
    charged, discharged : ndarray
        Charge passed in each direction since the first record [C].
    temperature : ndarray or None
        [K]
    pressure : ndarray or None
        [Pa]
    """

    time: np.ndarray
    voltage: np.ndarray
    current: np.ndarray
    step: np.ndarray
    cycle: np.ndarray
    charged: np.ndarray
    discharged: np.ndarray
    temperature: np.ndarray | None = None
    pressure: np.ndarray | None = None

    @property
    def points(self) -> int:
        """Number of records."""
        return self.time.size

    @property
    def direction(self) -> np.ndarray:
        """1 on charge, -1 on discharge, 0 at rest; (points,) of int."""
        return directions(self.current, self.charged, self.discharged)

    def totals(self) -> list[CycleTotals]:
        """Charge passed and mean voltages of every cycle."""
        up, down = np.diff(self.charged, prepend=0.0), np.diff(self.discharged, prepend=0.0)
        within = np.diff(self.step, prepend=-1) == 0
        voltage = np.where(within, 0.5 * (self.voltage + np.roll(self.voltage, 1)), self.voltage)
        cycles, place = np.unique(self.cycle, return_inverse=True)

        def summed(passed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            charge = np.bincount(place, passed, cycles.size)
            with np.errstate(invalid="ignore", divide="ignore"):
                mean = np.bincount(place, passed * voltage, cycles.size) / charge
            return charge, np.where(charge > 0.0, mean, math.nan)

        charge, charge_voltage = summed(np.maximum(up, 0.0))
        discharge, discharge_voltage = summed(np.maximum(down, 0.0))
        return [
            CycleTotals(int(number), *map(float, numbers))
            for number, *numbers in zip(cycles, charge, discharge, charge_voltage, discharge_voltage, strict=True)
        ]

    def part(self, chosen: np.ndarray) -> "Cycling":
        """The records that `chosen`, (points,) of bool or places, keeps; time and charge keep counting."""

        def kept(values: np.ndarray | None) -> np.ndarray | None:
            return None if values is None else values[chosen]

        return Cycling(
            self.time[chosen],
            self.voltage[chosen],
            self.current[chosen],
            self.step[chosen],
            self.cycle[chosen],
            self.charged[chosen],
            self.discharged[chosen],
            kept(self.temperature),
            kept(self.pressure),
        )

    def to_frame(self) -> DataFrame:
        """Table with a column for each quantity, in SI; the current is positive on charge.

        Raises
        ------
        BrimstoneError
            Without pandas.
        """
        columns = {
            "time_s": self.time,
            "voltage_V": self.voltage,
            "current_A": self.current,
            "step": self.step,
            "cycle": self.cycle,
            "charged_C": self.charged,
            "discharged_C": self.discharged,
        }
        if self.temperature is not None:
            columns["temperature_K"] = self.temperature
        if self.pressure is not None:
            columns["pressure_Pa"] = self.pressure
        return frame(columns)


def directions(current: np.ndarray, charged: np.ndarray, discharged: np.ndarray) -> np.ndarray:
    """1 on charge, -1 on discharge, 0 at rest, from the current, or from what was passed where there is none."""
    if np.any(np.isfinite(current)):
        least = _AT_REST * float(np.max(np.abs(current)))
        return np.where(np.abs(current) > least, np.sign(current), 0.0).astype(int)
    passed = np.diff(charged - discharged, prepend=0.0)
    return np.sign(passed).astype(int)


@record
class MeasuredSpectrum:
    """One impedance spectrum as it was measured; arrays have the shape (points,).

    Attributes
    ----------
    frequency : ndarray
        [Hz], in the order of the file.
    impedance : ndarray of complex
        [ohm]; capacitive behaviour has a negative imaginary part.
    """

    frequency: np.ndarray
    impedance: np.ndarray


@record
class Measured:
    """What a file holds.

    Attributes
    ----------
    source : str
        Name of the file.
    format : str
        Such as ``"BioLogic mpt"``.
    cycling : Cycling or None
    spectra : tuple of MeasuredSpectrum
    notes : tuple of str
        What was decided or mended on reading it.
    """

    source: str
    format: str
    cycling: Cycling | None
    spectra: tuple[MeasuredSpectrum, ...]
    notes: tuple[str, ...]

    @property
    def kind(self) -> Literal["cycling", "impedance", "both"]:
        """What was measured."""
        if self.cycling is None:
            return "impedance"
        return "both" if self.spectra else "cycling"

    @property
    def points(self) -> int:
        """Number of records, those of spectra included."""
        records = 0 if self.cycling is None else self.cycling.points
        return records + sum(spectrum.frequency.size for spectrum in self.spectra)

    @property
    def duration(self) -> float:
        """From the first to the last record of the cycler [s]; NaN for spectra alone."""
        return math.nan if self.cycling is None else float(self.cycling.time[-1] - self.cycling.time[0])
