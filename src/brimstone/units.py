"""Units, at the edge only: text in, SI floats inside, field units out.

Inside the program every number is SI. A `Quantity` keeps the words a person wrote next to the SI value, so a
recipe is written back as it was read.
"""

import functools
import math
import re
import shutil
from dataclasses import dataclass
from typing import Any

from brimstone._cache import private_folder
from brimstone.errors import UnitError, nearest_names

#: What a quantity may be: name -> (SI unit, units to suggest). Every quantity of recipe and library is one of these.
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
    "temperature": ("K", ("degC", "K")),
    "temperature difference": ("K", ("K",)),
    "pressure": ("Pa", ("MPa", "GPa", "bar")),
    "force": ("N", ("kN", "N")),
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
    "number": ("", ("",)),
}

_NUMBER = r"[+-]?(?:\d+(?:[.,]\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
_QUANTITY = re.compile(rf"\s*({_NUMBER})\s*(.*?)\s*")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_WORDS = {
    "\N{MICRO SIGN}": "u",
    "\N{GREEK SMALL LETTER MU}": "u",
    "\N{GREEK CAPITAL LETTER OMEGA}": "ohm",
    "\N{OHM SIGN}": "ohm",
    "·": "*",
    "×": "*",
    "°C": "degC",
    "℃": "degC",
    "Å": "angstrom",
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, as written, and its value in SI.

    Attributes
    ----------
    text : str
        The words as written, such as ``"0.45 mg/cm2"``.
    si : float
        The value in the SI unit of its dimension.
    """

    text: str
    si: float

    def __str__(self) -> str:
        return self.text

    def __float__(self) -> float:
        return self.si


@functools.cache
def _registry() -> Any:
    import pint

    folder = private_folder()
    cache = None if folder is None else folder / "units"
    try:
        registry: Any = pint.UnitRegistry(cache_folder=cache, autoconvert_offset_to_baseunit=True)
    except Exception:  # a damaged file makes unpickling fail in its own way, a full disk writing
        if cache is None:
            raise
        shutil.rmtree(cache, ignore_errors=True)
        registry = pint.UnitRegistry(autoconvert_offset_to_baseunit=True)
    registry.define("wt_percent = 0.01")
    registry.define("US_dollar = [currency] = USD")
    return registry


def _unit_expression(text: str) -> str:
    """Rewrite the field's way of writing units (cm2, g-1, wt%, Ω) as pint reads them."""
    text = text.translate(_SUPERSCRIPTS)
    for word, replacement in _WORDS.items():
        text = text.replace(word, replacement)
    if text in ("%", "wt%", "wt.%", "vol%", "vol.%", "at%", "mol%", "wt %", "vol %"):
        return "wt_percent"
    text = re.sub(r"(?<=[A-Za-z])\^?(-?\d+(?:\.\d+)?)", r"**\1", text)
    return re.sub(r"(?<=[A-Za-z0-9)])\s+(?=[A-Za-z(])", "*", text)


@functools.lru_cache(maxsize=4096)
def parse(text: str, dimension: str) -> Quantity:
    """Read ``"300 um"`` as a quantity of the given dimension.

    Parameters
    ----------
    text : str
        A number, a blank or none, and a unit.
    dimension : str
        One of `DIMENSIONS`.

    Returns
    -------
    Quantity

    Raises
    ------
    UnitError
        When there is no number, no unit where one is due, an unknown unit, or one of another dimension.
    """
    si_unit, suggestions = DIMENSIONS[dimension]
    example = f"write, for example, '1 {suggestions[0]}'" if suggestions[0] else "write a plain number"
    match = _QUANTITY.fullmatch(text)
    if match is None:
        raise UnitError(f"'{text}' is not a number with a unit; {_article(dimension)} is due: {example}")
    number, unit = float(match[1].replace(",", ".")), match[2]
    if not unit:
        if si_unit == "":
            return Quantity(text, number)
        raise UnitError(f"'{text}' has no unit; {_article(dimension)} is due in {_either(suggestions)}: {example}")
    if dimension == "number":
        raise UnitError(f"'{text}' has the unit '{unit}'; a plain number is due")
    value = _convert(number, unit, si_unit, dimension, text)
    if not math.isfinite(value):
        raise UnitError(f"'{text}' is not a finite {dimension}")
    return Quantity(text, value)


def _convert(number: float, unit: str, si_unit: str, dimension: str, text: str) -> float:
    import pint

    registry = _registry()
    suggestions = DIMENSIONS[dimension][1]
    expression = _unit_expression(unit)
    if len(expression) > 60:
        due = f"{_article(dimension)} is due in {_either(suggestions)}"
        raise UnitError(f"the unit of '{text[:40]}…' is too long; {due}")
    try:
        quantity = registry.Quantity(number, registry.parse_units(expression, as_delta=dimension != "temperature"))
        if dimension == "energy per charge carrier" and quantity.check("[energy]/[substance]"):
            quantity = quantity / registry.avogadro_constant
        if dimension == "specific price":
            return float(quantity.to("USD/kg").magnitude)
        if dimension == "rotation" and expression == "rpm":
            return number / 60.0
        return float(quantity.to(si_unit or "dimensionless").magnitude)
    except pint.DimensionalityError:
        raise UnitError(f"'{text}' is not {_article(dimension)}; it is given in {_either(suggestions)}") from None
    except Exception as problem:  # pint's parser raises many kinds on text that is no unit
        units = [unit for _, names in DIMENSIONS.values() for unit in names if unit]
        near = [name for name in nearest_names(unit, units) if name in suggestions] or list(suggestions)
        given = f"{_article(dimension)} is given in {_either(near)}"
        raise UnitError(f"'{unit}' in '{text}' is not a known unit; {given}") from problem


def _either(names: Any) -> str:
    named = [name or "a plain number" for name in names]
    return named[0] if len(named) == 1 else ", ".join(named[:-1]) + " or " + named[-1]


def from_si(value: Any, unit: str, dimension: str) -> Any:
    """Express SI `value` (float or array) in `unit`, for people to read.

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
    return 1.0 / _convert(1.0, unit, DIMENSIONS[dimension][0], dimension, f"1 {unit}") if unit else 1.0


def _temperature(value: Any, unit: str) -> Any:
    return value - 273.15 if unit in ("degC", "°C") else value


def _article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
