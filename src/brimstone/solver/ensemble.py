"""Many electrodes through one protocol, on all cores; one electrode is an ensemble of one."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any

import numpy as np

from brimstone._compile import MATRIX, VECTOR, kernel, types
from brimstone._records import record
from brimstone.solver._electrode import copy, find_structure
from brimstone.solver._start import newton
from brimstone.solver._step import integrate, take_stages
from brimstone.solver._workspace import Workspace, workspace_at
from brimstone.solver.interface import (
    BALANCE,
    CHARGE,
    COMPLETED,
    GROUP,
    LEFT_OUT,
    LOW_CURRENT,
    LOWER_VOLTAGE,
    NOT_RUN,
    OUTCOME_SIZE,
    RESTORE,
    SAVE,
    STATUS,
    TOLERANCE,
    UPPER_VOLTAGE,
    Control,
)

_PROGRESS_INTERVAL = 0.25  # [s]

_CUBE = types.float64[:, :, ::1]
_FOUR = types.float64[:, :, :, ::1]
_FIVE = types.Array(types.float64, 5, "C")
_MEMBERS = types.void(
    types.int64, MATRIX, types.float64, types.boolean, VECTOR, _CUBE, VECTOR, MATRIX, _FOUR, _FIVE,
    types.int64[:, ::1], _CUBE, _CUBE, types.int64, types.int64,
)  # fmt: skip
_SOLVER_FUNCTIONS = {"newton": newton, "take_stages": take_stages, "integrate": integrate}


@kernel(allocates=False)
def _run_member(work, p, tol, predictive, scales, controls, curves, profiles, counts, out):
    alive, done = True, 0.0
    copy(work.y, work.y_saved)
    for step in range(controls.shape[0]):
        if controls[step, RESTORE] != 0.0:
            copy(work.y_saved, work.y)
            alive = True
        if controls[step, SAVE] != 0.0 and alive:
            copy(work.y, work.y_saved)
        if controls[step, GROUP] > 0.0 and controls[step, GROUP] == done:
            out[step, STATUS] = LEFT_OUT
            continue
        if not alive:
            out[step, STATUS] = NOT_RUN
            continue
        copy(work.y, work.y_held)
        stage_tol = tol
        for _ in range(3):
            counts[step] = work.integrate(
                work, p, stage_tol, predictive, scales, controls[step], curves[step], profiles[step], out[step]
            )
            if out[step, STATUS] <= LOW_CURRENT:
                break
            stage_tol *= 0.01
            copy(work.y_held, work.y)
        alive = out[step, STATUS] <= LOW_CURRENT
        if out[step, STATUS] == LOWER_VOLTAGE or out[step, STATUS] == UPPER_VOLTAGE:
            done = controls[step, GROUP]


@kernel(allocates=False)
def _run_members(
    address, parameters, tol, predictive, scales, controls, phi0, w0, curves, profiles, counts, out, final, first,
    stride,
):  # fmt: skip
    work = workspace_at(address)
    find_structure(work, parameters[0])
    for member in range(first, parameters.shape[0], stride):
        for k in range(work.y.shape[1]):
            work.y[0, k] = phi0[member]
            for a in range(w0.shape[1]):
                work.y[1 + a, k] = w0[member, a]
        _run_member(
            work, parameters[member], tol, predictive, scales, controls[member if controls.shape[0] > 1 else 0],
            curves[member if curves.shape[0] > 1 else 0], profiles[member if profiles.shape[0] > 1 else 0],
            counts[member], out[member],
        )  # fmt: skip
        if final.shape[1] > 0:
            copy(work.y, final[member])


@record
class Problem:
    """What is to be integrated: the equations of all members, where they start, and their protocol.

    Attributes
    ----------
    functions : tuple
        `rates`, `jacobian`, `terminal` as `brimstone.solver.interface` describes them.
    scales : ndarray (states,)
        Absolute tolerance of each state, in units of the tolerance.
    parameters : ndarray (members, any)
        One row a member.
    initial_potential : ndarray (members,)
        First guess of the potential difference [V].
    initial_states : ndarray (members, states)
        Local states, uniform through the depth.
    controls : ndarray (members or 1, steps, fields of `Control`)
        The protocol; one for all, or one a member.

    Raises
    ------
    ValueError
        If shapes don't fit together.
    """

    functions: tuple[Any, Any, Any]
    scales: np.ndarray
    parameters: np.ndarray
    initial_potential: np.ndarray
    initial_states: np.ndarray
    controls: np.ndarray

    def __post_init__(self) -> None:
        for name in ("scales", "parameters", "initial_potential", "initial_states", "controls"):
            values = np.asarray(getattr(self, name), dtype=float, order="C")
            # kernels take arrays that may be written to
            object.__setattr__(self, name, values if values.flags.writeable else values.copy())
        members, n = self.initial_states.shape
        if len(self.parameters) != members or self.initial_potential.shape != (members,):
            raise ValueError(f"{len(self.parameters)} rows of parameters, {members} of states: these must be equal")
        columns, shape = len(Control._fields), self.controls.shape
        if len(shape) != 3 or shape[0] not in (1, members) or shape[2] != columns:
            raise ValueError(f"controls have the shape {shape}, not (1 or {members}, steps, {columns})")
        if self.scales.shape != (n,):
            raise ValueError(f"{n} local states, but scales for {self.scales.size}")


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
class Ensemble:
    """What came of an ensemble.

    Attributes
    ----------
    outcomes : ndarray (members, steps, OUTCOME_SIZE)
        See `brimstone.solver.interface` for the columns.
    curves : ndarray (members, steps, points, 4)
        Time [s], voltage [V], current density [A/m2] and charge [C/m2]; only the first `counts` points hold.
    profiles : ndarray (1, steps, points, 1 + states, nodes)
        Potential difference [V] and local states through the depth, of the first member.
    counts : ndarray of int (members, steps)
    final : ndarray (members, 1 + states, nodes)
        State of each member at the end; empty unless requested.
    """

    outcomes: np.ndarray
    curves: np.ndarray
    profiles: np.ndarray
    counts: np.ndarray
    final: np.ndarray

    @property
    def completed(self) -> np.ndarray:
        """Whether each step of each member ran to an end that its protocol names, shape (members, steps)."""
        return np.isin(self.outcomes[:, :, STATUS], COMPLETED)

    @property
    def charge_balance(self) -> np.ndarray:
        """Charge in the states against charge passed, relative to the larger of it and 1 C/m2."""
        scale = np.maximum(np.abs(self.outcomes[:, :, CHARGE]), 1.0)
        return np.abs(self.outcomes[:, :, BALANCE]) / scale


def run(
    problem: Problem, options: SolverOptions = SolverOptions(), progress: Callable[[float], None] | None = None
) -> Ensemble:
    """Integrate every member through the whole protocol.

    Parameters
    ----------
    problem : Problem
    options : SolverOptions
    progress : callable, optional
        Called every quarter of a second with the share of all steps of all members that have been run.

    Returns
    -------
    Ensemble
        A member or step that failed has a status that says so; nothing is raised for it.

    Raises
    ------
    ValueError
        When profiles of more than one member are requested.
    """
    members, n = problem.initial_states.shape
    if options.profiles and members != 1:
        raise ValueError("profiles are kept for an ensemble of one only")
    nodes, points, steps = options.nodes, options.points, problem.controls.shape[1]
    curves = np.zeros((members if points else 1, steps, points, 4))
    profiles = np.zeros((1, steps, points if options.profiles else 0, 1 + n, nodes))
    counts = np.zeros((members, steps), dtype=np.int64)
    outcomes = np.zeros((members, steps, OUTCOME_SIZE))
    final = np.zeros((members, 1 + n, nodes)) if options.final else np.zeros((1, 0, nodes))
    threads = min(members, os.cpu_count() or 1) if options.parallel and members > 1 else 1
    functions = dict(zip(("rates", "jacobian", "terminal"), problem.functions, strict=True)) | _SOLVER_FUNCTIONS
    if not _run_members.overloads:
        _run_members.compile(_MEMBERS)  # now, as threads would wait for each other

    def work_on(thread: int) -> None:  # members are dealt out in turn; the kernel releases the interpreter's lock
        workspace = Workspace(functions, n, nodes)
        _run_members(
            workspace.address, problem.parameters, options.tolerance, options.predictive, problem.scales,
            problem.controls, problem.initial_potential, problem.initial_states, curves, profiles, counts, outcomes,
            final, thread, threads,
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
    return Ensemble(outcomes, curves, profiles, counts, final)
