"""How layers of an experimental section were pressed, and the foils that they lie on."""

import re

from brimstone.drafting.loadings import tidy
from brimstone.drafting.notes import Draft
from brimstone.drafting.text import WARM, Sentence, Stated, degrees
from brimstone.units import NUMERAL

#: What is told of a cell at work, and of a press.
OPERATING = re.compile(
    r"stack pressure|operati(?:ng|on)|external pressure|constant pressure|(?:applied|uniaxial) pressure|"
    r"(?:during|for) (?:the )?(?:cycling|test|measurement|operation)|tested|cycled|cycling|measured|measurements|"
    r"operated|maintained|held at|frames?\b|fixture|clamped|testing|\br[au]n at\b|\bbetween (?:\w+ ){0,2}plates\b|"
    r"\bheld\b[^.;]{0,40}\bat\b|screws?\b|pressure (?:on|of) the (?:cell|stack)|"
    r"(?:cell|stack|assembly) (?:was|were|is) (?:then )?(?:kept|held|fixed)|\btests?\b|tighten|torque|springs?\b|"
    r"\bfoam plates?|exerted|restrain\w*|screwed|\bjigs?\b|(?:put|placed|kept|held|run|operated) under",
    re.IGNORECASE,
)
SURELY_OPERATING = r"restrain|foam plate|\bjig|stack pressure|external|operat|tested|cycl|frame|screws|springs"
PRESSING = r"press(?:ed|ing)|compact|densif|pelleti|calender|squeez|consolidat|compress"
_LONG = rf"{NUMERAL}\s*(?:s(?:ec(?:onds?)?)?|min(?:utes?)?|h(?:ours?)?)\b"
#: and 85 °C for 30 min, for 5 min at room temperature: how warm, and how long it was pressed
_HELD = re.compile(
    rf"\s*\((?:(?P<inside>{WARM})\s*,\s*)?(?P<bracket>{_LONG})\)|"
    rf"(?:\s*(?:,|and|at|/)\s*(?:at\s+)?(?P<warm>{WARM})(?=\s*(?:for|,|\.|;|\)|to\b|before\b|$)))?"
    rf"(?:(?:\s+(?:was|were)\s+\w+ed)?\s*(?:for|,|over|during)\s*(?P<time>{_LONG})(?:\s+at\s+(?P<late>{WARM}))?)?"
)
#: pressed for 5 min at 80 °C and 300 MPa
_HELD_BEFORE = re.compile(
    rf"press(?:ed|ing)\s+(?:\w+ly\s+)?(?:(?:on|onto|to) (?:it|the \w+) )?"
    rf"(?:for\s+(?P<time>{_LONG})\s+)?(?:at\s+(?P<warm>{WARM})(?:\s+and)?\s+)?"
    r"(?:(?:at|under|with|to)\s+)?(?:an?\s+pressure\s+of\s+)?$"
)
_FOIL = re.compile(
    r"\b(?:(?P<In>In|[Ii]ndium)|(?P<Li>Li|[Ll]ithium))\b(?![-/])(?: (?:foil|dis[ck]|sheet|metal)s?)?\s*\([^()]*$"
)
_WEIGHED_FOIL = re.compile(
    r"\b(?P<metal>Li|[Ll]ithium|In|[Ii]ndium)(?![-/\w])(?: (?:foil|dis[ck]|metal|piece|chip)s?)?\s*(?:\(\s*|of (?"
    r":about |ca\.? |~)?)$"
)
_WEIGHED_METAL = re.compile(r"\s+(?:of\s+)?(?P<metal>Li|lithium|In|indium)(?![-/\w])(?: (?:foil|metal|pieces?))?\b")
_METALS = (
    r"(?:(?P<copper>Cu|[Cc]opper)|(?:(?:(?:[Cc]arbon|C)[- ](?:coated|primed)|primed)\s+)?"
    r"(?:Al|[Aa]lumini?um|[Cc]arbon (?:paper|cloth|felt)|Ni|[Nn]ickel|[Ss]teel|"
    r"[Ss]tainless[- ]steel|[Gg]raphite foil))\b"
    r"(?!\s+(?:anode|mesh|alloy)|-)"
)
_FOIL_BEHIND = re.compile(rf"[\s-]*(?:thick[\s-]+|of\s+)?{_METALS}")
_FOIL_BEFORE = re.compile(
    rf"{_METALS}(?:\s+(?:foil|collector|current collector|substrate|sheet)s?)*\s*[(,]?\s*"
    r"(?:(?:with a |of )?thickness(?: of)?:?\s*|of\s+)?$"
)
_NAMED = re.compile(r"(?P<Li>Li|[Ll]ithium)(?![-\w])|(?P<In>In|[Ii]ndium)(?![-\w])")


def held_at(sentence: Sentence, one: Stated) -> re.Match[str] | None:
    """The words beside a pressure that tell how warm, and how long something was pressed."""
    after = _HELD.match(sentence.open, one.end)
    return after if after is not None and after[0] else _HELD_BEFORE.search(sentence.open[: one.start])


def how_pressed(sentence: Sentence, held: re.Match[str] | None) -> dict[str, str]:
    """How long and how warm something was pressed, taken out of the sentence."""
    if held is None:
        return {}
    groups = held.groupdict()
    warm = groups["warm"] or groups.get("late") or groups.get("inside")
    stated = {
        "pressing_time": groups["time"] or groups.get("bracket"),
        "pressing_temperature": degrees(warm) if warm else None,
    }
    for name in ("time", "warm", "late", "inside", "bracket"):
        if groups.get(name):
            sentence.take(*held.span(name))
    return {field: value for field, value in stated.items() if value}


def foil_before(sentence: Sentence, one: Stated, named: str) -> str | None:
    """The metal of the foil that a length is of: the one whose brackets it stands in, else that of the noun."""
    metal = _FOIL.search(sentence.text[: one.start]) or _NAMED.match(named)
    return None if metal is None else metal.lastgroup


def foil_weighed(sentence: Sentence, one: Stated) -> str | None:
    """The metal of the foil that a mass is of: Li (1 mg), a lithium foil of about 1.5 mg; None where it is of none."""
    metal = _WEIGHED_FOIL.search(sentence.text[: one.start]) or _WEIGHED_METAL.match(sentence.text, one.end)
    return None if metal is None else ("In" if metal["metal"].lower().startswith("in") else "Li")


def place_foil(sentence: Sentence, one: Stated, draft: Draft) -> None:
    """Place how thick the collector is that is named beside a length; another one is set aside."""
    words = sentence.around(one.start, one.end)
    metal = _FOIL_BEHIND.match(sentence.text, one.end) or _FOIL_BEFORE.search(sentence.text[: one.start])
    if metal is None:
        draft.set_aside(one.text, "thickness of a collector, or of a layer on it", words)
    elif metal["copper"]:
        draft.place("anode.collector.material", "Cu", words)
        draft.place("anode.collector.thickness", tidy(one.text), words)
    else:
        draft.place("cathode.collector.thickness", tidy(one.text), words)
