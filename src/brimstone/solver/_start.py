"""Potentials that fit the states: where a step of a protocol begins."""

import numpy as np

from brimstone._compile import kernel
from brimstone.solver._electrode import (
    BORDER,
    BORDER_SOLVED,
    CONDUCTANCE_ROW,
    DIAGONAL_ROW,
    LOWER_ROW,
    UPPER_ROW,
    differentiate,
    evaluate,
    factorise,
    substitute,
)
from brimstone.solver.interface import CHARGES, THICKNESS

_LARGEST_CHANGE = 0.1  # of a potential in one pass of Newton's method [V]


@kernel()
def _one_node_guess(rates, jacobian, p, current, work):
    """Move the potential of an electrode without transport until it carries the current; return success."""
    n = work.rate.shape[0]
    y = work.y_1
    for row in range(1 + n):
        y[row, 0] = np.mean(work.y[row])
    target = current / p[THICKNESS]
    for _ in range(400):
        rates(y, p, work.rate_1, work.rho_1)
        jacobian(y, p, work.rate_y_1, work.rho_w_1)
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
            work.y[0] = y[0, 0]
            return True
    return False


@kernel()
def newton(rates, jacobian, terminal, p, h, by_voltage, target, current, work):
    """Solve the algebraic rows for the potentials (and, by voltage, the current); return success and the current."""
    n, nodes = work.rate.shape
    system, rhs, border = work.system, work.rhs, work.border
    for _ in range(300):
        voltage = evaluate(
            rates, terminal, p, h, work.y, current, work.rate, work.rho, work.faces, work.residual, work.terminal
        )
        slope = differentiate(jacobian, p, h, current, work)
        system[DIAGONAL_ROW] = 0.0
        for a in range(n):
            for k in range(nodes):
                system[DIAGONAL_ROW, k] += h * p[CHARGES + a] * work.rate_y[a, 0, k]
        for k in range(1, nodes):
            g = work.faces[CONDUCTANCE_ROW, k]
            system[DIAGONAL_ROW, k - 1] -= g
            system[DIAGONAL_ROW, k] -= g
            system[UPPER_ROW, k - 1] = g
            system[LOWER_ROW, k] = g
        for k in range(nodes):
            rhs[k] = -work.residual[k]
        factorise(system)
        substitute(system, rhs)
        current_change = 0.0
        if by_voltage:
            border[BORDER_SOLVED] = border[BORDER]
            substitute(system, border[BORDER_SOLVED])
            along, across = 0.0, 0.0
            for k in range(nodes):
                along += work.v[0, k] * rhs[k]
                across += work.v[0, k] * border[BORDER_SOLVED, k]
            current_change = (target - voltage - along) / (slope - across)
            for k in range(nodes):
                rhs[k] -= border[BORDER_SOLVED, k] * current_change
        largest = np.max(np.abs(rhs))
        if not np.isfinite(largest):
            return False, current
        factor = 1.0 if largest <= _LARGEST_CHANGE else _LARGEST_CHANGE / largest
        for k in range(nodes):
            work.y[0, k] += factor * rhs[k]
        current += factor * current_change
        if largest < 1e-11 and abs(current_change) <= 1e-11 * (1.0 + abs(current)):
            return True, current
    return False, current


@kernel()
def consistent_start(rates, jacobian, terminal, p, h, by_voltage, target, current, work):
    """Find potentials that fit the states; start from the electrode without transport, else from the last ones."""
    work.y_i[0] = work.y[0]
    if by_voltage or _one_node_guess(rates, jacobian, p, current, work):
        ready, solved = newton(rates, jacobian, terminal, p, h, by_voltage, target, current, work)
        if ready:
            return True, solved
    work.y[0] = work.y_i[0]
    return newton(rates, jacobian, terminal, p, h, by_voltage, target, current, work)
