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
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

# Waiting threads must sleep, not spin: two processes that share the cores were measured 3 to 12 times slower with
# spinning ones, and a process of its own gains nothing by them. OpenMP reads this when it loads the first kernel.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

from brimstone import _cache
from brimstone._signatures import Kind, Signature
from brimstone._sources import PACKAGE, digest
from brimstone.errors import BrimstoneError

try:
    import llvmlite
    import llvmlite.binding
    import numba
    import numba.extending
except ModuleNotFoundError as problem:
    raise BrimstoneError(
        f"this needs the compiler numba, which is not installed ({problem}): pip install 'brimstone[structure]'"
    ) from problem
from llvmlite import ir
from numba import types
from numba.core.ccallback import CFunc
from numba.core.compiler import CompileResult
from numba.core.imputils import lower_builtin, lower_getattr_generic
from numba.core.runtime import rtsys
from numba.core.serialize import dumps
from numba.core.typing.templates import AbstractTemplate, AttributeTemplate, infer_getattr

#: Options that keep NaN and infinity meaningful: step control needs them.
_FASTMATH = {"contract", "nsz", "arcp", "reassoc"}
#: Fused products are welcome, but nothing else of an expression must be changed.
_EXACT: dict[str, Any] = {"error_model": "numpy", "fastmath": {"contract"}, "forceinline": True}

_log = logging.getLogger("brimstone")


#: Folder of this version's compiled code within the cache.
KERNELS = f"kernels/{digest(PACKAGE, str(sys.version_info[:2]), numba.__version__, llvmlite.__version__)}"


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
        contents = b"" if source.is_relative_to(PACKAGE) else source.read_bytes()
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
# overlap before it works on several nodes at once, and by default gives up after some comparisons.
for _limit in ("runtime-memory-check-threshold", "vectorize-memory-check-threshold"):
    llvmlite.binding.set_option("brimstone", f"--{_limit}=512")

# Eight nodes at a time, in one register where there are such; compilers shy away from them, since early processors ran
# slower with them. Else two groups of four, which fill the pauses of long chains of operations.
_features = llvmlite.binding.get_host_cpu_features()
_WIDE = "-prefer-256-bit"
if numba.config.CPU_FEATURES is None and _features.get("avx512f"):
    numba.config.CPU_FEATURES = f"{_features.flatten()},{_WIDE}"
_interleave = 1 if _WIDE in (numba.config.CPU_FEATURES or "") else 2
llvmlite.binding.set_option("brimstone", f"--force-vector-interleave={_interleave}")


#: What is called from outside of kernels: by its address, or from Python. All else stands within these.
NODE_FUNCTIONS: list["_NodeFunction"] = []
ENTRIES: list[Any] = []


def _hold_apart(compiler: Any) -> None:
    """Tell the compiler of a function that the arrays it is given don't overlap, so that it need not compare them."""
    customize = compiler._customize_flags

    def customize_flags(flags: Any) -> Any:
        flags = customize(flags)
        flags.noalias = True
        return flags

    compiler._customize_flags = customize_flags


def kernel(
    *,
    parallel: bool = False,
    inline: bool = False,
    allocates: bool = True,
    apart: bool = False,
    entry: Signature | None = None,
) -> Any:
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
    apart : bool
        Whether no two of the arrays given overlap, rows of one array among them.
    entry : Signature, optional
        Of a function that Python calls, which can be compiled with the package.
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
        if apart:
            _hold_apart(dispatcher._compiler)
        if entry is not None:
            dispatcher.signature = entry
            ENTRIES.append(dispatcher)
        return dispatcher

    return decorate


def compilable(function: Any) -> Any:
    """Let kernels call `function`; it stays what numpy evaluates and PyBaMM's symbols pass through."""
    return numba.extending.register_jitable(error_model="numpy", fastmath=_FASTMATH, forceinline=True)(function)


