"""What is taken of mixing, hosts and pores that a recipe leaves open, by the class of the cell."""

import pytest

from brimstone.library import load
from brimstone.library.complete import complete
from brimstone.recipe import Recipe

SULFUR = {"active": "S", "composition": "S:LPSCl:KB = 30:50:20", "loading": "1 mg/cm2"}
CAST = {"active": "S", "composition": "S:KB:PVDF = 60:30:10", "loading": "1 mg/cm2"}


def cathode(fields, separator="LPSCl"):
    cell = complete(Recipe.from_mapping({"cathode": fields, "separator": separator}), load())
    return cell.cathode, cell.assumptions


def test_a_melt_that_names_no_components_is_of_sulfur_and_its_host():
    read, told = cathode(
        {**SULFUR, "host": {"carbon": "KB", "sulfur": "60 wt%"}, "mixing": ["melt-diffusion", "mortar"]}
    )
    assert read.mixing[0].of == ("S", "KB")
    assert any("without the electrolyte" in one for one in told)


def test_a_melt_in_an_oven_fills_the_only_carbon():
    read, told = cathode({**SULFUR, "mixing": "melt diffusion at 155 °C for 12 h, then ball-milled"})
    assert read.mixing[0].of == ("S", "KB")
    assert (read.host.carbon, read.host.sulfur.si) == ("KB", pytest.approx(0.6))
    assert any(one.startswith("cathode.host") for one in told)


@pytest.mark.parametrize(
    "more", [{"speed": "300 rpm"}, {"machine": "planetary ball mill"}, {"balls": "5 mm ZrO2 balls"}]
)
def test_a_melt_in_a_mill_is_of_all_powders(more):
    read, _ = cathode({**SULFUR, "mixing": [{"method": "melt-milled", "temperature": "155 degC", **more}]})
    assert (read.mixing[0].of, read.host) == ((), None)


def test_a_melt_with_one_of_two_carbons_fills_that_one():
    both = {**SULFUR, "composition": "S:LPSCl:KB:VGCF = 30:50:15:5"}
    step = {"method": "melt-infiltrated", "of": ["S", "Ketjenblack"], "temperature": "155 degC"}
    assert cathode({**both, "mixing": [step, "ball-milled"]})[0].host.carbon == "KB"
    unnamed, _ = cathode({**both, "mixing": "melt diffusion at 155 °C for 12 h, then ball-milled"})
    assert (unnamed.mixing[0].of, unnamed.host) == ((), None)


@pytest.mark.parametrize(
    ("separator", "method"), [("LPSCl", None), ("PETEA gel", "slurry"), ("ether electrolyte", "slurry")]
)
def test_a_cast_cathode_is_mixed_as_a_slurry(separator, method):
    read, _ = cathode(CAST, separator)
    assert [step.method for step in read.mixing] == ([method] if method else [])


@pytest.mark.parametrize(
    ("separator", "filled"), [("PETEA gel", "PETEA gel"), ("PEO-LiTFSI", None), ("ether electrolyte", None)]
)
def test_a_gel_fills_the_pores_of_a_cathode_without_electrolyte(separator, filled):
    read, told = cathode(CAST, separator)
    assert (read.infiltrated and read.infiltrated.electrolyte) == filled
    assert any(one.startswith("cathode.infiltrated") for one in told) == (filled is not None)


def test_a_gel_among_the_components_fills_no_pores():
    assert cathode({**CAST, "composition": "S:KB:PETEA gel = 50:20:30"}, "PETEA gel")[0].infiltrated is None


@pytest.mark.parametrize("carbon", [one.name for one in load().materials("carbon")])
def test_every_carbon_can_hold_the_active_material(carbon):
    material = load().material(carbon)
    assert all(name in material for name in ("pore_width", "particle_size"))
