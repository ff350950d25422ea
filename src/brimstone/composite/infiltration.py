"""Sulfur as a liquid and as a vapour, and how it gets into the pores of a carbon.

Melt routes work near 155 degC because liquid sulfur is thinnest there; a little hotter its rings open to long chains
and it turns to syrup. Vapour routes, about 300 degC, need no liquid to flow.
"""

import numpy as np

from brimstone._typing import Numeric
from brimstone.constants import GAS_CONSTANT, MOLAR_MASS_SULFUR

MELTING_TEMPERATURE = 388.36  #: of sulfur, orthorhombic [K] (115.2 degC)

# Viscosity of purified sulfur [K, Pa s]. Melt, minimum and maximum after Bacon and Fanelli 1943
# (doi:10.1021/ja01244a043), confirmed by Sofekun et al. 2018 (doi:10.1122/1.5001523): 7 mPa s near 155 degC, 93 Pa s
# at 187 degC. The points between and after are recalled; take them within a factor of two.
_VISCOSITY = np.array([
    [388.36, 12.5e-3], [393.15, 11.0e-3], [403.15, 9.2e-3], [413.15, 8.0e-3], [423.15, 7.15e-3], [428.15, 7.0e-3],
    [432.3, 7.3e-3], [433.15, 0.10], [435.15, 2.0], [443.15, 35.0], [453.15, 85.0], [460.15, 93.0], [473.15, 75.0],
    [493.15, 35.0], [523.15, 9.0], [573.15, 1.7], [623.15, 0.40], [717.75, 0.08],
])  # fmt: skip


def viscosity(temperature: Numeric) -> Numeric:
    """Viscosity of liquid sulfur [Pa s] at `temperature` [K], the logarithm linear between measured points.

    Falls from the melt to 7 mPa s near 155 degC, jumps ten-thousandfold above 160 degC to a maximum at 187 degC, and
    falls again towards the boiling point. Held constant outside 115-445 degC.
    """
    return np.exp(np.interp(temperature, _VISCOSITY[:, 0], np.log(_VISCOSITY[:, 1])))


def vapour_pressure(temperature: Numeric) -> Numeric:
    """Vapour pressure of liquid sulfur [Pa] at `temperature` [K].

    log10(p/mmHg) = 14.70 - 0.0062238 T - 5405.1/T up to 325 degC, 7.43287 - 3268.2/T above (West and Menzies 1929, as
    given by Meyer 1976, doi:10.1021/cr60301a003; recalled). 6.7 kPa at 300 degC; one atmosphere at 444.6 degC.
    """
    temperature = np.asarray(temperature, dtype=float)
    cooler = 14.70 - 0.0062238 * temperature - 5405.1 / temperature
    hotter = 7.43287 - 3268.2 / temperature
    return 133.322 * 10.0 ** np.where(temperature < 598.15, cooler, hotter)


def washburn_time(
    length: Numeric, radius: Numeric, viscosity: Numeric, surface_tension: Numeric, contact_angle: Numeric = 0.0
) -> Numeric:
    """Time that a wetting liquid takes to fill a pore [s].

    Parameters
    ----------
    length, radius : float or array
        Length and radius of the pore [m].
    viscosity : float or array
        [Pa s].
    surface_tension : float or array
        [N/m]; liquid sulfur 0.061 at 120 degC (Fanelli 1950, doi:10.1021/ja01165a045).
    contact_angle : float or array
        Against the pore wall [rad], below pi/2.

    Notes
    -----
    t = 2 eta L^2/(gamma r cos theta) (Washburn 1921, doi:10.1103/PhysRev.17.273).
    """
    return (
        2.0
        * np.asarray(viscosity)
        * np.asarray(length) ** 2
        / (surface_tension * np.asarray(radius) * np.cos(contact_angle))
    )


def infiltrated_share(pore_volume: Numeric, sulfur_volume: Numeric) -> Numeric:
    """Share of the sulfur that finds room in the pores [-], min(1, V_pore/V_S); both per the same amount of host."""
    return np.minimum(np.asarray(pore_volume) / np.maximum(sulfur_volume, np.finfo(float).tiny), 1.0)


def pore_filling(pore_volume: Numeric, sulfur_volume: Numeric) -> Numeric:
    """Share of the pore volume filled with sulfur [-], min(1, V_S/V_pore)."""
    return np.minimum(np.asarray(sulfur_volume) / np.maximum(pore_volume, np.finfo(float).tiny), 1.0)


def evaporation_time(
    diameter: Numeric,
    temperature: Numeric,
    density: Numeric = 2070.0,
    diffusivity: Numeric = 1.5e-5,
    molar_mass: Numeric = 8 * MOLAR_MASS_SULFUR,
) -> Numeric:
    """Time in which a sulfur particle evaporates into still gas [s].

    Parameters
    ----------
    diameter : float or array
        [m].
    temperature : float or array
        [K].
    density : float
        Of the sulfur [kg/m3].
    diffusivity : float
        Of sulfur vapour in the gas [m2/s]; estimate for argon near 300 degC.
    molar_mass : float
        Of the vapour [kg/mol]; rings of eight.

    Notes
    -----
    t = rho R T d^2/(8 D p M), Maxwell's d-squared law for thin vapour. Particles of 1-10 um evaporate within a second
    at 300 degC: what the gas-phase route does to them (Qi 2024, section 3.1).
    """
    lost = 8.0 * diffusivity * vapour_pressure(temperature) * molar_mass
    return density * GAS_CONSTANT * np.asarray(temperature) * np.asarray(diameter) ** 2 / lost
