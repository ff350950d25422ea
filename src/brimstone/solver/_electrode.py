"""The discrete electrode: face currents, residual, voltage, their derivatives and the condensed linear system.

The state is one array y of shape (1 + n, nodes): row 0 the potential differences phi, the other rows the local states.
With a single-ion electrolyte the two potentials of a node enter only through phi, and the current in the ion
conductor at the face between nodes L and R is

    i = (phi_R - phi_L + I R_s) / (R_s + R_e),

R_s and R_e being the electronic and ionic resistances between their centres. The algebraic row of node k is
g_k = i_right - i_left + h S_k, with i = I at the separator and 0 at the collector.
"""

from brimstone._compile import kernel
from brimstone.solver.interface import BY_CURRENT, CHARGES, ELECTRONIC, IONIC, LOSS, THETA

#: Rows of `faces`: current in the ion conductor, conductance of the face, its electronic resistance.
CURRENT_ROW, CONDUCTANCE_ROW, RESISTANCE_ROW = 0, 1, 2
#: Rows of `system`: the tridiagonal matrix, with the sums of its rows for the diagonal, and its pivots.
LOWER_ROW, SUM_ROW, UPPER_ROW, PIVOT_ROW = 0, 1, 2, 3
#: Rows of `border`: response of the algebraic rows to the current, the same solved for, dV/dphi with w eliminated,
#: response to the contact with w eliminated and solved for, d swelling/dphi with w eliminated.
BORDER, BORDER_SOLVED, PROJECTED, CONTACT_SOLVED, SWOLLEN = 0, 1, 2, 3, 4

#: Least share of a diagonal for the last pivot of a block form: some hundred times round-off.
LEAST_PIVOT = 1e-13
#: Least share of what lies beside the diagonal for the last pivot, which is then as good as none.
_LEAST_SUM = 1e-30
#: A number that no derivative is, to see which ones a model fills.
_UNTOUCHED = 1.2345678901234567e300


@kernel(allocates=False)
def find_structure(work, p):
    """Find which derivatives the model fills; the others are zero by structure, and loops leave them out ever after."""
    n, wide = work.rate.shape
    for a in range(n):
        for k in range(wide):
            for row in range(1 + n):
                work.rate_y[a, row, k] = _UNTOUCHED
            work.rho_w[IONIC, a, k] = work.rho_w[ELECTRONIC, a, k] = _UNTOUCHED
    work.jacobian(work.y, p, 1.0, work.rate, work.rho, work.rate_y, work.rho_w, work.rate_theta, work.rho_theta)
    for a in range(n):
        work.resists[a] = work.rho_w[IONIC, a, 0] != _UNTOUCHED or work.rho_w[ELECTRONIC, a, 0] != _UNTOUCHED
        for e in range(n):
            work.feeds[a, e] = a == e or work.rate_y[a, 1 + e, 0] != _UNTOUCHED
    for pivot in range(n):  # what elimination fills in
        for a in range(pivot + 1, n):
            for e in range(pivot + 1, n):
                work.feeds[a, e] |= work.feeds[a, pivot] and work.feeds[pivot, e]
    for a in range(n):
        for k in range(wide):
            for row in range(1 + n):
                work.rate_y[a, row, k] = 0.0
            work.rho_w[IONIC, a, k] = work.rho_w[ELECTRONIC, a, k] = 0.0


@kernel(allocates=False)
def copy(source, target):
    """Copy a matrix element by element, as wide as the target."""
    for row in range(target.shape[0]):
        for k in range(target.shape[1]):
            target[row, k] = source[row, k]


@kernel(allocates=False)
def copy_line(source, target):
    """Copy a vector element by element."""
    for e in range(target.size):
        target[e] = source[e]


@kernel(allocates=False, apart=True)
def _take_off(row, factor, other):
    """Take from a row the product of two others, as long as the first of these."""
    for k in range(factor.size):
        row[k] -= factor[k] * other[k]


@kernel(allocates=False, apart=True)
def _scale(row, factor):
    """Multiply a row by another one, as long as the shorter of both."""
    for k in range(min(row.size, factor.size)):
        row[k] *= factor[k]


@kernel(allocates=False)
def mean(matrix, row, nodes):
    """Mean of one row over the nodes that there are."""
    total = 0.0
    for k in range(nodes):
        total += matrix[row, k]
    return total / nodes


@kernel(allocates=False)
def largest(vector):
    """Largest magnitude; NaN if there is any."""
    result = 0.0
    for k in range(vector.size):
        size = abs(vector[k])
        result = size if not size <= result else result
    return result


