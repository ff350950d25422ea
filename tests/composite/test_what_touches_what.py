"""Where electrolyte meets carbon and where electrons get into the active material, of whole composites."""

import numpy as np
import pytest

from brimstone.composite import build
from brimstone.library import load
from brimstone.library.workbench import Workbench
from tests.composite.recipes import cathode, weights

LIBRARY = load()


def built(composition, **details):
    return build(Workbench.of(cathode(composition, **details), LIBRARY))


def first(quantity):
    return float(quantity[0])


def faces(composite, name, size):
    """Surface of compact grains of one component [m2/m3]."""
    return 6.0 * first(composite.fractions[name]) / size


@pytest.mark.parametrize("black", ["Ketjenblack", "Super P"])
def test_carbon_in_excess_touches_all_of_the_electrolyte_and_no_more(black):
    """Its contact per volume of electrolyte rises towards the grains' own surface, and ends there."""
    per_grain = []
    for share in (5, 20, 60):
        parts = {"S": 25, "Li6PS5Cl": 75 - share, black.replace(" ", "_"): share}
        composite = built(weights(**parts), particle_size="{Li6PS5Cl: 1 um}")
        connected = first(composite.ionic_connection) * first(composite.electronic_connection)
        own = faces(composite, "Li6PS5Cl", 1e-6)
        per_grain.append(first(composite.electrolyte_carbon_area) / (connected * own))
    assert np.all(np.diff(per_grain) > 0.0)
    assert 0.5 < per_grain[-1] < 1.7  # a mill makes the grains finer; pores and sulfur take the rest


def test_electrons_enter_lithium_sulfide_where_what_conducts_them_lies_on_it():
    """Everywhere from a matrix of carbon, nowhere without; and on no wider places than a particle of carbon."""
    dense = {"particle_size": "{Li2S: 10 um}", "porosity": "5 %", "pressed_at": ""}
    much = built(weights(Li2S=20, Super_P=80), active="Li2S", **dense)
    none = built(weights(Li2S=50, Li6PS5Cl=50), active="Li2S")
    assert first(much.electrons_on_active) > 0.7
    assert first(none.electrons_on_active) == 0.0
    usual = built(weights(Li2S=45, Li6PS5Cl=40, VGCF=15), active="Li2S")
    assert first(usual.electron_patch) == pytest.approx(0.5 * LIBRARY.material("VGCF")["particle_size"].si, rel=0.01)
    # its share of the surfaces, of which electrolyte and pores have as much as both powders at most
    powder = faces(usual, "Li2S", first(usual.active_size))
    fibres = 4.0 * first(usual.fractions["VGCF"]) / (2.0 * first(usual.electron_patch))
    assert 0.5 * fibres / (fibres + powder) < first(usual.electrons_on_active) < fibres / (fibres + powder)


def test_what_grew_on_a_carbon_touches_it_as_far_as_a_layer_of_its_grains_has_room():
    def share(carbon, of):
        mixing = f"[{{method: solution, of: [{', '.join(of)}]}}, ball-milled]"
        parts = weights(**{"Li2S": 40, "Li6PS5Cl": 40, carbon.replace(" ", "_"): 20})
        return built(parts, active="Li2S", mixing=mixing)

    assert first(share("Ketjenblack", ["Li2S", "Ketjenblack"]).electrons_on_active) == pytest.approx(1.0)
    fibres, beside = (first(share("VGCF", of).electrons_on_active) for of in (["Li2S", "VGCF"], ["Li2S"]))
    room = share("VGCF", ["Li2S", "VGCF"])
    layer = LIBRARY.material("VGCF")["bet_area"].si * 0.2 * first(room.density) * first(room.active_size)
    grown = layer / first(room.fractions["Li2S"])
    assert 0.2 < grown < 0.95
    assert fibres == pytest.approx(grown + (1.0 - grown) * beside, rel=1e-6)
    # what the electrolyte came along with lies among its grains, too
    together = first(share("Ketjenblack", ["Li2S", "Ketjenblack", "Li6PS5Cl"]).electrons_on_active)
    assert together < 0.9
