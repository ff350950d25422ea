"""What a paper says of how its numbers were computed."""

from brimstone.view.methods import methods_of_run, methods_of_study


def test_the_methods_of_a_run_tell_conditions_numbers_samples_and_how_well_it_closes(uncertain):
    words = methods_of_run(uncertain).paragraph
    assert "60 °C" in words
    assert f"{len(uncertain.provenance)} numbers went in" in words
    assert f"80 % of {uncertain.members - 1} samples" in words
    assert "balances of" in words
    assert "@software{brimstone" in methods_of_run(uncertain).references


def test_nominal_values_are_called_nominal(certain):
    assert "Values are nominal." in methods_of_run(certain).paragraph


def test_conditions_that_differ_among_the_cells_of_a_study_are_not_told_as_one(certain):
    recipe = certain.recipe
    other = recipe.to_mapping()
    other["operation"] = {**other["operation"], "temperature": "25 degC"}
    both = [recipe, type(recipe).from_mapping(other)]
    assert "60 °C" in methods_of_study([recipe, recipe], certain.provenance).paragraph
    assert "°C" not in methods_of_study(both, certain.provenance).paragraph


def test_a_condition_that_a_study_varies_is_not_told_as_held(certain):
    recipe = certain.recipe
    told = methods_of_study([recipe], certain.provenance).paragraph
    varied = methods_of_study([recipe], certain.provenance, ["operation.temperature"]).paragraph
    assert "°C" in told
    assert "°C" not in varied
