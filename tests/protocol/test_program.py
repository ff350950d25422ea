import numpy as np
import pytest

from brimstone.constants import MAH_G
from brimstone.errors import RecipeError
from brimstone.protocol import Basis, compile_protocol
from brimstone.solver.interface import (
    COUNTER,
    CURRENT,
    CURRENT_FLOOR,
    DURATION,
    GROUP,
    LOAD,
    LOWER,
    MODE,
    POWER,
    RESTORE,
    SAVE,
    SLOPE,
    UPPER,
    VALUE,
)
from tests.cells import recipe

CHARGE, MASS = 60.0, 0.01  # C/m2, kg/m2


def program(*steps, charged=True, at_rest=np.nan, **changes):
    basis = Basis(CHARGE, MASS, charged, counter_potential=0.62, at_rest=at_rest)
    return compile_protocol(recipe(protocol=list(steps), **changes), basis)


def row(*steps, **changes):
    return program(*steps, **changes).controls[0, 0]


@pytest.mark.parametrize(
    ("rate", "current"),
    [("0.5C", 0.5 * CHARGE / 3600), ("0.13 mA/cm2", 1.3), ("50 mA/g", 50 * MASS), ("0.05 A/g", 50 * MASS)],
)
def test_a_rate_in_any_unit_is_the_same_current(rate, current):
    assert row({"discharge": rate, "to": "1.0 V"})[VALUE] == pytest.approx(current)
    assert row({"charge": rate, "to": "2.8 V"})[VALUE] == pytest.approx(-current)


def test_a_step_ends_by_voltage_time_or_charge():
    assert row({"discharge": "1C", "to": "1.2 V"})[LOWER] == 1.2
    assert row({"charge": "1C", "to": "2.7 V"})[UPPER] == 2.7
    assert row({"discharge": "1C", "to": "30 min"})[DURATION] == 1800
    by_charge = row({"discharge": "1C", "to": "0.5 mAh/g"})
    assert by_charge[DURATION] == pytest.approx(0.5 * 3600 * 1e-3 * 1e3 * MASS / (CHARGE / 3600))


def test_voltages_of_the_recipe_are_moved_to_the_lithium_scale():
    assert row({"discharge": "1C", "to": "0.5 V"}, reference="Li-In")[LOWER] == pytest.approx(1.12)


def test_a_rate_list_starts_every_rate_from_the_same_state():
    rows = program({"rates": ["0.1C", "1C", "2C"], "window": ["1.0 V", "2.8 V"]}).controls[0]
    assert rows[:, SAVE].tolist() == [1, 0, 0]
    assert rows[:, RESTORE].tolist() == [0, 1, 1]


def test_a_rate_list_after_other_steps_goes_back_to_the_state_before_it():
    rows = program({"rest": "1 h"}, {"rates": ["0.1C", "1C"], "window": ["1.0 V", "2.8 V"]}).controls[0]
    assert rows[:, SAVE].tolist() == [0, 1, 0]
    assert rows[:, RESTORE].tolist() == [0, 0, 1]


def test_a_rate_list_that_does_not_restore_brings_the_cell_back_each_time():
    steps = program({"rates": ["0.1C", "1C"], "charge": "0.2C", "window": ["1.0 V", "2.8 V"], "restore": False})
    assert [i.kind for i in steps.instructions] == ["discharge", "charge", "discharge", "charge"]
    assert [i.shown for i in steps.instructions] == [True, False, True, False]
    assert not steps.controls[0][:, RESTORE].any()


@pytest.mark.parametrize(("charged", "order"), [(True, ["discharge", "charge"]), (False, ["charge", "discharge"])])
def test_cycles_at_each_rate_follow_one_another(charged, order):
    step = {"rates": ["0.1C", "0.5C"], "cycles_each": 2, "window": ["1.0 V", "2.8 V"]}
    steps = program(step, charged=charged)
    assert [i.kind for i in steps.instructions] == order * 4
    assert [i.cycle for i in steps.instructions] == [1, 1, 2, 2, 3, 3, 4, 4]
    assert [abs(i.rate) for i in steps.instructions] == pytest.approx([0.1] * 4 + [0.5] * 4)
    assert not steps.controls[0][:, RESTORE].any()


