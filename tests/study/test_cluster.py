"""A sweep on a Dask cluster whose client, worker or scheduler is killed goes on where it was, to the same numbers."""

import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import time

import pytest

from brimstone._executor import Threads
from brimstone.store import Store
from brimstone.store.journal import COMPLETE
from brimstone.store.tables import query
from tests.study.test_keeping import CELLS, children_of, finished, prepared

pytest.importorskip("distributed")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")]

CLIENT = """
import sys
from pathlib import Path
from brimstone._executor import Dask
from brimstone.store import Store, journal
from tests.study.test_keeping import CELLS, kept_sweep, prepared
journal._SECONDS = 0.0
sweep = prepared(CELLS)
with kept_sweep(sweep, Store(Path(sys.argv[2])), "test") as kept:
    print("started", flush=True)
    sweep.run(kept=kept, place=Dask(sys.argv[1]))
"""
ENVIRONMENT = {"PYTHONPATH": os.pathsep.join([os.getcwd(), *filter(None, sys.path)]), "BRIMSTONE_THREADS": "1"}


@pytest.fixture(scope="module")
def reference():
    return prepared(CELLS).run(place=Threads(1))


def started(*words, **more):
    return subprocess.Popen([sys.executable, *words], env=os.environ | ENVIRONMENT, stderr=subprocess.DEVNULL, **more)


@contextlib.contextmanager
def cluster():
    """A scheduler, its address, and two workers that are started anew when they die."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address, quiet = f"tcp://127.0.0.1:{port}", {"stdout": subprocess.DEVNULL}
    common = ("--no-dashboard", "--host", "127.0.0.1")
    scheduler = started("-m", "distributed.cli.dask_scheduler", "--port", str(port), *common, **quiet)
    worker = ("-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--death-timeout", "60", *common)
    workers = [started(*worker, **quiet) for _ in range(2)]
    try:
        yield address, scheduler, workers
    finally:
        for process in (scheduler, *workers):
            for pid in children_of(process.pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            process.kill()
            process.wait()


def cells_kept(store):
    return query(store, "SELECT count(*) FROM cells").rows[0][0]


def killed(store, victim, cells):
    """Run the sweep on a cluster of its own, and kill one of its processes when so many cells are kept; its code."""
    with cluster() as (address, scheduler, workers):
        client = started("-c", CLIENT, address, str(store.place), stdout=subprocess.PIPE, text=True)
        with client:
            assert client.stdout.readline() == "started\n"
            while client.poll() is None and cells_kept(store) < cells:
                time.sleep(0.05)
            pids = {
                "client": [client.pid],
                "worker": children_of(workers[0].pid)[-1:] or [workers[0].pid],
                "scheduler": [scheduler.pid],
            }
            for pid in pids[victim]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            try:
                return client.wait(timeout=300)
            finally:
                client.kill()


@pytest.mark.parametrize("seed", [1, 2])
def test_kill_9_of_client_worker_and_scheduler_loses_and_repeats_nothing(tmp_path, reference, seed):
    store, any_of = Store(tmp_path / "store"), random.Random(seed)
    levels = sorted(any_of.sample(range(2 * CELLS - 8), 3))
    for victim, cells in zip(any_of.sample(["client", "scheduler"], 2), levels, strict=False):
        assert (killed(store, victim, cells) == 0) == (cells_kept(store) == 2 * CELLS), (
            "done before it was killed, or told"
        )
    assert killed(store, "worker", levels[-1]) == 0, "another worker does its work"
    assert finished(prepared(CELLS), store, Threads(1)).points == reference.points
    rows = query(store, "SELECT count(*), count(DISTINCT cell), count(DISTINCT study) FROM cells").rows
    assert rows == ((2 * CELLS, 2 * CELLS, 1),)
    assert store.entries()[0].status == COMPLETE
