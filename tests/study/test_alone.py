"""A cell of a study is the cell that its recipe alone makes, to the last digit, whatever was computed before it."""

import numpy as np
import pytest

from brimstone._records import same
from brimstone.library import Ledger, load
from brimstone.library.workbench import Workbench
from brimstone.model.derive import derive
from brimstone.recipe import Recipe, parse
from brimstone.simulate import Settings
from brimstone.study.fields import field_paths, field_text, with_field, with_fields
from brimstone.study.sweeping import Plan, PreparedSweep, SweepRequest
from tests.cells import LITHIUM_SULFIDE, SULFUR
from tests.property import recipes, solutions

LIQUID = {
    **SULFUR,
    "cathode": {
        "active": "S",
        "composition": {"S": "70 wt%", "Ketjenblack": "20 wt%", "PVDF": "10 wt%"},
        "loading": "1 mg/cm2",
    },
    "separator": [{"electrolyte": "1 M LiTFSI in DOL/DME", "thickness": "25 um"}],
    "anode": {"material": "Li", "thickness": "100 um"},
}
SWEEPS = [
    (SULFUR, "cathode.loading=0.5..3 mg/cm2:3", "operation.temperature=[25 degC, 60 degC]"),
    (SULFUR, "cathode.composition.S=[20 wt%, 50 wt%]", "operation.stack_pressure=[5 MPa, 100 MPa]"),
    (SULFUR, "separator.thickness=[30 um, 300 um]", "rate=[0.1C, 1C]"),
    (LITHIUM_SULFIDE, "cathode.mixing=[ball-milled, hand-ground]", "anode.thickness=[20 um, 200 um]"),
    (LIQUID, "cathode.loading=[0.5 mg/cm2, 2 mg/cm2]", "operation.temperature=[0 degC, 25 degC]"),
]


def prepared(base, vary, members=None):
    settings = Settings(certain=members is None, members=members, nodes=10)
    return PreparedSweep.of(Recipe.from_mapping(base), SweepRequest(Plan.of_axes(vary)), load(), settings)


def derived(recipe):
    """Its cell with a few samples, and every number with its source."""
    bench = Workbench.of(recipe, load(), Ledger(3, 0, recipe.overrides))
    return derive(bench), bench.ledger.entries


@pytest.mark.parametrize(("base", "first", "second"), SWEEPS)
def test_a_swept_cell_is_the_one_of_its_recipe_read_anew(base, first, second):
    study = prepared(base, [first, second])
    for texts in study.plan.cells():
        swept = with_fields(study.variants.start, study.plan.fields(texts), study.variants.batch.library)
        alone = parse(swept.to_yaml())
        assert swept == alone
        assert same(derived(swept), derived(alone))


@pytest.mark.parametrize("members", [None, 3])
def test_the_order_of_cells_changes_nothing(members):
    study = prepared(SULFUR, SWEEPS[0][1:], members)
    cells = [study.plan.fields(texts) for texts in study.plan.cells()]
    forward = [study.variants.outcome(cell) for cell in cells]
    backward = [study.variants.outcome(cell) for cell in reversed(cells)]
    assert all(outcome.figures for outcome in forward)
    assert same(forward, backward[::-1])


@pytest.mark.parametrize("write", [recipes.recipe, solutions.recipe])
def test_a_field_of_any_recipe_is_read_with_the_others_as_if_all_were_read_anew(write):
    paths = np.random.default_rng(7)
    for number in range(40):
        recipe = parse(write(number))
        known = [path for path in field_paths(recipe) if not path.startswith(("rate", "protocol", "cathode.mixing"))]
        known = [path for path in known if field_text(recipe, path) is not None]
        path = known[paths.integers(len(known))]
        again = with_field(recipe, path, str(field_text(recipe, path)), load())
        assert again == Recipe.from_mapping(again.to_mapping())
        assert again.source == recipe.source


@pytest.mark.parametrize("write", [recipes.recipe, solutions.recipe])
def test_fields_rewritten_together_are_those_rewritten_one_by_one(write):
    chosen = np.random.default_rng(3)
    for number in range(20):
        recipe = parse(write(number))
        known = [path for path in field_paths(recipe) if not path.startswith(("protocol", "cathode.mixing"))]
        known = [path for path in known if field_text(recipe, path) is not None]
        fields = {path: str(field_text(recipe, path)) for path in chosen.permutation(known)[:5]}
        single = recipe
        for path, text in fields.items():
            single = with_field(single, path, text, load())
        assert with_fields(recipe, fields, load()) == single, fields


def test_two_fields_of_one_part_and_a_composition_that_follows_them_are_all_changed():
    changed = with_fields(
        Recipe.from_mapping(SULFUR),
        {
            "cathode.loading": "2 mg/cm2",
            "operation.temperature": "40 degC",
            "cathode.pressed_at": "200 MPa",
            "cathode.composition.S": "40 wt%",
            "rate": "1C",
            "operation.stack_pressure": "30 MPa",
        },
        load(),
    )
    assert changed.cathode.loading.amount.text.startswith("2 ")
    assert changed.cathode.pressed_at.si == pytest.approx(2e8)
    assert changed.cathode.composition.parts["S"] == pytest.approx(0.4)
    assert changed.operation.temperature.text == "40 degC"
    assert changed.operation.stack_pressure.si == pytest.approx(3e7)
    assert field_text(changed, "rate") == "1C"


def test_a_size_that_a_mass_and_a_load_were_read_with_is_read_with_them_again():
    cell = Recipe.from_mapping(
        {**SULFUR, "diameter": "10 mm", "cathode": {**SULFUR["cathode"], "loading": "1 mg", "pressed_at": "3 t"}}
    )
    larger = with_field(cell, "diameter", "20 mm", load())
    assert larger.cathode.loading.amount.si == pytest.approx(cell.cathode.loading.amount.si / 4.0)
    assert larger.area.si == pytest.approx(4.0 * cell.area.si)
    assert with_field(cell, "area", "2 cm2", load()).diameter is None


def test_what_the_library_filled_in_is_filled_in_anew():
    from brimstone.library.complete import complete

    cell = Recipe.from_mapping({key: part for key, part in SULFUR.items() if key != "anode"})
    filled = complete(cell, load())
    assert filled.anode.material == "Li-In"
    liquid = with_field(filled, "separator.electrolyte", "1 M LiTFSI in DOL/DME", load())
    assert complete(liquid, load()).anode.material == "Li"
