"""Effective conductivity of a phase that must find its way through others.

Order of use: what the network conducts when fresh (`general_effective_medium`, or `network_factor` when the rest
insulates), what each narrow neck costs (`constriction_factor`), and what swelling product or decomposed electrolyte
takes away later (`diluted_fraction`, `interphase_factor`).
"""

import numpy as np

from brimstone._typing import Numeric


def general_effective_medium(
    fraction: Numeric, high: Numeric, low: Numeric, threshold: Numeric, exponent: Numeric
) -> Numeric:
    """Effective conductivity of a two-phase composite with a percolation threshold.

    Parameters
    ----------
    fraction : float or array
        Volume fraction of the better conductor [-].
    high, low : float or array
        Conductivities of the better and the poorer phase [S/m]; `low` may be zero.
    threshold : float or array
        Critical volume fraction of the better conductor [-], between 0 and 1.
    exponent : float or array
        Conductivity exponent t >= 1 [-]; 1.7-2.0 in three dimensions.

    Returns
    -------
    array
        Effective conductivity [S/m], never outside the series and parallel bounds.

    Notes
    -----
    McLachlan, Blaszkiewicz and Newnham 1990 (doi:10.1111/j.1151-2916.1990.tb07576.x), with u = s^(1/t) and
    A = (1 - phi_c)/phi_c: (1 - phi)(l - u)/(l + A u) + phi (h - u)/(h + A u) = 0. Multiplied out it is a quadratic,
    A u^2 - B u - l h = 0 with B = (1 - phi)(A l - h) + phi (A h - l), whose positive root is the answer: no iteration.
    """
    fraction, exponent = np.asarray(fraction, dtype=float), np.asarray(exponent, dtype=float)
    ratio = (np.asarray(low) / high) ** (1.0 / exponent)  # scaled by `high`, so that nothing under- or overflows
    shape = (1.0 - np.asarray(threshold)) / threshold
    linear = (1.0 - fraction) * (shape * ratio - 1.0) + fraction * (shape - ratio)
    root = np.sqrt(linear**2 + 4.0 * shape * ratio)
    # The textbook root loses all digits when `linear` is negative (below the threshold); its mate does not.
    above = (np.abs(linear) + root) / (2.0 * shape)
    below = 2.0 * ratio / np.maximum(np.abs(linear) + root, np.finfo(float).tiny)
    return high * np.where(linear >= 0.0, above, below) ** exponent


def network_factor(fraction: Numeric, threshold: Numeric, exponent: Numeric) -> Numeric:
    """Conductivity of a network in an insulating matrix over that of its bulk [-].

    ((phi - phi_c)/(1 - phi_c))^t above the threshold, zero below: the limit of `general_effective_medium` for an
    insulating second phase. One at phi = 1.
    """
    return np.maximum((np.asarray(fraction) - threshold) / (1.0 - np.asarray(threshold)), 0.0) ** exponent


def tortuosity_factor(fraction: Numeric, factor: Numeric) -> Numeric:
    """Tortuosity factor tau = phi sigma_bulk / sigma_eff [-] of a network that conducts `factor` of its bulk."""
    return np.asarray(fraction) / factor


def neck_ratio(pressure: Numeric, hardness: Numeric, exponent: Numeric = 0.5) -> Numeric:
    """Radius of the contact neck over the radius of the particle [-], at most one.

    a/r = (P/H)^n with n = 1/2 where contacts flow plastically (the rule for sulfides) and 1/3 where they stay
    elastic (Hertz). `pressure` and `hardness` in Pa.
    """
    return np.minimum(np.asarray(pressure) / hardness, 1.0) ** exponent


def constriction_factor(neck: Numeric) -> Numeric:
    """Conductivity of a chain of particles joined by narrow necks over that of a solid rod [-].

    Parameters
    ----------
    neck : float or array
        Radius of the neck over radius of the particle [-], 0 to 1.

    Notes
    -----
    Rod of one particle in series with Holm's constriction resistance psi/(2 sigma a) (Holm 1967), corrected by
    psi = (1 - a/r)^1.5 for necks that are not small (Cooper, Mikic and Yovanovich 1969,
    doi:10.1016/0017-9310(69)90011-8). One for a full neck, 4 a/(pi r) for a small one.
    """
    neck = np.asarray(neck, dtype=float)
    return neck / (neck + 0.25 * np.pi * (1.0 - neck) ** 1.5)


def diluted_fraction(fraction: Numeric, growth: Numeric, taken_by_thickness: Numeric) -> Numeric:
    """Volume fraction of a phase after the layer has grown around it [-].

    Parameters
    ----------
    fraction : float or array
        Fraction before [-].
    growth : float or array
        Volume by which the solids grow, per composite volume before [-]; negative when they shrink.
    taken_by_thickness : float or array
        Share of the growth that makes the layer thicker [-]; pores take the rest.
    """
    return np.asarray(fraction) / (1.0 + np.asarray(growth) * taken_by_thickness)


def interphase_factor(thickness: Numeric, particle_size: Numeric, conductivity_ratio: Numeric) -> Numeric:
    """Conductivity of electrolyte grains wearing a decomposed skin over that of clean grains [-].

    Parameters
    ----------
    thickness : float or array
        Thickness of the skin [m].
    particle_size : float or array
        Diameter of the grain with its skin [m].
    conductivity_ratio : float or array
        Conductivity of the interphase over that of the electrolyte [-].

    Notes
    -----
    Coated sphere of Hashin and Shtrikman 1962 (doi:10.1063/1.1728579): with core share c = (1 - 2 delta/d)^3,
    s = k [1 + 3 c (1 - k)/(3 k + (1 - c)(1 - k))]; exact for a packing of coated spheres of all sizes.
    """
    ratio = np.asarray(conductivity_ratio, dtype=float)
    core = np.clip(1.0 - 2.0 * np.asarray(thickness) / particle_size, 0.0, 1.0) ** 3
    return ratio * (1.0 + 3.0 * core * (1.0 - ratio) / (3.0 * ratio + (1.0 - core) * (1.0 - ratio)))


def mixture_conductivity(shares: Numeric, conductivities: Numeric) -> Numeric:
    """Conductivity of several conductors finely mixed: geometric mean by volume share (Lichtenecker 1926).

    Components along the first axis; the shares add up to one.
    """
    return np.exp((np.asarray(shares) * np.log(conductivities)).sum(axis=0))
