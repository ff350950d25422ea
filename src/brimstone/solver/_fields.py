"""The linear system of a time step where some local states, the fields, move from node to node.

With the other states eliminated a node keeps the potential and the fields as unknowns u, and the system is block
tridiagonal: the row of the potential is that of `brimstone.solver._electrode`, the row of a field

    (s - d rate/du) u - across(before) u(before) - across(after) u(after) = rate,

to which the states that were eliminated add what they feed on and into. Blocks are inverted with pivoting among the
fields, the potential last, whose pivot is kept as that of a system without fields. Fields carry no charge, so that the
charge balance holds to round-off as it does there.
"""

from brimstone._compile import kernel
from brimstone.solver._borders import COUPLED, FELT, invert_dense
from brimstone.solver._electrode import (
    BORDER,
    CONDUCTANCE_ROW,
    LEAST_PIVOT,
    factorise_states,
    solve_states,
)
from brimstone.solver._terminals import BY_I, BY_V
from brimstone.solver.interface import (
    AFTER,
    BEFORE,
    BY_CURRENT,
    BY_FIRST,
    BY_SWELLING,
    CHARGES,
    FIRST_RATE,
    LOSS,
)


@kernel(allocates=False)
def part_fields(work):
    """Leave the fields out of the factors of the local states, whose structure `find_structure` left."""
    for j in range(work.fields.size):
        place = int(work.fields[j])
        for a in range(work.feeds.shape[0]):
            if a != place:
                work.feeds[a, place] = work.feeds[place, a] = False


@kernel(allocates=False)
def condense(work, p, h, s):
    """Eliminate what does not move of (s M - J), and factorise the block tridiagonal matrix that is left."""
    n, nodes, fields = work.rate.shape[0], work.residual.size, work.fields
    follows, gains, joins, b, faces = work.follows, work.gains, work.joins, work.b, work.faces
    m = joins.shape[1]
    work.across(work.y, p, work.by_neighbours)
    factorise_states(work, s)
    for j in range(m):
        column = 1 + int(fields[j - 1]) if j else 0
        x = follows[j]
        for a in range(n):
            for k in range(nodes):
                x[a, k] = work.rate_y[a, column, k]
        solve_states(work, x)
        for f in range(fields.size):
            for k in range(nodes):
                x[int(fields[f]), k] = 0.0
        for f in range(fields.size):
            place = int(fields[f])
            for k in range(nodes):
                gains[f, j, k] = work.rate_y[place, column, k]
            for a in range(n):
                for k in range(nodes):
                    gains[f, j, k] += work.rate_y[place, 1 + a, k] * x[a, k]
        if j:
            for k in range(nodes):
                x[column - 1, k] = 1.0
        g = faces[CONDUCTANCE_ROW]
        for k in range(1, nodes):
            joins[0, j, k], joins[1, j, k] = (0.0, 0.0) if j else (-g[k], g[k])
        for a in range(n):
            if work.resists[a]:
                for k in range(1, nodes):
                    joins[0, j, k] += b[0, a, k] * x[a, k - 1]
                    joins[1, j, k] += b[1, a, k] * x[a, k]
    for k in range(nodes):
        _fill_block(work, p, h, s, k)
        _invert_block(work, k)


@kernel(allocates=False)
def _fill_block(work, p, h, s, k):
    """Fill the block of a node, less what the node before it takes over, and one beside it."""
    block, beyond, joins, beside = work.block, work.beyond, work.joins, work.by_neighbours
    n, m = work.rate.shape[0], joins.shape[1]
    for i in range(m):
        for j in range(m):
            block[i, j] = joins[0, j, k + 1] - joins[1, j, k] if i == 0 else -work.gains[i - 1, j, k]
            block[i, m + j] = 1.0 if i == j else 0.0
        if i:
            block[i, i] += s
    for a in range(n):
        weight = h * p[CHARGES + a] * s
        if weight != 0.0:
            for j in range(m):
                block[0, j] += weight * work.follows[j, a, k]
    if k:
        for j in range(m):
            taken = 0.0
            for i in range(m):
                taken -= joins[0, i, k] * beyond[k - 1, i, j]
            block[0, j] -= taken
            for i in range(1, m):
                block[i, j] += beside[i - 1, BEFORE, k] * beyond[k - 1, i, j]


