"""Dissolved sulfur as a field through cathode and separator: the equations as the solver reads them.

What happens within a node is what happens in a cathode of two places, and computed by its kernels. There the share that
is lost has no effect but on what is left as Li2S4; here it stands for all that is not Li2S4 while they are called.
"""

from brimstone._compile import compilable, node_function
from brimstone.model.gel import kernels, processes
from brimstone.model.gel.depth.parameters import (
    FILM_DELAY,
    MIXING,
    MIXING_OUTSIDE,
    POLYSULFIDE,
    REDUCTION_RATE,
    SHIFT,
    UNMOVED,
)
from brimstone.model.gel.parameters import Parameter as P
from brimstone.model.gel.parameters import State as S
from brimstone.physics.polysulfide import dissolved, dissolved_slope, mobile, mobile_slope, thickened_resistivity
from brimstone.physics.shuttle import face_exchange, mesh_exchange, reduction_at_end, reduction_at_end_slope
from brimstone.physics.transport import blocked_resistivity
from brimstone.physics.wasting import (
    protection_slope,
    shuttle_left,
    shuttle_left_slope,
    stock_left,
    stock_left_slope,
)
from brimstone.solver.interface import ACROSS, AFTER, BEFORE, JACOBIAN, RATES, RESIST

#: Local states that move, in the order of their places: long chains and Li2S4, in the cathode and outside.
FIELDS = (int(S.sulfur), int(S.sulfur_outside), int(S.polysulfide_outside), POLYSULFIDE)

#: What dissolved Li2S4 turns into and comes from; columns by which its share follows from others in two places.
_TURNS = tuple(
    int(state) for state in (S.sulfide, S.sulfur, S.lost, S.dead, S.stranded, S.sulfur_outside, S.polysulfide_outside)
)
_SHARES = tuple(place for place in _TURNS if place != S.lost)
#: Rows that depend on Li2S4; columns of all that anything depends on.
_ROWS = tuple(int(state) for state in (S.sulfide, S.sulfur, S.dead, S.stranded, S.reacted, S.polysulfide_outside))
_COLUMNS = (0, *(1 + place for place in _SHARES), 1 + int(S.reacted), 1 + POLYSULFIDE)


#: What happens within a node, as kernels call it; the functions of two places themselves stay what they are.
_within_rates, _within_jacobian = compilable(kernels.rates.__wrapped__), compilable(kernels.jacobian.__wrapped__)


@compilable
def _as_two_places(y, kept):
    """Let the share that is lost stand for all that is not Li2S4, and keep it."""
    for k in range(y.shape[1]):
        kept[k] = y[1 + S.lost, k]
        others = y[1 + S.sulfide, k] + y[1 + S.sulfur, k] + y[1 + S.dead, k] + y[1 + S.stranded, k]
        others = others + y[1 + S.sulfur_outside, k] + y[1 + S.polysulfide_outside, k]
        y[1 + S.lost, k] = 1.0 - others - y[1 + POLYSULFIDE, k]


@compilable
def _as_field(y, kept):
    """Undo what `_as_two_places` did."""
    for k in range(y.shape[1]):
        y[1 + S.lost, k] = kept[k]


@compilable
def _count(rate):
    """Fill the rates of the states that only a field has."""
    for k in range(rate.shape[1]):
        rate[UNMOVED, k] = rate[S.sulfur, k] + rate[S.sulfur_outside, k] + rate[S.shuttled, k]
        rate[POLYSULFIDE, k] = 0.0
    for place in _TURNS:
        for k in range(rate.shape[1]):
            rate[POLYSULFIDE, k] -= rate[place, k]


