"""Names for types that a type checker can't distinguish."""

from typing import Any, TypeAlias

__all__ = ["Numeric"]

#: A float, an array, a number in compiled code or a PyBaMM symbol: an equation gives back what it is given.
Numeric: TypeAlias = Any