def test_cycles_at_each_rate_of_a_discharge_are_charged_at_the_one_that_is_given():
    step = {"rates": ["0.1C", "0.5C"], "cycles_each": 1, "charge": "0.2C", "window": ["1.0 V", "2.8 V"]}
    assert [abs(i.rate) for i in program(step).instructions] == pytest.approx([0.1, 0.2, 0.5, 0.2])


def test_a_discharged_cell_is_charged_before_a_list_of_discharges():
    steps = program({"rates": ["1C", "0.1C"], "window": ["1.0 V", "2.8 V"]}, charged=False)
    first = steps.instructions[0]
    assert (first.kind, first.shown) == ("charge", False)
    assert abs(first.rate) == pytest.approx(0.1)
    assert "a charge at 0.1C is inserted first" in steps.notes[0]


@pytest.mark.parametrize(("charged", "order"), [(True, ["discharge", "charge"]), (False, ["charge", "discharge"])])
def test_cycles_begin_with_what_the_cell_can_do(charged, order):
    cycle = {"cycles": 3, "charge": "0.2C", "discharge": "0.5C", "window": ["1.0 V", "2.8 V"]}
    steps = program(cycle, charged=charged).instructions
    assert [i.kind for i in steps] == order * 3
    assert [i.cycle for i in steps] == [1, 1, 2, 2, 3, 3]


def test_a_hold_ends_by_current_or_by_time():
    assert row({"hold": "2.8 V", "until": "0.05C"})[CURRENT_FLOOR] == pytest.approx(0.05 * CHARGE / 3600)
    timed = row({"hold": "2.8 V", "until": "2 h"})
    assert timed[DURATION] == 7200
    assert np.isnan(timed[CURRENT_FLOOR])


RAMP = {"ramp": "0.1 mV/s", "window": ["1.0 V", "3.0 V"], "cycles": 2}


def test_a_ramp_goes_down_and_up_at_its_rate():
    steps = program(RAMP).controls[0]
    assert steps[:, SLOPE].tolist() == [-1e-4, 1e-4, -1e-4, 1e-4]
    assert steps[:, DURATION] == pytest.approx(2e4)
    assert steps[:, VALUE].tolist() == [3.0, 1.0, 3.0, 1.0]


def test_a_first_ramp_starts_where_the_cell_rests_and_turns_to_what_it_can_do():
    steps = program({"rest": "1 h"}, RAMP, at_rest=2.4).controls[0][1:]
    assert steps[:, VALUE].tolist() == [2.4, 1.0, 3.0, 1.0]
    assert steps[:, DURATION] == pytest.approx([1.4e4, 2e4, 2e4, 2e4])
    steps = program(RAMP, charged=False, at_rest=2.0).controls[0]
    assert steps[:, SLOPE].tolist() == [1e-4, -1e-4, 1e-4, -1e-4]
    assert steps[:, VALUE].tolist() == [2.0, 3.0, 1.0, 3.0]
    above = {**RAMP, "window": ["2.5 V", "3.0 V"]}
    assert program(above, at_rest=2.4).controls[0][:, VALUE].tolist() == [2.5, 3.0, 2.5]


def test_a_ramp_after_a_discharge_starts_at_its_lower_vertex():
    steps = program({"discharge": "0.1C", "to": "1.0 V"}, RAMP, at_rest=2.4).controls[0][1:]
    assert steps[:, VALUE].tolist() == [1.0, 3.0, 1.0, 3.0]


def test_pulses_and_rests_end_together():
    steps = program({"pulse": "1C", "for": "10 min", "rest": "1 h", "to": "1.0 V"})
    assert [i.kind for i in steps.instructions[:5]] == ["rest", "discharge", "rest", "discharge", "rest"]
    assert not steps.instructions[0].shown  # the voltage before the first pulse
    assert len(set(steps.controls[0][1:, GROUP])) == 1
    assert len(steps.instructions) >= 2 * 6  # six pulses of ten minutes carry the theory


