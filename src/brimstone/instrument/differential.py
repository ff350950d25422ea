"""Differential capacity dQ/dV of a step at constant current."""

import numpy as np


def differential_capacity(
    voltage: np.ndarray, charge: np.ndarray, width: float = 0.01
) -> tuple[np.ndarray, np.ndarray]:
    """Charge passed per volt, against voltage.

    The charge that passes while the voltage is within each of equal intervals, over their width: no smoothing and no
    derivative of a curve, so that a voltage that turns back is no trouble and the integral is the charge passed.

    Parameters
    ----------
    voltage : ndarray (points,)
        In the order in which it was recorded [V].
    charge : ndarray (points,)
        Passed since the start of the step [C/m2].
    width : float
        Of an interval [V].

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
        raise ValueError(f"a width of {width} V is none")
    if voltage.shape != charge.shape:
        raise ValueError(f"{voltage.size} voltages, {charge.size} charges: these must be as many")
    if voltage.size < 2:
        return np.empty(0), np.empty(0)
    low, high = float(voltage.min()), float(voltage.max())
    count = max(1, int(np.ceil((high - low) / width - 1e-9)))
    edges = low + width * np.arange(count + 1)
    left, right = np.minimum(voltage[:-1], voltage[1:]), np.maximum(voltage[:-1], voltage[1:])
    passed = np.abs(np.diff(charge))
    span = np.where(right > left, right - left, 1.0)
    # Charge passed below each edge, the voltage taken as linear in charge between two points.
    below = np.array(
        [passed @ np.where(right > left, (edge - left) / span, edge > left).clip(0.0, 1.0) for edge in edges]
    )
    below[-1] = passed.sum()
    return edges[:-1] + 0.5 * width, np.diff(below) / width
