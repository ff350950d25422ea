"""Bad input on the command line: a message on one screen, exit code 2, no traceback, nothing left behind."""
# ruff: noqa: E501  (a row of the table is easier to read on one line)

import os
import signal
import subprocess
import sys
import time

import pytest

from brimstone import cell
from tests import permissions
from tests.cli.conftest import CELL, assert_one_screen
from tests.recipe.test_bad_recipes import BAD

QUICK = ("--certain", "--nodes", "8")
CLIMB = "protocol:\n  - {rates: [0.1C, 1C], window: [1.0 V, 2.8 V]}\n"


def changed(*replacements):
    text = CELL
    for before, after in replacements:
        assert before in text
        text = text.replace(before, after, 1)
    return text


def with_step(step):
    return changed((CLIMB, f"{CLIMB}  - {step}\n"))


# What only somebody who knows materials and laboratories can refuse: text, and what the message holds.
# fmt: off
NEEDS_THE_LIBRARY = [
    ("unknown electrolyte in the cathode", changed(("LPSCl: 50", "LPCSl: 50")),
     ["cathode.composition: unknown material 'LPCSl'", "Did you mean LPSCl", "brimstone list materials"]),
    ("unknown carbon", changed(("Ketjenblack: 20", "Ketchenblack: 20")), ["cathode.composition", "'Ketchenblack'", "Ketjenblack"]),
    ("unknown active", changed(("active: S", "active: Sulfurr"), ("{S: 30", "{Sulfurr: 30")), ["cathode.active", "'Sulfurr'", "sulfur"]),
    ("unknown separator", changed(("electrolyte: LPSCl", "electrolyte: LLZOO")), ["separator.layer 1.electrolyte", "'LLZOO'", "LLZO"]),
    ("unknown anode", changed(("material: Li-In", "material: Lithum")), ["anode.material", "'Lithum'", "lithium"]),
    ("unknown collector", changed(("stainless steel", "stainles steal")), ["cathode.collector", "'stainles steal'", "stainless steel"]),
    ("unknown strategy", changed(("mechanical pressing", "mechanical presing")),
     ["anode.interface: unknown treatment 'mechanical presing'", "mechanical pressing", "brimstone list treatments"]),
    ("unknown treatment of the cathode", changed(("  collector", "  treatment: slurry castin\n  collector")),
     ["cathode.treatment", "'slurry castin'", "slurry casting"]),
    ("unknown solvent", changed(("  collector", "  treatment: slurry casting in tolueen\n  collector")),
     ["cathode.treatment", "'tolueen'", "toluene"]),
    ("carbon as electrolyte", changed(("electrolyte: LPSCl", "electrolyte: Super P")),
     ["separator.layer 1.electrolyte: Super P is known as carbon", "brimstone list materials --kind electrolyte"]),
    ("electrolyte as anode", changed(("material: Li-In", "material: LGPS")), ["anode.material: LGPS is known as electrolyte", "--kind anode"]),
    ("active as collector", changed(("stainless steel", "Li2S")), ["cathode.collector: Li2S is known as active", "--kind collector"]),
    ("electrolyte as host", changed(("  loading", "  host: {carbon: LPSCl, sulfur: 60 wt%}\n  loading")),
     ["cathode.host.carbon: LPSCl is known as electrolyte", "carbon"]),
    ("electrolyte that nobody has measured", changed(("electrolyte: LPSCl", "electrolyte: Li6PO4SCl")),
     ["separator.layer 1.electrolyte", "no ionic conductivity of Li6PO4SCl"]),
    ("polar solvent on lithium", changed(("mechanical pressing", "polymer modification in acetonitrile")),
     ["anode.interface: polymer modification in acetonitrile", "polar solvents", "Qi 2024"]),
    ("molten anode", changed(("material: Li-In", "material: Li"), ("60 degC", "190 degC")), ["operation.temperature: Li at 190 degC", "melting point"]),
    ("lithium before the cathode", changed(("mechanical pressing", "vapour deposition first")), ["anode.interface", "before the cathode is joined"]),
    ("treatment on the wrong side", changed(("mechanical pressing", "slurry casting")), ["anode.interface", "cathode side"]),
    ("sulfur that does not melt", changed(("mixing: ball-milled", "mixing: [{method: melt-milled, temperature: 80 degC}]")),
     ["cathode.mixing.step 1: melt-milled at 80 degC", "solid below its melting point"]),
    ("sulfur that boils", changed(("mixing: ball-milled", "mixing: [{method: vapour-mixed, temperature: 460 degC}]")),
     ["cathode.mixing.step 1", "boiling point"]),
    ("no room for the solids", changed(("1 mg/cm2", "45 mg/cm2\n  thickness: 2 um")), ["cathode.thickness: 2 um is thinner than the solids alone"]),
    ("override of another dimension", CELL + "overrides: {film/conductivity: 3 um}\n",
     ["overrides.film/conductivity: '3 um' is not a conductivity", "S/cm"]),
    ("override without a unit", CELL + "overrides: {film/conductivity: 3}\n", ["overrides.film/conductivity: '3' has no unit", "S/cm"]),
    ("too many cycles", with_step("{cycles: 100000, charge: 0.1C, discharge: 0.1C, window: [1.0 V, 2.8 V]}"),
     ["protocol: expands to 200002 instructions", "limit is 20000"]),
    ("too many pulses", with_step("{pulse: 0.001C, for: 1 s, rest: 1 s, to: 1.0 V}"), ["protocol.step 2: would take", "longer or larger"]),
]
# fmt: on


