"""Temperature dependence of rates and conductivities."""

import numpy as np

from brimstone._typing import Numeric
from brimstone.constants import GAS_CONSTANT, ROOM_TEMPERATURE

AVOGADRO = 6.02214076e23  #: exact [1/mol]


def molar_arrhenius_factor(
    activation_energy: Numeric, temperature: Numeric, reference: Numeric = ROOM_TEMPERATURE
) -> Numeric:
    r"""Arrhenius factor of a rate relative to a reference temperature.

    .. math::
        :label: eq-arrhenius

        \exp\left[-\frac{E_a}{R}\left(\frac{1}{T} - \frac{1}{T_0}\right)\right]

    Parameters
    ----------
    activation_energy : float or ndarray
        :math:`E_a` [J/mol]; 37e3 for the creep of lithium (doi:10.1149/2.0221902jes).
    temperature, reference : float or ndarray
        :math:`T`, :math:`T_0` [K].

    Returns
    -------
    float or ndarray
        [-]; 1 at the reference temperature.

    Notes
    -----
    Source: standard. Theory: :ref:`theory-conversion`.
    """
    return np.exp(-activation_energy / GAS_CONSTANT * (1.0 / temperature - 1.0 / reference))


def arrhenius_factor(
    activation_energy: Numeric, temperature: Numeric, reference: Numeric = ROOM_TEMPERATURE
) -> Numeric:
    """Arrhenius factor by :eq:`eq-arrhenius` of a rate or conductivity with an activation energy per charge carrier.

    Parameters
    ----------
    activation_energy : float or ndarray
        Per charge carrier [J], as in the library; 0.1 eV is 1.602e-20 J.
    temperature, reference : float or ndarray
        As for `molar_arrhenius_factor` [K].

    Returns
    -------
    float or ndarray
        [-]; 1 at the reference temperature.
    """
    return molar_arrhenius_factor(activation_energy * AVOGADRO, temperature, reference)
