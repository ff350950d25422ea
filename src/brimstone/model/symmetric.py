"""A symmetric cell: the same electrode on both sides of a separator, one stripped while the other is plated.

The laws of the surroundings, which a cell has at its anode, act on both sides, each with states of its own. A
positive current strips the first side. To the solver an electrode that takes up whatever comes, at no potential, stands
where a cell has its cathode, so that every protocol, event and ensemble is at hand.
"""

import numpy as np

from brimstone._compile import node_function
from brimstone._records import record
from brimstone.model.derive import DerivedCell
from brimstone.model.surroundings import Around, State
from brimstone.model.surroundings.kernels import fill, fill_slopes
from brimstone.model.surroundings.parameters import SCALES
from brimstone.solver.ensemble import Problem, Surroundings
from brimstone.solver.interface import (
    BY_CURRENT,
    BY_FIRST,
    EVENTS,
    FIRST_RATE,
    JACOBIAN,
    LOSS,
    RATES,
    SURROUND,
    SURROUND_SLOPES,
    THETA,
    Functions,
)

_M, _N = len(State), len(Around)
_OUT, _BY = 3 + _M + len(EVENTS), (2 + _M) * (2 + _M)
_EVENT = FIRST_RATE + _M
#: Places behind both rows of parameters: room for what each side fills, and its derivatives.
_ONE, _OTHER, _BY_ONE, _BY_OTHER, _END = 2 * _N + np.cumsum([0, _OUT, _OUT, _BY, _BY])
_EASE = 1e12  # [A/(m3 V)]; current that the electrode in place of a cathode takes up by its potential
_HOLDS = 1e9  # [C/m3]; charge that it can take up, half of it as assembled: far from both ends
_RESISTS = 1e-12  # [ohm m]


@node_function(RATES)
def _rates(y, p, theta, rate, rho):
    for k in range(y.shape[1]):
        rate[0, k] = -_EASE / _HOLDS * y[0, k]
        rho[0, k] = rho[1, k] = _RESISTS


@node_function(JACOBIAN)
def _jacobian(y, p, theta, rate, rho, rate_y, rho_w, rate_theta, rho_theta):
    for k in range(y.shape[1]):
        rate[0, k] = -_EASE / _HOLDS * y[0, k]
        rho[0, k] = rho[1, k] = _RESISTS
        rate_y[0, 0, k] = -_EASE / _HOLDS
        rate_y[0, 1, k] = 0.0


@node_function(SURROUND)
def _surround(swelling, current, z, q, out):
    one, other = q[_ONE:_OTHER], q[_OTHER:_BY_ONE]
    fill(0.0, current, z[:_M], q[:_N], one)
    fill(0.0, -current, z[_M:], q[_N : 2 * _N], other)
    out[LOSS], out[THETA] = one[LOSS] - other[LOSS], 1.0
    for j in range(_M):
        out[FIRST_RATE + j], out[FIRST_RATE + _M + j] = one[FIRST_RATE + j], other[FIRST_RATE + j]
    for event in range(len(EVENTS)):
        out[FIRST_RATE + 2 * _M + event] = min(one[_EVENT + event], other[_EVENT + event])
    out[FIRST_RATE + 2 * _M + len(EVENTS)] = one[_EVENT + len(EVENTS)]


@node_function(SURROUND_SLOPES)
def _surround_slopes(swelling, current, z, q, out, by):
    one, other = q[_ONE:_OTHER], q[_OTHER:_BY_ONE]
    by_one = q[_BY_ONE:_BY_OTHER].reshape((2 + _M, 2 + _M))
    by_other = q[_BY_OTHER:_END].reshape((2 + _M, 2 + _M))
    fill_slopes(0.0, current, z[:_M], q[:_N], one, by_one)
    fill_slopes(0.0, -current, z[_M:], q[_N : 2 * _N], other, by_other)
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


FUNCTIONS = Functions(_rates, _jacobian, _surround, _surround_slopes)

#: What a cell has at its cathode and a symmetric cell has not.
_CATHODE = ("separator_full", "column", "contact_series", "assembled_collector", "corrosion")
_NO_COLLECTOR = 1e-30  # [ohm m2]; by which a film grows slower, and so not zero


@record
class SymmetricCell:
    """A symmetric cell, ready to be run; arrays of shape (members,).

    Attributes
    ----------
    side : ndarray (members, parameters)
        Of each of both sides, by `Around`, with the separator in the series resistance of the first.
    initial : ndarray (members, states)
        Of each side, by `State`.
    interface, separator : ndarray
        Area resistance of one interface as assembled, and of the separator [ohm m2].
    temperature : float
        [K]
    """

    side: np.ndarray
    initial: np.ndarray
    interface: np.ndarray
    separator: np.ndarray
    temperature: float

    @classmethod
    def of(cls, cell: DerivedCell) -> "SymmetricCell":
        """The cell that has the anode of another on both sides of its separator.

        What one side loses of its thickness the other gains, so that only creep out of the gap changes the pressure; it
        leaves from both sides, which counts twice on the stack.
        """
        side = cell.surroundings.parameters.copy()
        layers = [value for name, value in cell.resistances.items() if name.startswith("separator")]
        separator = np.sum(layers, axis=0)
        for name in _CATHODE:
            side[:, Around[name]] = 0.0
        side[:, Around.collector_resistance] = _NO_COLLECTOR
        side[:, Around.separator_pressed] = side[:, Around.assembled_contact] = 1.0
        side[:, Around.fresh_swelling] = side[:, Around.anode_growth] = 0.0
        side[:, Around.stiffness] *= 2.0
        side[:, Around.flowing] *= 0.5
        side[:, Around.series_resistance] = separator
        return cls(side, cell.surroundings.initial, cell.resistances["anode_interface"], separator, cell.temperature)

    @property
    def resistance(self) -> np.ndarray:
        """Of the whole cell as assembled against a small current: both interfaces and the separator [ohm m2]."""
        return np.asarray(2.0 * self.interface + self.separator)

    def problem(self, controls: np.ndarray) -> Problem:
        """What the solver integrates; the voltage is that of the second side less that of the first.

        `controls` have the shape (1, rows, columns) of `brimstone.solver.interface.Control`.
        """
        members = len(self.side)
        other = self.side.copy()
        other[:, Around.series_resistance] = 0.0
        parameters = np.concatenate([self.side, other, np.zeros((members, _END - 2 * _N))], axis=1)
        around = Surroundings(
            np.tile(SCALES, 2), parameters, np.zeros((members, 1)), np.tile(self.initial, 2)
        )
        rows = np.tile([1.0, _HOLDS], (members, 1))
        return Problem(FUNCTIONS, np.array([1e-5]), rows, np.zeros(members), np.full((members, 1), 0.5), controls, around)
