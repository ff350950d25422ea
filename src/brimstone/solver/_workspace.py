"""The workspace of one thread: all arrays that a time step reads and fills, and the functions that it calls.

Kernels see it as one pointer, whose attributes are arrays and functions. A tuple of fifty arrays would be five hundred
arguments to each kernel, of which the compiler makes an instruction each; compiling took twice as long.
"""

import functools
from typing import Any, NamedTuple

import numpy as np
from llvmlite import ir
from numba import types
from numba.core.imputils import lower_getattr_generic
from numba.core.typing.templates import AttributeTemplate, infer_getattr
from numba.extending import intrinsic, models, register_model

from brimstone._compile import VECTOR, function_struct
from brimstone.solver import _coefficients
from brimstone.solver.interface import (
    EVENTS,
    JACOBIAN_TYPE,
    OUTCOME_SIZE,
    RATES_TYPE,
    SURROUND_SLOPES_TYPE,
    SURROUND_TYPE,
)

#: Arrays that a model reads and fills are as wide as a multiple of this many nodes, so that its loops never end in a
#: remainder. The nodes too many are ones by themselves that stay at the start; nothing reads them.
_ABREAST = 8
_ALIGNMENT = 64  # bytes: a line of the processor's cache, and its widest register


class _WorkspaceType(types.Type):
    def __init__(self) -> None:
        super().__init__("Workspace")


WORK = _WorkspaceType()
register_model(_WorkspaceType)(models.OpaqueModel)

_MATRIX, _CUBE = types.float64[:, ::1], types.float64[:, :, ::1]

#: newton(work, p, h, mode, value set, current): whether it converged; the current is left in `solved`
NEWTON = types.boolean(WORK, VECTOR, *[types.float64] * 4)

#: take_stages(work, p, dt, mode, value set, its slope, dV/dI, current, voltage)
STAGES = types.void(WORK, VECTOR, *[types.float64] * 7)

#: integrate(work, p, tolerance, predictive, scales, control, curve, profiles, outcome): points recorded
INTEGRATE = types.int64(WORK, VECTOR, types.float64, types.boolean, VECTOR, VECTOR, _MATRIX, _CUBE, VECTOR)

_FUNCTIONS = {
    "rates": RATES_TYPE,
    "jacobian": JACOBIAN_TYPE,
    "surround": SURROUND_TYPE,
    "surround_slopes": SURROUND_SLOPES_TYPE,
    "newton": types.FunctionType(NEWTON),
    "take_stages": types.FunctionType(STAGES),
    "integrate": types.FunctionType(INTEGRATE),
}


class Size(NamedTuple):
    """What the sizes of all arrays follow from.

    Attributes
    ----------
    n, nodes : int
        Local states, and nodes.
    m, around : int
        States and parameters of the surroundings.
    """

    n: int
    nodes: int
    m: int
    around: int


