"""What an expert sets by name: numbers with units, laws of the temperature, and an open-circuit curve of one's own."""

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping
from typing import Any

from brimstone.constants import FARADAY, GAS_CONSTANT
from brimstone.errors import BrimstoneError
from brimstone.recipe.reading import NUMBER, shown, text_of
from brimstone.recipe.values import FieldProblem, FrozenMapping
from brimstone.recipe.words import fold
from brimstone.units import parse, plain

OPEN_CIRCUIT = "open circuit"  #: name under which an open-circuit curve is set
_CURVE = (
    "points of conversion and potential against Li/Li+, such as [[0.1, 2.3 V], [0.5, 2.15 V], [0.9, 2.1 V]], or a law "
    "of the conversion x, such as 2.2 V - 100 mV * x - 40 mV * tanh((x - 0.5) / 0.05)"
)
_LAW = "1e-9 S/cm * exp(-4000 * (1/T - 1/298.15)), with T in K, R in J/(mol K), F in C/mol, exp, log and sqrt"
_TABLE = "values by temperature, such as {25 degC: 1e-9 S/cm, 60 degC: 8e-9 S/cm}"
_LEAST, _MOST = 3, 500  # points of an open-circuit curve
_TAKEN = 99  # points of one that is given as a law
_VOLTS = re.compile(rf"({NUMBER.pattern})\s*(m?)V(?![A-Za-z])")
_FUNCTIONS: Mapping[str, Callable[[float], float]] = {
    "exp": math.exp,
    "log": math.log,
    "sqrt": math.sqrt,
    "tanh": math.tanh,
}
_OPERATIONS: Mapping[type, Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_HEAD = re.compile(r"(?P<head>[^*]+?)\s*\*(?!\*)\s*(?P<law>.*(?:\bT\b|exp|log|sqrt|\().*)")


class Override(str):
    """The text of a number that is set, with what was written where that was more than a number.

    What follows from another override, and does not stand in the recipe itself, has None there.
    """

    __slots__ = ("written",)
    written: Any

    def __new__(cls, text: str, written: Any) -> "Override":
        """Text of the number, and what stands in the recipe in its place."""
        override = super().__new__(cls, text)
        override.written = written
        return override

    def __getnewargs__(self) -> tuple[str, Any]:  # type: ignore[override]  # one more than a plain string has
        return str(self), self.written


def read_overrides(value: Any) -> FrozenMapping[str, str]:
    """Read numbers with units, laws and tables of temperature by the names of parameters, and an open-circuit curve.

    Raises
    ------
    ValueError
        For what is none of these.
    """
    if not isinstance(value, Mapping) or not value:
        raise ValueError(
            f"expected a mapping of parameters to values such as {{film/conductivity: 1e-9 S/cm}}, got {shown(value)}"
        )
    return FrozenMapping(dict(_read(str(name), amount) for name, amount in value.items()))


def written(overrides: Mapping[str, str]) -> dict[str, Any]:
    """As in a recipe."""
    return {
        name: text.written if isinstance(text, Override) else text
        for name, text in overrides.items()
        if not (isinstance(text, Override) and text.written is None)
    }


def _read(name: str, amount: Any) -> tuple[str, str]:
    if isinstance(amount, Override):
        return name, amount
    try:
        if fold(name) in (OPEN_CIRCUIT, "open circuit curve", "open circuit potential", "ocv", "ocp"):
            if isinstance(amount, str):
                _law_of_conversion(amount, 298.15)
                return OPEN_CIRCUIT, Override("a law of the conversion", amount)
            points = _points(amount)
            return OPEN_CIRCUIT, Override(f"{len(points)} points", tuple((x, f"{volts:.6g} V") for x, volts in points))
        if isinstance(amount, Mapping):
            table = {str(key): text_of(one, _TABLE) for key, one in amount.items()}
            _at_temperature(table, None)
            return name, Override(f"{len(table)} values by temperature", FrozenMapping(table))
        text = text_of(amount, "a number, with its unit if it has one")
        if not re.match(NUMBER, text):
            raise ValueError(f"'{text}' does not start with a number; expected a value such as 1e-9 S/cm, or {_LAW}")
        if _HEAD.fullmatch(plain(text)):
            evaluated(text, 298.15)
            return name, Override(text, text)
    except (ValueError, BrimstoneError) as problem:
        raise FieldProblem(str(problem), name) from None
    return name, text


def _points(value: Any) -> list[tuple[float, float]]:
    """Points of an open-circuit curve: conversion from 0 to 1, and potential [V]."""
    pairs = list(value.items()) if isinstance(value, Mapping) else value
    if not isinstance(pairs, list | tuple) or not all(isinstance(one, list | tuple) and len(one) == 2 for one in pairs):
        raise ValueError(f"expected {_CURVE}; got {shown(value)}")
    if not _LEAST <= len(pairs) <= _MOST:
        raise ValueError(f"has {len(pairs)} points; an open-circuit curve has {_LEAST} to {_MOST}")
    points = []
    for conversion, potential in pairs:
        share = parse(str(conversion), "fraction").si
        if not 0.0 < share < 1.0:
            raise ValueError(f"the conversion {conversion} is out of range: above 0 and below 1")
        text = str(potential)
        points.append((share, parse(text if re.search(r"[A-Za-z]", text) else f"{text} V", "voltage").si))
    if len({share for share, _ in points}) < _LEAST:
        raise ValueError(f"has less than {_LEAST} different conversions; expected {_CURVE}")
    return sorted(points)


def curve_of(override: Override, temperature: float) -> list[tuple[float, float]]:
    """Points (conversion, potential [V]) of an open-circuit curve that was read, at a temperature [K].

    Raises
    ------
    ValueError
        When a law gives no number.
    """
    if isinstance(override.written, str):
        return _law_of_conversion(override.written, temperature)
    return _points([list(point) for point in override.written])


def _law_of_conversion(text: str, temperature: float) -> list[tuple[float, float]]:
    """Points of a law of the conversion x, evenly spaced."""
    law = _VOLTS.sub(lambda one: repr(float(one[1]) * (1e-3 if one[2] else 1.0)), plain(text))
    if law == plain(text) or not re.search(r"\bx\b", law):
        raise ValueError(f"'{text[:80]}' is no open-circuit curve; expected {_CURVE}")
    points = []
    for number in range(1, _TAKEN + 1):
        x = number / (_TAKEN + 1)
        names = {"x": x, "T": temperature, "R": GAS_CONSTANT, "F": FARADAY}
        volts = _number(text, law, names, "numbers, volts, x, T, R, F, + - * / **, exp, log, sqrt and tanh", _CURVE)
        if not -1.0 <= volts <= 6.0:
            raise ValueError(
                f"'{text[:80]}' is {volts:.4g} V at x = {x:g}; an open-circuit curve is between -1 V and 6 V"
            )
        points.append((x, volts))
    return points


def at_temperature(override: str, temperature: float) -> str:
    """Text of the number that a law or a table gives at a temperature [K]; plain numbers as they are.

    Raises
    ------
    ValueError
        When a table does not reach to it, or a law gives no number there.
    """
    if not isinstance(override, Override):
        return override
    if isinstance(override.written, Mapping):
        return Override(_at_temperature(override.written, temperature), override.written)
    return Override(evaluated(str(override.written), temperature), override.written)


def evaluated(text: str, temperature: float) -> str:
    """What an expression such as ``1e-9 S/cm * exp(-4000 * (1/T - 1/298.15))`` is at a temperature [K].

    Raises
    ------
    ValueError
        When it is none, or gives no number.
    """
    match = _HEAD.fullmatch(plain(text))
    if match is None:
        raise ValueError(f"'{text[:80]}' is no law; expected {_LAW}")
    names = {"T": temperature, "R": GAS_CONSTANT, "F": FARADAY}
    may_hold = "numbers, T, R, F, + - * / **, exp, log, sqrt and tanh"
    return _scaled(match["head"], _number(text, match["law"], names, may_hold, _LAW))


def _number(text: str, law: str, names: Mapping[str, float], may_hold: str, expected: str) -> float:
    """Value of a formula, which must be finite; `text` is what was written, `may_hold` what such a formula may hold."""
    try:
        value = _value(ast.parse(law.strip(), mode="eval").body, names, may_hold)
    except (SyntaxError, ArithmeticError, RecursionError, ValueError, OverflowError, MemoryError) as problem:
        raise ValueError(f"'{text[:80]}' gives no number ({problem}); expected {expected}") from None
    if not isinstance(value, float) or not math.isfinite(value):
        raise ValueError(f"'{text[:80]}' gives no number; expected {expected}")
    return value


def _scaled(head: str, factor: float) -> str:
    number = re.match(NUMBER, head)
    if number is None:
        raise ValueError(f"'{head[:60]}' does not start with a number; expected {_LAW}")
    return f"{float(number[0]) * factor:.10g} {head[number.end() :].strip()}".strip()


def _value(node: ast.AST, names: Mapping[str, float], may_hold: str) -> float:
    """Value of a formula of numbers, names, the four operations, powers and a few functions."""
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and not isinstance(node.value, bool):
        return float(node.value)
    if isinstance(node, ast.Name) and node.id in names:
        return names[node.id]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)):
        inner = _value(node.operand, names, may_hold)
        return -inner if isinstance(node.op, ast.USub) else inner
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATIONS:
        left, right = (_value(side, names, may_hold) for side in (node.left, node.right))
        return float(_OPERATIONS[type(node.op)](left, right))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _FUNCTIONS:
        if len(node.args) == 1 and not node.keywords:
            return _FUNCTIONS[node.func.id](_value(node.args[0], names, may_hold))
    raise ValueError(f"it may hold {may_hold}")


