"""Ticks of logarithmic axes: powers of ten, and 2 and 5 between them where there is hardly more than one."""

import pytest

from brimstone.report.paper import drawn
from brimstone.report.plotly import specification
from brimstone.view.charts import Axis, Chart, Panel, Series


def chart(low, high):
    line = Series("a", [low, high], [1.0, 2.0])
    return Chart("some", Axis("Areal capacity (mAh cm⁻²)", "log", limits=(low, high)), (Panel(Axis("V"), (line,)),))


@pytest.mark.parametrize(("low", "high", "words"), [(0.4, 6.0, ["0.5", "1", "2", "5"]), (0.1, 1e4, ["0.1", "1", "10"])])
def test_a_logarithmic_axis_is_read_in_plain_numbers(low, high, words):
    axes = drawn([chart(low, high)])["some"].axes[0]
    axes.figure.canvas.draw()
    labels = [one.get_text() for one in (*axes.get_xmajorticklabels(), *axes.get_xminorticklabels())]
    assert not any("$" in one or "\\" in one for one in labels)
    assert set(words) <= set(labels)


def test_on_a_page_a_short_axis_tells_its_numbers_whole():
    axis = specification(chart(0.4, 6.0))["layout"]["xaxis"]
    assert {"0.5", "1", "2", "5"} <= set(axis["ticktext"])
    assert specification(chart(0.1, 1e4))["layout"]["xaxis"]["ticktext"] == ["0.1", "1", "10", "100", "1000", "10000"]


def test_a_long_axis_tells_powers_and_one_without_limits_those_of_its_numbers():
    far = specification(chart(1e-7, 1e6))["layout"]["xaxis"]["ticktext"]
    assert {"10⁻⁷", "1", "10⁶"} <= set(far)
    line = Series("a", [3e-2, 4e3], [1.0, 2.0])
    free = Chart("some", Axis("Time (s)", "log"), (Panel(Axis("V"), (line,)),))
    assert specification(free)["layout"]["xaxis"]["ticktext"] == ["0.01", "0.1", "1", "10", "100", "1000", "10000"]


def test_all_ticks_of_an_axis_have_the_decimals_that_one_of_them_needs():
    steps = specification(chart(0.4, 6.0))["layout"]["yaxis"]["tickformatstops"]
    for size, decimals in ((0.05, ".2f"), (0.1, ".1f"), (0.5, ".1f"), (0.002, ".3f"), (1.0, None), (200.0, None)):
        inside = [one["value"] for one in steps if one["dtickrange"][0] <= size < one["dtickrange"][1]]
        assert inside == ([] if decimals is None else [decimals])
