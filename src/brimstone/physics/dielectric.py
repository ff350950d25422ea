"""Capacitances in parallel with resistances, and the impedance of the two together."""

import numpy as np

from brimstone._typing import Numeric

VACUUM_PERMITTIVITY = 8.8541878128e-12  #: [F/m], CODATA 2018


def layer_capacitance(permittivity: Numeric, thickness: Numeric) -> Numeric:
    r"""Geometric capacitance of a plane layer.

    .. math::
        :label: eq-layer-capacitance

        C = \frac{\varepsilon_r\varepsilon_0}{d}

    Parameters
    ----------
    permittivity : float or ndarray
        Relative permittivity :math:`\varepsilon_r` [-].
    thickness : float or ndarray
        :math:`d` [m].

    Returns
    -------
    float or ndarray
        :math:`C` [F/m2].

    Notes
    -----
    Source: standard (plate capacitor). Theory: :ref:`theory-impedance`.
    """
    return VACUUM_PERMITTIVITY * permittivity / thickness


def boundary_capacitance(
    permittivity: Numeric, thickness: Numeric, grain_size: Numeric, boundary_width: Numeric
) -> Numeric:
    r"""Capacitance of the grain boundaries in series across a layer.

    .. math::
        :label: eq-boundary-capacitance

        C = \frac{\varepsilon_r\varepsilon_0}{d}\,\frac{D}{\delta}

    Parameters
    ----------
    permittivity : float or ndarray
        Relative permittivity :math:`\varepsilon_r` of a boundary [-].
    thickness : float or ndarray
        Thickness :math:`d` of the layer [m].
    grain_size : float or ndarray
        :math:`D` [m]; there is one boundary per grain.
    boundary_width : float or ndarray
        :math:`\delta` [m].

    Returns
    -------
    float or ndarray
        :math:`C` [F/m2].

    Notes
    -----
    Source: standard (brick-layer model). Theory: :ref:`theory-impedance`.
    """
    return layer_capacitance(permittivity, thickness) * grain_size / boundary_width


def arc_impedance(resistance: Numeric, capacitance: Numeric, dispersion: Numeric, frequency: Numeric) -> Numeric:
    r"""Impedance of a resistance in parallel with a constant-phase element.

    .. math::
        :label: eq-arc-impedance

        Z = \frac{R}{1 + (i\omega R C)^{n}}

    Parameters
    ----------
    resistance : ndarray (..., 1)
        :math:`R` [ohm m2].
    capacitance : ndarray (..., 1)
        Capacitance :math:`C` of an ideal capacitor with the same time constant [F/m2]; zero for a plain resistance.
    dispersion : ndarray (..., 1)
        Exponent :math:`n` [-], at most 1.
    frequency : ndarray (points,)
        :math:`\omega/2\pi` [Hz].

    Returns
    -------
    ndarray (..., points)
        Complex :math:`Z` [ohm m2].

    Notes
    -----
    Source: standard (Cole–Cole). Theory: :ref:`theory-impedance`.
    """
    reduced = 2j * np.pi * frequency * resistance * capacitance
    return resistance / (1.0 + reduced**dispersion)
