"""Small-signal response of a porous electrode: the compiled part of `brimstone.instrument.impedance`.

The equations of `brimstone.solver._electrode`, linearised about a state: (i w M - J) dy = dF/dI, where M holds the
double-layer capacitance in the algebraic rows and one in the others. Each volume is uniform, so that within it the two
rails are a line with a closed form; its equivalent T of two arms and a branch takes the place of the lumped volume,
and the mesh need not resolve how deep an alternating current goes.
"""

from typing import Any

import numpy as np

from brimstone._compile import kernel, table
from brimstone._signatures import BOOLEAN, COMPLEX, CUBE, FLOAT, INTEGER, MATRIX, NOTHING, VECTOR, Kind, signature
from brimstone.solver._workspace import Memory, layout
from brimstone.solver.interface import CHARGES, ELECTRONIC, IONIC, JACOBIAN, THICKNESS

_DEEP = 100.0  # half widths of a volume over the depth a current goes, beyond which nothing passes through it


@kernel(allocates=False)
def _inverse(z):
    """Reciprocal of a complex number, without protection against overflow."""
    size = z.real * z.real + z.imag * z.imag
    return complex(z.real / size, -z.imag / size)


@kernel(allocates=False)
def _follow(s, rate_y, node, matrix, x):
    """Fill `x` with the response of a node's local states to its potential: (s - d rate/dw) x = d rate/dphi."""
    n = x.size
    for a in range(n):
        x[a] = rate_y[a, 0, node]
        for e in range(n):
            matrix[a, e] = -rate_y[a, 1 + e, node]
        matrix[a, a] += s
    for pivot in range(n):
        best = pivot
        for a in range(pivot + 1, n):
            if matrix[a, pivot] != 0.0 and abs(matrix[a, pivot]) > abs(matrix[best, pivot]):
                best = a
        if best != pivot:
            for e in range(pivot, n):
                matrix[pivot, e], matrix[best, e] = matrix[best, e], matrix[pivot, e]
            x[pivot], x[best] = x[best], x[pivot]
        inverse = _inverse(matrix[pivot, pivot])
        for e in range(pivot + 1, n):
            matrix[pivot, e] *= inverse
        x[pivot] *= inverse
        for a in range(pivot + 1, n):
            factor = matrix[a, pivot]
            if factor != 0.0:
                for e in range(pivot + 1, n):
                    matrix[a, e] -= factor * matrix[pivot, e]
                x[a] -= factor * x[pivot]
    for a in range(n - 2, -1, -1):
        for e in range(a + 1, n):
            x[a] -= matrix[a, e] * x[e]


@kernel(allocates=False)
def _uniform_line(square):
    """Factors that make a lumped volume a uniform line, of its arms and of its branch: tanh(z)/z and sinh(2z)/2z.

    `square` is z squared, the resistance of both rails times the conductance between them, over four.
    """
    size = abs(square.real) + abs(square.imag)
    if size < 1e-6:
        return 1.0 - square * (1.0 / 3.0), 1.0 + square * (2.0 / 3.0)
    z = np.sqrt(square)
    if z.real > _DEEP:
        z = complex(_DEEP, z.imag * (_DEEP / z.real))
        return _inverse(np.sqrt(square)), 0.5 * np.exp(2.0 * z) * _inverse(2.0 * z)
    decay = np.exp(-2.0 * z)
    return (1.0 - decay) * _inverse((1.0 + decay) * z), (1.0 - decay * decay) * _inverse(4.0 * decay * z)


@kernel(allocates=False)
def _mean_squares(square):
    """Means over a volume of the squares of a current that enters at one side, and of its product with the other's."""
    if square < 1e-6:
        return 1.0 / 3.0 - square * (8.0 / 45.0), 1.0 / 6.0 - square * (7.0 / 45.0)
    width = 2.0 * min(np.sqrt(square), _DEEP)
    inverse_sinh, coth = 1.0 / np.sinh(width), 1.0 / np.tanh(width)
    return 0.5 * (coth / width - inverse_sinh * inverse_sinh), 0.5 * inverse_sinh * (coth - 1.0 / width)


