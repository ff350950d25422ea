"""Components of a composite as a sentence lists them: names of materials, each with its number."""

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from brimstone.drafting.names import COMPONENTS, Named, materials
from brimstone.recipe.composition import Composition, read_composition

#: A number as shares and ratios have it.
NUMBER = r"\d+(?:\.\d+)?"
#: A ratio such as 3:5:2 or 60/30/10.
RATIO = re.compile(rf"(?<![\w.:/])({NUMBER}(?:\s*([:/])\s*{NUMBER})(?:\s*\2\s*{NUMBER})*)(?![\w:/]|[\s-]?in\.)")
#: A share such as 30 wt%.
SHARE = re.compile(rf"({NUMBER})\s*(?:wt|vol|w|mass)?\.?\s*-?\s*%")
BASIS = re.compile(
    r"\s*\)?\s*[,(]?\s*"
    r"(?:w/w(?:/w)*|wt/wt(?:/wt)*|(?:by|in) (?:weight|mass)|wt\.?\s*-?\s*%|(?:mass|weight) ratio)?\s*\)?",
    re.IGNORECASE,
)
#: 60 parts, silicon 60 parts by mass
PARTS = re.compile(rf"({NUMBER})\s+parts?(?:\s+by\s+(?:mass|weight))?\b")
#: the remaining being Li3PS4; PVDF as the remainder
_REST_AFTER = re.compile(
    r"\b(?:remain(?:ing|der)|balance|rest)(?:\s+(?:being|was|is|of|part|the))*\s*:?\s*(?:the\s+)?$", re.IGNORECASE
)
_REST_BEFORE = re.compile(
    r"\s+(?:as|being|for|made up|forming|is|was)\s+(?:the\s+)?(?:remainder|balance|rest)\b", re.IGNORECASE
)
#: milled with an equal mass of LPSCl, equal masses of S and C
_EQUAL = re.compile(r"\b(?:an\s+)?(?:equal|identical|same)\s+(?:mass|weight|amount)(?:s|es)?\s+of\s+", re.IGNORECASE)
_BINDER_NAMED = re.compile(
    r"(?<![\w-])(?P<name>(?!the\b|an?\b|and\b|of\b|with\b|polymer|as\b|or\b|dry\b|\w+-based)(?:poly)?"
    r"[A-Za-z(][\w()-]+)\s+binder\b"
)
_NAMED_BINDER = re.compile(r"\bbinder\s+(?P<name>[A-Z][\w-]+)")
#: What does not stand between two names of one list: something was done in between.
_NO_LIST = re.compile(
    rf"\b(?:press|add|plac|put|spread|onto|between|against|toward|die|cells?|pellet|separator|anode|sandwich|"
    rf"from)\w*|(?<![A-Za-z\d.]){NUMBER}",
    re.IGNORECASE,
)
#: A component by what it does.
_ROLE = re.compile(
    r"\b(?:(?P<active>active materials?)|(?P<electrolyte>solid electrolyte|SSE|SE|(?<=[:/])electrolyte|"
    r"electrolyte(?=[:/])|(?:(?<=parts )|(?<=parts of )|(?<=% )|(?<=% of ))(?:the )?glass(?! [a-z]))|"
    r"(?P<carbon>C(?=\s*:))|"
    r"(?P<binder>binder(?=\s*=|\s+(?:in|at|of)\b))|"
    r"(?P<host>(?:(?<=[Tt]he )|(?<=[Tt]his )|(?<=[Tt]hat ))(?:(?:resulting|obtained|as-prepared|milled) )?"
    r"(?:product|composite|powder|mixture)"
    r"(?=\s+(?:was|were)\s+(?:(?:then|subsequently|further|finally|again)\s+)?(?:\w+-)?\w+\s+with\b|"
    r"\s*[,(]|\s+and\b)))(?![\w-])"
)
_WEIGHED = re.compile(
    rf"({NUMBER}\s*m?g)\s+(?:of\s+)?(?:(?:the|this|that|an?|as-\w+|commercial|dried|solid electrolyte|argyrodite|"
    rf"carbon fib(?:er|re)s)\s+)*\(?$"
)
_WEIGHED_AFTER = re.compile(rf"(?:\s+(?:composite|powder))?\s*\(({NUMBER}\s*m?g)\)")
_LEAST_WEIGHED = 3  # components that make a composition of a list of masses
_LETTER = re.compile(r"%\s*(?:of\s+)?(C)(?![\w@/-])")
_UNIT_OF_SHARE = re.compile(r"^[\d.\s]+")
_BEFORE_SHARE = re.compile(r"(?:\s*\([^()]*\))?[\s(:=,]*")
_AFTER_SHARE = re.compile(r"\s*(?:of\s+)?(?:the\s+|an?\s+)?(?:(?!and\b|with\b)[\w-]+\s+){0,2}\(?")
_BARE_NUMBER = re.compile(rf"\s*[:=(]?\s*({NUMBER})(?!\.?\d|\s*[A-Za-z%/:])")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_MOLAR = re.compile(r"\bmol(?:ar|e|%|\b)|\batomic\b|\bat\.?\s*%|\bEO\b", re.IGNORECASE)
#: A ratio of solvents.
BY_VOLUME = re.compile(r"[\s,)]*(?:by vol|v\s*/\s*v|vol)", re.IGNORECASE)
_IN_A_LIST = re.compile(r"\s*(?:\([^()]*\)\s*)?(?:,|/|:|-|&|,?\s*and\b|\+)\s*(?:the\s+)?")
_LEGEND = re.compile(r"\s*(?:by (?:weight|mass)\s*|wt%\s*)?\(([A-Za-z][\w /-]*(?:\s*:\s*[\w /-]+)+)\)")
_LEGEND_ROLES = {
    "active": r"active|sul(?:f|ph)ur\b|^S$",
    "host": r"active|composite|S/C|sul(?:f|ph)ur",
    "electrolyte": r"electrolyte|^S?SE$",
    "carbon": r"carbon|conduct|^C$",
    "binder": r"binder",
    "additive": r"additive",
}
_REACH = 170  # characters between a list and its numbers
_SUFFIX = re.compile(r"\s+(?:nano-?)?(?:powder|particle)s?$", re.IGNORECASE)
#: the above electrolyte, less the silica
_LEFT_OUT = re.compile(r"\b(?:less|without|except|minus)\s+(?:the\s+|any\s+)?$")
_TOTAL, _ROUNDING = 100.0, 0.6  # of shares [%]


