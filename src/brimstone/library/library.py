"""The library as a whole: materials, strategies, cells and constants, found by the names people use."""

import contextlib
import csv
import functools
import hashlib
import pickle
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brimstone import _cache
from brimstone.errors import LibraryError, UnknownNameError, plural
from brimstone.library import _formula, names
from brimstone.library._read import Place, dimension_name, mapping, number, only, read_value, read_yaml, text, texts
from brimstone.library.cells import Cell, read_cell
from brimstone.library.materials import Material, MaterialClass, read_class, read_material
from brimstone.library.rules import Rule, read_rules
from brimstone.library.strategies import Applied, Strategy, Treatment, read_strategy
from brimstone.library.values import Value
from brimstone.units import DIMENSIONS

if TYPE_CHECKING:
    from brimstone.recipe.materials import OwnMaterial

DATA = Path(__file__).parent / "data"


_UNTREATED = ("none", "bare", "untreated", "no treatment")
_SEPARATORS = re.compile(r"\s*(?:[+,;]|\bthen\b)\s*")
_WITH_SOLVENT = re.compile(r"(?P<treatment>.+?)\s+(?:in|from|with)\s+(?P<solvent>.+)")
_FIRST = re.compile(r"\s*(?:\bfirst|\bbefore the (?:cathode|anode|other side))\s*$")


@dataclass(frozen=True, slots=True)
class Review:
    """One of the reviews that the library starts from.

    Attributes
    ----------
    name, citation, licence : str
        How it is called here, how to cite it, and under which licence it is quoted.
    defects : tuple of str
        Its misprints, gaps and contradictions; they are reported, never corrected in silence.
    """

    name: str
    citation: str
    licence: str
    defects: tuple[str, ...]


@dataclass(frozen=True)
class Library:
    """What is known: materials and their classes, strategies, reported cells, constants that hold for all cells.

    Build it with `load`.
    """

    _materials: Mapping[str, Material]
    _classes: Mapping[str, MaterialClass]
    _constants: Mapping[str, Value]
    _priors: Mapping[str, Value]
    _strategies: Mapping[str, Strategy]
    _treatments: Mapping[str, Treatment]
    _cells: Mapping[str, Cell]
    _reviews: Mapping[str, Review]
    _rules: Mapping[str, Rule]
    _indexes: Mapping[str, dict[str, str]]
    _own: Mapping[str, "OwnMaterial"] | None = None

    def __repr__(self) -> str:
        own = f" and {', '.join(self._own)}" if self._own else ""
        return f"<Library of {len(self._materials)} materials{own}>"

    def material(self, name: str) -> Material:
        """The material that bears `name`, or a synonym of it.

        Raises
        ------
        UnknownNameError
            When none does; the message lists the nearest names.
        """
        proper = names.resolve(name, self._indexes["material"]) or self._of_formula(name)
        if proper is None:
            raise UnknownNameError("material", name, self.material_names())
        return self._materials[proper]

    def _of_formula(self, name: str) -> str | None:
        """The only material with this formula, however its atoms are ordered and its numbers are written."""
        try:
            return self._indexes["formula"].get(_formula.same(names.with_number(name)))
        except ValueError:
            return None

    def material_names(self) -> list[str]:
        """All names and synonyms of materials."""
        return _all_names(self._materials)

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

    def strategy(self, name: str) -> Strategy:
        """The strategy that bears `name`.

        Raises
        ------
        UnknownNameError
            When none does.
        """
        proper = names.resolve(name, self._indexes["strategy"])
        if proper is None:
            raise UnknownNameError("strategy", name, _all_names(self._strategies))
        return self._strategies[proper]

    def strategies(self) -> list[Strategy]:
        """All strategies, by name."""
        return list(self._strategies.values())

    def treatment(self, name: str) -> Treatment:
        """The treatment that bears `name`, a variant of a strategy or the strategy in general.

        Raises
        ------
        UnknownNameError
            When none does.
        """
        proper = names.resolve(name, self._indexes["treatment"])
        if proper is None:
            raise UnknownNameError("treatment", name, _all_names(self._treatments))
        return self._treatments[proper]

    def treatments(self, words: str | None) -> tuple[Applied, ...]:
        """What a recipe's words for an interface ask for, in order.

        Parameters
        ----------
        words : str or None
            Names of treatments, separated by ``+``, a comma or ``then``; each may end in ``in`` and a solvent, and in
            ``first``. ``none``, ``bare`` and None ask for nothing.

        Raises
        ------
        UnknownNameError
            When a treatment or a solvent is not known.
        """
        if words is None or words.strip().lower() in _UNTREATED:
            return ()
        bare = _FIRST.sub("", words.strip())
        if names.resolve(bare, self._indexes["treatment"]) is not None:
            return (Applied(self.treatment(bare), None, bare != words.strip()),)
        return tuple(self._applied(piece) for piece in _SEPARATORS.split(words.strip()) if piece)

    def _applied(self, words: str) -> Applied:
        name = _FIRST.sub("", words)
        first = name != words
        match = _WITH_SOLVENT.fullmatch(name)
        if match is None or names.resolve(name, self._indexes["treatment"]) is not None:
            return Applied(self.treatment(name), None, first)
        return Applied(self.treatment(match["treatment"]), self.material(match["solvent"]).name, first)

    def cell(self, name: str) -> Cell:
        """The reported cell that bears `name`, such as ``Yao2017``, ``Yao 2017`` or ``Q77``.

        Raises
        ------
        UnknownNameError
            When none does.
        """
        proper = names.resolve(name, self._indexes["cell"])
        if proper is None:
            raise UnknownNameError("cell", name, _all_names(self._cells))
        return self._cells[proper]

    def cells(self, runnable: bool | None = None) -> list[Cell]:
        """All reported cells, by name; only those that can (or can't) be run."""
        return [
            cell
            for _, cell in sorted(self._cells.items(), key=lambda item: item[0].lower())
            if runnable is None or cell.runnable == runnable
        ]

    def reviews(self) -> list[Review]:
        """The reviews that the library starts from, with their defects."""
        return list(self._reviews.values())

    def rules(self) -> list[Rule]:
        """All rules of making and running a cell."""
        return list(self._rules.values())

    def rule(self, name: str) -> Rule:
        """The rule `name`."""
        if name not in self._rules:
            raise UnknownNameError("rule", name, self._rules)
        return self._rules[name]

    def constant(self, name: str) -> Value:
        """The constant ``group/name``, such as ``film/conductivity``."""
        if name not in self._constants:
            raise UnknownNameError("constant", name, self._constants)
        return self._constants[name]

    def prior(self, name: str) -> Value:
        """What is known of a constant that holds for all cells without the fit to cell data.

        Raises
        ------
        UnknownNameError
            When there is none of this name.
        """
        if name not in self._priors:
            raise UnknownNameError("constant", name, self._priors)
        return self._priors[name]

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
    constants: dict[str, Value] = {}
    for path in sorted((root / "constants").glob("*.yaml")):
        constants.update(_read_constants(path, root))
    classes: dict[str, MaterialClass] = {}
    for path in sorted((root / "classes").glob("*.yaml")):
        _add(classes, read_class(path, root), path, root)
    priors = dict(constants)
    constants.update(_read_calibration(root / "calibration.yaml", root, constants))
    reported = _read_obelix(root / "obelix.csv")
    materials: dict[str, Material] = {}
    for path in sorted((root / "materials").rglob("*.yaml")):
        _add(materials, read_material(path, root, classes, constants, reported), path, root)
    for name in reported:
        if name not in materials:
            raise LibraryError(f"obelix.csv: no material is named '{name}'")
    strategies: dict[str, Strategy] = {}
    treatments: dict[str, Treatment] = {}
    for path in sorted((root / "strategies").glob("*.yaml")):
        strategy = read_strategy(path, root, materials)
        _add(strategies, strategy, path, root)
        for treatment in strategy.variants:
            _add(treatments, treatment, path, root)
    cells: dict[str, Cell] = {}
    for path in sorted((root / "cells").glob("*.yaml")):
        _add(cells, read_cell(path, root), path, root)
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
    reviews = _read_reviews(root / "reviews.yaml", root)
    rules = read_rules(root / "rules.yaml", root)
    return Library(materials, classes, constants, priors, strategies, treatments, cells, reviews, rules, indexes)


