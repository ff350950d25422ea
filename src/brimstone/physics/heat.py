"""Heat released by a cell, and the temperature it reaches."""

import numpy as np

from brimstone._typing import Numeric


def entropy_heat(current: Numeric, temperature: Numeric, coefficient: Numeric) -> Numeric:
    r"""Reversible heat of a reaction.

    .. math::
        :label: eq-entropy-heat

        q_\mathrm{rev} = -I\,T\,\frac{\mathrm{d}U}{\mathrm{d}T}

    Parameters
    ----------
    current : float or ndarray
        Current density :math:`I` of the reaction [A/m2], discharge positive.
    temperature : float or ndarray
        :math:`T` [K].
    coefficient : float or ndarray
        Entropy coefficient :math:`\mathrm{d}U/\mathrm{d}T` [V/K].

    Returns
    -------
    ndarray
        :math:`q_\mathrm{rev}` [W/m2], released heat positive.

    Notes
    -----
    Source: Bernardi, Pawlikowski and Newman 1985, doi:10.1149/1.2113792, without their terms of mixing and phase
    change. Theory: :ref:`theory-heat`.
    """
    return -np.asarray(current) * temperature * coefficient


def warming(time: Numeric, heat: Numeric, capacity: Numeric, loss: Numeric) -> Numeric:
    r"""Temperature rise of a body of uniform temperature.

    .. math::
        :label: eq-warming

        C\,\frac{\mathrm{d}\Delta T}{\mathrm{d}t} = q - hA\,\Delta T, \qquad \Delta T(0) = 0

    Exact for a heat that is constant between the points in time: the mean of its two ends is used.

    Parameters
    ----------
    time : ndarray (points,)
        :math:`t` [s], ascending.
    heat : ndarray (points,)
        :math:`q` [W/m2].
    capacity : float
        Heat capacity :math:`C` [J/(m2 K)].
    loss : float
        Heat-loss coefficient :math:`hA` [W/(m2 K)]; zero for an adiabatic cell.

    Returns
    -------
    ndarray (points,)
        :math:`\Delta T` above the surroundings [K].

    Notes
    -----
    Source: standard (lumped capacitance). Theory: :ref:`theory-heat`.
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


def reaction_heat(sulfur: Numeric, lithium: Numeric, formation_enthalpy: Numeric) -> Numeric:
    r"""Heat of S + 2 Li = Li2S when all of the limiting reactant is consumed.

    .. math::
        :label: eq-reaction-heat

        Q = |\Delta_f H|\,\min\left(n_\mathrm{S}, \frac{n_\mathrm{Li}}{2}\right)

    Parameters
    ----------
    sulfur, lithium : float or ndarray
        Amounts :math:`n_\mathrm{S}`, :math:`n_\mathrm{Li}` [mol/m2].
    formation_enthalpy : float or ndarray
        :math:`|\Delta_f H|` [J/mol of Li2S].

    Returns
    -------
    ndarray
        :math:`Q` [J/m2].

    Notes
    -----
    Source: definition. Theory: :ref:`theory-heat`.
    """
    return np.minimum(sulfur, 0.5 * np.asarray(lithium)) * formation_enthalpy
