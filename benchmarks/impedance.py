"""Impedance of one electrode on both sides: sixty frequencies at one state, the same equations and mesh.

PyBaMM's `EISSimulation` linearises the exported model and solves a sparse system for each frequency. Its call is timed
warm, with everything built; double layers, of which the export has none, are left out on both sides.
"""

import os

os.environ.setdefault("PYBAMM_DISABLE_TELEMETRY", "true")

import numpy as np
import pybamm

from benchmarks import engine
from benchmarks.problems import Problem, cell
from benchmarks.timing import best
from brimstone.bridge.pybamm import pybamm_model
from brimstone.bridge.start import Start
from brimstone.instrument.impedance import electrode_response
from brimstone.model.surroundings import follow
from brimstone.solver.ensemble import SolverOptions, run
from brimstone.solver.interface import CURRENT, Control

FREQUENCY = np.geomspace(1e6, 1e-3, 60)
NODES = 40


def at_rest(problem: Problem, conversion: float) -> np.ndarray:
    """Profile (1 + states, nodes) of a uniform electrode at rest."""
    states = problem.states.copy()
    states[0, 0] = conversion
    rest = np.array([[Control(CURRENT, 0.0, duration=1.0)]], dtype=float)
    started = engine.members(problem, problem.parameters, rest)
    started.initial_states[:] = states
    return run(started, SolverOptions(NODES, 1e-10, final=True)).final[0]


def theirs(problem: Problem, profile: np.ndarray) -> pybamm.EISSimulation:
    """The exported model, linearised about a profile."""
    start = Start(profile[1:].mean(axis=1), float(profile[0].mean()), problem.surroundings)
    model = pybamm_model(problem.parameters[0], 0.0, start=start, nodes=NODES)
    return pybamm.EISSimulation(model, skip_surface_form_check=True)


def outside(problem: Problem) -> float:
    """Resistance outside the electrode to a small current [ohm m2]."""
    around, step = problem.surroundings, 1e-4
    states, rows = list(around.initial.T), list(around.parameters.T)
    more, less = (follow(np.zeros(1), side * step, states, rows).loss for side in (1.0, -1.0))
    return float(((more - less) / (2.0 * step))[0])


def compare() -> None:
    """Print times, their ratio, and how far the two spectra are apart."""
    problem = cell(0.5, alive=False)
    profile = at_rest(problem, 0.4)
    simulation = theirs(problem, profile)
    found = np.asarray(simulation.solve(FREQUENCY).impedance) - outside(problem)

    def ours() -> np.ndarray:
        return electrode_response(problem.functions, problem.parameters, profile[None], 0.0, FREQUENCY).impedance[0]

    apart = float(np.max(np.abs(ours() / found - 1.0)))
    own, other = best(ours, 200), best(lambda: simulation.solve(FREQUENCY), 50)
    print(f"\nimpedance, {FREQUENCY.size} frequencies, {NODES} nodes; spectra {100 * apart:.2g} % apart at most")
    print(f"  {'':46s}{'wall ms':>10s}{'CPU ms':>10s}")
    for name, timing in (("engine", own), ("PyBaMM, EISSimulation", other)):
        print(f"  {name:46s}{1e3 * timing.wall:10.3f}{1e3 * timing.processor:10.3f}")
    print(f"  ratio {other.wall / own.wall:.1f} by wall, {other.processor / own.processor:.1f} by CPU")


if __name__ == "__main__":
    compare()
