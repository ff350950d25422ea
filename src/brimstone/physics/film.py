"""Resistance of the product that grows over the reaction area, and what is left of the driving force."""

import numpy as np

from brimstone._compile import compilable
from brimstone.physics.elementary import exp, log


@compilable
def film_resistance(share, growth):
    """Relative resistance of a film whose resistivity grows with its thickness, exp(g s) - 1.

    A film of thickness d has the resistance (l/sigma)(exp(d/l) - 1): ohmic while thin, and closing the last paths when
    thick. Of the film laws compared on open rate data this one and its equal in distributed form fit; an ohmic film is
    too steep, a shrinking core steeper still.

    Parameters
    ----------
    share : float or array
        Share of the full film.
    growth : float or array
        Full thickness over the length l.
    """
    return exp(growth * share) - 1.0


@compilable
def activation_left(drive, blocking):
    """Solve u + r sinh(u) = v for the share u of the drive v that is left for the reaction behind a film r.

    Butler-Volmer kinetics with symmetric branches in series with an ohmic film has no closed form. An interpolation
    that is right in all limits, asinh(v/(r + v/sinh v)), and two fourth-order Householder steps give u to 5e-9.

    Parameters
    ----------
    drive : float or array
        F/(2RT) times the overpotential.
    blocking : float or array
        Film resistance times exchange current times F/(RT): zero leaves the drive as it is.
    """
    size = np.sqrt(drive * drive + 1e-12)
    grown = exp(size)
    guess = size / (blocking + 2.0 * size * grown / (grown * grown - 1.0))
    u = log(guess + np.sqrt(guess * guess + 1.0))
    u = _householder(u, size, blocking)
    u = _householder(u, size, blocking)
    return u * drive / size


@compilable
def _householder(u, drive, blocking):
    grown = exp(u)
    shrunk = 1.0 / grown
    second = 0.5 * blocking * (grown - shrunk)
    third = 0.5 * blocking * (grown + shrunk)
    value = u + second - drive
    first = 1.0 + third
    square = 6.0 * first * first
    return u - value * (square - 3.0 * value * second) / (
        first * (square - 6.0 * value * second) + value * value * third
    )
