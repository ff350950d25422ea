import numpy as np
import pytest

from brimstone._jit import numba
from brimstone.physics import elementary


@numba.njit
def compiled_exp(x):
    out = np.empty_like(x)
    for k in range(x.size):
        out[k] = elementary.exp(x[k])
    return out


@numba.njit
def compiled_log(x):
    out = np.empty_like(x)
    for k in range(x.size):
        out[k] = elementary.log(x[k])
    return out


@numba.njit
def compiled_exp_both(x):
    grown, shrunk = np.empty_like(x), np.empty_like(x)
    for k in range(x.size):
        grown[k], shrunk[k] = elementary.exp_both(x[k])
    return grown, shrunk


@numba.njit
def compiled_log_ratio(x, y):
    out = np.empty_like(x)
    for k in range(x.size):
        out[k] = elementary.log_ratio(x[k], y[k])
    return out


@numba.njit
def compiled_roots(x):
    inverse, fourth = np.empty_like(x), np.empty_like(x)
    for k in range(x.size):
        inverse[k], fourth[k] = elementary.inverse_root(x[k]), elementary.fourth_root(x[k])
    return inverse, fourth


@pytest.mark.parametrize("size", [1e-6, 0.3, 1.0, 30.0, 708.0])
def test_the_compiled_exponential_is_numpys_to_round_off(size):
    x = np.random.default_rng(1).uniform(-size, size, 50_000)
    assert np.max(np.abs(compiled_exp(x) / np.exp(x) - 1)) < 1e-15


@pytest.mark.parametrize("size", [1e-6, 0.3, 1.0, 30.0, 708.0])
def test_an_exponential_and_its_inverse_come_together(size):
    x = np.random.default_rng(3).uniform(-size, size, 50_000)
    grown, shrunk = compiled_exp_both(x)
    assert np.max(np.abs(grown / np.exp(x) - 1)) < 1e-15
    assert np.max(np.abs(shrunk * np.exp(x) - 1)) < 1e-15
    assert elementary.exp_both(2.0) == (np.exp(2.0), 1 / np.exp(2.0))


@pytest.mark.parametrize("size", [1e-6, 0.3, 1.0, 30.0, 690.0])
def test_the_compiled_logarithm_is_numpys_to_round_off(size):
    x = np.exp(np.random.default_rng(2).uniform(-size, size, 50_000))
    assert np.max(np.abs(compiled_log(x) - np.log(x)) / np.abs(np.log(x))) < 1e-15


@pytest.mark.parametrize("size", [1e-6, 0.3, 1.0, 30.0, 340.0])
def test_the_compiled_logarithm_of_a_ratio_is_numpys_to_round_off(size):
    x, y = np.exp(np.random.default_rng(4).uniform(-size, size, (2, 50_000)))
    logarithm = np.log(x) - np.log(y)
    assert np.max(np.abs(compiled_log_ratio(x, y) - logarithm) / (1.0 + np.abs(logarithm))) < 1e-15


@pytest.mark.parametrize("size", [1e-6, 0.3, 1.0, 30.0, 690.0])
def test_the_compiled_roots_are_numpys_to_round_off(size):
    x = np.exp(np.random.default_rng(5).uniform(-size, size, 50_000))
    inverse, fourth = compiled_roots(x)
    assert np.max(np.abs(inverse * np.sqrt(x) - 1)) < 1e-15
    assert np.max(np.abs(fourth / np.sqrt(np.sqrt(x)) - 1)) < 2e-15


def test_the_compiled_exponential_stays_finite_where_steps_overshoot():
    far = compiled_exp(np.array([-1e6, 1e6]))
    assert 0 < far[0] < 1e-300
    assert 1e300 < far[1] < np.inf


def test_what_is_not_a_number_stays_so_through_compiled_functions():
    assert np.isnan(compiled_exp(np.array([np.nan]))).all()
    assert np.isnan(compiled_log(np.array([np.nan]))).all()
    assert np.isnan(compiled_exp_both(np.array([np.nan]))[0]).all()
    assert np.isnan(compiled_roots(np.array([np.nan]))).all()
    assert np.isnan(compiled_log_ratio(np.array([np.nan, 1.0]), np.array([1.0, np.nan]))).all()


def test_in_python_they_are_numpys():
    assert elementary.exp(1.0) == np.e
    assert elementary.log(np.e) == 1.0
    assert elementary.log_ratio(np.e, 1.0) == 1.0
    assert elementary.inverse_root(4.0) == 0.5
    assert elementary.fourth_root(16.0) == 2.0
    assert elementary.exp(1j * np.pi).real == -1.0
