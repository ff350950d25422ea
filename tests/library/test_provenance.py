import pytest

from brimstone.errors import LibraryError
from brimstone.library._files import read
from tests.library import good_library
from tests.library.good_library import CELL, CLASS, CONSTANTS, MATERIAL, STRATEGY


def refused(tmp_path, **changed):
    with pytest.raises(LibraryError) as caught:
        read(good_library.write(tmp_path, **changed))
    return str(caught.value)


def test_the_good_library_of_these_tests_loads(tmp_path):
    library = read(good_library.write(tmp_path))
    material = library.material("LPSCl")
    assert material["density"].source == "doi:10.1002/aenm.201903253"
    assert material["transference_number"].source == "class rule"
    assert material["oxidation_potential"].si == 2.01
    assert material["area_resistance"].si == pytest.approx(12e-4)


@pytest.mark.parametrize("word", ["source: 'doi:10.1002/aenm.201903253', ", "known: measured}"])
def test_a_value_without_source_or_how_known_does_not_load(tmp_path, word):
    spoiled = MATERIAL.replace(f"1.88 g/cm3, {word}", "1.88 g/cm3, " + ("}" if word.endswith("}") else ""), 1)
    if word.endswith("}"):
        spoiled = MATERIAL.replace(", known: measured}", "}", 1)
    message = refused(tmp_path, materials=spoiled)
    assert "materials/Li6PS5Cl.yaml: density: has no" in message


@pytest.mark.parametrize(
    ("words", "instead", "told"),
    [
        ("source: OBELiX", "source: ''", "ionic_conductivity.at_25_degC.source"),
        ("known: database", "known: guessed", "'guessed' is not one of"),
        ("'doi:10.1002/aenm.201903253'", "'doi:somewhere'", "is not a DOI"),
        ("1.86 g/cm3", "1.86", "has no unit"),
        ("1.86 g/cm3", "1.86 V", "is not a density"),
        ("1.86 g/cm3", "1.86 g/cm4", "is not a density"),
        ("1.86 g/cm3", "heavy", "density"),
        ("1.86 g/cm3", "0.9 g/cm3", "0.9 g/cm3 is not between"),
        ("value: 1.86 g/cm3, low: 1.84 g/cm3, high: 1.88 g/cm3", "value: 9 g/cm3", "outside what density of a sulfide"),
        ("low: 1.84 g/cm3, ", "", "low and high come together"),
        ("1.5 mS/cm, low: 0.6 mS/cm, high: 3 mS/cm", "-1.5 mS/cm", "positive"),
        ("value: 0.35 eV", "value: 35 eV", "outside what an activation energy of conduction can be"),
        ("law: arrhenius", "law: arhenius", "did you mean arrhenius"),
        ("density:", "densty:", "did you mean density"),
        ("class: sulfide", "class: sulfied", "did you mean sulfide"),
        ("formula: Li6PS5Cl", "formula: Li6PS5Xx", "not an element"),
        ("kind: electrolyte", "kind: electrolytes", "did you mean electrolyte"),
        ("[1.71 V, 2.01 V]", "[2.01 V, 1.71 V]", "is not below"),
        ("[1.71 V, 2.01 V]", "1.71 V", "a list of two"),
        ("film/area_resistance", "film/area_resistence", "did you mean film/area_resistance"),
        ("film/area_resistance", "film/conductivity", "is a conductivity, not a area resistance"),
        ("{value: null, note: no source found}", "{value: null}", "price.note"),
        ("against_lithium: reacts", "against_lithium: maybe", "is not one of"),
        ("temperature: 25 degC", "temperature: 25 mV", "is not a temperature"),
        ("note: small grains", "page: 7", "'page' is not known here"),
    ],
)
def test_a_spoiled_material_is_refused_with_file_and_field(tmp_path, words, instead, told):
    assert words in MATERIAL
    message = refused(tmp_path, materials=MATERIAL.replace(words, instead, 1))
    assert message.startswith("materials/Li6PS5Cl.yaml: ")
    assert told in message


