"""``list`` and ``show``: what the library knows, found by the names that people have for it."""

import json
import re

import pytest

from brimstone.inspect import find_problems
from brimstone.library import load
from tests.cli.conftest import assert_one_screen

LIBRARY = load()
THINGS = {
    "materials": "material",
    "cells": "cell",
    "strategies": "strategy",
    "treatments": "treatment",
    "protocols": "protocol",
    "constants": "constant",
    "classes": "class",
    "rules": "rule",
}


@pytest.mark.parametrize("what", THINGS)
@pytest.mark.parametrize("width", [80, 120])
def test_every_list_names_everything_within_the_width_of_the_screen(brimstone, asked, what, width, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(width))
    done = brimstone("list", what)
    assert done.exit_code == 0, done.output
    assert max(map(len, done.stdout.splitlines())) <= width
    printed = re.sub(r"\s", "", done.stdout)
    named = [thing["name"] for thing in asked("list", what)]
    assert len(named) == len(set(named)) > 2
    for name in named:
        assert re.sub(r"\s", "", name)[:12] in printed


def test_materials_of_a_class_come_best_conductor_first(asked):
    materials = asked("list", "materials", "--class", "sulfide", "--sort", "conductivity")
    assert {material["class"] for material in materials} == {"sulfide"}
    known = [LIBRARY.material(material["name"]).get("ionic_conductivity") for material in materials]
    numbers = [float(law.at(298.15)) for law in known if law is not None and hasattr(law, "at")]
    assert numbers == sorted(numbers, reverse=True)
    assert known[0] is not None


def test_materials_that_can_play_a_part(asked):
    names = {material["name"] for material in asked("list", "materials", "--kind", "anode")}
    assert {"Li", "Li-In", "LTO"} <= names
    assert "Li6PS5Cl" not in names


def test_an_estimate_is_marked_in_a_list(brimstone):
    row = next(
        line for line in brimstone("list", "materials", "--class", "sulfide").stdout.splitlines() if "LGPS" in line
    )
    assert "~" in row
    assert "~ is an estimate" in brimstone("list", "materials").stdout


def test_runnable_cells_are_marked_and_they_are_those_with_a_recipe(asked):
    marked = {cell["name"] for cell in asked("list", "cells") if cell["runnable"]}
    assert marked == {cell.name for cell in LIBRARY.cells(runnable=True)}
    assert "Yao2017" in marked


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        (["list", "materials", "--class", "sulphide"], "sulfide"),
        (["list", "materials", "--kind", "electrolite"], "electrolyte"),
        (["list", "materials", "--sort", "conductance"], "conductivity"),
        (["list", "cells", "--sort", "density"], "--sort are for materials"),
        (["list", "materals"], "materials"),
        (["show", "LPCSl"], "LPSCl"),
        (["show", "cell", "Yao2071"], "Yao2017"),
        (["show", "strategy", "moltn lithium"], "molten lithium"),
        (["show", "treatment", "indium by presing"], "indium by pressing"),
        (["show", "constant", "film/conductivty"], "film/conductivity"),
        (["show", "protocol", "ratse"], "rates"),
        (["show", "material", "Yao2017"], "brimstone list materials"),
        (["show", "cells"], "brimstone list cells"),
        (["show", "material"], "brimstone list materials"),
        (["show", "nothing like anything"], "brimstone list materials"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else "",
)
def test_a_name_that_nothing_bears_gets_the_nearest_or_the_list(brimstone, words, nearest):
    done = brimstone(*words)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert nearest in done.stderr
    assert_one_screen(done.stderr)


@pytest.mark.parametrize(
    "words", [["LPSCl"], ["argyrodite chloride"], ["material", "LPSCl"], ["materials", "Li6PS5Cl"]]
)
def test_a_material_is_shown_by_any_of_its_names_with_the_source_of_every_number(brimstone, words):
    done = brimstone("show", *words)
    assert done.exit_code == 0
    assert done.stdout.startswith("Li6PS5Cl\n")
    assert "ionic conductivity" in done.stdout
    assert "1.75 mS/cm" in done.stdout
    assert "measured" in done.stdout
    for value in LIBRARY.material("LPSCl").properties.values():
        for part in getattr(value, "parts", {"": value}).values():
            assert re.sub(r"\s", "", part.source) in re.sub(r"\s", "", done.stdout)


def test_a_gap_is_shown_as_a_gap(brimstone, asked):
    assert "not known" in brimstone("show", "Li3YCl5I").stdout
    assert "density" in asked("show", "Li3YCl5I")["gaps"]


def test_reports_that_differ_are_shown_side_by_side(asked):
    reports = asked("show", "LPSCl")["records"]["ionic_conductivity"]
    assert len(reports) > 3
    assert all(report["source"] for report in reports)


