"""The engine as the Python that it is written in, through which complex numbers pass.

A parameter moved by a step along the imaginary axis moves the imaginary part of all that follows from it, by its
derivative and without cancellation: through the stages of every time step, its length and the event that ends it.
Branches and limits compare real parts; magnitudes keep the sign of what they are of.
"""

import sys
import types
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from brimstone.solver import _members, ensemble
from brimstone.solver._workspace import _LINES, Size, _shapes

_ROOMS = ("brimstone.solver.", "brimstone.model.", "brimstone.physics.")
_NAMES = {}  # of each module, with plain functions in place of kernels


def _magnitude(x):
    return -x if np.real(x) < 0.0 else x


class _Numpy:
    """numpy, with magnitudes and signs of what is real but for a step."""

    abs = staticmethod(_magnitude)

    @staticmethod
    def sign(x):
        return np.sign(np.real(x))

    def __getattr__(self, name):
        return getattr(np, name)


def _python(thing):
    """What a kernel, a function of a model or a law is written in; None for all else."""
    function = getattr(thing, "py_func", None) or getattr(thing, "__wrapped__", thing)
    return (
        function
        if str(getattr(function, "__module__", "")).startswith(_ROOMS) and isinstance(function, types.FunctionType)
        else None
    )


def plain(thing):
    """A kernel as plain Python, and with it all that it calls."""
    function = _python(thing)
    return types.FunctionType(
        function.__code__, _names(function.__module__), function.__name__, function.__defaults__, function.__closure__
    )


def _names(module):
    if module not in _NAMES:
        names = _NAMES[module] = dict(vars(sys.modules[module]))
        called = {name: thing for name, thing in names.items() if _python(thing) is not None}
        names |= {name: plain(thing) for name, thing in called.items()}
        names |= {"abs": _magnitude, "np": _Numpy()}
    return _NAMES[module]


def _workspace(problem, nodes):
    """Arrays and functions that a kernel finds in its table."""
    states, around, fields = len(problem.scales), problem.surroundings, problem.fields
    moving = () if fields is None else fields.places
    size = Size(states, nodes, around.scales.size, around.parameters.shape[1], len(moving))
    kinds = {"feeds": bool, "resists": bool, "fields": float}
    arrays = {name: np.zeros(shape, kinds.get(name, complex)) for name, shape in _shapes(size).items()}
    arrays["fields"][:] = moving
    lines = {
        name: arrays[of].reshape(len(arrays[of]), -1) if of == "k" else arrays[of].ravel()
        for name, of in _LINES.items()
    }
    functions = problem.functions._asdict() | ensemble._SOLVER_FUNCTIONS
    if fields is not None:
        functions |= {"across": fields.across, "take_stages": ensemble.take_field_stages}
    return SimpleNamespace(**arrays, **lines, **{name: plain(function) for name, function in functions.items()})


class Row(NamedTuple):
    """All numbers that tell a member from others, each an array that may be complex."""

    parameters: np.ndarray
    around: np.ndarray
    swells: np.ndarray
    outside: np.ndarray
    potential: np.ndarray
    states: np.ndarray

    @classmethod
    def of(cls, problem, member=0):
        """Those of a member of a problem."""
        around = problem.surroundings
        of_all = (problem.parameters, around.parameters, around.swells, around.initial, problem.initial_potential,
                  problem.initial_states)  # fmt: skip
        return cls(*(each[member] for each in of_all))


class Ran(NamedTuple):
    """What came of a member, as an `Ensemble` has it but for the first axis."""

    outcomes: np.ndarray
    curves: np.ndarray
    counts: np.ndarray
    ends: np.ndarray
    final: np.ndarray


def run(problem, row, options, pace=None):
    """A row of numbers through the protocol of a problem, by time steps of its own or by those of a `pace`."""
    nodes, points = options.nodes, options.points
    work = _workspace(problem, nodes)
    steps, m, n = problem.controls.shape[1], problem.surroundings.scales.size, len(problem.scales)
    parameters = np.asarray(row.parameters, complex)
    plain(_members.find_structure)(work, parameters)
    plain(_members.part_fields)(work)
    work.swells[:], work.around[:], work.z[:] = row.swells, row.around, row.outside
    work.y[0], work.y[1:] = row.potential, row.states[:, None]
    work.y_saved[:], work.z_saved[:] = work.y, work.z
    outcomes, counts = np.zeros((steps, ensemble.OUTCOME_SIZE), complex), np.zeros(steps, dtype=int)
    curves, ends = np.zeros((steps, points, 5 + m), complex), np.zeros((steps, 2, 1 + m), complex)
    with np.errstate(all="ignore"):  # a time step that is far too long overflows, and is repeated
        plain(_members.run_member)(
            work, parameters, options.tolerance, True, np.concatenate([problem.scales, problem.surroundings.scales]),
            problem.controls[0], np.zeros((steps, 0)) if pace is None else pace, pace is not None, curves,
            np.zeros((steps, 0, 1 + n, nodes)), counts, outcomes, ends, np.zeros((steps, 2, n), complex),
            np.array([1.0, 0.0, 0.0, 0.0]),
        )  # fmt: skip
    return Ran(outcomes, curves[..., :4], counts, ends, work.y[:, :nodes].copy())