class Listed(NamedTuple):
    """A composition, and where names and numbers stand."""

    composition: Composition
    start: int
    end: int
    spans: tuple[tuple[int, int], ...]


def listed(text: str) -> list[Listed]:
    """Every composition that a sentence lists by names of materials.

    Parameters
    ----------
    text : str
        A sentence in keyboard characters.
    """
    named = [one for one in once(text, materials(text)) if not _LEFT_OUT.search(text, 0, one.start)]
    taken = [(one.start, one.end) for one in named]
    for match in _ROLE.finditer(text):
        again = match["binder"] and any(one.kind == "binder" and one.end == match.start() - 1 for one in named)
        if not again and not any(start < match.end() and match.start() < end for start, end in taken):
            named.append(Named(match[0], str(match.lastgroup), *match.span()))
    for match in (*_NAMED_BINDER.finditer(text), *_BINDER_NAMED.finditer(text)):
        if not any(one.start < match.end() and match.start("name") < one.end for one in named):
            named.append(Named(match["name"], "binder", *match.span("name")))
    names = sorted((one for one in named if one.kind in COMPONENTS), key=lambda one: one.start)
    inner = []
    for bracket in _IN_BRACKETS.finditer(text):
        if (one := _in_bracket(bracket, names)) is not None:
            inner.append(one)
            text = text[: bracket.start()] + " " * len(bracket[0]) + text[bracket.end() :]
            names = [each for each in names if not bracket.start() <= each.start < bracket.end()]
    found = [one for match in RATIO.finditer(text) if (one := _of_ratio(text, match, names)) is not None]
    found = [*inner, *found]
    if all(len(one.composition.parts) == 2 for one in found):  # S and C were ground 1:1, so that … held 25 wt% S
        shares = _of_shares(text, [*names, *_plain_carbon(text)]) or (None if found else _of_bare_numbers(text, names))
        found += [] if shares is None else [shares]
    if not found and (parts := _of_parts(text, names) or _of_equals(text, names)) is not None:
        found.append(parts)
    if not found and (masses := _of_masses(text, materials(text))) is not None:
        found.append(masses)
    return found


