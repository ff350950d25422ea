"""Layers of a cell as a sentence names them, and what stands there only as a place."""

import itertools
import re
from dataclasses import dataclass

from brimstone.drafting.anode import ANODE
from brimstone.drafting.names import materials
from brimstone.drafting.text import Sentence, Stated

_OF_A_LAYER = r"(?:electrolyte|powder|pellet|layer|membrane|film|separator)"
_KINDS = {
    "anode": rf"{ANODE}|anodes?\b|negative electrode|counter electrode",
    "whole": r"(?i:(?:whole |entire |three-layer(?:ed)? |trilayer |bilayer )?"
    r"(?:stack|assembly|sandwich|trilayer|bilayer(?! separator)|everything|(?<=the )whole(?! cell)|"
    r"(?<=the )layers(?= (?:\([^()]*\) )?(?:were|are) (?:then )?(?:stacked|assembled|laminated))|"
    r"all (?:the )?(?:\w+ )?(?:layers|sheets|parts|films)|"
    r"both(?= (?:layers )?(?:were|was|are))|"
    r"(?<!press )(?<!press-)cells?)\b(?! (?:diameter|sleeve|body|cas(?:e|ing)|housing|holder|die|mou?ld|tube|"
    r"cylinder)))",
    "cathode": r"(?i:(?:cathode|positive|composite|active|sulfur)"
    r"(?: (?:composite|cathode|electrode|layer|powder|material|mixture|mix))+s?\b|"
    r"(?:S|Li2S|SeS2|SPAN|sulfur) (?:blend|mixture|composite)\b|cathodes?\b|catholyte(?: mixture| powder)?\b(?!-side)|"
    r"(?:nano)?composites?\b|(?<!\w )dis[ck]s?\b(?= of| with)|"
    r"(?<!negative )(?<!counter "
    r")electrodes?\b|slurry|"
    r"(?:this|that|the) mixture\b|(?<=resulting )powders?\b|(?<=obtained )powders?\b|(?<=mixed )powders?\b)",
    "separator": rf"(?i:(?:solid |bilayer )?(?:electrolyte|separators?|SE|SSE)(?: {_OF_A_LAYER})?\b|"
    r"pellets?\b|membranes?\b|celgard(?: \d+)?\b|glass-ceramics?\b|(?<=mg of )glass\b|"
    r"(?<=the )glass\b(?! (?:vial|tube|die|plate|jar))|films?\b)",
}
_REST_OF_NAME = re.compile(rf"(?:[\s-](?:solid )?{_OF_A_LAYER}s?\b)*")
_MENTION = re.compile("|".join(f"(?P<{kind}>(?<![\\w-])(?:{words}))" for kind, words in _KINDS.items()))
#: Where something is put, which is not what the next number is of.
PLACE = re.compile(
    r"\b(?:on|onto|over|upon|to|against|atop|facing|towards?)\s+"
    r"(?:(?:the\s+)?(?:top|surface|(?:(?:one|(?:the )?other|(?:the )?opposite|each)\s+(?:side|surface|face)))"
    r"(?:\s+of)?\s*)?(?:the\s+|a\s+)?(?:other\s+)?(?:pressed\s+)?(?:solid\s+)?"
    r"(?:pellet|separator|electrolyte(?:\s+(?:layer|pellet))?|anode|cathode(?:\s+(?:layer|side))?)?\b|"
    r"\((?:at |on |facing )?(?:the )?(?:cathode|anode)(?: side)?\)",
    re.IGNORECASE,
)
#: Words between "onto" and the name of a layer.
_ATTRIBUTE = r"(?:top|one|the|an?|other|opposite|side|face|surface|of|each|pre\w+|\w+ed|solid)"


@dataclass(frozen=True, slots=True)
class Mention:
    """A layer as a sentence names it, with its electrolyte where that is the name."""

    kind: str
    words: str
    start: int
    end: int
    electrolyte: str | None = None


def mentions_in(text: str) -> list[Mention]:
    """Every layer of the cell that a text names, in the order in which they stand there."""
    found = []
    for one in materials(text):
        if one.kind == "electrolyte" and not re.search(
            r"\b(?:no|without)\s+(?:\w+\s+)?$", text[: one.start], re.IGNORECASE
        ):
            end = one.end + len(str(_REST_OF_NAME.match(text, one.end)[0]))  # type: ignore[index]  # it fits anything
            found.append(Mention("separator", text[one.start : end], one.start, end, one.words))
    taken = [(one.start, one.end) for one in found]
    for match in _MENTION.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            found.append(Mention(str(match.lastgroup), match[0], match.start(), match.end()))
    found.sort(key=lambda one: one.start)
    return [
        one
        for one, following in itertools.zip_longest(found, found[1:])
        if not (  # the solid electrolyte Li3PS4
            following is not None
            and one.kind == following.kind == "separator"
            and one.electrolyte is None
            and following.electrolyte is not None
            and re.fullmatch(r"\s*\(?\s*", text[one.end : following.start])
        )
        and not (  # argyrodite (Li6PS5Cl)
            following is not None
            and one.electrolyte is not None
            and following.electrolyte is not None
            and re.fullmatch(r"\s*\(\s*", text[one.end : following.start])
        )
    ]


def is_liquid(sentence: Sentence, mention: Mention) -> bool:
    """Whether an electrolyte is a liquid that something was wetted with, and no layer of its own."""
    if not re.search(r"\bM\b|mol|liquid|\bDOL\b|\bDME\b|TEGDME|tetraglyme", mention.words):
        return False
    before, after = sentence.text[: mention.start], sentence.text[mention.end :]
    return bool(
        re.search(r"(?:immersed|soaked|swollen|wetted|impregnated|dropped|filled|activated)\b[^.;]{0,30}$", before)
        or re.search(r"[μmu][lL]\s+(?:of\s+)?(?:an?\s+|the\s+)?$", before)
        or re.match(r"[^.;]{0,60}\b(?:dropped|added|injected|used per cell|wetted)\b", after)
    )


def is_place(sentence: Sentence, mention: Mention, one: Stated) -> bool:
    """Whether a layer is what something else was put onto, unless the number follows it in brackets."""
    between = sentence.text[mention.end : one.start]
    if "(" in between and ")" not in between:
        return False
    before = sentence.text[max(0, mention.start - 60) : mention.start]
    return (
        re.search(rf"\b(?:on|onto|to|over|upon|atop|against)\s+(?:{_ATTRIBUTE}\s+)*$", before, re.IGNORECASE)
        is not None
    )


def is_aside(sentence: Sentence, mention: Mention, one: Stated) -> bool:
    """Whether a layer stands in brackets that are closed before the number."""
    between = sentence.text[mention.end : one.start]
    return ")" in between and "(" not in between.partition(")")[0] and "(" in sentence.text[: mention.start]
