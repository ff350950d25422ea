"""``brimstone validate``: every reported number of every open cell beside the computed one."""

from collections.abc import Sequence
from pathlib import Path

from brimstone.cli.places import Place
from brimstone.cli.screen import console, print_json, progressing, show_document
from brimstone.errors import BrimstoneError, OutputError, nearest_names
from brimstone.fit.keep import shipped_folds
from brimstone.fit.records import validate_record
from brimstone.fit.reported import OpenTable, read_table
from brimstone.fit.validate import Validation
from brimstone.fit.validate import validate as compare
from brimstone.library import load
from brimstone.report.document import write_document
from brimstone.simulate import Settings
from brimstone.view import validation as view

_OURS = b"Written by Brimstone"


def validate(papers: Sequence[str], members: int, html: Path | None, place: Place, *, as_json: bool) -> None:
    """Carry out ``brimstone validate``.

    Parameters
    ----------
    papers : sequence of str
        Papers or parts of their names; all when empty.
    members : int
        Samples of each cell.
    html : Path or None
        File for the page with parity plots.
    place : Place
    as_json : bool

    Raises
    ------
    BrimstoneError
        When no paper has this name, or the page can't be written.
    """
    if html is not None:
        _refuse(html)
    library = load()
    table = chosen(read_table(library), papers)
    folds = shipped_folds(library, table.papers)
    settings = Settings(members=members)
    with (
        progressing("computing every reported cell") as progress,
        place.answers("validate", [], settings, *table.papers) as where,
    ):
        validation = compare(library, table, folds=folds, members=members, progress=progress, place=where)
    if html is not None:
        _write(validation, html)
    if as_json:
        print_json(validate_record(validation))
        return
    screen = console()
    show_document(screen, view.validation_document(validation))
    if html is not None:
        screen.print()
        screen.print(f"every number and parity plots in {html}")


def chosen(table: OpenTable, names: Sequence[str]) -> OpenTable:
    """The part of the table that belongs to these papers; all of it for none."""
    wanted: list[str] = []
    for name in names:
        found = [paper for paper in table.papers if name.lower() in paper.lower()]
        if not found:
            near = nearest_names(name, table.papers)
            hint = f" Did you mean {' or '.join(near)}?" if near else ""
            raise BrimstoneError(f"no paper is called '{name}'.{hint} There are {'; '.join(table.papers)}.")
        wanted += found
    return table.of(tuple(dict.fromkeys(wanted)))


def _refuse(path: Path) -> None:
    """Refuse a place for the page before the work instead of after it."""
    if path.is_dir():
        raise OutputError(f"--html {path}: is a folder; name a file, such as {path / 'validation.html'}")
    try:
        if path.exists() and _OURS not in path.read_bytes():
            raise OutputError(f"--html {path}: is a file that Brimstone did not write; name another one")
    except OSError as problem:
        raise OutputError(f"--html {path}: {problem.strerror or problem}") from None


def _write(validation: Validation, path: Path) -> None:
    try:
        write_document(view.full_document(validation), view.parity_charts(validation), path)
    except OSError as problem:
        raise OutputError(f"--html {path}: can't be written to: {problem.strerror or problem}") from None
