"""Units, at the boundary only: text in, SI floats inside, practical units out.

Inside the program every number is SI. A `Quantity` keeps the text as written alongside the SI value, so that a
recipe is written back as it was read.
"""

import contextlib
import functools
import hashlib
import importlib.util
import math
import pickle
import re
import shutil
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from brimstone import _cache
from brimstone.errors import AmbiguousError, UnitError, nearest_names

#: Dimensions of all quantities in recipes and the library: name -> (SI unit, suggested units).
DIMENSIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "fraction": ("", ("%", "wt%", "vol%")),
    "length": ("m", ("um", "nm", "mm")),
    "area": ("m**2", ("cm2", "mm2")),
    "volume per mole": ("m**3/mol", ("cm3/mol",)),
    "specific volume": ("m**3/kg", ("cm3/g",)),
    "mass": ("kg", ("mg", "g")),
    "molar mass": ("kg/mol", ("g/mol",)),
    "density": ("kg/m**3", ("g/cm3",)),
    "areal mass": ("kg/m**2", ("mg/cm2",)),
    "specific area": ("m**2/kg", ("m2/g",)),
    "area per volume": ("1/m", ("cm2/cm3", "m2/cm3")),
    "specific charge": ("C/kg", ("mAh/g",)),
    "areal charge": ("C/m**2", ("mAh/cm2",)),
    "charge": ("C", ("mAh", "Ah")),
    "current density": ("A/m**2", ("mA/cm2", "uA/cm2")),
    "specific current": ("A/kg", ("mA/g", "A/g")),
    "current": ("A", ("mA", "A", "uA")),
    "power": ("W", ("W", "mW")),
    "areal power": ("W/m**2", ("mW/cm2",)),
    "specific power": ("W/kg", ("W/g", "mW/g")),
    "temperature": ("K", ("degC", "K")),
    "temperature difference": ("K", ("K",)),
    "heating rate": ("K/s", ("K/min", "K/h")),
    "pressure": ("Pa", ("MPa", "GPa", "bar")),
    "force": ("N", ("kN", "N")),
    "torque": ("N*m", ("N m",)),
    "stiffness": ("N/m", ("N/mm",)),
    "stiffness per area": ("Pa/m", ("MPa/um",)),
    "surface energy": ("J/m**2", ("J/m2", "mJ/m2")),
    "fracture toughness": ("Pa*m**0.5", ("MPa m^0.5",)),
    "voltage": ("V", ("V", "mV")),
    "voltage rate": ("V/s", ("mV/s",)),
    "temperature coefficient": ("V/K", ("mV/K",)),
    "thermal expansion": ("1/K", ("1/K",)),
    "pressure coefficient": ("V/Pa", ("mV/MPa",)),
    "time": ("s", ("h", "min", "s")),
    "frequency": ("Hz", ("Hz", "kHz", "MHz", "mHz")),
    "conductivity": ("S/m", ("mS/cm", "S/cm")),
    "area resistance": ("ohm*m**2", ("ohm cm2",)),
    "resistance": ("ohm", ("ohm",)),
    "energy": ("J", ("mJ", "J")),
    "energy per charge carrier": ("J", ("eV", "kJ/mol")),
    "molar energy": ("J/mol", ("kJ/mol",)),
    "specific energy": ("J/kg", ("Wh/kg",)),
    "energy density": ("J/m**3", ("Wh/L",)),
    "diffusivity": ("m**2/s", ("cm2/s",)),
    "velocity": ("m/s", ("cm/s",)),
    "concentration": ("mol/m**3", ("mol/L", "mM")),
    "specific heat": ("J/(kg*K)", ("J/g/K",)),
    "heat transfer coefficient": ("W/(m**2*K)", ("W/m2/K",)),
    "thermal conductivity": ("W/(m*K)", ("W/m/K",)),
    "viscosity": ("Pa*s", ("mPa s",)),
    "rotation": ("1/s", ("rpm",)),
    "capacitance per area": ("F/m**2", ("uF/cm2",)),
    "rate": ("1/s", ("1/s", "1/h")),
    "specific price": ("1/kg", ("USD/kg",)),
    "areal price": ("1/m**2", ("USD/m2",)),
    "number": ("", ("",)),
}

