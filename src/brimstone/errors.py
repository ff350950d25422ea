"""All errors that Brimstone raises deliberately, under one base class.

A message gives the place, the value received, what is allowed, the closest valid name and what to try. The command
line prints it unchanged and exits with code 2; a traceback is a bug in Brimstone.
"""

import difflib
from collections.abc import Iterable


class BrimstoneError(Exception):
    """Base class of all errors that a user can cause."""


class UnitError(BrimstoneError):
    """A quantity without a unit, with an unknown unit, or with a unit of the wrong dimension."""


class AmbiguousError(UnitError):
    """A quantity with two readings, such as 1,200 h."""


class RecipeError(BrimstoneError):
    """A recipe that cannot be read, or describes a cell that cannot be built.

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
    """An invalid library file: a missing source, a wrong dimension, a value outside the range of its class."""


class StructureError(BrimstoneError):
    """A voxel structure that cannot be built or used, such as fractions that do not fit or a missing phase."""


class ImageError(StructureError):
    """A segmented image that cannot be read or does not match its description."""


class DataError(BrimstoneError):
    """A measured file that cannot be read, or that does not hold what is asked of it."""


class OutputError(BrimstoneError):
    """A file or folder that cannot be written."""


class StoreError(BrimstoneError):
    """A store of runs that cannot be read or written, or does not hold what was requested."""


class UnknownNameError(BrimstoneError):
    """An unknown name; the message lists the closest matches and how to list all names.

    Parameters
    ----------
    kind : str
        Kind of the object, such as ``material``.
    name : str
        The name received.
    known : iterable of str
        All valid names.
    """

    def __init__(self, kind: str, name: str, known: Iterable[str]):
        self.kind, self.name = kind, name
        known = list(known)
        self.nearest = nearest_names(name, known) if kind != "treatment" else _of_the_same(name, known)
        hint = f" Did you mean {' or '.join(self.nearest)}?" if self.nearest else ""
        every = (
            f"`brimstone list {plural(kind)}` lists all of them."
            if kind in LISTED
            else f"Known names: {', '.join(dict.fromkeys(known))}."
        )
        super().__init__(f"unknown {kind} '{name}'.{hint} {every}")


_ALIKE = 0.8  # of the letters of a word
#: Words that a treatment has in common with many others.
_ANY_TREATMENT = {"coating", "layer", "interlayer", "by", "of", "on", "and", "the", "deposition", "film", "with", "in"}


def _of_the_same(name: str, known: Iterable[str]) -> list[str]:
    """Close matches that share a word of their own with `name`: a coating with LiF is none with silicon."""
    own = set(name.lower().replace("-", " ").split()) - _ANY_TREATMENT
    near = nearest_names(name, known, count=8)
    return [
        one
        for one in near
        if any(difflib.get_close_matches(word, one.lower().replace("-", " ").split(), 1, _ALIKE) for word in own)
    ][:3]


#: Kinds that `brimstone list` shows, in the singular.
LISTED = ("material", "cell", "strategy", "treatment", "protocol", "constant", "class", "rule")


def plural(noun: str) -> str:
    """Plural of a noun such as material, strategy or class."""
    if noun.endswith("y"):
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith("s") else "s")


def nearest_names(name: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Return up to `count` close matches of `name` in `known`, ignoring case; transposed letters come first."""
    lowered: dict[str, str] = {}
    for candidate in known:
        lowered.setdefault(candidate.lower(), candidate)
    word = name.lower()
    matches = difflib.get_close_matches(word, lowered, n=count + 5, cutoff=0.5)
    matches.sort(key=lambda match: sorted(match) != sorted(word))
    return [lowered[match] for match in matches[:count]]
