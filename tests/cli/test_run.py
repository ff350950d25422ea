"""``brimstone run``: what is printed, what is written, and what is left behind when something goes wrong."""

import csv
import json
import re

import jsonschema
import pytest

from brimstone import cell, report
from brimstone.contract import json_schema
from brimstone.recipe import parse
from tests.cli.conftest import CELL, QUICK, assert_one_screen, names

FILES = {"report.html", "run.json", "recipe.yaml"}


def test_a_run_writes_report_contract_and_recipe(brimstone, recipe, tmp_path):
    out = tmp_path / "new" / "out"
    done = brimstone("run", recipe, "--out", out, *QUICK)
    assert done.exit_code == 0, done.output
    assert names(out) == FILES
    assert names(tmp_path) == {"cell.yaml", "new"}
    assert json.loads((out / "run.json").read_text("utf-8"))["status"] == "completed"
    assert str(out / "report.html") in done.stdout.replace("\n", "")


def test_the_recipe_beside_the_report_is_the_recipe_that_was_run(brimstone, recipe, tmp_path):
    assert brimstone("run", recipe, "--out", tmp_path / "out", *QUICK).exit_code == 0
    kept = (tmp_path / "out" / "recipe.yaml").read_text("utf-8")
    assert parse(kept) == parse(CELL)


def test_results_go_to_a_folder_named_after_the_recipe_unless_told_otherwise(brimstone, recipe, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert brimstone("run", recipe, *QUICK).exit_code == 0
    assert names(tmp_path / "out" / "cell") == FILES


def test_json_is_all_that_is_printed_and_nothing_is_written_unless_asked(brimstone, recipe, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = brimstone("run", recipe, "--json", *QUICK)
    assert done.exit_code == 0
    assert done.stderr == ""
    assert json.loads(done.stdout)["recipe"] == "S, LPSCl, Ketjenblack | LPSCl | Li-In"
    assert names(tmp_path) == {"cell.yaml"}


def test_json_on_the_screen_and_in_the_folder_are_the_same(brimstone, recipe, tmp_path):
    done = brimstone("run", recipe, "--json", "--out", tmp_path / "out", *QUICK)
    assert json.loads(done.stdout) == json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))


def test_a_reported_cell_runs_by_its_name(asked):
    data = asked("run", "cell:Yao 2017", *QUICK)
    assert data["status"] == "completed"
    assert len(data["steps"]) == 6


def test_an_uncertain_run_prints_intervals_around_and_a_certain_one_prints_none(asked, recipe):
    uncertain = asked("run", recipe, "--members", 20, "--nodes", 8)
    assert uncertain["members"] == 21
    assert uncertain["steps"][0]["capacity_mAh_g_sulfur_low"] < uncertain["steps"][0]["capacity_mAh_g_sulfur_high"]
    certain = asked("run", recipe, *QUICK)
    assert certain["members"] == 1
    assert not [key for key in certain["steps"][0] if key.endswith(("_low", "_high"))]
    assert uncertain["steps"][0]["capacity_mAh_g_sulfur"] == certain["steps"][0]["capacity_mAh_g_sulfur"]


def test_the_seed_fixes_the_intervals(asked, recipe):
    first, again, other = (
        asked("run", recipe, "--members", 20, "--nodes", 8, "--seed", seed)["steps"] for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other


@pytest.mark.parametrize("width", [80, 120])
def test_the_summary_tells_a_scientist_what_matters_within_the_width_of_the_screen(
    brimstone, recipe, tmp_path, width, monkeypatch
):
    monkeypatch.setenv("COLUMNS", str(width))
    done = brimstone("run", recipe, "--members", 20, "--nodes", 8, "--out", tmp_path / "out")
    for words in (
        "S, LPSCl, Ketjenblack | LPSCl | Li-In",
        "60 °C, 50 MPa, 1.00 mg cm⁻² of sulfur",
        "discharge 0.1C",
        "mAh g⁻¹ S",
        "Wh kg⁻¹",
        "lower cut-off voltage",
        "Comparison with reported values",
        "1200 mAh g⁻¹ S",
        "not run",
        "What holds it back",
        "product film",
        "completed",
        "report.html",
    ):
        assert words in done.stdout, words
    lines = [line for line in done.stdout.splitlines() if not line.startswith("report:")]
    assert max(map(len, lines)) <= width


def test_the_summary_shows_the_numbers_of_the_contract(brimstone, recipe, tmp_path):
    done = brimstone("run", recipe, "--out", tmp_path / "out", *QUICK)
    data = json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))
    row = next(line for line in done.stdout.splitlines() if line.startswith("discharge 0.1C"))
    shown = [float(number) for number in re.findall(r"[\d.]+(?=\s|$)", row.removeprefix("discharge 0.1C"))]
    step = data["steps"][0]
    keys = (
        "capacity_mAh_g_sulfur", "capacity_of_sulfur_mAh_g", "areal_capacity_mAh_cm2",
        "mean_voltage_V", "energy_Wh_kg_cell",
    )  # fmt: skip
    assert shown == pytest.approx([step[key] for key in keys], rel=6e-3)


