"""``brimstone structure``: the network of a composite, by formulas and by voxels, or that of a segmented image."""

import json
import math
import statistics
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import typer
from rich.text import Text

from brimstone.cli.files import refuse_unusable, whole_or_nothing
from brimstone.cli.screen import console, heading, indented, listed, number, plain, table, working
from brimstone.cli.sources import inspected, short_name
from brimstone.composite import TernaryMap
from brimstone.composite import voxel as tier
from brimstone.composite.voxel.recipe import Figures, Network, network
from brimstone.composite.voxel.structure import AXES
from brimstone.design import composition_map
from brimstone.errors import BrimstoneError, UnitError
from brimstone.library import load
from brimstone.library.own import with_own_materials
from brimstone.report.structure import Table, write_structure
from brimstone.report.ternary import ternary_picture
from brimstone.units import parse

#: What is compared: attribute of `Figures` -> words, and the factor from SI.
_ROWS = {
    "ionic_factor": ("ionic conductivity, effective : bulk", 1.0),
    "tortuosity_factor": ("tortuosity factor of the electrolyte", 1.0),
    "connected": ("electrolyte in the network, %", 100.0),
    "touched_by_electrolyte": ("active surface on electrolyte, %", 100.0),
    "touched_by_carbon": ("active surface on carbon, %", 100.0),
    "triple_phase_line": ("triple-phase line, µm/µm³", 1e-12),
}
_TIERS = ("formulas", "voxels, flowed", "voxels, grains")
_AT_EDGE = 5e-3  # share of a map below which a mixture has none; corners of the grid are cut
_KNOWN_KINDS = (".tif", ".tiff", ".npy", ".npz")
_ALL_WAYS = 5_000_000  # voxels up to which conduction is solved along all axes, and not along x alone


def of_recipe(
    source: str | None,
    voxels: int,
    seed: int,
    out: Path | None,
    as_json: bool,
    wanted: list[str],
    repeats: int,
) -> None:
    """Carry out ``brimstone structure RECIPE``.

    Raises
    ------
    BrimstoneError
        When there is no recipe, or its composite can't be made.
    """
    if source is None:
        raise BrimstoneError("structure needs a RECIPE, or an image: --image FILE --voxel '50 nm'")
    recipe, _ = inspected(source)
    folder = out if out is not None or as_json else Path("out") / short_name(source)
    if folder is not None:
        refuse_unusable(folder)
    library = with_own_materials(load(), recipe)
    names = (
        tuple(composition_map.QUANTITIES)
        if "all" in wanted
        else tuple(dict.fromkeys(map(composition_map.quantity_name, wanted)))
    )
    repeated = []
    for turn in range(repeats):
        with working(f"building the composite from voxels, {turn + 1} of {repeats}"):
            repeated.append(network(recipe, library, voxels, seed + turn))
    both = repeated[0]
    maps: dict[str, TernaryMap] = {}
    if names:
        with working("other mixtures of the same materials"):
            maps = composition_map.composition_maps(recipe, library, names)
    block = both.blocks["flowed"]
    figures = [(words, _cells(repeated, name, factor)) for name, (words, factor) in _ROWS.items()]
    notes = _notes(both, voxels, repeats)
    files: list[Path] = []
    if folder is not None:
        fractions = listed(f"{name} {100 * float(phi[0]):.1f} vol%" for name, phi in both.composite.fractions.items())
        page = {
            "title": recipe.name,
            "summary": fractions,
            "tables": [Table("By formulas and by voxels", ("figure", *_TIERS), [(w, *cells) for w, cells in figures])],
            "notes": notes,
            "colours": both.colours,
        }
        files = _pictures(
            block.structure, block.ions, folder, page, maps, composition_map.recipe_shares(recipe, library)
        )
    if as_json:
        data = _data(recipe.name, repeated) | ({"ternary": _ternary_data(maps)} if maps else {})
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False))
        return
    screen = console()
    screen.print(Text(recipe.name, style="bold"))
    fractions = listed(f"{name} {100 * float(phi[0]):.1f} vol%" for name, phi in both.composite.fractions.items())
    screen.print(indented(fractions, style="dim"))
    screen.print()
    shown = table(("figure", {}), *(number(name) for name in _TIERS))
    for words, cells in figures:
        shown.add_row(words, *cells)
    screen.print(shown)
    for sentence in notes:
        screen.print(indented(sentence, style="dim"))
    for name, found in maps.items():
        screen.print(indented(_best(name, found, composition_map.recipe_shares(recipe, library)[0]), style="dim"))
    _say_where(screen, files)


def _cells(repeated: list[Network], name: str, factor: float) -> list[str]:
    """What a row of the table shows: formulas, and mean and spread of the blocks."""

    def of_blocks(kind: str) -> str:
        values = [factor * getattr(getattr(both, kind), name) for both in repeated]
        mean = statistics.fmean(values)
        if len(values) == 1 or not math.isfinite(mean):
            return _shown(mean)
        return f"{_shown(mean)} ± {statistics.stdev(values):.2g}"

    return [_shown(factor * getattr(repeated[0].analytic, name)), of_blocks("flowed"), of_blocks("granular")]


