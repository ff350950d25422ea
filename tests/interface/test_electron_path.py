"""Layers at the sulfur side as paths for electrons."""

import numpy as np
import pytest

from brimstone.library import Ledger, load
from brimstone.library.workbench import Workbench
from brimstone.model.derive import derive
from brimstone.physics.transport import carried_share
from brimstone.recipe import Recipe
from tests.cells import recipe

LIBRARY = load()
PLATE = {"electrolyte": "LATP", "thickness": "300 um"}


def derived(cathode, separator, **more):
    tree = {**recipe(cathode=cathode, separator=separator, anode={"material": "Li"}).to_mapping(), **more}
    parsed = Recipe.from_mapping(tree)
    return derive(Workbench.of(parsed, LIBRARY, Ledger(1, 0, parsed.overrides)))


def conducting(conductivity, layer="graphite"):
    return {"overrides": {f"{layer}.electronic_conductivity": conductivity}}


def test_a_layer_carries_what_costs_it_less_than_the_thermal_voltage():
    at = 10.0 * 2e-6 * 96485.0 / (8.314 * 298.15)
    assert carried_share(at, 2e-6, 10.0, 298.15) == pytest.approx(0.5, rel=1e-3)
    assert carried_share(100.0, 2e-6, 10.0, 298.15) == pytest.approx(1.0, abs=1e-4)
    assert carried_share(1e-18, 2e-6, 10.0, 298.15) < 1e-12


@pytest.mark.parametrize("layer", ["graphite", "CuS"])
def test_an_insulating_interlayer_helps_a_solid_cathode_as_little_as_none(layer):
    def resistance(treatment, **more):
        return float(derived({"treatment": treatment}, [PLATE], **more).interfaces.cathode.resistance[0])

    bare, conducts = resistance("none"), resistance(f"{layer} layer", **conducting("1 S/cm", layer))
    insulating = resistance(f"{layer} layer", **conducting("1e-20 S/cm", layer))
    assert conducts < 0.9 * bare
    assert insulating >= 0.99 * bare


@pytest.mark.parametrize("layer", ["graphite", "CuS"])
def test_what_conducts_on_a_ceramic_gets_back_what_grows_beside_a_liquid_cathode(layer):
    cathode = {
        "composition": {"S": "60 wt%", "Super P": "30 wt%", "PVDF": "10 wt%"},
        "mixing": "slurry", "collector": "Al", "infiltrated": "DOL-DME LiTFSI", "pressed_at": None,
    }  # fmt: skip

    def stranded(treatment, **more):
        return float(derived({**cathode, "treatment": treatment}, [PLATE], **more).parameter("stranded_share")[0])

    bare = stranded("none")
    assert bare > 1e-3
    assert stranded(f"{layer} layer", **conducting("1 S/cm", layer)) < 0.01 * bare
    assert stranded(f"{layer} layer", **conducting("1e-20 S/cm", layer)) == pytest.approx(bare)
    assert np.isfinite(bare)


def test_an_interlayer_that_conducts_offers_its_surface_and_one_that_does_not_offers_none():
    cathode = {
        "composition": {"S": "60 wt%", "Super P": "30 wt%", "PVDF": "10 wt%"},
        "mixing": "slurry", "collector": "Al", "infiltrated": "DOL-DME LiTFSI", "pressed_at": None,
    }  # fmt: skip

    def growth(treatment, conductivity="1 S/cm", **more):
        changes = {"graphite.electronic_conductivity": conductivity, **more}
        cell = derived({**cathode, "treatment": treatment}, [PLATE], overrides=changes)
        return float(cell.parameter("growth_rate")[0])

    bare, carbon = growth("none"), growth("graphite layer")
    assert growth("graphite layer", "1e-20 S/cm") == pytest.approx(bare, rel=1e-9)
    assert carbon > 1.005 * bare
    # 2 um of flakes with 8 m2/g have less than 0.4 mg/cm2 of black with 62; of finer carbon there is more
    finer = growth("graphite layer", **{"graphite.bet_area": "20 m2/g"})
    assert 1.5 < (finer - bare) / (carbon - bare) < 2.5
