"""Many electrodes through one protocol, on all cores; one electrode is an ensemble of one."""

import contextlib
import math
import mmap
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass

import numpy as np

from brimstone._compile import kernel, ready
from brimstone._executor import cores
from brimstone._records import record
from brimstone._signatures import BOOLEAN, CUBE, FLOAT, INTEGER, MATRIX, NOTHING, VECTOR, signature
from brimstone.solver._electrode import copy, copy_line, find_structure, mean, swelling_of
from brimstone.solver._field_stages import take_field_stages
from brimstone.solver._fields import part_fields
from brimstone.solver._start import newton
from brimstone.solver._step import integrate, take_stages
from brimstone.solver._workspace import Size, Workspace, workspace_at
from brimstone.solver.interface import (
    ACCEPTED,
    ANODE_EMPTY,
    BALANCE,
    CHARGE,
    CHARGES,
    COMPLETED,
    CONTACT_LOST,
    ELAPSED,
    ENERGY,
    GROUP,
    JOINS,
    LEAST,
    LEFT_OUT,
    LOOP,
    LOW_CURRENT,
    LOWER_VOLTAGE,
    MARK,
    NOT_RUN,
    OUTCOME_SIZE,
    POWER_PEAK,
    PRESSURE_REACHED,
    REJECTED,
    RESIDUAL,
    RESTORE,
    SAVE,
    SHORT_CIRCUIT,
    STATUS,
    TIME,
    TOLERANCE,
    UPPER_VOLTAGE,
    VOLTAGE_END,
    Control,
    Fields,
    Functions,
    among,
)

_PROGRESS_INTERVAL = 0.25  # [s]

_FOUR, _FIVE = FLOAT.array(4), FLOAT.array(5)
_MEMBERS = signature(
    NOTHING, INTEGER, MATRIX, FLOAT, BOOLEAN, VECTOR, CUBE, VECTOR, MATRIX, MATRIX, MATRIX, MATRIX, _FOUR, _FIVE,
    INTEGER.array(2), CUBE, _FOUR, _FOUR, _FOUR, CUBE, MATRIX, BOOLEAN, INTEGER, INTEGER,
)  # fmt: skip
#: Places in a `Standing`: the states as they are, and as they were kept to be gone back to.
NOW, SAVED = 0, 1
#: Columns of its flags: whether a member goes on, the group of steps that ended by voltage last, the loop that ended
#: last, and the charge that others are compared with [C/m2].
ALIVE, ENDED_GROUP, ENDED_LOOP, MARKED = 0, 1, 2, 3
_SOLVER_FUNCTIONS = {"newton": newton, "take_stages": take_stages, "integrate": integrate}


@kernel(allocates=False)
def _note(work, row, means):
    """Write down swelling and states of the surroundings, and local states averaged over the depth."""
    row[0] = swelling_of(work, work.y)
    for e in range(work.z.size):
        row[1 + e] = work.z[e]
    for a in range(means.size):
        means[a] = mean(work.y, 1 + a, work.residual.size)


@kernel(allocates=False)
def _put(source, target):
    """Copy a matrix element by element, as wide as the source."""
    for row in range(source.shape[0]):
        for k in range(source.shape[1]):
            target[row, k] = source[row, k]


@kernel(allocates=False)
def _solve(work, p, tol, predictive, scales, control, curve, profiles, out):
    """Run a step, at tighter tolerances where it fails; return the points recorded."""
    count = 0
    copy(work.y, work.y_held)
    copy_line(work.z, work.z_held)
    for _ in range(3):
        count = work.integrate(work, p, tol, predictive, scales, control, curve, profiles, out)
        if out[STATUS] <= LOW_CURRENT or out[STATUS] >= ANODE_EMPTY:
            break
        tol *= 0.01
        copy(work.y_held, work.y)
        copy_line(work.z_held, work.z)
    return count


