"""What the repository records of every row."""

import pytest

from brimstone.verify import State, check, recorded, rows
from brimstone.verify import state as state_module
from brimstone.verify.mutations import name_of

ROWS = rows()


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
    assert sum(state.mutations.values()) >= 2 or not state.green


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
