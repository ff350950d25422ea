"""Cells, electrolytes and interfaces that were reported, as records: what was said, where, and what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brimstone.library._read import Place, mapping, one_of, only, read_value, read_yaml, text, texts
from brimstone.library.values import KNOWN, Value
from brimstone.units import DIMENSIONS

_WORDS = ("name", "synonyms", "about", "paper", "said", "setup", "figures", "missing", "recalled", "notes", "recipe")
_PAPER_WORDS = ("authors", "year", "journal", "doi", "note")
_SETUP_WORDS = (
    "anode",
    "electrolyte",
    "cathode",
    "loading",
    "electrolyte_thickness",
    "fabrication_pressure",
    "stack_pressure",
    "temperature",
    "treatment",
)
#: What can be reported of a cell: quantity -> (dimension, unit to show it in).
QUANTITIES = {
    "discharge capacity": ("specific charge", "mAh/g"),
    "charge capacity": ("specific charge", "mAh/g"),
    "areal capacity": ("areal charge", "mAh/cm2"),
    "cell capacity": ("charge", "mAh"),
    "capacity retention": ("fraction", "%"),
    "coulombic efficiency": ("fraction", "%"),
    "discharge voltage": ("voltage", "V"),
    "charge voltage": ("voltage", "V"),
    "overpotential": ("voltage", "V"),
    "reduction potential": ("voltage", "V"),
    "oxidation potential": ("voltage", "V"),
    "ionic conductivity": ("conductivity", "mS/cm"),
    "electronic conductivity": ("conductivity", "S/cm"),
    "activation energy": ("energy per charge carrier", "eV"),
    "reaction energy": ("energy per charge carrier", "eV"),
    "resistance": ("resistance", "ohm"),
    "area resistance": ("area resistance", "ohm cm2"),
    "current density": ("current density", "mA/cm2"),
    "critical current density": ("current density", "mA/cm2"),
    "time": ("time", "h"),
    "thickness": ("length", "um"),
    "particle size": ("length", "um"),
    "loading": ("areal mass", "mg/cm2"),
    "specific energy": ("specific energy", "Wh/kg"),
    "pressure coefficient": ("pressure coefficient", "mV/MPa"),
    "pressure swing": ("pressure", "MPa"),
    "pressure": ("pressure", "MPa"),
    "elastic modulus": ("pressure", "GPa"),
    "strain rate": ("rate", "1/s"),
    "relative density": ("fraction", "%"),
    "porosity": ("fraction", "%"),
    "contact loss": ("fraction", "%"),
    "fracture toughness": ("fracture toughness", "MPa m^0.5"),
    "partial molar volume": ("volume per mole", "cm3/mol"),
    "concentration": ("concentration", "mol/L"),
    "process temperature": ("temperature", "degC"),
    "cycles": ("number", ""),
    "number": ("number", ""),
}
BASES = ("sulfur", "Li2S", "S/CuS", "electrolyte", "active material", "cathode", "not stated")


@dataclass(frozen=True, slots=True)
class Figure:
    """One reported number.

    Attributes
    ----------
    quantity : str
        One of `QUANTITIES`.
    value : Value
        The number; its note says what else the paper said of it.
    basis : str or None
        What a specific quantity counts: grams of sulfur, Li2S, …, or "not stated".
    at : str
        The conditions in words: rate, current density, state, composition.
    cycle : int or None
        In which cycle.
    """

    quantity: str
    value: Value
    basis: str | None
    at: str
    cycle: int | None


@dataclass(frozen=True, slots=True)
class Saying:
    """What one review says of a cell, verbatim.

    Attributes
    ----------
    entry : str
        Short id: Z or Q for the review, and its reference number.
    review, quote : str
        Which review, and its words character by character.
    """

    entry: str
    review: str
    quote: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A reported cell, electrolyte or interface.

    Attributes
    ----------
    name, about : str
        Its name here, and what it is.
    synonyms : tuple of str
        Other names that find it, the ids of the reviews among them.
    paper : mapping of str to str
        Authors, year, journal, doi, as far as known; ``note`` says what was recalled rather than read.
    said : tuple of Saying
        What the reviews say of it; empty for cells of other papers.
    setup : mapping of str to str
        Anode, electrolyte, cathode and so on, as reported.
    figures : tuple of Figure
        Its reported numbers.
    missing : tuple of str
        What a simulation would need and nobody said.
    recalled : tuple of str
        What an expert remembers of the paper or derives from it, with a confidence; never mixed with the above.
    notes : tuple of str
        Defects of the reviews, and what else a user should know.
    recipe : str or None
        A recipe that runs, as YAML text; its own note says what in it is recalled or assumed.
    """

    name: str
    synonyms: tuple[str, ...]
    about: str
    paper: Mapping[str, str]
    said: tuple[Saying, ...]
    setup: Mapping[str, str]
    figures: tuple[Figure, ...]
    missing: tuple[str, ...]
    recalled: tuple[str, ...]
    notes: tuple[str, ...]
    recipe: str | None

    @property
    def runnable(self) -> bool:
        """Whether enough is known, recalled or plainly assumed to simulate it."""
        return self.recipe is not None


