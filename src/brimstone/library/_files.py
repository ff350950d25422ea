"""The library read from its files, or from the cache when they have not changed."""

import contextlib
import csv
import functools
import hashlib
import pickle
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from brimstone import _cache, _formula
from brimstone.errors import LibraryError, plural
from brimstone.library import names
from brimstone.library._read import (
    Place,
    choice,
    each,
    mapping,
    number,
    read_value,
    read_yaml,
    text,
)
from brimstone.library.calibration import read_calibration
from brimstone.library.cells import ReportedCell, read_cell
from brimstone.library.library import Library
from brimstone.library.materials import Material, MaterialClass, read_class, read_material
from brimstone.library.reviews import read_reviews
from brimstone.library.rules import read_rules
from brimstone.library.shared import installed_state, with_installed
from brimstone.library.strategies import Strategy, Treatment, read_strategy
from brimstone.library.values import Value
from brimstone.units import DIMENSIONS

DATA = Path(__file__).parent / "data"
_Named = TypeVar("_Named", Material, MaterialClass, ReportedCell, Strategy, Treatment)


def load(root: Path = DATA) -> Library:
    """The library; read from its files when they have changed, else from the cache.

    That of the package includes what the user's configuration and installed packages add (`shared`).

    Raises
    ------
    LibraryError
        When a file breaks the rules; the message names file and field.
    """
    root = Path(root).resolve()
    added = installed_state() if root == DATA.resolve() else ()
    return _with_installed(root, added) if added else _load(root)


@functools.lru_cache(maxsize=2)
def _with_installed(root: Path, added: tuple[tuple[str, int, int], ...]) -> Library:
    """The library at `root` with the installed files `added`, given by path, size and time of change."""
    return with_installed(_load(root))


@functools.lru_cache(maxsize=4)
def _load(root: Path) -> Library:
    name, key = _cache_entry(root)
    library = _cache.read(name, key)
    if not isinstance(library, Library):
        library = read(root)
        with contextlib.suppress(OSError):  # it is read again next time
            _cache.write(name, key, pickle.dumps(library, protocol=pickle.HIGHEST_PROTOCOL))
    return library


def _cache_entry(root: Path) -> tuple[str, bytes]:
    """Name and key of the library at `root` in the cache.

    The key is a digest of names, sizes and times of the data files and of the code that reads them.
    """
    digest = hashlib.sha256(f"{sys.version_info[:2]} {pickle.HIGHEST_PROTOCOL}".encode())
    for path in (*sorted(root.rglob("*.yaml")), *sorted(Path(__file__).parent.glob("*.py"))):
        state = path.stat()
        digest.update(f"{path} {state.st_size} {state.st_mtime_ns}\n".encode())
    return f"library-{hashlib.sha256(str(root).encode()).hexdigest()[:12]}.pickle", digest.digest()


def read(root: Path) -> Library:
    """Read all files under `root`, without a cache."""
    priors: dict[str, Value] = {}
    for fields in each(sorted((root / "constants").glob("*.yaml")), lambda path: _read_constants(path, root)):
        priors.update(fields)
    constants = {**priors, **read_calibration(root / "calibration.yaml", priors)}
    classes = _named(root, "classes/*.yaml", lambda path: read_class(path, root))
    reported = _read_obelix(root / "obelix.csv")
    materials = _named(
        root, "materials/**/*.yaml", lambda path: read_material(path, root, classes, constants, reported)
    )
    for name in reported:
        if name not in materials:
            raise LibraryError(f"obelix.csv: no material is named '{name}'")
    for material in materials.values():
        for solvent in material.after_solvent:
            if solvent not in materials or "solvent" not in materials[solvent].kinds:
                raise LibraryError(f"materials: {material.name}: after_solvent: no solvent is named '{solvent}'")
    strategies = _named(root, "strategies/*.yaml", lambda path: read_strategy(path, root, materials))
    cells = _named(root, "cells/*.yaml", lambda path: read_cell(path, root))
    treatments = _by_name(
        (treatment, f"strategies: {strategy.name}")
        for strategy in strategies.values()
        for treatment in strategy.variants
    )
    for treatment in treatments.values():
        for cell in treatment.cells:
            if cell not in cells:
                raise LibraryError(f"strategies: {treatment.name}: no cell is named '{cell}'")
    named: dict[str, Mapping[str, Any]] = {
        "material": materials,
        "strategy": strategies,
        "treatment": treatments,
        "cell": cells,
    }
    indexes = {kind: _index(kind, things) for kind, things in named.items()}
    indexes["formula"] = _formulas(materials)
    reviews = read_reviews(root / "reviews.yaml", root)
    rules = read_rules(root / "rules.yaml", root)
    return Library(materials, classes, constants, priors, strategies, treatments, cells, reviews, rules, indexes)


