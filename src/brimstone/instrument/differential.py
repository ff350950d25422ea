"""Differential capacity dQ/dV of a constant-current step."""

import numpy as np

WIDTH = 0.01  #: of the intervals of voltage that charge is counted in [V]


def averaged(voltage: np.ndarray, charge: np.ndarray, window: float) -> np.ndarray:
    """The voltage averaged over a window of charge about each point, which narrows towards both ends.

    A reacting zone that is narrower than a finite volume goes from one to the next, and the voltage ripples with them;
    averaged over the charge of one it does not, whatever the mesh.

    Parameters
    ----------
    voltage : ndarray (points,)
        In recording order [V].
    charge : ndarray (points,)
        Passed since the start of the step, in one direction [C/m2].
    window : float
        Charge over which is averaged; none by zero [C/m2].

    Returns
    -------
    ndarray (points,)
        [V]; the same at both ends.
    """
    if not window > 0.0 or voltage.size < 3:
        return voltage
    passed = np.abs(charge - charge[0])
    half = np.minimum(0.5 * window, np.minimum(passed, passed[-1] - passed))
    integral = np.concatenate([[0.0], np.cumsum(0.5 * (voltage[1:] + voltage[:-1]) * np.diff(passed))])
    within = half > 1e-9 * window
    left, right = passed - half, passed + half
    mean = (np.interp(right, passed, integral) - np.interp(left, passed, integral)) / np.where(within, 2.0 * half, 1.0)
    return np.where(within, mean, voltage)


def differential_capacity(
    voltage: np.ndarray, charge: np.ndarray, width: float = WIDTH
) -> tuple[np.ndarray, np.ndarray]:
    """Charge passed per volt, against voltage.

    The charge passed while the voltage lies within each of a series of equal intervals, divided by their width. Without
    smoothing or numerical derivatives the voltage may reverse, and the integral equals the charge passed. The width of
    all intervals is the same and at most the one asked for, so that none sticks out over the ends of the curve.

    Parameters
    ----------
    voltage : ndarray (points,)
        In recording order [V].
    charge : ndarray (points,)
        Passed since the start of the step [C/m2].
    width : float
        Largest width of an interval [V].

    Returns
    -------
    tuple of ndarray (intervals,)
        Middle of each interval [V], and charge per volt, positive [C/m2/V].

    Raises
    ------
    ValueError
        When the width is not positive, or the arrays differ in length.
    """
    if not width > 0.0:
        raise ValueError(f"the width must be positive, not {width} V")
    if voltage.shape != charge.shape:
        raise ValueError(f"{voltage.size} voltages but {charge.size} charges")
    if voltage.size < 2:
        return np.empty(0), np.empty(0)
    low, high = float(voltage.min()), float(voltage.max())
    count = max(1, int(np.ceil((high - low) / width - 1e-9)))
    width = (high - low) / count or width
    edges = low + width * np.arange(count + 1)
    below = charge_below(voltage, charge, edges)
    below[-1] = np.abs(np.diff(charge)).sum()
    return edges[:-1] + 0.5 * width, np.diff(below) / width


def lattice(low: float, high: float, *, outward: bool) -> np.ndarray:
    """Edges of intervals of `WIDTH` at its multiples, which several curves share [V].

    Parameters
    ----------
    low, high : float
        Of the voltage [V].
    outward : bool
        Whether the intervals hold the whole range, or only lie within.

    Returns
    -------
    ndarray (edges,)
        Rising; empty or a single one where no interval lies within.
    """
    first, last = low / WIDTH, high / WIDTH
    ends = (np.floor(first + 1e-6), np.ceil(last - 1e-6)) if outward else (np.ceil(first - 1e-6), np.floor(last + 1e-6))
    return np.asarray(WIDTH * np.arange(int(ends[0]), int(ends[1]) + 1))


def per_volt(voltage: np.ndarray, charge: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Charge passed per volt between the edges of a `lattice`.

    Parameters
    ----------
    voltage, charge, edges : ndarray
        As of `charge_below`.

    Returns
    -------
    ndarray (edges - 1,)
        Without sign [C/m2/V].
    """
    return np.asarray(np.diff(charge_below(voltage, charge, edges)) / WIDTH)


def charge_below(voltage: np.ndarray, charge: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Charge passed while the voltage is below each edge, linear in charge between points.

    Parameters
    ----------
    voltage : ndarray (points,)
        In recording order [V].
    charge : ndarray (points,)
        Passed since the start of the step [C/m2].
    edges : ndarray (edges,)
        Rising [V].

    Returns
    -------
    ndarray (edges,)
        Without sign [C/m2].
    """
    passed = np.abs(np.diff(charge))
    steps = np.diff(voltage)
    if np.all(steps < 0.0):
        return np.asarray(np.interp(edges, voltage[::-1], np.append(0.0, np.cumsum(passed[::-1]))))
    if np.all(steps > 0.0):
        return np.asarray(np.interp(edges, voltage, np.append(0.0, np.cumsum(passed))))
    left, right = np.minimum(voltage[:-1], voltage[1:]), np.maximum(voltage[:-1], voltage[1:])
    span = np.where(right > left, right - left, 1.0)
    return np.array(
        [passed @ np.where(right > left, (edge - left) / span, edge > left).clip(0.0, 1.0) for edge in edges]
    )
