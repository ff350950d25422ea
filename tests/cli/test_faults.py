"""What goes wrong around a command: full disks, signals, narrow screens, odd characters. Words, never a traceback."""

import csv
import io
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

import brimstone as brimstone_package
from brimstone.cell import Cell
from brimstone.cli.files import _DRAFTS, refuse_unusable, whole_or_nothing
from brimstone.composite.voxel import image
from brimstone.contract.run import run_record
from brimstone.errors import ImageError, OutputError
from brimstone.study.tables import csv_text
from tests import cells
from tests.cli.conftest import CELL, QUICK, assert_one_screen


def started(script, *words, cwd, **more):
    """Brimstone in a process of its own, after some lines of Python."""
    source = str(Path(brimstone_package.__file__).parents[1])
    first = f"import sys; sys.path.insert(0, {source!r}); sys.argv[0] = 'brimstone'"
    lines = "\n".join([first, script, "from brimstone.cli import main; main()"])
    command = [sys.executable, "-c", lines, *map(str, words)]
    return subprocess.Popen(command, cwd=cwd, stderr=subprocess.PIPE, text=True, **more)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no disk that is always full")
@pytest.mark.parametrize("words", [["list", "materials"], ["show", "LPSCl", "--json"]])
def test_an_output_that_is_full_is_told_in_a_line(words, tmp_path):
    with open("/dev/full", "w") as full:
        process = started("", *words, cwd=tmp_path, stdout=full)
        _, told = process.communicate(timeout=120)
    assert process.returncode == 1
    assert told.strip() == "standard output: No space left on device"


@pytest.mark.parametrize("columns", ["0", "1", "-5", "many"])
def test_a_screen_without_a_width_is_as_wide_as_usual(brimstone, recipe, tmp_path, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)
    done = brimstone("run", recipe, *QUICK, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert max(map(len, done.stdout.splitlines())) <= 200


@pytest.mark.parametrize("sign", ["\\e]0;X\\a", "\\x9b31m", "\\0", "\\x7f"])
def test_control_characters_in_a_recipe_are_refused(brimstone, tmp_path, sign):
    path = tmp_path / "cell.yaml"
    path.write_text(CELL.replace("name: S,", f'name: "A{sign}B"\nnote: S,'), encoding="utf-8")
    done = brimstone("run", path, *QUICK)
    assert done.exit_code == 2
    assert "control character U+00" in done.stderr
    assert_one_screen(done.stderr)
    assert not any(letter in done.output for letter in "\x1b\x07\x9b\x00\x7f")


def test_names_of_files_do_nothing_to_a_terminal(brimstone, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cell.yaml").write_text(CELL, encoding="utf-8")
    done = brimstone("run", "cell.yaml", *QUICK, "--out", "o\x1b]0;X\x07ut")
    assert done.exit_code == 0
    assert "report:" in done.stdout
    assert not any(letter in done.stdout for letter in "\x1b\x07")


def test_formulas_stay_words_in_a_spreadsheet_and_temperatures_stay_as_they_are():
    texts = ["=1+1", "@SUM(A1)", "\t=1", "-2+3+cmd|' /C calc'!A0", "+cmd|x", "-20 degC", "-1.5", "LPSCl", "a=b"]
    rows = list(csv.reader(io.StringIO(csv_text(["=head"], [[text] for text in texts]))))
    assert [row[0] for row in rows] == ["'=head", *(f"'{text}" for text in texts[:5]), *texts[5:]]


def test_an_archive_that_unpacks_to_far_more_than_it_is_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(image, "_LEAST_SUSPECT", 2**20)
    path = tmp_path / "bomb.npz"
    np.savez_compressed(path, np.zeros((200, 200, 200), dtype=np.uint8))
    with zipfile.ZipFile(path) as archive:
        assert archive.infolist()[0].file_size > 200 * path.stat().st_size
    with pytest.raises(ImageError, match="unpacks to 8 MB"):
        image.read_image(path, voxel=1e-7)


@pytest.mark.parametrize("settings", [{"certain": True}, {"members": 10, "certain": False}])
def test_whoever_wants_numpy_to_raise_gets_a_run_all_the_same(settings):
    with np.errstate(all="raise"):
        run = cells.run(nodes=8, **settings)
        record = run_record(run).to_json()
    assert record.replace(" ", "").count("NaN") == 0
    assert run.status == "completed"
    assert Cell(run.recipe).provenance(members=5)


@pytest.mark.skipif(os.name == "nt", reason="there are no such signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_a_killed_command_leaves_nothing_that_stays(recipe, tmp_path, number):
    wait = (
        "import time, brimstone.report\n"
        "brimstone.report.write = lambda *_: (print('writing', flush=True), time.sleep(60))"
    )
    process = started(wait, "run", recipe, *QUICK, "--store", "off", cwd=tmp_path, stdout=subprocess.PIPE)
    assert process.stdout.readline() == "writing\n"
    process.send_signal(number)
    _, told = process.communicate(timeout=60)
    assert "Traceback" not in told
    if number == signal.SIGKILL:
        with whole_or_nothing(tmp_path / "out" / "other") as draft:
            (draft / "new.txt").write_text("new")
    else:
        assert process.returncode == 128 + number
    assert [path.name for path in tmp_path.glob("out/*")] == (["other"] if number == signal.SIGKILL else [])


def test_folders_of_killed_writers_are_swept_by_the_next_one(tmp_path):
    drafts = tmp_path / _DRAFTS
    (drafts / "dead").mkdir(parents=True)
    (drafts / "dead" / "half.html").write_text("half")
    (drafts / "dead.lock").touch()
    with whole_or_nothing(tmp_path / "out") as draft:
        (draft / "new.txt").write_text("new")
        assert not (drafts / "dead").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_results_of_others_are_overwritten_by_force_only_and_the_recipe_never(brimstone, recipe, tmp_path, monkeypatch):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "report.html").write_text("mine")
    assert brimstone("run", recipe, *QUICK, "--out", folder).exit_code == 2
    assert (folder / "report.html").read_text() == "mine"
    assert brimstone("run", recipe, *QUICK, "--out", folder, "--force").exit_code == 0
    assert (folder / "report.html").stat().st_size > 1000
    own = tmp_path / "recipe.yaml"
    own.write_text(CELL, encoding="utf-8")
    done = brimstone("run", own, *QUICK, "--out", tmp_path, "--force")
    assert done.exit_code == 2
    assert "is the recipe itself" in done.stderr
    assert own.read_text(encoding="utf-8") == CELL


def test_results_of_another_recipe_of_the_same_name_get_a_folder_of_their_own(brimstone, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for number, loading in enumerate(("1 mg/cm2", "2 mg/cm2", "1 mg/cm2")):
        (tmp_path / f"{number}").mkdir()
        path = tmp_path / f"{number}" / "cell.yaml"
        path.write_text(CELL.replace("1 mg/cm2", loading), encoding="utf-8")
        assert brimstone("run", path, *QUICK).exit_code == 0
        assert brimstone("sweep", path, "--vary", "rate=1C..2C:2", "--certain").exit_code == 0
    folders = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert len(folders) == 4
    assert {"cell", "cell-sweep"} < set(folders)
    assert "1 mg/cm2" in (tmp_path / "out" / "cell" / "recipe.yaml").read_text(encoding="utf-8")


def test_a_folder_that_can_not_be_written_to_is_refused_before_the_work(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="is a file"):
        refuse_unusable(tmp_path / "file" / "out", force=True)