def _notes(both: Network, voxels: int, repeats: int) -> list[str]:
    """What there is to say of the table."""
    edge = both.blocks["flowed"].structure.size[0]
    said = [
        f"Blocks of {1e6 * edge:.3g} µm, {voxels} voxels along each edge.",
        *([f"Mean of {repeats} blocks ± standard deviation of one from another."] if repeats > 1 else []),
        "Flowed: the electrolyte fills what the other phases leave. Grains: it keeps its grains. What is pressed lies "
        "between the two, and so should the formulas.",
    ]
    if both.coarsened:
        said.append(f"Drawn coarser than they are: {listed(both.coarsened)}; what they touch is not to be judged here.")
    return said


def _best(name: str, found: TernaryMap, own: float) -> str:
    """Where a map is highest; where that is at an edge, too, where with the recipe's `own` share of active material."""
    quantity, place = composition_map.QUANTITIES[name], int(np.nanargmax(found.values))
    words = f"{quantity.words}: highest, {_value(quantity, found, place)}, {_mixture(found, place)}"
    if found.active[place] > _AT_EDGE:
        return f"{words}."
    nearest = np.min(np.abs(found.active - own))
    alike = np.where(np.abs(found.active - own) <= nearest + _AT_EDGE, found.values, np.nan)
    if own <= _AT_EDGE or np.all(np.isnan(alike)):
        return f"{words}, an edge of the map."
    place = int(np.nanargmax(alike))
    return f"{words}, an edge of the map; at this share of active material {_value(quantity, found, place)}, " + (
        f"{_mixture(found, place)}."
    )


def _value(quantity: composition_map.MapQuantity, found: TernaryMap, place: int) -> str:
    return f"{plain(found.values[place] / quantity.scale)} {quantity.unit}"


def _mixture(found: TernaryMap, place: int) -> str:
    """``"with 30 wt% active material and 70 wt% electrolyte, without carbon"``."""
    shares = {
        "active material": float(found.active[place]),
        "electrolyte": float(found.electrolyte[place]),
        "carbon": float(found.carbon[place]),
    }
    parts = listed(f"{100 * share:.0f} wt% {words}" for words, share in shares.items() if share > _AT_EDGE)
    absent = [words for words, share in shares.items() if share <= _AT_EDGE]
    return f"with {parts}" + (f", without {' or '.join(absent)}" if absent else "")


def _ternary_data(maps: dict[str, TernaryMap]) -> dict[str, Any]:
    return {
        name: {
            "unit": composition_map.QUANTITIES[name].unit,
            "active": found.active.tolist(),
            "electrolyte": found.electrolyte.tolist(),
            "carbon": found.carbon.tolist(),
            "values": [_finite(value / composition_map.QUANTITIES[name].scale) for value in found.values],
            "ionic_edge": found.ionic_edge.tolist(),
            "electronic_edge": found.electronic_edge.tolist(),
        }
        for name, found in maps.items()
    }


def of_image(
    source: str | None, image: Path, voxel: str, labels: list[str], raw: str | None, out: Path | None, as_json: bool
) -> None:
    """Carry out ``brimstone structure --image FILE``.

    Raises
    ------
    BrimstoneError
        When the image can't be read, or is not what it was said to be.
    """
    if source is not None:
        raise BrimstoneError("structure takes a RECIPE or an --image, not both")
    folder = out if out is not None or as_json else Path("out") / short_name(str(image))
    if folder is not None:
        refuse_unusable(folder)
    if raw is None and image.is_file() and image.suffix.lower() not in _KNOWN_KINDS:
        raise BrimstoneError(f"{image}: taken as raw bytes; say its shape, such as --raw 100,100,100")
    structure = tier.read_image(
        image,
        _phases(labels),
        voxel=_length(voxel),
        shape=None if raw is None else _numbers(raw),
        dtype=None if raw is None else "uint8",
    )
    phases: dict[str, dict[str, Any]] = {}
    through = {}
    axes = AXES if structure.phases.size <= _ALL_WAYS else AXES[:1]
    for name in structure.names:
        along = {}
        for axis in axes:
            with working(f"conduction through {name} along {axis}"):
                along[axis] = tier.conduct(structure, {name: 1.0}, axis)
        through[name] = along["x"]
        phases[name] = {
            "fraction": structure.fractions[name],
            "connected": tier.connection(structure, name).through,
            "tortuosity_factor": {axis: _finite(solved.tortuosity_factor) for axis, solved in along.items()},
        }
    best = max(through, key=lambda name: through[name].conductivity)
    solved = through[best] if through[best].conductivity > 0.0 else None
    rows = [
        (
            name,
            f"{100 * of['fraction']:.2f}",
            f"{100 * of['connected']:.1f}",
            *(_shown(math.inf if value is None else value) for value in of["tortuosity_factor"].values()),
        )
        for name, of in phases.items()
    ]
    columns = ("phase", "vol%", "through, %", *(f"τ along {axis}" for axis in axes))
    note = "τ is the tortuosity factor: volume fraction times bulk over effective."
    files: list[Path] = []
    if folder is not None:
        page = {
            "title": image.name,
            "summary": "Segmented image." if solved is None else f"Segmented image; {best} conducts in the slices.",
            "tables": [Table("Each phase as the only conductor", columns, rows)],
            "notes": [note],
        }
        files = _pictures(structure, solved, folder, page)
    if as_json:
        data = {"image": str(image), "shape": list(structure.shape), "phases": phases}
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False))
        return
    screen = console()
    screen.print(Text(f"{image.name}: {' x '.join(map(str, structure.shape))} voxels", style="bold"))
    screen.print()
    screen.print(heading("Each phase as the only conductor"))
    shown = table((columns[0], {}), *(number(name) for name in columns[1:]))
    for row in rows:
        shown.add_row(*row)
    screen.print(shown)
    screen.print(indented(note, style="dim"))
    _say_where(screen, files)


