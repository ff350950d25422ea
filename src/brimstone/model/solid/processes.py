"""The processes of the solid model, each assembled from the laws of `brimstone.physics` once.

Kernels call these functions node by node, results evaluate them on arrays, and PyBaMM's symbols pass through them.
`p` is a row of parameters, or whatever else `Parameter` indexes: one array or symbol for each of its members.
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
from brimstone.physics.transport import blocked_resistivity


class Conversion(NamedTuple):
    """Constants of the conversion of sulfur; `Parameter` tells what each is."""

    plateau: Any
    slope: Any
    step: Any
    half_inverse_thermal_voltage: Any
    film_discharge: Any
    film_charge: Any
    film_growth: Any
    wear: Any
    area_loss: Any
    rate: Any
    charge_exchange: Any
    barrier: Any
    inverse_span: Any


@compilable
def conversion(p):
    """Constants of the conversion of sulfur."""
    return Conversion(
        p[P.plateau],
        p[P.plateau_slope],
        p[P.plateau_step],
        p[P.half_inverse_thermal_voltage],
        p[P.film_discharge],
        p[P.film_charge],
        p[P.film_growth],
        p[P.wear],
        p[P.interphase_area_loss],
        p[P.conversion_rate],
        p[P.charge_exchange],
        p[P.activation_barrier],
        p[P.activation_inverse_span],
    )


@compilable
def equilibrium(c):
    """Constants of `equilibrium_potential`, from those of the conversion."""
    return c.plateau, c.slope, c.step, c.half_inverse_thermal_voltage


@compilable
def hindrance(turnover, c):
    """Exchange current on charge over that on discharge."""
    return charge_hindrance(turnover, c.barrier, c.inverse_span, c.charge_exchange)


@compilable
def drive(potential, share, c):
    """Drive of the conversion, at a share of the sulfur that is Li2S."""
    return conversion_drive(potential, share, c.plateau, c.slope, c.step, c.half_inverse_thermal_voltage)


@compilable
def blocking(ahead, share, thinned, hindered, c):
    """Resistance of the film against the reaction, from what `drive`, `contact_thinned` and `hindrance` return."""
    return film_blocking(ahead, share, c.film_discharge, c.film_charge, c.film_growth * thinned, hindered)


@compilable
def speed(interphase, turnover, c):
    """Rate constant of the conversion on the area that is left [1/s]."""
    return c.rate * contact_left(turnover, c.wear, interphase, c.area_loss)


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
    """Constants of the interphase, as `interphase_rate` takes them."""
    return p[P.interphase_rate], p[P.interphase_onset], p[P.interphase_half_inverse_width]


class Network(NamedTuple):
    """Constants of the ionic network."""

    fresh: Any
    dilution: Any
    blocking: Any
    cracking: Any


@compilable
def ionic(p):
    """Constants of the ionic network."""
    return Network(p[P.ionic_resistivity], p[P.ionic_dilution], p[P.interphase_blocking], p[P.cracking])


@compilable
def ionic_resistivity(share, interphase, turnover, network):
    """Ionic resistivity of the composite [ohm m]."""
    return blocked_resistivity(
        network.fresh, network.dilution, share, network.blocking, interphase, network.cracking, turnover
    )


@compilable
def electronic_resistivity(share, fresh, dilution):
    """Electronic resistivity of the composite [ohm m]."""
    return blocked_resistivity(fresh, dilution, share, 0.0, 0.0, 0.0, 0.0)


class Driven(NamedTuple):
    """What drives the conversion at a point, and what stands in its way: see `drive`, `blocking` and `hindrance`."""

    drive: Any
    blocking: Any
    hindrance: Any


def driven(p, potential, states):
    """Drive of the conversion, its film and its hindrance, from all local states in the order of `State`."""
    share, _, _, interphase, turnover = states
    c = conversion(p)
    hindered, ahead = hindrance(turnover, c), drive(potential, share, c)
    thinned = contact_thinned(turnover, c.wear, interphase, c.area_loss)
    return Driven(ahead, blocking(ahead, share, thinned, hindered, c), hindered)


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
    share, reduced, oxidised, interphase, turnover = states
    constant = speed(interphase, turnover, conversion(p))
    converts = activated_rate(*activated, ahead.drive, share, constant, ahead.hindrance)
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
    electronic = electronic_resistivity(share, p[P.electronic_resistivity], p[P.electronic_dilution])
    return ionic_resistivity(share, interphase, turnover, ionic(p)), electronic
