"""Every reported number of every open cell beside the computed one.

Each cell is run as its recipe says. A paper that the constants were fitted to is computed with constants fitted without
it, where the calibration has kept them, so that no number is compared with what it helped to fit.
"""

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

import numpy as np

from brimstone._executor import Executor, Form, Work, executor
from brimstone._records import record
from brimstone.errors import BrimstoneError
from brimstone.fit.causes import Decision, decide, drawn_samples
from brimstone.fit.keep import Fold
from brimstone.fit.numbers import computed_numbers
from brimstone.fit.parts import PartComparison, compare_parts
from brimstone.fit.reported import Account, LeftOut, OpenCell, OpenNumber, OpenTable
from brimstone.fit.statistics import Pair, Score, score
from brimstone.library import Library
from brimstone.library.cells import QUANTITIES
from brimstone.result import Figure, Run, Step, comparison
from brimstone.simulate import Settings, simulate
from brimstone.simulate.anchor import condition_on_some
from brimstone.store.answers import columns_of
from brimstone.units import from_si

#: Samples of each cell unless said otherwise, and of protocols longer than `_LONG` steps.
MEMBERS, _FEW, _LONG = 200, 16, 60
_NODES = 20
_WORKS, _DEAD = 300.0, 50.0  # a cell reported above the first and computed below the second is dead [mAh/g]
_LEAST = 1.0  # of a capacity; less has no logarithm [mAh/g]
WORST = 10
OTHERS = "all others"  #: given of a cell, in place of a single rate
FAR = 1.5  #: factor by which a number that counts may be off before the reason has to be told

#: Kinds of numbers, in the order of a table.
KINDS = (
    "discharge capacity", "charge capacity", "rate shape", "voltage", "capacity retention", "coulombic efficiency",
    "ionic conductivity", "electronic conductivity", "thickness", "pressure swing", "resistance",
)  # fmt: skip
_KIND_OF = {
    "areal capacity": "discharge capacity",
    "discharge voltage": "voltage",
    "charge voltage": "voltage",
    "area resistance": "resistance",
}


@record
class Compared:
    """One reported number and the computed one.

    Attributes
    ----------
    cell : OpenCell
    kind : str
        One of `KINDS`.
    condition, unit : str
    measured : float
        In `unit`, as all numbers here.
    computed : Figure
        Its value is the median of the samples.
    dead : bool
        The cell works and is computed not to.
    cell_class : str
        Active form, and how the cathode was made.
    decision : Decision or None
        What its uncertainty is made of; None without samples.
    limit : str
        The largest loss of the step, or what ended it; empty where there is no step.
    account : Account or None
        Why the computed number is far off, where that is told beside the reported one.
    """

    cell: OpenCell
    kind: str
    condition: str
    unit: str
    measured: float
    computed: Figure
    dead: bool
    cell_class: str
    decision: Decision | None
    limit: str
    account: Account | None

    @property
    def ratio(self) -> float:
        """Computed over measured."""
        return self.computed.value / self.measured

    @property
    def covered(self) -> bool | None:
        """Whether the 80 % interval holds the measured number; None without an interval."""
        low, high = self.computed.low, self.computed.high
        return None if low is None or high is None else low <= self.measured <= high

    @property
    def scored(self) -> bool:
        """Whether it counts in the headline: a cell with enough of a recipe, whose conditions do not contradict it."""
        return self.cell.recipe_known and not self.cell.apart

    @property
    def error(self) -> float:
        """|ln(computed/measured)|, capped for a dead cell [-]."""
        return abs(math.log(max(self.ratio, 1e-3)))

    @property
    def is_far(self) -> bool:
        """Whether it is off by more than the factor `FAR`."""
        return self.error > math.log(FAR)

    def pair(self) -> Pair:
        """For the statistics; capacities next to nothing count as `_LEAST`."""
        low, high = (math.nan if end is None else end for end in (self.computed.low, self.computed.high))
        least = _LEAST if self.unit == "mAh/g" else 0.0
        return Pair(self.cell.paper, self.measured, max(self.computed.value, least), low, high, self.dead)

    @property
    def reason(self) -> str:
        """Why it is probably off, in words."""
        parts = [self.account.because] if self.account is not None and self.is_far else []
        if self.limit:
            parts.append(self.limit)
        if self.decision is not None and self.decision.first:
            share = self.decision.shares[self.decision.first]
            parts.append(f"{100.0 * share:.0f} % of the uncertainty is {self.decision.first}")
        if self.cell.guessed:
            parts.append(f"guessed: {', '.join(self.cell.guessed)}")
        return "; ".join(parts)


