"""What a recipe leaves out or states with a spread is computed with openly: told, drawn, and not written back."""

import numpy as np
import pytest

from brimstone.errors import RecipeError
from brimstone.inspect import check
from brimstone.library import Ledger, load
from brimstone.library.complete import complete
from brimstone.library.workbench import Workbench
from brimstone.model.derive import derive
from brimstone.recipe import Recipe, parse

LEAST = {"cathode": {"active": "S", "loading": "1 mg/cm2"}, "separator": "LPSCl"}


def bench(samples=21, **sections):
    return Workbench.of(Recipe.from_mapping({**LEAST, **sections}), load(), Ledger(samples, 0))


def test_active_electrolyte_and_loading_are_enough():
    recipe = complete(Recipe.from_mapping(LEAST), load())
    assert recipe.cathode.composition.parts == {"S": 0.3, "LPSCl": pytest.approx(0.5), "acetylene black": 0.2}
    assert recipe.separator[0].thickness.si == pytest.approx(600e-6)
    assert recipe.anode.material == "Li-In"
    assert derive(bench()).composite.thickness[0] > 0


@pytest.mark.parametrize(
    ("electrolyte", "anode", "micrometres", "lowest"),
    [("LPSCl", "Li-In", 600, 1.0), ("PEO-LiTFSI", "Li", 50, 1.7), ("PETEA gel", "Li", 50, 1.7)],
)
def test_what_is_usual_depends_on_the_electrolyte(electrolyte, anode, micrometres, lowest):
    recipe = bench(separator=electrolyte, protocol=[{"rates": ["0.1C"]}]).recipe
    assert recipe.anode.material == anode
    assert recipe.separator[0].thickness.si == pytest.approx(micrometres * 1e-6)
    assert recipe.protocol[0].window.lower.si == lowest


def test_a_cathode_beside_a_dry_polymer_is_cast_with_it():
    """Neither a liquid nor the polymer would get into one of sulfur, carbon and binder alone."""
    dry = bench(separator="PEO-LiTFSI").recipe.cathode.composition.parts
    assert set(dry) == {"S", "PEO-LiTFSI", "acetylene black"}
    assert set(bench(separator="PETEA gel").recipe.cathode.composition.parts) == {"S", "PVDF", "acetylene black"}


def test_the_usual_window_is_given_against_the_reference_of_the_recipe():
    recipe = bench(protocol=[{"cycles": 2, "rate": "0.1C"}], reference="Li-In").recipe
    window = recipe.protocol[0].window
    assert (window.lower.si, window.upper.si) == (pytest.approx(0.38), pytest.approx(2.18))


def test_assumptions_are_told_and_not_written_back():
    written = Recipe.from_mapping(LEAST)
    recipe = complete(written, load())
    told = " ".join(recipe.assumptions)
    for words in (
        "composition: not given; 30 wt% S",
        "600 um (80 %: 300 to 1000 um)",
        "anode: not given; Li-In",
        "mixing",
    ):
        assert words in told
    assert recipe.to_mapping() == written.to_mapping()
    assert complete(recipe, load()) is recipe


def test_a_range_reaches_the_ensemble_as_an_interval():
    ranged = derive(bench(401, cathode={"active": "S", "loading": "1.2-1.4 mg/cm2"}))
    mass = ranged.composite.active_areal_mass
    assert mass[0] == pytest.approx(1.3e-2)
    assert np.quantile(mass[1:], (0.1, 0.9)) == pytest.approx([1.2e-2, 1.4e-2], rel=0.01)
    layer = bench(401, separator="LPSCl, 500 ± 100 um")
    assert np.quantile(derive(layer).separator_thicknesses[0][1:], (0.1, 0.9)) == pytest.approx([4e-4, 6e-4], rel=0.02)
    assert "separator_1.thickness" in layer.ledger.drawn


def test_a_stated_number_has_no_spread():
    assert np.ptp(derive(bench(21)).composite.active_areal_mass) < 1e-15
    assert np.ptp(derive(bench(21)).separator_thicknesses[0]) > 0.0


def test_a_loading_as_a_capacity_is_divided_by_theory_and_told():
    recipe = bench(cathode={"active": "S", "loading": "2-3 mAh/cm2"}).recipe
    amount = recipe.cathode.loading.amount
    assert (amount.si, amount.low, amount.high) == (
        pytest.approx(2.5e-2 / 1.672, rel=1e-3),
        pytest.approx(2e-2 / 1.672, rel=1e-3),
        pytest.approx(3e-2 / 1.672, rel=1e-3),
    )
    assert any("1672 mAh/g" in sentence for sentence in recipe.assumptions)
    with pytest.raises(RecipeError, match=r"that of S9\.3I is unknown"):
        bench(cathode={"active": "S9.3I", "loading": "2 mAh/cm2"})


@pytest.mark.parametrize(("electrolyte", "spread"), [("LPSCl", (0.5e-2, 2e-2)), ("PETEA gel", (0.8e-2, 3e-2))])
def test_a_usual_loading_is_reported_with_its_spread_and_drawn(electrolyte, spread):
    cell = bench(401, cathode={"active": "S", "loading": "usual"}, separator=electrolyte)
    assert any("cathode.loading: not given" in sentence for sentence in cell.recipe.assumptions)
    mass = derive(cell).composite.active_areal_mass
    assert np.quantile(mass[1:], (0.1, 0.9)) == pytest.approx(spread, rel=0.02)


