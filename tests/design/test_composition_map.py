"""Maps over all mixtures: a point of a map is what the cell of that mixture gives."""

import numpy as np
import pytest

from brimstone.cell import Cell
from brimstone.constants import MAH_G
from brimstone.design import composition_map
from brimstone.errors import BrimstoneError
from brimstone.library import load
from brimstone.recipe import parse
from tests.composite.recipes import cathode, weights

LIBRARY = load()
RECIPE = cathode(weights(S=30, Li6PS5Cl=50, Ketjenblack=20))


@pytest.fixture(scope="module")
def maps():
    return composition_map.composition_maps(RECIPE, LIBRARY, ("capacity", "energy", "sigma_ion"), 13)


def test_capacity_and_energy_vanish_where_a_network_is_missing(maps):
    for name in ("capacity", "specific energy"):
        found = maps[name]
        poor = found.electrolyte < 0.08
        assert found.values[poor].max() < 0.01 * found.values.max()
    best = int(np.argmax(maps["specific energy"].values))
    assert 0.1 < found.active[best] < 0.7
    assert found.electrolyte[best] > 0.2


def test_no_sulfur_gives_more_than_theory(maps):
    assert 1000 < maps["capacity"].values.max() / MAH_G < 1672


def test_a_point_of_the_map_is_the_cell_of_that_mixture():
    found = composition_map.composition_maps(RECIPE, LIBRARY, ("specific energy",), 20)["specific energy"]
    point = int(np.argmin(abs(found.active - 0.3) + abs(found.electrolyte - 0.5)))
    assert found.active[point] == pytest.approx(0.3, abs=2e-3)
    mapping = {**RECIPE.to_mapping(), "protocol": [{"discharge": "0.1C", "to": "1.0 V"}]}
    step = Cell(parse_mapping(mapping), LIBRARY).run(certain=True, nodes=20).steps[0]
    assert found.values[point] == pytest.approx(step.specific_energy.value, rel=0.02)


def parse_mapping(mapping):
    return type(RECIPE).from_mapping(mapping)


def test_ionic_conductivity_falls_from_the_electrolyte_to_its_edge(maps):
    found = maps["ionic conductivity"]
    rich = found.electrolyte > 0.9
    assert found.values[rich].min() > 10 * found.values[found.electrolyte < 0.2].max()
    assert found.values.max() < 1.0  # S/m: no more than the pellet's


def test_a_host_keeps_the_active_material_and_loading_with_thickness_the_pores():
    text = RECIPE.to_yaml().replace("  active: S\n", "  active: S\n  host: {carbon: Ketjenblack, sulfur: 60 wt%}\n")
    hosted = composition_map.composition_maps(parse(text), LIBRARY, ("capacity",), 11)["capacity"]
    assert np.isfinite(hosted.values).sum() > 0.9 * hosted.values.size
    thick = cathode(weights(S=30, Li6PS5Cl=50, Ketjenblack=20), thickness="30 um")
    found = composition_map.composition_maps(thick, LIBRARY, ("capacity",), 11)["capacity"]
    assert found.values.max() > 0


def test_the_recipe_itself_is_a_point_of_its_map():
    assert composition_map.recipe_shares(RECIPE, LIBRARY) == pytest.approx((0.3, 0.5, 0.2))


def test_other_words_for_a_quantity_are_understood_and_unknown_ones_refused():
    assert composition_map.quantity_name("sigma_e") == "electronic conductivity"
    assert composition_map.quantity_name("Triple-phase area") == "triple-phase area"
    with pytest.raises(BrimstoneError, match="capacity"):
        composition_map.quantity_name("capcity")


def test_a_cell_whose_lithium_is_used_up_gives_what_it_gave_until_then():
    recipe = parse_mapping({**RECIPE.to_mapping(), "anode": {"material": "Li", "np_ratio": 0.5}})
    found = composition_map.composition_maps(recipe, LIBRARY, ("capacity",), 20)["capacity"]
    own = int(np.argmin(abs(found.active - 0.3) + abs(found.electrolyte - 0.5)))
    assert 0.3 < found.values[own] / (MAH_G * 1672) < 0.6
