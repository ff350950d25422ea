"""The processes of the solid model: which parameters each law of `brimstone.physics` takes, in one place.

Kernels, results and PyBaMM's symbols call the same laws with the same groups of constants. `p` is a row of parameters,
or whatever else `Parameter` indexes: one array or symbol for each of its members.
"""

from typing import Any, NamedTuple

from brimstone._compile import compilable
from brimstone.model.solid.parameters import Parameter as P
from brimstone.physics.conversion import (
    activated_rate,
    charge_hindrance,
    contact_left,
    contact_thinned,
    conversion_drive,
    film_blocking,
    turnover_rate,
)
from brimstone.physics.electrolyte_redox import branch_rate, interphase_rate
from brimstone.physics.transport import blocked_resistivity, constriction


@compilable
def equilibrium(p):
    """Constants of `equilibrium_potential` and `conversion_drive`."""
    return p[P.plateau], p[P.plateau_slope], p[P.plateau_step], p[P.half_inverse_thermal_voltage]


@compilable
def activation_of_charge(p):
    """Constants of `charge_hindrance`."""
    return p[P.activation_barrier], p[P.activation_inverse_span], p[P.charge_exchange]


@compilable
def films(p):
    """Constants of `film_blocking`: both films, and their growth on the fresh area."""
    return p[P.film_discharge], p[P.film_charge], p[P.film_growth]


@compilable
def reduction(p):
    """Constants of the electrolyte's reduction, as `branch_rate` takes them."""
    return (
        p[P.reduction_rate],
        p[P.reduction_potential],
        p[P.reduction_half_inverse_width],
        p[P.reduction_first],
        p[P.reduction_apart],
    )


@compilable
def oxidation(p):
    """Constants of the electrolyte's oxidation, as `branch_rate` takes them."""
    return (
        p[P.oxidation_rate],
        p[P.oxidation_potential],
        -p[P.oxidation_half_inverse_width],
        p[P.oxidation_first],
        p[P.oxidation_apart],
    )


@compilable
def interphase_growth(p):
    """Constants of `interphase_rate`."""
    return p[P.interphase_rate], p[P.interphase_onset], p[P.interphase_half_inverse_width]


def at_contact(p, theta):
    """Parameters of a cathode that is left with so much of the contact that `p` is for, as a list.

    `theta` may be an array, one value a point.
    """
    changed = list(p)
    changed[P.conversion_rate] = p[P.conversion_rate] * theta
    changed[P.film_growth] = p[P.film_growth] / theta
    changed[P.ionic_resistivity] = p[P.ionic_resistivity] * constriction(theta)
    return changed


class Driven(NamedTuple):
    """What drives the conversion at a point, and what stands in its way.

    See `conversion_drive`, `film_blocking`, `charge_hindrance` and `contact_left`.
    """

    drive: Any
    blocking: Any
    hindrance: Any
    area: Any


def driven(p, potential, states):
    """What drives and hinders the conversion, from all local states in the order of `State`."""
    share, _, _, interphase, turnover = states
    film_discharge, film_charge, growth = films(p)
    wear, area_loss = p[P.wear], p[P.interphase_area_loss]
    thinned = contact_thinned(turnover, wear, interphase, area_loss)
    hindrance = charge_hindrance(turnover, *activation_of_charge(p))
    drive = conversion_drive(potential, share, *equilibrium(p))
    blocking = film_blocking(drive, share, film_discharge, film_charge, growth * thinned, hindrance)
    return Driven(drive, blocking, hindrance, contact_left(turnover, wear, interphase, area_loss))


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
    share, reduced, oxidised, interphase, _ = states
    converts = activated_rate(*activated, ahead.drive, share, p[P.conversion_rate] * ahead.area, ahead.hindrance)
    return (
        converts,
        branch_rate(potential, reduced, *reduction(p)),
        branch_rate(potential, oxidised, *oxidation(p)),
        interphase_rate(potential, interphase, *interphase_growth(p)),
        turnover_rate(converts),
    )


def resistivities(p, states):
    """Ionic and electronic resistivity of the composite [ohm m]."""
    share, _, _, interphase, turnover = states
    ionic = blocked_resistivity(
        p[P.ionic_resistivity],
        p[P.ionic_dilution],
        share,
        p[P.interphase_blocking],
        interphase,
        p[P.cracking],
        turnover,
    )
    return ionic, blocked_resistivity(p[P.electronic_resistivity], p[P.electronic_dilution], share, 0.0, 0.0, 0.0, 0.0)
