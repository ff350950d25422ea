import numpy as np
import pytest

from brimstone.report import comparison, data
from brimstone.view.words import duration, interval, number, quantity, unit


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1788.4, "1788"),
        (757.14, "757"),
        (0.0292, "0.0292"),
        (-1.38, "−1.38"),
        (3.2e-9, "3.20 × 10⁻⁹"),
        (6.5e7, "6.50 × 10⁷"),
        (999.9, "1000"),
        (0.0, "0"),
        (None, "–"),
        (float("nan"), "–"),
    ],
)
def test_numbers_are_written_as_a_paper_prints_them(value, words):
    assert number(value) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("mAh/g", "mAh g⁻¹"),
        ("mA/cm2", "mA cm⁻²"),
        ("um", "µm"),
        ("ohm cm2", "Ω cm²"),
        ("degC", "°C"),
        ("1/h", "h⁻¹"),
        ("W/m/K", "W m⁻¹ K⁻¹"),
        ("cm3/mol", "cm³ mol⁻¹"),
        ("MPa m^0.5", "MPa m⁰·⁵"),
        ("%", "%"),
        ("", ""),
    ],
)
def test_units_are_written_with_exponents(text, words):
    assert unit(text) == words


def test_quantities_keep_their_number_as_written():
    assert quantity("0.45 mg/cm2") == "0.45 mg cm⁻²"
    assert quantity("0.1C") == "0.1C"
    assert quantity("constant pressure") == "constant pressure"
    assert interval(1.0, None) == ""
    assert [duration(seconds) for seconds in (5.0, 182.0, 79_000.0)] == ["5.0 s", "3.0 min", "22 h"]


def test_a_thinned_curve_leaves_out_nothing_that_can_be_seen(uncertain):
    for curve, step in zip(data.voltage_curves(uncertain), uncertain.shown, strict=True):
        drawn = np.interp(np.abs(step.curve.charge), curve.charge, curve.voltage)
        assert np.max(np.abs(drawn - step.curve.voltage)) < 2e-3 * np.ptp(step.curve.voltage)
        assert curve.voltage[-1] == step.curve.voltage[-1]


def test_the_reaction_through_the_depth_adds_up_to_the_current(uncertain, charged, without_sulfur):
    for run in (uncertain, charged, without_sulfur):
        for front in data.fronts(run):
            areal = front.reaction.mean(axis=1) * 1e3 * front.step.cell.parameter("thickness")[0]
            assert areal == pytest.approx(abs(front.step.instruction.current), rel=1e-5)


def test_the_front_begins_and_ends_where_the_step_does(uncertain, charged):
    for run in (uncertain, charged):
        for front in data.fronts(run):
            assert front.state[0] == pytest.approx(front.step.profile[0, 1])
            assert front.state[-1] == pytest.approx(front.step.profile[-1, 1])
            assert front.charge[-1] == pytest.approx(abs(front.step.curve.charge[-1]))
            assert front.time[-1] == pytest.approx(front.step.duration)


def test_losses_are_those_of_the_run(uncertain):
    told = uncertain.losses()
    for step in data.step_losses(uncertain):
        expected = {name: 1e3 * volts for name, volts in told[step.step.instruction.label].items()}
        assert step.millivolts == pytest.approx(expected)
        assert step.capacity == pytest.approx(step.step.capacity().value / 3600)


def test_what_is_out_of_reach_is_the_rest_of_theory(uncertain):
    reach = float(uncertain.cell.parameter("conversion_charge")[0] * uncertain.cell.composite.thickness[0])
    whole = float(uncertain.cell.theoretical_charge[0])
    assert data.out_of_reach(uncertain) == pytest.approx(1672 * (1 - reach / whole), rel=1e-3)


def test_bases_of_capacity_agree_with_the_run(charged, without_sulfur):
    (step,) = charged.shown
    sulfur, active, area = data.bases(charged)
    assert sulfur.factor * step.charge.value == pytest.approx(step.capacity("sulfur").value / 3600)
    assert active.factor * step.charge.value == pytest.approx(step.capacity("active").value / 3600)
    assert area.figure(step).value == pytest.approx(step.charge.value / 36_000)
    assert [basis.per for basis in data.bases(without_sulfur)] == ["active", "area"]


def test_few_of_many_cycles_are_drawn_the_first_and_the_last_among_them(cycled):
    cycles = [curve.step.instruction.cycle for curve in data.voltage_curves(cycled)]
    assert cycles[0] == 1
    assert cycles[-1] == 60
    assert len(cycles) == 12
    assert len(data.cycle_points(cycled)) == 60


def test_coulombic_efficiency_is_that_of_the_run(cycled):
    told = [point.efficiency for point in data.cycle_points(cycled) if point.efficiency is not None]
    assert told == pytest.approx(cycled.coulombic_efficiency())


def test_time_runs_through_the_whole_protocol(varied, certain):
    trace = data.time_trace(varied)
    assert trace is not None
    assert np.all(np.diff(trace.time) >= -1e-12)
    assert trace.time[-1] * 3600 == pytest.approx(sum(step.duration for step in varied.steps), rel=1e-6)
    assert data.time_trace(certain) is None


def test_ramps_oxidise_upwards(varied):
    for ramp in data.voltammograms(varied):
        assert ramp.current[np.argmax(ramp.voltage)] > ramp.current[np.argmin(ramp.voltage)]


def test_differential_capacity_holds_the_capacity_of_its_step(certain):
    curves, told = data.voltage_curves(certain), data.differential_capacities(certain)
    assert [curve.name for curve in curves] == [name for name, *_ in told]
    for curve, (_, _, voltage, per_volt) in zip(curves, told, strict=True):
        width = voltage[1] - voltage[0]
        capacity = data.bases(certain)[0].figure(curve.step).value
        assert per_volt.sum() * width == pytest.approx(-capacity if curve.charging else capacity, rel=1e-6)


def test_reported_numbers_find_the_step_they_belong_to(uncertain):
    rows = comparison(uncertain)
    steps = uncertain.shown
    assert rows[0].step is steps[0]
    assert rows[0].ratio.value == pytest.approx(steps[0].capacity("active").value / 3600 / 1400)
    assert rows[0].ratio.low < rows[0].ratio.high
    assert rows[1].step is steps[1]
    assert rows[1].unit == "mAh/cm2"
    assert rows[1].computed.value == pytest.approx(steps[1].charge.value / 36_000)


def test_reported_numbers_without_a_counterpart_say_why(uncertain):
    reasons = [row.reason for row in comparison(uncertain)]
    assert reasons[2] == "measured at 25 °C, not the temperature of this run"
    assert reasons[3] == "the protocol has no cycle 100 at this rate"
    assert reasons[4] == "the protocol has no discharge at this rate"
    assert reasons[6] == "no rate is given with it"


def test_reported_voltages_are_taken_against_the_reference_of_the_recipe(uncertain):
    row = comparison(uncertain)[5]
    assert row.quantity == "mean voltage"
    assert row.measured == pytest.approx(1.3 + uncertain.recipe.reference_potential)
    assert row.computed.value == uncertain.shown[0].mean_voltage.value
