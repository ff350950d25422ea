"""Recipes side by side: what differs in them, and what it does, from samples that share every constant."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from brimstone._records import record
from brimstone.cell import Cell
from brimstone.errors import BrimstoneError
from brimstone.library import Library
from brimstone.library import load as load_library
from brimstone.library.own import with_own_materials
from brimstone.recipe import Composition, Loading, Recipe
from brimstone.recipe.base import Written
from brimstone.recipe.values import Limit, Rate, Window
from brimstone.result import LOSSES, Figure, Run, Step
from brimstone.simulate import NODES, Settings, affordable_members, simulate
from brimstone.simulate.discharge import first_discharge
from brimstone.study.many import discharge_of, values_of
from brimstone.study.quantities import QUANTITIES, Quantity
from brimstone.units import Quantity as Measured

FIRST = "first discharge"  #: label of steps that have nothing else in common
_OF_STEPS = ("capacity", "areal capacity", "voltage", "energy", "package energy", "loss")
_OF_CELLS = ("resistance", "critical current", "cathode thickness", "porosity", "cell mass")
_MOST = 8  #: recipes that still fit one table
_SAME = 1e-9  # relative; numbers closer than this are one number in two spellings
_LISTS = ("separator", "protocol", "cathode.mixing")
_LEFT_OUT = ("name", "note", "reported")


@dataclass(frozen=True)
class Change:
    """A field in which recipes differ.

    Attributes
    ----------
    field : str
        Its path.
    words : tuple of str or None
        What each recipe says there; None where it says nothing.
    """

    field: str
    words: tuple[str | None, ...]


@record
class Row:
    """One number of all cells.

    Attributes
    ----------
    quantity : Quantity
    step : str
        Label of the step; empty for what is of the cell as made.
    figures : tuple of Figure
        Of each cell, in the unit of the quantity.
    differences : tuple of Figure
        Of each cell from the first, sample by sample; the first entry is zero.
    above : tuple of float or None
        Share of the samples in which the cell is above the first; None where nothing is uncertain.
    """

    quantity: Quantity
    step: str
    figures: tuple[Figure, ...]
    differences: tuple[Figure, ...]
    above: tuple[float | None, ...]


@record
class Compared:
    """Recipes side by side.

    Attributes
    ----------
    recipes : tuple of Recipe
    runs : tuple of Run
    changes : tuple of Change
    rows : tuple of Row
    steps : tuple of tuple of Step
        The steps that are compared, each of all cells.
    members : int
        Samples of each, the nominal one among them.
    notes : tuple of str
    """

    recipes: tuple[Recipe, ...]
    runs: tuple[Run, ...]
    changes: tuple[Change, ...]
    rows: tuple[Row, ...]
    steps: tuple[tuple[Step, ...], ...]
    members: int
    notes: tuple[str, ...]


def compare(
    *recipes: Recipe | Cell,
    library: Library | None = None,
    certain: bool = False,
    members: int | None = None,
    seed: int = 0,
    nodes: int = NODES,
) -> Compared:
    """Run recipes with the same samples of all constants, and set them side by side.

    Sample k of one cell and sample k of another have every constant in common that both use, and their laboratory with
    them. What is uncertain alike in both leaves their difference, so that this has a narrower interval than either.

    Parameters
    ----------
    *recipes : Recipe or Cell
        Two or more; differences are from the first.
    library : Library, optional
    certain : bool
        Nominal values only.
    members : int, optional
        Samples; what the longest of the protocols affords unless given.
    seed, nodes : int
        As of `brimstone.simulate.Settings`.

    Raises
    ------
    BrimstoneError
        When there are fewer than two recipes or more than eight, or one can't be made.
    """
    given = [one.recipe if isinstance(one, Cell) else one for one in recipes]
    if not 2 <= len(given) <= _MOST:
        raise BrimstoneError(f"{len(given)} recipes can't be compared; give 2 to {_MOST}")
    library = library or next((one.library for one in recipes if isinstance(one, Cell)), None) or load_library()
    count = min(affordable_members(one) for one in given) if members is None else members
    settings = Settings(certain, count, nodes, seed, checks=False)
    runs = _runs(given, library, settings)
    steps, notes = _common(runs), []
    alike = bool(steps)
    if not alike:
        given_first = [first_discharge(one) for one in given]
        runs = _runs(given_first, library, settings)
        firsts = [discharge_of(run) for run in runs]
        steps = [tuple(step for step in firsts if step is not None)] if None not in firsts else []
        labels = ", ".join(step.instruction.label for step in firsts if step is not None)
        notes.append(f"the protocols have no step in common; first discharges are compared: {labels}")
    anchored = [number + 1 for number, one in enumerate(given) if one.anchor]
    if anchored and len({one.anchor for one in given}) > 1:
        numbers = ", ".join(map(str, anchored))
        notes.append(f"anchors differ (recipe {numbers} has some): these cells are not taken to be of one laboratory")
    for number, run in enumerate(runs):
        if run.status != "completed":
            why = next((step.stop_reason for step in run.steps if not step.completed), "its balances do not close")
            notes.append(f"recipe {number + 1} {run.status}: {why}")
    return Compared(
        recipes=tuple(given),
        runs=tuple(runs),
        changes=tuple(changes(given, library)),
        rows=tuple(_rows(runs, steps, alike)),
        steps=tuple(steps),
        members=1 if certain else 1 + count,
        notes=tuple(notes),
    )


def _runs(recipes: Sequence[Recipe], library: Library, settings: Settings) -> list[Run]:
    made: dict[int, Run] = {}
    found = []
    for number, recipe in enumerate(recipes):
        twin = next((other for other in range(number) if recipes[other] == recipe), None)
        made[number] = made[twin] if twin is not None else simulate(recipe, library, settings)
        found.append(made[number])
    return found


def _common(runs: Sequence[Run]) -> list[tuple[Step, ...]]:
    """Steps that all runs have, by their words and cycle, in the order of the first; rests are left out."""

    def keyed(run: Run) -> dict[tuple[str, int], Step]:
        found: dict[tuple[str, int], Step] = {}
        for step in run.shown:
            if step.instruction.kind != "rest":
                found.setdefault((step.instruction.label, step.instruction.cycle), step)
        return found

    tables = [keyed(run) for run in runs]
    return [tuple(table[key] for table in tables) for key in tables[0] if all(key in table for table in tables)]


def _rows(runs: Sequence[Run], steps: Sequence[tuple[Step, ...]], alike: bool) -> Iterator[Row]:
    for place in steps:
        label = place[0].instruction.label if alike else FIRST
        for name in (*_OF_STEPS, *(f"{loss} loss" for loss in LOSSES)):
            row = _row(QUANTITIES[name], runs, place, label)
            if row is not None:
                yield row
    some = tuple(next(iter(run.shown), run.steps[0]) for run in runs)
    for name in _OF_CELLS:
        row = _row(QUANTITIES[name], runs, some, "")
        if row is not None:
            yield row


def _row(quantity: Quantity, runs: Sequence[Run], steps: Sequence[Step], label: str) -> Row | None:
    """One row; None where no cell has a number."""
    values = [values_of(run, step, quantity) for run, step in zip(runs, steps, strict=True)]
    if not any(np.isfinite(each[0]) and each[0] != 0.0 for each in values):
        return None
    first = values[0]
    differences, above = [], []
    for each in values:
        paired = each - first if each.size == first.size else each[:1] - first[:1]
        valid = np.isfinite(paired)
        differences.append(Figure.of(paired, valid))
        others = paired[1:][valid[1:]]
        above.append(float(np.mean(others > 0.0) + 0.5 * np.mean(others == 0.0)) if others.size else None)
    figures = tuple(Figure.of(each, np.isfinite(each)) for each in values)
    return Row(quantity, label, figures, tuple(differences), tuple(above))


def changes(recipes: Sequence[Recipe], library: Library | None = None) -> Iterator[Change]:
    """Fields in which recipes differ, by what they mean: ``300 um`` and ``0.3 mm`` are the same."""
    tables = [_flat(recipe, None if library is None else with_own_materials(library, recipe)) for recipe in recipes]
    for entries in _LISTS:
        if not any(name.startswith(f"{entries}.2.") for table in tables for name in table):
            tables = [
                {name.replace(f"{entries}.1.", f"{entries}.", 1): one for name, one in each.items()} for each in tables
            ]
    for field in dict.fromkeys(name for table in tables for name in table):
        found = [table.get(field) for table in tables]
        if any(not _same(found[0], other) for other in found[1:]):
            yield Change(field, tuple(None if one is None else one[1] for one in found))


Leaf = tuple[Any, str]


def _same(one: Leaf | None, other: Leaf | None) -> bool:
    if one is None or other is None:
        return one is other
    if isinstance(one[0], float) and isinstance(other[0], float):
        return math.isclose(one[0], other[0], rel_tol=_SAME)
    return bool(one[0] == other[0])


def _flat(recipe: Recipe, library: Library | None) -> dict[str, Leaf]:
    found: dict[str, Leaf] = {}
    for name in Recipe.model_fields:
        if name not in _LEFT_OUT:
            found |= _leaves(getattr(recipe, name), name, library)
    return found


def _leaves(value: Any, path: str, library: Library | None) -> dict[str, Leaf]:
    if value is None or (isinstance(value, tuple | Mapping) and not value):
        return {}
    if isinstance(value, Written):
        fields = ((field.alias or name, getattr(value, name)) for name, field in type(value).model_fields.items())
        return _merged(_leaves(inside, f"{path}.{key}", library) for key, inside in fields)
    if isinstance(value, Composition):
        unit = "vol%" if value.basis == "volume" else "wt%"
        return {f"{path}.{name}": (part, f"{100.0 * part:.4g} {unit}") for name, part in value.parts.items()}
    if isinstance(value, Mapping):
        return _merged(_leaves(inside, f"{path}.{key}", library) for key, inside in value.items())
    if isinstance(value, tuple) and value and isinstance(value[0], Written):
        return _merged(_leaves(inside, f"{path}.{number}", library) for number, inside in enumerate(value, 1))
    if isinstance(value, tuple):
        words = ", ".join(map(str, value))
        return {path: (words, words)}
    return {path: (_meaning(value, path, library), _words(value))}


def _merged(tables: Iterator[dict[str, Leaf]]) -> dict[str, Leaf]:
    found: dict[str, Leaf] = {}
    for table in tables:
        found |= table
    return found


def _meaning(value: Any, path: str, library: Library | None) -> Any:
    """What makes two values the same: SI for quantities with their kind, the material for names of materials."""
    if isinstance(value, Loading):
        return (value.amount.si, value.basis)
    if isinstance(value, Window):
        return (value.lower.si, value.upper.si)
    if isinstance(value, Rate | Limit):
        return (value.si, value.kind)
    if isinstance(value, Measured):
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
