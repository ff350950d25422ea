"""That the compiled functions of a model are its plain ones, and its Jacobian their derivative."""

import numpy as np
import pytest

from brimstone._compile import function_at, kernel
from brimstone.solver.interface import JACOBIAN_TYPE, RATES_TYPE, TERMINAL_TYPE

_rates_at, _jacobian_at, _terminal_at = function_at(RATES_TYPE), function_at(JACOBIAN_TYPE), function_at(TERMINAL_TYPE)


@kernel()
def call_rates(address, y, p, rate, rho):
    """Fill `rate` and `rho` by the compiled rates at an address."""
    _rates_at(address)(y, p, rate, rho)


@kernel()
def call_jacobian(address, y, p, rate, rho, rate_y, rho_w):
    """Fill what the compiled Jacobian at an address fills."""
    _jacobian_at(address)(y, p, rate, rho, rate_y, rho_w)


@kernel()
def _call_terminal(address, current, p, out):
    _terminal_at(address)(current, p, out)


def plain_rates(model, y, p):
    """Rates and resistivities by numpy; `y` may be complex."""
    rate, rho = np.zeros((len(model.states), y.shape[1]), y.dtype), np.zeros((2, y.shape[1]), y.dtype)
    model.functions.rates.__wrapped__(y, p, rate, rho)
    return rate, rho


def _agrees(model, y, p, rate, rho):
    expected, expected_rho = plain_rates(model, y, p)
    # exponentials of sums of terms up to a few tens: a few units in the last place, amplified by as much
    assert rate == pytest.approx(expected, rel=1e-9, abs=1e-20)
    assert rho == pytest.approx(expected_rho, rel=1e-14)


def check_rates(model, y, p):
    """Compiled rates are those of plain numpy."""
    rate, rho = np.empty((len(model.states), y.shape[1])), np.empty((2, y.shape[1]))
    call_rates(model.functions.rates.address, y, p, rate, rho)
    _agrees(model, y, p, rate, rho)


def check_jacobian(model, y, p, relative=1e-13):
    """The compiled Jacobian fills the rates, too, and is their derivative, by complex steps.

    `relative` is how near the slopes of the resistivities have to come.
    """
    n, nodes = len(model.states), y.shape[1]
    rate_y, rho_w = np.zeros((n, 1 + n, nodes)), np.zeros((2, n, nodes))  # only what is not zero is filled
    rate_there, rho_there = np.empty((n, nodes)), np.empty((2, nodes))
    call_jacobian(model.functions.jacobian.address, y, p, rate_there, rho_there, rate_y, rho_w)
    _agrees(model, y, p, rate_there, rho_there)
    for row in range(1 + n):
        moved = y.astype(complex)
        moved[row] += 1e-30j
        rate, rho = plain_rates(model, moved, p)
        exact, exact_rho = rate.imag / 1e-30, rho.imag / 1e-30
        # what a film leaves of the drive is solved for to 1e-8, its slope by the equation itself
        scale = np.abs(rate.real) + np.abs(exact)
        assert np.all(np.abs(rate_y[:, row] - exact) <= 1e-5 * scale + 1e-18)
        if row:
            assert rho_w[:, row - 1] == pytest.approx(exact_rho, rel=relative, abs=1e-18)
        else:
            assert not exact_rho.any()


def terminal(model, current, p):
    """What the compiled and the plain function of the terminal give."""
    out, expected = np.empty(2), np.empty(2)
    _call_terminal(model.functions.terminal.address, current, p, out)
    model.functions.terminal.__wrapped__(current, p, expected)
    return out, expected
