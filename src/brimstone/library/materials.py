"""Materials and classes of materials, read from their files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from brimstone import _formula
from brimstone._records import html_table
from brimstone.constants import FARADAY
from brimstone.errors import LibraryError
from brimstone.library._read import (
    Place,
    Reader,
    check_range,
    choice,
    choices,
    flag,
    list_of,
    mapping,
    optional,
    quantity,
    read_fields,
    read_law,
    read_value,
    read_yaml,
    readers_of,
    some_of,
    text,
)
from brimstone.library._schema import KINDS, LAWFUL, PAIRS, PROPERTIES
from brimstone.library.values import Arrhenius, Law, Value

_RETENTION = "conductivity_retention"
_SHAPES = ("sphere", "fibre", "tube", "sheet", "foil", "mesh", "bulk")
#: Qualitative properties of a class, or of a material that deviates from its class: rule -> allowed values.
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
    "reaction": ("conversion", "insertion"),
}


@dataclass(frozen=True, slots=True)
class MaterialClass:
    """Defaults and limits for all materials of a class.

    Attributes
    ----------
    name, about : str
        Name and description.
    kind : str
        Role of its materials.
    rules : mapping of str to bool or str
        Qualitative properties, see `RULES`.
    defaults : mapping of str to Value
        Estimates for properties that a material of the class lacks.
    ranges : mapping of str to (lowest, highest)
        Limits [SI] of its materials' properties.
    quotes : tuple of str
        Verbatim statements of the reviews about the class, with the review named.
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
    """A material and its properties.

    Attributes
    ----------
    name : str
        Its canonical name.
    synonyms : tuple of str
        Alternative names.
    kinds : tuple of str
        Possible roles; the first is its primary one.
    class_ : str
        Its class, such as ``sulfide``.
    formula : str or None
        Chemical formula, if it has one.
    shape : str or None
        Of its particles: sphere, fibre, tube (hollow, open at its ends), sheet; or foil, mesh, bulk.
    notes, hazards : tuple of str
        Remarks for the user.
    rules : mapping of str to bool or str
        Qualitative properties of its class, replaced by its own where they differ.
    properties : mapping of str to Value or law
        By property name, including class defaults, which are marked as such.
    gaps : mapping of str to str
        Missing properties, with the reason.
    records : mapping of str to tuple of Value
        All reports of a quantity whose values differ.
    like : str
        The library material it is based on if defined by a recipe; otherwise empty.
    after_solvent : mapping of str to Value
        Share of its conductivity that solvents leave, by their names, where that is known of the pair.
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
    after_solvent: Mapping[str, Value] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Material({self.name!r})"

    @property
    def kind(self) -> str:
        """The primary role."""
        return self.kinds[0]

    def __getitem__(self, name: str) -> Any:
        """The property `name`.

        Raises
        ------
        LibraryError
            When the library lacks it; the message says what is missing.
        """
        if name in self.properties:
            return self.properties[name]
        reason = f" ({self.gaps[name]})" if name in self.gaps else ""
        raise LibraryError(f"{self.name}: {name.replace('_', ' ')} is not in the library{reason}")

    def get(self, name: str) -> Any:
        """The property `name`, or None."""
        return self.properties.get(name)

    def left_by(self, solvent: "Material") -> Value | None:
        """Share of the conductivity that a solvent leaves: of this pair, else as that solvent leaves of sulfides."""
        return self.after_solvent.get(solvent.name, solvent.get(_RETENTION))

    def _repr_html_(self) -> str:
        rows = []
        for name, value in sorted(self.properties.items()):
            parts = {"": value} if isinstance(value, Value) else {f", {part}": one for part, one in value.parts.items()}
            rows += [(f"{name}{part}".replace("_", " "), one.shown(), one.source) for part, one in parts.items()]
        return html_table(f"{self.name} ({self.kind}, {self.class_})", rows, ("property", "value", "source"))

    def __contains__(self, name: str) -> bool:
        return name in self.properties


def read_class(path: Path, root: Path) -> MaterialClass:
    """Read one class file."""
    content, place = read_yaml(path, root)
    class_ = MaterialClass(**read_fields(content, _OF_CLASS, place))
    for key, value in class_.defaults.items():
        _check_class(key, value, class_, place.at("defaults").at(key))
    return class_


def read_material(
    path: Path,
    root: Path,
    classes: Mapping[str, MaterialClass],
    constants: Mapping[str, Value],
    reported: Mapping[str, list[Value]],
) -> Material:
    """Read one material file; `reported` adds measured conductivities to its records."""
    content, place = read_yaml(path, root)
    entries = {key: optional(_entry(key, constants)) for key in (*PROPERTIES, *PAIRS)}
    fields = read_fields(content, {**_OF_MATERIAL, "class": choice(classes), **entries}, place)
    class_ = classes[fields.pop("class")]
    properties: dict[str, Value | Law] = {}
    gaps: dict[str, str] = {}
    for key in content:
        entry = fields.pop(key) if key in entries else {}
        if isinstance(entry, str):
            gaps[key] = entry
        else:
            properties.update(entry)
    formula, records = fields["formula"], dict(fields.pop("records"))
    derive_properties(properties, formula, class_.rules.get("releases_hydrogen_sulfide", False), place.at("formula"))
    check_properties(properties, class_, place)
    for key, default in class_.defaults.items():
        properties.setdefault(key, default)
    if fields["name"] in reported:
        records["ionic_conductivity"] = (*records.get("ionic_conductivity", ()), *reported[fields["name"]])
    return Material(
        kinds=fields.pop("kind"),
        class_=class_.name,
        rules={**class_.rules, **fields.pop("rules")},
        properties=properties,
        gaps=gaps,
        records=records,
        **{key: value for key, value in fields.items() if key not in entries},
    )


def _entry(key: str, constants: Mapping[str, Value]) -> Reader:
    """A reader of a property or pair in a material file: the properties, or the reason for a gap."""

    def read(content: Any, place: Place) -> str | dict[str, Value | Law]:
        item = mapping(content, place)
        if "value" in item and item["value"] is None:
            return str(read_fields(item, {"value": lambda *_: None, "note": text}, place)["note"])
        if key in PAIRS:
            return dict(_pair(PAIRS[key], item, place))
        if "constant" in item:
            return {key: _constant(key, item, constants, place)}
        return {key: read_law(item, place) if key in LAWFUL and "law" in item else _property(key)(item, place)}

    return read


def _property(key: str) -> Reader:
    kind = PROPERTIES[key]

    def read(content: Any, place: Place) -> Value:
        value = read_value(content, kind.dimension, kind.unit, place)
        check_range(value, *kind.limits, key.replace("_", " "), place)
        return value

    return read


def _pair(names: tuple[str, str], item: dict[str, Any], place: Place) -> dict[str, Value]:
    """Two properties from one entry with a pair of values, such as a stability window."""
    pair = item.get("value")
    if not isinstance(pair, list) or len(pair) != 2:
        raise place.wrong("value is a list of two: the lower and the upper end")
    lower, upper = (_property(name)({**item, "value": end}, place) for name, end in zip(names, pair, strict=True))
    if not lower.si < upper.si:
        raise place.wrong(f"{lower.text} is not below {upper.text}")
    return dict(zip(names, (lower, upper), strict=True))


def _constant(key: str, item: dict[str, Any], constants: Mapping[str, Value], place: Place) -> Value:
    value = constants[read_fields(item, {"constant": choice(constants)}, place)["constant"]]
    if value.dimension != PROPERTIES[key].dimension:
        raise place.wrong(f"the constant is a {value.dimension}, not a {PROPERTIES[key].dimension}")
    return value


def derive_properties(properties: dict[str, Value | Law], formula: str | None, hydrolyses: bool, place: Place) -> None:
    """Add quantities derived from the formula: molar mass and volume, capacity, P/S ratio, H2S yield."""
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
            add(key, number_ * FARADAY / mass, None, None, f"n F / M, {number_:.4g} electrons per {formula}")
    if counts.get("P") and counts.get("S"):
        add("phosphorus_sulfur_ratio", counts["P"] / counts["S"], None, None, f"atoms of {formula}")
    if hydrolyses:
        add("hydrogen_sulfide_yield", counts.get("S", 0.0), None, None, f"all sulfur of {formula} as H2S")


def check_properties(properties: Mapping[str, Value | Law], class_: MaterialClass, place: Place) -> None:
    """Reject values outside the limits of a property or of the class."""
    for key, value in properties.items():
        here = place.at(key)
        checked = (
            value if isinstance(value, Value) else value.at_25_degC if isinstance(value, Arrhenius) else value.reference
        )
        check_range(checked, *PROPERTIES[key].limits, key.replace("_", " "), here)
        _check_class(key, checked, class_, here)


def _check_class(key: str, value: Value, class_: MaterialClass, place: Place) -> None:
    if key in class_.ranges:
        check_range(value, *class_.ranges[key], f"{key.replace('_', ' ')} of a {class_.name}", place)


def _range(key: str) -> Reader:
    bound = quantity(PROPERTIES[key].dimension)

    def read(content: Any, place: Place) -> tuple[float, float]:
        if not isinstance(content, list) or len(content) != 2:
            raise place.wrong("a range is a list of two values")
        lowest, highest = (bound(end, place) for end in content)
        return lowest, highest

    return read


def _after_solvent(content: Any, place: Place) -> dict[str, Value]:
    read = _property(_RETENTION)
    return {name: read(item, place.at(name)) for name, item in mapping(content, place).items()}


_RULES = optional(
    some_of({rule: flag if words == (True, False) else choice(words) for rule, words in RULES.items()}), {}
)
_OF_CLASS = readers_of(
    MaterialClass,
    kind=choice(KINDS),
    rules=_RULES,
    defaults=optional(some_of({key: _property(key) for key in PROPERTIES}), {}),
    ranges=optional(some_of({key: _range(key) for key in PROPERTIES}), {}),
)
_OF_MATERIAL = readers_of(
    Material,
    kinds=None,
    class_=None,
    like=None,
    after_solvent=optional(_after_solvent, {}),
    kind=choices(KINDS),
    shape=optional(choice(_SHAPES)),
    rules=_RULES,
    records=optional(some_of({key: list_of(_property(key), 1) for key in PROPERTIES}), {}),
)
