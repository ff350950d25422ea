"""Many rows at once, each core with a row of its own."""

import hashlib
import json
import multiprocessing
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from brimstone._executor import Executor, Form, Work, cores
from brimstone.verify.checking import Outcome, check
from brimstone.verify.row import Row

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Copies:
    """An executor of copies of this process, with all that it has read and compiled.

    Rows spend their time in Python as much as in compiled code, so that threads would wait for one another.
    """

    def results(self, work: Work[_Task, _Result], tasks: Iterable[_Task], count: int) -> Iterator[tuple[int, _Result]]:
        """As `brimstone._executor.Executor.results`."""
        copies = min(cores(), count)
        if copies < 2:
            yield from ((number, work.do(task)) for number, task in enumerate(tasks))
            return
        forks = sys.platform == "linux"  # elsewhere it is slow or unsafe
        with ProcessPoolExecutor(copies, mp_context=multiprocessing.get_context("fork" if forks else "spawn")) as pool:
            running = {pool.submit(work.do, task): number for number, task in enumerate(tasks)}
            try:
                while running:
                    for future in wait(running, return_when=FIRST_COMPLETED).done:
                        yield running.pop(future), future.result()
            finally:
                for future in running:
                    future.cancel()


def each(
    tasks: Sequence[_Task], work: Work[_Task, _Result], slow: Callable[[_Task], float], place: Executor | None = None
) -> Iterator[_Result]:
    """The results of tasks, in their order; those that take longest are begun first."""
    order = sorted(range(len(tasks)), key=lambda number: -slow(tasks[number]))
    found: dict[int, _Result] = {}
    results = (place or Copies()).results(work, [tasks[number] for number in order], len(tasks))
    for number in range(len(tasks)):
        while number not in found:
            rank, result = next(results)
            found[order[rank]] = result
        yield found.pop(number)


def check_all(
    chosen: Sequence[Row], seconds: Callable[[str], float] = lambda _: 0.0, place: Executor | None = None
) -> Iterator[Outcome]:
    """Carry out rows on all cores, in their order.

    Parameters
    ----------
    chosen : sequence of Row
    seconds : callable
        About how long the row of an id takes.
    place : Executor, optional
        Where they are carried out; copies of this process by default.
    """
    form: Form[Row, Outcome] = Form(lambda row: row.id, _columns, (Outcome,))
    return each(chosen, Work(check, _lost, form), lambda row: seconds(row.id), place)


def _lost(row: Row, reason: str) -> Outcome:
    return Outcome(row, (), reason)


def _columns(row: Row, outcome: Outcome) -> Mapping[str, str | float | None]:
    decisive = outcome.decisive
    return {
        "row": row.id,
        "kind": row.kind,
        "green": float(outcome.passed),
        "computed": None if decisive is None else decisive.computed,
        "expected": None if decisive is None else decisive.expected,
        "failed": outcome.problem,
    }


def foundations_of_rows() -> str:
    """Digest of the rows and of the code that carries them out."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.suffix in (".py", ".yaml") and path.name != "state.yaml":
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def key_of(row: Row, mutation: Mapping[str, Any]) -> str:
    """What a mutation of a row is known by."""
    return json.dumps([row.id, mutation], sort_keys=True, default=str)
