"""Constraints of a search: a field of the recipe or a metric of the cell within a range."""

import math
from dataclasses import dataclass, replace

from brimstone.errors import BrimstoneError
from brimstone.library import Library
from brimstone.recipe import Recipe
from brimstone.study.axes import Axis, Range, convert, parse_range, split_number
from brimstone.study.batch import Evaluation
from brimstone.study.fields import field_paths, field_text, resolve_part
from brimstone.study.metrics import Metric, find_metric

_PART = "cathode.composition."


@dataclass(frozen=True)
class Constraint:
    """A field, or a metric, and the range it must stay in; `words` is the constraint as typed."""

    words: str
    range: Range
    metric: Metric | None

    def violation(self, recipe: Recipe, evaluation: Evaluation) -> float:
        """How far a cell is outside, relative to the width of the range; zero inside."""
        value = self._value(recipe, evaluation)
        if not math.isfinite(value):
            return 1.0
        return max(0.0, self.range.low - value, value - self.range.high) / (self.range.high - self.range.low)

    def _value(self, recipe: Recipe, evaluation: Evaluation) -> float:
        """Of a cell, in the unit of the range."""
        if self.metric is not None:
            return evaluation.figure(self.metric.name).value
        path, unit = self.range.path, self.range.unit
        text = field_text(recipe, path)
        if text is None and path.startswith(_PART):
            return 0.0
        parts = split_number(text or "")
        if parts is None:
            return math.nan
        own_unit = parts[2].partition(" of ")[0]
        return parts[0] if own_unit == unit else convert(path, f"{parts[0]!r} {own_unit}", unit)


def parse_constraint(words: str, recipe: Recipe, library: Library) -> Constraint:
    """A constraint from words such as ``cathode.composition.S=20..50 wt%`` or ``voltage=1.9..2.5 V``.

    Raises
    ------
    BrimstoneError
        When there is no such field or metric, or the range is not in its unit.
    """
    bounds = parse_range(words)
    if isinstance(bounds, Axis):
        raise BrimstoneError(f"{bounds.path}: a list can't be a constraint; write a range such as 20..50 wt%")
    if bounds.path.startswith(_PART):
        part = resolve_part(recipe, bounds.path.removeprefix(_PART), library, bounds.path)
        return Constraint(words, replace(bounds, path=_PART + part), None)
    if "." in bounds.path or bounds.path in set(field_paths(recipe)):
        field_text(recipe, bounds.path)  # raises for an unknown field
        return Constraint(words, bounds, None)
    metric = find_metric(bounds.path)
    if bounds.unit and bounds.unit.replace(" ", "") != metric.unit.removesuffix(" S").replace(" ", ""):
        raise BrimstoneError(f"{bounds.path}: has the unit {metric.unit}, not '{bounds.unit}'")
    return Constraint(words, bounds, metric)
