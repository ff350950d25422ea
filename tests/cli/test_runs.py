"""Runs are kept, found again instead of repeated, and shown, compared, exported and removed by name."""

import csv
import itertools
import json

import jsonschema
import pytest

from brimstone import contract
from tests.cli.conftest import CELL, QUICK, assert_one_screen


@pytest.fixture
def place(tmp_path, monkeypatch):
    folder = tmp_path / "store"
    monkeypatch.setenv("BRIMSTONE_STORE", str(folder))
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def two(brimstone, tmp_path, place):
    """Names of two kept runs that differ in their loading; the first has an area."""
    names = []
    for number, loading in enumerate(("1 mg/cm2", "2 mg/cm2")):
        file = tmp_path / f"cell{number}.yaml"
        file.write_text(CELL.replace("1 mg/cm2", loading) + "area: 0.785 cm2\n" * (not number), encoding="utf-8")
        assert brimstone("run", file, *QUICK, "--json").exit_code == 0
        names.append(next(path.name for path in (place / "runs").iterdir() if path.name.startswith(f"cell{number}")))
    return names


def test_an_equal_run_is_found_and_prints_the_same(brimstone, recipe, place, monkeypatch):
    first = brimstone("run", recipe, *QUICK, "--json")
    monkeypatch.setattr("brimstone.cli.run.simulate", lambda *_: pytest.fail("computed again"))
    assert brimstone("run", recipe, *QUICK, "--json").stdout == first.stdout
    told = brimstone("run", recipe, *QUICK)
    assert "kept: cell-" in told.stdout
    assert "--again computes anew" in told.stdout


def test_another_setting_or_again_computes(brimstone, recipe, place):
    brimstone("run", recipe, *QUICK, "--json")
    brimstone("run", recipe, *QUICK, "--seed", 1, "--json")
    assert len(list((place / "runs").iterdir())) == 2
    assert "--again" not in brimstone("run", recipe, *QUICK, "--again").stdout
    assert len(list((place / "runs").iterdir())) == 2


@pytest.mark.parametrize("words", [("--store", "off"), ()])
def test_keeping_can_be_switched_off(brimstone, recipe, place, monkeypatch, words):
    if not words:
        monkeypatch.setenv("BRIMSTONE_STORE", "off")
    assert brimstone("run", recipe, *QUICK, "--json", *words).exit_code == 0
    assert not place.exists()


