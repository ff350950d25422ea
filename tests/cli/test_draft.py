"""The command that drafts a recipe from an experimental section."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from brimstone import contract
from brimstone.recipe.problems import place_of
from brimstone.recipe.yaml_text import dump
from brimstone.solver.interface import COMPLETED, NOT_RUN, OUTCOMES, SHORT_CIRCUIT
from tests.cli.conftest import QUICK, assert_one_screen

_FAST = 12  # sections whose drafts are run each time
SECTIONS = sorted((Path(__file__).parents[1] / "drafting" / "sections").glob("*.txt"))


def answered(recipe, answers):
    """A drafted recipe with the answers to its questions."""
    tree = yaml.load(recipe, Loader=yaml.BaseLoader)
    for where, answer in answers.items():
        *above, last = place_of(where)
        part = tree
        for name in above:
            part = part[name]
        part[last] = answer
    return dump(tree)


@pytest.mark.parametrize(
    "section",
    [
        pytest.param(path, marks=pytest.mark.slow if int(path.stem.partition("-")[0]) > _FAST else ())
        for path in SECTIONS
    ],
    ids=lambda path: path.stem,
)
def test_a_draft_runs_once_its_questions_are_answered(brimstone, tmp_path, section):
    done = brimstone("draft", section)
    assert done.exit_code == 0, done.output
    answers = yaml.safe_load(section.with_suffix(".yaml").read_text("utf-8"))["answers"]
    path = tmp_path / "cell.yaml"
    path.write_text(answered(done.stdout.partition("\n---\n")[0], answers), encoding="utf-8")
    run = brimstone("run", path, *QUICK, "--json")
    assert run.exit_code == 0 or ends_as_such_cells_do(json.loads(run.stdout)), run.output


def ends_as_such_cells_do(data):
    """Whether lithium grew through the separator, or a shuttle consumed the charge, and nothing else failed.

    Some of these cells charge above the critical current of their bare lithium, or up to a voltage that their dissolved
    polysulfides never reach: the recipe is read and solved as it is meant, and that is what the simulation says of it.
    """
    fine = {OUTCOMES[status][0] for status in (*COMPLETED, NOT_RUN)}
    ended = {step["status"] for step in data["steps"] if step["status"] not in fine}
    return ended == {OUTCOMES[SHORT_CIRCUIT][0]} or (not ended and "a shuttle consumes" in json.dumps(data["steps"]))


def test_json_of_a_draft_keeps_its_schema(asked):
    data = asked("draft", SECTIONS[0])
    jsonschema.validate(data, contract.json_schema("draft"))
    diameter = next(one for one in data["placed"] if one["field"] == "diameter")
    assert diameter["value"] == "10 mm"
    assert "diameter of 10 mm" in diameter["words"]
    assert "cathode:" in data["recipe"]


def test_a_section_comes_from_standard_input(brimstone):
    done = brimstone("draft", "-", "--json", input=SECTIONS[2].read_text("utf-8"))
    assert {one["field"]: one["value"] for one in json.loads(done.stdout)["placed"]}["area"] == "0.785 cm2"


def test_a_draft_is_written_to_a_new_file_and_never_over_one(brimstone, tmp_path):
    path = tmp_path / "cell.yaml"
    done = brimstone("draft", SECTIONS[0], "-o", path)
    assert done.exit_code == 0
    assert done.stdout == ""
    written = path.read_text("utf-8")
    again = brimstone("draft", SECTIONS[1], "-o", path)
    assert again.exit_code == 2
    assert "not overwritten" in again.stderr
    assert path.read_text("utf-8") == written


TWO_CELLS = (
    "S, LPSCl and C65 (30:50:20 by weight) were milled at 300 rpm for 5 h. For pellet cells, 90 mg of LPSCl was "
    "pressed at 100 MPa in a 12 mm die, and the cathode (1.5 mg cm-2 of sulfur) was pressed on it at 370 MPa. For "
    "pouch cells, the cathode (20 mm x 20 mm, 3 mg cm-2 of sulfur) and a LPSCl film of 40 um thickness were used. "
    "The anode was Li foil. Pellet cells were cycled at 0.1C between 1.5 and 2.8 V at 25 °C, and pouch cells at "
    "0.05C and 60 °C."
)


def test_each_cell_of_a_section_is_printed_as_a_document_of_its_own(brimstone):
    done = brimstone("draft", "-", input=TWO_CELLS)
    pellet, pouch = yaml.safe_load_all(done.stdout)
    assert (pellet["name"], pouch["name"]) == ("pellet cell", "pouch cell")
    assert pellet["diameter"] == "12 mm"
    assert pouch["format"]["width"] == "20 mm"


def test_each_cell_of_a_section_is_written_to_a_file_of_its_own_that_runs(brimstone, tmp_path):
    done = brimstone("draft", "-", "-o", tmp_path / "cell.yaml", input=TWO_CELLS)
    assert done.exit_code == 0, done.output
    assert sorted(one.name for one in tmp_path.iterdir()) == ["cell-pellet.yaml", "cell-pouch.yaml"]
    for path in tmp_path.iterdir():
        assert brimstone("run", path, *QUICK).exit_code == 0


def test_one_cell_of_several_is_drafted_by_its_name(brimstone, tmp_path):
    done = brimstone("draft", "-", "--cell", "pouch", "-o", tmp_path / "cell.yaml", input=TWO_CELLS)
    assert done.exit_code == 0
    assert yaml.safe_load((tmp_path / "cell.yaml").read_text("utf-8"))["name"] == "pouch cell"
    refused = brimstone("draft", "-", "--cell", "coin", input=TWO_CELLS)
    assert refused.exit_code == 2
    assert "'pellet cell', 'pouch cell'" in " ".join(refused.stderr.split())


def test_json_holds_the_other_cells_too(brimstone):
    data = json.loads(brimstone("draft", "-", "--json", input=TWO_CELLS).stdout)
    jsonschema.validate(data, contract.json_schema("draft"))
    assert [data["cell"], *(one["cell"] for one in data["other_cells"])] == ["pellet cell", "pouch cell"]


def test_a_material_that_the_library_does_not_know_is_asked_about(asked):
    section = next(path for path in SECTIONS if "acetylene carbon" in path.read_text("utf-8"))
    assert any("unknown material 'acetylene carbon'" in one for one in asked("draft", section)["questions"])


def test_questions_and_what_was_not_understood_are_on_standard_error(brimstone):
    done = brimstone("draft", "-", input="The mass loading was 1 mg cm-2. The vial stood 42 mm from the lamp.")
    assert "of active material, of sulfur" in " ".join(done.stderr.split())
    assert "42 mm" in done.stderr


@pytest.mark.parametrize("words", [["missing.txt"], ["-"]])
def test_a_text_that_is_none_is_refused_in_one_screen(brimstone, words):
    done = brimstone("draft", *words, input="")
    assert done.exit_code == 2
    assert_one_screen(done.stderr)
