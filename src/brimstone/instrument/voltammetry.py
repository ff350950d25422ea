"""Cyclic voltammetry: the peaks of the current on a voltage ramp."""

import itertools
from dataclasses import dataclass

import numpy as np

_GRID = 2001
_LEAST_PROMINENCE = 0.02  # relative to the largest current of the sweep


@dataclass(frozen=True)
class Peak:
    """One peak of a sweep.

    Attributes
    ----------
    voltage : float
        At the current maximum [V against Li/Li+].
    current : float
        At the maximum, oxidation positive [A/m2].
    charge : float
        Area of the peak, between the current minima or zero crossings on either side, without subtracting a baseline
        [C/m2].
    """

    voltage: float
    current: float
    charge: float

    @property
    def oxidation(self) -> bool:
        """Whether this is an oxidation peak."""
        return self.current > 0.0


def scan_rate_exponent(rates: np.ndarray, currents: np.ndarray) -> tuple[float, float]:
    """Exponent b of a peak current that grows as the scan rate to the power of b, and the largest misfit.

    Parameters
    ----------
    rates : ndarray (scans,)
        [V/s], at least two different ones.
    currents : ndarray (scans,)
        At the peaks, without sign [A/m2].

    Returns
    -------
    tuple of float
        b [-], and the largest difference of the logarithm of a current from the line [-].

    Raises
    ------
    ValueError
        With fewer than two rates.

    Notes
    -----
    b is 1 where a layer at the surface is charged and 1/2 where diffusion over more than its length limits (Randles and
    Sevcik; Lindstrom et al. 1997, doi:10.1021/jp970490q); a resistance in series lowers it, too.
    """
    if np.unique(rates).size < 2:
        raise ValueError("an exponent needs peaks at two scan rates at least")
    line = np.polyfit(np.log(rates), np.log(np.abs(currents)), 1)
    return float(line[0]), float(np.max(np.abs(np.log(np.abs(currents)) - np.polyval(line, np.log(rates)))))


def peaks(time: np.ndarray, voltage: np.ndarray, current: np.ndarray) -> tuple[Peak, ...]:
    """Current peaks of one voltage sweep, in sweep order.

    Oxidation peaks are taken on upward sweeps and reduction peaks on downward ones. A current that is still rising at
    the end of the sweep is not a peak, nor is the initial current.

    Parameters
    ----------
    time : ndarray (points,)
        [s]
    voltage : ndarray (points,)
        Monotonic [V].
    current : ndarray (points,)
        Oxidation positive [A/m2].
    """
    if time.size < 3 or voltage[-1] == voltage[0]:
        return ()
    side = 1.0 if voltage[-1] > voltage[0] else -1.0
    moments = np.linspace(time[0], time[-1], _GRID)
    magnitude = np.interp(moments, time, side * current)
    forward = np.maximum(magnitude, 0.0)
    from scipy.signal import find_peaks  # imported here because it takes a third of a second and only ramps need it

    places, _ = find_peaks(forward, prominence=max(_LEAST_PROMINENCE * float(forward.max()), 1e-30))
    valleys = [int(np.argmin(forward[one : other + 1])) + one for one, other in itertools.pairwise(places)]
    ends = [0, *valleys, moments.size - 1]
    passed = np.concatenate([[0.0], np.cumsum(0.5 * (forward[1:] + forward[:-1]) * np.diff(moments))])
    across = np.interp(moments, time, voltage)
    result = []
    for number, place in enumerate(places):
        start, end = ends[number], ends[number + 1]
        start += int(np.argmin(forward[start : place + 1]))
        end = place + int(np.argmin(forward[place : end + 1]))
        result.append(Peak(float(across[place]), side * float(magnitude[place]), float(passed[end] - passed[start])))
    return tuple(result)