@kernel(allocates=False)
def _join(work, p, tol, predictive, scales, control, curve, profiles, count, out):
    """Go on with the step that `out` tells of; return the points recorded in all."""
    part, begin = work.part, min(count, max(curve.shape[0] - 1, 0))
    added = _solve(work, p, tol, predictive, scales, control, curve[begin:], profiles[begin:], part)
    for row in range(begin, begin + added):
        curve[row, 0] += out[ELAPSED]
        curve[row, 3] += out[CHARGE]
    for column in (ELAPSED, CHARGE, ENERGY, ACCEPTED, REJECTED, BALANCE):
        out[column] += part[column]
    out[RESIDUAL] = max(out[RESIDUAL], part[RESIDUAL])
    out[TOLERANCE] = min(out[TOLERANCE], part[TOLERANCE])
    out[STATUS], out[VOLTAGE_END] = part[STATUS], part[VOLTAGE_END]
    return begin + added


@kernel(allocates=False)
def _run_member(work, p, tol, predictive, scales, controls, curves, profiles, counts, out, ends, means, flags):
    alive, step = flags[ALIVE] != 0.0, -1
    for row in range(controls.shape[0]):
        control = controls[row]
        if control[JOINS] == 0.0:
            step += 1
        elif out[step, STATUS] != TIME:
            continue
        if control[RESTORE] != 0.0:
            copy(work.y_saved, work.y)
            copy_line(work.z_saved, work.z)
            alive = True
        if control[SAVE] != 0.0 and alive:
            copy(work.y, work.y_saved)
            copy_line(work.z, work.z_saved)
        if (control[GROUP] > 0.0 and control[GROUP] == flags[ENDED_GROUP]) or (
            control[LOOP] > 0.0 and control[LOOP] == flags[ENDED_LOOP]
        ):
            out[step, STATUS] = LEFT_OUT
            continue
        if not alive:
            out[step, STATUS] = NOT_RUN
            continue
        if control[JOINS] == 0.0:
            _note(work, ends[step, 0], means[step, 0])
            counts[step] = _solve(work, p, tol, predictive, scales, control, curves[step], profiles[step], out[step])
        else:
            counts[step] = _join(
                work, p, tol, predictive, scales, control, curves[step], profiles[step], counts[step], out[step]
            )
        status = out[step, STATUS]
        ended = status == ANODE_EMPTY or status == CONTACT_LOST or status >= POWER_PEAK
        alive = status <= LOW_CURRENT or ended
        if status == LOWER_VOLTAGE or status == UPPER_VOLTAGE or ended:
            flags[ENDED_GROUP] = control[GROUP]
        short = abs(out[step, CHARGE]) < control[LEAST] * flags[MARKED]
        if short or status == PRESSURE_REACHED or status == SHORT_CIRCUIT:
            flags[ENDED_LOOP] = control[LOOP]
        if control[MARK] != 0.0:
            flags[MARKED] = abs(out[step, CHARGE])
        _note(work, ends[step, 1], means[step, 1])
    flags[ALIVE] = 1.0 * alive


@kernel(allocates=False, entry=_MEMBERS)
def _run_members(
    address, parameters, tol, predictive, scales, controls, phi0, w0, swells, around, z0, curves, profiles, counts,
    out, ends, means, states, outside, flags, resumed, first, stride,
):  # fmt: skip
    work = workspace_at(address)
    find_structure(work, parameters[0])
    part_fields(work)
    for member in range(first, parameters.shape[0], stride):
        copy_line(swells[member], work.swells)
        copy_line(around[member], work.around)
        copy_line(z0[member], work.z)
        for k in range(work.y.shape[1]):
            work.y[0, k] = phi0[member]
            for a in range(w0.shape[1]):
                work.y[1 + a, k] = w0[member, a]
        if resumed:
            _put(states[member, NOW], work.y)
            copy_line(outside[member, NOW], work.z)
        copy(work.y, work.y_saved)
        copy_line(work.z, work.z_saved)
        if resumed:
            _put(states[member, SAVED], work.y_saved)
            copy_line(outside[member, SAVED], work.z_saved)
        _run_member(
            work, parameters[member], tol, predictive, scales, controls[member if controls.shape[0] > 1 else 0],
            curves[member if curves.shape[0] > 1 else 0], profiles[member if profiles.shape[0] > 1 else 0],
            counts[member], out[member], ends[member], means[member], flags[member],
        )  # fmt: skip
        if states.shape[2] > 0:
            copy(work.y, states[member, NOW])
            copy(work.y_saved, states[member, SAVED])
            copy_line(work.z, outside[member, NOW])
            copy_line(work.z_saved, outside[member, SAVED])


