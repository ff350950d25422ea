"""Sulfide electrolytes in moist air: release of hydrogen sulfide and the loss of conductivity that goes with it.

Phosphorus, a hard acid, prefers the oxygen of water to sulfur; grains react from their surface inwards and release
hydrogen sulfide.
"""

import numpy as np

from brimstone._typing import Numeric
from brimstone.constants import GAS_CONSTANT

_FREEZING = 273.15  # [K]
_ATMOSPHERE = 101325.0  # [Pa]


def water_pressure(dew_point: Numeric) -> Numeric:
    r"""Partial pressure of water in air of a given dew point, over ice below 0 °C.

    .. math::
        :label: eq-water-pressure

        p = p_0\exp\left(\frac{A\,t_d}{B + t_d}\right)

    with :math:`p_0 = 611.2` Pa, :math:`A = 17.62`, :math:`B = 243.12` °C over water and 611.15 Pa, 22.46, 272.62 °C
    over ice.

    Parameters
    ----------
    dew_point : float or ndarray
        Dew point [K]; :math:`t_d` is the same in °C.

    Returns
    -------
    ndarray
        :math:`p` [Pa]; 12.8 Pa at -40 °C, 127 ppm of air at one atmosphere.

    Notes
    -----
    Source: Magnus form with the constants of Sonntag 1990. Theory: :ref:`theory-electrolytes`.
    """
    celsius = np.asarray(dew_point, dtype=float) - _FREEZING
    over_ice = 611.15 * np.exp(22.46 * celsius / (272.62 + celsius))
    over_water = 611.2 * np.exp(17.62 * celsius / (243.12 + celsius))
    return np.where(celsius < 0.0, over_ice, over_water)


def water_content(dew_point: Numeric) -> Numeric:
    """Mole fraction of water in air of a given dew point, the pressure of :eq:`eq-water-pressure` over one atmosphere.

    Parameters
    ----------
    dew_point : float or ndarray
        [K]

    Returns
    -------
    ndarray
        [-]
    """
    return water_pressure(dew_point) / _ATMOSPHERE


def complete_release(molecules: Numeric, molar_mass: Numeric, temperature: Numeric = 298.15) -> Numeric:
    r"""Hydrogen sulfide released on complete hydrolysis, as volume at one atmosphere.

    .. math::
        :label: eq-complete-release

        v_\infty = \frac{\nu R T}{P M}

    Parameters
    ----------
    molecules : float or ndarray
        Molecules :math:`\nu` of H2S per formula unit [-].
    molar_mass : float or ndarray
        Molar mass :math:`M` of the formula unit [kg/mol].
    temperature : float or ndarray
        :math:`T` of the gas [K].

    Returns
    -------
    float or ndarray
        :math:`v_\infty` [m3/kg]; 543 cm3/g for Li3PS4.

    Notes
    -----
    Source: standard (ideal gas). Theory: :ref:`theory-electrolytes`.
    """
    return molecules * GAS_CONSTANT * temperature / (_ATMOSPHERE * molar_mass)


def released_hydrogen_sulfide(exposure: Numeric, release: Numeric, most: Numeric) -> Numeric:
    r"""Hydrogen sulfide released, first order in water and in the remaining electrolyte.

    .. math::
        :label: eq-hydrogen-sulfide

        v = v_\infty\left(1 - e^{-E\,v_\mathrm{ref}/v_\infty}\right)

    Parameters
    ----------
    exposure : float or ndarray
        Exposure :math:`E`: water pressure times time times surface, relative to the exposure in which `release` was
        measured [-].
    release : float or ndarray
        Release :math:`v_\mathrm{ref}` in that exposure [m3/kg].
    most : float or ndarray
        Release :math:`v_\infty` on complete hydrolysis [m3/kg].

    Returns
    -------
    float or ndarray
        :math:`v` [m3/kg].

    Notes
    -----
    Source: first-order kinetics, introduced here; reference exposure of doi:10.3389/fenrg.2022.882508.
    Theory: :ref:`theory-electrolytes`.
    """
    return -most * np.expm1(-exposure * release / most)


def conductivity_left(released: Numeric, halving_release: Numeric) -> Numeric:
    r"""Conductivity after exposure to moisture relative to that of the fresh electrolyte.

    .. math::
        :label: eq-moisture-conductivity

        \frac{\kappa}{\kappa_0} = \frac{1}{1 + v/v_{1/2}}

    Intact grains in series with reacted surfaces.

    Parameters
    ----------
    released : float or ndarray
        Hydrogen sulfide :math:`v` released per mass of electrolyte [m3/kg].
    halving_release : float or ndarray
        Release :math:`v_{1/2}` at which the reacted surfaces resist as much as the grains [m3/kg]; proportional to the
        surface.

    Returns
    -------
    float or ndarray
        :math:`\kappa/\kappa_0` [-].

    Notes
    -----
    Source: series resistances, introduced here; doi:10.3389/fenrg.2022.882508 reports a loss of more than half.
    Theory: :ref:`theory-electrolytes`.
    """
    return 1.0 / (1.0 + released / halving_release)
