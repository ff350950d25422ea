"""Sentences of an experimental section, and the numbers that stand in them."""

import functools
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from brimstone.errors import BrimstoneError
from brimstone.recipe.words import COUNTED, hours_in_figures
from brimstone.units import NUMERAL, parse_stated, plain

#: Where a number begins: after no letter or digit, and not as the exponent of cm-2.
BEGIN = r"(?<![\w.])(?<![A-Za-z]-)(?<![a-zL]\^-)"
#: How warm something was, a temperature or that of the room.
WARM = rf"(?:{NUMERAL}\s*°\s*C\b|(?:room|ambient) temperature|\bRT\b)"
_ROUGH = r"(?:(?:~|≈|ca\.?|about|approximately|approx\.?|around|roughly)\s*)?"
_RANGE = rf"{NUMERAL}(?:\s*(?:±|\+/-|-|~|to)\s*{NUMERAL})?"
_PER_AREA = r"\s*(?:(?:/|per)\s*cm\^?2|[·*.]?\s*cm\^?-2)"
_PER_GRAM = (
    r"\s*(?:/\s*g(?:\s?_?\(?(?:S|Li2S|SeS2|SPAN|sulfur)\)?)?|[·*]?\s*g\s?_?\(?(?:S|Li2S|SeS2|SPAN|AM|"
    r"sulfur)?\)?\s?\^?-1|"
    r"per\s+g(?:ram)?(?:\s+(?:of\s+)?(?:S|Li2S|SPAN|sulfur)\b)?)"
)
#: What a mass may be of, within its unit: mg(S) cm-2.
_WEIGHED = r"(?:S8?|Li2S|SeS2|SPAN|sulfur|sulphur|composite|electrode|cathode|active material|CAM|AM)"
#: What makes another unit of one, such as /cm2.
_COMPOUND = r"(?:\s*/\s*[A-Za-z]+\d?|\s*[·*]?\s*(?:[cm]?m|m?g|s|min|m?L|h)\^?-\d)"
#: Dimension -> its units; the first that fits counts, so that mg/cm2 is no mass.
_UNITS = {
    "areal charge": rf"mA\s?[·*.]?\s?h{_PER_AREA}",
    "specific charge": rf"mA\s?[·*.]?\s?h{_PER_GRAM}",
    "current density": rf"[mμu]?A{_PER_AREA}",
    "specific current": rf"m?A{_PER_GRAM}",
    "areal mass": rf"mg(?:[\s_-]*\(?(?:of\s+)?{_WEIGHED}\)?)?" + _PER_AREA,
    "current": r"[mμu]A(?!\s?[·*.]?\s?h\b)",
    "conductivity": r"(?:[mμu]?S|(?:ohm|Ω)\s?\^?-1)\s*(?:/\s*cm|[·*.]?\s*cm\^?-1)",
    "voltage rate": r"mV\s*(?:/\s*s|s\^?-1)",
    "specific volume": r"(?:[uμ][Ll]\s*(?:(?:/|per)\s*mg|mg\^?-1)|m[Ll]\s*(?:(?:/|per)\s*g|g\^?-1))"
    r"(?:\s*_?\(?(?:of\s+)?(?:S|sulfur|sulphur)\)?(?!\w))?",
    "concentration": r"m?mol\s*(?:/\s*L|L\^?-1)|m?M(?![\w/])",
    "rotation": r"rpm|(?:r(?:ev)?\s*)?[·*]?\s*min\^?-1|r(?:ev)?\s*/\s*min",
    "frequency": r"[mkM]?Hz",
    "pressure": rf"[MGk]Pa|bar|atm|psi|(?:tonnes?|tons?|t|kN){_PER_AREA}",
    "load": r"tonnes?|tons?|t|kN",
    "temperature": r"°\s*C|degC|K",
    "rate": r"C(?:\s*/\s*\d+(?!\.?\d))?(?![\w°])",
    "area": r"[cm]m\s*\^?2",
    "torque": r"N\s?[·*.]?\s?m(?!\w)",
    "length": r"(?:[uμnmc]m|microns?|Å)(?!\s?\^?-\d)",
    "volume": r"[mμu]?L|[mμu]l",
    "mass": r"mg|g|μg",
    "energy": r"[kM]?eV",
    "voltage": r"[mk]?V",
    "time": r"hours?|hrs?|h|minutes?|mins?|min|seconds?|sec|s|days?|d",
    "purity": r"ppm|ppb|N(?!\w)",
    "share": r"(?:wt|vol|mol|at|w)?\.?\s*-?\s*%|parts?(?: by (?:mass|weight))?",
    "other": rf"[A-Za-zμ]+{_COMPOUND}",
}
#: Dimensions of what drives a step.
DRIVES = ("rate", "current density", "specific current", "current")
_BY_DIMENSION = "|".join(f"(?P<{name.replace(' ', '_')}>(?:{units})(?!{_COMPOUND}))" for name, units in _UNITS.items())
_QUANTITY = re.compile(
    rf"{BEGIN}(?:(?<!C/)|(?=[\d.]+\s?C\b))(?:\((?P<enclosed>{_RANGE})\)|"
    rf"(?P<number>{_ROUGH}{_RANGE}))[\s-]*(?:{_BY_DIMENSION})(?![A-Za-z0-9])"
)
_MOLAR_MASS = re.compile(rf"\bM[wn]\s*[=:≈~]?\s*({NUMERAL})(?!\s*(?:g|k?Da)\b)")
_ACCURACY = re.compile(r"(?<![\d.] )(?<![\d.])(?:±|\+/-)\s*$")
_INCH = re.compile(
    r"(?<![\w.])(?:(?P<over>\d)\s*/\s*(?P<under>\d+)|(?P<number>\d+(?:\.\d+)?))[\s-]*(?:inch(?:es)?|"
    r"in\.(?= [A-Z(a-z])(?! Hg\b))"
)
_UNIT_AFTER_A_POINT = r"mg|mm|mA|V|MPa|mL|M|h|min|C|mol|g|cm|nm|wt"
_MM_PER_INCH = 25.4
_ONE_OVER = re.compile(r"(?<![\w.°])(?<!° )(?:C\s*/\s*\d+(?:\.\d+)?)(?![A-Za-z0-9]|\.\d|\s*C\b)")
_THEN = r"(?:,\s*(?:and\s+)?|and\s+)(?:(?:again|then|finally|(?:back|again|returning|finally) to)\s+)?"
_RATES = re.compile(rf"{BEGIN}(?<!C/)((?:{NUMERAL}\s*{_THEN})+)({NUMERAL})\s*C(?![\w°/])")
#: A number with any unit: of those known here, or another one.
_ANY_UNIT = (
    r"(?:[kMGmcdμunp]?(?:g|m|s|A|V|W|J|N|Pa|L|l|mol|Hz|Ω|ohm|eV|F|S|M|Da|cal|h|Wh)|K|C|psi|torr|Torr|mbar|min|"
    r"rpm|pp[mb]|°|%|days?|weeks?|years?|sccm|phr|Å)"
)
_ODD = re.compile(
    rf"(?<![\w.,:/·-])(?:{NUMERAL}\s*[x×]\s*)*{NUMERAL}[\s-]?{_ANY_UNIT}(?:\^?\d)?(?:\s?[/·.*^-]?\s?(?:[kmcμn]?"
    rf"[gmLslhK]|min|cm|mol)\s?\^?-?\d?)*(?![\w])"
)
#: 0.26, 0.64 and 1.3 mA cm-2
_CURRENTS = re.compile(
    rf"{BEGIN}((?:{NUMERAL}\s*{_THEN})+)({NUMERAL})\s*"
    rf"(?:(?P<by_area>[mμu]A{_PER_AREA})|(?P<by_mass>m?A{_PER_GRAM}))(?![A-Za-z0-9])"
)
#: 20, 50 or 100 MPa; 1.0, 1.1, and 1.2 mg cm-2; 30 and 60 °C: values of several samples or tests
_SEVERAL = re.compile(
    rf"{BEGIN}(?<!C/)(?<![A-Z] )(?<!isette )(?P<between>\b(?:between|"
    rf"from)\s+)?(?P<numbers>(?:{NUMERAL}\s*(?:,\s*(?:and\s+|or\s+)?|"
    rf"\b(?:and|or)\s+))+{NUMERAL})"
    rf"\s*(?:"
    + "|".join(
        f"(?P<{name.replace(' ', '_')}>{_UNITS[name]})"
        for name in ("areal mass", "pressure", "temperature", "rotation")
    )
    + r")(?![A-Za-z0-9])"
)
_ABBREVIATED = re.compile(
    r"(?:\b(?:wt|vol|ca|vs|no|approx|i\.e|e\.g|co|ltd|inc|fig|dia)|\d[\s-]in|^[\d.]+)\.$", re.IGNORECASE
)
#: LGPS/LPS (70 mg/30 mg)
_PAIRED = re.compile(
    rf"(?<![\w/])([A-Z\d][\w.-]*)\s?/\s?([A-Z\d][\w.-]*)\s*\(\s*({NUMERAL}\s*(?:mg|"
    rf"[uμm]m))\s*/\s*({NUMERAL}\s*(?:mg|[uμm]m))\s*\)"
)
#: 75%Li2S-24%P2S5-1%P2O5
_SHARES_OF_GLASS = re.compile(r"\d+\s?(?:mol)?%\s?Li2S(?:\s?[-·]\s?\d+\s?(?:mol)?%\s?[A-Z]\w+)+")
#: 1.9 mS cm-1 at 25 °C
_WARM = rf"(?:{_RANGE}\s*(?:°\s*C|degC|K)\b|RT\b|room temperature)"
_WARM_BEFORE = rf"(?:\s*\(\s*(?:at\s+)?{_WARM}\s*\)|\s+at\s+{_WARM})"
_CONDUCTIVITY = re.compile(
    rf"(?:σ|\b[Cc]onductivity)(?:\s+of\s+(?:the\s+)?[\w.-]+)?{_WARM_BEFORE}\s*(?:=|:|was|is|of|amounted to|reached)?\s*"
    rf"{_ROUGH}{_RANGE}(?:\s*[x×·*]\s*10\s?\^?-?\d+)?\s*(?:{_UNITS['conductivity']})|"
    r"(?:\b(?:with|has|had|having|showing|and)\s+)?(?:an?\s+|the\s+)?"
    r"(?:(?:room[- ]temperature|ionic|electronic|Li\+)\s+)*(?:conductivit(?:y|ies)\s*(?:of|is|was|:|=|,|~)?\s*)?"
    rf"{_ROUGH}{_RANGE}(?:\s*[x×·*]\s*10\s?\^?-?\d+)?\s*(?:{_UNITS['conductivity']})"
    rf"(?:,?\s*(?:at|and)\s+{_WARM}|,\s*{_WARM}|\s*\((?:at\s+)?{_WARM}\))?"
)
#: 15.6 mm x 0.45 mm: how wide and how thick a disc is
_DISC = re.compile(
    r"(?<![\d.])((?:[4-9]|[12]\d)(?:\.\d+)?\s?mm)\s*[x×]\s*((?:0\.\d+|[12](?:\.\d+)?)\s?mm|\d+\s?[uμ]m)\b(?!\s*[x×]|"
    r"\^?2)"
)
#: 0,8 mm: a decimal, whatever stands behind; 1,4 is one where a section writes others so
_DECIMAL_COMMA = re.compile(r"(?<![\d.,])0,\d+(?![\d.,]*\d)")
_ANY_COMMA = re.compile(r"(?<![\d.,:])(\d+),(\d+)(?!,?\d)")
_DECIMAL_POINT = re.compile(rf"(?<![\w.,-])\d+\.\d+\s?(?:{_UNIT_AFTER_A_POINT})\b")
#: four parts of S, one hundred parts by mass
_COUNTED_PARTS = re.compile(rf"\b(?:(?i:one )?(?i:hundred)|((?i:{'|'.join(COUNTED)})))(?= parts?\b)")
#: [0087]: the number of a paragraph of a patent
_PARAGRAPH = re.compile(r"(?:^|(?<=\s))\[\d{3,5}\]\s+")
#: 1.0 mol/L LiTFSI in DME:DOL
_ETHER = re.compile(
    r"(?<![\d.])1(?:\.0)?\s*(?:M\b|mol\s*(?:/\s*L|[·.*]?\s*(?:L|dm)\s?\^?-[13]))\s*(?:of\s+)?LiTFSI\s+(?"
    r":dissolved\s+)?in\s+"
    r"(?:an?\s+)?(?:\d:\d\s+)?(?:\(?(?:v/v|by volume)\)?\s+)?(?:mixture\s+of\s+)?(?:DOL\s*(?:/|:|-|and)\s*DME|"
    r"DME\s*(?:/|:|-|and)\s*DOL)\b"
)
#: 0.05C × 2, then 0.1C × 80: cycles at a rate
_TIMES = re.compile(r"(?<=\dC) ?[x×] ?(\d{1,4})\b(?!\.?\d| ?(?:C|[cm]?m)\b)")
_LONG_SOLVENTS = (
    (re.compile(r"\b1,3-?dioxolane\b(?:\s*\(DOL\))?", re.IGNORECASE), "DOL"),
    (re.compile(r"\b(?:1,2-?)?dimethoxyethane\b(?:\s*\(DME\))?", re.IGNORECASE), "DME"),
)
#: sulfur-impregnated Printex XE2
_FILLED_CARBON = re.compile(
    r"\b(?:sul(?:f|ph)ur|S)-(?:impregnated|infiltrated|infused|loaded|filled|melted)\s+(?=[A-Z])"
)
#: 0.1C for cycles 1-3 and 0.5C for cycle 4 to 50: as many cycles as that
_FROM_CYCLE = re.compile(r"(?:(?<=for )|(?<=\())cycles? (\d{1,4})\s*(?:-|to)\s*(\d{1,4})(?!\d|\.\d)")
#: heated to 155 °C for 12 h and 200 °C for 30 min
_TWO_HOLDS = re.compile(
    rf"\b((?P<verb>heated|annealed|treated) (?:at|to) {NUMERAL}\s*°\s*C for {NUMERAL}\s*(?:h|min)\w*),? and (?:at )?"
    rf"(?=({NUMERAL}\s*°\s*C for {NUMERAL}\s*(?:h|min)))"
)
#: from 140 um to 100 um
_UNIT_TWICE = re.compile(rf"\bfrom ({NUMERAL})\s?(?P<unit>[uμ]m|mm) to (?={NUMERAL}\s?(?P=unit)\b)")
#: a weight ratio of 65 to 30 to 5
_RATIO_IN_WORDS = re.compile(r"(?<=ratio )(?:of )?\d+(?:\.\d+)?(?: to \d+(?:\.\d+)?)+\b")
#: 125 um x 9 mm
_THICK_FIRST = re.compile(
    r"(?<![\d.x×])((?:\d{2,3}\s?[uμ]m|0\.\d+\s?mm))\s*[x×]\s*((?:[4-9]|1\d|2\d)(?:\.\d+)?\s?mm)\b(?!\s*[x×]|\^?2)"
)
#: 155 °C/8 h, 80 °C/12 h/vacuum
_HELD_FOR = re.compile(
    rf"({NUMERAL}\s?°\s?C)\s?/\s?({NUMERAL}\s?(?:h|min|d)(?:ours?|ays?|utes?)?\b)(\s?/\s?vac(?:uum)?\b)?"
)
_HOURS = {**COUNTED, "twelve": "12", "fifteen": "15", "twenty": "20", "thirty": "30", "sixty": "60"}
#: Five milligrams of the composite
_COUNTED_MASS = re.compile(rf"\b({'|'.join(COUNTED)})(?= mg\b)", re.IGNORECASE)
_COUNTED_TIME = re.compile(rf"\b({'|'.join(_HOURS)})(?=[ -](?:hours?|h|minutes?|min|days?)\b)", re.IGNORECASE)
#: Argyrodite Li5.5PS4.5Cl1.5, the garnet (Li6.4La3Zr1.4Ta0.6O12)
_CLASS = re.compile(r"\b([Aa]rgyrodite|[Gg]arnet)s?(?:-type)?(?: powder| electrolyte)?\s*\(?(Li[\d.]+[A-Z][\w.]*\w)")
#: Assembly of cells - The powder (…
_HEADED = re.compile(r"^([A-Z][A-Za-z/ -]{4,70}?) - (?=[A-Z])", re.MULTILINE)
#: A line that ends within a sentence.
_BROKEN_LINE = re.compile(r"[^.:;!?)\s][ \t]*\n[ \t]*[a-z]|[^\n]{61,}[^.:;!?)\s][ \t]*\n[ \t]*\S")
_LONGEST_IN_BRACKETS = 300  # a bracket that is never closed does not hold the rest of the section
_DEFINED = re.compile(r"(?<![A-Za-z\d])\(([A-Z][A-Za-z0-9]{1,7})\)(?!\d)")
#: Who sold a material, and how pure it is.
SUPPLIER = re.compile(
    r"[^()]*(?:\b9\d(?:\.\d+)?\s*%|Aldrich|Alfa|Merck|TCI|Wako|Sigma|Aladdin|Macklin|Timcal|Imerys|Goodfellow|Honjo|"
    r"MSE|NEI|purity)[^()]*|[A-Z][A-Za-z. ]+ (?:Material|Materials|Chemicals?|Corp\.?|Inc\.?|Co\.?|Ltd\.?)"
)
_MOLAR_PART = re.compile(r"(?:average )?(?:M[wvn]|molecular weight|viscosity-average)\b[^()]*")
_DIAMETER_AFTER = re.compile(
    r"[-\s]*(?:(?:in|inner|of|-)\s*)*(?:diameter|dia\b|die\b|mold|mould|wide)|[-\s]*\(?(?:inner )?diameter|"
    r"[-\s]+(?:PEEK|steel) die|[-\s]+(?:\w+[-\s]+){0,2}dis[ck]s?\b",
    re.IGNORECASE,
)
_DIAMETER_BEFORE = re.compile(
    r"(?:(?<!mm )(?<!mm-)(?<!mm in )diameter(?: of| was| is|:)?\s*[,=(]*|"
    r"(?<!mm )(?<!mm)[ØøϕφΦ⌀]\s*[,=(]*|(?<!mm )dia\.?\s*[=(]*)\s*$",
    re.IGNORECASE,
)
#: Abbreviations that each laboratory uses for another material.
_ANY_MATERIAL = {"SE", "SSE", "AM", "CAM", "CA", "SC", "CE", "ASSB", "ASSLSB", "ASSLSBs", "ASSBs"}


