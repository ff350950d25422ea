"""What is done to an interface: the six strategies of the reviews and their variants."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brimstone.library._read import Place, mapping, one_of, only, read_value, read_yaml, text, texts
from brimstone.library.values import Value

SIDES = ("anode", "cathode")
_STRATEGY_WORDS = (
    "name",
    "synonyms",
    "sides",
    "section",
    "about",
    "order",
    "scalability",
    "hazards",
    "quotes",
    "variants",
)
_TEXT_LISTS = ("synonyms", "sides", "applies_to", "solvents", "additives", "cells", "quotes", "notes")
#: Numbers that a treatment may have: name -> (dimensions allowed, unit to show it in).
_NUMBERS = {
    "temperature": (("temperature",), ("degC",)),
    "pressure": (("pressure",), ("MPa",)),
    "layer_thickness": (("length",), ("um",)),
    "least_layer": (("length",), ("um",)),
    "concentration": (("concentration",), ("mol/L",)),
    "resistance_before": (("area resistance", "resistance"), ("ohm cm2", "ohm")),
    "resistance_after": (("area resistance", "resistance"), ("ohm cm2", "ohm")),
    "resistance_factor": (("number",), ("",)),
    "conductivity_before": (("conductivity",), ("mS/cm",)),
    "conductivity_after": (("conductivity",), ("mS/cm",)),
    "contact_fraction": (("fraction",), ("%",)),
}


@dataclass(frozen=True, slots=True)
class Treatment:
    """One variant of a strategy.

    Attributes
    ----------
    name, strategy : str
        What it is called, and the strategy it belongs to.
    synonyms : tuple of str
        Other names that find it.
    sides : tuple of str
        Where it can be done: anode, cathode.
    applies_to : tuple of str
        Classes of electrolyte it is meant for; empty for all.
    layer : str or None
        Material that it leaves between electrode and electrolyte.
    solvents, additives : tuple of str
        Materials that it needs.
    vacuum : bool
        Whether it needs one.
    values : mapping of str to Value
        Temperature, pressure, layer_thickness, least_layer (thinnest electrolyte it makes), concentration,
        resistance_before and resistance_after (as reported, per area or of the cell), conductivity_before and
        conductivity_after, contact_fraction. Always there: resistance_factor, the interface resistance after over
        before.
    cells : tuple of str
        Reported cells that used it.
    quotes, notes : tuple of str
        The words of the review, verbatim; what is wrong or missing in them.
    """

    name: str
    strategy: str
    synonyms: tuple[str, ...]
    sides: tuple[str, ...]
    applies_to: tuple[str, ...]
    layer: str | None
    solvents: tuple[str, ...]
    additives: tuple[str, ...]
    vacuum: bool
    values: Mapping[str, Value]
    cells: tuple[str, ...]
    quotes: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def resistance_factor(self) -> Value:
        """Interface resistance after the treatment over that of the bare interface."""
        return self.values["resistance_factor"]


@dataclass(frozen=True, slots=True)
class Strategy:
    """One of the ways to better contact, as the reviews judge it.

    Attributes
    ----------
    name, about, section : str
        What it is and where the review tells of it.
    synonyms, sides : tuple of str
        Other names; where it applies.
    order : tuple of str
        The steps, in the order in which they can be done.
    scalability : tuple of (str, str)
        One word, and the sentence of the review it stands for.
    hazards, quotes : tuple of str
        What goes wrong; the review's words, verbatim.
    variants : tuple of Treatment
        The treatments that belong to it; the first is the strategy in general.
    """

    name: str
    synonyms: tuple[str, ...]
    sides: tuple[str, ...]
    section: str
    about: str
    order: tuple[str, ...]
    scalability: tuple[str, str]
    hazards: tuple[str, ...]
    quotes: tuple[str, ...]
    variants: tuple[Treatment, ...]


@dataclass(frozen=True, slots=True)
class Applied:
    """A treatment as a recipe asks for it.

    Attributes
    ----------
    treatment : Treatment
    solvent : str or None
        Proper name of the solvent it is done with.
    first : bool
        Whether it is said to be done before the other electrode is there.
    """

    treatment: Treatment
    solvent: str | None
    first: bool


def read_strategy(path: Path, root: Path, materials: Iterable[str]) -> Strategy:
    """Read one strategy file; layers, solvents and additives must be among the names `materials`."""
    content, place = read_yaml(path, root)
    only(content, _STRATEGY_WORDS, place)
    name = text(content.get("name"), place.at("name"))
    scalability = mapping(content.get("scalability"), place.at("scalability"))
    only(scalability, ("word", "quote"), place.at("scalability"))
    variants = content.get("variants")
    if not isinstance(variants, list) or not variants:
        raise place.at("variants").wrong("a strategy has at least one variant")
    known = tuple(materials)
    treatments = []
    for count, variant in enumerate(variants):
        here = place.at("variants").at(count)
        treatments.append(_read_treatment(mapping(variant, here), name, known, here))
    return Strategy(
        name,
        texts(content.get("synonyms", []), place.at("synonyms")),
        _sides(content, place),
        text(content.get("section"), place.at("section")),
        text(content.get("about"), place.at("about")),
        texts(content.get("order", []), place.at("order")),
        (
            text(scalability.get("word"), place.at("scalability.word")),
            text(scalability.get("quote"), place.at("scalability.quote")),
        ),
        texts(content.get("hazards", []), place.at("hazards")),
        texts(content.get("quotes", []), place.at("quotes")),
        tuple(treatments),
    )


def _read_treatment(content: dict[str, Any], strategy: str, materials: tuple[str, ...], place: Place) -> Treatment:
    only(content, ("name", "layer", "vacuum", *_TEXT_LISTS, *_NUMBERS), place)
    lists = {key: texts(content.get(key, []), place.at(key)) for key in _TEXT_LISTS}
    layer = one_of(content["layer"], materials, place.at("layer")) if "layer" in content else None
    for key in ("solvents", "additives"):
        for item in lists[key]:
            one_of(item, materials, place.at(key))
    values = {key: _number(key, content[key], place.at(key)) for key in _NUMBERS if key in content}
    _add_factor(values, place)
    vacuum = content.get("vacuum", False)
    if not isinstance(vacuum, bool):
        raise place.at("vacuum").wrong("true or false is due")
    return Treatment(
        text(content.get("name"), place.at("name")),
        strategy,
        lists["synonyms"],
        _sides(content, place),
        lists["applies_to"],
        layer,
        lists["solvents"],
        lists["additives"],
        vacuum,
        values,
        lists["cells"],
        lists["quotes"],
        lists["notes"],
    )


def _sides(content: dict[str, Any], place: Place) -> tuple[str, ...]:
    sides = texts(content.get("sides", []), place.at("sides"))
    for side in sides or ("",):
        one_of(side, SIDES, place.at("sides"))
    return sides


def _number(key: str, content: Any, place: Place) -> Value:
    dimensions, units = _NUMBERS[key]
    per_area = "cm2" in str(mapping(content, place).get("value"))
    choice = 1 if len(dimensions) > 1 and not per_area else 0
    return read_value(content, dimensions[choice], units[choice], place)


def _add_factor(values: dict[str, Value], place: Place) -> None:
    """Take the factor from the reported pair of resistances where there is one."""
    before, after = values.get("resistance_before"), values.get("resistance_after")
    if before is not None and after is not None:
        if before.dimension != after.dimension:
            raise place.wrong("resistance_before and resistance_after are not alike: one is per area")
        ratio = after.si / before.si
        source = f"{after.text} over {before.text}, {after.source}"
        note = "spread as of other pairs of the kind, a factor 1.5 either way"
        pair = Value(ratio, ratio / 1.5, min(1.0, ratio * 1.5), "number", "", "derived", source, "derived", None, note)
        values.setdefault("resistance_factor", pair)
    if "resistance_factor" not in values:
        raise place.wrong("has no resistance_factor, and no pair of resistances to take it from")
    if not 0.0 < values["resistance_factor"].si <= 1.0:
        raise place.at("resistance_factor").wrong("a treatment leaves between nothing and all of the resistance")
