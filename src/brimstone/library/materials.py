"""Materials and classes of materials, read from their files."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brimstone.constants import FARADAY
from brimstone.errors import LibraryError
from brimstone.library import _formula
from brimstone.library._read import (
    Place,
    check_range,
    mapping,
    number,
    one_of,
    only,
    read_law,
    read_value,
    read_yaml,
    text,
    texts,
)
from brimstone.library._schema import KINDS, LAWFUL, PAIRS, PROPERTIES
from brimstone.library.values import Arrhenius, Law, Value

_SHAPES = ("sphere", "fibre", "tube", "sheet", "foil", "mesh", "bulk")
_MATERIAL_WORDS = ("name", "synonyms", "kind", "class", "formula", "shape", "notes", "hazards", "rules", "records")
_CLASS_WORDS = ("name", "about", "kind", "rules", "defaults", "ranges", "quotes")
#: What a class (or one material against its class) can say in plain words: rule -> the words allowed.
RULES: dict[str, tuple[Any, ...]] = {
    "polysulfide_shuttle": (True, False),
    "densifies_cold": (True, False),
    "single_ion": (True, False),
    "flammable": (True, False),
    "evaporates": (True, False),
    "releases_hydrogen_sulfide": (True, False),
    "polar_solvent": ("damaged", "slowly damaged", "unharmed"),
    "against_lithium": ("stable", "passivating", "reacts"),
    "against_sulfur": ("stable", "stable when dry", "dissolves polysulfides", "reacts"),
    "wetted_by_lithium": (True, False),
    "polarity": ("polar", "weakly polar", "non-polar"),
    "rolls": (True, False),
    "as_made": ("charged", "discharged"),
}


@dataclass(frozen=True, slots=True)
class MaterialClass:
    """What holds for all materials of a class unless one says otherwise.

    Attributes
    ----------
    name, about : str
        The class and what belongs to it.
    kind : str
        The role its materials play.
    rules : mapping of str to bool or str
        Plain statements, see `RULES`.
    defaults : mapping of str to Value
        Estimates for properties that a material of the class lacks.
    ranges : mapping of str to (lowest, highest)
        Limits [SI] of its materials' properties.
    quotes : tuple of str
        What the reviews say about the class, verbatim, with the review named.
    """

    name: str
    about: str
    kind: str
    rules: Mapping[str, Any]
    defaults: Mapping[str, Value]
    ranges: Mapping[str, tuple[float, float]]
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """One material and what is known about it.

    Attributes
    ----------
    name : str
        Its proper name here.
    synonyms : tuple of str
        Other names that find it.
    kinds : tuple of str
        The roles it can play; the first is its own.
    class_ : str
        Its class, such as ``sulfide``.
    formula : str or None
        Chemical formula, when it has one.
    shape : str or None
        Of its particles: sphere, fibre, tube (hollow, open at its ends), sheet; or foil, mesh, bulk.
    notes, hazards : tuple of str
        What a person should know.
    rules : mapping of str to bool or str
        Plain statements of its class, and its own where it differs.
    properties : mapping of str to Value or law
        By property name. What its class supplies is in here too, marked as the class rule that it is.
    gaps : mapping of str to str
        Properties looked for and not found, with the reason.
    records : mapping of str to tuple of Value
        All reports of one quantity side by side, where they differ.
    like : str
        The material of the library that it is like, when a recipe defined it; else empty.
    """

    name: str
    synonyms: tuple[str, ...]
    kinds: tuple[str, ...]
    class_: str
    formula: str | None
    shape: str | None
    notes: tuple[str, ...]
    hazards: tuple[str, ...]
    rules: Mapping[str, Any]
    properties: Mapping[str, Value | Law]
    gaps: Mapping[str, str]
    records: Mapping[str, tuple[Value, ...]]
    like: str = ""

    @property
    def kind(self) -> str:
        """The role that is its own."""
        return self.kinds[0]

    def __getitem__(self, name: str) -> Any:
        """The property `name`.

        Raises
        ------
        LibraryError
            When the library does not have it; the message says what is missing and how to supply it.
        """
        if name in self.properties:
            return self.properties[name]
        reason = f" ({self.gaps[name]})" if name in self.gaps else ""
        raise LibraryError(f"{self.name}: {name.replace('_', ' ')} is not in the library{reason}")

    def get(self, name: str) -> Any:
        """The property `name`, or None."""
        return self.properties.get(name)

    def __contains__(self, name: str) -> bool:
        return name in self.properties


def read_class(path: Path, root: Path) -> MaterialClass:
    """Read one class file."""
    content, place = read_yaml(path, root)
    only(content, _CLASS_WORDS, place)
    name = text(content.get("name"), place.at("name"))
    defaults = {
        key: _property(key, item, place.at("defaults").at(key))
        for key, item in mapping(content.get("defaults", {}), place.at("defaults")).items()
    }
    ranges = {}
    for key, pair in mapping(content.get("ranges", {}), place.at("ranges")).items():
        here = place.at("ranges").at(key)
        one_of(key, tuple(PROPERTIES), here)
        if not isinstance(pair, list) or len(pair) != 2:
            raise here.wrong("a range is a list of two")
        lowest, highest = (number(bound, PROPERTIES[key].dimension, here) for bound in pair)
        ranges[key] = (lowest, highest)
    for key, value in defaults.items():
        if key in ranges:
            check_range(value, *ranges[key], f"{key.replace('_', ' ')} of a {name}", place.at("defaults").at(key))
    return MaterialClass(
        name,
        text(content.get("about"), place.at("about")),
        one_of(content.get("kind"), KINDS, place.at("kind")),
        _rules(content.get("rules", {}), place.at("rules")),
        defaults,
        ranges,
        texts(content.get("quotes", []), place.at("quotes")),
    )


def read_material(
    path: Path,
    root: Path,
    classes: Mapping[str, MaterialClass],
    constants: Mapping[str, Value],
    reported: Mapping[str, list[Value]],
) -> Material:
    """Read one material file; `reported` adds measured conductivities to its records."""
    content, place = read_yaml(path, root)
    only(content, (*_MATERIAL_WORDS, *PROPERTIES, *PAIRS), place)
    name = text(content.get("name"), place.at("name"))
    kinds = texts(content.get("kind", []), place.at("kind"))
    for kind in kinds or ("",):
        one_of(kind, KINDS, place.at("kind"))
    class_ = classes[one_of(content.get("class"), tuple(classes), place.at("class"))]
    shape = one_of(content["shape"], _SHAPES, place.at("shape")) if "shape" in content else None
    formula = text(content["formula"], place.at("formula")) if "formula" in content else None

    properties: dict[str, Value | Law] = {}
    gaps: dict[str, str] = {}
    for key, item in content.items():
        if key in _MATERIAL_WORDS:
            continue
        here = place.at(key)
        if isinstance(item, dict) and "value" in item and item["value"] is None:
            only(item, ("value", "note"), here)
            gaps[key] = text(item.get("note"), here.at("note"))
        elif isinstance(item, dict) and "constant" in item:
            properties[key] = _constant(key, item, constants, here)
        elif key in PAIRS:
            properties.update(_pair(key, item, here))
        elif key in LAWFUL and isinstance(item, dict) and "law" in item:
            properties[key] = read_law(item, here)
        else:
            properties[key] = _property(key, item, here)
    hydrolyses = class_.rules.get("releases_hydrogen_sulfide", False)
    derive_properties(properties, formula, hydrolyses, place.at("formula"))
    check_properties(properties, class_, place)
    for key, default in class_.defaults.items():
        properties.setdefault(key, default)
    records = _records(content.get("records", {}), place.at("records"))
    if name in reported:
        records["ionic_conductivity"] = (*records.get("ionic_conductivity", ()), *reported[name])
    rules = {**class_.rules, **_rules(content.get("rules", {}), place.at("rules"))}
    synonyms = texts(content.get("synonyms", []), place.at("synonyms"))
    notes = texts(content.get("notes", []), place.at("notes"))
    hazards = texts(content.get("hazards", []), place.at("hazards"))
    return Material(
        name, synonyms, kinds, class_.name, formula, shape, notes, hazards, rules, properties, gaps, records
    )


def _property(key: str, item: Any, place: Place) -> Value:
    if key not in PROPERTIES:
        one_of(key, tuple(PROPERTIES), place)
    kind = PROPERTIES[key]
    value = read_value(item, kind.dimension, kind.unit, place)
    _check_limits(key, value, place)
    return value


def _check_limits(key: str, value: Value, place: Place) -> None:
    kind = PROPERTIES[key]
    lowest, highest = (
        number(f"{bound} {kind.unit}".strip(), kind.dimension, place) for bound in (kind.lowest, kind.highest)
    )
    check_range(value, lowest, highest, key.replace("_", " "), place)


def _pair(key: str, item: Any, place: Place) -> dict[str, Value]:
    """Two properties from one entry with a pair of values, such as a stability window."""
    item = mapping(item, place)
    pair = item.get("value")
    if not isinstance(pair, list) or len(pair) != 2:
        raise place.wrong("value is a list of two: the lower and the upper end")
    ends = {name: _property(name, {**item, "value": end}, place) for name, end in zip(PAIRS[key], pair, strict=True)}
    lower, upper = ends.values()
    if not lower.si < upper.si:
        raise place.wrong(f"{lower.text} is not below {upper.text}")
    return ends


def _constant(key: str, item: dict[str, Any], constants: Mapping[str, Value], place: Place) -> Value:
    only(item, ("constant",), place)
    value = constants[one_of(item["constant"], tuple(constants), place.at("constant"))]
    if value.dimension != PROPERTIES[key].dimension:
        raise place.wrong(f"the constant is a {value.dimension}, not a {PROPERTIES[key].dimension}")
    return value


def derive_properties(properties: dict[str, Value | Law], formula: str | None, hydrolyses: bool, place: Place) -> None:
    """Add what follows from the formula by arithmetic: molar mass and volume, capacity, P/S ratio, H2S."""
    if formula is None:
        return
    try:
        counts, mass = _formula.atoms(formula), _formula.molar_mass(formula)
    except ValueError as problem:
        raise place.wrong(str(problem)) from problem

    def add(key: str, si: float, low: float | None, high: float | None, source: str) -> None:
        kind = PROPERTIES[key]
        properties.setdefault(key, Value(si, low, high, kind.dimension, kind.unit, "derived", source, "derived"))

    add("molar_mass", mass, None, None, f"atomic weights (IUPAC 2021) of {formula}")
    density, electrons = properties.get("density"), properties.get("electrons")
    if isinstance(density, Value):
        low, high = (None if bound is None else mass / bound for bound in (density.high, density.low))
        add("molar_volume", mass / density.si, low, high, "molar mass over density")
    if isinstance(electrons, Value):
        add("theoretical_capacity", electrons.si * FARADAY / mass, None, None, "n F / M, from formula and electrons")
    exchanged = _formula.redox_electrons(counts)
    if exchanged is not None:
        for key, number_ in zip(("oxidation_limit", "reduction_limit"), exchanged, strict=True):
            add(key, number_ * FARADAY / mass, None, None, f"n F / M, {number_:.4g} electrons a unit of {formula}")
    if counts.get("P") and counts.get("S"):
        add("phosphorus_sulfur_ratio", counts["P"] / counts["S"], None, None, f"atoms of {formula}")
    if hydrolyses:
        add("hydrogen_sulfide_yield", counts.get("S", 0.0), None, None, f"all sulfur of {formula} as H2S")


def check_properties(properties: Mapping[str, Value | Law], class_: MaterialClass, place: Place) -> None:
    """Refuse values outside of what a property, or one of this class, can be."""
    for key, value in properties.items():
        here = place.at(key)
        checked = value
        if not isinstance(value, Value):
            checked = value.at_25 if isinstance(value, Arrhenius) else value.reference
        if isinstance(checked, Value):
            _check_limits(key, checked, here)
            if key in class_.ranges:
                check_range(checked, *class_.ranges[key], f"{key.replace('_', ' ')} of a {class_.name}", here)


def _records(content: Any, place: Place) -> dict[str, tuple[Value, ...]]:
    records = {}
    for key, items in mapping(content, place).items():
        here = place.at(key)
        if not isinstance(items, list) or not items:
            raise here.wrong("records are a list of values")
        records[key] = tuple(_property(key, item, here.at(count)) for count, item in enumerate(items))
    return records


def _rules(content: Any, place: Place) -> dict[str, Any]:
    rules = mapping(content, place)
    only(rules, tuple(RULES), place)
    for key, word in rules.items():
        allowed = RULES[key]
        if isinstance(allowed[0], bool):
            if not isinstance(word, bool):
                raise place.at(key).wrong("true or false is due")
        else:
            one_of(word, allowed, place.at(key))
    return rules
