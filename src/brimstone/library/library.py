"""The library as a whole: materials, strategies, cells and constants, looked up by common names."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from brimstone import _formula
from brimstone.errors import UnknownNameError
from brimstone.library import names
from brimstone.library.cells import ReportedCell
from brimstone.library.coatings import coating
from brimstone.library.materials import Material, MaterialClass
from brimstone.library.reviews import Review
from brimstone.library.rules import LabRule
from brimstone.library.strategies import Applied, Strategy, Treatment
from brimstone.library.values import Value

if TYPE_CHECKING:
    from brimstone.recipe.materials import OwnMaterial

_T = TypeVar("_T")
_UNTREATED = ("none", "bare", "untreated", "no treatment")
_SEPARATORS = re.compile(r"\s*(?:[+,;]|\bthen\b)\s*")
_WITH_SOLVENT = re.compile(r"(?P<treatment>.+?)\s+(?:in|from|with)\s+(?P<solvent>.+)")
_FIRST = re.compile(r"\s*(?:\bfirst|\bbefore the (?:cathode|anode|other side))\s*$")


@dataclass(frozen=True)
class Library:
    """What is known: materials and their classes, strategies, published cells, and constants common to all cells.

    Use `load` to build it.
    """

    _materials: Mapping[str, Material]
    _classes: Mapping[str, MaterialClass]
    _constants: Mapping[str, Value]
    _priors: Mapping[str, Value]
    _strategies: Mapping[str, Strategy]
    _treatments: Mapping[str, Treatment]
    _cells: Mapping[str, ReportedCell]
    _reviews: Mapping[str, Review]
    _rules: Mapping[str, LabRule]
    _indexes: Mapping[str, dict[str, str]]
    _own: Mapping[str, "OwnMaterial"] | None = None
    #: Folders of a user's own files that it contains, and what these replace: name -> both, in one sentence.
    folders: tuple[Path, ...] = ()
    replaced: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        own = f" and {', '.join(self._own)}" if self._own else ""
        return f"<Library of {len(self._materials)} materials{own}>"

    def material(self, name: str) -> Material:
        """The material with this name or synonym.

        Raises
        ------
        UnknownNameError
            When there is none; the message lists the closest names.
        """
        proper = names.resolve(name, self._indexes["material"]) or self._of_formula(name)
        if proper is None:
            raise UnknownNameError("material", name, self.material_names())
        return self._materials[proper]

    def _of_formula(self, name: str) -> str | None:
        """The only material with this formula, regardless of the order of atoms and the notation of numbers."""
        try:
            return self._indexes["formula"].get(_formula.same(names.with_number(name)))
        except ValueError:
            return None

    def material_names(self) -> list[str]:
        """All names and synonyms of materials."""
        return _all_names(self._materials)

    def materials(self, kind: str | None = None, class_: str | None = None) -> list[Material]:
        """Materials sorted by name, optionally only those with role `kind` or of `class_`."""
        return [
            material
            for material in _sorted(self._materials)
            if (kind is None or kind in material.kinds) and (class_ is None or material.class_ == class_)
        ]

    def material_class(self, name: str) -> MaterialClass:
        """The class `name`."""
        return _exactly("class", self._classes, name)

    def strategy(self, name: str) -> Strategy:
        """The strategy with this name or synonym.

        Raises
        ------
        UnknownNameError
            When there is none.
        """
        return self._find("strategy", self._strategies, name)

    def strategies(self) -> list[Strategy]:
        """All strategies, by name."""
        return list(self._strategies.values())

    def treatment(self, name: str) -> Treatment:
        """The treatment with this name: a variant of a strategy, or the strategy in general.

        Raises
        ------
        UnknownNameError
            When there is none.
        """
        return self._find("treatment", self._treatments, name)

    def treatments(self, words: str | None) -> tuple[Applied, ...]:
        """Parse the treatments that a recipe lists for an interface, in order.

        Parameters
        ----------
        words : str or None
            Names of treatments, separated by ``+``, a comma or ``then``; each may end in ``in`` and a solvent, and in
            ``first``. A coating may be named by its material: ``LiF coating (20 nm) by sputtering``.

        Raises
        ------
        UnknownNameError
            When a treatment or a solvent is unknown.
        """
        if words is None or words.strip().lower() in _UNTREATED:
            return ()
        bare = _FIRST.sub("", words.strip())
        if names.resolve(bare, self._indexes["treatment"]) is not None:
            return (Applied(self.treatment(bare), None, bare != words.strip()),)
        if (one := coating(bare, self.material)) is not None:
            return (Applied(one, None, bare != words.strip()),)
        return tuple(self._applied(piece) for piece in _SEPARATORS.split(words.strip()) if piece)

    def _applied(self, words: str) -> Applied:
        name = _FIRST.sub("", words)
        first = name != words
        if (
            names.resolve(name, self._indexes["treatment"]) is None
            and (one := coating(name, self.material)) is not None
        ):
            return Applied(one, None, first)
        match = _WITH_SOLVENT.fullmatch(name)
        if match is None or names.resolve(name, self._indexes["treatment"]) is not None:
            return Applied(self.treatment(name), None, first)
        return Applied(self.treatment(match["treatment"]), self.material(match["solvent"]).name, first)

    def cell(self, name: str) -> ReportedCell:
        """The published cell with this name, such as ``Yao2017``, ``Yao 2017`` or ``Q77``.

        Raises
        ------
        UnknownNameError
            When there is none.
        """
        return self._find("cell", self._cells, name)

    def cells(self, runnable: bool | None = None) -> list[ReportedCell]:
        """Published cells sorted by name, optionally only those that can (or cannot) be run."""
        return [cell for cell in _sorted(self._cells) if runnable is None or cell.runnable == runnable]

    def reviews(self) -> list[Review]:
        """The reviews that the library is based on, with their defects."""
        return list(self._reviews.values())

    def rules(self) -> list[LabRule]:
        """All design rules for making and running a cell."""
        return list(self._rules.values())

    def rule(self, name: str) -> LabRule:
        """The rule `name`."""
        return _exactly("rule", self._rules, name)

    def constant(self, name: str) -> Value:
        """The constant ``group/name``, such as ``film/conductivity``."""
        return _exactly("constant", self._constants, name)

    def prior(self, name: str) -> Value:
        """The prior of a constant, before the fit to cell data.

        Raises
        ------
        UnknownNameError
            When there is none.
        """
        return _exactly("constant", self._priors, name)

    def priors(self) -> Mapping[str, Value]:
        """All priors by the full name of their constant."""
        return self._priors

    def constants(self, group: str | None = None) -> dict[str, Value]:
        """All constants, or those of one group, by their full name."""
        return {name: value for name, value in self._constants.items() if group is None or name.startswith(f"{group}/")}

    def classes(self) -> Mapping[str, MaterialClass]:
        """All classes by name."""
        return self._classes

    def entries(self, kind: str) -> Mapping[str, Any]:
        """All that is known of a kind (material, strategy, treatment or cell) by name."""
        return {
            "material": self._materials,
            "strategy": self._strategies,
            "treatment": self._treatments,
            "cell": self._cells,
        }[kind]

    def index(self, kind: str) -> Mapping[str, str]:
        """Keys of the names of a kind, and the canonical name of each."""
        return self._indexes[kind]

    def extended(
        self, kind: str, entries: Mapping[str, Any], index: dict[str, str], replaced: Mapping[str, str]
    ) -> "Library":
        """The library with other entries of a kind, their index, and what they replace."""
        held = {"material": "_materials", "strategy": "_strategies", "treatment": "_treatments", "cell": "_cells"}
        indexes = {**self._indexes, kind: index}
        changed: dict[str, Any] = {held[kind]: entries, "_indexes": indexes, "replaced": replaced}
        return replace(self, **changed)

    def _find(self, kind: str, things: Mapping[str, _T], name: str) -> _T:
        proper = names.resolve(name, self._indexes[kind])
        if proper is None:
            raise UnknownNameError(kind, name, _all_names(things))
        return things[proper]


def _exactly(kind: str, things: Mapping[str, _T], name: str) -> _T:
    if name not in things:
        raise UnknownNameError(kind, name, things)
    return things[name]


def _sorted(things: Mapping[str, _T]) -> list[_T]:
    return [things[name] for name in sorted(things, key=str.lower)]


def _all_names(things: Mapping[str, Any]) -> list[str]:
    return [name for thing in things.values() for name in (thing.name, *thing.synonyms)]