@kernel(allocates=False)
def _invert_block(work, k):
    """Invert the block of a node by elimination of the fields first, and fill what it makes of the node after."""
    block, inverse, beyond = work.block, work.inverses, work.beyond
    joins, beside, nodes = work.joins, work.by_neighbours, work.residual.size
    m = joins.shape[1]
    diagonal = joins[0, 0, k + 1] - joins[1, 0, k]
    for pivot in range(m - 1, -1, -1):
        best = pivot
        for i in range(1, pivot):
            if abs(block[i, pivot]) > abs(block[best, pivot]):
                best = i
        if best != pivot:
            for j in range(2 * m):
                block[pivot, j], block[best, j] = block[best, j], block[pivot, j]
        at = block[pivot, pivot]
        if pivot == 0 and k == nodes - 1:
            at = min(at, LEAST_PIVOT * diagonal)
        scale = 1.0 / at
        for j in range(2 * m):
            block[pivot, j] *= scale
        for i in range(m):
            factor = block[i, pivot]
            if i != pivot and factor != 0.0:
                for j in range(2 * m):
                    block[i, j] -= factor * block[pivot, j]
    for i in range(m):
        for j in range(m):
            inverse[k, i, j] = block[i, m + j]
            beyond[k, i, j] = 0.0
    if k < nodes - 1:
        for i in range(m):
            for j in range(m):
                beyond[k, i, j] = inverse[k, i, 0] * joins[1, j, k + 1]
                if j:
                    beyond[k, i, j] -= inverse[k, i, j] * beside[j - 1, AFTER, k]


@kernel(allocates=False)
def substitute(work, x):
    """Solve the factorised block system for `x` (nodes, unknowns of a node), in place."""
    inverse, beyond, joins, beside = work.inverses, work.beyond, work.joins, work.by_neighbours
    nodes, m = x.shape
    right = work.block[0]
    for k in range(nodes):
        if k:
            for j in range(m):
                x[k, 0] += joins[0, j, k] * x[k - 1, j]
            for j in range(1, m):
                x[k, j] += beside[j - 1, BEFORE, k] * x[k - 1, j]
        for i in range(m):
            right[i] = x[k, i]
        for i in range(m):
            total = 0.0
            for j in range(m):
                total += inverse[k, i, j] * right[j]
            x[k, i] = total
    for k in range(nodes - 2, -1, -1):
        for i in range(m):
            for j in range(m):
                x[k, i] -= beyond[k, i, j] * x[k + 1, j]


@kernel(allocates=False)
def eliminate(work, p, h, s, rate):
    """Fill x0, what the states that do not move do by themselves at a stage, and the right-hand side left of it."""
    n, nodes, fields = rate.shape[0], work.residual.size, work.fields
    x0, right, b, flow, carried = work.x0, work.joined, work.b, work.flow, work.carried
    for a in range(n):
        for k in range(nodes):
            x0[a, k] = rate[a, k] + carried[a, k]
    for f in range(fields.size):
        place = int(fields[f])
        for k in range(nodes):
            right[k, 1 + f] = x0[place, k]
    solve_states(work, x0)
    for f in range(fields.size):
        for k in range(nodes):
            x0[int(fields[f]), k] = 0.0
    for f in range(fields.size):
        place = int(fields[f])
        for a in range(n):
            for k in range(nodes):
                right[k, 1 + f] += work.rate_y[place, 1 + a, k] * x0[a, k]
    for a in range(n):
        if work.resists[a]:
            for k in range(1, nodes):
                flow[k] += b[0, a, k] * x0[a, k - 1] + b[1, a, k] * x0[a, k]
    for k in range(nodes):
        right[k, 0] = flow[k] - flow[k + 1]
    for a in range(n):
        weight = h * p[CHARGES + a]
        if weight != 0.0:
            for k in range(nodes):
                right[k, 0] -= weight * (s * x0[a, k] - carried[a, k])


