"""Where a recipe comes from: a file, or a reported cell of the library."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from brimstone.cli.completion import CELL
from brimstone.errors import RecipeError, UnknownNameError
from brimstone.inspect import check
from brimstone.recipe.kinds import refuse_measured

if TYPE_CHECKING:
    from brimstone.library import Note
    from brimstone.recipe import Recipe


def read_recipe(source: str) -> "Recipe":
    """The recipe in the file `source`, or that of the reported cell NAME for ``cell:NAME``.

    Raises
    ------
    RecipeError
        When there is none, or it is no valid recipe; the message fits one screen.
    """
    from brimstone.recipe import parse, read

    if source.startswith(CELL):
        return parse(reported_text(source), source)
    try:
        there = Path(source).exists()
    except OSError as problem:
        raise RecipeError(f"can't be read: {problem.strerror}", source=source) from None
    try:
        return read(source)
    except RecipeError as problem:
        name = None if there else _cell_called(source)
        if name is None:
            raise
        hint = f"{problem.problem} The library has a cell of that name: use {CELL}{name}"
        raise RecipeError(hint, problem.field, source) from None
    except OSError as problem:
        raise RecipeError(f"can't be read: {problem.strerror}", source=source) from None


def recipe_text(source: str) -> str:
    """The text of a recipe, comments included, once it is known to be one.

    Raises
    ------
    RecipeError
        As of `read_recipe`.
    """
    read_recipe(source)
    return reported_text(source) if source.startswith(CELL) else Path(source).read_text("utf-8-sig")


def inspected(source: str, *, measured: bool = False) -> "tuple[Recipe, tuple[Note, ...]]":
    """The recipe, checked against the library and the design rules, with their notes.

    Symmetric and blocking cells, which are not discharged, only if `measured`.

    Raises
    ------
    RecipeError
        When it is no valid recipe, names something unknown, or can't be made.
    """
    from brimstone.library import load

    recipe = read_recipe(source)
    if not measured:
        refuse_measured(recipe.cell, source)
    with locating_errors(source):
        return recipe, check(recipe, load())


@contextmanager
def locating_errors(source: str) -> Iterator[None]:
    """Add the file to errors that only know the field, such as those of overrides."""
    try:
        yield
    except RecipeError as problem:
        if problem.source:
            raise
        raise RecipeError(problem.problem, problem.field, source) from None


def short_name(source: str) -> str:
    """A name for the folder of results: the file without its extension, or the name of the cell."""
    name = source.removeprefix(CELL) if source.startswith(CELL) else Path(source).stem
    return "".join(letter if letter.isalnum() or letter in "-_." else "-" for letter in name).strip("-.") or "cell"


def reported_text(source: str) -> str:
    """Text of the recipe of ``cell:NAME``."""
    from brimstone.library import load

    try:
        cell = load().cell(source.removeprefix(CELL).strip())
    except UnknownNameError as problem:
        raise RecipeError(str(problem), source=source) from None
    if cell.recipe is None:
        raise RecipeError(
            f"is a record only and can't be run: {cell.cannot_run}.\n"
            f"  `brimstone show cell {cell.name}` prints what is known; `brimstone list cells` shows which cells run.",
            source=source,
        )
    return cell.recipe


def _cell_called(name: str) -> str | None:
    from brimstone.library import load

    try:
        return load().cell(Path(name).stem).name
    except UnknownNameError:
        return None
