"""A symmetric cell: the same electrode on both sides of a separator, one stripped while the other is plated.

The laws of the surroundings, which a cell has at its anode, act on both sides, each with states of its own. A
positive current strips the first side. To the solver an electrode that takes up whatever comes, at no potential, stands
where a cell has its cathode, so that every protocol, event and ensemble is at hand.
"""

import numpy as np

from brimstone._records import record
from brimstone.model.derive import DerivedCell
from brimstone.model.surroundings import Around
from brimstone.model.surroundings.parameters import scales_of
from brimstone.model.symmetric.kernels import END, FUNCTIONS, HOLDS, SIDE
from brimstone.solver.ensemble import Problem, Surroundings

__all__ = ["SymmetricCell"]

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
        side[:, Around.fresh_swelling] = side[:, Around.anode_growth] = side[:, Around.anode_by_swelling] = 0.0
        side[:, Around.given_by_charge], side[:, Around.given_by_swelling] = 1.0, 0.0
        side[:, Around.stiffness] *= 2.0
        side[:, Around.flowing] *= 0.5
        side[:, Around.series_resistance] = separator
        return cls(side, cell.surroundings.initial, cell.resistances["anode_interface"], separator, cell.temperature)

    @property
    def alone(self) -> "SymmetricCell":
        """The nominal member."""
        return SymmetricCell(self.side[:1], self.initial[:1], self.interface[:1], self.separator[:1], self.temperature)

    @property
    def pressure(self) -> float:
        """Stack pressure as assembled, nominal [Pa]."""
        return float(self.side[0, Around.initial_pressure])

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
        other[:, [Around.series_resistance, Around.salt_voltage]] = 0.0
        parameters = np.concatenate([self.side, other, np.zeros((members, END - 2 * SIDE))], axis=1)
        around = Surroundings(
            np.tile(scales_of(self.side[0]), 2), parameters, np.zeros((members, 1)), np.tile(self.initial, 2)
        )
        rows = np.tile([1.0, HOLDS], (members, 1))
        return Problem(
            FUNCTIONS, np.array([1e-5]), rows, np.zeros(members), np.full((members, 1), 0.5), controls, around
        )
