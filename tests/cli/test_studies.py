"""Commands over many cells: tables, files and JSON, and what they say to bad input."""

import csv

import pytest

from tests.cli.conftest import CELL, QUICK, assert_one_screen, names

LOADINGS = "cathode.loading=1..3 mg/cm2:3"


@pytest.fixture
def thinner(tmp_path):
    path = tmp_path / "thinner.yaml"
    path.write_text(CELL.replace("500 um", "50 um"), encoding="utf-8")
    return path


def rows_of(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def test_compare_prints_what_differs_and_writes_curves_and_table(brimstone, recipe, thinner, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    done = brimstone("compare", recipe, thinner, "--members", 20, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert max(map(len, done.stdout.splitlines())) <= 80
    for words in ("separator.thickness", "500 um", "50 um", "Discharge 0.1C", "The cells as made", "2 − 1", "above"):
        assert words in done.stdout
    assert names(tmp_path / "out") == {"compare.csv", "compare.png", "compare.svg", "report.html"}
    table = rows_of(tmp_path / "out" / "compare.csv")
    assert {"step", "quantity", "value_1", "low_2", "difference_2", "difference_low_2", "above_2"} <= set(table[0])


def test_compare_as_json_has_the_documented_keys(asked, recipe, thinner):
    data = asked("compare", recipe, thinner, "--members", 20)
    assert set(data) == {"version", "recipes", "members", "changes", "rows", "notes"}
    assert data["changes"] == [{"field": "separator.thickness", "values": ["500 um", "50 um"]}]
    energy = next(row for row in data["rows"] if row["key"] == "energy_Wh_kg_cell")
    assert energy["step"] == "discharge 0.1C"
    assert energy["differences"][1]["value_low"] > 0.0
    assert energy["above"][1] == 1.0


def test_sweep_prints_a_table_and_writes_csv_and_a_figure(brimstone, recipe, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    done = brimstone("sweep", recipe, "--vary", LOADINGS, "--certain", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    for words in ("3 cells", "3 mg cm⁻²", "Wh kg⁻¹", "energy: best"):
        assert words in done.stdout
    assert names(tmp_path / "out") == {"report.html", "sweep.csv", "sweep.png", "sweep.svg"}
    table = rows_of(tmp_path / "out" / "sweep.csv")
    assert [row["cathode.loading [mg/cm2]"] for row in table] == ["1.0", "2.0", "3.0"]
    assert all(float(row["capacity_mAh_g_sulfur"]) > 100.0 and row["failed"] == "" for row in table)


def test_a_map_is_a_grid_on_the_screen_and_a_picture(brimstone, recipe, tmp_path):
    axes = ("--vary", "operation.temperature=[25 degC, 60 degC]", "--vary", "rate=0.1..1C:2")
    done = brimstone("sweep", recipe, *axes, "--certain", "--of", "capacity", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert "↓ rate →" not in done.stdout.splitlines()[0]
    assert "25 °C" in done.stdout
    assert (tmp_path / "out" / "sweep-capacity.png").stat().st_size > 5000


def test_sweep_as_json_has_the_documented_keys_and_failures_with_their_reason(asked, recipe):
    data = asked("sweep", recipe, "--vary", "anode.material=[Li-In, LGPS]", "--certain")
    assert set(data) == {"version", "source", "recipe", "members", "axes", "quantities", "points"}
    good, bad = data["points"]
    assert good["at"] == {"anode.material": "Li-In"}
    assert good["failed"] is None
    assert good["energy_Wh_kg_cell"] > 0.0
    assert "known as electrolyte" in bad["failed"]
    assert bad["energy_Wh_kg_cell"] is None


def test_sensitivity_prints_tornadoes_and_writes_them(brimstone, recipe, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    done = brimstone("sensitivity", recipe, "--members", 100, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert max(map(len, done.stdout.splitlines())) <= 80
    for words in (
        "Mean voltage",
        "operation.temperature",
        "50 to 70 °C",
        "Its interval comes from",
        "from combinations",
    ):
        assert words in " ".join(done.stdout.split())
    charts = {f"{kind}-{name}" for kind in ("sensitivity", "spread") for name in ("capacity", "voltage", "energy")}
    written = {f"{chart}.{ending}" for chart in charts for ending in ("png", "svg")}
    assert names(tmp_path / "out") == {"choices.csv", "constants.csv", "report.html"} | written
    assert len(rows_of(tmp_path / "out" / "constants.csv")) > 50


def test_sensitivity_as_json_has_the_documented_keys(asked, recipe):
    data = asked("sensitivity", recipe, "--members", 100, "--of", "energy", "--at", "1C")
    assert set(data) == {"version", "source", "recipe", "members", "quantities", "choices", "constants"}
    (energy,) = data["quantities"]
    assert energy["value_low"] < energy["value"]
    assert sum(energy["groups"].values()) + energy["only_together"] > 0.5
    loading = next(one for one in data["choices"] if one["field"] == "cathode.loading")
    assert loading["now"] == "1 mg/cm2"
    assert len(loading["changes"]["energy_Wh_kg_cell"]) == 2


def test_optimise_prints_the_gain_and_writes_a_recipe_that_runs(brimstone, recipe, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    words = ("--vary", "cathode.loading=1..5 mg/cm2", "--evaluations", 20, "--out", tmp_path / "out")
    done = brimstone("optimise", recipe, *words)
    assert done.exit_code == 0, done.output
    assert max(map(len, done.stdout.splitlines())) <= 80
    for words in ("best energy of the layers", "1 mg cm⁻²", "gain", "What limits further gains", "low pressure"):
        assert words in done.stdout
    written = {"recipe.yaml", "tried.csv", "report.html", "optimum-cathode.loading.png", "optimum-cathode.loading.svg"}
    assert names(tmp_path / "out") == written
    again = brimstone("run", tmp_path / "out" / "recipe.yaml", *QUICK, "--out", tmp_path / "run")
    assert again.exit_code == 0, again.output


def test_optimise_as_json_has_the_documented_keys(asked, recipe):
    words = ("--vary", "cathode.loading=1..5 mg/cm2", "--evaluations", 20, "--at", "1C", "--for", "capacity")
    data = asked("optimise", recipe, *words)
    keys = "version source recipe objective robust tried members choices gains limits outlook yaml"
    assert set(data) == set(keys.split())
    assert data["choices"][0]["before"] == "1 mg/cm2"
    assert {"key", "before", "best", "gain", "gain_low", "gain_high"} <= set(data["gains"][0])
    assert data["gains"][0]["key"] == data["objective"] == "capacity_mAh_g_sulfur"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["sweep", "--vary", "cathode.loadin=1..3 mg/cm2"], ["cathode.loadin", "Did you mean cathode.loading"]),
        (["sweep", "--vary", "cathode.loading=1..3 um:3"], ["cathode.loading", "areal mass"]),
        (["sweep", "--vary", "cathode.loading=3..1 mg/cm2"], ["cathode.loading", "lower value first"]),
        (["sweep", "--vary", LOADINGS, "--of", "capacty"], ["capacty", "Did you mean capacity"]),
        (["sweep", "--vary", LOADINGS, "--at", "fast"], ["rate", "0.1C"]),
        (["compare"], ["give 2 to 8"]),
        (["optimise", "--vary", LOADINGS, "--for", "wealth"], ["wealth", "capacity"]),
        (["optimise", "--vary", "anode.material=[LGPS, LPSCl]"], ["no cell within", "known as electrolyte"]),
        (["sensitivity", "--of", "wh/kgg"], ["wh/kgg", "Did you mean energy"]),
    ],
)
def test_bad_input_is_answered_in_words_and_leaves_nothing_behind(brimstone, recipe, tmp_path, words, told):
    command, *rest = words
    done = brimstone(command, recipe, *rest, "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert_one_screen(done.stderr)
    for each in told:
        assert each in done.stderr
    assert not (tmp_path / "out").exists()
