import numpy as np
import pytest

from brimstone.library import Ledger, load
from brimstone.library.workbench import Workbench
from brimstone.model.derive import derive
from brimstone.physics.stoichiometry import CAPACITY_LITHIUM
from brimstone.stack import build_stack
from tests.cells import recipe


def stack_of(members=1, **changes):
    bench = Workbench.of(recipe(**changes), load(), Ledger(members))
    cell = derive(bench)
    return build_stack(bench, cell.composite, cell.separator_thicknesses, cell.theoretical_charge), cell


def test_the_layers_are_those_of_the_recipe_in_order():
    stack, _ = stack_of()
    assert [layer.role for layer in stack.layers] == ["cathode", "separator", "anode", "collector"]


def test_a_plunger_is_no_layer_of_a_cell_and_a_foil_is():
    """Its rod is half a millimetre thick or ten, which is nothing of the cell: energies would spread by it alone."""
    pressed, _ = stack_of(200)
    coated, _ = stack_of(200, cathode={"collector": "Al"})
    assert np.std(np.log(pressed.areal_mass)) < 0.15
    assert coated.layers[0].role == "collector"
    assert coated.areal_mass - pressed.areal_mass == pytest.approx(coated.layers[0].areal_mass)
    pouch, _ = stack_of(format={"kind": "pouch", "width": "40 mm", "height": "50 mm", "layers": 2})
    assert pouch.layers[0].name == "Al"


def test_the_steel_of_a_coin_cell_is_its_case_and_no_layer_beside_it():
    coin, _ = stack_of(format="coin", area="1 cm2")
    assert [layer.role for layer in coin.layers] == ["cathode", "separator", "anode", "collector"]
    coated, _ = stack_of(format="coin", area="1 cm2", cathode={"collector": "Al"})
    assert coated.areal_mass - coin.areal_mass == pytest.approx(coated.layers[0].areal_mass)


def test_the_cathode_weighs_what_was_loaded():
    stack, cell = stack_of()
    cathode = stack.layers[0]
    assert cell.active_mass[0] == pytest.approx(0.01)  # 1 mg/cm2
    assert cathode.areal_mass[0] == pytest.approx(0.01 / 0.30)


def test_a_lithium_anode_given_by_its_ratio_carries_that_charge():
    stack, cell = stack_of(anode={"material": "Li", "np_ratio": 1.5, "thickness": None})
    lithium = stack.layers[2]
    assert lithium.areal_mass[0] * CAPACITY_LITHIUM == pytest.approx(1.5 * cell.theoretical_charge[0])


@pytest.mark.parametrize("material", ["Li", "Li-In"])
def test_an_anode_of_unstated_thickness_outlasts_the_cathode(material):
    thick, cell = stack_of(200, anode={"material": material, "thickness": None}, cathode={"loading": "12 mg/cm2"})
    anode = load().material(material)
    held = thick.layers[2].areal_mass * anode["theoretical_capacity"].si
    assert np.all(held > 1.1 * cell.theoretical_charge)
    assert np.median(held[1:] / cell.theoretical_charge[1:]) < 4.0
    thin, _ = stack_of(anode={"material": material, "thickness": None}, cathode={"loading": "0.5 mg/cm2"})
    assert thin.layers[2].thickness[0] == anode["thickness"].si  # the usual foil has enough


def test_an_anode_that_is_stated_thin_stays_so():
    thin, cell = stack_of(anode={"material": "Li-In", "thickness": "50 um"}, cathode={"loading": "12 mg/cm2"})
    assert thin.layers[2].thickness[0] == pytest.approx(50e-6)
    assert (
        thin.layers[2].areal_mass[0] * load().material("Li-In")["theoretical_capacity"].si < cell.theoretical_charge[0]
    )


def test_a_thinner_separator_saves_its_own_mass_and_nothing_else():
    thick, _ = stack_of(separator=[{"electrolyte": "Li6PS5Cl", "thickness": "300 um"}])
    thin, _ = stack_of(separator=[{"electrolyte": "Li6PS5Cl", "thickness": "100 um"}])
    assert thick.layers[1].areal_mass / thin.layers[1].areal_mass == pytest.approx(3.0)
    assert thick.areal_mass - thin.areal_mass == pytest.approx(thick.layers[1].areal_mass * 2 / 3)
    assert thick.thickness - thin.thickness == pytest.approx(200e-6)


def test_a_separator_given_by_mass_has_that_mass():
    stack, _ = stack_of(separator=[{"electrolyte": "Li6PS5Cl", "mass": "80 mg", "diameter": "10 mm"}])
    assert stack.layers[1].areal_mass[0] == pytest.approx(80e-6 / (np.pi / 4 * 0.01**2))
