"""The engine against published numbers of a problem that two independent implementations and IDA agree on."""

import numpy as np
import pytest

from brimstone.solver.ensemble import SolverOptions, run
from brimstone.solver.interface import (
    ACCEPTED,
    BALANCE,
    CHARGE,
    CURRENT,
    ELAPSED,
    LOWER_VOLTAGE,
    REJECTED,
    RESIDUAL,
    STATUS,
    VOLTAGE_END,
    Control,
)
from tests.solver import reference_problem as reference


def solve(case, **options):
    ensemble = reference.solve(case, [reference.discharge(case)], **options)
    assert ensemble.outcomes[0, 0, STATUS] == LOWER_VOLTAGE
    return ensemble


@pytest.mark.parametrize(
    ("case", "tolerance", "accepted", "rejected"),
    [
        ("A", 1e-5, 22, 1),
        ("B", 1e-5, 27, 5),
        ("C", 1e-5, 31, 4),
        ("A", 1e-6, 35, 28),
        ("B", 1e-6, 52, 5),
        ("C", 1e-6, 58, 6),
    ],
)
def test_step_counts_are_those_of_independent_implementations(case, tolerance, accepted, rejected):
    outcome = solve(case, nodes=20, tolerance=tolerance, predictive=False).outcomes[0, 0]
    assert (outcome[ACCEPTED], outcome[REJECTED]) == (accepted, rejected)


@pytest.mark.parametrize("case", ["A", "B", "C"])
@pytest.mark.parametrize("tolerance", [1e-5, 1e-6])
def test_foresight_saves_time_steps_and_loses_no_accuracy(case, tolerance):
    exact = solve(case, nodes=20, tolerance=1e-10).outcomes[0, 0, ELAPSED]
    plain, foreseen = (
        solve(case, nodes=20, tolerance=tolerance, predictive=predictive).outcomes[0, 0] for predictive in (False, True)
    )
    assert foreseen[REJECTED] < plain[REJECTED]
    assert foreseen[ACCEPTED] + foreseen[REJECTED] < plain[ACCEPTED] + plain[REJECTED]
    assert abs(foreseen[ELAPSED] - exact) <= 10.0 * tolerance * exact


@pytest.mark.parametrize(
    ("case", "nodes", "seconds"),
    [
        ("A", 20, 17626.79123),
        ("B", 20, 3201.49087),
        ("C", 20, 5432.02833),
        ("A", 100, 17626.79123),
        ("B", 100, 3201.86822),
        ("C", 100, 5432.30696),
    ],
)
def test_the_discharge_lasts_as_long_as_published(case, nodes, seconds):
    # 1e-6: the published times carry the tolerance of their event, 1e-6 V
    outcome = solve(case, nodes=nodes, tolerance=1e-10).outcomes[0, 0]
    assert outcome[ELAPSED] == pytest.approx(seconds, rel=1e-6)


@pytest.mark.parametrize("case", reference.CASES)
@pytest.mark.parametrize(("tolerance", "bound"), [(1e-5, 2.3e-4), (1e-6, 8.5e-6), (1e-10, 1e-9)])
def test_local_currents_stay_consistent_with_the_states(case, tolerance, bound):
    assert solve(case, nodes=20, tolerance=tolerance).outcomes[0, 0, RESIDUAL] < bound


@pytest.mark.parametrize("case", reference.CASES)
@pytest.mark.parametrize("tolerance", [1e-3, 1e-5, 1e-9])
def test_faradays_law_holds_to_round_off_whatever_the_tolerance(case, tolerance):
    ensemble = solve(case, nodes=40, tolerance=tolerance, final=True)
    outcome, y = ensemble.outcomes[0, 0], ensemble.final[0]
    assert abs(outcome[BALANCE]) < 1e-14 * outcome[CHARGE]
    p = reference.parameters(case)[0]
    gained = p[0] * (p[1] * np.mean(y[1] - 0.02) + p[2] * np.mean(y[2]))
    assert gained == pytest.approx(outcome[CHARGE], rel=1e-13)
    assert outcome[CHARGE] == pytest.approx(reference.CASES[case][0] * reference.ONE_C * outcome[ELAPSED], rel=1e-14)


@pytest.mark.parametrize("case", reference.CASES)
def test_an_event_is_located_to_a_nanovolt(case):
    assert solve(case, nodes=20).outcomes[0, 0, VOLTAGE_END] == pytest.approx(1.2, abs=2e-9)


@pytest.mark.parametrize("case", reference.CASES)
@pytest.mark.parametrize(("tolerance", "millivolts"), [(1e-5, 0.07), (1e-6, 0.01)])
def test_the_voltage_error_of_a_tolerance_is_as_documented(case, tolerance, millivolts):
    times = np.linspace(0.0, 0.998 * solve(case, nodes=20, tolerance=1e-10).outcomes[0, 0, ELAPSED], 60)[1:]
    # a step that ends on time has its voltage at exactly that time, no interpolation in between
    current = reference.CASES[case][0] * reference.ONE_C
    curves = []
    for tol in (tolerance, 1e-10):
        p = np.repeat(reference.parameters(case), times.size, axis=0)
        steps = np.array([[Control(CURRENT, current, duration=time)] for time in times])
        ends = run(reference.problem(p, steps), SolverOptions(nodes=20, tolerance=tol))
        curves.append(ends.outcomes[:, 0, VOLTAGE_END])
    assert 1e3 * np.sqrt(np.mean((curves[0] - curves[1]) ** 2)) < millivolts
