"""Small-signal response of a porous electrode: the compiled part of `brimstone.instrument.impedance`.

The equations of `brimstone.solver._electrode`, linearised about a state, on a mesh refined at both ends:
(i w M - J) dy = dF/dI, where M holds the double-layer capacitance in the algebraic rows and one in the others.
"""

import numpy as np

from brimstone._compile import function_at, kernel
from brimstone.solver.interface import CHARGES, ELECTRONIC, IONIC, JACOBIAN_TYPE, THICKNESS

_jacobian_at = function_at(JACOBIAN_TYPE)


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
def _ionic_current(p, y, rho, current, widths, owners, flow):
    """Fill the ionic part of the direct current at the faces of the fine mesh.

    Within a volume of the coarse mesh it varies linearly.
    """
    nodes = y.shape[1]
    half = 0.5 * p[THICKNESS] / nodes
    owner, along, left, right = -1, 0.0, current, current
    for k in range(widths.size):
        if owners[k] != owner:
            owner, left, along = owners[k], right, 0.0
            right = 0.0
            if owner + 1 < nodes:
                rs = half * (rho[ELECTRONIC, owner] + rho[ELECTRONIC, owner + 1])
                re = half * (rho[IONIC, owner] + rho[IONIC, owner + 1])
                right = (y[0, owner + 1] - y[0, owner] + current * rs) / (rs + re)
        flow[k] = left + along * nodes * (right - left)
        along += widths[k]
    flow[widths.size] = 0.0


