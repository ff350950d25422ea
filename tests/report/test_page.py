import base64
import dataclasses
import hashlib
import json
import re
import subprocess
import sys

import pytest

from brimstone.cell import Cell
from brimstone.contract.run import run_record
from brimstone.recipe import Recipe
from brimstone.report import render, write
from brimstone.report._packed import unpacked
from brimstone.report.document import document_html
from brimstone.result import comparison
from brimstone.solver.interface import STATUS, STEP_UNDERFLOW
from brimstone.view import Document, Note, Section
from brimstone.view.words import interval, number
from tests.cells import run
from tests.report import recipes
from tests.report.parsing import Page

SECTIONS = {"cell", "does", "limits", "where", "agrees", "assumed", "methods", "recipe"}
RUNS = ("uncertain", "certain", "cycled", "varied", "charged", "without_sulfur")


@pytest.fixture(params=RUNS)
def any_run(request):
    return request.getfixturevalue(request.param)


def failed(run, place=1):
    """The run as if the solver had given up on one step."""
    outcomes = run.steps[place].outcomes.copy()
    outcomes[:, STATUS] = STEP_UNDERFLOW
    broken = dataclasses.replace(run.steps[place], outcomes=outcomes, losses=None)
    return dataclasses.replace(run, steps=(*run.steps[:place], broken, *run.steps[place + 1 :]))


def test_the_page_answers_all_questions_in_order(any_run):
    text = render(any_run)
    found = [match for match in re.findall(r'<section[^>]* id="(\w+)"', text) if match != "warnings"]
    packs = any(step.instruction.kind == "discharge" and step.completed for step in any_run.shown)
    assert set(found) == SECTIONS | ({"practice"} if packs and any_run.cell.sulfur_mass[0] > 0.0 else set())
    order = ["cell", "does", "limits", "where", "practice", "agrees", "assumed", "methods", "recipe"]
    assert found == sorted(found, key=order.index)


def test_nothing_is_loaded_from_anywhere(any_run):
    page = Page(render(any_run))
    for tag, attributes in page.elements:
        assert "src" not in attributes, tag
        assert tag not in ("link", "iframe", "object", "embed", "img", "base"), tag
        target = attributes.get("href", "#")
        assert target.startswith(("#", "https://doi.org/10.")), target
    policy = next(a["content"] for t, a in page.elements if t == "meta" and a.get("http-equiv"))
    assert policy.startswith("default-src 'none';")
    assert "http" not in policy
    styles = re.search(r"<style>(.*?)</style>", render(any_run), re.DOTALL)
    assert styles is not None
    assert "url(" not in styles[1]
    assert "@import" not in styles[1]


def test_only_the_two_scripts_of_the_page_may_run(page):
    read = Page(page)
    (plotly,) = (unpacked(text) for attributes, text in read.scripts if attributes.get("id") == "plotly")
    programs = [plotly, *read.programs()]
    policy = next(a["content"] for t, a in read.elements if t == "meta" and a.get("http-equiv"))
    allowed = re.search(r"script-src ([^;]*);", policy)
    hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in programs]
    assert allowed is not None
    assert len(programs) == 2
    assert allowed[1].split() == hashes
    assert "unsafe" not in allowed[1]


def test_words_of_a_recipe_never_become_part_of_the_page(page, uncertain):
    hostile, harmless = Page(page), Page(render(dataclasses.replace(uncertain, recipe=_harmless(uncertain.recipe))))
    tags = [tag for tag, _ in harmless.elements if tag not in ("a", "q")]
    assert [tag for tag, _ in hostile.elements if tag not in ("a", "q")] == tags
    assert not any(name.startswith("on") for _, attributes in hostile.elements for name in attributes)
    for words in recipes.HOSTILE:
        assert " ".join(words.split()) in hostile.text
    assert "1337" not in hostile.text


def _harmless(recipe):
    words = json.dumps(recipe.to_mapping())
    for hostile in recipes.HOSTILE:
        words = words.replace(json.dumps(hostile)[1:-1], "words")
    return type(recipe).from_mapping(json.loads(words))


def test_words_of_a_recipe_are_no_markup_in_figures(page):
    for figure in _texts(Page(page).json("figures")):
        assert "<" not in figure.replace("<br>", "").replace("<extra></extra>", "")


