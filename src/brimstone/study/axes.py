"""What a study varies: a field of the recipe and the values it takes, as people write them.

``cathode.loading=0.5..6 mg/cm2:12`` is twelve loadings at equal distances, ``rate=0.05..5C:9 log`` nine rates at equal
ratios, ``operation.temperature=[0 degC, 25 degC, 60 degC]`` a list; words can be listed as well, such as
``anode.interface=[none, molten lithium]``.
"""

import math
import re
from dataclasses import dataclass
from typing import Literal

import numpy as np

from brimstone.errors import BrimstoneError, UnitError, nearest_names
from brimstone.recipe.fields import NUMBER
from brimstone.units import DIMENSIONS, from_si, parse

POINTS = 11  #: of a range without a number of points
MOST_POINTS = 1_000_000  #: of one axis
_RANGE = re.compile(
    rf"\s*({NUMBER.pattern})\s*(.*?)\s*(?:\.\.|…| to )\s*({NUMBER.pattern})\s*(.*?)\s*(?::\s*(\d+))?\s*(log)?\s*"
)
_AMOUNT = re.compile(rf"\s*({NUMBER.pattern})(\s*)(.*?)\s*")
_NO_UNIT = ("-", "–", "to ")  # after a number: 1.0-2.8 V is a window
_EXPECTED = (
    "expected a range such as cathode.loading=0.5..6 mg/cm2:12, or a list such as "
    "operation.temperature=[0 degC, 25 degC]"
)
_END = 0.005  # of a range, within which a value counts as its end


@dataclass(frozen=True)
class Axis:
    """One field and a list of its values.

    Attributes
    ----------
    path : str
    texts : tuple of str
        Each value as it is written into the recipe.
    numbers : tuple of float or None
        In `unit`; None for words.
    unit : str
    logarithmic : bool
        Whether values have equal ratios.
    """

    path: str
    texts: tuple[str, ...]
    numbers: tuple[float, ...] | None
    unit: str
    logarithmic: bool = False

    @property
    def label(self) -> str:
        """Path and unit, for the head of a column."""
        return f"{self.path} [{self.unit}]" if self.unit else self.path

    @property
    def limits(self) -> tuple[float, float]:
        """Least and largest position on the axis, for a search."""
        return 0.0, float(len(self.texts) - 1)

    def text_at(self, position: float) -> str:
        """The value at a position."""
        return self.texts[round(position)]

    def position_of(self, text: str) -> float | None:
        """Position of a value; None when it is not in the list."""
        return float(self.texts.index(text)) if text in self.texts else None

    def end_at(self, text: str) -> Literal["lower", "upper", ""]:
        """Words in a list have no ends."""
        return ""


@dataclass(frozen=True)
class Range:
    """One field and the range of its values.

    Attributes
    ----------
    path : str
    low, high : float
        In `unit`.
    unit : str
    blank : str
        Between a number and its unit, as written.
    logarithmic : bool
        Whether it is searched by ratios.
    """

    path: str
    low: float
    high: float
    unit: str
    blank: str = " "
    logarithmic: bool = False

    @property
    def limits(self) -> tuple[float, float]:
        """Least and largest position on the range, for a search."""
        return 0.0, 1.0

    def text(self, number: float) -> str:
        """A value as it is written into the recipe."""
        return f"{number:.6g}{self.blank}{self.unit}".strip()

    def text_at(self, position: float) -> str:
        """The value at a position, to four digits, which is finer than anybody weighs."""
        if self.logarithmic:
            number = self.low * (self.high / self.low) ** position
        else:
            number = self.low + position * (self.high - self.low)
        return self.text(min(max(float(f"{number:.4g}"), self.low), self.high))

    def position_of(self, text: str) -> float | None:
        """Position of a value, 0 to 1; None when it is outside the range or in another unit."""
        parts = split_number(text)
        if parts is None or parts[2].partition(" of ")[0] != self.unit or not self.low <= parts[0] <= self.high:
            return None
        return self._position(parts[0])

    def end_at(self, text: str) -> Literal["lower", "upper", ""]:
        """The end of the range at which a value is, if any."""
        parts = split_number(text)
        position = 0.5 if parts is None else self._position(parts[0])
        return "lower" if position < _END else "upper" if position > 1.0 - _END else ""

    def _position(self, number: float) -> float:
        if self.logarithmic:
            return math.log(number / self.low) / math.log(self.high / self.low)
        return (number - self.low) / (self.high - self.low)


