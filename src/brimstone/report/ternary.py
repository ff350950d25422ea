"""Ternary maps for a paper and for a page: one quantity over all mixtures, with the edges of both networks."""

from pathlib import Path
from typing import Any

import numpy as np

from brimstone.composite import TernaryMap
from brimstone.design.composition_map import QUANTITIES
from brimstone.view.palette import scale
from brimstone.view.words import power_of_ten

#: Weight shares of active material, electrolyte and carbon.
Shares = tuple[float, float, float]

_HEIGHT = np.sqrt(3.0) / 2.0
_INK = "#222222"
_DECADES = 5.0  # range of a logarithmic map
_CORNERS = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, _HEIGHT]])  # active material, electrolyte, carbon
_SIDES = ("active material", "electrolyte", "carbon")
#: Edge of a network -> its words, line style and colour.
_EDGES = {
    "ionic": ("ion percolation threshold", "-", "#ffffff"),
    "electronic": ("electron percolation threshold", (0, (3.5, 1.8)), "#ffffff"),
}


def shown_values(ternary: TernaryMap, name: str) -> tuple[np.ndarray, float, float, bool]:
    """Values in the unit of the map, the limits of its colours, and whether they run over decades."""
    quantity = QUANTITIES[name]
    values = np.asarray(ternary.values, dtype=float) / quantity.scale
    known = values[np.isfinite(values)]
    high = float(known.max(initial=0.0)) or 1.0
    if not quantity.logarithmic:
        return values, 0.0, high, False
    low = max(float(known[known > 0.0].min(initial=high)), high * 10.0**-_DECADES)
    return np.maximum(values, low), low, high, True


def triangle_points(shares: np.ndarray) -> np.ndarray:
    """Points of the plane (n, 2) for shares of active material, electrolyte and carbon (n, 3)."""
    return np.asarray(shares) @ _CORNERS


def ternary_picture(ternary: TernaryMap, name: str, path: Path | str, own: Shares | None = None) -> None:
    """Write a ternary map.

    Parameters
    ----------
    ternary : TernaryMap
    name : str
        Of `brimstone.design.composition_map.QUANTITIES`.
    path : path
        Ends in ``.png`` or ``.svg``.
    own : Shares, optional
        Of the recipe itself, which get a mark.
    """
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import LinearSegmentedColormap, LogNorm, Normalize
    from matplotlib.figure import Figure
    from matplotlib.patches import Polygon
    from matplotlib.ticker import NullFormatter
    from matplotlib.tri import Triangulation

    values, low, high, logarithmic = shown_values(ternary, name)
    quantity = QUANTITIES[name]
    style: Any = {"font.size": 8, "svg.fonttype": "none", "svg.hashsalt": "brimstone", "text.parse_math": False}
    with mpl.rc_context(style):
        figure = Figure(figsize=(4.4, 3.55))
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0.0, 0.085, 0.82, 0.915))
        axes.set_aspect("equal")
        axes.set_axis_off()
        axes.set_xlim(-0.13, 1.12)
        axes.set_ylim(-0.13, 0.90)
        colours = LinearSegmentedColormap.from_list("ordered", scale())
        normal = LogNorm(low, high) if logarithmic else Normalize(low, high)
        shares = np.stack([ternary.active, ternary.electrolyte, ternary.carbon], axis=1)
        # Corners of the grid are cut a little for the equations; the picture goes to the very corner.
        points = triangle_points(_to_the_corners(shares))
        filled = np.where(np.isfinite(values), values, low)
        levels = np.geomspace(low, high, 64) if logarithmic else np.linspace(low, high, 64)
        drawn = axes.tricontourf(
            Triangulation(*points.T), filled, levels=levels, cmap=colours, norm=normal, extend="both", zorder=1
        )
        drawn.set_edgecolor("face")  # no seams between levels in a vector file
        drawn.set_linewidth(0.2)
        drawn.set_rasterized(str(path).endswith(".svg"))
        frame = Polygon(_CORNERS, closed=True, fill=False, ec=_INK, lw=0.9, zorder=5, joinstyle="round")
        axes.add_patch(frame)
        drawn.set_clip_path(frame)
        _grid(axes)
        for kind, (words, dashes, colour) in _EDGES.items():
            line = ternary.ionic_edge if kind == "ionic" else ternary.electronic_edge
            if len(line) > 1:
                x, y = triangle_points(line).T
                axes.plot(x, y, color=_INK, lw=2.6, ls="-", zorder=3, solid_capstyle="butt", alpha=0.55)
                axes.plot(x, y, color=colour, lw=1.4, ls=dashes, zorder=4, label=words)
        if own is not None:
            x, y = triangle_points(np.array([own]))[0]
            axes.plot(x, y, "o", ms=7, mfc="#ffffff", mec=_INK, mew=1.3, zorder=6, ls="none", label="this recipe")
        bar_axes = figure.add_axes((0.825, 0.22, 0.024, 0.62))
        bar = figure.colorbar(ScalarMappable(normal, colours), cax=bar_axes)
        if logarithmic:
            bar.ax.yaxis.set_major_formatter(lambda value, _: power_of_ten(round(np.log10(value))))
            bar.ax.yaxis.set_minor_formatter(NullFormatter())
        bar.outline.set_linewidth(0.5)
        bar.ax.tick_params(labelsize=7, width=0.5, length=2.5)
        bar.set_label(f"{quantity.words} ({quantity.unit})", fontsize=8, labelpad=4)
        handles, labels = axes.get_legend_handles_labels()
        if handles:
            legend = figure.legend(
                handles,
                labels,
                loc="lower center",
                bbox_to_anchor=(0.5, 0.01),
                ncols=3,
                frameon=True,
                fancybox=False,
                edgecolor="none",
                facecolor="#c9c6be",
                framealpha=1.0,
                fontsize=6.8,
                handlelength=2.0,
                columnspacing=1.2,
                borderpad=0.45,
            )
            legend.set_zorder(7)
        figure.savefig(path, dpi=300, metadata=_metadata(path))


