"""Fields of a recipe by their path."""

import pytest

from brimstone.errors import RecipeError
from brimstone.library import load
from brimstone.recipe import Recipe
from brimstone.study.fields import field_paths, field_text, with_field
from tests.cells import SULFUR, recipe

HOSTED = {
    "cathode": {
        **SULFUR["cathode"],
        "host": {"carbon": "Ketjenblack", "sulfur": "60 wt%"},
        "composition": {"S/Ketjenblack": "50 wt%", "Li6PS5Cl": "50 wt%"},
    }
}
TWO_LAYERS = {
    "separator": [
        {"electrolyte": "Li6PS5Cl", "thickness": "300 um"},
        {"electrolyte": "LGPS", "thickness": "100 um"},
    ]
}


def test_every_path_of_a_recipe_can_be_read_and_what_is_written_can_be_written_again():
    cell = recipe(**TWO_LAYERS)
    again = cell
    for path in field_paths(cell):
        words = field_text(cell, path)
        if words is not None and not path.startswith(("protocol.", "rate")):
            again = with_field(again, path, words, load())
    assert again.cathode.composition.parts == pytest.approx(cell.cathode.composition.parts)
    assert again.separator == cell.separator
    assert again.operation.temperature.si == cell.operation.temperature.si


@pytest.mark.parametrize(
    ("path", "words", "found"),
    [
        ("cathode.loading", "3 mg/cm2", lambda cell: cell.cathode.loading.amount.si == pytest.approx(0.03)),
        ("separator.thickness", "0.05 mm", lambda cell: cell.separator[0].thickness.si == pytest.approx(5e-5)),
        ("operation.temperature", "0 degC", lambda cell: cell.operation.temperature.si == pytest.approx(273.15)),
        ("anode.np_ratio", "2", lambda cell: cell.anode.np_ratio == 2.0 and cell.anode.thickness is None),
        ("anode.material", "Li", lambda cell: cell.anode.material == "Li"),
        ("cathode.particle_size.S", "3 um", lambda cell: cell.cathode.particle_size["S"].si == pytest.approx(3e-6)),
        ("overrides.film/conductivity", "1e-9 S/cm", lambda cell: cell.overrides["film/conductivity"] == "1e-9 S/cm"),
        (
            "overrides.75Li2S-24P2S5-1P2O5.ionic_conductivity.at_25_degC",
            "1 mS/cm",
            lambda cell: list(cell.overrides.values()) == ["1 mS/cm"],
        ),
        ("rate", "1C", lambda cell: cell.protocol[-1].discharge.si == 1.0),
        ("protocol.discharge", "0.5 mA/cm2", lambda cell: cell.protocol[0].discharge.kind == "current density"),
        ("cathode.mixing", "hand-ground", lambda cell: cell.cathode.mixing[0].method == "hand-ground"),
    ],
)
def test_a_field_takes_what_is_written_into_it(path, words, found):
    assert found(with_field(recipe(), path, words, load()))


def test_the_other_parts_of_a_composition_keep_their_ratio():
    parts = with_field(recipe(), "cathode.composition.S", "44 wt%", load()).cathode.composition.parts
    assert sum(parts.values()) == pytest.approx(1.0)
    assert parts["S"] == pytest.approx(0.44)
    assert parts["Li6PS5Cl"] / parts["Ketjenblack"] == pytest.approx(2.5)


def test_a_part_is_known_by_every_name_of_its_material():
    one, other = (
        with_field(recipe(), f"cathode.composition.{name}", "40 wt%", load()).cathode.composition.parts
        for name in ("Li6PS5Cl", "LPSCl")
    )
    assert one == other


def test_a_material_that_is_not_in_the_cathode_can_be_added():
    parts = with_field(recipe(), "cathode.composition.PTFE", "1 wt%", load()).cathode.composition.parts
    assert parts["PTFE"] == pytest.approx(0.01)
    assert parts["S"] == pytest.approx(0.297)
    without = with_field(recipe(), "cathode.composition.Ketjenblack", "0 wt%", load()).cathode.composition.parts
    assert set(without) == {"S", "Li6PS5Cl"}


