"""How much of each precursor was taken, in a sentence on how a material was made."""

import re
from collections.abc import Iterator

from brimstone.drafting.names import materials
from brimstone.drafting.text import Sentence
from brimstone.units import NUMERAL

#: What a precursor is called: a formula, an abbreviation, or a word.
_CHEMICAL = r"(?:[A-Z][A-Za-z\d()·.-]*[A-Za-z\d)]|[A-Z]|[a-z][a-z-]+)"
#: EO:Li = 18:1, O/Li ratio of 20/1, EO/Li = 16, Li2S:C = 80:20 by mass
_NAMED_RATIO = re.compile(
    r"(?<![\w/])(?P<names>(?:\[?[A-Z][A-Za-z\d().-]*\+?\]?|[a-z][a-z-]{3,})(?:\s*[:/]\s*(?:\[?[A-Z][A-Za-z\d().-]*\+?\]?|[a-z][a-z-]{3,}))+)(?![\w.])"
    r"\s*(?:(?:molar |mole |mass |weight |atomic )?ratio\s*)?(?:=|of|was|is|:|≈|\()?\s*"
    rf"(?P<numbers>{NUMERAL}(?:\s*[:/]\s*{NUMERAL})*)(?!\s*(?:m?g|m?L|wt|%|nm|[uμm]m)\b)"
)
#: Li2S, P2S5 and LiI in a molar ratio of 3:1:1; Li2S and P2S5 (3:1 molar, 4 g total)
_LIST = (
    rf"(?P<list>(?:{_CHEMICAL}(?:\s(?:powders?|black|nanoparticles|salt))?(?:\s*\([^()]*\))?\s*,\s*)*"
    rf"{_CHEMICAL}(?:\s(?:powders?|black))?(?:\s*\([^()]*\))?\s*,?\s*(?:and|with)\s+(?:[a-z]+ed\s+)?{_CHEMICAL}"
    r"(?:\s(?:powders?|black|nanoparticles))?(?:\s*\([^()]*\))?)"
)
_LISTED_RATIO = re.compile(
    rf"{_LIST}\s*(?:,?\s*(?:in|with|at|of)\s+(?:an?|the)\s+)?(?:stoichiometric\s+)?\(?\s*(?:(?P<basis>molar|mole|mass|weight|"
    rf"atomic)\s+)?(?:ratio\s*)?(?:of\s+|=\s*|:\s*|was\s+)?(?P<numbers>{NUMERAL}(?:\s*[:/]\s*{NUMERAL})+)"
    r"(?P<after>\s*(?:by\s+|,\s*)?(?:in\s+)?(?:molar|mol|mole|weight|mass|w/w|wt))?"
)
_AMOUNT = r"(?:m?g|kg|m?L|[uμ]L|cm\^?3|m?mol|m?M|mol\s?/\s?L|mol L\^?-1|(?:wt|mol|vol|w)\.?\s*-?\s*%|w/o|parts?|%)"
#: 10 wt% LLZTO, 1.5 wt% of PETEA, 0.6 g of PEO
_BEFORE = re.compile(
    rf"(?<![\w.:/])(?P<number>{NUMERAL})\s*(?P<unit>{_AMOUNT})(?![\w/])\s+(?:of\s+)?(?:the\s+|dry\s+|anhydrous\s+|"
    rf"additional\s+)?(?P<name>{_CHEMICAL}(?:\s(?:black|nanoparticles|solution))?)"
)
#: acetonitrile (15 mL), PEO (0.6 g), ethanol (0.5 M)
_BEHIND = re.compile(
    rf"(?P<name>{_CHEMICAL})\s*\((?:[^()\d]{{0,40}},\s*)?(?P<number>{NUMERAL})\s*(?P<unit>{_AMOUNT})(?![\w/])[^()]*\)"
)
_NO_NAME = (
    r"(?:in|of|the|total|at|and|was|were|for|by|with|excess|to|from|solid|powder|powders|mixture|each|per|on|using|"
    r"containing|ratio|sulfur content|solution|batch|zirconia|media|balls|stainless|as|into|precursors|precursor|"
    r"material|materials|under|a|an|is|reaction|that|which|after|then)"
)

