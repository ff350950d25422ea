"""What a step of a protocol promises: holds, ramps, rests, events, states carried from step to step."""

import numpy as np
import pytest

from brimstone.solver.ensemble import run
from brimstone.solver.interface import (
    ACCEPTED,
    BALANCE,
    CHARGE,
    CURRENT,
    ELAPSED,
    LEFT_OUT,
    LOW_CURRENT,
    LOWER_VOLTAGE,
    NO_START,
    NOT_RUN,
    OUTCOMES,
    STATUS,
    TIME,
    UPPER_VOLTAGE,
    VOLTAGE,
    VOLTAGE_END,
    VOLTAGE_START,
    Control,
)
from tests.solver import reference_problem as reference

C = reference.ONE_C


def follow(*steps, case="B", **options):
    options = {"nodes": 20, "tolerance": 1e-6, "final": True} | options
    return reference.solve(case, steps, **options)


def test_a_hold_keeps_its_voltage_to_a_microvolt():
    ensemble = follow(
        Control(CURRENT, C, duration=1500.0), Control(VOLTAGE, 2.3, duration=4000.0), tolerance=1e-5, points=400
    )
    held = ensemble.curves[0, 1, : ensemble.counts[0, 1]]
    assert ensemble.outcomes[0, 1, STATUS] == TIME
    assert ensemble.outcomes[0, 1, ACCEPTED] > 3
    assert held[::4, 1] == pytest.approx(np.full(held[::4].shape[0], 2.3), abs=1e-6)
    assert np.all(held[1:, 2] < 0)
    assert np.all(np.diff(np.abs(held[::4, 2])) < 0)


def test_a_hold_passes_the_charge_that_its_states_take_up():
    outcome = follow(Control(CURRENT, C, duration=1500.0), Control(VOLTAGE, 2.3, duration=4000.0)).outcomes[0, 1]
    assert abs(outcome[BALANCE]) < 1e-13 * abs(outcome[CHARGE])


def test_a_hold_ends_when_the_current_has_fallen_to_its_floor():
    for voltage in (2.3, 1.7):  # a charging and a discharging one
        ensemble = follow(
            Control(CURRENT, C, duration=1500.0), Control(VOLTAGE, voltage, current_floor=C / 20), points=400
        )
        assert ensemble.outcomes[0, 1, STATUS] == LOW_CURRENT
        last = ensemble.curves[0, 1, ensemble.counts[0, 1] - 1]
        assert abs(last[2]) == pytest.approx(C / 20, rel=1e-8)


def test_constant_current_then_constant_voltage_joins_without_a_jump_of_the_current():
    ensemble = follow(
        Control(CURRENT, C, duration=1500.0),
        Control(CURRENT, -C / 2, upper=2.4),
        Control(VOLTAGE, 2.4, current_floor=C / 20),
        points=400,
    )
    assert list(ensemble.outcomes[0, :, STATUS]) == [TIME, UPPER_VOLTAGE, LOW_CURRENT]
    assert ensemble.curves[0, 2, 0, 2] == pytest.approx(-C / 2, rel=2e-5)


def test_a_ramp_moves_its_voltage_linearly():
    ensemble = follow(Control(VOLTAGE, 2.3, slope=-2e-4, duration=3000.0), points=1000)
    time, voltage = ensemble.curves[0, 0, : ensemble.counts[0, 0] : 4, :2].T
    assert voltage == pytest.approx(2.3 - 2e-4 * time, abs=2e-6)
    assert time[-1] == 3000.0


def test_rest_evens_the_potential_out_and_passes_no_charge():
    ensemble = follow(
        Control(CURRENT, C, duration=1500.0), Control(CURRENT, 0.0, duration=36000.0), points=400, profiles=True
    )
    outcome = ensemble.outcomes[0, 1]
    assert outcome[CHARGE] == 0.0
    assert abs(outcome[BALANCE]) < 1e-9
    spread = [np.ptp(ensemble.profiles[0, step, ensemble.counts[0, step] - 1, 0]) for step in (0, 1)]
    assert spread[1] < 1e-2 * spread[0]