def test_a_host_keeps_its_filling_when_there_is_more_of_it():
    cell = with_field(recipe(**HOSTED), "cathode.composition.S", "40 wt%", load())
    parts = cell.cathode.composition.parts
    assert parts["S"] / (parts["S"] + parts["Ketjenblack"]) == pytest.approx(0.6)
    assert parts["S"] == pytest.approx(0.4)
    fuller = with_field(recipe(**HOSTED), "cathode.host.sulfur", "80 wt%", load()).cathode.composition.parts
    assert fuller["S"] == pytest.approx(0.4)
    assert fuller["Ketjenblack"] == pytest.approx(0.1)


def test_a_loading_says_of_what_as_the_recipe_does():
    cell = recipe(cathode={"loading": "1 mg/cm2 of sulfur"})
    assert with_field(cell, "cathode.loading", "2 mg/cm2", load()).cathode.loading.basis == "sulfur"
    assert with_field(cell, "cathode.loading", "2 mg/cm2 of electrode", load()).cathode.loading.basis == "electrode"


def test_more_loading_makes_a_measured_cathode_thicker_and_not_denser():
    cell = recipe(cathode={"loading": "1 mg/cm2", "thickness": "40 um"})
    thicker = with_field(cell, "cathode.loading", "2 mg/cm2", load()).cathode
    assert thicker.thickness is None
    assert 0.0 < thicker.porosity.si < 1.0


@pytest.mark.parametrize(
    ("path", "words", "told"),
    [
        ("cathode.loadin", "1 mg/cm2", ["cathode.loadin", "Did you mean cathode.loading"]),
        ("catode.loading", "1 mg/cm2", ["Did you mean cathode.loading"]),
        ("separator.thickness", "1 um", ["2 layers", "separator.1.thickness or separator.2.thickness"]),
        ("separator.3.thickness", "1 um", ["no layer 3", "has 2"]),
        ("separator.1.thicknes", "1 um", ["Did you mean separator.1.thickness"]),
        ("cathode.composition.Sulfurr", "10 wt%", ["no part of the cathode", "Li6PS5Cl"]),
        ("cathode.composition.S", "10 vol%", ["in vol%", "wt%"]),
        ("cathode.composition.S", "120 wt%", ["out of range"]),
        ("cathode.composition.S", "10", ["has no unit", "10 wt%"]),
        ("overrides.film/conductvity", "1e-9 S/cm", ["nothing is drawn", "Did you mean film/conductivity"]),
        ("overrides.LGPS.ionic", "1e-9 S/cm", ["nothing is drawn"]),
        ("cathode.composition", "10 wt%", ["is a group of fields", "cathode.composition.S"]),
        ("cathode", "1", ["is a group of fields"]),
        ("operation.temperature", "60", ["operation.temperature", "no unit"]),
        ("operation.temperature", "900 degC", ["out of range"]),
        ("rate", "fast", ["rate", "0.1C"]),
        ("name", "x", ["is not a field"]),
    ],
)
def test_what_can_not_be_is_told_with_the_nearest_that_can(path, words, told):
    with pytest.raises(RecipeError) as problem:
        with_field(recipe(**TWO_LAYERS), path, words, load())
    for each in told:
        assert each in str(problem.value)


def test_a_recipe_is_never_changed_itself():
    cell = recipe()
    before = cell.to_yaml()
    with_field(cell, "cathode.composition.S", "50 wt%", load())
    with_field(cell, "separator.thickness", "1 mm", load())
    assert cell.to_yaml() == before
    assert Recipe.from_mapping(cell.to_mapping()) == cell


def test_steps_of_a_loop_are_numbered_as_they_are_run():
    loop = {"repeat": 2, "steps": [{"discharge": "0.2C", "to": "1.0 V"}, {"charge": "0.2C", "to": "2.8 V"}]}
    cell = recipe(protocol=[{**loop, "until": "80 % retention"}, {"rest": "1 h"}])
    assert {"protocol.1.discharge", "protocol.4.charge", "protocol.5.rest"} <= set(field_paths(cell))
    assert not any(path.endswith(".loop") for path in field_paths(cell))
    assert field_text(cell, "protocol.5.rest") == "1 h"
    faster = with_field(cell, "protocol.3.discharge", "1C", load())
    assert [step.discharge.si for step in faster.protocol[:3:2]] == [0.2, 1.0]
    assert faster.protocol[3:] == cell.protocol[3:]
