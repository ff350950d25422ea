"""The reference of the recipe language is the one that the models give."""

from pathlib import Path

import pytest
from pages.recipe import recipe_page

from brimstone.library import load
from brimstone.recipe import Recipe

PAGE = (Path(__file__).parents[1] / "docs" / "recipe.md").read_text("utf-8")
SCHEMA = Recipe.json_schema()


def test_the_page_is_current():
    assert recipe_page(load()) == PAGE, "python docs/generate.py recipe.md"


@pytest.mark.parametrize("part", [SCHEMA, *SCHEMA["$defs"].values()], ids=["Recipe", *SCHEMA["$defs"]])
def test_every_field_has_a_row_with_its_meaning(part):
    for field, schema in part["properties"].items():
        assert f"| `{field}` | {schema['description'].replace('|', chr(92) + '|')} |" in PAGE


def test_every_usual_value_has_a_source():
    rows = [row.split(" | ") for row in PAGE.partition("## Usual values")[2].splitlines() if row.startswith("| `")]
    assert len(rows) > 10
    assert all(len(row) == 4 and len(row[3]) > 10 for row in rows)


def test_the_page_tells_how_an_editor_finds_the_schema():
    assert "# yaml-language-server: $schema=recipe.schema.json" in PAGE
