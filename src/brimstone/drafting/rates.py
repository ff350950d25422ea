"""Rates of a test as a sentence tells them: lists, those that are doubled, of one half of each cycle, or of its end."""

import itertools
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from brimstone.drafting.notes import Draft
from brimstone.drafting.text import DRIVES, Sentence, Stated, in_volts
from brimstone.units import NUMERAL

Step = tuple[dict[str, Any], str]  # its fields, and the words it came from
Told = tuple[Stated, re.Match[str] | str | None]  # a rate, and its cycles
#: a CV step at 2.7 V until the current dropped below C/100
_HOLD = re.compile(
    r"\b(?:constant[- ]voltage|CV|potentiostatic\w*|held|holding)\b(?:[^.;]|\.(?=\d))*?\b(?:until|down to|below|"
    r"till|reached)\b"
    r"(?:[^.;]|\.(?=\d))*?(?=[.;,](?!\d)|$)"
)
#: charging stayed at C/5 while discharge was at C/5, C/2 and 1C
_FIXED = re.compile(
    r"\b(?P<way>(?:dis)?charg)\w*(?:\s+(?:current|rate|process|step)s?)?(?:\s+densit\w+)?\s+"
    r"(?:was |were |being |always )*(?:stayed|remained|kept|fixed|constant|held|set|unchanged)[^,;.]{0,30}$",
    re.IGNORECASE,
)
#: 120 cycles in total, up to cycle 250
IN_TOTAL = re.compile(
    r"\b(?P<all>\d+) cycles (?:in total|altogether|overall)\b|"
    r"\b(?:up to|until|till) (?:the )?cycle (?:number )?(?P<last>\d+)\b|"
    r"\bup to (?P<upto>\d+) cycles\b|"
    r"\b(?:up to|until|till) the (?P<nth>\d+)(?:st|nd|rd|th) cycle\b",
    re.IGNORECASE,
)
#: the current was doubled every three cycles from 0.064 to 1.024 mA/cm2
_DOUBLED = re.compile(r"\bdoubl(?:ed|ing)\b", re.IGNORECASE)
_ROUNDED = 0.01  # of a rate that is written with few digits
#: 0.1 C charge/0.2 C discharge
#: Formation was done at C/20, cycling at C/5
_FORMED = re.compile(r"\b(?:formation|formed|conditioning|conditioned)\b(?:[^.;]|\.(?=\d)){0,40}$", re.IGNORECASE)
_CYCLED = re.compile(r"\bcycl(?:ed|ing)\b(?:[^.;,]|\.(?=\d)){0,30}$", re.IGNORECASE)
_WAY = re.compile(r"\b(?:galvanostatic(?:ally)? )?((?:dis)?charg)(?:e|ed|ing)s?\b", re.IGNORECASE)
_FOR_A_WAY = re.compile(r"\s*\(?(?:for\s+|in\s+|on\s+)?(?:the\s+)?((?:dis)?charg)")


def rates_of(sentence: Sentence, within: list[Stated]) -> dict[str, Any]:
    """A list of rates, with the one at which the other half of each cycle is always run."""
    bracket = [one for one in within if re.search(r"\([^()]*$", sentence.text[: one.start])]
    ends = {one.text for one in within if one not in bracket}
    if len(bracket) > 2 and ends <= {one.text for one in bracket}:
        within = bracket  # from 0.1C up to 1C (0.1, 0.2, 0.5, 1C)
    for one in within if len(within) > 2 else ():
        fixed = _FIXED.search(sentence.text, 0, one.start)
        if fixed is not None:
            way = "discharge" if fixed["way"].lower().startswith("dis") else "charge"
            rates: dict[str, Any] = {"rates": [each.text for each in within if each is not one], way: one.text}
            return rates if way == "charge" else {**rates, "direction": "charge"}
    return {"rates": [one.text for one in within]}


#: five cycles each; 3 cycles at each; each for 5 cycles; increased every 5 cycles
_EACH_AFTER = re.compile(
    r"\s*(?:(?:was|were|is|are)\s+\w+\s+)?(?:for |at )?(?:each\b|"
    r"every (?:rate|C-rate|current|step)|per (?:C-)?(?:rate|current|step))"
)
_EACH_BEFORE = re.compile(
    r"\b(?:each|every)\s+(?:(?:C-?)?(?:rate|current|step|one)s?\s+)?(?:(?:was|were)\s+\w+\s+)?"
    r"(?:(?:for|with|of|over|applied|run)\s+)*(?:the\s+)?$"
)