def _texts(tree):
    if isinstance(tree, dict):
        for part in tree.values():
            yield from _texts(part)
    elif isinstance(tree, list):
        for part in tree:
            yield from _texts(part)
    elif isinstance(tree, str):
        yield tree


def test_the_page_carries_the_numbers_of_the_run(any_run):
    assert Page(render(any_run)).json("run") == json.loads(json.dumps(run_record(any_run).to_dict()))


def test_capacities_and_intervals_stand_in_the_table_of_steps(page, uncertain):
    text = Page(page).text
    for step in run_record(uncertain).to_dict()["steps"]:
        assert number(step["capacity_mAh_g_sulfur"]) in text
        low, high = step["capacity_mAh_g_sulfur_low"], step["capacity_mAh_g_sulfur_high"]
        assert interval(low, high) in text
        assert number(step["mean_voltage_V"], 4) in text


def test_every_number_used_has_a_line_with_its_source(page, uncertain):
    text = Page(page).text.replace(" ", "")
    for entry in uncertain.provenance:
        assert entry.where.replace(" ", "") in text
        assert "".join(entry.source.split()) in text
    rows = page.count('<tr class="estimate">')
    assert rows == sum(entry.known == "estimate" for entry in uncertain.provenance) > 0


def test_reported_numbers_stand_beside_computed_ones_or_the_reason_why_not(page, uncertain):
    text = Page(page).text
    for row in comparison(uncertain):
        assert number(row.measured) in text
        assert (number(row.ratio.value) if row.ratio else f"not compared: {row.reason}") in text


def test_dois_are_links_and_nothing_else_is(page):
    links = [a["href"] for tag, a in Page(page).elements if tag == "a" and not a["href"].startswith("#")]
    assert "https://doi.org/10.1002/aenm.201602923" in links
    assert all(re.fullmatch(r"https://doi\.org/10\.\d{4,9}/[^\s<>\"']+", link) for link in links)


def test_the_recipe_can_be_copied_back_unchanged(page, uncertain):
    text = re.search(r'<pre id="yaml"[^>]*>(.*?)</pre>', page, re.DOTALL)
    assert text is not None
    written = "".join(Page(text[1]).words)
    assert written == uncertain.recipe.to_yaml()


def test_a_certain_run_shows_no_interval_and_no_band(certain):
    read = Page(render(certain))
    figures = read.json("figures")
    assert not any(attributes.get("class") == "interval" for _, attributes in read.elements)
    assert all(trace["meta"]["role"] != "band" for trace in figures["voltage"]["data"])
    assert "band" not in read.ids()


def test_a_failed_step_is_told_first_and_the_rest_still_shown(uncertain):
    broken = failed(uncertain)
    page = Page(render(broken))
    assert broken.status == "failed"
    assert "warnings" in page.ids()
    assert broken.steps[1].stop_reason in page.text
    names = [trace["name"] for trace in page.json("figures")["voltage"]["data"] if trace["meta"]["role"] == "line"]
    assert names == ["0.1C", "2C"]


def test_a_run_without_any_completed_step_still_has_a_page(certain):
    broken = certain
    for place in range(len(certain.steps)):
        broken = failed(broken, place)
    page = Page(render(broken))
    assert page.ids() >= SECTIONS - {"where"}
    assert set(page.json("figures")) == {"time"}  # what happened until it failed
    assert "No step of the protocol passed any charge." in page.text


def test_many_cycles_make_no_large_page(cycled, certain):
    large, small = len(render(cycled).encode()), len(render(certain).encode())
    assert large < 8e6
    assert large - small < 1e6


def test_cells_without_sulfur_are_told_per_gram_of_electrolyte(without_sulfur):
    text = Page(render(without_sulfur)).text
    assert "mAh g⁻¹ Li6PS5Cl" in text
    assert "below equilibrium" not in text
    assert not re.search(r"\bnan\b", text, re.IGNORECASE)


