"""How much of the sulfur the pores of a carbon take, and how far a melt gets into them in its time."""

from typing import NamedTuple

import numpy as np

from brimstone._typing import Numeric
from brimstone.constants import GAS_CONSTANT

MELTING_TEMPERATURE = 388.36  #: of sulfur, orthorhombic [K] (115.2 degC)


def infiltrated_share(pore_volume: Numeric, sulfur_volume: Numeric) -> Numeric:
    r"""Share of the sulfur that finds room in the pores [-]; both volumes per the same amount of host.

    .. math::
        :label: eq-infiltrated-share

        s = \min(1, V_p/V_S)

    Source: volume balance. Theory: :ref:`theory-composite`.
    """
    return np.minimum(np.asarray(pore_volume) / np.maximum(sulfur_volume, np.finfo(float).tiny), 1.0)


def pore_filling(pore_volume: Numeric, sulfur_volume: Numeric) -> Numeric:
    r"""Share of the pore volume filled with sulfur [-].

    .. math::
        :label: eq-pore-filling

        f = \min(1, V_S/V_p)

    Source: volume balance. Theory: :ref:`theory-composite`.
    """
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
    r"""Viscosity of a melt [Pa s] at a temperature [K].

    .. math::
        :label: eq-melt-viscosity

        \eta = \eta_r\exp\left[\frac{E_r}{R}\left(\frac{1}{T} - \frac{1}{T_r}\right)\right]
        + \eta_c\exp\left[\frac{E_c}{R}\left(\frac{1}{T} - \frac{1}{T_c}\right)\right]
        \frac{s(T)^2}{s(T_c)^2}, \qquad s(T) = 1 - e^{-\max(0, T - T_o)/w}

    Rings flow the more easily the warmer they are; above :math:`T_o` they open into chains, at first long ones.

    Notes
    -----
    Sulfur rises from 7 mPa s at 157 degC to 93 Pa s at 187 degC (Sofekun et al., J. Rheol. 62 (2018) 469).

    Source: introduced here. Theory: :ref:`theory-composite`.
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
    r"""Square of the depth to which a melt is drawn into pores [m2].

    .. math::
        :label: eq-melt-depth

        \ell^2 = \frac{\gamma\cos\theta\,w}{4\,\eta\,\tau^2}\,t

    Suction of a capillary against the flow of Poiseuille through it. Holds of several steps add up.

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
    Source: Lucas 1918; Washburn 1921, doi:10.1103/PhysRev.17.273. Theory: :ref:`theory-composite`.
    """
    flows = np.asarray(surface_energy) * np.maximum(cosine, 0.0) * width / (4.0 * np.asarray(viscosity))
    return np.asarray(flows * time / np.asarray(detour) ** 2)


def drawn_share(depth: Numeric, diameter: Numeric) -> np.ndarray:
    r"""Share of the volume of a grain of a `diameter` [m] that lies within a depth [m] of its surface [-].

    .. math::
        :label: eq-drawn-share

        1 - \left(1 - \frac{2\ell}{d}\right)^3

    Source: geometry of a ball. Theory: :ref:`theory-composite`.
    """
    left = np.maximum(1.0 - 2.0 * np.asarray(depth) / diameter, 0.0)
    return np.asarray(1.0 - left**3)