def test_a_mass_without_area_is_taken_on_the_usual_die():
    recipe = bench(separator={"electrolyte": "LPSCl", "mass": "100 mg"}).recipe
    assert recipe.separator[0].diameter.si == pytest.approx(10e-3)
    assert any("die" in sentence for sentence in recipe.assumptions)


def test_one_material_under_two_names_counts_once_with_both_shares():
    parts = {"S": 30, "LPSCl": 25, "Li6PS5Cl": 25, "Ketjenblack": 10, "KB": 10}
    merged = bench(cathode={"active": "S", "composition": parts, "loading": "1 mg/cm2"})
    plain = {"S": 30, "LPSCl": 50, "KB": 20}
    whole = bench(cathode={"active": "S", "composition": plain, "loading": "1 mg/cm2"})
    assert merged.recipe.cathode.composition.parts == {"S": 0.3, "LPSCl": 0.5, "Ketjenblack": 0.2}
    assert derive(merged).composite.ionic_factor[0] == derive(whole).composite.ionic_factor[0]
    assert any("LPSCl and Li6PS5Cl" in sentence for sentence in merged.recipe.assumptions)
    assert merged.recipe.to_mapping()["cathode"]["composition"]["ratio"]["KB"] == "10"


def test_what_is_recorded_and_not_computed_with_is_told():
    recipe = parse(
        "cathode: {active: S, loading: 1 mg/cm2, mixing: '3D swing mill, 300 rpm, 2 h, 5 mm ZrO2 balls'}\n"
        "separator: LPSCl\nanode: 'Li:In = 1:2'\n"
    )
    (step,) = recipe.cathode.mixing
    assert (step.machine_class, step.balls) == ("swing", "5 mm ZrO2 balls")
    remarks = dict(recipe.remarks())
    assert ("cathode", "mixing", 0, "machine") not in remarks  # a class that is known has its own dose
    assert "Li:In = 1:2" in remarks["anode", "atoms"]
    unknown = parse(
        "cathode: {active: S, loading: 1 mg/cm2, mixing: [{method: ball-milled, machine: Mixotron 3000}]}\n"
        "separator: LPSCl\nanode: Li\n"
    )
    assert "of no class that is known" in dict(unknown.remarks())["cathode", "mixing", 0, "machine"]
    assert parse(recipe.to_yaml()) == recipe
    assert check(recipe, load())


def test_a_polymer_of_its_own_conducts_what_was_written_at_the_temperature_where_it_was_measured():
    own = {"like": "PEO-LiTFSI", "ionic_conductivity": {"value": "0.2 mS/cm", "temperature": "25 degC"}}
    made = bench(separator="SPE, 50 um", materials={"SPE": own})
    assert float(made.material("SPE")["ionic_conductivity"].at(298.15)) == pytest.approx(0.02)
    assert 0.02 < float(made.material("SPE")["ionic_conductivity"].at(333.15)) < 0.5
    sloped = bench(separator="SPE, 50 um", materials={"SPE": {**own, "activation_energy": "0.5 eV"}})
    assert float(sloped.material("SPE")["ionic_conductivity"].at(298.15)) == pytest.approx(0.02)


def test_a_load_is_put_on_the_die_of_the_cell():
    recipe = parse(
        "diameter: 10 mm\ncathode: {active: S, loading: 1 mg/cm2, pressed_at: 4 t}\n"
        "separator: [{electrolyte: LPSCl, thickness: 1 mm, pressed_at: 3 tons}]\n"
    )
    assert recipe.cathode.pressed_at.si == pytest.approx(4 * 9806.65 / (np.pi / 4 * 0.01**2))
    assert recipe.separator[0].pressed_at.si == pytest.approx(3 * 9806.65 / (np.pi / 4 * 0.01**2))
    assert parse(recipe.to_yaml()) == recipe


def test_a_current_per_mass_of_sulfur_is_asked_about_beside_another_active_material():
    text = "cathode: {active: %s, loading: 1 mg/cm2}\nseparator: LPSCl\nprotocol: [{discharge: 100 mA gS-1}]\n"
    assert parse(text % "S").protocol[0].discharge.si == pytest.approx(100.0)
    with pytest.raises(RecipeError, match="per mass of sulfur, and the active material is Li2S"):
        parse(text % "Li2S")


def test_a_spread_that_is_not_drawn_is_reported():
    recipe = parse(
        "cathode: {active: S, loading: 1.2-1.4 mg/cm2}\nseparator: LPSCl\noperation: {temperature: 60 ± 2 degC}\n"
    )
    assert [place for place, _ in recipe.remarks()] == [("operation", "temperature")]


def shares(composition, samples=401):
    ledger = Ledger(samples, 0)
    cell = derive(
        Workbench.of(Recipe.from_mapping({**LEAST, "cathode": {**LEAST["cathode"], **composition}}), load(), ledger)
    )
    return ledger.drawn, cell.composite


