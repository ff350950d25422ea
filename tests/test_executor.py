"""Work is done once, wherever it is done and whoever dies over it."""

import os
import subprocess
import sys
import time
from functools import partial

import pytest

from brimstone import _executor
from brimstone._executor import Dask, Local, Processes, Threads, Work, _answer_of, executor
from brimstone.errors import BrimstoneError


def square(number):
    return number * number


def square_or_die(number, folder, deaths):
    """Die over task 5, so many times."""
    if number == 5:
        mark = os.path.join(folder, f"{os.getpid()}-{time.monotonic_ns()}")
        if len(os.listdir(folder)) < deaths:
            open(mark, "w").close()
            os.kill(os.getpid(), 9)
    return number * number


def fail(number):
    if number == 3:
        raise ZeroDivisionError("of task 3")
    return number


def lost(number, reason):
    return f"{number} lost: {reason}"


SQUARE = Work(square, lost)
PLACES = {
    "threads": Threads(2),
    "one thread": Threads(1),
    "here": Local(),
    "processes": Processes(2, 3),
    "one process": Processes(1, 100),
}


@pytest.fixture(autouse=True)
def _tests_are_found_by_processes(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([os.getcwd(), *filter(None, [os.environ.get("PYTHONPATH")])]))


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_every_task_is_done_once(place):
    assert sorted(place.results(SQUARE, range(20), 20)) == [(number, number**2) for number in range(20)]
    assert list(place.results(SQUARE, [], 0)) == []


def test_a_long_study_goes_on_in_processes_where_it_was(monkeypatch):
    monkeypatch.setattr(_executor, "_TRIAL", 0.0)
    monkeypatch.setattr(_executor, "_WORTH_PROCESSES", 0.0)
    monkeypatch.setattr(_executor, "cores", lambda: 2)
    monkeypatch.setattr(_executor, "_MOST_CHUNK", 3)
    assert sorted(Local().results(SQUARE, range(30), 30)) == [(number, number**2) for number in range(30)]


def test_tasks_are_done_here_until_a_process_has_answered():
    where = dict(Processes(1, 2).numbered_results(Work(process, lost), enumerate(range(2000)), help_out=True))
    assert len(where) == 2000
    assert os.getpid() in where.values()
    assert len(set(where.values())) == 2


def process(number):
    time.sleep(1e-3)
    return os.getpid()


@pytest.mark.parametrize("place", [Threads(2), Local(), Processes(2, 2)], ids=["threads", "here", "processes"])
def test_a_defect_ends_it_where_results_are_read(place):
    with pytest.raises(ZeroDivisionError, match="task 3"):
        list(place.results(Work(fail, lost), range(10), 10))


@pytest.mark.parametrize("deaths", [1, 2])
def test_a_killed_process_loses_nothing(tmp_path, deaths):
    work = Work(partial(square_or_die, folder=str(tmp_path), deaths=deaths), lost)
    assert sorted(Processes(2, 4).results(work, range(12), 12)) == [(number, number**2) for number in range(12)]


def test_a_task_that_kills_every_process_is_lost_with_its_reason_and_alone(tmp_path):
    work = Work(partial(square_or_die, folder=str(tmp_path), deaths=99), lost)
    done = dict(Processes(2, 4).results(work, range(12), 12))
    assert done.pop(5).startswith("5 lost: 3 processes that computed it ended with code -9")
    assert done == {number: number**2 for number in range(12) if number != 5}


def test_tasks_are_taken_as_they_are_needed():
    taken = []

    def tasks():
        for number in range(1000):
            taken.append(number)
            yield number

    results = Processes(2, 5).results(SQUARE, tasks(), 1000)
    next(results)
    assert len(taken) <= 5 * (2 * _executor._AHEAD + 1)
    results.close()


def test_processes_end_with_the_one_that_started_them():
    script = (
        "import itertools, os, time\n"
        "from tests.test_executor import SQUARE\n"
        "from brimstone._executor import Processes\n"
        "import brimstone._executor as e\n"
        "run = e._Processes(SQUARE, enumerate(itertools.count()), 1, 1)\n"
        "results = run.results()\n"
        "next(results)\n"
        "print(run.started[0].pid, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    pid = int(done.stdout)
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("a process was left behind")


def test_what_is_printed_in_a_process_is_no_answer():
    assert dict(Processes(1, 1).results(Work(shout, lost), range(3), 3)) == {0: 0, 1: 1, 2: 2}


def shout(number):
    print("noise")  # noqa: T201
    return number


def test_a_cluster_needs_dask_and_a_scheduler(monkeypatch):
    monkeypatch.setattr(_executor.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(BrimstoneError, match=r"brimstone\[cluster\]"):
        executor("tcp://127.0.0.1:1")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_of_two_workers_gives_the_same_numbers():
    distributed = pytest.importorskip("distributed")
    from brimstone.simulate import Settings
    from brimstone.study.sweeping import Plan, PreparedSweep, SweepRequest
    from tests.cells import recipe

    plan = Plan.of_axes("cathode.loading=1..4 mg/cm2:12")
    prepared = PreparedSweep.of(recipe(), SweepRequest(plan), None, Settings(certain=True, nodes=8))
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        there = prepared.run(place=Dask(cluster.scheduler_address))
        assert dict(Dask(cluster.scheduler_address).results(SQUARE, range(9), 9)) == {n: n * n for n in range(9)}
        with pytest.raises(BrimstoneError, match="task 3"):
            list(Dask(cluster.scheduler_address).results(Work(fail, lost), range(10), 10))
    assert there.points == prepared.run().points


class Lost:
    """A future whose result was lost with its worker, as Dask shows it: no error, and a result once done again."""

    status = "pending"

    def exception(self):
        return None

    def result(self):
        return [4.0]


def test_a_result_that_was_lost_with_its_worker_is_waited_for():
    assert _answer_of(Lost()) == [4.0]