def test_an_anchor_is_told_apart_from_what_proves_something(brimstone, tmp_path):
    path = tmp_path / "cell.yaml"
    path.write_text(CELL + "anchor: {capacity: 1200 mAh/g, per: sulfur, rate: 0.1C}\n")
    done = brimstone("run", path, "--members", 20, "--nodes", 8, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert "0.1C, anchor" in done.stdout
    assert "reported numbers that were run" not in done.stdout


def test_of_many_cycles_a_few_are_printed_the_last_among_them(brimstone, tmp_path):
    path = tmp_path / "cycles.yaml"
    path.write_text(
        CELL[: CELL.index("protocol:")]
        + "protocol:\n  - {cycles: 30, charge: 0.5C, discharge: 0.5C, window: [1.0 V, 2.8 V]}\n"
    )
    done = brimstone("run", path, "--out", tmp_path / "out", *QUICK)
    rows = re.findall(r"^discharge 0\.5C +(\d+) ", done.stdout, re.MULTILINE)
    assert rows == ["1", "2", "3", "5", "10", "20", "30"]
    assert "14 of 60 steps" in done.stdout
    assert len(json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))["steps"]) == 60


def test_rules_of_the_lab_are_told_with_the_result_and_kept_in_the_contract(brimstone, tmp_path):
    path = tmp_path / "cell.yaml"
    path.write_text(CELL.replace("S: 30 wt%, LPSCl: 50 wt%", "S: 60 wt%, LPSCl: 20 wt%"))
    done = brimstone("run", path, "--out", tmp_path / "out", *QUICK)
    assert done.exit_code == 0
    assert "60 wt% sulfur" in done.stdout
    warnings = json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))["warnings"]
    assert any("60 wt% sulfur" in words and "Qi 2024" in words for words in warnings)


