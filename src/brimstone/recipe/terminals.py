"""What a cycler sets at the terminals of a cell, what ends it, and profiles of it: read from words and files."""

import csv
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from brimstone.errors import BrimstoneError
from brimstone.recipe.fields import first_dimension, limit_reader, read_rate
from brimstone.recipe.problems import InvalidRecipe, Place
from brimstone.recipe.reading import shown, text_of
from brimstone.recipe.unusual import unusual, unusual_current
from brimstone.recipe.values import FieldProblem, Limit, Rate, Reader
from brimstone.units import NUMERAL, Quantity, parse, parse_stated, plain

#: What can be set beside currents per area and mass: lowest and highest in SI, in words.
_SET = {
    "current": (1e-10, 1e5, "a current from 1e-7 mA to 100 kA"),
    "areal power": (1e-6, 1e6, "a power from 1e-7 to 100000 mW/cm2"),
    "specific power": (1e-4, 1e8, "a power from 1e-7 to 100000 W/g"),
    "power": (1e-10, 1e5, "a power from 1e-7 mW to 100 kW"),
    "area resistance": (1e-7, 1e4, "a load from 0.001 to 1e8 ohm cm2"),
    "resistance": (1e-5, 1e10, "a load from 1e-5 to 1e10 ohm"),
}
_POWERS = ("areal power", "specific power", "power")
_LOADS = ("area resistance", "resistance")
_WHOLE = ("current", "power", "resistance")
_MOST_POINTS = 5000
_FILE = "a CSV file beside the recipe with a column of time and one of current, power or C rate, units in the header"
_PROFILE = f"points of time in s and value, such as [[0, 1], [60, 3], [120, 0]], or {_FILE}"
_EXAMPLES = ["0.1C", "C/10", "0.13 mA/cm2", "50 mA/g", "1 mA", "2 mW/cm2", "0.5 W/g", "1000 ohm cm2"]


def read_drive(value: Any) -> Rate:
    """Read a current (``0.1C``, ``0.13 mA/cm2``, ``1 mA``), a power (``2 mW/cm2``) or a load (``1000 ohm cm2``)."""
    if isinstance(value, Rate):
        value = value.text
    text = text_of(value, "a rate such as 0.1C, 0.13 mA/cm2 or 50 mA/g")
    words = re.sub(r"\bohms?\b|(?<=\d)\s*ohms?\b", "ohm", plain(text), flags=re.IGNORECASE)
    bare = re.fullmatch(rf"{NUMERAL}\s*[munk]?A", words) is not None
    kinds = _LOADS if re.search(r"ohm", words, re.IGNORECASE) else _POWERS if re.search(r"W", words) else ()
    if not kinds and not bare:
        return read_rate(value)
    if bare:
        stated, kind = parse_stated(words, "current"), "current"
    else:
        stated, kind = first_dimension(words, kinds, "load" if kinds is _LOADS else "power")
    lowest, highest, allowed = _SET[kind]
    if not lowest <= stated.si <= highest:
        raise ValueError(f"'{text}' is out of range: expected {allowed}; the step itself says charge or discharge")
    return Rate(text, stated.si, kind, low=stated.low, high=stated.high)


@dataclass(frozen=True, slots=True)
class Condition:
    """What ends a series of cycles before its count.

    Attributes
    ----------
    text : str
        The words as written.
    kind : str
        ``"retention"`` or ``"coulombic efficiency"`` (a share), ``"pressure"`` [Pa], or ``"short circuit"``.
    si : float
    """

    text: str
    kind: str
    si: float = math.nan

    def __str__(self) -> str:
        return self.text


_CONDITION = "what ends the cycles: 80 % retention, 95 % coulombic efficiency, 60 MPa, or short circuit"
_WORDS = {
    "retention": r"retention|capacity retention|capacity|of (?:the )?(?:initial|first) capacity",
    "coulombic efficiency": r"coulombic efficiency|efficiency|CE",
}


def _read_condition(value: Any) -> Condition:
    if isinstance(value, Condition):
        return value
    if isinstance(value, Mapping) and len(value) == 1:
        ((name, amount),) = value.items()
        value = f"{text_of(amount, _CONDITION)} {str(name).replace('_', ' ')}"
    text = text_of(value, _CONDITION)
    words = plain(text)
    if re.fullmatch(r"(?:a )?short(?:[- ]?circuit)?(?:ed)?", words, re.IGNORECASE):
        return Condition(text, "short circuit")
    share = re.search(rf"{NUMERAL}\s*%", words)
    if share:
        rest = (words[: share.start()] + " " + words[share.end() :]).strip(" ,:<=")
        kind = next((kind for kind, form in _WORDS.items() if re.fullmatch(form, rest, re.IGNORECASE)), None)
        if kind is None:
            raise ValueError(f"'{text}' does not say of what; expected {_CONDITION}")
        size = parse(share[0], "fraction").si
        if not 0.0 < size < (1.0 if kind == "retention" else 2.0):
            raise ValueError(f"'{text}' is out of range: a share is above 0 % and below 100 %")
        return Condition(text, kind, size)
    try:
        pressure = parse(re.sub(r"\s*(?:stack )?pressure\s*", "", words), "pressure").si
    except BrimstoneError:
        raise ValueError(f"'{text}' ends no cycles; expected {_CONDITION}") from None
    return Condition(text, "pressure", pressure)


