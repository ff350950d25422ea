"""How much of each precursor was taken, in a sentence on how a material was made."""

import re
from collections.abc import Iterator

from brimstone.drafting.names import materials
from brimstone.drafting.text import Sentence
from brimstone.recipe.mixing_phrases import SOLVENTS

#: What a precursor is called: a formula, an abbreviation, or a word.
_CHEMICAL = r"(?:[A-Z][A-Za-z\d()·.-]*[A-Za-z\d)]|[A-Z]|[a-z][a-z-]+)"
_PLAIN = r"\d[\d.]*"
#: EO:Li = 18:1, O/Li ratio of 20/1, EO/Li = 16, Li2S:C = 80:20 by mass
_PART = r"(?:\[?[A-Z][A-Za-z\d().-]*\+?\]?|acetone|water|ethanol|isopropanol|sul(?:f|ph)ur|carbon)"
_NAMED_RATIO = re.compile(
    rf"(?<![\w/@-])(?P<names>{_PART}(?:(?:[:/]| [:/] ){_PART})+)(?![\w.@-])"
    r"\s*(?:(?:molar |mole |mass |weight |atomic )?ratio\s*)?(?:=|of|was|is|:|≈|\()?\s*"
    rf"(?P<numbers>{_PLAIN}(?:\s*[:/]\s*{_PLAIN})*)(?![\w%.]|\s*(?:m?g|[μum]?L|wt|%|nm|[uμm]m)\b)"
)
#: Li2S, P2S5 and LiI in a molar ratio of 3:1:1; Li2S and P2S5 (3:1 molar, 4 g total)
_LIST = (
    rf"(?P<list>(?:{_CHEMICAL}(?:\s(?:powders?|black|nanoparticles|salt))?(?:\s*\([^()]*\))?\s*,\s*)*"
    rf"{_CHEMICAL}(?:\s(?:powders?|black))?(?:\s*\([^()]*\))?\s*,?\s*(?:and|with)\s+(?:[a-z]+ed\s+)?{_CHEMICAL}"
    r"(?:\s(?:powders?|black|nanoparticles))?(?:\s*\([^()]*\))?)"
)
_LISTED_RATIO = re.compile(
    rf"{_LIST}\s*(?:,?\s*(?:in|with|at|of)\s+(?:an?|the)\s+)?(?:stoichiometric\s+)?\(?\s*(?:(?P<basis>molar|mole|"
    rf"mass|weight|"
    rf"atomic)\s+)?(?:ratio\s*)?(?:of\s+|=\s*|:\s*|was\s+)?(?P<numbers>{_PLAIN}(?:\s*[:/]\s*{_PLAIN})+)"
    r"(?P<after>\s*(?:by\s+|,\s*)?(?:in\s+)?(?:molar|mol|mole|weight|mass|w/w|wt))?"
)
_AMOUNT = r"(?:m?g|kg|m?L|[uμ]L|cm\^?3|m?mol|m?M|mol\s?/\s?L|mol L\^?-1|(?:wt|mol|vol|w)\.?\s*-?\s*%|w/o|parts?|%)"
_NO_COMPOUND = r"(?![\w/]|\s*(?:g|cm|kg|mol|m)\s?\^?-\s?\d)"
#: 10 wt% LLZTO, 1.5 wt% of PETEA, 0.6 g of PEO
_BEFORE = re.compile(
    rf"(?<![\w.:/±])(?<!± )(?P<number>{_PLAIN})\s*(?P<unit>{_AMOUNT}){_NO_COMPOUND}\s+(?:of\s+)?(?:the\s+|dry\s+|"
    rf"anhydrous\s+|"
    rf"additional\s+)?(?P<name>{_CHEMICAL}(?:\s(?:black|nanoparticles|solution))?)"
)
#: acetonitrile (15 mL), PEO (0.6 g), ethanol (0.5 M)
_BEHIND = re.compile(
    rf"(?P<name>{_CHEMICAL})\s*\((?:[^()\d]{{0,40}},\s*)?(?P<number>{_PLAIN})\s*(?"
    rf"P<unit>{_AMOUNT}){_NO_COMPOUND}[^()]*\)"
)
#: Words of precursors that are no formula and no abbreviation.
_WORDS = (
    r"(?:acetone|acetonitrile|tetrahydrofuran|ethanol|methanol|water|isopropanol|toluene|xylene|heptane|hexane|anisole|"
    r"silica|glucose|sucrose|dopamine|melamine|sul(?:f|ph)ur|carbon|lithium|indium|silicon|succinonitrile|"
    r"glymes?|filler|"
    r"polymer|binder|plasticiser|plasticizer|initiator|monomer|salt|nitrate|precursors?|pentaerythritol|"
    r"trimethylolpropane|"
    r"nanoparticles|fib(?:er|re)s|nanotubes|electrolyte)"
)
#: 10 wt% relative to the polymer: of what is named before
_RELATIVE = re.compile(r"(?:relative|with respect|of the polymer|of PEO|based on)\b")
_ANY_FORM = re.compile(r"^(?:powders?|black|nano\w*|particles|fib(?:er|re)s|salt|composite|glass)$")
#: 250 mL jar, 150 g of 10 mm ZrO2 media: no precursors
_OF_A_VESSEL = re.compile(
    r"(?:[\w.-]+\s+){0,4}?(?:jars?|pots?|vials?|bowls?|balls?|beads?|media|crucibles?|tubes?|vessels?|cups?|"
    r"ampoules?)\b"
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
            name = _of_what(sentence.open, match, start)
            if name is None or name in amounts or _BATCH.fullmatch(name):
                continue
            amounts[name] = f"{match['number']} {_unit(match['unit'])}"
            sentence.take(match.start("number"), match.end("unit"))
    return amounts


def _of_what(text: str, match: re.Match[str], start: int) -> str | None:
    """The precursor that an amount is of; None where the word beside it is none."""
    if _OF_A_VESSEL.match(text, match.start("name")) or re.search(
        r"\bcontents?\b[^.;]{0,40}$", text[start : match.start()]
    ):
        return None
    if _RELATIVE.match(text, match.start("name")):
        before = [one for one in materials(text[start : match.start()])]
        return before[-1].words if before else None
    known = [one for one in materials(text) if one.start <= match.start("name") < one.end]
    if re.fullmatch(r"m?M|mol.*", match["unit"]) and re.match(rf"(?:{SOLVENTS})\b", match["name"]):
        solute = [one for one in materials(text) if start <= one.start < match.start("name")]
        return solute[0].words if solute else None  # Li2S was dissolved in ethanol (0.5 M)
    if known:
        return known[0].words
    name = str(match["name"])
    return name if re.search(r"[A-Z]", name) or re.match(_WORDS + r"\b", name) else None


def _unit(written: str) -> str:
    unit = re.sub(r"\s+", "", written)
    unit = re.sub(r"w/o|^w\.?-?%|^wt\.?-?%|^%", "wt%", unit)
    return {"cm3": "mL", "cm^3": "mL", "molL-1": "mol/L", "molL^-1": "mol/L"}.get(unit, unit)


def _ratios(text: str, start: int, end: int) -> Iterator[tuple[list[str], list[str], tuple[int, int]]]:
    """Ratios with the names that they are of, and where their numbers stand."""
    for match in _NAMED_RATIO.finditer(text, start, end):
        names = [one.strip("[]") for one in re.split(r"\s*[:/]\s*", match["names"])]
        numbers = [one.rstrip(".") for one in re.split(r"\s*[:/]\s*", match["numbers"])]
        numbers = [*numbers, "1"] if len(numbers) == len(names) - 1 == 1 else numbers
        if len(names) == len(numbers):
            yield names, _of_basis(numbers, text[max(0, match.start() - 20) : match.end() + 18]), match.span("numbers")
    for match in _LISTED_RATIO.finditer(text, start, end):
        numbers = re.split(r"\s*[:/]\s*", match["numbers"])
        bare = re.sub(r"\([^()]*\)", "", match["list"])
        names = [_named(one) for one in re.split(r"\s*,\s*(?:and\s+)?|\s+(?:and|with)\s+", bare) if one.split()]
        names = names[-len(numbers) :]
        if len(names) == len(numbers) and all(re.search(rf"[A-Z]|^{_WORDS}$|black", one) for one in names):
            basis = f"{match['basis'] or ''} {match['after'] or ''}"
            yield names, _of_basis(numbers, basis), match.span("numbers")


def _named(words: str) -> str:
    """The last word of an entry of a list, two where it only says in which form."""
    parts = words.split()
    return " ".join(parts[-2:]) if _ANY_FORM.match(parts[-1]) else parts[-1]


def _of_basis(numbers: list[str], words: str) -> list[str]:
    """Numbers of a ratio with what they count: parts by weight, shares by volume, or moles."""
    if re.search(r"\bv/v|volume|vol\b", words) is not None:
        whole = sum(map(float, numbers))
        return [f"{100 * float(one) / whole:.4g} vol%" for one in numbers]
    if re.search(r"weight|mass|\bw/w|\bwt\b", words) is not None:
        return [f"{one} {'part' if one == '1' else 'parts'}" for one in numbers]
    return numbers