#: Digits with a decimal point or comma, or in groups of three; a power of ten as 5e-3, 5 x 10-3 or 5 x 10^3. Without
#: any sign, 2 x 100 um are two layers of 100 um, and 5 x 103 may have lost a superscript.
NUMERAL = (
    r"[+-]?(?:\d{1,3}(?:[ ']\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*[.,]?|\.\d+)"
    r"(?:[eE][+-]?\d+|\s*[x×*·]\s*10\s*(?:\^\s*[+-]?|[+-])\d+)?"
)
_QUANTITY = re.compile(rf"\s*({NUMERAL})\s*(.*?)\s*")
_POWER = re.compile(r"(?<=10)(?=[\u00b9\u00b2\u00b3\u2070\u2074-\u2079])")  # 10³ as 10^3, not as 103
_POWER_OF_TEN = re.compile(r"\s*[x×*·]\s*10\s*\^?\s*")
_ONE_COMMA = re.compile(r"([+-]?[1-9]\d{0,2}),(\d{3})")
_ONE_POINT = re.compile(r"([+-]?[1-9]\d{0,2})\.(\d\d0)")
_GROUPS = re.compile(r"[+-]?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_LOOKALIKES = str.maketrans("º˚∶∼⋅∙•’‘ꞏ", "°°:~···''·")
_UNIT = r"[A-Za-zμΩ°%][^\d±]*?(?:\d[^\d±]*?)?"
_AROUND = re.compile(rf"({NUMERAL})\s*({_UNIT})?\s*(?:±|\+/-|\+-)\s*({NUMERAL})\s*(.*)")
_LAST_DIGITS = re.compile(r"([+-]?\d+(?:\.(\d+))?)\((\d+)\)\s*(.*)")
_RANGE = re.compile(
    rf"(?:between |from )?({NUMERAL})\s*((?!e-?\d|to\b|and\b){_UNIT})?\s*(?:-|~|to\b|and\b|\.\.\.?)\s*"
    rf"({NUMERAL})\s*(\D.*|)",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"[~\d.].*\d\S*\s*(?:\S+\s+)?,?\s*(?:and|or)\s+[~\d.]")
_ROUGHLY = re.compile(
    r"^(?:~|≈|ca\.?|c\.|about|approx\.?|approximately|around|circa|roughly|nearly)\s*(?=[\d.+-])", re.IGNORECASE
)
_BOUND = re.compile(
    r"(?:[<>≤≥]|up to|at least|at most|(?:no )?(?:more|less|higher|lower|greater) than|over|above|below|max\.?|min\.?)"
    r"\s*=?\s*[~\d.]",
    re.IGNORECASE,
)
_LIMITING = re.compile(
    r"[A-Za-z .\-]*\b(?:max|min|maximum|minimum|below|above|less|more|exceed\w*|up to)\b", re.IGNORECASE
)
_PREFACE = re.compile(r"^(?:[A-Za-z][A-Za-z \-]*?\s(?:of|at|under|is|was)|at|under|of)\s+(?=[\d.~(+-])", re.IGNORECASE)

_MOST_KEPT = 2000  #: conversions that are kept from process to process

_SIGNS = {
    "μ": "u",
    "\N{GREEK CAPITAL LETTER OMEGA}": "ohm",
    "·": "*",
    "×": "*",
    "°C": "degC",
    "\N{LATIN CAPITAL LETTER A WITH RING ABOVE}": "angstrom",
    "microns": "um",
    "micron": "um",
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit as written, and its value in SI.

    Attributes
    ----------
    text : str
        The text as written, such as ``"0.45 mg/cm2"``.
    si : float
        The value in the SI unit of its dimension.
    low, high : float, optional
        80 % interval, if stated as a range or with ± [SI]; both or neither.
    """

    text: str
    si: float
    low: float | None = field(default=None, kw_only=True)
    high: float | None = field(default=None, kw_only=True)

    def __str__(self) -> str:
        return self.text

    def __float__(self) -> float:
        return self.si


@functools.cache
def _registry() -> Any:
    import pint

    folder = _cache.private_folder()
    cache = None if folder is None else folder / "units"
    try:
        registry: Any = pint.UnitRegistry(cache_folder=cache, autoconvert_offset_to_baseunit=True)
    except Exception:  # unpickling a damaged file or writing to a full disk can raise anything
        if cache is None:
            raise
        shutil.rmtree(cache, ignore_errors=True)
        registry = pint.UnitRegistry(autoconvert_offset_to_baseunit=True)
    registry.define("wt_percent = 0.01")
    registry.define("US_dollar = [currency] = USD")
    return registry


def plain(text: str) -> str:
    """Replace typographic characters (minus signs, spaces, superscripts) by keyboard ones and drop invisible ones."""
    if text.isascii():
        return text
    text = _POWER.sub("^", text.translate(_LOOKALIKES))
    text = unicodedata.normalize("NFKC", text)
    kinds = {"Pd": "-", "Zs": " ", "Cf": ""}
    return "".join(kinds.get(unicodedata.category(sign), "-" if sign == "\N{MINUS SIGN}" else sign) for sign in text)


@functools.lru_cache(maxsize=1024)
def _unit_expression(text: str) -> str:
    """Translate common notation (cm2, g-1, wt%, Ω) into pint's."""
    for sign, word in _SIGNS.items():
        text = text.replace(sign, word)
    if re.sub(r"[\s.]", "", text) in ("%", "wt%", "vol%", "at%", "mol%"):
        return "wt_percent"
    text = re.sub(r"\s+per\s+square\s+centimet(?:re|er)\b", "/cm2", text)
    text = re.sub(r"\b([mu]?[gA]|mAh)(?=(?:cm|g)\^?-\d)", r"\1 ", text)
    text = re.sub(r"[{}$]", "", re.sub(r"\s+per\s+(?=[a-z])", "/", text))
    text = re.sub(r"\b([mk]?A)[ *]h\b", r"\1h", text)
    text = re.sub(r"(?<=[A-Za-z])\^?(-?\d+(?:\.\d+)?)", r"**\1", text)
    return re.sub(r"(?<=[A-Za-z0-9)])\s+(?=[A-Za-z(])", "*", text)


def numbers(text: str) -> tuple[float, ...]:
    """Every number that digits, points and commas may mean: ``1,200`` is a thousand to some and a decimal to others.

    Raises
    ------
    ValueError
        When it is none.
    """
    mantissa, *power = re.split(r"[eE]", _POWER_OF_TEN.sub("e", plain(text).strip()), maxsplit=1)
    exponent = f"e{power[0]}" if power else ""
    mantissa = re.sub(r"(?<=\d)[ '](?=\d{3})", "", mantissa).rstrip(".,")  # of the sentence it stands in
    if match := _ONE_COMMA.fullmatch(mantissa):
        return float(f"{match[1]}{match[2]}{exponent}"), float(f"{match[1]}.{match[2]}{exponent}")
    last = max(mantissa.rfind("."), mantissa.rfind(","))
    whole, decimals = (mantissa[:last], mantissa[last + 1 :]) if last >= 0 else (mantissa, "")
    if re.search("[.,]", whole):
        if not _GROUPS.fullmatch(whole) or mantissa[last] in whole:
            if not _GROUPS.fullmatch(mantissa):
                raise ValueError(f"'{text}' is not a number")
            whole, decimals = mantissa, ""
        whole = re.sub("[.,]", "", whole)
    return (float(f"{whole}.{decimals}{exponent}"),)


@functools.lru_cache(maxsize=4096)
def parse(text: str, dimension: str, likely: tuple[float, float] | None = None) -> Quantity:
    """Read ``"300 um"`` as a quantity of the given dimension.

    Parameters
    ----------
    text : str
        A number and a unit, with or without a space between them.
    dimension : str
        One of `DIMENSIONS`.
    likely : tuple of float, optional
        Plausible range [SI], used to resolve ``1,200``.

    Returns
    -------
    Quantity

    Raises
    ------
    UnitError
        When the number or a required unit is missing, the unit is unknown or of the wrong dimension, or the text is
        ambiguous.

    Examples
    --------
    >>> parse("360 MPa", "pressure").si
    360000000.0
    >>> parse("25 °C", "temperature").si
    298.15
    """
    si_unit, suggestions = DIMENSIONS[dimension]
    example = f"write, for example, '1 {suggestions[0]}'" if suggestions[0] else "write a plain number"
    match = _QUANTITY.fullmatch(plain(text))
    if match is None:
        raise UnitError(f"'{text}' is not a number with a unit; expected {_article(dimension)}: {example}")
    unit = match[2]
    try:
        readings = numbers(match[1])
    except ValueError as problem:
        raise UnitError(f"{problem}; expected {_article(dimension)}: {example}") from None
    if not unit and si_unit:
        own = f"write, for example, '{plain(text).strip()} {suggestions[0]}'"
        raise UnitError(f"'{text}' has no unit; expected {_article(dimension)} in {_either(suggestions)}: {own}")
    if unit and dimension == "number":
        raise UnitError(f"'{text}' has the unit '{unit}'; expected a plain number")
    values = [_convert(number, unit, dimension, text) if unit else number for number in readings]
    if len(values) > 1 and likely is not None:
        values = [value for value in values if likely[0] <= value <= likely[1]] or values
    if len(values) == 1 and likely is not None and (match := _ONE_POINT.fullmatch(match[1])):
        if not likely[0] <= values[0] <= likely[1] and likely[0] <= 1000.0 * values[0] <= likely[1]:
            readings = (float(f"{match[1]}{match[2]}"), readings[0])  # 1.200 is a thousand in some languages
            values = [1000.0 * values[0], values[0]]
    if len(values) > 1:
        ways = [f"{number:g} {unit}".strip() for number in readings]
        raise AmbiguousError(f"'{text}' is ambiguous: write {ways[0]} or {ways[1]}")
    if unit and not math.isfinite(values[0]):
        raise UnitError(f"'{text}' is not a finite {dimension}")
    return Quantity(text, values[0])


@functools.lru_cache(maxsize=4096)
def parse_stated(text: str, dimension: str, likely: tuple[float, float] | None = None) -> Quantity:
    """Read a quantity as laboratories write it: ``~50 MPa``, ``40 ± 5 um``, ``1.2-1.4 mg/cm2``, ``1.3(1) mg/cm2``.

    Returns
    -------
    Quantity
        For a range, the middle with both ends as its interval; ± also gives an interval.

    Raises
    ------
    UnitError
        As `parse`, and for a bound such as ``>1 mg/cm2``, which is not a value.
    """
    words = re.sub(r"[{}$]", "", plain(text)).strip()
    if _BOUND.match(words) or _LIMITING.match(words):
        raise UnitError(f"'{text}' is a bound, not a value: give the value for this cell, or a range such as 1-2")
    words = _ROUGHLY.sub("", _PREFACE.sub("", words)).strip()
    words = re.sub(r"^\((.*?)\)(?=\s*[A-Za-z%μ°])", r"\1", words)
    if match := _LAST_DIGITS.fullmatch(words):
        step = 10.0 ** -len(match[2] or "")
        words = f"{match[1]} ± {int(match[3]) * step:g} {match[4]}"
    if match := _AROUND.fullmatch(words):
        unit = match[4] or match[2] or ""
        middle = parse(f"{match[1]} {match[2] or unit}", dimension, likely).si
        if unit.strip() == "%" and match[2] and match[2].strip() != "%":
            away = abs(middle) * numbers(match[3])[-1] / 100.0
        else:  # a temperature difference has no offset
            ends = [parse(f"{number:.17g} {unit}", dimension).si for number in (numbers(match[3])[-1], 0.0)]
            away = abs(ends[0] - ends[1])
        return Quantity(text, middle, low=middle - away, high=middle + away)
    match = _RANGE.fullmatch(words)
    if _SEVERAL.match(words):
        raise UnitError(
            f"'{text}' names several values, and a recipe is of one cell: keep one of them, and vary it with "
            "`brimstone sweep`, or state a range such as 1-2"
        )
    if match and (match[4] or not match[2]):  # the dash in 1 mg cm-2 is not a range
        unit = match[4] or match[2] or ""
        first, last = (
            parse(f"{number} {own or unit}", dimension, likely).si
            for number, own in ((match[1], match[2]), (match[3], match[4]))
        )
        return Quantity(text, 0.5 * (first + last), low=min(first, last), high=max(first, last))
    return Quantity(text, parse(words, dimension, likely).si)


def _convert(number: float, unit: str, dimension: str, text: str) -> float:
    suggestions = DIMENSIONS[dimension][1]
    expression = _unit_expression(unit)
    if len(expression) > 60:
        expected = f"expected {_article(dimension)} in {_either(suggestions)}"
        raise UnitError(f"the unit of '{text[:40]}…' is too long; {expected}")
    if dimension == "rotation" and expression == "rpm":
        return number / 60.0
    known = _conversions()
    if (expression, dimension) not in known:
        known[expression, dimension] = _conversion(expression, unit, dimension, text)
        if len(known) <= _MOST_KEPT:
            with contextlib.suppress(OSError):  # pint is used again next time
                _cache.write(*_conversions_entry(), pickle.dumps(dict(known)))  # a copy, as other threads may add
    conversion = known[expression, dimension]
    if conversion is None:
        raise UnitError(f"'{text}' is not {_article(dimension)}; use {_either(suggestions)}")
    factor, offset = conversion
    return number * factor + offset


@functools.cache
def _conversions() -> dict[tuple[str, str], tuple[float, float] | None]:
    """What `_conversion` found of each expression and dimension, from process to process: loading pint takes 0.1 s."""
    return _cache.read(*_conversions_entry()) or {}


@functools.cache
def _conversions_entry() -> tuple[str, bytes]:
    """Name and key in the cache: a digest of this file, and of place, size and time of pint."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    pint = importlib.util.find_spec("pint")
    if pint is not None and pint.origin is not None:
        state = Path(pint.origin).stat()
        digest.update(f"{pint.origin} {state.st_size} {state.st_mtime_ns}".encode())
    return f"conversions-{digest.hexdigest()[:12]}.pickle", digest.digest()


_PRICES = {"specific price": "USD/kg", "areal price": "USD/m**2"}  # pint has no currencies of its own


def _conversion(expression: str, unit: str, dimension: str, text: str) -> tuple[float, float] | None:
    """Factor and offset from a unit to SI; None when the unit is of another dimension."""
    import pint

    registry = _registry()
    target = _PRICES.get(dimension) or DIMENSIONS[dimension][0] or "dimensionless"
    try:
        stated = registry.parse_units(expression, as_delta=dimension != "temperature")
        zero, one = registry.Quantity(0.0, stated), registry.Quantity(1.0, stated)
        if dimension == "energy per charge carrier" and one.check("[energy]/[substance]"):
            zero, one = zero / registry.avogadro_constant, one / registry.avogadro_constant
        offset = float(zero.to(target).magnitude)
        if offset and not dimension.startswith("temperature"):
            raise ValueError(f"'{unit}' is a logarithmic unit")
        return float((one - zero if offset else one).to(target).magnitude), offset
    except pint.DimensionalityError:
        return None
    except Exception as problem:  # pint's parser raises many types of error on invalid units
        suggestions = DIMENSIONS[dimension][1]
        units = [unit for _, names in DIMENSIONS.values() for unit in names if unit]
        near = [name for name in nearest_names(unit, units) if name in suggestions] or list(suggestions)
        raise UnitError(
            f"unknown unit '{unit}' in '{text}'; use {_either(near)} for {_article(dimension)}"
        ) from problem


def _either(names: Any) -> str:
    named = [name or "a plain number" for name in names]
    return named[0] if len(named) == 1 else ", ".join(named[:-1]) + " or " + named[-1]


def from_si(value: Any, unit: str, dimension: str) -> Any:
    """Convert an SI `value` (float or array) to `unit`.

    Raises
    ------
    UnitError
        When `unit` is not of `dimension`.
    """
    return value * _factor(unit, dimension) if dimension != "temperature" else _temperature(value, unit)


@functools.lru_cache(maxsize=1024)
def conversion_factor(unit: str, other: str) -> float:
    """How many of `other` make one `unit`.

    Raises
    ------
    UnitError
        When one is unknown, or both are not of one dimension.
    """
    registry = _registry()
    try:
        one, target = (registry.parse_units(_unit_expression(text)) for text in (unit, other))
        return float(registry.Quantity(1.0, one).to(target).magnitude)
    except Exception as problem:  # pint's parser raises many kinds on text that is no unit
        raise UnitError(f"'{unit}' can't be given in '{other}'") from problem


@functools.lru_cache(maxsize=1024)
def _factor(unit: str, dimension: str) -> float:
    return 1.0 / _convert(1.0, unit, dimension, f"1 {unit}") if unit else 1.0


def _temperature(value: Any, unit: str) -> Any:
    return value - 273.15 if unit in ("degC", "°C") else value


def _article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
