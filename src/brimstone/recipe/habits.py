"""Recipes as people write them before they have read how: fields a level too high, a cathode in one line.

Only what can mean one thing is put in its place; what can mean two stays, and is asked about where it is read.
"""

import functools
import re
from collections.abc import Mapping
from typing import Any

from brimstone.errors import nearest_names
from brimstone.recipe.patterns import expression
from brimstone.recipe.problems import Place
from brimstone.units import NUMERAL, plain

#: Fields of a part that can be of nothing else, by what people call them at the top of a recipe.
_BELONG = {
    "temperature": ("operation", "temperature"),
    "cell_temperature": ("operation", "temperature"),
    "temp": ("operation", "temperature"),
    "t": ("operation", "temperature"),
    "test_temperature": ("operation", "temperature"),
    "stack_pressure": ("operation", "stack_pressure"),
    "operating_pressure": ("operation", "stack_pressure"),
    "fixture": ("operation", "fixture"),
    "composition": ("cathode", "composition"),
    "loading": ("cathode", "loading"),
    "active": ("cathode", "active"),
    "active_material": ("cathode", "active"),
    "mixing": ("cathode", "mixing"),
    "e_s": ("cathode", "electrolyte_to_sulfur"),
    "e_s_ratio": ("cathode", "electrolyte_to_sulfur"),
}
_PARTS = ("cathode", "separator", "anode", "operation", "format", "protocol")
_TESTS = ("test", "tests", "testing", "cycling", "cycler", "electrochemistry")
#: Fields of one step that people write at the top, where there is no protocol.
_OF_A_STEP = {
    **dict.fromkeys(("rates", "c_rates"), "rates"),
    **dict.fromkeys(("rate", "c_rate", "current", "current_density"), "rate"),
    **dict.fromkeys(("cycles", "number_of_cycles", "cycle_number"), "cycles"),
    **dict.fromkeys(("window", "voltage_window", "voltage", "voltage_range", "potential_window", "cutoff"), "window"),
}
_WHOLE = ("recipe", "cell", "battery")
_AREAL = expression(
    r"[,;]?\s*(?:(?:with\s+)?(?:an?\s+)?loading(?:\s+of)?\s*:?\s*)?"
    rf"((?:~\s*|about\s+)?{NUMERAL}(?:\s*(?:-|±|to)\s*{NUMERAL})?\s*"
    r"(?:mg|mA\s?h)\s*(?:/\s*cm\^?2|cm\^?-2)"
    r"(?:\s+(?:of\s+)?(?:S|sulfur|sulphur|electrode|composite|active material))?)",
    re.IGNORECASE,
)
_PRESSED = expression(
    rf"[,;]?\s*(?:and\s+)?(?:pressed|compacted|densified)\s+(?:at|under|with)\s+({NUMERAL}\s*(?:[MG]Pa|t|tons?|kN)\b)",
    re.IGNORECASE,
)
_OF_A_LAYER = ("electrolyte", "material", "name", "thickness", "mass", "diameter", "porosity", "pressed_at")
_LAYERS = ("layers", "n_layers", "number_of_layers", "no_of_layers")
_LAYERS_IN_WORDS = expression(
    r"[\s,;(]*(?:with\s+)?\b(\d{1,4}|single|mono|double|bi)[\s-]*(?:layer(?:s|ed)?|stacks?)\b\s*\)?", re.IGNORECASE
)
_PACKED = expression(
    rf"(?P<kind>pouch|pouch[- ]cell)[\s,;(]+({NUMERAL})\s*([cm]m)?\s*[x×]\s*({NUMERAL})\s*([cm]m)\s*\)?", re.IGNORECASE
)
_MADE = expression(r"\b(?:[\w-]*mill\w*|ground|grind\w*|mortar|mixed|mixing|slurry|stirr\w*)\b", re.IGNORECASE)
_LONG = 4  # letters of a name that can be a field spelled wrong
_SHARE = expression(rf"{NUMERAL}\s*(?:(?:wt|w|mass|vol)?\.?\s*%)?")


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
    data = {(_folded(name) if _folded(name) in _PARTS else name): value for name, value in data.items()}
    cathode = data.get("cathode")
    if isinstance(cathode, str) and any(sign.isdigit() for sign in cathode):
        data = {**data, "cathode": _cathode_of_words(cathode)}
    single = [one for one in cathode if isinstance(one, Mapping) and len(one) == 1] if isinstance(cathode, list) else []
    if isinstance(cathode, list) and len(cathode) == len(single) > 1:
        cathode = {name: share for one in single for name, share in one.items()}
    if isinstance(cathode, Mapping):
        data = {**data, "cathode": _with_composition(cathode, cathode_fields)}
    if isinstance(layers := data.get("separator"), str) and "|" in layers:  # Li3YCl6 | Li6PS5Cl
        data = {**data, "separator": [one.strip() for one in layers.split("|") if one.strip()]}
    if isinstance(layers := data.get("separator"), str) and len(several := re.split(r"\s+\+\s+", layers)) > 1:
        if all(re.search(rf"{NUMERAL}\s*(?:[uμm]m|mg)\b", plain(one)) for one in several):
            data = {**data, "separator": several}  # LGPS 600 um + LPS 100 um
    if isinstance(layers := data.get("separator"), str) and (stack := _stack_of_words(layers)) is not None:
        data = {**data, "separator": stack}
    layers = data.get("separator")
    if isinstance(layers, (list, Mapping)):
        one_key = [_layer_by_name(one) for one in (layers if isinstance(layers, list) else [layers])]
        data = {**data, "separator": one_key if isinstance(layers, list) else one_key[0]}
    data = _with_format(data)
    for name in ("separator", "anode"):
        if isinstance(data.get(name), list) and (words := _name_and_sizes(data[name])) is not None:
            data = {**data, name: words}
    if isinstance(operation := data.get("operation"), str):
        data = {**data, "operation": _operation_of_words(operation)}
    return _with_protocol(_below(data))


