"""From a library file to values: every number dimension-checked, range-checked and with its source, or an error."""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from brimstone.errors import LibraryError, UnitError, nearest_names
from brimstone.library.values import KNOWN, VTF, Arrhenius, Law, Value
from brimstone.units import DIMENSIONS, from_si, parse

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NUMBER = re.compile(r"\s*([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)\s*(.*?)\s*")
_DOI = re.compile(r"doi:10\.\d{4,9}/\S+")
_LARGEST = 1e300
BARRIERS = (0.01 * 1.602176634e-19, 3.0 * 1.602176634e-19)  #: activation energies of conduction [J]: 0.01 to 3 eV
_VALUE_KEYS = ("value", "low", "high", "source", "known", "temperature", "note")
_LAWS: dict[str, tuple[type[Arrhenius] | type[VTF], dict[str, tuple[str, str, str]]]] = {
    "arrhenius": (
        Arrhenius,
        {
            "at_25_degC": ("at_25", "conductivity", "mS/cm"),
            "activation_energy": ("activation_energy", "energy per charge carrier", "eV"),
        },
    ),
    "vtf": (
        VTF,
        {
            "reference": ("reference", "conductivity", "mS/cm"),
            "pseudo_activation_energy": ("pseudo_activation_energy", "energy per charge carrier", "eV"),
            "ideal_glass_temperature": ("ideal_glass_temperature", "temperature", "K"),
            "melting_temperature": ("melting_temperature", "temperature", "degC"),
            "crystalline_activation_energy": ("crystalline_activation_energy", "energy per charge carrier", "eV"),
        },
    ),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the library something stands, for messages: the file and the dotted field."""

    file: str
    field: str = ""

    def at(self, name: object) -> "Place":
        """The place one level further in."""
        return Place(self.file, f"{self.field}.{name}" if self.field else str(name))

    def wrong(self, problem: str) -> LibraryError:
        """The error to raise here."""
        return LibraryError(f"{self.file}: {self.field}: {problem}" if self.field else f"{self.file}: {problem}")


def read_yaml(path: Path, root: Path) -> tuple[dict[str, Any], Place]:
    """Read one library file, which must be a mapping."""
    place = Place(path.relative_to(root).as_posix())
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), _LOADER)
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as problem:
        raise place.wrong(f"can't be read: {' '.join(str(problem).split())}") from problem
    return mapping(content, place), place


def mapping(content: Any, place: Place) -> dict[str, Any]:
    """`content`, which must be a mapping with names for keys."""
    if not isinstance(content, dict):
        raise place.wrong(f"a mapping is due, not {_shown(content)}")
    for name in content:
        if not isinstance(name, str):
            raise place.wrong(f"{_shown(name)} is no name")
    return content


def text(content: Any, place: Place) -> str:
    """`content`, which must be text and not empty."""
    if not isinstance(content, str) or not content.strip():
        raise place.wrong(f"a text is due, not {_shown(content)}")
    return content.strip()


def texts(content: Any, place: Place) -> tuple[str, ...]:
    """`content`, which must be a list of texts or one text."""
    if isinstance(content, str):
        return (text(content, place),)
    if not isinstance(content, list):
        raise place.wrong(f"a list of texts is due, not {_shown(content)}")
    return tuple(text(item, place.at(number)) for number, item in enumerate(content))


def only(content: Mapping[str, Any], allowed: Any, place: Place) -> None:
    """Refuse keys that are not `allowed`."""
    for name in content:
        if name not in allowed:
            near = nearest_names(name, allowed)
            hint = f"; did you mean {' or '.join(near)}?" if near else f"; allowed are {', '.join(allowed)}"
            raise place.wrong(f"'{name}' is not known here{hint}")


def one_of(content: Any, allowed: Any, place: Place) -> str:
    """`content`, which must be one of the words `allowed`."""
    word = text(content, place)
    if word not in allowed:
        near = nearest_names(word, allowed)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        raise place.wrong(f"'{word}' is not one of {', '.join(allowed)}{hint}")
    return word


def read_value(content: Any, dimension: str, unit: str, place: Place) -> Value:
    """One number with source and how known.

    Raises
    ------
    LibraryError
        When source or how-known is missing, the number is not of `dimension`, or outside its own interval.
    """
    content = mapping(content, place)
    only(content, _VALUE_KEYS, place)
    for name in ("value", "source", "known"):
        if name not in content:
            raise place.wrong(f"has no {name}; every value needs value, source and known")
    source = text(content["source"], place.at("source"))
    if source.startswith("doi:") and not _DOI.match(source):
        raise place.at("source").wrong(f"'{source}' is not a DOI")
    known = one_of(content["known"], tuple(KNOWN), place.at("known"))
    si = number(content["value"], dimension, place.at("value"))
    if ("low" in content) != ("high" in content):
        raise place.wrong("low and high come together or not at all")
    low = high = None
    if "low" in content:
        low = number(content["low"], dimension, place.at("low"))
        high = number(content["high"], dimension, place.at("high"))
        if not low <= si <= high:
            raise place.wrong(f"{content['value']} is not between {content['low']} and {content['high']}")
    temperature = content.get("temperature")
    if temperature is not None:
        temperature = number(temperature, "temperature", place.at("temperature"))
    note = text(content["note"], place.at("note")) if "note" in content else ""
    return Value(si, low, high, dimension, unit, str(content["value"]), source, known, temperature, note)


def read_law(content: dict[str, Any], place: Place) -> Law:
    """A conductivity law of temperature: ``{law: arrhenius, at_25_degC: ..., activation_energy: ...}``."""
    law, parts = _LAWS[one_of(content["law"], tuple(_LAWS), place.at("law"))]
    only(content, ("law", *parts), place)
    values = {
        field: read_value(content[name], dimension, unit, place.at(name))
        for name, (field, dimension, unit) in parts.items()
        if name in content
    }
    needed = [name for name in list(parts)[: 2 if law is Arrhenius else 3] if name not in content]
    if needed:
        raise place.wrong(f"the law lacks {' and '.join(needed)}")
    if law is VTF and len(values) == 4:
        raise place.wrong("melting_temperature and crystalline_activation_energy come together or not at all")
    for name, value in values.items():
        if value.si <= 0.0 or (value.low is not None and value.low <= 0.0):
            raise place.at(name).wrong(f"{value.text}: what a law is made of is positive, with all of its interval")
        if value.dimension == "energy per charge carrier":
            check_range(value, *BARRIERS, "an activation energy of conduction", place.at(name))
    read = law(**values)
    if isinstance(read, VTF):
        molten = read.reference.temperature
        if molten is None or molten <= read.ideal_glass_temperature.si:
            raise place.at("reference").wrong("needs a temperature above the ideal glass temperature")
        if read.melting_temperature is not None and molten < read.melting_temperature.si:
            raise place.at("reference").wrong("needs a temperature above the melting temperature")
    return read


def number(content: Any, dimension: str, place: Place) -> float:
    """An SI float from ``1.86 g/cm3``, or from a plain number where the dimension has no unit."""
    if isinstance(content, bool) or not isinstance(content, str | int | float):
        raise place.wrong(f"a number with a unit is due, not {_shown(content)}")
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


def dimension_name(content: Any, place: Place) -> str:
    """`content`, which must name a dimension."""
    return one_of(content, tuple(DIMENSIONS), place)


def _shown(content: Any) -> str:
    words = repr(content)
    return words if len(words) < 60 else words[:57] + "..."
