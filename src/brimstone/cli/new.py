"""``brimstone new``: a recipe from the answers to a few questions."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer
from rich.console import Console

from brimstone.cli.files import write_new
from brimstone.cli.screen import console, indented
from brimstone.errors import OutputError
from brimstone.inspect import find_problems
from brimstone.library import load
from brimstone.library.library import Library
from brimstone.recipe import Problem
from brimstone.recipe.problems import place_of
from brimstone.recipe.yaml_text import dump


@dataclass(frozen=True, slots=True)
class Question:
    """One field, in the words in which it is asked for; without a default it may be left out."""

    field: str
    words: str
    default: str = ""


QUESTIONS = (
    Question("name", "Name of the cell", "my cell"),
    Question("cathode.active", "Active material", "S"),
    Question("cathode.composition", "Composition, such as S:LPSCl:KB = 30:50:20 by weight"),
    Question("cathode.loading", "Loading, such as 1.5 mg/cm2 of sulfur", "usual"),
    Question("cathode.mixing", "Mixing, such as ball-milled at 500 rpm for 10 h"),
    Question("cathode.pressed_at", "Pressure on the cathode during fabrication, such as 360 MPa"),
    Question("separator", "Separator, such as LPSCl, or 80 mg LPSCl pressed at 375 MPa", "Li6PS5Cl"),
    Question("diameter", "Diameter of the cell, such as 10 mm"),
    Question("anode", "Anode, such as Li-In, or Li metal (100 um)", "Li-In"),
    Question("operation.temperature", "Temperature", "25 degC"),
    Question("operation.stack_pressure", "Stack pressure, such as 50 MPa"),
    Question("protocol", "Protocol, such as 50 cycles at 0.1C, 1.0-2.8 V; steps separated by ;", "1 cycle at 0.1C"),
)
#: What stands for a required field until it is asked for.
_UNTIL_ASKED: dict[str, Any] = {"cathode": {"active": "S", "loading": "usual"}, "separator": "Li6PS5Cl"}
_USUAL_FILE = "cell.yaml"


def ask_for_recipe(path: Path | None) -> None:
    """Carry out ``brimstone new``.

    Raises
    ------
    OutputError
        When the file exists.
    KeyboardInterrupt
        When the questions are broken off; nothing is written then.
    """
    if path is not None and path.exists():
        raise OutputError(f"{path} exists and is not overwritten; name another file")
    library, screen = load(), console(errors=True)
    screen.print("Enter keeps the value in brackets, or leaves the field out: a run then takes the usual value.")
    recipe: dict[str, Any] = {}
    try:
        for question in QUESTIONS:
            _ask(question, recipe, library, screen)
        path = path or Path(typer.prompt("File", default=_USUAL_FILE, err=True))
    except typer.Abort:
        raise KeyboardInterrupt from None
    text = dump(recipe)
    write_new(path, text)
    for problem in find_problems(text, library):
        if problem.level != "info":
            screen.print(indented(f"{problem.field}: {problem.message}", mark="-"))
    screen.print(f"{path} is written; next: brimstone run {path}")


def _ask(question: Question, recipe: dict[str, Any], library: Library, screen: Console) -> None:
    """Ask until the answer can be read, and put it into the recipe."""
    while True:
        answer = typer.prompt(question.words, question.default, show_default=bool(question.default), err=True).strip()
        if not answer:
            return
        problems = _problems(_with(recipe, question.field, answer), library)
        own = [one for one in problems if f"{one.field}.".startswith(f"{question.field}.")]
        for problem in own:
            screen.print(indented(problem.message, mark="-"))
        if not any(problem.level == "error" for problem in own):
            recipe.update(_with(recipe, question.field, answer))
            return


def _with(recipe: dict[str, Any], field: str, answer: str) -> dict[str, Any]:
    """The recipe with one answer more."""
    first, *inner = place_of(field)
    value: Any = [step.strip() for step in answer.split(";") if step.strip()] if field == "protocol" else answer
    return {**recipe, str(first): {**recipe.get(str(first), {}), inner[0]: value} if inner else value}


def _problems(recipe: dict[str, Any], library: Library) -> list[Problem]:
    """What is wrong or unusual so far, with stand-ins for what was not asked yet."""
    cathode = {**_UNTIL_ASKED["cathode"], **recipe.get("cathode", {})}
    text = dump({**_UNTIL_ASKED, **recipe, "cathode": cathode})
    return [one for one in find_problems(text, library) if one.level in ("error", "warning")]
