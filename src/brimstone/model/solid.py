"""A composite sulfur cathode with a single-ion electrolyte: the equations as the solver reads them.

Every process is present; one that is not wanted has a zero constant. Local states a node:

    conversion   share of the reachable sulfur that is Li2S
    reduction    share of the electrolyte's reversible reduction capacity in use
    oxidation    share of its reversible oxidation capacity in use
    interphase   thickness of the irreversible interphase over its reference

The net reduction current of a node is the sum of the states' rates times their charges (positive for conversion and
reduction, negative for the others).
"""

from typing import Final

import numpy as np

from brimstone._compile import node_function
from brimstone.physics.anode import charge_transfer_overpotential, charge_transfer_slope
from brimstone.physics.conversion import conversion_rate, conversion_rate_slopes
from brimstone.physics.electrolyte_redox import (
    branch_rate,
    branch_rate_slopes,
    interphase_rate,
    interphase_rate_slopes,
)
from brimstone.physics.transport import blocked_resistivity
from brimstone.solver.interface import JACOBIAN, RATES, TERMINAL

STATES: Final = ("conversion", "reduction", "oxidation", "interphase")
CONVERSION, REDUCTION, OXIDATION, INTERPHASE = range(4)

#: Absolute tolerance of each state in units of the tolerance: the electrolyte's states matter less than sulfur's.
TOLERANCE_SCALES = np.array([1.0, 1.0, 1.0, 1.0])

#: What a row of parameters holds: name -> unit, in order. The solver asks for thickness and charges first.
PARAMETERS: Final = {
    "thickness": "m",
    "conversion_charge": "C/m3",
    "reduction_charge": "C/m3",
    "oxidation_charge": "C/m3",
    "interphase_charge": "C/m3",
    "half_inverse_thermal_voltage": "1/V",
    "plateau": "V",
    "plateau_slope": "V",
    "conversion_rate": "1/s",
    "film_discharge": "1",
    "film_charge": "1",
    "film_growth": "1",
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
    _B,
    _PLATEAU,
    _SLOPE,
    _K_CONVERSION,
    _FILM_DISCHARGE,
    _FILM_CHARGE,
    _GROWTH,
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
    _RHO_ELECTRONIC,
    _DILUTION_ELECTRONIC,
    _I0_ANODE,
    _R_SERIES,
) = range(33)


@node_function(RATES)
def rates(y, p, rate, rho):
    """Fill the rates of the local states [1/s] and the resistivities [ohm m].

    One loop a process: few arrays at a time, so that the compiler works on several nodes at once.
    """
    nodes = y.shape[1]
    k_x, plateau, slope, b, growth = p[_K_CONVERSION], p[_PLATEAU], p[_SLOPE], p[_B], p[_GROWTH]
    film_discharge, film_charge, area_loss = p[_FILM_DISCHARGE], p[_FILM_CHARGE], p[_AREA_LOSS]
    for k in range(nodes):
        k_k = k_x / (1.0 + area_loss * y[1 + INTERPHASE, k])
        rate[CONVERSION, k] = conversion_rate(
            y[0, k], y[1 + CONVERSION, k], k_k, plateau, slope, b, film_discharge, film_charge, growth
        )
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
    fresh, dilution, blocking = p[_RHO_IONIC], p[_DILUTION_IONIC], p[_BLOCKING]
    for k in range(nodes):
        rho[0, k] = blocked_resistivity(fresh, dilution, y[1 + CONVERSION, k], blocking, y[1 + INTERPHASE, k])
    fresh, dilution = p[_RHO_ELECTRONIC], p[_DILUTION_ELECTRONIC]
    for k in range(nodes):
        rho[1, k] = blocked_resistivity(fresh, dilution, y[1 + CONVERSION, k], 0.0, 0.0)


@node_function(JACOBIAN)
def jacobian(y, p, rate_y, rho_w):
    """Fill the derivatives of `rates` by the state and of the resistivities by the local states that are not zero."""
    nodes = y.shape[1]
    k_x, plateau, slope, b, growth = p[_K_CONVERSION], p[_PLATEAU], p[_SLOPE], p[_B], p[_GROWTH]
    film_discharge, film_charge, area_loss = p[_FILM_DISCHARGE], p[_FILM_CHARGE], p[_AREA_LOSS]
    for k in range(nodes):
        area = 1.0 / (1.0 + area_loss * y[1 + INTERPHASE, k])
        speed, by_potential, by_extent = conversion_rate_slopes(
            y[0, k], y[1 + CONVERSION, k], k_x * area, plateau, slope, b, film_discharge, film_charge, growth
        )
        rate_y[CONVERSION, 0, k] = by_potential
        rate_y[CONVERSION, 1 + CONVERSION, k] = by_extent
        rate_y[CONVERSION, 1 + INTERPHASE, k] = -speed * area_loss * area
    speed, midpoint, width = p[_K_REDUCTION], p[_U_REDUCTION], p[_Z_REDUCTION]
    first, apart = p[_FIRST_REDUCTION], p[_APART_REDUCTION]
    for k in range(nodes):
        _, by_potential, by_extent = branch_rate_slopes(
            y[0, k], y[1 + REDUCTION, k], speed, midpoint, width, first, apart
        )
        rate_y[REDUCTION, 0, k] = by_potential
        rate_y[REDUCTION, 1 + REDUCTION, k] = by_extent
    speed, midpoint, width = p[_K_OXIDATION], p[_U_OXIDATION], -p[_Z_OXIDATION]
    first, apart = p[_FIRST_OXIDATION], p[_APART_OXIDATION]
    for k in range(nodes):
        _, by_potential, by_extent = branch_rate_slopes(
            y[0, k], y[1 + OXIDATION, k], speed, midpoint, width, first, apart
        )
        rate_y[OXIDATION, 0, k] = by_potential
        rate_y[OXIDATION, 1 + OXIDATION, k] = by_extent
    speed, midpoint, width = p[_K_INTERPHASE], p[_U_INTERPHASE], p[_Z_INTERPHASE]
    for k in range(nodes):
        _, by_potential, by_extent = interphase_rate_slopes(y[0, k], y[1 + INTERPHASE, k], speed, midpoint, width)
        rate_y[INTERPHASE, 0, k] = by_potential
        rate_y[INTERPHASE, 1 + INTERPHASE, k] = by_extent
    ionic, ionic_dilution, blocking = p[_RHO_IONIC], p[_DILUTION_IONIC], p[_BLOCKING]
    electronic = p[_RHO_ELECTRONIC] * p[_DILUTION_ELECTRONIC]
    for k in range(nodes):
        rho_w[0, CONVERSION, k] = ionic * ionic_dilution * (1.0 + blocking * y[1 + INTERPHASE, k])
        rho_w[0, INTERPHASE, k] = ionic * blocking * (1.0 + ionic_dilution * y[1 + CONVERSION, k])
        rho_w[1, CONVERSION, k] = electronic


@node_function(TERMINAL)
def terminal(current, p, out):
    """Voltage lost in the anode, the separator, interphases and contacts [V], and its derivative [ohm m2]."""
    out[0] = charge_transfer_overpotential(current, p[_I0_ANODE], p[_B]) + current * p[_R_SERIES]
    out[1] = charge_transfer_slope(current, p[_I0_ANODE], p[_B]) + p[_R_SERIES]


FUNCTIONS = (rates, jacobian, terminal)
