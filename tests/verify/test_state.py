"""What the repository records of every row."""

import re
from pathlib import Path

import pytest
from pages.checks import mutations_table

from brimstone.verify import State, check, recorded, rows
from brimstone.verify import state as state_module
from brimstone.verify.mutations import name_of, unseen

ROWS = rows()
PAGE = Path(__file__).parents[2] / "docs" / "checks.md"


def test_every_row_is_recorded_and_nothing_else():
    assert list(recorded()) == [row.id for row in ROWS]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_red_row_says_how_far_why_and_what_would_settle_it(row):
    state = recorded()[row.id]
    if not state.green:
        assert state.distance
        assert state.reason
        assert state.settles


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_two_mutations_turn_a_row_red_by_its_record(row):
    state = recorded()[row.id]
    assert list(state.mutations) == [name_of(mutation) for mutation in row.mutations]
    assert sum(state.mutations.values()) >= 2


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_green_row_notices_what_is_broken_or_says_why_not(row):
    state, reasons = recorded()[row.id], unseen(row)
    if state.green:
        missed = [name for name, red in state.mutations.items() if not red and not reasons.get(name)]
        assert not missed, f"{row.phenomenon}: {missed}"


def test_the_page_of_the_checks_tells_what_is_recorded():
    page = PAGE.read_text("utf-8")
    assert page.endswith(mutations_table(recorded())), "python docs/generate.py checks.md"
    shown = re.findall(r"^\| ([A-K]\d+) \| [^|]+ \| [^|]+ \| (green|\*\*red\*\*) \|", page, re.MULTILINE)
    assert {name: state == "green" for name, state in shown} == {name: one.green for name, one in recorded().items()}


def test_a_state_is_written_and_read_again(monkeypatch, tmp_path):
    monkeypatch.setattr(state_module, "FILE", tmp_path / "state.yaml")
    (tmp_path / "state.yaml").write_text("A1: {green: false, distance: far, reason: because, settles: data}\n")
    state_module.recorded.cache_clear()
    try:
        outcome = check(ROWS[0])
        state_module.write([outcome], {"A1": {"something × 3": True}})
        read = state_module.recorded()["A1"]
        assert read.green
        assert (read.distance, read.reason, read.settles) == ("", "", "")
        assert read.mutations == {"something × 3": True}
    finally:
        monkeypatch.undo()
        state_module.recorded.cache_clear()


def test_the_reason_of_a_row_that_stays_red_is_kept(monkeypatch, tmp_path):
    monkeypatch.setattr(state_module, "FILE", tmp_path / "state.yaml")
    (tmp_path / "state.yaml").write_text("A1: {green: false, distance: far, reason: because, settles: data}\n")
    state_module.recorded.cache_clear()
    try:
        known = State(False, "near", "because", "data")
        entry = state_module._entry(known)
        assert entry["reason"] == "because"
        assert list(entry) == ["green", "distance", "reason", "settles", "mutations", "seconds"]
    finally:
        monkeypatch.undo()
        state_module.recorded.cache_clear()
