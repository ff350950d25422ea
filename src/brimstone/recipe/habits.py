"""Recipes as people write them before they have read how: fields a level too high, a cathode in one line.

Only what can mean one thing is put in its place; what can mean two stays, and is asked about where it is read.
"""

import functools
import re
from collections.abc import Mapping
from typing import Any

from brimstone.errors import nearest_names
from brimstone.recipe.problems import Place
from brimstone.units import NUMERAL, plain

#: Fields of a part that can be of nothing else, by what people call them at the top of a recipe.
_BELONG = {
    "temperature": ("operation", "temperature"),
    "cell_temperature": ("operation", "temperature"),
    "test_temperature": ("operation", "temperature"),
    "stack_pressure": ("operation", "stack_pressure"),
    "operating_pressure": ("operation", "stack_pressure"),
    "fixture": ("operation", "fixture"),
    "composition": ("cathode", "composition"),
    "loading": ("cathode", "loading"),
    "active": ("cathode", "active"),
    "active_material": ("cathode", "active"),
    "mixing": ("cathode", "mixing"),
}
_TESTS = ("test", "tests", "testing", "cycling", "cycler", "electrochemistry")
#: Fields of one step that people write at the top, where there is no protocol.
_OF_A_STEP = {
    **dict.fromkeys(("rates", "c_rates"), "rates"),
    **dict.fromkeys(("rate", "c_rate", "current", "current_density"), "rate"),
    **dict.fromkeys(("cycles", "number_of_cycles", "cycle_number"), "cycles"),
    **dict.fromkeys(("window", "voltage_window", "voltage", "voltage_range", "potential_window", "cutoff"), "window"),
}
_WHOLE = ("recipe", "cell", "battery")
_AREAL = re.compile(
    r"[,;]?\s*(?:(?:with\s+)?(?:an?\s+)?loading(?:\s+of)?\s*:?\s*)?"
    rf"((?:~\s*|about\s+)?{NUMERAL}(?:\s*(?:-|±|to)\s*{NUMERAL})?\s*"
    r"(?:mg|mA\s?h)\s*(?:/\s*cm\^?2|cm\^?-2)"
    r"(?:\s+(?:of\s+)?(?:S|sulfur|sulphur|electrode|composite|active material))?)",
    re.IGNORECASE,
)
_PRESSED = re.compile(
    rf"[,;]?\s*(?:and\s+)?(?:pressed|compacted|densified)\s+(?:at|under|with)\s+({NUMERAL}\s*(?:[MG]Pa|t|tons?|kN)\b)",
    re.IGNORECASE,
)
_LONG = 4  # letters of a name that can be a field spelled wrong
_SHARE = re.compile(rf"{NUMERAL}\s*(?:(?:wt|w|mass|vol)?\.?\s*%)?")


def as_meant(data: Mapping[str, Any], cathode_fields: frozenset[str]) -> Mapping[str, Any]:
    """A recipe with what can only mean one thing in its place.

    Parameters
    ----------
    data : Mapping
        As it was written.
    cathode_fields : frozenset of str
        Names of the fields of a cathode; what else has a share in it is a component.
    """
    data = _unwrapped(data)
    cathode = data.get("cathode")
    if isinstance(cathode, str) and any(sign.isdigit() for sign in cathode):
        data = {**data, "cathode": _cathode_of_words(cathode)}
    single = [one for one in cathode if isinstance(one, Mapping) and len(one) == 1] if isinstance(cathode, list) else []
    if isinstance(cathode, list) and len(cathode) == len(single) > 1:
        cathode = {name: share for one in single for name, share in one.items()}
    if isinstance(cathode, Mapping):
        data = {**data, "cathode": _with_composition(cathode, cathode_fields)}
    return _with_protocol(_below(data))


def lines_of_moved(lines: Mapping[Place, int]) -> dict[Place, int]:
    """Lines of fields that stand a level too high, by the places they belong to."""
    tops = {place[0]: line for place, line in lines.items() if len(place) == 1}
    places: dict[Place, int] = {}
    for name, line in tops.items():
        part, field = _BELONG.get(_folded(name), ("", ""))
        if part:
            places |= {(part,): line, (part, field): line}
        elif _folded(name) in (*_TESTS, *_OF_A_STEP):
            places[("protocol",)] = line
    return {place: line for place, line in places.items() if place not in lines}


def _folded(name: object) -> str:
    return _fold(str(name))


@functools.lru_cache(maxsize=1024)
def _fold(name: str) -> str:
    return re.sub(r"[\s\-/]+", "_", plain(name).strip()).lower()


def _unwrapped(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The recipe in ``cell: {cathode: …, anode: …}``."""
    wrapped = [name for name, value in data.items() if _folded(name) in _WHOLE and isinstance(value, Mapping)]
    inner = data[wrapped[0]] if len(wrapped) == 1 else {}
    if not {_folded(name) for name in inner} & {"cathode", "separator", "anode"}:
        return data
    return {**{name: value for name, value in data.items() if name != wrapped[0]}, **inner}


def _below(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Fields that stand a level too high, in the part that has them."""
    found = {name: _BELONG[_folded(name)] for name in data if _folded(name) in _BELONG}
    tree = {name: value for name, value in data.items() if name not in found}
    for name, (part, field) in found.items():
        known = tree.get(part, {})
        if not isinstance(known, Mapping) or known.get(field, data[name]) != data[name]:
            tree[name] = data[name]  # where it stands is asked about
        else:
            tree[part] = {**known, field: data[name]}
    return tree


def _with_protocol(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The test of a cell as its protocol, and a step whose fields stand at the top."""
    if "protocol" in data:
        return data
    tests = [name for name in data if _folded(name) in _TESTS]
    if len(tests) == 1:
        return {("protocol" if name == tests[0] else name): value for name, value in data.items()}
    fields = {name: _OF_A_STEP[_folded(name)] for name in data if _folded(name) in _OF_A_STEP}
    if not {"rates", "rate", "cycles"} & set(fields.values()) or len(set(fields.values())) < len(fields):
        return data
    step = {field: data[name] for name, field in fields.items()}
    if "rates" not in step:
        step.setdefault("cycles", "1")
    return {**{name: value for name, value in data.items() if name not in fields}, "protocol": [step]}


def _cathode_of_words(words: str) -> dict[str, str]:
    """``S/LPSCl/KB 30:50:20, 1 mg/cm2, pressed at 300 MPa`` as fields."""
    fields, rest = {}, plain(words)
    for name, pattern in (("pressed_at", _PRESSED), ("loading", _AREAL)):
        if match := pattern.search(rest):
            fields[name] = match[1]
            rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    return {"composition": " ".join(rest.split()).strip(" ,;"), **fields}


def _with_composition(cathode: Mapping[str, Any], known: frozenset[str]) -> Mapping[str, Any]:
    """Components that stand among the fields of a cathode, each with its share, as its composition."""
    shares = {
        name: value
        for name, value in cathode.items()
        if _folded(name) not in known
        and not (len(str(name)) > _LONG and nearest_names(_folded(name), known, count=1))  # a slip of the pen
        and isinstance(value, str | int | float)
        and _SHARE.fullmatch(plain(str(value)).strip())
    }
    if len(shares) < 2 or any(_folded(name) in ("composition", "ratio") for name in cathode):
        return cathode
    return {**{name: value for name, value in cathode.items() if name not in shares}, "composition": shares}
