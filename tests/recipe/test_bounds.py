"""A value a thousand times too large or too small is refused or warned of, in every numeric field of the language."""

import re

import pytest

from brimstone.inspect import find_problems
from brimstone.inspect.overrides import refused_overrides, unusual_overrides
from brimstone.library import load
from brimstone.recipe import Recipe
from brimstone.recipe.base import _all_written, _readers_of
from brimstone.recipe.protocol import Loop
from brimstone.recipe.yaml_text import dump
from brimstone.units import NUMERAL, from_si

CELL = {"cathode": {"active": "S", "loading": "1 mg/cm2"}, "separator": "LPSCl"}

#: A thousand times more or less is as usual: spectra span nine decades, and cells are pressed by 2 bar or by 2000; the
#: current and the area of a whole cell are looked at together.
BOTH_USUAL = {"impedance", "2 bar", "1 mA", "area"}
#: What no factor of a thousand tells of: temperatures, which have no zero in degC, and levels and purities, which are
#: recorded as words.
NOT_SCALED = {"temperature", "pressing_temperature", "dew_point", "purity", "water", "oxygen", "molar_mass"}
_NUMBER = re.compile(rf"^((?:C/)?)({NUMERAL})(.*)$")


def numeric_fields():
    """Every field of the language whose words are a number with a unit, with an example of it."""
    found = {}
    for cls in (Recipe, *_all_written()):
        for name in cls.model_fields:
            if name in NOT_SCALED | BOTH_USUAL or name in cls.HIDDEN or cls is Loop:
                continue
            for reader in _readers_of(cls)[name]:
                for example in examples_of(reader.schema):
                    match = _NUMBER.match(example)
                    if match and example not in BOTH_USUAL:
                        found[f"{cls.__name__}.{name}: {example}"] = (reader, example, match)
    return found


def examples_of(schema):
    given = [*schema.get("examples", [])]
    for part in schema.get("anyOf", []):
        given += part.get("examples", [])
    if schema.get("type") in ("integer", "number"):
        given += [re.search(r"[\d.]+", schema["description"].replace("from 1", "10"))]
        given = [one[0] if isinstance(one, re.Match) else one for one in given if one is not None]
    return [one for one in given if isinstance(one, str)]


FIELDS = numeric_fields()


def test_the_walk_finds_the_fields_that_a_recipe_has():
    names = {key.split(":")[0] for key in FIELDS}
    assert len(names) > 75
    for name in (
        "Cathode.loading",
        "Layer.thickness",
        "Anode.np_ratio",
        "Cycles.charge",
        "Discharge.to",
        "Rates.rates",
    ):
        assert name in names


@pytest.mark.parametrize("factor", [1e3, 1e-3])
@pytest.mark.parametrize("field", sorted(FIELDS))
def test_a_thousand_times_more_or_less_is_refused_or_warned_of(field, factor):
    reader, example, match = FIELDS[field]
    assert reader.unusual(reader.read(example)) is None, "its own example"
    scaled = f"{match[1]}{float(match[2]) * factor:.12g}{match[3]}"
    try:
        told = reader.unusual(reader.read(scaled)) or "taken without a word"
    except ValueError as problem:
        told = str(problem)
    assert re.search("usual|range|out of|above|at most|at least|not a finite", told), f"{scaled}: {told}"


@pytest.mark.parametrize(
    ("section", "words", "asked"),
    [
        ("operation", {"temperature": "333 degC"}, "If kelvin are meant"),
        ("operation", {"temperature": "60 K"}, "If degrees Celsius are meant"),
        ("operation", {"temperature": "333"}, "333 K"),
        ("operation", {"temperature": "60"}, "60 degC"),
        ("cathode", {"loading": "1 g/cm2"}, "out of range"),
        ("protocol", [{"discharge": "0.1 A/cm2", "to": "1.0 V"}], "unusual"),
        ("protocol", [{"discharge": "0.1 mA", "to": "1.0 V"}], "area"),
    ],
)
def test_kelvin_for_celsius_milliamperes_for_amperes_and_milligrams_for_grams_are_asked_about(section, words, asked):
    tree = {"cathode": {"active": "S", "loading": "1 mg/cm2"}, "separator": "LPSCl", "anode": "Li-In"}
    tree[section] = {**tree.get(section, {}), **words} if isinstance(words, dict) else words
    told = [one.message for one in find_problems(dump(tree), load()) if one.level in ("error", "warning")]
    assert any(asked in one for one in told), told


@pytest.mark.parametrize(("current", "odd"), [("0.1 mA", False), ("0.1 A", True), ("0.1 uA", True)])
def test_the_current_of_a_whole_cell_is_looked_at_over_its_area(current, odd):
    tree = {"cathode": {"active": "S", "loading": "1 mg/cm2"}, "separator": "LPSCl", "diameter": "10 mm"}
    tree["protocol"] = [{"discharge": current, "to": "1.0 V"}]
    told = [one for one in find_problems(dump(tree), load()) if "mA/cm2 here" in one.message]
    assert [one.field for one in told] == ["protocol.step 1.discharge"] * odd


@pytest.mark.parametrize(("size", "odd"), [({"area": "0.785 cm2"}, False), ({"area": "785 cm2"}, True)])
def test_an_area_that_only_a_pouch_has_is_asked_about(size, odd):
    tree = {"cathode": {"active": "S", "loading": "1 mg/cm2"}, "separator": "LPSCl", **size}
    assert any("write  format: pouch" in one.message for one in find_problems(dump(tree), load())) == odd


def overridden(name, words):
    tree = {"cathode": {"active": "S", "loading": "1 mg/cm2"}, "separator": "LPSCl", "overrides": {name: words}}
    return [one for one in find_problems(dump(tree), load()) if one.field.startswith("overrides")]


def test_every_constant_that_is_overridden_by_a_thousandth_or_a_thousandfold_is_asked_about():
    library = load()
    silent = []
    for name, value in library.constants().items():
        if value.si == 0.0 or value.dimension == "temperature":
            continue
        shown = from_si(value.si, value.unit, value.dimension)
        for factor, due in ((1.0, False), (1e3, True), (1e-3, True)):
            recipe = Recipe.from_mapping({**CELL, "overrides": {name: f"{shown * factor:.9g} {value.unit}".strip()}})
            if bool([*refused_overrides(recipe, library), *unusual_overrides(recipe, library)]) != due:
                silent.append((name, factor))
    assert silent == []


def test_an_override_of_no_constant_is_refused_with_the_nearest_name():
    (told,) = overridden("film/conductivty", "1e-9 S/cm")
    assert (told.level, told.field) == ("error", "overrides.film/conductivty")
    assert "Did you mean film/conductivity" in told.message
    (told,) = overridden("S.density", "0.9 g/cm3") or [None]
    assert told is None  # half of what it is may be meant
