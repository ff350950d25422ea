"""Sentences on the composition of a cathode, as printed in experimental sections."""

import re

from brimstone.recipe.filled import masked
from brimstone.recipe.moles import named_by_moles, weights
from brimstone.recipe.patterns import expression
from brimstone.recipe.words import COUNTED
from brimstone.units import plain

_N = r"\d+(?:\.\d+)?"
_RATIO = expression(rf"(?<![\w.:/|])({_N}\s*([:/|+-])\s*{_N}(?:\s*\2\s*{_N})*)(?!\s*[:/|]|\w|\.\d)")
_SHARE = r"(?:wt|w|mass|vol|v|mol|)\.?\s*-?\s*%|k?g|mg|m?mol"
_RANGE = rf"(?:~\s*|ca\.?\s*|about\s+)?{_N}(?:\s*(?:-|±|\+/-|to)\s*{_N})?"
_FIRST = expression(rf"({_RANGE}\s*(?:{_SHARE}))\s*(?:of\s+)?([^\d\s].*)", re.IGNORECASE)
_LAST = expression(rf"(.+?)[\s(:\[-]*(?<=[\s(:\[-])({_RANGE}\s*(?:{_SHARE}))[)\]]?", re.IGNORECASE)
_BARE = expression(rf"(.+?)\s*\(({_N})\)")
_SHARED = expression(rf"(.+?\s{_N})\s*\(?((?:wt|w|mass|vol|v)\.?\s*-?\s*%)\)?", re.IGNORECASE)
_PLAIN = expression(rf"(.+?)\s+({_N})")
_AND = expression(r"\s*(?:[,;&]\s*(?:and\s+)?|\band\b)\s*")
#: What may stand around names and numbers without changing their meaning.
_FILLER = (
    r"(?:[\s=(),:\[\]]|(?:a|an|and|are|at|by|composites?|composed|consisting|from|ground|in|is|made|mass|milled|mixed|"
    r"mixtures?|of|percent|powders?|prepared|ratios?|respectively|the|to|together|using|volume|was|weights?|were|with|"
    r"w/w(?:/w)*|v/v(?:/v)*|(?:wt\.?/)+wt\.?|m/m(?:/m)*|wt\.?(?:\s*-\s*%)?|vol\.?(?:\s*-\s*%)?|%)(?![\w-]))*"
)
_HEAD = expression(rf"^(?:{_FILLER})", re.IGNORECASE)
_TAIL = expression(rf"(?<![\w-])(?:{_FILLER})$", re.IGNORECASE)
_MOLAR = expression(r"(?:\b|(?<=\d))m?mol(?:ar|e|%|\b)|\bmol\.?\s*%|\batomic\b|\bat\.?\s*%", re.IGNORECASE)
_MOLAR_WORDS = expression(
    r"[\s(]*(?:\b(?:in|by|with|at)\s+)?(?:\b(?:an?|the)\s+)?\b(?:molar|mole|atomic|mol|at)\b\.?\s*(?:ratios?|fractions?|%)?"
    r"(?:\s*\)|\s+of\b)?",
    re.IGNORECASE,
)
_BY_WEIGHT = expression(r"\b(?:weight|wt|mass|w/w)\b", re.IGNORECASE)
#: 30,5 wt%; no list of numbers
_COMMA = expression(r"(?<![\d,.])(\d+),(\d+)(?=\s*(?:(?:wt|w|m|Gew|mass|vol)?\.?\s*-?\s*%|:|$))")
#: S/C composite (mass ratio 7:3); S-rGO (S 68 %)
_IN_BRACKETS = expression(
    rf"(?:\s+composites?)?\s*\(\s*(?:(?:in an?\s+)?(?:mass|weight|wt\.?)\s+ratio\s*(?:of|=|:)?\s*)?"
    rf"({_N}\s*:\s*{_N})\s*(?:,?\s*(?:by (?:weight|mass)|w/w|wt\.?))?\s*\)"
)
_HELD_BY = expression(r"\b(S|Li2S|[Ss]ulfur|SeS2)-([A-Za-z][\w]*)\s*\((?=[^()]*%)")
#: S, C, LPSCl (35, 15, 50 wt%)
_LISTS = expression(
    rf"(?P<names>[^()=]+?)\s*[(=:]\s*(?P<numbers>{_N}(?:\s*[,;]\s*{_N})+)\s*(?P<unit>(?:wt|w|mass|vol)?\.?\s*-?\s*%)\s*\)?",
    re.IGNORECASE,
)
#: names in brackets behind the numbers: 8:1:1 (S/C : Super P : PVDF)
_NAMES_BEHIND = expression(r"\s*(?:for|of)?\s*[(\[]([^()\[\]]+)[)\]]\s*")
#: 30S-60LPSCl-10CNF
_NUMBER_FIRST = expression(rf"({_N})\s*(?:wt\.?\s*%\s*)?([A-Za-z][\w()@]*)")
#: What tells how the powders were mixed, and not how much of each there is.
_PROCESS = expression(
    r"\b(?:mill\w*|ground|grind\w*|melt\w*|heat\w*|infiltrat\w*|mixed|stirr\w*|mortar|rpm|cast|\d\s*(?:h|min|°\s*C|degC))\b",
    re.IGNORECASE,
)
#: S/KB = 6:4 with 20 wt% of PEO-LiTFSI: shares of the whole beside a mixture that takes the rest.
_SHARE_FIRST = expression(rf"({_N})\s*(?:wt|w|mass)?\.?\s*-?\s*%\s*(?:of\s+)?([A-Za-z][^,;%]*)", re.IGNORECASE)
_SHARE_LAST = expression(rf"([A-Za-z][^,;%]*?)[\s(:]+({_N})\s*(?:wt|w|mass)?\.?\s*-?\s*%\s*\)?", re.IGNORECASE)
_BESIDE = expression(r"\s*(?:[,;+]|\b(?:and|with|plus|together with|mixed with)\b)\s*")
_VOLUME = expression(r"\bv/v|\bvol(?:ume)?\b", re.IGNORECASE)
#: What no name of a component has in it: then a sentence is not understood.
_NO_NAME = expression(
    rf"[=%]|{_N}\s*[:/|+]\s*{_N}|:|-\s*$|^[\d\s.]+$|[+]\s*{_N}\s*m?g\b|\({_N}\)\s*[-/]|\b(?:by|ratio|weight|with|"
    rf"in an?)\b",
    re.IGNORECASE,
)
_WHOLE = 1e-6  # by which shares may miss their whole
_MIXTURE = "mixture0"
_MIXED_FIRST = expression(
    rf"(?P<one>[A-Za-z][\w.@]*)\s*[-/:]\s*(?P<two>[A-Za-z][\w.@]*)\s*\(\s*(?P<a>{_N})\s*[:/]\s*(?P<b>{_N})\s*\)|"
    rf"\(\s*(?P<first>[A-Za-z][\w.@]*)\s*[-/:]\s*(?P<second>[A-Za-z][\w.@]*)\s*=\s*(?P<c>{_N})\s*[:/]\s*(?P<d>{_N})\s*\)"
)
_PARTS = expression(rf"({'|'.join(COUNTED)}|{_N})\s+parts?\s+(?:of\s+)?([^,;]+)", re.IGNORECASE)
_BALANCE = expression(
    r"(?P<given>.+?)[\s,;]+(?:and\s+)?(?:(?:the\s+)?(?:balance|remainder|rest)(?:\s+(?:being|of|is|was)|:)?\s+"
    r"(?P<name>[^\d%,;][^%,;]*))",
    re.IGNORECASE,
)
_FRACTIONS = expression(
    rf"(?:mass|weight)\s+(?:fractions|shares)\s+of\s+(?P<names>.+?)\s+(?:of|=|:|were|are)\s+"
    rf"(?P<numbers>{_N}(?:\s*,?\s*(?:and\s+)?{_N})+)(?:,?\s*respectively)?",
    re.IGNORECASE,
)
#: Signs between names, the surest first: the first that gives as many names as there are numbers counts.
_BETWEEN_NAMES = (r"\s*:\s*", _AND.pattern, r"\s*/\s*", r"\s*\|\s*", r"\s*\+\s*", r"\s-\s", r"-")


