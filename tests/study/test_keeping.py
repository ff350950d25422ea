"""A sweep that is broken off goes on where it was: each cell is there once, with the numbers of one that was not."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time

import pytest

from brimstone._executor import Processes, Threads
from brimstone.errors import BrimstoneError, StoreError
from brimstone.simulate import Settings
from brimstone.store import Store
from brimstone.store.journal import COMPLETE, UNFINISHED
from brimstone.store.tables import query
from brimstone.study.keeping import kept_sweep, sweep_identity
from brimstone.study.sweeping import Plan, PreparedSweep, SweepRequest
from tests.cells import recipe

CERTAIN = Settings(certain=True, nodes=8)
LOADINGS = "cathode.loading=1..4 mg/cm2:{}"


def prepared(count=4, settings=CERTAIN, of="capacity, voltage", **more):
    plan = Plan.of_axes([LOADINGS.format(count), "anode.material=[Li-In, LGPS]"])
    return PreparedSweep.of(recipe(**more), SweepRequest(plan, of), None, settings)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def finished(sweep, store, place=None):
    with kept_sweep(sweep, store, "test") as kept:
        return sweep.run(kept=kept, place=place)


class Stopped(Exception):
    pass


def stop_after(count):
    def progress(done, _):
        if done >= count:
            raise Stopped

    return progress


@pytest.mark.parametrize("settings", [CERTAIN, Settings(members=10, nodes=8)], ids=["certain", "samples"])
def test_a_sweep_that_was_broken_off_goes_on_where_it_was(store, settings, monkeypatch):
    sweep = prepared(settings=settings)
    with pytest.raises(Stopped), kept_sweep(sweep, store, "test") as kept:
        sweep.run(stop_after(5), kept, Threads(1))
    (head,) = store.entries()
    assert head.status == UNFINISHED
    with kept_sweep(sweep, store, "test") as again:
        assert len(again.known) == 5
        computed = []
        whole = sweep.run(lambda done, _: computed.append(done), again)
    assert computed == [6, 7, 8]
    assert whole.points == sweep.run().points
    assert store.entries()[0].status == COMPLETE
    rows = query(store, "SELECT count(*), count(DISTINCT cell), count(DISTINCT study) FROM cells").rows
    assert rows == ((8, 8, 1),)


def test_a_finished_sweep_is_found_and_not_repeated(store, monkeypatch):
    sweep = prepared()
    first = finished(sweep, store)
    monkeypatch.setattr("brimstone.study.batch.simulate", lambda *_, **__: pytest.fail("computed again"))
    assert finished(prepared(), store).points == first.points


def test_failed_cells_are_rows_with_their_reasons(store):
    sweep = prepared()
    finished(sweep, store)
    rows = query(store, 'SELECT "anode.material", failed FROM cells ORDER BY cell').rows
    assert [row[0] for row in rows] == ["Li-In", "LGPS"] * 4
    assert all(("known as electrolyte" in row[1]) == (row[0] == "LGPS") for row in rows)


def test_what_differs_is_another_sweep():
    base = sweep_identity(prepared())
    assert sweep_identity(prepared()) == base
    others = [prepared(5), prepared(settings=Settings(certain=True, nodes=9)), prepared(of="capacity")]
    others.append(prepared(operation={"temperature": "60 degC"}))
    assert len({base, *map(sweep_identity, others)}) == 5


def test_two_processes_do_not_compute_one_sweep(store):
    sweep = prepared()
    with kept_sweep(sweep, store, "test"), pytest.raises(StoreError, match="by another process"):
        finished(sweep, store)


def test_a_damaged_part_is_computed_anew(store):
    sweep = prepared()
    first = finished(sweep, store)
    (kept,) = store.entries()
    (part,) = (store.folder_of(kept.name, "study") / "cells").glob("*.parquet")
    part.write_bytes(part.read_bytes()[:100])
    assert finished(sweep, store).points == first.points
    assert query(store, "SELECT count(*) FROM cells").rows == ((8,),)


def test_a_sweep_can_begin_anew(store):
    sweep = prepared()
    finished(sweep, store)
    with kept_sweep(sweep, store, "test", again=True) as kept:
        assert kept.known == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "path of a field"),
        ("cathode.loading\n", "no cells"),
        ("cathode.loading,\n1 mg/cm2,2", "path of a field"),
        ("rate,rate\n1C,2C", "twice"),
        ("cathode.loading,rate\n1 mg/cm2", "line 2 has 1 values for 2 fields"),
    ],
)
def test_a_table_that_is_none_is_refused_in_words(text, told):
    with pytest.raises(BrimstoneError, match=told):
        Plan.of_table(text)


def test_a_table_has_a_cell_in_each_row_and_empty_places_stay_as_they_are(store):
    plan = Plan.of_table('cathode.loading,rate\n1 mg/cm2,1C\n"1 mg/cm2",\n\n2 mg/cm2,0.1C\n')
    assert plan.count == 3
    sweep = PreparedSweep.of(recipe(), SweepRequest(plan, "capacity"), None, CERTAIN)
    table = finished(sweep, store)
    grid = PreparedSweep.of(recipe(), SweepRequest(Plan.of_axes("rate=[1C, 0.2C]"), "capacity"), None, CERTAIN).run()
    assert table.shape == (3,)
    assert list(table.values("capacity")[:2]) == list(grid.values("capacity"))  # the recipe discharges at 0.2C
    assert finished(sweep, store).points == table.points


SCRIPT = """
import sys
from pathlib import Path
from brimstone._executor import Processes
from brimstone.store import Store, journal
from tests.study.test_keeping import CELLS, kept_sweep, prepared
journal._SECONDS = 0.0
sweep = prepared(CELLS)
with kept_sweep(sweep, Store(Path(sys.argv[1])), "test") as kept:
    print("started", flush=True)
    sweep.run(kept=kept, place=Processes(2, 2))