def _in_bracket(bracket: re.Match[str], names: Sequence[Named]) -> Listed | None:
    """What a host in the list is made of: ``sulfur/carbon composite (S:CNT = 75:25 by weight)``."""
    inside = [one for one in names if bracket.start() < one.start and one.end < bracket.end()]
    if len(inside) > 1 and len(SHARE.findall(bracket[0])) > 1:
        blank = " " * bracket.start() + bracket[0]
        if (shares := _of_shares(blank, inside)) is not None:
            return shares
    for match in RATIO.finditer(bracket.string, bracket.start(), bracket.end()):
        blank = " " * bracket.start() + bracket.string[bracket.start() : bracket.end()]
        if len(inside) > 1 or any(one.kind == "host" for one in inside):
            return _of_ratio(blank, match, inside)
        filled = [one for one in names if one.kind == "host" and 0 <= bracket.start() - one.end <= 1]
        if filled and not inside:  # sulfur-Ketjenblack (1:1 by weight)
            return _of_ratio(bracket.string[: bracket.end()], match, filled)
    return None


def _of_masses(text: str, names: Sequence[Named]) -> Listed | None:
    """Names with what was weighed of each: ``60 mg of S-KB, 30 mg of LPSCl and 10 mg of PIB``."""
    weighed = [
        (one, match)
        for one in names
        if (match := _WEIGHED_AFTER.match(text, one.end) or _WEIGHED.search(text, 0, one.start)) is not None
    ]
    weighed = list({match.start(): (one, match) for one, match in reversed(weighed)}.values())[
        ::-1
    ]  # fibres (VGCF) once
    host = len(weighed) == 2 and {one.kind for one, _ in weighed} == {"active", "carbon"}
    if (len(weighed) < _LEAST_WEIGHED and not host) or not {"active", "host"} & {one.kind for one, _ in weighed}:
        return None
    spans = [(min(match.start(), one.start), max(match.end(), one.end)) for one, match in weighed]
    return _made({one.words: match[1] for one, match in weighed}, spans[0][0], spans[-1][1], spans)


def weighed_in_turn(first: str, second: str) -> Composition | None:
    """The composition of what two sentences weigh: ``S (5 g) and KB (1.5 g) were milled. 3.5 g of LPSCl was added``."""
    text = f"{first} {second}"
    names = [one for one in materials(text) if one.kind in COMPONENTS]
    masses = _of_masses(text, names)
    kinds = {one.kind for one in names}
    return masses.composition if masses is not None and {"carbon", "electrolyte"} <= kinds else None


def _plain_carbon(text: str) -> list[Named]:
    """Carbon as the letter that shares are given with: ``25 wt% C``."""
    return [Named("C", "carbon", match.start(1), match.end(1)) for match in _LETTER.finditer(text)]


def once(text: str, names: Sequence[Named]) -> list[Named]:
    """Names without those that the next one says again: ``carbon black (Super C65)``."""
    kept = []
    for one, following in itertools.zip_longest(names, names[1:]):
        alike = following is not None and following.kind == one.kind
        between = text[one.end : following.start] if alike else ""
        again = between.strip() == "(" and text[following.end :].lstrip().startswith((")", ","))
        if not (alike and (again or between == " ")):  # carbon black Printex XE2
            kept.append(one)
    return kept


def _of_ratio(text: str, match: re.Match[str], names: Sequence[Named]) -> Listed | None:
    numbers = re.split(r"\s*[:/]\s*", match[1])
    if _MOLAR.search(text, max(0, match.start() - 30), min(len(text), match.end() + 12)):
        return None
    if BY_VOLUME.match(text, match.end()):
        return None
    brackets = [one.span() for one in _IN_BRACKETS.finditer(text) if not one.start() <= match.start() < one.end()]
    outside = [one for one in names if not any(start < one.start < end for start, end in brackets)]
    if len(outside) >= len(numbers) and len(outside) < len(names):
        found = _of_ratio_in(text, match, outside, numbers)
        if found is not None:
            return found
    return _of_ratio_in(text, match, names, numbers)


