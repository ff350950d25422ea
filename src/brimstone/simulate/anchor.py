"""A prediction made to go through a measured point of the very cell.

The same recipe made in two laboratories differs by a factor on the reaction area. A measured capacity says which
laboratory this is: for each member of the ensemble the factor is drawn anew from its prior times the likelihood of the
measurement, and the rest of the prediction narrows with it.
"""

import numpy as np

from brimstone._records import nominal
from brimstone.errors import RecipeError
from brimstone.library import Ledger, Library
from brimstone.library.workbench import Workbench
from brimstone.model.derive import DerivedCell, derive
from brimstone.protocol import compile_protocol
from brimstone.protocol.program import SAFE_WINDOW
from brimstone.recipe import Recipe
from brimstone.recipe.recipe import Anchor
from brimstone.simulate.solve import solve_ensemble
from brimstone.solver.ensemble import SolverOptions
from brimstone.solver.interface import CHARGE, COMPLETED, LOWER, STATUS, UPPER

LABORATORY = "laboratory/ln_area"
_MODEL_ERROR = 0.08  # of the logarithm of a capacity: what model and measurement differ by when the factor is right
_RANGE, _COARSE, _FINE = 3.0, 13, 241  # of the factor, in standard deviations of its prior, and points of both grids
_NODES, _TOLERANCE = 20, 1e-5
_LEAST = 1e-3  # of the theoretical charge; below it a cell is dead and its capacity has no logarithm


def condition(recipe: Recipe, library: Library, members: int, seed: int) -> tuple[dict[str, np.ndarray], list[str]]:
    """Laboratory factor of each member, given the anchors of the recipe.

    Returns
    -------
    dict
        What `Ledger` takes as conditioned; empty without anchors.
    list of str
        What a reader should know of it.

    Raises
    ------
    RecipeError
        For an anchor that this cell can't be measured for.
    """
    if not recipe.anchor:
        return {}, []
    deviation = float(library.constant("laboratory/ln_area_deviation").si)
    coarse = np.linspace(-_RANGE, _RANGE, _COARSE)
    fine = np.linspace(-_RANGE, _RANGE, _FINE)
    cost = np.tile(0.5 * fine**2, (members, 1))
    notes = []
    for anchor in recipe.anchor:
        gaps = [_gap(recipe, library, anchor, members, seed, deviation * factor) for factor in coarse]
        gap = np.stack([np.interp(fine, coarse, row) for row in np.stack(gaps, axis=1)])
        cost += 0.5 * (gap / _MODEL_ERROR) ** 2
        lowest, highest = gap[0].min(), gap[0].max()
        if lowest > _MODEL_ERROR or highest < -_MODEL_ERROR:
            notes.append(
                f"anchor at {anchor.rate}: no laboratory factor reproduces {anchor.capacity} with this recipe; all "
                f"computed values are {'above' if lowest > 0.0 else 'below'} it. Check the recipe and the basis of the "
                "capacity."
            )
        elif highest - lowest < 0.2:
            notes.append(
                f"anchor at {anchor.rate}: the capacity is at its ceiling there and says little of the cell; a rate at "
                "which 25 to 85 % of theory come out says more"
            )
    weights = np.cumsum(np.exp(cost.min(axis=1, keepdims=True) - cost), axis=1)
    weights /= weights[:, -1:]
    ranks = np.random.default_rng([seed, 7]).permutation((np.arange(members) + 0.5) / members)
    factors = np.array([np.interp(rank, row, fine) for rank, row in zip(ranks, weights, strict=True)])
    factors[0] = fine[np.argmin(cost[0])]
    return {LABORATORY: deviation * factors}, notes


def _gap(recipe: Recipe, library: Library, anchor: Anchor, members: int, seed: int, factor: float) -> np.ndarray:
    """Computed over measured capacity of every member, as a logarithm, at one laboratory factor."""
    ledger = Ledger(members, seed, recipe.overrides, {LABORATORY: np.full(members, factor)})
    temperature = anchor.temperature.si if anchor.temperature is not None else None
    cell = derive(Workbench.of(recipe, library, ledger, temperature))
    charge, mass = nominal(cell.theoretical_charge), nominal(cell.active_mass)
    rows = compile_protocol(recipe, charge, mass, cell.starts_charged).controls[0]
    lower = min((row[LOWER] for row in rows if row[LOWER] > SAFE_WINDOW[0]), default=1.0)
    upper = max((row[UPPER] for row in rows if row[UPPER] < SAFE_WINDOW[1]), default=2.8)
    rate = {"rates": [str(anchor.rate)], "window": [f"{lower} V", f"{upper} V"], "direction": anchor.direction}
    mapping = {**recipe.to_mapping(), "protocol": [rate], "reference": "Li/Li+"}
    most = cell.equations.charge_limit * charge
    program = compile_protocol(Recipe.from_mapping(mapping, recipe.source), charge, mass, cell.starts_charged, most)
    solved = solve_ensemble(cell, program.controls, SolverOptions(_NODES, _TOLERANCE))
    passed = np.where(np.isin(solved.outcomes[:, -1, STATUS], COMPLETED), np.abs(solved.outcomes[:, -1, CHARGE]), 0.0)
    return np.log(np.maximum(passed, _LEAST * cell.theoretical_charge) / _areal(anchor, cell, recipe))


def _areal(anchor: Anchor, cell: DerivedCell, recipe: Recipe) -> np.ndarray:
    """The measured capacity per area [C/m2]."""
    if anchor.capacity.kind == "areal charge":
        return np.full(len(cell.parameters), anchor.capacity.si)
    masses = {
        "sulfur": cell.sulfur_mass,
        "active": cell.active_mass,
        "electrode": cell.composite.density * cell.composite.thickness,
    }
    if not np.all(masses[anchor.per] > 0.0):
        raise RecipeError(f"is per gram of {anchor.per}, and there is none in this cell", "anchor", recipe.source)
    return anchor.capacity.si * masses[anchor.per]