@kernel(allocates=False)
def swelling_of(work, y):
    """Swelling of the electrode: the means of its local states, each with its weight."""
    nodes = work.residual.size
    total = 0.0
    for a in range(work.swells.size):
        if work.swells[a] != 0.0:
            total += work.swells[a] * mean(y, 1 + a, nodes)
    return total


@kernel(allocates=False)
def evaluate(work, p, h, current):
    """Fill rates, resistivities, faces and residual of the state work.y and work.z; return its voltage [V]."""
    work.surround(swelling_of(work, work.y), current, work.z, work.around, work.outside)
    work.rates(work.y, p, work.outside[THETA], work.rate, work.rho)
    return _balance(p, h, work.y, current, work.rate, work.rho, work.faces, work.residual, work.outside[LOSS])


@kernel(allocates=False)
def voltage_between(work, p, h, current):
    """Voltage of the state work.y_i and work.z_i, whose potentials fit the current [V]; fills work.outside_i."""
    rho, nodes = work.rho_i, work.residual.size
    work.surround(swelling_of(work, work.y_i), current, work.z_i, work.around, work.outside_i)
    work.resist(work.y_i, p, work.outside_i[THETA], rho)
    through = work.y_i[0, 0] - work.outside_i[LOSS] - conduct(rho, work.y_i, current, h, work.flow)
    return through - current * 0.5 * h * (rho[IONIC, 0] + rho[ELECTRONIC, nodes - 1])


@kernel(allocates=False)
def linearise(work, p, h, current):
    """Do for the state work.y and work.z what `evaluate` does, and fill the derivatives of what it fills."""
    work.surround_slopes(swelling_of(work, work.y), current, work.z, work.around, work.outside, work.outside_by)
    work.jacobian(
        work.y, p, work.outside[THETA], work.rate, work.rho, work.rate_y, work.rho_w, work.rate_theta, work.rho_theta
    )
    return _balance(p, h, work.y, current, work.rate, work.rho, work.faces, work.residual, work.outside[LOSS])


@kernel(allocates=False)
def _balance(p, h, y, current, rate, rho, faces, residual, loss):
    """Fill faces and residual from rates and resistivities; return the voltage [V]."""
    n, nodes = rate.shape[0], residual.size
    faces[CURRENT_ROW, 0] = current
    faces[CURRENT_ROW, nodes] = 0.0
    half = 0.5 * h
    for k in range(1, nodes):
        rs = half * (rho[ELECTRONIC, k - 1] + rho[ELECTRONIC, k])
        g = 1.0 / (rs + half * (rho[IONIC, k - 1] + rho[IONIC, k]))
        faces[CURRENT_ROW, k] = (y[0, k] - y[0, k - 1] + current * rs) * g
        faces[CONDUCTANCE_ROW, k] = g
        faces[RESISTANCE_ROW, k] = rs
    voltage = y[0, 0] - loss - current * half * (rho[IONIC, 0] + rho[ELECTRONIC, nodes - 1])
    for k in range(1, nodes):
        voltage -= (current - faces[CURRENT_ROW, k]) * faces[RESISTANCE_ROW, k]
    for k in range(nodes):
        residual[k] = faces[CURRENT_ROW, k + 1] - faces[CURRENT_ROW, k]
    for a in range(n):
        weight = h * p[CHARGES + a]
        for k in range(nodes):
            residual[k] += weight * rate[a, k]
    return voltage


