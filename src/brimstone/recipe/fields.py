"""The fields of a recipe: how the words of each are read, which values are possible, what is said when they are not.

The annotated types at the end are what the models are built from.
"""

import math
import re
from collections.abc import Mapping
from typing import Annotated, Any

from brimstone.errors import BrimstoneError
from brimstone.recipe.values import Capacity, Limit, Loading, Rate, Reader, Window
from brimstone.recipe.words import BASES, find_word, fold
from brimstone.units import DIMENSIONS, Quantity, parse

NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")


def shown(value: Any, length: int = 60) -> str:
    """Return what came, short enough for a message."""
    if isinstance(value, Mapping):
        return "{" + shown(", ".join(f"{key}: …" for key in value), length)[1:-1] + "}"
    if isinstance(value, (list, tuple)):
        return f"a list of {len(value)}"
    text = str(value)
    return f"'{text[:length]}…'" if len(text) > length else f"'{text}'"


def text_of(value: Any, due: str) -> str:
    """Return `value` as text, or say that `due` is due there."""
    if isinstance(value, (Quantity, Loading)):
        return value.text
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return repr(value)
    if not isinstance(value, str):
        raise ValueError(f"expected {due}, got {shown(value)}")
    if not value.strip():
        raise ValueError(f"is empty; expected {due}")
    if len(value) > 200:
        raise ValueError(f"{shown(value)} is too long; expected {due}")
    return value.strip()


def _article(noun: str) -> str:
    return "an" if noun[0] in "aeiou" else "a"


def _units(dimension: str) -> str:
    return " or ".join(DIMENSIONS[dimension][1]) or "a plain number"


def _check_bounds(quantity: Quantity, dimension: str, bounds: dict[str, str]) -> None:
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
            if dimension == "temperature" and quantity.text.endswith("K"):
                hint = f" If degrees Celsius are meant, write {quantity.text[:-1].strip()} degC."
            if dimension == "fraction" and 1 < quantity.si <= 100 and "%" not in quantity.text:
                hint = f" If per cent is meant, write {quantity.text} %."
            raise ValueError(f"'{quantity.text}' is out of range: it must be {allowed}.{hint}")


_ROUGHLY = re.compile(r"^(?:~|≈|∼|ca\.?|about|approx\.?|approximately|around|circa)\s*(?=[\d.+-])", re.IGNORECASE)
_SPREAD = re.compile(r"([-+]?[\d.]+)\s*(?:±|\+/-)\s*[\d.]+\s*(.+)")
_HELD = re.compile(r"(.+?(?:Pa|bar))\s*(?:,|for|\()\s*[\d.]+\s*(?:s|sec|min|h)\w*\s*\)?")


def _plain(text: str) -> str:
    """``~50 MPa`` and ``40 ± 5 um`` without what a recipe does not use: how sure its numbers are."""
    text = _ROUGHLY.sub("", text)
    match = _SPREAD.fullmatch(text)
    return f"{match[1]} {match[2]}" if match else text


def _pressed(text: str) -> str:
    """``360 MPa for 5 min`` without the time; a load in tonnes is told from a pressure."""
    match = _HELD.fullmatch(text)
    if match is None and re.fullmatch(r"[\d.,]+\s*(?:t|tons?|tonnes?|kN|N)", text):
        raise ValueError(
            f"'{text}' is a load; a pressure is due, the load over the area of the die: 3 t on 10 mm are 375 MPa"
        )
    return match[1] if match else text


#: 25 C, 60°C, 30 degrees Celsius, 25 ± 2 °C
_CELSIUS = re.compile(r"([-+−]?\d+(?:[.,]\d+)?)\s*(?:[°º˚o]\s*|deg(?:rees?|\.)?\s*)?(?:C|Celsius)", re.IGNORECASE)


