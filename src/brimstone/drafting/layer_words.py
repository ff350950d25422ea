"""What the words near a number, or near the name of a layer, say of it."""

import math
import re

from brimstone.drafting.mentions import Mention
from brimstone.drafting.text import Sentence, Stated
from brimstone.errors import BrimstoneError
from brimstone.units import NUMERAL, numbers, parse_stated

#: on carbon-coated Al (16 um), on carbon paper (0.19 mm)
COLLECTOR = (
    r"\b(?:Al|[Aa]lumini?um|carbon (?:paper|cloth|felt)|[Ss]tainless[- ]steel|[Ss]teel|SS|Ni|[Nn]ickel|Cu|copper)"
    r"(?:\s+(?:foil|mesh|foam|dis[ck]|current collector))*\s*\(\s*(?:thickness:?\s*)?$"
)
#: 15-um-thick Al foil
COLLECTOR_BEHIND = (
    r"[\s-]*(?:(?:thick|of)[\s-]+)*(?:(?:(?:carbon|C)-(?:coated|primed)|primed)\s+)?"
    r"(?:Al\b|alumini?um\b|Ni\b|nickel\b|Cu\b|copper\b|stainless[- ]steel)"
)
#: 16 mm diameter (membrane), 14 mm (cathode) and 15.6 mm (Li)
IN_BRACKETS = re.compile(
    r"\s*(?:in\s+)?(?:diameter\s*)?\((?:the\s+)?(?:(?P<cathode>cathodes?|positive electrodes?)|"
    r"(?P<separator>(?:\w+ )?(?:membranes?|separators?|films?|electrolytes?))|"
    r"(?P<anode>anodes?|Li\b(?!-)|[Ll]ithium|Li-In|In\b(?!-)|[Ii]ndium))"
)
#: Hybrid garnet cells: what is said in a heading is no layer.
HEAD = re.compile(r"^[A-Z][\w -]{2,50}\b(?:cells?|batter(?:y|ies)):\s", re.IGNORECASE)
#: 4 mg of cathode composite: what is put into the cell, not what goes into the mill
PUT_IN = re.compile(
    r"\s*(?:of\s+)?(?:the |this )?(?:cathode|composite cathode|catholyte|positive electrode)\b(?! active)"
)
_ROUNDED = 0.1  # of an area
_NO_ANODE_METAL = r"\b(?:Cu|[Cc]opper|Ag-C|Ag/C|Ag|Au|Ni|stainless steel|sputter\w+|coating|interlayer)\b"

_ELECTRODES = re.compile(
    r"\b(?:(?P<anode>[Aa]nodes?|(?:[Nn]egative|[Cc]ounter) electrodes?|(?:graphite|silicon|Si|Ag[-/]C) electrodes?)|"
    r"[Cc]athodes?|[Pp]ositive electrodes?|[Ss]ul(?:f|ph)ur|Li2S|SPAN)\b"
)


def clause_of(sentence: Sentence, one: Stated) -> str:
    """The words near a number, within its part of a sentence."""
    left = max(sentence.text.rfind(";", 0, one.start) + 1, one.start - 60, 0)
    cells = re.search(r",\s+and (?=(?:the )?cells? (?:ran|was|were|is)\b)", sentence.text[left : one.start])
    left = left if cells is None else left + cells.end()
    further = re.compile(r";|\band (?=(?:then )?(?:operated|cycled|tested|kept|held)\b)").search(sentence.text, one.end)
    right = further.start() if further is not None else -1
    return sentence.text[left : min(one.end + 40, right if right >= 0 else len(sentence.text))]


def fills(sentence: Sentence, mention: Mention) -> bool:
    """Whether an electrolyte is what another one was filled with: 10 wt% LLZO nanofibres."""
    return (
        sentence.topic == "electrolyte"
        and mention.electrolyte is not None
        and re.search(r"%\s+(?:of\s+)?(?:the\s+)?$", sentence.text[: mention.start]) is not None
        and re.match(r"[\s-]*(?:nano|fib|particle|filler|powder)", sentence.text[mention.end :]) is not None
    )


def is_sintered(sentence: Sentence, mention: Mention) -> bool:
    """Whether an electrolyte is the one that a sentence says was sintered to a pellet."""
    verb = re.search(r"\b(?:was|were|is|are)\b", sentence.text)
    made = sentence.has("obtained|prepared|synthesi[sz]ed|precursors?|dissolv")
    return sentence.has("sinter") and not made and verb is not None and mention.end <= verb.start()


def bounds_of(text: str) -> list[float]:
    """The numbers of a quantity, two where it is a range."""
    return [abs(numbers(one)[-1]) for one in re.findall(NUMERAL, text.split("±")[0])]