@dataclass(frozen=True, slots=True)
class Profile:
    """What a cell is driven with over time.

    Attributes
    ----------
    text : str
        File that it is read from; empty when it is written out.
    times : tuple of float
        [s], from zero.
    values : tuple of float
        In the unit that stands beside them in the recipe. None of both where the file was not read.
    """

    text: str
    times: tuple[float, ...] = ()
    values: tuple[float, ...] = ()

    def written(self) -> Any:
        """As in a recipe."""
        return [[time, value] for time, value in zip(self.times, self.values, strict=True)] if self.times else self.text


def _read_profile(value: Any) -> Profile:
    if isinstance(value, Profile):
        return value
    if isinstance(value, str):
        return Profile(text_of(value, _PROFILE))
    if not isinstance(value, (list, tuple)) or not all(isinstance(one, (list, tuple)) for one in value):
        raise ValueError(f"expected {_PROFILE}, got {shown(value)}")
    if not 2 <= len(value) <= _MOST_POINTS:
        raise ValueError(f"has {len(value)} points; a profile has 2 to {_MOST_POINTS}")
    points: list[tuple[float, float]] = []
    for number, point in enumerate(value):
        try:
            time, height = (float(one) for one in point)
        except (TypeError, ValueError):
            raise FieldProblem(f"{shown(point)} is no point; expected a time in s and a value", number) from None
        if not (math.isfinite(time) and math.isfinite(height)):
            raise FieldProblem("has a number that is not finite", number)
        if points and time <= points[-1][0]:
            raise FieldProblem(f"the time {time:g} s is not after the one before, {points[-1][0]:g} s", number)
        points.append((time, height))
    start = points[0][0]
    return Profile("", tuple(time - start for time, _ in points), tuple(height for _, height in points))


def _read_unit(value: Any) -> str:
    text = text_of(value, "a unit such as mA/cm2, mW/cm2 or C")
    unit_of(text)
    return text


def unit_of(text: str) -> tuple[str, float]:
    """Kind and size in SI of a unit that a profile is given in, such as ``mW/cm2`` or ``C``.

    Raises
    ------
    ValueError
        When it is none.
    """
    if plain(text).strip().lower().replace("-", " ") in ("c", "c rate"):
        return "C", 1.0
    try:
        rate = read_drive(f"1 {text}")
    except (ValueError, BrimstoneError):
        rate = None
    if rate is None or rate.kind in _LOADS:
        raise ValueError(f"'{text}' is no unit of a current or a power; expected C, mA/cm2, mA/g, mA, mW/cm2, W/g or W")
    return rate.kind, rate.si


_HEADER = re.compile(
    r"(?P<name>[A-Za-z][A-Za-z \-]*?)\s*(?:[\[(]\s*(?P<unit>[^\])]+)[\])]|\s/\s*(?P<per>.+)|_(?P<tail>\w+))?"
)
_TIMES = ("time", "t", "elapsed time", "test time")


def with_profiles(tree: Any, folder: Path, source: str) -> Any:
    """The tree of a recipe with the files of its drive profiles read from its folder.

    Raises
    ------
    InvalidRecipe
        When files are not there, or hold no profile, with all of them; `source` is the file of the recipe.
    """
    protocol = tree.get("protocol") if isinstance(tree, Mapping) else None
    nested = isinstance(protocol, Mapping) and "steps" in protocol
    problems: list[tuple[Place, str]] = []
    steps = protocol["steps"] if nested else protocol  # type: ignore[index]  # nested says that it is a mapping
    read = _with_profiles(steps, folder, ("protocol", "steps") if nested else ("protocol",), problems)
    if problems:
        raise InvalidRecipe(tuple(problems), source)
    if read is steps:
        return tree
    return {**tree, "protocol": {**protocol, "steps": read} if nested else read}  # type: ignore[dict-item]


def _with_profiles(steps: Any, folder: Path, place: Place, problems: list[tuple[Place, str]]) -> Any:
    """Steps, and those of loops among them, with their profiles read; the same object where there are none."""
    if isinstance(steps, Mapping):
        return one[0] if (one := _with_profiles([steps], folder, place, problems))[0] is not steps else steps
    if not isinstance(steps, list):
        return steps
    read = []
    for number, step in enumerate(steps):
        if isinstance(step, Mapping) and isinstance(step.get("drive"), str):
            try:
                step = {**step, **_profile_of_file(folder, step["drive"], step.get("unit"))}
            except (ValueError, BrimstoneError) as problem:
                problems.append(((*place, number, "drive"), str(problem)))
        elif isinstance(step, Mapping) and "repeat" in step and "steps" in step:
            inner = _with_profiles(step["steps"], folder, (*place, number, "steps"), problems)
            step = step if inner is step["steps"] else {**step, "steps": inner}
        read.append(step)
    return steps if all(one is other for one, other in zip(read, steps, strict=True)) else read