@record
class Anchored:
    """A number predicted from the recipe and other points of the same cell.

    Attributes
    ----------
    cell : OpenCell
    anchor, condition : str
        Rate of the point that was given, or `OTHERS`, and of the one predicted.
    measured : float
        [mAh/g]
    computed : Figure
        [mAh/g]; its value is the median of the samples, as in `Compared`.
    """

    cell: OpenCell
    anchor: str
    condition: str
    measured: float
    computed: Figure

    def pair(self) -> Pair:
        """For the statistics."""
        low, high = (math.nan if end is None else end for end in (self.computed.low, self.computed.high))
        dead = self.measured > _WORKS and self.computed.value < _DEAD
        return Pair(self.cell.paper, self.measured, max(self.computed.value, _LEAST), low, high, dead)


@record
class Failed:
    """A cell that could not be computed, and why."""

    cell: OpenCell
    why: str


@record
class Validation:
    """All numbers, compared.

    Attributes
    ----------
    rows : tuple of Compared
    anchored : tuple of Anchored
    parts : tuple of PartComparison
        Measurements on parts of cells: lithium, pellets, symmetric cells.
    failed : tuple of Failed
    left_out : tuple of LeftOut
    papers_left_out : tuple of str
        Papers that were computed with constants fitted without them.
    members : int
    """

    rows: tuple[Compared, ...]
    anchored: tuple[Anchored, ...]
    parts: tuple[PartComparison, ...]
    failed: tuple[Failed, ...]
    left_out: tuple[LeftOut, ...]
    papers_left_out: tuple[str, ...]
    members: int

    @property
    def capacities(self) -> list[Compared]:
        """Discharge capacities that count in the headline."""
        return [row for row in self.rows if row.kind == "discharge capacity" and row.scored]

    def headline(self, *, by_paper: bool = False) -> Score:
        """Of discharge capacities of cells with enough of a recipe."""
        name = "discharge capacity, one vote a paper" if by_paper else "discharge capacity, all rows alike"
        return score(name, [row.pair() for row in self.capacities], by_paper=by_paper)

    def with_one_anchor(self) -> Score:
        """Of other rates of a cell of which one is given."""
        return score(
            "other rates of a cell with one anchor", [one.pair() for one in self.anchored if one.anchor != OTHERS]
        )

    def with_all_others(self) -> Score | None:
        """Of a rate of a cell of which all others are given, two at least; None where no cell has so many."""
        pairs = [one.pair() for one in self.anchored if one.anchor == OTHERS]
        return score("a rate of a cell with all others", pairs) if pairs else None

    def by_kind(self) -> list[Score]:
        """Of each kind of number, with those on parts of cells."""
        scores = []
        for kind in KINDS:
            pairs = [row.pair() for row in self.rows if row.kind == kind and row.scored]
            if kind == "resistance":
                pairs += [
                    _part_pair(part) for part in self.parts if "resistance" in part.reported.quantity and part.ratio
                ]
            if pairs:
                scores.append(score(kind, pairs))
        others = [part for part in self.parts if "resistance" not in part.reported.quantity and part.ratio]
        if others:
            scores.append(score("lithium and pellets", [_part_pair(part) for part in others]))
        return scores

    def by_class(self) -> list[Score]:
        """Of discharge capacities, by class of cell; cells with guessed shares or materials last."""
        names = dict.fromkeys(row.cell_class for row in self.capacities)
        scores = [
            score(name, [row.pair() for row in self.capacities if row.cell_class == name]) for name in sorted(names)
        ]
        rest = [row for row in self.rows if row.kind == "discharge capacity" and not row.cell.recipe_known]
        if rest:
            scores.append(score("shares or materials guessed", [row.pair() for row in rest]))
        return scores

    def worst(self, count: int = WORST) -> list[Compared]:
        """The rows that are farthest off, of those that count."""
        return sorted((row for row in self.rows if row.scored), key=lambda row: -row.error)[:count]

    def dead(self) -> list[Compared]:
        """Cells that work and are computed not to."""
        return [row for row in self.rows if row.dead and row.scored]


def _part_pair(part: PartComparison) -> Pair:
    low, high = (math.nan if end is None else end for end in (part.computed.low, part.computed.high))
    return Pair(part.cell, part.reported.value.si, max(part.computed.value, 1e-30), low, high, False)