def _quantity(
    dimension: str, examples: tuple[str, ...], words: Mapping[str, str] | None = None, **limits: str
) -> Reader:
    """Reader of one dimension within `limits` (above, at_least, below, at_most); `words` stand for quantities."""
    bounds = {name.replace("_", " "): bound for name, bound in limits.items()}
    due = f"{_article(dimension)} {dimension} such as {examples[0]}"

    def read(value: Any) -> Quantity:
        text = text_of(value, due)
        plain = _plain(text)
        if words and fold(plain) in words:
            plain = words[fold(plain)]
        elif dimension == "temperature" and (match := _CELSIUS.fullmatch(plain)):
            plain = f"{match[1]} degC"
        elif dimension == "pressure":
            plain = _pressed(plain)
        quantity = Quantity(text, parse(plain, dimension).si)
        if not math.isfinite(quantity.si):
            raise ValueError(f"'{text}' is not a finite number; expected {due}")
        _check_bounds(quantity, dimension, bounds)
        return quantity

    described = f"{dimension} with its unit ({_units(dimension)})"
    if bounds:
        described += ", " + " and ".join(f"{name} {bound}" for name, bound in bounds.items())
    kinds = ["string", "number"] if dimension in ("fraction", "number") else "string"
    return Reader(read, {"type": kinds, "description": described, "examples": list(examples)})


def _first_dimension(text: str, dimensions: tuple[str, ...], what: str, *also: str) -> tuple[Quantity, str]:
    for dimension in dimensions:
        try:
            return parse(text, dimension), dimension
        except BrimstoneError:
            continue
    *others, last = [*also, *(f"{_article(dimension)} {dimension} ({_units(dimension)})" for dimension in dimensions)]
    wanted = f"{', '.join(others)} or {last}" if others else last
    raise ValueError(f"'{text}' {'has no unit' if NUMBER.fullmatch(text) else f'is no {what}'}; expected {wanted}")


_C_RATE = re.compile(r"([\d.,]+(?:[eE][+-]?\d+)?)\s*C(?:-rate)?")
_C_FRACTION = re.compile(r"([\d.,]+)?\s*C\s*/\s*([\d.,]+)")


def read_rate(value: Any) -> Rate:
    """Read ``0.1C``, ``C/10``, ``0.13 mA/cm2`` or ``50 mA/g``."""
    if isinstance(value, Rate):
        value = value.text
    text = text_of(value, "a rate such as 0.1C, 0.13 mA/cm2 or 50 mA/g")
    rate = None
    try:
        if match := _C_RATE.fullmatch(text):
            rate = Rate(text, _decimal(match[1]), "C")
        elif match := _C_FRACTION.fullmatch(text):
            rate = Rate(text, _decimal(match[1] or "1") / _decimal(match[2]), "C")
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"'{text}' is no rate; expected a rate such as 0.1C, 0.13 mA/cm2 or 50 mA/g") from None
    if rate is None and re.fullmatch(r"[\d.,]+\s*[µumn]?A", text):
        raise ValueError(
            f"'{text}' is a current; expected a rate: over the area of the cell (0.13 mA/cm2) or the mass (50 mA/g)"
        )
    if rate is None:
        quantity, kind = _first_dimension(
            text, ("current density", "specific current"), "rate", "a C rate (0.1C, C/10)"
        )
        rate = Rate(text, quantity.si, kind)
    if not 0 < rate.si < math.inf:
        raise ValueError(f"'{text}' is out of range: a rate is above 0; charge or discharge is said by the step")
    if rate.kind == "C" and rate.si > 10_000:
        raise ValueError(f"'{text}' is out of range: a rate is at most 10000C")
    return rate


def _decimal(text: str) -> float:
    return float(text.replace(",", "."))  # decimal commas, as units reads them


def _refuse_reference(text: str) -> None:
    if re.search(r"\b(vs|versus|against)\b", text, re.IGNORECASE):
        raise ValueError(f"'{text}': name the reference once, for the whole recipe, as  reference: Li-In")


def _read_voltage(text: str) -> Quantity:
    _refuse_reference(text)
    quantity = parse(text, "voltage")
    _check_bounds(quantity, "voltage", {"at least": "-10 V", "at most": "10 V"})
    return quantity


