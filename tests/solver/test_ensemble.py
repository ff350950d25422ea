"""Many members: each as if it were alone, none of them stopped by another, on any number of threads."""

import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from brimstone.solver.ensemble import SolverOptions, run
from brimstone.solver.interface import (
    ACCEPTED,
    CURRENT,
    ELAPSED,
    LOWER,
    LOWER_VOLTAGE,
    NO_START,
    REJECTED,
    STATUS,
    TOLERANCE,
    VOLTAGE_END,
    Control,
)
from tests.solver import reference_problem as reference


def scattered(members, spread=0.6, seed=20):
    """Electrodes whose every constant is lognormal about case B, at rates between C/20 and 3C."""
    random = np.random.default_rng(seed)
    p = reference.parameters("B") * np.exp(spread * random.standard_normal((members, 6)))
    rates = np.exp(random.uniform(np.log(1 / 20), np.log(3), members))
    one_c = p[:, 0] * p[:, 1] / 3600
    steps = np.array(
        [[Control(CURRENT, rate * current, lower=1.2)] for rate, current in zip(rates, one_c, strict=True)]
    )
    return p, steps


def test_a_member_runs_as_if_it_were_alone_on_any_number_of_threads():
    p, steps = scattered(64)
    options = SolverOptions(nodes=20, points=50, final=True)
    many = run(reference.problem(p, steps), options)
    one_thread = run(reference.problem(p, steps), replace(options, parallel=False))
    assert np.array_equal(many.outcomes, one_thread.outcomes)
    assert np.array_equal(many.curves, one_thread.curves)
    for member in (0, 17, 63):
        alone = run(reference.problem(p[member : member + 1], steps[member : member + 1]), options)
        assert np.array_equal(alone.outcomes[0], many.outcomes[member])
        assert np.array_equal(alone.final[0], many.final[member])


def test_members_repeat_time_steps_that_were_kept():
    p, steps = scattered(8)
    options = SolverOptions(nodes=20, points=50)
    own = run(reference.problem(p, steps), replace(options, paced=True))
    again = run(reference.problem(p, steps), options, pace=own.paces)
    kept = np.count_nonzero(own.paces[:, 0], axis=1)
    assert kept.tolist() == own.outcomes[:, 0, ACCEPTED].tolist()
    assert np.array_equal(again.outcomes[..., [STATUS, ELAPSED, VOLTAGE_END, ACCEPTED]],
                          own.outcomes[..., [STATUS, ELAPSED, VOLTAGE_END, ACCEPTED]])  # fmt: skip
    assert np.array_equal(again.curves, own.curves)
    assert not again.outcomes[..., REJECTED].any()


def test_a_member_that_runs_on_after_the_time_steps_it_repeats_goes_by_its_own():
    p, steps = scattered(2)
    p[1], steps[1] = p[0], steps[0]
    steps[1, 0, LOWER] = 1.1
    first = run(reference.problem(p[:1], steps[:1]), SolverOptions(nodes=20, paced=True))
    both = run(reference.problem(p, steps), SolverOptions(nodes=20), pace=first.paces[:, :, :30])
    assert both.outcomes[:, 0, STATUS].tolist() == [LOWER_VOLTAGE, LOWER_VOLTAGE]
    alone = run(reference.problem(p, steps), SolverOptions(nodes=20))
    assert both.outcomes[:, 0, ELAPSED] == pytest.approx(alone.outcomes[:, 0, ELAPSED], rel=1e-4)
    with pytest.raises(ValueError, match="do not fit 2 members"):
        run(reference.problem(p, steps), pace=np.zeros((3, 1, 5)))


def test_points_that_a_small_table_keeps_tell_the_whole_curve():
    p, steps = scattered(8)
    exact = SolverOptions(nodes=20, tolerance=1e-8)
    wide, small = (run(reference.problem(p, steps), replace(exact, points=points)) for points in (1000, 40))
    for member in range(8):
        every = wide.curves[member, 0, : wide.counts[member, 0]]
        kept = small.curves[member, 0, : small.counts[member, 0]]
        assert len(every) > 140
        assert len(kept) == 40
        assert np.array_equal(kept[[0, -1]], every[[0, -1]])
        assert {*kept[:, 0]} <= {*every[:, 0]}
        astray = abs(np.interp(every[:, 0], kept[:, 0], kept[:, 1]) - every[:, 1])
        assert np.trapezoid(astray, every[:, 0]) < 1e-3 * every[-1, 0]  # a millivolt in the mean over time
    assert np.array_equal(wide.outcomes, small.outcomes)


def test_a_member_that_fails_has_a_status_and_stops_no_other():
    p, steps = scattered(20)
    whole = run(reference.problem(p, steps), SolverOptions(nodes=20))
    p = p.copy()
    p[7, reference.KAPPA] = np.nan
    steps = steps.copy()
    steps[11, 0, 1] = np.nan
    broken = run(reference.problem(p, steps), SolverOptions(nodes=20))
    others = np.setdiff1d(np.arange(20), [7, 11])
    assert np.all(broken.outcomes[[7, 11], 0, STATUS] == NO_START)
    assert np.array_equal(broken.outcomes[others], whole.outcomes[others])


@pytest.mark.parametrize("members", [2000, pytest.param(8000, marks=pytest.mark.slow)])
def test_no_member_of_a_widely_scattered_ensemble_fails(members):
    p, steps = scattered(members)
    ensemble = run(reference.problem(p, steps), SolverOptions(nodes=20, tolerance=1e-5))
    outcomes = ensemble.outcomes[:, 0]
    assert np.all(outcomes[:, STATUS] == LOWER_VOLTAGE)
    assert np.all(outcomes[:, TOLERANCE] == 1e-5)  # none had to be repeated at a tighter one
    started = outcomes[:, ELAPSED] > 0
    assert started.mean() > 0.97  # the others are below the cut-off from the first moment
    assert np.max(np.abs(outcomes[started, VOLTAGE_END] - 1.2)) < 2e-8
    assert np.max(ensemble.charge_balance) < 1e-12
    assert np.max(outcomes[:, ACCEPTED]) < 100
    tight = run(reference.problem(p[::10], steps[::10]), SolverOptions(nodes=20, tolerance=1e-9)).outcomes[:, 0]
    long = tight[:, ELAPSED] > 1.0
    error = np.abs(outcomes[::10, ELAPSED][long] / tight[long, ELAPSED] - 1)
    assert np.median(error) < 1e-5
    assert np.max(error) < 5e-3


def test_a_second_process_compiles_nothing():
    program = """
from brimstone.model.gel import GEL, GEL_THROUGH_DEPTH
from brimstone.model.solid import SOLID
from tests.solver import reference_problem as reference
reference.solve("A", [reference.discharge("A")], nodes=5)
for function in (*SOLID.functions, *GEL.functions, *GEL_THROUGH_DEPTH.functions):
    function.address
"""
    folder = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    answers = [
        subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True).stderr
        for _ in range(2)
    ]
    assert answers[1] == ""


def test_shapes_that_do_not_fit_are_refused():
    p, steps = scattered(4)
    problem = reference.problem(p, steps)
    with pytest.raises(ValueError, match="must be equal"):
        replace(problem, parameters=p[:3])
    with pytest.raises(ValueError, match="controls"):
        reference.problem(p, steps[:2])
    with pytest.raises(ValueError, match="scales"):
        replace(problem, scales=np.ones(3))
    with pytest.raises(ValueError, match="profiles"):
        run(problem, SolverOptions(profiles=True))
