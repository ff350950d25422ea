"""The search for the best cell within ranges.

scipy's differential evolution over all ranges at once, its generations run on all cores, then Nelder-Mead from the best
cell. A cell is no candidate when it is impossible, breaks a constraint, breaks a design rule that the original cell
keeps, or holds so little electrolyte that its network is near the threshold of percolation, where the formulas are not
to be trusted.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from brimstone._executor import Executor
from brimstone.errors import BrimstoneError
from brimstone.recipe import Recipe
from brimstone.study.axes import Axis, Range
from brimstone.study.batch import Batch, Evaluation, Progress, variant_or_failure
from brimstone.study.constraints import Constraint
from brimstone.study.fields import field_text
from brimstone.study.limiting import Trial
from brimstone.study.metrics import Metric

NETWORK = "electrolyte fraction"  #: the metric for ion percolation
_PENALTY, _IMPOSSIBLE = (
    1e9,
    1e15,
)  # cost of a cell that breaks a constraint; of one that gives no number: above any objective
_POLISH = 0.3  # share of the cells that is left for the local search
_SIMPLEX = 0.06  # size of its first simplex, relative to each range


@dataclass(frozen=True)
class Problem:
    """Variants of a recipe by the positions of their fields in the ranges, and the cost of each: less is better.

    Attributes
    ----------
    start : Recipe
    batch : Batch
        With samples, the worse end of the 80 % interval counts instead of the nominal value.
    objective : Metric
    ranges : sequence of Range or Axis
    constraints : sequence of Constraint
    baseline : Evaluation
        Of `start`.
    place : Executor
        Where cells are run.
    trials : dict
        Every cell evaluated so far, by the texts of its fields.
    """

    start: Recipe
    batch: Batch
    objective: Metric
    ranges: Sequence[Range | Axis]
    constraints: Sequence[Constraint]
    baseline: Evaluation
    place: Executor
    trials: dict[tuple[str, ...], Trial] = field(default_factory=dict)

    def texts(self, positions: Iterable[float]) -> tuple[str, ...]:
        """The values of the fields at some positions."""
        return tuple(each.text_at(float(place)) for each, place in zip(self.ranges, positions, strict=True))

    def variant(self, texts: Sequence[str]) -> Recipe | str:
        """The recipe with these values, or why it is impossible."""
        fields = {each.path: text for each, text in zip(self.ranges, texts, strict=True)}
        return variant_or_failure(self.start, fields, self.batch.library)

    def costs(self, positions: Sequence[np.ndarray]) -> list[float]:
        """Costs of many cells at once, on all cores; none is run twice."""
        wanted = [self.texts(each) for each in positions]
        new = [texts for texts in dict.fromkeys(wanted) if texts not in self.trials]
        variants = [self.variant(texts) for texts in new]
        for texts, recipe, evaluation in zip(new, variants, self.evaluated(variants), strict=True):
            self.trials[texts] = self._judge(texts, recipe, evaluation)
        return [self.trials[texts].cost for texts in wanted]

    def evaluated(self, variants: Sequence[Recipe | str]) -> list[Evaluation]:
        """What comes of variants, in order."""
        return self.batch.evaluate_all(variants, None, self.place, [each.path for each in self.ranges])

    def cost(self, positions: np.ndarray) -> float:
        """Cost of one cell."""
        return self.costs([positions])[0]

    def start_positions(self) -> np.ndarray | None:
        """Positions of the original recipe; None when it lies outside the ranges."""
        positions = [each.position_of(field_text(self.start, each.path) or "") for each in self.ranges]
        return None if None in positions else np.array(positions, dtype=float)

    def _judge(self, texts: tuple[str, ...], recipe: Recipe | str, evaluation: Evaluation) -> Trial:
        if isinstance(recipe, str) or evaluation.failure:
            return Trial(texts, math.nan, evaluation.failure, _IMPOSSIBLE)
        figure = evaluation.figure(self.objective.name)
        value: float | None = figure.value
        if not self.batch.settings.certain:
            value = figure.low if self.objective.better == "higher" else figure.high
        if value is None or not math.isfinite(value):
            return Trial(texts, math.nan, f"it has no {self.objective.name}", _IMPOSSIBLE)
        violations = dict(self.violations(recipe, evaluation))
        penalty = sum(violations.values())
        cost = _PENALTY + penalty if penalty else self.objective.cost(value)
        return Trial(texts, value, "; ".join(violations), cost)

    def violations(self, recipe: Recipe, evaluation: Evaluation) -> Iterator[tuple[str, float]]:
        """What excludes a cell, and by how much."""
        for constraint in self.constraints:
            violation = constraint.violation(recipe, evaluation)
            if violation > 0.0:
                yield constraint.words, violation
        for rule in evaluation.warnings:
            if rule not in self.baseline.warnings:
                yield f"design rule: {rule.replace('_', ' ')}", 1.0
        least = self._least_electrolyte()
        missing = least - evaluation.figure(NETWORK).value
        if missing > 1e-6:
            yield f"less than {least:.0f} vol% of electrolyte, which barely percolates", missing / 100.0

    def _least_electrolyte(self) -> float:
        trusted = 100.0 * self.batch.library.constant("composite/trusted_electrolyte_fraction").si
        own = self.baseline.figure(NETWORK).value
        return min(trusted, own) if math.isfinite(own) else trusted


def search(problem: Problem, evaluations: int, progress: Progress | None) -> tuple[str, ...]:
    """The values of the fields of the best cell.

    Raises
    ------
    BrimstoneError
        When no cell within the ranges is possible, or none keeps the constraints.
    """
    best = _global_search(problem, evaluations, progress)
    if problem.cost(best) >= _IMPOSSIBLE:
        reason = next(iter(problem.trials.values())).failure
        raise BrimstoneError(f"no cell within these ranges is possible; the first failed: {reason}")
    best = _local_search(problem, best, max(20, evaluations - len(problem.trials)))
    best = min([best, *_at_ends(problem, best)], key=problem.cost)
    texts = problem.texts(best)
    if problem.cost(best) >= _PENALTY:
        nearest = ", ".join(f"{each.path} {text}" for each, text in zip(problem.ranges, texts, strict=True))
        reason = problem.trials[texts].failure
        raise BrimstoneError(f"no evaluated cell satisfies every constraint ({reason}); nearest: {nearest}")
    return texts


def _global_search(problem: Problem, evaluations: int, progress: Progress | None) -> np.ndarray:
    from scipy.optimize import differential_evolution

    def costs(_: Callable[[Any], float], positions: Iterable[np.ndarray]) -> list[float]:
        values = problem.costs(list(positions))
        if progress is not None:
            progress(min(len(problem.trials), evaluations), evaluations)
        return values

    fields = len(problem.ranges)
    population = int(np.clip(8 * fields, 8, max(8, evaluations // 4)))
    population += population % 2
    budget = max(population, int((1.0 - _POLISH) * evaluations))
    limits = [each.limits for each in problem.ranges]
    low, high = np.array(limits).T
    generator = np.random.default_rng([problem.batch.settings.seed, 11])
    first = low + (high - low) * _latin_hypercube(generator, population, fields)
    start = problem.start_positions()
    if start is not None:
        first[0] = start
    optimum = differential_evolution(
        problem.cost, limits, integrality=_listed(problem), init=first, maxiter=max(1, budget // population - 1),
        popsize=1, tol=1e-4, rng=generator, polish=False, updating="deferred", workers=costs,
    )  # fmt: skip
    return np.array(optimum.x, dtype=float)


def _local_search(problem: Problem, best: np.ndarray, evaluations: int) -> np.ndarray:
    """The best cell near `best`, over the fields that are not lists."""
    from scipy.optimize import minimize

    free = ~_listed(problem)
    if not free.any():
        return best

    def moved(inside: np.ndarray) -> np.ndarray:
        positions = best.copy()
        positions[free] = np.clip(inside, 0.0, 1.0)
        return positions

    start = best[free]
    steps = np.where(start > 1.0 - _SIMPLEX, -_SIMPLEX, _SIMPLEX)
    simplex = np.vstack([start, start + np.diag(steps)])
    optimum = minimize(
        lambda inside: problem.cost(moved(inside)), start, method="Nelder-Mead", bounds=[(0.0, 1.0)] * start.size,
        options={"maxfev": evaluations, "initial_simplex": simplex, "xatol": 2e-3, "fatol": 1e-9},
    )  # fmt: skip
    return moved(optimum.x) if optimum.fun <= problem.cost(best) else best


def _listed(problem: Problem) -> np.ndarray:
    """Which fields are chosen from a list."""
    return np.array([isinstance(each, Axis) for each in problem.ranges])


def _latin_hypercube(generator: np.random.Generator, count: int, fields: int) -> np.ndarray:
    """Points of a Latin hypercube, (count, fields)."""
    columns = [(generator.permutation(count) + generator.random(count)) / count for _ in range(fields)]
    return np.stack(columns, axis=1)


def _at_ends(problem: Problem, best: np.ndarray) -> Iterator[np.ndarray]:
    """The best cell with each field that is close to an end of its range moved to that end."""
    for number, each in enumerate(problem.ranges):
        if isinstance(each, Range) and min(best[number], 1.0 - best[number]) < _SIMPLEX:
            positions = best.copy()
            positions[number] = round(best[number])
            yield positions
