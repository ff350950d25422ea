"""From pydantic's findings to one error that fits a screen."""

from pydantic import ValidationError

from brimstone.errors import RecipeError
from brimstone.recipe.values import FieldProblem

_SHOWN = 4
_LINES = 18
_ENTRIES = {
    "protocol": "step",
    "mixing": "step",
    "separator": "layer",
    "rates": "rate",
    "reported": "entry",
    "anchor": "entry",
}


def recipe_error(found: ValidationError, source: str = "") -> RecipeError:
    """Return the error to raise: the first problem with its field, then up to three more."""
    problems = list(dict.fromkeys(_problem(error) for error in found.errors(include_url=False)))
    field, problem = problems[0]
    lines = _indented(problem)
    for other_field, other in problems[1:_SHOWN]:
        first, *rest = _indented(other)
        lines += [f"  Also, {other_field}: {first}", *rest]
    if len(problems) > _SHOWN:
        lines.append(f"… and {len(problems) - _SHOWN} more.")
    return RecipeError("\n".join(printable(line)[:400] for line in lines[:_LINES]), field, source)


def _problem(error: object) -> tuple[str, str]:
    location, context, message = error["loc"], error.get("ctx", {}), error["msg"]  # type: ignore[index, attr-defined]
    cause = context.get("error")
    if isinstance(cause, FieldProblem):
        location = (*location, *cause.path)
    return path_in_words(location), str(cause) if cause is not None else message


def _indented(problem: str) -> list[str]:
    first, *rest = problem.split("\n")
    return [first, *(f"  {line}" for line in rest)]


def path_in_words(location: tuple[str | int, ...]) -> str:
    """Return ``protocol.step 2.to`` for ``("protocol", 1, "to")``; entries count from one."""
    words: list[str] = []
    name = ""
    for part in location:
        if isinstance(part, int):
            words.append(f"{_ENTRIES.get(name, 'entry')} {part + 1}")
        elif not part.startswith("step:"):
            name = part if len(part) <= 40 else part[:40] + "…"
            words.append(name)
    return printable(".".join(words))


def printable(text: str) -> str:
    """Return one line of text that does nothing to a terminal."""
    return "".join(character if character.isprintable() else "·" for character in text)
