"""What each command prints as JSON: every key, its unit and its meaning."""

from collections.abc import Iterator, Mapping
from typing import Any

from brimstone.contract import COMMANDS, json_schema

_HEAD = """# JSON

What the commands print with `--json`. Numbers are in the units that their keys name, with seven digits; one that does
not exist is null. A number with an uncertainty has two more keys, `_low` and `_high`, the ends of its 80 % interval;
they are not listed here. A current or a charge over time that is computed is positive on discharge, the current of a
voltage ramp where the cathode is oxidised, and that of a symmetric cell while the first side is plated; its key says
so. Keys are added within a minor version and removed or changed only after a warning.
`brimstone schema COMMAND` prints the JSON Schema, to validate against.
"""


def json_page() -> str:
    """The page as Markdown."""
    parts, shown = [_HEAD.rstrip()], set()
    for command in COMMANDS:
        schema = json_schema(command)
        a_list = schema.get("type") == "array"
        lines = [f"## `{command}`", "", "A list; each entry:" if a_list else "", ""]
        parts.append("\n".join([*lines, *_table(schema["items"] if a_list else schema)]).replace("\n\n\n", "\n\n"))
        for name, part in sorted(schema.get("$defs", {}).items()):
            if name not in shown and "properties" in part:
                shown.add(name)
                heading = [f"### {_words(name)}", "", " ".join(part.get("description", "").split()), ""]
                parts.append("\n".join([*heading, *_table(part)]))
    return "\n\n".join(parts) + "\n"


def _table(schema: Mapping[str, Any]) -> list[str]:
    rows = [f"| `{name}` | {_kind(one)} | {_unit(one)} | {_meaning(one)} |" for name, one in _keys(schema)]
    return ["| key | value | unit | meaning |", "|---|---|---|---|", *rows]


def _keys(schema: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    properties = schema.get("properties", {})
    for name, one in properties.items():
        if not (name.endswith(("_low", "_high")) and name.rpartition("_")[0] in properties):
            yield name, one
    if isinstance(schema.get("additionalProperties"), dict):
        yield "…", schema["additionalProperties"]


def _kind(one: Mapping[str, Any]) -> str:
    """What stands under a key, in words."""
    if "$ref" in one:
        name = one["$ref"].rpartition("/")[2]
        return f"[{_words(name).lower()}](#{_words(name).lower().replace(' ', '-')})"
    if "anyOf" in one:
        return " or ".join(dict.fromkeys(_kind(part) for part in one["anyOf"]))
    kinds = one.get("type", "any")
    names = [_NAMES.get(kind, kind) for kind in ([kinds] if isinstance(kinds, str) else kinds)]
    if names[0] == "list" and "items" in one:
        return f"list of {_kind(one['items'])}"
    if names[0] == "mapping" and isinstance(one.get("additionalProperties"), dict):
        return f"mapping to {_kind(one['additionalProperties'])}"
    return " or ".join(names)


_NAMES = {"object": "mapping", "array": "list", "string": "text", "integer": "whole number", "boolean": "true or false"}


def _unit(one: Mapping[str, Any]) -> str:
    parts = [one, one.get("items", {}), one.get("additionalProperties") or {}]
    units = (part.get("unit") for part in parts if isinstance(part, dict))
    return next((unit for unit in units if unit and unit != "1"), "")


def _meaning(one: Mapping[str, Any]) -> str:
    words = " ".join(one.get("description", "").split())
    allowed = one.get("enum")
    if allowed and len(allowed) <= 8:
        words += " One of " + ", ".join(f"`{value}`" for value in allowed) + "."
    return words.replace("|", "\\|")


def _words(name: str) -> str:
    """``StepHeatRecord`` as "Step heat"."""
    name = name.removesuffix("Record")
    apart = "".join(f" {letter.lower()}" if letter.isupper() and place else letter for place, letter in enumerate(name))
    return apart.strip()
