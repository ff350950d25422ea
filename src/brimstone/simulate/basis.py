"""What the rates of a recipe are counted from, for the nominal member of its cell."""

from dataclasses import replace

import numpy as np

from brimstone._records import nominal
from brimstone.model.derive import DerivedCell
from brimstone.protocol import Basis
from brimstone.recipe import Ramp, Recipe
from brimstone.simulate.solve import solve_nominal
from brimstone.solver.ensemble import SolverOptions
from brimstone.solver.interface import CURRENT, VOLTAGE_START, Control

_NODES = 5  # a cell as assembled is alike at all depths


def basis_of(cell: DerivedCell, recipe: Recipe) -> Basis:
    """Charge and mass of a cell, what a charge ends by, and where it rests if the recipe sweeps its voltage."""
    charge = nominal(cell.theoretical_charge)
    most = cell.equations.charge_limit * charge
    basis = Basis(charge, nominal(cell.active_mass), cell.starts_charged, most, cell.counter_potential)
    if not any(isinstance(step, Ramp) for step in recipe.protocol):
        return basis
    rest = np.array([[Control(CURRENT, 0.0, duration=0.0)]], dtype=float)
    at_rest = solve_nominal(cell, rest, SolverOptions(_NODES)).outcomes[0, 0, VOLTAGE_START]
    return replace(basis, at_rest=float(at_rest))
