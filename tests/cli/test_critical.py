"""``brimstone ccd``: the record keeps its contract, and what is malformed is refused in words."""

import json

import pytest
from jsonschema import Draft202012Validator

from brimstone.contract import json_schema
from tests.cli.conftest import CELL

LITHIUM = """
cathode: {active: S, composition: {S: 30 wt%, Li6PS5Cl: 50 wt%, Ketjenblack: 20 wt%}, loading: 1 mg/cm2}
separator: {electrolyte: Li6PS5Cl, thickness: 500 um, pressed_at: 360 MPa}
anode: {material: Li, thickness: 100 um}
operation: {temperature: 25 degC, stack_pressure: 5 MPa}
"""


@pytest.fixture
def lithium(tmp_path):
    path = tmp_path / "lithium.yaml"
    path.write_text(LITHIUM, encoding="utf-8")
    return path


def test_the_record_has_a_test_for_each_condition(brimstone, lithium):
    asked = ["--pressure", "0.5, 8 MPa", "--temperature", "25 degC, 60 degC", "--members", "20", "--json"]
    data = json.loads(brimstone("ccd", lithium, *asked).stdout)
    Draft202012Validator(json_schema("ccd")).validate(data)
    conditions = [(one["stack_pressure_MPa"], one["temperature_degC"]) for one in data["tests"]]
    assert conditions == [(0.5, 25.0), (8.0, 25.0), (0.5, 60.0), (8.0, 60.0)]
    assert data["electrode"] == "Li"
    assert data["half_cycle_h"] == 1.0
    low, high = (one["critical_current_mA_cm2"] for one in data["tests"][:2])
    assert high > low
    assert data["tests"][0]["critical_current_mA_cm2_low"] <= low
    assert sum(data["tests"][0]["ends"].values()) == pytest.approx(1.0)


def test_a_screen_names_cell_currents_and_endings(brimstone, lithium, tmp_path):
    options = ("--certain", "--currents", "0.5, 1, 2 mA/cm2", "--capacity", "0.5 mAh/cm2", "--out", tmp_path / "ccd")
    shown = brimstone("ccd", lithium, *options).stdout
    assert "Li | Li6PS5Cl | Li" in shown
    assert "3 currents from 0.5 to 2 mA cm⁻²" in shown
    assert (tmp_path / "ccd" / "critical-current-1.svg").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--currents", "2, 1 mA/cm2"], "rise from step to step"),
        (["--currents", "1 V"], "--currents"),
        (["--currents", "2..1 mA/cm2"], "runs downwards"),
        (["--capacity", "1 mAh/cm2", "--half", "1 h"], "give one of them"),
        (["--capacity", "0 mAh/cm2"], "above zero"),
        (["--half", "1 V"], "1 V"),
        (["--pressure", "5 degC"], "--pressure"),
    ],
)
def test_a_malformed_test_is_refused_in_words(brimstone, lithium, options, words):
    refused = brimstone("ccd", lithium, *options)
    assert refused.exit_code == 2
    assert words in refused.stderr


def test_only_lithium_has_a_critical_current(brimstone, tmp_path):
    (tmp_path / "alloy.yaml").write_text(CELL, encoding="utf-8")
    refused = brimstone("ccd", tmp_path / "alloy.yaml")
    assert refused.exit_code == 2
    assert "anode: Li" in refused.stderr
