"""Orders of accuracy in time and in space."""

from itertools import pairwise

import numpy as np
import pytest

from brimstone.solver.interface import (
    ACCEPTED,
    CHARGE,
    CURRENT,
    ELAPSED,
    ENERGY,
    TIME,
    VOLTAGE,
    VOLTAGE_END,
    Control,
)
from tests.solver import reference_problem as reference

SECONDS = 8.0
ANY_ERROR = 1e9  # as a tolerance: every time step is accepted, so that the duration of a protocol step sets it


def by_current(start, end):
    return Control(CURRENT, 20 * reference.ONE_C, duration=end - start)


def by_ramp(start, end):
    return Control(VOLTAGE, 1.9 - 0.15 * start, slope=-0.15, duration=end - start)


def end_of(steps, tolerance, predictive=True):
    ensemble = reference.solve("B", steps, nodes=20, tolerance=tolerance, predictive=predictive, final=True)
    return ensemble.outcomes[0], ensemble.final[0]


@pytest.mark.parametrize("kind", [by_current, by_ramp])
def test_time_steps_are_of_fourth_order(kind):
    reference_outcome, exact = end_of([kind(0.0, SECONDS)], 1e-12)
    errors, energy_errors = [], []
    for number in (16, 32, 64):
        edges = np.linspace(0.0, SECONDS, number + 1)
        outcomes, y = end_of([kind(*pair) for pair in pairwise(edges)], ANY_ERROR, predictive=False)
        assert np.all(outcomes[:, ACCEPTED] == 1)
        errors.append(np.abs(y - exact).max())
        energy_errors.append(abs(outcomes[:, ENERGY].sum() - reference_outcome[0, ENERGY]))
    orders = np.log2(np.array([errors[:-1], energy_errors[:-1]]) / np.array([errors[1:], energy_errors[1:]]))
    assert np.all(orders > 3.6)


def test_the_error_of_a_ramp_follows_its_tolerance():
    _, exact = end_of([by_ramp(0.0, SECONDS)], 1e-12)
    for tolerance in (1e-5, 1e-6, 1e-7, 1e-8):
        assert np.abs(end_of([by_ramp(0.0, SECONDS)], tolerance)[1] - exact).max() < 30 * tolerance


@pytest.mark.parametrize("case", reference.CASES)
def test_the_mesh_converges_with_second_order(case):
    current = reference.CASES[case][0] * reference.ONE_C
    half = 0.5 * 3600.0 / reference.CASES[case][0]
    steps = [Control(CURRENT, current, duration=half)]
    voltages = [
        reference.solve(case, steps, nodes=nodes, tolerance=1e-10).outcomes[0, 0, VOLTAGE_END]
        for nodes in (40, 80, 160, 320)
    ]
    steps_down = np.abs(np.diff(voltages))
    assert np.log2(steps_down[:-1] / steps_down[1:]) == pytest.approx([2.0, 2.0], abs=0.1)


def test_energy_is_the_integral_of_current_times_voltage():
    ensemble = reference.solve("C", [reference.discharge("C")], nodes=20, tolerance=1e-9, points=2000)
    time, voltage, current, charge = ensemble.curves[0, 0, : ensemble.counts[0, 0]].T
    outcome = ensemble.outcomes[0, 0]
    # four recorded intervals a time step: Boole's rule
    power = (voltage * current)[: 4 * ((time.size - 1) // 4) + 1]
    steps = np.diff(time[::4])
    stretches = (power[0:-1:4], power[1::4], power[2::4], power[3::4], power[4::4])
    weights = (7, 32, 12, 32, 7)
    energy = sum(weight * values for weight, values in zip(weights, stretches, strict=True)) @ steps / 90
    assert outcome[ENERGY] == pytest.approx(energy, rel=1e-8)
    assert charge[-1] == outcome[CHARGE]
    assert time[-1] == outcome[ELAPSED]
    assert np.all(np.diff(time) > 0)


def test_energy_of_a_hold_is_its_voltage_times_its_charge():
    steps = [Control(CURRENT, 5.0, duration=1000.0), Control(VOLTAGE, 2.0, duration=2000.0)]
    outcomes = reference.solve("B", steps, nodes=20, tolerance=1e-6).outcomes[0]
    assert outcomes[1, 0] == TIME
    assert outcomes[1, ENERGY] == pytest.approx(2.0 * outcomes[1, CHARGE], rel=1e-12)