def test_a_store_that_can_not_be_used_is_told_and_the_result_comes_all_the_same(
    brimstone, recipe, tmp_path, monkeypatch
):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("BRIMSTONE_STORE", str(tmp_path / "file" / "store"))
    done = brimstone("run", recipe, *QUICK, "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["status"] == "completed"
    asked_for = brimstone("run", recipe, *QUICK, "--json", "--store", tmp_path / "file")
    assert asked_for.exit_code == 2
    assert_one_screen(asked_for.stderr)


def test_what_runs_prints_is_valid_by_its_schema(brimstone, two, tmp_path):
    calls = {
        "list": [],
        "show": [two[0]],
        "query": ["SELECT name, members, mean_voltage_V FROM runs"],
        "compare": two,
        "export": [two[0], "--out", tmp_path / "exported"],
        "gc": ["--dry-run", "--keep", 1],
    }
    for command, words in calls.items():
        done = brimstone("runs", command, *words, "--json")
        assert done.exit_code == 0, done.output
        jsonschema.validate(json.loads(done.stdout), contract.json_schema(f"runs {command}"))
        assert brimstone("runs", command, *words).exit_code == 0


def test_a_row_of_a_query_is_one_line_however_wide_it_is(brimstone, two, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    names = ", ".join(f"'{'x' * 30}' AS column_number_{number}" for number in range(8))
    done = brimstone("runs", "query", f"SELECT name, {names} FROM runs")
    rows = [line for line in done.stdout.splitlines() if "x" * 30 in line]
    assert len(rows) == 2
    assert all(line.count("x" * 30) == 8 for line in rows)


def test_a_list_has_name_recipe_version_time_status_and_figures(asked, two):
    rows = asked("runs", "list")
    assert [row["name"] for row in rows] == two
    assert {"name", "recipe", "version", "created", "status", "figures"} <= set(rows[0])
    assert rows[0]["status"] == "completed"
    assert rows[0]["figures"]["areal_capacity_mAh_cm2"] < rows[1]["figures"]["areal_capacity_mAh_cm2"]


def test_a_run_is_shown_as_it_was_printed(brimstone, asked, recipe, place):
    printed = json.loads(brimstone("run", recipe, *QUICK, "--json").stdout)
    shown = asked("runs", "show", "cell")
    assert shown["run"] == printed
    assert shown["settings"]["nodes"] == 8
    assert "loading: 1 mg/cm2" in shown["yaml"]


def test_kept_runs_are_compared_with_their_intervals(brimstone, asked, two):
    rows = {(row["step"], row["quantity"]): row for row in asked("runs", "compare", *two)["rows"]}
    areal = rows["discharge 0.1C", "areal capacity"]
    assert areal["differences"][1]["value"] == pytest.approx(
        areal["values"][1]["value"] - areal["values"][0]["value"], rel=1e-5
    )
    done = brimstone("runs", "compare", two[0])
    assert done.exit_code == 2
    assert_one_screen(done.stderr)


def test_the_battery_data_format_has_current_and_voltage_of_the_cell(brimstone, asked, two, tmp_path):
    files = asked("runs", "export", two[0], "--format", "bdf", "--out", tmp_path / "bdf")["files"]
    run = asked("runs", "show", two[0])["run"]
    assert len(files) == len(run["steps"])  # each rate begins in the same state, and takes a cell of its own
    with open(files[0], encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    first = [row for row in rows if row["Step Count / 1"] == rows[0]["Step Count / 1"]]
    current = run["steps"][0]["current_mA_cm2"] * 0.785e-3
    assert float(first[5]["Current / A"]) == pytest.approx(-current, rel=1e-3)  # a discharge
    assert float(first[-1]["Discharging Capacity / Ah"]) == pytest.approx(
        run["steps"][0]["areal_capacity_mAh_cm2"] * 0.785e-3, rel=1e-3
    )
    assert float(first[-1]["Voltage / V"]) == pytest.approx(1.0 - 0.62, abs=0.01)  # against Li-In
    assert all(float(a["Test Time / s"]) <= float(b["Test Time / s"]) for a, b in itertools.pairwise(rows))


def test_a_run_without_an_area_has_no_current(brimstone, two, tmp_path):
    done = brimstone("runs", "export", two[1], "--format", "bdf", "--out", tmp_path / "bdf")
    assert done.exit_code == 2
    assert "add area or diameter" in done.stderr
    assert not (tmp_path / "bdf").exists()


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_an_export_never_overwrites_what_somebody_else_wrote(brimstone, two, tmp_path, form):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    assert brimstone("runs", "export", two[0], "--format", form, "--out", folder).exit_code == 2
    assert [path.name for path in folder.iterdir()] == ["notes.txt"]


def test_explain_cite_and_report_take_the_name_of_a_run(brimstone, asked, two, recipe, tmp_path):
    assert brimstone("cite", two[0]).stdout == brimstone("cite", tmp_path / "cell0.yaml").stdout
    explained = asked("explain", two[0])
    assert explained["numbers"]
    assert brimstone("report", two[0], "--out", tmp_path / "page").exit_code == 0
    assert (tmp_path / "page" / "report.html").stat().st_size > 10_000
    done = brimstone("report", two[0], "--html", tmp_path / "page.html", "--figures")
    assert done.exit_code == 2
    assert "--out" in done.stderr
    for command in ("report", "cite", "explain"):
        done = brimstone(command, "run:nothing")
        assert done.exit_code == 2
        assert_one_screen(done.stderr)


def test_cleaning_removes_what_is_named(brimstone, asked, two):
    gone = asked("runs", "gc", two[0])
    assert gone["removed"] == [two[0]]
    assert gone["freed_bytes"] > 0
    assert [row["name"] for row in asked("runs", "list")] == [two[1]]
    assert brimstone("runs", "gc", "--quota", "much").exit_code == 2


def test_formulas_of_a_recipe_do_not_reach_a_spreadsheet(brimstone, asked, tmp_path, place, monkeypatch):
    file = tmp_path / "cell.yaml"
    file.write_text(CELL, encoding="utf-8")
    brimstone("run", file, *QUICK, "--json")
    from brimstone.store.parquet import write_table

    (folder,) = (place / "runs").iterdir()
    write_table(folder / "steps.parquet", {"step": [0, 1], "label": ["=cmd()", "discharge"]})
    (path, _) = asked("runs", "export", folder.name, "--out", tmp_path / "e")["files"]
    with open(path, encoding="utf-8") as text:
        assert [row["label"] for row in csv.DictReader(text)] == ["'=cmd()", "discharge"]