def cycles_each(sentence: Sentence, counts: Iterable[re.Match[str]]) -> re.Match[str] | None:
    """The number of cycles that a sentence gives for each of its rates."""
    told = [
        one
        for one in counts
        if _EACH_AFTER.match(sentence.text, one.end()) or _EACH_BEFORE.search(sentence.text[: one.start()])
    ]
    return told[0] if len(told) == 1 else None


def one_by_one(
    sentence: Sentence, within: Sequence[Stated], counts: Sequence[re.Match[str]]
) -> list[tuple[Stated, re.Match[str] | None]] | None:
    """Rates with the number of cycles behind each: 0.05C (5 cycles), 0.1C (5 cycles) and back to 0.05C; None elsewhere.

    One rate may be left without, such as the last.
    """
    pairs: list[tuple[Stated, re.Match[str] | None]] = []
    for one, after in itertools.zip_longest(within, within[1:]):
        end = len(sentence.text) if after is None else after.start
        own = [each for each in counts if one.end <= each.start() < end]
        if len(own) > 1:
            return None
        pairs.append((one, own[0] if own else None))
    told = sum(number is not None for _, number in pairs)
    return pairs if told == len(counts) > 1 and len(pairs) - told <= 1 else None


#: Cycles 1-2 at C/50, 3-10 at C/20; first cycle at C/50
_CYCLES_AT = re.compile(
    r"(?:\b(?P<first>first|initial) cycle|(?<![\d.])(?P<from>\d+)\s*(?:-|–|to)\s*(?P<to>\d+))\s+"
    r"(?:\w+ ){0,2}(?:at|with)\s+$",
    re.IGNORECASE,
)
#: 0.05C (5), 0.1C (5); C/20 (cycles 2-5)
_IN_BRACKETS = re.compile(
    r"\s*\((?:cycles?\s+(?P<from>\d+)\s*(?:-|–|to)\s*(?P<to>\d+)|(?P<count>\d+)(?:\s*[x×]|\s+(?:times|cycles?))?)\)",
    re.IGNORECASE,
)
#: for 4, 4, 4, and 10 cycles
_RESPECTIVE = re.compile(r"\bfor\s+((?:\d+\s*,\s*(?:and\s+)?)+(?:and\s+)?\d+|\d+\s+and\s+\d+)\s+cycles\b")


def numbered(sentence: Sentence, within: Sequence[Stated]) -> list[tuple[Stated, str]]:
    """Rates with the cycles that are told of each by their numbers, in brackets or in a list; none unless of all."""
    if len(within) < 2:
        return []
    before = [_CYCLES_AT.search(sentence.text, 0, one.start) for one in within]
    behind = [_IN_BRACKETS.match(sentence.text, one.end) for one in within]
    told = [number if number is not None else other for number, other in zip(before, behind, strict=True)]
    listed = _RESPECTIVE.search(sentence.text, within[-1].end)
    if listed is not None and len(counts := re.findall(r"\d+", listed[1])) == len(within):
        return list(zip(within, counts, strict=True))
    if any(one is None for one in told):
        return []
    numbers = [one.groupdict() for one in told if one is not None]
    counts = [
        each.get("count") or ("1" if each.get("first") else str(int(each["to"]) - int(each["from"]) + 1))
        for each in numbers
    ]
    return list(zip(within, counts, strict=True)) if all(int(one) > 0 for one in counts) else []


def doubled(sentence: Sentence, within: list[Stated]) -> list[str] | None:
    """Rates that are doubled from one to another, as ``doubled every three cycles, from 0.1C to 1.6C``."""
    if _DOUBLED.search(sentence.text) is None or len(within) != 1:
        return None
    match = re.fullmatch(rf"\D*({NUMERAL})\s*(?:-|~|to)\s*({NUMERAL})\s*(\D.*)", within[0].text)
    try:
        first, last = (float(match[1]), float(match[2])) if match is not None else (0.0, 0.0)
    except ValueError:
        return None
    steps = round(math.log2(last / first)) if last > first > 0.0 else 0
    if match is None or steps < 1 or abs(first * 2**steps / last - 1.0) > _ROUNDED:
        return None
    unit = "C" if within[0].dimension == "rate" else f" {match[3]}"
    return [f"{first * 2**one:g}{unit}" for one in range(steps + 1)]


def is_formed_first(sentence: Sentence, within: list[Stated]) -> bool:
    """Whether the first of two rates is that of formation and the other that of the cycles after it."""
    return (
        len(within) == 2
        and _FORMED.search(sentence.text, 0, within[0].start) is not None
        and _CYCLED.search(sentence.text, within[0].end, within[1].start) is not None
    )


