"""Cells with dissolved sulfur: the engine against the same equations solved by PyBaMM."""

import numpy as np
import pytest

from brimstone.bridge.pybamm import pybamm_model, solve
from brimstone.bridge.start import Start
from brimstone.model.gel import GEL
from brimstone.solver.ensemble import Problem, SolverOptions, Surroundings, run
from brimstone.solver.interface import CURRENT, ELAPSED, LOWER_VOLTAGE, STATUS, UPPER_VOLTAGE, VOLTAGE_END, Control
from tests.model import gels

pytest.importorskip("pybamm")

NODES, TOLERANCE = 8, 1e-9
ONE_C = gels.one_c()
DISCHARGED = np.array([[0.85, 0.004, 0.0, 0.01, 0.02, 0.01, 0.01, 0.004, 0.05]])

#: Name -> changes of the parameters, C-rate (negative: charge), initial states.
CASES = {
    "both plateaus of a discharge": ({}, 0.2, gels.CHARGED),
    "a discharge that leaves Li2S beside the cathode": (
        {"stranded_share": 0.02, "recovery": 1e-6, "exchange": 1e-4, "shuttle_rate": 1e-4},
        0.1,
        gels.CHARGED,
    ),
    "a charge with dead Li2S and a shuttle": ({"dead_share": 0.02, "shuttle_rate": 3e-5}, -0.1, DISCHARGED),
    "a cathode that ions hardly get into": ({"ionic_resistivity": 60.0}, 0.5, gels.CHARGED),
}


def engine(row, rate, states, shares):
    """Voltages and profiles at shares of a run, one run to each, and its end."""
    around, limits = gels.surroundings(), {"lower": 1.7} if rate > 0 else {"upper": 2.8}
    options = SolverOptions(NODES, tolerance=1e-10, final=True)

    def follow(members, control):
        parts = (around.parameters, around.swells, around.initial)
        of = Surroundings(around.scales, *(np.repeat(part, members, axis=0) for part in parts))
        rows, starts = np.repeat(row, members, axis=0), np.repeat(states, members, axis=0)
        return run(Problem(GEL.functions, GEL.scales, rows, np.full(members, 2.3), starts, control, of), options)

    whole = follow(1, [[Control(CURRENT, rate * ONE_C, **limits)]]).outcomes[0, 0]
    assert whole[STATUS] in (LOWER_VOLTAGE, UPPER_VOLTAGE)
    times = shares * whole[ELAPSED]
    found = follow(times.size, [[Control(CURRENT, rate * ONE_C, duration=time)] for time in times])
    return times, found.outcomes[:, 0, VOLTAGE_END], found.final, whole[ELAPSED], around


@pytest.mark.parametrize("case", CASES)
def test_voltage_and_every_state_agree_with_pybamm(case):
    changes, rate, states = CASES[case]
    times, voltage, profiles, end, around = engine(gels.row(**changes), rate, states, np.linspace(0.02, 0.99, 12))
    model = pybamm_model(
        gels.parameters(**changes),
        rate * ONE_C,
        start=Start(states[0], 2.3, around),
        lower=1.7 if rate > 0 else None,
        upper=2.8 if rate < 0 else None,
        nodes=NODES,
    )
    solution = solve(model, [0.0, *times, 1.5 * end], tolerance=TOLERANCE)
    assert solution.reason in ("lower voltage", "upper voltage")
    assert solution.end == pytest.approx(end, rel=1e-7)
    assert np.abs(solution.voltage[1:13] - voltage).max() < 2e-7  # steep where the last long chains leave the cathode
    assert np.abs(solution.profiles[1:13] - profiles).max() < 1e-6
