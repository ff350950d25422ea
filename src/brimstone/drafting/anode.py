"""The anode of an experimental section: metals, alloys, foils that were pressed together."""

import re
from collections.abc import Iterable

from brimstone.drafting.foils import read_foils
from brimstone.drafting.notes import Draft
from brimstone.drafting.text import Sentence
from brimstone.recipe.phrases import ATOMS, anode_words
from brimstone.units import NUMERAL, parse_stated

_SHAPE = (
    r"(?:metal|foils?|plates?|tablets?|slices?|wafers?|"
    r"belts?|ribbons?|strips?|discs?|disks?|chips?|sheets?|pellet|anode|alloy|negative electrode|"
    r"counter electrode)"
)
#: What an anode is called.
ANODE = (
    r"(?:Li|In)-(?:In|Li)(?: alloy)?(?: (?:foil|dis[ck]|electrode|pellet|sheet|anode)s?)?|LiIn(?: alloy)?|InLi|"
    r"Li[\dx.]*In\b|Li[\d.]+Al\b(?: alloy)?|"
    r"(?i:lithium-indium|indium-lithium)(?: alloy)?|Li[\dx.]*Si[\d.]*(?: pellet| alloy)?|Li-(?:Si|Al)(?: alloy)?|"
    rf"(?i:lithium|indium)(?:[ -]metal)?(?: {_SHAPE})+|(?:Li|In)(?: {_SHAPE})+|"
    r"(?:[Ss]ilicon|Si)\b(?=[^.;]*\b(?:for|as) (?:the |an? )?(?:anode|negative))|"
    rf"(?:Li|[Ll]ithium)(?=\s*\(\D{{0,12}}{NUMERAL}\s*[uμm]m\b)|"
    rf"(?:Li|In|[Ll]ithium|[Ii]ndium)(?=\s*{NUMERAL}\s*[uμm]m\b)|"
    r"(?<=[μu]m of )(?:Li|lithium)\b(?!-)|(?:(?<=thick )|(?<=wide ))(?:Li|lithium)\b(?!-)|"
    r"(?:Li|lithium)(?= as (?:the |an? )?(?:anode|negative|counter))|"
    r"[Ss]ilicon (?:sheets?|electrodes?|films?|layers?)|"
    r"(?:graphite|silicon|Si|LTO|Li4Ti5O12) (?:anode|negative electrode|counter electrode)"
)
_ALLOYS = "Li-?In|In-?Li|Si|Al"
#: Lithium put on an indium foil, as it is said of a piece of it.
_WITH_LITHIUM = (
    r"(?:pieces?|chips?|flakes?|small amounts?|mg|strips?) (?:of )?(?:Li|lithium)\b|"
    r"(?:Li|lithium) (?:pieces?|chips?|flakes?|strips?)|"
    r"(?:covered|topped|backed|laminated) with (?:an? )?(?:Li|lithium)\b"
)
_WORDS = {
    "lithium": "Li",
    "indium": "In",
    "lithium-indium": "Li-In",
    "indium-lithium": "Li-In",
    "inli": "Li-In",
    "in-li": "Li-In",
    "liin": "Li-In",
}
#: In (0.3 mm, 9 mm dia.) and Li (0.2 mm)
_BARE = re.compile(rf"\b(In|Li)\s*(?:foils?\s*)?\((?=[^()]*{NUMERAL}\s*(?:[uμm]m|mg)\b)")
_LITHIUM = re.compile(
    r"(?<![\w/-])(?:Li|[Ll]ithium)(?=\s+(?:metal|was|were|disc|disk|ribbon|chip|foil|anode|\(|and LATP|side)|°|[,.)]|$)"
)
_ANODE_FREE = re.compile(
    r"\banode-?(?:free|less)\b|\b[Nn]o (?:excess )?(?:lithium|Li)\b|\bwithout (?:any )?(?:lithium|Li)\b|"
    r"\bzero excess\b|"
    r"\bAg[-/]C\b|\b[Ss]ilver[-/ ]carbon\b"
)
_WIDE = 3e-3  # a length above is how wide a foil is, not how thick [m]
#: The negative electrode consisted of silicon
_OF_SILICON = re.compile(
    r"\b(?:anodes?|(?:negative|counter) electrodes?)\b[^.;]{0,40}?\b(?:consist\w+ of|was|were|is|contain\w*|compris\w+|"
    r"(?:made|composed) (?:of|from))\s+(?:an?\s+|the\s+)?(?:[\w-]+\s+){0,2}?(?P<metal>[Ss]ilicon|Si)\b(?!-)"
)
#: a Li-Al alloy: Al foil (50 um) on which Li foil (30 um) was placed
_ALLOY = re.compile(r"\bLi-(?P<metal>Al|In|Mg|Sn)\b")
_FOIL = re.compile(rf"\b(?P<metal>[A-Z][a-z])\s+(?:foil|disc|disk|sheet)s?\s*\((?P<size>{NUMERAL}\s*[uμm]m)\b")
#: In: 100 um; Li: 30 um
_SIZES_OF_FOILS = re.compile(
    rf"\b(?P<one>In|Li)\s*[:=]\s*(?P<first>{NUMERAL}\s*(?:[uμ]m|mm))\s*[;,/]\s*(?P<other>Li|In)\s*[:=]\s*"
    rf"(?P<second>{NUMERAL}\s*(?:[uμ]m|mm))(?![\w])"
)
#: 100 um In and 50 um Li
_SIZED_FOILS = re.compile(
    rf"(?<![\d.])(?P<first>{NUMERAL}\s*(?:[uμ]m|mm))\s+(?:of\s+|thick\s+)?(?P<one>In|Li)(?:\s+foil)?\s+(?:and|on|"
    rf"with)\s+(?:a\s+)?"
    rf"(?P<second>{NUMERAL}\s*(?:[uμ]m|mm))\s+(?:of\s+|thick\s+)?(?P<other>Li|In)\b(?!-)"
)
#: Li and In (molar ratio 1:2) were ground
_POWDERS = re.compile(
    rf"\b(?P<one>Li|In)(?: powders?)?\s*(?:and|/|-)\s*(?P<other>In|Li)\b[^.;()]{{0,15}}\(?(?:molar|atomic|"
    rf"mole)\s+ratio\s*(?:of|=|:)?\s*"
    rf"(?P<first>{NUMERAL})\s*:\s*(?P<second>{NUMERAL})"
)
#: prelithiation was achieved by pressing a lithium foil against the negative electrode: the foil is no anode
_PRELITHIATED = re.compile(r"\bpre-?lithiat\w+[^.;]{0,60}")
_THICKNESS_AFTER = 25  # characters between a foil and its thickness
Named = tuple[str, int, int]  # words, start, end


