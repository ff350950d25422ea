"""What the headers of cyclers and impedance analysers call a quantity, and in which unit."""

import re
from dataclasses import dataclass
from enum import StrEnum, auto

from brimstone.bridge.cycler._languages import english
from brimstone.constants import DAY, HOUR, MAH, MPA, ZERO_CELSIUS


class Quantity(StrEnum):
    """What a column holds."""

    TEST_TIME = auto()
    STEP_TIME = auto()
    DATE = auto()
    STEP = auto()
    CYCLE = auto()
    STATE = auto()
    CURRENT = auto()
    VOLTAGE = auto()
    CAPACITY = auto()
    NET_CAPACITY = auto()
    CHARGE_CAPACITY = auto()
    DISCHARGE_CAPACITY = auto()
    TEMPERATURE = auto()
    PRESSURE = auto()
    FREQUENCY = auto()
    REAL = auto()
    IMAGINARY = auto()
    MINUS_IMAGINARY = auto()
    MAGNITUDE = auto()
    PHASE = auto()


#: Names without unit, case, blanks and punctuation, the preferred ones first.
NAMES: dict[Quantity, tuple[str, ...]] = {
    Quantity.TEST_TIME: (
        "testtime", "totaltime", "cumulativetime", "runtime", "elapsedtime", "timeelapsed", "time", "t", "test",
    ),
    Quantity.STEP_TIME: ("steptime", "tstep", "relativetime", "timeofstep", "step", "time"),
    Quantity.DATE: (
        "datetime", "dateandtime", "datetimeisostring", "dpttime", "dptime", "realtime", "absolutetime", "systemtime",
        "absolutedate", "timestamp", "datestamp", "unixtime", "date",
    ),
    Quantity.STEP: (
        "stepcount", "stepindex", "stepnumber", "stepno", "stepid", "nschanges", "ns", "line", "step", "stepnum",
    ),
    Quantity.CYCLE: (
        "cycleindex", "cyclenumber", "cyclecount", "cycleid", "cycleno", "cyclec", "cyc", "cycle", "cyccount",
        "halfcycle", "cyclep",
    ),
    Quantity.STATE: (
        "steptype", "stepname", "state", "md", "status", "mode", "command", "instructionname", "workingmode",
        "worktype",
    ),
    Quantity.CURRENT: ("current", "cur", "amps", "i", "im", "cellcurrent"),
    Quantity.VOLTAGE: (
        "voltage", "ecell", "ewe", "eweece", "volts", "volt", "potential", "cellvoltage", "u", "vf", "e", "v", "ecellv",
        "vol", "workingelectrodepotential",
    ),
    Quantity.CAPACITY: ("capacity", "cap", "amphr", "amphrs", "q"),
    Quantity.NET_CAPACITY: ("qqo", "netcapacity", "ah"),
    Quantity.CHARGE_CAPACITY: (
        "chargecapacity", "chargingcapacity", "chgcap", "chargecap", "capchg", "qcharge", "ahcyccharge", "chcap",
        "chgcapacity", "cumulativechargecapacity", "chargedcapacity",
    ),
    Quantity.DISCHARGE_CAPACITY: (
        "dischargecapacity", "dischargingcapacity", "dchgcap", "dischargecap", "capdchg", "qdischarge",
        "ahcycdischarge", "dchcap", "dchgcapacity", "dischgcap", "cumulativedischargecapacity", "dischargedcapacity",
    ),
    Quantity.TEMPERATURE: (
        "celltemperature", "surfacetemperature", "temperature", "temperature1", "auxtemperature1", "auxtemperature",
        "t1", "temp", "temp1", "ambienttemperature", "stationtemperature",
    ),
    Quantity.PRESSURE: ("appliedpressure", "stackpressure", "pressure", "pressure1", "auxpressure1", "cellpressure"),
    Quantity.FREQUENCY: ("frequency", "freq", "f"),
    Quantity.REAL: ("realimpedance", "rez", "zreal", "zre", "realz", "zr", "zprime", "rezohm", "re"),
    Quantity.MINUS_IMAGINARY: ("minusimz", "minuszimag", "minuszim", "minusimagz", "minuszdoubleprime", "minusim"),
    Quantity.IMAGINARY: ("imaginaryimpedance", "imz", "zimag", "zim", "imagz", "zi", "zdoubleprime", "im"),
    Quantity.MAGNITUDE: ("absz", "zmod", "modz", "impedancemagnitude", "magnitude", "z"),
    Quantity.PHASE: ("phasez", "zphz", "phase", "phaseangle", "theta", "zphase", "phasedegree"),
}  # fmt: skip

