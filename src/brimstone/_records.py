"""Frozen dataclasses that hold arrays: compared by content, shown in one short line, never hashed."""

import dataclasses
import html
import reprlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar, dataclass_transform

import numpy as np

_Class = TypeVar("_Class")


@dataclass_transform(frozen_default=True, eq_default=False)
def record(cls: type[_Class]) -> type[_Class]:
    """Make a class a frozen dataclass that may hold arrays.

    Two records are equal when they are of one class and all their fields are, arrays element by element; NaN equals
    NaN, so that a copy always equals its original. A record can't be hashed. Its `repr` shows the shapes of arrays, not
    their numbers.
    """
    for method in (__eq__, __hash__, __repr__):
        if method.__name__ not in cls.__dict__:
            setattr(cls, method.__name__, method)
    return dataclasses.dataclass(frozen=True, eq=False, repr=False)(cls)


def __eq__(self: Any, other: object) -> Any:
    return same(self, other) if type(other) is type(self) else NotImplemented


def __hash__(self: Any) -> int:
    raise TypeError(
        f"{type(self).__name__} can't be hashed: it holds arrays. Use one of its names or numbers as the key"
    )


def __repr__(self: Any) -> str:
    shown = (f"{field.name}={_SHORT.repr(getattr(self, field.name))}" for field in dataclasses.fields(self))
    return f"{type(self).__name__}({', '.join(shown)})"


def nominal(samples: np.ndarray) -> float:
    """The nominal value among samples, which is the first of them."""
    return float(samples[0])


def same(one: Any, other: Any) -> bool:
    """Whether two values are equal, arrays element by element and at any depth; NaN equals NaN."""
    if one is other:
        return True
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return _same_arrays(np.asarray(one), np.asarray(other))
    if isinstance(one, float) and isinstance(other, float):
        return one == other or (one != one and other != other)
    if type(one) is not type(other):
        return bool(one == other)
    if dataclasses.is_dataclass(one):
        names = [field.name for field in dataclasses.fields(one) if field.compare]
        return all(same(getattr(one, name), getattr(other, name)) for name in names)
    if isinstance(one, Mapping):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, tuple | list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def _same_arrays(one: np.ndarray, other: np.ndarray) -> bool:
    inexact = np.issubdtype(one.dtype, np.inexact) and np.issubdtype(other.dtype, np.inexact)
    return np.array_equal(one, other, equal_nan=inexact)


class _Short(reprlib.Repr):
    """Values of the fields of a record, each in a few words."""

    def __init__(self) -> None:
        super().__init__()
        self.maxlevel, self.maxtuple, self.maxlist, self.maxdict, self.maxstring, self.maxother = 2, 3, 3, 4, 60, 60

    def repr1(self, x: Any, level: int) -> str:
        if isinstance(x, np.ndarray):
            return f"<array {' x '.join(map(str, x.shape)) or 'scalar'}>"
        if dataclasses.is_dataclass(x) and not isinstance(x, type) and type(x).__repr__ is __repr__:
            return f"{type(x).__name__}(...)"
        if isinstance(x, Mapping):
            return self.repr_dict(dict(x), level)
        return super().repr1(x, level)


_SHORT = _Short()


def html_table(title: str, rows: Iterable[Sequence[str]], header: Sequence[str] = ()) -> str:
    """A table for notebooks, which would align words to the right."""

    def line(cells: Sequence[str], tag: str) -> str:
        written = (f'<{tag} style="text-align: left">{html.escape(cell)}</{tag}>' for cell in cells)
        return f"<tr>{''.join(written)}</tr>"

    head = f"<thead>{line(header, 'th')}</thead>" if header else ""
    body = "".join(line(cells, "td") for cells in rows)
    return f"<table><caption>{html.escape(title)}</caption>{head}<tbody>{body}</tbody></table>"
