from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest

from brimstone.report import comparison, data, plots
from brimstone.report.sentences import PLAIN, REMEDIES, limits
from brimstone.result import LOSSES
from brimstone.view.palette import LOSS_COLOURS, ordered
from tests.report import recipes

RUNS = ("uncertain", "certain", "cycled", "varied", "charged", "without_sulfur")


@pytest.fixture(params=RUNS)
def any_run(request):
    return request.getfixturevalue(request.param)


def specifications(run):
    curves, losses, fronts = data.voltage_curves(run), data.step_losses(run), data.fronts(run)
    return plots.figures(run, curves, losses, fronts, comparison(run))


def test_plotly_accepts_every_figure(any_run):
    for name, figure in specifications(any_run).items():
        parts = [figure] if name != "front" else [figure["state"], figure["reaction"]]
        for part in parts:
            go.Figure(data=part["data"], layout=part["layout"])


def test_each_protocol_has_the_figures_that_suit_it(uncertain, cycled, varied, charged):
    assert set(specifications(uncertain)) == {"voltage", "rates", "stack", "differential", "losses", "front"}
    assert set(specifications(cycled)) == {"voltage", "cycles", "stack", "differential", "losses", "front"}
    assert set(specifications(varied)) == {
        "voltage",
        "time",
        "voltammogram",
        "nyquist",
        "bode",
        "titration",
        "stack",
        "differential",
        "losses",
        "front",
    }
    assert set(specifications(charged)) == {"voltage", "stack", "differential", "losses", "front"}


def test_pressure_is_drawn_where_the_fixture_does_not_hold_it(certain):
    held = specifications(certain)["stack"]
    assert {trace["name"] for trace in held["data"]} == {"cathode", "Li-In", "all layers"}
    in_a_spring = replace(certain.cell, mechanics=replace(certain.mechanics, fixture_stiffness=1e12))
    sprung = replace(certain, cell=in_a_spring)
    drawn = specifications(sprung)["stack"]
    (pressure,) = [trace for trace in drawn["data"] if trace["name"] == "stack pressure"]
    assert max(pressure["y"]) > min(pressure["y"])
    assert "yaxis2" in drawn["layout"]


def test_a_nyquist_plot_has_axes_alike_and_shows_all_arcs(varied):
    drawn, (spectrum, *_) = specifications(varied)["nyquist"], varied.impedance()
    assert drawn["layout"]["yaxis"]["scaleanchor"] == "x"
    assert drawn["layout"]["xaxis"]["range"][1] > 1e4 * spectrum.resistance.value
    assert len(drawn["data"]) == len(varied.impedance())
    assert min(drawn["data"][0]["y"]) > 0.0


def test_a_titration_shows_rest_and_pulse_of_every_pulse(varied):
    (series,) = varied.gitt()
    for trace in specifications(varied)["titration"]["data"]:
        assert len(trace["x"]) == len(series.pulses)


def test_the_front_fits_its_axes(any_run):
    for step in specifications(any_run)["front"]["steps"]:
        shape = (len(step["y"]), len(step["x"]))
        assert np.shape(step["state"]) == shape
        assert np.shape(step["reaction"]) == shape
        low, high = step["reaction_range"]
        assert low <= np.min(step["reaction"]) * 0.999
        assert np.max(step["reaction"]) <= high * 1.001


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
    assert plots._numbers([1.0, float("nan"), 123456.0]) == [1.0, None, 123460.0]


def test_every_loss_has_a_colour_a_plain_name_and_a_remedy():
    assert set(LOSSES) == set(LOSS_COLOURS) == set(PLAIN) == set(REMEDIES)


def luminance(colour):
    channels = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


@pytest.mark.parametrize(("theme", "paper"), [(0, "#fdfcfa"), (1, "#151618")])
def test_ordered_colours_get_lighter_all_the_way_and_keep_contrast(theme, paper):
    levels = np.array([luminance(ordered(shade)[theme]) for shade in np.linspace(0, 1, 50)])
    assert np.all(np.diff(levels) > -1e-3)
    ground = luminance(paper)
    contrast = (np.maximum(levels, ground) + 0.05) / (np.minimum(levels, ground) + 0.05)
    assert contrast.min() > 2.4


def test_the_sentences_name_the_largest_losses_first(uncertain):
    losses = data.step_losses(uncertain)
    sentences = limits(uncertain, losses)
    fast = losses[-1]
    largest = max(fast.millivolts, key=lambda name: fast.millivolts[name])
    about_fast = next(sentence for sentence in sentences if sentence.startswith("During discharge 2C"))
    assert about_fast.index(PLAIN[largest]) == min(
        about_fast.index(PLAIN[name]) for name in PLAIN if PLAIN[name] in about_fast
    )
    best = max(fast.regained, key=lambda name: fast.regained[name])
    if fast.regained[best] > 0.02 * fast.capacity:
        assert f"without {PLAIN[best]}" in "".join(sentences)


def test_a_step_that_ends_at_once_is_told_with_what_would_help():
    protocol = [{"rates": ["1C", "30C"], "window": ["1.0 V", "2.8 V"]}]
    separator = [{"electrolyte": "75Li2S-25P2S5 glass", "thickness": "1 mm"}]
    run = recipes.run(recipes.change(recipes.RATE_TEST, protocol=protocol, separator=separator))
    losses = data.step_losses(run)
    assert losses[-1].capacity == 0.0
    assert sum(losses[-1].millivolts.values()) == 0.0
    sentences = " ".join(limits(run, losses))
    assert "Discharge 30C ends at once" in sentences
    assert f"more without {PLAIN['electrolyte layer']}" in sentences
    assert losses[-1].gain_share("electrolyte layer") == 1.0
