"""What every chart owes its reader, whoever draws it."""

import itertools

import numpy as np
import pytest

from brimstone.cell import Cell
from brimstone.library import load
from brimstone.report.paper import draw, drawn
from brimstone.report.plotly import specification
from brimstone.view import critical, depth, envelopes
from brimstone.view.charts import Axis, Chart, Panel, Series, readable_ticks, residual_panel
from brimstone.view.curves import cycle_chart, electrode_chart, stack_chart, voltage_curves
from brimstone.view.palette import MEASURED
from tests.cells import recipe

TIME = np.linspace(0.0, 5.0, 30)


def line(name, y, **more):
    return Series(name, TIME, np.asarray(y, dtype=float), **more)


def test_a_curve_that_others_hide_shows_at_their_sides_and_no_other_is_widened():
    same, apart = np.sin(TIME), 2.0 + np.cos(TIME)
    panel = Panel(Axis("Voltage (V)"), (line("a", same), line("b", apart), line("c", same + 1e-4), line("d", same)))
    first, other, second, last = panel.widths()
    assert first > second > last == other == 1.0


def test_curves_that_cross_or_run_apart_are_drawn_alike():
    assert Panel(Axis("y"), (line("up", TIME), line("down", 5.0 - TIME), line("one", [1.0] * 30))).widths() == [1.0] * 3


def test_widths_do_not_stumble_over_points_nor_numbers_that_are_missing():
    missing = np.full(30, np.nan)
    points = Series("points", TIME, TIME, style="points")
    assert Panel(Axis("y"), (line("none", missing), points, line("some", TIME))).widths() == [1.0] * 3


def test_numbers_that_hardly_differ_are_shown_over_the_least_span():
    panel = Panel(Axis("CE (%)", least_span=1.0), (line("CE", 100.03 + 1e-4 * TIME),))
    low, high = panel.limits
    assert high - low == pytest.approx(1.0)
    assert low < 100.03 < high
    assert Panel(Axis("CE (%)", least_span=1.0), (line("CE", TIME),)).limits is None


@pytest.mark.parametrize(("last", "between"), [(3, 1), (9, 1), (10, 2), (40, 5), (500, 100), (2000, 500)])
def test_what_is_counted_has_ticks_at_whole_numbers(last, between):
    counted = Series("y", range(1, last + 1), np.ones(last))
    chart = Chart("cycles", Axis("Cycle", whole=True), (Panel(Axis("y"), (counted,)),))
    assert specification(chart)["layout"]["xaxis"]["dtick"] == between
    ticks = draw(chart).axes[0].get_xticks()
    assert np.array_equal(ticks, np.round(ticks))


def test_paper_shows_the_numbers_themselves_and_keeps_the_highest_clear_of_the_frame():
    names = ["a", "b"]
    bars = tuple(Series(name, names, values, style="bars") for name, values in (("x", [3.0, 4.0]), ("y", [0.0, 0.0])))
    high = Chart("points", Axis("Time (h)"), (Panel(Axis("y", from_zero=True), (line("y", 1000.0 + 1e-3 * TIME),)),))
    stacked = Chart("bars", Axis("", "category"), (Panel(Axis("y"), bars),))
    for chart, largest in ((high, 1000.0), (stacked, 4.0)):
        figure = draw(chart)
        figure.canvas.draw()
        (axes,) = figure.axes
        assert axes.get_ylim()[0] == 0.0
        assert axes.get_ylim()[1] > 1.02 * largest
        assert not axes.yaxis.get_major_formatter().get_offset()


def test_ticks_of_a_logarithmic_axis_are_words():
    series = Series("y", [1e-6, 1e-3, 1.0, 1e3], [1.0, 2.0, 3.0, 4.0])
    figure = draw(Chart("log", Axis("Frequency (Hz)", "log"), (Panel(Axis("y"), (series,)),)))
    figure.canvas.draw()
    (axes,) = figure.axes
    words = [label.get_text() for label in axes.get_xticklabels()]
    assert {"10⁻⁶", "0.01", "1", "100"} <= set(words)
    assert not any("$" in one for one in words)


