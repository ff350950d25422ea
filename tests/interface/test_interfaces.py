"""Interfaces of whole recipes, through the words that a person writes."""

import numpy as np
import pytest

from brimstone.interface import build
from brimstone.library import Ledger, load
from brimstone.library.workbench import Workbench
from brimstone.recipe import parse

OHM_CM2 = 1e-4
RECIPE = """
cathode:
  active: S
  composition: {{S: 30 wt%, Li6PS5Cl: 50 wt%, acetylene black: 20 wt%}}
  loading: 1 mg/cm2
  pressed_at: 360 MPa
  collector: {collector}
{cathode}
separator: {separator}
anode: {anode}
operation: {operation}
"""
PELLETS = {
    "Li6PS5Cl": "[{electrolyte: Li6PS5Cl, thickness: 500 um}]",
    "LGPS": "[{electrolyte: LGPS, thickness: 500 um}]",
    "LLZO": "[{electrolyte: LLZO, thickness: 1 mm}]",
    "PEO-LiTFSI": "[{electrolyte: PEO-LiTFSI, thickness: 50 um}]",
    "poly-DOL gel": "[{electrolyte: poly-DOL gel, thickness: 50 um}]",
}

COLUMNS = {"LLZO": 250.0}  # [ohm cm2]; of other pellets 33


@pytest.fixture(scope="module")
def library():
    return load()


@pytest.fixture
def state(library):
    """Interfaces of a recipe, changed field by field."""

    def make(electrolyte="Li6PS5Cl", samples=1, overrides=None, **fields):
        words = {"anode": "Li", "operation": "{stack_pressure: 50 MPa}", "cathode": "", "collector": "Al"}
        words |= {"separator": PELLETS.get(electrolyte, electrolyte), **fields}
        words["cathode"] = f"  {words['cathode']}"
        recipe = parse(RECIPE.format(**words))
        column = [np.full(samples, COLUMNS.get(electrolyte, 33.0) * OHM_CM2)]
        return build(Workbench.of(recipe, library, Ledger(samples, 0, overrides)), column)

    return make


def resistance(interface):
    return float(interface.resistance[0]) / OHM_CM2


def test_a_pressed_sulfide_cell_has_the_calibrated_resistance_of_its_anode(state, library):
    value = library.material("Li-In")["area_resistance"].si
    assert float(state(anode="Li-In").anode.resistance[0]) == pytest.approx(value, rel=1e-2)


def test_lithium_on_a_plain_thiophosphate_stands_between_argyrodite_and_what_germanium_makes_of_it(state):
    layers = (f"[{{electrolyte: {name}, thickness: 500 um}}]" for name in ("Li6PS5Cl", "beta-Li3PS4", "LGPS"))
    argyrodite, plain, germanium = (resistance(state(layer).anode) for layer in layers)
    assert 2.0 * argyrodite < plain < 0.2 * germanium


def test_less_stack_pressure_costs_contact_at_the_anode_and_at_the_collector(state):
    cells = [state(operation=f"{{stack_pressure: {p} MPa}}") for p in (50, 10, 2)]
    anodes = [resistance(one.anode) for one in cells]
    collectors = [float(one.collector_resistance[0]) for one in cells]
    assert anodes == sorted(anodes)
    assert collectors == sorted(collectors)
    assert anodes[-1] > 2.0 * anodes[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [("contact/reference_pressure", "30 MPa"), ("interface/reference_fabrication_pressure", "180 MPa")],
)
def test_an_override_of_a_reference_pressure_reaches_the_collector(state, name, value):
    """Of which its resistance is given at a smaller pressure, it has less of it at its own."""
    assert state(overrides={name: value}).collector_resistance[0] < 0.97 * state().collector_resistance[0]


def test_an_override_of_the_thickness_that_dissolves_reaches_the_anode(state):
    thin = {"anode": "{material: Li, interface: gold and molten lithium}"}
    usual, resists = (state("LLZO", overrides=one, **thin) for one in ({}, {"interface/dissolving_thickness": "1 nm"}))
    assert resists.anode.full_contact[0] != usual.anode.full_contact[0]


def test_what_the_anode_was_pressed_at_is_remembered_in_part(state):
    low = "{stack_pressure: 5 MPa}"
    fresh = state(operation=low).anode
    pressed = state(operation=low, anode="{material: Li, pressed_at: 25 MPa}").anode
    held = state(operation="{stack_pressure: 25 MPa}").anode
    assert fresh.contact[0] < pressed.contact[0] < held.contact[0]
    assert pressed.highest_pressure == pytest.approx(25e6)


def test_the_recipes_pressure_counts_before_that_of_the_treatment(state):
    anode = "{material: Li, interface: mechanical pressing, pressed_at: 10 MPa}"
    assert state(anode=anode, operation="{stack_pressure: 1 MPa}").anode.highest_pressure == pytest.approx(1e7)
    usual = state(anode="{material: Li, interface: mechanical pressing}", operation="{stack_pressure: 1 MPa}").anode
    assert usual.highest_pressure == pytest.approx(120e6)


@pytest.mark.parametrize(
    "treatment",
    [
        "mechanical pressing",
        "vapour deposition",
        "polymer modification",
        "in situ polymerisation",
        "heating to 175 degC",
        "aluminium and molten lithium",
        "gold and molten lithium",
        "CVD silicon",
        "ALD ZnO",
        "LiPON by CVD",
    ],
)
def test_each_treatment_of_the_anode_lowers_the_resistance_of_lithium_laid_on_garnet(state, treatment):
    loose = "{stack_pressure: 0 MPa}"
    bare = state("LLZO", operation=loose).anode
    treated = state("LLZO", operation=loose, anode=f"{{material: Li, interface: {treatment}}}").anode
    assert resistance(treated) < resistance(bare)
    assert treated.contact[0] > bare.contact[0]
    assert treated.treatments != ()


