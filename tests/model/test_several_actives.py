"""A cathode with more than one active material."""

import pytest

from brimstone.library import load
from brimstone.library.workbench import Workbench
from brimstone.model.derive import derive
from brimstone.recipe import Recipe

MAH_PER_G = 3600.0


def theory(**parts):
    """Theoretical charge of a cathode over the mass of its active materials [mAh/g]."""
    composition = {name: f"{share} wt%" for name, share in parts.items()}
    composition |= {"Li3PS4": "45 wt%", "VGCF": f"{55 - sum(parts.values())} wt%"}
    recipe = Recipe.from_mapping(
        {
            "cathode": {"active": next(iter(parts)), "composition": composition, "loading": "1 mg/cm2"},
            "separator": {"electrolyte": "Li3PS4", "thickness": "500 um"},
            "anode": "Li-In",
        }
    )
    cell = derive(Workbench.of(recipe, load()))
    return float(cell.theoretical_charge[0] / cell.active_mass[0]) / MAH_PER_G


def test_each_active_material_counts_with_its_own_capacity():
    assert theory(S=25, CuS=10) == pytest.approx((25 * 1672 + 10 * 560.7) / 35, rel=1e-3)
    assert theory(CuS=25, S=10) == pytest.approx((10 * 1672 + 25 * 560.7) / 35, rel=1e-3)
    assert theory(S=35) == pytest.approx(1672, rel=1e-3)
