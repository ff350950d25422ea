"""JSON Schema of the recipe, tidied for the editors that show it while one types."""

import inspect
import re
from typing import Any

#: The unit of a value in Python; in a recipe the value brings its own.
_SI_UNIT = re.compile(r"\s*\[(?:1/s|m3/kg|mol/m3|Pa/m|[mskKV]|kg|Pa|Hz|m2)\]")
_ATTRIBUTE = re.compile(r"^(\w[\w, ]*?) : .*\n((?:    .*\n?|\n)*)", re.MULTILINE)


def tidy_schema(schema: dict[str, Any], docstrings: dict[str, str]) -> dict[str, Any]:
    """Return the schema without nulls and made-up titles, with the descriptions from the docstrings.

    Parameters
    ----------
    schema : dict
        As pydantic makes it.
    docstrings : dict
        Docstring of each class, by the name it has in the schema.
    """
    definitions = schema.get("$defs", {})
    for name, part in [(schema["title"], schema), *definitions.items()]:
        summary, documented = _documented(docstrings[name])
        part["description"] = summary
        for field, description in part.get("properties", {}).items():
            part["properties"][field] = _tidy_property(description, documented.get(field, ""))
    return schema


def with_choice(schema: Any, choice: dict[str, Any]) -> None:
    """Add a choice to every union in a schema."""
    for part in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        with_choice(part, choice)
    if isinstance(schema, dict) and choice not in schema.get("oneOf", [choice]):
        schema["oneOf"].append(choice)


def _documented(docstring: str) -> tuple[str, dict[str, str]]:
    """Return the first paragraph of a docstring, and the text for each attribute."""
    text = inspect.cleandoc(docstring)
    summary = " ".join(text.split("\n\n")[0].split())
    attributes: dict[str, str] = {}
    for names, documented in _ATTRIBUTE.findall(text.partition("Attributes\n----------\n")[2]):
        for name in names.split(", "):
            words = " ".join(documented.split()).replace("``", "").replace("`", "")
            attributes[name] = _SI_UNIT.sub("", words).lstrip("; ,")
    return summary, attributes


def _tidy_property(description: dict[str, Any], documented: str) -> dict[str, Any]:
    description = {key: value for key, value in description.items() if key != "title"}
    choices = [choice for choice in description.get("anyOf", []) if choice != {"type": "null"}]
    if len(choices) == 1:  # an optional field: left out, never null
        del description["anyOf"]
        description = {**choices[0], **description}
    elif choices:
        description["anyOf"] = choices
    if description.get("default", ...) is None:
        del description["default"]
    words = [documented, description.get("description", "")]
    if words[1].lower().startswith(documented.rstrip(".").lower()):
        words = words[1:]
    if any(words):
        sentences = [word.rstrip(".") + "." for word in words if word]
        description["description"] = " ".join(sentence[0].upper() + sentence[1:] for sentence in sentences)
    return description
