"""The discrete electrode: face currents, residual, voltage, their derivatives and the condensed linear system.

The state is one array y of shape (1 + n, nodes): row 0 the potential differences phi, the other rows the local states.
With a single-ion electrolyte the two potentials of a node enter only through phi, and the current in the ion
conductor at the face between nodes L and R is

    i = (phi_R - phi_L + I R_s) / (R_s + R_e),

R_s and R_e being the electronic and ionic resistances between their centres. The algebraic row of node k is
g_k = i_right - i_left + h S_k, with i = I at the separator and 0 at the collector.
"""

from collections import namedtuple

import numpy as np

from brimstone._compile import kernel
from brimstone.solver import _coefficients
from brimstone.solver.interface import CHARGES, ELECTRONIC, IONIC

#: Rows of `faces`: current in the ion conductor, conductance of the face, its electronic resistance.
CURRENT_ROW, CONDUCTANCE_ROW, RESISTANCE_ROW = 0, 1, 2
#: Rows of `system`: the tridiagonal matrix and its pivots.
LOWER_ROW, DIAGONAL_ROW, UPPER_ROW, PIVOT_ROW = 0, 1, 2, 3
#: Rows of `border`: response of the algebraic rows to the current, the same solved for, dV/dphi with w eliminated.
BORDER, BORDER_SOLVED, PROJECTED = 0, 1, 2

Work = namedtuple(
    "Work",
    # state, at a stage, before the time step, before the protocol step, put by (1+n, N)
    "y y_i y_old y_start y_kept "
    # rates, resistivities, faces, algebraic residual, terminal: at the start of the time step and at a stage
    "rate rate_i rho rho_i faces faces_i residual residual_i terminal terminal_i "
    # derivatives of rates (n, 1+n, N) and resistivities (2, n, N)
    "rate_y rho_w "
    # derivatives of the face currents by the states left and right (2, n, N+1), condensed (2, N+1)
    "b c "
    # elimination of the local states; the tridiagonal system, dV/dy, the border of voltage control
    "inverse x1 x0 system rhs v border "
    # stages, and the corrections of the dense output
    "k k_scalar eta eta_scalar "
    # one node alone, for the first guess
    "y_1 rate_1 rho_1 rate_y_1 rho_w_1",
)


@kernel()
def make_work(nodes, n):
    """Allocate everything that one thread needs to integrate electrodes of `nodes` nodes and `n` local states."""
    stages = _coefficients.STAGES
    return Work(
        np.zeros((1 + n, nodes)), np.zeros((1 + n, nodes)), np.zeros((1 + n, nodes)), np.zeros((1 + n, nodes)),
        np.zeros((1 + n, nodes)),
        np.zeros((n, nodes)), np.zeros((n, nodes)), np.zeros((2, nodes)), np.zeros((2, nodes)),
        np.zeros((3, nodes + 1)), np.zeros((3, nodes + 1)), np.zeros(nodes), np.zeros(nodes), np.zeros(2), np.zeros(2),
        np.zeros((n, 1 + n, nodes)), np.zeros((2, n, nodes)),
        np.zeros((2, n, nodes + 1)), np.zeros((2, nodes + 1)),
        np.zeros((n, n, nodes)), np.zeros((n, nodes)), np.zeros((n, nodes)),
        np.zeros((4, nodes)), np.zeros(nodes), np.zeros((1 + n, nodes)), np.zeros((3, nodes)),
        np.zeros((stages, 1 + n, nodes)), np.zeros((stages, 3)), np.zeros((2, 1 + n, nodes)), np.zeros((2, 3)),
        np.zeros((1 + n, 1)), np.zeros((n, 1)), np.zeros((2, 1)), np.zeros((n, 1 + n, 1)), np.zeros((2, n, 1)),
    )  # fmt: skip


@kernel()
def evaluate(rates, terminal, p, h, y, current, rate, rho, faces, residual, outside):
    """Fill rates, resistivities, faces and residual of the state `y`; return its voltage [V]."""
    n, nodes = rate.shape
    rates(y, p, rate, rho)
    terminal(current, p, outside)
    faces[CURRENT_ROW, 0] = current
    faces[CURRENT_ROW, nodes] = 0.0
    half = 0.5 * h
    for k in range(1, nodes):
        rs = half * (rho[ELECTRONIC, k - 1] + rho[ELECTRONIC, k])
        g = 1.0 / (rs + half * (rho[IONIC, k - 1] + rho[IONIC, k]))
        faces[CURRENT_ROW, k] = (y[0, k] - y[0, k - 1] + current * rs) * g
        faces[CONDUCTANCE_ROW, k] = g
        faces[RESISTANCE_ROW, k] = rs
    voltage = y[0, 0] - outside[0] - current * half * (rho[IONIC, 0] + rho[ELECTRONIC, nodes - 1])
    for k in range(1, nodes):
        voltage -= (current - faces[CURRENT_ROW, k]) * faces[RESISTANCE_ROW, k]
    for k in range(nodes):
        residual[k] = faces[CURRENT_ROW, k + 1] - faces[CURRENT_ROW, k]
    for a in range(n):
        weight = h * p[CHARGES + a]
        for k in range(nodes):
            residual[k] += weight * rate[a, k]
    return voltage


