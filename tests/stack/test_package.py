"""What a packaged cell weighs and fills."""

import numpy as np
import pytest

from brimstone.contract.run import run_record
from brimstone.errors import RecipeError
from brimstone.library import Ledger, load
from brimstone.library.workbench import Workbench
from brimstone.simulate.package import lithiated_growth
from brimstone.stack import build_package
from tests.cells import recipe, run
from tests.stack.test_layers import stack_of

POUCH = {"kind": "pouch", "layers": 20, "width": "10 cm", "height": "5 cm"}


def packed(packing, members=1, **changes):
    made = recipe(format=packing, **changes)
    stack, _ = stack_of(members, format=packing, **changes)
    return build_package(Workbench.of(made, load(), Ledger(members)), stack), stack


def masses(package):
    return {part.name: float(part.mass[0]) for part in package.parts}


def test_a_recipe_without_a_format_has_no_package():
    made = recipe()
    assert build_package(Workbench.of(made, load()), stack_of()[0]) is None


def test_one_layer_of_a_pouch_weighs_its_layers_and_both_foils():
    package, stack = packed({**POUCH, "layers": 1})
    welds = package.area + package.tab_width * load().constant("format/weld_length").si
    foils = stack.layers[0].areal_mass + stack.layers[-1].areal_mass
    others = stack.areal_mass - foils
    assert package.layers_mass == pytest.approx(others * package.area + foils * welds)
    assert package.thickness == pytest.approx(stack.thickness)
    assert package.layers_mass < package.mass


@pytest.mark.parametrize("layers", [2, 7, 20])
def test_inner_foils_are_shared(layers):
    package, stack = packed({**POUCH, "layers": layers})
    cathode_foil, anode_foil = (part.count for part in package.parts if part.role == "collector")
    assert cathode_foil + anode_foil == layers + 1
    assert 0 <= anode_foil - cathode_foil <= 1
    whole = layers * stack.thickness
    assert np.all(package.thickness < whole)


def test_of_many_layers_half_of_each_foil_counts():
    package, stack = packed({**POUCH, "layers": 1000, "tab_width": "1 um"})
    foils = stack.layers[0].areal_mass + stack.layers[-1].areal_mass
    share = package.layers_mass / (1000 * package.area)
    assert share == pytest.approx(stack.areal_mass - 0.5 * foils, rel=2e-3)


def test_the_case_weighs_less_of_a_pouch_of_more_layers():
    shares = []
    for layers in (1, 5, 20):
        package, _ = packed({**POUCH, "layers": layers})
        shares.append(float(package.layers_mass[0] / package.mass[0]))
    assert shares == sorted(shares)


def test_plates_and_overhangs_weigh_what_they_are():
    plain = packed(POUCH)[0]
    wide = packed({**POUCH, "separator_overhang": "1.5 mm", "seal": "5 mm"})[0]
    ratio = masses(wide)["Li6PS5Cl"] / masses(plain)["Li6PS5Cl"]
    assert ratio == pytest.approx(0.103 * 0.053 / (0.1 * 0.05))
    plates = packed({**POUCH, "plates": "2 mm"})[0]
    assert masses(plates)["pressure plates"] == pytest.approx(2 * 0.1 * 0.05 * 0.002 * 7900.0)
    assert plates.volume() - plain.volume() == pytest.approx(plain.footprint * 0.004)


def test_a_coin_cell_is_mostly_case():
    package, stack = packed("coin", area="1 cm2")
    assert package.layers_mass == pytest.approx(stack.areal_mass * 1e-4)
    assert 0.0025 < package.mass[0] < 0.0035
    assert package.volume() == pytest.approx(np.pi * 0.01**2 * 0.0032)
    assert package.volume(1e-5) == package.volume()


def test_what_does_not_fit_is_refused_or_told():
    with pytest.raises(RecipeError, match="do not fit into a CR2032"):
        packed("coin", area="9 cm2")
    thick = [{"electrolyte": "Li6PS5Cl", "thickness": "2 mm"}]
    assert any("has room for" in note for note in run(format="coin", area="1 cm2", separator=thick).notes)


def test_a_sample_draws_its_own_package():
    package, _ = packed(POUCH, members=9)
    assert package.mass.shape == package.volume().shape == (9,)
    assert np.ptp(package.mass) > 0.0


def test_the_volume_of_the_lithiated_cell_follows_cathode_and_anode():
    fields = {"format": POUCH, "anode": {"material": "Li", "thickness": "100 um"}}
    whole = run(**fields)
    growth = lithiated_growth(whole.cell)
    package = whole.package
    assert growth[0] < 0.0  # lithium leaves more room than Li2S takes
    assert package.volume(growth)[0] < package.volume()[0]
    swollen = run(format=POUCH, anode={"material": "LTO", "thickness": "100 um"})
    assert lithiated_growth(swollen.cell)[0] > 0.0


def test_energy_of_the_package_is_that_of_all_its_layers():
    whole = run(format=POUCH, members=10, certain=False)
    step, data = whole.shown[0], run_record(whole).to_dict()["steps"][0]
    package = whole.package
    assert data["cell_capacity_mAh"] == pytest.approx(step.charge.value * 20 * 0.005 / 3.6)
    energy = data["cell_energy_mWh"] * 3.6
    assert data["energy_Wh_kg_package"] == pytest.approx(energy / package.mass[0] / 3600.0)
    assert data["energy_Wh_kg_package"] < data["energy_Wh_kg_cell"] * 1.1
    assert data["energy_Wh_kg_package_low"] < data["energy_Wh_kg_package_high"]
    assert run_record(whole).to_dict()["format"]["layers"] == 20
    names = {entry.where for entry in whole.provenance}
    assert {"format/seal", "format/tab_thickness"} <= names


def test_layers_of_a_pouch_share_the_current():
    one, many = (run_record(run(format={**POUCH, "layers": layers})).to_dict()["resistance"] for layers in (1, 20))
    assert one["total_ohm"] == pytest.approx(one["total_ohm_cm2"] / 50.0)
    assert many["total_ohm"] == pytest.approx(one["total_ohm"] / 20.0)