def of_a_collector(sentence: Sentence, one: Stated) -> bool:
    """Whether the metal named last before a thickness, or right after it, is none that holds lithium."""
    if re.match(r"\s*(?:of\s+)?(?:Li|lithium)\b", sentence.text[one.end :]):
        return False
    if re.match(rf"[\s-]*(?:thick[\s-]+)?(?:{_NO_ANODE_METAL})", sentence.text[one.end :]):
        return True
    named = list(re.finditer(rf"{_NO_ANODE_METAL}|\b(?:Li|[Ll]ithium|In|[Ii]ndium)\b", sentence.text[: one.start]))
    return bool(named) and re.fullmatch(_NO_ANODE_METAL, named[-1][0]) is not None


def is_of_anode(sentence: Sentence, one: Stated, named: str | None) -> bool:
    """Whether an areal capacity is that of the anode, by the layer named for it or by the words right behind it."""
    behind = re.match(
        r"\s*(?:for|of|at|on|by)\s+(?:the\s+|an?\s+)?(?:(?!and\b|cathode)[\w/-]+\s+){0,2}?"
        r"(?P<of>anodes?|negative|counter|cathodes?|positive)\b",
        sentence.text[one.end :],
    )
    if behind is not None:
        return re.match("anode|negative|counter", behind["of"]) is not None
    last = list(_ELECTRODES.finditer(sentence.text[: one.start]))
    if last:
        return last[-1]["anode"] is not None
    return named == "anode" or (named is not None and sentence.topic == "anode")


def is_lithium_beside(sentence: Sentence, one: Stated, material: object) -> bool:
    """Whether a thickness is of lithium that lies beside an anode of another material."""
    if sentence.has("pre-?lithiat"):
        return True
    if material is None or re.match(r"(?:Li|[Ll]ithium)(?: (?:metal|foil|anode))*$", str(material)):
        return False
    return re.match(r"[\s-]*(?:thick\s+)?(?:of\s+)?(?:Li|lithium)\b(?!-)", sentence.text[one.end :]) is not None or (
        re.search(
            r"\b(?:Li|[Ll]ithium)(?: metal)?(?: (?:foil|dis[ck]|sheet|chip))?\s*[(,]\s*$", sentence.text[: one.start]
        )
        is not None
    )


def same_area(diameter: str, area: str) -> bool:
    """Whether a diameter and an area are of one circle, to a tenth."""
    try:
        circle = parse_stated(diameter, "length").si ** 2 * math.pi / 4
        return abs(circle / parse_stated(area, "area").si - 1.0) < _ROUNDED
    except BrimstoneError:
        return False


def is_lower(known: str, value: str) -> bool:
    """Whether a pressure is lower than another; a load on an unknown area is not known to be."""
    try:
        return parse_stated(known, "pressure").si < parse_stated(value, "pressure").si
    except BrimstoneError:
        return False


def is_crossed(sentence: Sentence, one: Stated) -> bool:
    """Whether a length is one side of a size such as 20 x 30 mm."""
    return bool(
        re.match(r"\s*(?:[x×]|by\s+\d)", sentence.text[one.end :])
        or re.search(r"(?:[x×]|\bby)\s*$", sentence.text[: one.start])
    )


def is_sized(sentence: Sentence, mention: Mention) -> bool:
    """Whether a mass or a thickness stands beside the name of a layer."""
    size = rf"{NUMERAL}\s*(?:mg|g|[uμm]m)\b"
    after = re.match(rf"\s*\(?[~a-z. ]*{size}", sentence.text[mention.end :])
    return bool(after or re.search(rf"{size}\s+(?:of\s+)?$", sentence.text[: mention.start]))


_OF_A_POWDER = re.compile(
    r"(?:D50|d50|D90|x50|particles?|grains?|fib(?:er|re)s?|powders?|nano\w*|sized?)\b[^;.]{0,25}$|"
    r"\b(?:\w+-)?(?:mill|ground|grind|siev|crush|pulveri)\w*\b[^.;,]{0,30}\bto\s+(?:<|below |under |less than |"
    r"about )?\s*$|"
    r"\bsub-$"
)
_TABS = r"(?:wires?|tags?|tabs?|lugs?|spacers?)"
_NO_LAYER = re.compile(rf"\b{_TABS}\b[^.;]{{0,25}}$", re.IGNORECASE)
_NO_LAYER_BEHIND = re.compile(rf"[\s-]*(?:thick |wide )?(?:\w+ ){{0,2}}{_TABS}\b", re.IGNORECASE)


def is_of_a_powder(sentence: Sentence, one: Stated) -> bool:
    """Whether a length is how fine a powder is: milled to below 10 um, of D50 = 3 um."""
    return _OF_A_POWDER.search(sentence.text[: one.start]) is not None


def is_of_no_layer(sentence: Sentence, one: Stated) -> bool:
    """Whether a length is of a wire, a tab or a spacer."""
    before, after = sentence.text[: one.start], sentence.text[one.end :]
    return _NO_LAYER.search(before) is not None or _NO_LAYER_BEHIND.match(after) is not None
