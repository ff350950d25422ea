"""A check that can't fail is none: with one number or one law broken, the rows that rest on it fail."""

import dataclasses

import numpy as np
import pytest

from brimstone.composite import build
from brimstone.library import load, workbench
from brimstone.model import derive
from brimstone.model.solid import decomposition
from brimstone.recipe import words
from brimstone.simulate.losses import losses
from brimstone.verify import rows
from tests.verify.broken import with_constant, with_level, with_material, with_property

ROWS = {row.id: row for row in rows()}


@pytest.fixture
def use(monkeypatch):
    """Let the checks draw on another library."""

    def put(library):
        monkeypatch.setattr("brimstone.verify._cells.load_library", lambda: library)

    return put


def failed(name):
    return not ROWS[name].run().passed


@pytest.mark.parametrize(
    ("row", "material", "prop", "factor"),
    [
        ("E5", "Li", "partial_molar_volume", 0.01),
        ("E6", "Li2S", "molar_volume", 1.01),
        ("E10", "Li6PS5Cl", "young_modulus", 0.1),
        ("E13", "Li", "partial_molar_volume", 1.05),
        ("A1", "S", "theoretical_capacity", 1.01),
        ("A1", "Li2S", "theoretical_capacity", 0.99),
        ("A4", "S", "theoretical_capacity", 1.01),
        ("A4", "Li2S", "theoretical_capacity", 1.01),
        ("B2", "LLZO", "ionic_conductivity", 0.01),
        ("B3", "Li6.6Si0.6Sb0.4S5I", "ionic_conductivity", 2.0),
        ("B4", "Li9.54Si1.74P1.44S11.7Cl0.3", "ionic_conductivity", 0.5),
        ("C12", "SeS2", "plateau_shift", -2.0),
        ("C15", "Li2S-LiI", "ionic_conductivity", 1e-9),
        ("B8", "LiPON", "ionic_conductivity", 2.0),
        ("G11", "poly-DOL gel", "polysulfide_diffusivity", 100.0),
        ("G14", "ACNTP", "polysulfide_diffusivity", 1e4),
        ("B10", "75Li2S-25P2S5-LiI", "hydrogen_sulfide_release", 0.5),
        ("B11", "xylene", "conductivity_retention", 0.5),
        ("B11", "acetonitrile", "conductivity_retention", 1.9),
        ("D1", "Li6PS5Cl", "oxidation_potential", 1.1),
        ("E1", "Li2S", "density", 1.1),
        ("E16", "Li", "density", 1.05),
        ("F4", "Li-In", "reference_potential", 0.5),
        ("F10", "Li", "density", 1.2),
        ("F16", "Li", "density", 1.05),
        ("H6", "Li6PS5Cl", "density", 1.2),
        ("C2", "Cu", "density", 100.0),
        ("D9", "VGCF", "percolation_threshold", 10.0),
        ("C8", "activated carbon", "pore_volume", 1e-6),
        ("C11", "Li2S@Li3PS4", "electrolyte_coverage", 1e-3),
        ("C14", "S/CuS", "electronic_conductivity", 1e-6),
        ("B9", "LLZO", "shear_modulus", 0.05),
        ("F1", "LLZO", "fracture_toughness", 100.0),
        ("F1", "PEO-LiTFSI", "young_modulus", 1e6),
        ("E14", "LLZO", "contact_fraction", 9.0),
        ("F2", "LLZO", "lithium_resistance", 30.0),
        ("F6", "Si", "work_of_adhesion", 0.1),
        ("F8", "LLZO", "lithium_contact_fraction", 5.0),
        ("F9", "LLCZN", "lithium_resistance", 20.0),
        ("F7", "LAGP", "interphase_resistance", 0.0),
        ("F15", "Li6PS5Cl", "interphase_resistance", 0.0),
        ("G4", "LGPS", "interphase_resistance", 0.0),
        ("K2", "LGPS", "interphase_resistance", 0.0),
        ("A7", "Cu", "density", 20.0),
        ("A7", "NCM622", "theoretical_capacity", 2.0),
        ("H11", "LGPS", "ionic_conductivity", 1e-3),
        ("H13", "PETEA gel", "young_modulus", 1e4),
        ("H4", "LATP", "ionic_conductivity", 1e-4),
    ],
)
def test_a_wrong_property_is_noticed(use, row, material, prop, factor):
    use(with_property(material, prop, factor))
    assert failed(row)


