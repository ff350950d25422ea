"""What a recipe can say of the format of its cell."""

import pytest

from brimstone.errors import RecipeError
from brimstone.library import load
from brimstone.library.complete import complete
from brimstone.recipe import Recipe
from tests.cells import recipe


@pytest.mark.parametrize(
    ("packing", "more", "told"),
    [
        ("ball", {"area": "1 cm2"}, "'ball' is not a format of a cell. Allowed: coin, pouch."),
        ({"kind": "coin", "layers": 3}, {"area": "1 cm2"}, "format.layers: is of a pouch"),
        ({"kind": "pouch", "layers": 0}, {"area": "1 cm2"}, "from 1 to 1000"),
        ({"layers": 3}, {"area": "1 cm2"}, "format.kind: is missing"),
        ({"kind": "pouch", "capacity": "5 Ah"}, {}, "`brimstone package` tells it: try other layers"),
        ({"kind": "pouch", "width": "3 cm"}, {}, "format.height: is missing"),
        (
            {"kind": "pouch", "width": "3 cm", "height": "2 cm"},
            {"area": "9 cm2"},
            "is 6 cm2, not the area of the cell (9 cm2)",
        ),
    ],
)
def test_what_can_not_be_packed_is_told(packing, more, told):
    with pytest.raises(RecipeError) as refusal:
        recipe(format=packing, **more)
    assert told in str(refusal.value)


def test_words_of_the_lab_are_understood():
    made = recipe(format="CR2032", area="1 cm2")
    assert made.format.kind == "coin"
    assert recipe(format={"kind": "soft pack", "width": "3 cm", "height": "2 cm"}).format.kind == "pouch"
    assert recipe().format is None


@pytest.mark.parametrize(("packing", "cm2"), [("coin", 1.131), ("pouch", 20.25)])
def test_a_packaged_cell_without_a_size_gets_the_usual_one(packing, cm2):
    text = {"cathode": {"active": "S", "loading": "1 mg/cm2"}, "separator": "LPSCl", "format": packing}
    cell = complete(Recipe.from_mapping(text), load())
    size = cell.area.si if packing == "coin" else cell.format.width.si * cell.format.height.si
    assert 1e4 * size == pytest.approx(cm2, rel=1e-3)
    assert any(field in told for told in cell.assumptions for field in ("diameter", "format.width"))
