"""All problems of a recipe are told at once, each with its line, and in words that help."""

import pytest

from brimstone.errors import RecipeError
from brimstone.inspect import find_problems
from brimstone.library import load
from brimstone.recipe import parse

WRONG = """\
cathode:
  active: sulfur
  composition: {S: 30 wt%, LPSCl: 50 wt%, KB: 20 wt%}
  laoding: 1 mg/cm2
  pressed_at: 4 ton
  mixing:
    - {method: ball-miled}
    - {method: hand-ground, speed: 3 h}
separator:
  - {electrolyte: LPSCl, thickness: 1 h}
anode: none
operation: {temperature: 298 degC}
protocol:
  - {rest: 1 h}
  - {dischrge: 1C}
  - {rates: [1C, 1 mV]}
"""
NAMES = """\
cathode:
  active: sulfur
  composition: {S: 30 wt%, MIEC: 50 wt%, KBB: 20 wt%}
  loading: 1 mg/cm2
separator: LPSCl
anode: Li-Ln
"""


def test_every_problem_is_found_with_its_line_and_field():
    found = find_problems(WRONG, load())
    assert {(problem.line, problem.field) for problem in found} == {
        (4, "cathode.laoding"),
        (5, "cathode.pressed_at"),
        (7, "cathode.mixing.step 1.method"),
        (8, "cathode.mixing.step 2.speed"),
        (10, "separator.layer 1.thickness"),
        (11, "anode.material"),
        (12, "operation.temperature"),
        (15, "protocol.step 2"),
        (16, "protocol.step 3.rates.rate 2"),
    }
    assert {problem.level for problem in found} == {"error"}
    suggestions = {problem.field: problem.suggestion for problem in found}
    assert suggestions["cathode.laoding"] == "loading"
    assert suggestions["operation.temperature"] == "298 K"
    assert suggestions["protocol.step 2"] == "discharge"


def test_the_error_shows_all_of_them_on_one_screen():
    with pytest.raises(RecipeError) as refusal:
        parse(WRONG)
    message = str(refusal.value)
    assert message.startswith("cathode.laoding: unknown field. Did you mean loading?")
    assert message.count("Also, ") == 7
    assert message.endswith("… and 1 more.")


def test_every_name_is_looked_up_before_the_first_is_refused():
    found = [problem for problem in find_problems(NAMES, load()) if problem.level == "error"]
    assert [(problem.line, problem.field) for problem in found] == [
        (3, "cathode.composition"),
        (3, "cathode.composition"),
        (6, "anode.material"),
    ]
    assert "class of materials" in found[0].message
    assert [problem.suggestion for problem in found] == ["", "KB", "Li-Sn"]


@pytest.mark.parametrize(
    ("field", "name", "never"),
    [("composition", "MIEC", "MeCN"), ("composition", "HES", "AHE"), ("anode", "Li-X", "Li6PS5Cl")],
)
def test_a_suggestion_can_play_the_part_that_is_due(field, name, never):
    text = NAMES.replace("MIEC", "LPSCl").replace("KBB", "KB").replace("Li-Ln", "Li-In")
    text = text.replace("KB:" if field == "composition" else "Li-In", f"{name}:" if field == "composition" else name)
    (problem,) = [one for one in find_problems(text, load()) if one.level == "error"]
    assert name in problem.message
    assert never not in problem.message


def test_assumptions_and_unusual_values_are_listed_beside():
    text = "cathode: {active: S, loading: 60 mg/cm2}\nseparator: LPSCl, 4 mm\n"
    found = {(problem.level, problem.field): problem for problem in find_problems(text, load())}
    assert "0.1 mg/cm2 to 20 mg/cm2" in found["warning", "cathode.loading"].message
    assert found["warning", "separator.layer 1.thickness"].line == 2
    assert "20 to 40 wt%" in found["assumption", "cathode.composition"].message
    assert "Li-In" in found["assumption", "anode"].message


def test_a_file_that_is_no_yaml_has_its_line():
    (problem,) = find_problems("cathode:\n  active: [S\n", load())
    assert problem.line == 3
    assert "not valid YAML" in problem.message


def test_word_processor_blanks_indent_as_blanks_do():
    text = "cathode:\n\u00a0\u00a0active: S\n\u00a0\u00a0loading: 1 mg/cm2\nseparator: LPSCl\n"
    assert parse(text).cathode.active == "S"
    assert find_problems(text.replace("active", "activ"), load())[0].line == 2


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("1 mg/cm2", "1e-308 mg/cm2", "cathode.loading"),
        ("0.1C", "1e-300C", "protocol.step 1.discharge"),
        ("[1 V, 3 V]", "[9 V, 10 V]", "protocol.step 2.window"),
        ("300 um", "1e-300 um", "separator.layer 1.thickness"),
        ("60 degC", "333 degC", "operation.temperature"),
        ("1 V}", "9000 mAh/g}", "protocol.step 1.to"),
    ],
)
def test_numbers_that_no_cell_has_are_refused(old, new, field):
    text = (
        "cathode: {active: S, loading: 1 mg/cm2}\nseparator: {electrolyte: LPSCl, thickness: 300 um}\n"
        "operation: {temperature: 60 degC}\n"
        "protocol: [{discharge: 0.1C, to: 1 V}, {rates: [1C], window: [1 V, 3 V]}]\n"
    )
    assert old in text
    assert [problem.level for problem in find_problems(text, load()) if problem.level in ("error", "warning")] == []
    (problem,) = [one for one in find_problems(text.replace(old, new), load()) if one.level in ("error", "warning")]
    assert (problem.level, problem.field) == ("error", field)
    assert new.strip("[]}").split(",")[0] in problem.message


def test_a_pouch_of_a_nanometre_is_refused():
    text = (
        "cathode: {active: S, loading: 1 mg/cm2}\nseparator: LPSCl\nformat: {kind: pouch, width: 1 nm, height: 10 m}\n"
    )
    assert find_problems(text, load())[0].field == "format.width"


@pytest.mark.parametrize(
    ("name", "value"),
    [("film/conductivity", "-1 S/cm"), ("film/conductivity", "0 S/cm"), ("film/conductivity", "1e300 S/cm"),
     ("S.density", "-2 g/cm3"), ("S.density", "200 g/cm3")],
)  # fmt: skip
def test_an_override_that_can_not_be_is_refused(name, value):
    from brimstone.library import Ledger

    library = load()
    quantity = library.constant(name) if "/" in name else library.material("S")["density"]
    with pytest.raises(RecipeError, match="is not possible"):
        Ledger(1, 0, {name: value}).draw(quantity, name)
