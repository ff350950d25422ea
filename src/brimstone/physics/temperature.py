"""Temperature dependence of rates and conductivities."""

import numpy as np

from brimstone._typing import Numeric
from brimstone.constants import GAS_CONSTANT, ROOM_TEMPERATURE

AVOGADRO = 6.02214076e23  #: exact [1/mol]


def arrhenius_factor(
    activation_energy: Numeric, temperature: Numeric, reference: Numeric = ROOM_TEMPERATURE
) -> Numeric:
    r"""Arrhenius factor of a rate or conductivity relative to a reference temperature.

    .. math::
        :label: eq-arrhenius

        \exp\left[-\frac{E_a}{R}\left(\frac{1}{T} - \frac{1}{T_0}\right)\right]

    Parameters
    ----------
    activation_energy : float or ndarray
        :math:`E_a` per charge carrier [J], as in the library; 0.1 eV is 1.602e-20 J.
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
    molar = activation_energy * AVOGADRO
    return np.exp(-molar / GAS_CONSTANT * (1.0 / temperature - 1.0 / reference))
