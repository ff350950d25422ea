"""How rates and conductivities move with temperature."""

import numpy as np

from brimstone.constants import GAS_CONSTANT, ROOM_TEMPERATURE

AVOGADRO = 6.02214076e23  #: exact [1/mol]


def arrhenius_factor(activation_energy, temperature, reference=ROOM_TEMPERATURE):
    """Factor by which a rate grows from the reference temperature, exp(-Ea/R (1/T - 1/T0)).

    Parameters
    ----------
    activation_energy : float or array
        Per charge carrier [J], as the library keeps it; 0.1 eV is 1.602e-20 J.
    temperature, reference : float or array
        [K]

    Returns
    -------
    float or array
        1 at the reference temperature.
    """
    molar = activation_energy * AVOGADRO
    return np.exp(-molar / GAS_CONSTANT * (1.0 / temperature - 1.0 / reference))
