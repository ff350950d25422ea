"""What may stand at a place of a recipe: names of fields and their meaning, methods, materials, treatments."""

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from brimstone.library import load
from brimstone.recipe import Recipe
from brimstone.recipe.words import COLLECTORS, DIRECTIONS, FIXTURES, MIXING

_MARK = "zzhere"  # stands for the word at the cursor while the text is read
_WORD = re.compile(r"[\w@./+-]*$")
_KEY_PLACE = re.compile(r"(?:^|\n)[ \t]*(?:- +)*$|[{,][ \t\n]*$")
_ENDS = ("}", "]", "]}", "}]")  # of what is being written
_MOST = 60
_Place = tuple[tuple[str, ...], tuple[str, ...], bool]  # path, fields beside it, whether it is a field
#: Fields whose values are materials of the library -> their kind there; None for any.
_MATERIALS: Mapping[str, str | None] = {
    "active": "active",
    "anode": "anode",
    "electrolyte": "electrolyte",
    "separator": "electrolyte",
    "material": "anode",
    "composition": None,
}
#: Fields whose values are words of the recipe language.
_WORDS: Mapping[str, Sequence[str]] = {
    "mixing": tuple(MIXING),
    "method": tuple(MIXING),
    "fixture": tuple(FIXTURES),
    "direction": tuple(DIRECTIONS),
    "collector": tuple(COLLECTORS),
}


@dataclass(frozen=True)
class Option:
    """A word that may stand at the cursor.

    Attributes
    ----------
    label : str
    kind : {"property", "enum", "text"}
        A field, a word that a field takes, or an example.
    info : str
        What it means.
    """

    label: str
    kind: str
    info: str = ""

    def to_dict(self) -> dict[str, str]:
        """As the editor takes it; a field brings its colon."""
        apply = f"{self.label}: " if self.kind == "property" else self.label
        return {"label": self.label, "type": self.kind, "info": self.info, "apply": apply}


def complete_at(text: str, place: int) -> tuple[int, list[Option]]:
    """Where the word at the cursor begins, and what may stand there.

    Parameters
    ----------
    text : str
        Of a recipe, which need not be complete.
    place : int
        Of the cursor.
    """
    place = min(max(place, 0), len(text))
    word = _WORD.search(text[:place])
    begin = word.start() if word is not None else place
    before, after = text[:begin], _rest(text[place:])
    as_key = _KEY_PLACE.search(before) is not None
    for mark in (f"{_MARK}: 0", _MARK) if as_key else (_MARK,):
        for tail in (after, "", *_ENDS):
            try:
                found = _marked(yaml.compose(before + mark + tail), ())
            except (yaml.YAMLError, RecursionError):
                continue
            if found is not None:
                path, beside, is_key = found
                options = _fields(path, beside) if is_key else _values(path)
                return begin, _matching(options, text[begin:place])
    return begin, []


def _rest(text: str) -> str:
    """What follows the word at the cursor."""
    return re.sub(r"^[\w@./+-]+", "", text)


def _matching(options: Sequence[Option], typed: str) -> list[Option]:
    """Those that begin like the word, then those that hold it, each once."""
    word = typed.lower()
    every = list({option.label: option for option in options}.values())
    first = [option for option in every if option.label.lower().startswith(word)]
    later = [option for option in every if word in option.label.lower() and option not in first]
    return [*first, *later][:_MOST]


def _marked(node: Any, path: tuple[str, ...], above: tuple[Any, ...] = ()) -> _Place | None:
    """Path of the marked word, the fields beside it, and whether it is a field itself."""
    if any(node is one for one in above):  # an anchor within itself
        return None
    above = (*above, node)
    if isinstance(node, yaml.ScalarNode):
        return (path, (), False) if _MARK in node.value else None
    if isinstance(node, yaml.SequenceNode):
        for entry in node.value:
            if (found := _marked(entry, path, above)) is not None:
                return found
    if isinstance(node, yaml.MappingNode):
        keys = tuple(str(key.value) for key, _ in node.value)
        for key, value in node.value:
            if _MARK in str(key.value):
                return path, tuple(one for one in keys if _MARK not in one), True
            if (found := _marked(value, (*path, str(key.value)), above)) is not None:
                return found
    return None


