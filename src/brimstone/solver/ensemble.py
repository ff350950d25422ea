"""Many electrodes through one protocol, on all cores; one electrode is an ensemble of one."""

import contextlib
import math
import mmap
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass

import numpy as np

from brimstone._compile import ready
from brimstone._executor import cores
from brimstone._records import record
from brimstone.solver._field_stages import take_field_stages
from brimstone.solver._members import NOW, run_members
from brimstone.solver._start import newton
from brimstone.solver._step import integrate, take_stages
from brimstone.solver._workspace import Size, Workspace
from brimstone.solver.interface import (
    BALANCE,
    CHARGE,
    CHARGES,
    COMPLETED,
    JOINS,
    OUTCOME_SIZE,
    STATUS,
    TOLERANCE,
    Control,
    Fields,
    Functions,
    among,
)

_PROGRESS_INTERVAL = 0.25  # [s]
_MOST_PACED = 4096  # time steps that are kept of a row of controls

_SOLVER_FUNCTIONS = {"newton": newton, "take_stages": take_stages, "integrate": integrate}


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
    paced : bool
        Also keep the time steps, for another ensemble to follow.
    """

    nodes: int = 40
    tolerance: float = 1e-5
    predictive: bool = True
    points: int = 0
    profiles: bool = False
    final: bool = False
    parallel: bool = True
    paced: bool = False


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
    paces : ndarray (members, rows of controls, any)
        Time steps within each row [s], ended by a zero; empty unless requested.
    """

    outcomes: np.ndarray
    curves: np.ndarray
    traces: np.ndarray
    profiles: np.ndarray
    counts: np.ndarray
    ends: np.ndarray
    means: np.ndarray
    standing: Standing
    paces: np.ndarray

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
    pace: np.ndarray | None = None,
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
    pace : ndarray (members or 1, rows of controls, any), optional
        Time steps to take in place of own ones, as another ensemble kept them: what members differ by is then smooth
        in what their parameters differ by. One that can't follow goes on with its own.

    Returns
    -------
    Ensemble
        A member or step that failed has a status that says so; nothing is raised for it.

    Raises
    ------
    ValueError
        When profiles of more than one member are requested, `start` is of other members or another mesh, or `pace` of
        another protocol.
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
    paces = _paces(problem, options) if pace is None else np.ascontiguousarray(pace, dtype=float)
    if paces.shape[0] not in (1, members) or paces.shape[1] != problem.controls.shape[1]:
        raise ValueError(f"time steps of the shape {paces.shape} do not fit {members} members and this protocol")
    standing = _standing(start, (members, 2, 1 + n if options.final or start is not None else 0, nodes), m)
    threads = min(members, cores()) if options.parallel and members > 1 else 1
    functions = problem.functions._asdict() | _SOLVER_FUNCTIONS
    places = () if problem.fields is None else problem.fields.places
    if problem.fields is not None:
        functions |= {"across": problem.fields.across, "take_stages": take_field_stages}
    scales = np.concatenate([problem.scales, around.scales])
    ready(run_members)

    def work_on(thread: int) -> None:  # members are dealt out in turn; the kernel releases the interpreter's lock
        workspace = Workspace(functions, Size(n, nodes, m, around.parameters.shape[1], len(places)), places)
        run_members(
            workspace.address, problem.parameters, options.tolerance, options.predictive, scales, problem.controls,
            paces, pace is not None, problem.initial_potential, problem.initial_states, around.swells,
            around.parameters, around.initial, curves, profiles, counts, outcomes, ends, means, standing.states,
            standing.outside, standing.flags,
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
    return Ensemble(outcomes, curves[..., :4], curves[..., 4:], profiles, counts, ends, means, standing, paces)


def _paces(problem: Problem, options: SolverOptions) -> np.ndarray:
    """Room for the time steps of all members, or for none."""
    members, most = (len(problem.parameters), _MOST_PACED) if options.paced else (1, 0)
    return _sparse((members, problem.controls.shape[1], most))


def _standing(start: Standing | None, shape: tuple[int, ...], m: int) -> Standing:
    """Room for where members stand, filled with where they start if that is given."""
    if start is None:
        return Standing(np.zeros(shape), np.zeros((*shape[:2], m)), np.tile([1.0, 0.0, 0.0, 0.0], (shape[0], 1)))
    if start.states.shape != shape or start.outside.shape != (*shape[:2], m) or start.flags.shape != (shape[0], 4):
        raise ValueError(f"a run can't go on from states of the shape {start.states.shape}: expected {shape}")
    return Standing(*(np.array(part, order="C") for part in (start.states, start.outside, start.flags)))
