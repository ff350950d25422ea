"""``brimstone draft``: an experimental section becomes a commented recipe."""

import sys
from pathlib import Path

import typer

from brimstone.cli.files import write_new
from brimstone.cli.screen import console, indented, print_json
from brimstone.contract.draft import DraftRecord, PlacedRecord
from brimstone.drafting import Draft, draft
from brimstone.errors import RecipeError
from brimstone.inspect import find_problems
from brimstone.library import load


def print_draft(source: Path, out: Path | None, *, as_json: bool = False) -> None:
    """Carry out ``brimstone draft``; ``-`` reads standard input.

    Raises
    ------
    RecipeError
        When the text can't be read, or is no section.
    OutputError
        When `out` exists.
    """
    drafted = draft(_text(source))
    for problem in find_problems(drafted.to_yaml(), load()):
        if problem.level == "error":  # such as a name that the library does not know
            drafted.ask(f"{problem.field}: {problem.message.splitlines()[0]}")
    recipe = drafted.to_yaml()
    if out is not None:
        write_new(out, recipe)
    if as_json:
        print_json(_record(drafted, recipe))
    elif out is None:
        typer.echo(recipe, nl=False)
    if not as_json:
        _say_what_is_open(drafted, out)


def _text(source: Path) -> str:
    try:
        return sys.stdin.read() if str(source) == "-" else source.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RecipeError(f"can't be read: {error}", source=str(source)) from None


def _record(drafted: Draft, recipe: str) -> DraftRecord:
    return DraftRecord(
        placed=[PlacedRecord(field=one.field, value=one.value, words=one.words) for one in drafted.placed],
        questions=drafted.questions,
        not_understood=drafted.not_understood,
        unused=drafted.unused,
        assumed=drafted.assumed,
        recipe=recipe,
    )


def _say_what_is_open(drafted: Draft, out: Path | None) -> None:
    screen = console(errors=True)
    if out is not None:
        screen.print(f"{out}: {len(drafted.placed)} values")
    for title, entries in (("Questions", drafted.questions), ("Not understood", drafted.not_understood)):
        if entries:
            screen.print(f"{title}:")
            for entry in entries:
                screen.print(indented(entry, mark="-"))
