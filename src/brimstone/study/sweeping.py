"""One or two fields of a recipe varied: what each cell gives."""

import itertools
import math
from collections.abc import Sequence

import numpy as np

from brimstone._records import record
from brimstone.errors import BrimstoneError
from brimstone.library import Library
from brimstone.recipe import Recipe
from brimstone.simulate import Settings
from brimstone.simulate.discharge import at_rate
from brimstone.study.axes import Axis, parse_axis
from brimstone.study.batch import (
    Batch,
    CellLike,
    Evaluation,
    Progress,
    starting_point,
    study_settings,
    variant,
    variant_or_failure,
)
from brimstone.study.metrics import DEFAULT, Metric, parse_metrics

MOST_CELLS = 2500  #: of one sweep
_MEMBERS = 200
_MANY, _MEMBERS_OF_MANY = 40, 50  # cells, above which each has fewer samples


@record
class SweepPoint:
    """One cell of a sweep.

    Attributes
    ----------
    texts : tuple of str
        Values of its fields, one per axis.
    evaluation : Evaluation
    """

    texts: tuple[str, ...]
    evaluation: Evaluation


@record
class Sweep:
    """What came of a sweep.

    Attributes
    ----------
    recipe : Recipe
        The one that was varied.
    axes : tuple of Axis
    metrics : tuple of Metric
    points : tuple of SweepPoint
        The last axis runs fastest.
    members : int
        Of each cell, the nominal one among them.
    """

    recipe: Recipe
    axes: tuple[Axis, ...]
    metrics: tuple[Metric, ...]
    points: tuple[SweepPoint, ...]
    members: int

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of values on each axis."""
        return tuple(len(axis.texts) for axis in self.axes)

    def values(self, name: str) -> np.ndarray:
        """Nominal values of a metric, in its unit, in the shape of the axes; NaN where a cell failed."""
        return np.array([point.evaluation.figure(name).value for point in self.points]).reshape(self.shape)

    def interval(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """Ends of the 80 % interval, as `values`; NaN where there is none."""
        figures = [point.evaluation.figure(name) for point in self.points]
        low, high = (
            np.array([math.nan if end is None else end for end in ends]).reshape(self.shape)
            for ends in ([each.low for each in figures], [each.high for each in figures])
        )
        return low, high

    @property
    def failed(self) -> tuple[SweepPoint, ...]:
        """Cells without numbers."""
        return tuple(point for point in self.points if point.evaluation.failure)

    def best(self, metric: Metric) -> SweepPoint | None:
        """The cell with the best value; None when all failed, or neither high nor low is better."""
        values = {point.texts: point.evaluation.figure(metric.name).value for point in self.points}
        known = [point for point in self.points if math.isfinite(values[point.texts])]
        if not known or not metric.better:
            return None
        return min(known, key=lambda point: metric.cost(values[point.texts]))


def sweep(
    cell: Recipe | CellLike,
    vary: str | Sequence[str],
    *,
    of: str = DEFAULT,
    at: str | None = None,
    library: Library | None = None,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> Sweep:
    """Vary one or two fields of a recipe and take the first discharge of each cell.

    Parameters
    ----------
    cell : Recipe or Cell
    vary : str or sequence of str
        One or two axes such as ``"cathode.loading=0.5..6 mg/cm2:12"``; see `brimstone.study.axes`.
    of : str
        Names of `brimstone.study.metrics.METRICS`, separated by commas.
    at : str, optional
        Rate of the discharge, such as ``"1C"``; that of the recipe by default.
    library : Library, optional
    settings : Settings, optional
        200 samples of each cell unless set, or 50 for more than 40 cells.
    progress : callable, optional
        Called with the share of the cells that is done.

    Raises
    ------
    BrimstoneError
        For an unknown field or metric, an impossible value, or when not one of the cells is possible. Cells that fail
        otherwise have a reason instead of numbers.
    """
    metrics = parse_metrics(of)
    recipe, library = starting_point(cell, library, metrics)
    axes = tuple(parse_axis(each) for each in ([vary] if isinstance(vary, str) else vary))
    if not 1 <= len(axes) <= 2:
        raise BrimstoneError(f"{len(axes)} fields can't be swept at once; vary one or two")
    if len({axis.path for axis in axes}) < len(axes):
        raise BrimstoneError(f"{axes[0].path} is varied twice")
    count = math.prod(len(axis.texts) for axis in axes)
    if count > MOST_CELLS:
        raise BrimstoneError(f"{count} cells are too many for one sweep; the limit is {MOST_CELLS}")
    settings = study_settings(settings, _MEMBERS if count <= _MANY else _MEMBERS_OF_MANY)
    start = recipe if at is None else at_rate(recipe, at)
    places = list(itertools.product(*(axis.texts for axis in axes)))
    fields = [dict(zip((axis.path for axis in axes), texts, strict=True)) for texts in places]
    variants = [variant_or_failure(start, each, library) for each in fields]
    if all(isinstance(each, str) for each in variants):
        variant(start, fields[0], library)  # raises what is wrong with it
    evaluations = Batch.of(recipe, library, metrics, settings).evaluate_all(variants, progress)
    points = tuple(map(SweepPoint, places, evaluations))
    return Sweep(recipe, axes, metrics, points, settings.sample_count(start))