@pytest.mark.parametrize(
    ("kind", "content", "words", "instead", "told"),
    [
        ("constants", CONSTANTS, "dimension: conductivity", "dimension: conductivty", "did you mean conductivity"),
        ("constants", CONSTANTS, "source: a fit, ", "", "has no source"),
        ("classes", CLASS, "[1.4 g/cm3, 3.5 g/cm3]", "[1.4 g/cm3]", "a range is a list of two"),
        ("classes", CLASS, "single_ion: true", "single_ion: 'yes'", "true or false"),
        ("cells", CELL, "basis: sulfur, ", "", "needs a basis"),
        (
            "cells",
            CELL,
            "quantity: discharge capacity",
            "quantity: discharge capcity",
            "did you mean discharge capacity",
        ),
        ("cells", CELL, "cycle: 1", "cycle: 0", "whole number from one"),
        ("cells", CELL, "70 ohm", "70 ohm cm2", "is not a resistance"),
        ("strategies", STRATEGY, "sides: [anode]", "sides: [front]", "'front' is not one of"),
        ("strategies", STRATEGY, "acts: [heated]", "acts: [prayed for]", "'prayed for' is not one of"),
        ("strategies", STRATEGY, "514 ohm cm2", "9999 ohm cm2", "must lie between zero"),
        ("strategies", STRATEGY, "514 ohm cm2", "514 ohm", "differ in kind"),
        ("strategies", STRATEGY, "cells: [Somebody2020]", "cells: [Nobody1999]", "no cell is named 'Nobody1999'"),
    ],
)
def test_other_spoiled_files_are_refused_too(tmp_path, kind, content, words, instead, told):
    assert words in content
    assert told in refused(tmp_path, **{kind: content.replace(words, instead)})


def test_all_problems_of_all_materials_are_named_at_once(tmp_path):
    root = good_library.write(tmp_path, materials=MATERIAL.replace("kind: elec", "kind: alec"))
    other = MATERIAL.replace("name: Li6PS5Cl", "name: Other").replace("known: database", "known: guessed")
    (root / "materials/other.yaml").write_text(other.replace("1.86 g/cm3", "1.86 V"))
    with pytest.raises(LibraryError) as caught:
        read(root)
    places = [line.split(": ")[:2] for line in str(caught.value).splitlines()]
    assert places == [
        ["materials/Li6PS5Cl.yaml", "kind.0"],
        ["materials/other.yaml", "density.value"],
        ["materials/other.yaml", "ionic_conductivity.at_25_degC.known"],
    ]


def test_two_materials_can_not_bear_one_name(tmp_path):
    root = good_library.write(tmp_path)
    other = MATERIAL.replace("name: Li6PS5Cl", "name: Other").replace("[LPSCl, argyrodite chloride]", "[lpscl]")
    (root / "materials/other.yaml").write_text(other)
    with pytest.raises(LibraryError, match="names both"):
        read(root)


def test_missing_is_missing_and_says_why(tmp_path):
    material = read(good_library.write(tmp_path)).material("LPSCl")
    assert material.get("price") is None
    with pytest.raises(LibraryError, match="Li6PS5Cl: price is not in the library \\(no source found\\)"):
        material["price"]
    with pytest.raises(LibraryError, match="Li6PS5Cl: hardness is not in the library"):
        material["hardness"]


def test_every_value_of_the_library_has_a_source_and_says_how_it_is_known(library):
    values = [value for value in library.constants().values()]
    for material in library.materials():
        for held in material.properties.values():
            values.extend(held.parts.values() if hasattr(held, "parts") else [held])
        values.extend(value for reports in material.records.values() for value in reports)
    for strategy in library.strategies():
        values.extend(value for treatment in strategy.variants for value in treatment.values.values())
    values.extend(figure.value for cell in library.cells() for figure in cell.figures)
    assert len(values) > 1500
    assert all(value.source and value.known for value in values)


@pytest.mark.parametrize(
    ("known", "openings"), [("estimate", ("estimate", "class rule")), ("recalled", ("recalled", "class rule", "doi:"))]
)
def test_what_is_estimated_or_recalled_says_so_in_its_source(library, known, openings):
    values = dict(library.constants())
    for material in library.materials():
        for name, held in material.properties.items():
            parts = held.parts if hasattr(held, "parts") else {"": held}
            values.update({f"{material.name}.{name}.{part}": value for part, value in parts.items()})
    for name, value in values.items():
        if value.known == known:
            assert value.source.startswith(openings), f"{name}: {value.source}"
