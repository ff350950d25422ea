"""One row of the checklist, read from its file: what a review says, what is computed, and what would turn it red."""

import fnmatch
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from brimstone.errors import LibraryError, nearest_names

FILES = Path(__file__).parent / "rows"
#: Kinds of rows, and what each is worth as evidence.
KINDS = {
    "predicted": "no constant was taken from the number it is compared with",
    "shape": "order or shape after one number was taken from the same cells",
    "by construction": "the constant came from this very number: counts as no evidence",
    "record": "a fact of the library, or a rule of the lab read back",
}


@dataclass(frozen=True)
class Claim:
    """One comparison of a row; of the limits, those that are set hold all.

    Attributes
    ----------
    what : str
        What is computed, in words.
    of : str
        The expression that computes it: a number, or a list of which every member must hold.
    unit : str
    equals, within, factor : float, str or None
        The outside number with the distance allowed, absolute or as a ratio.
    above, below : float, str or None
        Limits.
    rises, falls : float or None
        Least ratio of each member of a list to the one before it, or to the one after it.
    holds : bool
        The expression is a truth.
    spread : float or None
        The expression gives all members of an ensemble: the outside number lies inside their 80 % interval, whose ends
        are apart by at most this factor.
    source : str
        Where the outside number is from, if not from the source of the row.
    built : str
        The constant that was taken from this very number, so that the claim is no evidence; a row with such a claim is
        not predicted.
    beside : str
        Where constants were taken from the same paper: which, and that they are not from this number.
    """

    what: str
    of: str
    unit: str = ""
    equals: float | str | None = None
    within: float | None = None
    factor: float | None = None
    above: float | str | None = None
    below: float | str | None = None
    rises: float | None = None
    falls: float | None = None
    holds: bool = False
    spread: float | None = None
    source: str = ""
    built: str = ""
    beside: str = ""


@dataclass(frozen=True)
class Joint:
    """Several numbers of one cell that have to come out together.

    Attributes
    ----------
    what : str
        What is computed, in words.
    of : str
        The expression that computes it: of each number all members of the same ensemble.
    measured : tuple of float
        The outside numbers.
    scatter : float
        Standard deviation of the logarithm of a measured number: what a cell made and measured again differs by.
    spread : float
        The most that the region of the members may be wide, as a ratio of its ends.
    unit : str
    source : str
        Where the outside numbers are from, if not from the source of the row.
    """

    what: str
    of: str
    measured: tuple[float, ...]
    scatter: float
    spread: float
    unit: str = ""
    source: str = ""


@dataclass(frozen=True)
class Unseen:
    """Quantities that move a number of a row, and that it does not notice broken either way.

    Attributes
    ----------
    of : tuple of str
        As mutations call them, such as ``film/length`` or ``density of Al``, ``*`` for anything; or one of `families`.
    because : str
        Why no number outside of the program tells them here.
    row : str
        The row that tells them, where there is one.
    """

    of: tuple[str, ...]
    because: str
    row: str = ""

    @property
    def patterns(self) -> tuple[str, ...]:
        """What their names match, members of families instead of these."""
        return tuple(name for one in self.of for name in families().get(one, (one,)))

    def tells(self, quantity: str) -> bool:
        """Whether a quantity is among them."""
        return any(fnmatch.fnmatchcase(quantity, one) for one in self.patterns)


@dataclass(frozen=True)
class Row:
    """One phenomenon that a review describes, with the check that the program shows it.

    Attributes
    ----------
    id, phenomenon : str
    quotes : tuple of str
        The words of the review, verbatim, broken typography included.
    source : str
        Where they were published.
    kind : str
        One of `KINDS`.
    domain : str
        Over what the claim is made: carbons, rates, times, temperatures.
    claims : tuple of Claim
    joint : tuple of Joint
        Comparisons of several numbers of one cell at once.
    cells : mapping of str to mapping
        Recipes by name, each as what it changes in another.
    values : mapping of str to str
        Expressions that claims use by name.
    mutations : tuple of mapping
        What a physicist would call wrong and must turn the row red, each quantity broken both ways; one with ``only:
        joint`` breaks no claim but what numbers are together, one with ``unseen`` says why the row does not notice it.
    unseen : tuple of Unseen
        What it reads, does not name as a mutation, and does not notice, with the reason.
    assumed : str
        What the review leaves open and the row assumes.
    """

    id: str
    phenomenon: str
    quotes: tuple[str, ...]
    source: str
    kind: str
    domain: str
    claims: tuple[Claim, ...]
    cells: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    mutations: tuple[Mapping[str, Any], ...] = ()
    assumed: str = ""
    joint: tuple[Joint, ...] = ()
    unseen: tuple[Unseen, ...] = ()

    @property
    def quote(self) -> str:
        """All quotes in one line."""
        return " | ".join(self.quotes)

    @property
    def starts_from(self) -> tuple[str, ...]:
        """Names of the whole recipes that its cells start from, each once."""
        return tuple(dict.fromkeys(self._base(name) for name in self.cells))

    def _base(self, name: str) -> str:
        like: str = self.cells[name].get("like", "solid")
        return like if like == name or like not in self.cells else self._base(like)


def _known(entry: Mapping[str, Any], allowed: type, place: str) -> Mapping[str, Any]:
    for name in entry:
        if name not in allowed.__dataclass_fields__:  # type: ignore[attr-defined]
            near = nearest_names(name, allowed.__dataclass_fields__)  # type: ignore[attr-defined]
            raise LibraryError(f"{place}: '{name}' is not known here; {' or '.join(near)}?")
    return entry


def _row(id_: str, entry: Mapping[str, Any]) -> Row:
    claims = tuple(Claim(**_known(claim, Claim, id_)) for claim in entry["claims"])
    joints = tuple(
        Joint(**{**_known(one, Joint, id_), "measured": tuple(map(float, one["measured"]))})
        for one in entry.get("joint", ())
    )
    silent = tuple(Unseen(**{**_known(one, Unseen, id_), "of": tuple(one["of"])}) for one in entry.get("unseen", ()))
    row = Row(
        **{
            **_known(entry, Row, id_),
            "id": id_,
            "claims": claims,
            "joint": joints,
            "unseen": silent,
            "quotes": tuple(entry["quotes"]),
            "mutations": tuple(entry.get("mutations", ())),
        }
    )
    if row.kind not in KINDS:
        raise LibraryError(f"{id_}: '{row.kind}' is no kind of row; there are {', '.join(KINDS)}")
    return row


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML that also takes 1e-4 for a number."""


_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"[-+]?\d+(\.\d*)?[eE][-+]?\d+$"), list("-+0123456789")
)


def _read(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), _Loader) or {}
    return content


@functools.cache
def bases() -> Mapping[str, Mapping[str, Any]]:
    """The whole recipes that cells of rows start from, by name."""
    return _read(FILES / "cells.yaml")


@functools.cache
def families() -> Mapping[str, tuple[str, ...]]:
    """Numbers of the library that act together, by the name that rows call them."""
    return {name: tuple(patterns) for name, patterns in _read(FILES / "families.yaml").items()}


@functools.cache
def rows() -> tuple[Row, ...]:
    """All rows of the checklist, group by group."""
    files = [file for file in sorted(FILES.glob("*.yaml")) if file.stem not in ("cells", "families")]
    return tuple(_row(id_, entry) for file in files for id_, entry in _read(file).items())