#: S/CNT 8:2 composite 50 wt%: a mixture with a ratio of its own
_OWN_RATIO = expression(
    rf"(?<![\w@/])((?:S|Li2S|SeS2|[Ss]ul(?:f|ph)ur)[/@-][A-Za-z][\w-]*)\s+({_N}\s*:\s*{_N})\s+(?:composites?\s+|mixtures?\s+)?"
    rf"(?=\(?{_N}\s*(?:wt)?\.?\s*-?%)"
)
_EQUALS = expression(
    r"equal\s+(?:weights?|masse?s?|parts by (?:weight|mass))\s+of\s+(?P<names>[^\d:%]+)", re.IGNORECASE
)


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
    words = named_by_moles(_OWN_RATIO.sub(r"\1 (\2) ", plain(text))).replace("=", " = ").strip()
    if (equal := _EQUALS.fullmatch(words)) is not None:
        named = [one for one in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", equal["names"]) if one]
        words = f"{':'.join(named)} = {':'.join('1' for _ in named)}"
    words = re.sub(r"^\(([^()%=:]+)\)(?=\s*[:/])", r"\1", words)  # (85Li2S-15CuI) : LPS
    words = _COMMA.sub(r"\1.\2", re.sub(r"\b(?:Gew|Massen|Ma|mass)\.?\s*-?\s*%", "wt%", words))
    words = _IN_BRACKETS.sub(r" (\1)", _HELD_BY.sub(r"\1/\2 (", words))
    words, filled = masked(_in_figures(words))
    if filled:
        try:
            parts, are_ratio = components(words)
        except ValueError as problem:
            told = re.sub(r"filledhostx*", lambda match: filled.get(match[0], match[0]), str(problem))
            raise ValueError(told) from None
        return {filled.get(name, name): share for name, share in parts.items()}, are_ratio
    if (nested := _nested(words)) is not None:
        return nested, True
    shares = _amounts(words)
    if shares is None and _MOLAR.search(words):
        return _of_moles(text, words), True
    if shares is None:
        shares = _in_turn(words) or _in_lists(words) or _with_balance(words)
    if shares is not None:
        return _once(text, shares), False
    if (beside := _beside_a_mixture(words)) is not None:
        return _once(text, beside), False
    if (fractions := _of_fractions(words)) is not None:
        return _once(text, fractions), True
    ratios = list(_RATIO.finditer(words))
    if not ratios and (bare := _bare_pairs(words)) is not None:
        return _once(text, bare), True
    if not ratios:
        raise ValueError(f"'{text[:80]}' does not say how much of what, or which number is which component")
    match = ratios[-1]
    before, after = words[: match.start()], words[match.end() :]
    names = _TAIL.sub("", before) if _TAIL.sub("", before) else after
    if (behind := _NAMES_BEHIND.fullmatch(after)) is not None and _HEAD.sub("", after):
        names = after = behind[1]
    if names is not after and (left := _HEAD.sub("", after)):
        raise ValueError(f"'{text[:80]}': {_left_over(after.strip(), left)}")
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


def _left_over(after: str, left: str) -> str:
    """What to say of words behind the numbers of a ratio."""
    if _PROCESS.search(left):
        return f"'{after[:40]}' after the numbers tells how it was mixed: move it to  mixing"
    return f"'{after[:40]}' after the numbers is not understood"


def _of_moles(text: str, words: str) -> dict[str, str]:
    """Numbers by weight of ``S:C = 1:2 (molar ratio)``.

    Raises
    ------
    ValueError
        When it also has a ratio by weight, or a molar mass is not known.
    """
    bare = _MOLAR_WORDS.sub(" ", words)
    if _BY_WEIGHT.search(bare):
        raise ValueError(
            f"'{text[:80]}' has a molar ratio beside one by weight; give all components by weight, such as "
            "S:C:Li3PS4 = 3:1:6"
        )
    if _MOLAR.search(bare):
        raise ValueError(f"'{text[:80]}' has amounts in moles beside a ratio; give one number for each component")
    moles, are_ratio = components(bare)
    if not are_ratio:
        raise ValueError(f"'{text[:80]}' is a molar ratio beside shares by weight; give all components by weight")
    return weights(moles)


def _in_turn(words: str) -> list[tuple[str, str]] | None:
    """Components without a sign between them: ``S 30 wt% LPSCl 50 wt%``, ``30S-60LPSCl-10CNF``; None for others."""
    share = rf"{_RANGE}\s*(?:wt|w|mass|vol|v)?\.?\s*-?\s*%"
    found = list(re.finditer(rf"\s*([A-Za-z][^%,;:]*?)\s+({share})", words))
    if len(found) > 1 and "".join(one[0] for one in found) == words:
        return [(one[1], one[2]) for one in found]
    for between in (r"\s*[-+/]\s*", r"\s+"):
        pieces = [_NUMBER_FIRST.fullmatch(one) for one in re.split(between, words)]
        numbers = [(one[2], one[1]) for one in pieces if one]
        whole = sum(float(number) for _, number in numbers)
        if len(numbers) == len(pieces) > 2 and abs(whole / 100.0 - 1.0) < _WHOLE:
            return [(name, f"{number} wt%") for name, number in numbers]
    return None


def _in_lists(words: str) -> list[tuple[str, str]] | None:
    """Components and their shares in two lists: ``S, C, LPSCl (35, 15, 50 wt%)``; None for others."""
    match = _LISTS.fullmatch(_HEAD.sub("", words))
    if match is None:
        return None
    names = [one for one in re.split(r"\s*[,;/:]\s*(?:and\s+)?|\s+and\s+", match["names"].strip()) if one]
    numbers = re.split(r"\s*[,;]\s*", match["numbers"])
    fits = len(names) == len(numbers) and not any(_NO_NAME.search(name) for name in names)
    return [(name, f"{number} {match['unit']}") for name, number in zip(names, numbers, strict=True)] if fits else None


def _beside_a_mixture(words: str) -> list[tuple[str, str]] | None:
    """Shares of the whole beside a mixture that takes the rest: ``S/KB = 6:4 with 20 wt% of PEO``; None for others."""
    pieces = [piece for piece in _BESIDE.split(words) if piece]
    given, mixed = [], []
    for piece in pieces:
        first, last = _SHARE_FIRST.fullmatch(piece), _SHARE_LAST.fullmatch(piece)
        if first is not None or last is not None:
            given.append((first[2].strip(), first[1]) if first is not None else (last[1].strip(), last[2]))  # type: ignore[index]
        else:
            mixed.append(piece)
    left = 100.0 - sum(float(share) for _, share in given)
    if not given or len(mixed) != 1 or not 0.0 < left < 100.0 or any(_NO_NAME.search(name) for name, _ in given):
        return None
    bare = re.sub(r"\bcomposites?\b", " ", re.sub(r"\(\s*([\d.:/]+)[^()]*\)", r" = \1", mixed[0]))
    try:
        parts, are_ratio = components(bare)
        total = sum(float(number) for number in parts.values())
    except ValueError:
        return None
    if not are_ratio:
        return None
    return [
        *((name, f"{left * float(number) / total:.12g} wt%") for name, number in parts.items()),
        *((name, f"{share} wt%") for name, share in given),
    ]


def _amounts(words: str) -> list[tuple[str, str]] | None:
    """Components, each with a share or a mass; None when it is another kind of sentence."""
    words = _HEAD.sub("", words) if not re.match(rf"[\s(]*{_N}", words) else words
    by = "vol%" if re.search(r"[\s(]+by vol(?:ume|\.)?[\s)]*$", words, re.IGNORECASE) else ""
    words = re.sub(
        r"[\s(]+(?:by (?:weight|mass|vol(?:ume|\.)?)|in weight|w/w(?:/w)*)[\s)]*$", "", words, flags=re.IGNORECASE
    )
    if (shared := _with_one_unit(words)) is not None:
        return shared
    if ";" in words:  # S, 40 %; LPSCl, 45 %
        words = re.sub(rf",\s*(?={_RANGE}\s*(?:{_SHARE})\s*(?:;|$))", " ", words)
    for between in (_AND.pattern, r"\s*\+\s*", r"\s+[/|]\s+", r"\s*[/|]\s*", r"(?<=\))\s*-\s*"):
        pieces = [piece.strip() for piece in re.split(between, words) if piece.strip()]
        shares = []
        for piece in pieces:
            if match := _FIRST.fullmatch(piece):
                shares.append((match[2].strip(), match[1]))
            elif match := _LAST.fullmatch(piece):
                shares.append((match[1].strip(" (:-"), match[2]))
            elif match := _BARE.fullmatch(piece):
                shares.append((match[1], match[2]))
        wrong = any(_NO_NAME.search(name) or name.count("(") != name.count(")") for name, _ in shares)
        if shares and len(shares) == len(pieces) and not wrong:
            return [(name, (by and share.replace("%", "vol%")) or share) for name, share in shares]
    return None


def _in_figures(words: str) -> str:
    """Parts as a ratio, and ``w:w:w`` left out: ``three parts S, five parts LPSCl`` is S 3, LPSCl 5."""
    words = re.sub(r"\b(?:w|wt|m)(?::(?:w|wt|m))+\b\s*=?", " ", words)
    if not re.search(r"\bparts?\b", words):
        return words
    words = re.sub(r"[\s,(]*\bby (?:weight|mass)\b[\s)]*$", "", words)
    pieces = [_PARTS.fullmatch(piece) for piece in _AND.split(words)]
    if not all(pieces) or len(pieces) < 2:
        return words
    pairs = [(piece[2], COUNTED.get(piece[1].lower(), piece[1])) for piece in pieces if piece]
    return f"{' : '.join(name for name, _ in pairs)} = {':'.join(number for _, number in pairs)}"


def _nested(words: str) -> dict[str, str] | None:
    """A mixture that is one component of the whole: ``S-KB (60:40) and LPSCl in a weight ratio of 1:1``."""
    match = _MIXED_FIRST.search(words)
    if match is None or not _RATIO.search(words[: match.start()] + words[match.end() :]):
        return None
    names = [match[name] for name in ("one", "two", "first", "second") if match[name]]
    given = [float(match[name]) for name in ("a", "b", "c", "d") if match[name]]
    try:
        whole, are_ratio = components(f"{words[: match.start()]}{_MIXTURE}{words[match.end() :]}")
    except ValueError:
        return None
    if not are_ratio or _MIXTURE not in whole or set(names) & set(whole):
        return None
    parts: dict[str, str] = {}
    for name, number in whole.items():
        shares = zip(names, given, strict=True) if name == _MIXTURE else [(name, sum(given))]
        parts |= {one: f"{float(number) * share / sum(given):.12g}" for one, share in shares}
    return parts


def _with_balance(words: str) -> list[tuple[str, str]] | None:
    """Components of which the last takes the rest: ``S 30 wt%, KB 20 wt%, balance LPSCl``."""
    match = _BALANCE.fullmatch(words)
    given = _amounts(match["given"]) if match is not None else None
    if match is None or not given or any(not share.rstrip().endswith("%") or "vol" in share for _, share in given):
        return None
    left = 100.0 - sum(float(re.findall(_N, share)[0]) for _, share in given)
    return [*given, (match["name"].strip(), f"{left:.12g} wt%")] if left > 0 else None


def _bare_pairs(words: str) -> list[tuple[str, str]] | None:
    """Names and plain numbers in turn: ``S 40 LGPS 40 AB 20``, ``30 S / 50 LPSCl / 20 C``."""
    ways = (
        [_PLAIN.fullmatch(piece) for piece in re.split(way, words) if piece]
        for way in (_AND.pattern, r"\s*:\s*", r"\s+/\s+")
    )
    listed = next((way for way in ways if len(way) > 1 and all(way)), [])
    if listed:  # Super C65 10, whose name has a number in it
        pairs = [(one[1], one[2]) for one in listed if one]
        if any(abs(sum(float(share) for _, share in pairs) / whole - 1.0) < _WHOLE for whole in (100.0, 10.0, 1.0)):
            return pairs
    words = re.sub(r"\s*(?:[,;/|+&]|\band\b)\s*", " ", words).strip()
    for pattern in (rf"([A-Za-z][^\s]*)\s+({_N})", rf"(?P<number>{_N})\s+([A-Za-z][^\s]*)"):
        found = list(re.finditer(rf"(?:^|\s){pattern}(?=\s|$)", words))
        if len(found) > 1 and "".join(one[0] for one in found).split() == words.split():
            return [(one[2], one[1]) if one.re.groupindex else (one[1], one[2]) for one in found]
    return None


def _of_fractions(words: str) -> list[tuple[str, str]] | None:
    """Components with their fractions in the same order: ``mass fractions of S, LPSCl and KB of 0.3, 0.5 and 0.2``."""
    match = _FRACTIONS.fullmatch(words)
    if match is None:
        return None
    names, given = _AND.split(match["names"]), _AND.split(match["numbers"])
    return list(zip(names, given, strict=True)) if len(names) == len(given) else None


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
