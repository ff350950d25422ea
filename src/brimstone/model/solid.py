"""A composite sulfur cathode with a single-ion electrolyte: the equations as the solver reads them.

Every process is present; one that is not wanted has a zero constant. Local states a node:

    conversion   share of the reachable sulfur that is Li2S
    reduction    share of the electrolyte's reversible reduction capacity in use
    oxidation    share of its reversible oxidation capacity in use
    interphase   thickness of the irreversible interphase over its reference
    turnover     share of the reachable sulfur charged so far, summed over cycles: the local count of cycles

The turnover stands for what a cell has been through. Fresh Li2S resists its first charge until some of it is turned
over; each time that sulfur shrinks it loses contact and cracks cut ion paths.

The net reduction current of a node is the sum of the states' rates times their charges (positive for conversion and
reduction, negative for the others).
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from brimstone._compile import compilable, node_function
from brimstone.physics.anode import charge_transfer_overpotential, charge_transfer_slope
from brimstone.physics.conversion import (
    activated_rate,
    activated_rate_slopes,
    charge_hindrance,
    charge_hindrance_slope,
    contact_left,
    contact_thinned,
    conversion_drive,
    conversion_rate,
    film_blocking,
    turnover_rate,
)
from brimstone.physics.electrolyte_redox import (
    branch_rate,
    branch_rate_slopes,
    interphase_rate,
    interphase_rate_slopes,
)
from brimstone.physics.film import activation_guess, activation_near, activation_refined
from brimstone.physics.transport import blocked_resistivity
from brimstone.solver.interface import JACOBIAN, RATES, TERMINAL

STATES: Final = ("conversion", "reduction", "oxidation", "interphase", "turnover")
CONVERSION, REDUCTION, OXIDATION, INTERPHASE, TURNOVER = range(5)

#: Absolute tolerance of each state in units of the tolerance.
TOLERANCE_SCALES = np.ones(5)

#: What a row of parameters holds: name -> unit, in order. The solver asks for thickness and charges first.
PARAMETERS: Final = {
    "thickness": "m",
    "conversion_charge": "C/m3",
    "reduction_charge": "C/m3",
    "oxidation_charge": "C/m3",
    "interphase_charge": "C/m3",
    "turnover_charge": "C/m3",
    "half_inverse_thermal_voltage": "1/V",
    "plateau": "V",
    "plateau_slope": "V",
    "plateau_step": "V",
    "conversion_rate": "1/s",
    "film_discharge": "1",
    "film_charge": "1",
    "film_growth": "1",
    "charge_exchange": "1",
    "activation_barrier": "1",
    "activation_inverse_span": "1",
    "wear": "1",
    "reduction_rate": "1/s",
    "reduction_potential": "V",
    "reduction_half_inverse_width": "1/V",
    "reduction_first": "1",
    "reduction_apart": "1",
    "oxidation_rate": "1/s",
    "oxidation_potential": "V",
    "oxidation_half_inverse_width": "1/V",
    "oxidation_first": "1",
    "oxidation_apart": "1",
    "interphase_rate": "1/s",
    "interphase_onset": "V",
    "interphase_half_inverse_width": "1/V",
    "interphase_area_loss": "1",
    "interphase_blocking": "1",
    "ionic_resistivity": "ohm m",
    "ionic_dilution": "1",
    "cracking": "1",
    "electronic_resistivity": "ohm m",
    "electronic_dilution": "1",
    "anode_exchange_current": "A/m2",
    "series_resistance": "ohm m2",
}
PARAMETER_INDEX: Final = {name: place for place, name in enumerate(PARAMETERS)}
(
    _THICKNESS,
    _Q_CONVERSION,
    _Q_REDUCTION,
    _Q_OXIDATION,
    _Q_INTERPHASE,
    _Q_TURNOVER,
    _B,
    _PLATEAU,
    _SLOPE,
    _STEP,
    _K_CONVERSION,
    _FILM_DISCHARGE,
    _FILM_CHARGE,
    _GROWTH,
    _CHARGE_EXCHANGE,
    _BARRIER,
    _INVERSE_SPAN,
    _WEAR,
    _K_REDUCTION,
    _U_REDUCTION,
    _Z_REDUCTION,
    _FIRST_REDUCTION,
    _APART_REDUCTION,
    _K_OXIDATION,
    _U_OXIDATION,
    _Z_OXIDATION,
    _FIRST_OXIDATION,
    _APART_OXIDATION,
    _K_INTERPHASE,
    _U_INTERPHASE,
    _Z_INTERPHASE,
    _AREA_LOSS,
    _BLOCKING,
    _RHO_IONIC,
    _DILUTION_IONIC,
    _CRACKING,
    _RHO_ELECTRONIC,
    _DILUTION_ELECTRONIC,
    _I0_ANODE,
    _R_SERIES,
) = range(40)


@compilable
def _activate(y, p, rate, hindrance):
    """Leave the drive of the conversion in its row of rates, and what its activation makes of it in two others.

    In several loops: few arrays at a time, so that the compiler works on several nodes at once, and chains of
    operations short enough that the processor begins those of the next nodes meanwhile.
    """
    nodes = y.shape[1]
    plateau, slope, step, b = p[_PLATEAU], p[_SLOPE], p[_STEP], p[_B]
    film_discharge, film_charge, growth = p[_FILM_DISCHARGE], p[_FILM_CHARGE], p[_GROWTH]
    wear, area_loss = p[_WEAR], p[_AREA_LOSS]
    drive, film, grown, shrunk = rate[CONVERSION], rate[REDUCTION], rate[OXIDATION], rate[INTERPHASE]
    for k in range(nodes):
        drive[k] = conversion_drive(y[0, k], y[1 + CONVERSION, k], plateau, slope, step, b)
    for k in range(nodes):
        thicker = growth * contact_thinned(y[1 + TURNOVER, k], wear, y[1 + INTERPHASE, k], area_loss)
        film[k] = film_blocking(drive[k], y[1 + CONVERSION, k], film_discharge, film_charge, thicker, hindrance[k])
    for k in range(nodes):
        grown[k] = activation_guess(drive[k], film[k])
    for k in range(nodes):
        shrunk[k] = activation_near(grown[k], drive[k], film[k])
    for k in range(nodes):
        grown[k], shrunk[k] = activation_refined(shrunk[k], drive[k], film[k])


@node_function(RATES)
def rates(y, p, rate, rho):
    """Fill the rates of the local states [1/s] and the resistivities [ohm m].

    One loop a process: few arrays at a time, so that the compiler works on several nodes at once.
    """
    nodes = y.shape[1]
    k_x, wear, area_loss = p[_K_CONVERSION], p[_WEAR], p[_AREA_LOSS]
    exchange_ratio, barrier, inverse_span = p[_CHARGE_EXCHANGE], p[_BARRIER], p[_INVERSE_SPAN]
    # The hindrance of charge waits in the row of the turnover.
    if barrier > 0.0:
        for k in range(nodes):
            rate[TURNOVER, k] = charge_hindrance(y[1 + TURNOVER, k], barrier, inverse_span, exchange_ratio)
    else:
        for k in range(nodes):
            rate[TURNOVER, k] = exchange_ratio
    _activate(y, p, rate, rate[TURNOVER])
    for k in range(nodes):
        area = contact_left(y[1 + TURNOVER, k], wear, y[1 + INTERPHASE, k], area_loss)
        rate[CONVERSION, k] = activated_rate(
            rate[OXIDATION, k], rate[INTERPHASE, k], rate[CONVERSION, k], y[1 + CONVERSION, k], k_x * area,
            rate[TURNOVER, k],
        )  # fmt: skip
    for k in range(nodes):
        rate[TURNOVER, k] = turnover_rate(rate[CONVERSION, k])
    speed, midpoint, width = p[_K_REDUCTION], p[_U_REDUCTION], p[_Z_REDUCTION]
    first, apart = p[_FIRST_REDUCTION], p[_APART_REDUCTION]
    for k in range(nodes):
        rate[REDUCTION, k] = branch_rate(y[0, k], y[1 + REDUCTION, k], speed, midpoint, width, first, apart)
    speed, midpoint, width = p[_K_OXIDATION], p[_U_OXIDATION], -p[_Z_OXIDATION]
    first, apart = p[_FIRST_OXIDATION], p[_APART_OXIDATION]
    for k in range(nodes):
        rate[OXIDATION, k] = branch_rate(y[0, k], y[1 + OXIDATION, k], speed, midpoint, width, first, apart)
    speed, midpoint, width = p[_K_INTERPHASE], p[_U_INTERPHASE], p[_Z_INTERPHASE]
    for k in range(nodes):
        rate[INTERPHASE, k] = interphase_rate(y[0, k], y[1 + INTERPHASE, k], speed, midpoint, width)
    fresh, dilution, blocking, cracking = p[_RHO_IONIC], p[_DILUTION_IONIC], p[_BLOCKING], p[_CRACKING]
    for k in range(nodes):
        rho[0, k] = blocked_resistivity(
            fresh, dilution, y[1 + CONVERSION, k], blocking, y[1 + INTERPHASE, k], cracking, y[1 + TURNOVER, k]
        )
    fresh, dilution = p[_RHO_ELECTRONIC], p[_DILUTION_ELECTRONIC]
    for k in range(nodes):
        rho[1, k] = blocked_resistivity(fresh, dilution, y[1 + CONVERSION, k], 0.0, 0.0, 0.0, 0.0)


@node_function(JACOBIAN)
def jacobian(y, p, rate, rho, rate_y, rho_w):
    """Fill what `rates` fills, and what of its derivatives by the state is not zero."""
    nodes = y.shape[1]
    k_x, slope, step, b = p[_K_CONVERSION], p[_SLOPE], p[_STEP], p[_B]
    film_discharge, film_charge, growth = p[_FILM_DISCHARGE], p[_FILM_CHARGE], p[_GROWTH]
    wear, area_loss = p[_WEAR], p[_AREA_LOSS]
    exchange_ratio, barrier, inverse_span = p[_CHARGE_EXCHANGE], p[_BARRIER], p[_INVERSE_SPAN]
    # The hindrance of charge and its slope wait in two rows of the turnover.
    if barrier > 0.0:
        for k in range(nodes):
            turnover = y[1 + TURNOVER, k]
            rate_y[TURNOVER, 0, k] = charge_hindrance(turnover, barrier, inverse_span, exchange_ratio)
            rate_y[TURNOVER, 1 + TURNOVER, k] = charge_hindrance_slope(turnover, barrier, inverse_span, exchange_ratio)
    else:
        for k in range(nodes):
            rate_y[TURNOVER, 0, k] = exchange_ratio
            rate_y[TURNOVER, 1 + TURNOVER, k] = 0.0
    hindrance = rate_y[TURNOVER, 0]
    _activate(y, p, rate, hindrance)
    for k in range(nodes):
        area = contact_left(y[1 + TURNOVER, k], wear, y[1 + INTERPHASE, k], area_loss)
        speed, by_potential, by_extent, by_growth, by_hindrance = activated_rate_slopes(
            rate[OXIDATION, k], rate[INTERPHASE, k], rate[CONVERSION, k], y[1 + CONVERSION, k], k_x * area,
            slope, step, b, film_discharge, film_charge, growth / area, hindrance[k],
        )  # fmt: skip
        by_shrinking = by_growth * growth / area - speed
        by_interphase = by_shrinking * area_loss / (1.0 + area_loss * y[1 + INTERPHASE, k])
        by_turnover = (
            by_shrinking * wear / (1.0 + wear * y[1 + TURNOVER, k]) + by_hindrance * rate_y[TURNOVER, 1 + TURNOVER, k]
        )
        rate_y[CONVERSION, 0, k] = by_potential
        rate_y[CONVERSION, 1 + CONVERSION, k] = by_extent
        rate_y[CONVERSION, 1 + INTERPHASE, k] = by_interphase
        rate_y[CONVERSION, 1 + TURNOVER, k] = by_turnover
        rate[CONVERSION, k] = speed
        rate[TURNOVER, k] = turnover_rate(speed)
        charges = 1.0 * (speed < 0.0)
        rate_y[TURNOVER, 0, k] = -charges * by_potential
        rate_y[TURNOVER, 1 + CONVERSION, k] = -charges * by_extent
        rate_y[TURNOVER, 1 + INTERPHASE, k] = -charges * by_interphase
        rate_y[TURNOVER, 1 + TURNOVER, k] = -charges * by_turnover
    speed, midpoint, width = p[_K_REDUCTION], p[_U_REDUCTION], p[_Z_REDUCTION]
    first, apart = p[_FIRST_REDUCTION], p[_APART_REDUCTION]
    for k in range(nodes):
        rate[REDUCTION, k], by_potential, by_extent = branch_rate_slopes(
            y[0, k], y[1 + REDUCTION, k], speed, midpoint, width, first, apart
        )
        rate_y[REDUCTION, 0, k] = by_potential
        rate_y[REDUCTION, 1 + REDUCTION, k] = by_extent
    speed, midpoint, width = p[_K_OXIDATION], p[_U_OXIDATION], -p[_Z_OXIDATION]
    first, apart = p[_FIRST_OXIDATION], p[_APART_OXIDATION]
    for k in range(nodes):
        rate[OXIDATION, k], by_potential, by_extent = branch_rate_slopes(
            y[0, k], y[1 + OXIDATION, k], speed, midpoint, width, first, apart
        )
        rate_y[OXIDATION, 0, k] = by_potential
        rate_y[OXIDATION, 1 + OXIDATION, k] = by_extent
    speed, midpoint, width = p[_K_INTERPHASE], p[_U_INTERPHASE], p[_Z_INTERPHASE]
    for k in range(nodes):
        rate[INTERPHASE, k], by_potential, by_extent = interphase_rate_slopes(
            y[0, k], y[1 + INTERPHASE, k], speed, midpoint, width
        )
        rate_y[INTERPHASE, 0, k] = by_potential
        rate_y[INTERPHASE, 1 + INTERPHASE, k] = by_extent
    fresh, dilution, blocking, cracking = p[_RHO_IONIC], p[_DILUTION_IONIC], p[_BLOCKING], p[_CRACKING]
    for k in range(nodes):
        conversion, interphase, turnover = y[1 + CONVERSION, k], y[1 + INTERPHASE, k], y[1 + TURNOVER, k]
        resistivity = blocked_resistivity(fresh, dilution, conversion, blocking, interphase, cracking, turnover)
        rho[0, k] = resistivity
        rho_w[0, CONVERSION, k] = resistivity * dilution / (1.0 + dilution * conversion)
        rho_w[0, INTERPHASE, k] = resistivity * blocking / (1.0 + blocking * interphase)
        rho_w[0, TURNOVER, k] = resistivity * 2.0 * cracking / (1.0 + cracking * turnover)
    fresh, dilution = p[_RHO_ELECTRONIC], p[_DILUTION_ELECTRONIC]
    for k in range(nodes):
        rho[1, k] = blocked_resistivity(fresh, dilution, y[1 + CONVERSION, k], 0.0, 0.0, 0.0, 0.0)
        rho_w[1, CONVERSION, k] = fresh * dilution


@node_function(TERMINAL)
def terminal(current, p, out):
    """Voltage lost in the anode, the separator, interphases and contacts [V], and its derivative [ohm m2]."""
    out[0] = charge_transfer_overpotential(current, p[_I0_ANODE], p[_B]) + current * p[_R_SERIES]
    out[1] = charge_transfer_slope(current, p[_I0_ANODE], p[_B]) + p[_R_SERIES]


FUNCTIONS = (rates, jacobian, terminal)


def conversion_constants(p: Mapping[str, Any], interphase: Any, turnover: Any) -> tuple[Any, tuple[Any, ...]]:
    """Rate constant of the conversion [1/s], and the constants of its films as `film_blocking` takes them.

    Parameters
    ----------
    p : mapping of str to float
        `PARAMETERS` by name.
    interphase, turnover : array or symbol
    """
    area = contact_left(turnover, p["wear"], interphase, p["interphase_area_loss"])
    hindrance = charge_hindrance(turnover, p["activation_barrier"], p["activation_inverse_span"], p["charge_exchange"])
    return p["conversion_rate"] * area, (p["film_discharge"], p["film_charge"], p["film_growth"] / area, hindrance)


def branch_constants(p: Mapping[str, Any], branch: str, sign: float) -> tuple[Any, ...]:
    """Constants of a branch of the electrolyte's redox as `branch_rate` takes them; `sign` -1 for oxidation."""
    names = ("rate", "potential", "half_inverse_width", "first", "apart")
    rate, potential, width, first, apart = (p[f"{branch}_{name}"] for name in names)
    return rate, potential, sign * width, first, apart


