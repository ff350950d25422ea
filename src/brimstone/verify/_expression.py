"""The small language in which a row says what is computed: arithmetic on the records of its cells.

An expression of a row is Python without statements: names of cells and values, attributes, items, arithmetic,
comparison, and the functions of `FUNCTIONS`. What is read from a family of cells is read from each of them.
"""

import ast
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from brimstone.errors import BrimstoneError
from brimstone.verify._measures import MEASURES

_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_COMPARED: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.In: lambda one, many: one in many,
    ast.NotIn: lambda one, many: one not in many,
}


def exponent(x: Sequence[float], y: Sequence[float]) -> float:
    """Exponent of the power law through points, by least squares of the logarithms."""
    return float(np.polyfit(np.log(np.asarray(x, float)), np.log(np.asarray(y, float)), 1)[0])


def steps_of(values: Sequence[float]) -> np.ndarray:
    """Each value over the one before it."""
    row = np.asarray(values, float)
    return row[1:] / row[:-1]


#: Functions that an expression may call.
FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "abs": np.abs, "all": all, "any": any, "array": np.asarray, "cos": np.cos, "diff": np.diff, "exp": np.exp,
    "int": int, "len": len, "list": list, "log": np.log, "log10": np.log10,
    "max": lambda *v: np.max(v[0] if len(v) == 1 else v), "mean": np.mean,
    "min": lambda *v: np.min(v[0] if len(v) == 1 else v), "round": round, "set": set,
    "sqrt": np.sqrt, "sum": np.sum, "argmax": np.argmax, "argmin": np.argmin, "exponent": exponent,
    "steps_of": steps_of, "interp": np.interp, "sorted": sorted, "quantile": np.quantile, **MEASURES,
}  # fmt: skip


class Family(list[Any]):
    """The cells of one entry with a domain: what is asked of the family is asked of each."""

    def __getattr__(self, name: str) -> "Family":
        return Family(getattr(one, name) for one in self)

    def __call__(self, *arguments: Any) -> "Family":
        return Family(one(*arguments) for one in self)


def evaluate(text: str, names: Mapping[str, Any]) -> Any:
    """The value of an expression.

    Parameters
    ----------
    text : str
    names : mapping of str to object
        What it may speak of, besides `FUNCTIONS`.

    Raises
    ------
    BrimstoneError
        When it is no expression of this language, or speaks of something that is not there.
    """
    try:
        return _of(ast.parse(text, mode="eval").body, {**FUNCTIONS, **names})
    except (SyntaxError, LookupError, AttributeError, TypeError, ValueError, ZeroDivisionError) as problem:
        raise BrimstoneError(f"'{text}' has no value: {problem}") from problem


def _of(node: ast.expr, names: Mapping[str, Any]) -> Any:
    match node:
        case ast.Constant(value=value):
            return value
        case ast.Name(id=name):
            return names[name]
        case ast.Attribute(value=owner, attr=name) if not name.startswith("_"):
            return getattr(_of(owner, names), name)
        case ast.Subscript(value=owner, slice=place):
            at = tuple(_of(place, names)) if isinstance(place, ast.Tuple) else _of(place, names)
            return _item(_of(owner, names), at)
        case ast.Slice(lower=low, upper=high):
            return slice(*(None if end is None else _of(end, names) for end in (low, high)))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            return _BINARY[type(op)](_number(_of(left, names)), _number(_of(right, names)))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_number(_of(operand, names))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not _of(operand, names)
        case ast.BoolOp(op=op, values=values):
            return (all if isinstance(op, ast.And) else any)(_of(one, names) for one in values)
        case ast.Compare(left=left, ops=ops, comparators=others):
            values = [_of(left, names), *(_of(one, names) for one in others)]
            pairs = zip(ops, values, values[1:], strict=False)
            return all(bool(np.all(_COMPARED[type(op)](one, other))) for op, one, other in pairs)
        case ast.Call(func=function, args=arguments, keywords=[]):
            return _of(function, names)(*(_of(one, names) for one in arguments))
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return [_of(one, names) for one in parts]
        case ast.ListComp(elt=each, generators=loops):
            return [_of(each, row) for row in _rows(loops, names)]
    raise TypeError(f"{ast.unparse(node)} is not part of the language of rows")


def _rows(loops: Sequence[ast.comprehension], names: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What the names mean in each turn of nested loops."""
    if not loops:
        yield names
        return
    loop, *inner = loops
    if not isinstance(loop.target, ast.Name):
        raise TypeError("a loop of an expression runs over one name")
    for one in _of(loop.iter, names):
        row = {**names, loop.target.id: one}
        if all(_of(test, row) for test in loop.ifs):
            yield from _rows(inner, row)


def _item(owner: Any, place: Any) -> Any:
    """One of the cells of a family; of what was asked of a family, an item of each."""
    if isinstance(owner, Family) and hasattr(owner[0], "__getitem__"):
        return Family(one[place] for one in owner)
    return owner[place]


def _number(value: Any) -> Any:
    """Lists take part in arithmetic as arrays, as do truths as numbers."""
    if isinstance(value, list):
        return np.asarray(value, float)
    return float(value) if isinstance(value, bool) else value
