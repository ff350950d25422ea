"""Curves and bands of voltage and of differential capacity from what the solver recorded."""

import numpy as np

from brimstone.instrument.differential import WIDTH, averaged, lattice, per_volt
from brimstone.result.figures import INTERVAL, Band, Curve, DifferentialBand
from brimstone.solver.ensemble import Ensemble

_LEAST_MEMBERS = 10  # that a band is taken from
_BAND_POINTS = 101


def curve_of(ensemble: Ensemble, step: int, member: int = 0) -> Curve:
    """Curve of one step and member of an ensemble."""
    rows = ensemble.curves[member, step, : ensemble.counts[member, step]]
    return Curve(rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3])


def band_of(ensemble: Ensemble, step: int, valid: np.ndarray) -> Band | None:
    """Band of a step over the valid members after the first; None of too few."""
    members = [member for member in np.flatnonzero(valid) if member > 0 and ensemble.counts[member, step] > 1]
    if len(members) < _LEAST_MEMBERS:
        return None
    curves = [curve_of(ensemble, step, int(member)) for member in members]
    ends = np.array([curve.charge[-1] for curve in curves])
    grid = np.linspace(0.0, np.quantile(np.abs(ends), 0.95), _BAND_POINTS)
    voltages = np.array([np.interp(grid, np.abs(curve.charge), curve.voltage) for curve in curves])
    low, high = np.quantile(voltages, INTERVAL, axis=0)
    return Band(grid * np.sign(np.sum(ends)), low, high)


def differential_band(ensemble: Ensemble, step: int, valid: np.ndarray, volumes: np.ndarray) -> DifferentialBand | None:
    """Band of the differential capacity of a step over the valid members after the first; None of too few.

    Parameters
    ----------
    ensemble : Ensemble
    step : int
    valid : ndarray of bool (members,)
    volumes : ndarray (members,)
        Charge that the voltage is averaged over: that of one volume of the mesh [C/m2].
    """
    members = [member for member in np.flatnonzero(valid) if member > 0 and ensemble.counts[member, step] > 2]
    if len(members) < _LEAST_MEMBERS:
        return None
    curves = [curve_of(ensemble, step, int(member)) for member in members]
    voltages = [
        averaged(curve.voltage, curve.charge, float(volumes[member]))
        for member, curve in zip(members, curves, strict=True)
    ]
    ends = [(one.min(), one.max()) for one in voltages]
    edges = lattice(min(low for low, _ in ends), max(high for _, high in ends), outward=True)
    slopes = [per_volt(voltage, curve.charge, edges) for voltage, curve in zip(voltages, curves, strict=True)]
    low, high = np.quantile(slopes, INTERVAL, axis=0)
    return DifferentialBand(edges[:-1] + 0.5 * WIDTH, low, high)
