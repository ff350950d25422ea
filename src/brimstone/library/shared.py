"""Materials, treatments and cells of a user's own, one per file, in folders named ``materials``.

Such a folder lies beside a recipe, in the user's configuration, or in an installed package that has an entry point in
the group ``brimstone.library``. Files have the form of the library's own and pass the same checks: every value has a
source.
"""

import contextlib
import functools
import hashlib
import pickle
import sys
from collections.abc import Mapping
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from brimstone import _cache
from brimstone.errors import LibraryError, RecipeError
from brimstone.library import names
from brimstone.library._read import Place, each, mapping
from brimstone.library.cells import read_cell
from brimstone.library.library import Library
from brimstone.library.materials import read_material
from brimstone.library.strategies import read_strategy

ENTRY_POINTS = "brimstone.library"
FOLDER = "materials"
_MOST_FILES = 500
_SHOWN = 8
_KINDS = (
    "a material (with like or a class), a strategy with its treatments (with variants) or a cell (with a recipe or "
    "cannot_run)"
)


@functools.cache
def installed_folders() -> tuple[Path, ...]:
    """Folders of the user's configuration and of installed packages, none of which is imported for this."""
    from platformdirs import user_config_path

    folders = [user_config_path("brimstone") / FOLDER]
    for name, package in _entry_points():
        try:
            spec = find_spec(package)
        except (ImportError, ValueError):
            spec = None
        if spec is None or not spec.submodule_search_locations:
            raise LibraryError(f"entry point {name} in {ENTRY_POINTS}: {package} is not an installed package")
        folders += [Path(place) / FOLDER for place in spec.submodule_search_locations]
    return tuple(folders)


def _entry_points() -> list[tuple[str, str]]:
    """Name and package of each entry point; looked up anew only after an installation, since that takes a while."""
    places = [path for path in map(Path, sys.path) if path.is_dir()]
    key = hashlib.sha256(repr([(str(path), path.stat().st_mtime_ns) for path in places]).encode()).digest()
    entries: list[tuple[str, str]] | None = _cache.read("entry-points.pickle", key)
    if entries is None:
        from importlib.metadata import entry_points

        entries = sorted((entry.name, entry.module) for entry in entry_points(group=ENTRY_POINTS))
        with contextlib.suppress(OSError):  # they are found again next time
            _cache.write("entry-points.pickle", key, pickle.dumps(entries))
    return entries