_DIMENSIONS: dict[Quantity, str] = {
    Quantity.TEST_TIME: "time",
    Quantity.STEP_TIME: "time",
    Quantity.CURRENT: "current",
    Quantity.VOLTAGE: "voltage",
    Quantity.CAPACITY: "charge",
    Quantity.NET_CAPACITY: "charge",
    Quantity.CHARGE_CAPACITY: "charge",
    Quantity.DISCHARGE_CAPACITY: "charge",
    Quantity.TEMPERATURE: "temperature",
    Quantity.PRESSURE: "pressure",
    Quantity.FREQUENCY: "frequency",
    Quantity.REAL: "resistance",
    Quantity.IMAGINARY: "resistance",
    Quantity.MINUS_IMAGINARY: "resistance",
    Quantity.MAGNITUDE: "resistance",
    Quantity.PHASE: "angle",
}

#: Unit as headers write it, without blanks, points and case where that can't be mistaken -> dimension and size in SI.
UNITS: dict[str, tuple[str, float]] = {
    "s": ("time", 1.0), "sec": ("time", 1.0), "secs": ("time", 1.0), "second": ("time", 1.0), "seconds": ("time", 1.0),
    "ms": ("time", 1e-3), "min": ("time", 60.0), "mins": ("time", 60.0), "minute": ("time", 60.0),
    "minutes": ("time", 60.0), "h": ("time", HOUR), "hr": ("time", HOUR), "hrs": ("time", HOUR), "hour": ("time", HOUR),
    "hours": ("time", HOUR), "d": ("time", DAY), "day": ("time", DAY), "days": ("time", DAY),
    "A": ("current", 1.0), "ampere": ("current", 1.0), "amps": ("current", 1.0), "amp": ("current", 1.0),
    "mA": ("current", 1e-3), "milliampere": ("current", 1e-3), "µA": ("current", 1e-6), "uA": ("current", 1e-6),
    "nA": ("current", 1e-9),
    "V": ("voltage", 1.0), "volt": ("voltage", 1.0), "volts": ("voltage", 1.0), "mV": ("voltage", 1e-3),
    "millivolt": ("voltage", 1e-3), "µV": ("voltage", 1e-6), "uV": ("voltage", 1e-6),
    "Ah": ("charge", HOUR), "amperehour": ("charge", HOUR), "amphr": ("charge", HOUR), "mAh": ("charge", MAH),
    "milliamperehour": ("charge", MAH), "µAh": ("charge", 1e-3 * MAH), "uAh": ("charge", 1e-3 * MAH),
    "As": ("charge", 1.0), "C": ("charge", 1.0), "coulomb": ("charge", 1.0), "mAs": ("charge", 1e-3),
    "mC": ("charge", 1e-3), "µAs": ("charge", 1e-6), "uAs": ("charge", 1e-6), "AHr": ("charge", HOUR),
    "°C": ("temperature", 1.0), "degC": ("temperature", 1.0), "celsius": ("temperature", 1.0),
    "�C": ("temperature", 1.0),
    "℃": ("temperature", 1.0), "�": ("temperature", 1.0), "K": ("temperature", 0.0), "kelvin": ("temperature", 0.0),
    "Pa": ("pressure", 1.0), "pascal": ("pressure", 1.0), "kPa": ("pressure", 1e3), "MPa": ("pressure", MPA),
    "bar": ("pressure", 1e5), "mbar": ("pressure", 1e2), "psi": ("pressure", 6894.757293168),
    "atm": ("pressure", 101325.0),
    "Hz": ("frequency", 1.0), "hertz": ("frequency", 1.0), "kHz": ("frequency", 1e3), "MHz": ("frequency", 1e6),
    "mHz": ("frequency", 1e-3),
    "ohm": ("resistance", 1.0), "ohms": ("resistance", 1.0), "Ω": ("resistance", 1.0), "mohm": ("resistance", 1e-3),
    "milliohm": ("resistance", 1e-3), "mΩ": ("resistance", 1e-3), "kohm": ("resistance", 1e3),
    "kΩ": ("resistance", 1e3),
    "Mohm": ("resistance", 1e6), "MΩ": ("resistance", 1e6),
    "deg": ("angle", 1.0), "degree": ("angle", 1.0), "degrees": ("angle", 1.0), "°": ("angle", 1.0),
    "rad": ("angle", 57.29577951308232), "o": ("angle", 1.0),
}  # fmt: skip
_LOWER = {name.lower(): unit for name, unit in UNITS.items() if name.lower() not in ("mv", "mohm", "mhz", "mpa", "ma")}
#: Words at the end of a name joined by underscores, as in test_time_second.
_TAIL = re.compile(
    r"^(.*?)_((?:milli)?(?:second|minute|hour|volt|ampere|coulomb|ohm|hertz|celsius|kelvin|pascal|degree)s?"
    r"|ampere_hour|amp_hour|[munµk]?A|m?V|[mµu]?Ah|ah|mah|m?s|sec|min|hr?s?|C|degC|Psi|MPa|kPa|Pa|Hz|ohm)$"
)


