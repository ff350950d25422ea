"""Files kept from one process to the next, in a folder that only this user can write to.

They are pickles and machine code: whoever can change them can run code as the user who reads them. So a folder that
someone else owns or may write to is never used, and a checksum reveals a damaged or truncated file.
"""

import hashlib
import os
import pickle
import shutil
import stat
import tempfile
from pathlib import Path
from typing import Any

_MAGIC = b"brimstone cache 1\n"
_DIGEST_SIZE = hashlib.sha256().digest_size


def private_folder() -> Path | None:
    """The user's cache folder; where that can't be written, one in the temporary folder; None where neither is safe."""
    from platformdirs import user_cache_path

    if _is_private(folder := user_cache_path("brimstone")):
        return folder
    try:
        folder = Path(tempfile.gettempdir()) / f"brimstone-{os.geteuid() if hasattr(os, 'geteuid') else 'cache'}"
    except OSError:  # there is no temporary folder either
        return None
    return folder if _is_private(folder) else None


def _is_private(folder: Path) -> bool:
    """Whether `folder` exists or can be created, is a folder of this user, and no other user may write to it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        state = folder.lstat()
    except OSError:
        return False
    if not stat.S_ISDIR(state.st_mode) or not os.access(folder, os.W_OK | os.X_OK):
        return False
    if not hasattr(os, "geteuid"):  # Windows: cache and temporary folders are the user's own
        return True
    return state.st_uid == os.geteuid() and not state.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def read(name: str, key: bytes) -> Any:
    """The object stored as `name` under the SHA-256 `key`, or None when it is missing, stale or damaged."""
    folder = private_folder()
    try:
        content = b"" if folder is None else (folder / name).read_bytes()
    except OSError:
        return None
    start = len(_MAGIC) + 2 * _DIGEST_SIZE
    payload = memoryview(content)[start:]
    if content[:start] != _MAGIC + key + hashlib.sha256(payload).digest():
        return None
    try:
        return pickle.loads(payload)
    except Exception:  # a class that has moved since makes unpickling fail in its own way
        return None


def write(name: str, key: bytes, payload: bytes) -> None:
    """Store a pickle as `name` under `key` in one step, so that readers see the old file or the new one.

    Raises
    ------
    OSError
        When there is no safe folder, or the file can't be written; nothing is left of it then.
    """
    folder = private_folder()
    if folder is None:
        raise PermissionError("no cache folder that is this user's alone")
    path = folder / name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(_MAGIC + key + hashlib.sha256(payload).digest() + payload)
        os.replace(temporary, path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


def keep_newest(parent: str, most: int) -> None:
    """Remove all but the `most` folders in `parent` that were written to last; what can't be removed stays."""
    folder = private_folder()
    if folder is None:
        return
    try:
        folders = [one for one in (folder / parent).iterdir() if one.is_dir() and not one.is_symlink()]
        newest_first = sorted(folders, key=lambda one: one.stat().st_mtime, reverse=True)
    except OSError:  # another process cleans up at the same time, or there is nothing yet
        return
    for old in newest_first[most:]:
        shutil.rmtree(old, ignore_errors=True)
