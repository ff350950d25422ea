"""A sulfur cathode whose electrolyte dissolves polysulfides: the equations as the solver reads them.

Laws stand in `brimstone.physics`, the constants that each takes in `processes`. Here they are put in an order that a
processor likes: one loop a process, few arrays at a time, so that it works on several nodes at once.
"""

from brimstone._compile import compilable, node_function
from brimstone.model.gel import processes
from brimstone.model.gel.parameters import Parameter as P
from brimstone.model.gel.parameters import State as S
from brimstone.physics.conversion import turnover_rate
from brimstone.physics.polysulfide import (
    crystallisation,
    dissolved,
    dissolved_slope,
    lower_drive,
    lower_rate_slopes,
    thickened_resistivity,
    upper_rate,
    upper_rate_slopes,
)
from brimstone.physics.precipitation import (
    REFINEMENTS,
    Crystallisation,
    growing_area,
    precipitation,
    supersaturation_bound,
    supersaturation_refined,
)
from brimstone.physics.transport import blocked_resistivity
from brimstone.solver.interface import JACOBIAN, RATES


@compilable
def _left(y, k):
    """Share of the sulfur that is Li2S4 at a node."""
    return processes.short_chains(y[1 + S.sulfide, k], y[1 + S.sulfur, k], y[1 + S.lost, k], y[1 + S.dead, k])


@compilable
def _saturate(y, lower, scratch):
    """Fill the row of Li2S of `scratch` with ln S of dissolved Li2S; three more rows hold what that takes.

    Newton's method runs over all nodes at once: a processor then works on several of them.
    """
    for k in range(y.shape[1]):
        left, sulfide, dead = _left(y, k), y[1 + S.sulfide, k], y[1 + S.dead, k]
        drive = lower_drive(y[0, k], left, sulfide, lower.standard, lower.half_inverse_thermal_voltage)
        area = growing_area(sulfide, dead, lower.seeds, lower.blocking)
        constants = crystallisation(left, sulfide, dead, area, lower)
        scratch[S.dead, k], scratch[S.lost, k], scratch[S.shuttled, k] = drive, constants.exchange, constants.film
    for k in range(y.shape[1]):
        constants = Crystallisation(
            scratch[S.lost, k], lower.charge_ratio, lower.growth, lower.dissolution, scratch[S.shuttled, k]
        )
        scratch[S.sulfide, k] = supersaturation_bound(scratch[S.dead, k], constants)
    for _ in range(REFINEMENTS):
        for k in range(y.shape[1]):
            constants = Crystallisation(
                scratch[S.lost, k], lower.charge_ratio, lower.growth, lower.dissolution, scratch[S.shuttled, k]
            )
            scratch[S.sulfide, k] = supersaturation_refined(scratch[S.sulfide, k], scratch[S.dead, k], constants)


@node_function(RATES)
def rates(y, p, theta, rate, rho):
    """Fill the rates of the local states [1/s] and the resistivities [ohm m]."""
    nodes = y.shape[1]
    upper, lower = processes.upper(p), processes.lower(p)
    k_shuttle, saturation = p[P.shuttle_rate], p[P.saturation]
    lost_share, dead_share = p[P.lost_share], p[P.dead_share]
    for k in range(nodes):
        rate[S.sulfur, k] = -upper_rate(y[0, k], y[1 + S.sulfur, k], _left(y, k), *upper)
    _saturate(y, lower, rate)
    for k in range(nodes):
        area = growing_area(y[1 + S.sulfide, k], y[1 + S.dead, k], lower.seeds, lower.blocking)
        speed = area * precipitation(rate[S.sulfide, k], lower.growth, lower.dissolution)[0]
        rate[S.dead, k] = dead_share * turnover_rate(speed)
        rate[S.sulfide, k] = speed - rate[S.dead, k]
    for k in range(nodes):
        shuttled = k_shuttle * dissolved(y[1 + S.sulfur, k], saturation)
        rate[S.shuttled, k] = shuttled
        rate[S.lost, k] = lost_share * shuttled
        rate[S.sulfur, k] -= shuttled
    fresh, dilution, thickening = p[P.ionic_resistivity], p[P.ionic_dilution], p[P.thickening]
    for k in range(nodes):
        solid = y[1 + S.sulfide, k] + y[1 + S.dead, k]
        in_solution = _left(y, k) + dissolved(y[1 + S.sulfur, k], saturation)
        rho[0, k] = thickened_resistivity(fresh, dilution, solid, thickening, in_solution)
    fresh, dilution = p[P.electronic_resistivity], p[P.electronic_dilution]
    for k in range(nodes):
        solid = y[1 + S.sulfide, k] + y[1 + S.dead, k]
        rho[1, k] = blocked_resistivity(fresh, dilution, solid, 0.0, 0.0, 0.0)


