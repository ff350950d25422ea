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
    assert (tmp_path / "out" / "nyquist.svg").exists()


def test_run_prints_what_a_symmetric_cell_did(brimstone, tmp_path):
    path = tmp_path / "cell.yaml"
    path.write_text(SYMMETRIC, encoding="utf-8")
    shown = brimstone("run", path, "--certain", "--out", tmp_path / "out").stdout
    assert "Li | Li6PS5Cl | Li" in shown
    assert "twice" in shown


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
