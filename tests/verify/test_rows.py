"""The checklist itself: every row that is built passes, and each says what it rests on."""

import re

import pytest

from brimstone.errors import RecipeError
from brimstone.verify import Outcome, Row, rows

ROWS = rows()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_what_the_reviews_describe_is_computed(row):
    outcome = row.run()
    assert outcome.passed, f"{row.phenomenon}: expected {row.expected} ({row.tolerance}), computed {outcome.computed}"
    assert outcome.computed


def test_every_row_is_there_once():
    names = [row.id for row in ROWS]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[A-K]\d{1,2}", name) for name in names)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_row_names_its_words_their_source_and_what_must_come_out(row):
    assert row.quotes
    assert all(quote.strip() == quote and quote for quote in row.quotes)
    assert re.search(r"(Zhu 2023|Qi 2024), sections? \d", row.source)
    assert row.phenomenon
    assert row.expected
    assert row.tolerance
    assert all(quote in row.quote for quote in row.quotes)


def test_a_check_that_can_not_be_carried_out_has_failed_and_says_why():
    def refuse() -> Outcome:
        raise RecipeError("no such thing")

    row = Row("A0", "nothing", ("word",), "Zhu 2023, section 1", "something", "none", refuse)
    outcome = row.run()
    assert not outcome.passed
    assert "no such thing" in outcome.computed
