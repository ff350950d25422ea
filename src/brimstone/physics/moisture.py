"""Sulfide electrolytes in moist air: hydrogen sulfide, and the conduction it costs.

Phosphorus, a hard acid, prefers the oxygen of water to sulfur; the grains turn from their surface inwards and give
off hydrogen sulfide.
"""

import numpy as np

from brimstone.constants import GAS_CONSTANT

_FREEZING = 273.15  # [K]
_ATMOSPHERE = 101325.0  # [Pa]


def water_pressure(dew_point):
    """Pressure of water vapour in air of a dew point [Pa], over ice below 0 degC (Magnus form, Sonntag 1990).

    `dew_point` in K. -40 degC: 12.8 Pa, 127 ppm of the air at one atmosphere.
    """
    celsius = np.asarray(dew_point, dtype=float) - _FREEZING
    over_ice = 611.15 * np.exp(22.46 * celsius / (272.62 + celsius))
    over_water = 611.2 * np.exp(17.62 * celsius / (243.12 + celsius))
    return np.where(celsius < 0.0, over_ice, over_water)


def water_content(dew_point):
    """Mole fraction of water in air of a dew point [K] at one atmosphere."""
    return water_pressure(dew_point) / _ATMOSPHERE


def complete_release(molecules, molar_mass, temperature=298.15):
    """Hydrogen sulfide from full hydrolysis, n R T/(P M) at one atmosphere [m3/kg].

    `molecules` of H2S from each formula unit of `molar_mass` [kg/mol]; Li3PS4 gives 543 cm3/g.
    """
    return molecules * GAS_CONSTANT * temperature / (_ATMOSPHERE * molar_mass)


def released_hydrogen_sulfide(exposure, release, most):
    """Hydrogen sulfide given off, first order in water and in what is left of the electrolyte [m3/kg].

    Parameters
    ----------
    exposure : float or array
        Water pressure times time times surface, over that of the exposure that `release` was measured in.
    release : float or array
        In that exposure [m3/kg].
    most : float or array
        On full hydrolysis [m3/kg].
    """
    return -most * np.expm1(-exposure * release / most)


def conductivity_left(released, halving_release):
    """Conductivity over that of the fresh electrolyte: grains in series with reacted surfaces, 1/(1 + v/v_half).

    Parameters
    ----------
    released : float or array
        Hydrogen sulfide per mass of electrolyte [m3/kg].
    halving_release : float or array
        Release after which the reacted surfaces resist as much as the grains [m3/kg]; proportional to the surface.
    """
    return 1.0 / (1.0 + released / halving_release)
