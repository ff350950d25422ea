"""A coating of the anode may be named by what it is of."""

import pytest

from brimstone.inspect import find_problems
from brimstone.library import load

RECIPE = """\
cathode: {{active: S, loading: 1 mg/cm2}}
separator: Li6PS5Cl
anode: {{material: Li, interface: {}}}
"""


@pytest.mark.parametrize(
    ("words", "layer", "nm", "acts"),
    [
        ("LiF coating (20 nm) by sputtering", "LiF", 20, ("deposited",)),
        ("LiF coating, 20 nm", "LiF", 20, ()),
        ("20 nm Li3N by ALD", "Li3N", 20, ("deposited",)),
        ("coated with Au", "Au", 50, ()),
        ("LiF", "LiF", 50, ()),
        ("Li3N artificial SEI (100-200 nm)", "Li3N", 150, ()),
        ("zinc oxide by atomic layer deposition", "ZnO", None, ("deposited",)),  # of the library
    ],
)
def test_a_coating_is_read_as_a_layer_of_its_material(words, layer, nm, acts):
    (one,) = load().treatments(words)
    assert (one.treatment.layer, one.treatment.acts) == (layer, acts)
    if nm is not None:
        assert one.treatment.values["layer_thickness"].si == pytest.approx(nm * 1e-9)


@pytest.mark.parametrize("words", ["waving", "gold rush", "20 nm LiF coating (30 nm)", "LiF by waving", "S coating"])
def test_what_names_no_material_of_a_layer_is_unknown(words):
    (told,) = [one for one in find_problems(RECIPE.format(words), load()) if one.level == "error"]
    assert told.field == "anode.interface"
    assert "LiF coating (20 nm) by sputtering" in told.message


def test_a_film_whose_resistance_nobody_knows_is_warned_of_and_keeps_the_electrolyte_off():
    told = {one.message for one in find_problems(RECIPE.format("LiF coating"), load()) if one.level == "warning"}
    assert any("no ionic conductivity of LiF is known" in one for one in told)
    assert not any("reduces the layer next to the anode" in one for one in told)
