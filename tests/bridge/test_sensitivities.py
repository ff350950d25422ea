"""Sensitivities of the engine by differences, against forward sensitivities of the same equations by PyBaMM."""

import numpy as np
import pytest

from brimstone.bridge.pybamm import discretise, pybamm_model
from brimstone.bridge.start import Start
from brimstone.fit.compared import TOLERANCE
from brimstone.model.solid import SOLID, Parameter
from brimstone.solver.ensemble import Problem, SolverOptions, Surroundings, run
from brimstone.solver.interface import CURRENT, VOLTAGE_END, Control
from tests.model import cells

pybamm = pytest.importorskip("pybamm")

NODES, RATE = 20, 0.5
VALUES = cells.parameters()
TIMES = np.linspace(60.0, 0.8 * 3600.0, 12)
FREE = ("ionic_resistivity", "conversion_rate", "film_discharge", "thickness")
#: Weights of symmetric differences, from the nearest pair outwards, by their order.
STENCILS = {2: (1 / 2,), 4: (2 / 3, -1 / 12), 6: (3 / 4, -3 / 20, 1 / 60)}


def engine(values, tolerance):
    """Voltages at the times, of each row of values; a run to each time, so that none of it is interpolated."""
    rows = np.array([[each[name] for name in Parameter.__members__] for each in values])
    around, count = cells.surroundings(), len(rows) * TIMES.size
    parts = (np.repeat(part, count, axis=0) for part in (around.parameters, around.swells, around.initial))
    problem = Problem(
        SOLID.functions,
        SOLID.scales,
        np.repeat(rows, TIMES.size, axis=0),
        np.repeat(2.0, count),
        np.repeat(cells.CHARGED, count, axis=0),
        [[Control(CURRENT, RATE * cells.one_c(), duration=time)] for _ in rows for time in TIMES],
        Surroundings(around.scales, *parts),
    )
    ends = run(problem, SolverOptions(NODES, tolerance)).outcomes[:, 0, VOLTAGE_END]
    return ends.reshape(len(rows), TIMES.size)


def by_differences(name, step, order, tolerance):
    """Change of the voltages with the logarithm of a parameter [V]."""
    weights = STENCILS[order]
    shifts = [sign * (place + 1) * step for place in range(len(weights)) for sign in (1.0, -1.0)]
    found = engine([{**VALUES, name: VALUES[name] * np.exp(shift)} for shift in shifts], tolerance)
    return sum(weight * (found[2 * place] - found[2 * place + 1]) for place, weight in enumerate(weights)) / step


@pytest.fixture(scope="module")
def exact():
    """Forward sensitivities with the logarithms of the parameters [V], by IDAKLU."""
    inputs = {**VALUES, **dict.fromkeys(FREE, "[input]")}
    start = Start(cells.CHARGED[0], 2.0, cells.surroundings())
    model = pybamm_model(inputs, RATE * cells.one_c(), start=start, nodes=NODES)
    solver = pybamm.IDAKLUSolver(rtol=1e-10, atol=1e-10, root_tol=1e-10)
    solution = solver.solve(
        discretise(model), [0.0, TIMES[-1]], t_interp=TIMES, inputs={name: VALUES[name] for name in FREE},
        calculate_sensitivities=True,
    )  # fmt: skip
    places = np.searchsorted(solution.t, TIMES - 1e-6)
    found = solution["Voltage [V]"].sensitivities
    return {name: np.ravel(found[name])[places] * VALUES[name] for name in FREE}


@pytest.mark.parametrize("name", FREE)
def test_differences_of_high_order_are_the_exact_sensitivities(exact, name):
    largest = np.max(np.abs(exact[name]))
    error = {order: np.max(np.abs(by_differences(name, 0.02, order, 1e-11) - exact[name])) for order in (2, 6)}
    assert error[6] < 1e-7 * largest
    assert error[6] < 1e-3 * error[2], "the order shows"


@pytest.mark.parametrize("name", FREE)
def test_differences_at_the_tolerance_of_a_fit_are_exact_to_what_a_search_needs(exact, name):
    largest = np.max(np.abs(exact[name]))
    assert by_differences(name, 0.005, 2, TOLERANCE) == pytest.approx(exact[name], abs=5e-3 * largest)
