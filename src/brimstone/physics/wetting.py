"""Wetting of the electrolyte by lithium: adhesion, contact angle, and how much of a rough surface is filled.

For molten lithium, and for lithium soft enough to flow. Cosines are used instead of angles throughout, since above the
work of cohesion there is no angle any more: the liquid spreads.
"""

import numpy as np

from brimstone._typing import Numeric

#: Tension below which a surface does not repel the liquid [N/m]; far less than any is known to.
_LEAST_TENSION = 1e-12


def cosine_of_contact_angle(adhesion: Numeric, liquid_surface_energy: Numeric) -> Numeric:
    r"""Cosine of the contact angle.

    .. math::
        :label: eq-contact-angle

        \cos\vartheta = \frac{W}{\gamma_{lv}} - 1, \qquad W = \gamma_{lv} + \gamma_{sv} - \gamma_{sl}

    Parameters
    ----------
    adhesion : float or ndarray
        Work of adhesion :math:`W` [J/m2].
    liquid_surface_energy : float or ndarray
        :math:`\gamma_{lv}` [J/m2]; about 0.4 for lithium near 200 °C.

    Returns
    -------
    ndarray
        :math:`\cos\vartheta` [-], from -1 (no adhesion) to 1 (spreading). Negative is lithiophobic, positive
        lithiophilic.

    Notes
    -----
    Source: standard (Young–Dupré). Theory: :ref:`theory-interfaces`.
    """
    return np.clip(np.asarray(adhesion) / liquid_surface_energy - 1.0, -1.0, 1.0)


def contact_angle(adhesion: Numeric, liquid_surface_energy: Numeric) -> Numeric:
    r"""Contact angle, the arc cosine of :eq:`eq-contact-angle`.

    Parameters
    ----------
    adhesion, liquid_surface_energy : float or ndarray
        As for `cosine_of_contact_angle`.

    Returns
    -------
    ndarray
        :math:`\vartheta` [rad]; 138 degrees for 0.10 J/m2 (Li2CO3 on garnet), 47 for 0.67 J/m2 (clean garnet).
    """
    return np.arccos(cosine_of_contact_angle(adhesion, liquid_surface_energy))


def wetted_fraction(
    cosine: Numeric,
    pressure: Numeric,
    liquid_surface_energy: Numeric,
    groove_radius: Numeric,
    groove_spread: Numeric = 2.0,
) -> Numeric:
    r"""Fraction of a rough surface that a liquid touches.

    .. math::
        :label: eq-wetted-fraction

        \theta = N\left[\frac{\ln(P\,r/2\gamma_{lv}|\cos\vartheta|)}{\ln s}\right], \qquad \cos\vartheta < 0

    with the standard normal distribution function :math:`N`; 1 when the liquid wets. Grooves narrower than
    :math:`2\gamma_{lv}|\cos\vartheta|/P` stay empty (Laplace pressure, as in mercury porosimetry); their radii are
    log-normal, each class with the same area.

    Parameters
    ----------
    cosine : float or ndarray
        :math:`\cos\vartheta` [-].
    pressure : float or ndarray
        Pressure :math:`P` on the liquid [Pa].
    liquid_surface_energy : float or ndarray
        :math:`\gamma_{lv}` [J/m2].
    groove_radius : float or ndarray
        Median groove radius :math:`r` [m].
    groove_spread : float or ndarray
        Geometric standard deviation :math:`s` of the radii [-].

    Returns
    -------
    ndarray
        :math:`\theta` [-]. Without pressure a surface is filled when it is wetted and bridged when it is not.

    Notes
    -----
    Source: Young–Laplace equation with a log-normal roughness, combined here. Theory: :ref:`theory-interfaces`.
    """
    cosine, pressure = np.asarray(cosine, dtype=float), np.asarray(pressure, dtype=float)
    repelled = np.maximum(-2.0 * cosine * liquid_surface_energy, 0.0)
    repelled = np.where(repelled > _LEAST_TENSION, repelled, 0.0)
    from scipy.special import ndtr  # takes a tenth of a second, and few cells have molten lithium

    pressed = pressure * groove_radius
    with np.errstate(divide="ignore"):
        reach = np.log(np.where(repelled > 0.0, pressed, 1.0) / np.where(repelled > 0.0, repelled, 1.0))
    return np.where(repelled > 0.0, ndtr(reach / np.log(groove_spread)), 1.0)
