from pathlib import Path

import pytest

from brimstone.recipe import parse, read

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.yaml"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_says_where_it_is_from_and_what_is_assumed(path):
    recipe = read(path)
    assert recipe.note is not None
    assert "assumed" in recipe.note.lower()
    assert recipe.reported
    assert all(figure.source for figure in recipe.reported)
    assert "protocol" in recipe.model_fields_set
    assert "temperature" in recipe.operation.model_fields_set


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_written_and_read_again_is_the_same(path):
    assert parse(read(path).to_yaml()) == read(path)


def test_at_least_five_reported_cells_are_there():
    assert len(EXAMPLES) >= 5


def test_the_cell_of_yao_has_all_six_rates_and_their_capacities():
    recipe = read(next(path for path in EXAMPLES if path.stem == "yao2017"))
    assert [rate.si for rate in recipe.protocol[0].rates] == [0.05, 0.1, 0.5, 1, 2, 5]
    first_cycles = [figure for figure in recipe.reported if figure.cycle is None]
    assert [figure.capacity.si / 3600 for figure in first_cycles] == pytest.approx([1526, 1385, 1336, 903, 502, 205])
    assert recipe.cathode.composition.parts["S"] == pytest.approx(0.12)
    assert recipe.operation.temperature.si == pytest.approx(333.15)


def test_the_loading_of_nagao_follows_from_its_current_and_rate():
    recipe = read(next(path for path in EXAMPLES if path.stem == "nagao2012"))
    current_density, rate, capacity = 0.64, 0.03 / 3600, 1672 * 3600  # A/m2, 1/s, C/kg
    assert recipe.cathode.loading.amount.si == pytest.approx(current_density / (rate * capacity), rel=5e-3)