@pytest.mark.parametrize(
    ("row", "constant", "value"),
    [
        ("A3", "conversion/potential", 2.3),
        ("C1", "mixing/hand_ground_ln_area", 0.7),
        ("C3", "transport/electronic_threshold", 0.6),
        ("C9", "film/conductivity", 1e-13),
        ("D5", "redox/activation_energy", -6e-20),
        ("E2", "composite/swelling_into_thickness", 1.0),
        ("E2", "contact/damage", 0.0),
        ("E3", "contact/cathode_pressure", 1e9),
        ("E9", "contact/binder_scale", 1e6),
        ("E15", "contact/loss", 0.0),
        ("E12", "anode/creep_short_exponent", 1.5),
        ("E12", "anode/creep_short_time", 3600.0),
        ("G1", "process/sulfur_limit", 0.6),
        ("G6", "process/pressed_thickness", 5e-5),
        ("B10", "moisture/halving_release", 1e-3),
        ("B7", "interface/deposited", 0.3),
        ("F3", "interface/alloy_area_resistance", 0.1),
        ("F5", "interface/deposited", 0.0),
        ("F11", "interface/soft_layer", 0.0),
        ("G5", "process/pressed_thickness", 5e-5),
        ("G10", "interface/laminated", 1.0),
        ("A2", "solution/upper_potential", 2.195),
        ("K5", "solution/film_conductivity", 1e-9),
        ("G9", "solution/gel_point", 0.0),
        ("G12", "solution/polymer_share", 0.0),
        ("G16", "solution/pinholes", 0.2),
        ("G17", "solution/pinholes", 0.2),
        ("H5", "solution/dead_share", 0.05),
        ("G15", "interface/soft_layer", 0.0),
        ("K4", "interface/wetted", 0.0),
        ("B13", "interface/soft_layer", 0.1),
        ("C7", "promoter/strength", 0.0),
        ("G3", "film/conductivity", 1e-12),
        ("H1", "format/coin_wall", 1e-10),
        ("H2", "film/conductivity", 1e-13),
        ("H3", "film/conductivity", 1e-13),
        ("H7", "design/separator_thickness", 1e-3),
        ("H8", "process/press_force", 1e7),
        ("H9", "scaling/vacuum", 0.0),
        ("H12", "process/roll_radius", 1e-4),
        ("H14", "heat/formation_enthalpy", 1e8),
    ],
)
def test_a_wrong_constant_is_noticed(use, row, constant, value):
    library = with_constant(constant, value)
    if row == "C3":  # its carbon has a threshold of its own
        library = with_property("acetylene black", "percolation_threshold", 12.0, library)
    use(library)
    assert failed(row)


@pytest.mark.parametrize("relief", [1e-7, 1e-4])
def test_a_film_that_conforms_to_nothing_or_to_all_of_the_cathode_is_noticed(use, relief):
    library = with_constant("interface/relief", relief)
    sharp = dataclasses.replace(library.constant("interface/relief"), low=None, high=None)
    use(dataclasses.replace(library, _constants={**library._constants, "interface/relief": sharp}))
    assert failed("G7")


def test_a_gel_of_fibres_that_conducts_twice_as_well_is_noticed(use):
    law = load().material("AHE")["ionic_conductivity"]
    better = dataclasses.replace(law, reference=dataclasses.replace(law.reference, si=2.0 * law.reference.si))
    use(with_material("AHE", properties={**load().material("AHE").properties, "ionic_conductivity": better}))
    assert failed("G13")


