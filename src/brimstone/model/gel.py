"""A sulfur cathode whose electrolyte dissolves polysulfides: the equations as the solver reads them.

Liquids, gels, and polymers that take polysulfides up. Local states a node, as shares of the sulfur in reach:

    sulfide     solid Li2S
    sulfur      S8 and chains longer than Li2S4
    lost        reduced on lithium to what doesn't come back
    shuttled    reduced on lithium so far, summed: long chains that came back as Li2S4
    dead        solid Li2S that lost touch with the carbon as it dissolved

What is left is Li2S4 in solution. The cathode passes current by two steps, S8 to Li2S4 and Li2S4 to Li2S; lithium
itself reduces long chains that reach it, without current. So the rates of the states times their charges are the
current: three quarters of the sulfur's for sulfide and dead, minus one quarter for sulfur and shuttled, none for lost.

Each node keeps its own solution. Depth matters little where ions and electrons move easily; where they don't, in gels
and polymers, polysulfides don't either. See docs/decisions/0006-dissolved-sulfur.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from brimstone._compile import node_function
from brimstone.physics.anode import charge_transfer_overpotential, charge_transfer_slope
from brimstone.physics.conversion import turnover_rate
from brimstone.physics.polysulfide import (
    dissolved,
    dissolved_slope,
    lower_rate,
    lower_rate_slopes,
    thickened_resistivity,
    upper_rate,
    upper_rate_slopes,
)
from brimstone.physics.polysulfide_equilibrium import LOWER, UPPER, lower_potential, upper_potential
from brimstone.physics.transport import blocked_resistivity
from brimstone.solver.interface import JACOBIAN, RATES, TERMINAL

STATES: Final = ("sulfide", "sulfur", "lost", "shuttled", "dead")
SULFIDE, SULFUR, LOST, SHUTTLED, DEAD = range(5)

_TRACE = 0.002  # share of the sulfur as what a fresh cell has none of; potentials have no end without it

#: Absolute tolerance of each state in units of the tolerance. What was lost or shuttled feeds back weakly.
TOLERANCE_SCALES = np.ones(5)

#: What a row of parameters holds: name -> unit, in order. The solver asks for thickness and charges first.
PARAMETERS: Final = {
    "thickness": "m",
    "sulfide_charge": "C/m3",
    "sulfur_charge": "C/m3",
    "lost_charge": "C/m3",
    "shuttled_charge": "C/m3",
    "dead_charge": "C/m3",
    "half_inverse_thermal_voltage": "1/V",
    "upper_potential": "V",
    "lower_potential": "V",
    "crowding": "1",
    "upper_rate": "1/s",
    "lower_rate": "1/s",
    "seeds": "1",
    "film": "1",
    "film_growth": "1",
    "shuttle_rate": "1/s",
    "lost_share": "1",
    "dead_share": "1",
    "ionic_resistivity": "ohm m",
    "ionic_dilution": "1",
    "thickening": "1",
    "electronic_resistivity": "ohm m",
    "electronic_dilution": "1",
    "anode_exchange_current": "A/m2",
    "series_resistance": "ohm m2",
}
PARAMETER_INDEX: Final = {name: place for place, name in enumerate(PARAMETERS)}
(
    _THICKNESS,
    _Q_SULFIDE,
    _Q_SULFUR,
    _Q_LOST,
    _Q_SHUTTLED,
    _Q_DEAD,
    _B,
    _UPPER,
    _LOWER,
    _CROWDING,
    _K_UPPER,
    _K_LOWER,
    _SEEDS,
    _FILM,
    _GROWTH,
    _K_SHUTTLE,
    _LOST_SHARE,
    _DEAD_SHARE,
    _RHO_IONIC,
    _DILUTION_IONIC,
    _THICKENING,
    _RHO_ELECTRONIC,
    _DILUTION_ELECTRONIC,
    _I0_ANODE,
    _R_SERIES,
) = range(25)


@node_function(RATES)
def rates(y, p, rate, rho):
    """Fill the rates of the local states [1/s] and the resistivities [ohm m]."""
    nodes = y.shape[1]
    upper, lower, crowding, b = p[_UPPER], p[_LOWER], p[_CROWDING], p[_B]
    k_upper, k_lower, seeds, film, growth = p[_K_UPPER], p[_K_LOWER], p[_SEEDS], p[_FILM], p[_GROWTH]
    k_shuttle, lost_share, dead_share = p[_K_SHUTTLE], p[_LOST_SHARE], p[_DEAD_SHARE]
    for k in range(nodes):
        left = 1.0 - y[1 + SULFIDE, k] - y[1 + SULFUR, k] - y[1 + LOST, k] - y[1 + DEAD, k]
        rate[SULFUR, k] = -upper_rate(y[0, k], y[1 + SULFUR, k], left, k_upper, upper, crowding, b)
    for k in range(nodes):
        left = 1.0 - y[1 + SULFIDE, k] - y[1 + SULFUR, k] - y[1 + LOST, k] - y[1 + DEAD, k]
        speed = lower_rate(y[0, k], left, y[1 + SULFIDE, k], k_lower, lower, seeds, film, growth, b)
        rate[DEAD, k] = dead_share * turnover_rate(speed)
        rate[SULFIDE, k] = speed - rate[DEAD, k]
    for k in range(nodes):
        shuttled = k_shuttle * dissolved(y[1 + SULFUR, k], crowding)
        rate[SHUTTLED, k] = shuttled
        rate[LOST, k] = lost_share * shuttled
        rate[SULFUR, k] -= shuttled
    fresh, dilution, thickening = p[_RHO_IONIC], p[_DILUTION_IONIC], p[_THICKENING]
    for k in range(nodes):
        left = 1.0 - y[1 + SULFIDE, k] - y[1 + SULFUR, k] - y[1 + LOST, k] - y[1 + DEAD, k]
        in_solution = left + dissolved(y[1 + SULFUR, k], crowding)
        rho[0, k] = thickened_resistivity(fresh, dilution, y[1 + SULFIDE, k], thickening, in_solution)
    fresh, dilution = p[_RHO_ELECTRONIC], p[_DILUTION_ELECTRONIC]
    for k in range(nodes):
        rho[1, k] = blocked_resistivity(fresh, dilution, y[1 + SULFIDE, k], 0.0, 0.0, 0.0, 0.0)


@node_function(JACOBIAN)
def jacobian(y, p, rate, rho, rate_y, rho_w):
    """Fill what `rates` fills, and what of its derivatives by the state is not zero."""
    nodes = y.shape[1]
    upper, lower, crowding, b = p[_UPPER], p[_LOWER], p[_CROWDING], p[_B]
    k_upper, k_lower, seeds, film, growth = p[_K_UPPER], p[_K_LOWER], p[_SEEDS], p[_FILM], p[_GROWTH]
    k_shuttle, lost_share, dead_share = p[_K_SHUTTLE], p[_LOST_SHARE], p[_DEAD_SHARE]
    for k in range(nodes):
        left = 1.0 - y[1 + SULFIDE, k] - y[1 + SULFUR, k] - y[1 + LOST, k] - y[1 + DEAD, k]
        speed, by_potential, by_sulfur, by_left = upper_rate_slopes(
            y[0, k], y[1 + SULFUR, k], left, k_upper, upper, crowding, b
        )
        rate[SULFUR, k] = -speed
        rate_y[SULFUR, 0, k] = -by_potential
        rate_y[SULFUR, 1 + SULFIDE, k] = by_left
        rate_y[SULFUR, 1 + SULFUR, k] = by_left - by_sulfur
        rate_y[SULFUR, 1 + LOST, k] = by_left
        rate_y[SULFUR, 1 + DEAD, k] = by_left
    for k in range(nodes):
        left = 1.0 - y[1 + SULFIDE, k] - y[1 + SULFUR, k] - y[1 + LOST, k] - y[1 + DEAD, k]
        speed, by_potential, by_left, by_sulfide = lower_rate_slopes(
            y[0, k], left, y[1 + SULFIDE, k], k_lower, lower, seeds, film, growth, b
        )
        rate[DEAD, k] = dead_share * turnover_rate(speed)
        rate[SULFIDE, k] = speed - rate[DEAD, k]
        dies = -dead_share * (speed < 0.0)
        rate_y[SULFIDE, 0, k] = (1.0 - dies) * by_potential
        rate_y[SULFIDE, 1 + SULFIDE, k] = (1.0 - dies) * (by_sulfide - by_left)
        rate_y[SULFIDE, 1 + SULFUR, k] = (dies - 1.0) * by_left
        rate_y[SULFIDE, 1 + LOST, k] = (dies - 1.0) * by_left
        rate_y[SULFIDE, 1 + DEAD, k] = (dies - 1.0) * by_left
        rate_y[DEAD, 0, k] = dies * by_potential
        rate_y[DEAD, 1 + SULFIDE, k] = dies * (by_sulfide - by_left)
        rate_y[DEAD, 1 + SULFUR, k] = -dies * by_left
        rate_y[DEAD, 1 + LOST, k] = -dies * by_left
        rate_y[DEAD, 1 + DEAD, k] = -dies * by_left
    for k in range(nodes):
        shuttled = k_shuttle * dissolved(y[1 + SULFUR, k], crowding)
        by_sulfur = k_shuttle * dissolved_slope(y[1 + SULFUR, k], crowding)
        rate[SHUTTLED, k] = shuttled
        rate[LOST, k] = lost_share * shuttled
        rate[SULFUR, k] -= shuttled
        rate_y[SHUTTLED, 1 + SULFUR, k] = by_sulfur
        rate_y[LOST, 1 + SULFUR, k] = lost_share * by_sulfur
        rate_y[SULFUR, 1 + SULFUR, k] -= by_sulfur
    fresh, dilution, thickening = p[_RHO_IONIC], p[_DILUTION_IONIC], p[_THICKENING]
    for k in range(nodes):
        left = 1.0 - y[1 + SULFIDE, k] - y[1 + SULFUR, k] - y[1 + LOST, k] - y[1 + DEAD, k]
        in_solution = left + dissolved(y[1 + SULFUR, k], crowding)
        resistivity = thickened_resistivity(fresh, dilution, y[1 + SULFIDE, k], thickening, in_solution)
        by_solution = resistivity * thickening / (1.0 + thickening * in_solution)
        rho[0, k] = resistivity
        rho_w[0, SULFIDE, k] = resistivity * dilution / (1.0 + dilution * y[1 + SULFIDE, k]) - by_solution
        rho_w[0, SULFUR, k] = by_solution * (dissolved_slope(y[1 + SULFUR, k], crowding) - 1.0)
        rho_w[0, LOST, k] = -by_solution
        rho_w[0, DEAD, k] = -by_solution
    fresh, dilution = p[_RHO_ELECTRONIC], p[_DILUTION_ELECTRONIC]
    for k in range(nodes):
        rho[1, k] = blocked_resistivity(fresh, dilution, y[1 + SULFIDE, k], 0.0, 0.0, 0.0, 0.0)
        rho_w[1, SULFIDE, k] = fresh * dilution


@node_function(TERMINAL)
def terminal(current, p, out):
    """Voltage lost in the anode, the separator and contacts [V], and its derivative [ohm m2]."""
    out[0] = charge_transfer_overpotential(current, p[_I0_ANODE], p[_B]) + current * p[_R_SERIES]
    out[1] = charge_transfer_slope(current, p[_I0_ANODE], p[_B]) + p[_R_SERIES]


FUNCTIONS = (rates, jacobian, terminal)


def fresh(p: Mapping[str, Any], charged: bool) -> tuple[tuple[float, ...], Any]:
    """States of a cell as assembled with sulfur or with Li2S, and the potential of the step that it can take [V]."""
    b = p["half_inverse_thermal_voltage"]
    if charged:
        potential = upper_potential(1.0 - 2.0 * _TRACE, _TRACE, p["upper_potential"], p["crowding"], b)
        return (_TRACE, 1.0 - 2.0 * _TRACE, 0.0, 0.0, 0.0), potential
    return (1.0 - 2.0 * _TRACE, _TRACE, 0.0, 0.0, 0.0), lower_potential(
        _TRACE, 1.0 - 2.0 * _TRACE, p["lower_potential"], b
    )


def polysulfide(profile: np.ndarray) -> np.ndarray:
    """Share of the sulfur that is Li2S4 in solution, of a profile (..., 1 + states, nodes)."""
    return np.asarray(1.0 - sum(profile[..., 1 + row, :] for row in (SULFIDE, SULFUR, LOST, DEAD)), dtype=float)


def step_rates(p: Mapping[str, Any], profile: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rates of the upper step, the lower step and the shuttle, as shares of the sulfur [1/s], shape (points, nodes)."""
    potential, sulfide, sulfur = (profile[..., row, :] for row in (0, 1 + SULFIDE, 1 + SULFUR))
    left, b = polysulfide(profile), p["half_inverse_thermal_voltage"]
    upper = upper_rate(potential, sulfur, left, p["upper_rate"], p["upper_potential"], p["crowding"], b)
    lower = lower_rate(
        potential, left, sulfide, p["lower_rate"], p["lower_potential"], p["seeds"], p["film"], p["film_growth"], b
    )
    return upper, lower, p["shuttle_rate"] * dissolved(sulfur, p["crowding"])


def source_current(p: Mapping[str, Any], profile: np.ndarray) -> np.ndarray:
    """Current per volume of both steps, discharge positive [A/m3], shape (points, nodes)."""
    upper, lower, _ = step_rates(p, profile)
    return np.asarray(p["sulfide_charge"] * (UPPER / LOWER * upper + lower))


def resistivities(p: Mapping[str, Any], profile: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Ionic and electronic resistivity of the cathode [ohm m], shape (points, nodes)."""
    sulfide, sulfur = profile[..., 1 + SULFIDE, :], profile[..., 1 + SULFUR, :]
    in_solution = polysulfide(profile) + dissolved(sulfur, p["crowding"])
    ionic = thickened_resistivity(p["ionic_resistivity"], p["ionic_dilution"], sulfide, p["thickening"], in_solution)
    electronic = blocked_resistivity(p["electronic_resistivity"], p["electronic_dilution"], sulfide, 0.0, 0.0, 0.0, 0.0)
    return ionic, electronic
