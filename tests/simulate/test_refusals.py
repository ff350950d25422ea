"""What the equations do not hold is refused, and a cell that gives nothing says why, in words."""

import pytest

from brimstone.errors import RecipeError
from tests.cells import run


@pytest.mark.parametrize("active", ["LiCoO2", "NCM622"])
@pytest.mark.parametrize("electrolyte", ["Li6PS5Cl", "PEO-LiTFSI"])
def test_an_insertion_cathode_is_refused_in_words(active, electrolyte):
    cathode = {"active": active, "composition": {active: "70 wt%", electrolyte: "27 wt%", "VGCF": "3 wt%"}}
    with pytest.raises(RecipeError, match="insertion"):
        run(cathode=cathode)


def test_sulfur_without_carbon_says_that_electrons_do_not_reach_it():
    found = run(cathode={"composition": {"S": "40 wt%", "Li6PS5Cl": "60 wt%"}})
    assert any("electrons reach" in note and "carbon" in note for note in found.notes)


def test_a_coarse_mesh_says_so():
    found = run(
        nodes=4, protocol=[{"discharge": "1C", "to": "1.0 V"}], cathode={"loading": "6 mg/cm2"},
        operation={"temperature": "60 degC"},
    )  # fmt: skip
    assert found.mesh_error > 0.005
    assert any("nodes" in note for note in found.notes)
