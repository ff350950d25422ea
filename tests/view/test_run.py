import numpy as np
import pytest

from brimstone.result import comparison
from brimstone.view import curves, depth, losses, steps, voltammetry
from brimstone.view.charts import Chart
from brimstone.view.run import run_sections
from brimstone.view.words import number
from tests.cells import run as cell_run


def series(chart: Chart):
    return [one for panel in chart.panels for one in panel.series]


def test_a_thinned_curve_leaves_out_nothing_that_can_be_seen(uncertain):
    for curve, step in zip(curves.voltage_curves(uncertain), uncertain.shown, strict=True):
        drawn = np.interp(np.abs(step.curve.charge), curve.charge, curve.voltage)
        assert np.max(np.abs(drawn - step.curve.voltage)) < 2e-3 * np.ptp(step.curve.voltage)
        assert curve.voltage[-1] == step.curve.voltage[-1]


def test_the_reaction_through_the_depth_adds_up_to_the_current(uncertain, charged, without_sulfur):
    for run in (uncertain, charged, without_sulfur):
        for front in depth.fronts(run):
            areal = front.reaction.mean(axis=1) * 1e3 * run.cell.parameter("thickness")[0]
            assert areal == pytest.approx(abs(front.step.instruction.current), rel=1e-5)


def test_the_front_begins_and_ends_where_the_step_does(uncertain, charged):
    for run in (uncertain, charged):
        for front in depth.fronts(run):
            assert front.state[0] == pytest.approx(front.step.profile.values[0, 1])
            assert front.state[-1] == pytest.approx(front.step.profile.values[-1, 1])
            assert front.charge[-1] == pytest.approx(abs(front.step.curve.charge[-1]))


def test_losses_are_those_of_the_run(uncertain):
    told = uncertain.losses
    for step in losses.step_losses(uncertain):
        expected = {name: 1e3 * volts for name, volts in told[step.step.instruction.label].items()}
        assert step.millivolts == pytest.approx(expected)
        assert step.capacity == pytest.approx(step.step.capacity().value / 3600)


def test_what_is_out_of_reach_is_the_rest_of_theory(uncertain):
    reach = float(uncertain.cell.parameter("conversion_charge")[0] * uncertain.cell.composite.thickness[0])
    whole = float(uncertain.cell.theoretical_charge[0])
    assert losses.out_of_reach(uncertain) == pytest.approx(1672 * (1 - reach / whole), rel=1e-3)


def test_bases_of_capacity_agree_with_the_run(charged, without_sulfur):
    (step,) = charged.shown
    sulfur, active, area = steps.bases(charged)
    assert sulfur.factor * step.charge.value == pytest.approx(step.capacity("sulfur").value / 3600)
    assert active.factor * step.charge.value == pytest.approx(step.capacity("active").value / 3600)
    assert area.figure(step).value == pytest.approx(step.charge.value / 36_000)
    assert [basis.per for basis in steps.bases(without_sulfur)] == ["active", "area"]


def test_few_of_many_cycles_are_drawn_the_first_and_the_last_among_them(cycled):
    cycles = [curve.step.instruction.cycle for curve in curves.voltage_curves(cycled)]
    assert cycles[0] == 1
    assert cycles[-1] == 60
    assert len(cycles) == 12
    discharges = next(one for one in series(curves.cycle_chart(cycled)) if one.name == "discharge")
    assert len(discharges.x) == 60


def test_coulombic_efficiency_is_that_of_the_run(cycled):
    drawn = next(one for one in series(curves.cycle_chart(cycled)) if one.name == "coulombic efficiency")
    assert drawn.y == pytest.approx([100 * one for one in cycled.coulombic_efficiency()])


def test_time_runs_through_the_whole_protocol(varied, certain):
    voltage, _ = series(curves.time_chart(varied))
    assert np.all(np.diff(voltage.x) >= -1e-12)
    assert voltage.x[-1] * 3600 == pytest.approx(sum(step.duration for step in varied.steps), rel=1e-6)
    assert curves.time_chart(certain) is None