def installed_state() -> tuple[tuple[str, int, int], ...]:
    """Path, size and time of change of every file that is installed; empty for most users."""
    paths = [path for folder in installed_folders() for path in _files(folder)]
    return tuple((str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in paths)


def with_installed(library: Library) -> Library:
    """The library with what the user's configuration and installed packages add.

    Raises
    ------
    LibraryError
        When a file breaks the rules.
    """
    for folder in installed_folders():
        library = with_folder(library, folder)
    return library


def beside(source: str) -> Path | None:
    """The folder of materials beside the recipe file `source`, if any."""
    if not source:
        return None
    try:
        folder = Path(source).resolve().parent / FOLDER
        return folder if Path(source).is_file() and folder.is_dir() else None
    except OSError:
        return None


def with_folder(library: Library, folder: Path) -> Library:
    """The library with the files of a folder; itself when there are none, or they are in it already.

    An entry whose name or synonym the library has takes that name over; `Library.replaced` says so.

    Raises
    ------
    LibraryError
        When a file breaks the rules; the message fits one screen.
    """
    paths = [] if folder in library.folders else _files(folder)
    if not paths:
        return library
    if len(paths) > _MOST_FILES:
        raise LibraryError(f"{folder}: has {len(paths)} files; at most {_MOST_FILES} are read")
    library = replace(library, folders=(*library.folders, folder))
    try:
        # Strategies may name materials of the same folder, and those may be like others of it, which are read first.
        trees = each(paths, lambda path: (path, _tree(path)))
        likes = {_named(tree, "name"): _named(tree, "like") for _, tree in trees}
        entries = sorted(trees, key=lambda entry: (_rank(entry[1]), _likened(entry[1], likes)))
        problems: list[str] = []
        for path, _ in entries:
            try:
                library = with_file(library, path)
            except LibraryError as problem:
                problems += str(problem).splitlines()
        if problems:
            raise LibraryError("\n".join(problems))
    except LibraryError as problem:
        lines = str(problem).splitlines()
        more = [f"and {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else []
        raise LibraryError("\n".join([*(line[:300] for line in lines[:_SHOWN]), *more])) from None
    return library


def _named(tree: Any, key: str) -> str:
    return names.key(str(tree.get(key, ""))) if isinstance(tree, dict) else ""


def _likened(tree: Any, likes: Mapping[str, str]) -> int:
    """How many entries of the folder one builds on; those that build on fewer are read first."""
    passed: list[str] = []
    name = _named(tree, "like")
    while name in likes and name not in passed:
        passed.append(name)
        name = likes[name]
    return len(passed)


def _files(folder: Path) -> list[Path]:
    return sorted((*folder.glob("*.yaml"), *folder.glob("*.yml")))


def with_file(library: Library, path: Path) -> Library:
    """The library with the material, the strategy or the cell of one file.

    Raises
    ------
    LibraryError
        When the file breaks the rules of the library.
    """
    tree = _tree(path)
    kind = _kind(tree, path)
    try:
        if kind == "material" and "like" in tree:
            from brimstone.library.alike import material_like  # brings the recipe's language with it

            return _added(library, kind, material_like(tree, library, path.name), path)
        if kind == "material":
            material = read_material(path, path.parent, library.classes(), library.constants(), {})
            return _added(library, kind, material, path)
        if kind == "strategy":
            strategy = read_strategy(path, path.parent, [one.name for one in library.materials()])
            for treatment in strategy.variants:
                for cell in treatment.cells:
                    library.cell(cell)
                library = _added(library, "treatment", treatment, path)
            return _added(library, kind, strategy, path)
        return _added(library, kind, read_cell(path, path.parent), path)
    except LibraryError as problem:
        raise LibraryError("\n".join(f"{path.parent}/{line}" for line in str(problem).splitlines())) from None


def check_file(library: Library, path: Path) -> tuple[str, ...]:
    """What a file replaces in the library, one sentence each; it may name materials of the folder that it is in.

    Raises
    ------
    LibraryError
        When the file breaks the rules of the library.
    """
    for other in _files(path.parent) if path.parent.name == FOLDER else []:
        if other != path:
            with contextlib.suppress(LibraryError):  # a matter of the other file
                library = with_file(library, other)
    before = library.replaced
    return tuple(words for name, words in with_file(library, path).replaced.items() if before.get(name) != words)


def is_library_file(path: Path) -> bool:
    """Whether a file holds something for the library rather than a recipe, by its keys or else by its folder."""
    try:
        tree = _tree(path)
    except LibraryError:
        return path.parent.name == FOLDER and path.is_file()
    return (
        isinstance(tree, dict) and "cathode" not in tree and (_rank(tree) < len(_MARKS) or path.parent.name == FOLDER)
    )


#: What only a file of a kind has, in the order in which they are read.
_MARKS = {"material": {"class", "like"}, "strategy": {"variants"}, "cell": {"cannot_run", "recipe"}}


def _rank(tree: Any) -> int:
    marks = list(_MARKS.values())
    return next((rank for rank, mark in enumerate(marks) if isinstance(tree, dict) and mark & set(tree)), len(marks))


def _kind(tree: Any, path: Path) -> str:
    place = Place(str(path))
    rank = _rank(mapping(tree, place))
    if rank == len(_MARKS):
        raise place.wrong(f"expected {_KINDS}")
    return list(_MARKS)[rank]


def _tree(path: Path) -> Any:
    """What a file holds, as text, with a bound on its size, depth and number of entries."""
    from brimstone.recipe import yaml_text  # brings pydantic with it, which the library alone does without

    place = Place(str(path))
    try:
        if not path.is_file():
            raise place.wrong("is no regular file")
        if path.stat().st_size > yaml_text.LARGEST_FILE:
            raise place.wrong(f"has {path.stat().st_size} bytes; at most {yaml_text.LARGEST_FILE} are read")
        return yaml_text.load(path.read_text(encoding="utf-8-sig"))
    except RecipeError as problem:
        raise place.wrong(" ".join(str(problem).split())[:400]) from None
    except UnicodeDecodeError as problem:
        raise place.wrong(f"is not UTF-8 text (byte {problem.start + 1})") from None
    except OSError as problem:
        raise place.wrong(f"can't be read: {problem.strerror}") from None


def _added(library: Library, kind: str, entry: Any, path: Path) -> Library:
    index = dict(library.index(kind))
    replaced: dict[str, str] = {}
    for word in (entry.name, *entry.synonyms):
        before = index.get(names.key(word))
        if before is not None and (before != entry.name or word == entry.name):
            replaced[entry.name] = f"{word} is the {kind} of {path}, in place of {before}, which is known already"
            if word == entry.name:  # its other names follow
                index = {key: entry.name if proper == before else proper for key, proper in index.items()}
        index[names.key(word)] = entry.name
    return library.extended(kind, {**library.entries(kind), entry.name: entry}, index, {**library.replaced, **replaced})
