"""Cells of which none is better than another in everything: a front over several objectives.

The search is Optuna's multi-objective tree of Parzen estimators, in generations that run on all cores. What is no
candidate for an optimum (`brimstone.study.searching`) is none for a front.
"""

import importlib.util
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from brimstone._executor import Executor, executor
from brimstone._records import record
from brimstone.errors import BrimstoneError
from brimstone.library import Library
from brimstone.recipe import Recipe
from brimstone.simulate import Settings
from brimstone.simulate.discharge import at_rate
from brimstone.study.axes import Axis, Range, split_number
from brimstone.study.batch import Batch, CellLike, Progress, starting_point, study_settings
from brimstone.study.constraints import parse_constraint
from brimstone.study.metrics import METRICS, Metric, find_metric
from brimstone.study.optimising import Search, require_field
from brimstone.study.searching import NETWORK, Problem

_GENERATION = 16  # cells that are proposed at a time
_MOST_OBJECTIVES = 4
_VIOLATION = "violation"
_WAYS: dict[str, Literal["higher", "lower"]] = {"high": "higher", "higher": "higher", "low": "lower", "lower": "lower"}


@dataclass(frozen=True)
class Objective:
    """What is to be high or low: a metric, or a free field.

    Attributes
    ----------
    words : str
        As typed.
    metric : Metric or None
    path : str
        Of the field; empty for a metric.
    better : str
        ``"higher"`` or ``"lower"``.
    unit : str
    key : str
        In tables.
    """

    words: str
    metric: Metric | None
    path: str
    better: Literal["higher", "lower"]
    unit: str
    key: str

    @classmethod
    def parse(cls, words: str, ranges: Sequence[Range | Axis]) -> "Objective":
        """An objective from words such as ``Wh/kg``, ``rate=high`` or ``operation.stack_pressure=low``.

        Raises
        ------
        BrimstoneError
            When there is no such metric or free field, or neither high nor low is better.
        """
        name, sign, way = (part.strip() for part in words.partition("="))
        if sign:
            free = next((each for each in ranges if each.path == name), None)
            if way not in _WAYS or not isinstance(free, Range):
                fields = ", ".join(each.path for each in ranges if isinstance(each, Range))
                raise BrimstoneError(f"'{words}' is no objective; a free field is FIELD=high or FIELD=low, of {fields}")
            return cls(words, None, name, _WAYS[way], free.unit, name)
        metric = find_metric(name)
        if not metric.better:
            raise BrimstoneError(f"{metric.name} is better neither high nor low; name another objective")
        return cls(words, metric, "", _WAYS[metric.better], metric.unit, metric.key)


@dataclass(frozen=True)
class FrontCell:
    """A cell of a search for a front.

    Attributes
    ----------
    texts : tuple of str
        Values of its fields.
    values : tuple of float
        Of the objectives, in their units.
    failure : str
        Why it is no candidate; empty for a candidate.
    violation : float
        How far it is from being one; zero for a candidate.
    """

    texts: tuple[str, ...]
    values: tuple[float, ...]
    failure: str = ""
    violation: float = 0.0


@record
class Front:
    """Cells of which none is better than another in everything.

    Attributes
    ----------
    start : Recipe
    ranges : tuple of Range or Axis
    objectives : tuple of Objective
    cells : tuple of FrontCell
        The front, by its first objective, the best first.
    tried : tuple of FrontCell
        All that were evaluated.
    """

    start: Recipe
    ranges: tuple[Range | Axis, ...]
    objectives: tuple[Objective, ...]
    cells: tuple[FrontCell, ...]
    tried: tuple[FrontCell, ...]


