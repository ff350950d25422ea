"""The processes of the gel model: which parameters each law of `brimstone.physics` takes, in one place.

Kernels and results call the same laws with the same groups of constants. `p` is a row of parameters, or whatever else
`Parameter` indexes: one array for each of its members.
"""

from typing import NamedTuple

import numpy as np

from brimstone._compile import compilable
from brimstone.model.gel.parameters import Parameter as P
from brimstone.physics.conversion import turnover_rate
from brimstone.physics.polysulfide import LowerStep, dissolved, lower_rate, thickened_resistivity, upper_rate
from brimstone.physics.transport import blocked_resistivity
from brimstone.physics.wasting import protection, shuttle_left, stock_left, wetted_share


@compilable
def upper(p):
    """Constants of `upper_rate`."""
    return p[P.upper_rate], p[P.upper_potential], p[P.saturation], p[P.half_inverse_thermal_voltage]


@compilable
def lower(p):
    """Constants of `lower_rate`."""
    return LowerStep(
        p[P.lower_rate],
        p[P.lower_charge_ratio],
        p[P.growth_rate],
        p[P.dissolution_rate],
        p[P.lower_potential],
        p[P.seeds],
        p[P.dead_blocking],
        p[P.film],
        p[P.film_growth],
        p[P.half_inverse_thermal_voltage],
    )


@compilable
def short_chains(sulfide, sulfur, lost, dead, stranded):
    """Share of the sulfur that is Li2S4 in solution: all that is nothing else."""
    return 1.0 - sulfide - sulfur - lost - dead - stranded


@compilable
def wetted(p, reacted):
    """Share of the pores of the cathode that solution fills."""
    return wetted_share(stock_left(reacted, p[P.solvent_use]), p[P.pore_share])


@compilable
def protected(p, reacted):
    """Effect of the LiNO3 that is left."""
    return protection(stock_left(reacted, p[P.nitrate_use]), p[P.nitrate_half])


@compilable
def shuttle(p, effect):
    """Constants of `shuttle_left`, and the effect of LiNO3."""
    return p[P.shuttle_rate], p[P.shuttle_passage], p[P.nitrate_retention], effect


class Steps(NamedTuple):
    """Rates of what happens in a node, shares of the sulfur a second [1/s].

    Attributes
    ----------
    upper, lower : ndarray
        Steps that draw current.
    shuttled : ndarray
        Long chains that lithium reduces.
    unreachable : ndarray
        Li2S that dies or grows where no electrons are.
    recovered : ndarray
        Li2S of both kinds that long chains dissolve.
    """

    upper: np.ndarray
    lower: np.ndarray
    shuttled: np.ndarray
    unreachable: np.ndarray
    recovered: np.ndarray


def steps(p, potential, states):
    """Rates of what happens in the nodes of a profile."""
    sulfide, sulfur, lost, _, dead, stranded, reacted = states
    left, wet = short_chains(sulfide, sulfur, lost, dead, stranded), wetted(p, reacted)
    slower = lower_rate(potential, left, sulfide, dead, lower(p), wet)
    chains = dissolved(sulfur, p[P.saturation])
    unreachable = p[P.stranded_share] * slower * (slower > 0.0)
    unreachable = unreachable + p[P.dead_share] * turnover_rate(slower) * (1.0 - dead / p[P.dead_most])
    return Steps(
        wet * upper_rate(potential, sulfur, left, *upper(p)),
        slower,
        shuttle_left(*shuttle(p, protected(p, reacted))) * chains,
        unreachable,
        p[P.recovery] * chains * (dead + stranded),
    )


def resistivities(p, states):
    """Ionic and electronic resistivity [ohm m]."""
    sulfide, sulfur, lost, _, dead, stranded, reacted = states
    in_solution = short_chains(sulfide, sulfur, lost, dead, stranded) + dissolved(sulfur, p[P.saturation])
    solid, fresh = sulfide + dead, p[P.ionic_resistivity] / wetted(p, reacted)
    return (
        thickened_resistivity(fresh, p[P.ionic_dilution], solid, p[P.thickening], in_solution),
        blocked_resistivity(p[P.electronic_resistivity], p[P.electronic_dilution], solid, 0.0, 0.0, 0.0),
    )
