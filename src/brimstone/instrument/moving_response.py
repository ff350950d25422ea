"""What the motion of dissolved sulfur from node to node adds to the response of a porous electrode.

`brimstone.instrument._response` takes each node with what its neighbours hold at rest. Here the same equations, lumped
as the solver has them, are solved with and without what neighbours pass on; the difference is what motion does, at
frequencies so low that a lumped volume is exact.
"""

from typing import Any, NamedTuple

import numpy as np

from brimstone.solver.interface import AFTER, BEFORE, CHARGES, ELECTRONIC, IONIC, THICKNESS, Fields

_STILL = 1e3  # frequency over the fastest exchange between nodes, from which on nothing that moves gets anywhere


class State(NamedTuple):
    """A member in the state that is measured.

    Attributes
    ----------
    p, y : ndarray (parameters,), (1 + states, nodes)
    current : float
        Discharge positive [A/m2].
    capacitance : float
        Of the double layer [F/m3].
    contact : float
        Left of the one that the parameters are for [-].
    """

    p: np.ndarray
    y: np.ndarray
    current: float
    capacitance: float
    contact: float


def moving_response(jacobian: Any, fields: Fields, of: State, omega: np.ndarray) -> np.ndarray:
    """Impedance with fields that move less that with fields that neighbours keep [ohm m2], (points,).

    Parameters
    ----------
    jacobian : node function
    fields : Fields
        Of the model.
    of : State
    omega : ndarray (points,)
        Angular frequency [1/s].
    """
    p, y = of.p, of.y.copy()
    n, nodes = y.shape[0] - 1, y.shape[1]
    rate, rho, rate_theta, rho_theta = (np.zeros((rows, nodes)) for rows in (n, 2, n, 2))
    rate_y, rho_w = np.zeros((n, 1 + n, nodes)), np.zeros((2, n, nodes))
    jacobian.__wrapped__(y, p, of.contact, rate, rho, rate_y, rho_w, rate_theta, rho_theta)
    by = np.zeros((len(fields.places), 2, nodes))
    fields.across.__wrapped__(y, p, by)
    result, slow = np.zeros(omega.size, dtype=complex), omega < _STILL * np.abs(by).max()
    if not slow.any():
        return result
    h = p[THICKNESS] / nodes
    electrons = 0.5 * h * (rho[ELECTRONIC, :-1] + rho[ELECTRONIC, 1:])
    g = 1.0 / (electrons + 0.5 * h * (rho[IONIC, :-1] + rho[IONIC, 1:]))
    flow = np.concatenate([[of.current], g * (np.diff(y[0]) + of.current * electrons), [0.0]])
    by_ions, by_electrons = 0.5 * h * rho_w[IONIC], 0.5 * h * rho_w[ELECTRONIC]
    # derivatives of the currents of inner faces by the nodes before and after, and of the voltage by the nodes
    through = (of.current - flow[1:-1]) * g, flow[1:-1] * g
    before = np.concatenate([[-g], through[0] * by_electrons[:, :-1] - through[1] * by_ions[:, :-1]])
    after = np.concatenate([[g], through[0] * by_electrons[:, 1:] - through[1] * by_ions[:, 1:]])
    by_current = -np.diff(np.concatenate([[1.0], electrons * g, [0.0]]))
    voltage = np.concatenate([by_current[None], -(2.0 * of.current - flow[:-1] - flow[1:]) * by_electrons])
    voltage[1:, 1:] += electrons * after[1:]
    voltage[1:, :-1] += electrons * before[1:]
    voltage[1:, 0] -= of.current * by_ions[:, 0]
    charges = h * p[CHARGES : CHARGES + n]
    own = np.zeros((nodes, 1 + n, 1 + n))
    own[:, 0] = np.einsum("a,ajk->kj", charges, rate_y)
    own[:-1, 0] += before.T
    own[1:, 0] -= after.T
    own[:, 1:] = -np.moveaxis(rate_y, 2, 0)
    held = np.concatenate([[-h * of.capacitance], np.ones(n)])
    blocks = own + 1j * omega[slow, None, None, None] * np.diag(held)
    left, right = np.zeros((2, nodes, 1 + n, 1 + n))
    left[1:, 0], right[:-1, 0] = -before.T, after.T
    rest = _solved(blocks, left, right, by_current)
    for place, beside in zip(fields.places, by, strict=True):
        left[:, 1 + place, 1 + place], right[:, 1 + place, 1 + place] = -beside[BEFORE], -beside[AFTER]
    moved = _solved(blocks, left, right, by_current)
    result[slow] = -np.einsum("jk,pkj->p", voltage, moved - rest)
    return result


def _solved(blocks: np.ndarray, left: np.ndarray, right: np.ndarray, by_current: np.ndarray) -> np.ndarray:
    """Changes of the states with the current, (points, nodes, 1 + states), by a block tridiagonal system."""
    points, nodes, size, _ = blocks.shape
    beyond, x = np.zeros((nodes, points, size, size), complex), np.zeros((points, nodes, size), complex)
    for k in range(nodes):
        block, sides = blocks[:, k], np.zeros((points, size, size + 1), complex)
        sides[:, :, :size], sides[:, 0, size] = right[k], by_current[k]
        if k:
            block = block - left[k] @ beyond[k - 1]
            sides[:, :, size] -= np.einsum("ij,pj->pi", left[k], x[:, k - 1])
        solved = np.linalg.solve(block, sides)
        beyond[k], x[:, k] = solved[:, :, :size], solved[:, :, size]
    for k in range(nodes - 2, -1, -1):
        x[:, k] -= np.einsum("pij,pj->pi", beyond[k], x[:, k + 1])
    return x