@pytest.fixture(autouse=True)
def _nothing_is_simulated(monkeypatch, request):
    """Bad input is found out before anything is computed, except where only the computation can tell."""
    if "no room" in request.node.name or "override" in request.node.name or "too many" in request.node.name:
        return

    def too_late(self, **options):
        raise AssertionError("the simulation began")

    monkeypatch.setattr(cell.Cell, "run", too_late)


def refused(done, folder, fragments=()):
    """One screen on standard error with all `fragments`, nothing on standard output, exit code 2, nothing written."""
    assert done.exit_code == 2, done.output
    assert done.stdout == ""
    assert_one_screen(done.stderr)
    for fragment in fragments:
        assert fragment in done.stderr, done.stderr
    assert {path.name for path in folder.iterdir()} <= {"cell.yaml"}


@pytest.mark.parametrize(("text", "fragments"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_a_malformed_recipe_is_answered_on_one_screen_and_leaves_nothing(brimstone, tmp_path, text, fragments):
    path = tmp_path / "cell.yaml"
    path.write_text(text, encoding="utf-8")
    done = brimstone("run", path, "--out", tmp_path / "out", *QUICK)
    refused(done, tmp_path)
    message = " ".join(done.stderr.split())
    for fragment in fragments:
        words = " ".join(fragment.split())
        assert words in message or words.replace("characters", "bytes") in message
    assert done.stderr.startswith(f"{path}: ")


@pytest.mark.parametrize(
    ("text", "fragments"), [row[1:] for row in NEEDS_THE_LIBRARY], ids=[row[0] for row in NEEDS_THE_LIBRARY]
)
def test_what_can_not_be_made_is_refused_with_field_value_reason_and_nearest(brimstone, tmp_path, text, fragments):
    path = tmp_path / "cell.yaml"
    path.write_text(text, encoding="utf-8")
    refused(brimstone("run", path, "--out", tmp_path / "out", *QUICK), tmp_path, [f"{path}: ", *fragments])


@pytest.mark.parametrize("command", ["run", "explain"])
@pytest.mark.parametrize(
    ("content", "fragment"),
    [
        (b"name: 300 \xb5m\n", "is not UTF-8 text (byte 11)"),
        (b"", "is empty"),
        (b"\x00\x01\x02\x03", "other than text"),
        (b"\x89PNG\r\n\x1a\n", "is not UTF-8 text"),
        (b"PK\x03\x04" + bytes(100), "other than text"),
    ],
    ids=["not utf-8", "empty", "binary", "picture", "archive"],
)
def test_a_file_that_is_no_recipe_is_refused(brimstone, tmp_path, command, content, fragment):
    path = tmp_path / "cell.yaml"
    path.write_bytes(content)
    refused(brimstone(command, path), tmp_path, [str(path), fragment])


def test_ten_gigabytes_are_refused_at_once(brimstone, tmp_path):
    path = tmp_path / "cell.yaml"
    with path.open("wb") as file:
        file.truncate(10 * 1024**3)  # sparse: takes no room
    began = time.perf_counter()
    refused(brimstone("run", path), tmp_path, ["at most"])
    assert time.perf_counter() - began < 2


def test_a_missing_file_gets_the_nearest_one(brimstone, tmp_path, recipe):
    refused(brimstone("run", tmp_path / "cel.yaml"), tmp_path, [f"no such file. Did you mean {recipe}?"])


def test_the_name_of_a_reported_cell_without_its_prefix_gets_the_prefix(brimstone, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    refused(brimstone("run", "Yao2017"), tmp_path, ["no such file", "use cell:Yao2017"])


def test_an_unknown_cell_gets_the_nearest_one(brimstone, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    refused(brimstone("run", "cell:Yao2071"), tmp_path, ["unknown cell 'Yao2071'", "Yao2017", "brimstone list cells"])


def test_a_record_that_can_not_be_run_says_why_and_where_the_others_are(brimstone, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    refused(
        brimstone("run", "cell:Kato2016"),
        tmp_path,
        ["can't be run", "only electrolytes were reported", "show cell Kato2016", "brimstone list cells"],
    )


@pytest.mark.parametrize(
    "name",
    ["", " ", ".", "..", "/", "/nowhere/at/all.yaml", "x" * 5000, "a\nb.yaml", "--", "cell:", "\x1b[31m.yaml"],
    ids=[
        "nothing",
        "blank",
        "dot",
        "dots",
        "root",
        "nowhere",
        "long",
        "two lines",
        "dashes",
        "no cell",
        "escape codes",
    ],
)
def test_whatever_is_given_as_a_file_the_answer_is_a_message(brimstone, tmp_path, name, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = brimstone("run", name)
    refused(done, tmp_path)
    assert "\x1b" not in done.stderr.replace("\x1b[0m", "")


def test_a_folder_or_a_pipe_is_no_recipe(brimstone, tmp_path):
    (tmp_path / "cell.yaml").mkdir()
    refused(brimstone("run", tmp_path / "cell.yaml"), tmp_path, ["is a folder"])
    (tmp_path / "cell.yaml").rmdir()
    os.mkfifo(tmp_path / "cell.yaml")
    refused(brimstone("run", tmp_path / "cell.yaml"), tmp_path, ["not a regular file"])


@permissions.needed
@pytest.mark.parametrize("command", ["run", "check"])
def test_a_file_that_may_not_be_read_is_refused(brimstone, tmp_path, recipe, command):
    recipe.chmod(0)
    with permissions.binding():
        refused(brimstone(command, recipe), tmp_path, [f"{recipe}: can't be read: Permission denied"])


@pytest.mark.parametrize("command", ["run", "explain"])
def test_a_real_process_says_it_on_standard_error_and_exits_with_2(tmp_path, command):
    path = tmp_path / "cell.yaml"
    path.write_text(changed(("LPSCl: 50", "LPCSl: 50")))
    done = subprocess.run(
        [sys.executable, "-m", "brimstone", command, str(path)],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(f"{path}: cathode.composition: unknown material 'LPCSl'. Did you mean LPSCl")
    assert_one_screen(done.stderr)
    assert [entry.name for entry in tmp_path.iterdir()] == ["cell.yaml"]


def test_a_name_that_is_no_text_is_answered_by_a_real_process(tmp_path):
    done = subprocess.run(
        [sys.executable.encode(), b"-m", b"brimstone", b"run", b"\xff\xfe.yaml"],
        capture_output=True,
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 2
    assert b"no such file" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(not hasattr(signal, "SIGINT") or sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_stops_a_real_process_with_130_and_without_a_traceback(tmp_path):
    path = tmp_path / "cell.yaml"
    path.write_text(with_step("{cycles: 2000, charge: 0.1C, discharge: 0.1C, window: [1.0 V, 2.8 V]}"))
    process = subprocess.Popen(
        [sys.executable, "-m", "brimstone", "run", str(path), "--out", str(tmp_path / "out")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # a shell starts jobs in the background deaf to Ctrl-C, and so would be all that they start
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        time.sleep(4.0)
        began = time.perf_counter()
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=120)
    finally:
        process.kill()
    assert time.perf_counter() - began < 60  # the ensemble alone would take minutes; compiling can't be interrupted
    assert process.returncode == 130, stderr
    assert "Traceback" not in stderr
    assert stdout == ""
    assert [entry.name for entry in tmp_path.iterdir()] == ["cell.yaml"]