def _read_reviews(path: Path, root: Path) -> dict[str, Review]:
    reviews: dict[str, Review] = {}
    if not path.exists():
        return reviews
    content, place = read_yaml(path, root)
    for name, item in content.items():
        here = place.at(name)
        only(mapping(item, here), ("citation", "licence", "defects"), here)
        citation, licence = (text(item.get(key), here.at(key)) for key in ("citation", "licence"))
        reviews[name] = Review(name, citation, licence, texts(item.get("defects", []), here.at("defects")))
    return reviews


def _read_constants(path: Path, root: Path) -> dict[str, Value]:
    content, place = read_yaml(path, root)
    constants = {}
    for name, item in content.items():
        here = place.at(name)
        item = dict(mapping(item, here))
        dimension = dimension_name(item.pop("dimension", None), here.at("dimension"))
        unit = text(item.pop("unit"), here.at("unit")) if "unit" in item else DIMENSIONS[dimension][1][0]
        if unit:
            number(f"1 {unit}", dimension, here.at("unit"))
        constants[f"{path.stem}/{name}"] = read_value(item, dimension, unit, here)
    return constants


def _read_calibration(path: Path, root: Path, priors: Mapping[str, Value]) -> dict[str, Value]:
    """Constants as fitted to the open measurements; each has a prior of the same name."""
    if not path.exists():
        return {}
    content, place = read_yaml(path, root)
    fitted = {}
    for name, item in content.items():
        here = place.at(name)
        if name not in priors:
            raise here.wrong("no constant of this name has a prior in constants/")
        prior = priors[name]
        fitted[name] = read_value(mapping(item, here), prior.dimension, prior.unit, here)
    return fitted


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


def _index(kind: str, things: Mapping[str, Any]) -> dict[str, str]:
    try:
        return names.index_of((name, thing.synonyms) for name, thing in things.items())
    except ValueError as problem:
        raise LibraryError(f"names of {plural(kind)}: {problem}") from problem


def _formulas(materials: Mapping[str, Material]) -> dict[str, str]:
    """Formulas of compounds that only one material has, in one way of writing -> its name."""
    found: dict[str, list[str]] = {}
    for name, material in materials.items():
        if material.formula is not None and len(_formula.atoms(material.formula)) > 1:
            found.setdefault(_formula.same(material.formula), []).append(name)
    return {formula: bearers[0] for formula, bearers in found.items() if len(bearers) == 1}


def _all_names(things: Mapping[str, Any]) -> list[str]:
    return [name for thing in things.values() for name in (thing.name, *thing.synonyms)]
