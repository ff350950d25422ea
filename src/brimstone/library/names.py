"""Normalised names: case, spaces, punctuation, subscripts, Greek letters and spelling make no difference."""

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator

_GREEK = {"α": "alpha", "β": "beta", "γ": "gamma", "µ": "u", "μ": "u"}
_SPELLINGS = {"aluminium": "aluminum", "vapour": "vapor", "fibre": "fiber", "polymeris": "polymeriz", "sulph": "sulf"}
_DROPPED = re.compile(r"[^a-z0-9+]")
_MINUS = str.maketrans({"−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-"})
#: A remark after a name that does not change its meaning: (Ohara), (mol%), (99.98 %); no size or property, which would
#: be lost: (100 um), (1.9 mS/cm).
_REMARK = re.compile(r"\s+\((?![^()]*\d\s*(?:[uμµnmc]m|m?g|m2/g|[MG]Pa|m?S/cm|mAh)\b)[^()]*\)\s*$")
#: Words implied by the position in the recipe.
_IDLE_BEFORE = re.compile(
    r"^(?:commercial|pristine|pure|raw|bare|gel polymer electrolyte|solid polymer electrolyte|polymer electrolyte|"
    r"solid electrolyte|electrolyte)\s+",
    re.IGNORECASE,
)
_IDLE_AFTER = re.compile(
    r"\s+(?:(?:nano|micro)?(?:powder|particle)s?|dry|free-?standing|foil|sheet|disk|disc|chip|metal foil|"
    r"binder|solid[- ]electrolyte|"
    r"electrolyte|SE|SSE|argyrodite|pellet|tablet|membrane|film|"
    r"layer|separator|conductive additive|conductive agent|additive|"
    r"host)$",
    re.IGNORECASE,
)
_WITH_X = re.compile(r"[\s,;]*[(\[]?\s*(?:with\s+)?x\s*=\s*(\d*\.?\d+)\s*[)\]]?")
_COUNT = r"\d*\.?\d*"
_COUNT_OF_X = re.compile(rf"(?<=[A-Za-z\])])(?:({_COUNT})([+-])({_COUNT})x|({_COUNT})x(?:([+-])({_COUNT}))?)")


@functools.lru_cache(maxsize=8192)
def key(name: str) -> str:
    """The normalised form used to look up a name: ``β-Li₃PS₄`` and ``beta Li3PS4`` have the same.

    A decimal point between digits counts (Li1.5PS3.3 is not Li15PS33); a plus sign does too (Li3PS4+5).
    """
    text = unicodedata.normalize("NFKC", name)
    for letter, word in _GREEK.items():
        text = text.replace(letter, word)
    text = re.sub(r"(?<=\d)\.(?=\d)", "+", text.lower())  # the point survives as a sign that no name holds there
    for british, american in _SPELLINGS.items():
        text = text.replace(british, american)
    return _DROPPED.sub("", text)


def with_number(name: str) -> str:
    """A formula with its x put in: ``Li6-xPS5-xCl1+x (x = 0.5)`` is ``Li5.5PS4.5Cl1.5``; other names as they are."""
    text = unicodedata.normalize("NFKC", name).translate(_MINUS)
    stated = _WITH_X.search(text)
    if stated is None:
        return name
    x = float(stated[1])

    def count(match: re.Match[str]) -> str:
        first, sign, times, alone, more_sign, more = match.groups()
        if sign is not None:
            number = float(first or 0) + (1 if sign == "+" else -1) * float(times or 1) * x
        else:
            number = float(alone or 1) * x + (-1 if more_sign == "-" else 1) * float(more or 0)
        return "" if abs(number - 1.0) < 1e-9 else f"{round(number, 6):g}"

    return _COUNT_OF_X.sub(count, text[: stated.start()] + text[stated.end() :])


