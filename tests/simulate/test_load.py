"""A recipe comes from a file, from its text, or from a mapping; it is the same cell."""

import pytest
import yaml

import brimstone
from brimstone.errors import RecipeError
from tests.recipe.conftest import CELL


def test_a_recipe_may_be_its_file_its_text_or_a_mapping(tmp_path):
    path = tmp_path / "cell.yaml"
    path.write_text(CELL, encoding="utf-8")
    assert brimstone.load(path) == brimstone.load(CELL) == brimstone.load(yaml.safe_load(CELL))


def test_one_line_is_a_path_and_bad_text_is_refused_as_a_recipe_is():
    with pytest.raises(RecipeError, match="no such file"):
        brimstone.load("cell of nobody.yaml")
    with pytest.raises(RecipeError, match="cathode"):
        brimstone.load("name: a cell\nseparator: LPSCl\n")
