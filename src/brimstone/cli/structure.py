"""``brimstone structure``: the network of a composite, by formulas and by voxels, or that of a segmented image."""

import json
import math
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer
from rich.text import Text

from brimstone.cli.files import refuse_file, whole_or_nothing
from brimstone.cli.screen import console, heading, indented, listed, number, plain, table, working
from brimstone.cli.sources import inspected, short_name
from brimstone.composite import voxel as tier
from brimstone.composite.voxel.recipe import Figures, Network, network
from brimstone.composite.voxel.structure import AXES
from brimstone.errors import BrimstoneError, UnitError
from brimstone.library import load
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
_KNOWN_KINDS = (".tif", ".tiff", ".npy", ".npz")
_ALL_WAYS = 5_000_000  # voxels up to which conduction is solved along all axes, and not along x alone


def of_recipe(source: str | None, voxels: int, seed: int, out: Path | None, as_json: bool) -> None:
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
        refuse_file(folder)
    with working("building the composite from voxels"):
        both = network(recipe, load(), voxels, seed)
    block = both.blocks["flowed"]
    pictures = [] if folder is None else _pictures(block.structure, block.ions, folder)
    if as_json:
        typer.echo(json.dumps(_data(recipe.name, both), ensure_ascii=False, indent=2, allow_nan=False))
        return
    screen = console()
    screen.print(Text(recipe.name, style="bold"))
    fractions = {name: float(phi[0]) for name, phi in both.composite.fractions.items()}
    screen.print(indented(listed(f"{name} {100 * phi:.1f} vol%" for name, phi in fractions.items()), style="dim"))
    screen.print()
    figures = table(("figure", {}), number("formulas"), number("voxels, flowed"), number("voxels, grains"))
    for name, (words, factor) in _ROWS.items():
        tiers = (both.analytic, both.flowed, both.granular)
        figures.add_row(words, *(_shown(getattr(of, name) * factor) for of in tiers))
    screen.print(figures)
    edge = block.structure.size[0]
    for words in (
        f"Blocks of {1e6 * edge:.3g} µm, {voxels} voxels along each edge.",
        "Flowed: the electrolyte fills what the other phases leave. Grains: it keeps its grains. What is pressed lies "
        "between the two, and so should the formulas.",
        *([f"Drawn coarser than they are: {listed(both.coarsened)}; what they touch is not to be judged here."]
          if both.coarsened else []),
    ):  # fmt: skip
        screen.print(indented(words, style="dim"))
    _say_where(screen, pictures)


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
        refuse_file(folder)
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
    pictures = [] if folder is None else _pictures(structure, solved, folder)
    if as_json:
        data = {"image": str(image), "shape": list(structure.shape), "phases": phases}
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False))
        return
    screen = console()
    screen.print(Text(f"{image.name}: {' x '.join(map(str, structure.shape))} voxels", style="bold"))
    screen.print()
    screen.print(heading("Each phase as the only conductor"))
    shown = table(
        ("phase", {}),
        number("vol%"),
        number("through, %"),
        *(number(f"τ along {axis}") for axis in axes),
    )
    for name, of in phases.items():
        factors = [_shown(math.inf if value is None else value) for value in of["tortuosity_factor"].values()]
        shown.add_row(name, f"{100 * of['fraction']:.2f}", f"{100 * of['connected']:.1f}", *factors)
    screen.print(shown)
    screen.print(indented("τ is the tortuosity factor: volume fraction times bulk over effective.", style="dim"))
    _say_where(screen, pictures)


def _pictures(structure: tier.Structure, conduction: tier.Conduction | None, folder: Path) -> list[Path]:
    """Write the block, a slice, and the current through it: all or none."""
    with working("drawing"), whole_or_nothing(folder) as draft:
        tier.block_picture(structure, draft / "block.png", hidden=[name for name in structure.names if name == "pores"])
        percolates = conduction is not None and conduction.conductivity > 0.0
        tier.slice_picture(structure, draft / "slice.png", conduction=conduction if percolates else None)
        if conduction is not None and percolates:
            tier.conduction_picture(conduction, draft / "current.png")
        names = sorted(path.name for path in draft.iterdir())
    return [folder / name for name in names]


def _say_where(screen: Any, pictures: list[Path]) -> None:
    if pictures:
        screen.print()
        screen.print(Text(f"pictures: {', '.join(map(str, pictures))}"), soft_wrap=True)


def _data(name: str, both: Network) -> dict[str, Any]:
    def plain_data(figures: Figures) -> dict[str, float | None]:
        return {key: _finite(value) for key, value in asdict(figures).items()}

    return {
        "recipe": name,
        "fractions": {phase: float(phi[0]) for phase, phi in both.composite.fractions.items()},
        "formulas": plain_data(both.analytic),
        "voxels_flowed": plain_data(both.flowed),
        "voxels_grains": plain_data(both.granular),
        "drawn_coarser": list(both.coarsened),
    }


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
