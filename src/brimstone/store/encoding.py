"""A run, or an answer of a study, as plain JSON and numbers, and back: nothing that is read can run code.

What a run consists of is known from its annotations. Only those classes are built when a run is read, each from its
fields; arrays stand one after the other in a row of numbers of their own.
"""

import contextlib
import dataclasses
import functools
import math
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from brimstone.errors import BrimstoneError, StoreError
from brimstone.library import load
from brimstone.library.complete import complete
from brimstone.library.own import with_own_materials
from brimstone.model.gel import GEL, GEL_THROUGH_DEPTH
from brimstone.model.solid import SOLID
from brimstone.recipe import Recipe
from brimstone.recipe.values import FrozenMapping
from brimstone.result import BlockingRun, Run, SymmetricRun

_MODELS = {model.name: model for model in (SOLID, GEL, GEL_THROUGH_DEPTH)}
_NOT_FINITE = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
_DTYPES = ("float64", "int64", "int32", "bool")  # all exact as float64 at the sizes that runs have
_NAMES = {np.dtype(name): name for name in (*_DTYPES, "complex128")}  # the name itself takes long to be asked for
_COMPLEX = "complex128"  # as pairs of float64
_SEQUENCES: Mapping[str, Any] = {"tuple": tuple, "set": set, "frozenset": frozenset}
_MAPPINGS: Mapping[str, Any] = {"mapping": dict, "frozen": FrozenMapping}
_DEEPEST = 60
#: What a store keeps whole.
RUNS: tuple[type, ...] = (Run, SymmetricRun, BlockingRun)


def encode(value: Any, classes: tuple[type, ...] = RUNS) -> tuple[Any, np.ndarray]:
    """Words and places of a run for JSON, and all numbers of its arrays.

    Parameters
    ----------
    value : Run
        Or what else consists of `classes`, of Python's own types and of arrays.
    classes : tuple of type

    Returns
    -------
    tree : dict
        JSON without NaN and infinity, which have words of their own.
    numbers : ndarray (n,)
        Of all arrays, one after the other.
    """
    writer = _Writer(known_classes(classes))
    return writer.tree(value), np.concatenate([np.empty(0), *writer.arrays])


def decode(tree: Any, numbers: np.ndarray, classes: tuple[type, ...] = RUNS) -> Any:
    """The run that `encode` wrote, or what else consists of `classes`.

    Raises
    ------
    StoreError
        When `tree` and `numbers` make no run of this version.
    """
    try:
        return _Reader(numbers, known_classes(classes)).value(tree)
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError, BrimstoneError) as problem:
        raise StoreError(f"it holds no run that this version can read ({type(problem).__name__}: {problem})") from None


@functools.cache
def known_classes(roots: tuple[type, ...] = RUNS) -> Mapping[str, type]:
    """Classes that something consists of, by their names: all that annotations of its classes name, at any depth."""
    known: dict[str, type] = {}
    waiting: list[Any] = list(roots)
    while waiting:
        kind = waiting.pop()
        if typing.get_origin(kind) is not None or isinstance(kind, types.UnionType):
            waiting += typing.get_args(kind)
        elif isinstance(kind, type) and _has_fields(kind) and kind.__name__ not in known:
            known[kind.__name__] = kind
            waiting += typing.get_type_hints(kind).values()
    return known


def _has_fields(kind: type) -> bool:
    return dataclasses.is_dataclass(kind) or (issubclass(kind, tuple) and hasattr(kind, "_fields"))


class _Writer:
    def __init__(self, known: Mapping[str, type]) -> None:
        self.known = known
        self.fields: dict[type, Sequence[str]] = {}
        self.arrays: list[np.ndarray] = []
        self.filled = 0
        self.places: dict[int, tuple[np.ndarray, Any]] = {}  # the array is held, so that its id stays its own

    def tree(self, value: Any) -> Any:
        if value is None or (isinstance(value, bool | int | str) and not isinstance(value, np.generic)):
            return value if type(value) in (bool, int, str, type(None)) else self.plain(value)
        if isinstance(value, float):
            return float(value) if math.isfinite(value) else {"float": str(float(value))}
        if isinstance(value, np.ndarray):
            return self.array(value)
        if isinstance(value, Recipe):
            assumed = None if value._assumed is None else list(value._assumed)
            return {"recipe": value.to_mapping(), "source": value.source, "assumed": assumed}
        if isinstance(value, Mapping):
            word = "frozen" if isinstance(value, FrozenMapping) else "mapping"
            return {word: [[self.tree(key), self.tree(one)] for key, one in value.items()]}
        for name, model in _MODELS.items():
            if value is model:
                return {"model": name}
        kind = type(value)
        if self.known.get(kind.__name__) is kind:
            names = self.fields.get(kind) or self.fields.setdefault(kind, _fields(kind))
            return {"is": kind.__name__, "with": {name: self.tree(getattr(value, name)) for name in names}}
        for name, sequence in _SEQUENCES.items():
            if kind is sequence:
                return {name: [self.tree(one) for one in value]}
        if kind is list:
            return [self.tree(one) for one in value]
        return self.plain(value)

    def plain(self, value: Any) -> Any:
        if isinstance(value, np.generic) and isinstance(value.item(), bool | int | float | str):
            return self.tree(value.item())
        if isinstance(value, int):  # a member of an enumeration
            return int(value)
        raise TypeError(f"a run can't be kept with a {type(value).__qualname__} in it")

    def array(self, value: np.ndarray) -> Any:
        if id(value) not in self.places:
            row, name = np.ravel(value), _NAMES.get(value.dtype)
            if name == _COMPLEX:
                row = row.view(float)
            elif name is None:
                raise TypeError(f"a run can't be kept with an array of {value.dtype} in it")
            self.arrays.append(row.astype(float, copy=False))
            place = {"array": self.filled, "shape": list(value.shape)}
            if name != _DTYPES[0]:
                place["of"] = name
            self.filled += row.size
            self.places[id(value)] = value, place
        return self.places[id(value)][1]