"""
CELLS = 24


def broken_off(store, seconds, victim):
    """Start the sweep in a process of its own and kill it, or one that it started, after some seconds."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([os.getcwd(), *filter(None, sys.path)])}
    client = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(store.place)], env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        assert client.stdout.readline() == "started\n"
        time.sleep(seconds)
        if victim == "client":
            client.kill()
            client.wait()
        else:
            kill_one_of(client.pid)
            assert client.wait(timeout=300) == 0  # it starts another one and goes on
    finally:
        client.kill()
        client.wait()
        client.stdout.close()


def kill_one_of(pid):
    """Kill the first child that is there; one may end by itself between being listed and being killed."""
    while children := children_of(pid):
        with contextlib.suppress(ProcessLookupError):
            os.kill(children[0], signal.SIGKILL)
            return


def children_of(pid):
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(word) for word in listed.stdout.split()]


def once_and_alike(store, reference):
    sweep = prepared(CELLS)
    whole = finished(sweep, store, Threads(1))
    assert whole.points == reference.points
    rows = query(store, "SELECT count(*), count(DISTINCT cell) FROM cells").rows
    assert rows == ((2 * CELLS, 2 * CELLS),)
    assert store.entries()[0].status == COMPLETE
    left = store.folder_of(store.entries()[0].name, "study") / "cells"
    assert [path.name for path in left.iterdir() if path.name.startswith(".")] == []


@pytest.fixture(scope="module")
def reference():
    return prepared(CELLS).run(place=Threads(1))


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
@pytest.mark.parametrize("victim", ["client", "worker"])
def test_kill_9_loses_and_repeats_nothing(store, reference, victim):
    broken_off(store, 1.5, victim)
    once_and_alike(store, reference)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_kill_9_at_thirty_random_moments_loses_and_repeats_nothing(tmp_path, reference):
    moments = random.Random(20)
    for number in range(10):
        store = Store(tmp_path / f"store{number}")
        for _ in range(3):
            broken_off(store, moments.uniform(0.0, 3.0), moments.choice(["client", "worker", "client"]))
        once_and_alike(store, reference)


def test_processes_give_the_numbers_of_one_thread(reference):
    assert prepared(CELLS).run(place=Processes(2, 7)).points == reference.points
