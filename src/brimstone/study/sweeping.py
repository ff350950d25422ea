"""One or two fields of a recipe varied: what each cell gives."""

import itertools
import math
from collections.abc import Sequence

import numpy as np

from brimstone._records import record
from brimstone.cell import Cell
from brimstone.errors import BrimstoneError, RecipeError
from brimstone.inspect import check
from brimstone.library import Library
from brimstone.recipe import Recipe
from brimstone.simulate import MEMBERS, NODES
from brimstone.simulate.discharge import at_rate
from brimstone.study.axes import Axis, read_axis
from brimstone.study.fields import changed
from brimstone.study.many import Outcome, Plan, Progress, begin
from brimstone.study.quantities import Quantity, quantities

OF = "capacity, voltage, energy"  #: what is told unless asked otherwise
MOST = 2500  #: cells of one sweep


@record
class Point:
    """One cell of a sweep.

    Attributes
    ----------
    texts : tuple of str
        What its fields are, one an axis.
    outcome : Outcome
    """

    texts: tuple[str, ...]
    outcome: Outcome


@record
class Sweep:
    """What came of a sweep.

    Attributes
    ----------
    recipe : Recipe
        That was varied.
    axes : tuple of Axis
    quantities : tuple of Quantity
    points : tuple of Point
        The last axis runs fastest.
    members : int
        Samples of each, the nominal one among them.
    """

    recipe: Recipe
    axes: tuple[Axis, ...]
    quantities: tuple[Quantity, ...]
    points: tuple[Point, ...]
    members: int

    @property
    def shape(self) -> tuple[int, ...]:
        """Values of each axis."""
        return tuple(len(axis.texts) for axis in self.axes)

    def values(self, name: str) -> np.ndarray:
        """Nominal values of a quantity, in its unit, in the shape of the axes; NaN where a cell failed."""
        return np.array([point.outcome.figure(name).value for point in self.points]).reshape(self.shape)

    def interval(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """Ends of the 80 % interval, as `values`; NaN where there is none."""
        figures = [point.outcome.figure(name) for point in self.points]
        low, high = (
            np.array([math.nan if end is None else end for end in ends]).reshape(self.shape)
            for ends in ([one.low for one in figures], [one.high for one in figures])
        )
        return low, high

    @property
    def failed(self) -> tuple[Point, ...]:
        """Cells without numbers."""
        return tuple(point for point in self.points if point.outcome.reason)

    def best(self, quantity: Quantity) -> Point | None:
        """The cell with the best value; None when nothing came, or neither way is better."""
        known = [point for point in self.points if math.isfinite(point.outcome.figure(quantity.name).value)]
        if not known or not quantity.better:
            return None
        sign = 1.0 if quantity.better == "higher" else -1.0
        return max(known, key=lambda point: sign * point.outcome.figure(quantity.name).value)


def sweep(
    recipe: Recipe | Cell,
    vary: str | Sequence[str],
    *,
    of: str = OF,
    at: str | None = None,
    library: Library | None = None,
    certain: bool = False,
    members: int | None = None,
    seed: int = 0,
    nodes: int = NODES,
    progress: Progress | None = None,
) -> Sweep:
    """Vary one or two fields of a recipe and take the first discharge of each cell.

    Parameters
    ----------
    recipe : Recipe or Cell
    vary : str or sequence of str
        One or two axes such as ``"cathode.loading=0.5..6 mg/cm2:12"``; see `brimstone.study.axes`.
    of : str
        Names of `brimstone.study.quantities.QUANTITIES` with commas between.
    at : str, optional
        Rate of the discharge, such as ``"1C"``; that of the recipe unless given.
    library : Library, optional
    certain : bool
        Nominal values only.
    members : int, optional
        Samples of each cell; 200, or 50 for more than 40 cells.
    seed, nodes : int
        As of `brimstone.simulate.Settings`.
    progress : callable, optional
        Told which share of the cells is done.

    Raises
    ------
    BrimstoneError
        For a path, a value or a quantity that can't be, or when not one of the cells can be made. Cells that fail
        otherwise have a reason instead of numbers.
    """
    asked = quantities(of)
    recipe, library = begin(recipe, library, asked)
    axes = tuple(read_axis(one) for one in ([vary] if isinstance(vary, str) else vary))
    if not 1 <= len(axes) <= 2:
        raise BrimstoneError(f"{len(axes)} fields can't be swept at once; vary one or two")
    if len({axis.path for axis in axes}) < len(axes):
        raise BrimstoneError(f"{axes[0].path} is varied twice")
    count = math.prod(len(axis.texts) for axis in axes)
    if count > MOST:
        raise BrimstoneError(f"{count} cells are too many for one sweep; ask for at most {MOST}")
    samples = (MEMBERS if count <= 40 else MEMBERS // 4) if members is None else members
    start = recipe if at is None else at_rate(recipe, at)
    texts = list(itertools.product(*(axis.texts for axis in axes)))
    recipes, refused = _made(start, axes, texts, library)
    if len(refused) == len(texts):
        raise refused[0]
    plan = Plan.of(recipe, library, asked, certain=certain, members=samples, seed=seed, nodes=nodes)
    outcomes = plan.outcomes(recipes, progress)
    points = tuple(Point(each, outcome) for each, outcome in zip(texts, outcomes, strict=True))
    return Sweep(recipe, axes, asked, points, 1 if certain else 1 + samples)


def _made(
    recipe: Recipe, axes: Sequence[Axis], texts: Sequence[tuple[str, ...]], library: Library
) -> tuple[list[Recipe | str], list[RecipeError]]:
    """The recipe of each cell, or why it can't be made; and the errors."""
    found: list[Recipe | str] = []
    refused: list[RecipeError] = []
    for each in texts:
        try:
            made = recipe
            for axis, text in zip(axes, each, strict=True):
                made = changed(made, axis.path, text, library)
            check(made, library)
            found.append(made)
        except RecipeError as problem:
            refused.append(problem)
            found.append(f"{problem.field}: {problem.problem}" if problem.field else problem.problem)
    return found, refused
