"""Pictures of a composite for a paper: the block in space, and slices by phase, potential and current."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from brimstone.composite.voxel.conduction import Conduction
from brimstone.composite.voxel.structure import AXES, Structure, axis_number
from brimstone.constants import UM
from brimstone.errors import StructureError
from brimstone.report.blocks.colours import phase_colours
from brimstone.report.blocks.render import Camera, camera, render

_DOTS_PER_INCH = 200
_INK = "#333333"
#: Current densities above this share of all voxels' are drawn alike: a few narrow necks would outshine the rest.
_BRIGHTEST = 0.995


def block_picture(
    structure: Structure,
    path: str | Path,
    *,
    colours: Mapping[str, str] | None = None,
    hidden: Iterable[str] = (),
    cut: float = 0.5,
    width: int = 1000,
) -> None:
    """Write a picture of the block, coloured by phase.

    Parameters
    ----------
    structure : Structure
        The block.
    path : path
        Where the PNG goes.
    colours : mapping of phase name to colour, optional
        Those of `phase_colours` when left out.
    hidden : iterable of str
        Phases left out, such as pores.
    cut : float
        Share of each edge cut away at the corner towards the viewer.
    width : int
        Of the block, in pixels.
    """
    from matplotlib.patches import Patch

    paint = phase_colours(structure.names) | dict(colours or {})
    left_out = structure.chosen(hidden)
    pixels = render(structure, paint, hidden=hidden, cut=cut, width=width)
    figure, axes = _block_figure(structure, pixels, camera(structure, width))
    fractions = structure.fractions
    patches = [
        Patch(
            facecolor="none" if left_out[number] else paint[name],
            edgecolor="#888888",
            linewidth=0.5,
            label=f"{name}  {100 * fractions[name]:.1f} %",
        )
        for number, name in enumerate(structure.names)
    ]
    axes.legend(
        handles=patches,
        loc="upper center",
        bbox_to_anchor=(0.5, -0.01),
        ncols=min(4, len(patches)),
        frameon=False,
        fontsize=9,
        handlelength=1.0,
        handleheight=1.0,
        labelcolor=_INK,
    )
    figure.savefig(path, dpi=_DOTS_PER_INCH, bbox_inches="tight", pad_inches=0.08)


def conduction_picture(
    conduction: Conduction,
    path: str | Path,
    *,
    quantity: str = "current",
    at_least: float = 0.0,
    cut: float = 0.0,
    width: int = 1000,
) -> None:
    """Write a picture of what conducts, coloured by potential or by current.

    Parameters
    ----------
    conduction : Conduction
        The solution; what carries no current is left out.
    path : path
        Where the PNG goes.
    quantity : {"current", "potential"}
        What the colour shows: current density over its mean through the block, or potential.
    at_least : float
        Voxels with less than this current density, over the mean, are left out: what remains are the busy paths.
    cut, width
        As in `block_picture`.

    Raises
    ------
    StructureError
        When nothing percolates, so that there is no current to draw.
    """
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Normalize

    structure = conduction.structure
    current, top = _relative_current(conduction)
    carries = current > max(at_least, 1e-9)
    if quantity == "potential":
        values, scale, colour_map, label = conduction.potential, 1.0, "viridis", "potential over that applied"
    elif quantity == "current":
        values, scale, colour_map, label = current / top, top, "inferno", "current density over its mean"
    else:
        raise StructureError(f"the colour must show current or potential, not '{quantity}'.")
    values = np.where(carries, values, np.nan)
    pixels = render(structure, {}, values=values, colour_map=colour_map, cut=cut, width=width)
    figure, axes = _block_figure(structure, pixels, camera(structure, width))
    bar = figure.colorbar(
        ScalarMappable(Normalize(0.0, scale), colour_map), ax=axes, shrink=0.5, pad=0.02, aspect=25, label=label
    )
    bar.outline.set_visible(False)
    bar.ax.tick_params(labelsize=8, colors=_INK)
    bar.ax.yaxis.label.set_color(_INK)
    figure.savefig(path, dpi=_DOTS_PER_INCH, bbox_inches="tight", pad_inches=0.08)


def slice_picture(
    structure: Structure,
    path: str | Path,
    *,
    conduction: Conduction | None = None,
    axis: str = "z",
    position: float = 0.5,
    colours: Mapping[str, str] | None = None,
) -> None:
    """Write a picture of a slice: its phases and, of a conduction solution, potential and current density.

    Parameters
    ----------
    structure : Structure
        The block.
    path : path
        Where the PNG goes.
    conduction : Conduction, optional
        A solution on the same block.
    axis : {"x", "y", "z"}
        Axis that the slice is normal to.
    position : float
        Where it is, as a share of the block's length along that axis.
    colours : mapping of phase name to colour, optional
        Those of `phase_colours` when left out.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.colors import ListedColormap
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch

    if not 0.0 <= position <= 1.0:
        raise StructureError(f"the position of a slice must be a fraction from 0 to 1, not {position}.")
    normal = axis_number(axis)
    layer = min(int(position * structure.shape[normal]), structure.shape[normal] - 1)
    across = [number for number in range(3) if number != normal]
    paint = phase_colours(structure.names) | dict(colours or {})
    width, height = (1e6 * structure.size[number] for number in across)
    count = 1 if conduction is None else 3
    figure = Figure(figsize=(3.4 * count, 3.4 * height / width + 0.5), layout="constrained")
    FigureCanvasAgg(figure)
    rows = figure.subplots(2, count, squeeze=False, sharey="row", height_ratios=[0.1, 3.4 * height / width])
    keys, panels = rows
    fields: list[tuple[np.ndarray, Any, float, float, str]] = [
        (
            structure.phases,
            ListedColormap([paint[name] for name in structure.names]),
            -0.5,
            len(structure.names) - 0.5,
            "",
        )
    ]
    if conduction is not None:
        current, top = _relative_current(conduction)
        fields.append((conduction.potential, "viridis", 0.0, 1.0, "potential over that applied"))
        fields.append((np.where(current > 0.0, current, np.nan), "inferno", 0.0, top, "current density over its mean"))
    for key, panel, (field, colour_map, lowest, largest, label) in zip(keys, panels, fields, strict=True):
        shown = panel.imshow(
            np.take(field, layer, normal).T,
            cmap=colour_map,
            vmin=lowest,
            vmax=largest,
            origin="lower",
            extent=(0, width, 0, height),
            interpolation="nearest",
        )
        panel.set_facecolor("#e9e9e7")
        panel.set_xlabel(f"{AXES[across[0]]} (µm)", fontsize=8)
        panel.tick_params(labelsize=7)
        if label:
            bar = figure.colorbar(shown, cax=key, orientation="horizontal")
            bar.set_label(label, fontsize=8)
            bar.ax.xaxis.set_ticks_position("top")
            bar.ax.xaxis.set_label_position("top")
            bar.ax.tick_params(labelsize=7)
            bar.outline.set_visible(False)
    panels[0].set_ylabel(f"{AXES[across[1]]} (µm)", fontsize=8)
    keys[0].set_axis_off()
    keys[0].legend(
        handles=[Patch(facecolor=paint[name], edgecolor="#888888", lw=0.5, label=name) for name in structure.names],
        loc="lower center",
        ncols=min(4, len(structure.names)),
        frameon=False,
        fontsize=8,
        handlelength=1.0,
        handleheight=1.0,
        columnspacing=1.0,
        borderaxespad=0.0,
    )
    figure.savefig(path, dpi=_DOTS_PER_INCH, bbox_inches="tight", pad_inches=0.08)


