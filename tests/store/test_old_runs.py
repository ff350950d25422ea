"""Runs kept by earlier code are loaded and shown as they were, or refused in words.

The runs beside this file were kept by earlier states of version 0.1.0, before records were changed that a run consists
of: a discharge, cycles with a spectrum, and a symmetric cell.
"""

import gzip
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from brimstone.constants import MAH_G
from brimstone.contract.laboratory import measured_record
from brimstone.contract.run import run_record
from brimstone.errors import StoreError
from brimstone.recipe import parse
from brimstone.result import Run, SymmetricRun
from brimstone.store import Store, encoding
from brimstone.view.laboratory import measured_document
from brimstone.view.run import run_sections

OLD = Path(__file__).parent / "kept_by_0.1.0"
NAMES = sorted(path.name for path in (OLD / "runs").iterdir())
DISCHARGE, CYCLES, SYMMETRIC = "old-cell-ccb03e99", "old-cycles", "kept-symmetric"


@pytest.fixture
def store(tmp_path):
    shutil.copytree(OLD, tmp_path / "store")
    return Store(tmp_path / "store")


def full_name(start):
    (name,) = (name for name in NAMES if name.startswith(start))
    return name


def differing(was, now, place=""):
    """Where a record as it was written then is not what it is now; keys that are new do not count."""
    if isinstance(was, dict) and isinstance(now, dict):
        return [one for key in was for one in differing(was[key], now.get(key, "missing"), f"{place}.{key}")]
    if isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        pairs = enumerate(zip(was, now, strict=True))
        return [one for number, pair in pairs for one in differing(*pair, f"{place}[{number}]")]
    if isinstance(was, float | int) and isinstance(now, float | int):
        return [] if was == pytest.approx(now, rel=1e-6, abs=1e-300) else [(place, was, now)]
    return [] if was == now else [(place, was, now)]


@pytest.mark.parametrize("name", NAMES)
def test_every_number_that_was_told_of_an_old_run_is_told_of_it_now(store, name):
    was = json.loads((OLD / "runs" / name / "run.json").read_text("utf-8"))
    run = store.load(name)
    now = run_record(run) if isinstance(run, Run) else measured_record(run)
    assert len(was) > 10
    assert differing(was, json.loads(now.to_json())) == []


@pytest.mark.parametrize("name", NAMES)
def test_old_runs_are_shown(store, name):
    run = store.load(name)
    shown = run_sections(run, ()) if isinstance(run, Run) else measured_document(run).sections
    assert run.shown[0].instruction.kind in str(shown)


@pytest.mark.parametrize("record", encoding._OLDER)
def test_old_runs_need_every_translation_that_there_is(store, record, monkeypatch):
    others = {name: one for name, one in encoding._OLDER.items() if name != record}
    monkeypatch.setattr(encoding, "_OLDER", others)
    with pytest.raises(StoreError, match="no run that this version can read"):
        store.load(DISCHARGE)


def test_a_run_kept_by_version_0_1_0_is_loaded_with_its_numbers(store):
    run = store.load(DISCHARGE)
    (step,) = run.shown
    kept = store.entry(DISCHARGE)
    assert step.capacity("sulfur").value / MAH_G == pytest.approx(1783.744857)
    assert kept.figures["capacity_mAh_g_sulfur"] == pytest.approx(1783.744857, rel=1e-6)
    assert step.curve.voltage[[0, -1]] == pytest.approx([2.00271904, 1.0], abs=1e-6)
    assert run.provenance[0].source
    assert run.balances["lithium"] < 1e-6


def test_what_was_told_otherwise_is_translated(store):
    run = store.load(DISCHARGE)
    (step,) = run.shown
    (row,) = step.instruction.rows
    assert row.value == pytest.approx(step.curve.current[1])
    assert 0.5 < step.sulfur_charge / step.charge.value <= 1.0
    assert run.mechanics.plane is None
    assert np.isnan(run.cell.composite.electrons_on_active).all()


def test_the_fade_of_an_old_run_is_that_of_its_cycles(store):
    run = store.load(full_name(CYCLES))
    (fade,) = run.fades
    assert run.fade is fade
    tree = json.loads(gzip.decompress((OLD / "runs" / full_name(CYCLES) / "data.json.gz").read_bytes()))
    assert "fades" not in tree["with"]
    assert len(run.impedance) == 1
    assert np.iscomplexobj(run.impedance[0].impedance)


def test_an_old_symmetric_cell_is_loaded(store):
    run = store.load(full_name(SYMMETRIC))
    assert isinstance(run, SymmetricRun)
    assert run.members == 11
    assert np.all(np.diff(run.trace()["time_h"]) >= 0.0)


def test_what_an_old_run_did_not_hold_is_empty_and_the_rest_is_shown(store):
    run = store.load(DISCHARGE)
    assert run.left_open == ()
    assert json.loads(run_record(run).to_json())["steps"][0]["label"] == run.shown[0].instruction.label
    assert any("1783.7" in str(section) for section in run_sections(run, ()))
    assert parse(store.recipe_text(store.entry(DISCHARGE))).cathode.active == "S"


def test_a_run_of_which_something_is_missing_is_refused_in_words(store):
    """Whoever keeps a record that lacks what this version needs is told how to go on; nothing is made up for it."""
    tree = json.loads(gzip.decompress((OLD / "runs" / DISCHARGE / "data.json.gz").read_bytes()))

    def without(part, name):
        if isinstance(part, dict):
            if part.get("is") == "Interface":
                part["with"].pop(name)
            for one in part.values():
                without(one, name)
        elif isinstance(part, list):
            for one in part:
                without(one, name)

    without(tree, "open_share")
    with pytest.raises(StoreError, match="open_share"):
        encoding.decode(tree, np.zeros(10**6))