#: 1 M LiTFSI in DOL:DME (1:1 v/v): the ratio of the solvents, and how they are joined.
_LIQUID = re.compile(
    r"(?:~\s*)?(?P<conc>\d(?:[.,]\d+)?)\s*(?:M|mol/?\s*L(?:\^?-1)?|"
    r"mol\s*dm\^?-3)\s+(?P<salt>Li[A-Za-z0-9]+)\s*(?:in|dissolved in|/|-)?\s*"
    r"(?P<solvents>[A-Z0-9]{2,5}(?:\s*[:/+-]\s*[A-Z0-9]{2,5})+)\s*(?:\(?\s*(?:v/v)?\s*=?\s*\d+(?:\s*[:/]\s*\d+)+\s*,?\s*"
    r"(?:by vol(?:ume|\.)?|v[/:]v(?:[/:]v)?|vol\.?%?|w/w|in volume)?\s*\)?)?(?:\s+(?:by vol(?:ume|\.)?|v/v))?"
)
_FORMULA_ASIDE = re.compile(r"\((Li(?=[^()]*\d)[A-Za-z0-9.]+)\)\s*$")
_CARBONATES = frozenset({"EC", "DMC", "DEC", "EMC", "PC", "FEC"})
#: PEO18-LiTFSI, P(EO)20LiTFSI: the ratio of EO to lithium.
_EO = re.compile(r"^(?:PEO|P\(EO\)|\(PEO\))_?(?:\d{1,2})\s*[-:/]?\s*(?=Li[A-Z])")


def _liquid(name: str) -> str | None:
    """The usual liquid of about 1 mol/L that words describe; None for any other."""
    match = _LIQUID.fullmatch(name.strip())
    if match is None or not 0.8 <= float(match["conc"].replace(",", ".")) <= 1.2:
        return None
    solvents = set(re.split(r"\s*[:/+-]\s*", match["solvents"]))
    if solvents == {"DOL", "DME"} and match["salt"] == "LiTFSI":
        return "1 M LiTFSI in DOL/DME"
    return "LiPF6 in EC/DMC" if "EC" in solvents and solvents <= _CARBONATES and match["salt"] == "LiPF6" else None


def _readings(name: str) -> Iterator[str]:
    """Candidate readings of a name, the most literal first."""
    yield name
    if (liquid := _liquid(name)) is not None:
        yield liquid
    full = name = _EO.sub("PEO-", with_number(name))
    yield name
    while True:
        plain = _IDLE_BEFORE.sub("", _IDLE_AFTER.sub("", _REMARK.sub("", name.strip())))
        if plain == name.strip() or not plain:
            break
        name = plain
        yield name
    if (formula := _FORMULA_ASIDE.search(full)) is not None:  # LPS glass ceramic (Li7P3S11)
        yield formula[1]
    if len(name) > 3 and name.endswith("s"):  # MWCNTs, carbon nanotubes; the last letter of CuS is a capital
        yield name[:-1]
    elif len(name) > 3:
        yield f"{name}s"


#: Abbreviations in capitals that are those of no element: SE is an electrolyte and not selenium, SN succinonitrile.
_NO_ELEMENT = {"SE", "SEs", "SN", "IN", "SI", "AL", "AG", "AU", "CO", "CU", "MG", "NI", "TI"}


def resolve(name: str, index: dict[str, str]) -> str | None:
    """The canonical name for `name`, or None; `index` maps keys to canonical names."""
    if name.strip() in _NO_ELEMENT:
        return None
    for reading in _keys(name):
        if reading in index:
            return index[reading]
    return None


@functools.lru_cache(maxsize=8192)
def _keys(name: str) -> tuple[str, ...]:
    return tuple(map(key, _readings(name)))


def index_of(named: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    """Map the key of every name and synonym to the canonical name.

    Raises
    ------
    ValueError
        When two objects have the same name.
    """
    index: dict[str, str] = {}
    for proper, synonyms in named:
        for name in (proper, *synonyms):
            if index.setdefault(key(name), proper) != proper:
                raise ValueError(f"'{name}' names both {index[key(name)]} and {proper}")
    return index
