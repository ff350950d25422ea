import numpy as np
import pytest

from brimstone.composite import ternary_grid, ternary_map
from brimstone.composite.build import build
from brimstone.errors import BrimstoneError, RecipeError
from brimstone.library import load
from brimstone.library.workbench import Workbench
from tests.composite.recipes import cathode, weights

LIBRARY = load()
RECIPE = cathode(weights(S=30, Super_P=20, LGPS=50))


def test_the_grid_covers_the_triangle():
    active, electrolyte, carbon = ternary_grid(11)
    assert active.size == 66
    assert active + electrolyte + carbon == pytest.approx(np.ones(66))
    assert min(active.min(), electrolyte.min(), carbon.min()) > 0


def test_a_point_of_the_map_is_the_composite_of_that_recipe():
    found = ternary_map(Workbench.of(RECIPE, LIBRARY), "reaction_area", 11)
    point = np.argmin(abs(found.active - 0.3) + abs(found.electrolyte - 0.5))
    assert found.values[point] == pytest.approx(build(Workbench.of(RECIPE, LIBRARY)).reaction_area[0], rel=1e-6)


def test_the_reaction_area_is_largest_between_the_two_percolation_edges():
    found = ternary_map(Workbench.of(RECIPE, LIBRARY), "reaction_area", 31)
    best = found.values.argmax()
    assert 0.05 < found.active[best] < 0.6
    ionic = np.interp(found.carbon[best], found.ionic_edge[:, 2], found.ionic_edge[:, 1])
    electronic = np.interp(found.electrolyte[best], found.electronic_edge[:, 1], found.electronic_edge[:, 2])
    assert found.electrolyte[best] > ionic
    assert found.carbon[best] > electronic


def test_nothing_reacts_beyond_the_edges():
    found = ternary_map(Workbench.of(RECIPE, LIBRARY), "reaction_area", 31)
    poor = found.electrolyte < np.interp(found.carbon, found.ionic_edge[:, 2], found.ionic_edge[:, 1]) - 0.01
    assert poor.any()
    assert found.values[poor].max() < 1e-4 * found.values.max()


def test_the_edges_are_where_the_fraction_meets_the_threshold():
    found = ternary_map(Workbench.of(RECIPE, LIBRARY), "porosity", 9)
    for active, electrolyte, carbon in found.ionic_edge[1:-1]:
        mixture = cathode(weights(S=active, LGPS=electrolyte, Super_P=max(carbon, 1e-3)))
        composite = build(Workbench.of(mixture, LIBRARY))
        assert composite.phi_electrolyte[0] == pytest.approx(composite.ionic_threshold[0], rel=0.02)


def test_binder_keeps_its_share():
    found = ternary_map(Workbench.of(cathode(weights(S=30, Super_P=20, LGPS=47, PTFE=3)), LIBRARY), "ionic_factor", 9)
    assert np.all(np.isfinite(found.values))
    assert found.values.max() < 0.56


def test_a_map_needs_all_three_groups_and_a_known_quantity():
    with pytest.raises(RecipeError, match="requires carbon"):
        ternary_map(Workbench.of(cathode(weights(S=30, LGPS=70)), LIBRARY), "porosity")
    with pytest.raises(BrimstoneError, match="reaction_area"):
        ternary_map(Workbench.of(RECIPE, LIBRARY), "reaction_aera")
