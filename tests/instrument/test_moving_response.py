"""The response of an electrode through which dissolved sulfur moves, beside that of a matrix of complex steps."""

import numpy as np
import pytest

from brimstone.instrument import moving_response as moving
from brimstone.instrument._response import respond, room_for
from brimstone.model.gel import GEL_THROUGH_DEPTH
from brimstone.model.gel.depth.parameters import Parameter, State
from tests.model import depths
from tests.model.compiled import plain_rates

NODES, N, CURRENT, CAPACITANCE = 5, len(State), 3.0, 2e4
OMEGA = 2.0 * np.pi * np.array([1e3, 1.0, 1e-2, 1e-4, 1e-6])
ROW = depths.row(mixing=3e-4, mixing_outside=2e-4, electronic_resistivity=5.0, ionic_resistivity=20.0)[0]


def profile():
    random = np.random.default_rng(5)
    y = np.zeros((1 + N, NODES))
    y[0] = 2.15 - 0.01 * np.arange(NODES)
    for name, low, high in (
        ("sulfide", 0.2, 0.4), ("sulfur", 0.02, 0.05), ("polysulfide", 0.1, 0.2), ("sulfur_outside", 0.05, 0.1),
        ("polysulfide_outside", 0.2, 0.3), ("reacted", 0.0, 0.01),
    ):  # fmt: skip
        y[1 + State[name]] = random.uniform(low, high, NODES)
    return y


def flows(y, current):
    """Residual of the algebraic rows and rates of all nodes, and the voltage, from the equations as written."""
    rate, rho = plain_rates(GEL_THROUGH_DEPTH, y, ROW)
    h = ROW[Parameter["thickness"]] / NODES
    ionic, electronic = (0.5 * h * (row[1:] + row[:-1]) for row in rho)
    inner = (y[0, 1:] - y[0, :-1] + current * electronic) / (electronic + ionic)
    residual = np.diff(np.concatenate([[current], inner, [0.0]])) + h * GEL_THROUGH_DEPTH.charges(ROW) @ rate
    lost = ((current - inner) * electronic).sum() + 0.5 * h * current * (rho[0, 0] + rho[1, -1])
    return np.concatenate([residual[None], rate]).ravel(), y[0, 0] - lost


def impedance_by_complex_steps(y):
    size, step = y.size, 1e-30j
    matrix, by_state = np.empty((size, size)), np.empty(size)
    for place in range(size):
        moved = y.astype(complex).ravel()
        moved[place] += step
        values, voltage = flows(moved.reshape(y.shape), CURRENT)
        matrix[:, place], by_state[place] = values.imag / 1e-30, voltage.imag / 1e-30
    values, voltage = flows(y.astype(complex), CURRENT + step)
    held = np.ones(y.shape)
    held[0] = ROW[Parameter["thickness"]] / NODES * CAPACITANCE
    follow = [np.linalg.solve(1j * w * np.diag(held.ravel()) - matrix, values.imag / 1e-30) for w in OMEGA]
    return np.array([-(by_state @ one + voltage.imag / 1e-30) for one in follow])


def test_the_impedance_is_that_of_all_equations_at_once():
    y = profile()
    room = room_for(GEL_THROUGH_DEPTH.functions.jacobian, N, NODES)
    kept, parts = np.empty((1, OMEGA.size), dtype=complex), np.empty((1, 4))
    respond(
        room.address, ROW[None], np.ones(1), y[None].copy(), np.array([CURRENT]), np.array([CAPACITANCE]), OMEGA, False,
        kept, parts,
    )  # fmt: skip
    of = moving.State(ROW, y, CURRENT, CAPACITANCE, 1.0)
    moves = moving.moving_response(GEL_THROUGH_DEPTH.functions.jacobian, GEL_THROUGH_DEPTH.fields, of, OMEGA)
    assert kept[0] + moves == pytest.approx(impedance_by_complex_steps(y), rel=1e-8)
    assert moves[0] == 0.0  # nothing gets anywhere so fast
    assert np.abs(moves[3]) > 1e-3 * np.abs(kept[0, 3])
