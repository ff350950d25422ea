"""The cells that a section tells of, each with the sentences that are about it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from brimstone.drafting.scopes import Part, Scope, parts_of
from brimstone.drafting.tags import DEFAULTS, Names, Tag
from brimstone.drafting.text import Sentence

_GOES_ON = re.compile(r"(?:They|It|These(?: cells)?|This|The (?:latter|former|same cells?))\b")
_HEAD = re.compile(r"(?:\d+(?:\.\d+)*\.?\s+)?(?P<words>[^.:;(]{2,60}?)(?:\s*\([^()]*\))?(?:[.:]\s|[.:]?$)")
_VERB = re.compile(
    r"^(?:For|In|With|As)\b|\b(?:was|were|is|are|had|has|used|contained|comprised|consisted|ran)\b|\d\s*(?:mg|mm|"
    r"V|MPa)\b"
)
_USUAL = re.compile(
    r"(?:if not (?:specified|stated)|unless (?:otherwise )?(?:specified|stated|noted))[^.;]*", re.IGNORECASE
)
#: Kinds of names, those of whole cells before those of their parts: a pouch cell has one of two anodes.
_RANK = ("kind", "role", "pair", "housing", "anode", "label", "loading")
_MOST = 12  # cells of one section; what is told of more is a series
_RESPECTIVELY = re.compile(r",?\s*\brespectively\b")
_LOOSE = re.compile(r"\s+([,;.:)])")


@dataclass
class CellText:
    """A cell of a section, and what is said of it.

    Attributes
    ----------
    name : str
        What the section calls it; empty when it tells of one cell only.
    values : mapping of str to str
        Its name by kind.
    sentences : list of Sentence
        What is told of it, or of all cells, in order.
    own : list of str
        Of these, the words that are not told of all cells.
    others : list of tuple of str
        Words that are told of other cells, and what these are called.
    """

    name: str
    values: Mapping[str, str]
    sentences: list[Sentence] = field(default_factory=list)
    own: list[str] = field(default_factory=list)
    others: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_symmetric(self) -> bool:
        """Whether it has an anode on both sides."""
        return self.values.get("kind") == "symmetric"


def cells_of(section: Sequence[Sentence], *, symmetric: bool = False) -> list[CellText]:
    """Split a section into its cells.

    Parameters
    ----------
    section : sequence of Sentence
        In order.
    symmetric : bool
        Whether all of it is on symmetric cells.

    Returns
    -------
    list of CellText
        The cell that the section is mostly about comes first. A cell that differs in two ways from it is there when
        the section names both ways together.
    """
    names = Names([one.text for one in section])
    if symmetric:
        names.axes.pop("kind", None)
    scoped = list(_scoped(section, names))
    cells = [CellText(_name(values), values) for values in _combinations(section, scoped, names)]
    for sentence, parts in scoped:
        for cell in cells:
            mine = [part for part in parts if _is_of(cell.values, part.scope)]
            text = _LOOSE.sub(r"\1", " ".join("".join(part.text for part in mine).split())).strip(" ,;:")
            cell.others += _of_others(parts, cell, cells)
            if not re.search(r"\w", text):
                continue
            if len(mine) < len(parts):
                text = _RESPECTIVELY.sub("", text)
            kept = Sentence(text, begins=sentence.begins)
            own = [part.text.strip() for part in mine if _tells_apart(part.scope, cells)]
            kept.is_own = any("kind" in part.scope for part in mine) if cell.is_symmetric else bool(own)
            cell.sentences.append(kept)
            cell.own += own
    return cells


def _is_of(values: Mapping[str, str], scope: Scope) -> bool:
    return all(values[axis] in told for axis, told in scope.items())


def _of_others(parts: Sequence[Part], cell: CellText, cells: Sequence[CellText]) -> Iterator[tuple[str, str]]:
    """What a sentence tells of other cells, with a number in it, and what they are called."""
    for part in parts:
        if re.search(r"\d", part.text) and not _is_of(cell.values, part.scope):
            yield part.text.strip(" ,;"), " and ".join(one.name for one in cells if _is_of(one.values, part.scope))


def _tells_apart(scope: Scope, cells: Sequence[CellText]) -> bool:
    return any(not _is_of(one.values, scope) for one in cells)


def _scoped(section: Sequence[Sentence], names: Names) -> Iterator[tuple[Sentence, list[Part]]]:
    """Each sentence in parts, with what the heading of its paragraph or the sentence before says of it."""
    heading: Scope = {}
    last: Scope = {}
    before: list[Tag] = []
    for sentence in section:
        if sentence.begins:
            heading = {}
        tags = names.tags(sentence.text)
        head = _HEAD.match(sentence.text)
        if head is not None and not _VERB.search(head["words"]):
            titled = {one.axis: one.values for one in tags if one.start < head.end("words")}
            heading = {**heading, **titled} if titled or not sentence.begins else {}
        given = {**heading, **(last if _GOES_ON.match(sentence.text) else {})}
        parts = [Part(one.text, {**given, **one.scope}) for one in parts_of(sentence.text, names, before)]
        yield sentence, parts
        last = parts[-1].scope if parts else {}
        before = tags or before


def _combinations(
    section: Sequence[Sentence], scoped: Sequence[tuple[Sentence, list[Part]]], names: Names
) -> list[dict[str, str]]:
    """The cells by their names of each kind: the usual one, and one for each other value."""
    usual = {axis: _usual(section, axis, values, names) for axis, values in names.axes.items()}
    found = [usual]
    together = [part.scope for _, parts in scoped for part in parts]
    for axis, values in names.axes.items():
        for value in values:
            if value == usual[axis] or (axis in DEFAULTS and any(one[axis] == value for one in found)):
                continue
            cell = {**usual, axis: value}
            for other in names.axes:
                beside = [one[other] for one in together if one.get(axis) == {value} and other in one]
                told = set().union(*beside) if beside else set()
                if _RANK.index(axis) < _RANK.index(other) and len(told) == 1:
                    cell[other] = told.pop()
            if cell not in found:
                found.append(cell)
    return found[:_MOST]


def _usual(section: Sequence[Sentence], axis: str, values: Sequence[str], names: Names) -> str:
    if DEFAULTS.get(axis) in values:
        return DEFAULTS[axis]
    for sentence in section:
        match = _USUAL.search(sentence.text)
        told = [one for one in names.tags(match[0]) if one.axis == axis] if match is not None else []
        if told and len(told[0].values) == 1:
            return next(iter(told[0].values))
    return values[0]


def _name(values: Mapping[str, str]) -> str:
    """What a cell is called: by all that is not the usual, its label last."""
    told = {axis: value for axis, value in values.items() if value != DEFAULTS.get(axis)}
    if values and not told:
        told = {"kind": "full"} if {"kind", "role"} & set(values) else dict(values)
    label = told.pop("label", "")
    words = [*told.values(), "cell", *([f"({label})" if label.islower() else label] if label else [])]
    return " ".join(words) if values else ""
