"""A study that is kept while it runs: rows in files that each appear whole, so that a killed one can go on."""

import contextlib
import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from brimstone._version import __version__
from brimstone.errors import StoreError
from brimstone.store.kept import MANIFEST, STUDY, Kept, name_of, read_kept
from brimstone.store.parquet import read_table, write_table
from brimstone.store.place import held, in_words, prepare, write_whole
from brimstone.store.store import Store

CELL = "cell"  #: the column with the number of a row
HIDDEN = "_"  #: begins the names of columns that are for programs
UNFINISHED, COMPLETE = "unfinished", "complete"
_LOCK = ".lock"
_CELLS = "cells"
_SECONDS, _ROWS = 2.0, 5000  # after which rows are written


class Journal:
    """Rows of a study, each with its number, written as they come.

    Attributes
    ----------
    kept : Kept
    place : Path
        Folder of the study.
    known : mapping of int to mapping
        Rows of an earlier attempt.
    """

    def __init__(self, kept: Kept, folder: Path):
        self.kept, self.place, self._folder = kept, folder, folder / _CELLS
        self._folder.mkdir(parents=True, exist_ok=True)
        for draft in self._folder.glob(".*"):
            draft.unlink()
        self.known: dict[int, Mapping[str, Any]] = {}
        for path in sorted(self._folder.glob("[0-9]*.parquet")):
            self._read(path)
        self._waiting: list[Mapping[str, Any]] = []
        self._written = time.monotonic()

    def add(self, row: Mapping[str, Any]) -> None:
        """Keep a row with its number as `CELL`; a column that it has not is empty.

        Raises
        ------
        StoreError
            When it can't be written.
        """
        self._waiting.append(row)
        if len(self._waiting) >= _ROWS or time.monotonic() - self._written > _SECONDS:
            self.flush()

    def flush(self) -> None:
        """Write what waits.

        Raises
        ------
        StoreError
            When it can't be written.
        """
        self._written = time.monotonic()
        if not self._waiting:
            return
        names = dict.fromkeys(name for row in self._waiting for name in row)
        columns = {name: [row.get(name) for row in self._waiting] for name in names}
        try:
            self._write(columns)
        except OSError as problem:
            raise in_words(problem, self.place) from None
        self._waiting = []

    def _write(self, columns: Mapping[str, list[Any]]) -> None:
        handle, draft = tempfile.mkstemp(dir=self._folder, prefix=".", suffix=".parquet")
        os.close(handle)
        try:
            write_table(Path(draft), columns)
            with open(draft, "rb") as file:
                os.fsync(file.fileno())
            number = 1 + max((int(path.stem) for path in self._folder.glob("[0-9]*.parquet")), default=-1)
            os.replace(draft, self._folder / f"{number:08d}.parquet")
        except OSError:
            Path(draft).unlink(missing_ok=True)
            raise

    def forget(self) -> None:
        """Give up the rows that wait, where they can't be written."""
        self._waiting = []

    def _read(self, path: Path) -> None:
        try:
            table = read_table(path)
            numbers = table[CELL].astype(int)
        except (ValueError, LookupError):  # damaged: what was in it is computed anew
            path.unlink()
            return
        names = list(table)
        for number, values in zip(numbers.tolist(), zip(*map(_plain, table.values()), strict=True), strict=True):
            self.known[number] = dict(zip(names, values, strict=True))


@contextmanager
def journal(store: Store, head: Kept, recipe: str, again: bool = False) -> Iterator[Journal]:
    """The journal of a study, a new one or that of an equal study before; complete when the block ends without error.

    Parameters
    ----------
    store : Store
    head : Kept
        Of `study_head`.
    recipe : str
        YAML of the recipe.
    again : bool
        Whether to begin anew.

    Raises
    ------
    StoreError
        When it can't be written, or another process is at it.
    """
    prepare(store.place)
    folder = store.folder_of(head.name, STUDY)
    if again and folder.exists():
        store.remove(head)
    with contextlib.ExitStack() as stack:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            stack.enter_context(held(folder / _LOCK))
            before = read_kept(folder, STUDY)
            kept = head if before.status == "damaged" else before
            write_whole(folder / "recipe.yaml", recipe)
            write_whole(folder / MANIFEST, kept.to_json())
            notes = Journal(kept, folder)
        except BlockingIOError:
            words = f"{head.name} is being computed by another process; wait for it, or use --store off"
            raise StoreError(words) from None
        except OSError as problem:
            raise in_words(problem, store.place) from None
        try:
            yield notes
        except BaseException:
            with contextlib.suppress(StoreError):  # what ended the study is what is told
                notes.flush()
            raise
        notes.flush()
        try:
            write_whole(folder / MANIFEST, replace(notes.kept, status=COMPLETE).to_json())
        except OSError as problem:
            raise in_words(problem, store.place) from None


def study_head(
    name: str, recipe: str, identity: str, figures: Mapping[str, float], settings: Mapping[str, Any]
) -> Kept:
    """The manifest of a study that begins."""
    return Kept(
        name=name_of(name, identity),
        kind=STUDY,
        recipe=recipe,
        version=__version__,
        created=datetime.now(UTC).isoformat(timespec="milliseconds"),
        status=UNFINISHED,
        identity=identity,
        figures=figures,
        settings=settings,
    )


def _plain(column: np.ndarray) -> list[Any]:
    """Values of a column as Python's own, None where there is none."""
    if isinstance(column, np.ma.MaskedArray):
        return [None if hidden else value for value, hidden in zip(column.data.tolist(), _mask(column), strict=True)]
    return column.tolist()


def _mask(column: np.ma.MaskedArray) -> list[bool]:
    return np.ma.getmaskarray(column).tolist()
