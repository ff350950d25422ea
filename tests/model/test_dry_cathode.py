"""Cathodes of sulfur and carbon: with electrolyte in their pores, and laid against an electrolyte."""

import pytest

from brimstone.errors import RecipeError
from brimstone.inspect import check
from tests.cells import SULFUR, recipe, run

DRY = {
    **SULFUR,
    "cathode": {
        "active": "S",
        "composition": {"S": "60 wt%", "acetylene black": "30 wt%", "PVDF": "10 wt%"},
        "loading": "1 mg/cm2",
        "mixing": "melt-diffused",
    },
    "separator": [{"electrolyte": "PEO-LLZTO", "thickness": "50 um"}],
    "anode": {"material": "Li"},
    "operation": {"temperature": "60 degC"},
    "protocol": [{"discharge": "0.05C", "to": "1.5 V"}],
}


def dry(separator="PEO-LLZTO", **cathode):
    return run(DRY, cathode=cathode, separator=[{"electrolyte": separator, "thickness": "50 um"}])


def micrometres(of):
    return 1e6 * float(of.cell.parameter("thickness")[0])


def test_electrolyte_takes_the_room_of_pores_and_leaves_thickness_and_sulfur():
    bare, filled = dry(porosity="70 %"), dry(porosity="70 %", infiltrated={"filled": "90 %"})
    was, now = bare.cell.composite, filled.cell.composite
    assert now.fractions["PEO-LLZTO"][0] == pytest.approx(0.63)
    assert now.porosity[0] == pytest.approx(0.07)
    assert now.thickness[0] == pytest.approx(was.thickness[0])
    assert now.sulfur_areal_mass[0] == pytest.approx(was.sulfur_areal_mass[0])
    assert now.density[0] - was.density[0] == pytest.approx(0.63 * 1700.0)
    assert sum(phi[0] for phi in now.fractions.values()) == pytest.approx(1.0)


def test_an_infiltrated_cathode_reacts_all_through():
    laid, filled = dry(), dry(infiltrated="separator")
    whole = 1e6 * float(filled.cell.composite.thickness[0])
    assert micrometres(filled) == pytest.approx(whole)
    assert micrometres(laid) < 0.2 * whole
    assert filled.steps[0].charge.value > 5.0 * laid.steps[0].charge.value
    assert any("no electrolyte in it" in words for words in laid.warnings)
    assert not any("no electrolyte in it" in words for words in filled.warnings)


@pytest.mark.parametrize("cathode", [{}, {"infiltrated": {"filled": "80 %"}}], ids=["laid", "infiltrated"])
def test_balances_close(cathode):
    of = dry(**cathode)
    assert of.status == "completed"
    assert max(of.balances.values()) < 1e-6


def test_no_more_sulfur_reacts_than_ions_reach():
    of = dry()
    share = micrometres(of) * 1e-6 / float(of.cell.composite.thickness[0])
    assert of.steps[0].charge.value < share * float(of.cell.theoretical_charge[0])


def test_the_more_of_the_pores_is_filled_the_less_the_cell_resists():
    filled = [dry(infiltrated={"filled": f"{share} %"}) for share in (40, 70, 100)]
    resistances = [of.resistance["total"].value for of in filled]
    assert resistances == sorted(resistances, reverse=True)


def test_a_treatment_that_lets_electrolyte_run_in_does_so():
    for treatment in ("drop casting", "in situ polymerisation", "cathode-supported tape"):
        assert micrometres(dry(treatment=treatment)) > 10.0, treatment
    assert micrometres(dry(treatment="laminated")) < micrometres(dry()) < 4.0


def test_a_liquid_runs_in_by_itself():
    assert micrometres(dry("DOL-DME LiTFSI")) > 10.0


def test_soft_electrolytes_conform_and_stiff_ones_do_not():
    def depth(name, pressure, **cathode):
        layer = [{"electrolyte": name, "thickness": "50 um"}]
        return micrometres(run(DRY, separator=layer, operation={"stack_pressure": pressure}, cathode=cathode))

    stiff = depth("Li6PS5Cl", "50 MPa")
    assert depth("PEO-LiTFSI", "0.3 MPa") > 5.0 * stiff > 25.0 * depth("LLZO", "100 MPa")
    assert depth("Li6PS5Cl", "50 MPa", pressed_at="370 MPa") > 2.0 * stiff


def test_carbon_of_a_porous_cathode_stays_connected():
    of = dry(porosity="80 %")
    assert of.cell.composite.electronic_conductivity[0] > 0.1
    assert of.resistance["electronic path"].value < 1e-2 * of.resistance["total"].value


def test_a_cathode_without_any_path_for_ions_is_refused():
    with pytest.raises(RecipeError, match="graphite lies between it and the separator"):
        dry(treatment="graphite layer")
    with pytest.raises(RecipeError, match="hardly touches it"):
        run(DRY, separator=[{"electrolyte": "LLZO", "thickness": "50 um"}], operation={"stack_pressure": "1 MPa"})


def test_solvents_cost_a_sulfide_its_conductivity_and_a_polymer_nothing():
    def factor(electrolyte, solvent):
        soaked = {"electrolyte": electrolyte, "solvent": solvent}
        return dry("Li6PS5Cl", infiltrated=soaked).cell.composite.electrolyte_factor[0]

    assert factor("PEO-LiTFSI", "acetonitrile") == 1.0
    assert factor("Li4SnS4", "ethanol") == 1.0  # no thiophosphate, which alcohols break
    with pytest.raises(RecipeError, match="about 11 % of its conductivity remains"):
        factor("Li6PS5Cl", "ethanol")


def test_what_is_brought_in_must_be_an_electrolyte():
    from brimstone.library import load

    with pytest.raises(RecipeError, match=r"cathode\.infiltrated\.electrolyte"):
        check(recipe(DRY, cathode={"infiltrated": "Super P"}), load())


def test_electrolyte_is_brought_into_a_cathode_that_has_some():
    bare = run()
    filled = run(cathode={"infiltrated": {"electrolyte": "PEO-LiTFSI", "filled": "100 %"}})
    before, after = bare.cell.composite, filled.cell.composite
    assert after.phi_electrolyte[0] == pytest.approx(before.phi_electrolyte[0] + before.porosity[0])
    assert after.electrolyte_shares["PEO-LiTFSI"][0] == pytest.approx(before.porosity[0] / after.phi_electrolyte[0])
