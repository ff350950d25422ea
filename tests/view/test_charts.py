"""What every chart owes its reader, whoever draws it."""

import numpy as np
import pytest

from brimstone.report.paper import draw
from brimstone.report.plotly import specification
from brimstone.view.charts import Axis, Chart, Panel, Series

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
