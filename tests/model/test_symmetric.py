"""A symmetric cell is twice the half: resistances, states, derivatives, stocks of lithium."""

import numpy as np
import pytest

from brimstone._compile import function_at, kernel
from brimstone.library import Ledger, load
from brimstone.library.workbench import Workbench
from brimstone.model.derive import derive
from brimstone.model.surroundings import SCALES, Around, State, laws
from brimstone.model.symmetric.cell import SymmetricCell
from brimstone.model.symmetric.kernels import FUNCTIONS
from brimstone.simulate.symmetric import SteppedTest, critical_current, follow
from brimstone.solver.interface import (
    CURRENT,
    ELAPSED,
    POWER,
    SHORT_CIRCUIT,
    STATUS,
    SURROUND_SLOPES,
    TIME,
    Control,
)
from tests.cells import recipe

DAY = 86400.0


def cell(pressure="2 MPa", members=1, **changes):
    given = recipe(
        anode={"material": "Li", "thickness": "100 um", **changes.pop("anode", {})},
        operation={"stack_pressure": pressure, "temperature": "25 degC", **changes.pop("operation", {})},
        **changes,
    )
    return SymmetricCell.of(derive(Workbench.of(given, load(), Ledger(members, 0, given.overrides))))


def column(one, name):
    return float(one.side[0, Around[name]])


def states(ensemble, step=0):
    """States of both sides at the end of a step, (2, states)."""
    return ensemble.ends[0, step, 1, 1:].reshape(2, -1)


@pytest.mark.parametrize("interlayer", [{}, {"interface": "tin or silicon powder by pressing"}])
def test_a_small_current_meets_twice_an_interface_and_the_separator_once(interlayer):
    one = cell(anode=interlayer)
    small = 1e-3
    ensemble = follow(one, [Control(CURRENT, small, duration=1e-3)])
    kinetics = 2.0 / (2.0 * column(one, "half_inverse_thermal_voltage")) / column(one, "anode_exchange_current")
    measured = -ensemble.curves[0, 0, 0, 1] / small
    assert measured == pytest.approx(2.0 * one.interface[0] + one.separator[0] + kinetics, rel=1e-6)
    assert one.resistance[0] == pytest.approx(2.0 * one.interface[0] + one.separator[0])


def test_turning_the_current_round_mirrors_the_cell():
    there, back = (follow(cell(), [Control(CURRENT, sign * 5.0, duration=7200.0)]) for sign in (1.0, -1.0))
    assert states(there)[0] == pytest.approx(states(back)[1], rel=1e-9)
    assert states(there)[1] == pytest.approx(states(back)[0], rel=1e-9)
    ends = [one.curves[0, 0, one.counts[0, 0] - 1, 1] for one in (there, back)]
    assert ends[0] == pytest.approx(-ends[1], rel=1e-9)


def test_what_one_side_gives_the_other_takes():
    found = states(follow(cell(), [Control(CURRENT, 3.0, duration=3600.0)]))
    assert found[0, State.charge] == pytest.approx(3.0 * 3600.0)
    assert found[1, State.charge] == pytest.approx(-3.0 * 3600.0)


def test_voids_grow_by_what_creep_does_not_supply_and_only_where_lithium_is_stripped():
    one, current, time = cell("1 MPa"), 5.0, 600.0
    q = one.side[0]
    supply = float(laws.creep_supply(1e6, q)[0])
    volume, depth = column(one, "void_growth"), column(one, "void_depth")
    # dv/dt = V (i - i_c) - V i_c v/h
    rate = volume * supply / depth
    expected = volume * (current - supply) / rate * (1.0 - np.exp(-rate * time))
    found = states(follow(one, [Control(CURRENT, current, duration=time)]))
    assert found[0, State.voids] == pytest.approx(expected, rel=1e-3)
    assert found[1, State.voids] < 1e-3 * expected


def test_a_short_takes_the_depth_of_the_separator_over_the_speed_of_the_crack():
    one = cell("25 MPa")
    q, current = one.side[0], 20.0
    contact = column(one, "anode_contact")
    speed = float(laws.crack_rate(-current, 25e6, contact, q)[0])
    outcome = follow(one, [Control(CURRENT, current, duration=100.0 * DAY)]).outcomes[0, 0]
    assert outcome[STATUS] == SHORT_CIRCUIT
    assert outcome[ELAPSED] == pytest.approx(column(one, "separator_depth") / speed, rel=0.02)


def test_every_step_of_a_cycler_works_on_a_symmetric_cell():
    ensemble = follow(cell("10 MPa"), [Control(POWER, 0.01, duration=60.0, lower=-5.0, upper=5.0)])
    assert ensemble.outcomes[0, 0, STATUS] != TIME  # a passive cell gives no power
    ensemble = follow(cell("10 MPa"), [Control(POWER, -0.01, duration=60.0, lower=-5.0, upper=5.0)])
    rows = ensemble.curves[0, 0, : ensemble.counts[0, 0]]
    assert rows[:, 1] * rows[:, 2] == pytest.approx(-0.01, rel=1e-9)


