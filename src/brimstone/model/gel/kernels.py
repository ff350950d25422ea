"""A sulfur cathode whose electrolyte dissolves polysulfides: the equations as the solver reads them.

Laws stand in `brimstone.physics`, the constants that each takes in `processes`. Here they are put in an order that a
processor likes: one loop a process, few arrays at a time, so that it works on several nodes at once.
"""

from brimstone._compile import compilable, node_function
from brimstone.model.gel import processes
from brimstone.model.gel.parameters import Parameter as P
from brimstone.model.gel.parameters import State as S
from brimstone.physics.polysulfide import (
    crystallisation,
    dissolved,
    dissolved_slope,
    lower_drive,
    lower_rate_slopes,
    mobile,
    mobile_slope,
    thickened_resistivity,
    upper_rate,
    upper_rate_slopes,
)
from brimstone.physics.polysulfide_equilibrium import LOWER, UPPER
from brimstone.physics.precipitation import (
    Crystallisation,
    distance_constants,
    distance_guess,
    distance_refined,
    growing_area,
    log_saturation_at,
    precipitation,
)
from brimstone.physics.transport import blocked_resistivity
from brimstone.physics.wasting import (
    plated,
    protection_slope,
    shuttle_left,
    shuttle_left_slope,
    stock_left,
    stock_left_slope,
    wetted_share_slope,
)
from brimstone.solver.interface import JACOBIAN, RATES, RESIST

#: Columns of what the steps that draw current depend on.
_FELT = (
    0,
    *(
        1 + int(state)
        for state in (
            S.sulfide,
            S.sulfur,
            S.lost,
            S.dead,
            S.stranded,
            S.reacted,
            S.sulfur_outside,
            S.polysulfide_outside,
        )
    ),
)


@compilable
def _left(y, k):
    """Share of the sulfur that is Li2S4 in the pores of a node."""
    return processes.short_chains(
        y[1 + S.sulfide, k],
        y[1 + S.sulfur, k],
        y[1 + S.lost, k],
        y[1 + S.dead, k],
        y[1 + S.stranded, k],
        y[1 + S.sulfur_outside, k],
        y[1 + S.polysulfide_outside, k],
    )


@compilable
def _saturate(y, p, lower, scratch):
    """Fill the row of Li2S of `scratch` with ln S of dissolved Li2S; three more rows hold what that takes.

    The row of stranded Li2S has the area that Li2S grows on.

    Each step of the iteration runs over all nodes: a processor then works on several of them.
    """
    inside = p[P.pore_share]
    for k in range(y.shape[1]):
        left, sulfide, dead = _left(y, k) / inside, y[1 + S.sulfide, k], y[1 + S.dead, k]
        drive = lower_drive(y[0, k], left, sulfide, lower.standard, lower.half_inverse_thermal_voltage)
        constants = crystallisation(left, sulfide, dead, scratch[S.stranded, k], lower)
        scratch[S.dead, k], scratch[S.lost, k], scratch[S.shuttled, k] = drive, constants.exchange, constants.film
    for k in range(y.shape[1]):
        scratch[S.sulfide, k] = distance_guess(scratch[S.dead, k], _sought(scratch, k, lower))
    for k in range(y.shape[1]):
        sought = _sought(scratch, k, lower)
        scratch[S.sulfide, k] = distance_refined(scratch[S.sulfide, k], scratch[S.dead, k], sought, sought.growing)
    for k in range(y.shape[1]):
        distance = distance_refined(scratch[S.sulfide, k], scratch[S.dead, k], _sought(scratch, k, lower), 1.0)
        scratch[S.sulfide, k] = log_saturation_at(distance, scratch[S.dead, k])


@compilable
def _sought(scratch, k, lower):
    """Constants of a node for which `_saturate` looks for the distance from saturation."""
    constants = Crystallisation(
        scratch[S.lost, k], lower.charge_ratio, lower.growth, lower.dissolution, scratch[S.shuttled, k]
    )
    return distance_constants(scratch[S.dead, k], constants)


