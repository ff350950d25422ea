"""Resistance of the product that grows over the reaction area, and what is left of the driving force."""

import numpy as np

from brimstone._compile import compilable
from brimstone.physics.elementary import exp, exp_both, log

#: Conductance beside the thickest film, over that of its length l: so little that it carries nothing, enough that the
#: equations of a node that the film has closed are not singular.
LEAST_LEAK = 1e-6

#: Thickness over l beyond which a film's resistance is all `LEAST_LEAK`: the exponential needs no more.
_CLOSED = 200.0


@compilable
def film_resistance(share, growth):
    """Relative resistance of a film whose resistivity grows with its thickness, exp(g s) - 1.

    A film of thickness d has the resistance (l/sigma)(exp(d/l) - 1): ohmic while thin, and closing the last paths when
    thick. Of the film laws compared on open rate data this one and its equal in distributed form fit; an ohmic film is
    too steep, a shrinking core steeper still. `LEAST_LEAK` runs beside it.

    Parameters
    ----------
    share : float or array
        Share of the full film.
    growth : float or array
        Full thickness over the length l.
    """
    closed = _grown(share, growth) - 1.0
    return closed / (1.0 + LEAST_LEAK * closed)


@compilable
def film_resistance_slope(share, growth):
    """Derivative of `film_resistance` by thickness over l, the product of its arguments."""
    grown = _grown(share, growth)
    leak = 1.0 + LEAST_LEAK * (grown - 1.0)
    return grown / (leak * leak)


@compilable
def _grown(share, growth):
    thickness = growth * share
    return exp(thickness - (thickness > _CLOSED) * (thickness - _CLOSED))


@compilable
def activation(drive, blocking):
    """Solve u + r sinh(u) = v for what a film r leaves of the drive v; return exp(u) and exp(-u).

    Butler-Volmer kinetics with symmetric branches in series with an ohmic film has no closed form. A guess that is
    right in all limits, sinh(u) = v/(r + (1 + |v|)/cosh(v)), and two fourth-order Householder steps give u to 1e-8 for
    drives below 30 (1.5 V at 25 degC), to 4e-6 below 60, and to 2e-3 at 200, where only ends of the composition are.

    Parameters
    ----------
    drive : float or array
        F/(2RT) times the overpotential.
    blocking : float or array
        Film resistance times exchange current times F/(RT): zero leaves the drive as it is.

    Returns
    -------
    tuple of float or array
        What the forward and the backward reaction grow and shrink by.
    """
    return activation_refined(activation_near(activation_guess(drive, blocking), drive, blocking), drive, blocking)


@compilable
def activation_guess(drive, blocking):
    """The guess of sinh(u) that `activation` begins with; arguments as there."""
    size = np.abs(drive)
    small = exp(-size)
    both = 1.0 + small * small
    return drive * both / (blocking * both + 2.0 * (1.0 + size) * small)


@compilable
def activation_near(guess, drive, blocking):
    """First step towards u, from the guess of sinh(u)."""
    cosh = np.sqrt(guess * guess + 1.0)
    u = np.sign(guess) * log(np.abs(guess) + cosh)
    return u + _householder(u, guess, cosh, drive, blocking)


@compilable
def activation_refined(u, drive, blocking):
    """Second step, from u; exp(u) and exp(-u) of the solution."""
    grown, shrunk = exp_both(u)
    last = _householder(u, 0.5 * (grown - shrunk), 0.5 * (grown + shrunk), drive, blocking)
    return grown * _exp_of_small(last), shrunk * _exp_of_small(-last)


@compilable
def activation_left(drive, blocking):
    """What a film leaves of the drive, u of `activation`."""
    return log(activation(drive, blocking)[0])


@compilable
def _householder(u, sinh, cosh, drive, blocking):
    """Correction of u by one fourth-order step for u + r sinh(u) - v = 0."""
    second, third = blocking * sinh, blocking * cosh
    value = u + second - drive
    first = 1.0 + third
    square = 6.0 * first * first
    return -value * (square - 3.0 * value * second) / (first * (square - 6.0 * value * second) + value * value * third)


@compilable
def _exp_of_small(x):
    return 1.0 + x * (1.0 + x * (0.5 + x * (1.0 / 6.0 + x * (1.0 / 24.0))))
