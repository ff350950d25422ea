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
    dissolved,
    dissolved_slope,
    lower_rate,
    lower_rate_slopes,
    thickened_resistivity,
    upper_rate,
    upper_rate_slopes,
)
from brimstone.physics.transport import blocked_resistivity
from brimstone.solver.interface import JACOBIAN, RATES


@compilable
def _left(y, k):
    """Share of the sulfur that is Li2S4 at a node."""
    return processes.short_chains(y[1 + S.sulfide, k], y[1 + S.sulfur, k], y[1 + S.lost, k], y[1 + S.dead, k])


@node_function(RATES)
def rates(y, p, theta, rate, rho):
    """Fill the rates of the local states [1/s] and the resistivities [ohm m]."""
    nodes = y.shape[1]
    upper, lower = processes.upper(p), processes.lower(p)
    k_shuttle, saturation = p[P.shuttle_rate], p[P.saturation]
    lost_share, dead_share = p[P.lost_share], p[P.dead_share]
    for k in range(nodes):
        rate[S.sulfur, k] = -upper_rate(y[0, k], y[1 + S.sulfur, k], _left(y, k), *upper)
    for k in range(nodes):
        speed = lower_rate(y[0, k], _left(y, k), y[1 + S.sulfide, k], *lower)
        rate[S.dead, k] = dead_share * turnover_rate(speed)
        rate[S.sulfide, k] = speed - rate[S.dead, k]
    for k in range(nodes):
        shuttled = k_shuttle * dissolved(y[1 + S.sulfur, k], saturation)
        rate[S.shuttled, k] = shuttled
        rate[S.lost, k] = lost_share * shuttled
        rate[S.sulfur, k] -= shuttled
    fresh, dilution, thickening = p[P.ionic_resistivity], p[P.ionic_dilution], p[P.thickening]
    for k in range(nodes):
        in_solution = _left(y, k) + dissolved(y[1 + S.sulfur, k], saturation)
        rho[0, k] = thickened_resistivity(fresh, dilution, y[1 + S.sulfide, k], thickening, in_solution)
    fresh, dilution = p[P.electronic_resistivity], p[P.electronic_dilution]
    for k in range(nodes):
        rho[1, k] = blocked_resistivity(fresh, dilution, y[1 + S.sulfide, k], 0.0, 0.0, 0.0, 0.0)


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
    for k in range(nodes):
        speed, by_potential, by_left, by_sulfide = lower_rate_slopes(y[0, k], _left(y, k), y[1 + S.sulfide, k], *lower)
        rate[S.dead, k] = dead_share * turnover_rate(speed)
        rate[S.sulfide, k] = speed - rate[S.dead, k]
        dies = -dead_share * (speed < 0.0)
        rate_y[S.sulfide, 0, k] = (1.0 - dies) * by_potential
        rate_y[S.sulfide, 1 + S.sulfide, k] = (1.0 - dies) * (by_sulfide - by_left)
        rate_y[S.sulfide, 1 + S.sulfur, k] = (dies - 1.0) * by_left
        rate_y[S.sulfide, 1 + S.lost, k] = (dies - 1.0) * by_left
        rate_y[S.sulfide, 1 + S.dead, k] = (dies - 1.0) * by_left
        rate_y[S.dead, 0, k] = dies * by_potential
        rate_y[S.dead, 1 + S.sulfide, k] = dies * (by_sulfide - by_left)
        rate_y[S.dead, 1 + S.sulfur, k] = -dies * by_left
        rate_y[S.dead, 1 + S.lost, k] = -dies * by_left
        rate_y[S.dead, 1 + S.dead, k] = -dies * by_left
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
        in_solution = _left(y, k) + dissolved(y[1 + S.sulfur, k], saturation)
        resistivity = thickened_resistivity(fresh, dilution, y[1 + S.sulfide, k], thickening, in_solution)
        by_solution = resistivity * thickening / (1.0 + thickening * in_solution)
        rho[0, k] = resistivity
        rho_w[0, S.sulfide, k] = resistivity * dilution / (1.0 + dilution * y[1 + S.sulfide, k]) - by_solution
        rho_w[0, S.sulfur, k] = by_solution * (dissolved_slope(y[1 + S.sulfur, k], saturation) - 1.0)
        rho_w[0, S.lost, k] = -by_solution
        rho_w[0, S.dead, k] = -by_solution
    fresh, dilution = p[P.electronic_resistivity], p[P.electronic_dilution]
    for k in range(nodes):
        rho[1, k] = blocked_resistivity(fresh, dilution, y[1 + S.sulfide, k], 0.0, 0.0, 0.0, 0.0)
        rho_w[1, S.sulfide, k] = fresh * dilution
