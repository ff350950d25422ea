"""Charts as plain specifications of plotly, ready for JSON.

Colours are given twice, on light and on dark, in each trace's ``meta``; the page paints them. Text is escaped here,
because plotly reads a little HTML in it.
"""

import html
import math
from collections.abc import Iterable, Sequence
from typing import Any, Literal

import numpy as np

from brimstone.view.charts import Axis, Chart, Panel, Series
from brimstone.view.words import in_lines, power_of_ten

Spec = dict[str, Any]

_GAP = 0.08  # between panels, of the height of the figure
_TICKS = 8
_LINE = 12  # letters of a line of the name of a category
_FEW = 2  # bars that have room for longer lines
_SHORT = 30.0  # of a logarithmic axis, end over beginning: 2 and 5 are told as well
_ACROSS = "x9"  # axis of what crosses a figure of categories from side to side
_DASHES = "4px,2px"
_MOST_DIGITS = 12  # of a number, where all lie close together
_SMOOTH = 12  # rows and columns from which a map shows no single cells
#: As many decimals as the ticks of an axis need, at all of them; above 1 they are left to plotly.
_DECIMALS = [{"dtickrange": [0.9 * 10.0**-n, 0.9 * 10.0 ** (1 - n)], "value": f".{n}f"} for n in (4, 3, 2, 1)]


def specification(chart: Chart) -> Spec:
    """A chart as plotly draws it; `Chart.extra` is passed on to the script of the page."""
    layout: Spec = {
        "margin": {"l": 64, "r": 16, "t": 16, "b": 56},
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "traceorder": "normal"},
        "hovermode": "x unified" if chart.aligned else "closest",
        "separators": ".",  # of decimals; none of thousands, as everywhere else
    }
    x, y = ("yaxis", "xaxis") if chart.horizontal else ("xaxis", "yaxis")
    every = [series for panel in chart.panels for series in panel.series]
    layout[x] = _axis(chart.x, every, "x") | (_whole(chart) if chart.x.whole else {})
    whole, top = sum(panel.height for panel in chart.panels), 1.0
    room = 1.0 - _GAP * (len(chart.panels) - 1)
    traces: list[Spec] = []
    named: set[str] = set()
    for place, panel in enumerate(chart.keyed):
        number = "" if place == 0 else str(place + 1)
        layout[f"{y}{number}"] = _axis(panel.axis, panel.series, "y")
        if panel.upright:
            layout[f"{y}{number}"]["rangemode"] = "tozero"
        if panel.limits is not None and panel.axis.limits is None:
            layout[f"{y}{number}"]["range"] = numbers(panel.limits)
        if len(chart.panels) > 1:
            bottom = max(0.0, top - room * panel.height / whole)
            layout[f"{y}{number}"]["domain"] = [round(bottom, 4), round(top, 4)]
            layout[x]["anchor"] = f"{y[0]}{number}"
            top = bottom - _GAP
        drawn = [_trace(chart, panel, series, f"{y[0]}{number}") for series in panel.series]
        for trace, width in zip(drawn, panel.widths(), strict=True):
            if width > 1.0:
                trace["line"]["width"] *= width
        for trace in drawn:
            if trace.get("showlegend") and place and trace["name"] in named:
                trace["showlegend"] = False  # a panel above says it
        named.update(trace["name"] for trace in drawn if trace.get("showlegend"))
        traces += drawn
    if any(series.style == "bars" for panel in chart.panels for series in panel.series):
        if not chart.horizontal:
            layout[x] |= _in_lines(dict.fromkeys(str(one) for series in every for one in series.x))
        stacked = all(series.base is None for panel in chart.panels for series in panel.series)
        layout |= {"barmode": "relative" if stacked else "overlay", "bargap": 0.35}
        layout[x]["showgrid"] = False
        if chart.horizontal:
            layout[x]["autorange"] = "reversed"  # the first above
    if any(trace.get("xaxis") == _ACROSS for trace in traces):
        layout["xaxis9"] = {"overlaying": "x", "range": [0, 1], "visible": False, "fixedrange": True}
    entries = {trace["name"]: trace["meta"]["role"] for trace in traces if trace.get("showlegend")}
    layout["showlegend"] = len(entries) > 1 or "band" in entries.values()
    if chart.square:
        layout["xaxis"]["constrain"] = "domain"
        layout["yaxis"] |= {"scaleanchor": "x", "scaleratio": 1, "constrain": "domain"}
    return {"data": traces, "layout": layout, **chart.extra}


