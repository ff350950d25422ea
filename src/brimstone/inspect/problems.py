"""All that is wrong or questionable in a recipe, in one list: for a person at the screen or an editor."""

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from brimstone.errors import BrimstoneError, LibraryError, RecipeError
from brimstone.inspect.check import Inspection
from brimstone.library.library import Library
from brimstone.library.pressures import assumed_pressures
from brimstone.library.shared import check_file, with_folder
from brimstone.library.workbench import Workbench
from brimstone.recipe import Problem, Recipe, yaml_text
from brimstone.recipe.files import examine
from brimstone.recipe.kinds import stands_in
from brimstone.recipe.problems import Place, line_of, place_of
from brimstone.recipe.salvage import Salvaged

_OF_A_FILE = re.compile(r"(?P<file>[^:]*\.ya?ml): (?:(?P<field>[\w.-]+): )?(?P<message>.+)")
_MOST = 100  # faults; a recipe with more is none


def find_problems(text: str, library: Library, folder: Path | None = None) -> tuple[Problem, ...]:
    """Problems of a recipe by itself and against the library.

    Parameters
    ----------
    text : str
        The YAML.
    library : Library
    folder : Path, optional
        Where the files of drive profiles are; without one, none are read.

    Returns
    -------
    tuple of Problem
        Errors, then warnings, then what is for the lab (``"info"``), then what is assumed (``"assumption"``), each with
        its line. Where a recipe has faults, the rest of it is looked at without them; what is assumed is told of a
        valid one.
    """
    examined = examine(text, folder)
    left, problems, lines = examined.left, examined.problems, examined.lines
    refused: list[Problem] = []
    notes: list[Problem] = []
    while left.recipe is not None:
        found, noted = _inspected(left.recipe, library, lines)
        places = [place_of(one.field) for one in found]
        new = [one for one, place in zip(found, places, strict=True) if one not in refused and _counts(place, left)]
        notes = [one for one in noted if _counts(place_of(one.field), left)]
        refused += dict.fromkeys(new)
        if not any(one.field for one in new) or len(refused) > _MOST:
            break
        left.leave_out([(place_of(one.field), one.message) for one in new])
    bench = (
        Workbench.of(left.recipe, library) if left.recipe is not None and examined.is_valid and not refused else None
    )
    assumed = [
        one
        for one in ([] if bench is None else [*bench.recipe.assumptions, *assumed_pressures(bench)])
        if bench is not None and not stands_in(one, bench.recipe.cell)
    ]
    return (
        *_told(problems, "error"),
        *refused,
        *_told(problems, "warning", "info"),
        *notes,
        *(
            Problem.of(place_of(field), "assumption", sentence, lines)
            for field, _, sentence in (words.partition(": ") for words in assumed)
        ),
    )


def _assumed(recipe: Recipe, library: Library) -> list[str]:
    """What is assumed for what a recipe leaves open, one sentence each."""
    bench = Workbench.of(recipe, library)
    told = (*bench.recipe.assumptions, *assumed_pressures(bench))
    return [one for one in told if not stands_in(one, bench.recipe.cell)]


def _inspected(recipe: Recipe, library: Library, lines: Mapping[Place, int]) -> tuple[list[Problem], list[Problem]]:
    """What the library refuses in a recipe, and what it notes."""
    refused: list[RecipeError] = []
    try:
        inspection = Inspection(recipe, library, refused)
    except BrimstoneError as problem:
        return [_located(problem, lines)], []
    for stage in inspection.stages:
        try:
            stage()
        except RecipeError as problem:
            refused.append(problem)
        if refused and stage in (inspection.resolve, inspection.treatments):
            break  # the other rules need all names
    if "composition" not in recipe.cathode.model_fields_set:  # what is assumed follows from what is wrong elsewhere
        refused = [problem for problem in refused if not problem.field.startswith("cathode.composition")]
    return [_located(problem, lines) for problem in refused], [
        Problem.of(place_of(note.field), note.level, str(note), lines) for note in inspection.sorted_notes()
    ]


def _counts(place: Place, left: Salvaged) -> bool:
    """Whether what is said of a place is of what stands in the recipe."""
    return not place or left.is_of_what_is_left(place)


def _told(problems: Sequence[Problem], *levels: str) -> Iterator[Problem]:
    return (problem for problem in problems if problem.level in levels)


def problems_of_file(path: Path, library: Library) -> tuple[Problem, ...]:
    """Problems of a file that adds a material, treatments or a cell to the library, and what it replaces.

    The recipe of a cell is looked at as any other is.
    """
    try:
        replaced = [Problem("name", "warning", words) for words in check_file(library, path)]
    except LibraryError as problem:
        return tuple(replace(one, file="") for one in _of_library_files(problem, path.parent))
    return (*_of_the_recipe_in(path, library), *replaced)


def problems_of_folder(library: Library, folder: Path) -> tuple[Library, tuple[Problem, ...]]:
    """The library with the files of a folder, and what is wrong with them, each with its file and line.

    With faults, the library stays as it was.
    """
    try:
        return with_folder(library, folder), ()
    except LibraryError as problem:
        return library, tuple(_of_library_files(problem, folder))


def _of_library_files(error: LibraryError, folder: Path) -> Iterator[Problem]:
    """Each line of an error of library files, ``materials/mine.yaml: density.value: …``, as a problem."""
    for words in str(error).splitlines():
        match = _OF_A_FILE.fullmatch(words)
        if match is None:
            yield Problem("", "error", words)
            continue
        path = folder / Path(match["file"]).name
        field, message = match["field"] or "", match["message"]
        if not field and (unknown := re.match(r"'([^']+)' is not known here", message)) is not None:
            field = unknown[1]
        place = tuple(int(part) if part.isdigit() else part for part in field.split(".") if part)
        shown = f"{folder.name}/{path.name}"
        near = re.search(r"did you mean (.+?)(?: or .*)?\?", message)
        line = line_of(place, _lines_of(path)) if path.is_file() else None
        yield Problem(field, "error", message, line, near[1] if near else "", shown)


def _lines_of(path: Path) -> dict[Place, int]:
    lines: dict[Place, int] = {}
    with contextlib.suppress(RecipeError, OSError, UnicodeDecodeError):
        yaml_text.load(path.read_text("utf-8-sig"), lines=lines)
    return lines


def _of_the_recipe_in(path: Path, library: Library) -> tuple[Problem, ...]:
    """Problems of the recipe of a cell, in the lines of its file."""
    with contextlib.suppress(RecipeError):
        text = path.read_text("utf-8-sig")
        tree = yaml_text.load(text)
        recipe = tree.get("recipe") if isinstance(tree, dict) else None
        if not isinstance(recipe, str):
            return ()
        above = 1 + next((n for n, line in enumerate(text.splitlines()) if line.startswith("recipe:")), -1)
        return tuple(
            replace(one, field=f"recipe.{one.field}".rstrip("."), line=None if one.line is None else above + one.line)
            for one in find_problems(recipe, library, path.parent)
            if one.level in ("error", "warning")
        )
    return ()


def _located(problem: BrimstoneError, lines: Mapping[Place, int]) -> Problem:
    if isinstance(problem, RecipeError):
        return Problem.of(place_of(problem.field), "error", problem.problem, lines)
    return Problem("", "error", str(problem))
