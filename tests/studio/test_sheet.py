"""What a visitor edits: the text keeps its comments, sliders stay within what a cell can have."""

from pathlib import Path

import pytest

from brimstone.errors import BrimstoneError
from brimstone.recipe import parse
from brimstone.studio.sheet import LONGEST, Sheet, rewritten

EXAMPLES = Path(__file__).parents[2] / "examples"
TEXT = (EXAMPLES / "yao2017.yaml").read_text("utf-8")
each_example = pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)


def knob(sheet, part):
    return next(one for one in sheet.knobs if part in one.path)


@each_example
def test_every_example_has_sliders_at_its_own_values(path):
    sheet = Sheet.of(path.read_text("utf-8"))
    knobs = sheet.knobs
    assert {"cathode.loading", "operation.temperature"} <= {one.path for one in knobs}
    for one in knobs:
        assert one.low <= one.value <= one.high
        assert one.at(one.place) == pytest.approx(one.value, rel=5e-3, abs=1e-9)


@pytest.mark.parametrize(
    ("part", "value", "line"),
    [
        ("loading", 1.3, "loading: 1.3 mg/cm2 of sulfur"),
        ("temperature", 25.0, "operation: {temperature: 25 degC, fixture: constant pressure}"),
        ("separator", 50.0, "- {electrolyte: LGPS, thickness: 50 um, pressed_at: 360 MPa}"),
    ],
)
def test_a_slider_changes_one_line_of_the_text_and_leaves_the_comments(part, value, line):
    sheet = Sheet.of(TEXT)
    after = sheet.with_value(knob(sheet, part), value)
    changed = [new for old, new in zip(TEXT.splitlines(), after.text.splitlines(), strict=True) if old != new]
    assert [one.strip() for one in changed] == [line]
    assert "# from the cathode to the anode" in after.text


def test_a_share_is_written_with_all_others_which_keep_their_ratio():
    sheet = Sheet.of(TEXT)
    after = sheet.with_value(knob(sheet, "composition.LGPS"), 30.0).recipe.cathode.composition.parts
    before = sheet.recipe.cathode.composition.parts
    assert after["LGPS"] == pytest.approx(0.30, abs=1e-3)
    assert after["rGO"] / after["acetylene black"] == pytest.approx(before["rGO"] / before["acetylene black"], rel=1e-3)


def test_a_text_with_errors_has_no_recipe_and_says_where():
    sheet = Sheet.of(TEXT.replace("0.45 mg/cm2 of sulfur", "0.45 mg/cm3"))
    assert sheet.recipe is None
    assert sheet.knobs == ()
    assert any(one.level == "error" and one.line == 11 for one in sheet.problems)


@pytest.mark.parametrize("text", ["", "]", "cathode: [", "a" * (LONGEST + 1), "\0", "!!python/object:os.system x"])
def test_any_text_is_answered_in_words(text):
    sheet = Sheet.of(text)
    assert sheet.recipe is None
    assert sheet.problems


def test_a_value_that_no_cell_can_have_is_refused():
    sheet = Sheet.of(TEXT)
    loading = knob(sheet, "loading")
    with pytest.raises(Exception, match="loading"):
        sheet.turned(loading, -1.0)


def test_rewriting_finds_the_place_of_every_value():
    text = "a: 1  # one\nb:\n  - {c: 2}\n  - {c: 3}\n"
    assert rewritten(
        text, {"a": 1, "b": [{"c": 2}, {"c": 3}]}, {"a": 1, "b": [{"c": 2}, {"c": "4 um"}]}
    ) == text.replace("{c: 3}", "{c: 4 um}")


def test_the_recipe_of_a_moved_slider_is_that_of_the_text():
    sheet = Sheet.of(TEXT)
    moved = knob(sheet, "pressed_at")
    assert parse(sheet.with_value(moved, 200.0).text).cathode.pressed_at.si == pytest.approx(200e6)
    assert sheet.turned(moved, 200.0).cathode.pressed_at.si == pytest.approx(200e6)


def test_a_visitor_reads_no_file_of_the_server(tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text("time/s,voltage/V,current/mA\n", "utf-8")
    sheet = Sheet.of(f"{TEXT[: TEXT.index('reported:')]}reported:\n  - {{file: {secret}, mass: 1 mg}}\n")
    assert sheet.recipe.reported == ()
    assert any(one.field == "reported" and "tab Measured" in one.message for one in sheet.problems)
    assert "secret.csv" in sheet.text


def test_a_share_ends_where_the_other_parts_have_nothing_left():
    sheet = Sheet.of(TEXT)
    for one in sheet.knobs:
        assert sheet.turned(one, one.high) != sheet.recipe
    sulfur = knob(sheet, "composition.S")
    assert sulfur.high < 45.0
    with pytest.raises(BrimstoneError, match="nothing for the other parts"):
        sheet.turned(sulfur, 1.05 * sulfur.high)
