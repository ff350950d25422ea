"""Kinds of cells in a recipe: symmetric, half, and a composite between blocking electrodes."""

import pytest

from brimstone.errors import RecipeError
from brimstone.recipe import Recipe, parse
from tests.cells import SULFUR

LAYERS = {"separator": [{"electrolyte": "Li6PS5Cl", "thickness": "500 um"}]}
LITHIUM = {"name": "Li | Li6PS5Cl | Li", **LAYERS, "anode": {"material": "Li", "thickness": "50 um"}}
COMPOSITE = {"cathode": {key: SULFUR["cathode"][key] for key in ("active", "composition", "loading")}}


@pytest.mark.parametrize(
    "words",
    [
        {"cell": "symmetric"},
        {"cell": "Symmetric cell"},
        {"cell": "symmetrical"},
        {"cathode": "Li"},
        {"cell": "symmetric", "cathode": "Li"},
    ],
)
def test_a_symmetric_cell_is_written_in_several_ways(words):
    recipe = Recipe.from_mapping({**LITHIUM, **words})
    assert recipe.cell == "symmetric"
    assert "cathode" not in recipe.to_mapping()
    assert Recipe.from_mapping(recipe.to_mapping()) == recipe
    assert parse(recipe.to_yaml()) == recipe


def test_the_electrode_of_a_symmetric_cell_may_be_called_one():
    given = {key: value for key, value in LITHIUM.items() if key != "anode"}
    assert Recipe.from_mapping({**given, "cell": "symmetric", "anode": "Li"}).anode.material == "Li"


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({**LITHIUM, "cell": "symetric"}, "cell", "Did you mean symmetric"),
        ({**LITHIUM, "cell": ["symmetric"]}, "cell", "expected a kind of cell"),
        ({**LAYERS, "cell": "symmetric"}, "anode", "same electrode on both sides"),
        ({**LITHIUM, **COMPOSITE, "cell": "symmetric"}, "cathode", "a symmetric cell has none"),
        ({**COMPOSITE, **LAYERS, "cell": "ion-blocking"}, "separator", "between two metal plates"),
        ({**COMPOSITE, "anode": "Li", "cell": "ion-blocking"}, "anode", "between two metal plates"),
        ({**COMPOSITE, "cell": "blocking"}, "cell", "may block ions or electrons"),
        ({**LAYERS, "cell": "half", "cathode": {"composition": {"Li6PS5Cl": "70 wt%", "Super P": "30 wt%"}}},
         "cathode.active", "it is the electrolyte"),
        ({**COMPOSITE, **LAYERS, "anode": "symmetric cell"}, "anode.material", "cell: symmetric"),
        ({**COMPOSITE, **LAYERS, "anode": "none"}, "anode.material", "may mean"),
    ],
)  # fmt: skip
def test_what_contradicts_the_kind_is_refused_in_words(given, field, words):
    with pytest.raises(RecipeError, match=words) as refused:
        Recipe.from_mapping(given)
    assert refused.value.field == field


def test_what_a_kind_has_not_is_not_assumed_either():
    for given in (
        {**LITHIUM, "cell": "symmetric"},
        {**COMPOSITE, "cell": "ion-blocking"},
        {**COMPOSITE, **LAYERS, "cell": "electron-blocking"},
    ):
        recipe = Recipe.from_mapping(given)
        (about,) = [one for one in recipe.assumptions if one.startswith("protocol")]
        assert "spectrum" in about
        assert not any(one.startswith("cathode.collector") for one in recipe.assumptions)


def test_a_half_cycle_may_have_a_time():
    step = {"cycles": 3, "current": "0.1 mA/cm2", "for": "1 h"}
    recipe = Recipe.from_mapping({**LITHIUM, "cell": "symmetric", "protocol": [step]})
    assert recipe.protocol[0].for_.si == 3600.0
    del step["for"]
    again = Recipe.from_mapping({**LITHIUM, "cell": "symmetric", "protocol": [{**step, "half cycle": "2 h"}]})
    assert again.protocol[0].for_.si == 7200.0
