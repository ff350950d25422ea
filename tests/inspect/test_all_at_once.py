"""All that is wrong with a recipe is told at once: what the rest of it lacks does not wait for a faulty field."""

import json

import pytest

from brimstone.cli.check import check
from brimstone.inspect import find_problems, problems_of_file
from brimstone.library import load

MANY = """\
cathode:
  active: S
  composition: {S: 30 wt%, LPSCL2: 50 wt%, KB: 30 wt%}
  loading: 1 kg/cm2
  porosity: 120 %
  treatment: waving
  mixing: [ball-miled, hand-ground]
separator: {electrolyte: LPSCl, thickness: 500 km}
anode: {material: Li-Inn, interface: waxing}
operation: {temperature: 600 degC, stack_pressure: -5 MPa}
protocol:
  - {discharge: 0.1C, to: 1.0 V}
  - {charge: fast, to: 2.8 V}
  - {charge: 1 mA, to: 2.8 V}
overrides: {S.density: -2 g/cm3}
materials: {My: {like: LPSCll}}
reported: [{capacity: many}]
"""


def errors(text, library=None):
    problems = find_problems(text, library or load())
    return [(one.line, one.field) for one in problems if one.level == "error"]


def test_faults_of_fields_of_the_whole_recipe_and_of_names_come_together_with_their_lines():
    found = errors(MANY)
    assert sorted(found, key=str) == sorted(
        [
            (3, "cathode.composition"),  # the sum
            (3, "cathode.composition"),  # LPSCL2
            (4, "cathode.loading"),
            (5, "cathode.porosity"),
            (6, "cathode.treatment"),
            (7, "cathode.mixing.step 1.method"),
            (8, "separator.layer 1.thickness"),
            (9, "anode.material"),
            (9, "anode.interface"),
            (10, "operation.temperature"),
            (10, "operation.stack_pressure"),
            (13, "protocol.step 2.charge"),
            (14, "protocol.step 3.charge"),  # of a whole cell without an area
            (15, "overrides.S.density"),
            (16, "materials.My.like"),
            (17, "reported.entry 1.capacity"),
        ],
        key=str,
    )


@pytest.mark.parametrize("line", [line for line in MANY.splitlines() if ":" in line][2:])
def test_one_fault_less_leaves_the_others(line):
    rest = MANY.replace(f"{line}\n", "")
    if "protocol:" in line:
        rest = rest.replace("  - {discharge: 0.1C, to: 1.0 V}\n", "protocol:\n  - {discharge: 0.1C, to: 1.0 V}\n")
    fields = {field for _, field in errors(rest)}
    missing = {field for _, field in errors(MANY)} - fields
    first = line.split(":")[0].strip(" -{")
    assert all(first in field or field.startswith("protocol") or first == field.split(".")[0] for field in missing)


def test_a_misspelt_field_is_told_once_and_what_stands_there_is_looked_at():
    text = "cathode: {active: S, loadng: 1 mg/cm2}\nseperator: LPSCll\nanode: Li-In\n"
    assert errors(text) == [(1, "cathode.loadng"), (2, "seperator"), (1, "separator.layer 1.electrolyte")]


def test_nothing_is_said_of_what_was_left_out():
    text = "cathode: {active: S, loading: 1 kg/cm2, pressed_at: 3 MPaa}\nseparator: LPSCl\nanode: Li\n"
    problems = find_problems(text, load())
    assert {one.field for one in problems if one.level == "error"} == {"cathode.loading", "cathode.pressed_at"}
    assert {one.field for one in problems if one.level == "warning"} == {"anode.material"}
    assert not [one for one in problems if one.level == "assumption"]


HOUSE = """\
name: house argyrodite
kind: electrolyte
class: sulfide
formula: Li6PS5Cl
density: {value: 1.9 g/cm3, source: notebook, known: measured}
ionic_conductivity: {value: 6 mS/cm, temperature: 25 degC, known: measured}
"""


@pytest.fixture
def recipe(tmp_path):
    (tmp_path / "materials").mkdir()
    (tmp_path / "materials" / "house.yaml").write_text(HOUSE)
    path = tmp_path / "cell.yaml"
    path.write_text("cathode: {active: S, loading: 1 kg/cm2}\nseparator: LPSCl\n")
    return path


def test_faults_of_files_beside_a_recipe_come_with_its_own_each_with_file_and_line(recipe, capsys):
    assert not check(str(recipe), as_json=True)
    found = [(one["file"], one["line"], one["field"]) for one in json.loads(capsys.readouterr().out)]
    assert found[:2] == [("materials/house.yaml", 6, "ionic_conductivity"), ("", 1, "cathode.loading")]
    assert not check(str(recipe))
    assert "error, materials/house.yaml, line 6: ionic_conductivity" in capsys.readouterr().out


def test_a_file_of_one_s_own_is_checked_by_line_and_the_recipe_of_a_cell_with_it(recipe):
    (told,) = problems_of_file(recipe.parent / "materials" / "house.yaml", load())
    assert (told.file, told.line, told.field) == ("", 6, "ionic_conductivity")
    cell = recipe.parent / "materials" / "cell.yaml"
    cell.write_text(
        "name: House2026\nabout: A cell.\nrecipe: |\n  name: house\n  cathode: {active: S, loading: usal}\n"
        "  separator: Li6PS5Cl\n"
    )
    (told,) = problems_of_file(cell, load())
    assert (told.line, told.field, told.level) == (5, "recipe.cathode.loading", "error")
    cell.write_text(cell.read_text().replace("usal", "usual"))
    assert problems_of_file(cell, load()) == ()
