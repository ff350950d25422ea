"""One or two fields of a recipe varied: what each cell gives."""

import csv
import io
import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from brimstone._executor import Executor, Work, executor
from brimstone._records import record
from brimstone.errors import BrimstoneError
from brimstone.inspect import check
from brimstone.library import Library
from brimstone.library.shared import beside, with_folder
from brimstone.recipe import Recipe
from brimstone.simulate import Settings
from brimstone.simulate.discharge import at_rate, first_discharge
from brimstone.study.axes import Axis, parse_axis
from brimstone.study.batch import (
    Batch,
    CellLike,
    Outcome,
    Progress,
    Variants,
    starting_point,
    study_settings,
    variant,
    variant_or_failure,
)
from brimstone.study.metrics import DEFAULT, Metric, parse_metrics

_MEMBERS = 200
_MANY, _MEMBERS_OF_MANY = 40, 50  # cells, above which each has fewer samples


class Kept(Protocol):
    """Where outcomes are kept as they come, and found again, such as `brimstone.study.keeping.KeptSweep`."""

    @property
    def known(self) -> Mapping[int, Outcome]:
        """Outcomes of an earlier attempt, by the number of the cell."""

    def keep(self, number: int, texts: Sequence[str], outcome: Outcome) -> None:
        """Keep one more."""


@record
class SweepPoint:
    """One cell of a sweep.

    Attributes
    ----------
    texts : tuple of str
        Values of its fields, one per axis.
    evaluation : Outcome
    """

    texts: tuple[str, ...]
    evaluation: Outcome


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
        The last axis runs fastest; those of a table stand in its order.
    members : int
        Of each cell, the nominal one among them.
    listed : bool
        Whether the cells are those of a table, and not all combinations of the axes.
    """

    recipe: Recipe
    axes: tuple[Axis, ...]
    metrics: tuple[Metric, ...]
    points: tuple[SweepPoint, ...]
    members: int
    listed: bool = False

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of values on each axis; of a table, of its rows."""
        return (len(self.points),) if self.listed else tuple(len(axis.texts) for axis in self.axes)

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


@dataclass(frozen=True)
class Plan:
    """The cells of a sweep: all combinations of some axes, or the rows of a table.

    Attributes
    ----------
    axes : tuple of Axis
    rows : tuple of tuple of str, optional
        Of a table, a text for each axis; empty where the original recipe stays as it is.
    """

    axes: tuple[Axis, ...]
    rows: tuple[tuple[str, ...], ...] | None = None

    @classmethod
    def of_axes(cls, vary: str | Sequence[str]) -> "Plan":
        """One or two axes, as people write them.

        Raises
        ------
        BrimstoneError
            When an axis is malformed or repeated, or there are too many.
        """
        axes = tuple(parse_axis(each) for each in ([vary] if isinstance(vary, str) else vary))
        if not 1 <= len(axes) <= 2:
            raise BrimstoneError(f"{len(axes)} fields can't be swept at once; vary one or two, or give a table")
        if len({axis.path for axis in axes}) < len(axes):
            raise BrimstoneError(f"{axes[0].path} is varied twice")
        return cls(axes)

    @classmethod
    def of_table(cls, text: str) -> "Plan":
        """A table as CSV: paths of fields in the first row, a cell in each other row.

        Raises
        ------
        BrimstoneError
            When there are no rows, or they have not as many values as the first has paths.
        """
        head, *rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text)) if any(row)] or [[]]
        if not head or not all(head):
            raise BrimstoneError("expected the path of a field above each column, such as cathode.loading,rate")
        if len(set(head)) < len(head):
            raise BrimstoneError(f"a field is named twice: {', '.join(head)}")
        wrong = next((number for number, row in enumerate(rows, 2) if len(row) != len(head)), None)
        if wrong is not None:
            raise BrimstoneError(f"line {wrong} has {len(rows[wrong - 2])} values for {len(head)} fields")
        if not rows:
            raise BrimstoneError("there are no cells below the first line")
        columns = zip(head, zip(*rows, strict=True), strict=True)
        axes = tuple(Axis(path, tuple(dict.fromkeys(texts)), None, "") for path, texts in columns)
        return cls(axes, tuple(map(tuple, rows)))

    @property
    def count(self) -> int:
        """Number of cells."""
        return math.prod(len(axis.texts) for axis in self.axes) if self.rows is None else len(self.rows)

    def cells(self) -> Iterator[tuple[str, ...]]:
        """Texts of each cell, the last axis fastest."""
        return itertools.product(*(axis.texts for axis in self.axes)) if self.rows is None else iter(self.rows)

    def fields(self, texts: Sequence[str]) -> dict[str, str]:
        """Values by path of one cell."""
        return {axis.path: text for axis, text in zip(self.axes, texts, strict=True) if text}