def test_bands_are_named_once_for_all_and_an_own_name_stays():
    band = line("0.1C", TIME, style="band", low=TIME - 1.0, high=TIME + 1.0, legend=False)
    upper, lower = Panel(Axis("y"), (band, line("0.1C", TIME))), Panel(Axis("z"), (band,))
    chart = Chart("any", Axis("x"), (upper, lower))
    entries = [trace["name"] for trace in specification(chart)["data"] if trace["showlegend"]]
    assert entries == ["0.1C", "80 % of the samples"]
    legend = draw(chart).axes[0].get_legend()
    assert "80 % of the samples" in [text.get_text() for text in legend.get_texts()]
    own = Panel(Axis("y"), (line("of discharges", TIME, style="band", low=TIME, high=TIME),))
    assert [one.name for one in Chart("own", Axis("x"), (own,)).keyed[0].series] == ["of discharges"]


def test_a_name_that_a_panel_above_has_in_its_legend_is_not_repeated():
    panels = tuple(Panel(Axis(title), (line("first side", TIME), line("second side", -TIME))) for title in "yz")
    drawn = draw(Chart("two", Axis("x"), panels))
    assert [axes.get_legend() is None for axes in drawn.axes] == [False, True]
    shown = [trace["showlegend"] for trace in specification(Chart("two", Axis("x"), panels))["data"]]
    assert shown == [True, True, False, False]


def test_lying_bars_run_from_the_first_above_down_on_a_page_and_on_paper():
    bars = Series("share", ["largest", "smallest"], [2.0, 1.0], style="bars")
    chart = Chart("bars", Axis("", "category"), (Panel(Axis("Share (%)"), (bars,)),), horizontal=True)
    assert specification(chart)["layout"]["yaxis"]["autorange"] == "reversed"
    heights = {text.get_text(): place for place, text in zip(*_ticks(draw(chart).axes[0]), strict=True)}
    assert heights["largest"] > heights["smallest"]


def _ticks(axes):
    return axes.get_yticks(), axes.get_yticklabels()


def test_electrodes_are_drawn_over_the_whole_protocol_with_the_charges_between_rates():
    rates = recipe(protocol=[{"rates": ["0.2C", "1C"], "charge": "0.2C", "window": ["1.5 V", "2.8 V"]}])
    run = Cell(rates, load()).run(certain=True, nodes=8)
    assert len(run.shown) < len(run.steps)
    chart = electrode_chart(run)
    assert chart.panels[0].series[0].x[-1] == pytest.approx(sum(step.duration for step in run.steps) / 3600.0)


def test_nothing_joins_a_cell_at_one_rate_to_the_cell_as_assembled_at_the_next():
    rates = recipe(protocol=[{"rates": ["0.2C", "1C"], "window": ["1.5 V", "2.8 V"]}], anode={"material": "Li"})
    chart = electrode_chart(Cell(rates, load()).run(certain=True, nodes=8))
    for panel in chart.panels:
        assert np.count_nonzero(np.isnan(panel.series[0].y)) == 1
    assert chart.panels[1].axis.title == "Anode vs. Li/Li⁺ (mV)"


def test_an_efficiency_is_told_where_the_charge_puts_back_what_such_a_discharge_took():
    words = recipe(
        protocol=[
            {"discharge": "1C", "to": "1.5 V"},
            {"cycles": 3, "charge": "0.2C", "discharge": "0.2C", "window": ["1.5 V", "2.8 V"]},
        ]
    )
    efficiency, _ = cycle_chart(Cell(words, load()).run(certain=True, nodes=8)).panels
    assert list(efficiency.series[0].x) == [2, 3]
    assert max(efficiency.series[0].y) < 102.0


