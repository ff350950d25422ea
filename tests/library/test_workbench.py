"""The workbench: a recipe, the library as that recipe sees it, the ledger and a temperature."""

import pytest

from brimstone.errors import LibraryError
from brimstone.library import Ledger, load
from brimstone.library.workbench import Workbench
from brimstone.recipe import parse

OWN = """
materials: {milled argyrodite: {like: Li6PS5Cl, ionic conductivity: 2.5 mS/cm}}
cathode: {active: S, composition: {S: 30 wt%, milled argyrodite: 50 wt%, Super P: 20 wt%}, loading: 1 mg/cm2}
separator: [{electrolyte: milled argyrodite, thickness: 500 um}]
anode: Li-In
operation: {temperature: 60 degC}
overrides: {film/length: 3 nm}
"""


@pytest.fixture
def bench():
    return Workbench.of(parse(OWN), load())


def test_a_bench_knows_the_materials_of_its_recipe_and_leaves_the_library_as_it_is(bench):
    assert bench.property("milled argyrodite", "density")[0] == load().material("Li6PS5Cl")["density"].si
    assert "milled argyrodite" not in load().material_names()
    assert Workbench.of(bench.recipe, bench.library).library is bench.library


def test_a_bench_has_the_temperature_and_the_overrides_of_its_recipe_unless_others_are_given(bench):
    assert bench.temperature == pytest.approx(333.15)
    assert bench.constant("film/length") == pytest.approx(3e-9)
    assert Workbench.of(bench.recipe, load(), temperature=300.0).temperature == 300.0
    assert Workbench.of(bench.recipe, load(), Ledger(5)).constant("film/length").shape == (5,)


def test_a_property_that_a_material_lacks_is_the_default_a_number_or_a_constant(bench):
    lithium = bench.material("Li")
    assert "permittivity" not in lithium
    assert bench.property(lithium, "permittivity", 7.0) == pytest.approx(7.0)
    expected = load().constant("impedance/permittivity").si
    assert bench.property(lithium, "permittivity", "impedance/permittivity") == pytest.approx(expected)
    with pytest.raises(LibraryError, match="permittivity is not in the library"):
        bench.property(lithium, "permittivity")


def test_every_number_is_noted_once_under_one_name(bench):
    conductivity = bench.conductivity(bench.material("milled argyrodite"))
    assert conductivity[0] > 2 * 0.25  # 2.5 mS/cm at 25 degC, at least twice that at 60
    bench.conductivity(bench.material("milled argyrodite"))
    names = [entry.where for entry in bench.ledger.entries]
    assert len(names) == len(set(names))
    assert "milled argyrodite.ionic_conductivity.at_25_degC" in names


def test_salt_diffuses_faster_in_the_warmth_as_it_conducts_better(bench):
    liquid = bench.material("DOL-DME LiTFSI")
    ratio = bench.conductivity(liquid)[0] / float(liquid["ionic_conductivity"].at(298.15))
    assert liquid["diffusivity"].temperature == pytest.approx(298.15)
    assert bench.diffusion_factor(liquid, "diffusivity") == pytest.approx(ratio * 333.15 / 298.15)
    assert ratio > 1.2
    assert bench.diffusion_factor(bench.material("Li6PS5Cl"), "density") == 1.0  # at no temperature in particular
