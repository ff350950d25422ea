"""``brimstone validate``: every reported number of every open cell beside the computed one."""

from collections.abc import Sequence
from pathlib import Path

from brimstone.cli.pages import refuse_page, write_page
from brimstone.cli.places import Place
from brimstone.cli.screen import console, print_json, progressing, show_document
from brimstone.errors import BrimstoneError, nearest_names
from brimstone.fit.keep import shipped_folds
from brimstone.fit.records import validate_record
from brimstone.fit.reported import OpenTable, read_table
from brimstone.fit.validate import validate as compare
from brimstone.library import load
from brimstone.simulate import Settings
from brimstone.view import validation as view
from brimstone.view.methods import methods_of_work


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
    refuse_page(html)
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
        methods = methods_of_work(
            "Every cell was computed from what its paper tells, by constants that were fitted without that paper, "
            f"with 80 % intervals of {members} samples,"
        )
        write_page(html, view.full_document(validation), view.parity_charts(validation), methods)
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
