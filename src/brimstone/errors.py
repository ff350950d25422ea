"""Everything that Brimstone raises on purpose, under one base.

A message says where, what came, what may come, the nearest valid name and what to try. The command line
prints it as it is and exits with code 2; a traceback is a bug of ours.
"""

import difflib
from collections.abc import Iterable


class BrimstoneError(Exception):
    """Base of all errors that a user can cause."""


class UnitError(BrimstoneError):
    """A quantity without a unit, with an unknown unit, or with a unit of the wrong dimension."""


class RecipeError(BrimstoneError):
    """A recipe that can't be read or can't be made.

    Parameters
    ----------
    problem : str
        One sentence or a few lines: what was wrong, the value received, what is allowed, what to try.
    field : str
        Dotted path of the field, such as ``cathode.composition``; empty for the whole file.
    source : str
        Where the recipe came from (file name), empty when built in Python.
    """

    def __init__(self, problem: str, field: str = "", source: str = ""):
        self.problem, self.field, self.source = problem, field, source
        super().__init__(": ".join(part for part in (source, field, problem) if part))


class LibraryError(BrimstoneError):
    """A library file that breaks the rules: no source, wrong dimension, out of the range of its class."""


class StructureError(BrimstoneError):
    """A voxel structure that can't be made or used: fractions that don't fit, a phase that isn't there."""


class ImageError(StructureError):
    """A segmented image that can't be read or isn't what it was said to be."""


class OutputError(BrimstoneError):
    """A file or folder that can't be written to."""


class UnknownNameError(BrimstoneError):
    """A name that nothing bears; the message lists the nearest ones, and how to see all.

    Parameters
    ----------
    kind : str
        What was looked for, such as ``material``.
    name : str
        The name received.
    known : iterable of str
        All names that would have been understood.
    """

    def __init__(self, kind: str, name: str, known: Iterable[str]):
        self.kind, self.name = kind, name
        known = list(known)
        self.nearest = nearest_names(name, known)
        hint = f" Did you mean {' or '.join(self.nearest)}?" if self.nearest else ""
        every = (
            f"`brimstone list {plural(kind)}` shows all."
            if kind in LISTED
            else f"Known are {', '.join(dict.fromkeys(known))}."
        )
        super().__init__(f"unknown {kind} '{name}'.{hint} {every}")


#: What `brimstone list` shows, in the singular.
LISTED = ("material", "cell", "strategy", "treatment", "protocol", "constant", "class", "rule")


def plural(noun: str) -> str:
    """Plural of the nouns the program lists, such as material, strategy, class."""
    if noun.endswith("y"):
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith("s") else "s")


def nearest_names(name: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Return up to `count` of `known` that look most like `name`, ignoring case; two letters swapped come first."""
    lowered: dict[str, str] = {}
    for candidate in known:
        lowered.setdefault(candidate.lower(), candidate)
    word = name.lower()
    matches = difflib.get_close_matches(word, lowered, n=count + 5, cutoff=0.5)
    matches.sort(key=lambda match: sorted(match) != sorted(word))
    return [lowered[match] for match in matches[:count]]
