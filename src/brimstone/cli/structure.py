"""``brimstone structure``: the network of a composite, by formulas and by voxels, or that of a segmented image."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from brimstone.cli.files import whole_or_nothing
from brimstone.cli.pages import write_text
from brimstone.cli.screen import console, indented, print_json, show_document, working
from brimstone.cli.sources import inspected, short_name
from brimstone.cli.studies import Output
from brimstone.composite import TernaryMap
from brimstone.composite import voxel as tier
from brimstone.composite.voxel.phases import conduction_by_phase
from brimstone.composite.voxel.recipe import network
from brimstone.design.composition_map import QUANTITIES, composition_maps, quantity_name, recipe_shares
from brimstone.design.records import image_record, structure_record
from brimstone.errors import BrimstoneError, UnitError
from brimstone.library import load
from brimstone.library.own import with_own_materials
from brimstone.report.blocks import part_colours
from brimstone.report.structure import StructurePage, structure_html, write_structure
from brimstone.units import parse
from brimstone.view import Document
from brimstone.view.methods import methods_of_structure, methods_of_work
from brimstone.view.structure import image_document, structure_document

_KNOWN_KINDS = (".tif", ".tiff", ".npy", ".npz")


@dataclass(frozen=True)
class Blocks:
    """Blocks of voxels: how many along each edge, how many blocks, and the seed of the first."""

    voxels: int
    repeats: int
    seed: int


@dataclass(frozen=True)
class Image:
    """A segmented image as described on the command line.

    Attributes
    ----------
    path : Path
    voxel : str
        Edge of a voxel.
    labels : sequence of str
        Such as ``"0=pores"``.
    raw : str or None
        Shape of an image of raw bytes.
    """

    path: Path
    voxel: str
    labels: Sequence[str]
    raw: str | None

    def read(self) -> tier.Structure:
        """Read the image.

        Raises
        ------
        BrimstoneError
            When it can't be read, or differs from its description.
        """
        if self.raw is None and self.path.is_file() and self.path.suffix.lower() not in _KNOWN_KINDS:
            raise BrimstoneError(f"{self.path}: read as raw bytes; give its shape, such as --raw 100,100,100")
        shape = None if self.raw is None else _shape(self.raw)
        dtype = None if self.raw is None else "uint8"
        return tier.read_image(self.path, _phases(self.labels), voxel=_length(self.voxel), shape=shape, dtype=dtype)


def structure_of_recipe(source: str | None, blocks: Blocks, quantities: Sequence[str], output: Output) -> None:
    """Carry out ``brimstone structure RECIPE``.

    Raises
    ------
    BrimstoneError
        When there is no recipe, or its composite is impossible.
    """
    if source is None:
        raise BrimstoneError("structure needs a RECIPE, or an image: --image FILE --voxel '50 nm'")
    recipe, _ = inspected(source)
    folder = output.folder(short_name(source))
    library = with_own_materials(load(), recipe)
    names = tuple(QUANTITIES) if "all" in quantities else tuple(dict.fromkeys(map(quantity_name, quantities)))
    networks = []
    for number in range(blocks.repeats):
        with working(f"building the composite from voxels, {number + 1} of {blocks.repeats}"):
            networks.append(network(recipe, library, blocks.voxels, blocks.seed + number))
    maps: dict[str, TernaryMap] = {}
    if names:
        with working("other mixtures of the same materials"):
            maps = composition_maps(recipe, library, names)
    shares, block = recipe_shares(recipe, library), networks[0].blocks["flowed"]
    document = structure_document(recipe.name, networks, blocks.voxels, maps, shares[0])
    if folder is not None or output.html is not None:
        page = StructurePage(
            recipe.name,
            document.summary,
            block.structure,
            document,
            block.ions,
            part_colours(networks[0].parts),
            maps,
            shares,
            methods_of_structure(blocks.voxels, networks[0].numbers),
        )
        _write(page, folder, output.html)
    if output.as_json:
        print_json(structure_record(recipe.name, networks, maps))
        return
    _show(document, folder)


def structure_of_image(source: str | None, image: Image, output: Output) -> None:
    """Carry out ``brimstone structure --image FILE``.

    Raises
    ------
    BrimstoneError
        When the image can't be read, or differs from its description.
    """
    if source is not None:
        raise BrimstoneError("structure takes a RECIPE or an --image, not both")
    folder = output.folder(short_name(str(image.path)))
    structure = image.read()
    with working("conduction through each phase"):
        phases = list(conduction_by_phase(structure))
    best = max(phases, key=lambda phase: phase.along["x"].conductivity)
    document = image_document(image.path.name, structure.shape, phases)
    if folder is not None or output.html is not None:
        conducts = best.along["x"].conductivity > 0.0
        summary = f"Segmented image; {best.name} conducts in the slices." if conducts else "Segmented image."
        methods = methods_of_work("Conduction through each phase of the segmented image was solved by finite volumes")
        shown = StructurePage(image.path.name, summary, structure, document, best.along["x"], methods=methods)
        _write(shown, folder, output.html)
    if output.as_json:
        print_json(image_record(str(image.path), structure.shape, phases))
        return
    _show(document, folder)


def _write(page: StructurePage, folder: Path | None, html: Path | None) -> None:
    if folder is not None:
        with working("drawing"), whole_or_nothing(folder) as draft:
            write_structure(page, draft)
    if html is not None:
        with working("drawing"):
            write_text(html, structure_html(page))


def _show(document: Document, folder: Path | None) -> None:
    screen = console()
    show_document(screen, document)
    if folder is not None:
        screen.print()
        screen.print(indented(f"pictures and structure.html are in {folder}"))


def _length(words: str) -> float:
    try:
        length = parse(words, "length").si
    except UnitError as problem:
        raise BrimstoneError(f"--voxel: {problem}") from None
    if length <= 0.0:
        raise BrimstoneError(f"--voxel: '{words}' must be above 0")
    return length


def _shape(words: str) -> tuple[int, int, int]:
    parts = words.split(",")
    if len(parts) != 3 or not all(part.strip().isdecimal() for part in parts):
        raise BrimstoneError(f"--raw: '{words}' is no shape; write three numbers of voxels such as 100,100,100")
    nx, ny, nz = (int(part) for part in parts)
    return nx, ny, nz


def _phases(labels: Sequence[str]) -> dict[int, str] | None:
    phases = {}
    for words in labels:
        label, equals, name = words.partition("=")
        if not equals or not label.strip().isdecimal() or not name.strip():
            raise BrimstoneError(f"--label: '{words}' is no label and phase; write, for example, 0=pores")
        phases[int(label)] = name.strip()
    return phases or None
