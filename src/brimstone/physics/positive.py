"""The positive part of a quantity, smooth enough for a solver that takes derivatives."""

from brimstone._compile import compilable
from brimstone._typing import Numeric


@compilable
def positive_part(x: Numeric, width: Numeric) -> Numeric:
    r"""Positive part, with a parabola-like bend where it begins.

    .. math::
        :label: eq-positive-part

        \langle x\rangle = d\,(2u^2 - u^3), \qquad u = x/d, \qquad 0 < x < d

    Parameters
    ----------
    x : float or ndarray
        The quantity :math:`x`.
    width : float or ndarray
        :math:`d > 0`, of the same unit: how far the bend reaches.

    Returns
    -------
    float or ndarray
        :math:`\langle x\rangle` [of `x`]: exactly zero below zero and exactly :math:`x` above :math:`d`, with a
        continuous derivative. A form such as :math:`\sqrt{x^2 + d^2}` would leak over months of rest.

    Notes
    -----
    Source: introduced here (Hermite interpolation). Theory: :ref:`theory-pressure`.
    """
    u = x / width
    return (u >= 1.0) * x + (u > 0.0) * (u < 1.0) * width * u * u * (2.0 - u)


@compilable
def positive_slope(x: Numeric, width: Numeric) -> Numeric:
    r"""Derivative of :eq:`eq-positive-part` by `x`.

    Parameters
    ----------
    x, width : float or ndarray
        As for `positive_part`.

    Returns
    -------
    float or ndarray
        [-]
    """
    u = x / width
    return 1.0 * (u >= 1.0) + (u > 0.0) * (u < 1.0) * u * (4.0 - 3.0 * u)
