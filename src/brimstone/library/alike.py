"""Materials of one's own: based on a library material, with their own values, in a recipe or in a file."""

import math
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from brimstone.constants import ROOM_TEMPERATURE
from brimstone.errors import BrimstoneError, LibraryError, RecipeError, UnitError, nearest_names
from brimstone.library._read import BARRIERS, Place, check_range, read_value
from brimstone.library._schema import PROPERTIES
from brimstone.library.library import Library
from brimstone.library.materials import Material, MaterialClass, check_properties, derive_properties
from brimstone.library.values import VTF, Arrhenius, Law, Value
from brimstone.recipe import OwnMaterial
from brimstone.recipe.materials import Written, read_materials
from brimstone.recipe.problems import path_in_words
from brimstone.recipe.values import FieldProblem
from brimstone.units import from_si, parse_stated

SOURCE = "recipe"
_CONDUCTIVITY, _ENERGY = "ionic_conductivity", "activation_energy"
#: What people call a property, in the form of `_key`; the conductivity is that which the material is there for.
_ALIASES = {
    "bet": "bet_area",
    "bet_surface_area": "bet_area",
    "specific_surface_area": "bet_area",
    "surface_area": "bet_area",
    "d50": "particle_size",
    "grain_size": "particle_size",
    "size": "particle_size",
    "diameter": "particle_size",
    "capacity": "theoretical_capacity",
    "specific_capacity": "theoretical_capacity",
    "ea": _ENERGY,
    "conductivity_activation_energy": _ENERGY,
    "youngs_modulus": "young_modulus",
    "modulus": "young_modulus",
    "specific_heat_capacity": "specific_heat",
    "potential": "reference_potential",
    "electronic_conductance": "electronic_conductivity",
    "ion_conductivity": _CONDUCTIVITY,
}
#: A range or ± between two numbers; a sign in an exponent is none.
_SPREAD = re.compile(r"±|\+/-|\+-|\d\s*(?:-|–|~|to\b)\s*\d|\d\(\d+\)")


def own_material(
    name: str, own: OwnMaterial, like: Material, class_: MaterialClass, source: str = "", origin: str = SOURCE
) -> Material:
    """Build the material `name` of a recipe from the one it is like, which is of `class_`.

    Returns
    -------
    Material
        Values have the source `origin`, which is the recipe, before their own; derived values are recomputed.

    Raises
    ------
    RecipeError
        For an unknown property, or a value of the wrong dimension or out of range.
    """
    properties: dict[str, Value | Law] = {
        key: value
        for key, value in like.properties.items()
        if not (isinstance(value, Value) and value.text == "derived")
    }
    formula, energy = like.formula, None
    given: set[str] = set()
    for written, given_value in own.properties.items():
        try:
            key = _property_named(written, like)
            given.add(key)
            if key == "formula":
                formula = given_value if isinstance(given_value, str) else given_value["value"]
                continue
            value = _value(key, given_value, origin)
            if key == _ENERGY:
                energy = value
            else:
                properties[key] = _in_law(properties.get(key), value, class_) if key == _CONDUCTIVITY else value
        except LibraryError as problem:
            raise RecipeError(_plain(problem), _field(name, written), source) from None
    try:
        if energy is not None:
            properties[_CONDUCTIVITY] = _with_energy(properties.get(_CONDUCTIVITY), energy, name)
        if formula is not None and given & {"density", "formula"} and "molar_volume" not in given:
            properties.pop("molar_volume", None)
        derive_properties(properties, formula, bool(like.rules.get("releases_hydrogen_sulfide")), Place("", "formula"))
        check_properties(properties, class_, Place(""))
    except LibraryError as problem:
        raise RecipeError(_plain(problem), _field(name), source) from None
    return replace(
        like,
        name=name,
        synonyms=(),
        formula=formula,
        notes=(f"defined in the {origin}, like {like.name}", *like.notes),
        properties=properties,
        gaps={key: why for key, why in like.gaps.items() if key not in properties},
        records={},
        like=like.like or like.name,
    )


def _plain(problem: LibraryError) -> str:
    return re.sub(r"^(?:: )?(?:value: )?", "", str(problem))


def _key(written: str) -> str:
    return re.sub(r"[\s\-]+", "_", written.strip().replace("'", "")).lower()


def _property_named(written: str, like: Material) -> str:
    key = _key(written)
    if key == "conductivity":
        key = _CONDUCTIVITY if like.kind == "electrolyte" else "electronic_conductivity"
    key = _ALIASES.get(key, key)
    known = (*PROPERTIES, "formula", _ENERGY)
    if key not in known:
        near = nearest_names(key, (*known, *_ALIASES))
        near = list(dict.fromkeys(_ALIASES.get(one, one) for one in near))
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise LibraryError(
            f"'{written[:60]}' is not a property of materials.{hint} "
            f"`brimstone show material '{like.name}'` lists those of {like.name}."
        )
    return key


