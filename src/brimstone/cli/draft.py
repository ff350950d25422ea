"""``brimstone draft``: an experimental section becomes commented recipes, one for each cell it tells of."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from brimstone.cli.files import write_new
from brimstone.cli.screen import console, indented, print_json
from brimstone.contract.draft import CellDraftRecord, DraftRecord, PlacedRecord
from brimstone.drafting import Draft, draft_cells
from brimstone.errors import RecipeError
from brimstone.inspect import find_problems
from brimstone.library import load


def print_draft(source: Path, out: Path | None, cell: str | None = None, *, as_json: bool = False) -> None:
    """Carry out ``brimstone draft``; ``-`` reads standard input.

    Raises
    ------
    RecipeError
        When the text can't be read, is no section, or tells of no cell of that name.
    OutputError
        When a file to write exists.
    """
    drafts = _chosen(draft_cells(_text(source)), cell)
    for drafted in drafts:
        for problem in find_problems(drafted.to_yaml(), load()):
            if problem.level == "error":  # such as a name that the library does not know
                drafted.ask(f"{problem.field}: {problem.message.splitlines()[0]}")
    files = [None if out is None else _file(out, one, alone=len(drafts) == 1) for one in drafts]
    for drafted, file in zip(drafts, files, strict=True):
        if file is not None:
            write_new(file, drafted.to_yaml())
    if as_json:
        print_json(_record(drafts))
        return
    if out is None:
        typer.echo("---\n".join(one.to_yaml() for one in drafts), nl=False)
    for drafted, file in zip(drafts, files, strict=True):
        _say_what_is_open(drafted, file)


def _chosen(drafts: Sequence[Draft], cell: str | None) -> list[Draft]:
    """All drafts, or that of the cell of a name."""
    found = [one for one in drafts if cell is None or cell.lower() in (one.name.lower(), _short(one.name).lower())]
    if not found:
        names = ", ".join(f"'{one.name}'" for one in drafts if one.name) or "one cell, without a name"
        raise RecipeError(f"the section tells of no cell '{cell}'; it tells of: {names}")
    return found


def _short(name: str) -> str:
    """The name of a cell without the word and the brackets around a label."""
    return " ".join(re.sub(r"\bcell\b|[()]", " ", name).split())


def _file(out: Path, drafted: Draft, *, alone: bool) -> Path:
    """Where a draft is written: to the file itself, or beside it with the name of the cell where there are several."""
    name = re.sub(r"[^\w.-]+", "-", _short(drafted.name)).strip("-")
    return out if alone else out.with_name(f"{out.stem}-{name}{out.suffix}")


def _text(source: Path) -> str:
    try:
        return sys.stdin.read() if str(source) == "-" else source.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RecipeError(f"can't be read: {error}", source=str(source)) from None


def _record(drafts: Sequence[Draft]) -> DraftRecord:
    first, *others = [_cell_record(one) for one in drafts]
    return DraftRecord(**dict(first), other_cells=others)


def _cell_record(drafted: Draft) -> CellDraftRecord:
    return CellDraftRecord(
        cell=drafted.name,
        placed=[PlacedRecord(field=one.field, value=one.value, words=one.words) for one in drafted.placed],
        questions=drafted.questions,
        not_understood=drafted.not_understood,
        unused=drafted.unused,
        assumed=drafted.assumed,
        recipe=drafted.to_yaml(),
    )


def _say_what_is_open(drafted: Draft, file: Path | None) -> None:
    screen = console(errors=True)
    if file is not None:
        screen.print(f"{file}: {len(drafted.placed)} values")
    elif drafted.name:
        screen.print(f"{drafted.name}:")
    for title, entries in (("Questions", drafted.questions), ("Not understood", drafted.not_understood)):
        if entries:
            screen.print(f"{title}:")
            for entry in entries:
                screen.print(indented(entry, mark="-"))
