"""Both sides of a symmetric cell as the solver reads them, and the electrode that stands in for a cathode."""

import numpy as np

from brimstone._compile import node_function, square_of
from brimstone.model.surroundings import Around, State
from brimstone.model.surroundings.kernels import fill, fill_slopes
from brimstone.solver.interface import (
    BY_CURRENT,
    BY_FIRST,
    EVENTS,
    FIRST_RATE,
    JACOBIAN,
    LOSS,
    RATES,
    RESIST,
    SURROUND,
    SURROUND_SLOPES,
    THETA,
    Functions,
)

_M, SIDE = len(State), len(Around)
_OUT, _BY = 3 + _M + len(EVENTS), (2 + _M) * (2 + _M)
_EVENT = FIRST_RATE + _M
#: Places behind both rows of parameters: room for what each side fills, and its derivatives.
_ONE, _OTHER, _BY_ONE, _BY_OTHER, END = 2 * SIDE + np.cumsum([0, _OUT, _OUT, _BY, _BY])
_EASE = 1e12  # [A/(m3 V)]; current that the electrode in place of a cathode takes up by its potential
HOLDS = 1e9  # [C/m3]; charge that it can take up, half of it as assembled: far from both ends
_RESISTS = 1e-12  # [ohm m]


@node_function(RATES)
def _rates(y, p, theta, rate, rho):
    for k in range(y.shape[1]):
        rate[0, k] = -_EASE / HOLDS * y[0, k]
        rho[0, k] = rho[1, k] = _RESISTS


@node_function(RESIST)
def _resist(y, p, theta, rho):
    for k in range(y.shape[1]):
        rho[0, k] = rho[1, k] = _RESISTS


@node_function(JACOBIAN)
def _jacobian(y, p, theta, rate, rho, rate_y, rho_w, rate_theta, rho_theta):
    for k in range(y.shape[1]):
        rate[0, k] = -_EASE / HOLDS * y[0, k]
        rho[0, k] = rho[1, k] = _RESISTS
        rate_y[0, 0, k] = -_EASE / HOLDS
        rate_y[0, 1, k] = 0.0


@node_function(SURROUND)
def _surround(swelling, current, z, q, out):
    one, other = q[_ONE:_OTHER], q[_OTHER:_BY_ONE]
    fill(0.0, current, z[:_M], q[:SIDE], one)
    fill(0.0, -current, z[_M:], q[SIDE : 2 * SIDE], other)
    out[LOSS], out[THETA] = one[LOSS] - other[LOSS], 1.0
    for j in range(_M):
        out[FIRST_RATE + j], out[FIRST_RATE + _M + j] = one[FIRST_RATE + j], other[FIRST_RATE + j]
    for event in range(len(EVENTS)):
        out[FIRST_RATE + 2 * _M + event] = min(one[_EVENT + event], other[_EVENT + event])
    out[FIRST_RATE + 2 * _M + len(EVENTS)] = one[_EVENT + len(EVENTS)]


@node_function(SURROUND_SLOPES)
def _surround_slopes(swelling, current, z, q, out, by):
    one, other = q[_ONE:_OTHER], q[_OTHER:_BY_ONE]
    by_one = square_of(q[_BY_ONE:_BY_OTHER], 2 + _M)
    by_other = square_of(q[_BY_OTHER:END], 2 + _M)
    fill_slopes(0.0, current, z[:_M], q[:SIDE], one, by_one)
    fill_slopes(0.0, -current, z[_M:], q[SIDE : 2 * SIDE], other, by_other)
    out[LOSS], out[THETA] = one[LOSS] - other[LOSS], 1.0
    by[LOSS, BY_CURRENT] = by_one[LOSS, BY_CURRENT] + by_other[LOSS, BY_CURRENT]
    for j in range(_M):
        row, after = FIRST_RATE + j, FIRST_RATE + _M + j
        out[row], out[after] = one[row], other[row]
        by[LOSS, BY_FIRST + j], by[LOSS, BY_FIRST + _M + j] = by_one[LOSS, BY_FIRST + j], -by_other[LOSS, BY_FIRST + j]
        by[row, BY_CURRENT], by[after, BY_CURRENT] = by_one[row, BY_CURRENT], -by_other[row, BY_CURRENT]
        for i in range(_M):
            by[row, BY_FIRST + i] = by_one[row, BY_FIRST + i]
            by[after, BY_FIRST + _M + i] = by_other[row, BY_FIRST + i]
    for event in range(len(EVENTS)):
        out[FIRST_RATE + 2 * _M + event] = min(one[_EVENT + event], other[_EVENT + event])
    out[FIRST_RATE + 2 * _M + len(EVENTS)] = one[_EVENT + len(EVENTS)]


FUNCTIONS = Functions(_rates, _jacobian, _surround, _surround_slopes, _resist)