@pytest.mark.parametrize("row", ["D4", "D7"])
def test_an_electrolyte_that_never_reacts_is_noticed(use, row):
    library = with_constant("redox/reach", 0.0)
    use(library)
    assert failed(row)


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("K3", "order"),
        ("B1", "halide_on_lithium"),
        ("B14", "reacts_with_sulfur"),
        ("A8", "shuttle"),
        ("F14", "clean_substrate"),
    ],
)
def test_a_rule_of_the_lab_that_keeps_silent_is_noticed(use, row, rule):
    use(with_level(rule, "warning" if rule == "clean_substrate" else "info"))
    assert failed(row)


def test_a_solvent_after_lithium_that_is_not_told_of_is_noticed(use):
    use(with_level("lithium_before_solvent", "info"))
    assert failed("F13")


def test_one_electron_a_sulfur_is_noticed(monkeypatch, use):
    monkeypatch.setattr("brimstone.simulate.nominal.ELECTRONS_PER_SULFUR", 1)  # balances fail with it, as they must
    use(with_property("S", "theoretical_capacity", 0.5))
    assert failed("A4")
    assert failed("A1")


def test_a_reference_electrode_that_is_off_is_noticed(monkeypatch):
    monkeypatch.setitem(words.REFERENCE_POTENTIALS, "SHE", 3.0)
    assert failed("A5")


def test_a_cut_off_that_is_not_kept_is_noticed(monkeypatch):
    monkeypatch.setattr("brimstone.protocol.program._Writer.voltage", lambda writer, value: value + 0.05)
    assert failed("A6")


def test_flaws_that_know_no_pores_are_noticed(monkeypatch):
    monkeypatch.setattr("brimstone.physics.dendrites.flaw_length", lambda grain, *others: grain)
    assert failed("F12")


def test_a_critical_current_without_the_resistance_is_noticed(monkeypatch):
    monkeypatch.setattr("brimstone.physics.dendrites.critical_plating_current", lambda drop, *others: drop)
    assert failed("K6")


def test_a_lost_interface_is_noticed(monkeypatch):
    def forgetful(*arguments):
        found = losses(*arguments)
        return dataclasses.replace(found, volts={**found.volts, "kinetics": np.zeros_like(found.equilibrium)})

    monkeypatch.setattr("brimstone.simulate.nominal.losses", forgetful)
    assert failed("K1")


def test_reactions_that_slow_down_when_warm_are_noticed(monkeypatch):
    arrhenius = workbench.arrhenius_factor
    monkeypatch.setattr(workbench, "arrhenius_factor", lambda *arguments: 1.0 / arrhenius(*arguments))
    assert failed("C4")


def test_decomposition_that_knows_no_carbon_is_noticed(monkeypatch):
    values = decomposition.values

    def everywhere(bench, composite):
        found = values(bench, composite)
        return {**found, "redox_rate": 1e-4 * np.ones_like(found["redox_rate"])}

    monkeypatch.setattr(decomposition, "values", everywhere)
    assert failed("D2")


def test_sulfur_that_is_thinnest_elsewhere_is_noticed(monkeypatch):
    monkeypatch.setattr(
        "brimstone.composite.infiltration.viscosity", lambda temperature: np.asarray(temperature) * 1e-5
    )
    assert failed("C6")


def test_a_tube_without_walls_is_noticed(use):
    use(with_material("tube-in-tube carbon", shape="fibre"))
    assert failed("E8")


def test_a_stack_pressure_that_densifies_is_noticed(monkeypatch):
    def confused(bench):
        stack = bench.recipe.operation.stack_pressure
        cathode = bench.recipe.cathode.model_copy(update={"pressed_at": stack})
        return build(dataclasses.replace(bench, recipe=bench.recipe.model_copy(update={"cathode": cathode})))

    monkeypatch.setattr(derive, "build", confused)
    assert failed("E11")
    assert failed("G2")


def test_without_its_note_the_impossible_pair_of_conductivities_is_noticed(use):
    use(with_material("Li9.54Si1.74P1.44S11.7Cl0.3", notes=()))
    assert failed("B4")


def test_nothing_is_noticed_when_nothing_is_broken(use):
    use(load())
    assert not failed("A1")
    assert not failed("B8")


def test_an_instrument_that_is_not_there_is_noticed(monkeypatch):
    monkeypatch.setattr("brimstone.verify.processes.instruments", tuple)
    assert failed("H10")
