"""The workspace of one thread: all arrays that a time step reads and fills, and the functions that it calls.

Kernels see it as one pointer, whose attributes are arrays and functions. A tuple of fifty arrays would be five hundred
arguments to each kernel, of which the compiler makes an instruction each; compiling took twice as long.
"""

import functools
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from brimstone._compile import table
from brimstone._signatures import BOOLEAN, CUBE, FLOAT, INTEGER, MATRIX, NOTHING, VECTOR, Kind, Signature, signature
from brimstone.solver import _coefficients
from brimstone.solver.interface import (
    ACROSS,
    EVENTS,
    JACOBIAN,
    OUTCOME_SIZE,
    RATES,
    RESIST,
    SURROUND,
    SURROUND_SLOPES,
)

#: Arrays that a model reads and fills are as wide as a multiple of this many nodes, so that its loops never end in a
#: remainder. The nodes too many are ones by themselves that stay at the start; nothing reads them.
_ABREAST = 8
_ALIGNMENT = 64  # bytes: a line of the processor's cache, and its widest register


WORK = Kind("Workspace")

#: newton(work, p, h, mode, value set, current): whether it converged; the current is left in `solved`
NEWTON = signature(BOOLEAN, WORK, VECTOR, *[FLOAT] * 4)

#: take_stages(work, p, dt, mode, value set, its slope, dV/dI, current, voltage)
STAGES = signature(NOTHING, WORK, VECTOR, *[FLOAT] * 7)

#: integrate(work, p, tolerance, predictive, scales, control, pace, follows, curve, profiles, outcome): points recorded
INTEGRATE = signature(INTEGER, WORK, VECTOR, FLOAT, BOOLEAN, VECTOR, VECTOR, VECTOR, BOOLEAN, MATRIX, CUBE, VECTOR)

_FUNCTIONS = {
    "rates": RATES,
    "jacobian": JACOBIAN,
    "surround": SURROUND,
    "surround_slopes": SURROUND_SLOPES,
    "resist": RESIST,
    "across": ACROSS,
    "newton": NEWTON,
    "take_stages": STAGES,
    "integrate": INTEGRATE,
}


class Size(NamedTuple):
    """What the sizes of all arrays follow from.

    Attributes
    ----------
    n, nodes : int
        Local states, and nodes.
    m, around : int
        States and parameters of the surroundings.
    fields : int
        Local states that move from node to node.
    """

    n: int
    nodes: int
    m: int
    around: int
    fields: int = 0