def _shapes(size: Size) -> dict[str, tuple[int, ...]]:
    """Shape of each array."""
    n, nodes, m, around = size
    wide, stages = -(-nodes // _ABREAST) * _ABREAST, _coefficients.STAGES
    state = (1 + n, wide)
    return {
        # the state now, at a stage, before the time step, before the protocol step, put by, before a step that may be
        # repeated, and saved to be restored
        **dict.fromkeys(("y", "y_i", "y_old", "y_start", "y_kept", "y_held", "y_saved"), state),
        # those of the surroundings at the same occasions
        **dict.fromkeys(("z", "z_i", "z_old", "z_start", "z_kept", "z_held", "z_saved"), (m,)),
        # rates, resistivities, faces, algebraic residual, surroundings: at the start of the time step and at a stage
        **dict.fromkeys(("rate", "rate_i"), (n, wide)),
        **dict.fromkeys(("rho", "rho_i"), (2, wide)),
        **dict.fromkeys(("faces", "faces_i"), (3, nodes + 1)),
        **dict.fromkeys(("residual", "residual_i"), (nodes,)),
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
        # outcome of a part that joins the step before
        "part": (OUTCOME_SIZE,),
    }


#: The same memory with rows end to end; those of each stage by themselves.
_LINES = {f"{name}_line": name for name in ("y", "y_i", "rate", "rate_i", "x0", "carried", "k")}
_ENTRY = 4  # numbers of an entry of the table: an address and up to three lengths
_SOME = Size(1, 1, 1, 1)
_NAMES = [*_FUNCTIONS, *_shapes(_SOME), *_LINES]
_PLACES = {name: _ENTRY * place for place, name in enumerate(_NAMES)}


def _attribute_types() -> dict[str, types.Type]:
    fields: dict[str, types.Type] = dict(_FUNCTIONS)
    for name, shape in _shapes(_SOME).items():
        element = types.boolean if name in ("feeds", "resists") else types.float64
        fields[name] = types.Array(element, len(shape), "C")
    for name, of in _LINES.items():
        fields[name] = types.Array(types.float64, 2 if of == "k" else 1, "C")
    return fields


_TYPES = _attribute_types()


@infer_getattr
class _Attributes(AttributeTemplate):
    key = _WorkspaceType

    def generic_resolve(self, value: types.Type, attribute: str) -> Any:
        return _TYPES.get(attribute)


@lower_getattr_generic(_WorkspaceType)
def _attribute(context: Any, builder: Any, value_type: Any, value: Any, name: str) -> Any:
    """Read an attribute from the table, which never changes, so that the compiler may do it outside of loops."""
    size = ir.IntType(64)

    def entry(number: int, kind: Any = size) -> Any:
        place = builder.gep(builder.bitcast(value, size.as_pointer()), [size(_PLACES[name] + number)])
        loaded = builder.load(builder.bitcast(place, kind.as_pointer()))
        loaded.set_metadata("invariant.load", builder.module.add_metadata([]))
        return loaded

    attribute_type = _TYPES[name]
    if name in _FUNCTIONS:
        return function_struct(context, builder, attribute_type, entry(0, context.get_value_type(types.voidptr)))
    from numba.np.arrayobj import make_array, populate_array  # here, as only compiling needs what it imports

    array = make_array(attribute_type)(context, builder)
    lengths = [entry(1 + axis) for axis in range(attribute_type.ndim)]
    itemsize = size(context.get_abi_sizeof(context.get_data_type(attribute_type.dtype)))
    strides = [itemsize]
    for length in lengths[:0:-1]:
        strides.insert(0, builder.mul(strides[0], length))
    populate_array(array, entry(0, array.data.type), lengths, strides, itemsize, None)
    return array._getvalue()


@intrinsic
def workspace_at(typing_context: Any, address: Any) -> Any:
    """The workspace whose table is at an address."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], context.get_value_type(WORK))

    return WORK(types.int64), generate


@functools.lru_cache(maxsize=64)
def _layout(size: Size) -> tuple[np.ndarray, int]:
    """The table with places from the start of the memory instead of addresses, and the size of the memory [bytes]."""
    table = np.zeros((len(_NAMES), _ENTRY), dtype=np.int64)
    shapes, end = _shapes(size), 0
    for name, shape in shapes.items():
        place = _PLACES[name] // _ENTRY
        table[place, 0], table[place, 1 : 1 + len(shape)] = end, shape
        end += -(-8 * int(np.prod(shape)) // _ALIGNMENT) * _ALIGNMENT
    for name, of in _LINES.items():
        shape = shapes[of]
        line = (shape[0], int(np.prod(shape[1:]))) if of == "k" else (int(np.prod(shape)),)
        place = _PLACES[name] // _ENTRY
        table[place, 0], table[place, 1 : 1 + len(line)] = table[_PLACES[of] // _ENTRY, 0], line
    return table, end


class Workspace:
    """Memory for one thread that integrates electrodes of one size.

    Parameters
    ----------
    functions : mapping of str to node function
        What the kernels call: of the model and of the solver, by name.
    size : Size
    """

    def __init__(self, functions: dict[str, Any], size: Size) -> None:
        layout, room = _layout(size)
        self._memory = np.zeros(room + _ALIGNMENT, dtype=np.uint8)
        start = -(-self._memory.ctypes.data // _ALIGNMENT) * _ALIGNMENT
        self._table = layout.copy()
        self._table[len(_FUNCTIONS) :, 0] += start
        self._table[: len(_FUNCTIONS), 0] = [functions[name].address for name in _FUNCTIONS]
        self.address = self._table.ctypes.data  #: for `workspace_at`; valid as long as this object lives
