"""The structure of a composite as one HTML file without network: block, slices, ternary maps."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from brimstone.composite import TernaryMap
from brimstone.composite.voxel import Conduction, Structure
from brimstone.constants import UM
from brimstone.design.composition_map import QUANTITIES
from brimstone.report._packed import packed_data
from brimstone.report._shaken import SOLID
from brimstone.report.blocks import (
    block_data,
    block_picture,
    conduction_picture,
    phase_colours,
    slice_picture,
)
from brimstone.report.page import asset, environment, page_script
from brimstone.report.ternary import Shares, shown_values, ternary_picture
from brimstone.view import Document, Note, Table
from brimstone.view.methods import Methods
from brimstone.view.palette import scale
from brimstone.view.words import power_of_ten

_MOST = 100  # voxels along an edge that the slices of a page keep,
_MOST_FLOWING = 60  # and with potential and current, which take far more room
_BRIGHTEST = 0.995  # quantile of the current density that is drawn brightest: a few necks would outshine the rest
_NONE = 255  # in a field of bytes: nothing flows here
#: Sides of the triangle in the order of a ternary plot: a at the top.
_SIDES = ("carbon", "active material", "electrolyte")


@dataclass(frozen=True)
class StructurePage:
    """What the page of a structure shows.

    Attributes
    ----------
    title, summary : str
        Escaped, as all words.
    structure : Structure
    document : Document
        Its tables and notes.
    conduction : Conduction or None
        Of the same structure; potential and current are then among the colours of the slices.
    colours : mapping of phase name to colour
        Where they differ from `phase_colours`.
    maps : mapping of str to TernaryMap
        By the names of `brimstone.design.composition_map.QUANTITIES`.
    shares : (float, float, float) or None
        Active material, electrolyte and carbon of the recipe, marked in the maps.
    methods : Methods or None
        For a paper; no such section without.
    """

    title: str
    summary: str
    structure: Structure
    document: Document
    conduction: Conduction | None = None
    colours: Mapping[str, str] = field(default_factory=dict)
    maps: Mapping[str, TernaryMap] = field(default_factory=dict)
    shares: Shares | None = None
    methods: Methods | None = None

    @property
    def flowing(self) -> Conduction | None:
        """The conduction, where a current flows."""
        return self.conduction if self.conduction is not None and self.conduction.conductivity > 0.0 else None


def write_structure(page: StructurePage, folder: Path) -> None:
    """Write pictures of the block, a slice, the current and the maps, and ``structure.html`` with all of them."""
    structure, flowing = page.structure, page.flowing
    pores = [name for name in structure.names if name == "pores"]
    block_picture(structure, folder / "block.png", hidden=pores, colours=page.colours)
    slice_picture(structure, folder / "slice.png", conduction=flowing, colours=page.colours)
    if flowing is not None:
        conduction_picture(flowing, folder / "current.png")
    for name, ternary in page.maps.items():
        for ending in ("png", "svg"):
            ternary_picture(ternary, name, folder / f"ternary-{name.replace(' ', '-')}.{ending}", page.shares)
    (folder / "structure.html").write_text(structure_html(page), encoding="utf-8")


def structure_html(page: StructurePage) -> str:
    """The page of a structure as HTML."""
    structure = page.structure
    figures = {name: ternary_figure(ternary, name, page.shares) for name, ternary in page.maps.items()}
    items = [item for section in page.document.sections for item in section.items]
    return environment().get_template("structure.html").render(
        title=page.title,
        summary=page.summary,
        **page_script("structure.js", SOLID),
        style=asset("style.css"),
        block=packed_data(block_data(structure, page.colours, _pores(structure))),
        slices=packed_data(slices(structure, page.flowing, page.colours)),
        map_figures=packed_data(figures),
        maps={name: QUANTITIES[name].words for name in figures},
        tables=[item for item in items if isinstance(item, Table)],
        notes=[item.text for item in items if isinstance(item, Note)],
        size=" × ".join(f"{length / UM:.3g}" for length in structure.size),
        shape=" × ".join(map(str, structure.shape)),
        flows=page.flowing is not None,
        methods=page.methods,
    )  # fmt: skip


def _pores(structure: Structure) -> list[str]:
    return [name for name in structure.names if "pore" in name.lower() or "void" in name.lower()]


def slices(
    structure: Structure, conduction: Conduction | None, colours: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Data for the slices of the page: bytes by voxel, x slowest, thinned out where there are very many voxels."""
    flows = conduction is not None and conduction.conductivity > 0.0
    most = _MOST_FLOWING if flows else _MOST
    steps = [-(-count // most) for count in structure.shape]
    every = tuple(slice(step // 2, None, step) for step in steps)
    paint = phase_colours(structure.names) | dict(colours or {})
    phases = np.ascontiguousarray(structure.phases[every])
    fields: dict[str, Any] = {"phase": {"bytes": _base64(phases)}}
    if conduction is not None and conduction.conductivity > 0.0:
        density = conduction.current_density()
        mean = density["xyz".index(conduction.axis)].mean()
        current = (np.sqrt((density**2).sum(axis=0)) / mean)[every]
        flowing = current > 1e-9
        top = float(np.quantile(current[flowing], _BRIGHTEST)) if flowing.any() else 1.0
        potential = conduction.potential[every]
        fields["potential"] = {"bytes": _base64(_bytes(potential, 1.0)), "top": "1", "words": "potential"}
        shown = np.where(flowing, current, np.nan)
        words = "current density over its mean"
        fields["current"] = {"bytes": _base64(_bytes(shown, top)), "top": f"{top:.2g}", "words": words}
    return {
        "shape": list(phases.shape),
        "size": [length / UM for length in structure.size],
        "names": list(structure.names),
        "colours": [paint[name] for name in structure.names],
        "fractions": [structure.fractions[name] for name in structure.names],
        "maps": {"potential": _stops("viridis"), "current": _stops("inferno")},
        "fields": fields,
    }


def _bytes(values: np.ndarray, top: float) -> np.ndarray:
    """0 to 254 for values from 0 to `top`; 255 where there is none."""
    scaled = np.rint(np.clip(np.nan_to_num(values / top), 0.0, 1.0) * (_NONE - 1)).astype(np.uint8)
    return np.where(np.isfinite(values), scaled, np.uint8(_NONE)).astype(np.uint8)


def _base64(array: np.ndarray) -> str:
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


def _stops(name: str) -> list[list[int]]:
    """A colour map of matplotlib as 255 colours."""
    import matplotlib

    colours = matplotlib.colormaps[name](np.linspace(0.0, 1.0, _NONE))[:, :3]
    return np.rint(255 * colours).astype(int).tolist()


def ternary_figure(ternary: TernaryMap, name: str, own: Shares | None) -> dict[str, Any]:
    """A map as a figure of plotly: a tile at each point of the grid, the edges as lines."""
    values, low, high, logarithmic = shown_values(ternary, name)
    quantity = QUANTITIES[name]
    coloured = np.log10(values) if logarithmic else values
    ends = (np.log10(low), np.log10(high)) if logarithmic else (low, high)
    stops = scale()
    bar: dict[str, Any] = {"title": {"text": f"{quantity.words}<br>({quantity.unit})", "side": "right"}, "len": 0.8}
    if logarithmic:
        ticks = [exponent for exponent in range(-12, 13) if ends[0] <= exponent <= ends[1]]
        bar |= {"tickvals": ticks, "ticktext": [power_of_ten(exponent) for exponent in ticks]}
    side = round((np.sqrt(8 * ternary.active.size + 1) - 1) / 2)
    tiles = {
        "type": "scatterternary",
        "mode": "markers",
        "a": (100 * ternary.carbon).round(2).tolist(),
        "b": (100 * ternary.active).round(2).tolist(),
        "c": (100 * ternary.electrolyte).round(2).tolist(),
        "text": [f"{value:.3g} {quantity.unit}" if np.isfinite(value) else "no cell" for value in values],
        "hovertemplate": "%{b:.0f} active material : %{c:.0f} electrolyte : %{a:.0f} carbon<br>%{text}<extra></extra>",
        "marker": {
            "symbol": "hexagon",
            "size": round(720 / side, 1),
            "line": {"width": 0},
            "color": [float(value) if np.isfinite(value) else None for value in coloured],
            "cmin": ends[0],
            "cmax": ends[1],
            "colorscale": [[place / (len(stops) - 1), colour] for place, colour in enumerate(stops)],
            "colorbar": bar,
        },
        "showlegend": False,
        "cliponaxis": True,
    }
    traces = [tiles]
    for line, words, dash in (
        (ternary.ionic_edge, "ion percolation threshold", "solid"),
        (ternary.electronic_edge, "electron percolation threshold", "dash"),
    ):
        if len(line) > 1:
            active, electrolyte, carbon = (100 * line).round(2).T.tolist()
            traces.append({
                "type": "scatterternary", "mode": "lines", "a": carbon, "b": active, "c": electrolyte, "name": words,
                "line": {"color": "#ffffff", "width": 3, "dash": dash}, "hoverinfo": "name",
            })  # fmt: skip
    if own is not None:
        traces.append({
            "type": "scatterternary", "mode": "markers", "a": [100 * own[2]], "b": [100 * own[0]], "c": [100 * own[1]],
            "name": "this recipe", "hoverinfo": "name",
            "marker": {"size": 13, "color": "#ffffff", "line": {"color": "#222222", "width": 2}},
        })  # fmt: skip
    axes = {
        f"{letter}axis": {
            "title": {"text": f"{words.replace(' ', '<br>')} (wt%)"},
            "ticks": "outside",
            "tickvals": [20, 40, 60, 80],
        }
        for letter, words in zip("abc", _SIDES, strict=True)
    }
    layout = {
        "ternary": {"sum": 100, "bgcolor": "#8b8880", **axes},
        "legend": {"orientation": "h", "x": 0.5, "xanchor": "center", "y": -0.12, "bgcolor": "#8b8880",
                   "font": {"color": "#ffffff"}},
        "margin": {"l": 100, "r": 30, "t": 40, "b": 40},
    }  # fmt: skip
    return {"data": traces, "layout": layout}
