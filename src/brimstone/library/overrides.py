"""Overrides of a recipe at the temperature of its cell, and an open-circuit curve as the model takes it."""

from collections.abc import Sequence

import numpy as np
from numpy.polynomial.chebyshev import chebvander

from brimstone.constants import FARADAY, GAS_CONSTANT, ROOM_TEMPERATURE
from brimstone.errors import RecipeError, UnknownNameError
from brimstone.library.library import Library
from brimstone.physics.thermodynamics import equilibrium_potential, own_curve
from brimstone.recipe import Recipe
from brimstone.recipe.overrides import OPEN_CIRCUIT, Override, at_temperature, curve_of
from brimstone.recipe.values import FrozenMapping

_CLOSE = 0.02  # [V]; what a curve may differ by from what is computed without a word
_FIRST, _LAST = 2, 13  # polynomials beyond the law
_EVEN = 200  # points between those of a curve, by which it is followed
_STIFF = 1e-4  # what wiggles cost, so that a curve of few points gets none


def coefficient_of(order: int) -> str:
    """Name of a coefficient of an open-circuit curve among the overrides of a completed recipe."""
    return f"{OPEN_CIRCUIT}/{order}"


def resolved(recipe: Recipe, library: Library) -> tuple[FrozenMapping[str, str], list[str]]:
    """Overrides as numbers, and what a reader should know of them.

    An open-circuit curve sets the constants of the law of the equilibrium potential, and polynomials beside it that
    follow what the law can't.

    Raises
    ------
    RecipeError
        When a law or a table gives no number at the temperature of the cell, or a curve is set beside its constants.
    """
    numbers: dict[str, str] = {}
    told: list[str] = []
    temperature = recipe.operation.temperature.si
    for name, text in recipe.overrides.items():
        try:
            if name == OPEN_CIRCUIT and isinstance(text, Override):
                found, sentence = _curve(curve_of(text, temperature), recipe, library)
                if twice := [one for one in found if one in recipe.overrides]:
                    raise ValueError(f"also sets {twice[0]}; keep one of both")
                numbers |= {name: text, **{one: Override(f"{volts:.10g} V", None) for one, volts in found.items()}}
                told.append(sentence)
            else:
                numbers[name] = at_temperature(text, temperature)
        except ValueError as problem:
            raise RecipeError(str(problem), f"overrides.{name}", recipe.source) from None
    return FrozenMapping(numbers), told


def _curve(points: Sequence[tuple[float, float]], recipe: Recipe, library: Library) -> tuple[dict[str, float], str]:
    """Constants by name [V] with which the equilibrium potential follows a curve, and how near it comes.

    Between its points the curve is taken without overshoot, and beyond the first and the last as far from the law as
    there.
    """
    from scipy.interpolate import PchipInterpolator  # few recipes have a curve

    temperature = recipe.operation.temperature.si
    b = FARADAY / (2.0 * GAS_CONSTANT * temperature)
    conversion, potential = np.array([point for number, point in enumerate(points) if _is_new(points, number)]).T

    def law(x: np.ndarray, *constants: float) -> np.ndarray:
        return np.asarray(equilibrium_potential(x, *constants, b))

    shapes = np.stack([law(conversion, *unit) - law(conversion, 0, 0, 0) for unit in np.eye(3).tolist()], axis=1)
    beside = potential - law(conversion, 0, 0, 0)
    (plateau, slope, step), *_ = np.linalg.lstsq(shapes, beside, rcond=None)
    if step < 0.0:  # plateaus fall; what rises is left to the polynomials
        (plateau, slope), *_ = np.linalg.lstsq(shapes[:, :2], beside, rcond=None)
        step = 0.0
    left = potential - law(conversion, plateau, slope, step)
    even = (np.arange(_EVEN) + 0.5) / _EVEN
    wanted = PchipInterpolator(conversion, left)(np.clip(even, conversion[0], conversion[-1]))
    orders = np.arange(_LAST + 1)
    stiff = np.diag(np.sqrt(_EVEN) * _STIFF * orders**2)
    matrix = np.vstack([chebvander(2.0 * even - 1.0, _LAST), stiff])
    series, *_ = np.linalg.lstsq(matrix, np.concatenate([wanted, np.zeros(_LAST + 1)]), rcond=None)
    # The constant and the slope of the series are the law's own.
    plateau, slope = plateau + series[0], slope - 2.0 * series[1]
    beyond = series[_FIRST:] * (np.abs(left).max() > 1e-6)
    followed = law(conversion, plateau, slope, step) + own_curve(conversion, tuple(beyond))
    error = float(np.abs(followed - potential).max())
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
    found |= {coefficient_of(order): float(one) for order, one in enumerate(beyond, _FIRST)} if beyond.any() else {}
    sentence = (
        f"overrides.{OPEN_CIRCUIT}: given; the equilibrium potential follows its {len(points)} points within "
        f"{1e3 * error:.2g} mV"
    )
    if error > _CLOSE:
        sentence += ": it has steeper parts than what is computed can follow"
    return {name: float(volts) for name, volts in found.items()}, sentence


def _is_new(points: Sequence[tuple[float, float]], number: int) -> bool:
    """Whether a point is not at the conversion of the one before it."""
    return number == 0 or points[number][0] > points[number - 1][0]