@record
class Surroundings:
    """What lies around the electrode of each member.

    Attributes
    ----------
    scales : ndarray (m,)
        Absolute tolerance of each state, in units of the tolerance.
    parameters : ndarray (members, any)
        One row a member.
    swells : ndarray (members, local states)
        What the mean of each local state adds to the swelling of the electrode.
    initial : ndarray (members, m)
        States to start from.
    """

    scales: np.ndarray
    parameters: np.ndarray
    swells: np.ndarray
    initial: np.ndarray

    def __post_init__(self) -> None:
        _as_rows(self, ("scales", "parameters", "swells", "initial"))
        members = len(self.parameters)
        if len(self.swells) != members or self.initial.shape != (members, self.scales.size):
            raise ValueError(
                f"surroundings: {members} rows of parameters, {len(self.swells)} of swelling, states of shape "
                f"{self.initial.shape} for {self.scales.size} scales: these must fit"
            )


def _as_rows(owner: object, names: tuple[str, ...]) -> None:
    """Make contiguous arrays of numbers of some fields."""
    for name in names:
        values = np.asarray(getattr(owner, name), dtype=float, order="C")
        # kernels take arrays that may be written to
        object.__setattr__(owner, name, values if values.flags.writeable else values.copy())


@record
class Problem:
    """What is to be integrated: the equations of all members, where they start, and their protocol.

    Attributes
    ----------
    functions : Functions
        As `brimstone.solver.interface` describes them.
    scales : ndarray (states,)
        Absolute tolerance of each state, in units of the tolerance.
    parameters : ndarray (members, any)
        One row a member.
    initial_potential : ndarray (members,)
        First guess of the potential difference [V].
    initial_states : ndarray (members, states)
        Local states, uniform through the depth.
    controls : ndarray (members or 1, steps, fields of `Control`)
        The protocol; one for all, or one a member. Rows that join the step before are no steps of their own.
    surroundings : Surroundings
        Of the electrode.
    fields : Fields or None
        Local states that move from node to node.

    Raises
    ------
    ValueError
        If shapes don't fit together.
    """

    functions: Functions
    scales: np.ndarray
    parameters: np.ndarray
    initial_potential: np.ndarray
    initial_states: np.ndarray
    controls: np.ndarray
    surroundings: Surroundings
    fields: Fields | None = None

    def __post_init__(self) -> None:
        _as_rows(self, ("scales", "parameters", "initial_potential", "initial_states", "controls"))
        members, n = self.initial_states.shape
        if len(self.parameters) != members or self.initial_potential.shape != (members,):
            raise ValueError(f"{len(self.parameters)} rows of parameters, {members} of states: these must be equal")
        columns, shape = len(Control._fields), self.controls.shape
        if len(shape) != 3 or shape[0] not in (1, members) or shape[2] != columns:
            raise ValueError(f"controls have the shape {shape}, not (1 or {members}, steps, {columns})")
        if self.scales.shape != (n,):
            raise ValueError(f"{n} local states, but scales for {self.scales.size}")
        if self.surroundings.swells.shape != (members, n):
            raise ValueError(
                f"swelling has the shape {self.surroundings.swells.shape}, not ({members} members, {n} local states)"
            )
        if self.fields is not None and self.parameters[:, [CHARGES + place for place in self.fields.places]].any():
            raise ValueError("local states that move from node to node must carry no charge")