def read_anode(sentence: Sentence, named: list[Named], draft: Draft) -> None:
    """Place what a sentence calls the anode."""
    if (brought := _PRELITHIATED.search(sentence.text)) is not None:
        draft.ask(f"anode.material: lithium was brought into it first ('{brought[0]}'); what is it made of?")
        return
    for match in (*_SIZES_OF_FOILS.finditer(sentence.open), *_SIZED_FOILS.finditer(sentence.open)):
        for metal, size in ((match["one"], match["first"]), (match["other"], match["second"])):
            draft.place(f"anode.foils.{metal}", size, sentence.around(*match.span()))
        sentence.take(*match.span())
    if read_foils(sentence, draft):
        return
    silicon = _OF_SILICON.search(sentence.text)
    if silicon is not None:
        named = [("Si anode", *silicon.span("metal"))]
    foils = _alloy_foils(sentence, named, draft)
    if foils:
        named = [one for one in named if one[0] not in foils]
    powders = _POWDERS.search(sentence.open)
    if powders is not None:
        for metal, number in ((powders["one"], powders["first"]), (powders["other"], powders["second"])):
            draft.place(f"anode.atoms.{metal}", number, powders[0])
        sentence.take(powders.start("first"), powders.end("second"))
    metals = {_metal(words) for words, *_ in named if not re.search(_ALLOYS, words)}
    if metals == {"In"} and (put := re.search(_WITH_LITHIUM, sentence.text)) is not None:
        metals.add("Li")
        named = [*named, ("Li", put.start(), put.end())]
    bare = [(match[1], match.start(1), match.end(1)) for match in _BARE.finditer(sentence.text)]
    if metals == {"In", "Li"}:
        _foils(sentence, named, draft)
        for words, *_ in named:
            for metal, number in anode_words(words, with_size=False).get("atoms", {}).items():
                draft.place(f"anode.atoms.{metal}", number, words)
    elif named and {words for words, *_ in bare} == {"In", "Li"}:
        for one in named:
            if one[0].partition(" ")[0] not in ("In", "Li"):
                _one_metal(sentence, one, draft)
        _foils(sentence, bare, draft)
    else:
        for one in named:
            _one_metal(sentence, one, draft)
    ratio = (
        ATOMS.search(sentence.open)
        if named or sentence.has("anode|alloy|counter electrode|negative electrode")
        else None
    )
    if ratio is not None:
        read = anode_words(ratio[0].rstrip(","), with_size=False)
        for metal, number in read.get("atoms", {}).items():
            draft.place(f"anode.atoms.{metal}", number.rstrip(","), ratio[0])
        sentence.take(ratio.start(), ratio.end())


