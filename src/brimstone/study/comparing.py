"""Recipes side by side: what differs in them, and what it does, from samples that share every constant."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from brimstone._executor import Executor, Form, Work, executor
from brimstone._records import record
from brimstone.errors import BrimstoneError
from brimstone.library import Library
from brimstone.library import load as load_library
from brimstone.library.own import with_own_materials
from brimstone.recipe import Composition, Loading, OwnMaterial, Recipe
from brimstone.recipe.base import Written
from brimstone.recipe.values import Limit, Rate, Window
from brimstone.result import LOSSES, Figure, MeasuredRun, Run, Step
from brimstone.simulate import Settings, simulate
from brimstone.simulate.discharge import first_discharge
from brimstone.simulate.settings import affordable_members
from brimstone.store.answers import columns_of
from brimstone.study.batch import CellLike, discharge_of, study_settings
from brimstone.study.metrics import METRICS, Metric
from brimstone.units import Quantity

FIRST = "first discharge"  #: label of steps that have nothing else in common
_OF_STEPS = ("capacity", "areal capacity", "voltage", "energy", "package energy", "loss")
_OF_FIRST = ("capacity", "areal capacity", "voltage", "energy")  # shown where runs are kept
_OF_CELLS = ("resistance", "critical current", "cathode thickness", "porosity", "cell mass")
_MOST = 8  #: recipes that fit one table
_SAME = 1e-9  # relative; numbers closer than this are one number in two spellings
_LISTS = ("separator", "protocol", "cathode.mixing")
_IGNORED = ("name", "note", "reported")


@dataclass(frozen=True)
class Change:
    """A field in which recipes differ.

    Attributes
    ----------
    field : str
        Its path.
    texts : tuple of str or None
        Its value in each recipe; None where it is not written.
    """

    field: str
    texts: tuple[str | None, ...]


@record
class MetricComparison:
    """One metric of all cells.

    Attributes
    ----------
    metric : Metric
    step : str
        Label of the step; empty for what belongs to the cell as made.
    figures : tuple of Figure
        Of each cell, in the unit of the metric.
    differences : tuple of Figure
        Of each cell from the first, sample by sample; the first entry is zero.
    above : tuple of float or None
        Share of the samples in which the cell is above the first; None where nothing is uncertain.
    """

    metric: Metric
    step: str
    figures: tuple[Figure, ...]
    differences: tuple[Figure, ...]
    above: tuple[float | None, ...]


@record
class RecipeComparison:
    """Recipes side by side.

    Attributes
    ----------
    recipes : tuple of Recipe
    runs : tuple of Run, SymmetricRun or BlockingRun
    changes : tuple of Change
    rows : tuple of MetricComparison
    steps : tuple of tuple of Step
        The steps that are compared, each of all cells.
    members : int
        Of each run, the nominal one among them.
    notes : tuple of str
    """

    recipes: tuple[Recipe, ...]
    runs: tuple[Run | MeasuredRun, ...]
    changes: tuple[Change, ...]
    rows: tuple[MetricComparison, ...]
    steps: tuple[tuple[Step, ...], ...]
    members: int
    notes: tuple[str, ...]


def compare(
    *cells: Recipe | CellLike,
    library: Library | None = None,
    settings: Settings | None = None,
    place: Executor | None = None,
) -> RecipeComparison:
    """Run recipes with the same samples of all constants, and set them side by side.

    Sample k of one cell and sample k of another have every constant in common that both use, and their laboratory with
    them. What is uncertain alike in both cancels in their difference, which has a narrower interval than either.

    Parameters
    ----------
    *cells : Recipe or Cell
        Two or more; differences are from the first.
    library : Library, optional
    settings : Settings, optional
        As many samples as the longest of the protocols affords, unless set.
    place : Executor, optional
        Where the cells are run; this machine by default.

    Raises
    ------
    BrimstoneError
        When there are fewer than two recipes or more than eight, or one is impossible.
    """
    recipes = [each if isinstance(each, Recipe) else each.recipe for each in cells]
    if not 2 <= len(recipes) <= _MOST:
        raise BrimstoneError(f"{len(recipes)} recipes can't be compared; give 2 to {_MOST}")
    library = library or next((each.library for each in cells if not isinstance(each, Recipe)), None) or load_library()
    settings = study_settings(settings, min(map(affordable_members, recipes)))
    place = place or executor()
    runs = _runs(recipes, library, settings, place)
    steps, notes = _common_steps(runs), []
    common = bool(steps)
    if not common:
        runs = _runs([first_discharge(recipe) for recipe in recipes], library, settings, place)
        firsts = [discharge_of(run) for run in runs]
        steps = [tuple(step for step in firsts if step is not None)] if None not in firsts else []
        labels = ", ".join(step.instruction.label for step in firsts if step is not None)
        notes.append(f"the protocols have no step in common; first discharges are compared: {labels}")
    return _beside(runs, recipes, steps, common, library, notes)


def compare_runs(runs: Sequence[Run], *, library: Library | None = None, paired: bool = True) -> RecipeComparison:
    """Set finished runs side by side, such as kept ones.

    Parameters
    ----------
    runs : sequence of Run
        Two or more; differences are from the first.
    library : Library, optional
    paired : bool
        Whether sample k of each has every constant in common: they have one seed and one number of samples. Without,
        only nominal values are subtracted.

    Raises
    ------
    BrimstoneError
        When there are fewer than two runs or more than eight, or they have no step in common.
    """
    if not 2 <= len(runs) <= _MOST:
        raise BrimstoneError(f"{len(runs)} runs can't be compared; give 2 to {_MOST}")
    steps = _common_steps(runs)
    if not steps:
        labels = "; ".join(", ".join(step.instruction.label for step in run.shown) for run in runs)
        raise BrimstoneError(f"the runs have no step in common: {labels}. Compare their recipes instead")
    notes = [] if paired else ["samples differ in number or seed: differences are of nominal values"]
    return _beside(runs, [run.recipe for run in runs], steps, True, library or load_library(), notes, paired)


def _beside(
    runs: Sequence[Run],
    recipes: Sequence[Recipe],
    steps: Sequence[tuple[Step, ...]],
    common: bool,
    library: Library,
    notes: list[str],
    paired: bool = True,
) -> RecipeComparison:
    anchored = [str(number) for number, recipe in enumerate(recipes, 1) if recipe.anchor]
    if anchored and len({recipe.anchor for recipe in recipes}) > 1:
        which = f"recipe {anchored[0]} has some" if len(anchored) == 1 else f"recipes {', '.join(anchored)} have some"
        notes.append(f"anchors differ ({which}): these cells are not assumed to be from one laboratory")
    for number, run in enumerate(runs, 1):
        if run.status != "completed":
            why = next((step.stop_reason for step in run.steps if not step.completed), "its balances do not close")
            notes.append(f"recipe {number} {run.status}: {why}")
    return RecipeComparison(
        recipes=tuple(recipes),
        runs=tuple(runs),
        changes=tuple(changes(recipes, library)),
        rows=tuple(_rows(runs, steps, common, paired)),
        steps=tuple(steps),
        members=runs[0].members,
        notes=tuple(notes),
    )


def _runs(recipes: Sequence[Recipe], library: Library, settings: Settings, place: Executor) -> list[Run]:
    different = [recipe for number, recipe in enumerate(recipes) if recipes.index(recipe) == number]
    work = Work(partial(_run, library=library, settings=settings), _lost, _FORM)
    runs = dict(place.results(work, different, len(different)))
    return [runs[different.index(recipe)] for recipe in recipes]


def _run(recipe: Recipe, library: Library, settings: Settings) -> Run:
    return simulate(recipe, library, settings)


def _lost(recipe: Recipe, reason: str) -> Run:
    raise BrimstoneError(f"{recipe.name}: {reason}")


def _shown(recipe: Recipe, run: Run) -> dict[str, str | float | None]:
    step = discharge_of(run)
    metrics = [] if step is None else [METRICS[name] for name in _OF_FIRST]
    members = [(metric.key, metric.members(run, step)) for metric in metrics if step is not None]
    figures = [(key, Figure.of(each, np.isfinite(each))) for key, each in members]
    return {"recipe": recipe.name, **columns_of(figures, "" if run.status == "completed" else run.status)}


_FORM: Form[Recipe, Run] = Form(lambda recipe: json.dumps(recipe.to_mapping(), default=str), _shown, (Run,))


def _common_steps(runs: Sequence[Run]) -> list[tuple[Step, ...]]:
    """Steps that all runs have, by label and cycle, in the order of the first; without rests."""

    def keyed(run: Run) -> dict[tuple[str, int], Step]:
        steps: dict[tuple[str, int], Step] = {}
        for step in run.shown:
            if step.instruction.kind != "rest":
                steps.setdefault((step.instruction.label, step.instruction.cycle), step)
        return steps

    tables = [keyed(run) for run in runs]
    return [tuple(table[key] for table in tables) for key in tables[0] if all(key in table for table in tables)]


def _rows(
    runs: Sequence[Run], steps: Sequence[tuple[Step, ...]], common: bool, paired: bool
) -> Iterator[MetricComparison]:
    any_step = tuple(next(iter(run.shown), run.steps[0]) for run in runs)
    rows = [
        *(
            _row(METRICS[name], runs, each, each[0].instruction.label if common else FIRST, paired)
            for each in steps
            for name in (*_OF_STEPS, *(f"{loss} loss" for loss in LOSSES))
        ),
        *(_row(METRICS[name], runs, any_step, "", paired) for name in _OF_CELLS),
    ]
    yield from (row for row in rows if row is not None)


def _row(
    metric: Metric, runs: Sequence[Run], steps: Sequence[Step], label: str, paired: bool
) -> MetricComparison | None:
    """One row; None where no cell has a number."""
    values = [metric.members(run, step) for run, step in zip(runs, steps, strict=True)]
    if not any(np.isfinite(each[0]) and each[0] != 0.0 for each in values):
        return None
    first = values[0]
    differences, above = [], []
    for each in values:
        gap = each - first if paired and each.size == first.size else each[:1] - first[:1]
        valid = np.isfinite(gap)
        differences.append(Figure.of(gap, valid))
        others = gap[1:][valid[1:]]
        above.append(float(np.mean(others > 0.0) + 0.5 * np.mean(others == 0.0)) if others.size else None)
    figures = tuple(Figure.of(each, np.isfinite(each)) for each in values)
    return MetricComparison(metric, label, figures, tuple(differences), tuple(above))


def changes(recipes: Sequence[Recipe], library: Library | None = None) -> Iterator[Change]:
    """Fields in which recipes differ, by what they mean: ``300 um`` and ``0.3 mm`` are the same."""
    tables = [_flat(recipe, None if library is None else with_own_materials(library, recipe)) for recipe in recipes]
    for entries in _LISTS:
        if not any(name.startswith(f"{entries}.2.") for table in tables for name in table):
            tables = [
                {name.replace(f"{entries}.1.", f"{entries}.", 1): one for name, one in each.items()} for each in tables
            ]
    for field in dict.fromkeys(name for table in tables for name in table):
        leaves = [table.get(field) for table in tables]
        if any(not _same(leaves[0], other) for other in leaves[1:]):
            yield Change(field, tuple(None if one is None else one[1] for one in leaves))


Leaf = tuple[Any, str]


def _same(one: Leaf | None, other: Leaf | None) -> bool:
    if one is None or other is None:
        return one is other
    if isinstance(one[0], float) and isinstance(other[0], float):
        return math.isclose(one[0], other[0], rel_tol=_SAME)
    return bool(one[0] == other[0])


def _flat(recipe: Recipe, library: Library | None) -> dict[str, Leaf]:
    leaves: dict[str, Leaf] = {}
    for name in Recipe.model_fields:
        if name not in _IGNORED:
            leaves |= _leaves(getattr(recipe, name), name, library)
    return leaves


def _leaves(value: Any, path: str, library: Library | None) -> dict[str, Leaf]:
    if value is None or (isinstance(value, tuple | Mapping) and not value):
        return {}
    if isinstance(value, Written):
        fields = ((field.alias or name, getattr(value, name)) for name, field in type(value).model_fields.items())
        return _merged(_leaves(inside, f"{path}.{key}", library) for key, inside in fields)
    if isinstance(value, Composition):
        unit = "vol%" if value.basis == "volume" else "wt%"
        return {f"{path}.{name}": (part, f"{100.0 * part:.4g} {unit}") for name, part in value.parts.items()}
    if isinstance(value, OwnMaterial):
        return _leaves(value.to_words(), path, library)
    if isinstance(value, Mapping):
        return _merged(_leaves(inside, f"{path}.{key}", library) for key, inside in value.items())
    if isinstance(value, tuple) and value and isinstance(value[0], Written):
        return _merged(_leaves(inside, f"{path}.{number}", library) for number, inside in enumerate(value, 1))
    if isinstance(value, tuple):
        words = ", ".join(map(str, value))
        return {path: (words, words)}
    return {path: (_meaning(value, path, library), _words(value))}


def _merged(tables: Iterator[dict[str, Leaf]]) -> dict[str, Leaf]:
    merged: dict[str, Leaf] = {}
    for table in tables:
        merged |= table
    return merged


def _meaning(value: Any, path: str, library: Library | None) -> Any:
    """What makes two values the same: SI for quantities with their kind, the material for names of materials."""
    if isinstance(value, Loading):
        return (value.amount.si, value.basis)
    if isinstance(value, Window):
        return (value.lower.si, value.upper.si)
    if isinstance(value, Rate | Limit):
        return (value.si, value.kind)
    if isinstance(value, Quantity):
        return float(value.si)
    if library is not None and path.endswith(("electrolyte", "material", "carbon", "active")):
        return _material(str(value), library)
    return value


def _material(name: str, library: Library) -> str:
    try:
        return library.material(name).name
    except BrimstoneError:
        return name


def _words(value: Any) -> str:
    if isinstance(value, Window):
        return f"{value.lower} to {value.upper}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