def _axis(axis: Axis, series: Sequence[Series], along: Literal["x", "y"]) -> Spec:
    names = ("x",) if along == "x" else ("y", "low", "high")
    ends = _ends(getattr(one, name) for one in series for name in names) if axis.scale == "log" else (1.0, 1.0)
    drawn: Spec = {
        "title": {"text": escaped(axis.title).replace("\n", "<br>"), "standoff": 10},
        "showline": True,
        "ticks": "outside",
        "ticklen": 5,
        "zeroline": False,
        "automargin": True,
    }
    if axis.scale == "linear":
        drawn |= {"tickformatstops": _DECIMALS, "exponentformat": "power", "minexponent": 5}
    else:
        drawn["type"] = axis.scale
    if axis.from_zero or axis.zero:
        drawn["rangemode"] = "tozero"
    if axis.zero:
        drawn |= {"zeroline": True, "zerolinewidth": 1}
    if axis.limits is not None:
        drawn["range"] = numbers(np.log10(axis.limits) if axis.scale == "log" else axis.limits)
    if axis.ticks is not None:
        drawn |= {"tickvals": numbers(list(axis.ticks)), "ticktext": [escaped(text) for text in axis.ticks.values()]}
    elif axis.scale == "log":
        drawn |= _decades(ends if axis.limits is None else axis.limits)
    return drawn


def _decades(ends: tuple[float, float]) -> Spec:
    """Ticks of a logarithmic axis: decades, and 2 and 5 between them where it is short."""
    powers = range(math.floor(math.log10(ends[0])), math.ceil(math.log10(ends[1])) + 1)
    if ends[1] < _SHORT * ends[0]:
        places = [first * 10.0**power for power in powers for first in (1, 2, 5)]
        return {"tickvals": numbers(places), "ticktext": [f"{place:g}" for place in places]}
    words = [f"{10.0**power:g}" if -3 <= power <= 4 else power_of_ten(power) for power in powers]
    return {"tickvals": numbers([10.0**power for power in powers]), "ticktext": words}


def _ends(values: Iterable[Any]) -> tuple[float, float]:
    """Least and largest of what is drawn along a logarithmic axis."""
    every = np.concatenate([np.ones(0), *(np.asarray(one, dtype=float).ravel() for one in values if one is not None)])
    every = every[np.isfinite(every) & (every > 0.0)]
    return (float(every.min()), float(every.max())) if every.size else (1.0, 1.0)


def _in_lines(names: Iterable[str]) -> Spec:
    """Ticks of categories that stand side by side: long names in several lines, so that they need not be turned."""
    every = list(names)
    letters = _LINE if len(every) > _FEW else _LINE * _FEW // max(1, len(every)) + _LINE
    return {
        "tickvals": [escaped(name) for name in every],
        "ticktext": ["<br>".join(map(escaped, in_lines(name, letters))) for name in every],
    }


def _whole(chart: Chart) -> Spec:
    """Ticks at whole numbers only, some eight of them."""
    x = np.concatenate([np.zeros(0), *(np.asarray(one.x, float) for panel in chart.panels for one in panel.series)])
    between = float(np.ptp(x)) / _TICKS if x.size else 1.0
    size = 10.0 ** np.floor(np.log10(max(between, 1.0)))
    return {"dtick": max(1, int(size * next(one for one in (1, 2, 5, 10) if one * size >= between))), "tickformat": "d"}


def _trace(chart: Chart, panel: Panel, series: Series, axis: str) -> Spec:
    group = {"legendgroup": series.group} if series.group else {}
    placed = group if axis == "y" or chart.horizontal else {"yaxis": axis, **group}
    if series.style == "map":
        return placed | _map(chart, series)
    shown = {"name": escaped(series.name), "showlegend": series.legend, "visible": series.visible}
    if series.style in ("band", "range"):
        return placed | shown | _band(series)
    x = [escaped(str(one)) for one in series.x] if chart.x.scale == "category" else numbers(series.x)
    y = numbers(series.y)
    if chart.crosses(series):
        x, placed = [0, 1], placed | {"xaxis": _ACROSS}
        y = [y[0], y[-1]]
    trace = placed | shown | {"x": x, "y": y, "hovertemplate": _hover(chart, panel, series)}
    if series.hover is not None:
        trace["customdata"] = [escaped(text) for text in series.hover]
    if series.style == "bars":
        base = {} if series.base is None else {"base": numbers(series.base)}
        lying = {"orientation": "h", "x": y, "y": x} if chart.horizontal else {}
        return trace | base | lying | {"type": "bar", "meta": {"role": "bar", "colour": series.colour}}
    return trace | _scatter(series)


