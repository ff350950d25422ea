"""How kernels are compiled: one place for numba's options and for the folder that keeps its results.

Numba's own cache looks only at the file that holds a function, so a change in a function it calls would go unnoticed.
Compiled code is therefore kept in a folder named after the contents of all sources that kernels are made of: a
changed source gets a fresh folder, and stale code is never run.
"""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

# Waiting threads must sleep, not spin: two processes that share the cores were measured 3 to 12 times slower with
# spinning ones, and a process of its own gains nothing by them. OpenMP reads this when it loads the first kernel.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import llvmlite.binding
import numba
import numba.extending
import platformdirs
from numba import types

__all__ = ["MATRIX", "VECTOR", "compilable", "function_at", "kernel", "node_function", "numba"]

#: Options that keep NaN and infinity meaningful: step control needs them.
_FASTMATH = {"contract", "nsz", "arcp", "reassoc"}

VECTOR = types.float64[::1]
MATRIX = types.float64[:, ::1]


def _sources() -> list[Path]:
    """Files whose functions or constants end up in kernels of other files: all that compile something, and constants.

    What is written for numpy alone may change without a new compilation.
    """
    package = Path(__file__).parent
    physics = [path for room in ("physics", "model") for path in sorted((package / room).rglob("*.py"))]
    compiled = [path for path in physics if b"brimstone._compile" in path.read_bytes()]
    return [Path(__file__), package / "constants.py", *compiled, *sorted((package / "solver").rglob("*.py"))]


def _source_digest() -> str:
    digest = hashlib.blake2b(digest_size=8)
    for path in _sources():
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _cache_folder() -> str:
    folder = Path(platformdirs.user_cache_dir("brimstone")) / "kernels" / _source_digest()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError:  # a read-only home: compiled code then lives as long as the temporary folder
        folder = Path(tempfile.gettempdir()) / f"brimstone-kernels-{_source_digest()}"
        folder.mkdir(parents=True, exist_ok=True)
    return str(folder)


numba.config.CACHE_DIR = _cache_folder()

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
    return numba.njit(
        cache=True,
        error_model="numpy",
        fastmath=_FASTMATH,
        parallel=parallel,
        nogil=True,
        inline="always" if inline else "never",
        _nrt=allocates,
    )


def compilable(function: Any) -> Any:
    """Let kernels call `function`; it stays what numpy evaluates and PyBaMM's symbols pass through."""
    return numba.extending.register_jitable(error_model="numpy", fastmath=_FASTMATH, forceinline=True)(function)


def node_function(signature: Any) -> Any:
    """Return the decorator for a function that a solver receives as an argument: compiled to `signature`, kept."""
    return numba.cfunc(signature, cache=True, error_model="numpy", fastmath=_FASTMATH, _nrt=False)


def function_at(function_type: Any) -> Any:
    """Return what turns the address of a `node_function` into a function inside a kernel.

    Handing over the function itself takes numba 15 us a call, an address nothing.
    """

    @numba.extending.intrinsic
    def at(typing_context: Any, address: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            function = numba.core.cgutils.create_struct_proxy(function_type)(context, builder)
            function.c_addr = builder.inttoptr(arguments[0], context.get_value_type(types.voidptr))
            return function._getvalue()

        return function_type(types.int64), generate

    return at
