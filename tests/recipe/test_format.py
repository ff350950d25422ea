"""What a recipe can say of the format of its cell."""

import pytest

from brimstone.errors import RecipeError
from tests.cells import recipe


@pytest.mark.parametrize(
    ("packing", "more", "told"),
    [
        ("coin", {}, "format.width: is missing: a packaged cell needs a size"),
        ("ball", {"area": "1 cm2"}, "'ball' is not a format of a cell. Allowed: coin, pouch."),
        ({"kind": "coin", "layers": 3}, {"area": "1 cm2"}, "format.layers: is of a pouch"),
        ({"kind": "pouch", "layers": 0}, {"area": "1 cm2"}, "from 1 to 1000"),
        ({"layers": 3}, {"area": "1 cm2"}, "format.kind: is missing"),
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
