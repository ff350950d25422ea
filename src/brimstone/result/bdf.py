"""Writing the Battery Data Format: one csv with fixed names and units."""

import csv
import io

import numpy as np

from brimstone.constants import HOUR, ZERO_CELSIUS
from brimstone.errors import DataError
from brimstone.result.measured import Cycling, Measured, MeasuredSpectrum


def to_bdf(measured: Measured) -> str:
    """The records as csv in the Battery Data Format, current positive on charge; spectra where there are no records.

    Raises
    ------
    DataError
        When a file holds several spectra and no records: the format has no place for the number of a spectrum.
    """
    if measured.cycling is not None:
        return _written(_records(measured.cycling))
    if len(measured.spectra) != 1:
        raise DataError(f"{measured.source}: {len(measured.spectra)} spectra; BDF holds one a file")
    return _written(_spectrum(measured.spectra[0]))


def _records(cycling: Cycling) -> dict[str, np.ndarray]:
    columns = {
        "Test Time / s": cycling.time,
        "Voltage / V": cycling.voltage,
        "Current / A": cycling.current,
        "Cycle Count / 1": cycling.cycle,
        "Step Count / 1": cycling.step,
        "Charging Capacity / Ah": cycling.charged / HOUR,
        "Discharging Capacity / Ah": cycling.discharged / HOUR,
    }
    if cycling.temperature is not None:
        columns["Ambient Temperature / degC"] = cycling.temperature - ZERO_CELSIUS
    if cycling.pressure is not None:
        columns["Applied Pressure / Pa"] = cycling.pressure
    return columns


def _spectrum(spectrum: MeasuredSpectrum) -> dict[str, np.ndarray]:
    return {
        "Frequency / Hz": spectrum.frequency,
        "Real Impedance / ohm": spectrum.impedance.real,
        "Imaginary Impedance / ohm": spectrum.impedance.imag,
    }


def _written(columns: dict[str, np.ndarray]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    kept = [
        [str(int(value)) for value in values] if values.dtype.kind == "i" else [f"{value:.10g}" for value in values]
        for values in columns.values()
    ]
    writer.writerows(zip(*kept, strict=True))
    return text.getvalue()
