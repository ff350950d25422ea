"""What is done to an interface: the six strategies of the reviews and their variants."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brimstone.library._read import Place, mapping, one_of, only, read_value, read_yaml, text, texts
from brimstone.library.values import Value

SIDES = ("anode", "cathode")
#: What a treatment does to an interface. pressed: pressure closes gaps. heated: lithium bonds by creep, below its
#: melting point. melted: lithium is spread molten. deposited: a film from the gas phase follows the surface.
#: soft layer: a soft film lies between. cast: a slurry wets and dries. in situ: a precursor wets and sets.
#: soaked: it runs into the pores of a finished cathode. laminated: a finished film is laid on.
ACTS = ("pressed", "heated", "melted", "deposited", "soft layer", "cast", "in situ", "soaked", "laminated")
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
_TEXT_LISTS = ("synonyms", "sides", "acts", "applies_to", "solvents", "additives", "cells", "quotes", "notes")
#: Numbers that a treatment may have: name -> (dimensions allowed, unit to show it in).
_NUMBERS = {
    "temperature": (("temperature",), ("degC",)),
    "time": (("time",), ("h",)),
    "pressure": (("pressure",), ("MPa",)),
    "layer_thickness": (("length",), ("um",)),
    "least_layer": (("length",), ("um",)),
    "concentration": (("concentration",), ("mol/L",)),
    "resistance_before": (("area resistance", "resistance"), ("ohm cm2", "ohm")),
    "resistance_after": (("area resistance", "resistance"), ("ohm cm2", "ohm")),
    "reaction_energy": (("energy per charge carrier",), ("meV",)),
    "conductivity_before": (("conductivity",), ("mS/cm",)),
    "conductivity_after": (("conductivity",), ("mS/cm",)),
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
    acts : tuple of str
        What it does to the interface, of `ACTS`; nothing for what works by the material that it makes.
    applies_to : tuple of str
        Classes of electrolyte it is meant for; empty for all.
    layer : str or None
        Material that it leaves between electrode and electrolyte.
    solvents, additives : tuple of str
        Materials that it needs.
    vacuum : bool
        Whether it needs one.
    values : mapping of str to Value
        Temperature, time, pressure, layer_thickness, least_layer (thinnest electrolyte it makes), concentration,
        resistance_before and resistance_after (as reported, per area or of the cell; shown beside what is computed and
        never computed with), conductivity_before and conductivity_after.
    cells : tuple of str
        Reported cells that used it.
    quotes, notes : tuple of str
        The words of the review, verbatim; what is wrong or missing in them.
    """

    name: str
    strategy: str
    synonyms: tuple[str, ...]
    sides: tuple[str, ...]
    acts: tuple[str, ...]
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
    def reported_factor(self) -> float | None:
        """Resistance after the treatment over that before, where both were reported."""
        before, after = self.values.get("resistance_before"), self.values.get("resistance_after")
        return None if before is None or after is None else after.si / before.si

    @property
    def reported_resistance(self) -> str:
        """Resistance before and after the treatment as reported, in short; empty when none was reported."""
        before, after = self.values.get("resistance_before"), self.values.get("resistance_after")
        if after is None:
            return ""
        if before is None:
            return after.text
        number, _, unit = before.text.partition(" ")
        return f"{number} to {after.text}" if after.text.endswith(unit) else f"{before.text} to {after.text}"


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
    _check_pair(values, place)
    vacuum = content.get("vacuum", False)
    if not isinstance(vacuum, bool):
        raise place.at("vacuum").wrong("true or false is due")
    return Treatment(
        text(content.get("name"), place.at("name")),
        strategy,
        lists["synonyms"],
        _sides(content, place),
        tuple(one_of(act, ACTS, place.at("acts")) for act in lists["acts"]),
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


def _check_pair(values: dict[str, Value], place: Place) -> None:
    """A reported pair of resistances must be of one kind, and the treatment must have helped."""
    before, after = values.get("resistance_before"), values.get("resistance_after")
    if before is None or after is None:
        return
    if before.dimension != after.dimension:
        raise place.wrong("resistance_before and resistance_after are not alike: one is per area")
    if not 0.0 < after.si <= before.si:
        raise place.at("resistance_after").wrong("a treatment leaves between nothing and all of the resistance")