def _fields(kind: Any) -> Sequence[str]:
    if dataclasses.is_dataclass(kind):
        return [field.name for field in dataclasses.fields(kind)]
    return tuple(kind._fields)


def _older_instruction(written: Mapping[str, Any]) -> Mapping[str, Any]:
    """An instruction had one row of controls before steps could follow a profile."""
    if "row" not in written:
        return written
    return {**{name: one for name, one in written.items() if name != "row"}, "rows": {"tuple": [written["row"]]}}


def _older_mechanics(written: Mapping[str, Any]) -> Mapping[str, Any]:
    """A stack knew its cathode's modulus, not what holds layers in their plane, and was pressed as one unit."""
    if "cathode_modulus" in written:
        written = {**{name: one for name, one in written.items() if name != "cathode_modulus"}, "plane": None}
    return {"units": 1, **written}


def _older_step(written: Mapping[str, Any]) -> Mapping[str, Any]:
    """A step knew what its sulfur passed of the nominal member only."""
    if "sulfur_charge" not in written:
        return written
    others = {name: one for name, one in written.items() if name != "sulfur_charge"}
    return {**others, "sulfur_charges": {"tuple": [written["sulfur_charge"]]}}


def _older_run(written: Mapping[str, Any]) -> Mapping[str, Any]:
    """A run told the fade of one interval of cycles."""
    if "fade" not in written:
        return written
    others = {name: one for name, one in written.items() if name != "fade"}
    return {**others, "fades": {"tuple": [] if written["fade"] is None else [written["fade"]]}}


def _older_composite(written: Mapping[str, Any]) -> Mapping[str, Any]:
    """A composite did not tell how electrons enter its active material."""
    unknown: Mapping[str, Any] = {"electrons_on_active": {"float": "nan"}, "electron_patch": {"float": "nan"}}
    return {**unknown, **written}


#: Records as earlier versions wrote them -> as they are written now; a field that is new has a default.
_OLDER: Mapping[str, Callable[[Mapping[str, Any]], Mapping[str, Any]]] = {
    "Composite": _older_composite,
    "Instruction": _older_instruction,
    "Mechanics": _older_mechanics,
    "Run": _older_run,
    "Step": _older_step,
}


def _completed(recipe: Recipe, assumed: Sequence[str] | None) -> Recipe:
    """A recipe with what was assumed for it: that is computed with and not written, so the library finds it again.

    What was assumed is told as it was when the run was kept; a recipe of materials that are gone is as it was written.
    """
    if assumed is None:
        return recipe
    if assumed:
        with contextlib.suppress(BrimstoneError):
            recipe = complete(recipe, with_own_materials(load(), recipe))
    return recipe.completed(tuple(assumed))


class _Reader:
    def __init__(self, numbers: np.ndarray, known: Mapping[str, type]) -> None:
        self.numbers, self.known = numbers, known
        self.arrays: dict[tuple[int, tuple[int, ...], str], np.ndarray] = {}

    def value(self, tree: Any, depth: int = 0) -> Any:
        if depth > _DEEPEST:
            raise ValueError("too deep")
        if isinstance(tree, list):
            return [self.value(one, depth + 1) for one in tree]
        if not isinstance(tree, dict):
            return tree
        if "is" in tree:
            kind, written = self.known[tree["is"]], tree["with"]
            if tree["is"] in _OLDER:
                written = _OLDER[tree["is"]](written)
            return kind(**{name: self.value(one, depth + 1) for name, one in written.items()})
        if "array" in tree:
            return self.array(tree["array"], tuple(tree["shape"]), tree.get("of", _DTYPES[0]))
        if "float" in tree:
            return _NOT_FINITE[tree["float"]]
        if "model" in tree:
            return _MODELS[tree["model"]]
        if "recipe" in tree:
            return _completed(Recipe.from_mapping(tree["recipe"], tree["source"]), tree["assumed"])
        ((word, inside),) = tree.items()
        if word in _MAPPINGS:
            return _MAPPINGS[word]({self.value(key): self.value(one, depth + 1) for key, one in inside})
        return _SEQUENCES[word](self.value(one, depth + 1) for one in inside)

    def array(self, start: int, shape: tuple[int, ...], dtype: str) -> np.ndarray:
        place = (start, shape, dtype)
        if place not in self.arrays:
            size = math.prod(shape) * (2 if dtype == _COMPLEX else 1)
            if dtype not in (*_DTYPES, _COMPLEX) or not 0 <= start <= start + size <= self.numbers.size:
                raise ValueError("an array lies outside of the numbers that were kept")
            row = self.numbers[start : start + size]
            self.arrays[place] = (row.copy().view(dtype) if dtype == _COMPLEX else row.astype(dtype)).reshape(shape)
        return self.arrays[place]
