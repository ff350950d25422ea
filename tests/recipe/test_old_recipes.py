"""Recipes written for earlier versions are read as they were."""

from pathlib import Path

import pytest

from brimstone.inspect import check
from brimstone.library import load
from brimstone.recipe import parse, read

OLD = sorted((Path(__file__).parent / "written_for_0.1.0").glob("*.yaml"))


@pytest.mark.parametrize("path", OLD, ids=lambda path: path.stem)
def test_a_recipe_of_version_0_1_0_is_read_and_written_back(path):
    recipe = read(path)
    assert parse(recipe.to_yaml()) == recipe
    assert recipe.cathode.composition.parts
    check(recipe, load())


def test_no_old_recipe_is_lost():
    assert len(OLD) == 11
