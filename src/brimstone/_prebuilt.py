"""Kernels that were compiled with the package, for several processors: nothing is compiled here, without numba.

The functions of this module stand in for those of `brimstone._jit`. What kernels are made of stays Python; those that
are called from outside are found by name in a shared library.
"""

import ctypes
import functools
import importlib
import json
import logging
import os
import struct
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from brimstone._signatures import FLOAT, Kind, Signature, symbol
from brimstone._sources import PACKAGE, digest

FOLDER = PACKAGE / "_kernels"
CHOICE = "BRIMSTONE_KERNELS"  #: environment variable: ``numba`` to compile here whatever came with the package
_MOMENT = 60.0  # [s] that writing an installed package takes at most

#: Features that each level of x86-64 adds to the one before, as numpy calls them; the most demanding first.
_LEVELS = (
    ("x86-64-v4", ("AVX512F", "AVX512CD", "AVX512VL", "AVX512BW", "AVX512DQ")),
    ("x86-64-v3", ("AVX2", "FMA3", "F16C")),
    ("x86-64-v2", ("SSE42", "POPCNT", "SSSE3")),
)

_log = logging.getLogger("brimstone")


def _supported() -> list[str]:
    """Names of libraries that this processor can run, the fastest first."""
    numpy_core = importlib.import_module("numpy._core._multiarray_umath")
    features: Mapping[str, bool] = getattr(numpy_core, "__cpu_features__", {})
    fits = [all(features.get(one) for one in needed) for _, needed in _LEVELS]
    return [name for place, (name, _) in enumerate(_LEVELS) if all(fits[place:])] + ["generic"]


def _unchanged(sources: list[str], kept: str, written: float) -> bool:
    """Whether the sources are those that were compiled: no file is newer, or else their contents are the same."""
    try:
        if max((PACKAGE / name).stat().st_mtime for name in sources) <= written + _MOMENT:
            return True
        return digest() == kept
    except OSError:
        return False


def _load() -> ctypes.CDLL | None:
    manifest = FOLDER / "manifest.json"
    if os.environ.get(CHOICE) == "numba" or not manifest.is_file():
        return None
    contents = json.loads(manifest.read_text(encoding="utf-8"))
    if not _unchanged(contents["sources"], contents["digest"], manifest.stat().st_mtime):
        _log.warning("the equations have changed since this package was built: they are compiled here")
        return None
    for name in _supported():
        if (file := contents["libraries"].get(name)) is not None:
            return ctypes.CDLL(str(FOLDER / file))
    _log.warning("this package has no compiled equations for this processor: they are compiled here")
    return None


#: The library for this processor, or None where kernels are compiled here.
LIBRARY = _load()


def place() -> Path:
    """Where the library is."""
    return Path("" if LIBRARY is None else LIBRARY._name)


class _NodeFunction:
    """A function that a solver receives as an argument: in Python itself, in a kernel what is at its address."""

    def __init__(self, function: Callable[..., Any]) -> None:
        functools.update_wrapper(self, function)
        self.__wrapped__ = function

    @functools.cached_property
    def address(self) -> int:
        """Where the compiled function is."""
        return ctypes.cast(getattr(LIBRARY, symbol(self.__wrapped__)), ctypes.c_void_p).value or 0

    def __call__(self, *arguments: Any) -> Any:
        return self.__wrapped__(*arguments)


class _Entry:
    """A kernel that Python calls. It reads its arguments from a row: numbers, and addresses and lengths of arrays."""

    def __init__(self, function: Callable[..., Any], signature: Signature) -> None:
        functools.update_wrapper(self, function)
        self._dimensions = [kind.dimensions for kind in signature.takes]
        self._row = struct.Struct(
            "".join("q" * (1 + k.dimensions) if k.dimensions or k != FLOAT else "d" for k in signature.takes)
        )
        self._name = symbol(function)

    @functools.cached_property
    def _compiled(self) -> Any:
        compiled = getattr(LIBRARY, self._name)
        compiled.argtypes, compiled.restype = [ctypes.c_char_p], None
        return compiled

    def __call__(self, *arguments: Any) -> None:
        row: list[Any] = []
        for argument, dimensions in zip(arguments, self._dimensions, strict=True):
            if dimensions:
                if argument.ndim != dimensions or not argument.flags.c_contiguous:
                    raise TypeError(f"an array of shape {argument.shape}, where {dimensions} contiguous axes are taken")
                row.append(argument.__array_interface__["data"][0])
                row += argument.shape
            else:
                row.append(argument)
        self._compiled(self._row.pack(*row))


def kernel(*, entry: Signature | None = None, **options: bool) -> Any:
    """Return the decorator for a function of arrays."""
    return (lambda function: function) if entry is None else (lambda function: _Entry(function, entry))


def compilable(function: Any) -> Any:
    """Leave `function` what numpy evaluates and PyBaMM's symbols pass through."""
    return function


exact = compilable


def overload(function: Any) -> Any:
    """Return the decorator for the form in which kernels evaluate `function`, which nobody asks for here."""
    return compilable


def node_function(signature: Signature) -> Callable[[Any], _NodeFunction]:
    """Return the decorator for a function that a solver receives as an argument."""
    return _NodeFunction


def ready(entry: Any) -> None:
    """Do nothing: it was compiled with the package."""


def _called_by_kernels(name: str) -> Callable[..., Any]:
    """Stand in for a function whose machine code lies within that of the kernels that call it."""

    def refuse(*arguments: Any) -> Any:
        raise RuntimeError(f"{name} is called by compiled kernels only: it has no form that Python could call")

    return refuse


def function_at(signature: Signature) -> Any:
    """Stand in for what calls a node function by its address."""
    return _called_by_kernels("a function at an address")


def reinterpreted(returns: Kind, takes: Kind) -> Any:
    """Stand in for what reads the bits of one kind of number as another."""
    return _called_by_kernels(f"the reading of the bits of {takes.name} as {returns.name}")


def square_of(vector: Any, size: int) -> Any:
    """Rows of a square matrix that lie end to end, as a matrix."""
    return vector.reshape((size, size))


def table(name: str, entries: Mapping[str, Kind | Signature]) -> Any:
    """Stand in for what makes a table of an address."""
    return _called_by_kernels(f"the table '{name}'")