@compilable
def _resist(y, p, rho):
    """Fill the resistivities [ohm m]."""
    fresh, dilution, thickening = p[P.ionic_resistivity], p[P.ionic_dilution], p[P.thickening]
    inside, saturation = p[P.pore_share], p[P.saturation]
    for k in range(y.shape[1]):
        solid, wet = y[1 + S.sulfide, k] + y[1 + S.dead, k], processes.wetted(p, y[1 + S.reacted, k])
        in_solution = _left(y, k) / inside + dissolved(y[1 + S.sulfur, k] / inside, saturation)
        rho[0, k] = thickened_resistivity(fresh / wet, dilution, solid, thickening, in_solution)
    fresh, dilution = p[P.electronic_resistivity], p[P.electronic_dilution]
    for k in range(y.shape[1]):
        solid = y[1 + S.sulfide, k] + y[1 + S.dead, k]
        rho[1, k] = blocked_resistivity(fresh, dilution, solid, 0.0, 0.0, 0.0)


@node_function(RESIST)
def resist(y, p, theta, rho):
    """Fill the resistivities [ohm m]."""
    _resist(y, p, rho)


@node_function(RATES)
def rates(y, p, theta, rate, rho):
    """Fill the rates of the local states [1/s] and the resistivities [ohm m]."""
    nodes = y.shape[1]
    upper, lower = processes.upper(p), processes.lower(p)
    saturation, strands, dead_share, dead_most = p[P.saturation], p[P.stranded_share], p[P.dead_share], p[P.dead_most]
    inside, outside = p[P.pore_share], 1.0 - p[P.pore_share]
    for k in range(nodes):
        wet, sulfur = processes.wetted(p, y[1 + S.reacted, k]), y[1 + S.sulfur, k] / inside
        speed = wet * upper_rate(y[0, k], sulfur, _left(y, k) / inside, *upper)
        rate[S.sulfur, k], rate[S.reacted, k], rate[S.stranded, k] = -speed, UPPER * speed, wet
    for k in range(nodes):
        rate[S.stranded, k] *= growing_area(y[1 + S.sulfide, k], y[1 + S.dead, k], lower.seeds, lower.blocking)
    _saturate(y, p, lower, rate)
    for k in range(nodes):
        area = rate[S.stranded, k]
        speed = area * precipitation(rate[S.sulfide, k], lower.growth, lower.dissolution)[0]
        stranded = strands * speed * (speed > 0.0)
        dying = -dead_share * (1.0 - y[1 + S.dead, k] / dead_most) * speed * (speed < 0.0)
        rate[S.sulfide, k], rate[S.dead, k], rate[S.stranded, k] = speed - stranded - dying, dying, stranded
        rate[S.reacted, k] += LOWER * speed
    recovery, exchange, lost_share = p[P.recovery], p[P.exchange], p[P.lost_share]
    for k in range(nodes):
        chains, chains_outside = (
            dissolved(y[1 + S.sulfur, k] / inside, saturation),
            y[1 + S.sulfur_outside, k] / outside,
        )
        dead, stranded = y[1 + S.dead, k], y[1 + S.stranded, k]
        effect = processes.protected(p, y[1 + S.reacted, k])
        shuttled = chains_outside * shuttle_left(*processes.shuttle(p, effect))
        leaving = exchange * (chains * mobile(y[1 + S.sulfur, k] / inside) - chains_outside)
        leaving_short = exchange * (_left(y, k) / inside - y[1 + S.polysulfide_outside, k] / outside)
        retrieved = recovery * chains_outside * stranded
        rate[S.shuttled, k] = shuttled
        rate[S.lost, k] = lost_share * shuttled
        rate[S.sulfur, k] -= leaving + 3.0 * recovery * chains * dead
        rate[S.sulfur_outside, k] = leaving - shuttled - 3.0 * retrieved
        rate[S.polysulfide_outside, k] = leaving_short + (1.0 - lost_share) * shuttled + 4.0 * retrieved
        rate[S.dead, k] -= recovery * chains * dead
        rate[S.stranded, k] -= retrieved
        rate[S.reacted, k] = (p[P.bare_loss] - (p[P.bare_loss] - p[P.protected_loss]) * effect) * plated(
            rate[S.reacted, k]
        )
    _resist(y, p, rho)


