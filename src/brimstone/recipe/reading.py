"""Readers of single values: a quantity within bounds, a number, a word, yes or no."""

import math
import re
from collections.abc import Mapping
from typing import Any

from brimstone.constants import CM2, KN, MPA
from brimstone.errors import UnitError
from brimstone.recipe.values import Loading, Reader
from brimstone.recipe.words import find_word, fold
from brimstone.units import DIMENSIONS, NUMERAL, Quantity, numbers, parse, parse_stated, plain

NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")


def shown(value: Any, length: int = 60) -> str:
    """Return a value, short enough for a message."""
    if isinstance(value, Mapping):
        return "{" + shown(", ".join(f"{key}: …" for key in value), length)[1:-1] + "}"
    if isinstance(value, (list, tuple)):
        return f"a list of {len(value)}"
    text = str(value)
    return f"'{text[:length]}…'" if len(text) > length else f"'{text}'"


def text_of(value: Any, expected: str) -> str:
    """Return `value` as text, or raise ValueError with what is `expected`."""
    if isinstance(value, (Quantity, Loading)):
        return value.text
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return repr(value)
    if not isinstance(value, str):
        raise ValueError(f"expected {expected}, got {shown(value)}")
    if not value.strip():
        raise ValueError(f"is empty; expected {expected}")
    if len(value) > 200:
        raise ValueError(f"{shown(value)} is too long; expected {expected}")
    return value.strip()


def article(noun: str) -> str:
    """Return the article of a noun."""
    return "an" if noun[0] in "aeiou" else "a"


def units_of(dimension: str) -> str:
    """Return the units in which a dimension is given."""
    return " or ".join(DIMENSIONS[dimension][1]) or "a plain number"


def check_bounds(quantity: Quantity, dimension: str, bounds: Mapping[str, str]) -> None:
    """Raise ValueError unless a quantity is within bounds such as ``{"above": "0 um"}``."""
    passes = {
        "above": lambda value, bound: value > bound,
        "at least": lambda value, bound: value >= bound,
        "below": lambda value, bound: value < bound,
        "at most": lambda value, bound: value <= bound,
    }
    for name, bound in bounds.items():
        if not passes[name](quantity.si, parse(bound, dimension).si):
            allowed = " and ".join(f"{name} {bound}" for name, bound in bounds.items())
            hint = ""
            if dimension == "temperature" and 250 <= quantity.si - 273.15 <= 400 and "K" not in quantity.text:
                kelvin = re.sub(r"\D+$", "", plain(quantity.text))
                hint = f" If kelvin are meant, write {kelvin} K."
            if dimension == "temperature" and quantity.text.endswith("K"):
                hint = f" If degrees Celsius are meant, write {quantity.text[:-1].strip()} degC."
            if dimension == "fraction" and 1 < quantity.si <= 100 and "%" not in quantity.text:
                hint = f" If a percentage is meant, write {quantity.text} %."
            raise ValueError(f"'{quantity.text}' is out of range: it must be {allowed}.{hint}")


#: 25 C, 60°C, 30 degrees Celsius
_CELSIUS = re.compile(r"(?<=[\d\s°])(?:°\s*|o\s?|deg(?:rees?|\.)?\s*)?(?:C|Celsius)$", re.IGNORECASE)
#: 5 °C/min
_DEGREES = re.compile(r"(?:°\s*C|degC|(?<=[\d\s])C)\s*[·*]?\s*(?=/|per\b|min|h)")
#: 55 °C in a climate chamber; RT (23 °C)
_WHERE = re.compile(r"\s+(?:in|inside)\s+(?:an?|the)\s+[a-z][a-z -]*$", re.IGNORECASE)
_ROOM = re.compile(r"(?:at\s+)?(?:RT|room temperature|ambient(?: temperature)?)\s*\(([^()]*\d[^()]*)\)", re.IGNORECASE)
_HELD = re.compile(r"(.+?(?:Pa|bar))\s*(?:,|(?:held )?for|\()\s*[\d.]+\s*(?:s|sec|min|h)\w*\s*\)?")
_LOAD = r"(t|tons?|tonnes?|kN|N)"
_ON_A_DIE = re.compile(
    rf"({NUMERAL})\s*{_LOAD}\s*(?:on|over|,|\(|\[|/)[^\d]*?({NUMERAL})\s*(mm|cm)(?!\s*\^?2|\s*thick)[^\d]*",
    re.IGNORECASE,
)
_PER_AREA = re.compile(rf"({NUMERAL})\s*{_LOAD}\s*(?:/|per)?\s*(cm|mm)\s*\^?-?2", re.IGNORECASE)
_NEWTONS = {"t": 9806.65, "k": KN, "n": 1.0}  # tonnes, kN, N


