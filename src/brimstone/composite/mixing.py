"""Effects of mixing: how intimately components mix, what stays segregated, what is damaged.

Mixing quality M runs from 0 (unmixed powders) to 1 (each component at its finest size and evenly
distributed). The qualities of the methods are estimates, kept in the library with their spread.
"""

from typing import NamedTuple

import numpy as np

from brimstone._typing import Numeric

_LEAST_EXPONENT = 1e-9  # below it the power of a fraction is one for every fraction


def milled_quality(dose: Numeric, unmilled: Numeric, reference: Numeric) -> Numeric:
    """Mixing quality after milling [-].

    The distance to perfect mixing shrinks by a constant factor per unit dose: `unmilled` at dose 0, `reference` at
    dose 1, approaching 1.
    """
    left, left_at_one = 1.0 - np.asarray(unmilled), 1.0 - np.asarray(reference)
    return 1.0 - left * (left_at_one / np.maximum(left, np.finfo(float).tiny)) ** dose


def combined_quality(first: Numeric, second: Numeric) -> Numeric:
    """Quality after two successive steps; each mixes a fraction of what is still unmixed [-]."""
    return 1.0 - (1.0 - np.asarray(first)) * (1.0 - np.asarray(second))


def stepwise_quality(overall: Numeric, within: Numeric, weight: Numeric) -> Numeric:
    """Quality when some components were premixed and the rest added later by a gentler method [-].

    Parameters
    ----------
    overall : float or array
        Quality of the steps with all components.
    within : float or array
        The same with earlier steps of the active material and some of the others.
    weight : float or array
        Fraction of the difference that premixing covers [-].
    """
    return overall + weight * (np.asarray(within) - overall)


def blended(quality: Numeric, factor: Numeric) -> Numeric:
    """Conductivity left when sulfur and carbon are smeared over the grain boundaries of an electrolyte [-], f^M.

    `quality`: M, over that of the usual mill [-]; `factor`: what is left there [-].
    """
    return np.asarray(factor) ** quality


def agglomerate_size(quality: Numeric, as_received: Numeric, finest: Numeric) -> Numeric:
    """Domain size after mixing [m], d = d_finest + (d_received - d_finest)(1 - M), at most the size as received."""
    smallest = np.minimum(finest, as_received)
    return smallest + (as_received - smallest) * (1.0 - np.asarray(quality))


def isolated_fraction(quality: Numeric, ionic_connection: Numeric, electronic_connection: Numeric) -> Numeric:
    """Fraction of the active material cut off from ions or electrons by poor mixing [-].

    f = (1 - M)(1 - P_ion P_e).
    """
    return (1.0 - np.asarray(quality)) * (1.0 - np.asarray(ionic_connection) * electronic_connection)


class RouteAreas(NamedTuple):
    """How the route of mixing acts on the reaction area.

    Attributes
    ----------
    hand_ground, premixed : float or array
        ln of the area over that of a composite milled together [-]: all ground by hand; sulfur and carbon milled or
        melted first, and the electrolyte ground in by hand.
    electrolyte_exponent : float or array
        Of the area in the fraction of electrolyte that takes part [-].
    """

    hand_ground: Numeric
    premixed: Numeric
    electrolyte_exponent: Numeric


def shortfall(quality: Numeric, hand: Numeric, milled: Numeric) -> Numeric:
    """How far mixing falls short of the usual mill [-]: 0 for its quality, 1 for grinding by hand, linear in M.

    At most as far again as a hand does; where a hand mixes like the mill, nothing that mixes as well falls short.
    """
    apart = np.maximum(np.asarray(milled) - hand, np.finfo(float).tiny)
    return np.clip((milled - np.asarray(quality)) / apart, -1.0, 2.0)


def area_factor(late: Numeric, early: Numeric, share: Numeric, areas: RouteAreas) -> Numeric:
    """Reaction area of a composite over that of one milled together [-].

    Parameters
    ----------
    late : float or array
        `shortfall` of the steps that brought all together [-].
    early : float or array
        The same with those before that mixed the active material with some of the others; `late` if there are none [-].
    share : float or array
        Fraction of the electrolyte that was in those steps [-].
    areas : RouteAreas

    Notes
    -----
    Two contacts count. That of sulfur and carbon has the loss of the hand-ground route beyond the premixed one, after
    all steps; that of the electrolyte has the loss of the premixed route, each part of it after the steps that it
    was in. Electrolyte ground in by hand takes part with a fraction h = exp(ln_premixed/q), so that none and all of it
    in the mill are the two limits. For q = 0, where the amount does not count, the better part decides.
    """
    carbon = np.minimum(np.asarray(areas.hand_ground) - areas.premixed, 0.0) * early
    q = np.maximum(areas.electrolyte_exponent, _LEAST_EXPONENT)
    share, premixed = np.asarray(share), np.asarray(areas.premixed)
    # From the better part that is there, so that no power of a small number over a small exponent overflows.
    best = np.maximum(np.where(share > 0.0, premixed * early, -np.inf), np.where(share < 1.0, premixed * late, -np.inf))
    in_mill, by_hand = (np.exp(np.minimum(premixed * short - best, 0.0) / q) for short in (early, late))
    return np.exp(carbon + best) * (share * in_mill + (1.0 - share) * by_hand) ** q


