"""Which words of a section are about another cell than the first: pouch cells beside pellets, controls, cell B."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from brimstone.drafting.text import Sentence

#: Kinds of cells that a section tells of beside others, by the words before "cells".
_KINDS = {
    "pellet": r"pellet|die|powder-?pressed|mould?",
    "coin": r"coin|button|CR20\d\d",
    "pouch": r"pouch|laminated?|soft-?pack|sheet",
    "full": r"full",
    "half": r"half",
    "hybrid": r"hybrid",
    "swagelok": r"[Ss]wagelok",
    "control": r"[Cc]ontrol|[Rr]eference|[Bb]lank|[Cc]omparison|[Ss]ymmetric(?:al)?|[Hh]igh-?(?:sulfur-)?loading|"
    r"[Ll]ow-?loading|(?<![\w|])(?:Li|SS|In|Cu|Au) ?\|\|? ?(?:Li|SS|In|Cu|Au)|(?<![\w|])Li ?(?:\|\||[/|"
    r"] ?[\w.]+ ?[/|]) ?Li|\bliquid|[Tt]hree-electrode",
    "pair": r"(?<![\w|])[\w.@-]+ ?\|\| ?[\w.@-]+",
}
_CELL = re.compile(
    r"(?:"
    + "|".join(f"(?P<{kind}>{words})" for kind, words in _KINDS.items())
    + r")(?:[ -](?:type|format|electrolyte|stack))?[ -](?:full |half |solid-state |Li-S )?(?:cells?|batter(?:y|ies))\b",
    re.IGNORECASE,
)
#: Kinds that exclude each other: a coin cell may be a hybrid cell, but no pouch cell.
_EXCLUSIVE = {
    **dict.fromkeys(("pellet", "coin", "pouch", "swagelok"), "housing"),
    **dict.fromkeys(("full", "half"), "counter electrode"),
}
_INTRODUCED = re.compile(r"(?:\b(?:[Ff]or|[Ii]n(?: the case of)?|[Aa]s for|[Ww]ith)\s+(?:the\s+)?(?:\S+\s+){0,1})$")
_CLAUSE = re.compile(r";\s*|,\s*(?:(?:and|while|whereas|but)\s+)?|\s+(?:while|whereas)\s+")
#: … (cell A) or LPSI (cell B)
_SECOND = re.compile(
    r",?\s*\b(?:or|and)\s+(?:at\s+|with\s+)?[^,;()]{1,60}\((?:for\s+)?(?:cells?|samples?|type)\s+(?:B|2|II)\)"
)
_AT_THE_HEAD = 45  # characters before a word that tells what the whole sentence is about


def first_cell(section: Sequence[Sentence]) -> tuple[list[Sentence], set[int]]:
    """Split sentences where they go over to another cell, and tell which are about one.

    Parameters
    ----------
    section : sequence of Sentence
        In order.

    Returns
    -------
    list of Sentence
        The same words, sentences of several cells in parts.
    set of int
        Places in the list of what is about another cell than the first.
    """
    main = _main(section)
    parts: list[Sentence] = []
    others: set[int] = set()
    for sentence in section:
        for text, other in _parts(sentence.text, main):
            if other:
                others.add(len(parts))
            parts.append(Sentence(text))
    return parts, others


def _kind(match: re.Match[str]) -> str:
    kind = str(match.lastgroup)
    return match[0].partition(" ")[0] if kind == "pair" else kind


def _group(kind: str) -> str:
    return _EXCLUSIVE.get(kind, kind if kind in _KINDS else "pair")


def _main(section: Sequence[Sentence]) -> dict[str, str]:
    """The kind of the cell that is told of first, as such if one is, of each group of kinds that exclude each other."""
    named = [
        (match, _INTRODUCED.search(one.text, 0, match.start())) for one in section for match in _CELL.finditer(one.text)
    ]
    kinds = [(_kind(match), introduced is not None) for match, introduced in named if _kind(match) != "control"]
    main: dict[str, str] = {}
    for kind in [kind for kind, introduced in kinds if not introduced] or [kind for kind, _ in kinds][:1]:
        main.setdefault(_group(kind), kind)
    return main


def _parts(text: str, main: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    text, second = _without_second(text)
    found = [(match, _kind(match)) for match in _CELL.finditer(text)]
    others = [match for match, kind in found if main.get(_group(kind)) != kind]
    mains = [match for match, kind in found if main.get(_group(kind)) == kind]
    if not others:
        yield text, False
    elif not mains and min(match.start() for match in others) <= _AT_THE_HEAD:
        yield text, True
    else:
        yield from _clauses(text, [match.start() for match in others], [match.start() for match in mains])
    for words in second:
        yield words, True


def _without_second(text: str) -> tuple[str, list[str]]:
    if not re.search(r"\((?:for\s+)?(?:cells?|samples?|type)\s+(?:A|1|I)\)", text):
        return text, []
    return _SECOND.sub("", text), [match[0].strip(" ,") for match in _SECOND.finditer(text)]


def _clauses(text: str, others: list[int], mains: list[int]) -> Iterator[tuple[str, bool]]:
    """The parts of a sentence that goes over from one cell to another, each up to the next change."""
    cuts = [0, *(match.end() for match in _CLAUSE.finditer(text)), len(text)]
    kept, aside, other = "", "", False
    for start, end in pairwise(cuts):
        if any(start <= place < end for place in mains):
            other = False
        elif any(start <= place < end for place in others):
            other = True
        if other:
            aside += text[start:end]
        else:
            kept += text[start:end]
    if kept.strip(" ,;."):
        yield kept.strip(" ,;"), False
    if aside.strip(" ,;."):
        yield aside.strip(" ,;"), True