def _pressure_text(text: str) -> str:
    """``360 MPa for 5 min`` without its time; ``4 t on 10 mm`` and ``5 t/cm2`` as a pressure."""
    text = re.sub(r"(?<=\d)(\s*)(M|G|k)pa\b", r"\1\2Pa", text)  # 50 Mpa
    text = re.sub(r"(?<=\d)\s*kg\s*(?:f\s*)?(?=/\s*cm\^?2$|cm\^?-2$)", " kgf ", text)
    text = match[1] if (match := _HELD.fullmatch(text)) else text
    if match := _ON_A_DIE.fullmatch(text):
        newtons = numbers(match[1])[-1] * _NEWTONS[match[2][0].lower()]
        if (wide := parse(f"{match[3]} {match[4]}", "length").si) <= 0.0:
            raise ValueError(f"'{text}' is a load on no area; expected a diameter above 0, such as 10 mm")
        return f"{newtons / disc_area(wide) / MPA:.12g} MPa"
    if match := _PER_AREA.fullmatch(text):
        newtons = numbers(match[1])[-1] * _NEWTONS[match[2][0].lower()]
        return f"{newtons / (CM2 if match[3].lower() == 'cm' else 1e-6) / MPA:.12g} MPa"
    if is_load(text):
        raise ValueError(
            f"'{text}' is a load; expected a pressure, the load over the area of the die: write {text} on 10 mm, "
            "with the diameter of the die, or 375 MPa"
        )
    return text


def is_load(value: Any) -> bool:
    """Whether a value is a press load such as ``4 t``, without the die it acts on."""
    return isinstance(value, str) and re.fullmatch(rf"{NUMERAL}\s*{_LOAD}", plain(value).strip()) is not None


def disc_area(diameter: float) -> float:
    """Area of a disc [m2] of a diameter [m]."""
    return math.pi / 4 * diameter**2


def quantity_of(
    dimension: str,
    examples: tuple[str, ...],
    words: Mapping[str, str] | None = None,
    usual: tuple[str, str] | None = None,
    **limits: str,
) -> Reader:
    """Reader of one dimension within `limits` (above, at_least, below, at_most).

    `words` stand for quantities; a value outside `usual` is possible, but more likely a typing error.
    """
    bounds = {name.replace("_", " "): bound for name, bound in limits.items()}
    expected = f"{article(dimension)} {dimension} such as {examples[0]}"

    def likely() -> tuple[float, float] | None:
        return usual and (parse(usual[0], dimension).si, parse(usual[1], dimension).si)

    def read(value: Any) -> Quantity:
        if isinstance(value, Quantity):
            value = value.text
        text = text_of(value, expected)
        text_to_read = plain(text)
        if words and fold(text_to_read.removeprefix("at ")) in words:
            text_to_read = words[fold(text_to_read.removeprefix("at "))]
        elif dimension == "length":
            text_to_read = re.sub(r"\s+(?:thick|in thickness)$", "", text_to_read)
        elif dimension == "temperature":
            text_to_read = _WHERE.sub("", text_to_read)
            text_to_read = match[1] if (match := _ROOM.fullmatch(text_to_read)) else text_to_read
            text_to_read = _CELSIUS.sub(" degC", text_to_read)
        elif dimension == "heating rate":
            text_to_read = _DEGREES.sub("K ", text_to_read)
        elif dimension == "pressure":
            text_to_read = _pressure_text(text_to_read)
        elif dimension == "time" and (match := _TWO_TIMES.fullmatch(text_to_read)):
            text_to_read = f"{sum(parse(part, 'time').si for part in match.groups()):.12g} s"
        try:
            stated = parse_stated(text_to_read, dimension, likely())
        except UnitError as problem:
            said = str(problem) if text_to_read == text else f"'{text}': {problem}"
            unit = examples[0].split()[-1]  # a diameter in mm, not in um
            if dimension == "temperature" and NUMBER.fullmatch(text_to_read) and float(text_to_read) >= _WARM_IN_KELVIN:
                unit = "K"
            own = f"'{text_to_read} {unit}'"
            raise ValueError(re.sub(rf"(?<=write, for example, )'{re.escape(text_to_read)} \S+'", own, said)) from None
        quantity = Quantity(text, stated.si, low=stated.low, high=stated.high)
        if not math.isfinite(quantity.si):
            raise ValueError(f"'{text}' is not a finite number; expected {expected}")
        check_bounds(quantity, dimension, bounds)
        return quantity

    def unusual(quantity: Any) -> str | None:
        low, high = likely() or (-math.inf, math.inf)
        if usual is None or not isinstance(quantity, Quantity) or low <= quantity.si <= high:
            return None
        if quantity.si == 0.0 and any(bound.startswith("0 ") or bound == "0" for bound in bounds.values()):
            return None  # none at all
        return f"{quantity} is unusual; {usual[0]} to {usual[1]} is the usual range"

    described = f"{dimension} with its unit ({units_of(dimension)})"
    if bounds:
        described += ", " + " and ".join(f"{name} {bound}" for name, bound in bounds.items())
    kinds = ["string", "number"] if dimension in ("fraction", "number") else "string"
    return Reader(read, {"type": kinds, "description": described, "examples": list(examples)}, unusual=unusual)


