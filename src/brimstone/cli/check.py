"""``brimstone check``: what is wrong or questionable in a recipe or a library file, with line numbers."""

from pathlib import Path

from rich.text import Text

from brimstone.cli.screen import console, indented, print_json
from brimstone.cli.sources import CELL, reported_text
from brimstone.contract.check import ProblemRecord
from brimstone.inspect import find_problems, problems_of_file, problems_of_folder
from brimstone.library import load
from brimstone.library.shared import beside, is_library_file
from brimstone.recipe.files import read_text

_COLOURS = {"error": "red", "warning": "yellow"}


def check(source: str, *, as_json: bool = False) -> bool:
    """Carry out ``brimstone check``; True when nothing is wrong.

    Raises
    ------
    RecipeError
        When there is no such file or cell, or it can't be read.
    """
    library = load()
    if source.startswith(CELL):
        problems = find_problems(reported_text(source), library)
    elif is_library_file(Path(source)):
        problems = problems_of_file(Path(source), library)
    else:
        text = read_text(Path(source))
        folder = beside(source)
        library, of_files = (library, ()) if folder is None else problems_of_folder(library, folder)
        problems = (*of_files, *find_problems(text, library, Path(source).parent))
    if as_json:
        print_json([ProblemRecord(**problem.to_dict()) for problem in problems])
    else:
        screen = console()
        for problem in problems:
            parts = [problem.file, f"line {problem.line}" if problem.line else ""]
            place = ", ".join(filter(None, parts)) or source
            screen.print(Text(f"{problem.level}, {place}: {problem.field}", style=_COLOURS.get(problem.level, "dim")))
            screen.print(indented(problem.message))
        if not problems:
            screen.print("no problems")
    return not any(problem.level == "error" for problem in problems)
