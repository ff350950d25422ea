"""How much of the sulfur the pores of a carbon take, and how far a melt gets into them in its time."""

from typing import NamedTuple

import numpy as np

from brimstone._typing import Numeric
from brimstone.constants import GAS_CONSTANT

MELTING_TEMPERATURE = 388.36  #: of sulfur, orthorhombic [K] (115.2 degC)


def infiltrated_share(pore_volume: Numeric, sulfur_volume: Numeric) -> Numeric:
    """Share of the sulfur that finds room in the pores [-], min(1, V_pore/V_S); both per the same amount of host."""
    return np.minimum(np.asarray(pore_volume) / np.maximum(sulfur_volume, np.finfo(float).tiny), 1.0)


def pore_filling(pore_volume: Numeric, sulfur_volume: Numeric) -> Numeric:
    """Share of the pore volume filled with sulfur [-], min(1, V_S/V_pore)."""
    return np.minimum(np.asarray(sulfur_volume) / np.maximum(pore_volume, np.finfo(float).tiny), 1.0)


class Melt(NamedTuple):
    """Viscosity of a melt of rings that open into chains when it gets warmer.

    Attributes
    ----------
    thin, thin_at : array or float
        Viscosity of the rings [Pa s], at this temperature [K].
    thin_energy : array
        With which it falls as the melt gets warmer [J/mol].
    opening, width : array
        Temperature from which rings open [K], and over which chains get long [K].
    thick, thick_at : array or float
        Viscosity of the chains [Pa s], at this temperature [K].
    thick_energy : array
        With which it falls as they get shorter again [J/mol].
    """

    thin: Numeric
    thin_at: Numeric
    thin_energy: Numeric
    opening: Numeric
    width: Numeric
    thick: Numeric
    thick_at: Numeric
    thick_energy: Numeric


def melt_viscosity(temperature: Numeric, melt: Melt) -> np.ndarray:
    """Viscosity of a melt [Pa s] at a temperature [K].

    Notes
    -----
    eta = eta_r exp[E_r/R (1/T - 1/T_r)] + eta_c exp[E_c/R (1/T - 1/T_c)] s(T)^2/s(T_c)^2 with
    s = 1 - exp[-(T - T_o)/w] above T_o, else zero: rings flow the more easily the warmer they are; above T_o they open
    into chains, at first long ones. Sulfur rises from 7 mPa s at 157 degC to 93 Pa s at 187 degC (Sofekun et al.,
    J. Rheol. 62 (2018) 469). Form introduced here.
    """
    temperature = np.asarray(temperature, dtype=float)

    def warmth(energy: Numeric, at: Numeric) -> np.ndarray:
        return np.asarray(np.exp(np.asarray(energy) / GAS_CONSTANT * (1.0 / temperature - 1.0 / np.asarray(at))))

    def opened(at: Numeric) -> np.ndarray:
        return -np.expm1(-np.maximum(np.asarray(at) - melt.opening, 0.0) / melt.width)

    chains = (opened(temperature) / opened(melt.thick_at)) ** 2
    rings = melt.thin * warmth(melt.thin_energy, melt.thin_at)
    return np.asarray(rings + melt.thick * warmth(melt.thick_energy, melt.thick_at) * chains)


def squared_depth(
    time: Numeric, viscosity: Numeric, surface_energy: Numeric, cosine: Numeric, width: Numeric, detour: Numeric
) -> np.ndarray:
    """Square of the depth to which a melt is drawn into pores [m2].

    Parameters
    ----------
    time : float or array
        [s]
    viscosity : float or array
        [Pa s]
    surface_energy, cosine : float or array
        Of the melt [J/m2], and cosine of its contact angle on the walls [-].
    width : float or array
        Of the pores [m].
    detour : float or array
        Length of a pore over the depth that it gets to [-].

    Notes
    -----
    l^2 = gamma cos(theta) w t/(4 eta tau^2): suction of a capillary against the flow of Poiseuille through it (Lucas
    1918; Washburn 1921, doi:10.1103/PhysRev.17.273). Holds of several steps add up.
    """
    flows = np.asarray(surface_energy) * np.maximum(cosine, 0.0) * width / (4.0 * np.asarray(viscosity))
    return np.asarray(flows * time / np.asarray(detour) ** 2)


def drawn_share(depth: Numeric, diameter: Numeric) -> np.ndarray:
    """Share of the volume of a grain that lies within a depth [m] of its surface [-]: 1 - (1 - l/r)^3.

    `diameter`: of the grain [m].
    """
    left = np.maximum(1.0 - 2.0 * np.asarray(depth) / diameter, 0.0)
    return np.asarray(1.0 - left**3)