def test_the_file_is_written_whole_or_not_at_all(certain, tmp_path, monkeypatch):
    (path,) = write(certain, tmp_path / "new" / "folder")
    assert path.name == "report.html"
    before = path.read_bytes()
    assert before == render(certain).encode()

    def full(*_):
        raise OSError("no space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(OSError, match="no space"):
        write(certain, path.parent)
    assert [left.name for left in path.parent.iterdir()] == ["report.html"]
    assert path.read_bytes() == before


def test_the_report_imports_neither_plotly_nor_matplotlib():
    code = "import brimstone.report, sys; sys.exit(bool({'plotly', 'matplotlib'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_page_does_not_depend_on_when_it_is_written(certain):
    assert render(certain) == render(certain)


def test_the_way_to_practice_is_told_with_units_as_printed(any_run):
    text = render(any_run)
    if 'id="practice"' in text:
        section = text[text.index('id="practice"') : text.index('id="agrees"')]
        assert "thin electrolyte" in section
        assert " um" not in section
        assert "mW cm⁻²" in section


def test_every_figure_and_every_column_has_a_name_for_ears(any_run):
    page = Page(render(any_run))
    captions = {attributes["id"] for tag, attributes in page.elements if tag == "figcaption" and "id" in attributes}
    figures = [attributes for _, attributes in page.elements if "data-figure" in attributes]
    assert figures
    for attributes in figures:
        assert attributes["role"] == "img"
        assert attributes["aria-labelledby"] in captions
    assert all(attributes.get("scope") in ("row", "col") for tag, attributes in page.elements if tag == "th")


@pytest.mark.parametrize(
    ("told", "read"),
    [
        ("the anode holds 27 times the charge", "The anode holds 27 times the charge"),
        ("electro-polymerisation: is meant for gels", "Electro-polymerisation: is meant for gels"),
        ("operation.fixture: not given", "operation.fixture: not given"),
        ("rGO holds it", "rGO holds it"),
        ("400 Wh kg⁻¹ is not reached", "400 Wh kg⁻¹ is not reached"),
    ],
)
def test_sentences_of_a_page_begin_with_a_capital_but_names_and_fields_stay(told, read):
    document = Document("cell", "", (Section("notes", (Note(told),)),))
    assert f">{read}</p>" in document_html(document)


def test_a_protocol_of_ramps_says_what_it_is_instead_of_having_no_charge():
    ramped = recipes.run(recipes.change(recipes.RATE_TEST, protocol=[{"ramp": "1 mV/s", "window": ["1.5 V", "2.5 V"]}]))
    text = render(ramped)
    assert "voltage ramps only" in text
    assert "passed any charge" not in text


def test_facts_keep_numbers_on_the_line_of_their_units():
    page = render(run(protocol=[{"discharge": "0.1C", "to": "1.0 V"}], nodes=6))
    (facts,) = re.findall(r'<dl class="facts">.*?</dl>', page, re.DOTALL)
    assert "mg\u00a0cm⁻²" in facts
    assert not re.findall(r"\d (?:°C|MPa|µm|mg|rpm|h)\b", facts)


def test_every_warning_of_the_terminal_stands_in_the_box_at_the_top_the_gravest_first(certain):
    notes = tuple(f"cathode.mixing: warning {number}" for number in range(20))
    hot = dataclasses.replace(certain, notes=("operation.fixture: not given; constant pressure assumed", *notes))
    text = render(hot)
    box = text[text.index('id="warnings"') : text.index('id="cell"')]
    assert [f"warning {number}<" in box for number in range(20)] == [True] * 20
    assert box.index("warning 3<") < box.index("<details>") < box.index("warning 19<") < box.index("not given")
    assert f'<a href="#warnings">{len(hot.warnings)} warnings</a>' in text[: text.index("<main>")]


def test_a_discharge_that_ends_as_it_begins_has_a_page():
    words = {
        "cathode": {"active": "S", "loading": "2 mg/cm2"},
        "separator": [{"electrolyte": "PEO-LiTFSI", "thickness": "30 um"}],
        "operation": {"temperature": "25 degC", "stack_pressure": "0.3 MPa"},
        "protocol": [{"discharge": "0.1C", "to": "1.7 V"}],
    }
    cold = Cell(Recipe.from_mapping(words)).run(certain=True, nodes=6)
    assert cold.steps[0].charge.value == 0.0
    assert "ends at once" in render(cold)
