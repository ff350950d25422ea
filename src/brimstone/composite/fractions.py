"""Weight fractions, volume fractions, density and thickness.

Components run along the first axis, so that ``weights[k]`` is component k and everything after the first axis
broadcasts (members of an ensemble, points of a map).
"""

import numpy as np

from brimstone._typing import Numeric


def volume_fractions(weights: Numeric, densities: Numeric, porosity: Numeric = 0.0) -> Numeric:
    """Volume fraction of each component in the porous composite.

    Parameters
    ----------
    weights : array, (components, ...)
        Mass of each component in any common measure; need not add up to one.
    densities : array, (components, ...)
        Density of each dense component [kg/m3].
    porosity : float or array, (...)
        Pore volume per composite volume [-].

    Returns
    -------
    array, (components, ...)
        Volume per composite volume [-]; the sum over the components is ``1 - porosity``.

    Notes
    -----
    phi_k = (w_k/rho_k) / sum_j (w_j/rho_j) · (1 - eps).
    """
    volumes = np.asarray(weights) / densities
    return volumes / volumes.sum(axis=0) * (1.0 - porosity)


def weights_from_volumes(volumes: Numeric, densities: Numeric) -> Numeric:
    """Weight fractions of components mixed by volume; the inverse of `volume_fractions`."""
    weights = np.asarray(volumes) * densities
    return weights / weights.sum(axis=0)


def solid_density(weights: Numeric, densities: Numeric) -> Numeric:
    """Density of the mixture without pores [kg/m3]: total mass over the sum of the volumes."""
    weights = np.asarray(weights)
    return weights.sum(axis=0) / (weights / densities).sum(axis=0)


def mass_in_pores(density: Numeric, porosity: Numeric, filled: Numeric, filler_density: Numeric) -> Numeric:
    """Mass of the pore filler over the mass of the solids [-].

    Parameters
    ----------
    density : float or array
        Of the solids, without pores [kg/m3].
    porosity : float or array
        Before filling [-].
    filled : float or array
        Fraction of the pores that is filled [-].
    filler_density : float or array
        Of the filler [kg/m3].
    """
    return np.asarray(filler_density) * filled * porosity / (density * (1.0 - np.asarray(porosity)))


def electrode_thickness(electrode_areal_mass: Numeric, density: Numeric, porosity: Numeric) -> Numeric:
    """Thickness [m] of an electrode from its areal mass [kg/m2], dense density [kg/m3] and porosity [-]."""
    return electrode_areal_mass / (density * (1.0 - porosity))


def electrode_areal_mass(thickness: Numeric, density: Numeric, porosity: Numeric) -> Numeric:
    """Mass per area [kg/m2] of an electrode of this thickness [m]; the inverse of `electrode_thickness`."""
    return thickness * density * (1.0 - porosity)
