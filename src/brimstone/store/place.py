"""Where a store lies, and folders in it that appear whole or not at all.

A writer works in a folder of its own under ``tmp``, which it holds by a lock that ends with its process, however that
ends. So what is left over can be told from what is at work without a look at any clock.
"""

import contextlib
import errno
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from brimstone._version import __version__
from brimstone.errors import StoreError

VARIABLE = "BRIMSTONE_STORE"  #: environment variable with the folder of the store
OFF = "off"  #: in place of a folder: nothing is kept
FORMAT = 1  #: of the folders and files of a store
_MARK = "store.json"
TEMPORARY = "tmp"  #: folder in a store where writers work
_LOCK = ".lock"


def default_place() -> Path | None:
    """The folder of the environment variable, else that of the platform; None where nothing is to be kept."""
    named = os.environ.get(VARIABLE, "").strip()
    if named:
        return place_named(named)
    from platformdirs import user_data_path

    return user_data_path("brimstone") / "store"


def place_named(words: str) -> Path | None:
    """The folder that a user names, or None for ``off``."""
    return None if words.strip().lower() == OFF else Path(words.strip()).expanduser()


def in_words(problem: OSError, place: Path) -> StoreError:
    """What an operating system's error means for a store."""
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return StoreError(
            f"{place}: there is no room left on this disk. Nothing kept before is lost; `brimstone runs gc` makes "
            "room, --store DIR names another place"
        )
    if problem.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StoreError(f"{place}: can't be written to ({problem.strerror}); name another place with --store DIR")
    return StoreError(f"{place}: {problem.strerror or problem}")


def require_readable(place: Path) -> bool:
    """Whether there is a store at `place`; False where there is nothing yet.

    Raises
    ------
    StoreError
        When something else is there, or the store of a newer version.
    """
    try:
        mark = json.loads((place / _MARK).read_text(encoding="utf-8"))
        version, by = int(mark["format"]), str(mark.get("brimstone", "?"))[:40]
    except FileNotFoundError:
        if place.is_dir() and (others := [one.name for one in place.iterdir() if one.name != TEMPORARY]):
            raise StoreError(
                f"{place} holds {others[0]} and is no store; name a new or an empty folder with --store DIR"
            ) from None
        return False
    except NotADirectoryError:
        raise StoreError(f"{place}: a file is in the way; name another place with --store DIR") from None
    except OSError as problem:
        raise StoreError(f"{place}: can't be read ({problem.strerror}); name another place with --store DIR") from None
    except (ValueError, LookupError, TypeError):
        raise StoreError(f"{place / _MARK} is damaged; a store has {json.dumps({'format': FORMAT})} in it") from None
    if version > FORMAT:
        raise StoreError(
            f"{place} is a store of format {version}, written by Brimstone {by}; this is {__version__}, which reads "
            f"format {FORMAT}. Use that version, or name another place with --store DIR"
        )
    if version < FORMAT:
        raise StoreError(f"{place} is a store of format {version}, which no released version wrote; name another place")
    return True


def prepare(place: Path) -> None:
    """Make `place` a store, if it is none yet.

    Raises
    ------
    StoreError
        When it can't be one.
    """
    if require_readable(place):
        return
    try:
        place.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=place, prefix=TEMPORARY)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"format": FORMAT, "brimstone": __version__}, file)
        os.replace(name, place / _MARK)
    except OSError as problem:
        raise in_words(problem, place) from None


@contextmanager
def draft(place: Path) -> Iterator[Path]:
    """An empty folder to write into, gone when the block ends unless it was moved away.

    Raises
    ------
    StoreError
        When the store can't be written to.
    """
    prepare(place)
    temporary = place / TEMPORARY
    try:
        temporary.mkdir(exist_ok=True)
        sweep_left_over(temporary)
        with working_folder(temporary) as folder:
            yield folder
    except OSError as problem:
        raise in_words(problem, place) from None


@contextmanager
def working_folder(temporary: Path) -> Iterator[Path]:
    """A new folder in `temporary`, gone when the block ends unless it was moved away, or swept after its process died.

    Raises
    ------
    OSError
        When it can't be made.
    """
    with _own_lock(temporary) as lock:
        folder = lock.with_suffix("")
        try:
            folder.mkdir()
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _own_lock(temporary: Path) -> Iterator[Path]:
    """A lock that nobody else has; the folder of the same name may be used while it is held."""
    while True:
        handle, name = tempfile.mkstemp(dir=temporary, suffix=_LOCK)
        lock = Path(name)
        with os.fdopen(handle, "a") as file:
            try:
                _lock(file)
            except BlockingIOError:  # taken for a left-over before it was held
                continue
            if not lock.exists():
                continue
            try:
                yield lock
            finally:
                with contextlib.suppress(OSError):  # swept by another process
                    lock.unlink()
            return


@contextmanager
def held(lock: Path) -> Iterator[None]:
    """Hold a lock that ends with this process.

    Raises
    ------
    BlockingIOError
        When another process holds it.
    """
    with lock.open("a") as file:
        _lock(file)
        yield


def sweep_left_over(temporary: Path) -> int:
    """Remove the folders of writers that came to no end, such as killed ones; returns how many there were."""
    swept = 0
    try:
        locks = list(temporary.glob(f"*{_LOCK}"))
    except OSError:
        return 0
    for lock in locks:
        # Held by a process that lives, or swept by another: neither is left over.
        with contextlib.suppress(OSError), lock.open("r+") as file:
            _lock(file)
            folder = lock.with_suffix("")
            shutil.rmtree(folder, ignore_errors=True)
            if not folder.exists():
                lock.unlink()
                swept += 1
    return swept


def settle(folder: Path, target: Path) -> bool:
    """Give a finished draft its place; False when another writer was first, whose folder then stays.

    Raises
    ------
    OSError
        When it can't be moved.
    """
    for path in folder.rglob("*"):
        _flush(path)
    _flush(folder)
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.rename(folder, target)
    except OSError as problem:
        if target.is_dir() and problem.errno in (errno.EEXIST, errno.ENOTEMPTY, errno.EACCES, errno.EPERM):
            return False
        raise
    _flush(target.parent)
    return True


def write_whole(path: Path, text: str) -> None:
    """Write a file so that others see the old one or the new one.

    Raises
    ------
    OSError
        When it can't be written.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _flush(path: Path) -> None:
    """Bring a file or folder to the disk before it is counted on."""
    with contextlib.suppress(OSError):  # folders can't be opened everywhere
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _lock(file: IO[Any]) -> None:
    try:
        import fcntl
    except ImportError:
        import msvcrt

        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            raise BlockingIOError("held by another process") from None
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
