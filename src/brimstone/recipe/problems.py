"""All that is wrong with a recipe, each with its field and line; and the one error that says so on a screen."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from brimstone.errors import RecipeError
from brimstone.recipe.values import FieldProblem
from brimstone.units import plain

_SHOWN = 8
_LINES = 18
ENTRIES = {
    "protocol": "step",
    "mixing": "step",
    "drying": "step",
    "made": "step",
    "separator": "layer",
    "rates": "rate",
    "reported": "entry",
    "anchor": "entry",
}
Place = tuple[str | int, ...]
_SUGGESTED = re.compile(
    r"Did you mean ([^?]+)\?|If [^,.]+, write\s+(.+?)\.?$|\bwrite (?:for example, )?'?([^';:]+)'?$", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong or questionable in a recipe.

    Attributes
    ----------
    field : str
        Dotted path, such as ``protocol.step 2.to``; empty for the whole file.
    level : str
        ``"error"``, ``"warning"`` or ``"assumption"``.
    message : str
        What came, what may come, what to try.
    line : int or None
        In the file, counted from one; None if it is in no file.
    suggestion : str
        What to write instead; empty when nothing near is known.
    file : str
        That it is in, where it is another one than the recipe: a material of one's own; empty otherwise.
    """

    field: str
    level: str
    message: str
    line: int | None = None
    suggestion: str = ""
    file: str = ""

    @classmethod
    def of(cls, place: Place, level: str, message: str, lines: Mapping[Place, int] | None = None) -> "Problem":
        """Problem at a place of the recipe; `lines` says in which line each place of the file is."""
        match = _SUGGESTED.search(message)
        words = next((part for part in match.groups() if part), "") if match else ""
        suggestion = words.split(" or ")[0].strip()
        message = "\n".join(printable(line) for line in message.split("\n"))
        return cls(path_in_words(place), level, message, line_of(place, lines or {}), suggestion)

    def to_dict(self) -> dict[str, Any]:
        """Return the problem as an editor reads it."""
        return {
            "line": self.line,
            "field": self.field,
            "level": self.level,
            "message": self.message,
            "suggestion": self.suggestion,
            "file": self.file,
        }


class Checked(dict[Any, Any]):
    """A mapping whose keys were looked at, with what to say of each that is missing."""

    missing: Mapping[str, str] = {}


class Unknown:
    """Stands in place of the value of a field, or of a step, that is not known."""

    def __init__(self, message: str):
        self.message = message


class InvalidRecipe(RecipeError):
    """A recipe with one problem or more; the message shows the first ones."""

    def __init__(self, problems: tuple[tuple[Place, str], ...], source: str = ""):
        self.problems = problems
        place, problem = problems[0]
        lines = _indented(problem)
        for other_place, other in problems[1:_SHOWN]:
            first, *rest = _indented(other)
            lines += [f"  Also, {path_in_words(other_place)}: {first}", *rest]
        if len(problems) > _SHOWN:
            lines.append(f"… and {len(problems) - _SHOWN} more.")
        if len(lines) > _LINES:
            lines = [*lines[: _LINES - 1], f"… `brimstone check` shows all {len(problems)}."]
        super().__init__("\n".join(printable(line)[:400] for line in lines), path_in_words(place), source)

    def in_file(self, source: str) -> "InvalidRecipe":
        """Return the same error with the file it is about."""
        return InvalidRecipe(self.problems, source)


def invalid(error: ValidationError) -> InvalidRecipe:
    """Return the error to raise for what pydantic found: unknown fields first, then what is missing, then the rest."""
    ranked = sorted(_flat(error, ()), key=lambda one: one[0])
    return InvalidRecipe(tuple(dict.fromkeys((place, message) for _, place, message in ranked)))


def _flat(error: ValidationError, above: Place) -> Iterator[tuple[int, Place, str]]:
    for one in error.errors(include_url=False):
        if one["type"] == "default_factory_not_called":
            continue  # another field, which is reported itself, keeps the default from being found
        place: Place = (*above, *one["loc"])
        cause = one.get("ctx", {}).get("error")
        if isinstance(one["input"], Unknown):
            yield (0 if one["type"] == "extra_forbidden" else 2), place, one["input"].message
        elif one["type"] == "missing" and isinstance(one["input"], Checked):
            yield 1, place, one["input"].missing.get(str(place[-1]), "is missing")
        else:
            yield (
                2,
                (*place, *cause.path) if isinstance(cause, FieldProblem) else place,
                str(cause) if cause is not None else one["msg"],
            )


def _indented(problem: str) -> list[str]:
    first, *rest = problem.split("\n")
    return [first, *(f"  {line}" for line in rest)]


def line_of(place: Place, lines: Mapping[Place, int]) -> int | None:
    """Line of a place, or of the nearest enclosing place in the file."""
    best: Place = ()
    for part in place:
        if isinstance(part, str) and part.startswith("step:"):
            continue
        below = [known[len(best)] for known in lines if len(known) == len(best) + 1 and known[: len(best)] == best]
        same = [one for one in below if one == part or (isinstance(one, str) and key_of(one) == key_of(str(part)))]
        if not same and isinstance(part, int) and 0 in below:
            same = [max(one for one in below if isinstance(one, int))]
        if same:
            best = (*best, same[0])
        elif not isinstance(part, int):
            break
    return lines.get(best)


def key_of(name: str) -> str:
    """The form in which names of fields are compared: lower case, with underscores."""
    return re.sub(r"[\s\-_/]+", "_", plain(name).strip()).lower()


def path_in_words(location: Place) -> str:
    """Return ``protocol.step 2.to`` for ``("protocol", 1, "to")``; entries count from one."""
    words: list[str] = []
    name = ""
    for part in location:
        if isinstance(part, int):
            words.append(f"{ENTRIES.get(name, 'entry')} {part + 1}")
        elif not part.startswith("step:"):
            name = part if len(part) <= 40 else part[:40] + "…"
            words.append(name)
    return printable(".".join(words))


def place_of(words: str) -> Place:
    """Return the place that `path_in_words` names."""
    parts: list[str | int] = []
    for word in words.split(".") if words else ():
        entry = re.fullmatch(r"([a-z]+) (\d+)", word)
        known = entry is not None and parts and entry[1] == ENTRIES.get(str(parts[-1]), "entry")
        parts.append(int(entry[2]) - 1 if entry is not None and known else word)
    return tuple(parts)


def printable(text: str) -> str:
    """Return one line of text that does nothing to a terminal."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else "·" for character in text)