@node_function(JACOBIAN)
def jacobian(y, p, theta, rate, rho, rate_y, rho_w, rate_theta, rho_theta):
    """Fill what `rates` fills, and what of its derivatives by the state is not zero.

    The rows of Li2S and of lithium that reacted hold the derivatives of the two steps until these are shared out.
    """
    nodes = y.shape[1]
    upper, lower = processes.upper(p), processes.lower(p)
    saturation, strands, dead_share, dead_most = p[P.saturation], p[P.stranded_share], p[P.dead_share], p[P.dead_most]
    inside, outside = p[P.pore_share], 1.0 - p[P.pore_share]
    recovery, exchange, lost_share = p[P.recovery], p[P.exchange], p[P.lost_share]
    for k in range(nodes):
        reacted = y[1 + S.reacted, k]
        wet = processes.wetted(p, reacted)
        speed, by_potential, by_sulfur, by_left = upper_rate_slopes(
            y[0, k], y[1 + S.sulfur, k] / inside, _left(y, k) / inside, *upper
        )
        by_sulfur, by_left = by_sulfur / inside, by_left / inside
        rate[S.sulfur, k], rate[S.reacted, k] = -wet * speed, UPPER * wet * speed
        rate_y[S.sulfur, 0, k] = -wet * by_potential
        rate_y[S.sulfur, 1 + S.sulfide, k] = wet * by_left
        rate_y[S.sulfur, 1 + S.sulfur, k] = wet * (by_left - by_sulfur)
        rate_y[S.sulfur, 1 + S.lost, k] = wet * by_left
        rate_y[S.sulfur, 1 + S.dead, k] = wet * by_left
        rate_y[S.sulfur, 1 + S.stranded, k] = wet * by_left
        rate_y[S.sulfur, 1 + S.sulfur_outside, k] = wet * by_left
        rate_y[S.sulfur, 1 + S.polysulfide_outside, k] = wet * by_left
        rate_y[S.sulfur, 1 + S.reacted, k] = -_wetted_slope(p, reacted) * speed
    for k in range(nodes):
        wet = processes.wetted(p, y[1 + S.reacted, k])
        rate[S.stranded, k] = wet * growing_area(y[1 + S.sulfide, k], y[1 + S.dead, k], lower.seeds, lower.blocking)
    _saturate(y, p, lower, rate)
    for k in range(nodes):
        sulfide, dead, reacted = y[1 + S.sulfide, k], y[1 + S.dead, k], y[1 + S.reacted, k]
        area, drying = rate[S.stranded, k], _wetted_slope(p, reacted) / processes.wetted(p, reacted)
        speed, by_potential, by_left, by_sulfide, by_dead, by_area = lower_rate_slopes(
            rate[S.sulfide, k], _left(y, k) / inside, sulfide, dead, area, lower
        )
        by_left /= inside
        rate[S.sulfide, k] = speed
        rate[S.reacted, k] += LOWER * speed
        rate_y[S.sulfide, 0, k] = by_potential
        rate_y[S.sulfide, 1 + S.sulfide, k] = by_sulfide - by_left
        rate_y[S.sulfide, 1 + S.sulfur, k] = -by_left
        rate_y[S.sulfide, 1 + S.lost, k] = -by_left
        rate_y[S.sulfide, 1 + S.dead, k] = by_dead - by_left
        rate_y[S.sulfide, 1 + S.stranded, k] = -by_left
        rate_y[S.sulfide, 1 + S.sulfur_outside, k] = -by_left
        rate_y[S.sulfide, 1 + S.polysulfide_outside, k] = -by_left
        rate_y[S.sulfide, 1 + S.reacted, k] = by_area * drying
    for column in _FELT:
        for k in range(nodes):
            effect = processes.protected(p, y[1 + S.reacted, k])
            loss = p[P.bare_loss] - (p[P.bare_loss] - p[P.protected_loss]) * effect
            total = LOWER * rate_y[S.sulfide, column, k] - UPPER * rate_y[S.sulfur, column, k]
            rate_y[S.reacted, column, k] = -loss * (rate[S.reacted, k] < 0.0) * total
    for column in _FELT:
        for k in range(nodes):
            speed, by_step = rate[S.sulfide, k], rate_y[S.sulfide, column, k]
            out = strands * (speed > 0.0)
            dies = dead_share * (1.0 - y[1 + S.dead, k] / dead_most) * (speed < 0.0)
            rate_y[S.stranded, column, k] = out * by_step
            rate_y[S.dead, column, k] = -dies * by_step
            rate_y[S.sulfide, column, k] = (1.0 - out + dies) * by_step
    for k in range(nodes):
        speed, dead = rate[S.sulfide, k], y[1 + S.dead, k]
        stranded = strands * speed * (speed > 0.0)
        dying = -dead_share * (1.0 - dead / dead_most) * speed * (speed < 0.0)
        rate[S.sulfide, k], rate[S.dead, k], rate[S.stranded, k] = speed - stranded - dying, dying, stranded
        fewer = dead_share / dead_most * speed * (speed < 0.0)
        rate_y[S.dead, 1 + S.dead, k] += fewer
        rate_y[S.sulfide, 1 + S.dead, k] -= fewer
    for k in range(nodes):
        dead, stranded, reacted = y[1 + S.dead, k], y[1 + S.stranded, k], y[1 + S.reacted, k]
        chains = dissolved(y[1 + S.sulfur, k] / inside, saturation)
        by_sulfur = dissolved_slope(y[1 + S.sulfur, k] / inside, saturation) / inside
        chains_outside, left = y[1 + S.sulfur_outside, k] / outside, _left(y, k) / inside
        effect, constants = processes.protected(p, reacted), processes.shuttle(p, processes.protected(p, reacted))
        by_reacted = stock_left_slope(reacted, p[P.nitrate_use]) * protection_slope(
            stock_left(reacted, p[P.nitrate_use]), p[P.nitrate_half]
        )
        speed = shuttle_left(*constants)
        faster = chains_outside * shuttle_left_slope(*constants) * by_reacted
        moves, by_moves = mobile(y[1 + S.sulfur, k] / inside), mobile_slope(y[1 + S.sulfur, k] / inside) / inside
        by_leaving = exchange * (moves * by_sulfur + by_moves * chains)
        leaving = exchange * (moves * chains - chains_outside)
        leaving_short = exchange * (left - y[1 + S.polysulfide_outside, k] / outside)
        shuttled, retrieved = speed * chains_outside, recovery * chains_outside * stranded
        rate[S.shuttled, k] = shuttled
        rate[S.lost, k] = lost_share * shuttled
        rate[S.sulfur, k] -= leaving + 3.0 * recovery * chains * dead
        rate[S.sulfur_outside, k] = leaving - shuttled - 3.0 * retrieved
        rate[S.polysulfide_outside, k] = leaving_short + (1.0 - lost_share) * shuttled + 4.0 * retrieved
        rate[S.dead, k] -= recovery * chains * dead
        rate[S.stranded, k] -= retrieved
        rate_y[S.shuttled, 1 + S.sulfur_outside, k] = speed / outside
        rate_y[S.shuttled, 1 + S.reacted, k] = faster
        rate_y[S.lost, 1 + S.sulfur_outside, k] = lost_share * speed / outside
        rate_y[S.lost, 1 + S.reacted, k] = lost_share * faster
        rate_y[S.sulfur, 1 + S.sulfur, k] -= by_leaving + 3.0 * recovery * dead * by_sulfur
        rate_y[S.sulfur, 1 + S.sulfur_outside, k] += exchange / outside
        rate_y[S.sulfur, 1 + S.dead, k] -= 3.0 * recovery * chains
        rate_y[S.sulfur_outside, 1 + S.sulfur, k] = by_leaving
        rate_y[S.sulfur_outside, 1 + S.sulfur_outside, k] = -(exchange + speed + 3.0 * recovery * stranded) / outside
        rate_y[S.sulfur_outside, 1 + S.stranded, k] = -3.0 * recovery * chains_outside
        rate_y[S.sulfur_outside, 1 + S.reacted, k] = -faster
        returned = (1.0 - lost_share) * speed + 4.0 * recovery * stranded
        rate_y[S.polysulfide_outside, 1 + S.sulfide, k] = -exchange / inside
        rate_y[S.polysulfide_outside, 1 + S.sulfur, k] = -exchange / inside
        rate_y[S.polysulfide_outside, 1 + S.lost, k] = -exchange / inside
        rate_y[S.polysulfide_outside, 1 + S.dead, k] = -exchange / inside
        rate_y[S.polysulfide_outside, 1 + S.stranded, k] = 4.0 * recovery * chains_outside - exchange / inside
        rate_y[S.polysulfide_outside, 1 + S.sulfur_outside, k] = returned / outside - exchange / inside
        rate_y[S.polysulfide_outside, 1 + S.polysulfide_outside, k] = -exchange / outside - exchange / inside
        rate_y[S.polysulfide_outside, 1 + S.reacted, k] = (1.0 - lost_share) * faster
        rate_y[S.dead, 1 + S.sulfur, k] -= recovery * by_sulfur * dead
        rate_y[S.dead, 1 + S.dead, k] -= recovery * chains
        rate_y[S.stranded, 1 + S.sulfur_outside, k] -= recovery * stranded / outside
        rate_y[S.stranded, 1 + S.stranded, k] -= recovery * chains_outside
        total, saved = plated(rate[S.reacted, k]), p[P.bare_loss] - p[P.protected_loss]
        rate[S.reacted, k] = (p[P.bare_loss] - saved * effect) * total
        rate_y[S.reacted, 1 + S.reacted, k] -= saved * by_reacted * total
    fresh, dilution, thickening = p[P.ionic_resistivity], p[P.ionic_dilution], p[P.thickening]
    for k in range(nodes):
        solid, reacted = y[1 + S.sulfide, k] + y[1 + S.dead, k], y[1 + S.reacted, k]
        in_solution = _left(y, k) / inside + dissolved(y[1 + S.sulfur, k] / inside, saturation)
        wet = processes.wetted(p, reacted)
        resistivity = thickened_resistivity(fresh / wet, dilution, solid, thickening, in_solution)
        by_solution = resistivity * thickening / (1.0 + thickening * in_solution) / inside
        by_solid = resistivity * dilution / (1.0 + dilution * solid) - by_solution
        rho[0, k] = resistivity
        rho_w[0, S.sulfide, k] = by_solid
        rho_w[0, S.sulfur, k] = by_solution * (dissolved_slope(y[1 + S.sulfur, k] / inside, saturation) - 1.0)
        rho_w[0, S.lost, k] = -by_solution
        rho_w[0, S.dead, k] = by_solid
        rho_w[0, S.stranded, k] = -by_solution
        rho_w[0, S.sulfur_outside, k] = -by_solution
        rho_w[0, S.polysulfide_outside, k] = -by_solution
        rho_w[0, S.reacted, k] = -resistivity * _wetted_slope(p, reacted) / wet
    fresh, dilution = p[P.electronic_resistivity], p[P.electronic_dilution]
    for k in range(nodes):
        solid = y[1 + S.sulfide, k] + y[1 + S.dead, k]
        rho[1, k] = blocked_resistivity(fresh, dilution, solid, 0.0, 0.0, 0.0)
        rho_w[1, S.sulfide, k] = fresh * dilution
        rho_w[1, S.dead, k] = fresh * dilution


@compilable
def _wetted_slope(p, reacted):
    """Derivative of the wetted share of the pores by the lithium that reacted."""
    left = stock_left(reacted, p[P.solvent_use])
    return wetted_share_slope(left, p[P.wet_share]) * stock_left_slope(reacted, p[P.solvent_use])