def test_curves_come_as_csv_and_in_the_json_when_asked(brimstone, recipe, tmp_path):
    done = brimstone("run", recipe, "--out", tmp_path / "out", "--csv", "--curves", "--json", *QUICK)
    step = json.loads(done.stdout)["steps"][0]
    jsonschema.validate(json.loads(done.stdout), json_schema("run"))
    with (tmp_path / "out" / "curves.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["step"] == "1"]
    for name, values in step["curve"].items():
        assert [float(row[name]) for row in rows] == pytest.approx(values)
    assert float(rows[-1]["charge_mAh_g_sulfur"]) == pytest.approx(step["capacity_mAh_g_sulfur"], rel=1e-4)
    assert not (tmp_path / "out" / "spectra.csv").exists()
    assert step["curve"]["charge_mAh_cm2"][-1] == pytest.approx(step["areal_capacity_mAh_cm2"])
    assert step["curve"]["time_h"][-1] == pytest.approx(step["duration_h"])
    plain = brimstone("run", recipe, "--json", *QUICK)
    assert "curve" not in json.loads(plain.stdout)["steps"][0]


def test_spectra_come_as_csv_when_asked(brimstone, recipe, tmp_path):
    text = recipe.read_text("utf-8")
    recipe.write_text(text[: text.index("protocol:")] + "protocol: [{impedance: [1 MHz, 1 Hz], points: 20}]\n")
    done = brimstone("run", recipe, "--out", tmp_path / "out", "--csv", "--json", *QUICK)
    (spectrum,) = json.loads(done.stdout)["impedance"]
    with (tmp_path / "out" / "spectra.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for name in ("frequency_Hz", "real_ohm_cm2", "imaginary_ohm_cm2"):
        assert [float(row[name]) for row in rows] == pytest.approx(spectrum[name], rel=1e-6)


def test_a_page_alone_is_written_where_it_is_asked_for(brimstone, recipe, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for _ in range(2):  # the second time over the page of the first
        done = brimstone("run", recipe, "--json", "--html", "page.html", *QUICK)
        assert (done.exit_code, json.loads(done.stdout)["status"]) == (0, "completed")
    assert "Written by Brimstone" in (tmp_path / "page.html").read_text("utf-8")
    assert not (tmp_path / "out").exists()
    recipe.rename(tmp_path / "mine.html")
    refused = brimstone("run", "cell:Yao2017", "--html", "mine.html", *QUICK)
    assert refused.exit_code == 2
    assert "did not write" in refused.stderr


def test_every_command_that_has_a_page_writes_it_where_it_is_asked_for():
    from typer.main import get_command

    from brimstone.cli.app import app

    commands = get_command(app).commands
    with_page = {
        name for name, one in commands.items() if "--html" in {word for each in one.params for word in each.opts}
    }
    assert with_page >= {
        *("run", "report", "compare", "sweep", "sensitivity", "optimise", "pareto", "ccd", "structure"),
        *("strategies", "energy", "package", "verify", "validate", "data", "fit", "synthetic"),
    }


def test_figures_for_a_paper_are_written_when_asked(brimstone, recipe, tmp_path):
    assert brimstone("run", recipe, "--out", tmp_path / "out", "--figures", *QUICK).exit_code == 0
    assert {"voltage.png", "voltage.svg"} <= names(tmp_path / "out" / "figures")


@pytest.mark.parametrize("status", ["failed", "unbalanced"])
def test_a_run_that_failed_is_reported_and_exits_with_1(brimstone, recipe, tmp_path, monkeypatch, status):
    monkeypatch.setattr(cell.Run, "status", property(lambda run: status))
    done = brimstone("run", recipe, "--out", tmp_path / "out", *QUICK)
    assert done.exit_code == 1
    assert status in done.stdout
    assert names(tmp_path / "out") == FILES


def interrupted(*arguments, **options):
    raise KeyboardInterrupt


def test_ctrl_c_while_simulating_ends_with_130_and_leaves_nothing(brimstone, recipe, tmp_path, monkeypatch):
    monkeypatch.setattr(cell.Cell, "run", interrupted)
    done = brimstone("run", recipe, "--out", tmp_path / "new" / "out", *QUICK)
    assert done.exit_code == 130
    assert_one_screen(done.stderr)
    assert names(tmp_path) == {"cell.yaml"}


def test_ctrl_c_while_writing_ends_with_130_and_leaves_nothing(brimstone, recipe, tmp_path, monkeypatch):
    monkeypatch.setattr(report, "write_figures", interrupted)
    done = brimstone("run", recipe, "--out", tmp_path / "new" / "out", "--figures", *QUICK)
    assert done.exit_code == 130
    assert names(tmp_path) == {"cell.yaml"}


def test_what_was_there_stays_as_it_was_when_writing_fails(brimstone, recipe, tmp_path, monkeypatch):
    out = tmp_path / "out"
    assert brimstone("run", recipe, "--out", out, *QUICK).exit_code == 0
    before = (out / "report.html").read_bytes()

    def full_disk(run, folder, record):
        (folder / "report.html").write_text("half of it")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(report, "write", full_disk)
    done = brimstone("run", recipe, "--out", out, *QUICK)
    assert done.exit_code == 2
    assert "No space left on device" in done.stderr
    assert_one_screen(done.stderr)
    assert names(tmp_path) == {"cell.yaml", "out"}
    assert (out / "report.html").read_bytes() == before
    assert names(out) == FILES


def test_a_file_in_the_place_of_the_folder_is_refused_before_anything_is_computed(
    brimstone, recipe, tmp_path, monkeypatch
):
    monkeypatch.setattr(cell.Cell, "run", interrupted)
    (tmp_path / "taken").write_text("mine")
    for out in (tmp_path / "taken", tmp_path / "taken" / "deeper"):
        done = brimstone("run", recipe, "--out", out, *QUICK)
        assert done.exit_code == 2
        assert "is a file; name a folder" in done.stderr
    assert (tmp_path / "taken").read_text() == "mine"


def test_a_half_cell_without_sulfur_is_told_of_with_the_peaks_of_its_ramps(brimstone, recipe, tmp_path):
    words = (
        recipe.read_text("utf-8").replace("active: S\n", "active: LPSCl\n").replace("S: 30 wt%, LPSCl: 50", "LPSCl: 80")
    )
    words = words.replace(
        "{rates: [0.1C, 1C], window: [1.0 V, 2.8 V]}",
        "{ramp: 1 mV/s, window: [1.0 V, 3.0 V], cycles: 2}\n  - {discharge: 0.1C, to: 1.0 V}",
    )
    half = tmp_path / "half.yaml"
    half.write_text(words.split("reported:")[0], "utf-8")
    done = brimstone("run", half, "--out", tmp_path / "out", *QUICK)
    assert done.exit_code == 0, done.output
    assert "Voltammetry, oxidation positive" in done.stdout
    fresh, up, down, *_ = json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))["steps"]
    assert all(peak["current_mA_cm2"] < 0 < peak["charge_mAh_cm2"] for peak in down["peaks"])
    assert all(1.0 < peak["voltage_V"] < 3.0 and peak["current_mA_cm2"] > 0 for peak in up["peaks"])
    assert not fresh["peaks"], "nothing is oxidised yet that could be reduced again"
    assert down["peaks"]
    assert up["peaks"]


def test_spectra_and_titrations_are_told_with_what_their_arcs_are(brimstone, recipe, tmp_path):
    words = recipe.read_text("utf-8").replace(
        "{rates: [0.1C, 1C], window: [1.0 V, 2.8 V]}",
        "{impedance: [1 MHz, 1 mHz], points: 20}\n  - {pulse: 0.2C, for: 1 h, rest: 1 h, to: 1.2 V}",
    )
    cell = tmp_path / "cell.yaml"
    cell.write_text(words.split("reported:")[0], "utf-8")
    done = brimstone("run", cell, "--out", tmp_path / "out", *QUICK)
    assert done.exit_code == 0, done.output
    for told in (
        "Impedance at",
        "reactions in the cathode",
        "mHz",
        "including all arcs",
        "Titration by pulse 0.2C",
    ):
        assert told in done.stdout
    data = json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))
    assert len(data["impedance"][0]["frequency_Hz"]) == 20
    assert data["gitt"][0]["pulses"]
    report = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert 'data-figure="nyquist"' in report
    assert "Which arc is what" in report


