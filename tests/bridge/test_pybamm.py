"""The engine against the same physics solved by PyBaMM, which knows nothing of the engine's reductions."""

import sys
from pathlib import Path

import numpy as np
import pytest

from brimstone.bridge.pybamm import pybamm_model, solve
from brimstone.bridge.start import Start
from brimstone.cell import load
from brimstone.errors import BrimstoneError
from brimstone.library import Ledger
from brimstone.library.workbench import Workbench
from brimstone.model.derive import derive
from brimstone.model.solid import SOLID, Parameter
from brimstone.model.surroundings import SCALES
from brimstone.model.surroundings import State as OutsideState
from brimstone.protocol import Basis, compile_protocol
from brimstone.recipe import Recipe
from brimstone.solver.ensemble import Problem, SolverOptions, Surroundings, run
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

EXAMPLES = Path(__file__).parents[2] / "examples"
NODES = 20
VALUES = cells.parameters()
ONE_C = cells.one_c()
AROUND = cells.surroundings()
START = Start(cells.CHARGED[0], 2.0, AROUND)
DISCHARGED = np.array([[0.98, 0.01, 0.01, 0.02, 0.02, 0.0, 0.0, 0.0, 0.0]])

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
        np.array([[0.998, 0.01, 0.0, 0.02, 0.0, 0.0, 0.0, 0.0, 0.0]]),
    ),
    "a cell worn by many cycles": (
        {"wear": 0.02, "isolation": 0.5},
        0.3,
        np.array([[0.002, 0.2, 0.0, 0.5, 0.1, 0.1, 40.0, 0.4, 0.9]]),
    ),
    "an open-circuit curve of its own": (
        {"own_curve_2": 0.05, "own_curve_3": -0.03, "own_curve_5": -0.02, "own_curve_9": 0.01},
        0.3,
        cells.CHARGED,
    ),
    "swelling that finds no room": ({"stress_rigid": 0.3, "stress_filled": 0.2}, 0.3, cells.CHARGED),
    "a charge through electrons that travel badly": ({"electronic_resistivity": 200.0}, -0.3, DISCHARGED),
}


def engine(values, rate, states, times, **around):
    """The engine's voltages, states and end, by names and C-rate."""
    row = np.array([[values[name] for name in Parameter.__members__]])
    limits = {"lower": 1.0} if rate > 0 else {"upper": 2.8}
    return follow(row, START.potential, states, Control(CURRENT, rate * ONE_C, **limits), times, around)


def follow(row, guess, states, control, times, around):
    """The engine's times, voltages, states and end: a run to each time, so that none of it is interpolated.

    `times` are shares of the run, `around` the surroundings or what changes of them.
    """
    if not isinstance(around, Surroundings):
        around = cells.surroundings(**around)
    options = SolverOptions(NODES, tolerance=1e-10, final=True)
    problem = Problem(SOLID.functions, SOLID.scales, row, np.array([guess]), states, [[control]], around)
    whole = run(problem, options).outcomes[0, 0]
    assert whole[STATUS] in (LOWER_VOLTAGE, UPPER_VOLTAGE)
    times = times * whole[ELAPSED]
    count = times.size
    many = Problem(
        SOLID.functions,
        SOLID.scales,
        np.repeat(row, count, axis=0),
        np.repeat(guess, count),
        np.repeat(states, count, axis=0),
        [[Control(CURRENT, control.value, duration=time)] for time in times],
        Surroundings(
            around.scales,
            *(np.repeat(part, count, axis=0) for part in (around.parameters, around.swells, around.initial)),
        ),
    )
    runs = run(many, options)
    return times, runs.outcomes[:, 0, VOLTAGE_END], runs.final, whole[ELAPSED], runs.ends[:, 0, 1, 1:]


@pytest.mark.parametrize("case", CASES)
def test_voltage_and_every_state_agree_with_pybamm(case):
    changes, rate, states = CASES[case]
    values = VALUES | changes
    # the end of a discharge is a cliff of the voltage, where a microsecond is a millivolt
    times, voltage, profiles, end, _ = engine(values, rate, states, np.linspace(0.01, 0.998, 40))
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


#: Cells of recipes with the gap between the plates held, what presses them, and the current of their first step.
GAPS = {
    "yao2017": "20 MPa",  # at 50 MPa lithium creeps through the pellet within its slow discharge
    "nagao2012": "20 MPa",
    "song2025": "64 MPa",
    "kobayashi2008": "30 MPa",
    "yuan2020": "20 MPa",
}


def in_a_gap(name, pressure):
    """Parameters, guess, states, surroundings and first step of the cell of a recipe, the gap between plates held."""
    given = load(EXAMPLES / f"{name}.yaml")
    tree = given.recipe.to_mapping()
    tree["operation"] |= {"fixture": "constant gap", "stack_pressure": pressure}
    bench = Workbench.of(Recipe.from_mapping(tree), given.library, Ledger(1, 0))
    cell = derive(bench)
    charge = cell.theoretical_charge[0]
    program = compile_protocol(bench.recipe, Basis(charge, cell.active_mass[0], cell.starts_charged))
    current = program.instructions[0].current
    control = Control(CURRENT, current, **({"lower": 1.2} if current > 0 else {"upper": 2.8}))
    return cell.parameters, float(cell.initial_potential[0]), cell.initial_states, cell.surroundings, control


def alive(rate, states):
    """The cell of these tests with every law of its surroundings at work, cracks too slow for a short."""
    slower = {"creep_current": 1.2, "crack_growth": 0.1 * cells.LIVELY["crack_growth"]}
    control = Control(CURRENT, rate * ONE_C, **({"lower": 1.0} if rate > 0 else {"upper": 2.8}))
    return cells.row(), START.potential, states, cells.surroundings(**cells.LIVELY | slower), control


ALIVE = {"a discharge": (0.5, cells.CHARGED), "a charge": (-0.2, DISCHARGED)}


@pytest.mark.parametrize("name", [*ALIVE, *(pytest.param(name, marks=pytest.mark.slow) for name in GAPS)])
def test_pressure_contacts_and_anode_agree_with_pybamm_at_constant_gap(name):
    case = in_a_gap(name, GAPS[name]) if name in GAPS else alive(*ALIVE[name])
    row, guess, states, around, control = case
    times, voltage, profiles, end, outside = follow(row, guess, states, control, np.linspace(0.01, 0.99, 20), around)
    model = pybamm_model(
        row[0],
        control.value,
        start=Start(states[0], guess, around),
        lower=None if np.isnan(control.lower) else control.lower,
        upper=None if np.isnan(control.upper) else control.upper,
        nodes=NODES,
    )
    solution = solve(model, [0.0, *times, 1.5 * end], tolerance=1e-9)
    assert solution.end == pytest.approx(end, rel=1e-5)
    assert np.abs(solution.voltage[1:21] - voltage).max() < 2e-5
    assert np.abs(solution.profiles[1:21] - profiles).max() < 1e-4
    for state in OutsideState:
        theirs = solution.solution[f"Surroundings: {state.name}"].entries[1:21]
        ours = outside[:, state]
        assert np.abs(theirs - ours).max() <= 1e-5 * SCALES[state] + 1e-5 * np.abs(ours).max(), state.name
    pressures = solution.solution["Stack pressure [Pa]"].entries
    assert np.ptp(pressures) > 2e4  # the coupling that is compared is there


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
