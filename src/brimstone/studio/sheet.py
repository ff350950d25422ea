"""The recipe that a visitor edits: its text, the problems in it, and the fields that a slider moves."""

import functools
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from brimstone.errors import BrimstoneError
from brimstone.inspect import find_problems
from brimstone.library import Library, load
from brimstone.library.complete import complete
from brimstone.library.own import with_own_materials
from brimstone.recipe import Problem, Rates, Recipe, parse
from brimstone.study.fields import RATE, field_paths, field_text, with_field
from brimstone.units import NUMERAL

LONGEST = 60_000  #: characters of a recipe that a page takes
_NUMBER = re.compile(rf"\s*(?:~|ca\.?|about)?\s*({NUMERAL})\s*(.*)")
_NOT_IN_FORM = (RATE, "protocol", "materials", "reported")  # lists and mappings: they are edited as text
_ROOM = "25 degC"


@dataclass(frozen=True)
class Knob:
    """A field that a slider moves.

    Attributes
    ----------
    path : str
        As `brimstone.study.fields` writes it.
    title : str
    unit : str
        What stands behind the number in the recipe.
    value, low, high : float
    logarithmic : bool
        Whether equal steps of the slider are equal factors.
    """

    path: str
    title: str
    unit: str
    value: float
    low: float
    high: float
    logarithmic: bool

    def at(self, place: float) -> float:
        """Value at a place of the slider from 0 to 1, rounded to what a reader tells apart."""
        if self.logarithmic:
            value = self.low * (self.high / self.low) ** place
        else:
            value = self.low + (self.high - self.low) * place
        return float(f"{value:.3g}")

    @property
    def place(self) -> float:
        """Place of the value on the slider, from 0 to 1."""
        return self.place_of(self.value)

    def place_of(self, value: float) -> float:
        """Place of any value on the slider, from 0 to 1."""
        if self.logarithmic:
            place = math.log(max(value, 1e-300) / self.low) / math.log(self.high / self.low)
        else:
            place = (value - self.low) / (self.high - self.low)
        return min(max(place, 0.0), 1.0)

    def text(self, value: float) -> str:
        """A value as the recipe writes it."""
        return f"{value:.4g} {self.unit}".strip() if self.unit != "C" else f"{value:.4g}C"


@dataclass(frozen=True)
class _Range:
    title: str
    low: float  # over the value that is written, or absolute
    high: float
    relative: bool = True
    logarithmic: bool = True


#: What a designer turns first; a field that a recipe does not write as a number has no slider.
_RANGES: Mapping[str, _Range] = {
    RATE: _Range("rate of the first discharge", 0.1, 20.0),
    "cathode.loading": _Range("loading", 0.2, 8.0),
    "separator.thickness": _Range("thickness of the separator", 0.05, 2.0),
    "separator.mass": _Range("mass of the separator", 0.1, 2.0),
    "operation.temperature": _Range("temperature", -20.0, 100.0, relative=False, logarithmic=False),
    "operation.stack_pressure": _Range("stack pressure", 0.5, 200.0, relative=False),
    "cathode.pressed_at": _Range("pressing of the cathode", 50.0, 700.0, relative=False),
}
_LEAST_SHARE, _LARGEST_SHARE = 2.0, 85.0  # of a component [%]


