"""Figures of `brimstone.view` as plotly draws them on the live page; nothing here asks for the page itself."""

import base64
import contextlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import orjson

from brimstone.report.plotly import specification
from brimstone.view.charts import Chart

#: Colours of paper, ink, muted text, lines and grid, on light and on dark: those of the reports.
THEME: Mapping[str, tuple[str, str]] = {
    "ink": ("#1b1b1a", "#e8e6e1"),
    "paper": ("#fdfcfa", "#151618"),
    "muted": ("#63645f", "#9fa19e"),
    "line": ("#e2dfd7", "#303236"),
    "grid": ("#eceae3", "#26282c"),
}
_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif"
_FADED = (0.14, 0.2)  # opacity of bands, on light and on dark
_MANY = 8  # numbers, from which they are sent as bytes


def figure(chart: Chart, dark: bool) -> dict[str, Any]:
    """A chart as plotly draws it, painted for a light or a dark page."""
    drawn = specification(chart)
    drawn = {"data": drawn["data"], "layout": drawn["layout"]}
    for trace in drawn["data"]:
        _paint(trace, dark)
        _pack(trace)
    return themed(drawn, dark, chart.name)


def caption(chart: Chart) -> str:
    """What stands below a figure, with the name of the equation behind it."""
    return " ".join([chart.caption, chart.theory and f"Theory: {chart.theory}."]).strip()


def figure_text(chart: Chart, dark: bool) -> bytes:
    """The same as it goes to a page, in JSON: written once, however many pages show it."""
    return orjson.dumps(figure(chart, dark))


def themed(drawn: dict[str, Any], dark: bool, name: str = "figure") -> dict[str, Any]:
    """A figure of plotly in the colours of the page."""
    of = {name: pair[dark] for name, pair in THEME.items()}
    layout = drawn["layout"]
    layout |= {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": _FONT, "size": 13, "color": of["ink"]},
        "hoverlabel": {"bgcolor": of["paper"], "bordercolor": of["line"], "font": {"color": of["ink"]}},
        "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": of["muted"], "activecolor": of["ink"]},
        "uirevision": name,
    }
    for key, axis in layout.items():
        if key.startswith(("xaxis", "yaxis")):
            axis |= {"gridcolor": of["grid"], **dict.fromkeys(("linecolor", "tickcolor", "zerolinecolor"), of["muted"])}
    # No lists in here: plotly takes a list for another one each time, and would draw without end.
    drawn["config"] = {
        "displaylogo": False,
        "toImageButtonOptions": {"format": "svg", "filename": f"brimstone-{name}"},
    }
    return drawn


def _paint(trace: dict[str, Any], dark: bool) -> None:
    meta = trace.pop("meta", None)
    if meta is None:
        return
    colour = meta["colour"][dark]
    if meta["role"] == "band":
        red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
        trace["fillcolor"] = f"rgba({red},{green},{blue},{_FADED[dark]})"
        return
    if "line" in trace:
        trace["line"]["color"] = colour
    trace.setdefault("marker", {})["color"] = colour
    if "line" in trace["marker"]:
        trace["marker"]["line"]["color"] = colour
    if "error_y" in trace:
        trace["error_y"]["color"] = colour


def _pack(trace: dict[str, Any]) -> None:
    """Numbers as plotly reads them from bytes: a server that looks at each number of a list pays for it."""
    for name in ("x", "y", "z"):
        values = trace.get(name, ())
        if len(values) < _MANY:
            continue
        with contextlib.suppress(ValueError):  # of categories
            array = np.asarray(values, dtype="<f4")  # null becomes NaN, where plotly leaves a gap as well
            packed = {"dtype": "f4", "bdata": base64.b64encode(array.tobytes()).decode()}
            trace[name] = packed if array.ndim == 1 else packed | {"shape": ", ".join(map(str, array.shape))}