def test_discharges_at_one_current_have_colours_of_their_own():
    words = recipe(
        protocol=[{"discharge": "0.2C", "to": "300 mAh/g"}, {"rest": "1 h"}, {"discharge": "0.2C", "to": "500 mAh/g"}]
    )
    first, second = voltage_curves(Cell(words, load()).run(certain=True, nodes=8))
    assert first.shade != second.shade


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize(
    "names",
    [
        ["0.013\u00a0mA\u00a0cm⁻²", "0.064\u00a0mA\u00a0cm⁻²"],
        [f"{kind}, cycle {cycle}" for cycle in (1, 2, 3) for kind in ("charge", "discharge")],
        ["as written", "more sulfur per area", "thin electrolyte", "use of the sulfur", "more sulfur in the cathode"],
    ],
)
def test_names_of_bars_do_not_run_into_each_other(names, columns):
    bars = Series("loss", names, [1.0] * len(names), style="bars")
    figure = drawn([Chart("bars", Axis("", "category"), (Panel(Axis("Loss (mV)"), (bars,)),))], columns)["bars"]
    figure.canvas.draw()
    boxes = [one.get_window_extent() for one in figure.axes[0].get_xticklabels()]
    assert all(before.x1 < after.x0 for before, after in itertools.pairwise(boxes))


def test_ticks_of_near_rates_do_not_collide_and_the_ends_stay():
    kept = readable_ticks({one: f"{one:g}" for one in (0.1, 0.11, 0.5, 1.0, 1.9, 2.0)})
    assert list(kept) == [0.1, 0.5, 1.0, 2.0]
    assert list(readable_ticks({0.9: "0.9", 1.0: "1"})) == [0.9, 1.0]


def test_a_map_of_few_cells_shows_each_and_a_fine_one_is_smooth():
    for size, smooth in ((4, False), (30, "best")):
        cells = Series("map", range(size), range(size), style="map", z=np.zeros((size, size)))
        trace = specification(Chart("map", Axis("x"), (Panel(Axis("y"), (cells,)),)))["data"][0]
        assert trace["zsmooth"] == smooth


def test_a_number_that_stays_as_it_is_is_drawn_near_itself():
    still = Panel(Axis("Current (mA)"), (line("current", np.full(30, -0.03)),))
    assert still.limits == pytest.approx((-0.045, -0.015))
    assert Panel(Axis("Current (mA)"), (line("current", TIME),)).limits is None
    assert specification(Chart("one", Axis("Time (h)"), (still,)))["layout"]["yaxis"]["range"] == [-0.045, -0.015]


def test_a_loop_that_a_later_loop_hides_shows_at_its_sides():
    turn = np.linspace(0.0, 2.0 * np.pi, 200)
    loop = Series("cycle 1", np.cos(turn), np.sin(turn))
    again = Series("cycle 2", np.cos(turn[::-1]), np.sin(turn[::-1]))
    larger = Series("cycle 3", 1.2 * np.cos(turn), 1.2 * np.sin(turn))
    first, second, third = Panel(Axis("Current density (mA cm⁻²)"), (loop, again, larger)).widths()
    assert first > second == third == 1.0


