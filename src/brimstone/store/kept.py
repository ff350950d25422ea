"""What the store says of a run or a study without opening it: its manifest."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from brimstone.errors import StoreError

MANIFEST = "manifest.json"
RUN, STUDY = "run", "study"
#: Folder of each kind within a store.
FOLDERS = {RUN: "runs", STUDY: "studies"}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")
_DIGITS = 8


@dataclass(frozen=True)
class Kept:
    """A run or a study in a store.

    Attributes
    ----------
    name : str
        By which it is found: that of its file, and the first digits of its identity.
    kind : str
        ``"run"`` or ``"study"``.
    recipe : str
        Name in the recipe.
    version : str
        Of Brimstone, that computed it.
    created : str
        Coordinated universal time, ISO 8601.
    status : str
        Of a run as `Run.status`; of a study ``"complete"`` or ``"unfinished"``; ``"damaged"`` where it can't be read.
    identity : str
        As of `brimstone.store.identity`.
    figures : mapping of str to float or None
        Of the discharge it is judged by, keys and units as in ``brimstone run --json``; of a study how many cells.
    settings : mapping
        That it was computed with.
    files : mapping of str to str
        SHA-256 of each file.
    """

    name: str
    kind: str
    recipe: str
    version: str
    created: str
    status: str
    identity: str
    figures: Mapping[str, float | None] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> str:
        """As its manifest holds it."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)


def read_kept(folder: Path, kind: str) -> Kept:
    """The manifest of a folder; one with the status ``"damaged"`` where it can't be read."""
    known = [each.name for each in fields(Kept)]
    try:
        tree = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        kept = Kept(**{name: tree[name] for name in known})
        words = (kept.recipe, kept.version, kept.created, kept.status, kept.identity)
        maps = (kept.figures, kept.settings, kept.files)
        if kept.kind == kind and all(isinstance(one, str) for one in words) and all(isinstance(m, dict) for m in maps):
            return Kept(**{**asdict(kept), "name": folder.name})
    except (OSError, ValueError, LookupError, TypeError):
        pass  # the status says so, as of a manifest that can be read and makes no sense
    return Kept(folder.name, kind, "", "", "", "damaged", "")


def name_of(words: str, identity: str) -> str:
    """A name for what came of a recipe file, unlike that of any other run."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", words).strip("-._")[:60] or "cell"
    return f"{plain}-{identity[:_DIGITS]}"


def require_name(name: str) -> str:
    """The name itself, if it is one.

    Raises
    ------
    StoreError
        When it could be the path of something else.
    """
    if not _NAME.fullmatch(name):
        raise StoreError(f"{name!r} is no name of a run; names have letters, digits and -._ in them")
    return name


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of each file of a folder, but for its manifest."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(folder).as_posix(): digest(path) for path in paths}