def _metadata(path: Path | str) -> Any:
    return {"Date": None} if str(path).endswith(".svg") else None


def _to_the_corners(shares: np.ndarray) -> np.ndarray:
    least = float(shares.min())
    stretched = np.clip((shares - least) / (1.0 - 3.0 * least), 0.0, 1.0)
    return stretched / stretched.sum(axis=1, keepdims=True)


def _grid(axes: Any) -> None:
    """Lines and numbers each 20 wt%, and the names along the sides."""
    for share in (0.2, 0.4, 0.6, 0.8):
        for number in range(3):
            one, two = np.zeros(3), np.zeros(3)
            one[number] = two[number] = share
            one[(number + 1) % 3] = two[(number + 2) % 3] = 1.0 - share
            (x0, y0), (x1, y1) = triangle_points(np.stack([one, two]))
            axes.plot([x0, x1], [y0, y1], color="#ffffff", lw=0.4, alpha=0.35, zorder=2)
    #  Each component is read along the side that ends in its corner, where its number stands outside.
    for number, (first, last, shift, turn) in enumerate(
        ((2, 0, (-0.045, 0.012), 60.0), (0, 1, (0.012, -0.045), 0.0), (1, 2, (0.045, 0.018), -60.0))
    ):
        for share in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
            x, y = (1.0 - share) * _CORNERS[first] + share * _CORNERS[last]
            if 0.0 < share < 1.0:
                axes.plot([x, x + 0.35 * shift[0]], [y, y + 0.35 * shift[1]], color=_INK, lw=0.6, zorder=5)
                axes.text(x + shift[0], y + shift[1], f"{100 * share:.0f}", ha="center", va="center", fontsize=7)
        x, y = 0.5 * (_CORNERS[first] + _CORNERS[last])
        axes.text(
            x + 2.5 * shift[0] + (0.02 if number == 1 else 0.0),
            y + 2.5 * shift[1] + (0.03 if number != 1 else 0.0),
            f"{_SIDES[number]} (wt%)",
            rotation=turn,
            rotation_mode="anchor",
            ha="center",
            va="center",
            fontsize=8,
            color=_INK,
        )
