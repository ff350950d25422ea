"""Published cells, electrolytes and interfaces as records: reported values, sources and missing information."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brimstone.library._read import (
    Place,
    Reader,
    choice,
    list_of,
    mapping,
    optional,
    read_fields,
    read_value,
    read_yaml,
    readers_of,
    some_of,
    text,
)
from brimstone.library.values import Value
from brimstone.units import DIMENSIONS

_SETUP = (
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
#: Quantities reported for cells: quantity -> (dimension, display unit).
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
class ReportedValue:
    """One reported number.

    Attributes
    ----------
    quantity : str
        One of `QUANTITIES`.
    value : Value
        The value; its note adds further remarks of the paper.
    basis : str or None
        Basis of a specific quantity: grams of sulfur, Li2S, …, or "not stated".
    at : str
        Conditions in words: rate, current density, state, composition.
    cycle : int or None
        Cycle number.
    """

    quantity: str
    value: Value
    basis: str | None
    at: str
    cycle: int | None


@dataclass(frozen=True, slots=True)
class ReviewQuote:
    """Verbatim statement of a review about a cell.

    Attributes
    ----------
    entry : str
        Short id: Z or Q for the review, and its reference number.
    review, quote : str
        The review, and its verbatim statement.
    """

    entry: str
    review: str
    quote: str


@dataclass(frozen=True, slots=True)
class ReportedCell:
    """A published cell, electrolyte or interface.

    Attributes
    ----------
    name, about : str
        Name and description.
    synonyms : tuple of str
        Alternative names, including the ids in the reviews.
    paper : mapping of str to str
        Authors, year, journal and doi if known; ``note`` marks what was recalled rather than read.
    quotes : tuple of ReviewQuote
        Statements of the reviews; empty for cells of other papers.
    setup : mapping of str to str
        Anode, electrolyte, cathode and so on, as reported.
    figures : tuple of ReportedValue
        Reported values.
    missing : tuple of str
        Information that a simulation needs but was not reported.
    recalled : tuple of str
        Values recalled or derived from the paper, with a confidence; kept apart from reported values.
    notes : tuple of str
        Defects of the reviews, and other remarks.
    recipe : str or None
        A runnable recipe as YAML text; its note lists what is recalled or assumed.
    cannot_run : str or None
        Why it has no recipe: what no assumption can supply, in one sentence; None where there is a recipe.
    """

    name: str
    synonyms: tuple[str, ...]
    about: str
    paper: Mapping[str, str]
    quotes: tuple[ReviewQuote, ...]
    setup: Mapping[str, str]
    figures: tuple[ReportedValue, ...]
    missing: tuple[str, ...]
    recalled: tuple[str, ...]
    notes: tuple[str, ...]
    recipe: str | None
    cannot_run: str | None

    @property
    def runnable(self) -> bool:
        """Whether it can be simulated from known, recalled or explicitly assumed values."""
        return self.recipe is not None


def read_cell(path: Path, root: Path) -> ReportedCell:
    """Read one cell file."""
    content, place = read_yaml(path, root)
    cell = ReportedCell(**read_fields(content, _OF_CELL, place))
    if (cell.recipe is None) == (cell.cannot_run is None):
        raise place.wrong("a cell has either a recipe, or a sentence in cannot_run")
    return cell


def _recipe(content: Any, place: Place) -> str | None:
    return None if content is None else text(content, place) + "\n"


def _quote(content: Any, place: Place) -> ReviewQuote:
    return ReviewQuote(**read_fields(content, readers_of(ReviewQuote), place))


def _reported_value(content: Any, place: Place) -> ReportedValue:
    written = {"known": "reported", **mapping(content, place)}
    own = {name: written.pop(name) for name in _OF_REPORTED_VALUE if name in written}
    fields = read_fields(own, _OF_REPORTED_VALUE, place)
    quantity, basis = fields["quantity"], fields["basis"]
    dimension, unit = QUANTITIES[quantity]
    if basis is None and DIMENSIONS[dimension][0] == "C/kg":
        raise place.wrong(f"a {quantity} needs a basis: {', '.join(BASES)}")
    return ReportedValue(value=read_value(written, dimension, unit, place), **fields)


def _cycle(content: Any, place: Place) -> int | None:
    if content is not None and (isinstance(content, bool) or not isinstance(content, int) or content < 1):
        raise place.wrong(f"a cycle is a whole number from one, not {content}")
    return content


_OF_REPORTED_VALUE: dict[str, Reader] = {
    "quantity": choice(QUANTITIES),
    "basis": optional(choice(BASES)),
    "at": optional(text, ""),
    "cycle": optional(_cycle),
}
_OF_CELL = readers_of(
    ReportedCell,
    paper=optional(some_of(dict.fromkeys(("authors", "year", "journal", "doi", "note"), text)), {}),
    quotes=optional(list_of(_quote), ()),
    setup=optional(some_of(dict.fromkeys(_SETUP, text)), {}),
    figures=optional(list_of(_reported_value), ()),
    recipe=optional(_recipe),
    cannot_run=optional(text),
)
