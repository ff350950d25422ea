"""A composite between two electrodes that pass ions or electrons, but not both: how its conductivities are measured."""

import numpy as np
from scipy.optimize import brentq

from brimstone._records import record
from brimstone.errors import RecipeError
from brimstone.library.workbench import Workbench
from brimstone.model.blocking.kernels import linearise
from brimstone.model.capacitance import Arc, Capacitances, capacitances
from brimstone.model.derive import DerivedCell
from brimstone.physics.transmission_line import blocked_line
from brimstone.recipe.kinds import ION_BLOCKING
from brimstone.solver.interface import ELECTRONIC, IONIC

__all__ = ["BlockingCell"]

_REACH = 2.5  # [V] on either side of a first guess of the potential at rest


@record
class BlockingCell:
    """A composite as assembled, between blocking electrodes; arrays of shape (members,) unless told.

    Attributes
    ----------
    passes_ions : bool
        Whether the electrodes pass ions and block electrons; else the other way round.
    thickness : ndarray
        Of the composite [m].
    ionic, electronic : ndarray
        Resistances of both rails from end to end [ohm m2].
    capacitance : ndarray
        Of all double layers [F/m2].
    by_potential, by_states : ndarray (members, states), (members, states, states)
        Derivatives of the rates of the local states by the local potential [1/(V s)] and by the states [1/s], at rest.
    charges : ndarray (members, states)
        That goes with a change of each state [C/m2].
    arcs : tuple of Arc
        What is in series with the composite, on both sides together.
    """

    passes_ions: bool
    thickness: np.ndarray
    ionic: np.ndarray
    electronic: np.ndarray
    capacitance: np.ndarray
    by_potential: np.ndarray
    by_states: np.ndarray
    charges: np.ndarray
    arcs: tuple[Arc, ...]

    @classmethod
    def of(cls, bench: Workbench, cell: DerivedCell) -> "BlockingCell":
        """The composite of a cell, with the separator and the anode of the cell on both sides unless metal plates are.

        Raises
        ------
        RecipeError
            For a composite without an electrolyte, which conducts no ions.
        """
        recipe = bench.recipe
        if not cell.composite.electrolyte_shares:
            raise RecipeError(
                "has no electrolyte in it, so that no ions are conducted through it; name one in the composition",
                "cathode.composition",
                recipe.source,
            )
        thickness, model = cell.parameter("thickness"), cell.equations
        members, n = cell.initial_states.shape
        rho, charges = np.empty((members, 2)), np.empty((members, n))
        by_potential, by_states = np.empty((members, n)), np.empty((members, n, n))
        for member in range(members):
            p = cell.parameters[member]
            rho[member], rates_by = _at_rest(cell, member)
            by_potential[member], by_states[member] = rates_by[:, 0], rates_by[:, 1:]
            charges[member] = model.charges(p) * thickness[member]
        ions = recipe.cell != ION_BLOCKING
        stored = capacitances(bench, cell)
        return cls(
            passes_ions=ions,
            thickness=thickness,
            ionic=rho[:, IONIC] * thickness,
            electronic=rho[:, ELECTRONIC] * thickness,
            capacitance=stored.cathode * thickness,
            by_potential=by_potential,
            by_states=by_states,
            charges=charges,
            arcs=_both_sides(stored) if ions else (),
        )

    @property
    def passing(self) -> np.ndarray:
        """Resistance of the rail that the electrodes pass [ohm m2]."""
        return self.ionic if self.passes_ions else self.electronic

    @property
    def blocked(self) -> np.ndarray:
        """Resistance of the rail that they block [ohm m2]."""
        return self.electronic if self.passes_ions else self.ionic

    @property
    def outside(self) -> np.ndarray:
        """What is in series with the composite [ohm m2], (members,)."""
        return np.asarray(sum((arc.resistance for arc in self.arcs), np.zeros(self.thickness.shape)))

    def between_rails(self, s: np.ndarray) -> np.ndarray:
        """Impedance between the rails, of all interface in parallel, at complex frequencies.

        Parameters
        ----------
        s : ndarray (points,)
            [1/s]

        Returns
        -------
        ndarray of complex (members, points)
            [ohm m2]; double layers beside the reactions, which change the composition that they depend on.
        """
        n = self.charges.shape[1]
        matrices = s[None, :, None, None] * np.eye(n) - self.by_states[:, None]
        drives = np.broadcast_to(self.by_potential[:, None, :, None], (*matrices.shape[:3], 1))
        follows = np.linalg.solve(matrices, drives)[..., 0]
        admittance = s * (self.capacitance[:, None] - np.einsum("mn,mpn->mp", self.charges, follows))
        return np.asarray(1.0 / admittance)

    def composite(self, s: np.ndarray) -> np.ndarray:
        """Impedance of the composite alone at complex frequencies (points,) [ohm m2], (members, points)."""
        return np.asarray(blocked_line(self.passing[:, None], self.blocked[:, None], self.between_rails(s)))

    def impedance(self, frequency: np.ndarray) -> np.ndarray:
        """Of the whole cell at frequencies (points,) [Hz]; [ohm m2], (members, points)."""
        whole = self.composite(2j * np.pi * frequency)
        for arc in self.arcs:
            whole = whole + arc.impedance(frequency)
        return whole

    def slow(self, s: np.ndarray) -> np.ndarray:
        """Of the nominal cell at complex frequencies of any shape [ohm m2]; layers and interfaces as resistances.

        Their charge is stored within milliseconds, which a step of the voltage does not show.
        """
        one = self.alone
        return np.asarray(one.composite(np.ravel(s))[0].reshape(np.shape(s)) + one.outside[0])

    @property
    def alone(self) -> "BlockingCell":
        """The nominal member."""
        first = {
            name: getattr(self, name)[:1]
            for name in ("thickness", "ionic", "electronic", "capacitance", "by_potential", "by_states", "charges")
        }
        arcs = (
            Arc(arc.part, arc.name, arc.resistance[:1], arc.capacitance[:1], arc.dispersion[:1]) for arc in self.arcs
        )
        return BlockingCell(passes_ions=self.passes_ions, **first, arcs=tuple(arcs))


def _both_sides(stored: Capacitances) -> tuple[Arc, ...]:
    """What lies on both sides of a composite whose electrodes pass ions: all of a cell but the cathode's collector."""
    return tuple(arc.on_both_sides for arc in stored.arcs if arc.name != "collector")


def _at_rest(cell: DerivedCell, member: int) -> tuple[np.ndarray, np.ndarray]:
    """Resistivities of a member [ohm m], and the rates of its states by potential and states, where nothing flows."""
    model, p, states = cell.equations, cell.parameters[member], cell.initial_states[member]
    n, charges = states.size, cell.equations.charges(cell.parameters[member])
    y = np.concatenate([[0.0], states])[:, None].copy()
    rate, rho = np.zeros((n, 1)), np.zeros((2, 1))
    rate_y, rho_w = np.zeros((n, 1 + n, 1)), np.zeros((2, n, 1))
    rate_theta, rho_theta = np.zeros((n, 1)), np.zeros((2, 1))

    def current(potential: float) -> float:
        y[0, 0] = potential
        linearise(model.functions.jacobian.address, y, p, rate, rho, rate_y, rho_w, rate_theta, rho_theta)
        return float(charges @ rate[:, 0])

    guess = float(cell.initial_potential[member])
    low, high = guess - _REACH, guess + _REACH
    current(brentq(current, low, high, xtol=1e-9) if current(low) * current(high) < 0.0 else guess)
    return rho[:, 0].copy(), rate_y[:, :, 0].copy()