def test_a_folder_of_results_of_other_runs_takes_further_ones(brimstone, tmp_path):
    recipe = tmp_path / "recipe.yaml"
    recipe.write_text(CELL, encoding="utf-8")
    assert brimstone("run", recipe, "--out", tmp_path / "out" / "first", *QUICK).exit_code == 0
    assert brimstone("run", recipe, "--out", tmp_path / "out", *QUICK).exit_code == 0
    assert {"first", "report.html"} <= names(tmp_path / "out")


@pytest.mark.parametrize("where", [".", "", "../here"])
def test_a_recipe_is_never_overwritten_by_the_results_of_its_run(brimstone, tmp_path, monkeypatch, where):
    here = tmp_path / "here"
    here.mkdir()
    (here / "recipe.yaml").write_text(CELL, encoding="utf-8")
    monkeypatch.chdir(here)
    done = brimstone("run", "recipe.yaml", "--out", where, *QUICK)
    assert done.exit_code == 2
    assert "did not write" in done.stderr
    assert (here / "recipe.yaml").read_text("utf-8") == CELL
    assert names(here) == {"recipe.yaml"}


def test_results_replace_earlier_results_but_not_what_was_edited_since(brimstone, recipe, tmp_path):
    out = tmp_path / "out"
    assert brimstone("run", recipe, "--out", out, *QUICK).exit_code == 0
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    assert brimstone("run", recipe, "--out", out, *QUICK).exit_code == 0
    (out / "recipe.yaml").write_text("# mine\n" + CELL, encoding="utf-8")
    before = (out / "run.json").read_bytes()
    done = brimstone("run", recipe, "--out", out, *QUICK)
    assert done.exit_code == 2
    assert "recipe.yaml" in done.stderr
    assert (out / "run.json").read_bytes() == before
    assert (out / "recipe.yaml").read_text("utf-8").startswith("# mine")
    assert names(out) == FILES | {"notes.txt"}