def test_an_impedance_takes_no_time_and_its_frequencies_in_the_order_asked_for():
    (asked,) = program({"impedance": ["1 MHz", "1 mHz"], "points": 10}).instructions
    assert (asked.kind, asked.rows[0][VALUE], asked.rows[0][DURATION]) == ("impedance", 0.0, 0.0)
    assert asked.frequencies == pytest.approx(10.0 ** np.arange(6, -4, -1))


def test_what_can_not_be_run_is_said_so():
    with pytest.raises(RecipeError, match="limit is 20000"):
        program({"cycles": 15_000, "charge": "1C", "discharge": "1C", "window": ["1.0 V", "2.8 V"]})


def test_a_half_cycle_ends_at_its_capacity_or_at_its_voltage_whichever_comes_first():
    step = {"cycles": 1, "charge": "0.1C", "discharge": "0.1C", "window": ["1 V", "2.8 V"]}
    free, limited = row(step), row({**step, "capacity": "0.5 mAh/g"})
    assert limited[LOWER] == free[LOWER]
    assert limited[DURATION] * limited[VALUE] == pytest.approx(0.5 * MAH_G * MASS)


@pytest.mark.parametrize(
    ("rate", "mode", "value"),
    [("2 mW/cm2", POWER, 20.0), ("0.5 W/g", POWER, 500 * MASS), ("1000 ohm cm2", LOAD, 0.1), ("1 mA", CURRENT, 10.0)],
)
def test_power_load_and_current_are_per_area(rate, mode, value):
    found = row({"discharge": rate, "to": "1.0 V"}, area="1 cm2")
    assert (found[MODE], found[VALUE], found[COUNTER]) == (mode, pytest.approx(value), 0.62)


def test_the_layers_of_a_pouch_share_a_current_and_a_load_of_the_whole_cell():
    pouch = {"format": {"kind": "pouch", "layers": 4}, "area": "1 cm2"}
    assert row({"discharge": "4 mA", "to": "1.0 V"}, **pouch)[VALUE] == pytest.approx(10.0)
    assert row({"discharge": "4 ohm", "to": "1.0 V"}, **pouch)[VALUE] == pytest.approx(16e-4)


def test_a_cell_is_not_charged_through_a_load():
    with pytest.raises(RecipeError, match="only discharges"):
        program({"charge": "1000 ohm cm2", "to": "2.8 V"})


def test_a_profile_is_one_instruction_of_joined_rows():
    points = [[0, 1], [60, -2], [90, 0]]
    (held,) = program({"drive": points, "unit": "mA/cm2", "times": 2}).instructions
    assert [one.value for one in held.rows] == [10.0, -20.0, 10.0, -20.0]
    assert [one.duration for one in held.rows] == [60.0, 30.0, 60.0, 30.0]
    assert [one.joins for one in held.rows] == [False, True, True, True]
    (lines,) = program({"drive": points, "unit": "mW/cm2", "between": "lines", "positive": "charge"}).instructions
    assert [(one.mode, one.value, one.slope) for one in lines.rows] == [
        (POWER, -10.0, pytest.approx(0.5)),
        (POWER, 20.0, pytest.approx(-20.0 / 30.0)),
    ]


def test_a_cell_rests_after_every_half_cycle_where_that_is_said():
    cycle = {"cycles": 2, "charge": "0.2C", "discharge": "0.5C", "rest": "10 min", "window": ["1.0 V", "2.8 V"]}
    steps = program(cycle)
    assert [i.kind for i in steps.instructions] == ["discharge", "rest", "charge", "rest"] * 2
    assert steps.controls[0][1, DURATION] == 600.0
    rates = {"rates": ["0.1C", "1C"], "cycles_each": 1, "rest": "10 min", "window": ["1.0 V", "2.8 V"]}
    assert [i.kind for i in program(rates).instructions] == ["discharge", "rest", "charge", "rest"] * 2
    with pytest.raises(RecipeError, match="give cycles_each"):
        program({key: value for key, value in rates.items() if key != "cycles_each"})


def test_a_rest_after_a_cycle_that_ends_its_loop_is_left_out_with_it():
    cycle = {"cycles": 5, "rate": "0.1C", "rest": "10 min", "until": "80 % retention", "window": ["1.0 V", "2.8 V"]}
    assert {one.rows[0].loop for one in program(cycle).instructions} == {1}
