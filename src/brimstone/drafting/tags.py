"""How a section tells its cells apart: by housing, counter electrode, label, loading, active material, or part."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from brimstone.drafting.names import is_known

#: What a cell is put in, by the words for a cell of that kind, and by the bare word in a bracket or before a colon.
_HOUSINGS = {
    "pouch": r"pouch(?:[ -]type)?(?:[ -](?:full |single |Li-S )?(?:cells?|batter(?:y|ies)))?|"
    r"(?:laminated?|soft-?pack|sheet)(?:[ -]type)?[ -]cells?",
    "coin": r"(?:CR)?20(?:16|25|32)(?:[ -]type)? (?:coin )?cells?|(?:coin|button)(?:[ -]type)?[ -](?:full )?cells?",
    "pellet": r"(?:pellet|powder-?pressed)(?:[ -]type)?[ -](?:full )?cells?",
    "die": r"(?:die|mou?ld)(?:[ -]type)?[ -]cells?",
    "Swagelok": r"[Ss]wagelok(?:[ -]type)? cells?",
    "coupon": r"coupons?",
    "three-electrode": r"[Tt]hree-electrode cells?",
}
_BARE_HOUSING = re.compile(
    r"(?:(?<=\()|(?<=for the )|(?<=of the )|(?<=; )|(?<=, )|(?<=for )|^)(?P<housing>pouch|coin|pellet|die|"
    r"coupon)(?= ?[:;,)]|"
    r"\.$| \d+ cycles)",
    re.IGNORECASE,
)
#: Coin: 1.5-2.8 V; die: 0.9-2.2 V
_LED_HOUSING = re.compile(r"(?:^|(?<=; )|(?<=: ))(?P<housing>pouch|coin|pellet|die)(?=: )", re.IGNORECASE)
_METALS = {
    "In": "Li-In",
    "InLi": "Li-In",
    "In-Li": "Li-In",
    "LiIn": "Li-In",
    "Li0.5In": "Li-In",
    "lithium-free": "lithium-free",
    "anode-free": "lithium-free",
}
_METAL = (
    r"(?P<metal>Li-?In|In-?Li|Li-(?:Al|Si|Sn|Mg)|In|Li(?:thium)?(?!-(?!cells))|graphite|[Ss]ilicon|(?i:lithium|"
    r"anode)-free)"
)
#: Li-In cells; cells using Li metal; the lithium-free build
_BY_METAL = re.compile(rf"(?<![\w|/.+]){_METAL}(?: metal| anode)?[ -](?:full |half )?(?:cells?|build)\b(?! voltage)")
_WITH_METAL = re.compile(
    rf"\b(?:cells? (?:using|with|based on)|those with|(?:coupled|paired|assembled) with) (?:an? |"
    rf"the )?(?:pure )?{_METAL}(?: metal| foil| anodes?)?(?![\w-])"
)
_BARE_METAL = re.compile(
    rf"(?:(?<=\bfor )|(?<=\bFor )|(?<=\()|(?<=vs\. )|(?<=vs )|(?<=\bwith )){_METAL}(?= ?[;,.)]|$| and| or)"
)
_COMPARED = re.compile(r"(?:For|As an?|By way of) (?:comparison|reference|control)\b")
#: For reference, Li-In alloy; as the alternative, Li-Al powder
_OTHER_METAL = re.compile(
    rf"\b(?:[Ff]or (?:reference|comparison)|[Aa]s (?:an?|the) (?:alternative|reference|comparison)|[Aa]lternatively),? "
    rf"(?:an? |the )?{_METAL}(?: alloy| foil| powder| metal)?(?![\w|/-])"
)
_ROMAN = r"(?:III|II|IV|I|V)"
#: Cell A, cathodes of type II, sample 3
_NAMED_LABEL = re.compile(
    rf"\b(?i:cells?|cathodes?|samples?|types?|electrodes?|batteries) (?P<label>[A-E](?![\w@.-])|{_ROMAN}(?![\w-])|"
    rf"[1-4](?![\w.%-]))"
)
_BARE_LABEL = re.compile(
    r"(?:(?<=\bfor )|(?<=\bFor )|(?<=\bto )|(?<=\()|(?<=; )|(?<=, )|(?<=and )|(?<=or ))(?P<label>[A-E])(?=[,;:.)]|"
    r" and| or| only|$)"
)
_ENUMERATED = re.compile(
    r"(?:\b(?:type|cells?|cathodes?) )?\((?P<label>iii|ii|iv|i|[a-d]|[A-D])\)|\((?P<more>(?:iii|ii|iv|i|"
    r"[a-dA-D])(?:(?:, ?(?:and )?| and )(?:iii|ii|iv|i|[a-dA-D]))+)(?: only)?\)"
)
_SERIES = (("i", "ii", "iii", "iv"), ("a", "b", "c", "d"), ("A", "B", "C", "D"))
#: M1 and M2; P20, P30, P40; SKB-50
_CODE = re.compile(r"(?<![\w.@/-])(?P<stem>[A-Z][A-Za-z]{0,4}-?)(?P<number>\d{1,2})(?![\w.@/·-]|\(\w|:\d)")
_NO_CODE = re.compile(r"(?:C|D|d|P|EC-|XE|SS|CR|R|K|Ref|Fig|Table|Eq|S|Li|T|No)-?$")
_LOADING = re.compile(
    r"\b(?P<load>high|low)(?:er|est)?[ -](?:S |sulfur |Li2S |areal |mass )?load(?:ing|ed)\b(?:[ -](?:cells?|"
    r"cathodes?|electrodes?))?|"
    r"\b(?P<thick>thick|thin)(?:er)?[ -](?:cathode|electrode)s?(?: cells?)?\b",
    re.IGNORECASE,
)
_BARE_LOADING = re.compile(r"(?:(?<=\bfor )|(?<=\())(?P<load>high|low)(?=[;,.)]|$)")
_SYMMETRIC = re.compile(
    r"\b[Ss]ymmetric(?:al)? (?:[\w./|-]+ ){0,2}?(?:cells?|batter(?:y|ies))\b|"
    r"(?<![\w|])(?P<metal>Li|LiIn|Li-In|Li0\.5In|In) ?(?P<bar>\|\|?|"
    r"/) ?[\w@.+()/-]+?(?: ?(?P=bar) ?[\w@.+()/-]+?)*? ?(?P=bar) ?(?P=metal)(?![\w-])(?: (?:symmetric )?cells?)?"
)
#: S||Li-In cells beside a Li2S||graphite full cell
_PAIR = re.compile(
    r"(?<![\w|])(?P<pair>(?P<one>[\w.@-]+) ?\|\| ?(?!(?P=one)\b)[\w.@-]+?)(?P<full> full)? (?:cells?|batter(?:y|ies))\b"
)
_FULL = re.compile(r"\b[Ff]ull[ -](?:cells?|batter(?:y|ies))\b")
#: Reference cells beside hybrid cells
_ROLE = re.compile(r"\b(?P<role>[Rr]eference|[Cc]ontrol|[Bb]lank|[Cc]omparison|[Hh]ybrid) (?:cells?|batter(?:y|ies))\b")
_BETWEEN = re.compile(r"\s*(?:,|and|or|&|/|, and|, or)?\s*(?:for |of |the )*")


@dataclass(frozen=True, slots=True)
class Tag:
    """Where a text names a cell, or several of one kind.

    Attributes
    ----------
    axis : str
        By what it is told from the others, such as ``"housing"``.
    values : frozenset of str
        Which of that kind.
    start, end : int
        Where it stands.
    """

    axis: str
    values: frozenset[str]
    start: int
    end: int


class Names:
    """The names by which a section tells its cells apart.

    Parameters
    ----------
    texts : sequence of str
        All sentences of the section, in order.
    """

    def __init__(self, texts: Sequence[str]):
        self.stems = _stems(texts)
        self.series = _series(texts)
        pairs = [match for text in texts for match in _PAIR.finditer(text)]
        self.full = next((match["pair"] for match in pairs if match["full"]), "")
        strong = [tag for text in texts for tag in sorted(self._strong(text), key=lambda one: one.start)]
        second = {
            _metal(match["metal"])
            for text in texts
            for pattern in ((_OTHER_METAL, _WITH_METAL) if _COMPARED.match(text) else (_OTHER_METAL,))
            for match in pattern.finditer(text)
        }
        strong.sort(key=lambda tag: bool(tag.values & {self.full, *second}))
        self.axes: dict[str, list[str]] = {}
        for tag in strong:
            known = self.axes.setdefault(tag.axis, [])
            known += [value for value in sorted(tag.values) if value not in known]
        for axis, default in DEFAULTS.items():
            known = self.axes.get(axis, [])
            if known and default not in known and "hybrid" not in known and (axis != "anode" or set(known) <= second):
                self.axes[axis].insert(0, default)
        self.axes = {axis: values for axis, values in self.axes.items() if len(values) > 1}

    def tags(self, text: str) -> list[Tag]:
        """Every name of a cell in a text, in order; none overlaps another of its kind."""
        found = [tag for tag in (*self._strong(text), *self._weak(text)) if tag.axis in self.axes]
        kept: list[Tag] = []
        for tag in sorted(found, key=lambda one: (one.start, -one.end)):
            values = tag.values & set(self.axes[tag.axis])
            if values and not any(one.axis == tag.axis and one.start < tag.end and tag.start < one.end for one in kept):
                kept.append(Tag(tag.axis, frozenset(values), tag.start, tag.end))
        return _joined(text, kept)

    def _strong(self, text: str) -> Iterator[Tag]:
        for housing, words in _HOUSINGS.items():
            for match in re.finditer(rf"\b(?:{words})\b", text, re.IGNORECASE):
                yield Tag("housing", frozenset({housing}), *match.span())
        for match in _LED_HOUSING.finditer(text):
            yield Tag("housing", frozenset({match["housing"].lower()}), *match.span())
        for pattern in (_BY_METAL, _WITH_METAL, _OTHER_METAL):
            for match in pattern.finditer(text):
                yield Tag("anode", frozenset({_metal(match["metal"])}), *match.span())
        for match in _NAMED_LABEL.finditer(text):
            yield Tag("label", frozenset({match["label"]}), *match.span())
        for match in _ENUMERATED.finditer(text):
            labels = re.findall(r"[ivx]+|[a-dA-D]", match["label"] or match["more"])
            if set(labels) <= set(self.series):
                yield Tag("label", frozenset(labels), *match.span())
        for match in _CODE.finditer(text):
            if match["stem"] in self.stems:
                yield Tag("label", frozenset({match[0]}), *match.span())
        for match in _LOADING.finditer(text):
            high = (match["load"] or match["thick"]).lower() in ("high", "thick")
            yield Tag("loading", frozenset({"high loading" if high else "low loading"}), *match.span())
        for match in _PAIR.finditer(text):
            yield Tag("pair", frozenset({match["pair"]}), *match.span())
        for match in _FULL.finditer(text) if self.full else ():
            yield Tag("pair", frozenset({self.full}), *match.span())
        for match in _ROLE.finditer(text):
            yield Tag("role", frozenset({match["role"].lower()}), *match.span())
        for match in _SYMMETRIC.finditer(text):
            yield Tag("kind", frozenset({"symmetric"}), *match.span())

    def _weak(self, text: str) -> Iterator[Tag]:
        for match in _BARE_HOUSING.finditer(text):
            yield Tag("housing", frozenset({match["housing"].lower()}), *match.span())
        for match in _BARE_METAL.finditer(text):
            yield Tag("anode", frozenset({_metal(match["metal"])}), *match.span())
        for match in _BARE_LABEL.finditer(text):
            yield Tag("label", frozenset({match["label"]}), *match.span())
        for match in _BARE_LOADING.finditer(text):
            yield Tag("loading", frozenset({f"{match['load']} loading"}), *match.span())


#: What a cell is where nothing is said, of kinds that are named only where they differ.
DEFAULTS = {"kind": "full", "loading": "low loading", "role": "", "anode": ""}


def _metal(words: str) -> str:
    return _METALS.get(words, _METALS.get(words.lower(), "Li" if words.startswith("Lithium") else words))


def _series(texts: Sequence[str]) -> tuple[str, ...]:
    """The numbering of a list that the section refers to later: (i), (ii) and (iii), each with what it is."""
    whole = " ".join(texts)
    for series in _SERIES:
        count = [
            len(re.findall(rf"\((?:[\w, ]*\b)?{label}\b(?:, ?\w+)*(?: only)?\)|\btype {label}\b", whole))
            for label in series
        ]
        if count[0] and count[1] and sum(count) > sum(map(bool, count)):
            return tuple(label for label, number in zip(series, count, strict=True) if number)
    return ()


def _stems(texts: Sequence[str]) -> frozenset[str]:
    """What numbered names of samples begin with, such as M in M1 and M2: at least two in one sentence."""
    found: dict[str, int] = {}
    for text in texts:
        codes: dict[str, set[str]] = {}
        for match in _CODE.finditer(text):
            if not _NO_CODE.fullmatch(match["stem"]) and not is_known(match[0]):
                codes.setdefault(match["stem"], set()).add(match["number"])
        for stem, numbers in codes.items():
            found[stem] = max(found.get(stem, 0), len(numbers))
    return frozenset(stem for stem, number in found.items() if number > 1)


def _joined(text: str, tags: Sequence[Tag]) -> list[Tag]:
    """One name in the place of several with nothing but a comma or ``and`` between them."""
    joined: list[Tag] = []
    for tag in tags:
        last = next((one for one in reversed(joined) if one.axis == tag.axis), None)
        if last is not None and _BETWEEN.fullmatch(text[last.end : tag.start]):
            joined[joined.index(last)] = Tag(tag.axis, last.values | tag.values, last.start, tag.end)
        else:
            joined.append(tag)
    return joined
