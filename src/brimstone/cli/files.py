"""Folders of results, written whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from brimstone.errors import OutputError


@contextmanager
def whole_or_nothing(folder: Path) -> Iterator[Path]:
    """A folder beside `folder` to write into; its files are moved over when the block ends without an error."""
    made = [place for place in (folder, *folder.parents) if not place.exists()]
    draft = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{folder.name or 'brimstone'}-", dir=folder.parent))
        yield draft
        for path in sorted(path for path in draft.rglob("*") if path.is_file()):
            target = folder / path.relative_to(draft)
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(path, target)
    except OSError as problem:
        raise OutputError(f"{folder}: can't be written to: {problem.strerror or problem}") from None
    finally:
        if draft is not None:
            shutil.rmtree(draft, ignore_errors=True)
        _remove_empty(made)


def _remove_empty(folders: list[Path]) -> None:
    """Take away folders made for results that never came; those with something in them stay."""
    for folder in folders:
        try:
            folder.rmdir()
        except OSError:
            continue


def refuse_file(folder: Path) -> None:
    """A file where the folder should be is found out before the work, not after it."""
    for place in (folder, *folder.parents):
        try:
            if place.exists():
                if not place.is_dir():
                    raise OutputError(f"--out {folder}: {place} is a file; name a folder")
                if not os.access(place, os.W_OK | os.X_OK):
                    raise OutputError(f"--out {folder}: {place} can't be written to")
                return
        except OSError as problem:
            raise OutputError(f"--out {folder}: {problem.strerror}") from None
