"""PyBOP fits the solid cell that is exported to PyBaMM; skipped where it is not installed."""

import numpy as np
import pytest

from brimstone.bridge.pybamm import pybamm_model
from brimstone.bridge.start import Start
from tests.model import cells

pybop = pytest.importorskip("pybop")

VALUES = cells.parameters()
START = Start(cells.CHARGED[0], 2.0, cells.surroundings())
NAME, NODES = "conversion_rate", 10


def model_of(value):
    return pybamm_model({**VALUES, NAME: value}, 0.2 * cells.one_c(), start=START, nodes=NODES)


def simulator(times):
    """The model with the rate of conversion as PyBOP's parameter."""
    model, truth = model_of(VALUES[NAME]), VALUES[NAME]
    values = model.default_parameter_values
    values[NAME] = pybop.Parameter(
        bounds=[0.1 * truth, 10.0 * truth], initial_value=3.0 * truth, transformation=pybop.LogTransformation()
    )
    return pybop.pybamm.Simulator(model, parameter_values=values, protocol=times)


def test_pybop_finds_the_parameter_that_a_discharge_was_computed_with():
    times = np.linspace(0.0, 3600.0, 60)
    sim = simulator(times)
    truth = VALUES[NAME]
    voltage = sim.solve({NAME: truth})["Voltage [V]"].data
    noisy = voltage + np.random.default_rng(0).normal(0.0, 1e-4, voltage.size)
    data = pybop.Dataset({"Time [s]": times, "Current function [A]": np.zeros_like(times), "Voltage [V]": noisy})
    problem = pybop.Problem(sim, pybop.SumSquaredError(data, target=["Voltage [V]"]))
    result = pybop.SciPyMinimize(problem, pybop.SciPyMinimizeOptions(method="Nelder-Mead", jac=False, maxiter=60)).run()
    assert float(np.ravel(result.x)[0]) == pytest.approx(truth, rel=0.02)
