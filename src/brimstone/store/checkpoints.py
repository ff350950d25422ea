"""Long runs that are written down as they go, so that one that is broken off goes on from there."""

import contextlib
import logging
import os
import tempfile
import time
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from brimstone._version import __version__
from brimstone.errors import StoreError
from brimstone.store.identity import foundations
from brimstone.store.place import held, in_words, prepare

_log = logging.getLogger("brimstone")

FOLDER = "checkpoints"  #: within a store
_LOCK = ".lock"
_SECONDS = 2.0  # after which parts are written
_DIGITS = 32


class Checkpoints:
    """Parts of runs in a folder, one file after the other, each of which appears whole or not at all.

    What belongs together goes by a key of all numbers that it follows from; equations and library of another version
    do not see it. Used in a `with` block: when that ends without an error the run is there, and its parts go.

    Parameters
    ----------
    place : Path
        Of the store.
    again : bool
        Whether to begin anew, whatever is there.

    Attributes
    ----------
    resumed : int
        Instructions that did not have to be solved again.

    Examples
    --------
    >>> from brimstone.store import Checkpoints
    >>> with Checkpoints(Path("store")) as checkpoints:  # doctest: +SKIP
    ...     run = brimstone.load("cell.yaml", checkpoints=checkpoints).run()
    """

    def __init__(self, place: Path, again: bool = False):
        self._place, self._again = place, again
        self._open: dict[str, contextlib.ExitStack | None] = {}
        self._waiting: dict[str, list[Mapping[str, np.ndarray]]] = {}
        self._written = time.monotonic()
        self._fails = False
        self.resumed = 0

    def __enter__(self) -> "Checkpoints":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            for key in list(self._waiting):
                self._write(key)
        for key, lock in self._open.items():
            if kind is None and lock is not None:
                _remove(self._folder(key))
            if lock is not None:
                lock.close()
        self._open, self._waiting = {}, {}

    def known(self, key: str) -> Sequence[Mapping[str, np.ndarray]]:
        """The parts of an earlier attempt, in order, up to the first that is damaged or missing."""
        folder = self._folder(key)
        if not folder.is_dir() or not self._mine(key):
            return []
        parts: list[Mapping[str, np.ndarray]] = []
        whole = not self._again
        for number, path in enumerate(sorted(folder.glob("[0-9]*.npz"))):
            there = _read(path) if whole and int(path.stem) == number else []
            parts += there
            if not there:  # what follows would not fit to what is computed anew
                whole = False
                path.unlink(missing_ok=True)
        self.resumed += sum(part["outcomes"].shape[1] for part in parts)
        return parts

    def add(self, key: str, part: Mapping[str, np.ndarray]) -> None:
        """Keep one more part; written every few seconds. Where that is not possible, it says so and the run goes on."""
        if self._fails:
            return
        self._waiting.setdefault(key, []).append(part)
        if time.monotonic() - self._written > _SECONDS:
            self._write(key)
            self._written = time.monotonic()

    def _folder(self, key: str) -> Path:
        rests = f"{__version__}-{foundations()[:8]}"
        return self._place / FOLDER / f"{key[:_DIGITS]}-{rests}"

    def _mine(self, key: str) -> bool:
        """Whether this process may write what goes by a key; where another computes the same, that one may."""
        if key not in self._open:
            lock = contextlib.ExitStack()
            try:
                lock.enter_context(held(self._folder(key) / _LOCK))
                self._open[key] = lock
            except BlockingIOError:
                self._open[key] = None
        return self._open[key] is not None

    def _write(self, key: str) -> None:
        parts = self._waiting.pop(key, [])
        folder = self._folder(key)
        try:
            prepare(self._place)
            folder.mkdir(parents=True, exist_ok=True)
            if not parts or not self._mine(key):
                return
            arrays: dict[str, Any] = {}
            for number, part in enumerate(parts):
                arrays |= {f"{number}.{name}": values for name, values in part.items()}
            handle, draft = tempfile.mkstemp(dir=folder, prefix=".")
            with os.fdopen(handle, "wb") as file:
                np.savez(file, **arrays)
                file.flush()
                os.fsync(file.fileno())
            number = 1 + max((int(path.stem) for path in folder.glob("[0-9]*.npz")), default=-1)
            os.replace(draft, folder / f"{number:08d}.npz")
        except (OSError, StoreError) as problem:
            self._fails, self._waiting = True, {}
            words = in_words(problem, self._place) if isinstance(problem, OSError) else problem
            _log.warning("the run can't be gone on with if it is broken off: %s", words)


def broken_off(place: Path) -> int:
    """Remove the parts of runs that were broken off and are not at work now; returns of how many."""
    removed = 0
    for folder in (place / FOLDER).glob("*"):
        # held by a process that lives, or removed by another
        with contextlib.suppress(OSError), held(folder / _LOCK):
            _remove(folder)
            removed += 1
    return removed


def _remove(folder: Path) -> None:
    """Remove the files of a folder and the folder itself, the lock last, the latest part first.

    If this is broken off, too, what is left are the first parts.
    """
    with contextlib.suppress(OSError):
        for path in sorted(folder.iterdir(), reverse=True):
            if path.name != _LOCK:
                path.unlink()
        (folder / _LOCK).unlink()
        folder.rmdir()


def _read(path: Path) -> list[Mapping[str, np.ndarray]]:
    """Parts of a file; none if it is damaged."""
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            parts: dict[int, dict[str, np.ndarray]] = {}
            for name in file.files:
                number, _, of = name.partition(".")
                parts.setdefault(int(number), {})[of] = file[name]
    except (OSError, ValueError, EOFError, zipfile.BadZipFile):
        return []
    return [parts[number] for number in sorted(parts)]
