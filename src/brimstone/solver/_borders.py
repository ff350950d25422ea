"""What joins all nodes in the linear system of a time step: contact, swelling, surroundings and current.

With the local states eliminated the nodes are left with T k_phi + u_I k_I + u_theta k_theta = rhs, T tridiagonal. The
contact follows from the swelling s of the electrode and the states z of its surroundings, so that
k_theta = theta_s k_s + theta_z k_z; the swelling is a sum of means of local states. Solved for k_phi, this leaves a
small dense system for k_s, k_z and, where the current is not constant, k_I: one more back-substitution a time step,
none a stage.
"""

from brimstone._compile import kernel
from brimstone.solver._electrode import (
    BORDER,
    BORDER_SOLVED,
    CONDUCTANCE_ROW,
    CONTACT_SOLVED,
    CURRENT_ROW,
    PROJECTED,
    RESISTANCE_ROW,
    SWOLLEN,
    solve_states,
    substitute,
)
from brimstone.solver._terminals import BY_I, BY_V
from brimstone.solver.interface import (
    BY_CURRENT,
    BY_FIRST,
    BY_SWELLING,
    CHARGES,
    ELECTRONIC,
    FIRST_RATE,
    IONIC,
    LOSS,
    THETA,
)

#: Places in `couples`: whether the contact changes with anything, whether anything changes with the swelling, and dV by
#: the contact at fixed potentials and local states.
COUPLED, FELT, VOLTAGE_BY_CONTACT = 0, 1, 2


@kernel(allocates=False)
def _find_couplings(work):
    """Note whether the contact changes with anything, and whether anything changes with the swelling."""
    by, m = work.outside_by, work.z.size
    coupled, felt = by[THETA, BY_SWELLING] != 0.0, False
    for j in range(m):
        coupled |= by[THETA, BY_FIRST + j] != 0.0
    for row in range(2 + m):
        felt |= by[row, BY_SWELLING] != 0.0
    work.couples[COUPLED], work.couples[FELT] = 1.0 * coupled, 1.0 * felt
    return coupled, felt


@kernel(allocates=False)
def _respond_to_contact(work, p, h, s, current):
    """Fill what local states and potentials do when the contact changes, and dV by it at fixed states."""
    n, nodes = work.rate.shape[0], work.residual.size
    x, b, faces, rho, solved = work.x_theta, work.b, work.faces, work.rho_theta, work.border[CONTACT_SOLVED]
    for a in range(n):
        for k in range(nodes):
            x[a, k] = work.rate_theta[a, k]
    solve_states(work, x)
    half = 0.5 * h
    by_contact = -half * current * (rho[IONIC, 0] + rho[ELECTRONIC, nodes - 1])
    for k in range(nodes):
        solved[k] = 0.0
    for a in range(n):
        weight = h * p[CHARGES + a] * s
        for k in range(nodes):
            solved[k] += weight * x[a, k]
    for k in range(1, nodes):
        i = faces[CURRENT_ROW, k]
        electronic = half * (rho[ELECTRONIC, k - 1] + rho[ELECTRONIC, k])
        ionic = half * (rho[IONIC, k - 1] + rho[IONIC, k])
        flow = faces[CONDUCTANCE_ROW, k] * ((current - i) * electronic - i * ionic)
        by_contact += faces[RESISTANCE_ROW, k] * flow - (current - i) * electronic
        for a in range(n):
            if work.resists[a]:
                flow += b[0, a, k] * x[a, k - 1] + b[1, a, k] * x[a, k]
        solved[k - 1] += flow
        solved[k] -= flow
    substitute(work.system, solved)
    work.couples[VOLTAGE_BY_CONTACT] = by_contact