def _profile_of_file(folder: Path, name: str, unit: Any) -> dict[str, Any]:
    if Path(name).name != name:
        raise ValueError(f"'{name[:80]}' is not the name of a file beside the recipe; give the name alone")
    try:
        with open(folder / name, encoding="utf-8-sig", newline="") as file:
            text = file.read(2_000_000)
    except (OSError, UnicodeDecodeError):
        raise ValueError(f"there is no text file '{name}' beside the recipe; expected {_FILE}") from None
    first = text.split("\n", 1)[0]
    rows = [row for row in csv.reader(text.splitlines(), delimiter=max(",;\t", key=first.count)) if any(row)]
    if not rows or len(rows[0]) < 2:
        raise ValueError(f"'{name}' has no two columns; expected {_FILE}")
    columns = [_HEADER.fullmatch(one.strip()) for one in rows[0]]
    times = [k for k, one in enumerate(columns) if one and one["name"].strip().lower() in _TIMES]
    if len(times) != 1 or len(columns) != 2:
        raise ValueError(f"'{name}' has the header '{first.strip()[:80]}'; expected {_FILE}")
    own = [
        None if one is None else one["unit"] or one["per"] or (one["tail"] or "").replace("_", "/") for one in columns
    ]
    time_unit, value_unit = own[times[0]], unit or own[1 - times[0]]
    if not time_unit or not value_unit:
        missing = "time" if not time_unit else "value"
        raise ValueError(
            f"'{name}' does not say the unit of its {missing}: write 'time [s], power [mW/cm2]' in its header"
        )
    second = parse(f"1 {time_unit}", "time").si
    points = []
    for line, row in enumerate(rows[1:], 2):
        try:
            time, height = float(row[times[0]]), float(row[1 - times[0]])
        except (ValueError, IndexError):
            raise ValueError(f"line {line} of '{name}' is no pair of numbers: '{','.join(row)[:60]}'") from None
        points.append([second * time, height])
    return {"drive": points, "unit": str(value_unit), "file": name}


DriveField = Annotated[
    Rate,
    Reader(
        read_drive,
        {"type": "string", "description": "a current, a power or a load", "examples": _EXAMPLES},
        unusual=unusual,
    ),
]
ConditionField = Annotated[
    Condition,
    Reader(
        _read_condition,
        {"type": "string", "description": _CONDITION, "examples": ["80 % retention", "short circuit"]},
        unusual=unusual,
    ),
]
ProfileField = Annotated[
    Profile,
    Reader(
        _read_profile,
        {
            "description": _PROFILE,
            "anyOf": [
                {"type": "string", "examples": ["profile.csv"]},
                {"type": "array", "minItems": 2, "items": {"type": "array", "items": {"type": "number"}}},
            ],
        },
        write=Profile.written,
    ),
]
UnitField = Annotated[
    str, Reader(_read_unit, {"type": "string", "description": "of the values", "examples": ["mA/cm2", "mW/cm2", "C"]})
]
HoldLimit = Annotated[Rate | Limit, limit_reader(("time",), "0.02C", rates=read_drive)]
#: Where a step ends besides its main end.
OtherEnd = Annotated[Limit, limit_reader(("voltage", "time", "specific charge", "areal charge", "pressure"), "10 h")]


def sort_of(kind: str) -> str:
    """What a kind of rate sets: ``"current"``, ``"power"`` or ``"load"``."""
    return "power" if kind in _POWERS else "load" if kind in _LOADS else "current"


_LARGE = 30e-4  # [m2], of a cell that is no pouch


def odd_sizes(area: Quantity | None, packed: object, protocol: Sequence[object]) -> Iterator[tuple[Place, str]]:
    """What to say of an area that only pouches have, and of currents that few cells of an area have."""
    if area is None:
        return
    if area.si > _LARGE and packed is None:
        yield ("area",), f"{area} is unusual; up to 30 cm2 is usual, or write  format: pouch"
    for number, step in enumerate(protocol):
        for name, value in vars(step).items():
            for one in value if isinstance(value, tuple) else (value,):
                if isinstance(one, Rate) and one.kind == "current":
                    if told := unusual_current(one.text, one.si, area.si):
                        yield ("protocol", number, name), told


def refuse_whole_cells(protocol: Sequence[object]) -> None:
    """Refuse 1 mA and 2 W, of a cell whose area is not known.

    Raises
    ------
    FieldProblem
        With the step.
    """
    for number, step in enumerate(protocol):
        for name, value in vars(step).items():
            several = isinstance(value, tuple)
            for place, one in enumerate(value if several else (value,)):
                if isinstance(one, Rate) and one.kind in _WHOLE:
                    _refuse(one.text, number, name, *([place] if several else []))
        unit = getattr(step, "unit", None)
        if unit is not None and unit_of(unit)[0] in _WHOLE:
            _refuse(unit, number, "unit")


def _refuse(text: str, *place: str | int) -> None:
    raise FieldProblem(
        f"'{text}' is of the whole cell, whose area is not given: give area or diameter at the top of the recipe, or a "
        "value per area or mass, such as 0.13 mA/cm2, 50 mA/g or 2 mW/cm2",
        "protocol",
        *place,
    )
