"""What a study varies: a field of the recipe and the values it takes, as people write them.

``cathode.loading=0.5..6 mg/cm2:12`` is twelve loadings at equal distances, ``rate=0.05..5C:9 log`` nine rates at equal
ratios, ``operation.temperature=[0 degC, 25 degC, 60 degC]`` a list; words can be listed as well, such as
``anode.interface=[none, molten lithium]``.
"""

import re
from dataclasses import dataclass

import numpy as np

from brimstone.errors import BrimstoneError, UnitError, nearest_names
from brimstone.recipe.fields import NUMBER
from brimstone.units import DIMENSIONS, from_si, parse

POINTS = 11  #: of a range unless told
MOST = 200  #: of one axis
_RANGE = re.compile(
    rf"\s*({NUMBER.pattern})\s*(.*?)\s*(?:\.\.|…| to )\s*({NUMBER.pattern})\s*(.*?)\s*(?::\s*(\d+))?\s*(log)?\s*"
)
_AMOUNT = re.compile(rf"\s*({NUMBER.pattern})(\s*)(.*?)\s*")
_NO_UNIT = ("-", "–", "to ")  # after a number: 1.0-2.8 V is a window
_DUE = "a range such as cathode.loading=0.5..6 mg/cm2:12, or a list such as operation.temperature=[0 degC, 25 degC]"


@dataclass(frozen=True)
class Axis:
    """One field and its values.

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
        """Path and unit, for the head of a table."""
        return f"{self.path} [{self.unit}]" if self.unit else self.path


@dataclass(frozen=True)
class Bounds:
    """A range that a study may choose from.

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

    def text(self, number: float) -> str:
        """A value as it is written into the recipe."""
        return f"{number:.6g}{self.blank}{self.unit}".strip()


def read_axis(words: str) -> Axis:
    """An axis from ``path=range`` or ``path=[values]``.

    Raises
    ------
    BrimstoneError
        With what was wrong and how it is written.
    """
    path, given = _halves(words)
    if given.startswith("["):
        return _listed(path, given)
    bounds, points = _bounds(path, given)
    if points == 1 or points > MOST:
        raise BrimstoneError(f"{path}: {points} values are no range; ask for 2 to {MOST}")
    space = np.geomspace if bounds.logarithmic else np.linspace
    numbers = tuple(float(f"{number:.6g}") for number in space(bounds.low, bounds.high, points))
    return Axis(path, tuple(map(bounds.text, numbers)), numbers, bounds.unit, bounds.logarithmic)


def read_bounds(words: str) -> Bounds | Axis:
    """What an optimiser may choose: a range, or a list of values.

    Raises
    ------
    BrimstoneError
        With what was wrong and how it is written.
    """
    path, given = _halves(words)
    return _listed(path, given) if given.startswith("[") else _bounds(path, given)[0]


def amount(text: str) -> tuple[float, str, str] | None:
    """Number, blank and rest of a text such as ``0.45 mg/cm2 of sulfur``; None when it begins with no number."""
    match = _AMOUNT.fullmatch(text)
    return None if match is None else (float(match[1]), match[2], match[3])


def _halves(words: str) -> tuple[str, str]:
    path, sign, given = words.partition("=")
    if not sign or not path.strip() or not given.strip():
        raise BrimstoneError(f"'{words}' does not say what varies over which values; expected {_DUE}")
    return path.strip(), given.strip()


def _listed(path: str, given: str) -> Axis:
    if not given.endswith("]"):
        raise BrimstoneError(f"{path}: '{given}' has no closing bracket; expected {_DUE}")
    texts = tuple(word.strip() for word in given[1:-1].split(","))
    if not all(texts):
        raise BrimstoneError(f"{path}: '{given}' has an empty value; expected {_DUE}")
    if len(texts) > MOST:
        raise BrimstoneError(f"{path}: {len(texts)} values; at most {MOST} are possible")
    twice = next((text for number, text in enumerate(texts) if text in texts[:number]), None)
    if twice is not None:
        raise BrimstoneError(f"{path}: '{twice}' stands there twice")
    parts = [part for text in texts if (part := amount(text)) is not None and not part[2].startswith(_NO_UNIT)]
    if len(parts) < len(texts):
        return Axis(path, texts, None, "")
    unit = parts[-1][2]
    try:
        numbers = [
            value if own == unit else converted(path, text, unit)
            for text, (value, _, own) in zip(texts, parts, strict=True)
        ]
    except BrimstoneError:
        return Axis(path, texts, None, "")
    return Axis(path, texts, tuple(numbers), unit)


def _bounds(path: str, given: str) -> tuple[Bounds, int]:
    match = _RANGE.fullmatch(given)
    if match is None:
        raise BrimstoneError(f"{path}: '{given}' is no range and no list; expected {_DUE}")
    low, low_unit, high, unit, points, log = match.groups()
    first, last = float(low), float(high)
    if low_unit and low_unit != unit:
        first = converted(path, f"{low} {low_unit}", unit)
    if not first < last:
        raise BrimstoneError(f"{path}: '{given}' does not go up; write the lower value first")
    if log and first <= 0.0:
        raise BrimstoneError(f"{path}: '{given}' can't be in equal ratios from {first:g}; begin above 0")
    after = given.partition("..")[2].lstrip()
    blank = " " if unit and (" " + unit) in after else ""
    return Bounds(path, first, last, unit, blank, bool(log)), int(points) if points else POINTS


def converted(path: str, text: str, unit: str) -> float:
    """A number in another unit of its dimension."""
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
    raise BrimstoneError(f"{path}: '{text}' and '{unit}' are not of one dimension{hint}")