def test_a_share_as_a_range_reaches_the_ensemble_and_the_others_take_what_is_left():
    plain, ranged = (
        shares({"composition": {"S": share, "LPSCl": "50 wt%", "KB": "20 wt%"}}) for share in ("30 wt%", "25-35 wt%")
    )
    drawn = ranged[0]["cathode.composition.S"]
    assert np.quantile(drawn[1:], (0.1, 0.9)) == pytest.approx([0.25, 0.35], rel=0.01)
    assert ranged[1].phi_active[0] == pytest.approx(plain[1].phi_active[0], rel=1e-12)
    assert "cathode.composition.S" not in plain[0]
    solids = sum(ranged[1].fractions[name] for name in ("S", "LPSCl", "KB"))
    assert solids == pytest.approx(1.0 - ranged[1].fractions["pores"], rel=1e-12)
    rest = ranged[1].fractions["LPSCl"] / ranged[1].fractions["KB"]
    lean, rich = np.argmin(drawn), np.argmax(drawn)
    assert rest[lean] / rest[rich] == pytest.approx(1.0, abs=0.15)  # their ratio by weight stays; densities are drawn
    assert ranged[1].phi_active[rich] > 1.2 * ranged[1].phi_active[lean]


def test_the_range_of_a_filled_host_is_of_sulfur_and_carbon_alike():
    host = {"carbon": "KB", "sulfur": "60 wt%"}
    drawn, composite = shares({"host": host, "composition": {"S/KB": "40-60 wt%", "LPSCl": "50 wt%"}}, 51)
    assert np.ptp(drawn["cathode.composition.S/KB"]) > 0.1
    volumes = composite.fractions["S"] / composite.fractions["KB"]
    assert volumes * drawn["S.density"] / drawn[f"{load().material('KB').name}.density"] == pytest.approx(1.5)


def test_an_assumed_composition_is_drawn():
    drawn, _ = shares({})
    assert np.quantile(drawn["cathode.composition.S"][1:], (0.1, 0.9)) == pytest.approx([0.2, 0.4], rel=0.02)
    assert np.quantile(drawn["cathode.composition.acetylene black"][1:], (0.1, 0.9)) == pytest.approx(
        [0.1, 0.3], rel=0.02
    )


@pytest.mark.parametrize(
    "shares",
    [{"S": "10-20 wt%", "LPSCl": "50 wt%", "KB": "20 wt%"}, {"S": "0-60 wt%", "LPSCl": "50 wt%", "KB": "20 wt%"}],
)
def test_ranges_that_cannot_add_up_are_refused(shares):
    with pytest.raises(RecipeError, match="composition"):
        Recipe.from_mapping({**LEAST, "cathode": {**LEAST["cathode"], "composition": shares}})


@pytest.mark.parametrize(
    "words", ["28-32 wt% S, 50 wt% LPSCl and 20 wt% KB", "S (28–32 wt%), LPSCl (50 wt%), KB (~20 wt%)"]
)
def test_shares_as_ranges_are_read_in_sentences(words):
    composition = Recipe.from_mapping(
        {**LEAST, "cathode": {**LEAST["cathode"], "composition": words}}
    ).cathode.composition
    assert composition.parts["S"] == pytest.approx(0.3)
    assert (composition.spreads["S"].low, composition.spreads["S"].high) == pytest.approx((0.28, 0.32))


def test_the_composition_of_a_filled_host_that_nobody_stated_has_the_carbon_of_the_host():
    host = "{active: S, host: {carbon: MWCNT, sulfur: 60 wt%}, loading: 1 mg/cm2}"
    recipe = complete(parse(f"cathode: {host}\nseparator: LPSCl\nanode: Li-In\n"), load())
    parts = recipe.cathode.composition.parts
    assert set(parts) == {"S", "MWCNT", "LPSCl"}
    assert parts["S"] / (parts["S"] + parts["MWCNT"]) == pytest.approx(0.6)
    assert any("carbon of the host" in one for one in recipe.assumptions)


@pytest.mark.parametrize("infiltrated", ["1 M LiTFSI in DOL/DME", "Li6PS5Cl"])
def test_a_cathode_that_is_infiltrated_was_cast_without_the_electrolyte_of_the_separator(infiltrated):
    """A pressed one of the plate's oxide has no pores to fill: what fills them must be what conducts."""
    cathode = {"active": "S", "loading": "1 mg/cm2"}
    filled = complete(
        Recipe.from_mapping({"cathode": {**cathode, "infiltrated": infiltrated}, "separator": "LLZTO"}), load()
    )
    pressed = complete(Recipe.from_mapping({"cathode": cathode, "separator": "LLZTO"}), load())
    assert "LLZTO" in pressed.cathode.composition.parts
    assert set(filled.cathode.composition.parts) == {"S", "acetylene black", "PVDF"}
    before, after = (derive(Workbench.of(one, load(), Ledger(1, 0))).composite for one in (pressed, filled))
    assert after.ionic_factor[0] > 0.1 > 1e3 * before.ionic_factor[0]
