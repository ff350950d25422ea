"""Distribution of relaxation times of a spectrum, and the processes that its peaks stand for."""

import itertools
from dataclasses import dataclass

import numpy as np

_PROMINENT = 0.2  # of its height, below which a peak is a shoulder of its neighbour
_NOTABLE = 0.01  # of the resistance of it and all faster ones, below which a process is none


@dataclass(frozen=True)
class Process:
    """A peak of the distribution of relaxation times.

    Attributes
    ----------
    time : float
        At the maximum [s].
    resistance : float
        Area between the minima on either side, in the unit of the impedance.
    """

    time: float
    resistance: float

    @property
    def frequency(self) -> float:
        """At which its arc is highest [Hz]."""
        return 1.0 / (2.0 * np.pi * self.time)


def relaxation_times(
    frequency: np.ndarray, impedance: np.ndarray, smoothing: float = 1e-3
) -> tuple[np.ndarray, np.ndarray]:
    """Distribution of relaxation times of a spectrum.

    Parameters
    ----------
    frequency : ndarray (points,)
        [Hz]
    impedance : ndarray of complex (points,)
    smoothing : float
        Weight of the second differences, relative to the magnitude at their frequency, against the misfit.

    Returns
    -------
    tuple of ndarray (times,)
        Times [s] and resistance per decade of time, in the unit of the impedance.

    Notes
    -----
    Z = R + i w L + 1/(i w C) + sum g/(1 + i w t) with non-negative g, by least squares relative to the magnitude of Z,
    and smoothed (Tikhonov). Sharp peaks are broadened: areas are more reliable than widths.
    """
    from scipy.optimize import nnls

    omega = 2.0 * np.pi * np.asarray(frequency, dtype=float)
    decades = np.log10(omega.max() / omega.min())
    times = np.logspace(-1.0 - np.log10(omega.max()), 1.0 - np.log10(omega.min()), int(8 * (decades + 2)) + 1)
    kernel = 1.0 / (1.0 + 1j * omega[:, None] * times)
    others = (np.ones(omega.size), omega.min() / (1j * omega), 1j * omega / omega.max())
    columns = np.concatenate([kernel, np.stack(others, axis=1)], axis=1)
    size = np.abs(impedance)
    order = np.argsort(omega)
    # Unknowns are relative to the magnitude at their own frequency: small fast arcs are smoothed as large slow ones.
    local = np.exp(np.interp(-np.log(times), np.log(omega[order]), np.log(size[order])))
    scales = np.concatenate([local, [size.min(), size[order][0], size[order][-1]]])
    rows = columns * scales / size[:, None]
    rough = smoothing * np.sqrt(omega.size) * np.diff(np.eye(times.size), 2, axis=0)
    rough = np.concatenate([rough, np.zeros((len(rough), len(others)))], axis=1)
    target = impedance / size
    weights, _ = nnls(
        np.concatenate([rows.real, rows.imag, rough]), np.concatenate([target.real, target.imag, np.zeros(len(rough))])
    )
    step = np.log10(times[1] / times[0])
    return times, weights[: times.size] * local / step


def processes(times: np.ndarray, density: np.ndarray) -> tuple[Process, ...]:
    """Peaks of a distribution of relaxation times, fastest first.

    Parameters
    ----------
    times : ndarray (times,)
        [s]
    density : ndarray (times,)
        Resistance per decade of time, as of `relaxation_times`.
    """
    from scipy.signal import find_peaks

    if not np.any(density > 0.0):
        return ()
    padded = np.concatenate([[0.0], density, [0.0]])  # a peak at an end counts
    places, found = find_peaks(padded, prominence=0.0)
    places = places[found["prominences"] > _PROMINENT * padded[places]] - 1
    decade = float(np.log10(times[1] / times[0]))
    valleys = [int(np.argmin(density[one : other + 1])) + one for one, other in itertools.pairwise(places)]
    peaks = []
    for place, begin, end in zip(places, [0, *valleys], [*valleys, times.size], strict=True):
        resistance = float(density[begin:end].sum()) * decade
        if resistance > _NOTABLE * float(density[:end].sum()) * decade:
            peaks.append(Process(float(times[place]), resistance))
    return tuple(peaks)