def test_two_halves_of_a_discharge_are_the_whole():
    whole = follow(Control(CURRENT, C, lower=1.2), tolerance=1e-9)
    halves = follow(Control(CURRENT, C, duration=1600.0), Control(CURRENT, C, lower=1.2), tolerance=1e-9)
    assert halves.outcomes[0, :, ELAPSED].sum() == pytest.approx(whole.outcomes[0, 0, ELAPSED], rel=1e-8)
    assert halves.outcomes[0, 1, VOLTAGE_START] == pytest.approx(halves.outcomes[0, 0, VOLTAGE_END], abs=1e-8)
    assert halves.final[0] == pytest.approx(whole.final[0], abs=1e-7)


def test_a_restored_step_repeats_the_first():
    first, _, again = follow(
        Control(CURRENT, C, lower=1.2),
        Control(CURRENT, -C / 3, upper=2.2),
        Control(CURRENT, C, lower=1.2, restore=True),
    ).outcomes[0]
    assert np.array_equal(first, again)


def test_a_saved_state_is_the_one_restored():
    begin = Control(CURRENT, C, duration=600.0)
    discharge = {"mode": CURRENT, "value": 2 * C, "lower": 1.2}
    _, first, again, straight = follow(
        begin, Control(**discharge, save=True), Control(**discharge, restore=True), Control(**discharge)
    ).outcomes[0]
    assert np.array_equal(first, again)
    assert straight[ELAPSED] < 0.1 * first[ELAPSED]


def test_steps_of_a_group_are_left_out_once_one_has_ended_by_voltage():
    steps = [Control(CURRENT, C, duration=900.0, lower=1.2, group=1) for _ in range(6)]
    outcomes = follow(*steps, Control(CURRENT, -C / 5, duration=60.0)).outcomes[0]
    assert list(outcomes[:, STATUS]) == [TIME] * 3 + [LOWER_VOLTAGE] + [LEFT_OUT] * 2 + [TIME]
    assert outcomes[:4, ELAPSED].sum() == pytest.approx(3201.49, abs=0.1)


def test_a_voltage_beyond_the_cut_off_at_the_start_ends_the_step_at_once():
    outcome = follow(Control(CURRENT, C, lower=2.5)).outcomes[0, 0]
    assert outcome[STATUS] == LOWER_VOLTAGE
    assert outcome[ELAPSED] == 0.0


def test_a_step_ends_at_its_duration_exactly():
    outcome = follow(Control(CURRENT, C, duration=1234.5)).outcomes[0, 0]
    assert outcome[ELAPSED] == 1234.5
    assert outcome[CHARGE] == C * 1234.5


def test_a_step_that_cannot_start_has_a_status_and_the_rest_is_not_run():
    # all that could react is used up: nothing carries the current
    steps = [Control(CURRENT, C, lower=1.2), Control(CURRENT, -C, upper=2.5)]
    ensemble = run(reference.problem(reference.parameters("B"), [steps], start=[[np.nan, 0.0]]))
    assert list(ensemble.outcomes[0, :, STATUS]) == [NO_START, NOT_RUN]
    assert not ensemble.completed.any()


def test_every_status_has_a_sentence():
    assert sorted(OUTCOMES) == list(range(len(OUTCOMES)))
    assert all(len(sentence) > 20 for _, sentence in OUTCOMES.values())


def test_any_number_of_nodes_will_do():
    ends = [follow(Control(CURRENT, C, lower=1.2), nodes=nodes).outcomes[0, 0, ELAPSED] for nodes in range(1, 20)]
    # the mesh error falls with the square of the number of nodes, whatever that number is
    errors = np.abs(np.array(ends) - 3201.87)[3:] * np.arange(4, 20) ** 2
    assert np.all(errors < 1000)
