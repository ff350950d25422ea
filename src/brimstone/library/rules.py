"""Rules of making and running a cell, each with the reason and the words of the review that gives it."""

from dataclasses import dataclass
from pathlib import Path

from brimstone.library._read import Place, choice, read_fields, read_yaml, readers_of

LEVELS = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class LabRule:
    """One rule of the lab.

    Attributes
    ----------
    name, level : str
        What it is called here; ``error`` stops a recipe, ``warning`` rides along, ``info`` is for the lab.
    reason : str
        Why, in our words.
    review, quote : str
        Where the review says so, and its words character by character.
    """

    name: str
    level: str
    reason: str
    review: str
    quote: str


@dataclass(frozen=True, slots=True)
class Note:
    """What a rule says of one recipe.

    Attributes
    ----------
    level, field, text : str
        How serious, which field of the recipe, and what is to be said.
    rule : str
        Name of the rule.
    quote, review : str
        The words of the review behind it, and where they stand.
    """

    level: str
    field: str
    text: str
    rule: str
    quote: str
    review: str

    def __str__(self) -> str:
        return f'{self.field}: {self.text} ({self.review}: "{self.quote}")'


def read_rules(path: Path, root: Path) -> dict[str, LabRule]:
    """Read the file of rules."""
    content, place = read_yaml(path, root) if path.exists() else ({}, Place(path.name))
    return {name: LabRule(name, **read_fields(item, _OF_RULE, place.at(name))) for name, item in content.items()}


_OF_RULE = readers_of(LabRule, name=None, level=choice(LEVELS))
