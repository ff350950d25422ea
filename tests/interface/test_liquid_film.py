"""Films between liquids and solid electrolytes."""

import pytest

from brimstone.constants import DAY, OHM_CM2
from brimstone.interface.liquid_film import film_speed, fluid_faces
from brimstone.library import Ledger, load
from brimstone.library.workbench import Workbench
from brimstone.model.derive import derive
from brimstone.model.surroundings import State, follow
from brimstone.recipe import Recipe
from tests.cells import recipe

LIBRARY = load()
LIQUID, GEL, PLATE, POLYMER = (
    {"electrolyte": name, "thickness": "100 um"} for name in ("DOL-DME LiTFSI", "PETEA gel", "LATP", "PEO-LiTFSI")
)
SLURRY = {
    "composition": {"S": "60 wt%", "Super P": "30 wt%", "PVDF": "10 wt%"},
    "mixing": "slurry", "collector": "Al", "pressed_at": None,
}  # fmt: skip


def bench(separator, anode=None, **cathode):
    tree = recipe(cathode={**SLURRY, **cathode}, separator=separator, anode=anode or {"material": "Li"}).to_mapping()
    parsed = Recipe.from_mapping({**tree, "operation": {"temperature": "25 degC"}})
    return Workbench.of(parsed, LIBRARY, Ledger(1, 0, parsed.overrides))


@pytest.mark.parametrize(
    ("separator", "more", "faces"),
    [
        ([LIQUID], {}, 0),
        ([LIQUID, PLATE, LIQUID], {}, 2),
        ([LIQUID, PLATE, POLYMER], {}, 1),
        ([PLATE], {"infiltrated": "DOL-DME LiTFSI"}, 1),
        ([PLATE], {"infiltrated": "PEO-LiTFSI"}, 0),
        ([PLATE, GEL], {"infiltrated": "DOL-DME LiTFSI"}, 2),
    ],
)
def test_every_face_of_a_liquid_or_gel_on_a_ceramic_counts(separator, more, faces):
    assert fluid_faces(bench(separator, **more)) == faces


def test_a_gel_before_lithium_on_a_ceramic_is_such_a_face():
    coated = {"material": "Li", "interface": "PEO gel layer"}
    assert fluid_faces(bench([PLATE], anode=coated, infiltrated="DOL-DME LiTFSI")) == 2


def test_a_film_grows_with_the_root_of_time_and_is_lost_in_the_separator_and_not_at_the_collector():
    """Of the two faces of a plate between liquids some 50 ohm cm2 each in three weeks."""
    cell = bench([LIQUID, PLATE, LIQUID])
    assert film_speed(cell)[0] * (21 * DAY) ** 0.5 / OHM_CM2 == pytest.approx(91.7, rel=0.01)
    around = derive(cell).surroundings
    q, z, time, days = list(around.parameters[0]), list(around.initial[0]), 0.0, 21.0
    while time < days * DAY:
        step = min(0.002 * time + 1.0, 3600.0)
        z[State.film] += step * follow(0.0, 0.0, z, q).rates[State.film]
        time += step
    assert z[State.film] / OHM_CM2 == pytest.approx(91.7, rel=0.02)
    without = list(z)
    without[State.film] = 0.0
    grown, bare = (follow(0.0, 5.0, states, q) for states in (z, without))
    assert grown.series - bare.series == pytest.approx(5.0 * z[State.film])
    assert grown.contacts == pytest.approx(bare.contacts)
