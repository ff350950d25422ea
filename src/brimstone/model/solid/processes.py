"""The processes of the solid model: which parameters each law of `brimstone.physics` takes, in one place.

Kernels, results and PyBaMM's symbols call the same laws with the same groups of constants. `p` is a row of parameters,
or whatever else `Parameter` indexes: one array or symbol for each of its members.
"""

from typing import Any, NamedTuple

import numpy as np

from brimstone._compile import compilable
from brimstone.model.solid.parameters import Parameter as P
from brimstone.physics.conversion import (
    activated_rate,
    charge_hindrance,
    contact_left,
    contact_thinned,
    conversion_drive,
    film_blocking,
    sulfur_film_rate,
    turnover_rate,
)
from brimstone.physics.damage import conversion_in_reach, damage_rate
from brimstone.physics.electrolyte_redox import (
    couple_rates,
    dead_share,
    left_to_open,
    opening_rate,
    reformed_share,
    spending_rate,
)
from brimstone.physics.pressure import stress_energy, stress_voltage
from brimstone.physics.thermodynamics import conversion_energy, equilibrium_potential, own_curve, own_curve_energy
from brimstone.physics.transport import blocked_resistivity, constriction


@compilable
def equilibrium(p):
    """Constants of `equilibrium_potential` and `conversion_drive`."""
    return p[P.plateau], p[P.plateau_slope], p[P.plateau_step], p[P.half_inverse_thermal_voltage]


@compilable
def curve(p):
    """Constants of `own_curve`."""
    return (
        p[P.own_curve_2], p[P.own_curve_3], p[P.own_curve_4], p[P.own_curve_5], p[P.own_curve_6], p[P.own_curve_7],
        p[P.own_curve_8], p[P.own_curve_9], p[P.own_curve_10], p[P.own_curve_11], p[P.own_curve_12], p[P.own_curve_13],
    )  # fmt: skip


@compilable
def has_curve(p):
    """Whether the equilibrium follows a curve of one's own beside its law."""
    size = 0.0
    for coefficient in curve(p):
        size += coefficient * coefficient
    return size > 0.0


@compilable
def stress(p):
    """Constants of `stress_voltage`."""
    return p[P.stress_filled], p[P.stress_rigid], p[P.stress_yielding]


def beside_law(p, share):
    """What an open-circuit curve of one's own and stress add to the equilibrium potential [V]; without, it is free."""
    given, added = curve(p), 0.0
    if not _absent(*given):
        added = own_curve(share, given)
    return added if _absent(p[P.stress_rigid]) else added - stress_voltage(share, *stress(p))


def _absent(*constants):
    """Whether constants are numbers, not symbols, and all zero."""
    return all(isinstance(one, float | np.ndarray) and not np.any(one) for one in constants)


def rest_potential(p, share):
    """Equilibrium potential [V] of a share of the reachable sulfur that is converted."""
    return equilibrium_potential(share, *equilibrium(p)) + beside_law(p, share)


def stored_energy(p, share):
    """Free energy released on the way to it, per charge of full conversion [V]."""
    energy = conversion_energy(share, *equilibrium(p))
    if np.any(curve(p)):
        energy = energy + own_curve_energy(share, curve(p))
    return energy - stress_energy(share, *stress(p)) if np.any(p[P.stress_rigid]) else energy


@compilable
def activation_of_charge(p):
    """Constants of `charge_hindrance`."""
    return p[P.activation_barrier], p[P.activation_inverse_span]


@compilable
def films(p):
    """Constants of `film_blocking`: both films, and their growth on the fresh area."""
    return p[P.film_discharge], p[P.film_charge], p[P.film_growth]


@compilable
def oxidation(p):
    """Constants of `opening_rate` by oxidation."""
    return (
        p[P.redox_rate], p[P.oxidation_onset], p[P.redox_half_inverse_width], p[P.oxidation_hardening],
        p[P.oxidation_bunching],
    )  # fmt: skip


@compilable
def reduction(p):
    """Constants of `opening_rate` by reduction."""
    return (
        p[P.redox_rate], p[P.reduction_onset], -p[P.redox_half_inverse_width], p[P.reduction_hardening],
        p[P.reduction_bunching],
    )  # fmt: skip


@compilable
def couples(p):
    """Constants of `couple_rates`."""
    return (
        p[P.redox_rate],
        p[P.oxidation_couple],
        p[P.redox_half_inverse_width],
        p[P.couples_apart],
        p[P.oxidation_couple_speed],
        p[P.reduction_couple_speed],
    )


