"""Ratios by moles: of the components of a cathode, as weights; in the name of a glass or a solid solution."""

import re
from collections.abc import Mapping

from brimstone import _formula
from brimstone.recipe.patterns import expression
from brimstone.recipe.words import ACTIVES, active_word, fold
from brimstone.units import plain

_N = r"\d+(?:\.\d+)?"
_MOL = (
    r"(?:(?:in|by)\s+)?(?:m?mol(?:e|ar|es)?\.?(?:\s*/\s*mol\.?)?(?:\s*(?:ratio|%|fraction))?|at\.?\s*%|"
    r"atomic(?:\s+ratio)?)"
)
#: 75Li2S-25P2S5 (mol%): the numbers of a name that are of moles anyway
_NUMBERED = expression(
    rf"(?P<name>(?<![\w.]){_N}\s*[A-Z][A-Za-z0-9]*(?:\s*[-·]\s*{_N}\s*[A-Z][A-Za-z0-9]*)+)\s*,?\s*\(?\s*{_MOL}\s*\)?"
    r"(?![A-Za-z])"
)
_PIECE = r"[A-Z][A-Za-z]*[A-Za-z0-9]*"
#: Li2S:P2S5 = 75:25 in mol, Li2S-LiI (80:20 mol%)
_OF_TWO = expression(
    rf"(?<![\w.@/:-])(?P<one>{_PIECE})\s*[-:/·]\s*(?P<two>{_PIECE})(?![\w/:-])\s*(?:glass\s*)?(?:{_MOL}\s*)?"
    rf"(?:=|\(|,|of|in an?|\s)\s*(?:{_MOL}\s*(?:of|=|:)?\s*)?"
    rf"(?P<a>{_N})\s*[:/]\s*(?P<b>{_N})(?!\s*[:/]|[\d.])\s*(?P<mol>\(?\s*{_MOL}\s*\)?)?\s*\)?"
)
#: What makes a glass of what it is melted or milled with: such a pair is one material, and its numbers are of moles.
_GLASSES = ("P2S5", "SiS2", "GeS2", "B2S3", "P2O5")
_OF_GLASSES = ("Li2S", "Li3PS4", "LiI", "LiCl", "LiBr", "Li2O", *_GLASSES)
#: Lithium sulfide with a salt dissolved in it.
_SALTS = ("LiI", "LiBr", "LiCl", "CuI", "Li2SO4")
_TENTHS = expression(rf"(?<![\w.])(0?\.\d+)Li2S\s*[-·]\s*(0?\.\d+)({'|'.join(_SALTS)})\b")
_CARBON = expression(
    r"carbon|black|graph|\bCNTs?\b|\bMWCNTs?\b|\bSWCNTs?\b|\bCNFs?\b|VGCF|super\s?[CP]|\bC-?65|\bKB\b|ketjen|\bAB\b|\bCB\b|"
    r"\bC\b|\brGO\b|\bGO\b|CMK",
    re.IGNORECASE,
)
_FORMULAS: Mapping[str, str] = {
    "lpscl": "Li6PS5Cl",
    "lpsbr": "Li6PS5Br",
    "lps": "Li3PS4",
    "lgps": "Li10GeP2S12",
}


def molar_mass(name: str) -> float:
    """Molar mass of a component [g/mol]; that of one atom of carbon or sulfur.

    Raises
    ------
    ValueError
        When the name does not say what it is made of.
    """
    bare = re.sub(r"\s*\([^()]*\)\s*$", "", plain(name)).strip()
    bare = re.sub(r"\s+(?:powder|glass|glass[- ]ceramic)$", "", bare)
    if _CARBON.search(bare):
        return 1e3 * _formula.molar_mass("C")
    word = active_word(bare)
    formula = word if word in ACTIVES else _FORMULAS.get(fold(bare), bare)
    capitals = len(formula) > 1 and formula.isupper() and formula.isalpha()  # an abbreviation
    try:
        if capitals or formula == "SPAN":
            raise ValueError(formula)
        return 1e3 * _formula.molar_mass(formula)
    except ValueError:
        raise ValueError(
            f"the molar mass of '{bare[:40]}' is not known: give the components by weight, such as 30 wt%, or name it "
            "by its formula"
        ) from None


def weights(moles: Mapping[str, str]) -> dict[str, str]:
    """Numbers of a molar ratio as those of a ratio by weight.

    Raises
    ------
    ValueError
        When the molar mass of a component is not known.
    """
    return {name: f"{float(number) * molar_mass(name):.6g}" for name, number in moles.items()}


def named_by_moles(text: str) -> str:
    """Text with ratios of moles inside the name of one material put into the form that the library has.

    ``Li2S:P2S5 = 75:25 in mol`` and ``75Li2S-25P2S5 (mol%)`` are 75Li2S-25P2S5; ``P2S5-Li2S`` is Li2S-P2S5.
    """
    if not any(one in text for one in (*_GLASSES, *_SALTS)):
        return text

    def of_two(match: re.Match[str]) -> str:
        pair = [(match["one"], float(match["a"])), (match["two"], float(match["b"]))]
        names = {name for name, _ in pair}
        glass = names & set(_GLASSES) and names <= set(_OF_GLASSES)
        dissolved = match["mol"] and "Li2S" in names and names & set(_SALTS)
        total = sum(number for _, number in pair)
        if not (glass or dissolved) or total <= 0.0:
            return match[0]
        pair.sort(key=lambda one: one[0] != "Li2S")
        return "-".join(f"{100.0 * number / total:.4g}{name}" for name, number in pair)

    words = _OF_TWO.sub(of_two, plain(text))
    words = _TENTHS.sub(lambda one: f"{100 * float(one[1]):g}Li2S-{100 * float(one[2]):g}{one[3]}", words)
    words = _NUMBERED.sub(lambda match: match["name"], words)
    return re.sub(rf"(?<![\w.-])({'|'.join(_GLASSES)})-Li2S\b(?!-)", r"Li2S-\1", words)
