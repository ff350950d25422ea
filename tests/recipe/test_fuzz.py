"""Whatever is done to a recipe, it is read, or refused in words; it never crashes."""

import copy

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brimstone.errors import RecipeError
from brimstone.recipe import Recipe, parse
from brimstone.recipe.yaml_text import load
from tests.recipe.conftest import CELL

LINES = CELL.splitlines()
some = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["1e999 um", "nan V", "C/0", "-0 MPa"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def read_or_refused(make):
    try:
        return make()
    except RecipeError as problem:
        lines = str(problem).split("\n")
    assert len(lines) <= 20
    assert all(line.isprintable() for line in lines)
    return None


@given(position=st.integers(0, len(CELL)), removed=st.integers(0, 12), inserted=st.text(max_size=6))
@some
def test_a_recipe_with_a_slip_of_the_pen_is_read_or_refused(position, removed, inserted):
    read_or_refused(lambda: parse(CELL[:position] + inserted + CELL[position + removed :]))


@given(order=st.permutations(range(len(LINES))), kept=st.integers(1, len(LINES)))
@some
def test_a_recipe_with_lines_shuffled_is_read_or_refused(order, kept):
    read_or_refused(lambda: parse("\n".join(LINES[index] for index in sorted(order[:kept]))))


@given(data=st.data(), value=junk)
@some
def test_a_recipe_with_anything_in_the_place_of_a_field_is_read_or_refused(data, value):
    tree = copy.deepcopy(load(CELL))
    place = tree
    while True:
        keys = sorted(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(place[key], (dict, list)) or not place[key] or data.draw(st.booleans()):
            break
        place = place[key]
    place[key] = value
    recipe = read_or_refused(lambda: Recipe.from_mapping(tree))
    if recipe is not None:
        assert parse(recipe.to_yaml()) == recipe
