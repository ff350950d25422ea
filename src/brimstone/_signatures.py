"""What compiled functions take and return, in words that need no compiler."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple


class Kind(NamedTuple):
    """An argument of a compiled function: a number, a contiguous array of numbers, or a table of a solver.

    Attributes
    ----------
    name : str
        ``float64``, ``int64``, ``complex128``, ``boolean``, ``void``, or the name of a table.
    dimensions : int
        Of an array; 0 for a number.
    """

    name: str
    dimensions: int = 0

    def array(self, dimensions: int) -> "Kind":
        """An array of these."""
        return Kind(self.name, dimensions)


class Signature(NamedTuple):
    """What a compiled function returns and takes."""

    returns: Kind
    takes: tuple[Kind, ...]


NOTHING, FLOAT, INTEGER, BOOLEAN = Kind("void"), Kind("float64"), Kind("int64"), Kind("boolean")
COMPLEX = Kind("complex128")
VECTOR, MATRIX, CUBE = FLOAT.array(1), FLOAT.array(2), FLOAT.array(3)


def signature(returns: Kind, *takes: Kind) -> Signature:
    """Signature of a compiled function."""
    return Signature(returns, takes)


def symbol(function: Callable[..., Any]) -> str:
    """Name of a function in a library of compiled ones."""
    return re.sub(r"\W+", "_", f"{function.__module__}_{function.__qualname__}")
