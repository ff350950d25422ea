"""The processes of the gel model, each assembled from the laws of `brimstone.physics` once.

Kernels call these functions node by node, and results evaluate them on arrays. `p` is a row of parameters, or whatever
else `Parameter` indexes: one array or symbol for each of its members.
"""

from typing import Any, NamedTuple

from brimstone._compile import compilable
from brimstone.model.gel.parameters import Parameter as P
from brimstone.physics import polysulfide
from brimstone.physics.conversion import turnover_rate
from brimstone.physics.transport import blocked_resistivity


class Sulfur(NamedTuple):
    """Constants of what sulfur does; `Parameter` tells what each is."""

    upper_potential: Any
    lower_potential: Any
    half_inverse_thermal_voltage: Any
    saturation: Any
    upper_rate: Any
    lower_rate: Any
    seeds: Any
    film: Any
    film_growth: Any
    shuttle_rate: Any
    lost_share: Any
    dead_share: Any


@compilable
def constants(p):
    """Constants of what sulfur does."""
    return Sulfur(
        p[P.upper_potential],
        p[P.lower_potential],
        p[P.half_inverse_thermal_voltage],
        p[P.saturation],
        p[P.upper_rate],
        p[P.lower_rate],
        p[P.seeds],
        p[P.film],
        p[P.film_growth],
        p[P.shuttle_rate],
        p[P.lost_share],
        p[P.dead_share],
    )


@compilable
def short_chains(sulfide, sulfur, lost, dead):
    """Share of the sulfur that is Li2S4 in solution: all that is nothing else."""
    return 1.0 - sulfide - sulfur - lost - dead


@compilable
def upper_step(potential, sulfur, left, c):
    """Rate of S8 to Li2S4, share of the sulfur a second [1/s]; `left` as of `short_chains`."""
    return polysulfide.upper_rate(
        potential, sulfur, left, c.upper_rate, c.upper_potential, c.saturation, c.half_inverse_thermal_voltage
    )


@compilable
def upper_step_slopes(potential, sulfur, left, c):
    """`upper_step` and its derivatives by potential and both shares, as a tuple."""
    return polysulfide.upper_rate_slopes(
        potential, sulfur, left, c.upper_rate, c.upper_potential, c.saturation, c.half_inverse_thermal_voltage
    )


@compilable
def lower_step(potential, left, sulfide, c):
    """Rate of Li2S4 to Li2S, share of the sulfur a second [1/s]."""
    return polysulfide.lower_rate(
        potential, left, sulfide, c.lower_rate, c.lower_potential, c.seeds, c.film, c.film_growth,
        c.half_inverse_thermal_voltage,
    )  # fmt: skip


@compilable
def lower_step_slopes(potential, left, sulfide, c):
    """`lower_step` and its derivatives by potential and both shares, as a tuple."""
    return polysulfide.lower_rate_slopes(
        potential, left, sulfide, c.lower_rate, c.lower_potential, c.seeds, c.film, c.film_growth,
        c.half_inverse_thermal_voltage,
    )  # fmt: skip


@compilable
def shuttle(sulfur, c):
    """Long chains that lithium reduces, share of the sulfur a second [1/s]."""
    return c.shuttle_rate * polysulfide.dissolved(sulfur, c.saturation)


@compilable
def dying(lower, c):
    """Li2S that loses contact while it dissolves, share of the sulfur a second [1/s]."""
    return c.dead_share * turnover_rate(lower)


class Network(NamedTuple):
    """Constants of the ionic network."""

    fresh: Any
    dilution: Any
    thickening: Any
    saturation: Any


@compilable
def ionic(p):
    """Constants of the ionic network."""
    return Network(p[P.ionic_resistivity], p[P.ionic_dilution], p[P.thickening], p[P.saturation])


@compilable
def in_solution(sulfur, left, saturation):
    """Share of the sulfur that is dissolved, as short and as long chains."""
    return left + polysulfide.dissolved(sulfur, saturation)


@compilable
def ionic_resistivity(sulfide, dissolved, network):
    """Ionic resistivity of the cathode [ohm m]."""
    return polysulfide.thickened_resistivity(network.fresh, network.dilution, sulfide, network.thickening, dissolved)


@compilable
def electronic_resistivity(sulfide, fresh, dilution):
    """Electronic resistivity of the cathode [ohm m]."""
    return blocked_resistivity(fresh, dilution, sulfide, 0.0, 0.0, 0.0, 0.0)


def resistivities(p, states):
    """Ionic and electronic resistivity [ohm m], from all local states in the order of `State`."""
    sulfide, sulfur, lost, _, dead = states
    network = ionic(p)
    dissolved = in_solution(sulfur, short_chains(sulfide, sulfur, lost, dead), network.saturation)
    electronic = electronic_resistivity(sulfide, p[P.electronic_resistivity], p[P.electronic_dilution])
    return ionic_resistivity(sulfide, dissolved, network), electronic