@kernel(allocates=False)
def differentiate(work, h, current):
    """Fill the derivatives of faces and voltage at the state that `linearise` left; return dV/dI [ohm m2]."""
    rho, faces, rho_w, v, b, border = work.rho, work.faces, work.rho_w, work.v, work.b, work.border
    n, nodes = work.rate.shape[0], work.residual.size
    half = 0.5 * h
    slope = -work.outside_by[LOSS, BY_CURRENT] - half * (rho[IONIC, 0] + rho[ELECTRONIC, nodes - 1])
    for k in range(1, nodes):
        rs = faces[RESISTANCE_ROW, k]
        slope -= rs * (1.0 - rs * faces[CONDUCTANCE_ROW, k])
    # a change of the current enters at the separator; between nodes the electrons' share of the path takes it over
    for k in range(nodes):
        border[BORDER, k] = (
            faces[RESISTANCE_ROW, k + 1] * faces[CONDUCTANCE_ROW, k + 1]
            - faces[RESISTANCE_ROW, k] * faces[CONDUCTANCE_ROW, k]
        )
    border[BORDER, 0] -= 1.0
    for k in range(nodes):
        v[0, k] = -border[BORDER, k]
    for a in range(n):
        if not work.resists[a]:
            continue
        for k in range(1, nodes):
            i = faces[CURRENT_ROW, k]
            g = half * faces[CONDUCTANCE_ROW, k]
            b[0, a, k] = g * ((current - i) * rho_w[ELECTRONIC, a, k - 1] - i * rho_w[IONIC, a, k - 1])
            b[1, a, k] = g * ((current - i) * rho_w[ELECTRONIC, a, k] - i * rho_w[IONIC, a, k])
        for k in range(nodes):
            electrons = 2.0 * current - faces[CURRENT_ROW, k] - faces[CURRENT_ROW, k + 1]
            v[1 + a, k] = (
                faces[RESISTANCE_ROW, k] * b[1, a, k]
                + faces[RESISTANCE_ROW, k + 1] * b[0, a, k + 1]
                - half * electrons * rho_w[ELECTRONIC, a, k]
            )
        v[1 + a, 0] -= half * current * rho_w[IONIC, a, 0]
    return slope


@kernel(allocates=False)
def condense(work, p, h, s):
    """Eliminate the local states of (s M - J) and factorise the tridiagonal matrix that is left."""
    n, nodes = work.rate.shape[0], work.residual.size
    x1, c, b, system, faces = work.x1, work.c, work.b, work.system, work.faces
    factorise_states(work, s)
    for a in range(n):
        for k in range(nodes):
            x1[a, k] = work.rate_y[a, 0, k]
    solve_states(work, x1)
    for k in range(1, nodes):
        c[0, k] = c[1, k] = 0.0
    for a in range(n):
        if work.resists[a]:
            for k in range(1, nodes):
                c[0, k] += b[0, a, k] * x1[a, k - 1]
                c[1, k] += b[1, a, k] * x1[a, k]
    for k in range(nodes):  # conductances of faces add nothing to the sum of a row
        system[SUM_ROW, k] = (c[0, k + 1] + c[1, k + 1]) - (c[0, k] + c[1, k])
        system[UPPER_ROW, k] = c[1, k + 1] + faces[CONDUCTANCE_ROW, k + 1]
        system[LOWER_ROW, k] = faces[CONDUCTANCE_ROW, k] - c[0, k]
    for a in range(n):
        # s X1 = d rate/d phi + d rate/d w X1: what the eliminated states add to the source
        weight = h * p[CHARGES + a] * s
        for k in range(nodes):
            system[SUM_ROW, k] += weight * x1[a, k]
    factorise(system)


@kernel(allocates=False)
def conduct(rho, y, current, h, flow):
    """Fill the face currents of a state; return what the electrons lose from face to face, without the ends [V]."""
    nodes = flow.size - 1
    half = 0.5 * h
    flow[0] = current
    flow[nodes] = 0.0
    lost = 0.0
    for k in range(1, nodes):
        rs = half * (rho[ELECTRONIC, k - 1] + rho[ELECTRONIC, k])
        i = (y[0, k] - y[0, k - 1] + current * rs) / (rs + half * (rho[IONIC, k - 1] + rho[IONIC, k]))
        flow[k] = i
        lost += (current - i) * rs
    return lost


@kernel(allocates=False)
def eliminate(work, p, h, s, rate, rate_line):
    """Fill x0, what the local states do by themselves at a stage, and the right-hand side that is left of it.

    Reads the stage's rates, what earlier stages carry over and the face currents, which it changes.
    """
    n, nodes = rate.shape[0], work.residual.size
    x0, rhs, b, flow, carried = work.x0, work.rhs, work.b, work.flow, work.carried
    x0_line, carried_line = work.x0_line, work.carried_line
    for i in range(x0_line.size):
        x0_line[i] = rate_line[i] + carried_line[i]
    solve_states(work, x0)
    for a in range(n):
        if work.resists[a]:
            for k in range(1, nodes):
                flow[k] += b[0, a, k] * x0[a, k - 1] + b[1, a, k] * x0[a, k]
    for k in range(nodes):
        rhs[k] = flow[k] - flow[k + 1]
    for a in range(n):
        # s X0 = r_w + d rate/dw X0 with r_w = rate + carried; the residual has the rate, so s X0 - carried is left
        weight = h * p[CHARGES + a]
        for k in range(nodes):
            rhs[k] -= weight * (s * x0[a, k] - carried[a, k])