@dataclass(frozen=True)
class Heading:
    """A column's name as it is matched, and its unit.

    Attributes
    ----------
    name : str
        Letters and digits only, lower case.
    unit : str
        As written; empty when there is none.
    dimension : str
        Of the unit; empty when there is none, ``"?"`` for a unit that is not known here.
    factor : float
        Size of the unit in SI, 1 without one; a temperature in kelvin has 0.
    """

    name: str
    unit: str
    dimension: str
    factor: float


def heading(title: str) -> Heading:
    """Split a column's title, such as ``Cap. [Ah]``, ``-Im(Z)/Ohm`` or ``test_time_second``, into name and unit."""
    words = title.strip().strip("\ufeff~\"'# ").strip()
    words = words.replace("μ", "µ").replace("\u2033", "''").replace("\u2032", "'").replace("´", "'")
    tail = _TAIL.match(words)
    for pattern in (r"^(.+?)\s*\[([^\[\]]*)\]\s*\S{0,6}$", r"^(.+?)\s*\(([^()]*)\)\s*$", r"^(.+?)\s*/\s*([^/]+)$"):
        split = re.match(pattern, words)
        if split and not re.fullmatch(r"[Zz]", split[2].strip()):
            return _heading(split[1], split[2])
    split = re.match(r"^(.+?),\s*(\S+)$", words) or (tail if "_" in words else None)
    if split and _unit(split[2])[0] not in ("", "?"):
        return _heading(split[1], split[2])
    return _heading(words, "")


def _heading(name: str, unit: str) -> Heading:
    name = re.sub(r"^\s*[-–−]\s*", "minus ", english(name.strip()))
    name = re.sub(r"(?i)z\s*(?:''|\")", "z double prime", name)
    name = re.sub(r"(?i)z\s*'", "z prime", name)
    name = re.sub(r"\|\s*Z\s*\|", "absz", name)
    dimension, factor = _unit(unit)
    return Heading(re.sub(r"[^a-z0-9]", "", name.lower()), unit.strip(), dimension, factor)


def _unit(unit: str) -> tuple[str, float]:
    plain = re.sub(r"[\s._·*]", "", unit.strip().replace("μ", "µ"))
    if not plain:
        return "", 1.0
    if plain in UNITS:
        return UNITS[plain]
    if plain.lower() in _LOWER:
        return _LOWER[plain.lower()]
    if re.search(r"(?i)h+\s*:\s*m+", unit) or re.search(r"(?i)hh:?mm", unit):
        return "time", 1.0  # a clock; its values tell the rest
    return "?", 1.0


def quantities(headings: list[Heading]) -> dict[Quantity, int]:
    """Which column holds which quantity; every column at most one, the better name first."""
    matched: dict[Quantity, int] = {}
    for quantity, names in NAMES.items():
        best = None
        for place, one in enumerate(headings):
            if one.name not in names or place in matched.values() or not _fits(quantity, one):
                continue
            rank = names.index(one.name)
            if best is None or rank < best[0]:
                best = rank, place
        if best is not None:
            matched[quantity] = best[1]
    return matched


def _fits(quantity: Quantity, one: Heading) -> bool:
    dimension = _DIMENSIONS.get(quantity, "")
    if quantity is Quantity.STEP_TIME and one.name in ("step", "time"):
        return one.dimension == "time" or (one.name == "time" and one.dimension == "")
    if quantity is Quantity.TEST_TIME and one.name == "test":
        return one.dimension == "time"
    if quantity is Quantity.TEMPERATURE and one.dimension == "charge" and one.unit == "C":
        return True
    if quantity is Quantity.NET_CAPACITY and one.name == "ah":
        return True
    return one.dimension in ("", dimension) if dimension else one.dimension in ("", "time", "?")


def factor(quantity: Quantity, one: Heading) -> float:
    """Size of a column's unit in SI; a temperature is left to `kelvin`."""
    return 1.0 if quantity is Quantity.TEMPERATURE else one.factor


def kelvin(one: Heading) -> float:
    """What is added to a temperature of this column to get kelvin."""
    return 0.0 if one.dimension == "temperature" and one.factor == 0.0 else ZERO_CELSIUS


def is_cycling(matched: dict[Quantity, int]) -> bool:
    """Whether these columns are those of a cycler: a voltage over time."""
    times = (Quantity.TEST_TIME, Quantity.STEP_TIME, Quantity.DATE)
    return Quantity.VOLTAGE in matched and any(one in matched for one in times) and Quantity.REAL not in matched


def is_impedance(matched: dict[Quantity, int]) -> bool:
    """Whether these columns are those of a spectrum."""
    parts = Quantity.REAL in matched and (Quantity.IMAGINARY in matched or Quantity.MINUS_IMAGINARY in matched)
    polar = Quantity.MAGNITUDE in matched and Quantity.PHASE in matched
    return Quantity.FREQUENCY in matched and (parts or polar)