_STACK = expression(
    rf"(?P<names>[\w.-]+(?:\s*/\s*[\w.-]+)+)\s*(?:\(\s*(?P<sizes>{NUMERAL}(?:\s*/\s*{NUMERAL})+)\s*(?P<unit>um|μm|mm|mg)\s*\)|"
    r"(?:bi|tri|double|dual)-?\s?layer(?:ed)?(?:\s+electrolyte)?)"
)


def _stack_of_words(words: str) -> list[str] | None:
    """``LPSCl/LGPS (100/200 um)`` and ``LGPS/LPS bilayer`` as layers; None for other words."""
    match = _STACK.fullmatch(plain(words).strip())
    if match is None:
        return None
    names = re.split(r"\s*/\s*", match["names"])
    if match["sizes"] is None:
        return names
    sizes = re.split(r"\s*/\s*", match["sizes"])
    same = len(names) == len(sizes)
    return [f"{name}, {size} {match['unit']}" for name, size in zip(names, sizes, strict=True)] if same else None


def _layer_by_name(layer: Any) -> Any:
    """``{Li6PS5Cl: 0.5 mm}`` as the words of a layer; others as they are."""
    if not isinstance(layer, Mapping) or len(layer) != 1:
        return layer
    ((name, size),) = layer.items()
    sized = isinstance(size, str) and re.fullmatch(rf"{NUMERAL}\s*(?:[nuμµm]m|mg|g|microns?)", plain(size).strip())
    return f"{name}, {size}" if sized and _folded(name) not in _OF_A_LAYER else layer


def _with_format(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The size of ``pouch 5 x 4 cm`` and a number of layers at the top, as fields of the format."""
    packed = data.get("format")
    if not isinstance(packed, str):
        return data
    fields, rest = {"kind": packed}, plain(packed).strip()
    if (number := _LAYERS_IN_WORDS.search(rest)) is not None:
        rest = f"{rest[: number.start()]} {rest[number.end() :]}".strip(" ,;")
        count = {"single": "1", "mono": "1", "double": "2", "bi": "2"}.get(number[1].lower(), number[1])
        fields = {"kind": rest, "layers": count}
    if (match := _PACKED.fullmatch(rest)) is not None:
        fields |= {
            "kind": match["kind"],
            "width": f"{match[2]} {match[3] or match[5]}",
            "height": f"{match[4]} {match[5]}",
        }
    counts = [name for name in data if _folded(name) in _LAYERS]
    if len(counts) == 1:
        fields["layers"] = str(data[counts[0]])
    if len(fields) == 1:
        return data
    return {**{name: value for name, value in data.items() if name not in counts}, "format": fields}


def _name_and_sizes(entries: list[Any]) -> str | None:
    """``[LPS, 200 um]`` as the words of one layer; None where it is another list."""
    words = [str(one).strip() for one in entries]
    if len(words) > 1 and re.search(r"\s0$", words[0]) and re.match(r"\d", words[1]):  # [LPSCl 0,5 mm]
        words = [f"{words[0]}.{words[1]}", *words[2:]]
        if len(words) == 1:
            return words[0]
    sizes = [re.fullmatch(rf"{NUMERAL}\s*[A-Za-zμµ]+", plain(one)) is not None for one in words]
    return ", ".join(words) if len(words) > 1 and sizes[1:] == [True] * (len(words) - 1) and not sizes[0] else None


def _operation_of_words(words: str) -> Any:
    """``60 degC, 70 MPa`` as fields; as it is where it is anything else."""
    fields: dict[str, str] = {}
    for one in re.split(r"\s*[,;]\s*", plain(words).strip()):
        pressure = re.fullmatch(rf"{NUMERAL}\s*(?:[MkG]Pa|bar)", one) is not None
        warm = re.fullmatch(rf"{NUMERAL}\s*(?:°\s*C|degC|C|K)|RT|room temperature", one) is not None
        name = "stack_pressure" if pressure else "temperature"
        if not (pressure or warm) or name in fields:
            return words
        fields[name] = one
    return fields


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
    parts = [one.strip() for one in re.split(r"[,;]\s+", rest) if one.strip()]
    made = [one for one in parts[1:] if _MADE.search(one)]
    if len(made) == 1:
        fields["mixing"] = made[0]
        rest = ", ".join(one for one in parts if one not in made)
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