def _value(key: str, written: Written, origin: str) -> Value:
    dimension, unit = ("energy per charge carrier", "eV") if key == _ENERGY else PROPERTIES[key][:2]
    item: dict[str, Any] = dict(written) if isinstance(written, Mapping) else {"value": written}
    stated = item.pop("source", None)
    if "low" not in item and "high" not in item:
        item |= _spread(str(item["value"]), dimension, unit)
    known = item.pop("known", "given")
    content = {**item, "source": f"{origin}: {stated}" if stated else origin, "known": known}
    value = read_value(content, dimension, unit, Place(""))
    if key == _ENERGY:
        check_range(value, *BARRIERS, "an activation energy of conduction", Place(""))
    else:
        check_range(value, *PROPERTIES[key].limits, key.replace("_", " "), Place(""))
    return value


def _spread(words: str, dimension: str, unit: str) -> dict[str, str]:
    """Value and interval of ``5 ± 1 mS/cm`` or ``4-6 mS/cm``; empty if no spread is given."""
    if not _SPREAD.search(words) or dimension == "temperature":
        return {}
    try:
        stated = parse_stated(words, dimension)
    except UnitError as problem:
        raise LibraryError(f"{problem}; with a spread write, for example, '5 ± 1 mS/cm'") from None
    if stated.low is None or stated.high is None:
        return {}
    ends = {"value": stated.si, "low": stated.low, "high": stated.high}
    return {part: f"{from_si(si, unit, dimension):.12g} {unit}".strip() for part, si in ends.items()}


def _in_law(law: Value | Law | None, value: Value, class_: MaterialClass) -> Value | Law:
    """A conductivity at its temperature (25 °C unless stated) in the law of the material that it is like.

    A polymer that conducts far better in the cold than that one, which crystallises, is taken as one that does not.
    """
    if law is None or isinstance(law, Value):
        return value
    at = ROOM_TEMPERATURE if value.temperature is None else value.temperature
    if isinstance(law, VTF):
        factor = law.reference.si / max(float(law.at(at)), 1e-300)
        most = class_.ranges.get(_CONDUCTIVITY, (0.0, math.inf))[1]
        if factor * value.si > most and at > law.ideal_glass_temperature.si:
            known = replace(value, temperature=at)
            return replace(law, reference=known, melting_temperature=None, crystalline_activation_energy=None)
        return replace(law, reference=replace(_scaled(value, factor), temperature=law.reference.temperature))
    factor = law.at_25_degC.si / float(law.at(at))
    return replace(law, at_25_degC=replace(_scaled(value, factor), temperature=ROOM_TEMPERATURE))


def _scaled(value: Value, factor: float) -> Value:
    low, high = (None if bound is None else bound * factor for bound in (value.low, value.high))
    return replace(value, si=value.si * factor, low=low, high=high)


def _with_energy(law: Value | Law | None, energy: Value, name: str) -> Law:
    if isinstance(law, Arrhenius):
        return replace(law, activation_energy=energy)
    if isinstance(law, Value):
        return Arrhenius(law, energy)
    if isinstance(law, VTF):  # its value at the temperature where it is known, with a slope of its own
        known = law.reference
        line = Arrhenius(known, energy)
        factor = known.si / float(line.at(known.temperature or ROOM_TEMPERATURE))
        return Arrhenius(replace(_scaled(known, factor), temperature=ROOM_TEMPERATURE), energy)
    raise LibraryError(
        f"{name} has no ionic conductivity that follows an activation energy; "
        + ("leave it out" if law is not None else "give an ionic_conductivity, too")
    )


def _field(*path: str) -> str:
    return path_in_words(("materials", *path))


def material_like(tree: Mapping[str, Any], library: Library, file: str) -> Material:
    """The material of a file that says what it is `like`, in the words of ``materials:`` in a recipe.

    Raises
    ------
    LibraryError
        As of `own_material`, or when the library has no such material.
    """
    place = Place(file)
    given = {key: value for key, value in tree.items() if key not in ("name", "synonyms")}
    name, synonyms = tree.get("name"), tree.get("synonyms", [])
    if not isinstance(name, str) or not name.strip():
        raise place.at("name").wrong("is missing; expected the name of the material")
    if not isinstance(synonyms, list) or not all(isinstance(one, str) for one in synonyms):
        raise place.at("synonyms").wrong("expected a list of names such as [LPSCl-H]")
    try:
        own = read_materials({name: given})[name.strip()]
        like = library.material(own.like)
        class_ = library.material_class(like.class_)
        made = own_material(name.strip(), own, like, class_, origin=file)
    except (BrimstoneError, FieldProblem, ValueError) as problem:
        raise place.wrong(re.sub(r"^materials\.[^:]*?\.(?=[^.]*: )", "", " ".join(str(problem).split()))) from None
    return replace(made, synonyms=tuple(synonyms))
