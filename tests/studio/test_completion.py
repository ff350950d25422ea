"""What may stand at the cursor of the editor."""

import pytest

from brimstone.studio.completion import complete_at, field_help


def offered(text):
    """What is offered at the bar in a text."""
    place = text.index("|")
    begin, options = complete_at(text.replace("|", "", 1), place)
    return text[begin:place], [option.label for option in options]


@pytest.mark.parametrize(
    ("text", "typed", "among"),
    [
        ("cath|", "cath", "cathode"),
        ("cathode:\n  lo|", "lo", "loading"),
        ("cathode:\n  active: S\n  mix|\nseparator: LPSCl\n", "mix", "mixing"),
        ("cathode:\n  mixing: ball|", "ball", "ball-milled"),
        ("separator:\n  - {electrolyte: LPSC|, thickness: 30 um}", "LPSC", "LPSCl"),
        ("separator:\n  - {electrolyte: LPSCl, |", "", "thickness"),
        ("operation: {temperature: 25 degC, fix|}", "fix", "fixture"),
        ("operation: {fixture: |}", "", "constant gap"),
        ("protocol:\n  - {|", "", "discharge"),
        ("protocol:\n  - {rates: [0.1C], win|}", "win", "window"),
        ("anode: {material: Li-|}", "Li-", "Li-In"),
        ("cathode:\n  composition: {S: 30 wt%, Ketj|}", "Ketj", "Ketjenblack"),
        ("overrides: {film/c|}", "film/c", "film/conductivity"),
        ("separator: LLZ|", "LLZ", "LLZO"),
    ],
)
def test_what_fits_is_offered(text, typed, among):
    found, labels = offered(text)
    assert found == typed
    assert among in labels


def test_fields_that_are_there_are_not_offered_again_and_those_of_other_steps_neither():
    _, labels = offered("protocol:\n  - {cycles: 10, charge: 0.1C, |}")
    assert {"discharge", "window"} <= set(labels)
    assert not {"cycles", "charge", "rates", "hold"} & set(labels)


@pytest.mark.parametrize(
    "text", ["|", "{{{{|", "x: &a [*a, |]", "[" * 3000 + "|", "\0|", "a: b: c|", "- - - |", "&a *a|"]
)
def test_no_text_is_too_odd(text):
    offered(text)


def test_a_field_is_explained_with_the_words_it_takes():
    told, words = field_help("operation.fixture")
    assert told
    assert "constant gap" in words
    assert "thickness" not in field_help("separator.2.thickness")[1]
    assert field_help("separator.2.thickness")[0]
