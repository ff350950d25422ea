"""Surfaces of phases as few flat rectangles, for a view that can be turned in a web page without any network."""

import base64
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from brimstone._jit import kernel
from brimstone.composite.voxel.structure import AXES, Structure
from brimstone.report.blocks.colours import phase_colours

#: Blocks are shown with at most so many voxels along their longest edge, tried in this order until the page is small.
_RESOLUTIONS = (100, 80, 64, 56, 50, 45, 40, 36, 32, 28, 24, 16)
#: Voxels along the longest edge of a block that a page draws itself: a browser turns what more would make slowly.
_DRAWN = 48
#: How surfaces are lit.
_LOOK: dict[str, Any] = {
    "lighting": {"ambient": 0.5, "diffuse": 0.75, "specular": 0.03, "roughness": 0.9, "fresnel": 0.0},
    "lightposition": {"x": 5000, "y": -9000, "z": 14000},
    "hoverinfo": "name",
}
#: What a figure takes besides its surfaces.
_BYTES_OF_THE_REST = 30_000


def interactive_figure(
    structure: Structure,
    *,
    colours: Mapping[str, str] | None = None,
    hidden: Iterable[str] = (),
    most_bytes: int = 4_000_000,
) -> Any:
    """Return a plotly figure of the surfaces of all phases, to be switched on and off by a click on the legend.

    Parameters
    ----------
    structure : Structure
        The block. A large one is shown with coarser voxels (volume fractions are kept).
    colours : mapping of phase name to colour, optional
        As hexadecimal numbers; from `phase_colours` when left out.
    hidden : iterable of str
        Phases that start switched off, such as pores.
    most_bytes : int
        Limit of the figure's size as JSON, if 16 voxels along an edge can meet it.

    Returns
    -------
    plotly.graph_objects.Figure
        To be written by ``write_html`` or put into a page that has plotly's script.
    """
    from plotly import graph_objects

    paint = phase_colours(structure.names) | dict(colours or {})
    off = structure.chosen(hidden)
    longest = min(max(structure.shape), _RESOLUTIONS[0])
    for resolution in (longest, *(some for some in _RESOLUTIONS if some < longest)):
        coarse = coarser(structure, resolution)
        surfaces = {name: surface(coarse, name) for name in coarse.names if coarse.counts[name]}
        size = sum(array.nbytes for parts in surfaces.values() for part in parts for array in part)
        if size * 4 / 3 + _BYTES_OF_THE_REST <= most_bytes:  # base64 takes four bytes for three
            break
    figure = graph_objects.Figure()
    for name, parts in surfaces.items():
        for first, (vertices, triangles) in enumerate(parts):
            x, y, z = vertices.T
            i, j, k = triangles.T
            figure.add_mesh3d(
                x=x,
                y=y,
                z=z,
                i=i,
                j=j,
                k=k,
                name=name,
                legendgroup=name,
                showlegend=first == 0,
                color=paint[name],
                visible="legendonly" if off[structure.index(name)] else True,
                **_LOOK,
            )
    figure.update_layout(template="plotly_white", **_layout(coarse))
    return figure


def block_data(
    structure: Structure, colours: Mapping[str, str] | None = None, hidden: Iterable[str] = ()
) -> dict[str, Any]:
    """What a page needs to draw the surfaces of all phases itself: the voxels, which take far less room than surfaces.

    Parameters
    ----------
    structure, colours, hidden
        As `interactive_figure` takes them.

    Returns
    -------
    dict
        ``shape``, ``phases`` (bytes in base 64, the last axis fastest), ``traces`` (one a phase, in the order of their
        numbers), and ``layout``.
    """
    paint = phase_colours(structure.names) | dict(colours or {})
    off = structure.chosen(hidden)
    coarse = coarser(structure, _DRAWN)
    traces = [
        {"name": name, "color": paint[name], "visible": "legendonly" if off[structure.index(name)] else True, **_LOOK}
        for name in coarse.names
    ]
    phases = base64.b64encode(np.ascontiguousarray(coarse.phases).tobytes()).decode()
    return {"shape": list(coarse.shape), "phases": phases, "traces": traces, "layout": _layout(coarse)}


def _layout(shown: Structure) -> dict[str, Any]:
    """Frame, axes and view of a block."""
    aspect = np.array(shown.size) / max(shown.size)
    scene = {
        "aspectmode": "manual",
        "aspectratio": dict(zip(AXES, aspect.tolist(), strict=True)),
        "camera": {"eye": {"x": 1.15, "y": -1.6, "z": 0.9}},  # plotly lights nothing in orthographic views
    } | {f"{axis}axis": _axis(axis, shown.shape[n], shown.size[n]) for n, axis in enumerate(AXES)}
    return {
        "scene": scene,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "legend": {"itemsizing": "constant", "x": 0.01, "y": 0.99},
    }