#: Digits of a number that no float holds, and no section means.
_ENDLESS = re.compile(r"[eE]\+?\d{3,}|\d{300,}")


@dataclass(frozen=True, slots=True)
class Stated:
    """A quantity in a sentence: its words, its dimension, and where it stands."""

    text: str
    dimension: str
    start: int
    end: int


class Sentence:
    """A sentence whose parts are taken out as they are understood; places in it stay what they are."""

    def __init__(self, text: str, *, begins: bool = False):
        self.text = text
        self.begins = begins  # whether a paragraph begins with it
        self.is_own = False  # whether it is told of one cell of several
        self.open = text
        self.composition = (0, 0)  # where the components of the cathode stand
        self.topic = ""  # what it is about

    def take(self, start: int, end: int) -> None:
        """Mark a part as understood."""
        self.open = self.open[:start] + " " * (end - start) + self.open[end:]

    def conductivities(self) -> list[re.Match[str]]:
        """Conductivities with the temperature they were measured at."""
        return [match for match in _CONDUCTIVITY.finditer(self.open)]

    def quantities(self, *dimensions: str) -> list[Stated]:
        """Quantities that are still open, of some dimensions or all."""
        return [one for one in quantities(self.open) if not dimensions or one.dimension in dimensions]

    def has(self, words: str) -> bool:
        """Whether whole words stand in the sentence."""
        return re.search(rf"\b(?:{words})", self.text, re.IGNORECASE) is not None

    def is_diameter(self, one: Stated) -> bool:
        """Whether a length is the diameter of something."""
        after, before = self.text[one.end :], self.text[: one.start]
        if not re.search("[mc]m$", one.text) or re.match(r"\s*[x×]|[\s-]*thick", after):
            return False
        return _DIAMETER_AFTER.match(after) is not None or _DIAMETER_BEFORE.search(before) is not None

    def around(self, start: int, end: int, reach: int = 45) -> str:
        """The words around a place, whole words only."""
        left = max(self.text.rfind(" ", 0, max(0, start - reach)) + 1, 0) if start > reach else 0
        right = self.text.find(" ", min(len(self.text), end + reach // 2))
        return self.text[left : right if right >= 0 else len(self.text)].strip(" ,;.")


def quantities(text: str) -> list[Stated]:
    """All quantities of a text, in the order in which they stand there."""
    return list(_quantities(text))


def odd_numbers(text: str) -> list[Stated]:
    """Numbers of a text with a unit that is of no dimension known here, such as m2 g-1 or a molar m."""
    known = quantities(text)
    return [
        Stated(match[0].strip(), "odd", *match.span())
        for match in _ODD.finditer(text)
        if not any(one.start < match.end() and match.start() < one.end for one in known)
    ]


@functools.lru_cache(maxsize=1024)
def _quantities(text: str) -> tuple[Stated, ...]:
    found: list[Stated] = []
    for match in _RATES.finditer(text):
        for number in re.finditer(NUMERAL, match[0]):
            start = match.start() + number.start()
            digits = number[0].rstrip(",.")
            found.append(Stated(f"{digits}C", "rate", start, start + len(digits)))
    for match in _CURRENTS.finditer(text):
        dimension, unit = (
            ("current density", match["by_area"]) if match["by_area"] else ("specific current", match["by_mass"])
        )
        for number in re.finditer(NUMERAL, match[1] + match[2]):
            start, digits = match.start() + number.start(), number[0].rstrip(",.")
            last = number.end() >= len(match[1] + match[2])
            end = match.end() if last else start + len(digits)
            found.append(Stated(f"{digits} {unit.strip()}", dimension, start, end))
    for match in _SEVERAL.finditer(text):
        given = [one.rstrip(",.") for one in re.findall(NUMERAL, match["numbers"])]
        unit = " ".join(match[str(match.lastgroup)].split())
        if match["between"] and len(given) == 2:
            words = f"{given[0]}-{given[1]} {unit}"
        else:
            words = f"{', '.join(given[:-1])} or {given[-1]} {unit}"
        found.append(Stated(words, str(match.lastgroup).replace("_", " "), match.start("numbers"), match.end()))
    for match in _INCH.finditer(text):
        inches = float(match["number"]) if match["number"] else float(match["over"]) / float(match["under"])
        found.append(Stated(f"{inches * _MM_PER_INCH:.5g} mm", "length", match.start(), match.end()))
    for match in _MOLAR_MASS.finditer(text):
        found.append(Stated(match[0], "other", match.start(), match.end()))
    for match in _ONE_OVER.finditer(text):
        found.append(Stated(match[0].replace(" ", ""), "rate", match.start(), match.end()))
    for match in _QUANTITY.finditer(text):
        dimension = str(match.lastgroup).replace("_", " ")
        if _ACCURACY.search(text, 0, match.start()):
            dimension = "accuracy"
        unit = " ".join(match[str(match.lastgroup)].split())
        words = f"{(match['number'] or match['enclosed']).strip()}{'' if dimension == 'rate' else ' '}{unit}"
        if dimension == "concentration" and re.fullmatch(r"\d{3,}\s?M", words):
            continue  # SPEX 8000M
        if not any(one.start < match.end() and match.start() < one.end for one in found):
            found.append(Stated(words, dimension, match.start(), match.end()))
    return tuple(sorted((one for one in found if not _ENDLESS.search(one.text)), key=lambda one: one.start))


def sentences(text: str) -> list[Sentence]:
    """Split a section into sentences, in keyboard characters, with each abbreviation as the name it stands for."""
    text = re.sub(r"(?<=\d)(\s?)[Mm]pa\b", r"\1MPa", plain(text).replace("r.p.m.", "rpm"))
    if _DECIMAL_COMMA.search(text) and not _DECIMAL_POINT.search(text):
        text = _ANY_COMMA.sub(r"\1.\2", text)
    for long, short in _LONG_SOLVENTS:
        text = long.sub(short, text)
    text = _ETHER.sub("1 M LiTFSI in DOL/DME", text)
    text = _FILLED_CARBON.sub("S@", _PARAGRAPH.sub("", text))
    text = re.sub(r"\bR\.\s?T\.", "RT", text)
    text = re.sub(r"(?<=[\dz])\s*(?:→|…|\.\.\.)\s*(?=[\d.]+\s?[mkM]?Hz\b)", "-", text)
    text = _HELD_FOR.sub(lambda match: f"{match[1]} for {match[2]}{' in vacuum' if match[3] else ''}", text)
    text = _TIMES.sub(r" (\1 cycles)", text)
    text = re.sub(r"(?<=\d)\s?(?:[oº]\s?|deg(?:rees?|\.)?\s)C(?:elsius)?\b", " °C", text)
    text = re.sub(r"\b(wt|vol|mol|at)\.?\s?-\s?%", r"\1%", text)
    text = re.sub(r"\s*\bper square cent(?:imet(?:re|er)s?)\b", "/cm2", re.sub(r"(?<=\w )milligrams?\b", "mg", text))
    text = re.sub(r"[\^_]\{([^{}]*)\}", r"^\1", text)
    text = _HEADED.sub(r"\1. ", text)
    text = _DISC.sub(r"\1, \2 thick", text)
    text = _FROM_CYCLE.sub(lambda match: f"{max(1, int(match[2]) - int(match[1]) + 1)} cycles", text)
    text = _UNIT_TWICE.sub(r"from \1 to ", text)
    text = _RATIO_IN_WORDS.sub(lambda match: re.sub(r"\s+to\s+", ":", match[0]), text)
    text = _THICK_FIRST.sub(r"\2, \1 thick", text)
    text = re.sub(r"(?<=\d )micromet(?:re|er)s?\b|(?<=\d )microns?\b", "um", re.sub(r"\s*\+/-\s*", " ± ", text))
    text = _TWO_HOLDS.sub(r"\1 and then \g<verb> to ", text)
    text = re.sub(r"\b(at|to) (\d{2,4}) degrees\b(?! ?[CFK]\b)", r"\1 \2 °C", text)
    text = _COUNTED_MASS.sub(lambda match: COUNTED[match[1].lower()], text)
    text = hours_in_figures(text)
    text = _COUNTED_TIME.sub(lambda match: _HOURS[match[1].lower()], text)
    text = _with_formula(text)
    text = re.sub(r"\bmetric (?=tons?\b|tonnes?\b)", "", text)
    text = text.replace("Li°", "Li")
    text = re.sub(r"\b(?:an|one) hour\b", "1 hour", text)
    text = _COUNTED_PARTS.sub(lambda match: COUNTED[match[1].lower()] if match[1] else "100", text)
    text = _SHARES_OF_GLASS.sub(lambda match: re.sub(r"\s?(?:mol)?%\s?", "", match[0]), text)
    text = re.sub(r"([ØøϕφΦ⌀])(?=\d)", r"\1 ", text)
    text = _PAIRED.sub(r"\1 (\3) and \2 (\4)", text)
    text = re.sub(r"^(?=.{1,60}$)(.*\w)[ \t]*$(?=\n\s*[A-Z])", r"\1.", text, flags=re.MULTILINE)  # a heading
    text = re.sub(r"(?<=[.)\w])\.\s*[\u2014\u2013-](?=[A-Z])", ": ", text)  # a heading and a dash
    text = "\n".join(" ".join(one.split()) for one in _paragraphs(text))
    text = _with_full_names(re.sub(r" ?\(([^()]*)\)", _without_supplier, text))
    return [
        Sentence(part, begins=number == 0)
        for paragraph in text.split("\n")
        for number, part in enumerate(_split(paragraph))
    ]


def _paragraphs(text: str) -> list[str]:
    """The paragraphs of a text: its lines, or what is between empty ones where lines are broken within sentences."""
    text = text.strip()
    return re.split(r"\n\s*\n" if _BROKEN_LINE.search(text) else r"\s*\n\s*", text)


def _with_formula(text: str) -> str:
    """Put the formula in the place of the class of electrolytes that a section names with it: ``argyrodite``."""
    found = {(match[1].lower(), match[2]) for match in _CLASS.finditer(text)}
    for name, formula in found if len({name for name, _ in found}) == len(found) else ():
        text = re.sub(
            rf"(?<![\w-])(?i:{name})s?(?![\w-])(?! (?:powder |electrolyte )?\(?Li)(?! cells?\b)", formula, text
        )
    return text


def suppliers(text: str) -> list[str]:
    """What `sentences` leaves out of brackets that hold a number: who sold a material, and how pure it is."""
    left = []
    for bracket in re.finditer(r"\(([^()]*)\)", plain(text)):
        kept = _without_supplier(bracket)
        left += [
            part
            for part in re.split(r"\s*[,;]\s*", bracket[1])
            if part not in kept and (quantities(part) or re.search(r"\d", part))
        ]
    return [" ".join(part.split()) for part in left]


def _without_supplier(bracket: re.Match[str]) -> str:
    """Leave out who sold a material and how pure it is; its size stays."""
    kept = [
        part
        for part in re.split(r"\s*[,;]\s*", bracket[1])
        if not _MOLAR_PART.fullmatch(part)
        and (not SUPPLIER.fullmatch(part) or {one.dimension for one in quantities(part)} - {"share", "purity"})
    ]
    if len(kept) == len(re.split(r"\s*[,;]\s*", bracket[1])):
        return bracket[0]
    return (
        f" ({', '.join(kept)})"
        if quantities(", ".join(kept)) or _DEFINED.fullmatch(f"({kept[0] if kept else ''})")
        else ""
    )


def _split(text: str) -> Iterator[str]:
    joined = ""
    for part in re.split(r"(?<=[.!?;])\s+(?=[A-Z0-9(~])", text):
        joined = f"{joined} {part}".strip()
        in_brackets = joined.count("(") > joined.count(")") and len(joined) < _LONGEST_IN_BRACKETS
        if not _ABBREVIATED.search(joined) and not in_brackets:
            yield joined
            joined = ""
    if joined:
        yield joined


def _with_full_names(text: str) -> str:
    """Put one name in the place of ``Li5.5PS4.5Cl1.5 (LPSC)`` and of every LPSC after it."""
    for match in _DEFINED.finditer(text):
        short = match[1]
        full = _full_name(match.string[: match.start()].rstrip(), short)
        if full is None or sum(letter.isupper() for letter in short) < 2:
            continue
        keep_full = bool(re.search(r"[A-Z][a-z]?\d", full)) or short in _ANY_MATERIAL or len(short) < 3
        name = full if keep_full else short
        if keep_full or not re.search(r"electrolyte|cathode|electrode|membrane|separator", full, re.IGNORECASE):
            text = re.sub(rf"{re.escape(full)}\s*\({re.escape(short)}\)", name, text)
        text = re.sub(rf"(?<![\w.]){re.escape(short)}(?![\w.]*\w)", name, text)
    return text


def _full_name(before: str, short: str) -> str | None:
    """The words before an abbreviation that it stands for; None when none fit."""
    words = re.split(r"(?<=[\s-])", before)
    for count in range(1, min(len(words), len(short) + 1) + 1):
        full = "".join(words[-count:]).strip()
        initials = "".join(word[0] for word in re.split(r"[\s-]+", full) if word)
        if initials.upper() == short.upper() or (count == 1 and re.search(r"[A-Z][a-z]?\d", full)):
            return full
    last = words[-1].strip()
    return last if last[:1].upper() == short[0] and len(last) > len(short) else None


def degrees(words: str) -> str:
    """A temperature found by `WARM` in words that the field reads."""
    return re.sub(r"\s*°\s*C", " degC", words) if words[:1] in "+-0123456789." else "RT"


def in_volts(words: str) -> float:
    """A voltage [V], to compare it with another; beyond all of them where it is no finite number."""
    try:
        return parse_stated(words, "voltage").si
    except BrimstoneError:
        return math.inf
