"""The library as a whole: materials and constants found by the names people use."""

import csv
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brimstone.errors import LibraryError, UnknownNameError
from brimstone.library import _cache, names
from brimstone.library._read import Place, dimension_name, mapping, read_value, read_yaml, text
from brimstone.library.materials import Material, MaterialClass, read_class, read_material
from brimstone.library.values import Value
from brimstone.units import DIMENSIONS

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Library:
    """What is known: materials, their classes, and the constants that hold for all cells.

    Build it with `load`.
    """

    _materials: Mapping[str, Material]
    _classes: Mapping[str, MaterialClass]
    _constants: Mapping[str, Value]
    _material_index: dict[str, str]

    def material(self, name: str) -> Material:
        """The material that bears `name`, or a synonym of it.

        Raises
        ------
        UnknownNameError
            When none does; the message lists the nearest names.
        """
        proper = names.resolve(name, self._material_index)
        if proper is None:
            raise UnknownNameError("material", name, self.material_names())
        return self._materials[proper]

    def material_names(self) -> list[str]:
        """All names and synonyms of materials."""
        return [name for material in self._materials.values() for name in (material.name, *material.synonyms)]

    def materials(self, kind: str | None = None, class_: str | None = None) -> list[Material]:
        """All materials, by name; only those that can play the role `kind`, only those of `class_`."""
        return [
            material
            for _, material in sorted(self._materials.items(), key=lambda item: item[0].lower())
            if (kind is None or kind in material.kinds) and (class_ is None or material.class_ == class_)
        ]

    def material_class(self, name: str) -> MaterialClass:
        """The class `name`."""
        if name not in self._classes:
            raise UnknownNameError("class", name, self._classes)
        return self._classes[name]

    def constant(self, name: str) -> Value:
        """The constant ``group/name``, such as ``film/conductivity``."""
        if name not in self._constants:
            raise UnknownNameError("constant", name, self._constants)
        return self._constants[name]

    def constants(self, group: str | None = None) -> dict[str, Value]:
        """All constants, or those of one group, by their full name."""
        return {name: value for name, value in self._constants.items() if group is None or name.startswith(f"{group}/")}


def load(root: Path = DATA) -> Library:
    """The library; read from its files when they have changed, else from the cache.

    Raises
    ------
    LibraryError
        When a file breaks the rules; the message names file and field.
    """
    return _load(Path(root).resolve())


@functools.lru_cache(maxsize=4)
def _load(root: Path) -> Library:
    files = sorted(root.rglob("*.yaml"))
    code = sorted(Path(__file__).parent.glob("*.py"))
    key = _cache.key_of([*files, *code])
    kept = _cache.cache_file(root)
    library = _cache.read(kept, key)
    if not isinstance(library, Library):
        library = read(root)
        _cache.write(kept, key, library)
    return library


def read(root: Path) -> Library:
    """Read all files under `root`, without a cache."""
    constants: dict[str, Value] = {}
    for path in sorted((root / "constants").glob("*.yaml")):
        constants.update(_read_constants(path, root))
    classes: dict[str, MaterialClass] = {}
    for path in sorted((root / "classes").glob("*.yaml")):
        _add(classes, read_class(path, root), path, root)
    reported = _read_obelix(root / "obelix.csv")
    materials: dict[str, Material] = {}
    for path in sorted((root / "materials").rglob("*.yaml")):
        _add(materials, read_material(path, root, classes, constants, reported), path, root)
    for name in reported:
        if name not in materials:
            raise LibraryError(f"obelix.csv: no material is named '{name}'")
    return Library(materials, classes, constants, _index("materials", materials))


def _read_constants(path: Path, root: Path) -> dict[str, Value]:
    content, place = read_yaml(path, root)
    constants = {}
    for name, item in content.items():
        here = place.at(name)
        item = dict(mapping(item, here))
        dimension = dimension_name(item.pop("dimension", None), here.at("dimension"))
        unit = text(item.pop("unit"), here.at("unit")) if "unit" in item else DIMENSIONS[dimension][1][0]
        constants[f"{path.stem}/{name}"] = read_value(item, dimension, unit, here)
    return constants


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


def _add(things: dict[str, Any], thing: Any, path: Path, root: Path) -> None:
    if thing.name in things:
        raise LibraryError(f"{path.relative_to(root).as_posix()}: name: '{thing.name}' stands in another file already")
    things[thing.name] = thing


def _index(folder: str, things: Mapping[str, Any]) -> dict[str, str]:
    try:
        return names.index_of((name, thing.synonyms) for name, thing in things.items())
    except ValueError as problem:
        raise LibraryError(f"{folder}: {problem}") from problem
