"""Resistance of the product film on the reaction area, and the driving force it leaves to the reaction."""

import numpy as np

from brimstone._compile import compilable
from brimstone._typing import Numeric
from brimstone.physics.elementary import exp, exp_both, log

#: Conductance in parallel with the thickest film, relative to a film of the closing length: too small to carry current,
#: large enough to keep the equations of a closed node regular.
LEAST_LEAK = 1e-6

#: Thickness over closing length beyond which the leak alone determines the resistance of a film.
_CLOSED = 200.0


@compilable
def film_resistance(share: Numeric, growth: Numeric) -> Numeric:
    r"""Relative resistance of a film whose resistivity grows with its thickness.

    .. math::
        :label: eq-film-resistance

        f(s) = \frac{e^{G s} - 1}{1 + \epsilon\,(e^{G s} - 1)}, \qquad G = \frac{\delta}{\lambda},
        \quad \epsilon = 10^{-6}

    A film of thickness :math:`d` has the resistance :math:`(\lambda/\sigma)(e^{d/\lambda} - 1)`: ohmic while thin,
    closing the last paths when thick. A leak :math:`\epsilon` in parallel keeps the equations of a closed node
    regular.

    Parameters
    ----------
    share : float or ndarray
        Share :math:`s` of the full film [-].
    growth : float or ndarray
        Full thickness over the closing length, :math:`G` [-].

    Returns
    -------
    float or ndarray
        :math:`f` [-]; times :math:`\lambda/\sigma` the area-specific resistance.

    Notes
    -----
    Of the film laws compared on open rate data only this one and its distributed equivalent fit: an ohmic film is too
    steep in rate, a shrinking core steeper still.

    Source: empirical, selected here. Theory: :ref:`theory-conversion`.
    """
    closed = _exponential_of_thickness(share, growth) - 1.0
    return closed / (1.0 + LEAST_LEAK * closed)


@compilable
def film_resistance_slope(share: Numeric, growth: Numeric) -> Numeric:
    r"""Derivative of :eq:`eq-film-resistance` with respect to the thickness :math:`Gs`.

    Parameters
    ----------
    share, growth : float or ndarray
        As for `film_resistance`.

    Returns
    -------
    float or ndarray
        :math:`\mathrm{d}f/\mathrm{d}(Gs)` [-].
    """
    exponential = _exponential_of_thickness(share, growth)
    leak = 1.0 + LEAST_LEAK * (exponential - 1.0)
    return exponential / (leak * leak)


@compilable
def _exponential_of_thickness(share: Numeric, growth: Numeric) -> Numeric:
    """exp(G s), held constant beyond the thickness at which the film is closed."""
    thickness = growth * share
    return exp(thickness - (thickness > _CLOSED) * (thickness - _CLOSED))


@compilable
def activation(drive: Numeric, blocking: Numeric) -> tuple[Numeric, ...]:
    r"""Solve kinetics in series with an ohmic film for the driving force left to the reaction.

    .. math::
        :label: eq-activation

        u + r\sinh u = v

    Symmetric Butler–Volmer kinetics in series with a film have no closed solution. A guess that is right in all limits
    and two fourth-order Householder steps give :math:`u` to 1e-8 for drives below 30 (1.5 V at 25 °C), to 4e-6 below
    60, and to 2e-3 at 200, where only the ends of the composition range lie.

    Parameters
    ----------
    drive : float or ndarray
        Drive :math:`v`, overpotential times :math:`F/2RT` [-].
    blocking : float or ndarray
        :math:`r`, film resistance times exchange current times :math:`F/RT` [-]; zero leaves the drive as it is.

    Returns
    -------
    tuple of float or ndarray
        :math:`e^{u}` and :math:`e^{-u}`, the factors of the forward and the backward rate [-].

    Notes
    -----
    Source: derived here; the iteration is standard. Theory: :ref:`theory-conversion`.
    """
    return activation_refined(activation_near(activation_guess(drive, blocking), drive, blocking), drive, blocking)


@compilable
def activation_guess(drive: Numeric, blocking: Numeric) -> Numeric:
    r"""First guess of :math:`\sinh u` for the solution of :eq:`eq-activation`.

    :math:`\sinh u \approx v/[r + (1 + |v|)/\cosh v]`, exact for a weak drive, a thick film and a bare surface.

    Parameters
    ----------
    drive, blocking : float or ndarray
        As for `activation`.

    Returns
    -------
    float or ndarray
        :math:`\sinh u` [-].
    """
    size = np.abs(drive)
    small = exp(-size)
    both = 1.0 + small * small
    return drive * both / (blocking * both + 2.0 * (1.0 + size) * small)


@compilable
def activation_near(guess: Numeric, drive: Numeric, blocking: Numeric) -> Numeric:
    r"""First Householder step of the solution of :eq:`eq-activation`.

    Parameters
    ----------
    guess : float or ndarray
        :math:`\sinh u` of `activation_guess` [-].
    drive, blocking : float or ndarray
        As for `activation`.

    Returns
    -------
    float or ndarray
        :math:`u` [-].
    """
    cosh = np.sqrt(guess * guess + 1.0)
    u = np.sign(guess) * log(np.abs(guess) + cosh)
    return u + _householder(u, guess, cosh, drive, blocking)


@compilable
def activation_refined(u: Numeric, drive: Numeric, blocking: Numeric) -> tuple[Numeric, Numeric]:
    """Second Householder step of the solution of :eq:`eq-activation`.

    Parameters
    ----------
    u : float or ndarray
        Estimate of `activation_near` [-].
    drive, blocking : float or ndarray
        As for `activation`.

    Returns
    -------
    tuple of float or ndarray
        :math:`e^{u}` and :math:`e^{-u}` [-].
    """
    forward, backward = exp_both(u)
    last = _householder(u, 0.5 * (forward - backward), 0.5 * (forward + backward), drive, blocking)
    return forward * _exp_of_small(last), backward * _exp_of_small(-last)


@compilable
def _householder(u: Numeric, sinh: Numeric, cosh: Numeric, drive: Numeric, blocking: Numeric) -> Numeric:
    """Correction of u by one fourth-order step for u + r sinh(u) - v = 0."""
    second, third = blocking * sinh, blocking * cosh
    value = u + second - drive
    first = 1.0 + third
    square = 6.0 * first * first
    return -value * (square - 3.0 * value * second) / (first * (square - 6.0 * value * second) + value * value * third)


@compilable
def _exp_of_small(x: Numeric) -> Numeric:
    """Taylor polynomial of the exponential."""
    return 1.0 + x * (1.0 + x * (0.5 + x * (1.0 / 6.0 + x * (1.0 / 24.0))))