def parse_axis(words: str) -> Axis:
    """An axis from ``path=range`` or ``path=[values]``.

    Raises
    ------
    BrimstoneError
        With what is wrong and how an axis is written.
    """
    path, values = _split(words)
    if values.startswith("["):
        return _parse_list(path, values)
    bounds, points = _parse_range(path, values)
    if not 2 <= points <= MOST_POINTS:
        raise BrimstoneError(f"{path}: {points} values; a range has 2 to {MOST_POINTS}")
    space = np.geomspace if bounds.logarithmic else np.linspace
    numbers = tuple(float(f"{number:.6g}") for number in space(bounds.low, bounds.high, points))
    return Axis(path, tuple(map(bounds.text, numbers)), numbers, bounds.unit, bounds.logarithmic)


def parse_range(words: str) -> Range | Axis:
    """What an optimiser may choose from: a range, or a list of values.

    Raises
    ------
    BrimstoneError
        With what is wrong and how a range is written.
    """
    path, values = _split(words)
    return _parse_list(path, values) if values.startswith("[") else _parse_range(path, values)[0]


def split_number(text: str) -> tuple[float, str, str] | None:
    """Number, blank and rest of a text such as ``0.45 mg/cm2 of sulfur``; None when it starts with no number."""
    match = _AMOUNT.fullmatch(text)
    return None if match is None else (float(match[1]), match[2], match[3])


def _split(words: str) -> tuple[str, str]:
    path, sign, values = words.partition("=")
    if not sign or not path.strip() or not values.strip():
        raise BrimstoneError(f"'{words}' does not name a field and its values; {_EXPECTED}")
    return path.strip(), values.strip()


def _parse_list(path: str, values: str) -> Axis:
    listed, closed, unit = values[1:].partition("]")
    if not closed:
        raise BrimstoneError(f"{path}: '{values}' has no closing bracket; {_EXPECTED}")
    texts = tuple(word.strip() for word in listed.split(","))
    if not all(texts):
        raise BrimstoneError(f"{path}: '{values}' has an empty value; {_EXPECTED}")
    if unit := unit.strip():  # [2, 4, 6] mg/cm2
        alone = [text for text in texts if (part := split_number(text)) is not None and not part[2]]
        if len(alone) < len(texts):
            raise BrimstoneError(
                f"{path}: '{values}' has '{unit}' behind values that are not all plain numbers; {_EXPECTED}"
            )
        texts = tuple(f"{text} {unit}" for text in texts)
    if len(texts) > MOST_POINTS:
        raise BrimstoneError(f"{path}: {len(texts)} values; at most {MOST_POINTS} are possible")
    repeated = next((text for number, text in enumerate(texts) if text in texts[:number]), None)
    if repeated is not None:
        raise BrimstoneError(f"{path}: '{repeated}' is listed twice")
    parts = [part for text in texts if (part := split_number(text)) is not None and not part[2].startswith(_NO_UNIT)]
    if len(parts) < len(texts):
        return Axis(path, texts, None, "")
    unit = parts[-1][2]
    try:
        numbers = tuple(
            value if own == unit else convert(path, text, unit)
            for text, (value, _, own) in zip(texts, parts, strict=True)
        )
    except BrimstoneError:
        return Axis(path, texts, None, "")
    return Axis(path, texts, numbers, unit)


def _parse_range(path: str, values: str) -> tuple[Range, int]:
    match = _RANGE.fullmatch(values)
    if match is None:
        raise BrimstoneError(f"{path}: '{values}' is neither a range nor a list; {_EXPECTED}")
    low, low_unit, high, unit, points, log = match.groups()
    first, last = float(low), float(high)
    if low_unit and low_unit != unit:
        first = convert(path, f"{low} {low_unit}", unit)
    if not first < last:
        raise BrimstoneError(f"{path}: '{values}' runs downwards; write the lower value first")
    if log and first <= 0.0:
        raise BrimstoneError(f"{path}: '{values}' can't have equal ratios from {first:g}; start above 0")
    after = values.partition("..")[2].lstrip()
    blank = " " if unit and (" " + unit) in after else ""
    return Range(path, first, last, unit, blank, bool(log)), int(points) if points else POINTS


def convert(path: str, text: str, unit: str) -> float:
    """The number in `text`, converted to `unit`; `path` is the field named in the error."""
    for dimension in DIMENSIONS:
        try:
            si = parse(text, dimension).si
            parse(f"1 {unit}", dimension)
        except UnitError:
            continue
        return float(from_si(si, unit, dimension))
    known = [name for _, names in DIMENSIONS.values() for name in names if name]
    near = nearest_names(unit or text, known)
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    raise BrimstoneError(f"{path}: '{text}' and '{unit}' differ in dimension{hint}")