@dataclass(frozen=True)
class SweepRequest:
    """What to vary, and what to report of each cell.

    Attributes
    ----------
    plan : Plan
    of : str
        Names of `brimstone.study.metrics.METRICS`, separated by commas.
    at : str, optional
        Rate of the discharge, such as ``"1C"``; that of the recipe by default.
    """

    plan: Plan
    of: str = DEFAULT
    at: str | None = None


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
        Called with how many cells are done, and how many there are.

    Raises
    ------
    BrimstoneError
        For an unknown field or metric, an impossible value, or when not one of the cells is possible. Cells that fail
        otherwise have a reason instead of numbers.
    """
    return PreparedSweep.of(cell, SweepRequest(Plan.of_axes(vary), of, at), library, settings).run(progress)


@record
class PreparedSweep:
    """A sweep that is ready to run.

    Attributes
    ----------
    recipe : Recipe
        That is varied, as given.
    plan : Plan
    variants : Variants
    """

    recipe: Recipe
    plan: Plan
    variants: Variants

    @classmethod
    def of(
        cls, cell: Recipe | CellLike, request: SweepRequest, library: Library | None, settings: Settings | None
    ) -> "PreparedSweep":
        """The sweep of a request.

        Raises
        ------
        BrimstoneError
            As `sweep`.
        """
        plan, metrics = request.plan, parse_metrics(request.of)
        recipe, library = starting_point(cell, library, metrics)
        settings = study_settings(settings, _MEMBERS if plan.count <= _MANY else _MEMBERS_OF_MANY)
        start = recipe if request.at is None else at_rate(recipe, request.at)
        if not any(axis.path.startswith("protocol") for axis in plan.axes):
            check(start, library)
            start = first_discharge(start)
        if (folder := beside(start.source)) is not None:
            library = with_folder(library, folder)
        start = start.moved("")  # the folder beside it is looked at once, not for every cell
        _require_possible(plan, start, library)
        return cls(recipe, plan, Variants(start, Batch.of(recipe, library, metrics, settings)))

    def run(self, progress: Progress | None = None, kept: Kept | None = None, place: Executor | None = None) -> Sweep:
        """Run the cells that are not kept yet.

        Parameters
        ----------
        progress : callable, optional
            Called with how many cells are done, and how many there are.
        kept : Kept, optional
            Where outcomes are kept.
        place : Executor, optional
            This machine by default.
        """
        plan, known = self.plan, {} if kept is None else kept.known
        found: list[Outcome | None] = [known.get(number) for number in range(plan.count)]
        missing = [number for number, outcome in enumerate(found) if outcome is None]
        places = list(plan.cells())
        work = Work(self.variants.outcome, Variants.lost)
        tasks = (plan.fields(places[number]) for number in missing)
        done = plan.count - len(missing)
        for index, outcome in (place or executor()).results(work, tasks, len(missing)):
            number = missing[index]
            found[number] = outcome
            if kept is not None:
                kept.keep(number, places[number], outcome)
            done += 1
            if progress is not None:
                progress(done, plan.count)
        points = tuple(
            SweepPoint(texts, outcome) for texts, outcome in zip(places, found, strict=True) if outcome is not None
        )
        batch = self.variants.batch
        members = batch.settings.sample_count(self.variants.start)
        return Sweep(self.recipe, plan.axes, batch.metrics, points, members, plan.rows is not None)


def _require_possible(plan: Plan, start: Recipe, library: Library) -> None:
    """Raise what is wrong with the first cell when none is possible."""
    for texts in plan.cells():
        if not isinstance(variant_or_failure(start, plan.fields(texts), library), str):
            return
    variant(start, plan.fields(next(plan.cells())), library)