@kernel()
def respond(address, parameters, contacts, profiles, currents, capacitances, widths, owners, omega, impedance, parts):
    """Fill impedance (members, points) [ohm m2] and parts (members, 4) at the states `profiles`.

    Widths of the fine mesh are fractions of the thickness; `owners` are the coarse volumes that contain them. The parts
    are resistances at fixed local states, of ion transport, electron transport and the reaction [ohm m2], and the mean
    conductance of the reaction [S/m3].
    """
    jacobian = _jacobian_at(address)
    members, rows, coarse = profiles.shape
    n, nodes, points = rows - 1, widths.size, omega.size
    rate, rho = np.zeros((n, coarse)), np.zeros((2, coarse))
    rate_y, rho_w = np.zeros((n, rows, coarse)), np.zeros((2, n, coarse))
    rate_theta, rho_theta = np.zeros((n, coarse)), np.zeros((2, coarse))
    flow, rs, g, h = np.zeros(nodes + 1), np.zeros(nodes + 1), np.zeros(nodes + 1), np.zeros(nodes)
    by_current = np.zeros(
        nodes + 1
    )  # derivative of the ionic current at the faces: one at the separator, zero at the collector
    by_current[0] = 1.0
    # derivatives of the ionic current at a face by the states to its left and right; of the voltage by those of a node
    b_left, b_right, v = np.zeros((nodes + 1, n)), np.zeros((nodes + 1, n)), np.zeros((nodes, n))
    matrix, follows = np.zeros((n, n), dtype=np.complex128), np.zeros((coarse, n), dtype=np.complex128)
    source = np.zeros(coarse, dtype=np.complex128)
    left, right = np.zeros(nodes + 1, dtype=np.complex128), np.zeros(nodes + 1, dtype=np.complex128)
    swept, phi = np.zeros(nodes, dtype=np.complex128), np.zeros(nodes, dtype=np.complex128)
    for member in range(members):
        p, y, current = parameters[member], profiles[member], currents[member]
        jacobian(y, p, contacts[member], rate, rho, rate_y, rho_w, rate_theta, rho_theta)
        _ionic_current(p, y, rho, current, widths, owners, flow)
        for k in range(nodes):
            h[k] = widths[k] * p[THICKNESS]
        slope = -0.5 * (h[0] * rho[IONIC, owners[0]] + h[nodes - 1] * rho[ELECTRONIC, owners[nodes - 1]])
        for k in range(1, nodes):
            one, other = owners[k - 1], owners[k]
            rs[k] = 0.5 * (h[k - 1] * rho[ELECTRONIC, one] + h[k] * rho[ELECTRONIC, other])
            g[k] = 1.0 / (rs[k] + 0.5 * (h[k - 1] * rho[IONIC, one] + h[k] * rho[IONIC, other]))
            by_current[k] = rs[k] * g[k]
            slope -= rs[k] * (1.0 - by_current[k])
            for a in range(n):
                electrons = current - flow[k]
                half = 0.5 * g[k]
                b_left[k, a] = (
                    half * h[k - 1] * (electrons * rho_w[ELECTRONIC, a, one] - flow[k] * rho_w[IONIC, a, one])
                )
                b_right[k, a] = (
                    half * h[k] * (electrons * rho_w[ELECTRONIC, a, other] - flow[k] * rho_w[IONIC, a, other])
                )
        for k in range(nodes):
            for a in range(n):
                electrons = (current - flow[k]) * (k > 0) + (current - flow[k + 1])
                v[k, a] = rs[k] * b_right[k, a] + rs[k + 1] * b_left[k + 1, a]
                v[k, a] -= 0.5 * h[k] * electrons * rho_w[ELECTRONIC, a, owners[k]]
        for a in range(n):
            v[0, a] -= 0.5 * h[0] * current * rho_w[IONIC, a, owners[0]]
        for point in range(points + 1):
            held = point == points
            s = 0j if held else 1j * omega[point]
            for node in range(coarse):
                source[node] = -s * capacitances[member]
                if held:
                    for a in range(n):
                        follows[node, a] = 0j
                        source[node] += p[CHARGES + a] * rate_y[a, 0, node]
                else:
                    _follow(s, rate_y, node, matrix, follows[node])
                    for a in range(n):  # s x = d rate/dphi + d rate/dw x
                        source[node] += p[CHARGES + a] * s * follows[node, a]
            for k in range(1, nodes):
                left[k], right[k] = complex(-g[k], 0.0), complex(g[k], 0.0)
                for a in range(n):
                    left[k] += b_left[k, a] * follows[owners[k - 1], a]
                    right[k] += b_right[k, a] * follows[owners[k], a]
            # rows: (left(k+1) - right(k) + h source) phi(k) + right(k+1) phi(k+1) - left(k) phi(k-1) = -dg/dI
            for k in range(nodes):
                diagonal = h[k] * source[owners[k]] + left[k + 1] - right[k]
                phi[k] = by_current[k] - by_current[k + 1]
                if k > 0:
                    diagonal += left[k] * swept[k - 1]
                    phi[k] += left[k] * phi[k - 1]
                inverse = _inverse(diagonal)
                swept[k] = right[k + 1] * inverse
                phi[k] *= inverse
            for k in range(nodes - 2, -1, -1):
                phi[k] -= swept[k] * phi[k + 1]
            response = complex(slope, 0.0)
            for k in range(nodes):
                along = complex(by_current[k] - by_current[k + 1], 0.0)
                for a in range(n):
                    along += v[k, a] * follows[owners[k], a]
                response += along * phi[k]
            if not held:
                impedance[member, point] = -response
                continue
            by_ions = 0.5 * h[0] * rho[IONIC, owners[0]]
            by_electrons = 0.5 * h[nodes - 1] * rho[ELECTRONIC, owners[nodes - 1]]
            conductance = 0.0
            for k in range(1, nodes):
                ions = g[k] * (phi[k].real - phi[k - 1].real + rs[k])
                by_ions += ions * ions * (1.0 / g[k] - rs[k])
                by_electrons += (1.0 - ions) * (1.0 - ions) * rs[k]
            for k in range(nodes):
                conductance -= widths[k] * source[owners[k]].real
            parts[member, 0], parts[member, 1] = by_ions, by_electrons
            parts[member, 2], parts[member, 3] = -response.real - by_ions - by_electrons, conductance
