"""Sentences on the composition of a cathode, as printed in experimental sections."""

import re

from brimstone.units import plain

_N = r"\d+(?:\.\d+)?"
_RATIO = re.compile(rf"(?<![\w.:/|])({_N}\s*([:/|+-])\s*{_N}(?:\s*\2\s*{_N})*)(?!\s*[:/|]|\w|\.\d)")
_SHARE = r"(?:wt|w|mass|vol|v|)\.?\s*-?\s*%|k?g|mg"
_RANGE = rf"(?:~\s*|ca\.?\s*|about\s+)?{_N}(?:\s*(?:-|±|\+/-|to)\s*{_N})?"
_FIRST = re.compile(rf"({_RANGE}\s*(?:{_SHARE}))\s*(?:of\s+)?([^\d\s].*)", re.IGNORECASE)
_LAST = re.compile(rf"(.+?)[\s(:\[-]*(?<=[\s(:\[-])({_RANGE}\s*(?:{_SHARE}))[)\]]?", re.IGNORECASE)
_BARE = re.compile(rf"(.+?)\s*\(({_N})\)")
_SHARED = re.compile(rf"(.+?\s{_N})\s*\(?((?:wt|w|mass|vol|v)\.?\s*-?\s*%)\)?", re.IGNORECASE)
_PLAIN = re.compile(rf"(.+?)\s+({_N})")
_AND = re.compile(r"\s*(?:[,;&]\s*(?:and\s+)?|\band\b)\s*")
#: What may stand around names and numbers without changing their meaning.
_FILLER = (
    r"(?:[\s=(),:\[\]]|(?:a|an|and|are|at|by|composites?|composed|consisting|from|ground|in|is|made|mass|milled|mixed|"
    r"mixtures?|of|percent|powders?|prepared|ratios?|respectively|the|to|together|using|volume|was|weights?|were|with|"
    r"w/w(?:/w)*|v/v(?:/v)*|wt\.?|vol\.?|%)(?![\w-]))*"
)
_HEAD = re.compile(rf"^(?:{_FILLER})", re.IGNORECASE)
_TAIL = re.compile(rf"(?<![\w-])(?:{_FILLER})$", re.IGNORECASE)
_MOLAR = re.compile(r"\bmol(?:ar|e|%|\b)|\bmol\.?\s*%|\batomic\b|\bat\.?\s*%", re.IGNORECASE)
_VOLUME = re.compile(r"\bv/v|\bvol(?:ume)?\b", re.IGNORECASE)
#: What no name of a component has in it: then a sentence is not understood.
_NO_NAME = re.compile(
    rf"[=%]|{_N}\s*[:/|+]\s*{_N}|:|-\s*$|^[\d\s.]+$|\b(?:by|ratio|weight|with|in an?)\b", re.IGNORECASE
)
#: Signs between names, the surest first: the first that gives as many names as there are numbers counts.
_BETWEEN_NAMES = (r"\s*:\s*", _AND.pattern, r"\s*/\s*", r"\s*\|\s*", r"\s*\+\s*", r"\s-\s", r"-")


def components(text: str) -> tuple[dict[str, str], bool]:
    """Read ``S, LPSCl and KB in a weight ratio of 3:5:2`` or ``30 wt% S, 50 wt% LPSCl and 20 wt% KB``.

    Returns
    -------
    dict of str to str
        Number of each component, with its unit if it has one.
    bool
        Whether they are a ratio.

    Raises
    ------
    ValueError
        If amounts or components are missing, or if the ratio is not by weight or volume.
    """
    words = plain(text).strip()
    if _MOLAR.search(words):
        raise ValueError(
            f"'{text[:80]}' is a molar ratio; expected shares by weight: multiply each number by the molar mass, "
            "or write wt%"
        )
    shares = _amounts(words)
    if shares is not None:
        return _once(text, shares), False
    ratios = list(_RATIO.finditer(words))
    if not ratios:
        raise ValueError(f"'{text[:80]}' does not say how much of what, or which number is which component")
    match = ratios[-1]
    before, after = words[: match.start()], words[match.end() :]
    names = _TAIL.sub("", before) if _TAIL.sub("", before) else after
    if names is not after and _HEAD.sub("", after):
        raise ValueError(f"'{text[:80]}': '{after.strip()[:40]}' after the numbers is not understood")
    listed = _TAIL.sub("", _HEAD.sub("", names)).strip()
    numbers = re.split(r"\s*[:/|+-]\s*", match[1])
    ways = [[name for name in re.split(way, listed) if name] for way in _BETWEEN_NAMES]
    chosen = next((way for way in ways if len(way) == len(numbers)), None)
    if chosen is None and listed:
        count = next((len(way) for way in ways if len(way) > 1), len(ways[0]))
        raise ValueError(
            f"'{text[:80]}' names {count} components and has {len(numbers)} numbers; expected one number for each"
        )
    if chosen is None or any(_NO_NAME.search(name) for name in chosen):
        raise ValueError(f"'{text[:80]}' does not say how much of what, or which number is which component")
    ratio = _once(text, list(zip(chosen, numbers, strict=True)))
    if not _VOLUME.search(words):
        return ratio, True
    total = sum(float(number) for number in numbers)
    return {name: f"{100 * float(number) / total:.12g} vol%" for name, number in ratio.items()}, False


def _amounts(words: str) -> list[tuple[str, str]] | None:
    """Components, each with a share or a mass; None when it is another kind of sentence."""
    words = _HEAD.sub("", words) if not re.match(rf"[\s(]*{_N}", words) else words
    by = "vol%" if re.search(r"[\s(]+by vol(?:ume|\.)?[\s)]*$", words, re.IGNORECASE) else ""
    words = re.sub(
        r"[\s(]+(?:by (?:weight|mass|vol(?:ume|\.)?)|in weight|w/w(?:/w)*)[\s)]*$", "", words, flags=re.IGNORECASE
    )
    if (shared := _with_one_unit(words)) is not None:
        return shared
    for between in (_AND.pattern, r"\s*\+\s*", r"\s+[/|]\s+", r"\s*[/|]\s*"):
        pieces = [piece.strip() for piece in re.split(between, words) if piece.strip()]
        shares = []
        for piece in pieces:
            if match := _FIRST.fullmatch(piece):
                shares.append((match[2].strip(), match[1]))
            elif match := _LAST.fullmatch(piece):
                shares.append((match[1].strip(" (:-"), match[2]))
            elif match := _BARE.fullmatch(piece):
                shares.append((match[1], match[2]))
        if shares and len(shares) == len(pieces) and not any(_NO_NAME.search(name) for name, _ in shares):
            return [(name, (by and share.replace("%", "vol%")) or share) for name, share in shares]
    return None


def _with_one_unit(words: str) -> list[tuple[str, str]] | None:
    """Components of ``S 30 / LPSCl 50 / KB 20 wt%``, whose unit stands once at the end."""
    match = _SHARED.fullmatch(words)
    if match is None:
        return None
    for between in (_AND.pattern, r"\s*[/|+]\s*"):
        parts = [_PLAIN.fullmatch(piece.strip()) for piece in re.split(between, match[1])]
        if len(parts) > 1 and all(parts):
            return [(one[1], f"{one[2]} {match[2]}") for one in parts if one]
    return None


def _once(text: str, pairs: list[tuple[str, str]]) -> dict[str, str]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError(f"'{text[:80]}' names a component twice")
    return dict(pairs)