@functools.cache
def _schema() -> dict[str, Any]:
    return Recipe.json_schema()


def _alternatives(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """A schema and all that it may be instead, entries of lists among them."""
    if "$ref" in schema:
        yield from _alternatives(_schema()["$defs"][schema["$ref"].rpartition("/")[2]])
        return
    yield schema
    for name in ("anyOf", "oneOf", "allOf"):
        for one in schema.get(name, ()):
            yield from _alternatives(one)
    if isinstance(schema.get("items"), Mapping):
        yield from _alternatives(schema["items"])


def _at(path: Sequence[str]) -> list[Mapping[str, Any]]:
    """All schemas that may hold at a path."""
    here = list(_alternatives(_schema()))
    for name in path:
        below = [one["properties"][name] for one in here if name in one.get("properties", {})]
        if not below:
            below = [one["additionalProperties"] for one in here if isinstance(one.get("additionalProperties"), dict)]
        here = [found for one in below for found in _alternatives(one)]
    return here


def _fields(path: Sequence[str], beside: Sequence[str]) -> list[Option]:
    """Fields that may stand at a path and do not yet; of several kinds of steps those that fit what is there."""
    kinds = [one for one in _at(path) if one.get("properties")]
    if not beside and len(kinds) > 1 and path[-1:] in (("protocol",), ("steps",)):
        return [Option(name, "property", _told(kinds, name)) for name in _step_names()]
    fitting = [one for one in kinds if set(beside) <= set(one["properties"])] or kinds
    options = [
        Option(name, "property", str(field.get("description", "")))
        for one in fitting
        for name, field in one["properties"].items()
        if name not in beside
    ]
    if path and path[-1] in ("composition", "particle_size"):
        options = [*_materials(None), *options]
    if path and path[-1] == "overrides":
        options += [Option(name, "property") for name in sorted(load().constants())]
    return options


def _told(kinds: Sequence[Mapping[str, Any]], name: str) -> str:
    """What the kind of step that is named after a field does."""
    one = next((one for one in kinds if name in one.get("required", ())[:1]), {})
    return str(one.get("description", ""))


def field_help(path: str) -> tuple[str, list[str]]:
    """What a field of a recipe means, and words that it takes; numbers of entries in the path are passed over."""
    parts = tuple(part for part in path.split(".") if not part.isdigit())
    holders = [one["properties"] for one in _at(parts[:-1]) if parts[-1] in one.get("properties", {})]
    told = holders[0][parts[-1]].get("description", "") if holders else ""
    return str(told), [option.label for option in _values(parts)]


def _values(path: Sequence[str]) -> list[Option]:
    """Words that a field takes: those that it names, materials, and examples."""
    if not path:
        return _fields((), ())
    options: list[Option] = []
    field = path[-1]
    if field in _MATERIALS:
        options += _materials(_MATERIALS[field])
    options += [Option(word, "enum") for word in _WORDS.get(field, ())]
    for one in _at(path):
        told = str(one.get("description", ""))
        options += [Option(str(word), "enum", told) for word in one.get("enum", ())]
        if "const" in one:
            options.append(Option(str(one["const"]), "enum", told))
        options += [Option(str(word), "text", told) for word in one.get("examples", ()) if isinstance(word, str | int)]
    if field in ("protocol", "steps"):
        options += [Option("{" + name + ": ", "text") for name in _step_names()]
    return options


def _step_names() -> list[str]:
    return sorted({one["required"][0] for one in _at(("protocol",)) if one.get("required")})


@functools.cache
def _materials(kind: str | None) -> list[Option]:
    """Materials of the library by all their names."""
    style = "property" if kind is None else "enum"
    return [
        Option(name, style, f"{one.name}, {one.class_}" if name != one.name else one.class_)
        for one in load().materials(kind=kind)
        for name in (one.name, *one.synonyms)
    ]
