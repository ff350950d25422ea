"""Figures as plain objects: series, axes and captions, drawn by plotly on a page and by matplotlib for a paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from brimstone._records import record
from brimstone.physics.labels import FIGURES, NAMES

#: Colour on a light and on a dark page.
Colour = tuple[str, str]

VOLTAGE = "Voltage vs. Li/Li⁺ (V)"
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
    """

    title: str
    scale: Literal["linear", "log", "category"] = "linear"
    from_zero: bool = False
    limits: tuple[float, float] | None = None
    ticks: Mapping[float, str] | None = None


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
    style : {"line", "points", "line and points", "bars", "band", "map"}
        A band lies between `low` and `high`; bars are stacked unless they have a `base`; a map shows `z`.
    low, high : sequence, optional
        Ends of a band, or of the error bars of points.
    z : ndarray (len(y), len(x)), optional
        Values of a map.
    scale : {"share", "amount"}
        Colours of a map: from 0 to 1, or over its own numbers.
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
    style: Literal["line", "points", "line and points", "bars", "band", "map"] = "line"
    low: Sequence[float] | np.ndarray | None = None
    high: Sequence[float] | np.ndarray | None = None
    z: np.ndarray | None = None
    scale: Literal["share", "amount"] = "amount"
    base: Sequence[float] | None = None
    dashed: bool = False
    symbol: Symbol = "circle"
    size: float = 6.0
    labels: Sequence[str] | None = None
    hover: Sequence[str] | None = None
    group: str = ""
    legend: bool = True
    visible: bool = True


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
    def theory(self) -> str:
        """Name and label of the equation behind it, as in `brimstone.physics.labels`; empty for none."""
        parts = self.name.split("-")
        names = ("-".join(parts[:count]) for count in range(len(parts), 0, -1))
        label = next((FIGURES[name] for name in names if name in FIGURES), "")
        return f"{NAMES[label]} ({label})" if label else ""