def _shapes(size: Size) -> dict[str, tuple[int, ...]]:
    """Shape of each array."""
    n, nodes, m, around, fields = size
    # what moves ends at the last node, which a model finds by the width
    wide, stages = nodes if fields else -(-nodes // _ABREAST) * _ABREAST, _coefficients.STAGES
    joined = 1 + fields if fields else 0  # unknowns of a node in the system that joins the nodes
    state = (1 + n, wide)
    return {
        # the state now, at a stage, before the time step, before the protocol step, put by, before a step that may be
        # repeated, and saved to be restored
        **dict.fromkeys(("y", "y_i", "y_old", "y_start", "y_kept", "y_held", "y_saved"), state),
        # those of the surroundings at the same occasions
        **dict.fromkeys(("z", "z_i", "z_old", "z_start", "z_kept", "z_held", "z_saved"), (m,)),
        # rates, resistivities, surroundings: at the start of the time step and at a stage; faces, algebraic residual
        **dict.fromkeys(("rate", "rate_i"), (n, wide)),
        **dict.fromkeys(("rho", "rho_i"), (2, wide)),
        "faces": (3, nodes + 1),
        "residual": (nodes,),
        **dict.fromkeys(("outside", "outside_i", "outside_old"), (3 + m + len(EVENTS),)),
        # derivatives of rates and resistivities
        "rate_y": (n, 1 + n, wide),
        "rho_w": (2, n, wide),
        # by the contact, and of the surroundings by swelling, current and their own states
        "rate_theta": (n, wide),
        "rho_theta": (2, wide),
        "outside_by": (2 + m, 2 + m),
        # parameters of the surroundings of this member, and how much each local state swells the electrode
        "around": (around,),
        "swells": (n,),
        # which entries the factors of the local states have; which local states change the resistivities
        "feeds": (n, n),
        "resists": (n,),
        # derivatives of the face currents by the states left and right, and condensed
        "b": (2, n, nodes + 1),
        "c": (2, nodes + 1),
        # elimination of the local states: the inverse of the pivots, and factors below and above the diagonal
        "own": (n, wide),
        "factors": (n, n, nodes),
        "x1": (n, nodes),
        "x0": (n, wide),
        "x_theta": (n, nodes),
        # the tridiagonal system, face currents at a stage, dV/dy, the border
        "system": (4, nodes),
        "rhs": (nodes,),
        "flow": (nodes + 1,),
        "v": (1 + n, nodes),
        "border": (5, nodes),
        # the dense system of swelling, states of the surroundings and current; the scalars it is made of
        "schur": (2 + m, 2 + m),
        "unknown": (2 + m,),
        "carried_z": (m,),
        "couples": (6,),
        # stages, and the corrections of the dense output
        "k": (stages, *state),
        "k_scalar": (stages, 3),
        "k_z": (stages, m),
        "eta": (2, *state),
        "eta_z": (2, m),
        "eta_scalar": (2, 3),
        "carried": (n, wide),
        # one node alone, for the first guess
        "y_1": (1 + n, 1),
        "rate_1": (n, 1),
        "rho_1": (2, 1),
        "rate_y_1": (n, 1 + n, 1),
        "rho_w_1": (2, n, 1),
        "rate_theta_1": (n, 1),
        "rho_theta_1": (2, 1),
        # current [A/m2], charge [C/m2] and energy [J/m2]: now, before the time step, in between
        **dict.fromkeys(("scalars", "scalars_old", "scalars_at"), (3,)),
        # the current that Newton's method ended with [A/m2], and dF/dI along the states that hold it
        "solved": (2,),
        # the condition at the terminals: dF/dV, dF/dI, potential of the negative electrode
        "terminal": (3,),
        # places of the fields among the local states; derivatives of their rates by the nodes beside, and by what is
        # unknown at their own; responses of the local states to that; what that adds to the currents of faces
        "fields": (fields,),
        "by_neighbours": (fields, 2, nodes),
        "gains": (fields, joined, nodes),
        "follows": (joined, n if fields else 0, nodes),
        "joins": (2, joined, nodes + 1),
        # blocks of the system: inverses of the pivots, what is beyond them, one that is being inverted
        "inverses": (nodes, joined, joined),
        "beyond": (nodes, joined, joined),
        "block": (joined, 2 * joined),
        # right-hand side, response to the current, dV and d swelling by what is unknown, node by node
        **dict.fromkeys(("joined", "by_current", "voltage_by", "swelling_by"), (nodes, joined)),
        # outcome of a part that joins the step before
        "part": (OUTCOME_SIZE,),
    }


#: The same memory with rows end to end; those of each stage by themselves.
_LINES = {f"{name}_line": name for name in ("y", "y_i", "rate", "rate_i", "x0", "carried", "k")}
_ENTRY = 4  # numbers of an entry of the table: an address and up to three lengths
_SOME = Size(1, 1, 1, 1)


def _entries() -> dict[str, Kind | Signature]:
    entries: dict[str, Kind | Signature] = dict(_FUNCTIONS)
    for name, shape in _shapes(_SOME).items():
        entries[name] = (BOOLEAN if name in ("feeds", "resists") else FLOAT).array(len(shape))
    for name, of in _LINES.items():
        entries[name] = MATRIX if of == "k" else VECTOR
    return entries


_PLACES = {name: _ENTRY * place for place, name in enumerate(_entries())}

#: The workspace whose table is at an address.
workspace_at = table(WORK.name, _entries())


@functools.lru_cache(maxsize=64)
def _layout(size: Size) -> tuple[np.ndarray, int]:
    """The table with places from the start of the memory instead of addresses, and the size of the memory [bytes]."""
    shapes = _shapes(size)
    table, end = layout(len(_FUNCTIONS), shapes, len(_LINES))
    for name, of in _LINES.items():
        shape = shapes[of]
        line = (shape[0], int(np.prod(shape[1:]))) if of == "k" else (int(np.prod(shape)),)
        place = _PLACES[name] // _ENTRY
        table[place, 0], table[place, 1 : 1 + len(line)] = table[_PLACES[of] // _ENTRY, 0], line
    return table, end


def layout(
    functions: int, shapes: Mapping[str, tuple[int, ...]], more: int = 0, complex_names: Collection[str] = ()
) -> tuple[np.ndarray, int]:
    """A table of `functions`, then arrays one after the other, with room for `more` entries; the size of the memory.

    Places count from the start of the memory [bytes]; numbers are float64, or complex128 in those named.
    """
    table = np.zeros((functions + len(shapes) + more, _ENTRY), dtype=np.int64)
    end = 0
    for place, (name, shape) in enumerate(shapes.items(), functions):
        table[place, 0], table[place, 1 : 1 + len(shape)] = end, shape
        itemsize = 16 if name in complex_names else 8
        end += -(-itemsize * int(np.prod(shape)) // _ALIGNMENT) * _ALIGNMENT
    return table, end


class Memory:
    """A table of functions and arrays, and the arrays, all zero.

    Parameters
    ----------
    functions : list of node function or None
        What kernels call; None never is.
    table, room : ndarray, int
        As `layout` gives them.
    """

    def __init__(self, functions: list[Any], table: np.ndarray, room: int) -> None:
        self._memory = np.zeros(room + _ALIGNMENT, dtype=np.uint8)
        start = -(-self._memory.ctypes.data // _ALIGNMENT) * _ALIGNMENT
        self._table = table.copy()
        self._table[len(functions) :, 0] += start
        self._table[: len(functions), 0] = [0 if function is None else function.address for function in functions]
        self.address = self._table.ctypes.data  #: of the table, valid as long as this object lives


class Workspace(Memory):
    """Memory for one thread that integrates electrodes of one size.

    Parameters
    ----------
    functions : mapping of str to node function
        What the kernels call: of the model and of the solver, by name.
    size : Size
    fields : sequence of int
        Places of the local states that move.
    """

    def __init__(self, functions: dict[str, Any], size: Size, fields: Sequence[int] = ()) -> None:
        super().__init__([functions.get(name) for name in _FUNCTIONS], *_layout(size))
        start = self._table[_PLACES["fields"] // _ENTRY, 0] - self._memory.ctypes.data
        self._memory[start : start + 8 * len(fields)].view(np.float64)[:] = fields
