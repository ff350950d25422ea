"""What all mappings of a recipe share: frozen, no unknown keys, and words for what is missing or misspelt."""

import difflib
import functools
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, Self, get_args

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic_core import core_schema

from brimstone.errors import nearest_names
from brimstone.recipe.pressing import pressed_words
from brimstone.recipe.problems import Checked, Place, Unknown
from brimstone.recipe.reading import shown
from brimstone.recipe.values import FieldProblem, Reader
from brimstone.recipe.yaml_text import control_character
from brimstone.units import Quantity, from_si, plain

_LONGEST_LIST = 1000
#: What to say of a pressure that may be of pressing or of the test.
PRESSURES = {
    "pressure": " Write pressed_at for the pressure at which it was made, or operation.stack_pressure for that of the "
    "test."
}
_ALIKE = 0.62  # of all letters, in order


class Written(BaseModel):
    """A mapping that a person writes; frozen once it is read."""

    #: Other names under which people write a field: name, in lower case with underscores -> field.
    OTHER_NAMES: ClassVar[Mapping[str, str]] = {}
    #: What to say of words that may mean one of two fields.
    AMBIGUOUS: ClassVar[Mapping[str, str]] = {}
    #: Fields whose spread the ensemble draws; that of others is kept and reported.
    DRAWN: ClassVar[tuple[str, ...]] = ()
    #: Fields that a laboratory states, and from which nothing is computed.
    RECORDED: ClassVar[tuple[str, ...]] = ()
    #: Fields that the program writes, which are no part of the language.
    HIDDEN: ClassVar[tuple[str, ...]] = ()
    #: Whether it says what was measured on a cell, or of its materials before, not what the cell is.
    BESIDE: ClassVar[bool] = False

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        defer_build=True,
    )

    @classmethod
    def _by_field(cls, data: Mapping[Any, Any], fields: Mapping[str, Any]) -> dict[Any, Any]:
        """Read ``pressed at`` and ``Pressed-at`` as ``pressed_at``, and other names of a field as its own."""
        named: dict[Any, Any] = {}
        for key, value in data.items():
            name = key
            if key not in fields and key not in cls.model_fields and isinstance(key, str):
                name = _meant(cls, key) or key
            if name in named or (name != key and name in data):
                raise FieldProblem(f"is given twice, also as '{name}'; keep one of the two", str(key))
            named[name] = value
        return pressed_words(named) if "pressing_time" in cls.model_fields else named

    @model_validator(mode="before")
    @classmethod
    def _check_keys(cls, data: Any) -> Any:
        if isinstance(data, cls):
            return data
        fields, missing = _fields_of(cls)
        if not isinstance(data, Mapping):
            raise ValueError(f"expected a mapping with the fields {', '.join(fields)}, got {shown(data)}")
        data = cls._by_field(data, fields)
        checked = Checked(data)
        for key, value in data.items():
            if odd := control_character(value):
                checked[key] = Unknown(odd)
            if key not in fields and key not in cls.model_fields:
                near = [one for one in nearest_names(str(key), fields, count=1) if _alike(str(key), one)]
                told = cls.AMBIGUOUS.get(str(key)) or _elsewhere(cls, str(key))
                hint = told or (f" Did you mean {near[0]}?" if near else "")
                checked[key] = Unknown(f"unknown field.{hint} Allowed here: {', '.join(fields)}.")
        checked.missing = missing
        return checked

    def drawn(self) -> tuple[str, ...]:
        """Fields whose spread the ensemble draws."""
        return self.DRAWN

    def remarks(self) -> Iterator[tuple[Place, str]]:
        """What a reader should know about this field: unusual, or recorded but not used in the computation."""
        for name, field in type(self).model_fields.items():
            if (value := getattr(self, name)) is None:
                continue
            for one in value if isinstance(value, tuple) else (value,):
                if not isinstance(one, Quantity) or one.low is None or one.high is None:
                    pass
                elif not re.search(r"\d", one.text):  # overnight
                    low, high = (from_si(end, "h", "time") for end in (one.low, one.high))
                    yield (field.alias or name,), f"{one} is taken as {low:g} to {high:g} h"
                elif name not in self.drawn():
                    yield (field.alias or name,), f"{one}: the middle is used; its spread does not enter the intervals"
                if one is not None and name in self.model_fields_set:
                    remarks = (reader.unusual(one) for reader in _readers_of(type(self))[name])
                    yield from (((field.alias or name,), remark) for remark in remarks if remark)
            for number, part in enumerate(value if isinstance(value, tuple) else (value,)):
                if isinstance(part, Written):
                    place: Place = (name, number) if isinstance(value, tuple) else (name,)
                    yield from (((*place, *inner), remark) for inner, remark in part.remarks())

    def recorded(self) -> Iterator[Place]:
        """Places of what is stated below this field, and from which nothing is computed."""
        for name in type(self).model_fields:
            value = getattr(self, name)
            if name in self.RECORDED and name in self.model_fields_set and value is not None:
                yield (name,)
                continue
            for number, part in enumerate(value if isinstance(value, tuple) else (value,)):
                if isinstance(part, Written):
                    place: Place = (name, number) if isinstance(value, tuple) else (name,)
                    yield from ((*place, *inner) for inner in part.recorded())

    def assuming(self, **values: Any) -> Self:
        """Return a copy with values that nobody wrote: they are computed with, and not written back."""
        copy = self.model_copy(update=values)
        copy.model_fields_set.intersection_update(self.model_fields_set)
        return copy


@functools.cache
def _readers_of(written: type[BaseModel]) -> dict[str, tuple[Reader, ...]]:
    """Readers of each field."""
    return {name: tuple(_readers(field)) for name, field in written.model_fields.items()}


