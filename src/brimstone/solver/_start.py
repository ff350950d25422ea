"""Potentials that fit the states: where a step of a protocol begins."""

import numpy as np

from brimstone._compile import kernel, node_function
from brimstone.solver._electrode import (
    BORDER,
    BORDER_SOLVED,
    CONDUCTANCE_ROW,
    LOWER_ROW,
    SUM_ROW,
    UPPER_ROW,
    differentiate,
    evaluate,
    factorise,
    largest,
    linearise,
    mean,
    substitute,
    swelling_of,
)
from brimstone.solver._terminals import BY_I, BY_V, COUNTER_AT, condition, weigh_terminals
from brimstone.solver._workspace import NEWTON
from brimstone.solver.interface import CHARGES, CURRENT, LOWER, POWER, THETA, THICKNESS, UPPER, VALUE, VOLTAGE

_LARGEST_CHANGE = 0.1  # of a potential in one pass of Newton's method [V]
_SHORTEST_STEP = 1e-4  # between the current before and the one set
_CLOSE = 1e-8  # [V]: change of the last pass, which leaves its square times F/RT, a few 1e-15 V


@kernel(allocates=False)
def _one_node_guess(work, p, current):
    """Move the potential of an electrode without transport until it carries the current; return success."""
    n = work.rate.shape[0]
    y = work.y_1
    for row in range(1 + n):
        y[row, 0] = mean(work.y, row, work.residual.size)
    target = current / p[THICKNESS]
    work.surround(swelling_of(work, work.y), current, work.z, work.around, work.outside)
    theta = work.outside[THETA]
    for _ in range(400):
        # `rates` last: starts are the ones that the stages of a time step see, to the last bit
        work.jacobian(
            y, p, theta, work.rate_1, work.rho_1, work.rate_y_1, work.rho_w_1, work.rate_theta_1, work.rho_theta_1
        )
        work.rates(y, p, theta, work.rate_1, work.rho_1)
        source, slope = -target, 0.0
        for a in range(n):
            source += p[CHARGES + a] * work.rate_1[a, 0]
            slope += p[CHARGES + a] * work.rate_y_1[a, 0, 0]
        change = -source / slope
        if not np.isfinite(change):
            return False
        change = min(max(change, -2.0 * _LARGEST_CHANGE), 2.0 * _LARGEST_CHANGE)
        y[0, 0] += change
        if abs(change) < 1e-6:
            for k in range(work.y.shape[1]):
                work.y[0, k] = y[0, 0]
            return True
    return False


@node_function(NEWTON)
def newton(work, p, h, mode, target, current):
    """Solve the algebraic rows for the potentials (and the current, unless it is set); return success.

    The current is left in work.solved, and after it dF/dI along the states that hold it.
    """
    free, terminal = mode != CURRENT, work.terminal
    n, nodes = work.rate.shape[0], work.residual.size
    system, rhs, border = work.system, work.rhs, work.border
    for _ in range(300):
        linearise(work, p, h, current)
        voltage = evaluate(work, p, h, current)  # rates last, as above
        slope = differentiate(work, h, current)
        for k in range(nodes):
            system[SUM_ROW, k] = 0.0
        for a in range(n):
            for k in range(nodes):
                system[SUM_ROW, k] += h * p[CHARGES + a] * work.rate_y[a, 0, k]
        for k in range(1, nodes):
            g = work.faces[CONDUCTANCE_ROW, k]
            system[UPPER_ROW, k - 1] = g
            system[LOWER_ROW, k] = g
        for k in range(nodes):
            rhs[k] = -work.residual[k]
        factorise(system)
        substitute(system, rhs)
        current_change = 0.0
        if free:
            weigh_terminals(work, mode, target, voltage, current)
            for k in range(nodes):
                border[BORDER_SOLVED, k] = border[BORDER, k]
            substitute(system, border[BORDER_SOLVED])
            along, across = 0.0, 0.0
            for k in range(nodes):
                along += work.v[0, k] * rhs[k]
                across += work.v[0, k] * border[BORDER_SOLVED, k]
            steep = terminal[BY_V] * (slope - across) + terminal[BY_I]
            missing = condition(mode, terminal[COUNTER_AT], target, voltage, current)
            current_change = -(missing + terminal[BY_V] * along) / steep
            work.solved[1] = steep
            for k in range(nodes):
                rhs[k] -= border[BORDER_SOLVED, k] * current_change
        change = largest(rhs)
        if not np.isfinite(change):
            break
        factor = 1.0 if change <= _LARGEST_CHANGE else _LARGEST_CHANGE / change
        for k in range(nodes):
            work.y[0, k] += factor * rhs[k]
        current += factor * current_change
        if change < _CLOSE and abs(current_change) <= _CLOSE * (1.0 + abs(current)):
            work.solved[0] = current
            return True
    work.solved[0] = current
    return False


