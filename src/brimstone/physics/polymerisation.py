"""A liquid precursor that polymerises inside the cell: conversion, gel point, transport and residual monomer.

After Qi 2024, section 3.3: ring opening of 1,3-dioxolane by Lewis acids (LiPF6, aluminium triflate) and radical
polymerisation of acrylates (AIBN).
"""

import numpy as np

from brimstone._typing import Numeric


def polymerised_share(
    rate: Numeric, order: Numeric, concentration: Numeric, usual_concentration: Numeric, time: Numeric
) -> Numeric:
    r"""Conversion of the monomer.

    .. math::
        :label: eq-polymerisation

        X = 1 - \exp\left[-k\left(\frac{c_I}{c_0}\right)^{n} t\right]

    Parameters
    ----------
    rate : float or ndarray
        Rate constant :math:`k` at the usual initiator concentration and the process temperature [1/s].
    order : float or ndarray
        Reaction order :math:`n` in the initiator [-].
    concentration, usual_concentration : float or ndarray
        Initiator concentrations :math:`c_I`, :math:`c_0` [mol/m3].
    time : float or ndarray
        :math:`t` [s].

    Returns
    -------
    ndarray
        :math:`X` [-].

    Notes
    -----
    Source: standard (first order in monomer). Theory: :ref:`theory-solution`.
    """
    faster = (np.asarray(concentration) / usual_concentration) ** order
    return -np.expm1(-np.asarray(rate) * faster * time)


def between(liquid: Numeric, gel: Numeric, share: Numeric) -> Numeric:
    r"""Transport property of a partly polymerised precursor, interpolated geometrically.

    .. math::
        :label: eq-gel-property

        \sigma = \sigma_l^{1-X}\,\sigma_g^{X}

    Conductivity and diffusivity fall over orders of magnitude as chains grow, so their logarithms follow the
    conversion.

    Parameters
    ----------
    liquid, gel : float or ndarray
        :math:`\sigma_l` of the precursor and :math:`\sigma_g` of the cured gel, in the same unit.
    share : float or ndarray
        Conversion :math:`X` [-].

    Returns
    -------
    ndarray
        :math:`\sigma` [unit of `liquid` and `gel`].

    Notes
    -----
    Source: introduced here (logarithmic mixing rule). Theory: :ref:`theory-solution`.
    """
    return np.asarray(liquid) ** (1.0 - np.asarray(share)) * np.asarray(gel) ** share


def monomer_resistance(rate: Numeric, residual_share: Numeric, time: Numeric) -> Numeric:
    r"""Area-specific resistance that residual monomer builds up on the electrodes.

    .. math::
        :label: eq-monomer-resistance

        R = k_m(1 - X)\sqrt{t}

    Parameters
    ----------
    rate : float or ndarray
        :math:`k_m` of pure monomer [ohm m2/s^0.5].
    residual_share : float or ndarray
        Unreacted share :math:`1 - X` of the monomer [-].
    time : float or ndarray
        Time :math:`t` since the cell was closed [s].

    Returns
    -------
    float or ndarray
        :math:`R` [ohm m2].

    Notes
    -----
    Source: parabolic growth, introduced here. Theory: :ref:`theory-solution`.
    """
    return rate * residual_share * np.sqrt(time)