@kernel(allocates=False)
def condense_borders(work, s, free, voltage_slope):
    """Do what `condense_borders` does, where the contact acts on nothing."""
    n, nodes, m = work.rate.shape[0], work.residual.size, work.joins.shape[1]
    follows, voltage_by, swelling_by, by_current = work.follows, work.voltage_by, work.swelling_by, work.by_current
    by, dense, states, felt = work.outside_by, work.schur, work.z.size, False
    for row in range(2 + states):
        felt |= by[row, BY_SWELLING] != 0.0
    work.couples[COUPLED], work.couples[FELT] = 0.0, 1.0 * felt
    swelling_current, voltage_current = 0.0, voltage_slope
    if free:
        for k in range(nodes):
            for j in range(m):
                by_current[k, j] = 0.0 if j else work.border[BORDER, k]
                voltage_by[k, j] = 0.0 if j else work.v[0, k]
        substitute(work, by_current)
        for a in range(n):
            if work.resists[a]:
                for j in range(m):
                    for k in range(nodes):
                        voltage_by[k, j] += work.v[1 + a, k] * follows[j, a, k]
        voltage_current -= _along(voltage_by, by_current)
    if felt:
        for k in range(nodes):
            for j in range(m):
                swelling_by[k, j] = 0.0
        for a in range(n):
            weight = work.swells[a] / nodes
            if weight != 0.0:
                for j in range(m):
                    for k in range(nodes):
                        swelling_by[k, j] += weight * follows[j, a, k]
        if free:
            swelling_current -= _along(swelling_by, by_current)
    last, by_v = 1 + states, work.terminal[BY_V]
    for i in range(1 + last):
        for j in range(1 + last):
            dense[i, j] = 0.0
    dense[0, 0], dense[0, last] = 1.0, -swelling_current
    dense[last, 0] = -by_v * by[LOSS, BY_SWELLING]
    dense[last, last] = by_v * voltage_current + work.terminal[BY_I]
    for j in range(states):
        dense[last, 1 + j] = -by_v * by[LOSS, BY_FIRST + j]
        dense[1 + j, 0] = -by[FIRST_RATE + j, BY_SWELLING]
        dense[1 + j, last] = -by[FIRST_RATE + j, BY_CURRENT]
        for i in range(states):
            dense[1 + j, 1 + i] = -by[FIRST_RATE + j, BY_FIRST + i]
        dense[1 + j, 1 + j] += s
    invert_dense(dense, last + 1 if free else last)


@kernel(allocates=False)
def _along(by, x):
    """Sum of the products of two matrices."""
    total = 0.0
    for k in range(x.shape[0]):
        for j in range(x.shape[1]):
            total += by[k, j] * x[k, j]
    return total


@kernel(allocates=False)
def solve_borders(work, rate_z, free, gap):
    """Do what `solve_borders` does, where the contact acts on nothing."""
    n, nodes, x0 = work.rate.shape[0], work.residual.size, work.x0
    swollen = 0.0
    if work.couples[FELT] != 0.0:
        swollen = _along(work.swelling_by, work.joined)
        for a in range(n):
            weight = work.swells[a] / nodes
            if weight != 0.0:
                for k in range(nodes):
                    swollen += weight * x0[a, k]
    if free:
        along = _along(work.voltage_by, work.joined)
        for a in range(n):
            if work.resists[a]:
                for k in range(nodes):
                    along += work.v[1 + a, k] * x0[a, k]
        gap -= work.terminal[BY_V] * along
    dense, states = work.schur, work.z.size
    last = 1 + states
    for i in range(last + 1 if free else last):
        total = dense[i, 0] * swollen
        for j in range(states):
            total += dense[i, 1 + j] * (rate_z[FIRST_RATE + j] + work.carried_z[j])
        if free:
            total += dense[i, last] * gap
        work.unknown[i] = total
    if free:
        for k in range(nodes):
            for j in range(work.joined.shape[1]):
                work.joined[k, j] -= work.by_current[k, j] * work.unknown[last]
