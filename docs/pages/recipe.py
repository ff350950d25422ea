"""The reference of the recipe language, from the models that read it."""

import json
import re
from collections.abc import Mapping
from typing import Any

import brimstone.recipe
import brimstone.recipe.protocol
from brimstone.library import Library
from brimstone.library.values import Value
from brimstone.recipe import Recipe
from brimstone.recipe.words import (
    ACTIVES,
    BASES,
    COLLECTORS,
    DIRECTIONS,
    FIXTURES,
    FORMATS,
    MAKING,
    MIXING,
    REFERENCES,
    TABS,
)
from brimstone.units import Quantity, from_si

_HEAD = """# The recipe

A recipe is a YAML file that says what the experimental section of a paper says. An active material, an electrolyte, and
a loading or a thickness are required. A run reports what it assumes for the rest; `brimstone check RECIPE` lists it.
`brimstone new` asks for a cell step by step, and `brimstone draft TEXT` drafts a recipe from an experimental section.

Quantities have units, in any typography: `1 mg/cm2`, `1 mg cm⁻²`. A range, `±` or `~` gives a spread:
`1.2–1.4 mg/cm2`, `1.3 ± 0.1 mg/cm2`, `~1 mg/cm2`. Ambiguous words are refused, with both readings.

**In an editor.** `brimstone schema recipe > recipe.schema.json` writes the JSON Schema. With this first line in the
recipe, editors that use the YAML language server complete fields, show their descriptions and mark errors:

    # yaml-language-server: $schema=recipe.schema.json

In each table, *also* lists other names of a field. *Usual* means the values at [the end](#usual-values)."""
#: Order and titles of the sections.
_SECTIONS = {
    "Recipe": "The whole recipe",
    "Cathode": "cathode",
    "Host": "cathode.host",
    "Infiltration": "cathode.infiltrated",
    "MixingStep": "cathode.mixing",
    "Drying": "cathode.drying",
    "Collector": "cathode.collector, anode.collector",
    "Layer": "separator",
    "Polymerisation": "separator.polymerised",
    "Anode": "anode",
    "Operation": "operation",
    "Handling": "handling",
    "Hardware": "hardware",
    "MakingStep": "made",
    "Chemical": "chemicals",
    "Format": "format",
    "Rates": "protocol: rates",
    "Cycles": "protocol: cycles",
    "Discharge": "protocol: discharge",
    "Charge": "protocol: charge",
    "Drive": "protocol: drive",
    "Hold": "protocol: hold",
    "Rest": "protocol: rest",
    "Pulse": "protocol: pulse",
    "Ramp": "protocol: ramp",
    "Impedance": "protocol: impedance",
    "Repeat": "protocol: repeat",
    "Anchor": "anchor",
    "Reported": "reported",
}
#: Constants of the library that stand in for a field, each with the cells it is for.
_USUAL: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("Recipe", "diameter"): {"usual/die_diameter": "masses without an area", "usual/coin_diameter": "coin cells"},
    ("Format", "width"): {"usual/pouch_edge": "pouches"},
    ("Format", "height"): {"usual/pouch_edge": "pouches"},
    ("Cathode", "composition"): {
        "usual/active_share": "active material, pressed",
        "usual/carbon_share": "carbon, pressed",
        "usual/cast_active_share": "active material, cast",
        "usual/cast_carbon_share": "carbon, cast",
    },
    ("Cathode", "loading"): {"usual/loading": "pressed", "usual/cast_loading": "cast"},
    ("Cathode", "pressed_at"): {"process/fabrication_pressure": "powders"},
    ("Layer", "thickness"): {
        "usual/pellet_thickness": "pressed powders",
        "usual/film_thickness": "polymers, gels, liquids",
        "usual/plate_thickness": "oxides",
    },
    ("Layer", "pressed_at"): {"process/fabrication_pressure": "powders"},
    ("Operation", "stack_pressure"): {
        "process/pressed_stack_pressure": "pressed electrolytes",
        "process/lithium_stack_pressure": "pressed electrolytes on lithium metal",
        "process/soft_stack_pressure": "polymers, gels, liquids, sintered plates",
    },
    ("Cycles", "charge"): {"usual/rate": "C-rate"},
    ("Cycles", "discharge"): {"usual/rate": "C-rate"},
    ("Cycles", "window"): {
        "usual/lower_voltage": "lower, inorganic electrolytes",
        "usual/lower_voltage_dissolved": "lower, dissolved polysulfides",
        "usual/upper_voltage": "upper",
        "usual/upper_voltage_activation": "upper, Li2S in inorganic electrolytes",
    },
}
#: What a field left out is read off.
_READ_OFF = {("Cathode", "active"): "from `composition`"}
_SAME = {("Rates", "window"): ("Cycles", "window"), ("Discharge", "to"): ("Cycles", "window")}
_SAME |= {("Charge", "to"): ("Cycles", "window")}
_WORDS = {
    "cathode.active": ACTIVES,
    "cathode.mixing": MIXING,
    "made": MAKING,
    "cathode.collector": COLLECTORS,
    "basis of a loading or capacity": BASES,
    "operation.fixture": FIXTURES,
    "reference": REFERENCES,
    "direction": DIRECTIONS,
    "format": FORMATS,
    "format.tabs": TABS,
}


