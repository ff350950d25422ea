"""``brimstone synthetic``: files that `brimstone data` and `brimstone impedance` read again."""

import json

import jsonschema
import pytest

from brimstone import contract
from tests.cli.test_impedance import RECIPE


@pytest.fixture
def cell(tmp_path):
    path = tmp_path / "cell.yaml"
    path.write_text(RECIPE.replace("protocol: [", "protocol: [{impedance: [1 MHz, 1 Hz], points: 30}, "))
    return path


def test_its_files_are_read_again(brimstone, cell, tmp_path):
    out = tmp_path / "out"
    run = brimstone("synthetic", cell, "--area", "1 cm2", "--pressure-drift", "1 kPa", "--json", "--out", out)
    assert run.exit_code == 0, run.output
    record = json.loads(run.stdout)
    jsonschema.validate(record, contract.json_schema("synthetic"))
    assert record["files"] == ["cycling.bdf.csv", "spectrum-1.bdf.csv", "sensors.csv", "truth.yaml"]
    data = json.loads(brimstone("data", out / "cycling.bdf.csv", "--json").stdout)
    assert data["cycles"][0]["discharge_mAh"] == pytest.approx(0.3, rel=2e-3)
    spectrum = json.loads(brimstone("data", out / "spectrum-1.bdf.csv", "--json").stdout)
    assert spectrum["impedance"][0]["points"] == 30
    assert brimstone("check", out / "truth.yaml").exit_code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "how large"),
        (("--area", "1 cm2", "--every", "0 s"), "above zero"),
        (("--area", "1 cm2", "--noise", "3 kg"), "kg"),
        (("--area", "1 cm2", "--noise", "-1 mV"), "negative"),
    ],
)
def test_what_can_not_be_recorded_is_refused(brimstone, cell, words, said):
    run = brimstone("synthetic", cell, "--json", *words)
    assert run.exit_code == 2
    assert said in run.stderr
