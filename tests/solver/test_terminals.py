"""Steps by power, by load and along a line: what is set holds, charge and energy close, limits end the step."""

import numpy as np
import pytest

from brimstone.solver.interface import (
    BALANCE,
    CHARGE,
    CURRENT,
    ELAPSED,
    ENERGY,
    LEFT_OUT,
    LOAD,
    LOWER_VOLTAGE,
    POWER,
    POWER_PEAK,
    STATUS,
    TIME,
    UPPER_VOLTAGE,
    VOLTAGE_START,
    Control,
)
from tests.solver import reference_problem as reference

C = reference.ONE_C


def follow(*steps, **options):
    return reference.solve("B", steps, **({"nodes": 20, "tolerance": 1e-6, "points": 800} | options))


def curve(ensemble, step=0):
    return ensemble.curves[0, step, : ensemble.counts[0, step]].T


@pytest.mark.parametrize("counter", [0.0, 0.62])
def test_power_is_kept_at_every_point_and_its_energy_is_power_times_time(counter):
    ensemble = follow(Control(POWER, C, lower=1.2, counter=counter))
    _, voltage, current, _ = curve(ensemble)
    assert (voltage - counter) * current == pytest.approx(C, rel=1e-12)
    outcome = ensemble.outcomes[0, 0]
    assert outcome[STATUS] == LOWER_VOLTAGE
    assert outcome[ENERGY] - counter * outcome[CHARGE] == pytest.approx(C * outcome[ELAPSED], rel=1e-8)
    assert abs(outcome[BALANCE]) < 1e-12 * outcome[CHARGE]


def test_a_power_takes_from_the_cell_what_the_same_currents_take():
    # the currents that the power drew, replayed in a hundred straight lines, pass through the same voltages
    by_power = follow(Control(POWER, C, duration=2000.0), tolerance=1e-8)
    time, voltage, current, _ = curve(by_power)
    ends = np.linspace(0.0, 2000.0, 101)
    at = np.interp(ends, time, current)
    lines = [Control(CURRENT, at[k], slope=(at[k + 1] - at[k]) / 20.0, duration=20.0, joins=k > 0) for k in range(100)]
    replayed = follow(*lines, tolerance=1e-8)
    again, volts, *_ = curve(replayed)
    assert np.interp(ends, again, volts) == pytest.approx(np.interp(ends, time, voltage), abs=1e-4)


def test_a_load_draws_its_voltage_over_its_resistance():
    resistance = 1.9 / C
    ensemble = follow(Control(LOAD, resistance, lower=1.2, counter=0.3))
    time, voltage, current, _ = curve(ensemble)
    assert current == pytest.approx((voltage - 0.3) / resistance, rel=1e-12)
    outcome = ensemble.outcomes[0, 0]
    assert abs(outcome[BALANCE]) < 1e-12 * outcome[CHARGE]
    assert outcome[CHARGE] == pytest.approx(np.trapezoid(current, time), rel=1e-4)
    assert outcome[ENERGY] == pytest.approx(np.trapezoid(current * voltage, time), rel=1e-4)


@pytest.mark.parametrize("step", [Control(POWER, C, lower=1.2), Control(LOAD, 1.9 / C, lower=1.2)])
def test_steps_by_power_and_load_converge_with_high_order(step):
    ends = [follow(step, tolerance=tolerance).outcomes[0, 0, ELAPSED] for tolerance in (1e-4, 1e-6, 1e-9)]
    coarse, fine = abs(ends[0] - ends[2]), abs(ends[1] - ends[2])
    assert fine < 2e-6 * ends[2]
    assert fine < 0.1 * coarse


def test_a_current_along_a_line_passes_its_integral():
    ensemble = follow(Control(CURRENT, 2 * C, slope=-C / 600, duration=1500.0))  # through zero into a charge
    time, _, current, charge = curve(ensemble)
    assert current == pytest.approx(2 * C - C / 600 * time, abs=1e-12 * C)
    assert charge == pytest.approx(2 * C * time - C / 1200 * time**2, abs=1e-9 * C)
    assert abs(ensemble.outcomes[0, 0, BALANCE]) < 1e-9 * C


