"""Symmetric cells and composites between blocking electrodes at the command line; drive files that are checked."""

import csv
import json

import pytest
from jsonschema import Draft202012Validator

from brimstone import contract

SYMMETRIC = """
name: Li | Li6PS5Cl | Li
cell: symmetric
anode: {material: Li, thickness: 50 um}
separator: [{electrolyte: Li6PS5Cl, thickness: 500 um, pressed_at: 360 MPa}]
operation: {temperature: 25 degC, stack_pressure: 5 MPa}
protocol:
  - {impedance: [1 MHz, 1 Hz], points: 10}
  - {cycles: 2, current: 0.2 mA/cm2, for: 1 h}
"""
COMPOSITE = """
name: composite
cell: ion-blocking
cathode:
  active: S
  composition: {S: 30 wt%, Li6PS5Cl: 50 wt%, acetylene black: 20 wt%}
  thickness: 500 um
"""


@pytest.mark.parametrize(
    ("text", "command", "figure"),
    [(SYMMETRIC, "run symmetric", "symmetric-cell"), (COMPOSITE, "run blocking", "polarisation-line")],
)
def test_run_writes_json_curves_and_figures_of_a_measured_cell(brimstone, tmp_path, text, command, figure):
    path = tmp_path / "cell.yaml"
    path.write_text(text, encoding="utf-8")
    done = brimstone("run", path, "--certain", "--json", "--curves", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    record = json.loads(done.stdout)
    assert list(Draft202012Validator(contract.json_schema(command)).iter_errors(record)) == []
    assert json.loads((tmp_path / "out" / "run.json").read_text("utf-8")) == record
    with open(tmp_path / "out" / "curves.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(next(iter(record["curves"].values())))
    assert (tmp_path / "out" / f"{figure}.png").stat().st_size > 1000
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert f'data-figure="{figure}"' in page
    assert "Every number that went in" in page
    assert "Methods and references" in page
    assert f"cell: {record['cell']}" in page  # the recipe itself
    assert (tmp_path / "out" / "nyquist.svg").exists()


def test_run_prints_what_a_symmetric_cell_did(brimstone, tmp_path):
    path = tmp_path / "cell.yaml"
    path.write_text(SYMMETRIC, encoding="utf-8")
    shown = brimstone("run", path, "--certain", "--out", tmp_path / "out").stdout
    assert "Li | Li6PS5Cl | Li" in shown
    assert "twice" in shown


def kept(brimstone, *args):
    done = brimstone("runs", *args, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("text", "other", "figure", "quantity", "command"),
    [
        (SYMMETRIC, ("5 MPa", "20 MPa"), "resistance_ohm_cm2", "resistance", "run symmetric"),
        (COMPOSITE, ("500 um", "300 um"), "electronic_S_cm", "conductivity read off the spectrum", "run blocking"),
    ],
)
def test_measured_cells_are_kept_found_shown_compared_and_exported(
    brimstone, tmp_path, text, other, figure, quantity, command
):
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    first.write_text(text + "diameter: 10 mm\n", encoding="utf-8")
    second.write_text(text.replace(*other) + "diameter: 10 mm\n", encoding="utf-8")
    store = ("--store", tmp_path / "store")
    computed = brimstone("run", first, "--certain", "--json", *store)
    assert json.loads(computed.stdout) == json.loads(brimstone("run", first, "--certain", "--json", *store).stdout)
    assert brimstone("run", second, "--certain", "--json", *store).exit_code == 0
    names = [one["name"] for one in kept(brimstone, "list", *store)]
    assert len(names) == 2  # the second time it was found, not computed
    assert all(one["figures"][figure] > 0.0 for one in kept(brimstone, "list", *store))
    shown = kept(brimstone, "show", names[0], *store)
    assert list(Draft202012Validator(contract.json_schema("runs show")).iter_errors(shown)) == []
    assert list(Draft202012Validator(contract.json_schema(command)).iter_errors(shown["run"])) == []
    assert shown["run"] == json.loads(computed.stdout)
    row = next(one for one in kept(brimstone, "compare", *names, *store)["rows"] if one["quantity"] == quantity)
    values = [one["value"] for one in row["values"]]
    assert values[0] != values[1]
    assert row["differences"][1]["value"] == pytest.approx(values[1] - values[0], rel=0.01)
    points = kept(brimstone, "query", "SELECT count(*), max(abs(voltage_V)) FROM curves", *store)["rows"][0]
    assert points[0] > 20
    assert 0.0 < points[1] < 1.0
    kept(brimstone, "export", names[0], "--format", "bdf", "--out", tmp_path / "bdf", *store)
    read = json.loads(brimstone("data", tmp_path / "bdf" / f"{names[0]}.bdf.csv", "--json").stdout)
    assert read["points"] > 10
    assert brimstone("report", names[0], "--out", tmp_path / "page", *store).exit_code == 0
    assert figure.split("_")[0] in (tmp_path / "page" / "report.html").read_text("utf-8").lower()


def test_sources_of_a_measured_cell_are_explained_and_cited(brimstone, tmp_path):
    path = tmp_path / "cell.yaml"
    path.write_text(COMPOSITE, encoding="utf-8")
    explained = json.loads(brimstone("explain", path, "--json").stdout)
    assert any(one["name"] == "Li6PS5Cl.ionic_conductivity.at_25_degC" for one in explained["numbers"])
    assert explained["predictions"] == []
    assert "@software{brimstone" in brimstone("cite", path).stdout


def test_cells_of_different_kinds_are_not_compared(brimstone, tmp_path):
    names = []
    for number, text in enumerate((SYMMETRIC, COMPOSITE)):
        path = tmp_path / f"cell{number}.yaml"
        path.write_text(text, encoding="utf-8")
        brimstone("run", path, "--certain", "--json", "--store", tmp_path / "store")
        names.append(f"cell{number}")
    done = brimstone("runs", "compare", *names, "--store", tmp_path / "store")
    assert done.exit_code == 2
    assert "different kinds" in done.stderr
    refused = brimstone("runs", "compare", "cell0", "--store", tmp_path / "store")
    assert "two or more" in refused.stderr


@pytest.mark.parametrize("command", [("sweep", "--vary", "separator.thickness=100..200 um:2"), ("energy",)])
def test_what_needs_a_full_cell_says_so(brimstone, tmp_path, command):
    path = tmp_path / "cell.yaml"
    path.write_text(SYMMETRIC, encoding="utf-8")
    done = brimstone(command[0], path, *command[1:])
    assert done.exit_code == 2, done.output
    assert "full cell" in done.stderr
    assert "Traceback" not in done.stderr


def test_check_tells_nothing_of_what_a_symmetric_cell_has_not(brimstone, tmp_path):
    path = tmp_path / "cell.yaml"
    path.write_text(SYMMETRIC, encoding="utf-8")
    problems = json.loads(brimstone("check", path, "--json").stdout)
    assert not any(one["field"].startswith("cathode") for one in problems)
    assert not any(one["level"] == "error" for one in problems)


DRIVEN = """
cathode: {active: S, composition: {S: 30 wt%, Li6PS5Cl: 50 wt%, Super P: 20 wt%}, loading: 1 mg/cm2}
separator: [{electrolyte: Li6PS5Cl, thickness: 300 um}]
anode: Li-In
protocol:
  - {drive: trip.csv}
  - {repeat: 2, steps: [{drive: other.csv}, {rest: 1 h}]}
"""


def test_check_opens_the_files_of_drive_profiles_and_tells_all_that_is_wrong_in_them(brimstone, tmp_path):
    path = tmp_path / "cell.yaml"
    path.write_text(DRIVEN, encoding="utf-8")
    (tmp_path / "trip.csv").write_text("time [s], power [mW/cm2]\n0, 1\n60, two\n", encoding="utf-8")
    done = brimstone("check", path, "--json")
    assert done.exit_code == 2
    errors = [one for one in json.loads(done.stdout) if one["level"] == "error"]
    assert [one["line"] for one in errors] == [6, 7]
    assert "line 3 of 'trip.csv'" in errors[0]["message"]
    assert "no text file 'other.csv'" in errors[1]["message"]
    (tmp_path / "trip.csv").write_text("time [s], power [mW/cm2]\n0, 1\n60, 2\n30, 0\n", encoding="utf-8")
    (tmp_path / "other.csv").write_text("time [min], current [mA/cm2]\n0, 1\n1, 0\n", encoding="utf-8")
    errors = [one for one in json.loads(brimstone("check", path, "--json").stdout) if one["level"] == "error"]
    assert len(errors) == 1
    assert "not after the one before" in errors[0]["message"]
    (tmp_path / "trip.csv").write_text("time [s], power [mW/cm2]\n0, 1\n60, 2\n90, 0\n", encoding="utf-8")
    done = brimstone("check", path, "--json")
    assert done.exit_code == 0, done.stdout
