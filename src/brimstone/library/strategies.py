"""Interface treatments: the six strategies of the reviews and their variants."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brimstone.library._read import (
    Place,
    Reader,
    choice,
    choices,
    list_of,
    mapping,
    optional,
    read_fields,
    read_value,
    read_yaml,
    readers_of,
    text,
)
from brimstone.library.values import Value

SIDES = ("anode", "cathode")
#: Effects of a treatment on an interface. pressed: pressure closes gaps. heated: lithium bonds by creep, below its
#: melting point. melted: lithium is spread molten. deposited: a film from the gas phase follows the surface.
#: soft layer: a soft film in between. cast: a slurry wets and dries. in situ: a precursor wets and gels.
#: soaked: it fills the pores of a finished cathode. laminated: a finished film is applied.
ACTS = ("pressed", "heated", "melted", "deposited", "soft layer", "cast", "in situ", "soaked", "laminated")


@dataclass(frozen=True, slots=True)
class Treatment:
    """One variant of a strategy.

    Attributes
    ----------
    name, strategy : str
        Its name and strategy.
    synonyms : tuple of str
        Alternative names.
    sides : tuple of str
        Where it applies: anode, cathode.
    acts : tuple of str
        Its effects, from `ACTS`; empty if it acts only through the material it makes.
    applies_to : tuple of str
        Classes of electrolyte it applies to; empty for all.
    layer : str or None
        Material left between electrode and electrolyte.
    solvents, additives : tuple of str
        Materials required.
    vacuum : bool
        Whether vacuum is required.
    values : mapping of str to Value
        Temperature, time, pressure, layer_thickness, least_layer (thinnest electrolyte it makes), concentration,
        resistance_before and resistance_after (as reported, per area or of the cell; shown beside what is computed and
        never computed with), conductivity_before and conductivity_after.
    cells : tuple of str
        Reported cells that used it.
    quotes, notes : tuple of str
        Verbatim statements of the review; their errors and gaps.
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
        """Resistance after the treatment over that before, if both were reported."""
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
    """A strategy for better contact, as assessed by the reviews.

    Attributes
    ----------
    name, about, section : str
        Description, and section of the review.
    synonyms, sides : tuple of str
        Alternative names; where it applies.
    order : tuple of str
        The steps, in order.
    scalability : tuple of (str, str)
        One word, and the supporting sentence of the review.
    hazards, quotes : tuple of str
        Risks; verbatim statements of the review.
    variants : tuple of Treatment
        Its treatments; the first is the strategy in general.
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
    """A treatment as specified in a recipe.

    Attributes
    ----------
    treatment : Treatment
    solvent : str or None
        Canonical name of its solvent.
    first : bool
        Whether it is applied before the other electrode is joined.
    """

    treatment: Treatment
    solvent: str | None
    first: bool


def read_strategy(path: Path, root: Path, materials: Iterable[str]) -> Strategy:
    """Read one strategy file; layers, solvents and additives must be among the names `materials`."""
    content, place = read_yaml(path, root)
    name, known = text(content.get("name"), place.at("name")), tuple(materials)
    of_materials = optional(choices(known), ())
    readers = {**_OF_TREATMENT, "layer": optional(choice(known)), "solvents": of_materials, "additives": of_materials}

    def treatment(content: Any, place: Place) -> Treatment:
        fields = read_fields(content, readers, place)
        values = {key: value for key in _NUMBERS if (value := fields.pop(key)) is not None}
        _check_pair(values, place)
        return Treatment(strategy=name, values=values, **fields)

    return Strategy(**read_fields(content, {**_OF_STRATEGY, "variants": list_of(treatment, 1)}, place))


def _number(dimensions: tuple[str, ...], units: tuple[str, ...]) -> Reader:
    def read(content: Any, place: Place) -> Value:
        per_area = "cm2" in str(mapping(content, place).get("value"))
        choice = 1 if len(dimensions) > 1 and not per_area else 0
        return read_value(content, dimensions[choice], units[choice], place)

    return read


def _scalability(content: Any, place: Place) -> tuple[str, str]:
    fields = read_fields(content, dict.fromkeys(("word", "quote"), text), place)
    return fields["word"], fields["quote"]


def _check_pair(values: dict[str, Value], place: Place) -> None:
    """Reported resistances must be of the same kind, and the treatment must reduce them."""
    before, after = values.get("resistance_before"), values.get("resistance_after")
    if before is None or after is None:
        return
    if before.dimension != after.dimension:
        raise place.wrong("resistance_before and resistance_after differ in kind: one is per area")
    if not 0.0 < after.si <= before.si:
        raise place.at("resistance_after").wrong("resistance_after must lie between zero and resistance_before")


#: Values of a treatment: name -> (allowed dimensions, display units).
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
_OF_TREATMENT = {
    **readers_of(Treatment, strategy=None, sides=choices(SIDES), acts=optional(choices(ACTS), ())),
    **{name: optional(_number(*allowed)) for name, allowed in _NUMBERS.items()},
}
_OF_STRATEGY = readers_of(Strategy, sides=choices(SIDES), scalability=_scalability)