@pytest.mark.parametrize(
    ("words", "fragments"),
    [
        (["cell", "Yao2017"], ["1526 mAh/g", "Qi 2024", "excellent rate performance", "brimstone run cell:Yao2017"]),
        (["Yao 2017"], ["Yao2017"]),
        (["cell:Yao2017"], ["Yao2017"]),
        (["cell", "Kato2016"], ["A record"]),
        (["strategy", "molten lithium"], ["Order of work", "Hazards", "Scalability", "5822 to 514 ohm cm2"]),
        (["treatment", "indium by pressing"], ["72 MPa", "In a recipe", "anode: {interface: indium by pressing}"]),
        (["slurry", "casting"], ["slurry casting"]),
        (["film/conductivity"], ["S/cm", "calibrated", "overrides: {film/conductivity"]),
        (["constant", "film/conductivity"], ["S/cm"]),
        (["rates"], ["[0.1C, 1C]", "restore", "window"]),
        (["protocol", "pulse"], ["GITT", "for"]),
        (["class", "sulfide"], ["densifies cold: yes", "class rule", "Zhu 2023"]),
        (["rule", "anode_melts"], ["melting point", "Qi 2024"]),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else "",
)
def test_everything_else_is_shown_by_kind_and_name_or_by_name_alone(brimstone, asked, words, fragments):
    done = brimstone("show", *words)
    assert done.exit_code == 0, done.output
    text = " ".join(done.stdout.split())
    for fragment in fragments:
        assert fragment in text, done.stdout
    assert asked("show", *words)["name"]


def test_a_name_with_two_meanings_says_so(brimstone):
    assert "There is also a treatment of this name" in " ".join(brimstone("show", "mechanical pressing").stdout.split())


def test_everything_that_is_listed_can_be_shown(brimstone):
    for things, kind in THINGS.items():
        for thing in json.loads(brimstone("list", things, "--json").stdout):
            done = brimstone("show", kind, thing["name"], "--json")
            assert done.exit_code == 0, done.output
            assert json.loads(done.stdout)["name"] == thing["name"]


@pytest.mark.parametrize("name", ["LPSCl", "Yao2017", "molten lithium", "indium by pressing", "rates", "sulfide"])
@pytest.mark.parametrize("width", [80, 120])
def test_what_is_shown_fits_the_screen(brimstone, name, width, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(width))
    lines = brimstone("show", name).stdout.splitlines()
    assert max(map(len, lines)) <= width


def test_a_material_in_a_file_is_checked_and_used_from_beside_the_recipe(brimstone, recipe):
    file = recipe.parent / "materials" / "argyrodite.yaml"
    file.parent.mkdir()
    words = "known: measured, source: notebook 12"
    file.write_text(
        "name: LPSCl\nkind: electrolyte\nclass: sulfide\nformula: Li6PS5Cl\n"
        f"density: {{value: 1.8 g/cm3, {words}}}\n"
        f"ionic_conductivity: {{value: 5 mS/cm, temperature: 25 degC, {words}}}\n"
    )
    checked = json.loads(brimstone("check", file, "--json").stdout)
    assert [(one["level"], "in place of Li6PS5Cl" in one["message"]) for one in checked] == [("warning", True)]
    run = json.loads(brimstone("run", recipe, "--certain", "--nodes", "8", "--json").stdout)
    assert any("in place of Li6PS5Cl" in note for note in run["warnings"])
    file.write_text(file.read_text().replace("1.8 g/cm3", "18 g/cm3"))
    for command in ("check", "run"):
        refused = brimstone(command, recipe)
        assert refused.exit_code == 2
        assert "18 g/cm3 is outside" in refused.output
    assert brimstone("check", file).exit_code != 0


def test_a_reported_cell_is_checked_by_its_name(brimstone):
    done = brimstone("check", "cell:Yao2017")
    assert done.exit_code == 0
    assert re.search(r"(?:info|warning|assumption), line \d+", done.stdout)
    wrong = brimstone("check", "cell:Yao2071")
    assert wrong.exit_code == 2
    assert "Did you mean Yao2017" in wrong.stderr


@pytest.mark.parametrize("cell", [cell for cell in LIBRARY.cells() if cell.runnable], ids=lambda cell: cell.name)
def test_no_recipe_of_a_reported_cell_has_an_error(cell):
    assert [one.message for one in find_problems(cell.recipe, LIBRARY) if one.level == "error"] == []


def test_cells_that_have_a_cathode_and_an_electrolyte_run():
    assert sum(cell.runnable for cell in LIBRARY.cells()) >= 48