def _readers(field: Any) -> Iterator[Reader]:
    """Readers of a field, also of one that may be left out."""
    parts = [*field.metadata]
    for choice in get_args(field.annotation):
        parts += get_args(choice)[1:] if hasattr(choice, "__metadata__") else ()
    yield from (part for part in parts if isinstance(part, Reader))


class Before:
    """Annotation: `read` works on what came before the field's own type does; `also` adapts its JSON Schema."""

    def __init__(self, read: Callable[[Any], Any], also: Callable[[dict[str, Any]], dict[str, Any]]):
        self.read, self.also = read, also

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        return core_schema.no_info_before_validator_function(self.read, handler(source))

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        return self.also(handler(schema))


def overspecified(field: str, value: object, **others: object) -> FieldProblem:
    """Return the error for a field that the `others` determine already."""
    known = " and ".join(f"{name.replace('_', ' ')} {other}" for name, other in others.items())
    fix = "fix" if len(others) > 1 else "fixes"
    return FieldProblem(
        f"'{value}' is over-specified: {known} already {fix} it. Remove one of the {len(others) + 1}.", field
    )


def list_of(
    what: str, single: bool = False, word: str | None = None, phrase: Callable[[str], Mapping[str, Any]] | None = None
) -> Before:
    """Annotation of a list with at least one entry.

    Parameters
    ----------
    what : str
        What is listed, with an example.
    single : bool
        Whether one entry may stand alone, without the list around it.
    word : str
        A word may stand for an entry that is a mapping with this field only.
    phrase : callable, optional
        Reads words that stand for an entry as the mapping that they mean.
    """

    def read(value: Any) -> list[Any]:
        if single and isinstance(value, (str, Mapping, Written)):
            value = [value]
        if not isinstance(value, (list, tuple)):
            raise ValueError(f"expected a list of {what}, got {shown(value)}")
        if not value:
            raise ValueError(f"is empty; expected a list of {what}")
        if len(value) > _LONGEST_LIST:
            raise ValueError(f"has {len(value)} entries; at most {_LONGEST_LIST} are possible")
        if phrase is not None:
            return [phrase(entry) if isinstance(entry, str) else entry for entry in value]
        return [{word: entry} if word and isinstance(entry, str) else entry for entry in value]

    def also(schema: dict[str, Any]) -> dict[str, Any]:
        entry = {"anyOf": [{"type": "string"}, schema["items"]]} if word or phrase else schema["items"]
        several = {**schema, "items": entry, "minItems": 1}
        return {"anyOf": [entry, several]} if single else several

    return Before(read, also)


def word_for(field: str) -> Before:
    """Annotation of a mapping for which a word may stand, meaning the mapping with only this field."""
    return Before(
        lambda value: {field: value} if isinstance(value, str) else value,
        lambda schema: {"anyOf": [{"type": "string"}, schema]},
    )


def _alike(key: str, field: str) -> bool:
    """Whether a key may be a field misspelt, not another word with some of its letters."""
    return difflib.SequenceMatcher(None, key.lower(), field).ratio() >= _ALIKE


def _meant(cls: type[Written], key: str) -> str | None:
    """The field of a mapping that a person writes as `key`, in whatever spelling; None where it has no such field."""
    folded = re.sub(r"[\s\-/]+", "_", plain(key).strip()).lower()
    return folded if folded in _fields_of(cls)[0] else cls.OTHER_NAMES.get(folded)


def _elsewhere(cls: type[Written], key: str) -> str:
    """Where in the recipe the field stands that was written into `cls`: below it, above it, or beside it."""
    places = _parts_with(cls, key)
    for whole in _all_written():
        if cls in (part for _, part in _parts(whole)):
            field = _meant(whole, key)
            places += [f"the level above (as {field})"] if field else []
            places += [place for place in _parts_with(whole, key) if place not in places]
    return f" It stands under {' or '.join(places)}." if places else ""


def _parts_with(cls: type[Written], key: str) -> list[str]:
    """Which parts of a mapping have the field, in words such as ``operation (as stack_pressure)``."""
    fields = {name: _meant(part, key) for name, part in _parts(cls)}
    return [f"{name} (as {field})" if field != key else name for name, field in fields.items() if field]


def _parts(cls: type[Written]) -> Iterator[tuple[str, type[Written]]]:
    """Fields of a mapping that hold one mapping or a list of such, with its class; none that is beside the cell."""
    for name, field in cls.model_fields.items():
        waiting: list[Any] = [field.annotation]
        for choice in waiting:
            if isinstance(choice, type) and issubclass(choice, Written):
                yield from () if choice.BESIDE else ((name, choice),)
            else:
                waiting += get_args(choice)


def _all_written() -> Iterator[type[Written]]:
    """Every kind of mapping in a recipe."""
    waiting = Written.__subclasses__()
    for cls in waiting:
        waiting += cls.__subclasses__()
        yield cls


@functools.cache
def other_names() -> Mapping[str, tuple[str, ...]]:
    """Other names under which people write fields -> the fields that they mean, in any part of a recipe."""
    named: dict[str, tuple[str, ...]] = {}
    for cls in _all_written():
        for name, field in cls.OTHER_NAMES.items():
            named[name] = (*named.get(name, ()), field)
    return named


@functools.cache
def _fields_of(cls: type[Written]) -> tuple[Mapping[str, Any], Mapping[str, str]]:
    """Fields of a class by the keys that people write, and what to say of each that is missing."""
    fields = {field.alias or name: field for name, field in cls.model_fields.items() if name not in cls.HIDDEN}
    missing = {
        name: f"is missing; expected {field.description}"
        for key, field in fields.items()
        for name in (key, next(name for name, other in cls.model_fields.items() if other is field))
    }
    return fields, missing
