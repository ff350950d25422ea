"""The engine's side: discharges, their error, ensembles."""

import numpy as np
from numpy.typing import ArrayLike

from benchmarks.problems import Problem
from brimstone.solver import ensemble as solver
from brimstone.solver.ensemble import Ensemble, SolverOptions, run
from brimstone.solver.interface import CURRENT, ELAPSED, VOLTAGE_END, Control


def discharge(problem: Problem, nodes: int, tolerance: float) -> Ensemble:
    """One discharge to its cut-off, from Python."""
    return ensemble(problem, problem.parameters, nodes, tolerance)


def voltages(problem: Problem, nodes: int, tolerance: float, times: np.ndarray) -> np.ndarray:
    """Voltage at given times, each from a run that ends there: no interpolation [V]."""
    steps = np.array([[Control(CURRENT, problem.current, duration=time)] for time in times])
    rows = np.repeat(problem.parameters, len(times), axis=0)
    ends = run(members(problem, rows, steps), SolverOptions(nodes, tolerance))
    return ends.outcomes[:, 0, VOLTAGE_END]


def grid(problem: Problem, nodes: int) -> np.ndarray:
    """Two hundred times up to 0.998 of the discharge: what follows is a cliff [s]."""
    end = discharge(problem, nodes, 1e-10).outcomes[0, 0, ELAPSED]
    return np.linspace(0.002, 0.998, 200) * end


def scattered(problem: Problem, members: int, spread: float = 0.3) -> np.ndarray:
    """Parameters of an ensemble, the varied ones lognormal."""
    random = np.random.default_rng(1)
    rows = np.repeat(problem.parameters, members, axis=0)
    for place in problem.varied:
        rows[:, place] *= np.exp(spread * random.standard_normal(members))
    return rows


def ensemble(problem: Problem, rows: np.ndarray, nodes: int, tolerance: float, parallel: bool = True) -> Ensemble:
    """Discharge every member, keeping scalars only."""
    steps = [[Control(CURRENT, problem.current, lower=problem.lower)]]
    return run(members(problem, rows, steps), SolverOptions(nodes, tolerance, parallel=parallel))


def members(problem: Problem, rows: np.ndarray, controls: ArrayLike) -> solver.Problem:
    starts = np.repeat(problem.states, len(rows), axis=0)
    scales = np.ones(starts.shape[1])
    one = problem.surroundings
    many = (np.repeat(part, len(rows), axis=0) for part in (one.parameters, one.swells, one.initial))
    around = solver.Surroundings(one.scales, *many)
    return solver.Problem(problem.functions, scales, rows, np.full(len(rows), problem.guess), starts, controls, around)
