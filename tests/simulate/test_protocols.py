"""Protocols of a laboratory on a whole cell: power, loads, profiles, ends that are asked for and ends that are not."""

import numpy as np
import pytest

from brimstone.library import load
from brimstone.simulate.run import simulate
from brimstone.simulate.settings import Settings
from brimstone.solver.interface import LEFT_OUT, VOLTAGE_END
from tests.cells import recipe

LITHIUM_INDIUM = 0.62  # [V], of the negative electrode of the cell


def run(*steps, **changes):
    return simulate(recipe(protocol=list(steps), **changes), load(), Settings(certain=True, checks=False))


def balanced(done):
    return max(done.balances.values()) < 1e-6


def test_a_constant_power_is_the_voltage_between_the_electrodes_times_the_current():
    done = run({"discharge": "1 mW/cm2", "to": "1.5 V"}, {"charge": "0.5 mW/cm2", "to": "2.6 V"})
    for step, power in zip(done.shown, (10.0, -5.0), strict=True):
        assert (step.curve.voltage - LITHIUM_INDIUM) * step.curve.current == pytest.approx(power, rel=1e-9)
        assert step.cell_energies[0] == pytest.approx(abs(power) * step.duration, rel=1e-6)
        assert step.instruction.current == pytest.approx(step.curve.charge[-1] / step.duration)
    assert balanced(done)
    assert done.status == "completed"


def test_a_load_obeys_its_resistance():
    done = run({"discharge": "2000 ohm cm2", "to": "1.2 V"})
    (step,) = done.shown
    assert step.curve.voltage - LITHIUM_INDIUM == pytest.approx(0.2 * step.curve.current, rel=1e-9)
    assert balanced(done)


def test_whole_cells_and_areas_are_the_same_cell():
    area = np.pi / 4 * 1.0  # cm2 of 10 mm
    steps = [f"Discharge at {area} mW for 10 min", f"Discharge at {1000 / area} ohm for 10 min"]
    whole = run(*steps, diameter="10 mm")
    each = run("Discharge at 1 mW/cm2 for 10 min", "Discharge at 1000 ohm cm2 for 10 min")
    for one, other in zip(whole.shown, each.shown, strict=True):
        assert one.charge.value == pytest.approx(other.charge.value, rel=1e-9)


@pytest.mark.parametrize("end", ["3500 mAh/g", "200 h"])
def test_a_step_that_does_not_get_where_it_should_is_not_completed(end):
    done = run({"discharge": "0.2C", "to": end})
    (step,) = done.shown
    assert not step.completed
    assert done.status == "failed"
    assert step.stop_reason.startswith(f"{end} was not reached")
    assert step.charge.value > 0.0


def test_a_current_that_no_voltage_carries_is_told_by_the_bound_it_went_beyond():
    cold = {"temperature": "-20 degC", "stack_pressure": "5 MPa"}
    step = run({"discharge": "100C", "to": "400 mAh/g"}, operation=cold).steps[0]
    assert step.outcomes[0, VOLTAGE_END] < -1.0
    assert step.stop_reason.endswith("the voltage went beyond 0.00 V against lithium, where any cell is stopped")


def test_a_power_beyond_the_peak_says_so_and_the_cell_goes_on():
    done = run({"discharge": "100 mW/cm2", "to": "1.0 V"}, {"discharge": "0.2C", "to": "1.5 V"})
    first, second = done.shown
    assert (first.completed, second.completed) == (False, True)
    assert "does not give this power" in first.stop_reason
    assert any("does not give this power" in one for one in done.warnings)