@dataclass(frozen=True)
class Sheet:
    """A recipe as a visitor has it before them.

    Attributes
    ----------
    text : str
        As written, comments included.
    recipe : Recipe or None
        What it means, completed; None while it has errors.
    problems : tuple of Problem
    """

    text: str
    recipe: Recipe | None = None
    problems: tuple[Problem, ...] = field(default=())

    @classmethod
    def of(cls, text: str, source: str = "") -> "Sheet":
        """Read a recipe; nothing is raised for what is wrong in it."""
        if len(text) > LONGEST:
            words = f"the text has {len(text)} characters; a recipe has at most {LONGEST}"
            return cls(text[:LONGEST], None, (Problem("recipe", "error", words, 1, ""),))
        problems = find_problems(text, load())
        if any(problem.level == "error" for problem in problems):
            return cls(text, None, problems)
        try:
            recipe, told = _without_files(parse(text, source))
            return cls(text, complete(recipe, with_own_materials(load(), recipe)), (*problems, *told))
        except BrimstoneError as error:
            return cls(text, None, (*problems, Problem("recipe", "error", str(error), 1, "")))

    @functools.cached_property
    def library(self) -> Library:
        """That knows the recipe's own materials."""
        return load() if self.recipe is None else with_own_materials(load(), self.recipe)

    @functools.cached_property
    def said(self) -> str:
        """What the recipe says, however it is written; nothing while it has errors."""
        return "" if self.recipe is None else self.recipe.to_yaml()

    @functools.cached_property
    def knobs(self) -> tuple[Knob, ...]:
        """The sliders of this recipe."""
        recipe = self.recipe
        if recipe is None:
            return ()
        ranges = dict(_RANGES)
        if any(isinstance(step, Rates) for step in recipe.protocol):
            del ranges[RATE]  # it would put one rate in the place of all
        several = len(recipe.separator) > 1
        knobs = []
        for path, limits in ranges.items():
            where = path.replace("separator.", "separator.1.") if several else path
            knob = _knob(where, limits, field_text(recipe, where))
            if knob is not None:
                knobs.append(knob)
        shares = recipe.cathode.composition.parts
        limits = _Range("", _LEAST_SHARE, _LARGEST_SHARE, relative=False, logarithmic=False)
        for name in shares if len(shares) > 1 else ():
            where = f"cathode.composition.{name}"
            share = _knob(where, replace(limits, title=f"share of {name}"), field_text(recipe, where))
            if share is not None and self._turns(share, min(share.place + 0.02, 1.0)):
                knobs.append(self._bounded(share))
        return tuple(knobs)

    def _bounded(self, knob: Knob) -> Knob:
        """A slider that ends where other parts would have nothing left, as those within a host do."""
        low, high = knob.place, 1.0
        while not self._turns(knob, high) and high - low > 1.0 / _LARGEST_SHARE:
            middle = (low + high) / 2
            low, high = (middle, high) if self._turns(knob, middle) else (low, middle)
        return knob if self._turns(knob, high) else replace(knob, high=knob.at(low))

    def _turns(self, knob: Knob, place: float) -> bool:
        """Whether a field can be moved there; shares of a host that holds the active material can't be moved at all."""
        try:
            self.turned(knob, knob.at(place))
        except BrimstoneError:
            return False
        return True

    def turned(self, knob: Knob, value: float) -> Recipe:
        """The recipe with one slider elsewhere; the text stays as it is.

        Raises
        ------
        BrimstoneError
            When no cell can have that value.
        """
        if self.recipe is None:
            raise BrimstoneError("the recipe has errors")
        return with_field(self.recipe, knob.path, knob.text(value), self.library)

    def with_value(self, knob: Knob, value: float) -> "Sheet":
        """The sheet with the value of a slider written into its text, where its comments and order stay.

        Raises
        ------
        BrimstoneError
            When no cell can have that value.
        """
        changed = self.turned(knob, value)
        sheet = self.with_text(knob.path, knob.text(value))
        return sheet if sheet.recipe is not None else replace(sheet, recipe=changed)

    def with_text(self, path: str, words: str) -> "Sheet":
        """The sheet with a field written into its text, where its comments and order stay if they can.

        Raises
        ------
        BrimstoneError
            When these are no words for the field, or no cell can have them.
        """
        if self.recipe is None:
            raise BrimstoneError("the recipe has errors")
        written = parse(self.text)
        after = with_field(written, path, words, self.library)
        text = rewritten(self.text, written.to_mapping(), after.to_mapping())
        sheet = Sheet.of(text)
        if sheet.recipe is None or sheet.recipe.to_mapping() != complete(after, self.library).to_mapping():
            sheet = Sheet.of(after.to_yaml())
        return sheet

    def fields(self) -> dict[str, str]:
        """Every field that can be written on one line, with its words; none where it is not written."""
        if self.recipe is None:
            return {}
        written = parse(self.text)
        paths = [path for path in field_paths(written) if not path.startswith(_NOT_IN_FORM)]
        return {path: field_text(written, path) or "" for path in paths}


def _without_files(recipe: Recipe) -> tuple[Recipe, list[Problem]]:
    """A recipe without the measured files it names: what lies on the server is not for a visitor to read."""
    kept = tuple(one for one in recipe.reported if one.file is None)
    if len(kept) == len(recipe.reported):
        return recipe, []
    words = "measured files are not read by this page: drop them on the tab Measured"
    return recipe.model_copy(update={"reported": kept}), [Problem("reported", "warning", words, None, "")]


def _knob(path: str, limits: _Range, text: str | None) -> Knob | None:
    words = _ROOM if text in ("RT", "room temperature") else text
    match = None if words is None else _NUMBER.fullmatch(words)
    if match is None:
        return None
    try:
        value = float(match[1].replace(" ", ""))
    except ValueError:
        return None
    if limits.relative and value <= 0.0:
        return None
    low, high = (value * limits.low, value * limits.high) if limits.relative else (limits.low, limits.high)
    low, high = float(f"{min(low, value):.2g}") if not value < low else value, max(float(f"{high:.2g}"), value)
    return Knob(path, limits.title, match[2].strip(), value, min(low, value), high, limits.logarithmic)


def rewritten(text: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """A text of YAML with the values that differ written in the places where they stand.

    Parameters
    ----------
    text : str
    before, after : mapping
        What it says, and what it is to say.
    """
    changes = dict(_differences(before, after, ()))
    spans: list[tuple[int, int, str]] = []
    for place, node in _nodes(yaml.compose(text), ()):
        if place in changes:
            start, end = node.start_mark.index, node.end_mark.index
            spans.append((start, start + len(text[start:end].rstrip()), _flow(changes[place])))
    for start, end, value in sorted(spans, reverse=True):
        text = text[:start] + value + text[end:]
    return text


def _flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, Mapping | list | tuple):
        return yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=1e9, sort_keys=False).strip()
    return str(value)


def _differences(before: Any, after: Any, place: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Places of the smallest parts that differ, each with what is to stand there."""
    if isinstance(before, Mapping) and isinstance(after, Mapping) and before.keys() == after.keys():
        for key in after:
            yield from _differences(before[key], after[key], (*place, key))
    elif isinstance(before, list | tuple) and isinstance(after, list | tuple) and len(before) == len(after):
        for number, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from _differences(one, other, (*place, number))
    elif before != after:
        yield place, after


def _nodes(node: Any, place: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every node of a document with its place."""
    yield place, node
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _nodes(value, (*place, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _nodes(value, (*place, number))
