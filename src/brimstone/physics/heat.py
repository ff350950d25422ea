"""Heat released by a cell, and the temperature it reaches."""

from collections.abc import Sequence

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


def adiabatic_end(
    heat: float, capacity: float, start: float, transitions: Sequence[tuple[float, float]]
) -> tuple[float, tuple[float, ...]]:
    r"""Temperature that a heat takes a body to which melts and boils on the way, and how far each transition gets.

    .. math::
        :label: eq-adiabatic-end

        Q = C\,(T - T_0) + \sum_{T_k \leq T} x_k\,Q_k, \qquad x_k = 1 \quad \mathrm{for}\ T_k < T

    A transition holds the temperature until it is complete.

    Parameters
    ----------
    heat : float
        :math:`Q` [J/m2].
    capacity : float
        :math:`C` [J/(m2 K)].
    start : float
        :math:`T_0` [K].
    transitions : sequence of (float, float)
        Temperatures :math:`T_k` [K] and latent heats :math:`Q_k` [J/m2].

    Returns
    -------
    tuple
        :math:`T` [K], and :math:`x_k` of the transitions in the order given [-].

    Notes
    -----
    Source: balance of energy. Theory: :ref:`theory-heat`.
    """
    temperature, left = start, heat
    shares = [0.0] * len(transitions)
    for place in sorted(range(len(transitions)), key=lambda k: transitions[k][0]):
        at, latent = transitions[place]
        if at <= start:
            continue
        if capacity * (at - temperature) >= left:
            break
        left, temperature = left - capacity * (at - temperature), at
        shares[place] = min(left / latent, 1.0) if latent > 0.0 else 1.0
        left -= shares[place] * latent
        if shares[place] < 1.0:
            return temperature, tuple(shares)
    return temperature + left / capacity, tuple(shares)