@compilable
def move(y, p, rate):
    """Add to the rates what moves between nodes, through the face of the cathode and to lithium."""
    q, last = p[SHIFT:], y.shape[1] - 1
    inside, outside, saturation = q[P.pore_share], 1.0 - q[P.pore_share], q[P.saturation]
    within, beside = mesh_exchange(p[MIXING], last + 1), mesh_exchange(p[MIXING_OUTSIDE], last + 1)
    for k in range(last):
        step = dissolved(y[1 + S.sulfur, k] / inside, saturation)
        step = within * (step - dissolved(y[1 + S.sulfur, k + 1] / inside, saturation))
        rate[S.sulfur, k] -= step
        rate[S.sulfur, k + 1] += step
        step = within / inside * (y[1 + POLYSULFIDE, k] - y[1 + POLYSULFIDE, k + 1])
        rate[POLYSULFIDE, k] -= step
        rate[POLYSULFIDE, k + 1] += step
        step = beside / outside * (y[1 + S.sulfur_outside, k] - y[1 + S.sulfur_outside, k + 1])
        rate[S.sulfur_outside, k] -= step
        rate[S.sulfur_outside, k + 1] += step
        step = beside / outside * (y[1 + S.polysulfide_outside, k] - y[1 + S.polysulfide_outside, k + 1])
        rate[S.polysulfide_outside, k] -= step
        rate[S.polysulfide_outside, k + 1] += step
    face = face_exchange(p[MIXING], p[MIXING_OUTSIDE], p[FILM_DELAY], last + 1)
    chains = mobile(y[1 + S.sulfur, 0] / inside) * dissolved(y[1 + S.sulfur, 0] / inside, saturation)
    step = face * (chains - y[1 + S.sulfur_outside, 0] / outside)
    rate[S.sulfur, 0] -= step
    rate[S.sulfur_outside, 0] += step
    step = face * (y[1 + POLYSULFIDE, 0] / inside - y[1 + S.polysulfide_outside, 0] / outside)
    rate[POLYSULFIDE, 0] -= step
    rate[S.polysulfide_outside, 0] += step
    speed = reduction_at_end(_at_lithium(y, p, last), p[MIXING_OUTSIDE], last + 1)
    step, lost = speed * y[1 + S.sulfur_outside, last] / outside, q[P.lost_share]
    rate[S.shuttled, last] += step
    rate[S.lost, last] += lost * step
    rate[S.sulfur_outside, last] -= step
    rate[S.polysulfide_outside, last] += (1.0 - lost) * step


@compilable
def _at_lithium(y, p, last):
    """Shuttle constant of what reaches the end of the solution outside."""
    q = p[SHIFT:]
    effect = processes.protected(q, y[1 + S.reacted, last])
    return shuttle_left(p[REDUCTION_RATE], q[P.shuttle_passage], q[P.nitrate_retention], effect)


@compilable
def _at_lithium_slope(y, p, last):
    """Derivative of `_at_lithium` by the lithium that reacted."""
    q, reacted = p[SHIFT:], y[1 + S.reacted, last]
    left = stock_left(reacted, q[P.nitrate_use])
    by_effect = shuttle_left_slope(
        p[REDUCTION_RATE], q[P.shuttle_passage], q[P.nitrate_retention], processes.protected(q, reacted)
    )
    return by_effect * stock_left_slope(reacted, q[P.nitrate_use]) * protection_slope(left, q[P.nitrate_half])


@node_function(RESIST)
def resist(y, p, theta, rho):
    """Fill the resistivities [ohm m]."""
    q = p[SHIFT:]
    inside, saturation = q[P.pore_share], q[P.saturation]
    for k in range(y.shape[1]):
        solid, wet = y[1 + S.sulfide, k] + y[1 + S.dead, k], processes.wetted(q, y[1 + S.reacted, k])
        in_solution = y[1 + POLYSULFIDE, k] / inside + dissolved(y[1 + S.sulfur, k] / inside, saturation)
        fresh = q[P.ionic_resistivity] / wet
        rho[0, k] = thickened_resistivity(fresh, q[P.ionic_dilution], solid, q[P.thickening], in_solution)
        rho[1, k] = blocked_resistivity(q[P.electronic_resistivity], q[P.electronic_dilution], solid, 0.0, 0.0, 0.0)


@node_function(RATES)
def rates(y, p, theta, rate, rho):
    """Fill the rates of the local states [1/s] and the resistivities [ohm m]."""
    _as_two_places(y, rate[POLYSULFIDE])
    _within_rates(y, p[SHIFT:], theta, rate, rho)
    _as_field(y, rate[POLYSULFIDE])
    _count(rate)
    move(y, p, rate)


@node_function(JACOBIAN)
def jacobian(y, p, theta, rate, rho, rate_y, rho_w, rate_theta, rho_theta):
    """Fill what `rates` fills, and what of its derivatives by the state is not zero."""
    nodes = y.shape[1]
    _as_two_places(y, rate[POLYSULFIDE])
    _within_jacobian(y, p[SHIFT:], theta, rate, rho, rate_y, rho_w, rate_theta, rho_theta)
    _as_field(y, rate[POLYSULFIDE])
    _count(rate)
    for row in _ROWS:  # the slope by what is lost is that by Li2S4 with the other sign
        for place in _SHARES:
            for k in range(nodes):
                rate_y[row, 1 + place, k] -= rate_y[row, 1 + S.lost, k]
        for k in range(nodes):
            rate_y[row, 1 + POLYSULFIDE, k] = -rate_y[row, 1 + S.lost, k]
            rate_y[row, 1 + S.lost, k] = 0.0
    for place in _SHARES:
        for k in range(nodes):
            rho_w[0, place, k] -= rho_w[0, S.lost, k]
    for k in range(nodes):
        rho_w[0, POLYSULFIDE, k] = -rho_w[0, S.lost, k]
        rho_w[0, S.lost, k] = 0.0
    for column in _COLUMNS:
        for k in range(nodes):
            rate_y[UNMOVED, column, k] = (
                rate_y[S.sulfur, column, k] + rate_y[S.sulfur_outside, column, k] + rate_y[S.shuttled, column, k]
            )
            rate_y[POLYSULFIDE, column, k] = 0.0
        for place in _TURNS:
            for k in range(nodes):
                rate_y[POLYSULFIDE, column, k] -= rate_y[place, column, k]
    move(y, p, rate)
    _move_slopes(y, p, rate_y)