def beta_nodes(mean: Numeric, intensity: Numeric) -> Numeric:
    """Three nodes and weights that represent a beta distribution of local volume fractions.

    Parameters
    ----------
    mean : float or array
        Mean volume fraction [-], between 0 and 1.
    intensity : float or array
        Intensity of segregation (Danckwerts 1952): variance over its largest value mean (1 - mean) [-]; 0 is a
        perfect mixture, 1 means pure regions.

    Returns
    -------
    nodes, weights : array, (3, ...)
        Gauss-Jacobi quadrature, exact for polynomials up to the fifth degree.

    Notes
    -----
    Roots of the cubic Jacobi polynomial from the three-term recurrence (Golub and Welsch 1969), by the trigonometric
    formula: no iteration, no eigenvalues.
    """
    mean, intensity = np.asarray(mean, dtype=float), np.asarray(intensity, dtype=float)
    mean, intensity = np.clip(mean, 1e-9, 1.0 - 1e-9), np.clip(intensity, 1e-9, 1.0 - 1e-9)
    total = 1.0 / intensity - 1.0  # p + q of the beta distribution
    p, q = mean * total, (1.0 - mean) * total
    # Recurrence of the monic Jacobi polynomials on (0, 1) with weight x^(p-1) (1-x)^(q-1).
    a0 = mean
    a1 = 0.5 * (1.0 + (p - q) * (p + q - 2.0) / ((p + q) * (p + q + 2.0)))
    a2 = 0.5 * (1.0 + (p - q) * (p + q - 2.0) / ((p + q + 2.0) * (p + q + 4.0)))
    b1 = p * q / ((p + q) ** 2 * (p + q + 1.0))
    b2 = 2.0 * (p + 1.0) * (q + 1.0) * (p + q) / ((p + q + 1.0) * (p + q + 2.0) ** 2 * (p + q + 3.0))
    return _three_point_rule(a0, a1, a2, b1, b2)


def _three_point_rule(a0: Numeric, a1: Numeric, a2: Numeric, b1: Numeric, b2: Numeric) -> tuple[Numeric, Numeric]:
    middle = (a0 + a1 + a2) / 3.0
    d0, d1, d2 = a0 - middle, a1 - middle, a2 - middle
    # Characteristic polynomial of the tridiagonal matrix about its mean eigenvalue: y^3 - 3 s^2 y - 2 r = 0.
    spread = np.sqrt((d0**2 + d1**2 + d2**2 + 2.0 * (b1 + b2)) / 6.0)
    determinant = d0 * (d1 * d2 - b2) - b1 * d2
    angle = np.arccos(np.clip(determinant / (2.0 * spread**3), -1.0, 1.0)) / 3.0
    turns = 2.0 * np.pi / 3.0 * np.arange(3).reshape((3,) + (1,) * np.ndim(middle))
    nodes = middle + 2.0 * spread * np.cos(angle - turns)
    # One Newton step on the polynomial, because the arc cosine loses half of the digits when two roots are close.
    first, second = _jacobi(nodes, a0, a1, b1)
    third = (nodes - a2) * second - b2 * first
    nodes = np.clip(nodes - third / (second + (nodes - a2) * (2.0 * nodes - a0 - a1) - b2), 0.0, 1.0)
    first, second = _jacobi(nodes, a0, a1, b1)
    norm = 1.0 + first**2 / b1 + second**2 / (b1 * b2)
    weights = 1.0 / norm
    return nodes, weights / weights.sum(axis=0)


def _jacobi(x: Numeric, a0: Numeric, a1: Numeric, b1: Numeric) -> tuple[Numeric, Numeric]:
    first = x - a0
    return first, (x - a1) * first - b1


def segregated_conductivity(local: Numeric, weights: Numeric) -> Numeric:
    """Effective conductivity of regions mixed at random, from their conductivities and shares.

    (sum_i w_i s_i^(1/3))^3, the formula of Landau and Lifshitz and of Looyenga 1965
    (doi:10.1016/0031-8914(65)90045-5): between the series and the parallel bound, symmetric in the regions.
    `local`, `weights`: arrays with the regions along the first axis.
    """
    return (np.asarray(weights) * np.cbrt(local)).sum(axis=0) ** 3