def test_two_treatments_do_no_less_than_the_better_of_them(state):
    loose = "{stack_pressure: 0 MPa}"
    heat, press = "heating below the melting point", "mechanical pressing"
    contacts = [
        state("LLZO", operation=loose, anode=f"{{material: Li, interface: {words}}}").anode.contact[0]
        for words in (heat, press, f"{heat} + {press}")
    ]
    assert contacts[2] > max(contacts[:2])


def test_molten_lithium_alone_gains_nothing_on_handled_garnet(state):
    bare = state("LLZO", operation="{stack_pressure: 0 MPa}").anode
    melted = state("LLZO", operation="{stack_pressure: 0 MPa}", anode="{material: Li, interface: molten lithium}").anode
    assert resistance(melted) == pytest.approx(resistance(bare), rel=1e-3)


def test_a_deposited_coat_that_lithium_does_not_wet_closes_only_what_pressure_fills(state):
    """As molten or soft lithium on a rough solid: nothing without pressure, all at tens of MPa."""
    anode = "{material: Li, interface: zinc oxide by atomic layer deposition}"
    repelling = {"ZnO.work_of_adhesion": "0.1 J/m2"}

    def gained(pressure, overrides=None):
        operation = f"{{stack_pressure: {pressure} MPa}}"
        bare, coated = (
            state("LLZO", operation=operation, overrides=overrides, anode=one).anode for one in ("Li", anode)
        )
        return 1.0 - (1.0 - coated.contact[0]) / (1.0 - bare.contact[0])

    assert gained(0) == pytest.approx(0.9, abs=0.01)
    assert gained(0, repelling) == pytest.approx(0.0, abs=1e-6)
    assert 0.1 < gained(3, repelling) < 0.8
    assert gained(30, repelling) == pytest.approx(0.9, abs=0.02)


def test_molten_lithium_makes_a_ball_on_garnet_and_spreads_on_gold(state):
    angles = [
        np.degrees(state("LLZO", anode=f"{{material: Li, interface: {words}}}").anode.contact_angle[0])
        for words in ("molten lithium", "gold and molten lithium")
    ]
    assert angles[0] > 120.0
    assert angles[1] < 30.0
    assert state("LLZO", anode="{material: Li, interface: mechanical pressing}").anode.contact_angle is None


def test_a_layer_that_conducts_ions_adds_its_thickness_over_its_conductivity(state, library):
    treated = state("LLZO", anode="{material: Li, interface: LiPON by CVD}").anode
    lipon = treated.layers[0]
    assert float(lipon.resistance[0]) / OHM_CM2 == pytest.approx(2e-4 / 2.95e-7, rel=1e-3)
    assert treated.adjacent == "LiPON"


def test_a_film_of_metal_adds_no_resistance_and_a_thick_one_takes_the_place_of_lithium(state):
    thin = state(anode="{material: Li, interface: evaporated indium}").anode
    thick = state(anode="{material: Li, interface: indium by pressing}").anode
    alloy = state(anode="Li-In").anode
    assert float(thin.layers[0].resistance[0]) == 0.0
    assert thick.full_contact[0] == pytest.approx(alloy.full_contact[0])
    assert thin.full_contact[0] == state(anode="Li").anode.full_contact[0]


def test_the_interphase_of_lgps_grows_with_the_root_of_the_storage_time(state):
    grown = [
        float(state("LGPS", operation=f"{{stack_pressure: 50 MPa, stored: {days * 24} h}}").anode.interphase[0])
        for days in (1, 4, 16)
    ]
    assert 2.0 < grown[1] / grown[0] < 4.0  # with time at first, with its root in the end
    assert 2.0 < grown[2] / grown[1] < grown[1] / grown[0]


@pytest.mark.parametrize(
    "protected",
    [
        {"anode": "Li-In"},
        {"anode": "{material: Li, interface: evaporated indium}"},
        {"anode": "{material: Li, interface: bilayer electrolyte}"},
        {
            "electrolyte": "[{electrolyte: LGPS, thickness: 400 um}, {electrolyte: 75Li2S-24P2S5-1P2O5, thickness: "
            "100 um}]"
        },
    ],
)
def test_nothing_of_lgps_decomposes_behind_a_layer_or_beside_an_alloy(state, protected):
    bare = state("LGPS").anode
    kept = state(**{"electrolyte": "LGPS", **protected}).anode
    assert bare.interphase_thickness[0] > 0.0
    assert kept.interphase_thickness[0] == 0.0
    assert resistance(kept) < resistance(bare)


def test_a_polymer_made_in_the_cell_touches_better_than_one_laid_on(state):
    soft = "{stack_pressure: 0.3 MPa, temperature: 60 degC}"
    inside, outside = (
        state("PEO-LiTFSI", operation=soft, cathode=f"treatment: {words}").cathode
        for words in ("in situ polymerisation", "ex situ polymer")
    )
    assert inside.contact[0] > outside.contact[0]
    assert resistance(inside) < resistance(outside)


def test_a_polar_solvent_costs_more_than_one_that_is_not(state):
    polar, other = (
        resistance(state(cathode=f"treatment: slurry casting in {solvent}").cathode)
        for solvent in ("tetrahydrofuran", "hexane")
    )
    assert polar > 1.2 * other