@kernel(allocates=False)
def condense_borders(work, p, h, s, free, current, voltage_slope):
    """Fill the borders of the matrix that `condense` left, and invert the dense system of what joins the nodes.

    The current is one of its unknowns where it is `free`, by the condition at the terminals.
    """
    n, nodes, m = work.rate.shape[0], work.residual.size, work.z.size
    border, x1, v, by, dense = work.border, work.x1, work.v, work.outside_by, work.schur
    coupled, felt = _find_couplings(work)
    if free:
        for k in range(nodes):
            border[BORDER_SOLVED, k] = border[BORDER, k]
            border[PROJECTED, k] = v[0, k]
        substitute(work.system, border[BORDER_SOLVED])
        for a in range(n):
            for k in range(nodes):
                border[PROJECTED, k] += v[1 + a, k] * x1[a, k]
    if coupled:
        _respond_to_contact(work, p, h, s, current)
    # by how much swelling and voltage follow the contact and the current, local states and potentials eliminated
    swelling_theta, swelling_current, voltage_theta, voltage_current = 0.0, 0.0, 0.0, voltage_slope
    if felt:
        for k in range(nodes):
            border[SWOLLEN, k] = 0.0
        for a in range(n):
            weight = work.swells[a] / nodes
            if weight != 0.0:
                for k in range(nodes):
                    border[SWOLLEN, k] += weight * x1[a, k]
                if coupled:
                    for k in range(nodes):
                        swelling_theta += weight * work.x_theta[a, k]
        if coupled:
            for k in range(nodes):
                swelling_theta -= border[SWOLLEN, k] * border[CONTACT_SOLVED, k]
        if free:
            for k in range(nodes):
                swelling_current -= border[SWOLLEN, k] * border[BORDER_SOLVED, k]
    if free:
        for k in range(nodes):
            voltage_current -= border[PROJECTED, k] * border[BORDER_SOLVED, k]
        if coupled:
            voltage_theta = work.couples[VOLTAGE_BY_CONTACT]
            for k in range(nodes):
                voltage_theta -= border[PROJECTED, k] * border[CONTACT_SOLVED, k]
            for a in range(n):
                for k in range(nodes):
                    voltage_theta += v[1 + a, k] * work.x_theta[a, k]
    last, by_v = 1 + m, work.terminal[BY_V]
    dense[0, 0] = 1.0 - swelling_theta * by[THETA, BY_SWELLING]
    dense[0, last] = -swelling_current
    dense[last, 0] = by_v * (voltage_theta * by[THETA, BY_SWELLING] - by[LOSS, BY_SWELLING])
    dense[last, last] = by_v * voltage_current + work.terminal[BY_I]
    for j in range(m):
        dense[0, 1 + j] = -swelling_theta * by[THETA, BY_FIRST + j]
        dense[last, 1 + j] = by_v * (voltage_theta * by[THETA, BY_FIRST + j] - by[LOSS, BY_FIRST + j])
        dense[1 + j, 0] = -by[FIRST_RATE + j, BY_SWELLING]
        dense[1 + j, last] = -by[FIRST_RATE + j, BY_CURRENT]
        for i in range(m):
            dense[1 + j, 1 + i] = -by[FIRST_RATE + j, BY_FIRST + i]
        dense[1 + j, 1 + j] += s
    if not free:
        for j in range(last):
            dense[last, j] = dense[j, last] = 0.0
        dense[last, last] = 1.0
    invert_dense(dense, last + 1 if free else last)


@kernel(allocates=False)
def invert_dense(dense, size):
    """Invert the first `size` rows and columns in place.

    Gauss-Jordan from the last to the first: the states of the surroundings, whose diagonals carry the inverse of the
    time step, before what follows from them; no pivoting.
    """
    for step in range(size):
        pivot = step + 1 if step < size - 1 else 0
        inverse = 1.0 / dense[pivot, pivot]
        dense[pivot, pivot] = 1.0
        for e in range(size):
            dense[pivot, e] *= inverse
        for a in range(size):
            factor = dense[a, pivot]
            if a != pivot and factor != 0.0:
                dense[a, pivot] = 0.0
                for e in range(size):
                    dense[a, e] -= factor * dense[pivot, e]


@kernel(allocates=False)
def solve_borders(work, rate_z, free, gap):
    """Fill work.unknown with the swelling, surroundings' states and current of a stage; return what the contact does.

    Parameters
    ----------
    rate_z : array
        What the surroundings give at the stage, rates from `FIRST_RATE` on.
    gap : float
        What the row of the terminals has on its right, before the potentials of the stage are taken off.
    """
    n, nodes, m = work.rate.shape[0], work.residual.size, work.z.size
    border, x0, dense, rhs, by = work.border, work.x0, work.schur, work.rhs, work.outside_by
    last = 1 + m
    size = last + 1 if free else last
    swollen, along = 0.0, 0.0
    if work.couples[FELT] != 0.0:
        for a in range(n):
            weight = work.swells[a] / nodes
            if weight != 0.0:
                for k in range(nodes):
                    swollen += weight * x0[a, k]
        for k in range(nodes):
            swollen += border[SWOLLEN, k] * rhs[k]
    if free:
        for k in range(nodes):
            along += border[PROJECTED, k] * rhs[k]
        for a in range(n):
            for k in range(nodes):
                along += work.v[1 + a, k] * x0[a, k]
        gap -= work.terminal[BY_V] * along
    for a in range(size):
        total = dense[a, 0] * swollen
        for j in range(m):
            total += dense[a, 1 + j] * (rate_z[FIRST_RATE + j] + work.carried_z[j])
        if free:
            total += dense[a, last] * gap
        work.unknown[a] = total
    k_theta = 0.0
    if work.couples[COUPLED] != 0.0:
        k_theta = by[THETA, BY_SWELLING] * work.unknown[0]
        for j in range(m):
            k_theta += by[THETA, BY_FIRST + j] * work.unknown[1 + j]
        for k in range(nodes):
            rhs[k] -= border[CONTACT_SOLVED, k] * k_theta
    if free:
        for k in range(nodes):
            rhs[k] -= border[BORDER_SOLVED, k] * work.unknown[last]
    return k_theta


@kernel(allocates=False)
def voltage_along(work, k_theta):
    """Change of the voltage with contact, swelling and surroundings over a stage [V]."""
    by, along = work.outside_by, -work.outside_by[LOSS, BY_SWELLING] * work.unknown[0]
    for j in range(work.z.size):
        along -= by[LOSS, BY_FIRST + j] * work.unknown[1 + j]
    if work.couples[COUPLED] != 0.0:
        along += work.couples[VOLTAGE_BY_CONTACT] * k_theta
    return along
