"""Runs kept by earlier versions are loaded and shown as they were."""

import json
import shutil
from pathlib import Path

import pytest

from brimstone.constants import MAH_G
from brimstone.contract.run import run_record
from brimstone.recipe import parse
from brimstone.store import Store
from brimstone.view.run import run_sections

OLD = Path(__file__).parent / "kept_by_0.1.0"


@pytest.fixture
def store(tmp_path):
    shutil.copytree(OLD, tmp_path / "store")
    return Store(tmp_path / "store")


def test_a_run_kept_by_version_0_1_0_is_loaded_with_its_numbers(store):
    (kept,) = store.entries()
    run = store.load(kept.name)
    (step,) = run.shown
    assert step.capacity("sulfur").value / MAH_G == pytest.approx(1783.744857)
    assert kept.figures["capacity_mAh_g_sulfur"] == pytest.approx(1783.744857, rel=1e-6)
    assert step.curve.voltage[[0, -1]] == pytest.approx([2.00271904, 1.0], abs=1e-6)
    assert run.provenance[0].source
    assert run.balances["lithium"] < 1e-6


def test_what_an_old_run_did_not_hold_is_empty_and_the_rest_is_shown(store):
    run = store.load(store.entries()[0].name)
    assert run.left_open == ()
    assert json.loads(run_record(run).to_json())["steps"][0]["label"] == run.shown[0].instruction.label
    assert any("1783.7" in str(section) for section in run_sections(run, ()))
    assert parse(store.recipe_text(store.entries()[0])).cathode.active == "S"
