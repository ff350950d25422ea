"""That the compiled functions of a model are its plain ones, and its Jacobian their derivative."""

import numpy as np
import pytest

from brimstone._compile import function_at, kernel
from brimstone.solver.interface import ACROSS, JACOBIAN, RATES

_rates_at, _jacobian_at, _across_at = function_at(RATES), function_at(JACOBIAN), function_at(ACROSS)

_THETA = 0.7  # contact at which compiled and plain functions are compared


@kernel()
def call_rates(address, y, p, theta, rate, rho):
    """Fill `rate` and `rho` by the compiled rates at an address."""
    _rates_at(address, y, p, theta, rate, rho)


@kernel()
def call_across(address, y, p, by):
    """Fill `by` by the compiled function of fields at an address."""
    _across_at(address, y, p, by)


@kernel()
def call_jacobian(address, y, p, theta, rate, rho, rate_y, rho_w, rate_theta, rho_theta):
    """Fill what the compiled Jacobian at an address fills."""
    _jacobian_at(address, y, p, theta, rate, rho, rate_y, rho_w, rate_theta, rho_theta)


def plain_rates(model, y, p, theta=1.0):
    """Rates and resistivities by numpy; `y` and `theta` may be complex."""
    of = np.result_type(y, theta)
    rate, rho = np.zeros((len(model.states), y.shape[1]), of), np.zeros((2, y.shape[1]), of)
    model.functions.rates.__wrapped__(y.astype(of), p, theta, rate, rho)
    return rate, rho


def _agrees(model, y, p, theta, rate, rho):
    expected, expected_rho = plain_rates(model, y, p, theta)
    # exponentials of sums of terms up to a few tens: a few units in the last place, amplified by as much
    assert rate == pytest.approx(expected, rel=1e-9, abs=1e-20)
    assert rho == pytest.approx(expected_rho, rel=1e-14)


def check_rates(model, y, p):
    """Compiled rates are those of plain numpy."""
    rate, rho = np.empty((len(model.states), y.shape[1])), np.empty((2, y.shape[1]))
    call_rates(model.functions.rates.address, y, p, _THETA, rate, rho)
    _agrees(model, y, p, _THETA, rate, rho)


def neighbours(model, y, p):
    """Derivatives of the rates of fields by themselves in the nodes beside, by the place of the field."""
    if model.fields is None:
        return {}
    by = np.empty((len(model.fields.places), 2, y.shape[1]))
    call_across(model.fields.across.address, y, p, by)
    return dict(zip(model.fields.places, by, strict=True))


def check_jacobian(model, y, p, relative=1e-13):
    """The compiled Jacobian fills the rates, too, and is their derivative, by complex steps.

    `relative` is how near the slopes of the resistivities have to come.
    """
    n, nodes = len(model.states), y.shape[1]
    rate_y, rho_w = np.zeros((n, 1 + n, nodes)), np.zeros((2, n, nodes))  # only what is not zero is filled
    rate_there, rho_there = np.empty((n, nodes)), np.empty((2, nodes))
    rate_theta, rho_theta = np.zeros((n, nodes)), np.zeros((2, nodes))
    call_jacobian(
        model.functions.jacobian.address, y, p, _THETA, rate_there, rho_there, rate_y, rho_w, rate_theta, rho_theta
    )
    _agrees(model, y, p, _THETA, rate_there, rho_there)
    for place, by in neighbours(model, y, p).items():  # complex steps below move all nodes at once
        rate_y[place, 1 + place] += by.sum(axis=0)
    rate, rho = plain_rates(model, y, p, _THETA + 1e-30j)
    exact, exact_rho = rate.imag / 1e-30, rho.imag / 1e-30
    assert np.all(np.abs(rate_theta - exact) <= 1e-5 * (np.abs(rate.real) + np.abs(exact)) + 1e-18)
    assert rho_theta == pytest.approx(exact_rho, rel=relative, abs=1e-18)
    for row in range(1 + n):
        moved = y.astype(complex)
        moved[row] += 1e-30j
        rate, rho = plain_rates(model, moved, p, _THETA)
        exact, exact_rho = rate.imag / 1e-30, rho.imag / 1e-30
        # what a film leaves of the drive is solved for to 1e-8, its slope by the equation itself
        scale = np.abs(rate.real) + np.abs(exact)
        assert np.all(np.abs(rate_y[:, row] - exact) <= 1e-5 * scale + 1e-18)
        if row:
            assert rho_w[:, row - 1] == pytest.approx(exact_rho, rel=relative, abs=1e-18)
        else:
            assert not exact_rho.any()