def test_a_profile_is_one_step_whose_energy_is_that_of_its_points():
    points = [[0, 1], [600, 0.5], [1200, -0.5], [1800, 0], [2400, 0]]
    done = run({"drive": points, "unit": "mW/cm2", "times": 2}, {"drive": points, "unit": "mW/cm2", "between": "lines"})
    steps, lines = done.shown
    assert (steps.duration, lines.duration) == (4800.0, 2400.0)
    assert steps.instruction.kind == "drive"
    held, ramped = 2 * 10.0 * 600.0 * (1 + 0.5 - 0.5), 10.0 * 600.0 * (0.75 + 0.0 - 0.25)
    for step, energy in ((steps, held), (lines, ramped)):
        delivered = step.outcomes[0, 3] - LITHIUM_INDIUM * step.outcomes[0, 2]
        assert delivered == pytest.approx(energy, rel=1e-6)
    assert balanced(done)


def test_the_sign_of_a_profile_is_what_it_says():
    points = [[0, 0.2], [600, 0.0]]
    out, back = run(*({"drive": points, "unit": "C", "positive": way} for way in ("discharge", "charge"))).shown
    assert out.curve.charge[-1] == pytest.approx(-back.curve.charge[-1], rel=1e-9)
    assert out.curve.charge[-1] > 0.0


def test_cycles_end_where_less_than_the_asked_capacity_is_kept():
    cycle = {"cycles": 6, "charge": "0.5C", "discharge": "0.5C", "window": ["1.3 V", "2.6 V"]}
    free = run(cycle)
    kept = [step.charge.value for step in free.shown if step.instruction.kind == "discharge"]
    share = kept[3] / kept[1]  # just not kept by the cycle after
    assert share > kept[4] / kept[1]
    middle = 50 * (share + kept[4] / kept[1])
    ended = run({**cycle, "until": f"{middle:.6f} % retention"})
    assert [step.charge.value for step in ended.shown if step.instruction.kind == "discharge"] == pytest.approx(
        kept[:5]
    )
    assert ended.status == "completed"
    assert any("ended in cycle 5 of 6" in note for note in ended.notes)


def test_a_step_ends_where_the_stack_has_its_pressure():
    held = {"operation": {"temperature": "25 degC", "stack_pressure": "50 MPa", "fixture": "constant gap"}}
    free = run({"discharge": "0.2C", "to": "1.3 V"}, **held)
    trace = free.pressure.pressure
    wanted = 0.5 * (trace[0] + trace[-1])
    (step,) = run({"discharge": "0.2C", "to": "1.3 V", "or": f"{wanted / 1e6:.9f} MPa"}, **held).shown
    assert step.completed
    assert step.stop_reason == "the requested stack pressure was reached"
    charge = np.interp(wanted, np.sort(trace), free.shown[0].curve.charge[np.argsort(trace)])
    assert step.charge.value == pytest.approx(charge, rel=1e-3)


def test_steps_that_were_left_out_count_in_no_figure():
    done = simulate(
        recipe(protocol=[{"pulse": "0.5C", "for": "30 min", "rest": "10 min", "to": "1.3 V"}]),
        load(),
        Settings(members=12, checks=False),
    )
    for step in done.steps:
        out = step.outcomes[:, 0] == LEFT_OUT
        assert not np.any(step.valid[out]) or step.status == LEFT_OUT


@pytest.mark.parametrize("sulfide", [False, True])
def test_a_first_ramp_starts_without_a_current(sulfide):
    """At the voltage at which the cell rests, down where there is sulfur and up where there is Li2S."""
    held = {"Li2S": "40 wt%", "Li6PS5Cl": "40 wt%", "Super P": "20 wt%"}
    cathode = {"active": "Li2S", "composition": held, "loading": "1 mg/cm2", "mixing": "ball-milled"}
    changes = {"cathode": {**cathode, "pressed_at": "370 MPa"}} if sulfide else {}
    done = run({"ramp": "0.1 mV/s", "window": ["1.0 V", "3.0 V"]}, **changes)
    first, second = done.shown
    assert abs(first.curve.current[0]) < 1e-3 * np.abs(first.curve.current).max()
    assert first.curve.voltage[-1] == pytest.approx(3.0 if sulfide else 1.0, abs=1e-6)
    assert second.duration == pytest.approx(2e4)
    assert balanced(done)
    assert len(done.hysteresis()) == 1