_RESPOND = signature(
    NOTHING, INTEGER, MATRIX, VECTOR, CUBE, VECTOR, VECTOR, VECTOR, BOOLEAN, COMPLEX.array(2), MATRIX
)  # fmt: skip


def _room(n: int, nodes: int) -> dict[Kind, dict[str, tuple[int, ...]]]:
    """Names and shapes of the arrays of each kind that `respond` works with."""
    faces = nodes + 1
    return {
        FLOAT: {
            "rate": (n, nodes),
            "rho": (2, nodes),
            "rate_y": (n, 1 + n, nodes),
            "rho_w": (2, n, nodes),
            "rate_theta": (n, nodes),
            "rho_theta": (2, nodes),
            "flow": (faces,),
            "b_left": (faces, n),
            "b_right": (faces, n),
        },
        COMPLEX: {
            "matrix": (n, n),
            "follows": (nodes, n),
            **dict.fromkeys(("source", "arm", "branch", "swept", "phi"), (nodes,)),
            # at the faces: resistance of the electrons' rail, conductance of both, and the derivative of the ionic
            # current by the cell's, which is one at the separator and zero at the collector
            **dict.fromkeys(("rs", "g", "by_current", "left", "right"), (faces,)),
        },
    }


_work_at = table(
    "Response",
    {"jacobian": JACOBIAN}
    | {name: kind.array(len(shape)) for kind, some in _room(1, 1).items() for name, shape in some.items()},
)


def room_for(jacobian: Any, n: int, nodes: int) -> Memory:
    """What `respond` works with, for electrodes of `n` local states."""
    real, complex_ = _room(n, nodes).values()
    return Memory([jacobian], *layout(1, real | complex_, complex_names=complex_))