def exact(function: Any) -> Any:
    """Let kernels call `function`, of which no expression must be simplified."""
    return numba.extending.register_jitable(**_EXACT)(function)


def overload(function: Any) -> Any:
    """Return the decorator for what returns the form in which kernels evaluate `function`, given types of arguments."""
    return numba.extending.overload(function, jit_options=_EXACT)


class _NodeFunction(CFunc):
    """Compiled when its address is first asked for, so that an import compiles nothing."""

    _cache: Any
    _compiler: Any
    _wrapper_address: int

    @property
    def address(self) -> int:
        """Where the compiled function is."""
        if self._wrapper_address is None:
            self.compile()
        return self._wrapper_address


def node_function(signature: Signature) -> Callable[[Any], _NodeFunction]:
    """Return the decorator for a function that a solver receives as an argument: compiled to `signature`, kept.

    The arrays it is given must not overlap.
    """

    def decorate(function: Any) -> _NodeFunction:
        options = {"error_model": "numpy", "fastmath": _FASTMATH, "_nrt": False}
        exact = numba_signature(signature)
        compiled = _NodeFunction(function, (exact.args, exact.return_type), {}, options)
        _hold_apart(compiled._compiler)
        compiled._cache = _KernelCache(function, allocates=False)
        NODE_FUNCTIONS.append(compiled)
        return compiled

    return decorate


def ready(dispatcher: Any) -> None:
    """Compile an entry now, as threads that call it would wait for each other."""
    if not dispatcher.overloads:
        dispatcher.compile(numba_signature(dispatcher.signature))


def numba_type(kind: Kind) -> Any:
    """What the compiler calls an argument."""
    plain = _TABLES[kind.name].kind if kind.name in _TABLES else getattr(types, kind.name)
    return types.Array(plain, kind.dimensions, "C") if kind.dimensions else plain


def numba_signature(signature: Signature) -> Any:
    return numba_type(signature.returns)(*map(numba_type, signature.takes))


def _call(context: Any, builder: Any, signature: Any, pointer: Any, arguments: Any) -> Any:
    """Generate the call of a `node_function` through its address."""
    takes = [context.get_value_type(one) for one in signature.args]
    function = ir.FunctionType(context.get_value_type(signature.return_type), takes)
    returned = builder.call(builder.bitcast(pointer, function.as_pointer()), arguments)
    return context.get_dummy_value() if signature.return_type is types.none else returned


def function_at(signature: Signature) -> Any:
    """Return what calls a `node_function` inside a kernel: by its address, then its arguments.

    Handing over the function itself takes numba 15 us a call, an address nothing.
    """
    exact = numba_signature(signature)

    @numba.extending.intrinsic
    def at(typing_context: Any, address: Any, *arguments: Any) -> Any:
        def generate(context: Any, builder: Any, call: Any, values: Any) -> Any:
            given = numba.core.cgutils.unpack_tuple(builder, values[1])
            taken = [context.cast(builder, *one) for one in zip(given, call.args[1], exact.args, strict=True)]
            pointer = builder.inttoptr(values[0], context.get_value_type(types.voidptr))
            return _call(context, builder, exact, pointer, taken)

        return exact.return_type(types.int64, types.StarArgTuple.from_types(arguments)), generate

    return at