def _axis(name: str, voxels: int, length: float) -> dict[str, Any]:
    """Axis of a plot in voxels, which take a byte each, with its ticks in micrometres."""
    steps = np.array([1, 2, 5]) * 10.0 ** np.arange(-4, 6)[:, None]
    step = steps[1e6 * length / steps <= 6].min()
    ticks = np.arange(0.0, 1e6 * length * (1 + 1e-9), step)
    return {
        "title": {"text": f"{name} (µm)"},
        "tickvals": (ticks / (1e6 * length) * voxels).tolist(),
        "ticktext": [f"{tick:g}" for tick in ticks],
        "showbackground": False,
        "showspikes": False,
        "gridcolor": "#dddddd",
    }


def coarser(structure: Structure, most: int) -> Structure:
    """Return the structure with at most `most` voxels along each axis, its volume fractions kept to one voxel.

    The rarest phase takes the coarse voxels that hold most of it, then the next one among the others; thin fibres
    survive, which they wouldn't if the majority decided.
    """
    target = tuple(min(n, most) for n in structure.shape)
    if target == structure.shape:
        return structure
    edges = [np.linspace(0, n, m, endpoint=False).astype(int) for n, m in zip(structure.shape, target, strict=True)]
    phases = np.full(target, 255, np.uint8)
    left = phases.size
    ordered = sorted(structure.fractions.items(), key=lambda entry: entry[1])
    for name, fraction in ordered:
        share = structure.mask(name).astype(np.float32)
        for axis, starts in enumerate(edges):
            share = np.add.reduceat(share, starts, axis=axis)
        free = np.flatnonzero(phases == 255)
        count = left if name == ordered[-1][0] else min(left, round(fraction * phases.size))
        best = free[np.argsort(share.reshape(-1)[free], kind="stable")[free.size - count :]]
        phases.reshape(-1)[best] = structure.index(name)
        left -= count
    lx, ly, lz = (length / n for length, n in zip(structure.size, target, strict=True))
    return Structure(phases, structure.names, (lx, ly, lz))


def surface(structure: Structure, name: str) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return the closed surface of a phase in six parts, by the direction that its faces look to.

    Corners are shared within a part only, so that each has the normal of its faces.

    Returns
    -------
    list of (vertices, triangles)
        Corners in voxels, uint8 or uint16 (n, 3), and three corners of each triangle, uint16 or uint32 (m, 3),
        anticlockwise seen from outside the phase.
    """
    inside = np.pad(structure.mask(name), 1)
    parts = []
    for axis in range(3):
        for side in (0, 1):
            quads = _rectangles(inside, axis, side).astype(np.int64)
            # a corner packed into one number, so that those that rectangles share are found at once
            packed = (quads[..., 0] << 32) | (quads[..., 1] << 16) | quads[..., 2]
            unique, corner = np.unique(packed.reshape(-1), return_inverse=True)
            vertices = np.stack([unique >> 32, (unique >> 16) & 0xFFFF, unique & 0xFFFF], axis=1)
            corner = corner.reshape(-1, 4).astype(np.uint16 if unique.size < 2**16 else np.uint32)
            triangles = np.concatenate([corner[:, [0, 1, 2]], corner[:, [0, 2, 3]]])
            parts.append((vertices.astype(np.min_scalar_type(max(structure.shape))), triangles))
    return parts


@kernel()
def _rectangles(inside, axis, side):
    """Faces of a phase that look down (`side` 0) or up an axis, joined into rectangles: corners, int32 (n, 4, 3).

    `inside` has one layer of padding. Greedy: each rectangle grows along the last axis first, then across.
    """
    b, c = (axis + 1) % 3, (axis + 2) % 3
    result = np.empty((64, 4, 3), np.int32)
    count = 0
    open_face = np.empty((inside.shape[b], inside.shape[c]), np.bool_)
    place, beyond = np.empty(3, np.int64), np.empty(3, np.int64)
    for layer in range(1, inside.shape[axis] - 1):
        for i in range(inside.shape[b]):
            for j in range(inside.shape[c]):
                place[axis], place[b], place[c] = layer, i, j
                beyond[:] = place
                beyond[axis] += 1 if side else -1
                open_face[i, j] = inside[place[0], place[1], place[2]] and not inside[beyond[0], beyond[1], beyond[2]]
        for i in range(inside.shape[b]):
            for j in range(inside.shape[c]):
                if not open_face[i, j]:
                    continue
                wide = 1
                while open_face[i, j + wide]:  # ends at the padding at the latest
                    wide += 1
                high = 1
                while open_face[i + high, j : j + wide].all():
                    high += 1
                open_face[i : i + high, j : j + wide] = False
                if count == result.shape[0]:
                    longer = np.empty((2 * count, 4, 3), np.int32)
                    longer[:count] = result
                    result = longer
                for n in range(4):
                    turn = n if side else 3 - n
                    result[count, n, axis] = layer - 1 + side
                    result[count, n, b] = i - 1 + (high if turn in (1, 2) else 0)
                    result[count, n, c] = j - 1 + (wide if turn in (2, 3) else 0)
                count += 1
    return result[:count]
