"""The processes of the gel model: which parameters each law of `brimstone.physics` takes, in one place.

Kernels and results call the same laws with the same groups of constants. `p` is a row of parameters, or whatever else
`Parameter` indexes: one array for each of its members.
"""

from typing import NamedTuple

import numpy as np

from brimstone._compile import compilable
from brimstone.model.gel.parameters import Parameter as P
from brimstone.physics.conversion import turnover_rate
from brimstone.physics.polysulfide import (
    LowerStep,
    crystallisation,
    dissolved,
    lower_drive,
    lower_rate,
    mobile,
    thickened_resistivity,
    upper_rate,
)
from brimstone.physics.polysulfide_equilibrium import LOWER, UPPER
from brimstone.physics.precipitation import drive_parts, growing_area, precipitation
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
def short_chains(sulfide, sulfur, lost, dead, stranded, sulfur_outside, polysulfide_outside):
    """Share of the sulfur that is Li2S4 in the pores of the cathode: all that is nothing else."""
    return 1.0 - sulfide - sulfur - lost - dead - stranded - sulfur_outside - polysulfide_outside


@compilable
def wetted(p, reacted):
    """Share of the pores of the cathode that solution fills."""
    return wetted_share(stock_left(reacted, p[P.solvent_use]), p[P.wet_share])


@compilable
def protected(p, reacted):
    """Effect of the LiNO3 that is left."""
    return protection(stock_left(reacted, p[P.nitrate_use]), p[P.nitrate_half])


@compilable
def shuttle(p, effect):
    """Constants of `shuttle_left`, and the effect of LiNO3."""
    return p[P.shuttle_rate], p[P.shuttle_passage], p[P.nitrate_retention], effect


class Solution(NamedTuple):
    """Concentrations of dissolved sulfur, over that of all sulfur in all of the solution.

    Attributes
    ----------
    sulfur, polysulfide : ndarray
        Sulfur and long chains as if all were dissolved, and Li2S4, in the pores of the cathode.
    chains : ndarray
        Long chains that are dissolved there.
    chains_outside, polysulfide_outside : ndarray
        Of the solution outside the cathode.
    """

    sulfur: np.ndarray
    polysulfide: np.ndarray
    chains: np.ndarray
    chains_outside: np.ndarray
    polysulfide_outside: np.ndarray


def solution(p, states):
    """Concentrations in both parts of the solution."""
    sulfide, sulfur, lost, _, dead, stranded, _, sulfur_outside, polysulfide_outside = states
    inside, outside = p[P.pore_share], 1.0 - p[P.pore_share]
    left = short_chains(sulfide, sulfur, lost, dead, stranded, sulfur_outside, polysulfide_outside)
    return Solution(
        sulfur / inside,
        left / inside,
        dissolved(sulfur / inside, p[P.saturation]),
        sulfur_outside / outside,
        polysulfide_outside / outside,
    )


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
    recovered, retrieved : ndarray
        Dead Li2S, and Li2S outside the cathode, that long chains dissolve.
    leaving, leaving_short : ndarray
        Long chains and Li2S4 that diffuse out of the cathode.
    """

    upper: np.ndarray
    lower: np.ndarray
    shuttled: np.ndarray
    unreachable: np.ndarray
    recovered: np.ndarray
    retrieved: np.ndarray
    leaving: np.ndarray
    leaving_short: np.ndarray


def steps(p, potential, states, log_saturation=None):
    """Rates of what happens in the nodes of a profile, by the supersaturation with Li2S where it is known."""
    sulfide, _, _, _, dead, stranded, reacted, _, _ = states
    here, wet = solution(p, states), wetted(p, reacted)
    if log_saturation is None:
        slower = lower_rate(potential, here.polysulfide, sulfide, dead, lower(p), wet)
    else:
        slower = grown(p, states, log_saturation)
    unreachable = p[P.stranded_share] * slower * (slower > 0.0)
    unreachable = unreachable + p[P.dead_share] * turnover_rate(slower) * (1.0 - dead / p[P.dead_most])
    return Steps(
        wet * upper_rate(potential, here.sulfur, here.polysulfide, *upper(p)),
        slower,
        shuttle_left(*shuttle(p, protected(p, reacted))) * here.chains_outside,
        unreachable,
        p[P.recovery] * here.chains * dead,
        p[P.recovery] * here.chains_outside * stranded,
        p[P.exchange] * (here.chains * mobile(here.sulfur) - here.chains_outside),
        p[P.exchange] * (here.polysulfide - here.polysulfide_outside),
    )


def grown(p, states, log_saturation):
    """Rate of the lower step at a supersaturation with Li2S [1/s]."""
    sulfide, _, _, _, dead, _, reacted, _, _ = states
    area = wetted(p, reacted) * growing_area(sulfide, dead, p[P.seeds], p[P.dead_blocking])
    return area * precipitation(log_saturation, p[P.growth_rate], p[P.dissolution_rate])[0]


def missing_drive(p, potential, states, log_saturation):
    """What the parts of the lower step's drive lack to be all of it, in units of 2RT/F; zero at the supersaturation."""
    sulfide, _, _, _, dead, _, reacted, _, _ = states
    here, step = solution(p, states), lower(p)
    area = wetted(p, reacted) * growing_area(sulfide, dead, step.seeds, step.blocking)
    constants = crystallisation(here.polysulfide, sulfide, dead, area, step)
    rate = precipitation(log_saturation, step.growth, step.dissolution)[0]
    drive = lower_drive(potential, here.polysulfide, sulfide, step.standard, step.half_inverse_thermal_voltage)
    return drive - sum(drive_parts(log_saturation, rate, constants))


def rates(p, potential, states, log_saturation):
    """Rates of the local states [1/s], in their order, at a supersaturation with Li2S."""
    reacted = states[6]
    of, effect = steps(p, potential, states, log_saturation), protected(p, reacted)
    stranded = p[P.stranded_share] * of.lower * (of.lower > 0.0)
    dying = of.unreachable - stranded
    loss = p[P.bare_loss] - (p[P.bare_loss] - p[P.protected_loss]) * effect
    total = UPPER * of.upper + LOWER * of.lower
    return (
        of.lower - of.unreachable,
        -of.upper - of.leaving - 3.0 * of.recovered,
        p[P.lost_share] * of.shuttled,
        of.shuttled,
        dying - of.recovered,
        stranded - of.retrieved,
        -loss * total * (total < 0.0),
        of.leaving - of.shuttled - 3.0 * of.retrieved,
        of.leaving_short + (1.0 - p[P.lost_share]) * of.shuttled + 4.0 * of.retrieved,
    )


def resistivities(p, states):
    """Ionic and electronic resistivity [ohm m]."""
    here = solution(p, states)
    solid, fresh = states[0] + states[4], p[P.ionic_resistivity] / wetted(p, states[6])
    in_solution = here.polysulfide + here.chains
    return (
        thickened_resistivity(fresh, p[P.ionic_dilution], solid, p[P.thickening], in_solution),
        blocked_resistivity(p[P.electronic_resistivity], p[P.electronic_dilution], solid, 0.0, 0.0, 0.0),
    )
