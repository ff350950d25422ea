"""The engine against the same physics solved by PyBaMM, which knows nothing of the engine's reductions."""

import sys
from dataclasses import replace

import numpy as np
import pytest

from brimstone.bridge.pybamm import pybamm_model, solve
from brimstone.bridge.start import Start
from brimstone.errors import BrimstoneError
from brimstone.model.solid import SOLID, Parameter
from brimstone.solver.ensemble import Problem, SolverOptions, run
from brimstone.solver.interface import (
    CURRENT,
    ELAPSED,
    LOW_CURRENT,
    LOWER_VOLTAGE,
    STATUS,
    TIME,
    UPPER_VOLTAGE,
    VOLTAGE,
    VOLTAGE_END,
    Control,
)
from tests.model import cells

pytest.importorskip("pybamm")

NODES = 20
VALUES = cells.parameters()
ONE_C = cells.one_c()
AROUND = cells.surroundings()
START = Start(cells.CHARGED[0], 2.0, AROUND)
DISCHARGED = np.array([[0.95, 0.05, 0.1, 0.2, 0.3, 0.01, 0.2, 0.05]])

#: Name -> changes of the parameters, C-rate (negative: charge), initial states.
CASES = {
    "an ordinary discharge": ({}, 0.5, cells.CHARGED),
    "a sharp front": ({"ionic_resistivity": 300.0, "ionic_dilution": 2.0}, 1.0, cells.CHARGED),
    "a thick film": ({"film_discharge": 20 * VALUES["film_discharge"], "film_growth": 6.0}, 0.1, cells.CHARGED),
    "an electrolyte that decomposes": (
        {"redox_rate": 10 / 3600, "reduction_onset": 1.7, "oxidation_onset": 2.0},
        0.05,
        cells.CHARGED,
    ),
    "a first charge of lithium sulfide against its barrier": (
        {"activation_barrier": 6.0, "plateau_step": 0.1},
        -0.1,
        np.array([[0.998, 0.01, 0.0, 0.02, 0.0, 0.0, 0.0, 0.0]]),
    ),
    "a cell worn by many cycles": (
        {"wear": 0.02, "isolation": 0.5},
        0.3,
        np.array([[0.002, 0.2, 0.0, 0.5, 0.1, 0.1, 40.0, 0.4]]),
    ),
    "a charge through electrons that travel badly": ({"electronic_resistivity": 200.0}, -0.3, DISCHARGED),
}


def engine(values, rate, states, times, **around):
    """The engine's voltages, states and end: a run to each time, so that none of it is interpolated."""
    row = np.array([[values[name] for name in Parameter.__members__]])
    limits = {"lower": 1.0} if rate > 0 else {"upper": 2.8}
    options = SolverOptions(NODES, tolerance=1e-10, final=True)
    problem = Problem(
        SOLID.functions,
        SOLID.scales,
        row,
        cells.GUESS,
        states,
        [[Control(CURRENT, rate * ONE_C, **limits)]],
        cells.surroundings(**around),
    )
    whole = run(problem, options).outcomes[0, 0]
    assert whole[STATUS] in (LOWER_VOLTAGE, UPPER_VOLTAGE)
    times = times * whole[ELAPSED]
    many = replace(
        problem,
        parameters=np.repeat(row, times.size, axis=0),
        initial_potential=np.repeat(cells.GUESS, times.size),
        initial_states=np.repeat(states, times.size, axis=0),
        controls=[[Control(CURRENT, rate * ONE_C, duration=time)] for time in times],
        surroundings=cells.surroundings(times.size, **around),
    )
    runs = run(many, options)
    return times, runs.outcomes[:, 0, VOLTAGE_END], runs.final, whole[ELAPSED]