def _relative_current(conduction: Conduction) -> tuple[np.ndarray, float]:
    """Magnitude of the current density over its mean along the axis, and the value that is drawn brightest."""
    if conduction.conductivity == 0.0:
        raise StructureError(f"{conduction.message} There is no current to draw.")
    density = conduction.current_density()
    mean = density[axis_number(conduction.axis)].mean()
    magnitude = np.sqrt((density**2).sum(axis=0)) / mean
    return magnitude, float(np.quantile(magnitude[magnitude > 0.0], _BRIGHTEST))


def _block_figure(structure: Structure, pixels: np.ndarray, eye: Camera) -> tuple[Any, Any]:
    """Figure with the block's picture, its outline, and lengths along the three edges in front."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(eye.width / _DOTS_PER_INCH, eye.height / _DOTS_PER_INCH))
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.imshow(pixels, interpolation="antialiased")
    axes.set_axis_off()
    corners = list(np.ndindex(2, 2, 2))
    place = dict(zip(corners, eye.project(np.array(corners) * structure.size), strict=True))
    for one in corners:
        for axis in range(3):
            two = (*one[:axis], 1, *one[axis + 1 :])
            behind = (0, 1, 0) in (one, two)  # the corner that the block itself hides
            if one[axis] == 0 and not behind:
                axes.plot(*zip(place[one], place[two], strict=True), color=_INK, linewidth=0.5, alpha=0.55)
    for axis, one, two, sideways in (
        (0, (0, 0, 0), (1, 0, 0), (-0.35, 1.0)),
        (1, (1, 0, 0), (1, 1, 0), (0.35, 1.0)),
        (2, (0, 0, 0), (0, 0, 1), (-1.0, 0.0)),
    ):
        (x0, y0), (x1, y1) = place[one], place[two]
        angle = np.degrees(np.arctan2(y0 - y1, x1 - x0))
        axes.text(
            (x0 + x1) / 2 + 0.022 * eye.width * sideways[0],
            (y0 + y1) / 2 + 0.022 * eye.width * sideways[1],
            f"{AXES[axis]}  {_length(structure.size[axis])}",
            rotation=angle,
            rotation_mode="anchor",
            ha="center",
            va="bottom" if axis == 2 else "top",
            fontsize=9,
            color=_INK,
        )
    return figure, axes


def _length(metres: float) -> str:
    """Length in words, three digits."""
    return f"{metres * 1e9:.3g} nm" if metres < UM else f"{metres / UM:.3g} µm"
