"""Names as people write them: case, blanks, punctuation, subscripts, Greek letters and spelling make no difference."""

import re
import unicodedata
from collections.abc import Iterable

_GREEK = {"α": "alpha", "β": "beta", "γ": "gamma", "µ": "u", "μ": "u"}
_SPELLINGS = {"aluminium": "aluminum", "vapour": "vapor", "fibre": "fiber", "polymeris": "polymeriz", "sulph": "sulf"}
_DROPPED = re.compile(r"[^a-z0-9+]")


def key(name: str) -> str:
    """The form under which a name is looked up: ``β-Li₃PS₄`` and ``beta Li3PS4`` have the same.

    A decimal point between digits counts (Li1.5PS3.3 is not Li15PS33); a plus sign does too (Li3PS4+5).
    """
    text = unicodedata.normalize("NFKC", name)
    for letter, word in _GREEK.items():
        text = text.replace(letter, word)
    text = re.sub(r"(?<=\d)\.(?=\d)", "+", text.lower())  # the point survives as a sign that no name holds there
    for british, american in _SPELLINGS.items():
        text = text.replace(british, american)
    return _DROPPED.sub("", text)


def resolve(name: str, index: dict[str, str]) -> str | None:
    """The proper name that `name` stands for, or None; `index` maps keys to proper names."""
    return index.get(key(name))


def index_of(named: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    """Map the key of every name and synonym to the proper name.

    Raises
    ------
    ValueError
        When two things claim one name.
    """
    index: dict[str, str] = {}
    for proper, synonyms in named:
        for name in (proper, *synonyms):
            if index.setdefault(key(name), proper) != proper:
                raise ValueError(f"'{name}' names both {index[key(name)]} and {proper}")
    return index