def recipe_page(library: Library) -> str:
    """The page as Markdown: every field with meaning, unit, other names, default and example."""
    schema = Recipe.json_schema()
    parts = {"Recipe": schema, **schema["$defs"]}
    if parts.keys() != _SECTIONS.keys():
        raise ValueError(f"sections and models differ: {sorted(parts.keys() ^ _SECTIONS.keys())}")
    sections = [_section(name, title, parts[name]) for name, title in _SECTIONS.items()]
    return "\n\n".join([_HEAD, *sections, _words(), _usual(library)]) + "\n"


def _section(name: str, title: str, part: Mapping[str, Any]) -> str:
    model = getattr(brimstone.recipe, name, None) or getattr(brimstone.recipe.protocol, name)
    also: dict[str, list[str]] = {}
    for other, field in model.OTHER_NAMES.items():
        also.setdefault(field, []).append(other)
    rows = []
    for field, schema in part["properties"].items():
        required = field in part.get("required", ())
        cells = (
            f"`{field}`",
            _escaped(schema.get("description", "")),
            ", ".join(f"`{other}`" for other in also.get(field, ())),
            "required" if required else _default(name, field),
            _example(schema),
        )
        rows.append("| " + " | ".join(cells) + " |")
    head = "| field | meaning and unit | also | default | example |\n|---|---|---|---|---|"
    return "\n".join([f"## {title}", "", _escaped(part["description"]), "", head, *rows])


def _default(name: str, field: str) -> str:
    if (name, field) in _READ_OFF:
        return _READ_OFF[name, field]
    if (name, field) in _USUAL or (name, field) in _SAME:
        return "usual"
    model = getattr(brimstone.recipe, name, None) or getattr(brimstone.recipe.protocol, name)
    info = next(one for key, one in model.model_fields.items() if field in (key, one.alias))
    value = info.get_default(call_default_factory=True)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"`{value}`" if isinstance(value, (str, int, float, Quantity)) else ""


def _example(schema: Mapping[str, Any]) -> str:
    choices = [schema, *schema.get("anyOf", ())]
    examples = next((one["examples"] for one in choices if "examples" in one), [])
    return ", ".join(f"`{one if isinstance(one, str) else _flow(one)}`" for one in examples[:2])


def _flow(value: Any) -> str:
    """A value as it is written in a recipe, on one line."""
    return re.sub(r'"', "", json.dumps(value, ensure_ascii=False))


def _words() -> str:
    rows = [
        f"| {where} | `{word}` | {', '.join(others)} |"
        for where, known in _WORDS.items()
        for word, others in known.items()
    ]
    return "\n".join(["## Words", "", "| field | word | also written |", "|---|---|---|", *rows])


def _usual(library: Library) -> str:
    rows = []
    for (name, field), constants in _USUAL.items():
        for constant, cells in constants.items():
            value = library.constant(constant)
            where = field if name == "Recipe" else f"{_SECTIONS[name]}.{field}".replace("protocol: cycles", "protocol")
            rows.append(f"| `{where}` | {cells} | {_interval(value)} | {_escaped(str(value.source))} |")
    head = "| field | of | value | source |\n|---|---|---|---|"
    return "\n".join(
        ["## Usual values", "", "What a run takes for a field left out, with its 80 % interval.", "", head, *rows]
    )


def _interval(value: Value) -> str:
    text = value.text if value.dimension != "number" else f"{value.text} C"
    if value.low is None or value.high is None:
        return text
    low, high = (f"{from_si(bound, value.unit, value.dimension):.4g}" for bound in (value.low, value.high))
    return f"{text} ({low} to {high})"


def _escaped(text: str) -> str:
    return text.replace("|", r"\|")
