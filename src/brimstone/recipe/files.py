"""Recipes read from YAML: as text, as files, and with everything that is wrong with them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brimstone.errors import RecipeError, nearest_names
from brimstone.recipe.habits import lines_of_moved
from brimstone.recipe.problems import InvalidRecipe, Place, Problem
from brimstone.recipe.recipe import Recipe
from brimstone.recipe.salvage import Salvaged, salvage, whole
from brimstone.recipe.terminals import with_profiles
from brimstone.recipe.yaml_text import LARGEST_FILE, load


def parse(text: str, source: str = "", folder: Path | None = None) -> Recipe:
    """Read a recipe from YAML text.

    Parameters
    ----------
    text : str
        The YAML.
    source : str
        Where it came from, for messages.
    folder : Path, optional
        Where the files of drive profiles are; without one, none are read.

    Raises
    ------
    RecipeError
        If it is not a valid recipe; the message fits one screen.
    """
    tree = load(text, source)
    if tree is None:
        raise RecipeError("is empty; a recipe has at least cathode, separator and anode", source=source)
    return Recipe.from_mapping(tree if folder is None else with_profiles(tree, folder, source), source)


@dataclass(frozen=True, slots=True)
class Examined:
    """A recipe with all that is wrong with it by itself.

    Attributes
    ----------
    problems : tuple of Problem
        Errors first, in the order of their severity, then what is out of the ordinary.
    lines : Mapping[Place, int]
        Line of each place.
    left : Salvaged
        What is left of it without its faults.
    """

    problems: tuple[Problem, ...]
    lines: Mapping[Place, int]
    left: Salvaged

    @property
    def is_valid(self) -> bool:
        """Whether it has no errors."""
        return not any(problem.level == "error" for problem in self.problems)


def examine(text: str, folder: Path | None = None) -> Examined:
    """Read a recipe as far as it is valid, and say what is not.

    Parameters
    ----------
    text : str
        The YAML.
    folder : Path, optional
        Where the files of drive profiles are; without one, none are read.
    """
    lines: dict[Place, int] = {}
    tree: Any = {}
    left = Salvaged()
    try:
        tree = load(text, lines=lines)
        tree = tree if tree is not None else {}
        lines |= lines_of_moved(lines)
        left = whole(tree if folder is None else with_profiles(tree, folder, ""))
    except InvalidRecipe as error:
        left = salvage(tree, error)
    except RecipeError as error:
        line = re.search(r"in line (\d+)", error.problem)
        last = max(lines.values(), default=None)  # what was read until then
        return Examined((Problem(error.field, "error", error.problem, int(line[1]) if line else last),), lines, left)
    recipe = left.recipe
    told = () if recipe is None else (("warning", recipe.remarks()), ("info", () if left.faults else recipe.records()))
    return Examined(
        (
            *(Problem.of(place, "error", message, lines) for place, message in left.faults),
            *(
                Problem.of(place, level, remark, lines)
                for level, remarks in told
                for place, remark in remarks
                if left.is_of_what_is_left(place)
            ),
        ),
        lines,
        left,
    )


def find_problems(text: str, folder: Path | None = None) -> tuple[Problem, ...]:
    """All that is wrong with a recipe by itself, then what is out of the ordinary in it; arguments of `examine`."""
    return examine(text, folder).problems


def read(path: str | Path) -> Recipe:
    """Read a recipe from a YAML file.

    Raises
    ------
    RecipeError
        If there is no such file, if it is too large or not UTF-8 text, or if it is not a valid recipe.
    """
    path = Path(path)
    return parse(read_text(path), str(path), path.parent)


def read_text(path: Path) -> str:
    """The text of the file of a recipe.

    Raises
    ------
    RecipeError
        If there is no such file, or if it can't be read, is too large or not UTF-8 text.
    """
    source = str(path)
    if not path.is_file():
        raise RecipeError(_no_file(path), source=source)
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise RecipeError(f"has {path.stat().st_size} bytes; a recipe has at most {LARGEST_FILE}", source=source)
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise RecipeError(f"is not UTF-8 text (byte {problem.start + 1}); save it as UTF-8", source=source) from None
    except OSError as problem:
        raise RecipeError(f"can't be read: {problem.strerror}", source=source) from None


def _no_file(path: Path) -> str:
    if path.is_dir():
        return "is a folder; expected the YAML file of a recipe"
    if path.exists():
        return "is not a regular file; expected the YAML file of a recipe"
    folder = path.parent
    files = (
        sorted(entry.name for entry in folder.iterdir() if entry.suffix in (".yaml", ".yml"))[:1000]
        if folder.is_dir()
        else []
    )
    near = nearest_names(path.name, files, count=1)
    return f"no such file.{f' Did you mean {folder / near[0]}?' if near else ''}"
