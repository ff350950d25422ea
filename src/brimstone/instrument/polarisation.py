"""Direct-current polarisation: the current that follows from an impedance when the voltage is stepped."""

from collections.abc import Callable

import numpy as np

from brimstone._records import record

_TERMS = 32  # of the inversion; more lose digits to cancellation
_FIRST = 1e-2  # [s]; first point after a step
#: Impedance [ohm m2] at complex frequencies s [1/s]; both of the same shape.
Impedance = Callable[[np.ndarray], np.ndarray]


def step_response(impedance: Impedance, time: np.ndarray) -> np.ndarray:
    """Current per volt at times after a step of the voltage.

    Parameters
    ----------
    impedance : callable
        Analytic but on the negative real axis.
    time : ndarray (points,)
        Above zero [s].

    Returns
    -------
    ndarray (points,)
        [S/m2]

    Notes
    -----
    Laplace inversion of 1/(s Z(s)) along the contour of Talbot 1979 (doi:10.1093/imamat/23.1.97), with the weights of
    Abate and Whitt 2006 (doi:10.1287/ijoc.1050.0137).
    """
    time = np.asarray(time, dtype=float)
    angles = np.arange(1, _TERMS) * np.pi / _TERMS
    cot = 1.0 / np.tan(angles)
    contour = 0.4 * _TERMS * np.concatenate([[1.0 + 0j], angles * (cot + 1j)])
    weight = 0.4 * np.concatenate([[0.5 + 0j], 1.0 + 1j * angles * (1.0 + cot**2) - 1j * cot])
    s = contour / time[:, None]
    return np.asarray((weight * np.exp(contour) / (s * impedance(s))).real.sum(axis=1) / time)


@record
class Reading:
    """Steady currents against voltages, read as a laboratory does; one entry a step.

    Attributes
    ----------
    voltage : ndarray
        [V]
    current : ndarray
        When each step ends [A/m2].
    drift : ndarray
        Relative change of the current over the last tenth of each step.
    """

    voltage: np.ndarray
    current: np.ndarray
    drift: np.ndarray

    @property
    def resistance(self) -> float:
        """Of the line through the origin that fits best [ohm m2]."""
        return float(np.sum(self.voltage**2) / np.sum(self.voltage * self.current))

    @property
    def steady(self) -> bool:
        """Whether every current changed by less than 1 % over the last tenth of its step."""
        return bool(np.all(np.abs(self.drift) < 0.01))


def polarised(impedance: Impedance, voltages: np.ndarray, times: np.ndarray, points: int = 60) -> list[np.ndarray]:
    """Times and currents of steps of the voltage one after the other, from rest.

    Parameters
    ----------
    impedance : callable
        As of `step_response`.
    voltages : ndarray (steps,)
        [V]
    times : ndarray (steps,)
        How long each is held [s].
    points : int
        Of each step.

    Returns
    -------
    list of ndarray (2, points)
        Times from the start of the step [s] and currents [A/m2]; the charge that a step leaves behind acts on the next.
    """
    changes, starts = np.diff(voltages, prepend=0.0), np.cumsum(times) - times
    found = []
    for step, (start, length) in enumerate(zip(starts, times, strict=True)):
        time = np.sort(np.append(np.geomspace(min(_FIRST, 1e-3 * length), length, points - 1), 0.9 * length))
        current = sum(
            changes[before] * step_response(impedance, time + start - starts[before]) for before in range(step + 1)
        )
        found.append(np.stack([time, np.asarray(current)]))
    return found


def read_steps(voltages: np.ndarray, steps: list[np.ndarray]) -> Reading:
    """Steady currents of `polarised` steps."""
    last = np.array([current[-1] for _, current in steps])
    before = np.array([np.interp(0.9 * time[-1], time, current) for time, current in steps])
    return Reading(np.asarray(voltages, dtype=float), last, (last - before) / np.where(last == 0.0, 1.0, last))