def resistivities(p: Mapping[str, Any], conversion: Any, interphase: Any, turnover: Any) -> tuple[Any, Any]:
    """Ionic and electronic resistivity of the composite [ohm m]; arguments as of `conversion_constants`."""
    ionic = blocked_resistivity(
        p["ionic_resistivity"],
        p["ionic_dilution"],
        conversion,
        p["interphase_blocking"],
        interphase,
        p["cracking"],
        turnover,
    )
    electronic = blocked_resistivity(
        p["electronic_resistivity"], p["electronic_dilution"], conversion, 0.0, 0.0, 0.0, 0.0
    )
    return ionic, electronic


def source_currents(p: Mapping[str, Any], profile: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Current per volume that passes from ions to electrons, discharge positive [A/m3].

    Parameters
    ----------
    p : mapping of str to float
        `PARAMETERS` by name.
    profile : ndarray (points, 1 + states, nodes)

    Returns
    -------
    tuple of ndarray (points, nodes)
        By the conversion of sulfur, and by the electrolyte's own redox.
    """
    potential, conversion, reduction, oxidation, interphase, turnover = (profile[:, row] for row in range(6))
    rate, films = conversion_constants(p, interphase, turnover)
    thermodynamic = (p["plateau"], p["plateau_slope"], p["plateau_step"], p["half_inverse_thermal_voltage"])
    reduced, oxidised = (branch_constants(p, name, sign) for name, sign in (("reduction", 1.0), ("oxidation", -1.0)))
    grown = (p["interphase_rate"], p["interphase_onset"], p["interphase_half_inverse_width"])
    sulfur = p["conversion_charge"] * conversion_rate(potential, conversion, rate, *thermodynamic, *films)
    redox = (
        p["reduction_charge"] * branch_rate(potential, reduction, *reduced)
        + p["oxidation_charge"] * branch_rate(potential, oxidation, *oxidised)
        + p["interphase_charge"] * interphase_rate(potential, interphase, *grown)
    )
    return sulfur, redox
