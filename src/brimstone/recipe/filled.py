"""Carbon that holds the active material, where a composition names it with its share: ``S/KB (70 wt% S): 80 wt%``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from brimstone.recipe.patterns import expression
from brimstone.recipe.words import ACTIVES, active_word, fold
from brimstone.units import plain

_N = r"\d+(?:\.\d+)?"
_NAME = r"[A-Za-z][\w.+-]*(?: (?:black|carbon|paper|P|Black|fib(?:er|re)s?|nanotubes?))?"
#: S/KB (70 wt% S), rGO@S (S: 70 %), KB/S = 3/7
_SHARE = r"(?:wt|w|mass)?\.?\s*-?\s*%"
_FILLED = expression(
    rf"(?P<one>{_NAME})\s*[/@]\s*(?P<two>{_NAME})\s*[(\[,]?\s*(?:with\s+|containing\s+)?"
    rf"(?:(?P<share>{_N})\s*{_SHARE}\s*(?:of\s+)?(?P<of>{_NAME})?|(?P<first>{_NAME}?)(?:\s+content)?(?:\s+of)?\s*[:=]?\s*(?P<only>{_N})\s*{_SHARE}|"
    rf"(?:=\s*)?(?P<a>{_N})\s*[:/]\s*(?P<b>{_N}))(?:\s*(?:content|loading))?\s*[)\]]"
)
#: S/C contains 70 wt% S, S content in S/C of 70 wt%, with 70 wt% S in S/C: told once, in a clause of its own
_PAIR = r"(?P<pair>[A-Za-z][\w.-]*\s*[/@]\s*[A-Za-z][\w.-]*)"
_CLAUSE = expression(
    rf"[\s,;.(]*(?:(?:the\s+)?{_PAIR}\s+(?:composite\s+)?(?:contain\w*|with|has|having|consist\w* of)\s+"
    rf"(?P<one>{_N})\s*{_SHARE}\s*(?:of\s+)?(?:S|sul(?:f|ph)ur|Li2S)\b|(?:S|sul(?:f|ph)ur|Li2S)\s+content\s+(?:in|of)\s+(?:the\s+)?"
    rf"{_PAIR.replace('pair', 'other')}\s*(?:composite\s*)?(?:is|was|of|=|:|,)?\s*(?P<two>{_N})\s*{_SHARE})\s*[).]*",
)


def _told_at_the_name(words: str) -> str:
    """The share of a filled host beside its name, where a clause of its own tells it."""
    match = _CLAUSE.search(words)
    if match is None:
        return words
    pair, share = match["pair"] or match["other"], match["one"] or match["two"]
    rest = f"{words[: match.start()]} {words[match.end() :]}".strip()
    same = re.compile(r"\s*[/@]\s*".join(re.escape(one.strip()) for one in re.split("[/@]", pair)))
    named = list(same.finditer(rest))
    if not named:
        return words
    return f"{rest[: named[-1].start()]}{pair} ({share} wt%){rest[named[-1].end() :]}"


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled host in words.

    Attributes
    ----------
    name : str
        Such as S/KB.
    active, carbon : str
    share : str
        Of the active material in it, such as 70 wt%.
    """

    name: str
    active: str
    carbon: str
    share: str

    @property
    def names(self) -> tuple[str, ...]:
        """What the filled host is called, to be compared."""
        pairs = ((self.active, self.carbon), (self.carbon, self.active))
        return tuple(fold(f"{one}{sign}{two}") for one, two in pairs for sign in "/@-")


def filled_in(words: str) -> tuple[Filled, tuple[int, int]] | None:
    """The first filled host whose share is told in a text, and where; None without one."""
    for match in _FILLED.finditer(words):
        names = match["one"], match["two"]
        actives = [active_word(name) in ACTIVES for name in names]
        if sum(actives) != 1:
            continue
        active, carbon = (names[0], names[1]) if actives[0] else (names[1], names[0])
        of = match["of"] or match["first"]
        if of is not None and active_word(of) != active_word(active) and of.lower() not in ("active", "loading"):
            if active_word(of) in ACTIVES or of.lower() != carbon.lower():
                continue  # wt% of something else, such as of sulfur in Li2S
        if match["a"] is not None:
            first, second = float(match["a"]), float(match["b"])
            part = (first if actives[0] else second) / (first + second) if first + second > 0 else 0.0
        else:
            part = float(match["share"] or match["only"]) / 100.0
            part = 1.0 - part if of is not None and of.lower() == carbon.lower() else part
        if 0.0 < part < 1.0:
            return Filled(f"{active}/{carbon}", active, carbon, f"{100 * part:.6g} wt%"), match.span()
    return None


def masked(words: str) -> tuple[str, dict[str, str]]:
    """A sentence with its filled hosts under names that hold no numbers, and what these stand for."""
    stand: dict[str, str] = {}
    words = _told_at_the_name(plain(words))
    while (found := filled_in(words)) is not None:
        filled, (start, end) = found
        name = "filledhost" + "x" * len(stand)
        stand[name] = f"{filled.name} ({filled.share} {filled.active})"
        words = f"{words[:start]}{name}{words[end:]}"
    return words, stand


def host_in(names: Mapping[str, object]) -> tuple[str, Filled] | None:
    """The only component that is a filled host with its share, and what it says; None without one, or with several."""
    found = {name: filled_in(name) for name in names}
    hosts = [
        (name, one[0])
        for name, one in found.items()
        if one is not None and re.sub(r"\s", "", name[: one[1][0]] + name[one[1][1] :]) in ("", "composite")
    ]
    return hosts[0] if len(hosts) == 1 else None
