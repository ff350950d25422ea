"""The steps that a cycler carried out are found in its records."""

import numpy as np
import pytest

from brimstone.bridge import read_data
from brimstone.errors import DataError
from brimstone.fit.experiments import charged_first, experiment
from brimstone.fit.scales import scale_doubt
from brimstone.recipe import parse
from brimstone.result import Cycling, Measured
from brimstone.solver.interface import CURRENT, DURATION, LOAD, LOWER, MODE, POWER, SLOPE, UPPER, VALUE, VOLTAGE
from tests.bridge.cycler import writers

AREA = 1e-4
RECIPE = """
cathode: {active: S, composition: {S: 30 wt%, Li6PS5Cl: 50 wt%, acetylene black: 20 wt%}, loading: 1 mg/cm2}
separator: [{electrolyte: Li6PS5Cl, thickness: 500 um}]
anode: {material: Li-In}
protocol: [{rates: [0.1C], window: [1.0 V, 2.8 V]}]
"""


def test_cycles_become_steps_with_the_limits_of_their_voltages(tmp_path):
    path = tmp_path / "cell.csv"
    path.write_text(writers.arbin(writers.cell()), encoding="utf-8")
    one = experiment(read_data(path), AREA, 0.6)
    rows = one.controls[0]
    driven = rows[rows[:, VALUE] != 0.0]
    assert driven[:, VALUE] == pytest.approx([10.0, -10.0] * 3)
    assert driven[::2, LOWER] == pytest.approx(1.15 + 0.6)
    assert driven[1::2, UPPER] == pytest.approx(2.75 + 0.6)
    discharges = [segment for segment in one.segments if segment.label.startswith("discharge")]
    assert [segment.passed for segment in discharges] == pytest.approx(np.array(writers.DISCHARGE) / AREA, rel=1e-3)
    assert discharges[0].voltage[0] == pytest.approx(2.75, abs=0.01)


def table(current, voltage, time=None, step=None):
    current, voltage = np.asarray(current, dtype=float), np.asarray(voltage, dtype=float)
    time = np.arange(current.size) * 10.0 if time is None else time
    one = np.ones(current.size, dtype=int)
    passed = np.cumsum(np.abs(current)) * 10.0
    return Measured(
        "x.csv", "x", Cycling(time, voltage, current, one if step is None else step, one, passed, passed), (), ()
    )


def test_a_held_voltage_is_held():
    charge = np.linspace(2.2, 2.8, 50)
    current = np.append(np.full(50, 1e-3), 1e-3 * np.exp(-np.arange(40) / 10.0))
    rows = experiment(table(current, np.append(charge, np.full(40, 2.8))), AREA).controls[0]
    assert rows[:, MODE].tolist() == [CURRENT, VOLTAGE]
    assert rows[1, VALUE] == pytest.approx(2.8)


def test_pulses_end_by_time_and_their_rests_are_compared():
    current, voltage = [], []
    for pulse in range(5):
        current += [-1e-3] * 20 + [0.0] * 20
        voltage += [2.1 - 0.02 * pulse] * 20 + [2.2 - 0.02 * pulse] * 20
    one = experiment(table(current, voltage), AREA)
    pulses = one.controls[0][::2]
    assert pulses[:-1, DURATION] == pytest.approx(200.0, abs=15.0)
    assert sum(segment.rests for segment in one.segments) >= 4


def test_errors_are_white_after_whitening():
    random = np.random.default_rng(1)
    one = experiment(table(np.full(500, -1e-3), 2.1 + random.normal(0.0, 1e-3, 500)), AREA)
    (segment,) = one.segments
    white = []
    for _ in range(300):
        noise = segment.averaged(random.normal(0.0, 1e-3, segment.share.size)) + random.normal(0.0, 1e-3)
        white.append(segment.whitening @ np.append(noise, random.normal(0.0, 5e-4)))
    assert np.mean(np.square(white)) == pytest.approx(1.0, abs=0.15)


def test_a_file_without_currents_or_steps_is_refused():
    with pytest.raises(DataError, match="no currents"):
        experiment(table(np.full(50, np.nan), np.full(50, 2.1)), AREA)
    with pytest.raises(DataError, match="nothing to compare"):
        experiment(table(np.zeros(50), np.full(50, 2.1)), AREA)


def test_a_step_that_ended_by_time_is_not_given_a_voltage_to_end_by():
    voltage = 2.1 - 0.15 * np.linspace(0.0, 1.0, 721)
    timed = experiment(table(np.full(721, -1e-3), voltage), AREA).controls[0]  # two hours, at 1.95 V by chance
    assert timed[0, DURATION] == pytest.approx(7200.0)
    assert timed[0, LOWER] < 0.5
    falling = voltage - np.where(np.arange(721) > 700, 0.02 * (np.arange(721) - 700), 0.0)
    assert experiment(table(np.full(721, -1e-3), falling), AREA).controls[0][0, LOWER] == pytest.approx(1.55)
    odd = experiment(table(np.full(700, -1e-3), 2.1 - 0.5 * np.linspace(0.0, 1.0, 700)), AREA).controls[0]
    assert odd[0, LOWER] == pytest.approx(1.6)