def pareto(
    cell: Recipe | CellLike,
    request: Search,
    objectives: Sequence[str],
    *,
    library: Library | None = None,
    settings: Settings | None = None,
    progress: Progress | None = None,
    place: Executor | None = None,
) -> Front:
    """The front of a recipe's cell over two to four objectives, nominal values.

    Parameters
    ----------
    cell : Recipe or Cell
    request : Search
        Its ranges, constraints, rate and number of evaluations; not its objective.
    objectives : sequence of str
        Names of metrics such as ``"Wh/kg"`` and ``"cost"``, or free fields such as ``"rate=high"``.
    library : Library, optional
    settings : Settings, optional
        Mesh and seed.
    progress : callable, optional
        Called with how many cells are done, and how many there are.
    place : Executor, optional
        Where cells are run; this machine by default.

    Raises
    ------
    BrimstoneError
        For an unknown objective, field or range, when no cell is a candidate, or without Optuna.
    """
    ranges = request.ranges()
    wanted = tuple(Objective.parse(words, ranges) for words in objectives)
    if not 2 <= len(wanted) <= _MOST_OBJECTIVES or len({each.key for each in wanted}) < len(wanted):
        raise BrimstoneError(f"a front has 2 to {_MOST_OBJECTIVES} different objectives, not {', '.join(objectives)}")
    metrics = [each.metric for each in wanted if each.metric is not None]
    recipe, library = starting_point(cell, library, metrics)
    start = recipe if request.at is None else at_rate(recipe, request.at)
    for each in ranges:
        require_field(start, each, library)
    constraints = [parse_constraint(words, start, library) for words in request.within]
    needed = [*metrics, METRICS[NETWORK], *(each.metric for each in constraints if each.metric is not None)]
    batch = Batch.of(
        recipe, library, tuple({metric.name: metric for metric in needed}.values()),
        replace(study_settings(settings, 0), certain=True),
    )  # fmt: skip
    # The objective of the problem is not used: a front has several.
    place = place or executor()
    (baseline,) = batch.evaluate_all([start], place=place)
    problem = Problem(start, batch, METRICS[NETWORK], ranges, constraints, baseline, place)
    tried = _search(problem, wanted, request.evaluations, progress)
    candidates = [each for each in tried if not each.failure]
    if not candidates:
        raise BrimstoneError(f"no cell within these ranges is possible; the first failed: {tried[0].failure}")
    losses = np.array([_losses(each.values, wanted) for each in candidates])
    front = [each for each, best in zip(candidates, not_dominated(losses), strict=True) if best]
    front.sort(key=lambda each: _losses(each.values, wanted))
    return Front(recipe, tuple(ranges), wanted, tuple(front), tuple(tried))


def not_dominated(losses: np.ndarray) -> np.ndarray:
    """Which rows (cells, objectives) no other row is at least as low as in all columns and lower in one, (cells,)."""
    keep = np.ones(len(losses), dtype=bool)
    for number, row in enumerate(losses):
        as_good = np.all(losses <= row, axis=1)
        better = as_good & np.any(losses < row, axis=1)
        twin = as_good & ~better
        keep[number] = not better.any() and not twin[:number].any()
    return keep


def _losses(values: Sequence[float], objectives: Sequence[Objective]) -> list[float]:
    return [-value if each.better == "higher" else value for value, each in zip(values, objectives, strict=True)]


def _search(
    problem: Problem, objectives: Sequence[Objective], evaluations: int, progress: Progress | None
) -> list[FrontCell]:
    if importlib.util.find_spec("optuna") is None:
        raise BrimstoneError("a front needs Optuna: pip install 'brimstone[optimise]'")
    import optuna

    seed = problem.batch.settings.seed
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
        sampler = optuna.samplers.TPESampler(
            seed=seed,
            n_startup_trials=3 * _GENERATION,
            multivariate=True,
            constant_liar=True,
        )
    study = optuna.create_study(directions=["minimize"] * len(objectives), sampler=sampler)
    spaces = {each.path: _space(optuna, each) for each in problem.ranges}
    known: dict[tuple[str, ...], FrontCell] = {}
    asked = 0
    while asked < evaluations:
        trials = [study.ask(spaces) for _ in range(min(_GENERATION, evaluations - asked))]
        asked += len(trials)
        texts = [problem.texts(trial.params[each.path] for each in problem.ranges) for trial in trials]
        new = [each for each in dict.fromkeys(texts) if each not in known]
        known |= dict(zip(new, _cells(problem, objectives, new), strict=True))
        for trial, each in zip(trials, texts, strict=True):
            cell = known[each]
            trial.set_constraint(_VIOLATION, cell.violation)
            if not cell.values:
                study.tell(trial, state=optuna.trial.TrialState.FAIL)
            else:
                study.tell(trial, _losses(cell.values, objectives))
        if progress is not None:
            progress(asked, evaluations)
    return list(known.values())


def _space(optuna: Any, free: Range | Axis) -> Any:
    if isinstance(free, Axis):
        return optuna.distributions.IntDistribution(0, len(free.texts) - 1)
    return optuna.distributions.FloatDistribution(0.0, 1.0)


def _cells(problem: Problem, objectives: Sequence[Objective], texts: Sequence[tuple[str, ...]]) -> list[FrontCell]:
    variants = [problem.variant(each) for each in texts]
    cells = []
    for each, recipe, evaluation in zip(texts, variants, problem.evaluated(variants), strict=True):
        if isinstance(recipe, str) or evaluation.failure:
            cells.append(FrontCell(each, (), evaluation.failure or str(recipe)))
            continue
        written = dict(zip((free.path for free in problem.ranges), each, strict=True))
        values = tuple(
            _number(written[one.path]) if one.metric is None else evaluation.figure(one.metric.name).value
            for one in objectives
        )
        if not all(np.isfinite(values)):
            cells.append(FrontCell(each, (), "it lacks one of the objectives"))
            continue
        violations = dict(problem.violations(recipe, evaluation))
        cells.append(FrontCell(each, values, "; ".join(violations), sum(violations.values())))
    return cells


def _number(text: str) -> float:
    parts = split_number(text)
    return float("nan") if parts is None else parts[0]