_WARM_IN_KELVIN = 250.0  # what is above it is no temperature in degC that a cell has
_TWO_TIMES = re.compile(r"([\d.]+\s*(?:d|days?|h|hours?|hrs?))\s*(?:and\s*)?([\d.]+\s*(?:h|min|minutes?|mins?|s))")


def plain_number(value: Any, expected: str) -> float:
    """Return a finite number written without a unit."""
    text = text_of(value, expected)
    if not NUMBER.fullmatch(text) or not math.isfinite(float(text)):
        raise ValueError(f"'{text}' is not a finite plain number; expected {expected}")
    return float(text)


def whole_number(expected: str, most: int, usual: int | None = None) -> Reader:
    """Reader of a whole number from 1 to `most`; more than is `usual` is more likely a typing error."""

    def read(value: Any) -> int:
        number = plain_number(value, expected)
        if number != int(number) or not 1 <= number <= most:
            raise ValueError(f"{shown(value)} is out of range; expected {expected}, from 1 to {most}")
        return int(number)

    def unusual(number: Any) -> str | None:
        return None if usual is None or number <= usual else f"{number} is unusual; at most {usual} is usual"

    schema = {"type": "integer", "minimum": 1, "maximum": most, "description": expected}
    return Reader(read, schema, write=int, unusual=unusual)


def positive_number(expected: str, usual: tuple[float, float]) -> Reader:
    """Reader of a plain number above 0; a value outside `usual` is possible, but more likely a typing error."""

    def read(value: Any) -> float:
        if isinstance(value, str):
            value = re.sub(r"\s*:\s*1$", "", value.strip())  # 20:1
        number = plain_number(value, expected)
        if not 0 < number <= 1000:
            raise ValueError(f"{shown(value)} is out of range; expected {expected}, above 0 and at most 1000")
        return number

    def unusual(number: Any) -> str | None:
        told = f"{number:g} is unusual; {usual[0]:g} to {usual[1]:g} is the usual range"
        return None if usual[0] <= number <= usual[1] else told

    schema = {"type": "number", "exclusiveMinimum": 0, "maximum": 1000, "description": expected}
    return Reader(read, schema, write=float, unusual=unusual)


def read_yes_no(value: Any) -> bool:
    """Read yes or no, in the words that YAML has for them."""
    answers = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}
    if isinstance(value, bool):
        return value
    answer = answers.get(value.strip().lower()) if isinstance(value, str) else None
    if answer is None:
        raise ValueError(f"expected yes or no, got {shown(value)}")
    return answer


def words(what: str, example: str, length: int = 200) -> Reader:
    """Reader of free words: a name, a note, a quote."""

    def read(value: Any) -> str:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            raise ValueError(f"expected {what} such as {example}, got {shown(value)}")
        if not value.strip():
            raise ValueError(f"is empty; expected {what} such as {example}")
        if len(value) > length:
            raise ValueError(f"{shown(value)} is too long: {len(value)} characters, at most {length}")
        return value.strip()

    return Reader(read, {"type": "string", "minLength": 1, "maxLength": length})


def vocabulary(entries: Mapping[str, tuple[str, ...]], what: str, before: str = "") -> Reader:
    """Reader of a vocabulary: one of its words, or another form of it, after words `before` it that say nothing."""
    examples = list(entries)
    expected = f"{what}: {', '.join(examples)}"

    def read(value: Any) -> str:
        text = text_of(value, expected)
        return find_word(re.sub(rf"^(?:{before})\b\.?\s+", "", text) if before else text, entries, what)

    return Reader(read, {"type": "string", "description": expected, "examples": examples})