def read_cell(path: Path, root: Path) -> Cell:
    """Read one cell file."""
    content, place = read_yaml(path, root)
    only(content, _WORDS, place)
    figures = content.get("figures", [])
    said = content.get("said", [])
    for key, items in (("figures", figures), ("said", said)):
        if not isinstance(items, list):
            raise place.at(key).wrong("a list is due")
    recipe = content.get("recipe")
    return Cell(
        text(content.get("name"), place.at("name")),
        texts(content.get("synonyms", []), place.at("synonyms")),
        text(content.get("about"), place.at("about")),
        _words(content.get("paper", {}), _PAPER_WORDS, place.at("paper")),
        tuple(_saying(item, place.at("said").at(count)) for count, item in enumerate(said)),
        _words(content.get("setup", {}), _SETUP_WORDS, place.at("setup")),
        tuple(_figure(item, place.at("figures").at(count)) for count, item in enumerate(figures)),
        texts(content.get("missing", []), place.at("missing")),
        texts(content.get("recalled", []), place.at("recalled")),
        texts(content.get("notes", []), place.at("notes")),
        None if recipe is None else text(recipe, place.at("recipe")) + "\n",
    )


def _words(content: Any, allowed: tuple[str, ...], place: Place) -> dict[str, str]:
    words = mapping(content, place)
    only(words, allowed, place)
    return {key: text(word, place.at(key)) for key, word in words.items()}


def _saying(content: Any, place: Place) -> Saying:
    content = mapping(content, place)
    only(content, ("entry", "review", "quote"), place)
    return Saying(*(text(content.get(key), place.at(key)) for key in ("entry", "review", "quote")))


def _figure(content: Any, place: Place) -> Figure:
    content = dict(mapping(content, place))
    quantity = one_of(content.pop("quantity", None), tuple(QUANTITIES), place.at("quantity"))
    dimension, unit = QUANTITIES[quantity]
    basis = content.pop("basis", None)
    if basis is not None:
        one_of(basis, BASES, place.at("basis"))
    elif DIMENSIONS[dimension][0] == "C/kg":
        raise place.wrong(f"a {quantity} needs a basis: {', '.join(BASES)}")
    at = text(content.pop("at"), place.at("at")) if "at" in content else ""
    cycle = content.pop("cycle", None)
    if cycle is not None and (isinstance(cycle, bool) or not isinstance(cycle, int) or cycle < 1):
        raise place.at("cycle").wrong("a cycle is a whole number from one")
    content.setdefault("known", "reported")
    one_of(content["known"], tuple(KNOWN), place.at("known"))
    return Figure(quantity, read_value(content, dimension, unit, place), basis, at, cycle)
