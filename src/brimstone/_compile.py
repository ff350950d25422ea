"""What kernels are written with, whether they were compiled with the package or are compiled here by numba."""

from enum import IntEnum
from typing import Self

from brimstone import _prebuilt

if _prebuilt.LIBRARY is not None:
    from brimstone._prebuilt import (
        compilable,
        exact,
        function_at,
        kernel,
        node_function,
        overload,
        ready,
        reinterpreted,
        square_of,
        table,
    )
else:
    from brimstone._jit import (  # type: ignore[assignment]
        compilable,
        exact,
        function_at,
        kernel,
        node_function,
        overload,
        ready,
        reinterpreted,
        square_of,
        table,
    )

__all__ = [
    "Column",
    "compilable",
    "exact",
    "function_at",
    "kernel",
    "node_function",
    "overload",
    "ready",
    "reinterpreted",
    "square_of",
    "table",
]


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