def _limit(dimensions: tuple[str, ...], example: str, with_rates: bool = False) -> Reader:
    def read(value: Any) -> Any:
        text = text_of(value, f"a limit such as {example}")
        if with_rates and re.search(r"C|A", text):
            return read_rate(text)
        _refuse_reference(text)
        also = ("a current (0.02C, 10 uA/cm2)",) if with_rates else ()
        quantity, kind = _first_dimension(text, dimensions, "limit", *also)
        if kind == "voltage":
            _read_voltage(text)
        elif not quantity.si > 0:
            raise ValueError(f"'{text}' is out of range: a limit in {kind} is above 0")
        return Limit(text, quantity.si, kind)

    examples = [example, "10 h"] if "time" in dimensions else [example]
    return Reader(
        read, {"type": "string", "description": "where the step ends: " + ", ".join(dimensions), "examples": examples}
    )


def read_window(value: Any) -> Window:
    """Read ``[1.0 V, 2.8 V]`` or ``1.0-2.8 V``."""
    due = "a window such as [1.0 V, 2.8 V]"
    if isinstance(value, Window):
        value = [value.lower, value.upper]
    if isinstance(value, str) and (
        match := re.fullmatch(r"\s*([-+\d.]+)\s*(m?V)?\s*(?:-|–|—|to|…|\.\.)\s*([-+\d.]+)\s*(m?V)\s*", value)
    ):
        value = [f"{match[1]} {match[2] or match[4]}", f"{match[3]} {match[4]}"]
    if not isinstance(value, (list, tuple)):
        raise ValueError(f"expected {due}, got {shown(value)}")
    if len(value) != 2:
        raise ValueError(f"has {len(value)} entries; expected {due}")
    first, last = (text_of(bound, due) for bound in value)
    if NUMBER.fullmatch(first) and (unit := re.search(r"m?V$", last)):  # [1.0, 3.0 V]
        first = f"{first} {unit[0]}"
    lower, upper = _read_voltage(first), _read_voltage(last)
    if lower.si > upper.si:
        raise ValueError(f"is in the wrong order; the lower voltage comes first: write [{upper.text}, {lower.text}]")
    if lower.si == upper.si:
        raise ValueError(f"is empty: both bounds are {lower.text}; expected {due}")
    return Window(lower, upper)


_BASIS_FORMS = "|".join(
    sorted({form for word, forms in BASES.items() for form in (word, *forms)}, key=len, reverse=True)
)
_BASIS_IN_UNIT = re.compile(rf"(?<=g)\s*[-_(]?\s*({_BASIS_FORMS})\s*\)?(?=\s*(?:/|cm|m))")
_BASIS_AFTER = re.compile(
    rf"(?:\s+(?:of\s+the|of|per|in|based\s+on)\s+|\s*\(\s*|\s+)({_BASIS_FORMS})(?:\s+material)?\s*\)?$", re.IGNORECASE
)


def _read_loading(value: Any) -> Loading:
    due = "a loading such as 1.5 mg/cm2 (of active material), 1 mg/cm2 of sulfur or 5 mg/cm2 of electrode"
    if isinstance(value, Loading):
        return value
    if isinstance(value, Mapping):
        if len(value) != 1:
            raise ValueError(f"expected {due}, got {shown(value)}")
        ((basis, amount),) = value.items()
        value = f"{text_of(amount, due)} of {find_word(str(basis), BASES, 'basis of a loading')}"
    text = text_of(value, due)
    if match := _ON_AREA.fullmatch(text):  # 7.5 mg/0.785 cm2 of electrode
        on_area = loading_of_mass(f"{match[1]} {match[4]}", f"{match[2]} {match[3]}2", None)
        if on_area is not None:
            return Loading(text, Quantity(text, on_area.amount.si), on_area.basis)
    amount_text, basis = _split_basis(text)
    try:
        parse(amount_text, "mass")
    except BrimstoneError:
        amount = parse(amount_text, "areal mass")
    else:
        raise ValueError(
            f"'{text}' is a mass; expected {due}: divide it by the area of the cathode, "
            "or give diameter or area of the cell at the top of the recipe"
        )
    _check_bounds(amount, "areal mass", {"above": "0 mg/cm2", "at most": "500 mg/cm2"})
    return Loading(text, amount, basis)


_ON_AREA = re.compile(r"(.+?g)\s*(?:/|per|on|over)\s*\(?\s*(\d[\d.,]*)\s*(cm|mm)\s*\^?(?:2|²)\s*\)?(.*)")


