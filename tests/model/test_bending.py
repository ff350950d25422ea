"""A pouch that was bent gives less, the more the tighter, and says which layer cracks."""

import pytest

from brimstone.recipe.problems import InvalidRecipe
from tests.cells import recipe, run

GEL = {
    "cathode": {
        "composition": {"S": "60 wt%", "Super P": "30 wt%", "PVDF": "10 wt%"},
        "mixing": "slurry",
        "collector": "Al",
        "pressed_at": None,
    },
    "separator": [{"electrolyte": "PETEA gel", "thickness": "25 um"}],
    "anode": {"material": "Li", "thickness": "100 um"},
    "protocol": [{"discharge": "1C", "to": "1.8 V"}],
}


def pouch(**bent):
    cathode = {**GEL["cathode"], "infiltrated": "PETEA gel"}
    form = {"kind": "pouch", "width": "3 cm", "height": "4 cm", **bent}
    return run(nodes=6, **{**GEL, "cathode": cathode}, format=form)


def test_three_thousand_bends_cost_some_capacity_and_more_where_they_are_tighter():
    flat, wide, tight = (pouch(**bent).steps[0].charge.value for bent in ({}, at("25 mm"), at("10 mm")))
    assert 0.01 < 1.0 - wide / flat < 0.15
    assert 1.0 - tight / flat > 3.0 * (1.0 - wide / flat)


def at(radius):
    return {"bent_to": radius, "bends": 3000}


def test_a_brittle_separator_that_would_crack_is_named():
    form = {"kind": "pouch", "width": "3 cm", "height": "4 cm", "bent_to": "25 mm"}
    notes = run(nodes=6, format=form).notes
    assert any("cracks when it is bent to 25 mm" in note for note in notes)


def test_bends_need_a_radius():
    with pytest.raises(InvalidRecipe, match="bent_to"):
        recipe(format={"kind": "pouch", "width": "3 cm", "height": "4 cm", "bends": 3})