def _scatter(series: Series) -> Spec:
    drawn: Spec = {"type": "scatter", "mode": {"line": "lines", "points": "markers"}.get(series.style, "lines+markers")}
    if "line" in series.style:
        drawn["line"] = {"width": 1.75, "dash": _DASHES if series.dashed else "solid"}
    if "points" in series.style:
        drawn["marker"] = {"symbol": series.symbol, "size": series.size}
        if series.symbol.endswith("-open"):
            drawn["marker"]["line"] = {"width": 2 if series.size > 6 else 1}
        if series.style == "points":
            drawn["cliponaxis"] = False
    if series.labels is not None:
        places = ["top center" if value > 0.0 else "bottom center" for value in series.y]
        drawn |= {"mode": f"{drawn['mode']}+text", "text": list(map(escaped, series.labels)), "textposition": places}
    if series.low is not None and series.high is not None:
        values = np.asarray(series.y, dtype=float)
        above, below = np.asarray(series.high) - values, values - np.asarray(series.low)
        drawn["error_y"] = {
            "type": "data",
            "symmetric": False,
            # A nominal value outside its interval has a bar on one side only.
            "array": numbers(np.maximum(above, 0.0)),
            "arrayminus": numbers(np.maximum(below, 0.0)),
            "thickness": 1.5,
            "width": 5,
        }
    role = "line" if "line" in series.style else "marker"
    return drawn | {"meta": {"role": role, "colour": series.colour}}


def _band(series: Series) -> Spec:
    x, low, high = (np.asarray([] if one is None else one, dtype=float) for one in (series.x, series.low, series.high))
    return {
        "type": "scatter",
        "mode": "lines",
        "x": numbers(np.concatenate([x, x[::-1]])),
        "y": numbers(np.concatenate([high, low[::-1]])),
        "fill": "toself",
        "line": {"width": 0},
        "hoverinfo": "skip",
        "meta": {"role": "band", "colour": series.colour, "group": series.group},
    }


def _map(chart: Chart, series: Series) -> Spec:
    z = np.empty((0, 0)) if series.z is None else series.z
    ends = {} if series.scale != "amount" or not z.size else {"zmin": min(0.0, float(z.min())), "zmax": float(z.max())}
    if series.ends is not None:
        ends = dict(zip(("zmin", "zmax"), series.ends, strict=True))
    return {
        "type": "heatmap",
        "x": numbers(series.x),
        "y": numbers(series.y),
        "z": numbers(z, 4),
        **_SCALES[series.scale],
        **ends,
        "zsmooth": "best" if min(z.shape) >= _SMOOTH else False,
        "colorbar": {"thickness": 12, "outlinewidth": 0, "title": {"text": escaped(chart.bar_title), "side": "right"}},
        "hovertemplate": f"%{{z:.3~g}}<br>%{{x:.4~g}} {_unit(chart.x)}, %{{y:.3~g}}<extra></extra>",
    }


_SCALES: dict[str, Spec] = {
    "share": {"zmin": 0, "zmax": 1, "colorscale": "Cividis", "reversescale": True},
    "amount": {"colorscale": "Viridis"},
    "range": {"colorscale": "Viridis"},
}


def _hover(chart: Chart, panel: Panel, series: Series) -> str:
    """What a pointer reads: the value, where it is, and what the series adds."""
    value = f"%{{{'x' if chart.horizontal else 'y'}:.4~g}} {_unit(panel.axis)}".rstrip()
    alone = chart.aligned or chart.x.scale == "category"
    words = value if alone else f"{value} at %{{x:.4~g}} {_unit(chart.x)}".rstrip()
    return words if series.hover is None else f"%{{customdata}}: {words}<extra></extra>"


def _unit(axis: Axis) -> str:
    """The unit in the title of an axis."""
    return escaped(axis.title.rpartition("(")[2].removesuffix(")")) if axis.title.endswith(")") else ""


def numbers(values: Any, digits: int = 5) -> list:
    """Rounded to significant digits of what they span, null where there is no number: JSON knows no NaN."""
    array = np.asarray(values, dtype=float)
    finite = np.isfinite(array)
    span, largest = (float(of(array[finite])) if finite.any() else 0.0 for of in (np.ptp, _largest))
    if 0.0 < span < largest:
        digits += min(math.floor(math.log10(largest / span)), _MOST_DIGITS - digits)
    size = np.floor(np.log10(np.abs(np.where(finite & (array != 0.0), array, 1.0))))
    scale = 10.0 ** (digits - 1 - size)
    rounded = (np.round(np.where(finite, array, 0.0) * scale) / scale).tolist()
    return rounded if finite.all() else _with_nulls(rounded, finite.tolist())


def _largest(values: np.ndarray) -> float:
    return float(np.abs(values).max())


def _with_nulls(values: list, known: list) -> list:
    return [
        _with_nulls(value, there) if isinstance(value, list) else value if there else None
        for value, there in zip(values, known, strict=True)
    ]


def escaped(words: str) -> str:
    """Words without the little HTML that plotly reads in them."""
    return html.escape(words, quote=False)
