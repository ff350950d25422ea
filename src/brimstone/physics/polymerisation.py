"""A liquid precursor that sets inside the cell: conversion, gel point, what is left of mobility, residual monomer.

After the account of Qi 2024, section 3.3: ring opening of 1,3-dioxolane by Lewis acids (LiPF6, aluminium triflate) and
radical polymerisation of acrylates (AIBN).
"""

import numpy as np

from brimstone.constants import GAS_CONSTANT


def polymerised_share(rate, order, concentration, usual_concentration, time):
    """Share of the monomer that has reacted, X = 1 - exp(-k (c/c0)^n t) [-].

    Parameters
    ----------
    rate : float or array
        At the usual concentration of the initiator and the temperature of the process [1/s].
    order : float or array
        Of the reaction in the initiator.
    concentration, usual_concentration : float or array
        Of the initiator [mol/m3].
    time : float or array
        [s]
    """
    faster = (np.asarray(concentration) / usual_concentration) ** order
    return -np.expm1(-np.asarray(rate) * faster * time)


def warmed_rate(rate, activation_energy, temperature, reference):
    """Rate constant at another temperature, by Arrhenius; energy in J/mol, temperatures in K."""
    return rate * np.exp(-np.asarray(activation_energy) / GAS_CONSTANT * (1.0 / temperature - 1.0 / reference))


def between(liquid, gel, share):
    """A transport property on the way from the precursor to the set gel, a^(1-X) b^X.

    Conductivity and diffusivity fall over orders of magnitude as chains grow: their logarithms go with conversion.
    """
    return np.asarray(liquid) ** (1.0 - np.asarray(share)) * np.asarray(gel) ** share


def monomer_resistance(rate, residual_share, time):
    """Resistance of what residual monomer leaves on the electrodes, k (1 - X) sqrt(t) [ohm m2].

    Parameters
    ----------
    rate : float or array
        Of pure monomer [ohm m2/s^0.5].
    residual_share : float or array
        Of the monomer that did not react, 1 - X.
    time : float or array
        Since the cell was closed [s].
    """
    return rate * residual_share * np.sqrt(time)
