"""``brimstone cite``: the sources of the numbers that a run uses, as BibTeX."""

import typer

from brimstone.cell import Cell
from brimstone.cli.kept import kept_run
from brimstone.cli.sources import inspected, locating_errors
from brimstone.library.citations import bibtex


def cite(source: str) -> None:
    """Carry out ``brimstone cite``.

    Raises
    ------
    BrimstoneError
        When the recipe can't be made.
    """
    if (run := kept_run(source)) is not None:
        typer.echo(run.citation(), nl=False)
        return
    recipe, _ = inspected(source, measured=True)
    with locating_errors(source):
        entries = Cell(recipe).provenance(members=1)
    typer.echo(bibtex(entries), nl=False)
