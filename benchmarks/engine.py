"""The engine's side: discharges, their error, ensembles."""

import numpy as np

from benchmarks.problems import Problem
from brimstone.solver.ensemble import Ensemble, run
from brimstone.solver.interface import CURRENT, ELAPSED, VOLTAGE_END, control


def discharge(problem: Problem, nodes: int, tolerance: float) -> Ensemble:
    """One discharge to its cut-off, from Python."""
    steps = control(CURRENT, problem.current, lower=problem.lower)[None, None]
    return run(
        problem.functions, problem.parameters, [problem.guess], problem.states, steps, nodes=nodes, tolerance=tolerance
    )


def voltages(problem: Problem, nodes: int, tolerance: float, times: np.ndarray) -> np.ndarray:
    """Voltage at given times, each from a run that ends there: no interpolation [V]."""
    steps = np.array([[control(CURRENT, problem.current, duration=time)] for time in times])
    many = len(times)
    ends = run(
        problem.functions, np.repeat(problem.parameters, many, axis=0), np.full(many, problem.guess),
        np.repeat(problem.states, many, axis=0), steps, nodes=nodes, tolerance=tolerance,
    )  # fmt: skip
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
    steps = control(CURRENT, problem.current, lower=problem.lower)[None, None]
    members = rows.shape[0]
    return run(
        problem.functions, rows, np.full(members, problem.guess), np.repeat(problem.states, members, axis=0), steps,
        nodes=nodes, tolerance=tolerance, parallel=parallel,
    )  # fmt: skip
