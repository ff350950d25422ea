"""How much of the sulfur the pores of a carbon take; a melt or a vapour fills them within seconds."""

import numpy as np

from brimstone._typing import Numeric

MELTING_TEMPERATURE = 388.36  #: of sulfur, orthorhombic [K] (115.2 degC)


def infiltrated_share(pore_volume: Numeric, sulfur_volume: Numeric) -> Numeric:
    """Share of the sulfur that finds room in the pores [-], min(1, V_pore/V_S); both per the same amount of host."""
    return np.minimum(np.asarray(pore_volume) / np.maximum(sulfur_volume, np.finfo(float).tiny), 1.0)


def pore_filling(pore_volume: Numeric, sulfur_volume: Numeric) -> Numeric:
    """Share of the pore volume filled with sulfur [-], min(1, V_S/V_pore)."""
    return np.minimum(np.asarray(sulfur_volume) / np.maximum(pore_volume, np.finfo(float).tiny), 1.0)
