"""Readings of a curve or a text that are too long for an expression, such as the plateaus of a discharge."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from brimstone.constants import MAH_G
from brimstone.instrument.kramers_kronig import kramers_kronig
from brimstone.result import Curve, Impedance, Step


def peaks_of_discharge(curve: Curve, least: float = 0.25) -> list[float]:
    """Voltages at which a discharge curve has a plateau [V]: maxima of -dQ/dV above `least` of the highest."""
    step = 0.02
    grid = np.arange(np.min(curve.voltage), np.max(curve.voltage) + 0.2, step)
    charge = np.interp(-grid, -curve.voltage, curve.charge)
    density = np.convolve(-np.gradient(charge, step), [0.25, 0.5, 0.25], "same")
    inner = density[1:-1]
    top = (inner > density[:-2]) & (inner >= density[2:]) & (inner > least * density.max())
    # The top of a parabola through the maximum and its neighbours: nearer than the width of a bin.
    left, middle, right = density[:-2][top], inner[top], density[2:][top]
    shift = 0.5 * step * (left - right) / (left - 2.0 * middle + right)
    return [float(voltage) for voltage in grid[1:-1][top] + shift]


def plateaus(step: Step) -> list[float]:
    """Mean voltages of the parts that a discharge falls into [V].

    Parts lie between places where the voltage falls by more than 50 mV within 2 % of the charge.
    """
    return [mean for mean, _, _ in _parts(step)]


def first_plateau(step: Step) -> float:
    """Charge at which the first of two plateaus ends [mAh/g of sulfur]; not a number for one."""
    parts = _parts(step)
    return 0.5 * (parts[0][2] + parts[1][1]) / step.amounts.sulfur[0] / MAH_G if len(parts) > 1 else float("nan")


def dip(step: Step) -> float:
    """Lowest voltage of the first half of the second plateau [V]; not a number for one plateau."""
    parts = _parts(step)
    if len(parts) < 2:
        return float("nan")
    _, start, end = parts[1]
    charge = np.linspace(start, 0.5 * (start + end), 500)
    return float(np.interp(charge, step.curve.charge, step.curve.voltage).min())


def _parts(step: Step) -> list[tuple[float, float, float]]:
    charge = np.linspace(0.0, 1.0, 2001)[20:-80] * step.curve.charge[-1]  # without the ends, which every cell has
    voltage = np.interp(charge, step.curve.charge, step.curve.voltage)
    width = 40
    fall = voltage[:-width] - voltage[width:]
    steep = np.concatenate([np.zeros(width // 2), fall, np.zeros(width - width // 2)]) > 0.05
    ends = [0, *np.flatnonzero(np.diff(steep.astype(int))).tolist(), voltage.size - 1]
    parts = [(a, b) for a, b in zip(ends[::2], ends[1::2], strict=False) if b - a > 100]
    return [(float(voltage[a:b].mean()), float(charge[a]), float(charge[b])) for a, b in parts]


def kept(steps: Sequence[Any], first: int = 0, last: int = -1) -> float:
    """Capacity of a later step over that of an earlier one, steps as in the record of a run."""
    return float(steps[last].areal_capacity_mAh_cm2 / steps[first].areal_capacity_mAh_cm2)


def says(texts: Sequence[str] | str, words: str) -> bool:
    """Whether one of the texts contains the words."""
    return any(words.lower() in text.lower() for text in ([texts] if isinstance(texts, str) else texts))


def sheet(cell: Any, role: str) -> float:
    """Area of one of the sheets of a packaged cell, by its mass [cm2]."""
    run = cell.run
    return next(
        1e4 * float(part.mass[0]) / float(layer.areal_mass[0])
        for part in run.package.parts
        for layer in run.stack.layers
        if part.name == layer.name and part.role == role
    )


def first_reach(places: Sequence[float], values: Sequence[float], share: float) -> float:
    """Place at which values that rise from nothing first reach a share of the largest, between places by a line."""
    row = np.asarray(values, float)
    least = share * float(row.max())
    after = int(np.argmax(row >= least))
    return float(np.interp(least, row[after - 1 : after + 1], places[after - 1 : after + 1])) if after else places[0]


def dqdv(step: Step) -> float:
    """Area under the differential capacity of a step over the charge that it passed."""
    voltage, density = step.differential_capacity()
    return float(abs(np.trapezoid(density, voltage)) / abs(step.curve.charge[-1]))


def kramers_kronig_residual(spectrum: Impedance) -> float:
    """Largest residual of a spectrum in the test of Kramers and Kronig, relative to its magnitude."""
    return kramers_kronig(spectrum.frequency, spectrum.impedance).largest


def relaxed_resistance(spectrum: Impedance) -> float:
    """Resistance that a spectrum spreads over relaxation times within its frequencies [ohm m2]."""
    times, density = spectrum.relaxation_times()
    inside = times >= 1.0 / (2.0 * np.pi * spectrum.frequency.max())
    return float(density[inside].sum() * np.log10(times[1] / times[0]))


#: Measures by the name that rows call them.
MEASURES: Mapping[str, Callable[..., Any]] = {
    "peaks_of_discharge": peaks_of_discharge,
    "plateaus": plateaus,
    "first_plateau": first_plateau,
    "dip": dip,
    "kept": kept,
    "says": says,
    "sheet": sheet,
    "first_reach": first_reach,
    "dqdv": dqdv,
    "kramers_kronig_residual": kramers_kronig_residual,
    "relaxed_resistance": relaxed_resistance,
}
