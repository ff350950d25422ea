"""Every number of a section ends in a field, in a question, or in a list, and none in two of them."""

import functools
import random
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from brimstone.drafting import draft as drafted_from
from brimstone.drafting.cells import cells_of
from brimstone.drafting.text import odd_numbers, quantities, sentences

draft = functools.cache(drafted_from)
TEXTS = {path.stem: path.read_text("utf-8") for path in sorted((Path(__file__).parent / "sections").glob("*.txt"))}
DOCS = Path(__file__).parents[2] / "docs"
SENTENCES = [one for text in TEXTS.values() for one in re.split(r"(?<=[a-z)][.;])\s+(?=[A-Z])", text)]
WORKED_OUT = "composition|sulfur|time|balls|method|one_c|materials|impedance|amounts"
each_text = pytest.mark.parametrize("name", TEXTS)


def folded(text):
    return re.sub(r"[\s,.;()']+", "", str(text))


def numbers(text):
    """The sentences on the first cell with the numbers that have a unit, as they are written and as they are read."""
    for sentence in cells_of(sentences(text))[0].sentences:
        for one in (*quantities(sentence.text), *odd_numbers(sentence.text)):
            yield sentence, folded(sentence.text[one.start : one.end]), one.text


def ends(text):
    """Where each number ended: the fields that hold it, and the lists that name it."""
    drafted = draft(text)
    asked = [folded(one) for one in drafted.questions]
    beside = [folded(one) for one in (*drafted.not_understood, *drafted.unused, *drafted.assumed)]
    for sentence, written, read in numbers(text):
        of = folded(sentence.text)
        fields = {
            placed.field
            for placed in drafted.placed
            for words in (placed.words, *placed.again)
            if any(part and part in of and written in part for part in map(folded, words.split("…")))
            and (digits(read) & digits(placed.value) or re.search(WORKED_OUT, placed.field))
        }
        told = any(written in note or folded(read) in note for note in (*asked, *beside))
        yield sentence.text, written, fields, told


def digits(value):
    return {one.replace(",", "").rstrip(".") for one in re.findall(r"\d[\d.,]*", str(value))}


@each_text
def test_no_number_is_lost(name):
    lost = [(written, text) for text, written, fields, told in ends(TEXTS[name]) if not (fields or told)]
    assert lost == []


@each_text
def test_every_number_is_told_of_a_cell(name):
    section = sentences(TEXTS[name])
    told = [folded(one.text) for cell in cells_of(section) for one in cell.sentences]
    for sentence in section:
        for one in quantities(sentence.text):
            written = folded(sentence.text[one.start : one.end])
            assert any(written in text for text in told), f"{written} of '{sentence.text}'"


@each_text
def test_no_number_in_a_field_is_said_to_be_not_understood(name):
    drafted = draft(TEXTS[name])
    held = {folded(f"{one.value}|{one.words}") for one in drafted.placed}
    for entry in drafted.not_understood:
        number, _, words = entry.partition(": ")
        both = [
            one for one in held if folded(number) in one.partition("|")[0] and folded(words) == one.partition("|")[2]
        ]
        assert both == [], entry


def test_texts_of_the_documentation_lose_no_number_either():
    shown = [
        match[1]
        for page in DOCS.glob("*.md")
        for match in re.finditer(r"^> (.+(?:\n> .+)*)", page.read_text("utf-8"), re.M)
    ]
    for text in filter(lambda one: re.search(r"\d", one), shown):
        assert [one for one in ends(text.replace("\n> ", " ")) if not (one[2] or one[3])] == []


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8))
@settings(max_examples=30, deadline=None)
def test_whatever_sentences_follow_each_other_no_number_is_lost(chosen):
    text = " ".join(chosen)
    assert [(written, of) for of, written, fields, told in ends(text) if not (fields or told)] == []
    assert yaml.safe_load(draft(text).to_yaml()) is None or draft(text).to_mapping()


def test_a_number_that_nothing_took_is_among_those_not_understood():
    text = "The jar was washed with 2 m HCl, and the carbon had a surface of 1432 m2 g-1. It lay 42 mm from the lamp."
    told = " ".join(draft(text).not_understood + draft(text).unused)
    assert all(one in told for one in ("2 m", "1432 m2 g-1", "42 mm"))


#: Words of which nobody knows what they are of.
UNKNOWN = ("handled", "item", "thing", "given", "similar", "object")


def test_words_that_nobody_knows_make_questions_and_no_wrong_values():
    """A fifth of all small words replaced: hardly a value becomes another one and is not asked about."""
    source = random.Random(20261130)
    values = wrong = 0
    for text in source.sample(sorted(TEXTS.values()), 30):
        known = {(one.field.rpartition(".")[2], folded(one.value)) for one in draft(text).placed}
        odd = re.sub(r"\b[a-z]{4,}\b", lambda word: source.choice(UNKNOWN) if source.random() < 0.2 else word[0], text)
        drafted = draft(odd)
        values += len(drafted.placed)
        wrong += sum(
            one.field not in drafted.marked() and (one.field.rpartition(".")[2], folded(one.value)) not in known
            for one in drafted.placed
            if one.field != "cathode.composition" and not one.field.endswith((".balls", ".machine"))
        )
    assert values > 450
    assert wrong <= 0.015 * values