@kernel()
def differentiate(jacobian, p, h, current, work):
    """Fill the derivatives of rates, faces and voltage at the state of work.faces; return dV/dI [ohm m2]."""
    rho, faces, rho_w, v, b, border = work.rho, work.faces, work.rho_w, work.v, work.b, work.border
    n, nodes = work.rate.shape
    half = 0.5 * h
    jacobian(work.y, p, work.rate_y, rho_w)
    slope = -work.terminal[1] - half * (rho[IONIC, 0] + rho[ELECTRONIC, nodes - 1])
    v[:] = 0.0
    v[0, 0] = 1.0
    border[BORDER] = 0.0
    border[BORDER, 0] = -1.0
    for k in range(1, nodes):
        rs = faces[RESISTANCE_ROW, k]
        share = rs * faces[CONDUCTANCE_ROW, k]
        slope -= rs * (1.0 - share)
        border[BORDER, k - 1] += share
        border[BORDER, k] -= share
        v[0, k] += share  # V holds -(I - i) R_s of this face
        v[0, k - 1] -= share
    for a in range(n):
        v[1 + a, 0] -= half * current * rho_w[IONIC, a, 0]
        v[1 + a, nodes - 1] -= half * current * rho_w[ELECTRONIC, a, nodes - 1]
        for k in range(1, nodes):
            i = faces[CURRENT_ROW, k]
            electronic = current - i
            g = half * faces[CONDUCTANCE_ROW, k]
            rs = faces[RESISTANCE_ROW, k]
            left = g * (electronic * rho_w[ELECTRONIC, a, k - 1] - i * rho_w[IONIC, a, k - 1])
            right = g * (electronic * rho_w[ELECTRONIC, a, k] - i * rho_w[IONIC, a, k])
            b[0, a, k] = left
            b[1, a, k] = right
            v[1 + a, k - 1] += rs * left - electronic * half * rho_w[ELECTRONIC, a, k - 1]
            v[1 + a, k] += rs * right - electronic * half * rho_w[ELECTRONIC, a, k]
    return slope


@kernel()
def condense(p, h, s, work):
    """Eliminate the local states of (s M - J) and factorise the tridiagonal matrix that is left."""
    n, nodes = work.rate.shape
    rate_y, x1, c, b, system = work.rate_y, work.x1, work.c, work.b, work.system
    _invert(s, rate_y, work.inverse)
    x1[:] = 0.0
    for a in range(n):
        for e in range(n):
            for k in range(nodes):
                x1[a, k] += work.inverse[a, e, k] * rate_y[e, 0, k]
    for k in range(1, nodes):
        c[0, k] = -work.faces[CONDUCTANCE_ROW, k]
        c[1, k] = work.faces[CONDUCTANCE_ROW, k]
    system[DIAGONAL_ROW] = 0.0
    for a in range(n):
        for k in range(1, nodes):
            c[0, k] += b[0, a, k] * x1[a, k - 1]
            c[1, k] += b[1, a, k] * x1[a, k]
        # s X1 = d rate/d phi + d rate/d w X1: what the eliminated states add to the source
        weight = h * p[CHARGES + a] * s
        for k in range(nodes):
            system[DIAGONAL_ROW, k] += weight * x1[a, k]
    for k in range(1, nodes):
        system[DIAGONAL_ROW, k - 1] += c[0, k]
        system[DIAGONAL_ROW, k] -= c[1, k]
        system[UPPER_ROW, k - 1] = c[1, k]
        system[LOWER_ROW, k] = -c[0, k]
    factorise(system)


@kernel()
def factorise(system):
    """Factorise the tridiagonal matrix in place (Thomas); no pivoting, the diagonal dominates."""
    nodes = system.shape[1]
    system[PIVOT_ROW, 0] = 1.0 / system[DIAGONAL_ROW, 0]
    for k in range(1, nodes):
        system[UPPER_ROW, k - 1] *= system[PIVOT_ROW, k - 1]
        system[PIVOT_ROW, k] = 1.0 / (system[DIAGONAL_ROW, k] - system[LOWER_ROW, k] * system[UPPER_ROW, k - 1])


@kernel()
def substitute(system, x):
    """Solve the factorised tridiagonal system for `x`, in place."""
    nodes = x.size
    x[0] *= system[PIVOT_ROW, 0]
    for k in range(1, nodes):
        x[k] = (x[k] - system[LOWER_ROW, k] * x[k - 1]) * system[PIVOT_ROW, k]
    for k in range(nodes - 2, -1, -1):
        x[k] -= system[UPPER_ROW, k] * x[k + 1]


@kernel()
def _invert(s, rate_y, inverse):
    """Invert s 1 - d rate/dw of every node; s is positive and large where the matrix is not, so no pivoting."""
    n, nodes = inverse.shape[0], inverse.shape[2]
    for a in range(n):
        for e in range(n):
            for k in range(nodes):
                inverse[a, e, k] = -rate_y[a, 1 + e, k]
        for k in range(nodes):
            inverse[a, a, k] += s
    for pivot in range(n):  # Gauss-Jordan in place, all nodes at once
        for k in range(nodes):
            inverse[pivot, pivot, k] = 1.0 / inverse[pivot, pivot, k]
        for e in range(n):
            if e != pivot:
                for k in range(nodes):
                    inverse[pivot, e, k] *= inverse[pivot, pivot, k]
        for a in range(n):
            if a != pivot:
                for e in range(n):
                    if e != pivot:
                        for k in range(nodes):
                            inverse[a, e, k] -= inverse[a, pivot, k] * inverse[pivot, e, k]
                for k in range(nodes):
                    inverse[a, pivot, k] *= -inverse[pivot, pivot, k]
