"""A place where work is done once: answers are kept as they come, and found again by what was asked."""

import base64
import hashlib
import json
import logging
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, TypeVar

import numpy as np

from brimstone._executor import Executor, Form, Work
from brimstone.errors import StoreError
from brimstone.store.encoding import decode, encode
from brimstone.store.journal import CELL, HIDDEN, Journal, journal
from brimstone.store.kept import Kept
from brimstone.store.store import Store

Task = TypeVar("Task")
Result = TypeVar("Result")
_ASKED, _TREE, _NUMBERS = f"{HIDDEN}asked", f"{HIDDEN}answer", f"{HIDDEN}numbers"
_log = logging.getLogger("brimstone")


class Answers:
    """An executor whose answers are kept in a journal.

    Work that has no `Form` is passed on. Where the journal can't be written to, it says so once and the work goes on.

    Parameters
    ----------
    notes : Journal
    place : Executor
        Where work is done that is not known yet.

    Attributes
    ----------
    found : int
        Answers that were known.
    """

    def __init__(self, notes: Journal, place: Executor):
        self._notes, self._place = notes, place
        self._known = {row[_ASKED]: row for row in notes.known.values() if row.get(_ASKED)}
        self._number = 1 + max(notes.known, default=-1)
        self._fails = False
        self.found = 0

    @property
    def kept(self) -> Kept:
        """As the store lists the study."""
        return self._notes.kept

    def results(self, work: Work[Task, Result], tasks: Iterable[Task], count: int) -> Iterator[tuple[int, Result]]:
        """As `Executor.results`; what is known comes first, and equal tasks are done once."""
        if work.form is None:
            yield from self._place.results(work, tasks, count)
            return
        wanted: dict[str, list[int]] = {}
        missing: list[Task] = []
        for number, task in enumerate(tasks):
            asked = _digest(work.form.key(task))
            if asked in self._known:
                try:
                    answer = _answer(self._known[asked], work.form)
                except StoreError:  # damaged, or of another kind: computed anew
                    del self._known[asked]
                else:
                    self.found += 1
                    yield number, answer
                    continue
            if asked not in wanted:
                missing.append(task)
            wanted.setdefault(asked, []).append(number)
        askers = list(wanted.items())
        for place, result in self._place.results(work, missing, len(missing)):
            asked, numbers = askers[place]
            self._keep(asked, work.form, missing[place], result)
            for number in numbers:
                yield number, result

    def _keep(self, asked: str, form: Form[Task, Result], task: Task, result: Result) -> None:
        tree, numbers = encode(result, form.classes)
        row: dict[str, Any] = {
            CELL: self._number,
            **form.columns(task, result),
            _ASKED: asked,
            _TREE: json.dumps(tree, ensure_ascii=False, allow_nan=False),
            _NUMBERS: base64.b64encode(np.ascontiguousarray(numbers, dtype="<f8").tobytes()).decode(),
        }
        self._number += 1
        if self._fails:
            return
        try:
            self._notes.add(row)
        except StoreError as problem:
            self._fails = True
            self._notes.forget()
            _log.warning("what follows is not kept: %s", problem)


def _answer(row: Mapping[str, Any], form: Form[Any, Result]) -> Result:
    try:
        tree, numbers = json.loads(row[_TREE]), np.frombuffer(base64.b64decode(row[_NUMBERS]), dtype="<f8")
    except (ValueError, TypeError, LookupError) as problem:
        raise StoreError(str(problem)) from None
    answer: Result = decode(tree, numbers, form.classes)
    return answer


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:32]


@contextmanager
def answers(
    store: Store, head: Kept, recipe: str, place: Executor, *, again: bool = False, asked: bool = False
) -> Iterator[Executor]:
    """An executor that keeps the answers of a study; where that is not possible, it says so and the study goes on.

    Parameters
    ----------
    store : Store
    head : Kept
        Of `brimstone.store.journal.study_head`.
    recipe : str
        YAML of the recipes.
    place : Executor
    again : bool
        Whether to forget what is kept of an equal study.
    asked : bool
        Whether to keep it was asked for, so that it is an error if that is not possible.

    Raises
    ------
    StoreError
        When it was asked for and is not possible.
    """
    with ExitStack() as stack:
        try:
            notes = stack.enter_context(journal(store, head, recipe, again))
        except StoreError as problem:
            if asked:
                raise
            _log.warning("the study is not kept: %s", problem)
            yield place
            return
        try:
            yield Answers(notes, place)
        except BaseException:
            if not stack.__exit__(*sys.exc_info()):
                raise
        else:
            try:
                stack.close()
            except StoreError as problem:
                if asked:
                    raise
                _log.warning("the study is not kept: %s", problem)


def columns_of(figures: Sequence[tuple[str, Any]], failed: str, warnings: str = "") -> dict[str, str | float | None]:
    """Columns of figures with their intervals, and why there are none."""
    columns: dict[str, str | float | None] = {}
    for name, figure in figures:
        columns[name] = figure.value
        for end in ("low", "high", "median"):
            if getattr(figure, end) is not None:
                columns[f"{name}_{end}"] = getattr(figure, end)
    return columns | {"failed": failed, "warnings": warnings}