def _pictures(
    structure: tier.Structure,
    conduction: tier.Conduction | None,
    folder: Path,
    page: dict[str, Any],
    maps: Mapping[str, TernaryMap] = MappingProxyType({}),
    own: tuple[float, float, float] | None = None,
) -> list[Path]:
    """Write the block, a slice, the current through it, ternary maps and the page of all of them: all or none."""
    with working("drawing"), whole_or_nothing(folder) as draft:
        colours = page.get("colours")
        pores = [name for name in structure.names if name == "pores"]
        tier.block_picture(structure, draft / "block.png", hidden=pores, colours=colours)
        flowing = conduction if conduction is not None and conduction.conductivity > 0.0 else None
        tier.slice_picture(structure, draft / "slice.png", conduction=flowing, colours=colours)
        if flowing is not None:
            tier.conduction_picture(flowing, draft / "current.png")
        for name, found in maps.items():
            for ending in ("png", "svg"):
                ternary_picture(found, name, draft / f"ternary-{name.replace(' ', '-')}.{ending}", own)
        write_structure(draft / "structure.html", structure=structure, conduction=flowing, maps=maps, own=own, **page)
        names = sorted(path.name for path in draft.iterdir())
    return [folder / name for name in names]


def _say_where(screen: Any, files: list[Path]) -> None:
    if files:
        screen.print()
        pictures = [path for path in files if path.suffix != ".html"]
        screen.print(Text(f"pictures: {', '.join(map(str, pictures))}"), soft_wrap=True)
        pages = [path for path in files if path.suffix == ".html"]
        screen.print(Text(f"page: {', '.join(map(str, pages))}"), soft_wrap=True)


def _data(name: str, repeated: list[Network]) -> dict[str, Any]:
    def plain_data(figures: Figures) -> dict[str, float | None]:
        return {key: _finite(value) for key, value in asdict(figures).items()}

    both = repeated[0]
    data: dict[str, Any] = {
        "recipe": name,
        "fractions": {phase: float(phi[0]) for phase, phi in both.composite.fractions.items()},
        "formulas": plain_data(both.analytic),
        "voxels_flowed": plain_data(both.flowed),
        "voxels_grains": plain_data(both.granular),
        "drawn_coarser": list(both.coarsened),
    }
    if len(repeated) > 1:
        for key, kind in (("repeats_flowed", "flowed"), ("repeats_grains", "granular")):
            data[key] = [plain_data(getattr(one, kind)) for one in repeated]
    return data


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _shown(value: float) -> str:
    return "∞" if math.isinf(value) else plain(value)


def _length(words: str) -> float:
    try:
        length = parse(words, "length").si
    except UnitError as problem:
        raise BrimstoneError(f"--voxel: {problem}") from None
    if length <= 0.0:
        raise BrimstoneError(f"--voxel: '{words}' must be above 0")
    return length


def _numbers(words: str) -> tuple[int, int, int]:
    parts = words.split(",")
    if len(parts) != 3 or not all(part.strip().isdecimal() for part in parts):
        raise BrimstoneError(f"--raw: '{words}' is no shape; write three numbers of voxels such as 100,100,100")
    nx, ny, nz = (int(part) for part in parts)
    return nx, ny, nz


def _phases(labels: list[str]) -> dict[int, str] | None:
    phases = {}
    for words in labels:
        label, equals, name = words.partition("=")
        if not equals or not label.strip().isdecimal() or not name.strip():
            raise BrimstoneError(f"--label: '{words}' is no label and phase; write, for example, 0=pores")
        phases[int(label)] = name.strip()
    return phases or None
