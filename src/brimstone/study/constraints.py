"""What must hold of a cell beside what is made best: a field of its recipe or one of its numbers within a range."""

import math
from dataclasses import dataclass, replace

from brimstone.errors import BrimstoneError
from brimstone.library import Library
from brimstone.recipe import Recipe
from brimstone.study.axes import Axis, Bounds, amount, converted, read_bounds
from brimstone.study.fields import part_called, paths, written
from brimstone.study.many import Outcome
from brimstone.study.quantities import Quantity, quantity

_PART = "cathode.composition."


@dataclass(frozen=True)
class Rule:
    """A field or a quantity with the range it must stay in."""

    words: str
    bounds: Bounds
    quantity: Quantity | None

    def broken(self, made: Recipe, outcome: Outcome) -> float:
        """By how much of its range a cell is outside; zero inside."""
        value = self.value(made, outcome)
        span = self.bounds.high - self.bounds.low
        if not math.isfinite(value):
            return 1.0
        return max(0.0, self.bounds.low - value, value - self.bounds.high) / span

    def value(self, made: Recipe, outcome: Outcome) -> float:
        """Of a cell, in the unit of the range."""
        if self.quantity is not None:
            return outcome.figure(self.quantity.name).value
        said = written(made, self.bounds.path)
        if said is None and self.bounds.path.startswith(_PART):
            return 0.0
        parts = amount(said or "")
        if parts is None:
            return math.nan
        text = f"{parts[0]!r} {parts[2].partition(' of ')[0]}"
        same = parts[2].partition(" of ")[0] == self.bounds.unit
        return parts[0] if same else converted(self.bounds.path, text, self.bounds.unit)


def read_rule(words: str, recipe: Recipe, library: Library) -> Rule:
    """What must hold, from words such as ``cathode.composition.S=20..50 wt%`` or ``voltage=1.9..2.5 V``.

    Raises
    ------
    BrimstoneError
        When there is no such field or quantity, or the range is not in its unit.
    """
    bounds = read_bounds(words)
    if isinstance(bounds, Axis):
        raise BrimstoneError(f"{bounds.path}: a list can't be a limit; write a range such as 20..50 wt%")
    if bounds.path.startswith(_PART):
        part = part_called(recipe, bounds.path.removeprefix(_PART), library, bounds.path)
        return Rule(words, replace(bounds, path=_PART + part), None)
    if "." in bounds.path or bounds.path in set(paths(recipe)):
        written(recipe, bounds.path)  # is there such a field?
        return Rule(words, bounds, None)
    found = quantity(bounds.path)
    if bounds.unit and bounds.unit.replace(" ", "") != found.unit.removesuffix(" S").replace(" ", ""):
        raise BrimstoneError(f"{bounds.path}: is told in {found.unit}, not in '{bounds.unit}'")
    return Rule(words, bounds, found)
