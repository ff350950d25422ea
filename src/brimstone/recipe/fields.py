"""The fields of a recipe: how each is read, which values are possible, and the message when they are not.

The annotated types at the end are what the models are built from.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Annotated, Any

from brimstone.errors import AmbiguousError, BrimstoneError
from brimstone.recipe.reading import (
    NUMBER,
    article,
    check_bounds,
    disc_area,
    is_load,
    quantity_of,
    read_yes_no,
    shown,
    text_of,
    units_of,
    whole_number,
    words,
)
from brimstone.recipe.unusual import unusual, unusual_end, unusual_loading
from brimstone.recipe.values import Capacity, Limit, Loading, Rate, Reader, Window
from brimstone.recipe.words import BASES, find_word, fold
from brimstone.units import Quantity, numbers, parse, parse_stated, plain

#: Where a number of the dimension lies that is stated of a cell: decides what 1,200 means.
_LIKELY_ONLY = {
    "specific charge": ("20 mAh/g", "5000 mAh/g"),
    "areal charge": ("0.01 mAh/cm2", "100 mAh/cm2"),
    "specific current": ("2 mA/g", "50 A/g"),
    "current density": ("0.002 mA/cm2", "100 mA/cm2"),
}


def first_dimension(text: str, dimensions: tuple[str, ...], what: str, *also: str) -> tuple[Quantity, str]:
    """A quantity, and the first of the dimensions that it has; `also` is what else would have been possible.

    Raises
    ------
    ValueError
        When it has none of them.
    """
    words = _PER_SULFUR.sub("", plain(text))
    for dimension in dimensions:
        likely = _LIKELY_ONLY.get(dimension)
        try:
            stated = parse_stated(
                words, dimension, likely and (parse(likely[0], dimension).si, parse(likely[1], dimension).si)
            )
        except AmbiguousError:
            raise
        except BrimstoneError:
            continue
        return Quantity(text, stated.si, low=stated.low, high=stated.high), dimension
    *others, last = [*also, *(f"{article(dimension)} {dimension} ({units_of(dimension)})" for dimension in dimensions)]
    wanted = f"{', '.join(others)} or {last}" if others else last
    raise ValueError(f"'{text}' {'has no unit' if NUMBER.fullmatch(text) else f'is not a {what}'}; expected {wanted}")


#: mA/gS, mAh g(S)-1: of sulfur, which is the active material or asked about.
_PER_SULFUR = re.compile(r"(?<=\bg)\s*[_(]?\s*(?:S|sulfur)\b\s*\)?", re.IGNORECASE)
_C_RATE = re.compile(r"([\d.,]+(?:[eE][+-]?\d+)?)\s*C(?:[ -]?rate)?")
_C_FRACTION = re.compile(r"([\d.,]+)?\s*C\s*/\s*([\d.,]+)")
_FRACTION_OF_C = re.compile(r"([\d.]+)\s*/\s*([\d.]+)\s*C")


def per_sulfur(text: str) -> bool:
    """Whether a rate or capacity is counted on the mass of sulfur by its unit."""
    return _PER_SULFUR.search(plain(text)) is not None


def read_rate(value: Any) -> Rate:
    """Read ``0.1C``, ``C/10``, ``0.13 mA/cm2`` or ``50 mA/g``."""
    if isinstance(value, Rate):
        value = value.text
    text = text_of(value, "a rate such as 0.1C, 0.13 mA/cm2 or 50 mA/g")
    rate = None
    words = plain(text)
    if match := re.search(r"\(\s*1\s*C\s*=\s*([^()]+)\)", words):
        raise ValueError(
            f"'{text}' defines its own C rate, and here 1C is the theoretical capacity in one hour: write the current, "
            f"such as 0.1 times {match[1].strip()}"
        )
    words = re.sub(r"\s*\([^()]*\)$", "", words)  # 0.05C (83.75 mA/g)
    try:
        if match := _C_RATE.fullmatch(words):
            rate = Rate(text, numbers(match[1])[-1], "C")
        elif match := _C_FRACTION.fullmatch(words) or _FRACTION_OF_C.fullmatch(words):
            rate = Rate(text, numbers(match[1] or "1")[-1] / numbers(match[2])[-1], "C")
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"'{text}' is not a rate; expected a rate such as 0.1C, 0.13 mA/cm2 or 50 mA/g") from None
    if rate is None and re.fullmatch(r"[\d.,]+\s*[μumn]?A", words):
        raise ValueError(
            f"'{text}' is a current; expected a rate: over the area of the cell (0.13 mA/cm2) or the mass (50 mA/g)"
        )
    if rate is None:
        stated, kind = first_dimension(text, ("current density", "specific current"), "rate", "a C rate (0.1C, C/10)")
        rate = Rate(text, stated.si, kind, low=stated.low, high=stated.high)
    if not 0 < rate.si < math.inf:
        raise ValueError(f"'{text}' is out of range: a rate is above 0; the step itself says charge or discharge")
    lowest, highest, words = _RATES[rate.kind]
    if not lowest * (1.0 - _ROUNDING) <= rate.si <= highest * (1.0 + _ROUNDING):
        raise ValueError(f"'{text}' is out of range: a rate is {words}")
    return rate


def _read_one_c(value: Any) -> Rate:
    """Read ``1672 mA/g``, also as the capacity that is passed in an hour, ``1672 mAh/g``."""
    text = text_of(value, "a current such as 1672 mA/g")
    rate = read_rate(re.sub(r"(?<=A)\s?h(?![a-z])", "", plain(text)))
    if rate.kind not in ("specific current", "current density"):
        raise ValueError(f"'{text}' does not say what 1C is; expected a current per mass or area such as 1672 mA/g")
    return Rate(text, rate.si, rate.kind, low=rate.low, high=rate.high)


#: What the conversion of a unit may change of a bound that is written as such.
_ROUNDING = 1e-9
#: Lowest and highest of each kind in SI.
_RATES = {
    "C": (1e-5, 1e4, "from 0.00001C to 10000C"),
    "current density": (1e-5, 1e5, "from 1e-6 to 10000 mA/cm2"),
    "specific current": (1e-4, 1e8, "from 0.0001 to 100000000 mA/g"),
}


def _refuse_reference(text: str) -> None:
    if re.search(r"\b(vs|versus|against)\b", text, re.IGNORECASE):
        raise ValueError(f"'{text}': name the reference once, for the whole recipe, as  reference: Li-In")


def _read_voltage(text: str) -> Quantity:
    _refuse_reference(text)
    quantity = parse(text, "voltage")
    check_bounds(quantity, "voltage", {"at least": "-5 V", "at most": "7 V"})
    return quantity


def limit_reader(dimensions: tuple[str, ...], example: str, rates: Callable[[Any], Rate] | None = None) -> Reader:
    """Reader of where a step ends, of one of several dimensions; also of a current, which `rates` reads."""

    def read(value: Any) -> Any:
        text = text_of(value, f"a limit such as {example}")
        if rates is not None and re.search(r"C|A", text):
            return rates(text)
        _refuse_reference(text)
        also = () if rates is None else ("a current (0.02C, 10 uA/cm2)",)
        quantity, kind = first_dimension(text, dimensions, "limit", *also)
        if kind == "voltage":
            _read_voltage(text)
        elif not quantity.si > 0:
            raise ValueError(f"'{text}' is out of range: a limit in {kind} is above 0")
        elif kind == "specific charge":
            check_bounds(quantity, kind, {"at most": "4500 mAh/g"})
        elif kind == "areal charge":
            check_bounds(quantity, kind, {"at most": "100 mAh/cm2"})
        return Limit(text, quantity.si, kind, low=quantity.low, high=quantity.high)

    examples = [example, "10 h"] if "time" in dimensions else [example]
    described = "where the step ends: " + ", ".join(dimensions)
    return Reader(read, {"type": "string", "description": described, "examples": examples}, unusual=unusual_end)


_WINDOW = re.compile(
    r"\s*(?:between |from )?([-+]?\d*[.,]?\d+\.?)\s*(m?V)?\s*(?:-|~|to|and|\.\.\.?|"
    r"/)\s*([-+]?\d*[.,]?\d+\.?)\s*(m?V)\s*",
    re.IGNORECASE,
)


def read_window(value: Any) -> Window:
    """Read ``[1.0 V, 2.8 V]`` or ``1.0-2.8 V``."""
    expected = "a window such as [1.0 V, 2.8 V]"
    if isinstance(value, Window):
        value = [value.lower, value.upper]
    if isinstance(value, str) and (match := _WINDOW.fullmatch(plain(value))):
        value = [f"{match[1]} {match[2] or match[4]}", f"{match[3]} {match[4]}"]
    if not isinstance(value, (list, tuple)):
        raise ValueError(f"expected {expected}, got {shown(value)}")
    if len(value) != 2:
        raise ValueError(f"has {len(value)} entries; expected {expected}")
    first, last = (text_of(bound, expected) for bound in value)
    if NUMBER.fullmatch(first) and (unit := re.search(r"m?V$", last)):  # [1.0, 3.0 V]
        first = f"{first} {unit[0]}"
    lower, upper = _read_voltage(first), _read_voltage(last)
    if lower.si > upper.si:
        raise ValueError(f"is in the wrong order; the lower voltage comes first: write [{upper.text}, {lower.text}]")
    if lower.si == upper.si:
        raise ValueError(f"is empty: both bounds are {lower.text}; expected {expected}")
    return Window(lower, upper)


LOADING = quantity_of(
    "areal mass", ("1.5 mg/cm2",), usual=("0.1 mg/cm2", "20 mg/cm2"), above="0 mg/cm2", at_least="0.001 mg/cm2",
    at_most="500 mg/cm2",
)  # fmt: skip
_BASIS_FORMS = "|".join(
    sorted({form for word, forms in BASES.items() for form in (word, *forms)}, key=len, reverse=True)
)
_BASIS_IN_UNIT = re.compile(rf"(?<=g)\s*[-_(]?\s*(?:of\s+)?({_BASIS_FORMS})\s*\)?\s*[·*]?(?=\s*(?:/|per\b|cm|m))")
_BASIS_AFTER = re.compile(
    rf"(?:\s+(?:of\s+the|of|per|in|based\s+on)\s+|\s*\(\s*|\s+)({_BASIS_FORMS})(?:\s+material)?\s*\)?$", re.IGNORECASE
)


def _read_loading(value: Any) -> Loading:
    expected = "a loading such as 1.5 mg/cm2 (of active material), 1 mg/cm2 of sulfur or 5 mg/cm2 of electrode"
    if isinstance(value, Loading):
        return value
    if isinstance(value, Mapping):
        if len(value) != 1:
            raise ValueError(f"expected {expected}, got {shown(value)}")
        ((basis, amount),) = value.items()
        value = f"{text_of(amount, expected)} of {find_word(str(basis), BASES, 'basis of a loading')}"
    text = text_of(value, expected)
    if (both := _TWICE.fullmatch(plain(text))) is not None:  # 1.7 mAh/cm2 (1.0 mg/cm2)
        return replace(_read_loading(both["mass"] or both["first"]), text=text)
    if text.strip().lower() == "usual":
        return Loading(text, Quantity(text, math.nan), "usual")
    if match := _ON_AREA.fullmatch(text):  # 7.5 mg/0.785 cm2 of electrode
        on_area = loading_of_mass(f"{match[1]} {match[4]}", f"{match[2]} {match[3]}2", None)
        if on_area is not None:
            return Loading(text, Quantity(text, on_area.amount.si), on_area.basis)
    if match := _ON_DISC.fullmatch(plain(text)):  # 5 mg cathode powder, 10 mm die
        on_disc = loading_of_mass(match[1], None, f"{match[2]} {match[3]}")
        if on_disc is not None:
            return Loading(text, replace(on_disc.amount, text=text), on_disc.basis)
    amount_text, basis = _split_basis(plain(text))
    for dimension, meant in (("mass", ""), ("areal charge", "capacity")):
        try:
            amount = parse_stated(amount_text, dimension)
        except BrimstoneError:
            continue
        if meant:
            check_bounds(amount, dimension, {"at least": "0.001 mAh/cm2", "at most": "100 mAh/cm2"})
            return Loading(text, Quantity(text, amount.si, low=amount.low, high=amount.high), meant)
        raise ValueError(
            f"'{text}' is a mass; expected {expected}: divide it by the area of the cathode, "
            "or give diameter or area of the cell at the top of the recipe"
        )
    amount = LOADING.read(amount_text)
    return Loading(text, Quantity(amount_text, amount.si, low=amount.low, high=amount.high), basis)


_TWICE = re.compile(
    r"[^()]*mA\s?[·*]?h\s*[·*]?\s*(?:/\s*)?cm[^()]*\(\s*(?P<mass>[^()]*\d\s*m?g[^()]*cm[^()]*)\)|"
    r"(?P<first>[^()]*m?g[^()]*cm[^()]*?)\s*\([^()]*mA\s?h[^()]*\)"
)
_ON_DISC = re.compile(
    r"(.+?\bm?g\b.*?)\s*(?:[,;(]|\bon\b|\bin\b|\bover\b|\bper\b)\s*(?:an?\s+|the\s+)?(?:[Øøϕφ⌀]\s*=?|diameter(?: of)?|"
    r"dia\.?|die(?: of)?)?\s*(\d[\d.,]*)\s*(mm|cm)(?!\^?2)(?:[\s-]+(?:in\s+)?(?:diameter|dia\.?|die|dis[ck]|pellet|"
    r"electrode|mou?ld|Ø))*\s*\)?",
    re.IGNORECASE,
)
_OF_ONE = re.compile(r"[\s,]*\b(?:per|each|for (?:each|one))\s+(?:pellet|cell|dis[ck]|die)\b", re.IGNORECASE)
_ON_AREA = re.compile(
    r"(.+?g(?:\s[^/\d]*?)?)\s*(?:/|\bper\b|\bon\b|\bover\b)\s*\(?\s*(\d[\d.,]*)\s*(cm|mm)\s*\^?(?:2|²)\s*\)?(.*)"
)


def _split_basis(text: str) -> tuple[str, str]:
    """Amount and basis of ``5 mg/cm2 of electrode``, ``1 mgS/cm2`` or ``3 mg (composite)``."""
    text = re.sub(r"(?<=cm2)\s*[(,]?\s*(?:theoretical|nominal)\s*\)?$", "", text)
    words = _OF_ONE.sub("", text)
    for form in (_BASIS_AFTER, _BASIS_IN_UNIT):
        if match := form.search(words):
            amount = f"{words[: match.start()]} {words[match.end() :]}".strip()
            return amount, find_word(match[1], BASES, "basis of a loading")
    if words != text:
        mass = words.split(",")[0].strip()
        raise ValueError(
            f"'{text}' does not say of what: write {mass} of composite, or {mass} of active material, with the "
            "diameter of the pellet at the top of the recipe"
        )
    return text, "active"


def of_active(loading: str, active: str) -> str:
    """A loading that names the active material in its unit, ``3.2 mg CuS per cm2``, without the name."""
    if fold(active) in map(fold, _BASIS_FORMS.split("|")):
        return loading
    return re.sub(rf"(?<=g)[\s(_-]*(?:of\s+)?{re.escape(active)}\s*\)?(?=\s*(?:/|per\b|cm))", " ", loading)


def die_of(area: Any, diameter: Any) -> str | None:
    """Diameter of the die of a cell in words, from its diameter or area as written; None where neither is a size."""
    if isinstance(diameter, str) or not isinstance(area, str):
        return diameter if isinstance(diameter, str) else None
    try:
        return f"{2e3 * math.sqrt(parse(area, 'area').si / math.pi):.12g} mm"
    except (BrimstoneError, ValueError):
        return None  # the field itself reports what is wrong


def on_die(part: Any, die: str | None) -> Any:
    """A layer, or a list of them, with press loads on a die: its own diameter, or that of the cell."""
    if isinstance(part, list):
        return [on_die(one, die) for one in part]
    own = (die_of(None, part.get("diameter")) or die) if isinstance(part, Mapping) else None
    if own is None or not is_load(part.get("pressed_at")):
        return part
    return {**part, "pressed_at": f"{part['pressed_at']} on {own}"}


def loading_of_mass(value: Any, area: Any, diameter: Any) -> Loading | None:
    """Loading of a cathode whose mass is given, ``3 mg of electrode``, spread over the area of the cell.

    None if it is not a mass, or if neither `area` nor `diameter`, as written in the recipe, gives its size.
    """
    if not isinstance(value, str) or len(value) > 200 or (area is None) == (diameter is None):
        return None
    try:
        amount, basis = _split_basis(value.strip())
        mass = parse_stated(amount, "charge" if re.search(r"m?A\s?h", amount) else "mass")
        size = parse(str(area), "area").si if diameter is None else disc_area(parse(str(diameter), "length").si)
    except (BrimstoneError, ValueError):
        return None  # the fields themselves report what is wrong
    if not (mass.si > 0 and size > 0):
        return None
    low, high = (None if end is None else end / size for end in (mass.low, mass.high))
    loading = Quantity(value.strip(), mass.si / size, low=low, high=high)
    if re.search(r"m?A\s?h", amount):  # 1.0 mAh of a cell of 10 mm
        check_bounds(loading, "areal charge", {"at least": "0.001 mAh/cm2", "at most": "100 mAh/cm2"})
        return Loading(value.strip(), loading, "capacity")
    check_bounds(loading, "areal mass", {"at least": "0.001 mg/cm2", "at most": "500 mg/cm2"})
    return Loading(value.strip(), loading, basis)


def _read_capacity(value: Any) -> Capacity:
    text = text_of(value, "a capacity such as 1000 mAh/g")
    quantity, kind = first_dimension(text, ("specific charge", "areal charge"), "capacity")
    if not quantity.si > 0:
        raise ValueError(f"'{text}' is out of range: a capacity is above 0")
    return Capacity(text, quantity.si, kind, low=quantity.low, high=quantity.high)


THIN = {"at_least": "0.1 nm", "at_most": "10 cm"}
LayerThickness = Annotated[Quantity, quantity_of("length", ("300 um",), usual=("5 um", "3 mm"), above="0 um", **THIN)]
Diameter = Annotated[Quantity, quantity_of("length", ("10 mm",), usual=("4 mm", "60 mm"), above="0 mm", at_most="1 m")]
Edge = Annotated[Quantity, quantity_of("length", ("10 cm",), usual=("5 mm", "1 m"), at_least="0.1 mm", at_most="10 m")]
Area = Annotated[
    Quantity,
    quantity_of("area", ("0.785 cm2",), usual=("0.1 cm2", "2000 cm2"), at_least="0.0001 cm2", at_most="10 m2"),
]
WeighedMass = Annotated[
    Quantity, quantity_of("mass", ("1.2 mg",), usual=("0.01 mg", "1 g"), at_least="0.0001 mg", at_most="1 kg")
]
Mass = Annotated[Quantity, quantity_of("mass", ("80 mg",), usual=("1 mg", "10 g"), at_least="0.001 mg", at_most="1 kg")]
Filling = Annotated[Quantity, quantity_of("fraction", ("90 %", "0.9"), usual=("1 %", "100 %"), above="0", at_most="1")]
Porosity = Annotated[
    Quantity, quantity_of("fraction", ("12 %", "0.12"), usual=("0.1 %", "90 %"), at_least="0", below="1")
]
Pressure = Annotated[
    Quantity, quantity_of("pressure", ("360 MPa",), usual=("0.5 MPa", "1 GPa"), above="0 MPa", at_most="10 GPa")
]
_UNPRESSED = dict.fromkeys(
    ("no external pressure", "without external pressure", "no pressure", "no additional pressure", "pressure-free"),
    "0 MPa",
)
StackPressure = Annotated[
    Quantity,
    quantity_of(
        "pressure", ("50 MPa", "2 bar"), _UNPRESSED, usual=("0.06 MPa", "250 MPa"), at_least="0 MPa", at_most="10 GPa"
    ),
]
_ROOM = dict.fromkeys(
    ("rt", "r.t.", "room temperature", "room temp", "ambient", "ambient temperature", "rt (25 °c)"), "25 degC"
)
CellTemperature = Annotated[
    Quantity,
    quantity_of(
        "temperature",
        ("60 degC", "298 K", "RT"),
        _ROOM,
        ("-40 degC", "100 degC"),
        at_least="-120 degC",
        at_most="250 degC",
    ),
]
ProcessTemperature = Annotated[
    Quantity, quantity_of("temperature", ("155 degC", "RT"), words=_ROOM, above="0 K", at_most="2000 degC")
]
DewPoint = Annotated[
    Quantity, quantity_of("temperature", ("-40 degC", "-60 degC"), at_least="-110 degC", at_most="40 degC")
]
#: What is left overnight is taken out the next morning.
AT_NIGHT = dict.fromkeys(("overnight", "over night", "one night"), "8-16 h")
Time = Annotated[
    Quantity,
    quantity_of("time", ("2 h", "10 min"), AT_NIGHT, ("0.1 s", "10000 h"), at_least="0.000001 s", at_most="100000 h"),
]
Concentration = Annotated[
    Quantity,
    quantity_of("concentration", ("1.5 mol/L",), usual=("2 mM", "8 mol/L"), above="0 mol/L", at_most="20 mol/L"),
]
ElectrolyteAmount = Annotated[
    Quantity,
    quantity_of(
        "specific volume",
        ("10 uL/mg", "4 mL/g"),
        usual=("0.5 uL/mg", "60 uL/mg"),
        above="0 uL/mg",
        at_most="1000 uL/mg",
    ),
]
Rotation = Annotated[
    Quantity,
    quantity_of("rotation", ("500 rpm",), usual=("20 rpm", "3000 rpm"), at_least="1 rpm", at_most="100000 rpm"),
]
HeatingRate = Annotated[
    Quantity,
    quantity_of(
        "heating rate", ("5 K/min",), usual=("0.01 K/min", "200 K/min"), above="0 K/min", at_most="100000 K/min"
    ),
]
Torque = Annotated[Quantity, quantity_of("torque", ("10 N m",), usual=("0.1 N m", "100 N m"), above="0 N m")]
Voltage = Annotated[Quantity, quantity_of("voltage", ("2.8 V",), usual=("5 mV", "5 V"), at_least="-5 V", at_most="7 V")]
VoltageRate = Annotated[
    Quantity,
    quantity_of(
        "voltage rate", ("0.1 mV/s",), usual=("0.001 mV/s", "50 mV/s"), at_least="0.000001 mV/s", at_most="1000 V/s"
    ),
]
Frequency = Annotated[
    Quantity,
    quantity_of("frequency", ("1 MHz", "1 mHz"), usual=("0.01 mHz", "100 MHz"), at_least="1e-9 Hz", at_most="1e12 Hz"),
]
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
        unusual=unusual,
    ),
]
RateField = Annotated[
    Rate,
    Reader(
        read_rate,
        {"type": "string", "description": "a rate", "examples": ["0.1C", "C/10", "0.13 mA/cm2", "50 mA/g"]},
        unusual=unusual,
    ),
]
OneC = Annotated[
    Rate,
    Reader(
        _read_one_c,
        {"type": "string", "description": "a current", "examples": ["1672 mA/g", "1.7 mA/cm2"]},
        unusual=unusual,
    ),
]
LimitField = Annotated[Limit, limit_reader(("voltage", "time", "specific charge", "areal charge"), "2.8 V")]
CapacityLimit = Annotated[Limit, limit_reader(("specific charge", "areal charge"), "500 mAh/g")]
VoltageLimit = Annotated[Limit, limit_reader(("voltage",), "1.0 V")]


LoadingField = Annotated[
    Loading,
    Reader(
        _read_loading,
        {
            "description": "mass per area, of active material unless stated otherwise; `usual` where it is not known",
            "anyOf": [
                {"type": "string", "examples": ["0.45 mg/cm2", "1 mg/cm2 of sulfur", "5 mg/cm2 of electrode"]},
                {"type": "object", "minProperties": 1, "maxProperties": 1, "propertyNames": {"enum": list(BASES)}},
            ],
        },
        unusual=lambda loading: unusual_loading(loading, LOADING.unusual),
    ),
]
CapacityField = Annotated[
    Capacity,
    Reader(
        _read_capacity,
        {"type": "string", "description": "a capacity per mass or per area", "examples": ["1000 mAh/g", "2.3 mAh/cm2"]},
        unusual=unusual,
    ),
]
Name = Annotated[str, words("a name", "LGPS")]
Text = Annotated[str, words("a text", "loading assumed, the paper does not give it", length=5000)]
YesNo = Annotated[bool, Reader(read_yes_no, {"type": "boolean", "description": "yes or no"}, write=bool)]
Count = Annotated[int, whole_number("a whole number from 1", 1_000_000, usual=5000)]
CycleCount = Annotated[int, whole_number("a whole number of cycles", 1_000_000, usual=5000)]
UnitCount = Annotated[int, whole_number("a whole number of layers", 1000)]
PointCount = Annotated[int, whole_number("a whole number of points", 100_000, usual=2000)]