def read_any_lithium(text: Iterable[Sentence], draft: Draft) -> None:
    """Take lithium as the anode where a section names it in the building of the cell, and no other anode."""
    if draft.value_of("anode.material") is not None or any(
        re.match("anode(?:[.]material)?:", one) for one in draft.questions
    ):
        return
    text = list(text)
    free = next((match for one in text if (match := _ANODE_FREE.search(one.text)) is not None), None)
    if free is not None:
        draft.ask(f"anode: '{free[0]}': what lithium is there? Write the little that there is at first: 1 um of Li")
        return
    for sentence in text:
        match = _LITHIUM.search(sentence.text)
        if match is not None and sentence.topic in ("", "cell", "cathode", "electrolyte", "test"):
            words = sentence.around(match.start(), match.end())
            draft.place("anode.material", "Li", words)
            draft.assumed.append("anode.material: lithium, which the section names and no other anode")
            return


def _alloy_foils(sentence: Sentence, named: list[Named], draft: Draft) -> list[str]:
    """Place the foils that an alloy other than Li-In was pressed together from; the words that name them."""
    alloy = _ALLOY.search(sentence.text)
    if alloy is None or alloy["metal"] == "In":
        return []
    found = {match["metal"]: match for match in _FOIL.finditer(sentence.open)}
    if set(found) != {"Li", alloy["metal"]}:
        return []
    for metal, match in found.items():
        draft.place(f"anode.foils.{metal}", match["size"], sentence.around(*match.span()))
        sentence.take(*match.span("size"))
    return [words for words, *_ in named if "-" not in words]


def _metal(words: str) -> str:
    return "In" if words.lower().startswith("in") else "Li"


def _foils(sentence: Sentence, named: list[Named], draft: Draft) -> None:
    """Indium and lithium pressed together, with their thicknesses when both are stated."""
    sizes = {}
    for words, start, end in named:
        lengths = [
            one
            for one in sentence.quantities("length")
            if not sentence.is_diameter(one) and parse_stated(one.text, "length").si < _WIDE
        ]
        after = [one for one in lengths if 0 <= one.start - end < _THICKNESS_AFTER]
        before = [one for one in lengths if re.fullmatch(r"[-\s]*(?:thick|of)?[-\s]*", sentence.text[one.end : start])]
        if before or after:
            sizes[_metal(words)] = (before or after)[0]
    if len({one.start for one in sizes.values()}) < len(sizes):
        sizes = {}  # one thickness is of one foil
    last = max((one.end for one in sizes.values()), default=named[-1][2])
    words_of_both = " ".join(sentence.text[named[0][1] : max(last, named[-1][2])].split())
    draft.place("anode.material", "Li-In", words_of_both)
    if len(sizes) == 2 or set(sizes) == {"In"}:  # an indium foil, and a little lithium
        for metal, size in sizes.items():
            draft.place(f"anode.foils.{metal}", size.text, words_of_both)
            sentence.take(size.start, size.end)


def _one_metal(sentence: Sentence, named: Named, draft: Draft) -> None:
    bare = re.sub(rf"(?:\s+(?:{_SHAPE}|electrodes?|films?|layers?))+\b", "", named[0])
    bare = "Si anode" if bare.lower() in ("silicon", "si") else bare
    material = _WORDS.get(bare.lower(), bare)
    words = sentence.around(named[1], named[2])
    if material == "In":
        draft.ask(f"anode: did the indium get lithium before the first charge ('{words}')? If so write  anode: Li-In")
    else:
        read = anode_words(material, with_size=False)
        draft.place("anode.material", str(read.get("material", material)), words)
        if draft.value_of("anode.material") != str(read.get("material", material)):
            draft.drop("anode.atoms")
            return
        for metal, number in read.get("atoms", {}).items():
            draft.place(f"anode.atoms.{metal}", number, words)