def test_ramps_oxidise_upwards(varied):
    ramps = [one for one in series(voltammetry.voltammogram_chart(varied)) if one.style == "line"]
    assert ramps
    for ramp in ramps:
        assert ramp.y[np.argmax(ramp.x)] > ramp.y[np.argmin(ramp.x)]


def test_differential_capacity_holds_the_capacity_of_its_step(certain):
    drawn = curves.voltage_curves(certain)
    lines = series(curves.differential_chart(certain, drawn))
    assert [curve.name for curve in drawn] == [line.name for line in lines]
    for curve, line in zip(drawn, lines, strict=True):
        capacity = steps.bases(certain)[0].figure(curve.step).value
        summed = line.y.sum() * (line.x[1] - line.x[0])
        assert summed == pytest.approx(-capacity if curve.charging else capacity, rel=1e-6)


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


def test_a_step_that_ends_at_once_is_a_plain_zero_and_has_no_voltage():
    cold = {"temperature": "-20 degC", "stack_pressure": "20 MPa"}
    cycles = {"cycles": 4, "charge": "2C", "discharge": "2C", "window": ["1.0 V", "2.8 V"]}
    cycled = cell_run(protocol=[cycles], operation=cold, nodes=6)
    rows = steps.step_table(cycled, cycled.shown, endings=False).rows
    printed = [[str(cell) for cell in row.cells] for row in rows]
    assert not any("10⁻" in cell for row in printed for cell in row)
    assert printed[-1][3:8] == ["0", "0", "0", "–", "–"]


def test_a_list_of_rates_after_cycles_has_no_place_among_them():
    window = ["1.0 V", "2.8 V"]
    cycles = {"cycles": 3, "charge": "0.5C", "discharge": "0.5C", "window": window}
    drawn = curves.cycle_chart(cell_run(protocol=[cycles, {"rates": ["1C", "2C"], "window": window}], nodes=6))
    assert {cycle for one in series(drawn) for cycle in one.x} == {1, 2, 3}


def test_a_charge_transfer_that_hardly_takes_place_is_not_told_as_a_resistance_of_the_cell(charged, uncertain):
    def told(run):
        return " ".join(
            note.text for section in run_sections(run, ()) for note in section.items if hasattr(note, "text")
        )

    for run in (charged, uncertain):  # lithium sulfide before its first charge has a slope of gigaohms at rest
        shown = number(run.series_resistance.to("ohm cm2").value)
        assert f"resistance as assembled: {shown} " in told(run)
        assert "charge transfer" not in told(run).split("resistance as assembled")[1].split("begins")[0]
        assert f"The reaction takes {1e3 * run.beginning.lost:.0f} mV" in told(run)
    assert charged.resistance["charge transfer"].to("ohm cm2").value > 1e6
    assert charged.series_resistance.to("ohm cm2").value < 1e4


def test_charge_beyond_theory_is_redox_of_the_electrolyte_or_what_a_shuttle_consumed():
    """A solution has no redox of its own, and a charge through it goes on while lithium reduces what it made."""
    soaked = {
        "composition": {"S": "60 wt%", "Super P": "30 wt%", "PVDF": "10 wt%"},
        "mixing": "slurry", "infiltrated": "DOL-DME LiTFSI", "pressed_at": None,
    }  # fmt: skip
    liquid = cell_run(
        cathode=soaked,
        separator=[{"electrolyte": "DOL-DME LiTFSI", "thickness": "25 um"}],
        anode={"material": "Li"},
        protocol=[{"discharge": "0.5C", "to": "1.8 V"}, {"cycles": 2, "charge": "0.02C", "discharge": "0.1C"}],
        nodes=5,
    )
    told = " ".join(note.text for note in steps.endings(liquid))
    assert "is what a shuttle consumed" in told
    assert "redox" not in told
