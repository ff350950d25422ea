"""Figures as plain objects: series, axes and captions, drawn by plotly on a page and by matplotlib for a paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np

from brimstone._records import record
from brimstone.physics.labels import FIGURES, NAMES

#: Colour on a light and on a dark page.
Colour = tuple[str, str]

VOLTAGE = "Voltage vs. Li/Li⁺ (V)"
_INK: Colour = ("#555555", "#aaaaaa")
_HIDDEN = 0.005  # of the height of a panel
_MOSTLY = 0.8
_NOTHING = 5e-3  # of the highest bar: none goes down
_COMPARED, _DENSE = 60, 3000  # points of a line that goes to and fro, and of one that may hide it
_EQUAL = 1e-4  # of a number: others that differ by less are told as equal, on an axis half as long as the number
_TICK = 0.08  # of the length of an axis: words of a tick
_WIDER, _WIDEST = 0.9, 2  # widths of a line, and lines on top of it that count
Symbol = Literal["circle", "circle-open", "square", "diamond-open"]


@dataclass(frozen=True)
class Axis:
    """An axis.

    Attributes
    ----------
    title : str
        Words with the unit as printed: ``"Capacity (mAh g⁻¹ S)"``.
    scale : {"linear", "log", "category"}
    from_zero : bool
        Whether it starts at zero.
    limits : (float, float), optional
    ticks : mapping of float to str, optional
        Places and words of the ticks; those that suit the numbers by default.
    whole : bool
        Whether it counts: ticks are at whole numbers only.
    least_span : float
        Numbers that differ by less are shown over this span around their middle: they are equal to the eye.
    zero : bool
        Whether zero is within it and has a line: what is left between two things is seen against nothing left.
    """

    title: str
    scale: Literal["linear", "log", "category"] = "linear"
    from_zero: bool = False
    limits: tuple[float, float] | None = None
    ticks: Mapping[float, str] | None = None
    whole: bool = False
    least_span: float = 0.0
    zero: bool = False


@record
class Series:
    """One thing that is drawn.

    Attributes
    ----------
    name : str
        For the legend.
    x, y : sequence
        Names on an axis of categories. Of a map `y` are the centres of its rows.
    colour : (str, str)
    style : {"line", "points", "line and points", "bars", "band", "range", "map"}
        A band of samples, and a range of values, lie between `low` and `high`; bars
        are stacked unless they have a `base`; a map shows `z`.
    low, high : sequence, optional
        Ends of a band, or of the error bars of points.
    z : ndarray (len(y), len(x)), optional
        Values of a map.
    scale : {"share", "amount", "range"}
        Colours of a map: from 0 to 1, from 0 to its largest number, or from its least to its largest.
    ends : (float, float), optional
        Numbers of a map that its colours reach from and to, where a few lie far beyond all others.
    base : sequence, optional
        Where bars start.
    dashed : bool
    symbol : Symbol
    size : float
        Of points, in pixels of a page.
    labels : sequence of str, optional
        Printed next to the points.
    hover : sequence of str, optional
        What else a pointer reads of each point.
    group : str
        Series of one group are shown and hidden together; the name by default.
    legend : bool
        Whether the legend names it.
    visible : bool
        Whether it is drawn at first.
    """

    name: str
    x: Sequence[Any] | np.ndarray
    y: Sequence[float] | np.ndarray
    colour: Colour = ("#222222", "#eeeeee")
    style: Literal["line", "points", "line and points", "bars", "band", "range", "map"] = "line"
    low: Sequence[float] | np.ndarray | None = None
    high: Sequence[float] | np.ndarray | None = None
    z: np.ndarray | None = None
    scale: Literal["share", "amount", "range"] = "amount"
    ends: tuple[float, float] | None = None
    base: Sequence[float] | None = None
    dashed: bool = False
    symbol: Symbol = "circle"
    size: float = 6.0
    labels: Sequence[str] | None = None
    hover: Sequence[str] | None = None
    group: str = ""
    legend: bool = True
    visible: bool = True


def readable_ticks(ticks: Mapping[float, str]) -> dict[float, str]:
    """Ticks of a logarithmic axis without those whose words would run into the ones before, or into the last."""
    places = sorted(ticks)
    if len(places) < 3:
        return {place: ticks[place] for place in places}
    least = (places[-1] / places[0]) ** _TICK
    kept = [places[0]]
    for place in places[1:-1]:
        if place >= least * kept[-1] and places[-1] >= least * place:
            kept.append(place)
    return {place: ticks[place] for place in (*kept, places[-1])}


def key_line(name: str, *, dashed: bool) -> Series:
    """An entry of the legend that tells what solid or dashed lines are."""
    return Series(name, [np.nan], [np.nan], _INK, dashed=dashed, group=name)


def key_band() -> Series:
    """An entry of the legend that tells what the bands are."""
    name = "80 % of the samples"
    return Series(name, [np.nan], (), _INK, "band", [np.nan], [np.nan], group=name)


def key_points(name: str) -> Series:
    """An entry of the legend that tells what open circles are."""
    return Series(name, [np.nan], [np.nan], _INK, "points", symbol="circle-open", size=10, group=name)


@dataclass(frozen=True)
class Panel:
    """Series over one vertical axis; panels of a chart are stacked and share the horizontal axis.

    Attributes
    ----------
    axis : Axis
    series : tuple of Series
        Drawn in this order.
    height : float
        Relative to the other panels.
    """

    axis: Axis
    series: tuple[Series, ...]
    height: float = 1.0

    @property
    def upright(self) -> bool:
        """Whether it has bars that stand, none of which goes down by what anyone would see."""
        bars = [np.asarray(one.y, dtype=float) for one in self.series if one.style == "bars" and one.base is None]
        if not bars:
            return False
        above, below = (sum(np.maximum(side * one, 0.0) for one in bars) for side in (1.0, -1.0))
        return bool(np.max(below, initial=0.0) < _NOTHING * np.max(above, initial=0.0))

    @property
    def limits(self) -> tuple[float, float] | None:
        """Ends of the axis where the numbers alone should not set them."""
        if self.axis.limits is not None or self.axis.scale != "linear" or self.axis.from_zero or self.axis.zero:
            return self.axis.limits
        if any(one.style in ("bars", "map") for one in self.series):
            return None
        parts = [part for one in self.series for part in (one.y, one.low, one.high) if part is not None]
        values = np.concatenate([np.zeros(0), *(np.asarray(part, dtype=float) for part in parts)])
        values = values[np.isfinite(values)]
        if not values.size:
            return None
        middle = float(values.min() + values.max()) / 2
        span = self.axis.least_span or (abs(middle) if np.ptp(values) <= _EQUAL * abs(middle) else 0.0)
        return (middle - span / 2, middle + span / 2) if np.ptp(values) < span else None

    def widths(self) -> list[float]:
        """How wide each series is drawn, over the usual: a line that others hide shows at their sides."""
        lines = [one for one in self.series if one.style == "line" and not one.dashed and np.size(one.x) > 1]
        spans = [float(np.nanmax(one.y) - np.nanmin(one.y)) for one in lines if np.isfinite(one.y).any()]
        near = _HIDDEN * max(spans, default=0.0)
        hidden = {
            id(one): sum(_lies_on(one, other, near) for other in lines[place + 1 :]) for place, one in enumerate(lines)
        }
        return [1.0 + _WIDER * min(hidden.get(id(one), 0), _WIDEST) for one in self.series]


def _lies_on(one: Series, other: Series, near: float) -> bool:
    """Whether a line that is drawn later hides this one."""
    x, y = np.asarray(one.x, dtype=float), np.asarray(one.y, dtype=float)
    over, values = np.asarray(other.x, dtype=float), np.asarray(other.y, dtype=float)
    if any(np.any(np.diff(one) > 0.0) and np.any(np.diff(one) < 0.0) for one in (x, over)):
        return _runs_along(np.stack([x, y]), np.stack([over, values]), near)
    order = np.argsort(over, kind="stable")
    apart = np.abs(np.interp(x, over[order], values[order], left=np.nan, right=np.nan) - y)
    return bool(np.mean(apart <= near) > _MOSTLY)


def _runs_along(path: np.ndarray, other: np.ndarray, near: float) -> bool:
    """The same of lines that go to and fro, by the distance between points of their paths (2, points)."""
    span = float(np.ptp(path[0])) or 1.0
    scale = np.array([[1.0 / (_HIDDEN * span)], [1.0 / near if near > 0.0 else 0.0]])
    few = path[:, np.linspace(0, path.shape[1] - 1, _COMPARED).round().astype(int)] * scale
    places = np.linspace(0.0, 1.0, _DENSE)
    along = np.linspace(0.0, 1.0, other.shape[1])
    whole = np.stack([np.interp(places, along, one) for one in other]) * scale
    apart = np.hypot(*(few[:, :, None] - whole[:, None, :])).min(axis=1)
    return bool(np.mean(apart <= 1.0) > _MOSTLY)


def residual_panel(unit: str, series: Sequence[Series]) -> Panel:
    """A panel below another one, of what is computed less what is measured there; in its unit where none is named."""
    return Panel(Axis("Computed −\nmeasured" + (f" ({unit})" if unit else ""), zero=True), tuple(series))


@dataclass(frozen=True)
class Chart:
    """A figure.

    Attributes
    ----------
    name : str
        Of its place on a page and of its files.
    x : Axis
    panels : tuple of Panel
        From top to bottom.
    caption : str
        What is seen, in sentences.
    title : str
        Printed above it on paper, where it is one of several.
    square : bool
        Whether a unit is as long on both axes.
    aligned : bool
        Whether a pointer reads all series at one place of the horizontal axis.
    aspect : float
        Height over width on paper.
    bar_title : str
        What the colours of a map mean.
    horizontal : bool
        Whether bars lie: the categories are then on the vertical axis.
    extra : mapping
        What a page needs besides the figure to let a reader change it.
    """

    name: str
    x: Axis
    panels: tuple[Panel, ...]
    caption: str = ""
    title: str = ""
    square: bool = False
    aligned: bool = False
    aspect: float = 0.68
    bar_title: str = ""
    horizontal: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def keyed(self) -> tuple[Panel, ...]:
        """The panels with an entry in the legend that tells what bands are, where no band has a name of its own."""
        for place, panel in enumerate(self.panels):
            bands = [one for one in panel.series if one.style == "band"]
            if bands and not any(one.legend for one in bands):
                named = replace(panel, series=(*panel.series, key_band()))
                return (*self.panels[:place], named, *self.panels[place + 1 :])
        return self.panels

    def crosses(self, series: Series) -> bool:
        """Whether a line is a level over categories, which goes from one side of the figure to the other."""
        return self.x.scale == "category" and not self.horizontal and series.style == "line"

    @property
    def theory(self) -> str:
        """Name and label of the equation behind it, as in `brimstone.physics.labels`; empty for none."""
        parts = self.name.split("-")
        names = ("-".join(parts[:count]) for count in range(len(parts), 0, -1))
        label = next((FIGURES[name] for name in names if name in FIGURES), "")
        return f"{NAMES[label]} ({label})" if label else ""
