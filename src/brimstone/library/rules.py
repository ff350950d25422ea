"""Design rules for making and running a cell, each with its reason and a quotation from a review."""

from dataclasses import dataclass
from pathlib import Path

from brimstone.library._read import Place, choice, read_fields, read_yaml, readers_of

LEVELS = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class LabRule:
    """One design rule.

    Attributes
    ----------
    name, level : str
        Its name; ``error`` rejects a recipe, ``warning`` accompanies the result, ``info`` is advice for the lab.
    reason : str
        The reason in our own words.
    review, quote : str
        Section of the review, and its verbatim statement.
    """

    name: str
    level: str
    reason: str
    review: str
    quote: str


@dataclass(frozen=True, slots=True)
class Note:
    """A design rule applied to one recipe.

    Attributes
    ----------
    level, field, text : str
        Severity, field of the recipe, and message.
    rule : str
        Name of the rule; empty for what is no rule of a review.
    quote, review : str
        The statement of the review, and its section.
    """

    level: str
    field: str
    text: str
    rule: str
    quote: str
    review: str

    def __str__(self) -> str:
        words = f"{self.field}: {self.text}"
        return f'{words} ({self.review}: "{self.quote}")' if self.quote else words


def read_rules(path: Path, root: Path) -> dict[str, LabRule]:
    """Read the file of rules."""
    content, place = read_yaml(path, root) if path.exists() else ({}, Place(path.name))
    return {name: LabRule(name, **read_fields(item, _OF_RULE, place.at(name))) for name, item in content.items()}


_OF_RULE = readers_of(LabRule, name=None, level=choice(LEVELS))
