import numpy as np
import plotly.graph_objects as go
import pytest

from brimstone.report.plotly import numbers, specification
from brimstone.view import Axis, Chart, Panel, Series, depth, losses
from brimstone.view.run import charts
from tests.report import recipes

RUNS = ("uncertain", "certain", "cycled", "varied", "charged", "without_sulfur")


@pytest.fixture(params=RUNS)
def any_run(request):
    return request.getfixturevalue(request.param)


def specifications(run):
    return {one.name: specification(one) for one in charts(run, losses.step_losses(run), depth.fronts(run))}


def figures(run):
    return {name for name in specifications(run) if not name.startswith("front")}


def test_plotly_accepts_every_figure(any_run):
    for figure in specifications(any_run).values():
        go.Figure(data=figure["data"], layout=figure["layout"])


def test_every_figure_says_what_is_seen_with_units_on_its_axes(any_run):
    for chart in charts(any_run, losses.step_losses(any_run), depth.fronts(any_run)):
        assert chart.caption.endswith(".")
        for axis in (chart.x, *(panel.axis for panel in chart.panels)):
            assert axis.scale == "category" or axis.title == "Cycle" or axis.title.endswith(")"), axis


def test_each_protocol_has_the_figures_that_suit_it(uncertain, cycled, varied, charged):
    assert figures(uncertain) == {"voltage", "electrodes", "rates", "ragone", "stack", "differential", "losses"}
    assert figures(cycled) == {"voltage", "electrodes", "cycles", "stack", "differential", "losses"}
    assert figures(varied) == {
        "voltage",
        "electrodes",
        "time",
        "voltammogram",
        "nyquist",
        "bode",
        "titration",
        "stack",
        "differential",
        "losses",
    }
    assert figures(charged) == {"voltage", "stack", "differential", "losses"}


def test_pressure_is_drawn_where_the_fixture_does_not_hold_it(certain):
    held = specifications(certain)["stack"]
    assert {trace["name"] for trace in held["data"]} == {"cathode", "Li-In", "all layers"}
    operation = {**recipes.RATE_TEST["operation"], "fixture": "1 MPa/um"}
    drawn = specifications(recipes.run(recipes.change(recipes.RATE_TEST, operation=operation)))["stack"]
    (pressure,) = [trace for trace in drawn["data"] if trace["name"] == "stack pressure"]
    values = [value for value in pressure["y"] if value is not None]
    assert max(values) > min(values)
    assert "yaxis2" in drawn["layout"]


def test_a_nyquist_plot_has_axes_alike_and_shows_all_arcs(varied):
    drawn, (spectrum, *_) = specifications(varied)["nyquist"], varied.impedance
    assert drawn["layout"]["yaxis"]["scaleanchor"] == "x"
    assert drawn["layout"]["xaxis"]["range"][1] > 1e4 * spectrum.resistance.value
    assert len(drawn["data"]) == len(varied.impedance)
    assert min(drawn["data"][0]["y"]) > 0.0


def test_a_titration_shows_rest_and_pulse_of_every_pulse(varied):
    (series,) = varied.gitt
    for trace in specifications(varied)["titration"]["data"]:
        assert len(trace["x"]) == len(series.pulses)


def test_the_maps_of_the_depth_fit_their_axes(any_run):
    maps = {name: one["data"][0] for name, one in specifications(any_run).items() if name.startswith("front")}
    assert len(maps) == 2 * len(depth.fronts(any_run)) > 0
    for name, drawn in maps.items():
        assert np.shape(drawn["z"]) == (len(drawn["y"]), len(drawn["x"]))
        if name.startswith("front-reaction"):
            assert np.mean(np.array(drawn["z"]) * 0.999 >= drawn["zmin"]) > 0.97
            assert np.mean(np.array(drawn["z"]) <= drawn["zmax"] * 1.001) > 0.97


def test_figures_hold_no_more_points_than_the_eye_sees(cycled):
    for trace in specifications(cycled)["voltage"]["data"]:
        assert len(trace["x"]) == len(trace["y"]) <= 300


def test_measured_points_stand_at_the_rate_they_were_measured_at(uncertain):
    traces = {trace["name"]: trace for trace in specifications(uncertain)["rates"]["data"]}
    assert traces["measured"]["x"] == pytest.approx([0.1, 0.5, 3.0], rel=1e-3)
    assert traces["measured"]["y"][0] == pytest.approx(1400, rel=1e-3)
    assert traces["measured"]["y"][1] == pytest.approx(2 / 1.5e-3, rel=1e-3)
    assert traces["measured, cycle 100"]["y"] == pytest.approx([900], rel=1e-3)


def test_not_a_number_becomes_null():
    assert numbers([1.0, float("nan"), 123456.0]) == [1.0, None, 123460.0]


def test_numbers_that_lie_close_together_are_told_apart():
    assert numbers([1.78800012, 1.78800034]) == [1.78800012, 1.78800034]
    assert numbers([1.234567, 2.0]) == [1.2346, 2.0]


def test_bars_that_stand_stand_on_the_axis():
    steps = ["0.1C", "1C"]
    bars = (Series("a", steps, [100.0, 200.0], style="bars"), Series("b", steps, [0.1, -0.2], style="bars"))
    down = (*bars, Series("c", steps, [0.0, -50.0], style="bars"))
    for series, mode in ((bars, "tozero"), (down, None)):
        chart = Chart("losses", Axis("", "category"), (Panel(Axis("Loss (mV)"), series),))
        assert specification(chart)["layout"]["yaxis"].get("rangemode") == mode


def test_long_names_of_bars_stand_in_lines_instead_of_being_turned():
    names = ["as written", "more sulfur in the cathode", "more"]
    bars = Series("energy", names, [1.0, 2.0, 3.0], style="bars")
    chart = Chart("energy", Axis("", "category"), (Panel(Axis("Energy (Wh kg⁻¹)"), (bars,)),))
    axis = specification(chart)["layout"]["xaxis"]
    assert axis["tickvals"] == names
    assert axis["ticktext"] == ["as written", "more sulfur<br>in the<br>cathode", "more"]
    two = Series("losses", ["discharge 0.01C", "charge 0.01C"], [1.0, 2.0], style="bars")
    axis = specification(Chart("losses", Axis("", "category"), (Panel(Axis("Loss (mV)"), (two,)),)))["layout"]["xaxis"]
    assert axis["ticktext"] == ["discharge 0.01C", "charge 0.01C"]


def test_large_numbers_have_no_letters_on_an_axis(uncertain):
    assert specifications(uncertain)["differential"]["layout"]["yaxis"]["exponentformat"] == "power"
