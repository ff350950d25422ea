"""Materials that a recipe defines."""

import pytest

from brimstone.cell import Cell
from brimstone.errors import RecipeError
from brimstone.inspect import check
from brimstone.library import load
from brimstone.library.own import with_own_materials
from brimstone.library.workbench import Workbench
from brimstone.model.derive import derive
from brimstone.recipe import Recipe, parse
from brimstone.units import from_si

CELL = """\
materials:
  MySE:
    like: Li6PS5Cl
    ionic_conductivity: 5 ± 1 mS/cm
    Ea: 0.33 eV
    density: 1.9 g/cm3
    D50: {value: 4 um, low: 2 um, high: 8 um, source: laser diffraction}
  home carbon: {like: Ketjenblack, BET: 900 m2/g}
  warm: {like: MySE, conductivity: {value: 12 mS/cm, temperature: 60 degC}}
  LPSCl: {like: Li6PS5Cl, density: 1.8 g/cm3}
  my polymer: {like: SPAN, capacity: 650 mAh/g}
cathode:
  active: S
  composition: {S: 30 wt%, MySE: 50 wt%, home carbon: 20 wt%}
  loading: 1 mg/cm2
separator: {electrolyte: warm, thickness: 500 um}
anode: Li-In
"""


def derived(text):
    recipe = parse(text)
    return derive(Workbench.of(recipe, load()))


def checked(library, text):
    check(parse(text), library)


def own(library, name, text=CELL):
    return with_own_materials(library, parse(text)).material(name)


def test_what_a_recipe_gives_has_the_recipe_for_its_source(library):
    size = own(library, "MySE")["particle_size"]
    assert (size.known, size.source) == ("given", "recipe: laser diffraction")
    assert from_si(size.low, "um", "length") == pytest.approx(2.0)
    area = own(library, "home carbon")["bet_area"]
    assert (area.si, area.source, area.low) == (900e3, "recipe", None)


def test_what_a_recipe_does_not_give_is_as_in_the_library(library):
    mine, usual = own(library, "MySE"), library.material("Li6PS5Cl")
    assert mine["young_modulus"] == usual["young_modulus"]
    assert mine.rules == usual.rules
    assert mine.kinds == usual.kinds


def test_what_follows_from_a_changed_value_follows_anew(library):
    mine, usual = own(library, "MySE"), library.material("Li6PS5Cl")
    assert mine["molar_volume"].si == pytest.approx(usual["molar_mass"].si / 1900.0)
    text = CELL.replace("density: 1.9 g/cm3", "formula: Li5.5PS4.5Cl1.5")
    assert own(library, "MySE", text)["molar_mass"].si == library.material("Li5.5PS4.5Cl1.5")["molar_mass"].si


def test_a_conductivity_with_its_spread_and_activation_energy_makes_a_law(library):
    law = own(library, "MySE")["ionic_conductivity"]
    assert [
        from_si(x, "mS/cm", "conductivity") for x in (law.at_25_degC.si, law.at_25_degC.low, law.at_25_degC.high)
    ] == pytest.approx([5.0, 4.0, 6.0])
    assert from_si(law.activation_energy.si, "eV", "energy per charge carrier") == pytest.approx(0.33)


def test_a_conductivity_measured_warm_is_met_at_its_temperature(library):
    law = own(library, "warm")["ionic_conductivity"]
    assert from_si(float(law.at(333.15)), "mS/cm", "conductivity") == pytest.approx(12.0)
    assert float(law.at(298.15)) < float(law.at(333.15)) / 3


def test_a_material_of_the_recipe_takes_the_place_of_one_in_the_library_in_this_recipe_only(library):
    assert own(library, "LPSCl")["density"].si == pytest.approx(1800.0)
    assert library.material("LPSCl")["density"].si == pytest.approx(1860.0)


def test_a_compound_without_a_formula_keeps_its_sulfur_under_a_new_name():
    text = CELL.replace("active: S", "active: my polymer").replace("{S: 30 wt%", "{my polymer: 30 wt%")
    cell = derived(text)
    assert float(cell.sulfur_mass[0] / cell.active_mass[0]) == pytest.approx(650 / 1672, rel=1e-2)


def test_the_materials_of_a_recipe_are_in_its_provenance():
    entries = {entry.where: entry for entry in Cell(parse(CELL)).provenance(members=3)}
    assert entries["MySE.density"].source == "recipe"
    assert entries["MySE.ionic_conductivity.at_25_degC"].known == "given"


def test_a_recipe_with_its_own_materials_is_written_back_as_it_was():
    recipe = parse(CELL)
    assert parse(recipe.to_yaml()) == recipe
    assert "5 ± 1 mS/cm" in recipe.to_yaml()
    assert hash(recipe) == hash(parse(CELL))
    assert "like" in str(Recipe.json_schema()["properties"]["materials"])


def test_a_better_conductor_of_the_recipe_costs_less_in_the_separator():
    slow, fast = (derived(text).resistances for text in (CELL.replace("12 mS/cm", "1.2 mS/cm"), CELL))
    (layer,) = (name for name in fast if name.startswith("separator"))
    assert float(slow[layer][0] / fast[layer][0]) == pytest.approx(10.0, rel=1e-6)


@pytest.mark.parametrize(
    ("before", "after", "field", "words"),
    [
        ("like: Ketjenblack", "like: Ketchenblack", "materials.home carbon.like", "Did you mean Ketjenblack"),
        ("BET: 900 m2/g", "BTE: 900 m2/g", "materials.home carbon.BTE", "Did you mean bet_area"),
        ("BET: 900 m2/g", "BET: 900 g", "materials.home carbon.BET", "use m2/g"),
        ("BET: 900 m2/g", "BET: 900", "materials.home carbon.BET", "m2/g"),
        ("density: 1.9 g/cm3", "density: 9 g/cm3", "materials.MySE", "density of a sulfide can be"),
        ("density: 1.9 g/cm3", "formula: Xy2", "materials.MySE", "not an element"),
        ("5 ± 1 mS/cm", "5 ± x mS/cm", "materials.MySE.ionic_conductivity", "write, for example"),
        ("Ea: 0.33 eV", "Ea: 33 eV", "materials.MySE.Ea", "activation energy"),
        ("{value: 4 um, low", "{valu: 4 um, low", "materials.MySE.D50", "'valu' is not a known key"),
        ("low: 2 um", "low: 20 um", "materials.MySE.D50", "not between"),
        ("{like: SPAN, capacity: 650 mAh/g}", "{likes: SPAN}", "materials.my polymer.like", "is missing"),
        ("{like: SPAN, capacity: 650 mAh/g}", "SPAN", "materials.my polymer", "expected a mapping"),
        ("home carbon: 20 wt%", "home carbo: 20 wt%", "cathode.composition", "Did you mean home carbon"),
        ("home carbon: 20 wt%", "Kohle: 20 wt%", "cathode.composition", "materials: {Kohle: {like: "),
    ],
)
def test_a_material_that_can_not_be_is_refused_with_field_and_remedy(library, before, after, field, words):
    assert before in CELL
    with pytest.raises(RecipeError) as problem:
        checked(library, CELL.replace(before, after))
    assert problem.value.field == field
    assert words in str(problem.value)
