"""Impedance against PyBaMM's own linearisation of the exported model, which knows nothing of rails and volumes."""

import numpy as np
import pytest

from brimstone.bridge.pybamm import pybamm_model
from brimstone.bridge.start import Start
from brimstone.instrument.impedance import electrode_response
from brimstone.model.solid import SOLID
from brimstone.model.surroundings import follow
from brimstone.solver.ensemble import Problem, SolverOptions, run
from brimstone.solver.interface import CURRENT, Control
from tests.model import cells

pybamm = pytest.importorskip("pybamm")

NODES = 40
FREQUENCY = np.geomspace(1e4, 1e-4, 17)


@pytest.mark.parametrize("conversion", [0.4])
def test_spectra_of_a_uniform_electrode_are_those_of_pybamm(conversion):
    row, around, states = cells.row(), cells.surroundings(), cells.CHARGED.copy()
    states[0, 0] = conversion
    rest = np.array([[Control(CURRENT, 0.0, duration=1.0)]], dtype=float)
    scales = np.ones(states.shape[1])
    started = Problem(SOLID.functions, scales, row, np.array([cells.GUESS[0]]), states, rest, around)
    profile = run(started, SolverOptions(NODES, 1e-10, final=True)).final[0]
    start = Start(profile[1:].mean(axis=1), float(profile[0].mean()), around)
    simulation = pybamm.EISSimulation(
        pybamm_model(row[0], 0.0, start=start, nodes=NODES), skip_surface_form_check=True
    )  # fmt: skip
    theirs = np.asarray(simulation.solve(FREQUENCY).impedance)
    outer, inner = list(around.initial.T), list(around.parameters.T)
    more, less = (follow(np.zeros(1), side * 1e-4, outer, inner).loss for side in (1.0, -1.0))
    ours = electrode_response(SOLID.functions, row, profile[None], 0.0, FREQUENCY).impedance[0]
    assert ours + (more - less) / 2e-4 == pytest.approx(theirs, rel=1e-3)
