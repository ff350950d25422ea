"""``doctor`` and ``verify``: whether the program works here, and whether it agrees with what was published."""

import json
from dataclasses import replace

import pytest

from brimstone import cell, verify
from brimstone.verify import Claim, Row, State
from tests.cli.conftest import assert_one_screen


def made_up(name, of, kind="predicted"):
    claim = Claim("answer", of, unit="V", equals=2.0, within=0.1, source="a table")
    mutation = {"constant": "film/length", "times": 3}
    return Row(
        name, f"phenomenon {name}", ("a quote",), "a review", kind, "all of it", (claim,), {"thick": {"anode": "Li"}},
        mutations=(mutation,),
    )  # fmt: skip


@pytest.fixture
def checklist(monkeypatch):
    rows = [made_up("A1", "2.0"), made_up("A3", "2.05", "record"), made_up("K10", "3.0")]
    states = {"A1": State(True), "A3": State(True), "K10": State(False, "far", "no such process", "a measurement")}
    monkeypatch.setattr(verify, "rows", lambda: rows)
    monkeypatch.setattr(verify, "recorded", lambda: states)
    return states


@pytest.mark.usefixtures("checklist")
def test_a_row_is_explained_as_by_a_referee(brimstone):
    done = brimstone("verify", "K10")
    assert done.exit_code == 0
    for words in (
        "K10", "RED", "phenomenon K10", "a quote", "a review", "predicted: no constant", "all of it", "answer: 3 V",
        "2 V, within 0.1", "a table", "off by +1 V", "no such process", "a measurement", "film/length × 3",
        "stays as it is", "thick: as solid, anode: Li", "starts from", "solid: cathode: {active: S,",
    ):  # fmt: skip
        assert words in done.stdout


@pytest.mark.usefixtures("checklist")
def test_rows_are_counted_by_what_they_are_worth_and_a_red_one_is_no_failure(brimstone):
    done = brimstone("verify")
    assert done.exit_code == 0
    assert "of 3 rows 1 predicted, 0 shape, 0 by construction, 1 records, 1 red" in done.stdout
    assert "passed" not in done.stdout


def test_a_row_that_moved_fails_the_command_and_is_named(brimstone, checklist):
    checklist["A1"] = State(False, "far", "r", "s")
    done = brimstone("verify")
    assert done.exit_code == 1
    assert "not as recorded: A1" in done.stdout


@pytest.mark.usefixtures("checklist")
def test_rows_as_json_hold_numbers_claims_and_mutations(brimstone):
    done = brimstone("verify", "k10", "a1", "--json")
    assert done.exit_code == 0
    data = json.loads(done.stdout)
    assert [(row["id"], row["pass"], row["kind"]) for row in data] == [
        ("K10", False, "predicted"), ("A1", True, "predicted"),
    ]  # fmt: skip
    first = data[0]
    assert (first["computed"], first["expected"], first["low"], first["high"]) == (3.0, 2.0, None, None)
    assert first["mutations"] == [{"name": "film/length × 3", "red": False, "unseen": ""}]
    assert first["reason"] == "no such process"
    assert first["claims"][0]["source"] == "a table"
    assert first["time_s"] >= 0.0


@pytest.mark.usefixtures("checklist")
def test_an_unknown_check_gets_the_nearest(brimstone):
    done = brimstone("verify", "K11")
    assert done.exit_code == 2
    assert "Did you mean K10" in done.stderr
    assert_one_screen(done.stderr)


def test_the_doctor_finds_this_machine_well(brimstone):
    done = brimstone("doctor")
    assert done.exit_code == 0, done.output
    for words in (
        "numba",
        "CPU threads",
        "self-test: Yao2017 completed",
        "kernels",
        "PyBaMM",
        "everything works",
    ):
        assert words in done.stdout


def test_the_doctor_says_how_to_get_what_is_optional(brimstone, monkeypatch):
    from importlib import util

    monkeypatch.setattr(util, "find_spec", lambda name: None)
    done = brimstone("doctor")
    assert done.exit_code == 0
    assert "pip install 'brimstone[pybamm]'" in done.stdout


def test_the_doctor_tells_when_something_is_broken(brimstone, monkeypatch):
    def broken(self, **options):
        raise RuntimeError("the compiler is gone")

    monkeypatch.setattr(cell.Cell, "run", broken)
    done = brimstone("doctor")
    assert done.exit_code == 1
    assert "BROKEN" in done.stdout
    assert "the compiler is gone" in done.stdout


def test_the_doctor_is_not_content_with_a_run_that_does_not_balance(brimstone, monkeypatch):
    run = cell.Cell.run
    monkeypatch.setattr(
        cell.Cell, "run", lambda self, **options: replace(run(self, **options), balances={"energy": 1.0})
    )
    done = brimstone("doctor")
    assert done.exit_code == 1
    assert "unbalanced" in done.stdout
