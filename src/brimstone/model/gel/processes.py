"""The processes of the gel model: which parameters each law of `brimstone.physics` takes, in one place.

Kernels and results call the same laws with the same groups of constants. `p` is a row of parameters, or whatever else
`Parameter` indexes: one array for each of its members.
"""

from brimstone._compile import compilable
from brimstone.model.gel.parameters import Parameter as P
from brimstone.physics.polysulfide import LowerStep, dissolved, lower_rate, thickened_resistivity, upper_rate
from brimstone.physics.transport import blocked_resistivity


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
def short_chains(sulfide, sulfur, lost, dead):
    """Share of the sulfur that is Li2S4 in solution: all that is nothing else."""
    return 1.0 - sulfide - sulfur - lost - dead


def steps(p, potential, states):
    """Rates of the upper step, the lower step and the shuttle, shares of the sulfur a second [1/s]."""
    sulfide, sulfur, lost, _, dead = states
    left = short_chains(sulfide, sulfur, lost, dead)
    return (
        upper_rate(potential, sulfur, left, *upper(p)),
        lower_rate(potential, left, sulfide, dead, lower(p)),
        p[P.shuttle_rate] * dissolved(sulfur, p[P.saturation]),
    )


def resistivities(p, states):
    """Ionic and electronic resistivity [ohm m]."""
    sulfide, sulfur, lost, _, dead = states
    in_solution = short_chains(sulfide, sulfur, lost, dead) + dissolved(sulfur, p[P.saturation])
    solid = sulfide + dead
    return (
        thickened_resistivity(p[P.ionic_resistivity], p[P.ionic_dilution], solid, p[P.thickening], in_solution),
        blocked_resistivity(p[P.electronic_resistivity], p[P.electronic_dilution], solid, 0.0, 0.0, 0.0),
    )