def _named(root: Path, pattern: str, read: Callable[[Path], _Named]) -> dict[str, _Named]:
    """What the files of a pattern hold, by its name."""
    paths = sorted(root.glob(pattern))
    files = [path.relative_to(root).as_posix() for path in paths]
    return _by_name(zip(each(paths, read), files, strict=True))


def _by_name(things: Iterable[tuple[_Named, str]]) -> dict[str, _Named]:
    by_name: dict[str, _Named] = {}
    for thing, file in things:
        if by_name.setdefault(thing.name, thing) is not thing:
            raise LibraryError(f"{file}: name: '{thing.name}' is in another file already")
    return by_name


def _read_constants(path: Path, root: Path) -> dict[str, Value]:
    content, place = read_yaml(path, root)

    def constant(name: str) -> Value:
        here = place.at(name)
        item = dict(mapping(content[name], here))
        dimension = choice(DIMENSIONS)(item.pop("dimension", None), here.at("dimension"))
        unit = text(item.pop("unit"), here.at("unit")) if "unit" in item else DIMENSIONS[dimension][1][0]
        if unit:
            number(f"1 {unit}", dimension, here.at("unit"))
        return read_value(item, dimension, unit, here)

    return dict(zip((f"{path.stem}/{name}" for name in content), each(content, constant), strict=True))


def _read_obelix(path: Path) -> dict[str, list[Value]]:
    """Measured room-temperature conductivities by material; see the head of the file for origin and licence."""
    reported: dict[str, list[Value]] = {}
    if not path.exists():
        return reported
    with path.open(encoding="utf-8") as stream:
        rows = csv.DictReader(line for line in stream if not line.startswith("#"))
        for row in rows:
            place = Place(path.name, row["entry"])
            papers = ", ".join(f"doi:{doi}" for doi in row["doi"].split("|"))
            item = {
                "value": f"{row['conductivity_S_cm']} S/cm",
                "temperature": "25 degC",
                "source": f"OBELiX entry {row['entry']}, {papers}",
                "known": "database",
                **({} if row["in_prior"] == "yes" else {"note": f"not in the interval: {row['reason']}"}),
            }
            reported.setdefault(row["material"], []).append(read_value(item, "conductivity", "mS/cm", place))
    return reported


def _index(kind: str, things: Mapping[str, Any]) -> dict[str, str]:
    try:
        return names.index_of((name, thing.synonyms) for name, thing in things.items())
    except ValueError as problem:
        raise LibraryError(f"names of {plural(kind)}: {problem}") from problem


def _formulas(materials: Mapping[str, Material]) -> dict[str, str]:
    """Formulas of compounds that only one material has, in one way of writing -> its name."""
    bearers: dict[str, list[str]] = {}
    for name, material in materials.items():
        if material.formula is not None and len(_formula.atoms(material.formula)) > 1:
            bearers.setdefault(_formula.same(material.formula), []).append(name)
    return {formula: named[0] for formula, named in bearers.items() if len(named) == 1}
