import pytest

from brimstone.cell import Cell
from brimstone.physics.transport import limiting_current
from tests.cells import recipe


def test_a_single_ion_conductor_has_no_limiting_current():
    assert limiting_current(1e-12, 1200.0, 50e-6, 1.0) == float("inf")


def test_half_the_thickness_carries_twice_the_limiting_current():
    assert limiting_current(1e-12, 1200.0, 25e-6, 0.2) == pytest.approx(2 * limiting_current(1e-12, 1200.0, 50e-6, 0.2))


def test_explain_shows_the_limiting_current_of_a_polymer_and_it_falls_in_the_cold():
    layer = [{"electrolyte": "PEO-LiTFSI", "thickness": "50 um"}]
    found = []
    for temperature in ("60 degC", "40 degC"):
        made = Cell(recipe(separator=layer, operation={"temperature": temperature}))
        entries = made.provenance(members=10)
        found.append(next(entry.value for entry in entries if entry.where == "separator_1.limiting_current"))
    assert found[0] > found[1] > 0.0


def test_an_inorganic_separator_has_none():
    assert not any("limiting" in entry.where for entry in Cell(recipe()).provenance(members=10))
