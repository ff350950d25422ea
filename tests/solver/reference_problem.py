"""A two-state electrode with known discharge times: illustrative constants, no real cell."""

import numpy as np

from brimstone._compile import compilable, node_function
from brimstone.physics.elementary import exp
from brimstone.solver.ensemble import Problem, SolverOptions, Surroundings, run
from brimstone.solver.interface import (
    BY_CURRENT,
    CURRENT,
    JACOBIAN,
    LOSS,
    RATES,
    RESIST,
    SURROUND,
    SURROUND_SLOPES,
    Control,
    Functions,
)

F_RT = 38.92
KAPPA = 3  # place in a row of parameters, after thickness and two charges
RESISTANCE, EXCHANGE = 0, 1  # places in a row of the surroundings


@compilable
def _rates_at(phi, x, d):
    e = phi - 2.1 + 0.04 * (x - 0.5)
    backward = exp(0.5 * F_RT * e)
    main = 5e3 * (1 - 0.5 * d) * ((1 - x) / backward - x * backward)
    decay = 1e4 * (1 - d) * exp(0.25 * F_RT * (phi - 2.5))
    return main, decay, backward


@node_function(RATES)
def rates(y, p, theta, rate, rho):
    for k in range(y.shape[1]):
        x, d = y[1, k], y[2, k]
        main, decay, _ = _rates_at(y[0, k], x, d)
        rate[0, k] = main / 1e9
        rate[1, k] = decay / 5e7
        rho[0, k] = (1 + 3 * d) / (p[KAPPA] * (1 - 0.3 * x))
        rho[1, k] = 1 / (1 - 0.6 * x)


@node_function(RESIST)
def resist(y, p, theta, rho):
    for k in range(y.shape[1]):
        x, d = y[1, k], y[2, k]
        rho[0, k] = (1 + 3 * d) / (p[KAPPA] * (1 - 0.3 * x))
        rho[1, k] = 1 / (1 - 0.6 * x)


@node_function(JACOBIAN)
def jacobian(y, p, theta, rate, rho, rate_y, rho_w, rate_theta, rho_theta):
    for k in range(y.shape[1]):
        x, d = y[1, k], y[2, k]
        main, decay, backward = _rates_at(y[0, k], x, d)
        scale = 5e3 * (1 - 0.5 * d)
        by_e = -0.5 * F_RT * scale * ((1 - x) / backward + x * backward)
        rate[0, k] = main / 1e9
        rate[1, k] = decay / 5e7
        rate_y[0, 0, k] = by_e / 1e9
        rate_y[1, 0, k] = 0.25 * F_RT * decay / 5e7
        rate_y[0, 1, k] = (0.04 * by_e - scale * (1 / backward + backward)) / 1e9
        rate_y[0, 2, k] = -0.5 * main / (1 - 0.5 * d) / 1e9
        rate_y[1, 1, k] = 0.0
        rate_y[1, 2, k] = -decay / (1 - d) / 5e7
    for k in range(y.shape[1]):
        x, d = y[1, k], y[2, k]
        ions, electrons = 1 / (1 - 0.3 * x), 1 / (1 - 0.6 * x)
        rho[0, k] = (1 + 3 * d) / p[KAPPA] * ions
        rho[1, k] = electrons
        rho_w[0, 0, k] = 0.3 * (1 + 3 * d) / p[KAPPA] * ions * ions
        rho_w[0, 1, k] = 3 / p[KAPPA] * ions
        rho_w[1, 0, k] = 0.6 * electrons * electrons
        rho_w[1, 1, k] = 0.0


@compilable
def _lost(current, q, out):
    reduced = current / (2 * q[EXCHANGE])
    for place in range(out.size):
        out[place] = 1.0  # contact as assembled, and no event
    out[LOSS] = 2 / F_RT * np.arcsinh(reduced) + current * q[RESISTANCE]
    return reduced


@node_function(SURROUND)
def surround(swelling, current, z, q, out):
    _lost(current, q, out)


@node_function(SURROUND_SLOPES)
def surround_slopes(swelling, current, z, q, out, by):
    reduced = _lost(current, q, out)
    by[LOSS, BY_CURRENT] = 2 / F_RT / np.sqrt(1 + reduced * reduced) / (2 * q[EXCHANGE]) + q[RESISTANCE]


FUNCTIONS = Functions(rates, jacobian, surround, surround_slopes, resist)
ONE_C = 1e5 / 3600  # A/m2
CASES = {"A": (0.2, 0.03), "B": (1.0, 0.006), "C": (0.5, 0.002)}  # C-rate, conductivity of the ion conductor [S/m]


def parameters(case):
    """Of the electrode, then of its surroundings."""
    return np.array([[1e-4, 1e9, -5e7, CASES[case][1], 1e-3, 10.0]])


def surroundings(rows):
    """Nothing that changes: a resistance and the kinetics of an anode, the last of `rows`."""
    members = len(rows)
    return Surroundings(np.empty(0), rows[:, 4:], np.zeros((members, 2)), np.empty((members, 0)))


def discharge(case, cutoff=1.2):
    return Control(CURRENT, CASES[case][0] * ONE_C, lower=cutoff)


START = np.array([[0.02, 0.0]])


def problem(rows, controls, start=START):
    """Members with `rows` of parameters through `controls`, shape (1 or members, steps, columns)."""
    members = len(rows)
    starts = np.repeat(start, members, axis=0)
    return Problem(
        FUNCTIONS, np.ones(2), rows[:, :4], np.full(members, 2.1), starts, controls, surroundings(np.asarray(rows))
    )


def solve(case, steps, **options):
    """One member through the steps of a protocol."""
    return run(problem(parameters(case), [steps]), SolverOptions(**options))