def test_constant_power_and_a_load_are_repeated_as_such():
    voltage = np.linspace(2.4, 1.5, 200)
    counter = 0.6
    power = experiment(table(-2e-4 / (voltage - counter), voltage), AREA, counter=counter)
    assert power.controls[0][0, [MODE, VALUE]] == pytest.approx([POWER, 2.0])
    assert power.segments[0].label == "discharge 0.2 mW/cm2"
    assert power.segments[0].passed == pytest.approx(np.sum(2e-4 / (voltage - counter)) * 10.0 / AREA, rel=0.01)
    load = experiment(table(-(voltage - counter) / 5e3, voltage), AREA, counter=counter)
    assert load.controls[0][0, [MODE, VALUE]] == pytest.approx([LOAD, 0.5])


def test_sweeps_of_the_voltage_are_repeated_and_said_not_to_be_compared():
    sweep = np.linspace(2.8, 1.2, 161)
    voltage = np.concatenate([sweep, sweep[-2::-1], sweep[1:]])
    current = 1e-3 * np.sin(voltage * 3.0) * np.append(np.sign(np.diff(voltage)), -1.0)
    discharge = 2.0 - 0.3 * np.linspace(0.0, 1.0, 50) ** 2
    step = np.append(np.ones(voltage.size, dtype=int), np.full(50, 2))
    measured = table(np.append(current, np.full(50, -1e-3)), np.append(voltage, discharge), step=step)
    one = experiment(measured, AREA)
    assert one.controls[0][:, MODE].tolist() == [VOLTAGE, VOLTAGE, VOLTAGE, CURRENT]
    assert one.controls[0][:3, SLOPE] == pytest.approx([-1e-3, 1e-3, -1e-3])
    assert one.controls[0][:3, VALUE] == pytest.approx([2.8, 1.2, 2.8], abs=1e-6)
    assert any("currents are not compared" in note for note in one.notes)
    assert len(one.segments) == 1


def test_what_comes_after_a_step_that_can_not_be_repeated_is_not_compared():
    wandering = -1e-3 * (1.5 + np.sin(np.linspace(0.0, 9.0, 100)))
    voltage = 2.1 + 0.1 * np.sin(np.linspace(0.0, 4.0, 100))
    currents = [np.full(50, -1e-3), wandering, np.full(50, -1e-3)]
    voltages = [np.linspace(2.2, 2.1, 50), voltage, np.linspace(2.1, 1.5, 50)]
    measured = table(np.concatenate(currents), np.concatenate(voltages), step=np.repeat([1, 2, 3], [50, 100, 50]))
    one = experiment(measured, AREA)
    assert len(one.segments) == len(one.controls[0]) == 1
    assert any("step 2 keeps neither current" in note for note in one.notes)


@pytest.mark.parametrize(
    ("window", "reference", "ends", "asked"),
    [
        ("[1.0 V, 2.8 V]", "Li/Li+", (0.38, 2.18), "against Li-In they would"),
        ("[1.0 V, 2.8 V]", "Li/Li+", (1.0, 2.4), ""),
        ("[0.38 V, 2.18 V]", "Li-In", (0.38, 2.18), ""),
        ("[0.38 V, 2.18 V]", "Li-In", (1.0, 2.8), "against Li/Li+ they would"),
        ("[0.4 V, 2.4 V]", "Li-In", (0.98, 1.48), ""),  # within the window: a curve that stops there
        ("[1.0 V, 2.8 V]", "Li/Li+", (1.5, 2.6), ""),  # another window, which the fit takes from the file
    ],
)
def test_voltages_that_look_like_those_against_another_electrode_are_asked_about(window, reference, ends, asked):
    recipe = parse(RECIPE.replace("[1.0 V, 2.8 V]", window) + f"reference: {reference}\n")
    measured = table(np.full(200, -1e-3), np.linspace(ends[1], ends[0], 200))
    doubt = scale_doubt(measured, recipe)
    assert (asked in doubt) if asked else doubt == ""


def test_a_cell_made_discharged_is_charged_before_a_file_that_begins_with_its_discharge():
    rested = np.append(np.zeros(20), np.full(200, -1e-3))
    measured = table(rested, np.append(np.full(20, 2.4), np.linspace(2.4, 1.0, 200)), step=np.repeat([1, 2], [20, 200]))
    plain = experiment(measured, AREA)
    one = charged_first(plain, 3.0)
    rows = one.controls[0]
    assert rows[0, MODE] == CURRENT
    assert rows[0, VALUE] == pytest.approx(-10.0)
    assert rows[0, UPPER] == 3.0
    assert rows[1:] == pytest.approx(plain.controls[0], nan_ok=True)
    assert [segment.row for segment in one.segments] == [segment.row + 1 for segment in plain.segments]
    assert len(one.numbers) == len(rows)
    assert any("computed before" in note for note in one.notes)
    with pytest.raises(DataError, match="begins with a discharge"):
        charged_first(plain, None)


def test_a_file_that_begins_with_the_charge_is_taken_as_it_is():
    plain = experiment(table(np.full(200, 1e-3), np.linspace(2.0, 2.8, 200)), AREA)
    assert charged_first(plain, None) is plain