def test_many_cycles_over_time_are_drawn_as_envelopes_and_few_as_lines():
    time = np.arange(600.0)
    swings = np.where(np.arange(600) % 6 < 3, 1.0, 2.0) + 1e-3 * time
    (one,) = envelopes.drawn("cathode", time, swings, MEASURED)
    assert one.style == "line"
    band, least, most = envelopes.drawn("cathode", time, swings, MEASURED, np.arange(600) // 6)
    assert (band.style, len(band.x), most.name) == ("range", 102, "cathode")  # the first and the last up to their ends
    assert (np.asarray(most.y) - np.asarray(least.y)).min() > 0.99
    assert [band.legend, least.legend, most.legend] == [False, False, True]


def test_a_rest_between_many_cycles_is_a_line_that_nothing_crosses():
    steps = np.repeat(np.arange(161), 5)  # 40 cycles of two steps, a rest, 40 cycles
    stretches = np.insert(np.arange(160) // 2 + (np.arange(160) >= 80), 80, 40)
    time = np.arange(steps.size) + np.where(steps > 80, 1000.0, 0.0)
    values = np.where(steps == 80, 2.0, np.where(np.arange(steps.size) % 10 < 5, 1.0, 3.0))
    turn = envelopes.of_points(stretches, steps)
    band, least, most = envelopes.drawn("voltage", time, values, MEASURED, turn)
    resting = (np.asarray(band.x) >= time[steps == 80][0]) & (np.asarray(band.x) <= time[steps == 80][-1])
    assert np.count_nonzero(resting) == 5
    assert np.all(np.asarray(least.y)[resting] == 2.0)
    assert np.all(np.asarray(most.y)[resting] == 2.0)
    before = np.flatnonzero(resting)[0] - 1
    assert (least.y[before], most.y[before]) == (1.0, 3.0)
    assert band.x[before] == time[steps == 79][-1]  # the cycle spans its range up to its end


def test_neighbours_among_thousands_of_cycles_are_drawn_together_but_no_rest_with_them():
    stretches = np.concatenate([np.arange(4000) // 2, [2000], 2001 + np.arange(4000) // 2])
    drawn_with = envelopes.few_stretches(stretches)
    assert drawn_with.max() - drawn_with.min() < 410
    assert np.count_nonzero(drawn_with == drawn_with[4000]) == 1
    assert np.all(np.diff(drawn_with) >= 0)
    few = np.arange(300) // 3
    assert np.array_equal(np.diff(envelopes.few_stretches(few)), np.diff(few))


def test_many_single_steps_are_drawn_as_ranges_too():
    stretches = np.arange(200)
    assert envelopes.of_points(stretches, np.repeat(np.arange(200), 5)).max() == 199
    assert envelopes.of_points(None, np.arange(5)) is None


def test_a_long_protocol_has_no_blocks_of_ink():
    words = recipe(protocol=[{"cycles": 62, "charge": "2C", "discharge": "2C", "window": ["1.5 V", "2.6 V"]}])
    done = Cell(words).run(certain=True, nodes=5)
    charts = [chart for chart in (electrode_chart(done), stack_chart(done)) if chart is not None]
    assert "stack" in [chart.name for chart in charts]
    for chart in charts:
        assert all("range" in [one.style for one in panel.series] for panel in chart.panels)
        assert all(np.size(one.x) < 70 for panel in chart.panels for one in panel.series)
        assert "ranges are drawn" in chart.caption


def test_a_spike_of_the_reaction_does_not_hide_the_rest_of_the_map_and_is_told():
    values = np.full((64, 40), 5.0)
    values[0, 0] = 1400.0
    assert depth._usual(values) == (0.0, 5.0)
    assert depth._usual(np.linspace(0.0, 10.0, 2560).reshape(64, 40)) is None
    assert depth._usual(np.zeros((64, 40))) is None


def test_a_voltage_that_runs_away_at_the_end_does_not_hide_the_steps_before():
    time = np.linspace(0.0, 5.0, 400)
    steps = np.where(time.astype(int) % 2 == 0, -100.0, 100.0)
    assert critical._usual(time, steps) == (None, "")
    steps[-5:] = -5000.0
    limits, words = critical._usual(time, steps)
    assert 100.0 < limits[1] < 200.0
    assert "leaves the figure" in words


def test_what_is_left_is_seen_against_nothing_left():
    left = residual_panel("mV", [line("y", 1.1 + 0.01 * TIME)])
    chart = Chart("overlay", Axis("x"), (Panel(Axis("y"), (line("y", TIME),)), left))
    low, high = draw(chart).axes[1].get_ylim()
    assert low < 0.0 < 1.1 < high
    drawn_axis = specification(chart)["layout"]["yaxis2"]
    assert drawn_axis["zeroline"]
    assert drawn_axis["rangemode"] == "tozero"


def test_points_beyond_the_axes_are_not_drawn_beside_the_figure():
    y = Axis("y", limits=(0.0, 2.0))
    points = Series("points", TIME, TIME, style="points")
    chart = Chart("x", Axis("x", limits=(0.0, 2.0)), (Panel(y, (points,)),), square=True)
    (drawn_points,) = draw(chart).axes[0].lines
    assert np.max(drawn_points.get_xdata()) <= 2.0
    assert len(drawn_points.get_xdata()) == np.sum(TIME <= 2.0)
