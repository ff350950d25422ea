"""Which material a sentence on the making of something is about."""

import re
from collections.abc import Sequence

from brimstone.drafting.names import materials
from brimstone.drafting.notes import Draft
from brimstone.drafting.text import Sentence

_NAME = r"(?P<{}>(?:[αβγ]-)?[A-Z\d][\w.()·@/-]*(?:-[\w.()]+)*)"
_KIND = r"(?:\s(?:glass(?:-ceramics?)?|powders?|electrolytes?|composites?|nano\w+|films?|membranes?|crystals?|sample))*"
#: Synthesis of Li6PS5Cl; For Li6PS5Cl; To obtain S@HPC; Li6PS5Cl (LPSC) was prepared; … to get SKB-50
_NAMED = (
    re.compile(rf"\b(?:[Ss]ynthesis|[Pp]reparation|[Ff]abrication) of (?:the\s+)?{_NAME.format('of')}"),
    re.compile(
        r"^(?:[\d.]+\s*)?(?:For(?: the)?|To (?:prepare|obtain|make|synthesi[sz]e|form|get)(?: the)?) "
        rf"{_NAME.format('first')}"
    ),
    re.compile(
        rf"(?:^|[\s:]){_NAME.format('made')}{_KIND}(?:\s*\([^()]*\))*{_KIND}\s+(?:was|were)\s+(?:\w+ly\s+|"
        rf"first\s+|also\s+)?"
        r"(?:prepared|synthesi[sz]ed|obtained|made|produced|fabricated|grown)\b"
    ),
    re.compile(rf"\bto (?:get|obtain|give|yield|form|afford)\s+(?:the\s+)?{_NAME.format('yields')}"),
)
_POLYMER = re.compile(
    r"\b(?P<polymer>PEO|PVDF-HFP|PVDF|PAN|PPC|PEGDA|PCL|PMMA|PVA|PDOL)\b(?=.*?\b(?P<salt>LiTFSI|LiFSI|LiClO4|LiPF6|"
    r"LiBF4|LiCF3SO3)\b)|[Pp]oly\(ethylene oxide\)(?=.*?\b(?:lithium|Li)\w*)"
)
_HOST = re.compile(r"(?<![\w@/-])(?:[A-Z][\w-]*@(?:S|Li2S)|(?:S|Li2S)[@/][A-Z][\w-]*|SPAN|S-[A-Z]\w+)(?![\w@])")
_ANY_ELECTROLYTE = re.compile(
    r"(?:(?:gel|solid|composite|polymer|quasi-solid|hybrid|electrolytes?|membranes?|garnet|glass)[\s-]*)+|GPE|CPE|SPE",
    re.IGNORECASE,
)
_NO_PRODUCT = re.compile(r"[\d.]+|XRD|SEM|TGA|EIS|CPE|GPE|SPE|CR\d+|PTFE|PEEK")
_WHOLE = {"electrolyte": "electrolyte", "active": "active material", "anode": "anode"}


def polymer_of(text: str) -> str | None:
    """The polymer and the salt that an electrolyte is made of."""
    found = _POLYMER.search(text)
    return None if found is None else f"{found['polymer'] or 'PEO'}-{found['salt'] or 'LiCF3SO3'}"


class Products:
    """Follows a section and says what is being made.

    Attributes
    ----------
    guessed : set of str
        Products that no word names beside what was done, but the topic.
    """

    def __init__(self, section: Sequence[Sentence], draft: Draft):
        self.draft = draft
        self.text = " ".join(one.text for one in section)
        self.last: dict[str, str] = {}  # product by topic
        self.guessed: set[str] = set()

    def of(self, sentence: Sentence) -> str | None:
        """The material whose making a sentence tells of; None for one on other things."""
        topic = sentence.topic
        named = self._named(sentence) or (polymer_of(sentence.text) if topic == "electrolyte" else None)
        if named is not None and topic in _WHOLE:
            self.last[topic] = named
            return named
        if topic not in _WHOLE:
            if named is not None and materials(named):
                kind = materials(named)[0].kind
                self.last["electrolyte" if kind == "electrolyte" else "active"] = named
            return None
        if topic not in self.last:
            self.last[topic] = self._usual(sentence)
            self.guessed.add(self.last[topic])
        return self.last[topic]

    def final(self, product: str) -> str:
        """The name of a product that the section only calls the electrolyte, where the cell has one."""
        if product != _WHOLE["electrolyte"]:
            return product
        named = {
            str(one.value) for one in self.draft.placed if re.fullmatch(r"separator\.layer \d+\.electrolyte", one.field)
        }
        if len(named) != 1:
            return product
        self.guessed.add(name := named.pop())
        return name

    def _named(self, sentence: Sentence) -> str | None:
        for pattern in _NAMED:
            for match in pattern.finditer(sentence.text):
                group = str(match.lastgroup)
                name = str(match[group])
                name = name if "(" in name else name.rstrip(".,:)")
                known = materials(sentence.text[match.start(group) :][:80])
                if known and known[0].start == 0 and not _ANY_ELECTROLYTE.fullmatch(known[0].words):
                    return known[0].words
                if re.search(r"[A-Z].*[A-Z\d]|@|SPAN", name) and not _NO_PRODUCT.fullmatch(name):
                    return name
        return None

    def _usual(self, sentence: Sentence) -> str:
        """By the topic: the polymer and its salt, the filled host, the one electrolyte of the section."""
        if sentence.topic == "electrolyte":
            named = [
                one.words
                for one in materials(sentence.text)
                if one.kind == "electrolyte" and not _ANY_ELECTROLYTE.fullmatch(one.words)
            ]
            if not named and (polymer := polymer_of(self.text)) is not None:
                return polymer
            placed = self.draft.value_of("separator.layer 1.electrolyte")
            return str(named[0] if named else placed or _WHOLE["electrolyte"])
        if sentence.topic == "active":
            host = _HOST.search(sentence.text) or _HOST.search(self.text)
            return str(host[0] if host is not None else self.draft.value_of("cathode.active") or _WHOLE["active"])
        return str(self.draft.value_of("anode.material") or _WHOLE["anode"])