def _split_basis(text: str) -> tuple[str, str]:
    """Amount and basis of ``5 mg/cm2 of electrode``, ``1 mgS/cm2`` or ``3 mg (composite)``."""
    for form in (_BASIS_AFTER, _BASIS_IN_UNIT):
        if match := form.search(text):
            amount = f"{text[: match.start()]} {text[match.end() :]}".strip()
            return amount, find_word(match[1], BASES, "basis of a loading")
    return text, "active"


def loading_of_mass(value: Any, area: Any, diameter: Any) -> Loading | None:
    """Loading of a cathode whose mass is given, ``3 mg of electrode``, spread over the area of the cell.

    None when it is no mass, or when neither `area` nor `diameter`, as written in the recipe, says how large that is.
    """
    if not isinstance(value, str) or len(value) > 200 or (area is None) == (diameter is None):
        return None
    amount, basis = _split_basis(value.strip())
    try:
        mass = parse(amount, "mass").si
        size = parse(str(area), "area").si if diameter is None else math.pi / 4 * parse(str(diameter), "length").si ** 2
    except BrimstoneError:
        return None  # the fields themselves say what is wrong
    if not (mass > 0 and size > 0):
        return None
    loading = Quantity(value.strip(), mass / size)
    _check_bounds(loading, "areal mass", {"above": "0 mg/cm2", "at most": "500 mg/cm2"})
    return Loading(value.strip(), loading, basis)


def plain_number(value: Any, due: str) -> float:
    """Return a finite number written without a unit."""
    text = text_of(value, due)
    if not NUMBER.fullmatch(text) or not math.isfinite(float(text)):
        raise ValueError(f"'{text}' is not a finite plain number; expected {due}")
    return float(text)


def _whole_number(due: str, most: int) -> Reader:
    def read(value: Any) -> int:
        number = plain_number(value, due)
        if number != int(number) or not 1 <= number <= most:
            raise ValueError(f"{shown(value)} is out of range; expected {due}, from 1 to {most}")
        return int(number)

    return Reader(read, {"type": "integer", "minimum": 1, "maximum": most, "description": due}, write=int)


def _positive_number(due: str) -> Reader:
    def read(value: Any) -> float:
        number = plain_number(value, due)
        if not 0 < number <= 1000:
            raise ValueError(f"{shown(value)} is out of range; expected {due}, above 0 and at most 1000")
        return number

    return Reader(read, {"type": "number", "exclusiveMinimum": 0, "maximum": 1000, "description": due}, write=float)


def _read_yes_no(value: Any) -> bool:
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


def vocabulary(entries: Mapping[str, tuple[str, ...]], what: str) -> Reader:
    """Reader of one word of a vocabulary, or of another form of it."""
    examples = list(entries)
    due = f"{what}: {', '.join(examples)}"

    def read(value: Any) -> str:
        return find_word(text_of(value, due), entries, what)

    return Reader(read, {"type": "string", "description": due, "examples": examples})


def _read_capacity(value: Any) -> Capacity:
    text = text_of(value, "a capacity such as 1000 mAh/g")
    quantity, kind = _first_dimension(text, ("specific charge", "areal charge"), "capacity")
    if not quantity.si > 0:
        raise ValueError(f"'{text}' is out of range: a capacity is above 0")
    return Capacity(text, quantity.si, kind)


