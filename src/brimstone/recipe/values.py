"""Values as people write them in a recipe: words in, SI inside, the same words out.

Each class here keeps the text next to its meaning. `Reader` ties one to a field of a pydantic model.
"""

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic_core import core_schema

from brimstone.errors import BrimstoneError
from brimstone.units import Quantity

_REMEMBERED = 256  # words that each field of a recipe was given last

Key = TypeVar("Key")
Value = TypeVar("Value")


class FieldProblem(ValueError):
    """A problem of one field inside the mapping that is being read.

    Parameters
    ----------
    problem : str
        What is wrong, for a person to read.
    path : str or int
        Where, relative to the mapping.
    """

    def __init__(self, problem: str, *path: str | int):
        self.path = path
        super().__init__(problem)


class FrozenMapping(Mapping[Key, Value]):
    """A mapping that can't be changed, so that a recipe can be hashed, cached and sent to another process."""

    __slots__ = ("_entries",)

    def __init__(self, entries: Mapping[Key, Value] | None = None):
        self._entries = dict(entries or {})

    def __getitem__(self, key: Key) -> Value:
        return self._entries[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __hash__(self) -> int:
        return hash(frozenset(self._entries.items()))

    def __repr__(self) -> str:
        return f"FrozenMapping({self._entries!r})"


@dataclass(frozen=True, slots=True)
class Rate(Quantity):
    """How fast a cell is driven.

    Attributes
    ----------
    kind : str
        ``"C"`` (`si` in 1/h, a plain number), ``"current density"`` (A/m2) or ``"specific current"`` (A per kg of
        active material); in a protocol also ``"current"`` (A), a power (``"areal power"`` in W/m2, ``"specific power"``
        in W per kg of active material, ``"power"`` in W) or a load (``"area resistance"`` in ohm m2, ``"resistance"``
        in ohm).
    """

    kind: str


@dataclass(frozen=True, slots=True)
class Limit(Quantity):
    """Where a step ends.

    Attributes
    ----------
    kind : str
        ``"voltage"`` (V), ``"time"`` (s), ``"specific charge"`` (C per kg of active material), ``"areal charge"``
        (C/m2) or ``"pressure"`` (Pa).
    """

    kind: str


@dataclass(frozen=True, slots=True)
class Capacity(Quantity):
    """A measured capacity.

    Attributes
    ----------
    kind : str
        ``"specific charge"`` (C/kg) or ``"areal charge"`` (C/m2).
    """

    kind: str


@dataclass(frozen=True, slots=True)
class Window:
    """Two bounds of a voltage, as written, the lower one first."""

    lower: Quantity
    upper: Quantity


@dataclass(frozen=True, slots=True)
class Loading:
    """Mass of a cathode per area.

    Attributes
    ----------
    text : str
        The words as written, such as ``"1.0 mg/cm2 of sulfur"``.
    amount : Quantity
        Areal mass [kg/m2]; areal charge [C/m2] when `basis` says so.
    basis : str
        What the mass is of: ``"active"`` (material), ``"sulfur"`` (in it) or ``"electrode"`` (the whole composite).
        ``"capacity"`` for a charge, until the theory of the active material has made a mass of it; ``"usual"``, without
        an amount, until the library has filled in the usual loading.
    """

    text: str
    amount: Quantity
    basis: str

    def __str__(self) -> str:
        return self.text


class Reader:
    """Annotation that makes a pydantic field read words and write them back.

    Parameters
    ----------
    read : callable
        Takes what came; returns the value or raises ValueError (or an error of ours) with a message for people.
    schema : dict
        JSON Schema of what may be written.
    write : callable
        Turns the value back into words.
    unusual : callable
        Says in what way a value is out of the ordinary; None when it is not.
    """

    def __init__(
        self,
        read: Callable[[Any], Any],
        schema: dict[str, Any],
        write: Callable[[Any], Any] = str,
        unusual: Callable[[Any], str | None] = lambda value: None,
    ):
        self.read, self.schema, self.write, self.unusual = read, schema, write, unusual
        #: What words mean follows from them alone; cells of a study have most of them in common.
        self._of_words = functools.lru_cache(maxsize=_REMEMBERED)(self._read)

    def _validate(self, value: Any) -> Any:
        return self._of_words(value) if type(value) is str else self._read(value)

    def _read(self, value: Any) -> Any:
        try:
            return self.read(value)
        except BrimstoneError as problem:
            raise ValueError(str(problem)) from None

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self._validate, serialization=core_schema.plain_serializer_function_ser_schema(self.write)
        )

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        return dict(self.schema)