@dataclass(frozen=True)
class SolverOptions:
    """How it is integrated, and what is kept.

    Attributes
    ----------
    nodes : int
        Finite volumes through the depth.
    tolerance : float
        Relative tolerance of a time step, and absolute for states of order one.
    predictive : bool
        Let the trend of the error bound the next time step, and the fastest local state set the first. Without, steps
        are those of the plain rule, which other implementations can be compared with.
    points : int
        Room for recorded points a step; 0 keeps scalars only.
    profiles : bool
        Also keep profiles through the depth; an ensemble of one only.
    final : bool
        Also keep the states at the end.
    parallel : bool
        Use all cores.
    """

    nodes: int = 40
    tolerance: float = 1e-5
    predictive: bool = True
    points: int = 0
    profiles: bool = False
    final: bool = False
    parallel: bool = True


@record
class Standing:
    """Where each member stands between two steps of its protocol: all that the steps after it follow from.

    Attributes
    ----------
    states : ndarray (members, 2, 1 + states, nodes)
        Potential difference [V] and local states: as they are, and as they were kept to be gone back to.
    outside : ndarray (members, 2, m)
        States of the surroundings likewise.
    flags : ndarray (members, 4)
        Whether it goes on (not 0), and the group of steps that ended by voltage last.
    """

    states: np.ndarray
    outside: np.ndarray
    flags: np.ndarray


@record
class Ensemble:
    """What came of an ensemble.

    Attributes
    ----------
    outcomes : ndarray (members, steps, OUTCOME_SIZE)
        See `brimstone.solver.interface` for the columns.
    curves : ndarray (members, steps, points, 4)
        Time [s], voltage [V], current density [A/m2] and charge [C/m2]; only the first `counts` points hold.
    traces : ndarray (members, steps, points, 1 + m)
        Swelling and states of the surroundings at the same points.
    profiles : ndarray (1, steps, points, 1 + states, nodes)
        Potential difference [V] and local states through the depth, of the first member.
    counts : ndarray of int (members, steps)
    ends : ndarray (members, steps, 2, 1 + m)
        Swelling and states of the surroundings at the start and at the end of each step; zero where it did not run.
    means : ndarray (members, steps, 2, states)
        Local states averaged over the depth, likewise.
    standing : Standing
        Of each member at the end, from which `run` goes on; without states unless requested.
    """

    outcomes: np.ndarray
    curves: np.ndarray
    traces: np.ndarray
    profiles: np.ndarray
    counts: np.ndarray
    ends: np.ndarray
    means: np.ndarray
    standing: Standing

    @property
    def final(self) -> np.ndarray:
        """State of each member at the end, (members, 1 + states, nodes); empty unless requested."""
        return self.standing.states[:, NOW]

    @property
    def completed(self) -> np.ndarray:
        """Whether each step of each member ran to an end that its protocol names, shape (members, steps)."""
        return among(self.outcomes[:, :, STATUS], COMPLETED)

    @property
    def charge_balance(self) -> np.ndarray:
        """Charge in the states against charge passed, relative to the larger of it and 1 C/m2."""
        return charge_balance(self.outcomes)


def charge_balance(outcomes: np.ndarray) -> np.ndarray:
    """Charge in the states against charge passed, relative to the larger of it and 1 C/m2, of the outcomes of a run."""
    return np.abs(outcomes[..., BALANCE]) / np.maximum(np.abs(outcomes[..., CHARGE]), 1.0)


def _sparse(shape: tuple[int, ...]) -> np.ndarray:
    """Zeros that take memory, and time to clear it, page by page as they are filled: the huge pages of numpy would
    clear 2 MB for each step that starts.
    """
    size = math.prod(shape)
    if not size or not hasattr(mmap, "MADV_NOHUGEPAGE"):
        return np.zeros(shape)
    memory = mmap.mmap(-1, size * np.dtype(float).itemsize)
    with contextlib.suppress(OSError):  # a kernel without huge pages knows no such advice
        memory.madvise(mmap.MADV_NOHUGEPAGE)
    return np.frombuffer(memory).reshape(shape)