def _of_ratio_in(text: str, match: re.Match[str], names: Sequence[Named], numbers: Sequence[str]) -> Listed | None:
    before = _run(text, [one for one in names if one.end <= match.start()][::-1])[::-1]
    after = _run(text, [one for one in names if one.start >= match.end()])
    choices = []
    if before and match.start() - before[-1].end <= _REACH and ";" not in text[before[-1].end : match.start()]:
        cut = max(0, len(before) - len(numbers))
        joined = _joined(text, before)
        if cut > 0 and len(joined) == len(numbers):
            choices.append(joined)  # S/CNT, Super P and SBR/CMC at 90:4:6
        goes_on = cut > 0 and _IN_A_LIST.fullmatch(text, before[cut - 1].end, before[cut].start)
        choices.append(before if goes_on else before[cut:])
    if after and re.match(
        r"[\s),]*(?:(?:by|in) (?:weight|mass)|weight|mass|wt\.?|w/w|ratio|mixture|blend|composite|of|powders?|\s)*$",
        text[match.end() : after[0].start],
    ):
        choices.append(after[: len(numbers)])
    for chosen in choices:
        for way in (chosen, _split(chosen), _joined(text, chosen)):
            if len(way) == len(numbers):
                way = _by_legend(text, match, way)
                basis = BASIS.match(text, match.end())
                end = max(basis.end() if basis else 0, match.end(), way[-1].end)
                spans = (
                    *((one.start, one.end) for one in chosen),
                    (match.start(), end if way is before else match.end()),
                )
                return _made({"ratio": _pairs(way, numbers)}, min(way[0].start, match.start()), end, spans)
    return None


def _joined(text: str, names: Sequence[Named]) -> list[Named]:
    """Names with those joined by a slash as one: CMC/SBR in a list with commas."""
    joined: list[Named] = []
    for one in names:
        if joined and text[joined[-1].end : one.start] == "/":
            joined[-1] = joined[-1]._replace(words=text[joined[-1].start : one.end], end=one.end)
        else:
            joined.append(one)
    return joined


def _by_legend(text: str, match: re.Match[str], names: list[Named]) -> list[Named]:
    """Names in the order that brackets behind the numbers give: ``40:50:10 (active : electrolyte : carbon)``."""
    legend = _LEGEND.match(text, match.end())
    roles = re.split(r"\s*[:/]\s*", legend[1]) if legend is not None else []
    if len(roles) != len(names):
        return names
    ordered = []
    for role in roles:
        fitting = [one for one in names if re.search(_LEGEND_ROLES.get(one.kind, "(?!)"), role, re.IGNORECASE)]
        if len(fitting) != 1 or fitting[0] in ordered:
            return names
        ordered.append(fitting[0])
    return ordered


def _run(text: str, names: Sequence[Named]) -> list[Named]:
    """Names from the first on that belong to one list."""
    run = list(names[:1])
    for one in names[1:]:
        left, right = sorted((run[-1], one), key=lambda name: name.start)
        between = _IN_BRACKETS.sub("", re.sub(r"^[^()]*\)", "", text[left.end : right.start]))
        between = " ".join(between.split())
        if len(between) > 60 or _NO_LIST.search(between) or re.search(r"[.;](?:\s|$)", between):
            break
        run.append(one)
    return run


def _split(names: Sequence[Named]) -> list[Named]:
    """Hosts taken apart: the first of S/KB/LPSCl may be two components."""
    parts = []
    for one in names:
        pieces = (
            re.split(r"[/-]", one.words, maxsplit=1) if one.kind == "host" and "@" not in one.words else [one.words]
        )
        parts += [one._replace(words=piece) for piece in pieces]
    return parts


def _of_shares(text: str, names: Sequence[Named]) -> Listed | None:
    """Names with shares before or behind them: ``30 wt% S and …``, ``S (30 wt%), …``."""
    for behind in (False, True, None):
        names = sorted(names, key=lambda one: one.start)
        pairs = _pairs_of(text, SHARE, names, behind)
        given = sum(float(share[1]) for _, share in pairs)
        rest = [one for one in names if _REST_AFTER.search(text, 0, one.start) or _REST_BEFORE.match(text, one.end)]
        if len(pairs) > 1 and len(rest) == 1 and rest[0] not in [one for one, _ in pairs] and given < _TOTAL:
            spans = [span for one, share in pairs for span in ((one.start, one.end), share.span())]
            spans.append((rest[0].start, rest[0].end))
            shares = {_SUFFIX.sub("", one.words): share[0] for one, share in pairs}
            shares[rest[0].words] = f"{_TOTAL - given:.6g}{_UNIT_OF_SHARE.sub('', pairs[0][1][0])}"
            return _made(shares, min(spans)[0], max(end for _, end in spans), spans)
        if len(pairs) > 1 and abs(sum(float(share[1]) for _, share in pairs) - _TOTAL) <= _ROUNDING:
            spans = [span for one, share in pairs for span in ((one.start, one.end), share.span())]
            shares = {_SUFFIX.sub("", one.words): share[0] for one, share in pairs}
            return _made(shares, min(spans)[0], max(end for _, end in spans), spans)
    return None