@node_function(JACOBIAN)
def jacobian(y, p, theta, rate, rho, rate_y, rho_w, rate_theta, rho_theta):
    """Fill what `rates` fills, and what of its derivatives by the state is not zero."""
    nodes = y.shape[1]
    upper, lower = processes.upper(p), processes.lower(p)
    k_shuttle, saturation = p[P.shuttle_rate], p[P.saturation]
    lost_share, dead_share = p[P.lost_share], p[P.dead_share]
    for k in range(nodes):
        speed, by_potential, by_sulfur, by_left = upper_rate_slopes(y[0, k], y[1 + S.sulfur, k], _left(y, k), *upper)
        rate[S.sulfur, k] = -speed
        rate_y[S.sulfur, 0, k] = -by_potential
        rate_y[S.sulfur, 1 + S.sulfide, k] = by_left
        rate_y[S.sulfur, 1 + S.sulfur, k] = by_left - by_sulfur
        rate_y[S.sulfur, 1 + S.lost, k] = by_left
        rate_y[S.sulfur, 1 + S.dead, k] = by_left
    _saturate(y, lower, rate)
    for k in range(nodes):
        sulfide, dead = y[1 + S.sulfide, k], y[1 + S.dead, k]
        speed, by_potential, by_left, by_sulfide, by_dead = lower_rate_slopes(
            rate[S.sulfide, k], _left(y, k), sulfide, dead, lower
        )
        rate[S.dead, k] = dead_share * turnover_rate(speed)
        rate[S.sulfide, k] = speed - rate[S.dead, k]
        dies = -dead_share * (speed < 0.0)
        rate_y[S.sulfide, 0, k] = (1.0 - dies) * by_potential
        rate_y[S.sulfide, 1 + S.sulfide, k] = (1.0 - dies) * (by_sulfide - by_left)
        rate_y[S.sulfide, 1 + S.sulfur, k] = (dies - 1.0) * by_left
        rate_y[S.sulfide, 1 + S.lost, k] = (dies - 1.0) * by_left
        rate_y[S.sulfide, 1 + S.dead, k] = (1.0 - dies) * (by_dead - by_left)
        rate_y[S.dead, 0, k] = dies * by_potential
        rate_y[S.dead, 1 + S.sulfide, k] = dies * (by_sulfide - by_left)
        rate_y[S.dead, 1 + S.sulfur, k] = -dies * by_left
        rate_y[S.dead, 1 + S.lost, k] = -dies * by_left
        rate_y[S.dead, 1 + S.dead, k] = dies * (by_dead - by_left)
    for k in range(nodes):
        shuttled = k_shuttle * dissolved(y[1 + S.sulfur, k], saturation)
        by_sulfur = k_shuttle * dissolved_slope(y[1 + S.sulfur, k], saturation)
        rate[S.shuttled, k] = shuttled
        rate[S.lost, k] = lost_share * shuttled
        rate[S.sulfur, k] -= shuttled
        rate_y[S.shuttled, 1 + S.sulfur, k] = by_sulfur
        rate_y[S.lost, 1 + S.sulfur, k] = lost_share * by_sulfur
        rate_y[S.sulfur, 1 + S.sulfur, k] -= by_sulfur
    fresh, dilution, thickening = p[P.ionic_resistivity], p[P.ionic_dilution], p[P.thickening]
    for k in range(nodes):
        solid = y[1 + S.sulfide, k] + y[1 + S.dead, k]
        in_solution = _left(y, k) + dissolved(y[1 + S.sulfur, k], saturation)
        resistivity = thickened_resistivity(fresh, dilution, solid, thickening, in_solution)
        by_solution = resistivity * thickening / (1.0 + thickening * in_solution)
        rho[0, k] = resistivity
        by_solid = resistivity * dilution / (1.0 + dilution * solid) - by_solution
        rho_w[0, S.sulfide, k] = by_solid
        rho_w[0, S.sulfur, k] = by_solution * (dissolved_slope(y[1 + S.sulfur, k], saturation) - 1.0)
        rho_w[0, S.lost, k] = -by_solution
        rho_w[0, S.dead, k] = by_solid
    fresh, dilution = p[P.electronic_resistivity], p[P.electronic_dilution]
    for k in range(nodes):
        solid = y[1 + S.sulfide, k] + y[1 + S.dead, k]
        rho[1, k] = blocked_resistivity(fresh, dilution, solid, 0.0, 0.0, 0.0)
        rho_w[1, S.sulfide, k] = fresh * dilution
        rho_w[1, S.dead, k] = fresh * dilution