def holds_in(sentence: Sentence) -> list[tuple[int, Step]]:
    """Steps at constant voltage until a current, such as ``a CV step at 2.7 V until C/100``."""
    holds: list[tuple[int, Step]] = []
    for match in _HOLD.finditer(sentence.open):
        within = [one for one in sentence.quantities() if match.start() <= one.start < match.end()]
        ends = [one for one in within if one.dimension in DRIVES]
        volts = [one for one in within if one.dimension == "voltage"]
        if len(ends) != 1 or len(volts) > 1:
            continue
        before = [one for one in sentence.quantities("voltage") if one.end <= match.start()]
        level = (volts or before[-1:])[:1]
        if not level:
            continue
        words = " ".join(sentence.text[match.start() : match.end()].split())
        holds.append((match.start(), ({"hold": level[0].text, "until": ends[0].text}, words)))
        for one in (*volts, *ends):
            sentence.take(one.start, one.end)
    return holds


def told_apart(sentence: Sentence, one: Stated, draft: Draft) -> bool:
    """Whether a rate is no step that can be placed: rates up to one, or one of every tenth cycle."""
    if (
        re.search(
            r"\b(?:ratio\b[^.;,]{0,30}|1 C/|up to|every \w+ cycle(?: at)?|(?:stepwise|raised|increased|steps|"
            r"increments) (?:by|of))\s*$",
            sentence.text[: one.start],
        )
        is None
    ):
        return False
    draft.ask(f"protocol: which steps are '{sentence.around(one.start, one.end)}'?")
    sentence.take(one.start, one.end)
    return True


def two_ways(sentence: Sentence, within: list[Stated], number: int, draft: Draft) -> str:
    """Whether two rates are those of charge and discharge, and in which order."""
    if len(within) != 2:
        return ""
    own = [
        {match[1].lower() for match in _WAY.finditer(sentence.text, begin, one.start)}
        for begin, one in zip((max(0, within[0].start - 40), within[0].end), within, strict=True)
    ]
    if own in ([{"charg"}, {"discharg"}], [{"discharg"}, {"charg"}]) and not any(
        _FOR_A_WAY.match(sentence.text, one.end) for one in within
    ):
        return "charge first" if own[0] == {"charg"} else "discharge first"
    first, second = (sentence.text[max(0, one.start - 40) : one.start].lower() for one in within)
    after = [sentence.text[one.end : one.end + 20].lower() for one in within]
    ways = [match[1] for words in after if (match := _FOR_A_WAY.match(words)) is not None]
    if re.fullmatch(r"\s*/\s*", sentence.text[within[0].end : within[1].start]):
        draft.assumed.append(
            f"protocol.step {number}.charge, protocol.step {number}.discharge: "
            f"{within[0].text} and {within[1].text}, in this order"
        )
        return "charge first"
    if sorted(ways) == ["charg", "discharg"]:
        return "charge first" if ways[0] == "charg" else "discharge first"
    if re.search(r"(?<!dis)charg\w* at\s*$", first) and re.search(r"discharg\w* at\s*$", second):
        return "charge first"
    if re.search(r"discharg\w* at\s*$", first) and re.search(r"(?<!dis)charg\w* at\s*$", second):
        return "discharge first"
    return ""


def one_cycle(first: Mapping[str, Any], second: Mapping[str, Any], number: str) -> dict[str, Any] | None:
    """The cycles that a discharge and a charge, each to a voltage, are together; None where two steps are not."""
    ways = [
        next((way for way in ("charge", "discharge") if way in one and len(one) == 2), "") for one in (first, second)
    ]
    ends = [str(one.get("to", "")) for one in (first, second)]
    if sorted(ways) != ["charge", "discharge"] or not all(re.search(r"\d\s*m?V$", end) for end in ends):
        return None
    window = sorted(ends, key=in_volts)
    return {"cycles": number, ways[0]: first[ways[0]], ways[1]: second[ways[1]], "window": window}


def ends_of(steps: Iterable[Step]) -> list[str] | None:
    """The voltages at which a discharge and a charge end, where there is one of each."""
    ends = [
        {step["to"] for step, _ in steps if way in step and re.search(r"\d\s*m?V$", str(step.get("to", "")))}
        for way in ("discharge", "charge")
    ]
    return [*ends[0], *ends[1]] if len(ends[0]) == len(ends[1]) == 1 else None
