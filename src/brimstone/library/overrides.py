"""Overrides of a recipe at the temperature of its cell, and an open-circuit curve as the law of sulfur has it."""

import numpy as np

from brimstone.constants import FARADAY, GAS_CONSTANT, ROOM_TEMPERATURE
from brimstone.errors import RecipeError, UnknownNameError
from brimstone.library.library import Library
from brimstone.physics.thermodynamics import equilibrium_potential
from brimstone.recipe import Recipe
from brimstone.recipe.overrides import OPEN_CIRCUIT, Override, at_temperature, curve_of
from brimstone.recipe.values import FrozenMapping

_CLOSE = 0.02  # [V]; what a curve may differ by from its law without a word


def resolved(recipe: Recipe, library: Library) -> tuple[FrozenMapping[str, str], list[str]]:
    """Overrides as numbers, and what a reader should know of them.

    An open-circuit curve sets potential, slope and step of the law of the equilibrium potential, by least squares.

    Raises
    ------
    RecipeError
        When a law or a table gives no number at the temperature of the cell, or a curve is set beside its constants.
    """
    numbers: dict[str, str] = {}
    told: list[str] = []
    temperature = recipe.operation.temperature.si
    for name, text in recipe.overrides.items():
        if name == OPEN_CIRCUIT and isinstance(text, Override):
            found, sentence = _law_of_curve(curve_of(text), recipe, library)
            if twice := [one for one in found if one in recipe.overrides]:
                raise RecipeError(f"also sets {twice[0]}; keep one of both", f"overrides.{name}", recipe.source)
            numbers |= {one: Override(number, text.written) for one, number in found.items()}
            told.append(sentence)
            continue
        try:
            numbers[name] = at_temperature(text, temperature)
        except ValueError as problem:
            raise RecipeError(str(problem), f"overrides.{name}", recipe.source) from None
    return FrozenMapping(numbers), told


def _law_of_curve(points: list[tuple[float, float]], recipe: Recipe, library: Library) -> tuple[dict[str, str], str]:
    """Constants of the equilibrium potential that come nearest to a curve, and how near."""
    temperature = recipe.operation.temperature.si
    b = FARADAY / (2.0 * GAS_CONSTANT * temperature)
    conversion, potential = np.array(points).T
    fixed = equilibrium_potential(conversion, 0.0, 0.0, 0.0, b)
    shapes = np.stack(
        [np.asarray(equilibrium_potential(conversion, *unit, b)) - fixed for unit in np.eye(3).tolist()], axis=1
    )
    (plateau, slope, step), *_ = np.linalg.lstsq(shapes, potential - fixed, rcond=None)
    error = float(np.abs(shapes @ [plateau, slope, step] + fixed - potential).max())
    try:
        active = library.material(recipe.cathode.active)
    except UnknownNameError:
        active = None
    if active is not None and "plateau_shift" in active:
        plateau -= active["plateau_shift"].si
    warmer = temperature - ROOM_TEMPERATURE
    plateau -= library.constant("conversion/temperature_coefficient").si * warmer
    own = active is not None and "plateau_slope" in active
    named = f"{active.name}.plateau_slope" if own and active is not None else "conversion/slope"
    found = {"conversion/potential": plateau, named: slope, "conversion/step": step}
    sentence = (
        f"overrides.{OPEN_CIRCUIT}: given; the law of the equilibrium potential follows its {len(points)} points "
        f"within {1e3 * error:.2g} mV"
    )
    if error > _CLOSE:
        sentence += ", which a line with one step and the ends of Nernst can't do better"
    return {name: f"{value:.8g} V" for name, value in found.items()}, sentence
