"""How kernels are compiled: one place for numba's options and for what is kept of them.

Numba's own cache looks only at the file that holds a function, so a change in a function it calls would go unnoticed;
it files code under the path of its source, so that a second environment compiles again; and it trusts whatever it
reads. Here compiled code is kept under the contents of all sources that kernels are made of, the versions of the
compiler and the processor.
"""

import functools
import hashlib
import logging
import os
import re
import sys
from enum import IntEnum
from pathlib import Path
from typing import Any, Self

# Waiting threads must sleep, not spin: two processes that share the cores were measured 3 to 12 times slower with
# spinning ones, and a process of its own gains nothing by them. OpenMP reads this when it loads the first kernel.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import llvmlite
import llvmlite.binding
import numba
import numba.extending
from numba import types
from numba.core.ccallback import CFunc
from numba.core.compiler import CompileResult
from numba.core.runtime import rtsys
from numba.core.serialize import dumps

from brimstone import _cache

__all__ = ["MATRIX", "VECTOR", "Column", "compilable", "function_at", "kernel", "node_function", "numba"]

#: Options that keep NaN and infinity meaningful: step control needs them.
_FASTMATH = {"contract", "nsz", "arcp", "reassoc"}

VECTOR = types.float64[::1]
MATRIX = types.float64[:, ::1]

_log = logging.getLogger("brimstone")


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


_PACKAGE = Path(__file__).parent
_ROOMS = ("physics", "composite", "solver", "instrument", "model", "report")  #: that hold kernels
_COMPILED = re.compile(rb"^from brimstone\._compile import ", re.MULTILINE)
_IMPORTED = re.compile(
    rb"^from brimstone\.((?:constants|physics|model|solver)\b[\w.]*) import ([^(\n]+|\([^)]+\))", re.MULTILINE
)


def _sources(package: Path) -> list[Path]:
    """Files of `package` whose functions or constants end up in kernels.

    These are all that compile something and what they import of the constants and the rooms physics, model and solver;
    what is written for numpy alone may change without a new compilation.
    """
    files = (path for room in _ROOMS for path in (package / room).rglob("*.py"))
    waiting = [path for path in files if _COMPILED.search(path.read_bytes())]
    sources = {package / "_compile.py"}
    while waiting:
        path = waiting.pop()
        if path in sources or not path.is_file():
            continue
        sources.add(path)
        for module, names in _IMPORTED.findall(path.read_bytes()):
            place = package.joinpath(*module.decode().split("."))
            waiting += [
                place.with_suffix(".py"),
                *(place / f"{name}.py" for name in re.findall(r"\w+", names.decode())),
            ]
    return sorted(sources)


