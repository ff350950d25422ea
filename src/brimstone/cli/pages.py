"""Pages that commands write besides what they print."""

from collections.abc import Sequence
from pathlib import Path

from brimstone.cell import Cell
from brimstone.errors import OutputError
from brimstone.recipe import Recipe
from brimstone.report._files import write_whole
from brimstone.report.document import document_html
from brimstone.view import Chart, Document
from brimstone.view.methods import Methods, methods_of_study

_OURS = b"Written by Brimstone"


def methods_of_recipes(recipes: Sequence[Recipe], varied: Sequence[str] = ()) -> Methods:
    """Methods of a study of these cells that varies some fields, and the references of their numbers."""
    entries = dict.fromkeys(entry for recipe in recipes for entry in Cell(recipe).provenance(members=1))
    return methods_of_study(recipes, entries, varied)


def refuse_page(path: Path | None) -> None:
    """Refuse a place for a page before the work instead of after it.

    Raises
    ------
    OutputError
        When it is a folder, or a file that Brimstone did not write.
    """
    if path is None:
        return
    if path.is_dir():
        raise OutputError(f"--html {path}: is a folder; name a file, such as {path / 'page.html'}")
    try:
        if path.exists() and _OURS not in path.read_bytes():
            raise OutputError(f"--html {path}: is a file that Brimstone did not write; name another one")
    except OSError as problem:
        raise OutputError(f"--html {path}: {problem.strerror or problem}") from None


def write_page(path: Path, document: Document, charts: Sequence[Chart] = (), methods: Methods | None = None) -> None:
    """Write a document as a page.

    Raises
    ------
    OutputError
        When it can't be written.
    """
    write_text(path, document_html(document, charts, methods))


def write_text(path: Path, text: str) -> None:
    """Write a page, whole or not at all.

    Raises
    ------
    OutputError
        When it can't be written.
    """
    try:
        write_whole(path, text.encode())
    except OSError as problem:
        raise OutputError(f"--html {path}: can't be written to: {problem.strerror or problem}") from None