@compilable
def _move_slopes(y, p, rate_y):
    """Add to the derivatives by a node's own state what `move` adds to its rates."""
    q, last = p[SHIFT:], y.shape[1] - 1
    inside, outside, saturation = q[P.pore_share], 1.0 - q[P.pore_share], q[P.saturation]
    within, beside = mesh_exchange(p[MIXING], last + 1), mesh_exchange(p[MIXING_OUTSIDE], last + 1)
    for k in range(last + 1):
        sides = (k > 0) + (k < last)
        by_sulfur = dissolved_slope(y[1 + S.sulfur, k] / inside, saturation) / inside
        rate_y[S.sulfur, 1 + S.sulfur, k] -= sides * within * by_sulfur
        rate_y[POLYSULFIDE, 1 + POLYSULFIDE, k] -= sides * within / inside
        rate_y[S.sulfur_outside, 1 + S.sulfur_outside, k] -= sides * beside / outside
        rate_y[S.polysulfide_outside, 1 + S.polysulfide_outside, k] -= sides * beside / outside
    face = face_exchange(p[MIXING], p[MIXING_OUTSIDE], p[FILM_DELAY], last + 1)
    sulfur = y[1 + S.sulfur, 0] / inside
    by_sulfur = mobile(sulfur) * dissolved_slope(sulfur, saturation)
    by_sulfur = face * (by_sulfur + mobile_slope(sulfur) * dissolved(sulfur, saturation)) / inside
    rate_y[S.sulfur, 1 + S.sulfur, 0] -= by_sulfur
    rate_y[S.sulfur_outside, 1 + S.sulfur, 0] += by_sulfur
    rate_y[S.sulfur, 1 + S.sulfur_outside, 0] += face / outside
    rate_y[S.sulfur_outside, 1 + S.sulfur_outside, 0] -= face / outside
    rate_y[POLYSULFIDE, 1 + POLYSULFIDE, 0] -= face / inside
    rate_y[S.polysulfide_outside, 1 + POLYSULFIDE, 0] += face / inside
    rate_y[POLYSULFIDE, 1 + S.polysulfide_outside, 0] += face / outside
    rate_y[S.polysulfide_outside, 1 + S.polysulfide_outside, 0] -= face / outside
    lost, bare = q[P.lost_share], _at_lithium(y, p, last)
    speed = reduction_at_end(bare, p[MIXING_OUTSIDE], last + 1) / outside
    faster = reduction_at_end_slope(bare, p[MIXING_OUTSIDE], last + 1) * _at_lithium_slope(y, p, last)
    faster = faster * y[1 + S.sulfur_outside, last] / outside
    for column, by in ((1 + S.sulfur_outside, speed), (1 + S.reacted, faster)):
        rate_y[S.shuttled, column, last] += by
        rate_y[S.lost, column, last] += lost * by
        rate_y[S.sulfur_outside, column, last] -= by
        rate_y[S.polysulfide_outside, column, last] += (1.0 - lost) * by


@node_function(ACROSS)
def across(y, p, by):
    """Fill the derivatives of the rate of each field by the same field in the nodes beside."""
    q, nodes = p[SHIFT:], y.shape[1]
    inside, outside, saturation = q[P.pore_share], 1.0 - q[P.pore_share], q[P.saturation]
    within, beside = mesh_exchange(p[MIXING], nodes), mesh_exchange(p[MIXING_OUTSIDE], nodes)
    for k in range(nodes):
        for side, other in ((BEFORE, k - 1), (AFTER, k + 1)):
            there = 1.0 * (0 <= other < nodes)
            from_sulfur = y[1 + S.sulfur, min(max(other, 0), nodes - 1)] / inside
            by[0, side, k] = there * within * dissolved_slope(from_sulfur, saturation) / inside
            by[1, side, k] = by[2, side, k] = there * beside / outside
            by[3, side, k] = there * within / inside
