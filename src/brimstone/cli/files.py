"""Folders of results: written whole or not at all, and never over what somebody else put there."""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from brimstone.errors import OutputError
from brimstone.recipe import Recipe, Reported
from brimstone.store.place import sweep_left_over, working_folder

_DRAFTS = ".brimstone-drafts"  # beside a folder of results: what is being written; swept if its writer was killed
MANIFEST = ".brimstone.json"  #: in a folder of results: the files in it that are ours, and their digests
_SHOWN = 3


def own_folder(name: str, *content: object) -> Path:
    """The folder ``out/NAME`` of results, or one with more to its name where that holds results of other content.

    Parameters
    ----------
    name : str
    *content
        What the results depend on.

    Raises
    ------
    OutputError
        When it can't be written to.
    """
    digest = hashlib.sha256("\n".join(map(_written, content)).encode()).hexdigest()
    folder = Path("out") / name
    if folder.exists() and _read_manifest(folder).get("content") not in (None, digest):
        folder = folder.with_name(f"{name}-{digest[:8]}")
    refuse_unusable(folder)
    _CONTENT[folder] = digest
    return folder


#: Of the folders that this process writes to, what their results depend on.
_CONTENT: dict[Path, str] = {}


def recipe_text(recipe: Recipe, folder: Path) -> str:
    """A recipe as YAML for a file in `folder`, from where the measured files that it names are found again."""
    beside = Path(recipe.source).parent

    def found(one: Reported) -> Reported:
        if one.file is None or Path(one.file).is_absolute():
            return one
        try:
            file = Path(os.path.relpath(beside / one.file, folder)).as_posix()
        except ValueError:  # on another drive
            file = (beside / one.file).resolve().as_posix()
        return one.model_copy(update={"file": file})

    if not any(one.file for one in recipe.reported):
        return recipe.to_yaml()
    return recipe.model_copy(update={"reported": tuple(map(found, recipe.reported))}).to_yaml()


def _written(content: object) -> str:
    return content.to_yaml() if isinstance(content, Recipe) else repr(content)


@contextmanager
def whole_or_nothing(folder: Path, force: bool = False) -> Iterator[Path]:
    """A folder next to `folder` to write into; its files are moved over when the block ends without an error.

    With `force`, also over files that are not ours.

    Raises
    ------
    OutputError
        When `folder` can't be written to, or a file in the way is not one of ours or was edited since; nothing is
        written then.
    """
    drafts = folder.parent / _DRAFTS
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    leaving = ExitStack()
    try:
        drafts.mkdir(parents=True, exist_ok=True)
        sweep_left_over(drafts)
        draft = leaving.enter_context(working_folder(drafts))
        yield draft
        written = {path.relative_to(draft): path for path in sorted(draft.rglob("*")) if path.is_file()}
        ours = _manifest(folder)
        foreign = [name for name in written if _is_foreign(folder / name, ours.get(name.as_posix()))]
        if foreign and not force:
            raise OutputError(
                f"{folder}: {_listed(foreign)} would be overwritten, and Brimstone did not write "
                f"{'it' if len(foreign) == 1 else 'them'} or {'it was' if len(foreign) == 1 else 'they were'} edited "
                "since. Name another folder with --out, or add --force"
            )
        digests = ours | {name.as_posix(): _digest(path) for name, path in written.items()}
        content = {"content": _CONTENT[folder]} if folder in _CONTENT else {}
        (draft / MANIFEST).write_text(json.dumps({"files": digests, **content}, indent=1), encoding="utf-8")
        for name, path in {Path(MANIFEST): draft / MANIFEST, **written}.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(path, target)
    except OSError as problem:
        raise OutputError(f"{folder}: can't be written to: {problem.strerror or problem}") from None
    finally:
        leaving.close()
        _remove_empty([drafts, *missing])


def write_new(path: Path, text: str) -> None:
    """Write a file that must not be there yet.

    Raises
    ------
    OutputError
        When it is there, or can't be written.
    """
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise OutputError(f"{path} exists and is not overwritten; name another file") from None
    except OSError as problem:
        raise OutputError(f"{path}: can't be written to: {problem.strerror or problem}") from None


def _manifest(folder: Path) -> dict[str, str]:
    """Digest of each file that an earlier command left in a folder; empty where there is no manifest to read."""
    files = _read_manifest(folder).get("files")
    return {str(name): str(digest) for name, digest in files.items()} if isinstance(files, dict) else {}


def _read_manifest(folder: Path) -> dict[str, object]:
    try:
        tree = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return tree if isinstance(tree, dict) else {}


def _is_foreign(path: Path, digest: str | None) -> bool:
    """Whether a file is there that we did not leave as it is."""
    return path.exists() and (digest is None or not path.is_file() or _digest(path) != digest)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _listed(names: list[Path]) -> str:
    shown = ", ".join(map(str, names[:_SHOWN]))
    return shown if len(names) <= _SHOWN else f"{shown} and {len(names) - _SHOWN} more"


def _remove_empty(folders: list[Path]) -> None:
    """Take away folders made for results that never came; those with something in them stay."""
    for folder in folders:
        try:
            folder.rmdir()
        except OSError:
            continue


def refuse_unusable(folder: Path, force: bool = False) -> None:
    """Refuse a folder that results can't be written to, before the work instead of after it.

    With `force`, one that holds files of others will do.

    Raises
    ------
    OutputError
        When a file is in the way, the folder is not writable, or it holds files that Brimstone did not write.
    """
    for place in (folder, *folder.parents):
        try:
            if place.exists():
                if not place.is_dir():
                    raise OutputError(f"--out {folder}: {place} is a file; name a folder")
                if not os.access(place, os.W_OK | os.X_OK):
                    raise OutputError(f"--out {folder}: {place} can't be written to")
                if (
                    not force
                    and place == folder
                    and not (place / MANIFEST).exists()
                    and (others := [one for one in sorted(place.iterdir()) if not (one / MANIFEST).exists()])
                ):
                    raise OutputError(
                        f"--out {folder}: the folder holds files that Brimstone did not write "
                        f"({_listed([Path(other.name) for other in others])}); name a new or an empty one, such as "
                        f"--out {folder / 'results'}, or add --force"
                    )
                return
        except OSError as problem:
            raise OutputError(f"--out {folder}: {problem.strerror}") from None