@record
class OfCell:
    """What came of one cell."""

    rows: tuple[Compared, ...] = ()
    anchored: tuple[Anchored, ...] = ()
    failed: tuple[Failed, ...] = ()


#: Called with how many cells are done, and how many there are.
Progress = Callable[[int, int], None]


def validate(
    library: Library,
    table: OpenTable,
    *,
    folds: Mapping[str, Fold] | None = None,
    members: int = MEMBERS,
    progress: Progress | None = None,
    place: Executor | None = None,
) -> Validation:
    """Compute every number of the table.

    Parameters
    ----------
    library : Library
    table : OpenTable
    folds : mapping of str to callable, optional
        By paper: samples of constants that never saw it; the library's own constants for all other papers.
    members : int
        Samples over the stated uncertainties, at least 50 for the shares of causes to mean anything.
    progress : callable, optional
        Called with how many cells are done, and how many there are.
    place : Executor, optional
        Where cells are computed; this machine by default.
    """
    tasks = [(cell, (folds or {}).get(cell.paper)) for cell in table.cells]
    work = Work(partial(_of_cell, library=library, members=members), _lost, _FORM)
    found: dict[int, OfCell] = {}
    for number, each in (place or executor()).results(work, tasks, len(tasks)):
        found[number] = each
        if progress is not None:
            progress(len(found), len(tasks))
    ordered = [found[number] for number in range(len(tasks))]
    rows = [row for each in ordered for row in each.rows]
    anchored = [row for each in ordered for row in each.anchored]
    failed = [row for each in ordered for row in each.failed]
    parts = [one for cell in library.cells() for one in compare_parts(cell, library)] if len(table.papers) > 1 else []
    left = tuple(paper for paper in table.papers if paper in (folds or {}))
    return Validation(tuple(rows), tuple(anchored), tuple(parts), tuple(failed), table.left_out, left, members)


_Task = tuple[OpenCell, Fold | None]


def _of_cell(task: _Task, library: Library, members: int) -> OfCell:
    cell, fold = task
    try:
        return OfCell(tuple(_compare(library, cell, fold, members)), tuple(_anchor(library, cell, fold, members)))
    except BrimstoneError as problem:
        return OfCell(failed=(Failed(cell, str(problem)),))


def _lost(task: _Task, reason: str) -> OfCell:
    return OfCell(failed=(Failed(task[0], reason),))


def _key(task: _Task) -> str:
    cell, fold = task
    return json.dumps([cell.paper, cell.name, cell.recipe.to_mapping(), fold is not None], default=str)


def _columns(task: _Task, found: OfCell) -> dict[str, str | float | None]:
    first = next((row for row in found.rows if row.kind == KINDS[0]), None)
    return {
        "paper": task[0].paper,
        "name": task[0].name,
        "measured_mAh_g": None if first is None else first.measured,
        **columns_of(
            [] if first is None else [("capacity_mAh_g", first.computed)], "; ".join(one.why for one in found.failed)
        ),
    }


_FORM: Form[_Task, OfCell] = Form(_key, _columns, (OfCell,))


def _settings(cell: OpenCell, members: int) -> Settings:
    steps = sum(
        2 * step.cycles for step in cell.recipe.protocol if hasattr(step, "cycles") and isinstance(step.cycles, int)
    )
    return Settings(members=min(members, _FEW) if steps > _LONG else members, nodes=_NODES, checks=False, detail=False)


def _compare(library: Library, cell: OpenCell, fold: Fold | None, members: int) -> Iterator[Compared]:
    settings = _settings(cell, members)
    samples = settings.sample_count(cell.recipe)
    given = {} if fold is None else fold(samples)
    run = simulate(cell.recipe, library, settings, conditioned=given)
    drawn = drawn_samples(run.recipe, library, samples, settings.seed, given)
    kind = cell_class(cell, run)
    capacities: dict[str, tuple[OpenNumber, np.ndarray]] = {}
    for number, (computed, step) in zip(cell.numbers, computed_numbers(cell, run), strict=True):
        if computed is None:
            continue
        in_unit = np.asarray(from_si(computed, number.unit, QUANTITIES[number.quantity][0]), dtype=float)
        figure = Figure.of(in_unit, np.isfinite(in_unit), number.unit).centred
        yield Compared(
            cell=cell,
            kind=_KIND_OF.get(number.quantity, number.quantity),
            condition=_condition(cell, number),
            unit=number.unit,
            measured=number.value,
            computed=figure,
            dead=number.unit == "mAh/g" and number.value > _WORKS and figure.value < _DEAD,
            cell_class=kind,
            decision=decide(drawn, computed) if computed.size > _FEW + 1 else None,
            limit="" if step is None else _limit(step),
            account=number.account,
        )
        if number.quantity == "discharge capacity" and number.cycle == 1:
            capacities[number.at] = (number, computed)
    if len(capacities) > 1:
        yield from _shapes(cell, kind, capacities, drawn)


