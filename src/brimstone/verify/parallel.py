"""Many rows at once, each core with a row of its own."""

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

from brimstone.verify.checking import Outcome, check
from brimstone.verify.row import Row

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


def each(tasks: Sequence[_Task], work: Callable[[_Task], _Result], slow: Callable[[_Task], float]) -> Iterator[_Result]:
    """The results of tasks, in their order; those that take longest are begun first.

    Rows spend their time in Python as much as in compiled code, so that threads would wait for one another.
    """
    cores = min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, len(tasks))
    if cores < 2:
        yield from map(work, tasks)
        return
    forks = sys.platform == "linux"  # elsewhere it is slow or unsafe
    with ProcessPoolExecutor(cores, mp_context=multiprocessing.get_context("fork" if forks else "spawn")) as pool:
        order = sorted(range(len(tasks)), key=lambda place: -slow(tasks[place]))
        waiting = {place: pool.submit(work, tasks[place]) for place in order}
        for place in range(len(tasks)):
            yield waiting.pop(place).result()


def check_all(chosen: Sequence[Row], seconds: Callable[[str], float] = lambda _: 0.0) -> Iterator[Outcome]:
    """Carry out rows on all cores, in their order.

    Parameters
    ----------
    chosen : sequence of Row
    seconds : callable
        About how long the row of an id takes.
    """
    return each(chosen, check, lambda row: seconds(row.id))
