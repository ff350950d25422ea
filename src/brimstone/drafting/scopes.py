"""Parts of a sentence, each with the cells that it is about.

A name of a cell stands before what is told of it (*Cell A was run at C/20*), behind it (*10 MPa for A and 40 MPa for
B*), or around it (*M1 (20:80) and M2 (40:60)*). What no name is near is told of all cells.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from brimstone.drafting.tags import Names, Tag
from brimstone.drafting.text import quantities
from brimstone.units import NUMERAL

Scope = Mapping[str, frozenset[str]]  # kind of name -> values; kinds that are not in it leave all cells in

_BEHIND = re.compile(r"(?:\b(?:for|with|of|in|on|from)\s+(?:the\s+|all\s+)?|\(\s*)$", re.IGNORECASE)
_VERB = re.compile(r"\b(?:was|were|is|are|had|has|\w{2,}ed|underwent|ran)\b")
_PREPOSITION = re.compile(
    r"\s*\b(?:(?:at|to|in|with|by|for|of|between|from|under|about|only|an?|"
    r"the)\s+)*(?:C/)?[~<>]?$"
)
_FAR = 5  # words between a number and the name of its cell
_COLON = re.compile(r"\s*:")
_ENDED = re.compile(r"\s*(?:[,;.)]|$|and\b|or\b)")
_CLAUSE = re.compile(r"(?:;|,|:)\s*(?:(?:and|while|whereas|but|or)\s+)?|\s(?:and|while|whereas|but)\s")
_TIE = re.compile(r"[\s,;]*(?:(?:and|or|then|while|whereas)\s+)?")
_LIST_CUE = re.compile(
    r"\b(?:respectively|correspond\w*|accordingly|denoted|named|labell?ed|designated|refer to|to (?:get|give|"
    r"obtain|yield))\b",
    re.IGNORECASE,
)
_ITEM = rf"{NUMERAL}(?:\s*:\s*{NUMERAL})*"
#: 1.5 and 4.2 mg cm-2; 5:5, 6:4 and 7:3
_LIST = re.compile(
    rf"(?<![\w.])(?P<items>{_ITEM}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+){_ITEM})+)(?P<unit>\s*(?:wt\.?)?\s*%|"
    rf"\s*[A-Za-zμ°][\w·/-]*(?: [a-z]+\^?-\d)*)?"
)


@dataclass(frozen=True, slots=True)
class Part:
    """Words of a sentence, and the cells they are about."""

    text: str
    scope: Scope = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Region:
    start: int
    end: int
    values: frozenset[str]
    named: int = -1  # where its name ends, of one that stands before what is told


def parts_of(text: str, names: Names, before: Sequence[Tag] = ()) -> list[Part]:
    """Split a sentence where it goes over from one cell to another.

    Parameters
    ----------
    text : str
        The sentence.
    names : Names
        How the section tells its cells apart.
    before : sequence of Tag
        Names in the sentence before: a list that is told ``respectively`` follows their order.

    Returns
    -------
    list of Part
        In order; together all words but those that hold the parts of a list together.
    """
    tags = names.tags(text)
    listed = _listed(text, tags, names, before)
    if listed:
        return listed
    regions = {axis: _regions(text, [one for one in tags if one.axis == axis]) for axis in {one.axis for one in tags}}
    left_out = dict(told for each in regions.values() for told in _left_out(text, each))
    places = {place for each in regions.values() for one in each for place in (one.start, one.end)}
    cuts = {0, len(text), *places, *left_out}
    parts = []
    for start, end in pairwise(sorted(cuts)):
        scope = {
            axis: one.values for axis, each in regions.items() for one in each if one.start <= start and end <= one.end
        }
        if start in left_out:
            parts.append(Part(left_out[start], scope))
        if text[start:end].strip():
            parts.append(Part(text[start:end], scope))
    return parts


def _regions(text: str, tags: Sequence[Tag]) -> list[_Region]:
    """What the names of one kind in a sentence are about."""
    regions: list[_Region] = []
    boundary = 0
    for number, tag in enumerate(tags):
        following = tags[number + 1] if number + 1 < len(tags) else None
        if _is_behind(text, tag, boundary):
            region = _before(text, tag, following, boundary)
        else:
            region = _after(text, tag, following, boundary)
        if regions and regions[-1].end > region.start:
            last = regions[-1]
            regions[-1] = replace(last, end=max(last.start, region.start))
        regions.append(region)
        boundary = region.end if _is_behind(text, tag, boundary) else tag.end
    return regions


def _left_out(text: str, regions: Sequence[_Region]) -> Iterator[tuple[int, str]]:
    """Where a verb is left out, and which: Cell A was held at 5 MPa and cell B at 50 MPa."""
    first = regions[0] if regions else _Region(0, 0, frozenset())
    told = text[first.named : first.end] if first.named >= 0 else ""
    number = re.search(r"\d", told)
    words = _PREPOSITION.sub("", told[: number.start()]) if number is not None else ""
    words = words if _VERB.search(words) and not re.search(r"[;:(]", words) else ""
    for one in regions[1:]:
        own = text[one.named : one.end] if one.named >= 0 else ""
        start = re.match(r"[\s,]*(?:at|to|in|with|by|for|of|between|from|under|\d)", own)
        if words and start is not None and not _VERB.search(own):
            yield one.named, words


def _is_behind(text: str, tag: Tag, boundary: int) -> bool:
    """Whether a name stands behind what is told of it."""
    if _COLON.match(text, tag.end):
        return False
    enclosed = text[tag.start] == "("
    between = _after_number(text[boundary : tag.start])
    if between is None or re.search(r"[;,]|\band\b", between) or len(between.split()) > _FAR:
        return False
    if enclosed:
        return _ENDED.match(text, tag.end) is not None
    return _BEHIND.search(text[: tag.start]) is not None


def _after_number(text: str) -> str | None:
    """The words behind the last number of a text; None when it has none."""
    numbers = list(re.finditer(r"\d", text))
    return text[numbers[-1].end() :] if numbers else None


def _before(text: str, tag: Tag, following: Tag | None, boundary: int) -> _Region:
    end = tag.end
    bracket = text.rfind("(", boundary, tag.start + 1)
    if bracket >= 0 and ")" not in text[bracket : tag.start] and text[tag.start] != "(":
        closed = text.find(")", tag.end)
        end = closed + 1 if closed >= 0 else end
        if re.search(r"\d", text[bracket : tag.start]):
            return _Region(bracket, end, tag.values)  # 10 mg (2.5 mg for E1)
    lead = text[boundary : tag.start]
    stated = [one for one in quantities(text) if boundary <= one.start < tag.start]
    if boundary > 0 and not re.search(r"[;.]", lead):
        start = boundary
    elif following is not None and re.match(r"\s*;", text[end:]) is None:
        more = [one.dimension for one in quantities(text) if end <= one.start < following.start]
        count = max(1, len(more))
        start = stated[-count].start if len(stated) >= count else _first_number(text, boundary, tag.start)
    else:
        begun = max(text.rfind(mark, boundary, tag.start) for mark in ":;")
        start = max(begun + 1, boundary)
    return _Region(min(start, tag.start), end, tag.values)


def _first_number(text: str, start: int, end: int) -> int:
    match = re.search(r"\d", text[start:end])
    return start + match.start() if match is not None else end


def _after(text: str, tag: Tag, following: Tag | None, boundary: int) -> _Region:
    closed = _closing(text, tag.end)
    if closed is not None and following is not None and _closing(text, following.end) is not None:
        return _Region(tag.start, closed, tag.values)  # M1 (20:80) and M2 (40:60)
    around = text.rfind("(", 0, tag.start)
    if around >= 0 and ")" not in text[around : tag.start]:  # (A: 2.5 mg; B: 6.0 mg)
        shut = text.find(")", tag.end)
        end = shut if shut >= 0 else len(text)
        return _Region(tag.start, min(end, following.start if following else end), tag.values)
    clauses = [match for match in _CLAUSE.finditer(text, boundary, tag.start)]
    start = clauses[-1].start() if clauses else boundary
    end = following.start if following is not None else len(text)
    if not re.search(r"\d|\w{4,}", text[tag.end : end]):
        start = boundary  # …, for E2 only
    return _Region(start, end, tag.values, tag.end)


def _closing(text: str, start: int) -> int | None:
    """Where a bracket that opens right behind a name is closed."""
    opened = re.match(r"\s*\(", text[start:])
    closed = text.find(")", start)
    return closed + 1 if opened is not None and closed >= 0 else None


def _listed(text: str, tags: Sequence[Tag], names: Names, before: Sequence[Tag]) -> list[Part]:
    """The parts of a sentence with one number for each cell, in their order."""
    if _LIST_CUE.search(text) is None:
        return []
    for axis, values in names.axes.items():
        own = [one for one in tags if one.axis == axis]
        whole = {value for one in (own or before) if one.axis == axis for value in one.values}
        if whole != set(values) or (own and own[0].values != whole):
            continue
        found = [one for one in _LIST.finditer(text) if len(re.findall(_ITEM, one["items"])) == len(values)]
        inside = [one for one in found if not any(tag.start <= one.start() < tag.end for tag in own)]
        if inside:
            return list(_chosen(text, inside, axis, values))
    return []


def _chosen(text: str, lists: Sequence[re.Match[str]], axis: str, values: Sequence[str]) -> Iterator[Part]:
    start = 0
    for match in lists:
        yield Part(text[start : match.start()])
        for item, value in zip(re.findall(_ITEM, match["items"]), values, strict=True):
            yield Part(f"{item.rstrip(',')}{match['unit'] or ''}", {axis: frozenset({value})})
        start = match.end()
    yield Part(text[start:])