def _at_temperature(table: Mapping[str, str], temperature: float | None) -> str:
    """Between the temperatures of a table: the logarithm is linear in 1/T where all values are above zero.

    Without a temperature the table is only checked.
    """
    rows = []
    for key, text in table.items():
        number = re.match(NUMBER, text)
        if number is None:
            raise ValueError(f"'{text[:60]}' does not start with a number; expected {_TABLE}")
        rows.append((parse(key, "temperature").si, float(number[0]), text[number.end() :].strip()))
    units = {unit for _, _, unit in rows}
    if len(rows) < 2 or len(units) > 1:
        raise ValueError(f"expected two or more {_TABLE}, all in one unit; got {shown(dict(table))}")
    rows.sort()
    if temperature is None:
        return ""
    (coldest, *_), (warmest, *_) = rows[0], rows[-1]
    if not coldest - 0.5 <= temperature <= warmest + 0.5:
        raise ValueError(
            f"is known from {coldest - 273.15:.4g} to {warmest - 273.15:.4g} degC, and the cell is at "
            f"{temperature - 273.15:.4g} degC"
        )
    place = max(0, min(len(rows) - 2, sum(one[0] <= temperature for one in rows) - 1))
    (low, first, unit), (high, second, _) = rows[place], rows[place + 1]
    if first > 0.0 and second > 0.0:
        share = (1.0 / low - 1.0 / temperature) / (1.0 / low - 1.0 / high)
        value = first * (second / first) ** share
    else:
        value = first + (second - first) * (temperature - low) / (high - low)
    return f"{value:.10g} {unit}".strip()
