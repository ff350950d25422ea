"""Heat of a cell, and how warm it gets."""

import numpy as np


def entropy_heat(current, temperature, coefficient):
    """Reversible heat of a reaction, -I T dU/dT [W/m2]; `current` in A/m2 (discharge positive), `coefficient` in V/K.

    Bernardi, Pawlikowski and Newman 1985, doi:10.1149/1.2113792, without their terms of mixing and phase change.
    """
    return -np.asarray(current) * temperature * coefficient


def warming(time, heat, capacity, loss):
    """Temperature above that of the surroundings of a body that is everywhere as warm.

    C dT/dt = q - h T from T = 0, exact for a heat that is constant between the points of time: the mean of both ends.

    Parameters
    ----------
    time : ndarray (points,)
        [s], rising.
    heat : ndarray (points,)
        [W/m2]
    capacity : float
        [J/(m2 K)]
    loss : float
        Heat that goes to the surroundings for each kelvin [W/(m2 K)]; zero for an adiabatic cell.

    Returns
    -------
    ndarray (points,)
        [K]
    """
    time, heat = np.asarray(time, dtype=float), np.asarray(heat, dtype=float)
    mean, span = 0.5 * (heat[1:] + heat[:-1]), np.diff(time)
    warm = np.zeros(time.size)
    rate = loss / capacity
    kept = np.exp(-rate * span)
    gained = mean / capacity * (-np.expm1(-rate * span) / rate if rate > 0.0 else span)
    for place in range(span.size):
        warm[place + 1] = warm[place] * kept[place] + gained[place]
    return warm


def reaction_heat(sulfur, lithium, formation_enthalpy):
    """Heat of S + 2 Li = Li2S with all there is of the scarcer [J/m2]; amounts in mol/m2, enthalpy in J/mol of Li2S."""
    return np.minimum(sulfur, 0.5 * np.asarray(lithium)) * formation_enthalpy
