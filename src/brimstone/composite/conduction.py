"""Effective conductivity of a phase that must find its way through others.

Order of use: what the network conducts when fresh (`network_factor`), what each narrow neck costs
(`constriction_factor`), and what swelling product takes away later (`diluted_fraction`).
"""

import numpy as np

from brimstone._typing import Numeric
from brimstone.physics.volume import shared_growth


def network_factor(fraction: Numeric, threshold: Numeric, exponent: Numeric) -> Numeric:
    """Conductivity of a network in an insulating matrix over that of its bulk [-].

    ((phi - phi_c)/(1 - phi_c))^t above the threshold, zero below; one at phi = 1. The limit, for an insulating second
    phase, of the general effective medium (McLachlan, Blaszkiewicz and Newnham 1990,
    doi:10.1111/j.1151-2916.1990.tb07576.x).
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


def diluted_fraction(fraction: Numeric, growth: Numeric, into_thickness: Numeric, porosity: Numeric) -> Numeric:
    """Volume fraction of a phase after the layer has grown around it [-].

    Parameters
    ----------
    fraction : float or array
        Fraction before [-].
    growth : float or array
        Volume by which the solids grow, per composite volume before [-]; negative when they shrink.
    into_thickness : float or array
        Share of the growth that makes the layer thicker while there are pores [-].
    porosity : float or array
        Of the composite before [-]; what full pores don't take makes the layer thicker, too.
    """
    return np.asarray(fraction) / (1.0 + shared_growth(growth, into_thickness, porosity)[0])


def mixture_conductivity(shares: Numeric, conductivities: Numeric) -> Numeric:
    """Conductivity of several conductors finely mixed: geometric mean by volume share (Lichtenecker 1926).

    Components along the first axis; the shares add up to one.
    """
    return np.exp((np.asarray(shares) * np.log(conductivities)).sum(axis=0))
