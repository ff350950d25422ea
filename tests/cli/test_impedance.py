"""``brimstone impedance`` on recipes and on files."""

import json

import jsonschema
import numpy as np
import pytest

from brimstone import contract
from brimstone.bridge import to_bdf
from brimstone.result import Measured, MeasuredSpectrum
from tests.instrument import spectra

RECIPE = """
name: small
cathode: {active: S, composition: {S: 30 wt%, Li6PS5Cl: 50 wt%, acetylene black: 20 wt%}, loading: 1 mg/cm2}
separator: [{electrolyte: Li6PS5Cl, thickness: 500 um}]
anode: {material: Li-In}
operation: {temperature: 25 degC}
protocol: [{discharge: 0.1C, to: 300 mAh/g}]
"""


@pytest.fixture
def measured(tmp_path):
    z = spectra.noisy(spectra.cell(), 2e-3)
    text = to_bdf(Measured("x", "x", None, (MeasuredSpectrum(spectra.FREQUENCY, z),), ()))
    (tmp_path / "eis.csv").write_text(text)
    return tmp_path / "eis.csv"


def test_a_measured_file_is_tested_and_its_circuit_found(measured, brimstone, tmp_path):
    run = brimstone("impedance", measured, "--json", "--circuit", "R0-p(R1,CPE1)-TL1", "--out", tmp_path / "out")
    assert run.exit_code == 0
    record = json.loads(run.stdout)
    jsonschema.validate(record, contract.json_schema("impedance"))
    (one,) = record["spectra"]
    assert one["unit"] == "ohm"
    assert one["kramers_kronig_passed"]
    values = {parameter["name"]: parameter for parameter in one["fit"]["parameters"]}
    assert values["TL1_2"]["value"] == pytest.approx(spectra.TRANSFER, rel=0.05)
    assert values["R1"]["true"] is None
    assert (tmp_path / "out" / "spectrum-fit.png").exists()


def test_an_area_gives_everything_per_area(measured, brimstone):
    run = brimstone("impedance", measured, "--json", "--circuit", "R0-p(R1,CPE1)-TL1", "--area", "2 cm2")
    (one,) = json.loads(run.stdout)["spectra"]
    values = {parameter["name"]: parameter for parameter in one["fit"]["parameters"]}
    assert values["R1"]["value"] == pytest.approx(2.0 * spectra.ARC, rel=0.02)
    assert values["R1"]["unit"] == "ohm cm2"
    assert values["TL1_3"]["value"] == pytest.approx(0.5 * spectra.LAYERS, rel=0.1)


def test_a_recipe_without_a_spectrum_is_measured_as_assembled_and_at_its_end(brimstone, tmp_path):
    (tmp_path / "cell.yaml").write_text(RECIPE)
    run = brimstone("impedance", tmp_path / "cell.yaml", "--json", "--certain", "--circuit", "R0-p(R1,CPE1)-TL1")
    assert run.exit_code == 0
    record = json.loads(run.stdout)
    assert len(record["spectra"]) == 2
    assert "as assembled" in record["notes"][0]
    for one in record["spectra"]:
        assert one["kramers_kronig_passed"]
        assert [row["interface"] for row in one["interfaces"]] == ["I", "II", "III", "IV"]
        transfer = next(row for row in one["fit"]["parameters"] if row["name"] == "TL1_2")
        assert transfer["value"] == pytest.approx(transfer["true"], rel=0.1)


def test_what_holds_no_spectrum_is_refused(brimstone, tmp_path):
    time = np.arange(50.0)
    rows = "\n".join(f"{t:.0f},{2.0 - 0.001 * t:.4f},-0.001" for t in time)
    (tmp_path / "cycling.csv").write_text("Test Time / s,Voltage / V,Current / A\n" + rows + "\n")
    run = brimstone("impedance", tmp_path / "cycling.csv")
    assert run.exit_code == 2
    assert "no impedance in it" in run.stderr
    run = brimstone("impedance", tmp_path / "nothing.yaml")
    assert run.exit_code == 2
