"""The best cell within ranges of a recipe's fields.

The search is scipy's differential evolution over all ranges at once, whose generations run over all cores, then
Nelder-Mead from the best of them. A cell that can't be made, or touches a rule of the lab that the recipe does not, is
no candidate; nor is one whose electrolyte is so little that its network is near the threshold of percolation, where
the formulas are not to be trusted.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from brimstone._records import record
from brimstone.cell import Cell
from brimstone.design.energy import Objective, objectives
from brimstone.errors import BrimstoneError, RecipeError
from brimstone.inspect import check
from brimstone.library import Library
from brimstone.recipe import Recipe
from brimstone.result import Figure
from brimstone.simulate import MEMBERS, NODES
from brimstone.simulate.discharge import at_rate
from brimstone.study.axes import Axis, Bounds, amount, read_bounds
from brimstone.study.bottlenecks import Limits, limits_of
from brimstone.study.constraints import Rule, read_rule
from brimstone.study.fields import RATE, changed, written
from brimstone.study.many import Outcome, Plan, Progress, begin
from brimstone.study.quantities import QUANTITIES, Quantity, quantity

EVALUATIONS = 300  #: cells that are tried unless told otherwise
ROBUST_MEMBERS = 40  #: samples of each cell when the lower end of the band is what counts
_MOST_FIELDS = 8
_PENALTY, _REFUSED = 1e3, 1e6  # of a cell that breaks a bound; of one that there isn't
_POLISH = 0.3  # share of the cells that is left for the local search
_SIMPLEX = 0.06  # of each range: size of its first simplex
_TOLD = ("capacity", "areal capacity", "voltage", "energy", "package energy", "resistance", "cell mass")
_NETWORK = "electrolyte fraction"


@dataclass(frozen=True)
class Choice:
    """A field that was free.

    Attributes
    ----------
    bounds : Bounds or Axis
    before : str or None
        What the recipe said.
    text : str
        What is best.
    at : str
        ``"lower"`` or ``"upper"`` when it stands at that end of its range, else nothing.
    """

    bounds: Bounds | Axis
    before: str | None
    text: str
    at: str

    @property
    def path(self) -> str:
        """Of the field."""
        return self.bounds.path


@record
class Gain:
    """One number before and after, from samples that share every constant; in the unit of the quantity."""

    quantity: Quantity
    before: Figure
    after: Figure
    difference: Figure


@dataclass(frozen=True)
class Tried:
    """A cell of the search.

    Attributes
    ----------
    texts : tuple of str
        Its fields.
    value : float
        Of the objective; NaN where there is none.
    reason : str
        Why it is no candidate; empty for a candidate.
    """

    texts: tuple[str, ...]
    value: float
    reason: str


@record
class Optimum:
    """The best cell that was found.

    Attributes
    ----------
    start : Recipe
    recipe : Recipe
        With the best values; without anchors and reported figures, which are of the cell as it was.
    objective : Quantity
    robust : bool
        Whether the lower end of the 80 % band was what counted.
    choices : tuple of Choice
    gains : tuple of Gain
        The objective first.
    limits : Limits
        What stands against more.
    outlook : tuple of (Objective, Objective)
        What the reviews name for the future, before and after; empty where it can't be told.
    tried : tuple of Tried
    members : int
        Samples of the gains, the nominal one among them.
    """

    start: Recipe
    recipe: Recipe
    objective: Quantity
    robust: bool
    choices: tuple[Choice, ...]
    gains: tuple[Gain, ...]
    limits: Limits
    outlook: tuple[tuple[Objective, Objective], ...]
    tried: tuple[Tried, ...]
    members: int

    @property
    def gain(self) -> Gain:
        """Of the objective."""
        return self.gains[0]


def optimise(
    recipe: Recipe | Cell,
    objective: str = "energy",
    *,
    vary: str | Sequence[str],
    within: Sequence[str] = (),
    at: str | None = None,
    robust: bool = False,
    library: Library | None = None,
    evaluations: int = EVALUATIONS,
    members: int = MEMBERS,
    seed: int = 0,
    nodes: int = NODES,
    progress: Progress | None = None,
) -> Optimum:
    """Find the values of some fields that make a recipe's first discharge best.

    Parameters
    ----------
    recipe : Recipe or Cell
    objective : str
        Of `brimstone.study.quantities.QUANTITIES` or another name of it, such as ``"Wh/kg"``.
    vary : str or sequence of str
        Ranges such as ``"cathode.loading=1..8 mg/cm2"`` (with ``log`` after it searched by ratios), or lists of values.
    within : sequence of str
        What else must hold: ``"cathode.composition.S=20..50 wt%"`` for a field, ``"voltage=1.9..2.5 V"`` for a
        quantity.
    at : str, optional
        Rate of the discharge; that of the recipe unless given.
    robust : bool
        Make the lower end of the 80 % band best (the upper, where less is better) instead of the nominal value.
    library : Library, optional
    evaluations : int
        Cells to try, at most.
    members : int
        Samples of the gain that is told.
    seed, nodes : int
        As of `brimstone.simulate.Settings`; the seed is that of the search, too.
    progress : callable, optional
        Told which share of the cells is done.

    Raises
    ------
    BrimstoneError
        For fields, ranges or quantities that can't be, or when no cell within them can be made.
    """
    wanted = quantity(objective)
    recipe, library = begin(recipe, library, [wanted])
    if not wanted.better:
        raise BrimstoneError(f"{wanted.name} is neither better high nor low; name another objective")
    ranges = [read_bounds(one) for one in ([vary] if isinstance(vary, str) else vary)]
    if not 1 <= len(ranges) <= _MOST_FIELDS:
        raise BrimstoneError(f"{len(ranges)} fields can't be optimised; vary 1 to {_MOST_FIELDS}")
    twice = next((one.path for place, one in enumerate(ranges) if one.path in [x.path for x in ranges[:place]]), None)
    if twice is not None:
        raise BrimstoneError(f"{twice} is varied twice")
    begun = recipe if at is None else at_rate(recipe, at)
    for one in ranges:
        _check(begun, one, library)
    rules = [read_rule(one, begun, library) for one in within]
    asked = {one.name: one for one in (wanted, QUANTITIES[_NETWORK], *(one.quantity for one in rules if one.quantity))}
    plan = Plan.of(
        recipe, library, tuple(asked.values()), certain=not robust, members=ROBUST_MEMBERS, seed=seed, nodes=nodes
    )
    first = plan.outcome(begun)
    problem = _Problem(begun, plan, wanted, robust, ranges, rules, first)
    best = _search(problem, evaluations, seed, progress)
    texts = problem.texts(best)
    told = _told(wanted, begun)
    sampled = Plan.of(recipe, library, told, certain=False, members=members, seed=seed, nodes=nodes)
    after = problem.recipe(texts)
    if isinstance(after, str):
        raise RecipeError(after, "", recipe.source)
    before_after = sampled.outcomes([begun, after])
    choices = tuple(map(_choice, ranges, [written(begun, one.path) for one in ranges], texts))
    conditioned = {name: samples[:1] for name, samples in plan.conditioned.items()}
    nominal = replace(plan, certain=True, conditioned=conditioned)
    return Optimum(
        start=recipe,
        recipe=_written_out(recipe, choices, library),
        objective=wanted,
        robust=robust,
        choices=choices,
        gains=tuple(_gains(told, *before_after)),
        limits=limits_of(after, nominal, wanted, choices, problem.tried, problem.score(best)),
        outlook=_outlook(begun, after, library),
        tried=tuple(Tried(words, value, why) for words, (_, why, value) in problem.tried.items()),
        members=1 + members,
    )


def _check(recipe: Recipe, ranges: Bounds | Axis, library: Library) -> None:
    """Raise what is wrong with a field when none of its values, or neither end of its range, can be written there."""
    texts = ranges.texts if isinstance(ranges, Axis) else (ranges.text(ranges.low), ranges.text(ranges.high))
    problems = []
    for text in texts:
        try:
            changed(recipe, ranges.path, text, library)
        except RecipeError as problem:
            problems.append(problem)
    if len(problems) == len(texts):
        raise problems[0]


# --- the search


class _Problem:
    """Cells by the places of their fields in the ranges, 0 to 1, and what each is worth: less is better."""

    def __init__(
        self,
        recipe: Recipe,
        plan: Plan,
        wanted: Quantity,
        robust: bool,
        ranges: Sequence[Bounds | Axis],
        rules: Sequence[Rule],
        first: Outcome,
    ):
        self.start, self.plan, self.wanted, self.robust = recipe, plan, wanted, robust
        self.ranges, self.rules, self.first = ranges, rules, first
        self.sign = -1.0 if wanted.better == "higher" else 1.0
        trusted = 100.0 * plan.library.constant("composite/trusted_electrolyte_fraction").si
        own = first.figure(_NETWORK).value
        self.least_electrolyte = min(trusted, own) if math.isfinite(own) else trusted
        #: What was tried: worth, why it is no candidate, what the objective would be.
        self.tried: dict[tuple[str, ...], tuple[float, str, float]] = {}

    def texts(self, place: Iterable[float]) -> tuple[str, ...]:
        """Words of the fields at a place."""
        return tuple(_text(one, float(share)) for one, share in zip(self.ranges, place, strict=True))

    def recipe(self, texts: Sequence[str]) -> Recipe | str:
        """The recipe with these fields, or why there is none."""
        made = self.start
        try:
            for one, text in zip(self.ranges, texts, strict=True):
                made = changed(made, one.path, text, self.plan.library)
            check(made, self.plan.library)
        except RecipeError as problem:
            return f"{problem.field}: {problem.problem}" if problem.field else problem.problem
        return made

    def worth(self, places: Sequence[np.ndarray]) -> list[float]:
        """Of many places at once, over all cores; what was tried is not run again."""
        asked = [self.texts(place) for place in places]
        new = [texts for texts in dict.fromkeys(asked) if texts not in self.tried]
        recipes = [self.recipe(texts) for texts in new]
        for texts, made, outcome in zip(new, recipes, self.plan.outcomes(recipes) if new else [], strict=True):
            self.tried[texts] = self._judged(made, outcome)
        return [self.tried[texts][0] for texts in asked]

    def score(self, place: np.ndarray) -> float:
        """Of one place."""
        return self.worth([place])[0]

    def _judged(self, made: Recipe | str, outcome: Outcome) -> tuple[float, str, float]:
        if isinstance(made, str) or outcome.reason:
            return _REFUSED, outcome.reason or str(made), math.nan
        figure = outcome.figure(self.wanted.name)
        value = figure.value
        if self.robust:
            end = figure.low if self.sign < 0.0 else figure.high
            value = math.nan if end is None else end
        if not math.isfinite(value):
            return _REFUSED, f"it has no {self.wanted.name}", math.nan
        broken, why = 0.0, []
        for rule in self.rules:
            by = rule.broken(made, outcome)
            if by > 0.0:
                broken += by
                why.append(rule.words)
        added = [rule for rule in outcome.warnings if rule not in self.first.warnings]
        if added:
            broken += len(added)
            why += [f"rule of the lab: {rule.replace('_', ' ')}" for rule in added]
        lacking = self.least_electrolyte - outcome.figure(_NETWORK).value
        if lacking > 1e-6:
            broken += lacking / 100.0
            why.append(f"{self.least_electrolyte:.0f} vol% of electrolyte at least, or it hardly percolates")
        return (_PENALTY + broken if broken else self.sign * value), "; ".join(why), value


def _search(problem: _Problem, evaluations: int, seed: int, progress: Progress | None) -> np.ndarray:
    """The best place that is found."""
    from scipy.optimize import differential_evolution, minimize

    fields = len(problem.ranges)
    words = np.array([isinstance(one, Axis) for one in problem.ranges])
    population = int(np.clip(8 * fields, 8, max(8, evaluations // 4)))
    population += population % 2
    globally = max(population, int((1.0 - _POLISH) * evaluations))

    def many(_: Callable[[Any], float], places: Iterable[np.ndarray]) -> list[float]:
        worth = problem.worth(list(places))
        if progress is not None:
            progress(min(1.0, len(problem.tried) / evaluations))
        return worth

    limits = [(0.0, float(len(one.texts) - 1)) if isinstance(one, Axis) else (0.0, 1.0) for one in problem.ranges]
    begun = _places(problem)
    low, high = np.array(limits).T
    generator = np.random.default_rng([seed, 11])
    first = low + (high - low) * _spread(generator, population, fields)
    if begun is not None:
        first[0] = begun
    found = differential_evolution(
        problem.score, limits, integrality=words, init=first, maxiter=max(1, globally // population - 1),
        popsize=1, tol=1e-4, rng=generator, polish=False, updating="deferred", workers=many,
    )  # fmt: skip
    best = np.array(found.x, dtype=float)
    if problem.score(best) >= _REFUSED:
        reason = next(iter(problem.tried.values()))[1]
        raise BrimstoneError(f"no cell within these ranges can be made; the first: {reason}")
    free = ~words
    if free.any():
        left = max(20, evaluations - len(problem.tried))

        def nearby(inside: np.ndarray) -> float:
            place = best.copy()
            place[free] = np.clip(inside, 0.0, 1.0)
            return problem.score(place)

        begin_at = best[free]
        step = np.where(begin_at > 1.0 - _SIMPLEX, -_SIMPLEX, _SIMPLEX)
        simplex = np.vstack([begin_at, begin_at + np.diag(step)])
        polished = minimize(
            nearby, begin_at, method="Nelder-Mead", bounds=[(0.0, 1.0)] * int(free.sum()),
            options={"maxfev": left, "initial_simplex": simplex, "xatol": 2e-3, "fatol": 1e-9},
        )  # fmt: skip
        if polished.fun <= problem.score(best):
            best[free] = np.clip(polished.x, 0.0, 1.0)
    best = min([best, *_ends(problem, best)], key=problem.score)
    if problem.score(best) >= _PENALTY:
        texts = problem.texts(best)
        near = ", ".join(f"{one.path} {text}" for one, text in zip(problem.ranges, texts, strict=True))
        raise BrimstoneError(
            f"no cell that was tried keeps what must hold ({problem.tried[texts][1]}); nearest: {near}"
        )
    return best


def _spread(generator: np.random.Generator, count: int, fields: int) -> np.ndarray:
    """Points of a Latin hypercube, (count, fields)."""
    columns = [(generator.permutation(count) + generator.random(count)) / count for _ in range(fields)]
    return np.stack(columns, axis=1)


def _ends(problem: _Problem, best: np.ndarray) -> Iterable[np.ndarray]:
    """The best place with each field that stands close to an end of its range put there."""
    for number, one in enumerate(problem.ranges):
        if not isinstance(one, Axis) and min(best[number], 1.0 - best[number]) < _SIMPLEX:
            place = best.copy()
            place[number] = round(best[number])
            yield place


def _places(problem: _Problem) -> np.ndarray | None:
    """Where the recipe itself stands; None when it lies outside."""
    found = []
    for one in problem.ranges:
        text = written(problem.start, one.path)
        parts = amount(text) if text else None
        if isinstance(one, Axis):
            if text not in one.texts:
                return None
            found.append(float(one.texts.index(text)))
        elif parts is None or parts[2].partition(" of ")[0] != one.unit or not one.low <= parts[0] <= one.high:
            return None
        else:
            found.append(_share(one, parts[0]))
    return np.array(found)


def _share(bounds: Bounds, number: float) -> float:
    if bounds.logarithmic:
        return math.log(number / bounds.low) / math.log(bounds.high / bounds.low)
    return (number - bounds.low) / (bounds.high - bounds.low)


def _text(bounds: Bounds | Axis, share: float) -> str:
    """Words of a field at a place in its range; four digits, which is finer than anybody weighs."""
    if isinstance(bounds, Axis):
        return bounds.texts[round(share)]
    if bounds.logarithmic:
        number = bounds.low * (bounds.high / bounds.low) ** share
    else:
        number = bounds.low + share * (bounds.high - bounds.low)
    return bounds.text(min(max(float(f"{number:.4g}"), bounds.low), bounds.high))


def _choice(bounds: Bounds | Axis, before: str | None, text: str) -> Choice:
    at = ""
    if isinstance(bounds, Bounds):
        parts = amount(text)
        share = 0.5 if parts is None else _share(bounds, parts[0])
        at = "lower" if share < 0.005 else "upper" if share > 0.995 else ""
    return Choice(bounds, before, text, at)


# --- what is told


def _told(wanted: Quantity, recipe: Recipe) -> tuple[Quantity, ...]:
    names = [name for name in _TOLD if recipe.format is not None or not name.startswith("package")]
    return tuple({one.name: one for one in (wanted, *(QUANTITIES[name] for name in names))}.values())


def _gains(told: Sequence[Quantity], before: Outcome, after: Outcome) -> Iterable[Gain]:
    for one in told:
        first, last = before.members.get(one.name), after.members.get(one.name)
        difference = Figure(math.nan)
        if first is not None and last is not None:
            paired = last - first
            difference = Figure.of(paired, np.isfinite(paired))
        yield Gain(one, before.figure(one.name), after.figure(one.name), difference)


def _outlook(before: Recipe, after: Recipe, library: Library) -> tuple[tuple[Objective, Objective], ...]:
    try:
        return tuple(zip(objectives(before, library), objectives(after, library), strict=True))
    except BrimstoneError:
        return ()  # a half cell, or one that gives nothing


def _written_out(recipe: Recipe, choices: Sequence[Choice], library: Library) -> Recipe:
    """The recipe with its own protocol and the best values."""
    tree: Mapping[str, Any] = recipe.to_mapping()
    made = Recipe.from_mapping({key: one for key, one in tree.items() if key not in ("anchor", "reported")})
    for choice in sorted(choices, key=lambda one: one.path == RATE):
        made = changed(made, choice.path, choice.text, library)
    return made