def _pairs_of(
    text: str, amount: re.Pattern[str], names: Sequence[Named], behind: bool | None
) -> list[tuple[Named, re.Match[str]]]:
    """Names, each with the amount that is of it."""
    found = [(_name_of(text, match, names, behind), match) for match in amount.finditer(text)]
    return [(one, match) for one, match in found if one is not None]


def _of_parts(text: str, names: Sequence[Named]) -> Listed | None:
    """Names with parts before or behind them: ``60 parts of S-C and 40 parts of LPSCl``."""
    for behind in (False, True, None):
        pairs = _pairs_of(text, PARTS, names, behind)
        if len(pairs) > 1 and len(pairs) == len(PARTS.findall(text)):
            spans = [span for one, part in pairs for span in ((one.start, one.end), part.span())]
            return _made(
                {"ratio": _pairs([one for one, _ in pairs], [part[1] for _, part in pairs])},
                min(spans)[0],
                max(end for _, end in spans),
                spans,
            )
    return None


def _of_equals(text: str, names: Sequence[Named]) -> Listed | None:
    """Two names of which there is as much: ``S/KB was milled with an equal mass of LPSCl``."""
    match = _EQUAL.search(text)
    if match is None:
        return None
    after = [one for one in names if one.start >= match.end()]
    before = [one for one in names if one.end <= match.start()]
    two = [*before[-1:], *after[:1]] if match[0].split()[-2][-1] != "s" or match[0].split()[-2] == "mass" else after[:2]
    if len(two) != 2 or re.search(r"[.;]\s", text[two[0].end : two[1].start]):
        return None
    spans = [(one.start, one.end) for one in two]
    return _made({"ratio": _pairs(two, ["1", "1"])}, spans[0][0], spans[1][1], [*spans, match.span()])


def _name_of(text: str, share: re.Match[str], names: Sequence[Named], behind: bool | None) -> Named | None:
    """The name that a share is of: the nearest before it when shares stand `behind` names, else the next.

    With None, those in brackets stand behind and the others before: ``S-C (60 wt%) and 40 wt% of LPSCl``.
    """
    if behind is None:
        behind = re.search(r"\(\s*$", text[: share.start()]) is not None
    if behind:
        before = [one for one in names if one.end <= share.start()]
        return before[-1] if before and _BEFORE_SHARE.fullmatch(text, before[-1].end, share.start()) else None
    after = [one for one in names if one.start >= share.end()]
    return after[0] if after and _AFTER_SHARE.fullmatch(text, share.end(), after[0].start) else None


def _of_bare_numbers(text: str, names: Sequence[Named]) -> Listed | None:
    """Names with plain numbers behind them: ``S 25, LGPS 50, AB 25 (wt%)``."""
    if re.search(r"\bwt\b|\bweight\b|\bmass\b", text) is None:
        return None
    found = [(one, match) for one in names if (match := _BARE_NUMBER.match(text, one.end)) is not None]
    if len(found) < 2 or abs(sum(float(match[1]) for _, match in found) - _TOTAL) > _ROUNDING:
        return None
    spans = [(one.start, match.end()) for one, match in found]
    return _made({"ratio": {one.words: match[1] for one, match in found}}, spans[0][0], spans[-1][1], spans)


def _pairs(names: Sequence[Named], numbers: Sequence[str]) -> dict[str, str]:
    return {_SUFFIX.sub("", one.words) or one.words: number for one, number in zip(names, numbers, strict=True)}


def _made(written: Mapping[str, object], start: int, end: int, spans: Iterable[tuple[int, int]]) -> Listed | None:
    try:
        return Listed(read_composition(written), start, end, tuple(spans))
    except ValueError:
        return None
