"""How lithium wets the electrolyte: adhesion, contact angle, and how much of a rough surface it fills.

Of molten lithium, and of lithium soft enough to flow. Cosines stand for angles throughout, since above the work of
cohesion there is no angle any more: the liquid spreads.
"""

import numpy as np

#: Below this a surface does not repel [N/m]; far less than any interface tension is known to.
_LEAST_TENSION = 1e-12


def cosine_of_contact_angle(adhesion, liquid_surface_energy):
    """Cosine of the contact angle, W/gamma_lv - 1 (Young and Dupré).

    Parameters
    ----------
    adhesion : float or array
        Work of adhesion, that parts a unit of interface, gamma_lv + gamma_sv - gamma_sl (Dupré) [J/m2].
    liquid_surface_energy : float or array
        [J/m2]; lithium near 200 degC about 0.4.

    Returns
    -------
    float or array
        -1 (no adhesion) to 1 (spreads). Negative is lithiophobic: lithium stands as a drop; positive is lithiophilic.
    """
    return np.clip(np.asarray(adhesion) / liquid_surface_energy - 1.0, -1.0, 1.0)


def contact_angle(adhesion, liquid_surface_energy):
    """Contact angle [rad]; 0.10 J/m2 (Li2CO3 on garnet) gives 138 degrees, 0.67 J/m2 (clean garnet) 47."""
    return np.arccos(cosine_of_contact_angle(adhesion, liquid_surface_energy))


def wetted_fraction(cosine, pressure, liquid_surface_energy, groove_radius, groove_spread=2.0):
    """Share of a rough surface that a liquid touches.

    Grooves narrower than ``-2 gamma cos(angle)/P`` stay empty (Laplace, as in mercury porosimetry); their radii are
    lognormal, each with the same area. Without any pressure a surface is filled when it is wetted and bridged from
    top to top when it is not.

    Parameters
    ----------
    cosine : float or array
        Of the contact angle.
    pressure : float or array
        That presses the liquid on [Pa].
    liquid_surface_energy : float or array
        [J/m2]
    groove_radius : float or array
        Median radius of the grooves between the tops [m].
    groove_spread : float or array
        Geometric standard deviation of the radii.

    Returns
    -------
    float or array
        Between 0 and 1.
    """
    cosine, pressure = np.asarray(cosine, dtype=float), np.asarray(pressure, dtype=float)
    repelled = np.maximum(-2.0 * cosine * liquid_surface_energy, 0.0)
    repelled = np.where(repelled > _LEAST_TENSION, repelled, 0.0)
    from scipy.special import ndtr  # takes a tenth of a second, and few cells have molten lithium

    pressed = pressure * groove_radius
    with np.errstate(divide="ignore"):
        reach = np.log(np.where(repelled > 0.0, pressed, 1.0) / np.where(repelled > 0.0, repelled, 1.0))
    return np.where(repelled > 0.0, ndtr(reach / np.log(groove_spread)), 1.0)
