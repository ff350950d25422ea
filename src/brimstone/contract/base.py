"""The base of all records: what a command prints as JSON, with the meaning and the unit of every key."""

import functools
import json
import math
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, get_args

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from brimstone import __version__
from brimstone.result.figures import Figure

_NULLABLE = {"type": ["number", "null"]}
_DIGITS = 7
_FLAT = "keys of their own"

#: A number, written with seven significant digits; null where there is none, because JSON knows no NaN.
Number = Annotated[float | None, WithJsonSchema(_NULLABLE)]

#: A figure in the unit of its key, written with ``_low`` and ``_high``, the ends of its 80 % interval, and with
#: ``_median``, if it has them.
Measure = Annotated[Figure | None, WithJsonSchema(_NULLABLE)]

#: Figures under keys of their own instead of that of the field, each with ``_low``, ``_high`` and ``_median`` if it has
#: an interval.
Measures = Annotated[Mapping[str, Figure], _FLAT]

#: Put into ``Annotated`` after the type of a field whose numbers are written with all digits.
EXACT = "all digits"


def key(
    meaning: str, unit: str | None = None, *, optional: bool = False, name: str | None = None, **schema: Any
) -> Any:
    """Describe a key of a record.

    Parameters
    ----------
    meaning : str
        A phrase for the schema.
    unit : str, optional
        Unit of every number under the key, ``"1"`` for a plain number; None for words and records.
    optional : bool
        Whether the key is left out of the JSON when its value is None.
    name : str, optional
        How JSON writes the key, where it is no name of Python.
    **schema
        Further keywords of JSON Schema, such as ``minimum=0``.
    """
    extra = schema if unit is None else {"unit": unit, **schema}
    if optional:
        return Field(default=None, alias=name, description=meaning, json_schema_extra=extra)
    return Field(alias=name, description=meaning, json_schema_extra=extra)


class Record(BaseModel):
    """A part of what a command prints: immutable, and without keys that it does not declare."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        arbitrary_types_allowed=True,
        from_attributes=True,
        populate_by_name=True,
        defer_build=True,  # a command builds few of the records that it imports
    )

    def to_dict(self) -> dict[str, Any]:
        """The record as JSON has it: numbers rounded, intervals under keys of their own."""
        entries: dict[str, Any] = {}
        for attribute, name, optional, digits in _layout(type(self)):
            value = getattr(self, attribute)
            if value is None and optional:
                continue
            if isinstance(value, Figure):
                entries |= _figure(name, value, digits)
            elif name in _flat(type(self)):
                for own, figure in value.items():
                    entries |= _figure(own, figure, digits)
            else:
                entries[name] = _plain(value, digits)
        return entries

    def to_json(self) -> str:
        """The record as text, as a command prints it and a folder keeps it."""
        return to_json(self)

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """JSON Schema of the record, with the unit of every number."""
        return {"$schema": "https://json-schema.org/draft/2020-12/schema", **cls.model_json_schema()}

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: Any) -> dict[str, Any]:
        schema = handler(core)
        shape = handler.resolve_ref_schema(schema)
        properties = shape.get("properties", {})
        for name in _flat(cls):
            properties.pop(name, None)
            shape["required"] = [key for key in shape.get("required", []) if key != name]
            field = cls.model_fields[name]
            extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
            shape["additionalProperties"] = {**_NULLABLE, "description": field.description, **extra}
        for name, field in cls.model_fields.items():
            if name in _flat(cls):
                continue
            words = properties.get(field.alias or name, {})
            words.pop("title", None)
            words.pop("default", None)
            words.setdefault("description", field.description)
            if Figure in get_args(field.annotation):
                for end, meaning in (("low", "Lower"), ("high", "Upper")):
                    properties[f"{name}_{end}"] = {
                        **_NULLABLE,
                        "description": f"{meaning} end of the 80 % interval, where there is one.",
                        "unit": words.get("unit", "1"),
                    }
                properties[f"{name}_median"] = {
                    **_NULLABLE,
                    "description": "Median of the ensemble, where there is one.",
                    "unit": words.get("unit", "1"),
                }
        return schema


class CommandRecord(Record):
    """The whole of what a command prints, or one entry of the list that it prints."""

    version: str = Field(default=__version__, description="Version of Brimstone.")


def to_json(content: Record | Sequence[Record]) -> str:
    """A record, or a list of records, as text."""
    return json.dumps(_plain(content, _DIGITS), ensure_ascii=False, indent=2, allow_nan=False)


@functools.cache
def _layout(record: type[Record]) -> tuple[tuple[str, str, bool, int | None], ...]:
    """Attribute and name of each key, whether it may be left out, and how many digits its numbers have."""
    return tuple(
        (name, field.alias or name, field.default is None, None if EXACT in field.metadata else _DIGITS)
        for name, field in record.model_fields.items()
    )


@functools.cache
def _flat(record: type[Record]) -> frozenset[str]:
    """Names of the fields that have no key of their own in the JSON."""
    return frozenset(name for name, field in record.model_fields.items() if _FLAT in field.metadata)


def _figure(name: str, figure: Figure, digits: int | None) -> dict[str, float | None]:
    keys = {name: _plain(figure.value, digits)}
    if figure.low is not None and figure.high is not None:
        keys |= {f"{name}_low": _plain(figure.low, digits), f"{name}_high": _plain(figure.high, digits)}
    if figure.median is not None:
        keys[f"{name}_median"] = _plain(figure.median, digits)
    return keys


def _plain(value: Any, digits: int | None) -> Any:
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return float(value) if digits is None else float(f"{value:.{digits}g}")
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Record):
        return value.to_dict()
    if isinstance(value, Mapping):
        return {name: _plain(one, digits) for name, one in value.items()}
    if isinstance(value, np.ndarray):
        value = value.tolist()
    return [_plain(one, digits) for one in value]
