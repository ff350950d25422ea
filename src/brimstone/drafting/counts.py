"""How many cycles a sentence tells of, and which of its currents are one and the same."""

import re

from brimstone.drafting.notes import Draft
from brimstone.drafting.text import Sentence, Stated, quantities
from brimstone.recipe.words import COUNTED
from brimstone.units import NUMERAL

_TENS = "twenty thirty forty fifty sixty seventy eighty ninety hundred".split()
_COUNTS = {
    **COUNTED,
    "fifteen": "15",
    **{word: str(number) for word, number in zip(_TENS, range(20, 110, 10), strict=True)},
}
CYCLES = re.compile(
    rf"(?:(?P<word>{'|'.join(_COUNTS)})|"
    r"(?P<first>(?:first|initial)(?= cycles?\b))|"
    rf"(?<![\d.])(?<!m-)(?<!m\^-)(?<!g-)(?<!C/)(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d+))(?:\s+(?:\w+\s+)?cycles?\b|"
    rf"\s?[x×]\s*(?=C/\d|[\d.]+\s?C\b|\)))|"
    rf"\b(?:next|following|subsequent|remaining)\s+(?P<next>{'|'.join(_COUNTS)}|\d+)(?=\s*(?:[.,;)](?!\d)|$|and\b))|"
    r"(?:(?<=C )|\b(?=\w+ at\b))(?P<twice>twice|thrice)\b",
    re.IGNORECASE,
)
_SAME_RATE = re.compile(
    r"\s*(?:[(=]|,?\s*\(?(?:correspond(?:ing|s|ed) to|(?:is |was )?equal to|equals|(?:is |was )?equivalent to|"
    r"i\.e\.,?))\s*"
    r"(?:[~≈=]|ca\.|about|approx\.)?\s*$"
)
NOT_STATED = ""  # number of cycles
#: 1 h per half-cycle; half cycles of 30 min; plated and stripped for 1 h each
HALF = re.compile(
    rf"({NUMERAL}\s*(?:h|hours?|hrs?|min|minutes?))\s+(?:(?:per|for each|for every|each|in each|every)\s+(?:half\b|"
    rf"alternance)"
    rf"(?:[- ]?cycle)?|half[- ]?cycles?)|"
    rf"half[- ]?cycles?\s+(?:of|lasting|for|with)\s+({NUMERAL}\s*(?:h|hours?|hrs?|min|minutes?))\b",
    re.IGNORECASE,
)
#: What a cycler is able to do, not what it did: testers (5 V, 10 mA)
RATING = re.compile(
    r"(?:testers?|cyclers?|potentiostats?|workstations?|systems?|analy[sz]ers?|"
    r"\b(?:Neware|NEWARE|LANDT?|Landt?|Arbin|Maccor|MACCOR|Bio-?[Ll]ogic|Basytec|Lanhe|CT[- ]?\d+\w*|"
    r"VMP-?3?)\b[\w ,.-]{0,30})"
    r"\s*\([^()]*$"
)
#: A current at which something ends, which is no current of a step.
AN_END = re.compile(
    r"\b(?:until|dropped|drops|fell|falls|fallen|decayed|decreased|below|reached|reaches|cut-?off|down to)\b"
    r"[^.;,]{0,40}$",
    re.IGNORECASE,
)
#: to 2.6 V (cut-off: 0.01C)
CUT_OFF_CURRENT = re.compile(
    r"\b(?:cut-?off(?: current)?|termination(?: current)?|until the current|current (?:dropped|fell|decayed|"
    r"falls) (?:to|below))\b"
    r"[^.;,\d]{0,25}$",
    re.IGNORECASE,
)
#: A rest that comes again in each cycle.
BETWEEN_HALVES = re.compile(
    r"\b(?:after|between|following|separat\w+)\b[^.;]{0,25}\b(?:each|every|half[- ]?cycles?|charge and discharge|"
    r"(?:dis)?charge steps?|half)\b|\brest (?:step )?separated\b",
    re.IGNORECASE,
)


def once(sentence: Sentence, within: list[Stated], draft: Draft) -> list[Stated]:
    """Rates without those that say in brackets what the one before is: ``83.5 mA/g (0.05C)``."""
    kept: list[Stated] = []
    again: Stated | None = None  # … with 0.1C; 0.1C corresponds to 0.26 mA/cm2
    for one in within:
        finite = re.match(r"\s*(?:corresponds|equals|is (?:equal|equivalent))\b", sentence.text[one.end :])
        if finite is not None and one.text in [each.text for each in quantities(sentence.text[: one.start])]:
            again = one
            sentence.take(one.start, one.end)
        elif again is not None and _SAME_RATE.fullmatch(sentence.text[again.end : one.start]):
            draft.set_aside(one.text, "one current in two units", sentence.around(again.start, one.end))
            sentence.take(one.start, one.end)
        elif (
            kept
            and kept[-1].dimension != one.dimension
            and _SAME_RATE.fullmatch(sentence.text[kept[-1].end : one.start])
        ):
            draft.set_aside(one.text, "one current in two units", sentence.around(kept[-1].start, one.end))
            sentence.take(one.start, one.end)
        else:
            kept.append(one)
    return kept


def is_passed(sentence: Sentence, count: re.Match[str]) -> bool:
    """Whether cycles are those before a change, as in ``after five cycles, the rate was raised``."""
    before, after = sentence.text[: count.start()], sentence.text[count.end() :]
    return re.search(r"\b(?:after|every)\s+(?:the\s+)?(?:first\s+)?$", before, re.IGNORECASE) is not None and (
        re.match(r"\s*,", after) is not None
    )


def number_of(count: re.Match[str] | None) -> str:
    """The number of cycles as digits; empty where none is stated."""
    if count is None:
        return NOT_STATED
    if count["first"]:
        return "1"
    if count["twice"]:
        return "2" if count["twice"].lower() == "twice" else "3"
    word = count["word"] or count["next"]
    return _COUNTS.get(word.lower(), word) if word else count["number"].replace(",", "")
