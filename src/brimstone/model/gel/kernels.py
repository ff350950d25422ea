"""A sulfur cathode whose electrolyte dissolves polysulfides: the equations as the solver reads them.

Laws stand in `brimstone.physics`, the processes that they are assembled into in `processes`. Here they are put in an
order that a processor likes: one loop a process, few arrays at a time, so that it works on several nodes at once.
"""

from brimstone._compile import compilable, node_function
from brimstone.model.gel import processes
from brimstone.model.gel.parameters import Parameter as P
from brimstone.model.gel.parameters import State as S
from brimstone.physics.anode import charge_transfer_overpotential, charge_transfer_slope
from brimstone.physics.polysulfide import dissolved_slope
from brimstone.solver.interface import JACOBIAN, RATES, TERMINAL


@compilable
def _left(y, k):
    """Share of the sulfur that is Li2S4 at a node."""
    return processes.short_chains(y[1 + S.sulfide, k], y[1 + S.sulfur, k], y[1 + S.lost, k], y[1 + S.dead, k])


@node_function(RATES)
def rates(y, p, rate, rho):
    """Fill the rates of the local states [1/s] and the resistivities [ohm m]."""
    nodes = y.shape[1]
    c = processes.constants(p)
    for k in range(nodes):
        rate[S.sulfur, k] = -processes.upper_step(y[0, k], y[1 + S.sulfur, k], _left(y, k), c)
    for k in range(nodes):
        speed = processes.lower_step(y[0, k], _left(y, k), y[1 + S.sulfide, k], c)
        rate[S.dead, k] = processes.dying(speed, c)
        rate[S.sulfide, k] = speed - rate[S.dead, k]
    for k in range(nodes):
        shuttled = processes.shuttle(y[1 + S.sulfur, k], c)
        rate[S.shuttled, k] = shuttled
        rate[S.lost, k] = c.lost_share * shuttled
        rate[S.sulfur, k] -= shuttled
    ionic = processes.ionic(p)
    for k in range(nodes):
        dissolved = processes.in_solution(y[1 + S.sulfur, k], _left(y, k), ionic.saturation)
        rho[0, k] = processes.ionic_resistivity(y[1 + S.sulfide, k], dissolved, ionic)
    fresh, dilution = p[P.electronic_resistivity], p[P.electronic_dilution]
    for k in range(nodes):
        rho[1, k] = processes.electronic_resistivity(y[1 + S.sulfide, k], fresh, dilution)


@node_function(JACOBIAN)
def jacobian(y, p, rate, rho, rate_y, rho_w):
    """Fill what `rates` fills, and what of its derivatives by the state is not zero."""
    nodes = y.shape[1]
    c = processes.constants(p)
    for k in range(nodes):
        speed, by_potential, by_sulfur, by_left = processes.upper_step_slopes(
            y[0, k], y[1 + S.sulfur, k], _left(y, k), c
        )
        rate[S.sulfur, k] = -speed
        rate_y[S.sulfur, 0, k] = -by_potential
        rate_y[S.sulfur, 1 + S.sulfide, k] = by_left
        rate_y[S.sulfur, 1 + S.sulfur, k] = by_left - by_sulfur
        rate_y[S.sulfur, 1 + S.lost, k] = by_left
        rate_y[S.sulfur, 1 + S.dead, k] = by_left
    for k in range(nodes):
        speed, by_potential, by_left, by_sulfide = processes.lower_step_slopes(
            y[0, k], _left(y, k), y[1 + S.sulfide, k], c
        )
        rate[S.dead, k] = processes.dying(speed, c)
        rate[S.sulfide, k] = speed - rate[S.dead, k]
        dies = -c.dead_share * (speed < 0.0)
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
        shuttled = processes.shuttle(y[1 + S.sulfur, k], c)
        by_sulfur = c.shuttle_rate * dissolved_slope(y[1 + S.sulfur, k], c.saturation)
        rate[S.shuttled, k] = shuttled
        rate[S.lost, k] = c.lost_share * shuttled
        rate[S.sulfur, k] -= shuttled
        rate_y[S.shuttled, 1 + S.sulfur, k] = by_sulfur
        rate_y[S.lost, 1 + S.sulfur, k] = c.lost_share * by_sulfur
        rate_y[S.sulfur, 1 + S.sulfur, k] -= by_sulfur
    ionic = processes.ionic(p)
    for k in range(nodes):
        dissolved = processes.in_solution(y[1 + S.sulfur, k], _left(y, k), ionic.saturation)
        resistivity = processes.ionic_resistivity(y[1 + S.sulfide, k], dissolved, ionic)
        by_solution = resistivity * ionic.thickening / (1.0 + ionic.thickening * dissolved)
        rho[0, k] = resistivity
        rho_w[0, S.sulfide, k] = (
            resistivity * ionic.dilution / (1.0 + ionic.dilution * y[1 + S.sulfide, k]) - by_solution
        )
        rho_w[0, S.sulfur, k] = by_solution * (dissolved_slope(y[1 + S.sulfur, k], ionic.saturation) - 1.0)
        rho_w[0, S.lost, k] = -by_solution
        rho_w[0, S.dead, k] = -by_solution
    fresh, dilution = p[P.electronic_resistivity], p[P.electronic_dilution]
    for k in range(nodes):
        rho[1, k] = processes.electronic_resistivity(y[1 + S.sulfide, k], fresh, dilution)
        rho_w[1, S.sulfide, k] = fresh * dilution


@node_function(TERMINAL)
def terminal(current, p, out):
    """Voltage lost in the anode, the separator and contacts [V], and its derivative [ohm m2]."""
    exchange_current, b, resistance = (
        p[P.anode_exchange_current],
        p[P.half_inverse_thermal_voltage],
        p[P.series_resistance],
    )
    out[0] = charge_transfer_overpotential(current, exchange_current, b) + current * resistance
    out[1] = charge_transfer_slope(current, exchange_current, b) + resistance
