"""Power-law creep of lithium and its effect on voids, pores and the edge of the anode."""

import numpy as np

from brimstone._typing import Numeric


def creep_rate(stress: Numeric, known_rate: Numeric, known_stress: Numeric, exponent: Numeric) -> Numeric:
    r"""Steady-state strain rate of power-law creep.

    .. math::
        :label: eq-creep

        \dot\varepsilon = \dot\varepsilon_0\left(\frac{\sigma}{\sigma_0}\right)^{n}

    Parameters
    ----------
    stress : float or ndarray
        Uniaxial (von Mises) stress :math:`\sigma` [Pa], at the temperature of `known_rate`.
    known_rate, known_stress : float or ndarray
        One point :math:`\dot\varepsilon_0` [1/s], :math:`\sigma_0` [Pa] of the law.
    exponent : float or ndarray
        Creep exponent :math:`n` [-]; 6.6 for lithium.

    Returns
    -------
    ndarray
        :math:`\dot\varepsilon` [1/s].

    Notes
    -----
    Lithium at room temperature: 1.9e-5 1/s at 0.4 MPa with n = 6.56 is within a factor of 1.7 of seven tensile tests
    from 0.2 to 0.6 MPa, whose rates span a factor of two thousand.

    Source: standard (Norton); lithium from Masias 2019, doi:10.1007/s10853-018-2971-3. Theory: :ref:`theory-lithium`.
    """
    return known_rate * (np.asarray(stress) / known_stress) ** exponent


def flow_stress(rate: Numeric, known_rate: Numeric, known_stress: Numeric, exponent: Numeric) -> Numeric:
    r"""Inverse of :eq:`eq-creep`: uniaxial stress of power-law creep at a given strain rate.

    Parameters
    ----------
    rate : float or ndarray
        Strain rate :math:`\dot\varepsilon` [1/s].
    known_rate, known_stress, exponent : float or ndarray
        As for `creep_rate`.

    Returns
    -------
    ndarray
        :math:`\sigma` [Pa].
    """
    return known_stress * (np.asarray(rate) / known_rate) ** (1.0 / np.asarray(exponent))


def squeeze_pressure(stress: Numeric, radius: Numeric, thickness: Numeric, exponent: Numeric = np.inf) -> Numeric:
    r"""Mean pressure at which a metal disc sticking to both plates is squeezed out at its edge.

    .. math::
        :label: eq-squeeze-pressure

        P_f = \sigma\left[1 + \frac{1}{m + 3}\left(\frac{2m + 1}{2m}\right)^{m}
        \left(\frac{2R}{\sqrt{3}\,H}\right)^{m + 1}\right], \qquad m = \frac{1}{n}

    Parameters
    ----------
    stress : float or ndarray
        Uniaxial flow stress :math:`\sigma` at the rate of thinning [Pa].
    radius, thickness : float or ndarray
        Radius :math:`R` and thickness :math:`H` of the disc [m].
    exponent : float or ndarray
        Creep exponent :math:`n` [-]; infinite for a plastic metal, one for a liquid.

    Returns
    -------
    float or ndarray
        :math:`P_f` [Pa].

    Notes
    -----
    The second term is the pressure needed to squeeze out a power-law fluid against friction at the plates. For a
    liquid it is Stefan's :math:`3\mu R^2\dot H/2H^3`, for a plastic metal Prandtl's :math:`2\sigma R/3\sqrt{3}H`: a
    foil 100 um thick and 10 mm wide carries about forty times the tensile flow stress of lithium.

    Source: standard squeeze flow (Scott's equation) plus the flow stress itself, combined here.
    Theory: :ref:`theory-pressure`.
    """
    m = 1.0 / np.asarray(exponent, dtype=float)
    slip = np.where(m > 0.0, (2.0 * m + 1.0) / (2.0 * np.where(m > 0.0, m, 1.0)), 1.0) ** m
    width = 2.0 * np.asarray(radius) / (np.sqrt(3.0) * thickness)
    return stress * (1.0 + slip / (m + 3.0) * width ** (m + 1.0))