def at_contact(p, theta):
    """Parameters of a cathode that is left with so much of the contact that `p` is for, as a list.

    `theta` may be an array, one value a point.
    """
    changed = list(p)
    changed[P.conversion_rate] = p[P.conversion_rate] * theta
    changed[P.film_growth] = p[P.film_growth] / theta
    changed[P.ionic_resistivity] = p[P.ionic_resistivity] * constriction(theta)
    return changed


def dead(p, states):
    """Dead share of the accessible electrolyte, from all local states in the order of `State`."""
    return dead_share(states[3], states[4], states[5], p[P.oxidation_dead], p[P.reduction_dead])


def in_reach(p, states):
    """Conversion of the sulfur that is not isolated."""
    return conversion_in_reach(states[0], p[P.isolation], states[7])


class Driven(NamedTuple):
    """What drives the conversion at a point, and what stands in its way.

    See `conversion_in_reach`, `conversion_drive`, `film_blocking`, `charge_hindrance` and `contact_left`.
    """

    share: Any
    drive: Any
    blocking: Any
    hindrance: Any
    area: Any


def driven(p, potential, states):
    """What drives and hinders the conversion, from all local states in the order of `State`."""
    *_, turnover, damage, sulfur_film = states
    film_discharge, film_charge, growth = films(p)
    worn = turnover, p[P.wear], dead(p, states), p[P.covering], damage
    share = in_reach(p, states)
    hindrance = charge_hindrance(turnover, *activation_of_charge(p))
    drive = conversion_drive(potential - beside_law(p, share), share, *equilibrium(p))
    thick = growth * contact_thinned(*worn)
    blocking = film_blocking(
        drive, share, sulfur_film, film_discharge, film_charge, thick, hindrance, p[P.charge_exchange]
    )
    return Driven(share, drive, blocking, hindrance, contact_left(*worn))


class ElectrolyteRates(NamedTuple):
    """Rates of the electrolyte's own redox [1/s], each of the share of the accessible electrolyte that reacts."""

    oxidation_opens: Any
    reduction_opens: Any
    oxidises: Any
    reduces: Any


def electrolyte_rates(p, potential, states):
    """What the electrolyte does by itself; arguments as of `driven`."""
    _, oxidised, reduced, by_oxidation, by_reduction, *_ = states
    gone = dead(p, states)
    left = left_to_open(by_oxidation, by_reduction, gone, p[P.covering])
    reformed = reformed_share(oxidised, reduced, by_oxidation, by_reduction, gone)
    return ElectrolyteRates(
        opening_rate(potential, by_oxidation, left, *oxidation(p)),
        opening_rate(potential, by_reduction, left, *reduction(p)),
        *couple_rates(potential, oxidised, reduced, reformed, *couples(p)),
    )


def rates(p, potential, states, ahead, activated):
    """Rates of all local states [1/s], in the order of `State`.

    Parameters
    ----------
    p, potential, states
        As of `driven`.
    ahead : Driven
    activated : tuple
        exp(u) and exp(-u) of what the film leaves of the drive: of `activation`, or of an unknown of its own.
    """
    share, damage = states[0], states[7]
    constant = p[P.conversion_rate] * ahead.area / (1.0 + p[P.isolation] * damage)
    converts = activated_rate(*activated, ahead.drive, ahead.share, constant, ahead.hindrance, p[P.charge_exchange])
    redox = electrolyte_rates(p, potential, states)
    return (
        converts,
        (1.0 - p[P.oxidation_dead]) * redox.oxidation_opens + redox.oxidises,
        (1.0 - p[P.reduction_dead]) * redox.reduction_opens + redox.reduces,
        redox.oxidation_opens,
        redox.reduction_opens,
        spending_rate(redox.oxidises, redox.reduces, p[P.spending]),
        turnover_rate(converts),
        damage_rate(share, converts, p[P.damage_onset], p[P.damage_rate]),
        sulfur_film_rate(converts, states[8]),
    )


def resistivities(p, states):
    """Ionic and electronic resistivity of the composite [ohm m]."""
    share, _, _, by_oxidation, by_reduction, _, _, damage, _ = states
    ionic = blocked_resistivity(
        p[P.ionic_resistivity], p[P.ionic_dilution], share, p[P.blocking], by_oxidation + by_reduction, damage
    )
    return ionic, blocked_resistivity(p[P.electronic_resistivity], p[P.electronic_dilution], share, 0.0, 0.0, 0.0)
