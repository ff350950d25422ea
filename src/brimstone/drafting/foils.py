"""Two foils that an alloy anode is pressed together from, each with how thick and how wide it is."""

import re

from brimstone.drafting.notes import Draft
from brimstone.drafting.text import Sentence, Stated
from brimstone.units import parse_stated

_ALLOY = re.compile(r"\bLi-(?P<metal>In|Al|Mg|Sn|Si)\b|\b(?P<other>In|Al|Mg|Sn)-Li\b")
_WIDE = 3e-3  # a length above is how wide a foil is [m]
_NAMES = {"lithium": "Li", "indium": "In", "aluminium": "Al", "aluminum": "Al"}
_AHEAD = re.compile(r"[-\s]*(?:thick|of)?[-\s]*")
_BEHIND = re.compile(r"\s*[:=,(]?\s*[^;()]*")


def read_foils(sentence: Sentence, draft: Draft) -> bool:
    """Place thickness and width of both foils of an alloy; whether a sentence tells those of both.

    In 0.3 mm, 9 mm wide; 100-um In, 3/8 in. and 20-um Li, 5/16 in.; In foil (thickness 0.1 mm, diameter 10 mm).
    """
    alloy = _ALLOY.search(sentence.text)
    other = "In" if alloy is None else alloy["metal"] or alloy["other"]
    sizes = _sizes(sentence, other)
    if set(sizes) != {"Li", other} or not all(any(not _is_wide(one) for one in each) for each in sizes.values()):
        return False
    places = [place for each in sizes.values() for one in each for place in (one.start, one.end)]
    words = sentence.around(min(places), max(places))
    draft.place("anode.material", f"Li-{other}", words)
    for metal, lengths in sizes.items():
        for one in lengths:
            draft.place(f"anode.{'foil_diameters' if _is_wide(one) else 'foils'}.{metal}", one.text, words)
            sentence.take(one.start, one.end)
    return True


def _is_wide(one: Stated) -> bool:
    return parse_stated(one.text, "length").si > _WIDE


def _sizes(sentence: Sentence, other: str) -> dict[str, list[Stated]]:
    """The lengths right before or behind each of two metals: at most one thickness and one width of each."""
    names = rf"Li|{other}|[Ll]ithium|{'[Ii]ndium' if other == 'In' else other}|[Aa]lumini?um"
    metals = list(
        re.finditer(
            rf"(?<![\w-])(?P<metal>{names})(?: metal)?(?: (?:foil|dis[ck]|sheet|chip)s?)?(?![\w-])", sentence.open
        )
    )
    lengths = sentence.quantities("length")
    ahead = {
        one.start: one for one in lengths for each in metals if _AHEAD.fullmatch(_gap(sentence, one, each.start()))
    }
    found: dict[str, list[Stated]] = {}
    for match in metals:
        metal = _NAMES.get(match["metal"].lower(), match["metal"])
        run = _BEHIND.match(sentence.open, match.end())
        last = min([run.end() if run else match.end(), *(one.start() for one in metals if one.start() > match.start())])
        own = [one for one in ahead.values() if _AHEAD.fullmatch(_gap(sentence, one, match.start()))]
        own += [one for one in lengths if match.end() <= one.start < last and one.start not in ahead]
        if own and metal not in found:
            if len(own) > 2 or len({_is_wide(one) for one in own}) < len(own):
                return {}
            found[metal] = own
    return found


def _gap(sentence: Sentence, one: Stated, start: int) -> str:
    """The words between a length and what stands behind it."""
    return sentence.text[one.end : start] if one.end <= start else "x"
