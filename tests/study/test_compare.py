"""Recipes side by side: differences come from samples that share every constant."""

import numpy as np
import pytest

from brimstone.errors import BrimstoneError
from brimstone.simulate import Settings
from brimstone.study import compare
from tests.cells import LITHIUM_SULFIDE, recipe

QUICK = {"settings": Settings(members=40, nodes=20)}
CERTAIN = {"settings": Settings(certain=True, nodes=20)}


def rows(compared):
    return {row.metric.name: row for row in compared.rows}


def test_equal_recipes_have_no_difference_in_any_sample():
    one = recipe()
    same = recipe(name="another name", separator=[{**one.to_mapping()["separator"][0], "thickness": "0.3 mm"}])
    found = compare(one, same, **QUICK)
    assert found.changes == ()
    assert found.members == 41
    for row in found.rows:
        assert row.differences[1].value == 0.0, row
        assert row.differences[1].low in (None, 0.0), row
        assert row.differences[1].high in (None, 0.0), row


def test_a_difference_is_sharper_than_either_band():
    found = rows(compare(recipe(), recipe(operation={"temperature": "30 degC"}), **QUICK))
    for name in ("capacity", "voltage", "resistance"):
        row = found[name]
        band = min(figure.high - figure.low for figure in row.figures)
        assert row.differences[1].high - row.differences[1].low < 0.5 * band, name
    assert found["resistance"].above[1] == 0.0


def test_constants_are_paired_across_recipes_of_other_materials():
    other = recipe(separator=[{"electrolyte": "LGPS", "thickness": "300 um", "pressed_at": "360 MPa"}])
    found = compare(recipe(), other, **QUICK)
    one, two = (run.provenance for run in found.runs)
    shared = {entry.where: entry for entry in one}
    common = [entry for entry in two if entry.where in shared and "/" in entry.where]
    assert len(common) > 40
    row = rows(found)["capacity"]
    band = row.figures[0].high - row.figures[0].low
    assert row.differences[1].high - row.differences[1].low < 0.3 * band


def test_what_differs_is_told_field_by_field_and_by_what_it_means():
    other = recipe(
        cathode={"composition": {"S": "20 wt%", "Li6PS5Cl": "60 wt%", "Ketjenblack": "20 wt%"}},
        separator=[{"electrolyte": "LPSCl", "thickness": "0.1 mm", "pressed_at": "360 MPa"}],
        operation={"stack_pressure": "20 MPa"},
    )
    changes = {change.field: change.texts for change in compare(recipe(), other, **CERTAIN).changes}
    assert changes == {
        "cathode.composition.S": ("30 wt%", "20 wt%"),
        "cathode.composition.Li6PS5Cl": ("50 wt%", "60 wt%"),
        "separator.thickness": ("300 um", "0.1 mm"),
        "operation.stack_pressure": (None, "20 MPa"),
    }


def test_materials_of_a_recipe_differ_property_by_property():
    first, second = (
        recipe(materials={"our SE": {"like": "Li6PS5Cl", "density": f"{density} g/cm3"}}) for density in (1.8, 1.9)
    )
    changes = {change.field: change.texts for change in compare(first, second, **CERTAIN).changes}
    assert changes == {"materials.our SE.density": ("1.8 g/cm3", "1.9 g/cm3")}


def test_layers_are_told_by_their_place_when_one_cell_has_more_of_them():
    two = [*recipe().to_mapping()["separator"], {"electrolyte": "LGPS", "thickness": "100 um"}]
    fields = {change.field for change in compare(recipe(), recipe(separator=two), **CERTAIN).changes}
    assert fields == {"separator.2.electrolyte", "separator.2.thickness"}


def test_protocols_without_a_common_step_are_compared_by_their_first_discharge():
    found = compare(recipe(), recipe(protocol=[{"discharge": "0.5C", "to": "1.2 V"}]), **CERTAIN)
    assert "no step in common" in found.notes[0]
    assert {row.step for row in found.rows} == {"first discharge", ""}
    assert rows(found)["capacity"].differences[1].value < 0.0


def test_steps_are_paired_by_their_words_whatever_stands_between():
    longer = recipe(protocol=[{"rest": "1 h"}, {"rates": ["1C", "0.2C"], "window": ["1.0 V", "2.8 V"]}])
    found = compare(recipe(), longer, **CERTAIN)
    assert {row.step for row in found.rows} == {"discharge 0.2C", ""}
    assert rows(found)["capacity"].differences[1].value == pytest.approx(
        0.0, abs=2.0
    )  # a rest of an hour lets redox relax


def test_cells_of_sulfur_and_of_lithium_sulfide_can_stand_side_by_side():
    protocol = [{"cycles": 1, "charge": "0.1C", "discharge": "0.1C", "window": ["1.0 V", "2.8 V"]}]
    found = compare(recipe(protocol=protocol), recipe(LITHIUM_SULFIDE, protocol=protocol), **CERTAIN)
    assert {row.step for row in found.rows} == {"charge 0.1C", "discharge 0.1C", ""}
    assert any(change.field == "cathode.active" for change in found.changes)


def test_three_recipes_are_compared_with_the_first():
    thicker = [recipe(cathode={"loading": f"{loading} mg/cm2"}) for loading in (1, 2, 4)]
    found = rows(compare(*thicker, **QUICK))["areal capacity"]
    assert len(found.figures) == len(found.differences) == 3
    assert 0.0 < found.differences[1].value < found.differences[2].value
    assert found.above[0] == 0.5
    # More sulfur at the same rate is more current, which a slow alloy or a poor electrolyte of some samples can't feed:
    # the thicker the cathode, the more of them end early.
    assert 0.75 < found.above[2] <= found.above[1] <= 1.0


def test_one_recipe_can_not_be_compared():
    with pytest.raises(BrimstoneError, match="give 2"):
        compare(recipe())


def test_two_anchors_are_not_one_laboratory():
    anchored = recipe(anchor=[{"capacity": "500 mAh/g", "per": "sulfur", "rate": "0.2C"}])
    found = compare(recipe(), anchored, **CERTAIN)
    assert any("one laboratory" in note for note in found.notes)
    assert np.isfinite(rows(found)["capacity"].differences[1].value)
