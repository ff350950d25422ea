"""``doctor`` and ``verify``: whether the program works here, and whether it agrees with what was published."""

import json
from dataclasses import replace

import pytest

from brimstone import cell, verify
from brimstone.verify import Outcome, Row
from tests.cli.conftest import assert_one_screen


def made_up(name, computed, passed):
    outcome = Outcome(computed, passed, {"number": 1.0})
    return Row(name, f"phenomenon {name}", ("a quote",), "a review", "2 V", "0.1 V", lambda: outcome)


@pytest.fixture
def checklist(monkeypatch):
    rows = [made_up("A1", "2.0 V", True), made_up("A3", "2.05 V", True), made_up("K10", "3.0 V", False)]
    monkeypatch.setattr(verify, "rows", lambda: rows)


@pytest.mark.usefixtures("checklist")
def test_a_check_shows_quote_computed_expected_and_tolerance(brimstone):
    done = brimstone("verify", "A1")
    assert done.exit_code == 0
    for words in ("A1", "pass", "phenomenon A1", '"a quote" (a review)', "2.0 V", "2 V", "0.1 V", "all 1 pass"):
        assert words in done.stdout


@pytest.mark.usefixtures("checklist")
def test_one_failed_check_fails_the_command_and_is_named(brimstone):
    done = brimstone("verify")
    assert done.exit_code == 1
    assert "2 of 3 pass; K10 failed" in done.stdout


@pytest.mark.usefixtures("checklist")
def test_checks_as_json_hold_the_numbers_behind_them(brimstone):
    done = brimstone("verify", "k10", "a1", "--json")
    assert done.exit_code == 1
    data = json.loads(done.stdout)
    assert [(row["id"], row["passed"]) for row in data] == [("K10", False), ("A1", True)]
    assert data[0]["details"] == {"number": 1.0}
    assert set(data[0]) == {
        "version", "id", "phenomenon", "quotes", "source", "computed", "expected", "tolerance", "passed", "details",
    }  # fmt: skip


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