def _digest(package: Path) -> str:
    """Digest of the sources of kernels, wherever they lie, and of the compiler."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {numba.__version__} {llvmlite.__version__}".encode())
    for path in _sources(package):
        digest.update(f"{path.relative_to(package).as_posix()}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


#: Folder of this version's compiled code within the cache.
KERNELS = f"kernels/{_digest(_PACKAGE)}"


_MOST_VERSIONS = 8  # whose compiled code is kept beside the present one, some 20 MB each


@functools.cache
def _announce() -> None:
    """Say once a process why nothing seems to happen for a while; make room for what is compiled now."""
    _log.warning("compiling the equations for this machine: about half a minute, once")
    _cache.keep_newest(Path(KERNELS).parent.as_posix(), _MOST_VERSIONS)


@functools.cache
def _regret(problem: str) -> None:
    _log.warning("compiled code can't be kept, so that the next start compiles again: %s", problem)


class _KernelCache:
    """Compiled code of one function from process to process, with the methods that numba calls."""

    cache_path = KERNELS

    def __init__(self, function: Any, *, allocates: bool) -> None:
        self._allocates = allocates
        source, line = Path(function.__code__.co_filename), function.__code__.co_firstlineno
        self._name = re.sub(r"\W+", "_", f"{function.__module__}.{function.__qualname__}")
        # a file of the package is part of the folder's name
        contents = b"" if source.is_relative_to(_PACKAGE) else source.read_bytes()
        self._place = f"{line} {hashlib.sha256(contents).hexdigest()}"

    def _entry(self, signature: Any, codegen: Any) -> tuple[str, bytes]:
        key = hashlib.sha256(f"{self._name} {self._place} {signature} {codegen.magic_tuple()}".encode()).digest()
        return f"{KERNELS}/{self._name}-{key.hex()[:16]}", key

    def load_overload(self, signature: Any, context: Any) -> Any:
        """Compiled code of this signature, or None where it has to be compiled."""
        # Not `context.refresh()`: what it imports, scipy.linalg among it, only a compilation needs, which imports it.
        if self._allocates:
            rtsys.initialize(context)
        kept = _cache.read(*self._entry(signature, context.codegen()))
        if kept is not None:
            return CompileResult._rebuild(context, *kept)
        _announce()
        return None

    def save_overload(self, signature: Any, result: Any) -> None:
        """Keep compiled code; a full disk is no reason to lose a result."""
        if result.lifted or result.library.has_dynamic_globals:
            return
        try:
            _cache.write(*self._entry(signature, result.library.codegen), dumps(result._reduce()))
        except OSError as problem:
            _regret(str(problem))

    def flush(self) -> None:
        """Nothing to do: what is recompiled replaces what was kept."""


# Loops over nodes read and write several rows of few arrays. The compiler must prove at run time that these don't
# overlap before it works on several nodes at once, and by default gives up after eight comparisons.
llvmlite.binding.set_option("brimstone", "--runtime-memory-check-threshold=64")

# Eight nodes at a time, in one register where there are such; compilers shy away from them, since early processors ran
# slower with them. Else two groups of four, which fill the pauses of long chains of operations.
_features = llvmlite.binding.get_host_cpu_features()
_WIDE = bool(_features.get("avx512f")) and numba.config.CPU_FEATURES is None
if _WIDE:
    numba.config.CPU_FEATURES = f"{_features.flatten()},-prefer-256-bit"
llvmlite.binding.set_option("brimstone", f"--force-vector-interleave={1 if _WIDE else 2}")


def kernel(*, parallel: bool = False, inline: bool = False, allocates: bool = True) -> Any:
    """Return the decorator for a function of arrays that is compiled once and kept.

    Parameters
    ----------
    parallel : bool
        Whether the function holds a `numba.prange` over members.
    inline : bool
        Whether small callees are to be merged into their callers.
    allocates : bool
        Whether the function makes arrays. One that doesn't need not count who refers to the ones it is given, which
        takes half of the time of short loops.
    """
    compiled = numba.njit(
        error_model="numpy",
        fastmath=_FASTMATH,
        parallel=parallel,
        nogil=True,
        inline="always" if inline else "never",
        _nrt=allocates,
    )

    def decorate(function: Any) -> Any:
        dispatcher = compiled(function)
        dispatcher._cache = _KernelCache(function, allocates=allocates)
        return dispatcher

    return decorate


def compilable(function: Any) -> Any:
    """Let kernels call `function`; it stays what numpy evaluates and PyBaMM's symbols pass through."""
    return numba.extending.register_jitable(error_model="numpy", fastmath=_FASTMATH, forceinline=True)(function)


class _NodeFunction(CFunc):
    """Compiled when its address is first asked for, so that an import compiles nothing."""

    _cache: Any
    _wrapper_address: int

    @property
    def address(self) -> int:
        """Where the compiled function is."""
        if self._wrapper_address is None:
            self.compile()
        return self._wrapper_address


def node_function(signature: Any) -> Any:
    """Return the decorator for a function that a solver receives as an argument: compiled to `signature`, kept."""

    def decorate(function: Any) -> _NodeFunction:
        options = {"error_model": "numpy", "fastmath": _FASTMATH, "_nrt": False}
        compiled = _NodeFunction(function, (signature.args, signature.return_type), {}, options)
        compiled._cache = _KernelCache(function, allocates=False)
        return compiled

    return decorate


def function_struct(context: Any, builder: Any, function_type: Any, address: Any) -> Any:
    """Generate what compiled code calls a `node_function` by, from its address."""
    function = numba.core.cgutils.create_struct_proxy(function_type)(context, builder)
    function.c_addr = address
    return function._getvalue()


def function_at(function_type: Any) -> Any:
    """Return what turns the address of a `node_function` into a function inside a kernel.

    Handing over the function itself takes numba 15 us a call, an address nothing.
    """

    @numba.extending.intrinsic
    def at(typing_context: Any, address: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            pointer = builder.inttoptr(arguments[0], context.get_value_type(types.voidptr))
            return function_struct(context, builder, function_type, pointer)

        return function_type(types.int64), generate

    return at
