"""A run that is broken off goes on from where it was written down last, and comes to the same digits."""

import json
import logging
import os
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from brimstone.cell import Cell
from brimstone.simulate import parts as solving
from brimstone.store import Checkpoints, Store
from brimstone.store import checkpoints as implementation
from brimstone.store.place import held
from tests import cells

CYCLES = 75  # with two instructions each: three parts
LONG = {"protocol": [{"charge": "1C", "discharge": "1C", "window": ["1.5 V", "2.8 V"], "cycles": CYCLES}]}


class Killed(BaseException):
    """Nothing that a run would catch."""


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setattr(implementation, "_SECONDS", 0.0)  # every part is written at once
    return tmp_path / "store"


def run(checkpoints=None, **settings):
    cell = Cell(cells.recipe(**LONG), checkpoints=checkpoints)
    result = cell.run(**{"certain": True, "nodes": 8, "checks": False, **settings})
    return replace(result, timings={})


def broken_off(place, monkeypatch, parts, **settings):
    """Run until some parts are kept, then die before anything else is written."""
    count = 0

    def solve(*arguments):
        nonlocal count
        count += 1
        if count > parts:
            raise Killed
        return original(*arguments)

    original = solving.run
    with monkeypatch.context() as patch:
        patch.setattr(solving, "run", solve)
        checkpoints = Checkpoints(place)
        with pytest.raises(Killed), checkpoints:
            run(checkpoints, **settings)


@pytest.fixture(scope="module")
def whole():
    return run()


def files(place):
    return sorted((place / "checkpoints").glob("*/[0-9]*.npz"))


@pytest.mark.parametrize("parts", [1, 2])
def test_a_run_that_was_broken_off_goes_on_to_the_same_digits(place, monkeypatch, whole, parts):
    broken_off(place, monkeypatch, parts)
    assert len(files(place)) == parts
    with Checkpoints(place) as checkpoints:
        again = run(checkpoints)
    assert checkpoints.resumed == 50 * parts
    assert again == whole
    assert not list((place / "checkpoints").iterdir())  # a run that is there needs none


def test_samples_go_on_as_well_as_the_nominal_member(place, monkeypatch):
    settings = {"certain": False, "members": 30}
    # as for protocols so long that no bands are kept
    monkeypatch.setattr("brimstone.simulate.uncertainty._BAND_MEMORY", 0.0)
    expected = run(**settings)
    broken_off(place, monkeypatch, 4, **settings)  # three of the nominal member, one of the samples
    with Checkpoints(place) as checkpoints:
        assert run(checkpoints, **settings) == expected
    assert checkpoints.resumed == 4 * 50


def test_a_damaged_checkpoint_and_those_after_it_are_computed_anew(place, monkeypatch, whole):
    broken_off(place, monkeypatch, 2)
    first = files(place)[0]
    first.write_bytes(first.read_bytes()[:-300])
    with Checkpoints(place) as checkpoints:
        assert run(checkpoints) == whole
    assert checkpoints.resumed == 0


def test_another_mesh_and_other_numbers_do_not_go_on_from_there(place, monkeypatch):
    broken_off(place, monkeypatch, 1)
    with Checkpoints(place) as checkpoints:
        run(checkpoints, nodes=9)
    assert checkpoints.resumed == 0


def test_beginning_anew_forgets_what_was_kept(place, monkeypatch, whole):
    broken_off(place, monkeypatch, 1)
    with Checkpoints(place, again=True) as checkpoints:
        assert run(checkpoints) == whole
    assert checkpoints.resumed == 0


def test_two_processes_at_the_same_run_do_not_meet(place, monkeypatch, whole):
    broken_off(place, monkeypatch, 1)
    (folder,) = (place / "checkpoints").iterdir()
    with held(folder / ".lock"):
        with Checkpoints(place) as checkpoints:
            assert run(checkpoints) == whole
        assert Store(place).sweep() == 0
        assert len(files(place)) == 1
    assert checkpoints.resumed == 0
    assert Store(place).sweep() == 1
    assert not files(place)


def test_a_full_disk_costs_the_checkpoints_but_not_the_run(place, monkeypatch, whole, caplog):
    def refuse(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(implementation.np, "savez", refuse)
    with caplog.at_level(logging.WARNING), Checkpoints(place) as checkpoints:
        assert run(checkpoints) == whole
    assert [record.message for record in caplog.records if "no room left" in record.message]


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_a_killed_command_goes_on_to_the_same_digits(tmp_path):
    file = tmp_path / "cell.yaml"
    long = {"protocol": [{**LONG["protocol"][0], "cycles": 1000}]}
    file.write_text(cells.recipe(**long).to_yaml())

    def command(store):
        program = (
            "import sys; from brimstone.store import checkpoints; checkpoints._SECONDS = 0.1; "
            "from brimstone.cli import main; main()"
        )
        words = ["run", str(file), "--certain", "--json", "--resume", "--store", str(store)]
        return subprocess.Popen(
            [sys.executable, "-c", program, *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    def answer(process):
        record = json.loads(process.communicate(timeout=600)[0])
        return {key: value for key, value in record.items() if key != "timing_s"}

    store, killed = tmp_path / "store", []
    while len(killed) < 3:  # each when it has come further than the one before
        process = command(store)
        while process.poll() is None and len(files(store)) <= max(killed, default=0):
            time.sleep(0.01)
        assert process.poll() is None, "the run is over before it is killed"
        process.kill()
        process.communicate()
        killed.append(len(files(store)))
    assert answer(command(store)) == answer(command(tmp_path / "undisturbed"))
    assert not files(store)
