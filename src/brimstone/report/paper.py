"""Charts for a paper: figures of matplotlib, one column wide or two; PNG at 300 dpi, SVG, and PDF with its fonts."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from brimstone.report._files import write_whole
from brimstone.report._style import STYLE, house_style
from brimstone.view.charts import Axis, Chart, Series
from brimstone.view.words import in_lines, power_of_ten

WIDTH = 85.0 / 25.4  # one column of a journal [in]
_WIDE, _FLAT = 178.0 / 85.0, 0.6  # two columns: wider, and flatter
_ABREAST, _LINE = 3, 0.13  # entries of a legend above the axes side by side, and height of a line of them [in]
_LONG = 28  # letters of an entry that has a line of its own above the axes, where it hides nothing
_BESIDE, _UNDER = 0.17, 0.2  # of the width: what names and ticks take beside and under axes of equal scale
_ROOM = 1.05
_BESIDE_ENDS = 0.1  # of a logarithmic axis with ticks of its own, beyond the first and the last
_SHORT = 30.0  # of a logarithmic axis, end over beginning
_PLAIN = 3  # powers of ten that are written out
_BEHIND_WORDS: dict[str, Any] = {"boxstyle": "square,pad=0.1", "facecolor": "white", "alpha": 0.85, "linewidth": 0}
_FEW = 4  # bars that would be broad slabs are as wide as of so many
_LETTERS = 42  # of the names of bars, side by side across one column
_UPRIGHT = 16  # letters of a line of a name that is turned
_POINT = 0.42  # size of points over that on a page
_ZERO = "#888888"  # line at zero
_MARKERS = {"circle": "o", "circle-open": "o", "square": "s", "diamond-open": "D"}

_KINDS = ("png", "svg")
#: Of files that are alike whenever they are written.
_METADATA: dict[str, dict[str, Any]] = {
    "png": {"Software": "Brimstone"},
    "svg": {"Date": None},
    "pdf": {"CreationDate": None},
}


def write_charts(charts: Iterable[Chart], folder: Path | str, kinds: Sequence[str] = _KINDS) -> list[Path]:
    """Write each chart as ``NAME.png`` and ``NAME.svg``, 85 mm wide, each file whole or not at all.

    Parameters
    ----------
    charts : iterable of Chart
    folder : Path or str
        Made when it isn't there.
    kinds : sequence of str
        Of files: ``"png"``, ``"svg"`` and ``"pdf"``.

    Raises
    ------
    OSError
        When the folder can't be written to.
    """
    return write_drawn({chart.name: chart for chart in charts}, folder, kinds)


def drawn(charts: Iterable[Chart], columns: int = 1) -> dict[str, Any]:
    """Each chart by its name as a figure of matplotlib, one column wide or two."""
    with house_style():
        return {chart.name: draw(chart, columns) for chart in charts}


def write_drawn(figures: Mapping[str, Any], folder: Path | str, kinds: Sequence[str] = _KINDS) -> list[Path]:
    """Write charts, or what a function without arguments draws, in the house style; None draws nothing."""
    written = []
    with house_style():
        for name, figure in figures.items():
            drawn = draw(figure) if isinstance(figure, Chart) else figure()
            if drawn is None:
                continue
            for kind in kinds:
                buffer = io.BytesIO()
                drawn.savefig(buffer, format=kind, metadata=_METADATA[kind])
                written.append(write_whole(Path(folder) / f"{name}.{kind}", buffer.getvalue()))
    return written


def new(rows: int = 1, columns: int = 1, height: float = 0.68, **more: Any) -> tuple[Any, Any]:
    """A figure one column wide, `height` times as high, and its axes."""
    from brimstone.report._figure import PaperFigure

    figure = PaperFigure(figsize=(WIDTH, WIDTH * height), layout="constrained")
    return figure, figure.subplots(rows, columns, **more)


def draw(chart: Chart, columns: int = 1) -> Any:
    """A chart as a figure of matplotlib, one column wide or two."""
    heights = [panel.height for panel in chart.panels]
    figure, grid = new(len(heights), 1, _aspect(chart), sharex=True, squeeze=False, height_ratios=heights)
    if columns > 1:
        width, height = figure.get_size_inches()
        figure.set_size_inches(_WIDE * width, _WIDE * height * (1.0 if chart.square else _FLAT))
    named: set[str] = set()
    for axes, panel in zip(grid[:, 0], chart.keyed, strict=True):
        tops: dict[str, np.ndarray] = {}
        for series, width in zip(panel.series, panel.widths(), strict=True):
            _DRAW.get(series.style, _points)(axes, series, chart, tops)
            if width > 1.0:
                axes.lines[-1].set_linewidth(width * STYLE["lines.linewidth"])
        if panel.axis.zero:
            axes.axhline(0.0, color=_ZERO, linewidth=0.5, zorder=0)
        _apply(
            axes.xaxis if chart.horizontal else axes.yaxis,
            replace(panel.axis, limits=panel.limits, from_zero=panel.axis.from_zero or panel.upright),
        )
        handles, labels = axes.get_legend_handles_labels()
        if named.issuperset(labels):  # a panel above says it
            continue
        named.update(labels)
        legend = None
        long = max(map(len, labels), default=0) > _LONG
        if len(labels) > 4 or (long and len(labels) > 1):
            abreast = 1 if long else _ABREAST
            legend = figure.legend(handles, labels, loc="outside upper center", ncols=abreast)
            figure.set_figheight(figure.get_figheight() + _LINE * -(-len(labels) // abreast))
        elif len(labels) > 1 or any(one.legend for one in panel.series if one.style == "band"):
            legend = axes.legend(handles, labels)
        for line in legend.get_lines() if legend is not None else ():
            line.set_linewidth(STYLE["lines.linewidth"])
    last = grid[-1, 0]
    _apply(last.yaxis if chart.horizontal else last.xaxis, chart.x)
    for axes, panel in zip(grid[:, 0], chart.panels, strict=True):
        if chart.x.limits is not None or panel.axis.limits is not None:
            _leave_out(axes)
    if chart.title:
        grid[0, 0].set_title(chart.title, fontsize=7.5)
    if chart.square:
        last.set_aspect("equal", adjustable="box")
    if len(heights) > 1:
        figure.align_ylabels()
    return figure


def _leave_out(axes: Any) -> None:
    """Take away points beyond the limits of a panel; those at its edge are drawn whole."""
    (left, right), (below, above) = axes.get_xlim(), axes.get_ylim()
    for line in axes.lines:
        if not line.get_clip_on():
            x, y = (np.asarray(values, dtype=float) for values in line.get_data())
            seen = (x >= left) & (x <= right) & (y >= below) & (y <= above)
            line.set_data(x[seen], y[seen])


def _aspect(chart: Chart) -> float:
    """Height over width; where a unit is as long on both axes, what the limits of these ask for."""
    limits = [chart.x.limits, chart.panels[0].axis.limits]
    if not chart.square or chart.x.scale != "linear" or None in limits:
        return chart.aspect
    across, up = (one[1] - one[0] for one in limits if one is not None)
    return float(np.clip((1.0 - _BESIDE) * up / across + _UNDER, 0.4, chart.aspect + 0.3))


def _points(axes: Any, series: Series, chart: Chart, tops: dict[str, np.ndarray]) -> None:
    """Lines, points, or both, with error bars where there are any."""
    colour = series.colour[0]
    style: dict[str, Any] = {"color": colour, "linestyle": "none", "label": series.name if series.legend else None}
    if "line" in series.style:
        style["linestyle"] = "--" if series.dashed else "-"
    if "points" in series.style:
        style |= {"marker": _MARKERS[series.symbol], "markersize": _POINT * series.size}
        style |= {"clip_on": False, "zorder": 5} if series.style == "points" else {}
        if series.symbol.endswith("-open"):
            style["markerfacecolor"] = "none"
    if chart.crosses(series):
        axes.axhline(series.y[0], **style)
    elif series.low is None or series.high is None:
        axes.plot(series.x, series.y, **style)
    else:
        values = np.asarray(series.y, dtype=float)
        ends = [np.maximum(values - np.asarray(series.low), 0.0), np.maximum(np.asarray(series.high) - values, 0.0)]
        axes.errorbar(series.x, values, yerr=ends, elinewidth=0.8, capsize=2, **style)
    for x, y, words in zip(series.x, series.y, series.labels or (), strict=False):
        above = y > 0.0
        axes.annotate(words, (x, y), (0, 5 if above else -5), textcoords="offset points", ha="center",
                      va="bottom" if above else "top", fontsize=6, zorder=6,
                      bbox=_BEHIND_WORDS)  # fmt: skip
        axes.margins(y=0.12)


def _band(axes: Any, series: Series, chart: Chart, tops: dict[str, np.ndarray]) -> None:
    if series.visible and series.low is not None and series.high is not None:
        axes.fill_between(
            series.x, series.low, series.high, color=series.colour[0], alpha=0.15, linewidth=0,
            label=series.name if series.legend else None,
        )  # fmt: skip


def _bars(axes: Any, series: Series, chart: Chart, tops: dict[str, np.ndarray]) -> None:
    """Bars; without a base they stand on those drawn before, positive ones up and negative ones down."""
    values = np.asarray(series.y, dtype=float)
    above, below = (tops.setdefault(side, np.zeros(values.size)) for side in ("above", "below"))
    start = np.where(values >= 0.0, above, below) if series.base is None else np.asarray(series.base, dtype=float)
    tops["above"], tops["below"] = above + np.maximum(values, 0.0), below + np.minimum(values, 0.0)
    places = np.arange(values.size)[::-1] if chart.horizontal else np.arange(values.size)
    style = {"color": series.colour[0], "label": series.name if series.legend else None, "linewidth": 0}
    axes.use_sticky_edges = False  # a bar of no height on top of the others would take their room
    if chart.horizontal:
        axes.barh(places, values, left=start, height=0.62, **style)
        room = 0.5 * max(0, _FEW - values.size)
        axes.set_ylim(-0.6 - room, values.size - 0.4 + room)
        axes.set_yticks(places, [str(one) for one in series.x])
        axes.tick_params(axis="y", length=0, labelsize=6)
    else:
        axes.bar(places, values, bottom=start, width=0.62 * min(1.0, values.size / _FEW), **style)
        axes.set_xlim(-0.6, values.size - 0.4)
        # Room of a bar, in letters of its name.
        letters = _LETTERS * axes.figure.get_figwidth() / WIDTH / values.size
        names = ["\n".join(in_lines(str(one), int(letters))) for one in series.x]
        wide = max(len(line) for name in names for line in name.split("\n")) > letters
        axes.set_xticks(places, ["\n".join(in_lines(str(one), _UPRIGHT)) for one in series.x] if wide else names)
        axes.tick_params(axis="x", length=0, rotation=90 if wide else 0)


def _map(axes: Any, series: Series, chart: Chart, tops: dict[str, np.ndarray]) -> None:
    style: dict[str, Any] = {"cmap": "viridis"}
    if series.scale == "share":
        style = {"cmap": "cividis_r", "vmin": 0.0, "vmax": 1.0}
    elif series.scale == "amount" and series.z is not None and np.min(series.z) > 0.0:
        style["vmin"] = 0.0
    if series.ends is not None:
        style |= dict(zip(("vmin", "vmax"), series.ends, strict=True))
    drawn = axes.pcolormesh(series.x, series.y, series.z, shading="nearest", rasterized=True, **style)
    axes.figure.colorbar(drawn, ax=axes).set_label(chart.bar_title, fontsize=7)


_DRAW = {"band": _band, "range": _band, "bars": _bars, "map": _map}


def _decade(value: float, _: int) -> str:
    """A tick of a logarithmic axis: words of matplotlib's own are formulas, which names of a recipe must not be."""
    exponent = round(float(np.log10(value)))
    return power_of_ten(exponent) if abs(exponent) > _PLAIN else f"{value:g}"


