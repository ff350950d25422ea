"""From a library file to values: every number dimension-checked, range-checked and with its source, or an error.

A reader takes what a file holds and its place, and returns what it means or raises a `LibraryError`. A mapping is read
field by field, and all of its problems are reported at once.
"""

import functools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

import yaml

from brimstone.errors import LibraryError, UnitError, nearest_names
from brimstone.library.values import KNOWN, VTF, Arrhenius, Law, Value
from brimstone.units import from_si, parse

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NUMBER = re.compile(r"\s*([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)\s*(.*?)\s*")
_DOI = re.compile(r"doi:10\.\d{4,9}/\S+")
_LARGEST = 1e300
BARRIERS = (0.01 * 1.602176634e-19, 3.0 * 1.602176634e-19)  #: activation energies of conduction [J]: 0.01 to 3 eV
_LAWS: dict[str, type[Arrhenius] | type[VTF]] = {"arrhenius": Arrhenius, "vtf": VTF}
_ENERGY = "energy per charge carrier"
#: What laws are made of: name -> dimension, unit to show it in.
_PARTS = {
    "at_25_degC": ("conductivity", "mS/cm"),
    "activation_energy": (_ENERGY, "eV"),
    "reference": ("conductivity", "mS/cm"),
    "pseudo_activation_energy": (_ENERGY, "eV"),
    "ideal_glass_temperature": ("temperature", "K"),
    "melting_temperature": ("temperature", "degC"),
    "crystalline_activation_energy": (_ENERGY, "eV"),
    "filler_share": ("fraction", "%"),
    "filler_scale": ("fraction", "%"),
}
_T = TypeVar("_T")
_U = TypeVar("_U")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the library something is, for messages: the file and the dotted field."""

    file: str
    field: str = ""

    def at(self, name: object) -> "Place":
        """The place one level further in."""
        return Place(self.file, f"{self.field}.{name}" if self.field else str(name))

    def wrong(self, problem: str) -> LibraryError:
        """The error to raise here."""
        return LibraryError(f"{self.file}: {self.field}: {problem}" if self.field else f"{self.file}: {problem}")


Reader = Callable[[Any, Place], Any]


class _Missing:
    def __repr__(self) -> str:
        return "nothing"


_MISSING = _Missing()
_LISTED = 16  # names in a message


def each(items: Iterable[_T], read: Callable[[_T], _U]) -> list[_U]:
    """Read every item.

    Raises
    ------
    LibraryError
        With the problems of all of them, one a line.
    """
    values, problems = [], []
    for item in items:
        try:
            values.append(read(item))
        except LibraryError as problem:
            problems.append(str(problem))
    if problems:
        raise LibraryError("\n".join(dict.fromkeys(problems)))
    return values


def read_yaml(path: Path, root: Path) -> tuple[dict[str, Any], Place]:
    """Read one library file, which must be a mapping."""
    place = Place(path.relative_to(root).as_posix())
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), _LOADER)
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as problem:
        raise place.wrong(f"can't be read: {' '.join(str(problem).split())}") from problem
    return mapping(content, place), place


def read_fields(content: Any, readers: Mapping[str, Reader], place: Place) -> dict[str, Any]:
    """Read a mapping, each of its fields with the reader of that name; fields without a reader are refused."""
    content = mapping(content, place)

    def read(name: str) -> Any:
        if name not in readers:
            near = nearest_names(name, readers)
            some = ", ".join([*readers][:_LISTED]) + (" and others" if len(readers) > _LISTED else "")
            hint = f"did you mean {' or '.join(near)}?" if near else f"allowed are {some}"
            raise place.wrong(f"'{name}' is not known here; {hint}")
        return readers[name](content.get(name, _MISSING), place.at(name))

    return dict(zip(readers, each(dict.fromkeys((*readers, *content)), read), strict=True))


def mapping(content: Any, place: Place) -> dict[str, Any]:
    """Read a mapping with names for keys."""
    if not isinstance(content, dict):
        raise place.wrong(f"expected a mapping, got {_shown(content)}")
    for name in content:
        if not isinstance(name, str):
            raise place.wrong(f"{_shown(name)} is not a name")
    return content


def text(content: Any, place: Place) -> str:
    """Read a text that is not empty."""
    if not isinstance(content, str) or not content.strip():
        raise place.wrong(f"expected text, got {_shown(content)}")
    return content.strip()


def texts(content: Any, place: Place) -> tuple[str, ...]:
    """Read a list of texts, or one text."""
    return _TEXTS([content] if isinstance(content, str) else content, place)


def flag(content: Any, place: Place) -> bool:
    """Read true or false."""
    if not isinstance(content, bool):
        raise place.wrong(f"expected true or false, got {_shown(content)}")
    return content


def optional(reader: Reader, default: Any = None) -> Reader:
    """A reader of a field that may be missing."""
    return lambda content, place: default if content is _MISSING else reader(content, place)


def some_of(readers: Mapping[str, Reader]) -> Reader:
    """A reader of a mapping in which each field may be missing, and is left out then."""
    present = {name: optional(reader) for name, reader in readers.items()}

    def read(content: Any, place: Place) -> dict[str, Any]:
        fields = read_fields(content, present, place)
        return {name: fields[name] for name in content}

    return read


def list_of(reader: Reader, least: int = 0) -> Reader:
    """A reader of a list of `least` items or more, each read with `reader`."""

    def read(content: Any, place: Place) -> tuple[Any, ...]:
        if not isinstance(content, list) or len(content) < least:
            raise place.wrong(f"expected a list{' of one or more' if least else ''}, got {_shown(content)}")
        return tuple(each(enumerate(content), lambda item: reader(item[1], place.at(item[0]))))

    return read


_TEXTS = list_of(text)


def choice(allowed: Iterable[str]) -> Reader:
    """A reader of one of the words `allowed`."""
    words = tuple(allowed)

    def read(content: Any, place: Place) -> str:
        word = text(content, place)
        if word not in words:
            near = nearest_names(word, words)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            raise place.wrong(f"'{word}' is not one of {', '.join(words)}{hint}")
        return word

    return read


def choices(allowed: Iterable[str]) -> Reader:
    """A reader of one word or more, each one of those `allowed`."""
    words = list_of(choice(allowed), 1)
    return lambda content, place: words([content] if isinstance(content, str) else content, place)


def readers_of(kind: Any, /, **others: Reader | None) -> dict[str, Reader]:
    """Readers of the fields of a dataclass by their types, and `others`; None for what the file does not hold.

    A list of texts, what may be None, and a flag may be missing in the file.
    """
    readers = {**{field.name: _BY_TYPE.get(field.type) for field in fields(kind)}, **others}
    return {name: reader for name, reader in readers.items() if reader is not None}


_BY_TYPE: dict[Any, Reader] = {
    str: text,
    str | None: optional(text),
    tuple[str, ...]: optional(texts, ()),
    bool: optional(flag, False),
}


def quantity(dimension: str) -> Reader:
    """A reader of a number of a dimension, in SI."""
    return lambda content, place: number(content, dimension, place)


def _source(content: Any, place: Place) -> str:
    source = text(content, place)
    if source.startswith("doi:") and not _DOI.match(source):
        raise place.wrong(f"'{source}' is not a DOI")
    return source


def read_value(
    content: Any, dimension: str, unit: str, place: Place, scores: tuple[tuple[str, float], ...] = ()
) -> Value:
    """One number with source and how known; `scores` as in `Value`.

    Raises
    ------
    LibraryError
        When source or how-known is missing, the number is not of `dimension`, or outside its own interval.
    """
    content = mapping(content, place)
    for name in ("value", "source", "known"):
        if name not in content:
            raise place.wrong(f"has no {name}; every value needs value, source and known")
    if ("low" in content) != ("high" in content):
        raise place.wrong("low and high come together or not at all")
    bound = quantity(dimension)
    read = read_fields(content, {"value": bound, "low": optional(bound), "high": optional(bound), **_REMARKS}, place)
    si, low, high = read.pop("value"), read["low"], read["high"]
    if low is not None and not low <= si <= high:
        raise place.wrong(f"{content['value']} is not between {content['low']} and {content['high']}")
    return Value(si=si, dimension=dimension, unit=unit, text=str(content["value"]), scores=scores, **read)


def _temperature(content: Any, place: Place) -> float | None:
    return None if content is None else number(content, "temperature", place)


_REMARKS: dict[str, Reader] = {
    "source": _source,
    "known": choice(KNOWN),
    "temperature": optional(_temperature),
    "note": optional(text, ""),
}


def read_law(content: dict[str, Any], place: Place) -> Law:
    """A conductivity law of temperature: ``{law: arrhenius, at_25_degC: ..., activation_energy: ...}``."""
    kind = _LAWS[choice(_LAWS)(content["law"], place.at("law"))]
    needed = [field.name for field in fields(kind) if field.default is MISSING and field.name not in content]
    if needed:
        raise place.wrong(f"the law lacks {' and '.join(needed)}")
    if ("melting_temperature" in content) != ("crystalline_activation_energy" in content):
        raise place.wrong("melting_temperature and crystalline_activation_energy come together or not at all")
    if ("filler_share" in content) != ("filler_scale" in content):
        raise place.wrong("filler_share and filler_scale come together or not at all")
    readers = {field.name: optional(_part_of_law(*_PARTS[field.name])) for field in fields(kind)}
    values = read_fields(content, {"law": text, **readers}, place)
    law = kind(**{name: values[name] for name in readers})
    if isinstance(law, VTF):
        molten = law.reference.temperature
        if molten is None or molten <= law.ideal_glass_temperature.si:
            raise place.at("reference").wrong("needs a temperature above the ideal glass temperature")
        if law.melting_temperature is not None and molten < law.melting_temperature.si:
            raise place.at("reference").wrong("needs a temperature above the melting temperature")
    return law


def _part_of_law(dimension: str, unit: str) -> Reader:
    def read(content: Any, place: Place) -> Value:
        value = read_value(content, dimension, unit, place)
        if value.si <= 0.0 or (value.low is not None and value.low <= 0.0):
            raise place.wrong(f"{value.text}: what a law is made of is positive, with all of its interval")
        if dimension == _ENERGY:
            check_range(value, *BARRIERS, "an activation energy of conduction", place)
        return value

    return read


def number(content: Any, dimension: str, place: Place) -> float:
    """An SI float from ``1.86 g/cm3``, or from a plain number where the dimension has no unit."""
    if isinstance(content, bool) or not isinstance(content, str | int | float):
        raise place.wrong(f"expected a number with a unit, got {_shown(content)}")
    words = str(content)
    match = _NUMBER.fullmatch(words)
    try:
        if match is None or dimension == "temperature" or not match[2]:
            si = parse(words, dimension).si
        else:
            si = float(match[1]) * _factor(match[2], dimension)
    except UnitError as problem:
        raise place.wrong(str(problem)) from problem
    if not abs(si) < _LARGEST:
        raise place.wrong(f"{_shown(content)} is not a finite {dimension}")
    return si


@functools.lru_cache(maxsize=1024)
def _factor(unit: str, dimension: str) -> float:
    return parse(f"1 {unit}", dimension).si


def check_range(value: Value, lowest: float, highest: float, what: str, place: Place) -> None:
    """Refuse a value, or an interval, outside limits [SI]."""
    for si in (value.si, value.low, value.high):
        if si is not None and not lowest <= si <= highest:
            limits = f"{_plain(lowest, value)} to {_plain(highest, value)}"
            raise place.wrong(f"{_plain(si, value)} is outside what {what} can be: {limits}")


def _plain(si: float, value: Value) -> str:
    return f"{from_si(si, value.unit, value.dimension):.6g} {value.unit}".strip()


def _shown(content: Any) -> str:
    words = repr(content)
    return words if len(words) < 60 else words[:57] + "..."