Length = Annotated[Quantity, _quantity("length", ("300 um", "20 nm"), above="0 um", at_most="10 cm")]
Edge = Annotated[Quantity, _quantity("length", ("10 cm",), above="0 um", at_most="10 m")]
Area = Annotated[Quantity, _quantity("area", ("0.785 cm2", "9 cm2"), above="0 cm2", at_most="10 m2")]
Mass = Annotated[Quantity, _quantity("mass", ("80 mg",), above="0 mg", at_most="1 kg")]
Fraction = Annotated[Quantity, _quantity("fraction", ("70 wt%", "0.7"), above="0", below="1")]
Filling = Annotated[Quantity, _quantity("fraction", ("90 %", "0.9"), above="0", at_most="1")]
Porosity = Annotated[Quantity, _quantity("fraction", ("12 %", "0.12"), at_least="0", below="1")]
Pressure = Annotated[Quantity, _quantity("pressure", ("360 MPa", "3.6 GPa"), above="0 MPa", at_most="10 GPa")]
StackPressure = Annotated[Quantity, _quantity("pressure", ("50 MPa", "2 bar"), at_least="0 MPa", at_most="10 GPa")]
_ROOM = dict.fromkeys(
    ("rt", "r.t.", "room temperature", "room temp", "ambient", "ambient temperature", "rt (25 °c)"), "25 degC"
)
CellTemperature = Annotated[
    Quantity,
    _quantity("temperature", ("60 degC", "298 K", "RT"), words=_ROOM, at_least="-120 degC", at_most="400 degC"),
]
ProcessTemperature = Annotated[
    Quantity, _quantity("temperature", ("155 degC", "RT"), words=_ROOM, above="0 K", at_most="2000 degC")
]
DewPoint = Annotated[
    Quantity, _quantity("temperature", ("-40 degC", "-60 degC"), at_least="-110 degC", at_most="40 degC")
]
Time = Annotated[Quantity, _quantity("time", ("2 h", "10 min"), above="0 s", at_most="100000 h")]
Concentration = Annotated[
    Quantity, _quantity("concentration", ("1.5 mol/L", "0.5 mM"), above="0 mol/L", at_most="20 mol/L")
]
ElectrolyteAmount = Annotated[
    Quantity, _quantity("specific volume", ("10 uL/mg", "4 mL/g"), above="0 uL/mg", at_most="1000 uL/mg")
]
Rotation = Annotated[Quantity, _quantity("rotation", ("500 rpm",), above="0 rpm", at_most="100000 rpm")]
Voltage = Annotated[Quantity, _quantity("voltage", ("2.8 V",), at_least="-10 V", at_most="10 V")]
VoltageRate = Annotated[Quantity, _quantity("voltage rate", ("0.1 mV/s",), above="0 V/s", at_most="1000 V/s")]
Frequency = Annotated[Quantity, _quantity("frequency", ("1 MHz", "1 mHz"), above="0 Hz", at_most="1 THz")]
VoltageWindow = Annotated[
    Window,
    Reader(
        read_window,
        {
            "description": "lower and upper voltage",
            "type": "array",
            "items": {"type": "string", "examples": ["1.0 V"]},
            "minItems": 2,
            "maxItems": 2,
            "examples": [["1.0 V", "2.8 V"]],
        },
        write=lambda window: [window.lower.text, window.upper.text],
    ),
]
RateField = Annotated[
    Rate,
    Reader(
        read_rate, {"type": "string", "description": "a rate", "examples": ["0.1C", "C/10", "0.13 mA/cm2", "50 mA/g"]}
    ),
]
LimitField = Annotated[Limit, _limit(("voltage", "time", "specific charge"), "2.8 V")]
VoltageLimit = Annotated[Limit, _limit(("voltage",), "1.0 V")]
HoldLimit = Annotated[Rate | Limit, _limit(("time",), "0.02C", with_rates=True)]
LoadingField = Annotated[
    Loading,
    Reader(
        _read_loading,
        {
            "description": "mass per area, of active material unless said otherwise",
            "anyOf": [
                {"type": "string", "examples": ["0.45 mg/cm2", "1 mg/cm2 of sulfur", "5 mg/cm2 of electrode"]},
                {"type": "object", "minProperties": 1, "maxProperties": 1, "propertyNames": {"enum": list(BASES)}},
            ],
        },
    ),
]
CapacityField = Annotated[
    Capacity,
    Reader(
        _read_capacity,
        {"type": "string", "description": "a capacity per mass or per area", "examples": ["1000 mAh/g", "2.3 mAh/cm2"]},
    ),
]
Name = Annotated[str, words("a name", "LGPS")]
Text = Annotated[str, words("a text", "loading assumed, the paper does not give it", length=5000)]
YesNo = Annotated[bool, Reader(_read_yes_no, {"type": "boolean", "description": "yes or no"}, write=bool)]
CycleCount = Annotated[int, _whole_number("a whole number of cycles", 1_000_000)]
UnitCount = Annotated[int, _whole_number("a whole number of layers", 1000)]
PointCount = Annotated[int, _whole_number("a whole number of points", 100_000)]
PlainRatio = Annotated[float, _positive_number("a plain number such as 1.5")]