@kernel(allocates=False, entry=_RESPOND)
def respond(address, parameters, contacts, profiles, currents, capacitances, omega, exact, impedance, parts):
    """Fill impedance (members, points) [ohm m2] and parts (members, 4) at the states `profiles`.

    The parts are resistances at fixed local states, of ion transport, electron transport and the reaction [ohm m2], and
    the mean conductance of the reaction [S/m3]. Volumes that are not `exact` are lumped, as the solver has them.
    """
    work = _work_at(address)
    members, rows, nodes = profiles.shape
    n, points = rows - 1, omega.size
    rate, rho, rate_y, rho_w, rate_theta, rho_theta = (
        work.rate, work.rho, work.rate_y, work.rho_w, work.rate_theta, work.rho_theta,
    )  # fmt: skip
    flow, matrix, follows, b_left, b_right = work.flow, work.matrix, work.follows, work.b_left, work.b_right
    source, arm, branch, swept, phi = work.source, work.arm, work.branch, work.swept, work.phi
    rs, g, by_current, left, right = work.rs, work.g, work.by_current, work.left, work.right
    for k in range(nodes):
        arm[k] = branch[k] = 1.0
    by_current[0] = 1.0
    for member in range(members):
        p, y, current = parameters[member], profiles[member], currents[member]
        work.jacobian(y, p, contacts[member], rate, rho, rate_y, rho_w, rate_theta, rho_theta)
        h = p[THICKNESS] / nodes
        flow[0], flow[nodes] = current, 0.0
        for k in range(1, nodes):
            electrons = 0.5 * h * (rho[ELECTRONIC, k - 1] + rho[ELECTRONIC, k])
            ions = 0.5 * h * (rho[IONIC, k - 1] + rho[IONIC, k])
            flow[k] = (y[0, k] - y[0, k - 1] + current * electrons) / (electrons + ions)
        for k in range(1, nodes):  # change of the voltage across a face by the states to its left and right
            electrons = 0.5 * h * (current - flow[k])
            ions = 0.5 * h * flow[k]
            for a in range(n):
                b_left[k, a] = electrons * rho_w[ELECTRONIC, a, k - 1] - ions * rho_w[IONIC, a, k - 1]
                b_right[k, a] = electrons * rho_w[ELECTRONIC, a, k] - ions * rho_w[IONIC, a, k]
        for point in range(points + 1):
            held = point == points
            s = 0j if held else 1j * omega[point]
            for k in range(nodes):
                source[k] = -s * capacitances[member]
                if held:
                    for a in range(n):
                        follows[k, a] = 0j
                        source[k] += p[CHARGES + a] * rate_y[a, 0, k]
                else:
                    _follow(s, rate_y, k, matrix, follows[k])
                    for a in range(n):  # s x = d rate/dphi + d rate/dw x
                        source[k] += p[CHARGES + a] * s * follows[k, a]
                if exact:
                    both = rho[IONIC, k] + rho[ELECTRONIC, k]
                    arm[k], branch[k] = _uniform_line(-0.25 * h * h * both * source[k])
            response = complex(0.0, 0.0)
            for k in range(nodes):
                ions, electrons = rho[IONIC, k], rho[ELECTRONIC, k]
                response -= (1.0 - arm[k]) * (h * ions * electrons / (ions + electrons))
            response -= 0.5 * h * (rho[IONIC, 0] * arm[0] + rho[ELECTRONIC, nodes - 1] * arm[nodes - 1])
            for k in range(1, nodes):
                rs[k] = 0.5 * h * (rho[ELECTRONIC, k - 1] * arm[k - 1] + rho[ELECTRONIC, k] * arm[k])
                g[k] = _inverse(rs[k] + 0.5 * h * (rho[IONIC, k - 1] * arm[k - 1] + rho[IONIC, k] * arm[k]))
                by_current[k] = rs[k] * g[k]
                response -= rs[k] * (1.0 - by_current[k])
                left[k], right[k] = -g[k], g[k]
                for a in range(n):
                    left[k] += g[k] * b_left[k, a] * follows[k - 1, a]
                    right[k] += g[k] * b_right[k, a] * follows[k, a]
            # rows: (left(k+1) - right(k) + h source) phi(k) + right(k+1) phi(k+1) - left(k) phi(k-1) = -dg/dI
            # Written by what branches off up to a node, which no difference of large conductances takes digits from.
            branched = complex(0.0, 0.0)
            for k in range(nodes):
                phi[k] = by_current[k] - by_current[k + 1]
                if k > 0:
                    branched = -right[k] * branched * _inverse(branched + left[k])
                    phi[k] += left[k] * phi[k - 1]
                branched += h * source[k] * branch[k]
                inverse = _inverse(branched + left[k + 1])
                swept[k] = right[k + 1] * inverse
                phi[k] *= inverse
            for k in range(nodes - 2, -1, -1):
                phi[k] -= swept[k] * phi[k + 1]
            for k in range(nodes):
                along = by_current[k] - by_current[k + 1]
                for a in range(n):
                    # resistances of the electrons' rail on either side; the outermost halves carry the whole current
                    change = rs[k] * g[k] * b_right[k, a] + rs[k + 1] * g[k + 1] * b_left[k + 1, a]
                    electrons = (current - flow[k]) * (k > 0) + (current - flow[k + 1])
                    change -= 0.5 * h * electrons * rho_w[ELECTRONIC, a, k]
                    if k == 0:
                        change -= 0.5 * h * current * rho_w[IONIC, a, 0]
                    along += change * follows[k, a]
                response += along * phi[k]
            if not held:
                impedance[member, point] = -response
                continue
            by_ions, by_electrons, conductance = 0.0, 0.0, 0.0
            entering = 1.0
            for k in range(nodes):
                ions, electrons = rho[IONIC, k], rho[ELECTRONIC, k]
                share = electrons / (ions + electrons)
                leaving = 0.0
                if k < nodes - 1:
                    leaving = (g[k + 1] * (phi[k + 1] - phi[k] + rs[k + 1])).real
                begins, ends = entering - share, leaving - share
                own, crossed = _mean_squares(-0.25 * h * h * (ions + electrons) * source[k].real)
                square = (begins * begins + ends * ends) * own + 2.0 * begins * ends * crossed
                mean = 0.5 * arm[k].real * (begins + ends)
                by_ions += h * ions * (square + 2.0 * share * mean + share * share)
                by_electrons += h * electrons * (square - 2.0 * (1.0 - share) * mean + (1.0 - share) ** 2)
                conductance -= source[k].real / nodes
                entering = leaving
            parts[member, 0], parts[member, 1] = by_ions, by_electrons
            parts[member, 2], parts[member, 3] = -response.real - by_ions - by_electrons, conductance
