"""Curves and bands of voltage from what the solver recorded."""

import numpy as np

from brimstone.result.figures import INTERVAL, Band, Curve
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