#: 250 mL jar, 150 g of 10 mm ZrO2 media: no precursors
_OF_A_VESSEL = re.compile(
    r"(?:[\w.-]+\s+){0,4}?(?:jars?|pots?|vials?|bowls?|balls?|beads?|media|crucibles?|tubes?|vessels?|cups?|ampoules?)\b"
)
_BATCH = re.compile(r"(?:the )?(?:precursors?|powders?|mixtures?|materials?|chemicals|reactants)", re.IGNORECASE)


def amounts_in(sentence: Sentence, start: int, end: int) -> dict[str, str]:
    """What a part of a sentence says was taken of each precursor, taken out of the sentence.

    Masses, volumes, concentrations and shares as written; the numbers of a molar ratio bare, those of a ratio by
    weight as parts.
    """
    amounts: dict[str, str] = {}
    for names, numbers, span in _ratios(sentence.open, start, end):
        if not set(names) & set(amounts):
            amounts |= dict(zip(names, numbers, strict=True))
            sentence.take(*span)
    for pattern in (_BEFORE, _BEHIND):
        for match in pattern.finditer(sentence.open, start, end):
            name = _full_name(sentence.open, match)
            if re.fullmatch(_NO_NAME, name.partition(" ")[0]) or name in amounts:
                continue
            if _OF_A_VESSEL.match(sentence.open, match.start("name")) or _BATCH.fullmatch(name):
                continue
            amounts[name] = f"{match['number']} {_unit(match['unit'])}"
            sentence.take(match.start("number"), match.end("unit"))
    return amounts


def _full_name(text: str, match: re.Match[str]) -> str:
    """The name of the library that stands there, where it is longer than a word."""
    known = [one for one in materials(text) if one.start <= match.start("name") < one.end]
    return known[0].words if known else match["name"]


def _unit(written: str) -> str:
    unit = re.sub(r"\s+", "", written)
    unit = re.sub(r"w/o|^w\.?-?%|^wt\.?-?%|^%", "wt%", unit)
    return {"cm3": "mL", "cm^3": "mL", "molL-1": "mol/L", "molL^-1": "mol/L"}.get(unit, unit)


def _ratios(text: str, start: int, end: int) -> Iterator[tuple[list[str], list[str], tuple[int, int]]]:
    """Ratios with the names that they are of, and where their numbers stand."""
    for match in _NAMED_RATIO.finditer(text, start, end):
        names = [one.strip("[]") for one in re.split(r"\s*[:/]\s*", match["names"])]
        numbers = re.split(r"\s*[:/]\s*", match["numbers"])
        numbers = [*numbers, "1"] if len(numbers) == len(names) - 1 == 1 else numbers
        if len(names) == len(numbers):
            yield names, _of_basis(numbers, text[match.start() - 20 : match.end() + 18]), match.span("numbers")
    for match in _LISTED_RATIO.finditer(text, start, end):
        numbers = re.split(r"\s*[:/]\s*", match["numbers"])
        bare = re.sub(r"\([^()]*\)", "", match["list"])
        names = [one.split()[-1] for one in re.split(r"\s*,\s*(?:and\s+)?|\s+(?:and|with)\s+", bare) if one.split()]
        names = [re.sub(r"^(?:powders?|black)$", "carbon black", one) for one in names][-len(numbers) :]
        if len(names) == len(numbers):
            basis = f"{match['basis'] or ''} {match['after'] or ''}"
            yield names, _of_basis(numbers, basis), match.span("numbers")


def _of_basis(numbers: list[str], words: str) -> list[str]:
    by_weight = re.search(r"weight|mass|\bw/w|\bwt\b", words) is not None
    return [f"{one} {'part' if one == '1' else 'parts'}" for one in numbers] if by_weight else numbers
