"""All that is wrong or questionable in a recipe, in one list: for a person at the screen or an editor."""

from collections.abc import Mapping
from pathlib import Path

from brimstone.errors import BrimstoneError, LibraryError, RecipeError
from brimstone.inspect.check import Inspection
from brimstone.library.library import Library
from brimstone.library.pressures import assumed_pressures
from brimstone.library.shared import check_file
from brimstone.library.workbench import Workbench
from brimstone.recipe import Problem, parse
from brimstone.recipe import find_problems as problems_of_text
from brimstone.recipe.kinds import stands_in
from brimstone.recipe.problems import Place, place_of
from brimstone.recipe.yaml_text import load


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
        its line. What needs a valid recipe is looked for only in one.
    """
    problems = problems_of_text(text, folder)
    if any(problem.level == "error" for problem in problems):
        return problems
    recipe = parse(text, folder=folder)
    lines: dict[Place, int] = {}
    load(text, lines=lines)
    refused: list[RecipeError] = []
    try:
        bench = Workbench.of(recipe, library)
        inspection = Inspection(recipe, library, refused)
    except BrimstoneError as problem:
        return (_located(problem, lines), *problems)
    for stage in inspection.stages:
        try:
            stage()
        except RecipeError as problem:
            refused.append(problem)
        if refused and stage in (inspection.resolve, inspection.treatments):
            break  # the other rules need all names
    notes = [Problem.of(place_of(note.field), note.level, str(note), lines) for note in inspection.sorted_notes()]
    assumed = [
        one
        for one in ([] if refused else [*bench.recipe.assumptions, *assumed_pressures(bench)])
        if not stands_in(one, bench.recipe.cell)
    ]
    return (
        *dict.fromkeys(_located(problem, lines) for problem in refused),
        *problems,
        *notes,
        *(
            Problem.of(place_of(field), "assumption", sentence, lines)
            for field, _, sentence in (words.partition(": ") for words in assumed)
        ),
    )


def problems_of_file(path: Path, library: Library) -> tuple[Problem, ...]:
    """Problems of a file that adds a material, treatments or a cell to the library; errors, or what it replaces."""
    try:
        return tuple(Problem("name", "warning", words) for words in check_file(library, path))
    except LibraryError as problem:
        return tuple(Problem("", "error", line) for line in str(problem).splitlines())


def _located(problem: BrimstoneError, lines: Mapping[Place, int]) -> Problem:
    if isinstance(problem, RecipeError):
        return Problem.of(place_of(problem.field), "error", problem.problem, lines)
    return Problem("", "error", str(problem))