def peak_of_power(start=2.1):
    """Largest power of the fresh cell, from the voltages of a hundred currents."""
    currents = np.linspace(C, 40 * C, 400)
    steps = [Control(CURRENT, i, lower=-20.0, duration=1e-6, restore=True) for i in currents]
    return np.max(currents * reference.solve("B", steps, nodes=20, tolerance=1e-6).outcomes[0, :, VOLTAGE_START])


def test_more_power_than_the_peak_is_refused_from_the_start_and_a_little_less_is_given():
    peak = peak_of_power()
    above = follow(Control(POWER, 1.01 * peak, lower=0.01), Control(CURRENT, -C, duration=1.0)).outcomes[0]
    assert list(above[:, STATUS]) == [POWER_PEAK, TIME]  # the cell goes on
    assert above[0, ELAPSED] == 0.0
    below = follow(Control(POWER, 0.97 * peak, lower=0.01)).outcomes[0, 0]
    assert below[STATUS] == POWER_PEAK
    assert below[ELAPSED] > 0.0


def test_a_power_that_is_taken_up_has_no_peak():
    ensemble = follow(Control(CURRENT, C, duration=1500.0), Control(POWER, -3 * C, upper=3.0))
    _, voltage, current, _ = curve(ensemble, 1)
    assert ensemble.outcomes[0, 1, STATUS] == UPPER_VOLTAGE
    assert voltage * current == pytest.approx(-3 * C, rel=1e-12)


def test_a_charge_ends_a_step_by_power_where_it_has_passed():
    outcome = follow(Control(POWER, C, most_charge=3000.0)).outcomes[0, 0]
    assert outcome[STATUS] == TIME
    assert outcome[CHARGE] == pytest.approx(3000.0, rel=1e-9)


def test_steps_that_join_are_one_in_what_comes_back():
    steps = [(C, 1000.0), (0.0, 100.0), (2 * C, np.inf)]
    apart = follow(*(Control(CURRENT, i, duration=t, lower=1.2) for i, t in steps))
    joined = follow(*(Control(CURRENT, i, duration=t, lower=1.2, joins=k > 0) for k, (i, t) in enumerate(steps)))
    assert joined.outcomes.shape[1] == 1
    for column in (ELAPSED, CHARGE, ENERGY):
        assert joined.outcomes[0, 0, column] == pytest.approx(apart.outcomes[0, :, column].sum(), rel=1e-14)
    time, _, _, charge = curve(joined)
    assert np.all(np.diff(time) >= 0.0)
    assert (time[-1], charge[-1]) == pytest.approx((joined.outcomes[0, 0, ELAPSED], joined.outcomes[0, 0, CHARGE]))


def test_what_joins_a_step_that_met_its_voltage_is_left_out():
    ensemble = follow(
        Control(CURRENT, 2 * C, lower=1.2),
        Control(CURRENT, -C, duration=900.0, joins=True),
        Control(CURRENT, 0.0, duration=1.0),
    )
    assert list(ensemble.outcomes[0, :, STATUS]) == [LOWER_VOLTAGE, TIME]
    assert ensemble.outcomes[0, 0, CHARGE] > 0.0


@pytest.mark.parametrize(("least", "last"), [(1.01, LEFT_OUT), (0.01, UPPER_VOLTAGE)])
def test_a_step_that_passes_too_little_of_another_ends_its_loop(least, last):
    out, back = Control(CURRENT, C, lower=1.2, loop=1), Control(CURRENT, -C / 3, upper=2.5, loop=1)
    steps = [out._replace(mark=True), back, out._replace(least=least), back, Control(CURRENT, 0.0, duration=1.0)]
    assert list(follow(*steps).outcomes[0, :, STATUS]) == [LOWER_VOLTAGE, UPPER_VOLTAGE, LOWER_VOLTAGE, last, TIME]
