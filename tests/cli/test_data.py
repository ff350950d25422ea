"""``brimstone data``: a measured file on a screen, as JSON, as BDF."""

import jsonschema
import pytest

from brimstone import contract
from tests.bridge.cycler import writers
from tests.cli.conftest import assert_one_screen


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "cell.mpt"
    path.write_text(writers.mpt(writers.cell()), encoding="latin-1")
    return path


def test_json_holds_what_the_contract_names(asked, file):
    data = asked("data", file)
    jsonschema.validate(data, contract.json_schema("data"))
    assert (data["format"], data["kind"], data["points"]) == ("BioLogic mpt", "cycling", len(writers.cell()))
    assert data["duration_h"] == pytest.approx(writers.cell().time[-1] / 3600)
    first = data["cycles"][0]
    assert first["cycle"] == 1
    assert first["discharge_mAh"] == pytest.approx(4.5 / 3.6, rel=1e-3)
    assert first["charge_mAh"] == pytest.approx(4.4 / 3.6, rel=1e-3)
    assert first["coulombic_efficiency_percent"] == pytest.approx(100 * 4.5 / 4.4, rel=1e-3)
    assert 2.0 < first["mean_discharge_voltage_V"] < 2.15 < first["mean_charge_voltage_V"] < 2.4
    assert data["impedance"] == []
    assert data["notes"]


def test_json_of_a_spectrum(asked, tmp_path):
    path = tmp_path / "cell.z"
    path.write_text(writers.zplot(), encoding="utf-8")
    data = asked("data", path)
    jsonschema.validate(data, contract.json_schema("data"))
    assert (data["kind"], data["points"], data["duration_h"], data["cycles"]) == ("impedance", 43, None, [])
    assert data["impedance"] == [{"points": 43, "lowest_Hz": 0.1, "highest_Hz": 1e5}]


def test_the_screen_shows_cycles_and_what_was_decided(brimstone, file):
    done = brimstone("data", file)
    assert done.exit_code == 0
    assert "BioLogic mpt" in done.stdout
    assert "How it was read" in done.stdout
    assert "current positive on charge" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_bdf_goes_to_the_screen_or_to_a_new_file(brimstone, file, tmp_path):
    printed = brimstone("data", file, "--to", "bdf")
    assert printed.stdout.startswith("Test Time / s,Voltage / V,Current / A")
    out = tmp_path / "cell.bdf.csv"
    assert brimstone("data", file, "--to", "bdf", "--out", out).exit_code == 0
    assert out.read_text("utf-8") == printed.stdout
    again = brimstone("data", file, "--to", "bdf", "--out", out)
    assert again.exit_code == 2
    assert "not overwritten" in again.stderr


@pytest.mark.parametrize("content", [b"", b"no data", b"BIO-LOGIC MODULAR FILE", b"PK\x03\x04", bytes(range(256)) * 9])
def test_what_can_not_be_read_is_refused_on_one_screen(brimstone, tmp_path, content):
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    done = brimstone("data", path, "--json")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert_one_screen(done.stderr)


def test_options_that_do_not_go_together_are_refused(brimstone, file, tmp_path):
    for words in (("--out", tmp_path / "x.csv"), ("--json", "--to", "bdf")):
        assert brimstone("data", file, *words).exit_code == 2


def test_a_file_is_also_a_page_with_its_curves(brimstone, file, tmp_path):
    done = brimstone("data", file, "--html", tmp_path / "page.html")
    assert done.exit_code == 0, done.output
    assert 'data-figure="measured"' in (tmp_path / "page.html").read_text(encoding="utf-8")
