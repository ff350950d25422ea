"""What a laboratory states of how a cell was made: kept, told, and computed with where something depends on it."""

import pytest

from brimstone.errors import RecipeError
from brimstone.recipe import Recipe, find_problems
from tests.cells import recipe

MADE = {
    "cathode": {
        "active": "S",
        "composition": "S:Li6PS5Cl:KB = 3:5:2",
        "loading": "1 mg/cm2",
        "mixing": [{"method": "slurry", "solvent": "toluene", "solids": "40 wt%", "gap": "150 um", "atmosphere": "Ar"}],
        "pressed_at": "300 MPa",
        "pressing_time": "3 min",
        "drying": ["80 degC for 12 h under vacuum", {"of": "KB", "temperature": "RT"}],
        "collector": {"material": "carbon-coated Al", "thickness": "18 um"},
    },
    "separator": [{"electrolyte": "Li6PS5Cl", "mass": "80 mg", "pressing_temperature": "80 degC"}],
    "anode": {"material": "Li-In", "foils": {"In": "100 um", "Li": "50 um"}, "foil_diameters": {"In": "9 mm"}},
    "diameter": "10 mm",
}


def test_what_is_stated_of_the_making_is_kept_and_written_back():
    made = Recipe.from_mapping(MADE)
    assert Recipe.from_mapping(made.to_mapping()) == made
    first, second = made.cathode.drying
    assert (first.temperature.si, first.time.si, first.vacuum) == (353.15, 43200.0, True)
    assert (second.of, second.vacuum) == (("KB",), False)
    assert made.cathode.collector.to_word() == "carbon-coated Al"
    assert made.cathode.collector.thickness.si == pytest.approx(18e-6)
    assert made.anode.foil_diameters["In"].si == pytest.approx(9e-3)


def test_what_nothing_is_computed_from_is_told_once():
    (told,) = [one for one in find_problems(Recipe.from_mapping(MADE).to_yaml()) if "recorded" in one.message]
    assert told.level == "info"
    places = f"{told.field}, {told.message}"
    for field in ("mixing.step 1.solids", "cathode.pressing_time", "cathode.drying", "anode.foil_diameters"):
        assert field in places
    assert "thickness" not in places
    assert list(recipe().records()) == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("80 degC until dry under vacuum", "is no drying"),
        ("80 degC for 12 h in toluene", "is no drying"),
        ("dried", "is no drying"),
        ({"temperature": "80 degC", "pressure": "1 mbar"}, "unknown field"),
    ],
)
def test_what_is_no_drying_is_refused(words, message):
    with pytest.raises(RecipeError, match=message):
        Recipe.from_mapping({**MADE, "cathode": {**MADE["cathode"], "drying": words}})


@pytest.mark.parametrize(
    ("phrase", "jar", "gas"),
    [
        ("planetary ball mill, 370 rpm, 10 h, in a 45 mL ZrO2 jar with 20 balls of 10 mm under Ar", "45 mL ZrO2", "Ar"),
        ("ball-milled at 500 rpm for 2 h in an 80 ml zirconia pot in a dry argon atmosphere", "80 ml zirconia", "Ar"),
        ("SPEX, 50 mL stainless steel vial, 1 h", "50 mL stainless steel", None),
        ("ground in an agate mortar for 30 min in an Ar-filled glovebox", None, "Ar"),
    ],
)
def test_jars_and_gases_are_read_in_phrases(phrase, jar, gas):
    (step,) = recipe(cathode={**MADE["cathode"], "mixing": phrase}).cathode.mixing
    assert (step.jar, step.atmosphere) == (jar, gas)
