"""Figures as the live page sends them: numbers in bytes, words and short lists as they are."""

import base64
import json

import numpy as np
import pytest

pytest.importorskip("nicegui")

from brimstone.report.plotly import specification
from brimstone.studio.files import counted_words
from brimstone.studio.paint import figure, figure_text
from brimstone.view.charts import Axis, Chart, Panel, Series

X = np.linspace(0.0, 1.675e3, 40)


def unpacked(sent):
    values = np.frombuffer(base64.b64decode(sent["bdata"]), dtype=f"<{sent['dtype']}")
    return values.reshape([int(size) for size in sent["shape"].split(",")]) if "shape" in sent else values


def chart(*series, scale="linear"):
    return Chart("some", Axis("Capacity (mAh/g)", scale), (Panel(Axis("Voltage (V)"), series),))


def test_a_curve_arrives_to_five_digits_with_its_gap():
    y = 2.1 - 3e-4 * X
    y[7] = np.nan
    drawn = chart(Series("0.1C", X, y))
    (listed,), (sent,) = specification(drawn)["data"], figure(drawn, False)["data"]
    assert sent["name"] == listed["name"]
    np.testing.assert_allclose(unpacked(sent["x"]), X, rtol=1e-4)
    np.testing.assert_allclose(unpacked(sent["y"]), y, rtol=1e-4)


def test_a_map_keeps_its_shape():
    z = np.arange(120.0).reshape(10, 12)
    (sent,) = figure(chart(Series("share", np.arange(12.0), np.arange(10.0), style="map", z=z)), True)["data"]
    np.testing.assert_allclose(unpacked(sent["z"]), z)


def test_categories_and_short_lists_stay_readable():
    names = [f"treatment {number}" for number in range(12)]
    (bars,) = figure(chart(Series("gain", names, X[:12], style="bars"), scale="category"), False)["data"]
    assert bars["x"] == names
    (points,) = figure(chart(Series("measured", X[:3], X[:3], style="points")), False)["data"]
    assert points["x"] == pytest.approx(X[:3].tolist(), rel=1e-4)


def test_the_text_of_a_figure_is_the_figure():
    drawn = chart(Series("0.1C", X, np.where(X > 1.0, 2.1, np.nan)))
    text = figure_text(drawn, True)
    assert json.loads(text) == json.loads(json.dumps(figure(drawn, True)))


@pytest.mark.parametrize(
    ("kind", "count", "words"),
    [("rule", 1, "1 rule"), ("strategy", 21, "21 strategies"), ("material", 2, "2 materials")],
)
def test_kinds_of_the_library_are_counted_in_words(kind, count, words):
    assert counted_words(kind, count) == words