@kernel(allocates=False)
def factorise(system):
    """Factorise the tridiagonal matrix in place; no pivoting, the diagonal dominates.

    All potentials together are held by what reacts alone, which may be less than the round-off of conductances. So sums
    over rows, to which conductances add nothing, are eliminated in place of the diagonal: nothing cancels (Grassmann,
    Taksar and Heyman, Oper. Res. 33 (1985) 1107-1116), and little that reacts holds as well as much.

    From both ends to the middle, so that the processor works on two chains of dependent operations at once. Rows are
    scaled to a diagonal of one.
    """
    nodes = system.shape[1]
    middle = nodes // 2
    lower, sums, upper, pivot = system[LOWER_ROW], system[SUM_ROW], system[UPPER_ROW], system[PIVOT_ROW]
    lower[0], upper[nodes - 1] = 0.0, 0.0
    left_sum, left_pivot, right_sum, right_pivot = 0.0, 0.0, 0.0, 0.0
    for j in range(middle):
        left, right = j, nodes - 1 - j
        left_sum = sums[left] - lower[left] * left_sum * left_pivot
        left_pivot = pivot[left] = 1.0 / (left_sum - upper[left])
        if right > middle:
            right_sum = sums[right] - upper[right] * right_sum * right_pivot
            right_pivot = pivot[right] = 1.0 / (right_sum - lower[right])
    rest = sums[middle] - lower[middle] * left_sum * left_pivot - upper[middle] * right_sum * right_pivot
    pivot[middle] = 1.0 / min(rest, -_LEAST_SUM * (lower[middle] + upper[middle]))
    for k in range(nodes):
        lower[k] *= pivot[k]
        upper[k] *= pivot[k]


@kernel(allocates=False)
def substitute(system, x):
    """Solve the factorised tridiagonal system for `x`, in place."""
    nodes = x.size
    middle = nodes // 2
    lower, upper, pivot = system[LOWER_ROW], system[UPPER_ROW], system[PIVOT_ROW]
    for k in range(nodes):
        x[k] *= pivot[k]
    left, right = 0.0, 0.0
    for j in range(middle):
        left = x[j] - lower[j] * left
        x[j] = left
        mirrored = nodes - 1 - j
        if mirrored > middle:
            right = x[mirrored] - upper[mirrored] * right
            x[mirrored] = right
    left = x[middle] - lower[middle] * left - upper[middle] * right
    right = left
    x[middle] = left
    for j in range(middle - 1, -1, -1):
        left = x[j] - upper[j] * left
        x[j] = left
        mirrored = nodes - 1 - j
        if mirrored > middle:
            right = x[mirrored] - lower[mirrored] * right
            x[mirrored] = right


@kernel(allocates=False)
def factorise_states(work, s):
    """Factorise s 1 - d rate/dw of every node, L U with ones on the diagonal of L, all nodes at once.

    s is positive and large where the matrix is not, so no pivoting. Entries that are zero by structure stay out.
    """
    own, factors, feeds = work.own, work.factors, work.feeds
    n, nodes = factors.shape[0], factors.shape[2]
    for a in range(n):
        for k in range(nodes):
            own[a, k] = s - work.rate_y[a, 1 + a, k]
        for e in range(n):
            if e != a and feeds[a, e]:
                for k in range(nodes):
                    factors[a, e, k] = -work.rate_y[a, 1 + e, k]
    for pivot in range(n):
        for k in range(nodes):
            own[pivot, k] = 1.0 / own[pivot, k]
        for a in range(pivot + 1, n):
            if not feeds[a, pivot]:
                continue
            _scale(factors[a, pivot], own[pivot])
            for e in range(pivot + 1, n):
                if e == a and feeds[pivot, e]:
                    _take_off(own[a], factors[a, pivot], factors[pivot, e])
                elif feeds[pivot, e]:
                    _take_off(factors[a, e], factors[a, pivot], factors[pivot, e])


@kernel(allocates=False)
def solve_states(work, x):
    """Solve the factorised systems of the local states for `x` (n, nodes), in place."""
    own, factors, feeds = work.own, work.factors, work.feeds
    n = factors.shape[0]
    for a in range(n):
        for e in range(a):
            if feeds[a, e]:
                _take_off(x[a], factors[a, e], x[e])
    for a in range(n - 1, -1, -1):
        for e in range(a + 1, n):
            if feeds[a, e]:
                _take_off(x[a], factors[a, e], x[e])
        _scale(x[a], own[a])
