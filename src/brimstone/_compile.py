"""What kernels are written with, whether they were compiled with the package or are compiled here by numba."""

from collections.abc import Mapping
from enum import IntEnum
from types import ModuleType
from typing import Any, Self, cast

from brimstone import _prebuilt

if _prebuilt.LIBRARY is None:
    from brimstone import _jit

    _made: ModuleType = _jit
else:
    _made = _prebuilt

compilable, exact, overload = _made.compilable, _made.exact, _made.overload
kernel, node_function, ready = _made.kernel, _made.node_function, _made.ready
function_at, reinterpreted, square_of, table = _made.function_at, _made.reinterpreted, _made.square_of, _made.table


class Column(IntEnum):
    """Columns of a row of numbers that kernels read, each defined by unit and meaning, numbered in their order.

    A member is its place in the row: a constant to the compiler, an index to NumPy, and a name to people.
    """

    unit: str
    meaning: str

    def __new__(cls, unit: str, meaning: str) -> Self:
        """Number the member after those before it."""
        member = int.__new__(cls, len(cls.__members__))
        member._value_ = len(cls.__members__)
        member.unit, member.meaning = unit, meaning
        return member


def columns(name: str, members: Mapping[str, tuple[str, str]], module: str) -> type[Column]:
    """Columns that are put together, by their names in their order -> unit and meaning."""
    return cast(type[Column], cast(Any, Column)(name, dict(members), module=module))
