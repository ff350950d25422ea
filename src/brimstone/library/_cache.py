"""The library, read once and kept: a checksummed pickle in the user's cache folder.

A stale, damaged or foreign file is never trusted: the key covers the data files and the code that reads them, the
checksum covers the bytes. Writers replace the file in one step, so readers see the old one or the new one.
"""

import hashlib
import os
import pickle
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_MAGIC = b"brimstone library 1\n"


def key_of(files: Iterable[Path]) -> bytes:
    """Digest of names, sizes and times of `files` and of the Python that reads them."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {pickle.HIGHEST_PROTOCOL}".encode())
    for path in files:
        state = path.stat()
        digest.update(f"{path} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.digest()


def cache_file(root: Path) -> Path:
    """Where the pickle of the library at `root` is kept."""
    from platformdirs import user_cache_path

    name = hashlib.sha256(str(root).encode()).hexdigest()[:12]
    return user_cache_path("brimstone") / f"library-{name}.pickle"


def read(path: Path, key: bytes) -> Any:
    """The object stored in `path` under `key`, or None when there is none to be trusted."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    head = len(_MAGIC) + 64
    if len(content) < head or not content.startswith(_MAGIC + key):
        return None
    payload = memoryview(content)[head:]
    if hashlib.sha256(payload).digest() != content[head - 32 : head]:
        return None
    try:
        return pickle.loads(payload)
    except Exception:  # a class that has moved since makes unpickling fail in its own way; then we read the files
        return None


def write(path: Path, key: bytes, content: Any) -> None:
    """Store `content` under `key`; a cache folder that can't be written is no error."""
    payload = pickle.dumps(content, protocol=pickle.HIGHEST_PROTOCOL)
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        with os.fdopen(handle, "wb") as stream:
            stream.write(_MAGIC + key + hashlib.sha256(payload).digest() + payload)
        os.replace(temporary, path)
    except OSError:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
