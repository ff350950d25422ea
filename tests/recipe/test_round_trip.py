import pickle

from hypothesis import HealthCheck, given, settings

from brimstone.recipe import Recipe, parse
from tests.recipe.strategies import recipes

often = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(mapping=recipes())
@often
def test_a_recipe_written_and_read_again_is_the_same_recipe(mapping):
    recipe = Recipe.from_mapping(mapping)
    assert parse(recipe.to_yaml()) == recipe
    assert parse(recipe.to_yaml()).to_yaml() == recipe.to_yaml()
    assert Recipe.from_mapping(recipe.to_mapping()) == recipe


@given(mapping=recipes())
@often
def test_quantities_are_written_back_in_the_words_they_were_written_in(mapping):
    written = Recipe.from_mapping(mapping).to_mapping()
    for layer, original in zip(written["separator"], mapping["separator"], strict=True):
        assert layer == original
    for key in ("loading", "thickness", "pressed_at", "particle_size"):
        assert written["cathode"].get(key) == mapping["cathode"].get(key)
    assert {name: str(share) for name, share in mapping["cathode"]["composition"].get("ratio", {}).items()} == (
        written["cathode"]["composition"].get("ratio", {})
    )


@given(mapping=recipes())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_recipe_can_be_a_key_and_be_sent_to_another_process(mapping):
    recipe = Recipe.from_mapping(mapping)
    copy = pickle.loads(pickle.dumps(recipe))
    assert copy == recipe
    assert hash(copy) == hash(recipe)


@given(mapping=recipes())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_shares_of_any_composition_add_up_to_one(mapping):
    parts = Recipe.from_mapping(mapping).cathode.composition.parts
    assert abs(sum(parts.values()) - 1) < 1e-12
    assert all(share > 0 for share in parts.values())


def test_where_a_recipe_was_read_from_is_no_part_of_its_meaning(cell):
    assert parse(cell, "a.yaml") == parse(cell, "b.yaml")
    assert parse(cell, "a.yaml").source == "a.yaml"
    assert "a.yaml" not in parse(cell, "a.yaml").to_yaml()