_AT = function_at(SURROUND_SLOPES)


@kernel()
def _call(address, current, z, q, out, by):
    _AT(address, 0.0, current, z, q, out, by)


@pytest.mark.parametrize("current", [8.0, -8.0])
def test_derivatives_of_both_sides_are_exact(current):
    one = cell("3 MPa", operation={"fixture": "constant gap"})
    problem = one.problem(np.zeros((1, 1, len(Control._fields))))
    q = problem.surroundings.parameters[0].copy()
    size = 2 * len(State)
    z = problem.surroundings.initial[0].copy()
    for side, sign in ((0, 1.0), (len(State), -1.0)):
        some = {
            "charge": sign * 4e3,
            "relaxed": 1e4,
            "highest": 5e6,
            "flowed": 1e-9,
            "interphase": 500.0,
            "voids": 4e-7,
            "crack": 3e-6,
        }
        for name, amount in some.items():
            z[side + State[name]] = amount

    def value(current, z):
        out, by = np.zeros(3 + size + 3), np.zeros((2 + size, 2 + size))
        _call(FUNCTIONS.surround_slopes.address, current, z, q, out, by)
        return out[: 2 + size], by

    _, by = value(current, z)
    scales = np.tile(SCALES, 2)
    steps, largest = 1e-4 * scales, np.max(np.abs(by[:, 2:]) * scales, axis=1)
    for place in range(size):
        shift = np.zeros(size)
        shift[place] = steps[place]
        slope = (value(current, z + shift)[0] - value(current, z - shift)[0]) / (2.0 * steps[place])
        off = np.abs(by[:, 2 + place] - slope) * scales[place]
        assert np.all(off <= 1e-4 * np.abs(slope) * scales[place] + 1e-6 * largest), place
    slope = (value(current + 1e-4, z)[0] - value(current - 1e-4, z)[0]) / 2e-4
    assert by[:, 1] == pytest.approx(slope, rel=1e-4, abs=1e-12)


RISING = tuple(np.arange(1.0, 21.0))


def stepped(pressure, currents=RISING, **changes):
    return critical_current(cell(pressure, **changes), SteppedTest(currents, half=3600.0))


def test_the_critical_current_has_a_best_pressure_voids_below_it_and_shorts_above():
    low, middle, high = (stepped(pressure) for pressure in ("0.5 MPa", "8 MPa", "50 MPa"))
    assert middle.critical.value > 2.0 * low.critical.value
    assert middle.critical.value > 2.0 * high.critical.value
    assert low.trace.voids.max() > 10.0 * max(high.trace.voids.max(), 1e-9)
    assert high.end()[0] == "short circuit"


def test_warmth_raises_the_critical_current():
    cold, warm = (stepped("2 MPa", operation={"temperature": one}) for one in ("0 degC", "60 degC"))
    assert warm.critical.value > cold.critical.value


def test_the_voltage_before_a_short_shows_voids():
    found = stepped("2 MPa")
    last = found.trace.time > found.trace.time[-1] - 600.0
    start = found.trace.voltage[0] / found.trace.current[0]
    end = np.abs(found.trace.voltage[last] / found.trace.current[last]).max()
    assert end > 1.3 * start
    assert found.failed[0] > found.passed[0] > 0.0


def test_a_test_that_ends_early_ends_its_trace_and_a_gentle_one_is_passed():
    broken, gentle = stepped("50 MPa"), stepped("8 MPa", currents=(0.5, 1.0))
    assert broken.trace.time[-1] < 2.0 * 20.0 * 3600.0
    assert gentle.end()[0] == "passed"
    assert np.isnan(gentle.failed[0])
    assert gentle.trace.time[-1] == pytest.approx(4.0 * 3600.0)


def test_half_cycles_pass_their_capacity_or_take_their_time():
    by_charge, by_time = SteppedTest((1.0, 2.0), charge=3600.0, cycles=2, rest=60.0), SteppedTest((2.0,), half=10.0)
    halves = by_charge.halves()
    assert [one for one, _ in halves] == [1.0] * 8 + [2.0] * 8
    assert [abs(control.value) * control.duration for _, control in halves[::2]] == [3600.0] * 8
    assert [control.duration for _, control in by_time.halves()] == [10.0, 10.0]
    for wrong in ({"currents": (2.0, 1.0), "half": 1.0}, {"currents": (1.0,)}, {"currents": (0.0,), "half": 1.0}):
        with pytest.raises(ValueError, match=r"stepped test|half cycle"):
            SteppedTest(**wrong)