def run(
    problem: Problem,
    options: SolverOptions = SolverOptions(),
    progress: Callable[[float], None] | None = None,
    start: Standing | None = None,
) -> Ensemble:
    """Integrate every member through the whole protocol.

    Parameters
    ----------
    problem : Problem
    options : SolverOptions
    progress : callable, optional
        Called every quarter of a second with the share of all steps of all members that have been run.
    start : Standing, optional
        Where the steps before ended, in place of the initial states: a protocol in parts comes to the same digits as
        in one.

    Returns
    -------
    Ensemble
        A member or step that failed has a status that says so; nothing is raised for it.

    Raises
    ------
    ValueError
        When profiles of more than one member are requested, or `start` is of other members or another mesh.
    """
    members, n = problem.initial_states.shape
    if options.profiles and members != 1:
        raise ValueError("profiles are kept for an ensemble of one only")
    nodes, points, steps = options.nodes, options.points, int(np.sum(problem.controls[0, :, JOINS] == 0.0))
    around = problem.surroundings
    m = around.scales.size
    curves = _sparse((members if points else 1, steps, points, 5 + m))
    profiles = _sparse((1, steps, points if options.profiles else 0, 1 + n, nodes))
    counts = np.zeros((members, steps), dtype=np.int64)
    outcomes, ends = np.zeros((members, steps, OUTCOME_SIZE)), np.zeros((members, steps, 2, 1 + m))
    means = np.zeros((members, steps, 2, n))
    standing = _standing(start, (members, 2, 1 + n if options.final or start is not None else 0, nodes), m)
    threads = min(members, cores()) if options.parallel and members > 1 else 1
    functions = problem.functions._asdict() | _SOLVER_FUNCTIONS
    places = () if problem.fields is None else problem.fields.places
    if problem.fields is not None:
        functions |= {"across": problem.fields.across, "take_stages": take_field_stages}
    scales = np.concatenate([problem.scales, around.scales])
    ready(_run_members)

    def work_on(thread: int) -> None:  # members are dealt out in turn; the kernel releases the interpreter's lock
        workspace = Workspace(functions, Size(n, nodes, m, around.parameters.shape[1], len(places)), places)
        _run_members(
            workspace.address, problem.parameters, options.tolerance, options.predictive, scales, problem.controls,
            problem.initial_potential, problem.initial_states, around.swells, around.parameters, around.initial, curves,
            profiles, counts, outcomes, ends, means, standing.states, standing.outside, standing.flags,
            start is not None, thread, threads,
        )  # fmt: skip

    if threads == 1 and progress is None:
        work_on(0)
    else:
        pool = ThreadPoolExecutor(threads)
        try:
            running = {pool.submit(work_on, thread) for thread in range(threads)}
            while running:
                done, running = wait(running, None if progress is None else _PROGRESS_INTERVAL)
                for one in done:
                    one.result()
                if progress is not None:
                    progress(float(np.count_nonzero(outcomes[:, :, TOLERANCE])) / max(1, members * steps))
        finally:
            pool.shutdown(wait=False)  # all done, or interrupted: who interrupts doesn't want to wait for the rest
    return Ensemble(outcomes, curves[..., :4], curves[..., 4:], profiles, counts, ends, means, standing)


def _standing(start: Standing | None, shape: tuple[int, ...], m: int) -> Standing:
    """Room for where members stand, filled with where they start if that is given."""
    if start is None:
        return Standing(np.zeros(shape), np.zeros((*shape[:2], m)), np.tile([1.0, 0.0, 0.0, 0.0], (shape[0], 1)))
    if start.states.shape != shape or start.outside.shape != (*shape[:2], m) or start.flags.shape != (shape[0], 4):
        raise ValueError(f"a run can't go on from states of the shape {start.states.shape}: expected {shape}")
    return Standing(*(np.array(part, order="C") for part in (start.states, start.outside, start.flags)))
