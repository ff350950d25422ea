"""Rules of making and running a cell, each with the reason and the words of the review that gives it."""

from dataclasses import dataclass
from pathlib import Path

from brimstone.library._read import mapping, one_of, only, read_yaml, text

LEVELS = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

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


def read_rules(path: Path, root: Path) -> dict[str, Rule]:
    """Read the file of rules."""
    rules: dict[str, Rule] = {}
    if not path.exists():
        return rules
    content, place = read_yaml(path, root)
    for name, item in content.items():
        here = place.at(name)
        only(mapping(item, here), ("level", "reason", "review", "quote"), here)
        level = one_of(item.get("level"), LEVELS, here.at("level"))
        reason, review, quote = (text(item.get(key), here.at(key)) for key in ("reason", "review", "quote"))
        rules[name] = Rule(name, level, reason, review, quote)
    return rules
