"""Records: frozen dataclasses that may hold arrays."""

import ast
import copy
import dataclasses
import pickle
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import brimstone
from brimstone._records import record

SOURCE = Path(brimstone.__file__).parent


@record
class Trace:
    name: str
    values: np.ndarray
    more: Mapping[str, Any] = dataclasses.field(default_factory=dict)


def trace(**more):
    return Trace("a", np.array([1.0, np.nan, 3.0]), more)


def test_records_are_equal_when_their_arrays_are_at_any_depth():
    inside = {"list": [np.arange(3)], "record": trace(), "number": np.nan}
    assert trace(**inside) == trace(**copy.deepcopy(inside))
    assert trace() == pickle.loads(pickle.dumps(trace()))
    assert trace() != dataclasses.replace(trace(), values=np.array([1.0, np.nan, 3.0 + 1e-15]))
    assert trace() != dataclasses.replace(trace(), values=np.array([1.0, np.nan]))
    assert trace(one=np.arange(3)) != trace(one=np.arange(1, 4))
    assert trace(one=1.0) != trace(other=1.0)
    assert trace() != "a"


def test_a_record_with_words_in_an_array_is_equal_to_its_copy():
    words = Trace("a", np.array(["S", "Li2S"]))
    assert words == copy.deepcopy(words)
    assert words != Trace("a", np.array(["S", "Li"]))


def test_a_record_refuses_to_be_hashed_and_to_be_changed():
    with pytest.raises(TypeError, match="Trace can't be hashed"):
        hash(trace())
    with pytest.raises(dataclasses.FrozenInstanceError):
        trace().name = "b"


def test_a_record_shows_shapes_and_not_numbers():
    shown = repr(Trace("a" * 500, np.zeros((4, 2)), {str(number): np.zeros(9) for number in range(50)}))
    assert "<array 4 x 2>" in shown
    assert len(shown) < 300


def classes():
    """Every class of the package: its place, name, bases and decorators, and the annotations of its fields."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                above = [ast.unparse(one) for one in (*node.decorator_list, *node.bases)]
                fields = [ast.unparse(line.annotation) for line in node.body if isinstance(line, ast.AnnAssign)]
                yield f"{path.relative_to(SOURCE)}: {node.name}", node.name, above, fields


def test_every_dataclass_that_holds_arrays_is_a_record():
    holding = {"ndarray", "ArrayLike", "Numeric"}
    # a named tuple of arrays can't be compared, and neither can what holds one
    holding |= {name for _, name, above, fields in classes() if "NamedTuple" in above and mentions(fields, holding)}
    plain = [
        place
        for place, _, above, fields in classes()
        # With eq=False it says itself that only its identity counts.
        if any(words.startswith("dataclass") and "eq=False" not in words for words in above)
        and mentions(fields, holding)
    ]
    assert len(holding) > 6
    assert plain == []


def mentions(fields, names):
    """Whether a field is of one of these types; what a function takes or gives is not held."""
    return any(names & set(re.findall(r"\w+", words)) for words in fields if "Callable" not in words)
