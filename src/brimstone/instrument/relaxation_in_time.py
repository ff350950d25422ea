"""A voltage that relaxes after its current is interrupted, read as users of current interruption do."""

from typing import NamedTuple

import numpy as np

_EARLIEST, _LONGEST = 0.1, 0.1  # where the reading begins, of where it ends; where it ends, of the time under current
_POINTS = 40


class Interruption(NamedTuple):
    """What the first part of a rest tells.

    Attributes
    ----------
    resistance : float
        What comes back at once, by extrapolation to the moment of interruption [ohm m2].
    slope : float
        Of the overpotential against the square root of time, over the current [ohm m2/s0.5].
    linear : float
        Share of the variance that the straight line explains; far from 1 the reading means little.
    """

    resistance: float
    slope: float
    linear: float


def read_interruption(
    time: np.ndarray, voltage: np.ndarray, before: float, current: float, under_current: float
) -> Interruption:
    """Resistance and diffusive slope from the voltage after an interruption of the current.

    Parameters
    ----------
    time : ndarray (points,)
        Since the interruption [s], increasing.
    voltage : ndarray (points,)
        [V]
    before : float
        Last voltage under current [V].
    current : float
        That flowed, discharge positive [A/m2].
    under_current : float
        For how long it had [s].

    Notes
    -----
    V(t) = V_before + I (R + k sqrt(t)), fitted by least squares while the rest is short beside the time under current,
    up to a tenth of it, evenly in the square root of time: Lacey 2017 (doi:10.1002/celc.201700129) and Chien et al.
    2023 (doi:10.1038/s41467-023-37989-6).
    """
    end = min(float(time[-1]) if time.size else 0.0, _LONGEST * under_current)
    if time.size < 3 or not end > 0.0 or current == 0.0:
        return Interruption(np.nan, np.nan, np.nan)
    roots = np.linspace(np.sqrt(_EARLIEST * end), np.sqrt(end), _POINTS)
    lost = (np.interp(roots**2, time, voltage) - before) / current
    slope, resistance = np.polyfit(roots, lost, 1)
    spread = float(np.sum((lost - lost.mean()) ** 2))
    left = float(np.sum((lost - resistance - slope * roots) ** 2))
    return Interruption(float(resistance), float(slope), 1.0 - left / spread if spread > 0.0 else 1.0)


def diffusion_time(pulse: float, relaxed_change: float, loaded_change: float) -> float:
    """Time that diffusion takes over the length it has to go, L2/D, from a pulse of a titration [s].

    Parameters
    ----------
    pulse : float
        Duration of the current [s].
    relaxed_change : float
        Change of the voltage at rest by the pulse [V].
    loaded_change : float
        Change of the voltage during the pulse, without what comes and goes at once [V].

    Notes
    -----
    D = 4 L2/(pi t) (dE_rest/dE_pulse)2 for t much shorter than L2/D: Weppner and Huggins 1977
    (doi:10.1149/1.2133112). On a plateau the voltage at rest does not change with composition, and no diffusivity of a
    single phase is behind it.
    """
    if relaxed_change == 0.0:
        return np.inf
    return float(0.25 * np.pi * pulse * (loaded_change / relaxed_change) ** 2)