def reinterpreted(returns: Kind, takes: Kind) -> Any:
    """Return what reads the bits of one kind of number as another, inside a kernel."""
    result, given = numba_type(returns), numba_type(takes)

    @numba.extending.intrinsic
    def reinterpret(typing_context: Any, number: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return builder.bitcast(arguments[0], context.get_value_type(result))

        return result(given), generate

    return reinterpret


@numba.extending.intrinsic
def square_of(typing_context: Any, vector: Any, size: Any) -> Any:
    """Rows of a square matrix that lie end to end, as a matrix: unlike `reshape` it can't fail."""
    matrix = types.Array(vector.dtype, 2, "C")

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        from numba.np.arrayobj import make_array, populate_array

        source, result = make_array(vector)(context, builder, arguments[0]), make_array(matrix)(context, builder)
        size = arguments[1]
        strides = [builder.mul(size, source.itemsize), source.itemsize]
        populate_array(result, source.data, [size, size], strides, source.itemsize, None)
        return result._getvalue()

    return matrix(vector, types.int64), generate


class _TableType(types.Type):
    """A table in memory whose entries kernels see as attributes: arrays, and functions to call."""


class _Table(NamedTuple):
    kind: _TableType
    attributes: dict[str, Any]
    places: dict[str, int]


_TABLES: dict[str, _Table] = {}
_ENTRY = 4  # numbers of an entry of the table: an address and up to three lengths
_SIZE = ir.IntType(64)
numba.extending.register_model(_TableType)(numba.extending.models.OpaqueModel)


def table(name: str, entries: Mapping[str, Kind | Signature]) -> Any:
    """Return what makes a table of an address, inside a kernel.

    A table never changes while kernels are at work. Each of its `entries` takes four integers, in their order: the
    address of a `node_function`; or the address of an array and its lengths.
    """
    kind = _TableType(name)
    _TABLES[name] = _Table(kind, {}, {entry: _ENTRY * place for place, entry in enumerate(entries)})
    for entry, what in entries.items():
        of = _method(kind, entry, what) if isinstance(what, Signature) else numba_type(what)
        _TABLES[name].attributes[entry] = of

    @numba.extending.intrinsic
    def at(typing_context: Any, address: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return builder.inttoptr(arguments[0], context.get_value_type(kind))

        return kind(types.int64), generate

    return at


def _method(kind: _TableType, entry: str, signature: Signature) -> Any:
    """What a function of a table is to the compiler: called by its address, which the table holds."""
    name = f"{kind.name}.{entry}"

    class _Template(AbstractTemplate):
        key = name

        def generic(self, arguments: Any, keywords: Any) -> Any:
            return numba_signature(signature).replace(recvr=kind)

    @lower_builtin(name, kind, types.VarArg(types.Any))
    def _lower(context: Any, builder: Any, call: Any, arguments: Any) -> Any:
        place = _TABLES[kind.name].places[entry]
        pointer = _read(builder, arguments[0], place, context.get_value_type(types.voidptr))
        return _call(context, builder, numba_signature(signature), pointer, arguments[1:])

    return types.BoundFunction(_Template, kind)


def _read(builder: Any, value: Any, number: int, of: Any = _SIZE) -> Any:
    place = builder.gep(builder.bitcast(value, _SIZE.as_pointer()), [_SIZE(number)])
    loaded = builder.load(builder.bitcast(place, of.as_pointer()))
    loaded.set_metadata("invariant.load", builder.module.add_metadata([]))  # it may be read outside of loops
    return loaded


@infer_getattr
class _Attributes(AttributeTemplate):
    key = _TableType

    def generic_resolve(self, value: Any, attribute: str) -> Any:
        return _TABLES[value.name].attributes.get(attribute)


@lower_getattr_generic(_TableType)
def _attribute(context: Any, builder: Any, value_type: Any, value: Any, entry: str) -> Any:
    _, attributes, places = _TABLES[value_type.name]
    of, place = attributes[entry], places[entry]
    if isinstance(of, types.BoundFunction):
        return value
    from numba.np.arrayobj import make_array, populate_array  # here, as only compiling needs what it imports

    array = make_array(of)(context, builder)
    lengths = [_read(builder, value, place + 1 + axis) for axis in range(of.ndim)]
    itemsize = _SIZE(context.get_abi_sizeof(context.get_data_type(of.dtype)))
    strides = [itemsize]
    for length in lengths[:0:-1]:
        strides.insert(0, builder.mul(strides[0], length))
    populate_array(array, _read(builder, value, place, array.data.type), lengths, strides, itemsize, None)
    return array._getvalue()