def _condition(cell: OpenCell, number: OpenNumber) -> str:
    """Cell, rate and cycle in words."""
    cycle = f"cycle {number.cycle}" if number.cycle > 1 else ""
    return ", ".join(part for part in (cell.name, number.at, cycle, number.of) if part)


def _shapes(
    cell: OpenCell, kind: str, capacities: Mapping[str, tuple[OpenNumber, np.ndarray]], drawn: Mapping[str, np.ndarray]
) -> Iterator[Compared]:
    """Capacities at each rate over that at the first: a shape, in which the level mostly cancels."""
    (first, (reported_first, computed_first)), *others = capacities.items()
    for rate, (reported, computed) in others:
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.where(computed_first > 0.0, computed / computed_first, np.nan)
        yield Compared(
            cell=cell,
            kind="rate shape",
            condition=f"{cell.name}, {rate} over {first}",
            unit="",
            measured=reported.value / reported_first.value,
            computed=Figure.of(ratio, np.isfinite(ratio)).centred,
            dead=False,
            cell_class=kind,
            decision=decide(drawn, ratio),
            limit="",
            account=reported.account,
        )


def _limit(step: Step) -> str:
    """What limits a step, in words."""
    if not step.completed:
        return f"the step failed: {step.stop_reason}"
    if step.losses is None or step.curve.time.size < 2:
        return f"ended at once: {step.stop_reason}"
    means = step.losses.mean(step.curve.charge)
    name = max(means, key=lambda one: means[one])
    return f"largest loss: {name} ({1e3 * means[name]:.0f} mV)"


def cell_class(cell: OpenCell, run: Run) -> str:
    """Active form and way of mixing, in words."""
    if run.cell.polysulfides is not None:
        return "polymer, gel or liquid"
    form = "sulfur" if run.cell.starts_charged else "Li2S"
    methods = [step.method for step in cell.recipe.cathode.mixing]
    if any(method in ("ball-milled", "melt-milled") for method in methods):
        partly = methods[-1] == "hand-ground"
        return f"{form}, milled in part, rest by hand" if partly else f"{form}, milled"
    return f"{form}, {methods[-1]}" if methods else form


def _anchor(library: Library, cell: OpenCell, fold: Fold | None, members: int) -> Iterator[Anchored]:
    """Every capacity of a rate test from each other one of the same cell, and from all others together."""
    points = [number for number in cell.numbers if number.quantity == "discharge capacity" and number.cycle == 1]
    if len(points) < 2 or cell.apart:
        return
    settings = _settings(cell, members)
    samples = settings.sample_count(cell.recipe)
    given = {} if fold is None else fold(samples)
    entries = [{"rate": one.at, "capacity": f"{one.value:.9g} mAh/g", "per": one.per} for one in points]
    recipe = cell.recipe.from_mapping({**cell.recipe.to_mapping(), "anchor": entries})
    places = range(len(points))
    chosen = [[place] for place in places]
    if len(points) > 2:
        chosen += [[other for other in places if other != place] for place in places]
    for known, conditioned in zip(
        chosen, condition_on_some(recipe, library, samples, settings.seed, given, chosen), strict=True
    ):
        run = simulate(cell.recipe, library, settings, conditioned={**given, **conditioned})
        told = points[known[0]].at if len(known) == 1 else OTHERS
        for number, row in zip([one for one in cell.numbers if one.at], comparison(run), strict=True):
            if row.computed is not None and number in points and points.index(number) not in known:
                yield Anchored(cell, told, number.at, number.value, row.computed.centred)


def scores(validation: Validation) -> Sequence[Score]:
    """All scores, the headline first."""
    others = validation.with_all_others()
    return [
        validation.headline(),
        validation.headline(by_paper=True),
        *([validation.with_one_anchor()] if validation.anchored else []),
        *([others] if others else []),
        *validation.by_kind(),
        *validation.by_class(),
    ]