@pytest.mark.parametrize("case", CASES)
def test_voltage_and_every_state_agree_with_pybamm(case):
    changes, rate, states = CASES[case]
    values = VALUES | changes
    # the end of a discharge is a cliff of the voltage, where a microsecond is a millivolt
    times, voltage, profiles, end = engine(values, rate, states, np.linspace(0.01, 0.998, 40))
    model = pybamm_model(
        values,
        rate * ONE_C,
        start=Start(states[0], 2.0, AROUND),
        lower=1.0 if rate > 0 else None,
        upper=2.8 if rate < 0 else None,
        nodes=NODES,
    )
    solution = solve(model, [0.0, *times, 1.5 * end], tolerance=1e-9)
    assert solution.reason in ("lower voltage", "upper voltage")
    assert solution.end == pytest.approx(end, rel=1e-6)
    assert solution.time[1:41] == pytest.approx(times)
    # the bound asked for is 0.1 mV and 1e-4; means over faces that differ would show above a microvolt
    assert np.abs(solution.voltage[1:41] - voltage).max() < 2e-6
    assert np.abs(solution.profiles[1:41] - profiles).max() < 2e-5


def test_a_protocol_with_rest_and_hold_runs_as_a_pybamm_experiment():
    import pybamm

    steps = [
        Control(CURRENT, 5.0, lower=1.2),
        Control(CURRENT, 0.0, duration=3600.0),
        Control(CURRENT, -3.0, upper=2.6),
        Control(VOLTAGE, 2.6, current_floor=0.5),
    ]
    problem = Problem(SOLID.functions, SOLID.scales, cells.row(), cells.GUESS, cells.CHARGED, [steps], AROUND)
    ours = run(problem, SolverOptions(NODES, tolerance=1e-8)).outcomes[0]
    assert list(ours[:, STATUS]) == [LOWER_VOLTAGE, TIME, UPPER_VOLTAGE, LOW_CURRENT]
    experiment = pybamm.Experiment(
        ["Discharge at 5 A until 1.2 V", "Rest for 1 hour", "Charge at 3 A until 2.6 V", "Hold at 2.6 V until 0.5 A"]
    )
    model = pybamm_model(VALUES, 0.0, start=START, nodes=NODES)
    solution = pybamm.Simulation(model, experiment=experiment).solve()
    times = [step.t[-1] - step.t[0] for cycle in solution.cycles for step in cycle.steps]
    # PyBaMM's steps carry its default tolerance
    assert times == pytest.approx(list(ours[:, ELAPSED]), rel=1e-3)


def test_any_parameter_may_be_an_input():
    import pybamm

    model = pybamm_model(
        VALUES | {"thickness": "[input]", "conversion_rate": "[input]"},
        "[input]",
        start=START,
        lower=1.0,
        nodes=NODES,
    )
    simulation = pybamm.Simulation(model)
    inputs = {"conversion_rate": VALUES["conversion_rate"], "Current function [A]": 0.5 * ONE_C}
    ends = [simulation.solve([0, 2e4], inputs=inputs | {"thickness": L}).t[-1] for L in (30e-6, 40e-6)]
    whole = engine(VALUES, 0.5, cells.CHARGED, np.array([0.5]))[3]
    assert ends[1] == pytest.approx(whole, rel=1e-4)
    assert ends[0] < 0.8 * ends[1]


def test_a_row_of_parameters_serves_as_well_as_names():
    def ends(parameters):
        model = pybamm_model(
            parameters,
            ONE_C,
            start=START,
            lower=1.0,
            nodes=5,
        )
        return solve(model, [0.0, 5000.0], tolerance=1e-6).end

    assert ends(cells.row()[0]) == ends(VALUES)


def test_a_misspelt_parameter_is_named():
    values = VALUES | {"thickness of it": 1.0}
    with pytest.raises(BrimstoneError, match="thickness of it"):
        pybamm_model(values, 1.0, start=START)


def test_without_pybamm_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pybamm", None)
    monkeypatch.delitem(sys.modules, "brimstone.bridge._pybamm_model", raising=False)
    monkeypatch.delattr("brimstone.bridge._pybamm_model", raising=False)
    with pytest.raises(BrimstoneError, match=r"pip install brimstone\[pybamm\]"):
        pybamm_model(VALUES, 1.0, start=START)