def _within(value: float, low: float, high: float) -> str:
    """A tick between powers of ten: where an axis has hardly more than one of these, 2 and 5 are told as well."""
    first = round(value / 10.0 ** np.floor(np.log10(value)))
    return f"{value:g}" if high < _SHORT * low and first in (2, 5) else ""


def _apply(direction: Any, axis: Axis) -> None:
    """Title, scale, limits and ticks of one axis of a panel."""
    axes, name = direction.axes, direction.axis_name
    direction.set_label_text(axis.title)
    if axis.scale == "log":
        getattr(axes, f"set_{name}scale")("log")
        direction.set_major_formatter(_decade)
        direction.set_minor_formatter(lambda value, _: _within(value, *direction.get_view_interval()))
    if axis.ticks is not None:
        if axis.scale == "log" and axis.limits is None:
            axes.margins(**{name: _BESIDE_ENDS})  # words of the first and the last tick are not those of the corner
        direction.set_ticks(list(axis.ticks), list(axis.ticks.values()))
        direction.set_ticks([], minor=True)
    if axis.limits is not None:
        getattr(axes, f"set_{name}lim")(*axis.limits)
    elif axis.from_zero:
        # Room above the largest, which stands out where all numbers are nearly equal.
        ends = np.ravel(axes.dataLim.intervalx if name == "x" else axes.dataLim.intervaly)
        largest = float(ends.max())
        getattr(axes, f"set_{name}lim")(0, _ROOM * largest if np.isfinite(largest) and largest > 0.0 else None)
    if axis.whole:
        direction.get_major_locator().set_params(integer=True)
