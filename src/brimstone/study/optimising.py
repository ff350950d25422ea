"""The best cell within ranges of a recipe's fields, what it gains, and what limits it."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from brimstone._executor import Executor, executor
from brimstone._records import record
from brimstone.design.energy import ReviewGoal, review_goals
from brimstone.errors import BrimstoneError, RecipeError
from brimstone.library import Library
from brimstone.recipe import Recipe
from brimstone.result import Figure
from brimstone.simulate import Settings
from brimstone.simulate.discharge import at_rate
from brimstone.study.axes import Axis, Range, parse_range
from brimstone.study.batch import Batch, CellLike, Evaluation, Progress, starting_point, study_settings
from brimstone.study.constraints import parse_constraint
from brimstone.study.fields import RATE, field_text, with_field
from brimstone.study.limiting import LimitingFactors, Trial, excluded_cells, limiting_factors
from brimstone.study.metrics import METRICS, Metric, find_metric
from brimstone.study.searching import NETWORK, Problem, search

_MEMBERS = 200
_ROBUST_MEMBERS = 40  # samples of each cell of a robust search
_MOST_FIELDS = 8
_REPORTED = (
    "capacity",
    "areal capacity",
    "voltage",
    "energy",
    "package energy",
    "cost",
    "areal cost",
    "resistance",
    "cell mass",
)


@dataclass(frozen=True)
class Search:
    """What to make best, and within which limits.

    Attributes
    ----------
    vary : str or sequence of str
        Ranges such as ``"cathode.loading=1..8 mg/cm2"`` (followed by ``log``, searched by ratios), or lists of values.
    objective : str
        Of `brimstone.study.metrics.METRICS`, or an alias of it, such as ``"Wh/kg"``.
    within : sequence of str
        Constraints: ``"cathode.composition.S=20..50 wt%"`` on a field, ``"voltage=1.9..2.5 V"`` on a metric.
    at : str, optional
        Rate of the discharge; that of the recipe by default.
    robust : bool
        Optimise the lower end of the 80 % interval (the upper, where less is better) instead of the nominal value.
    evaluations : int
        Most cells to try.
    """

    vary: str | Sequence[str]
    objective: str = "energy"
    within: Sequence[str] = ()
    at: str | None = None
    robust: bool = False
    evaluations: int = 300

    def ranges(self) -> list[Range | Axis]:
        """The ranges of `vary`.

        Raises
        ------
        BrimstoneError
            When one is malformed or repeated, or there are too many.
        """
        ranges = [parse_range(each) for each in ([self.vary] if isinstance(self.vary, str) else self.vary)]
        if not 1 <= len(ranges) <= _MOST_FIELDS:
            raise BrimstoneError(f"{len(ranges)} fields can't be optimised; vary 1 to {_MOST_FIELDS}")
        paths = [each.path for each in ranges]
        repeated = next((path for number, path in enumerate(paths) if path in paths[:number]), None)
        if repeated is not None:
            raise BrimstoneError(f"{repeated} is varied twice")
        return ranges


@dataclass(frozen=True)
class OptimisedField:
    """A field that was varied.

    Attributes
    ----------
    range : Range or Axis
    before : str or None
        In the original recipe.
    best : str
    end : str
        ``"lower"`` or ``"upper"`` when the best value is that end of the range, else empty.
    """

    range: Range | Axis
    before: str | None
    best: str
    end: Literal["lower", "upper", ""]

    @property
    def path(self) -> str:
        """Of the field."""
        return self.range.path


@record
class Gain:
    """One metric before and after, from samples that share every constant; in its unit."""

    metric: Metric
    before: Figure
    after: Figure
    difference: Figure


@record
class Optimum:
    """The best cell of a search.

    Attributes
    ----------
    start : Recipe
    recipe : Recipe
        With the best values; without anchors and reported figures, which belong to the original cell.
    objective : Metric
    robust : bool
        Whether an end of the 80 % interval was optimised.
    fields : tuple of OptimisedField
    gains : tuple of Gain
        The objective first.
    limits : LimitingFactors
        What limits further gains.
    outlook : tuple of (ReviewGoal, ReviewGoal)
        Directions that the reviews name, before and after; empty where they can't be computed.
    trials : tuple of Trial
    members : int
        Of the gains, the nominal one among them.
    """

    start: Recipe
    recipe: Recipe
    objective: Metric
    robust: bool
    fields: tuple[OptimisedField, ...]
    gains: tuple[Gain, ...]
    limits: LimitingFactors
    outlook: tuple[tuple[ReviewGoal, ReviewGoal], ...]
    trials: tuple[Trial, ...]
    members: int

    @property
    def gain(self) -> Gain:
        """Of the objective."""
        return self.gains[0]


def optimise(
    cell: Recipe | CellLike,
    request: Search,
    *,
    library: Library | None = None,
    settings: Settings | None = None,
    progress: Progress | None = None,
    place: Executor | None = None,
) -> Optimum:
    """Find the values of some fields that make a recipe's first discharge best.

    Parameters
    ----------
    cell : Recipe or Cell
    request : Search
    library : Library, optional
    settings : Settings, optional
        Of the gain; 200 samples unless set.
    progress : callable, optional
        Called with how many cells are done, and how many there are.
    place : Executor, optional
        Where cells are run; this machine by default.

    Raises
    ------
    BrimstoneError
        For an unknown field or metric, a malformed range, or when no cell within the ranges is possible.
    """
    objective = find_metric(request.objective)
    recipe, library = starting_point(cell, library, [objective])
    if not objective.better:
        raise BrimstoneError(f"{objective.name} is better neither high nor low; name another objective")
    ranges = request.ranges()
    start = recipe if request.at is None else at_rate(recipe, request.at)
    for each in ranges:
        require_field(start, each, library)
    constraints = [parse_constraint(words, start, library) for words in request.within]
    needed = [objective, METRICS[NETWORK], *(each.metric for each in constraints if each.metric is not None)]
    settings = replace(study_settings(settings, _MEMBERS), certain=False)
    searched = Batch.of(
        recipe, library, tuple({metric.name: metric for metric in needed}.values()),
        replace(settings, certain=not request.robust, members=_ROBUST_MEMBERS),
    )  # fmt: skip
    place = place or executor()
    (baseline,) = searched.evaluate_all([start], place=place)
    problem = Problem(start, searched, objective, ranges, constraints, baseline, place)
    texts = search(problem, request.evaluations, progress)
    best = problem.variant(texts)
    if isinstance(best, str):
        raise RecipeError(best, "", recipe.source)
    reported = _reported_metrics(objective, start)
    before, after = Batch.of(recipe, library, reported, settings).evaluate_all([start, best], place=place)
    fields = tuple(
        OptimisedField(each, field_text(start, each.path), text, each.end_at(text))
        for each, text in zip(ranges, texts, strict=True)
    )
    trials = tuple(problem.trials.values())
    return Optimum(
        start=recipe,
        recipe=_best_recipe(recipe, fields, library),
        objective=objective,
        robust=request.robust,
        fields=fields,
        gains=tuple(_gains(reported, before, after)),
        limits=limiting_factors(
            best,
            searched.nominal(),
            {each.path: each.best for each in fields if each.end},
            excluded_cells(trials, objective, problem.trials[texts].cost),
        ),
        outlook=_outlook(start, best, library),
        trials=trials,
        members=settings.sample_count(start),
    )


def require_field(recipe: Recipe, values: Range | Axis, library: Library) -> None:
    """Raise what is wrong with a field when none of its values, or neither end of its range, is possible."""
    texts = values.texts if isinstance(values, Axis) else (values.text(values.low), values.text(values.high))
    problems = []
    for text in texts:
        try:
            with_field(recipe, values.path, text, library)
        except RecipeError as problem:
            problems.append(problem)
    if len(problems) == len(texts):
        raise problems[0]


def _reported_metrics(objective: Metric, recipe: Recipe) -> tuple[Metric, ...]:
    names = [name for name in _REPORTED if recipe.format is not None or not METRICS[name].of_package]
    return tuple({metric.name: metric for metric in (objective, *(METRICS[name] for name in names))}.values())


def _gains(metrics: Sequence[Metric], before: Evaluation, after: Evaluation) -> Iterator[Gain]:
    for metric in metrics:
        first, last = before.members.get(metric.name), after.members.get(metric.name)
        difference = Figure(math.nan)
        if first is not None and last is not None:
            paired = last - first
            difference = Figure.of(paired, np.isfinite(paired))
        yield Gain(metric, before.figure(metric.name), after.figure(metric.name), difference)


def _outlook(before: Recipe, after: Recipe, library: Library) -> tuple[tuple[ReviewGoal, ReviewGoal], ...]:
    try:
        return tuple(zip(review_goals(before, library), review_goals(after, library), strict=True))
    except BrimstoneError:
        return ()  # a half cell, or one that gives nothing


def _best_recipe(recipe: Recipe, fields: Sequence[OptimisedField], library: Library) -> Recipe:
    """The recipe with its own protocol and the best values."""
    tree = {key: value for key, value in recipe.to_mapping().items() if key not in ("anchor", "reported")}
    best = Recipe.from_mapping(tree)
    for each in sorted(fields, key=lambda each: each.path == RATE):  # a rate cuts the protocol short
        best = with_field(best, each.path, each.best, library)
    return best