@kernel(allocates=False)
def consistent_start(work, p, h, mode, target):
    """Find potentials that fit the states, and leave the current in work.solved; return success.

    Newton's method starts from the electrode without transport, else from the last potentials. A step that met its
    cut-off at once leaves potentials far from any that a cell has; a voltage then starts from itself, power and load
    from rest: from there the power falls short of the one set until it meets the smaller of the two currents that give
    it.
    """
    current = target if mode == CURRENT else 0.0
    for k in range(work.y.shape[1]):
        work.y_i[0, k] = work.y[0, k]
    if mode >= POWER:
        if _one_node_guess(work, p, 0.0) and work.newton(work, p, h, CURRENT, 0.0, 0.0):
            return work.newton(work, p, h, mode, target, 0.0)
        return False
    if mode == VOLTAGE or _one_node_guess(work, p, current):
        if work.newton(work, p, h, mode, target, current):
            return True
    for k in range(work.y.shape[1]):
        work.y[0, k] = target if mode == VOLTAGE else work.y_i[0, k]
    return work.newton(work, p, h, mode, target, current)


@kernel(allocates=False)
def start_at_cutoff(work, p, h, control):
    """Look from the cut-off voltage at a current that no start was found for.

    Returns whether there is an answer, and whether the cell carries the current within its window; the current is left
    in work.solved. A cell that carries less at the cut-off itself is past it from the start. Else the potentials at the
    cut-off lie on the side where rates are steep, from which Newton's method goes down safely.
    """
    limit = control[LOWER] if control[VALUE] > 0.0 else control[UPPER]
    ready = False
    for attempt in range(2):
        for node in range(work.y.shape[1]):
            work.y[0, node] = work.y_start[0, node] if attempt == 0 else limit
        ready = work.newton(work, p, h, VOLTAGE, limit, 0.0)
        if ready:
            break
    at_limit = work.solved[0]
    work.solved[0] = control[VALUE]
    if not ready:
        return False, False
    if at_limit * control[VALUE] <= 0.0 or abs(at_limit) < abs(control[VALUE]):
        return True, False
    return work.newton(work, p, h, CURRENT, control[VALUE], control[VALUE]), True


@kernel(allocates=False)
def start_from_before(work, p, h, target):
    """Go from the current that the last potentials carry to the one set, by shorter steps where Newton's method fails.

    Returns whether it got there: from the end of a discharge that left a steep front, a charge may lie too far for one
    jump.
    """
    nodes = work.residual.size
    for k in range(nodes):
        work.y[0, k] = work.y_start[0, k]
    evaluate(work, p, h, 0.0)
    carried = 0.0
    for a in range(work.rate.shape[0]):
        for k in range(nodes):
            carried += h * p[CHARGES + a] * work.rate[a, k]
    share, step = 0.0, 0.125
    while share < 1.0 and step > _SHORTEST_STEP:
        for k in range(nodes):
            work.y_i[0, k] = work.y[0, k]
        ahead = min(share + step, 1.0)
        current = target if ahead == 1.0 else carried + ahead * (target - carried)
        if work.newton(work, p, h, CURRENT, current, current):
            share, step = ahead, 2.0 * step
        else:
            step *= 0.5
            for k in range(nodes):
                work.y[0, k] = work.y_i[0, k]
    return share == 1.0


@kernel(allocates=False)
def start_below_peak(work, p, h, control):
    """Whether a cell at which Newton's method found no start gives less power at its cut-off than the one set."""
    limit = control[LOWER] if control[VALUE] > 0.0 else control[UPPER]
    for node in range(work.y.shape[1]):
        work.y[0, node] = work.y_start[0, node]
    if not work.newton(work, p, h, VOLTAGE, limit, 0.0):
        return False
    return abs((limit - work.terminal[COUNTER_AT]) * work.solved[0]) < abs(control[VALUE])
