"""Masses, sizes and pressures of an experimental section, each with the layer that it is of."""

import itertools
import re
from dataclasses import dataclass

from brimstone.drafting.anode import ANODE, read_anode
from brimstone.drafting.names import materials
from brimstone.drafting.notes import Draft
from brimstone.drafting.text import Sentence, Stated
from brimstone.errors import BrimstoneError
from brimstone.units import NUMERAL, parse_stated

_OF_A_LAYER = r"(?:electrolyte|powder|pellet|layer|membrane|film|separator)"
_KINDS = {
    "anode": rf"{ANODE}|anodes?\b|negative electrode|counter electrode",
    "whole": r"(?i:(?:whole |entire |three-layer(?:ed)? |trilayer |bilayer )?"
    r"(?:stack|assembly|sandwich|trilayer|bilayer(?! separator)|everything|(?<=the )whole(?! cell)|cells?)\b(?! diameter))",
    "cathode": r"(?i:(?:cathode|positive|composite|active|sulfur)"
    r"(?: (?:composite|cathode|electrode|layer|powder|material|mixture|mix))+s?\b|"
    r"cathodes?\b|(?:nano)?composites?\b|(?<!\w )dis[ck]s?\b(?= of| with)|(?<!negative )(?<!counter )electrodes?\b|slurry|"
    r"(?:this|that|the) mixture\b)",
    "separator": rf"(?i:(?:solid |bilayer )?(?:electrolyte|separator|SE|SSE)(?: {_OF_A_LAYER})?\b|"
    r"pellets?\b|membranes?\b|glass-ceramics?\b|(?<=mg of )glass\b|"
    r"(?<=the )glass\b(?! (?:vial|tube|die|plate|jar))|films?\b)",
}
_REST_OF_NAME = re.compile(rf"(?:[\s-](?:solid )?{_OF_A_LAYER}s?\b)*")
_MENTION = re.compile("|".join(f"(?P<{kind}>(?<![\\w-])(?:{words}))" for kind, words in _KINDS.items()))
#: Where something is put, which is not what the next number is of.
_PLACE = re.compile(
    r"\b(?:on|onto|over|upon|to|against|atop|facing|towards?)\s+"
    r"(?:(?:the\s+)?(?:top|surface|(?:(?:one|(?:the )?other|(?:the )?opposite|each)\s+(?:side|surface|face)))"
    r"(?:\s+of)?\s*)?(?:the\s+|a\s+)?(?:other\s+)?(?:pressed\s+)?(?:solid\s+)?"
    r"(?:pellet|separator|electrolyte(?:\s+(?:layer|pellet))?|anode|cathode(?:\s+(?:layer|side))?)?\b|"
    r"\((?:at |on |facing )?(?:the )?(?:cathode|anode)(?: side)?\)",
    re.IGNORECASE,
)
_OPERATING = re.compile(
    r"stack pressure|operati(?:ng|on)|external pressure|constant pressure|(?:applied|uniaxial) pressure|"
    r"(?:during|for) (?:the )?(?:cycling|test|measurement|operation)|tested|cycled|cycling|measured|measurements|"
    r"operated|maintained|held at|frames?\b|fixture|clamped|screws?\b|pressure (?:on|of) the (?:cell|stack)|"
    r"(?:cell|stack|assembly) (?:was|were|is) (?:then )?(?:kept|held|fixed)|\btests?\b|tighten|torque|springs?\b|"
    r"exerted|(?:put|placed|kept|held|run|operated) under",
    re.IGNORECASE,
)
_SURELY_OPERATING = r"stack pressure|external|operat|tested|cycl|frame|screws|springs"
_PRESSING = r"press(?:ed|ing)|compact|densif|pelleti|calender|squeez|consolidat|compress"
#: 3 t (uniaxial, approx. 380 MPa); 4 kN, which corresponds to 50 MPa
_SAME_AS = (
    rf"({NUMERAL}\s*(?:tonnes?|tons?|t|kN))\s*(?:\(\s*(?:uniaxial(?:ly)?,?\s*|[≈~=]\s*|i\.e\.,?\s*)*|"
    r",?\s*\(?(?:(?:what|which)\s+)?(?:corresponds?|corresponding|equivalent|equal)\s+to\s*)$"
)
_LIGHT = r"\b(?:lightly|slightly|gently|loosely|pre-?press\w*|pre-?compact\w*)\b[^.;,]{0,30}$"
_FILLER = r"nano|particles?|powders?|fillers?"
#: How thick something was spread, not what became of it.
_WET = r"\b(?:gap|wet|blade|cast height|slit)\b"
_BALLS = r"balls?\b[^.;]{0,20}$|^\W*balls?"
#: Words between "onto" and the name of a layer.
_ATTRIBUTE = r"(?:top|one|the|an?|other|opposite|side|face|surface|of|each|pre\w+|\w+ed|solid)"
_SULFUR, _ACTIVE = r"S8?|sul(?:f|ph)ur", r"Li2S|SeS2|SPAN|(?:the )?active(?:[- ]material)?|CAM|AM"
_ELECTRODE = r"(?:the )?(?:composite|cathode|electrode)"
#: The mass that a loading refers to: as it stands in the unit or right after it, or near the word loading.
_BASES = (("sulfur", _SULFUR), ("active", _ACTIVE), ("electrode", _ELECTRODE))
_POWDERS_MIXED = r"(?:\w+-)?(?:milled|ground|blended|stirred|mixed|dissolved|suspended|dispersed)\b"
_SIZED = 5e-3  # lengths above are diameters: no layer of a cell is as thick [m]
_THINNEST = 5e-6  # a size below, that no word calls a thickness, is that of a powder [m]
_HEAVIEST = 1e-3  # of a layer in a cell of a laboratory [kg]
_OF_A_POWDER = r"(?:D50|d50|D90|particles?|grains?|fib(?:er|re)s?|powders?|nano\w*|sized?)\b[^;.]{0,25}$"
_MADE_FROM = re.compile(r"\bfrom\s+(?:\S+\s+){0,5}$")
_CALLED_THICK = r"thick|foil|layer|film|membrane|sheet|calendered|rolled|densified to"


@dataclass(frozen=True, slots=True)
class Mention:
    """A layer as a sentence names it, with its electrolyte where that is the name."""

    kind: str
    words: str
    start: int
    end: int
    electrolyte: str | None = None


def _mentions(text: str) -> list[Mention]:
    """Every layer of the cell that a text names, in the order in which they stand there."""
    found = []
    for one in materials(text):
        if one.kind == "electrolyte" and not re.search(
            r"\b(?:no|without)\s+(?:\w+\s+)?$", text[: one.start], re.IGNORECASE
        ):
            end = one.end + len(str(_REST_OF_NAME.match(text, one.end)[0]))  # type: ignore[index]  # it fits anything
            found.append(Mention("separator", text[one.start : end], one.start, end, one.words))
    taken = [(one.start, one.end) for one in found]
    for match in _MENTION.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            found.append(Mention(str(match.lastgroup), match[0], match.start(), match.end()))
    found.sort(key=lambda one: one.start)
    return [
        one
        for one, following in itertools.zip_longest(found, found[1:])
        if not (  # the solid electrolyte Li3PS4
            following is not None
            and one.kind == following.kind == "separator"
            and one.electrolyte is None
            and following.electrolyte is not None
            and re.fullmatch(r"\s*\(?\s*", text[one.end : following.start])
        )
    ]


class Layers:
    """Places masses, sizes and pressures; remembers the last layer mentioned."""

    def __init__(self, draft: Draft, electrolyte: str | None):
        self.draft = draft
        self.electrolyte = electrolyte  # of the composite: what "the electrolyte" means unless another one is named
        self.names: list[str] = []  # of the layers of the separator
        self.last: str | None = None
        self.operating = False  # whether the last pressure was that of operation
        self.light: set[str] = set()  # fields with a pressure that only held a powder together
        self.liquids: list[tuple[str, str]] = []  # what a membrane or a side of the cell was wetted with
        self.wide_as: str | None = None  # the layer that the diameter is of

    def read(self, sentence: Sentence) -> None:
        """Place the quantities of the layers of the cell in a sentence."""
        if sentence.topic == "active":
            return
        hidden = _PLACE.sub(lambda match: " " * len(match[0]), sentence.open)
        begin, end = sentence.composition
        hidden = hidden[:begin] + " " * (end - begin) + hidden[end:]
        mentions = _mentions(hidden)
        self._name(sentence, mentions)
        of_layers = ("length", "area", "areal mass", "areal charge", "pressure", "load", "specific volume")
        weighed = sentence.topic == "cathode" and sentence.has(_POWDERS_MIXED)  # what goes into the mill
        skips_mass = weighed or sentence.topic in ("electrolyte", "anode")
        for one in sentence.quantities(*of_layers, *(() if skips_mass else ("mass",))):
            read = {"length": self._length, "area": self._area, "pressure": self._pressure, "load": self._pressure}
            if read.get(one.dimension, self._amount)(sentence, one, mentions):
                sentence.take(one.start, one.end)
        kinds = [one.kind for one in mentions if one.kind != "whole"]
        self.last = kinds[-1] if kinds else self.last

    def finish(self, text: list[Sentence]) -> None:
        """Bring two layers of the separator into order, the one at the cathode first, or ask."""
        self._wetted()
        if len(self.names) < 2:
            return
        facing = (
            r"[^,.;+]{0,30}(?:\b(?:facing|towards?|contacting|contact with|next to)\s+(?:the\s+)?|"
            r"\((?:at |on )?(?:the )?)"
        )
        at_cathode = [
            name
            for name in self.names
            if any(re.search(rf"{re.escape(name)}{facing}(?:cathode|positive)", one.text) for one in text)
        ]
        put = rf"(?:{ANODE}|anode)(?:[^.;]|\.\d)*\b(?:on|onto|to) (?:the )?"
        at_anode = [
            name
            for name in self.names
            if any(re.search(rf"{put}{re.escape(name)}(?: side| layer)?\b", one.text) for one in text)
        ]
        if len(self.names) == 2 and (len(at_cathode) == 1 or len(at_anode) == 1):
            if self.names[0] in at_anode or self.names[1] in at_cathode:
                self.draft.swap("separator.layer 1", "separator.layer 2")
        else:
            self.draft.ask(
                f"{', '.join(f'separator.layer {number}.electrolyte' for number in range(1, len(self.names) + 1))}: "
                f"do the layers lie in the order {', '.join(self.names)}, the first at the cathode?"
            )

    def _wetted(self) -> None:
        """Say what liquids are: the electrolyte of a membrane, or beside a solid one a question."""
        for liquid, words in self.liquids[:1]:
            if not self.names:
                self.names.append(liquid)
                self.draft.place("separator.layer 1.electrolyte", liquid, words)
            elif liquid not in self.names:
                self.draft.ask(
                    f"cathode.infiltrated, separator.layer 1.electrolyte: where was '{words}'? In the cathode, write  "
                    f"cathode: {{infiltrated: {liquid}}};  in the membrane, make it the electrolyte of that layer"
                )

    def _subject(self, sentence: Sentence, one: Stated, mentions: list[Mention]) -> Mention | None:
        """What a number is of: the noun right after it, else the nearest before, else the nearest after it."""
        right = [mention for mention in mentions if mention.start >= one.end]
        if right and re.fullmatch(
            r"[\s-]*(?:thick(?:ness)?\s*)?(?:,?\s*of\s+)?(?:the\s+|a\s+|free-standing\s+|as-prepared\s+|\w+ed\s+)*",
            sentence.text[one.end : right[0].start],
        ):
            return right[0]
        between = sentence.text[one.end : right[0].start] if right else ""
        if right and re.fullmatch(r"\s*of\s+(?:(?!(?:was|were|and)\b)[\w/@.-]+\s?){0,4}", between):
            return right[0]
        before = [
            mention
            for mention in mentions
            if mention.end <= one.start
            and not (mention.words == "slurry" and _MADE_FROM.search(sentence.text, 0, mention.start))
        ]
        if before:
            return before[-1]
        if self.last is not None and re.match(r"(?:It|This|These|The (?:layer|disc))\b", sentence.text):
            return Mention(self.last, "", 0, 0)
        return right[0] if right else (Mention(self.last, "", 0, 0) if self.last else None)

    def _layer(self, mention: Mention) -> str:
        """Path of the layer of the separator that is meant; it is named if it was not yet."""
        name = mention.electrolyte or (self.names[-1] if self.names else self.electrolyte)
        if name is not None and name not in self.names and re.search(_FILLER, mention.words) and self.names:
            name = self.names[-1]
        if name is None:
            return "separator.layer 1"
        if name not in self.names:
            if mention.electrolyte is None:
                self.draft.assumed.append(f"the separator is of {name}, the electrolyte of the composite")
            self.names.append(name)
        layer = f"separator.layer {self.names.index(name) + 1}"
        self.draft.place(f"{layer}.electrolyte", name, mention.words or name)
        return layer

    def _name(self, sentence: Sentence, mentions: list[Mention]) -> None:
        """Name anode and separator, with or without a number."""
        anodes = [(one.words, one.start, one.end) for one in mentions if re.match(ANODE, one.words)]
        read_anode(sentence, anodes, self.draft)
        sized = sentence.quantities("mass", "length", "pressure")
        for mention in mentions:
            layer = re.search(r"separator|electrolyte|membrane|pellet|film|layer", mention.words)
            if mention.electrolyte is None or mention.electrolyte in self.names:
                continue
            if _is_liquid(sentence, mention):
                self.liquids.append((mention.electrolyte, sentence.around(mention.start, mention.end)))
                continue
            sizes = [self._sized(sentence, one) for one in mentions if one.electrolyte == mention.electrolyte]
            if sentence.has(r"(?:bi|double|two|multi)-?layer(?:ed)? separator") and not any(sizes):
                self.draft.ask(
                    f"separator: how thick, or how heavy, is the layer of {mention.electrolyte}? "
                    f"('{sentence.text[:120]}')"
                )
            elif re.search(_FILLER, mention.words) and sentence.topic == "electrolyte":
                continue  # what a composite electrolyte was filled with
            elif layer or (sentence.has("separator|electrolyte layer|membrane") and sized):
                self._layer(mention)

    def _sized(self, sentence: Sentence, mention: Mention) -> bool:
        size = rf"{NUMERAL}\s*(?:mg|g|[uμm]m)\b"
        after = re.match(rf"\s*\(?[~a-z. ]*{size}", sentence.text[mention.end :])
        return bool(after or re.search(rf"{size}\s+(?:of\s+)?$", sentence.text[: mention.start]))

    def _listed_layers(self, sentence: Sentence, one: Stated, mentions: list[Mention]) -> bool:
        """Whether a pressure follows a list of layers of the separator and nothing is done in between."""
        names = [each for each in mentions if each.end <= one.start and each.electrolyte in self.names]
        return len({each.electrolyte for each in names}) > 1 and not re.search(
            r"\b(?:press|compact|was|were|then|add)", sentence.text[names[0].start : one.start]
        )

    def _length(self, sentence: Sentence, one: Stated, mentions: list[Mention]) -> bool:
        words = sentence.around(one.start, one.end)
        subject = self._subject(sentence, one, mentions)
        if re.search(r"balls?\b[^.;]{0,20}$|^\W*balls?", sentence.text[: one.start]) or re.match(
            r"\S*\s*\w*\s*balls?", sentence.text[one.end :]
        ):
            self.draft.unused.append(f"{words}: balls of the mill")
            return True
        if re.search(r"\bwires?\b", sentence.text[max(0, one.start - 40) : one.end + 15]):
            self.draft.unused.append(f"{words}: a wire, which is no layer of the cell")
            return True
        if _crossed(sentence, one):
            return False  # 30 mm x 40 mm: a width and a height
        size = parse_stated(_tidy(one.text), "length").si
        thick = re.match(r"[-\s]*thick", sentence.text[one.end :]) is not None
        wide = size >= _SIZED and subject is not None and not thick
        if re.search(_WET, sentence.text[max(0, one.start - 25) : one.end + 15]):
            self.draft.unused.append(f"{words}: how thick it was spread, not how thick it is")
            return True
        if sentence.is_diameter(one) or wide:
            own = subject.kind if subject is not None and subject.words else ""
            if self.wide_as == "cathode" and own not in ("cathode", ""):
                self.draft.unused.append(f"{words}: cells are computed on the diameter of the cathode")
                return True
            if own == "anode" or (
                own == "separator" and re.search("membrane|film", subject.words.lower() if subject else "")
            ):
                self.draft.unused.append(
                    f"{words}: the {own}'s own diameter; cells are computed on that of the cathode"
                )
            else:
                if own == "cathode" and self.wide_as == "separator" and sentence.topic != "cell":
                    known = next(each for each in self.draft.placed if each.field == "diameter")
                    self.draft.unused.append(f"{known.words}: cells are computed on the diameter of the cathode")
                    self.draft.drop("diameter")
                self.draft.place("diameter", _tidy(one.text), words)
                self.wide_as = self.wide_as if self.wide_as == "cathode" else own
            return True
        called = re.search(_CALLED_THICK, sentence.text[max(0, one.start - 30) : one.end + 12], re.IGNORECASE)
        loose = size < _THINNEST or (subject is not None and subject.kind == "cathode")
        if re.search(_OF_A_POWDER, sentence.text[: one.start]) or (loose and not called):
            self.draft.unused.append(f"{words}: the size of a powder; give it as particle_size if it is of the cathode")
            return True
        if subject is None or subject.kind == "whole":
            return False
        if subject.kind == "separator":
            self.draft.place(f"{self._layer(subject)}.thickness", _tidy(one.text), words)
        elif re.match(r"[\s-]*(?:thick )?(?:copper|Cu|nickel|Ni|stainless steel)\b", sentence.text[one.end :]) or (
            re.search(r"foil|collector|paper", sentence.text[max(0, one.start - 20) : one.end + 20])
            and subject.kind == "cathode"
        ):
            self.draft.unused.append(f"{words}: thickness of a collector")
        else:
            self.draft.place(f"{subject.kind}.thickness", _tidy(one.text), words)
        return True

    def _area(self, sentence: Sentence, one: Stated, mentions: list[Mention]) -> bool:
        if _crossed(sentence, one):
            return False  # 4 x 4 cm2: a width and a height
        if self.draft.value_of("diameter") is not None:
            self.draft.unused.append(f"{sentence.around(one.start, one.end)}: the diameter gives the area already")
        else:
            self.draft.place("area", one.text, sentence.around(one.start, one.end))
        return True

    def _amount(self, sentence: Sentence, one: Stated, mentions: list[Mention]) -> bool:
        """Place a mass, an areal mass or an areal capacity."""
        words = sentence.around(one.start, one.end)
        if one.dimension == "specific volume":
            self.draft.place("cathode.electrolyte_to_sulfur", one.text, words)
            return True
        if one.dimension == "areal charge":
            if re.search(
                r"\b(?:reversible|deliver\w*|discharge|initial|specific)\b[^.;]{0,40}$", sentence.text[: one.start]
            ):
                self.draft.unused.append(f"{words}: what the cell gave")
                return True
            return self._loading(sentence, one, "")
        if one.dimension == "areal mass":
            basis = _basis(sentence, one)
            if basis is None:
                self.draft.ask(
                    f"cathode.loading: is '{words}' of active material, of sulfur or of the electrode? "
                    f"Write  {_tidy(one.text)} of sulfur,  for example"
                )
                return True
            return self._loading(sentence, one, "" if basis == "active" else f" of {basis}")
        subject = self._subject(sentence, one, mentions)
        if subject is None or subject.kind in ("whole", "anode"):
            return False
        if parse_stated(_tidy(one.text), "mass").si > _HEAVIEST:
            return False
        if subject.kind == "separator":
            self.draft.place(f"{self._layer(subject)}.mass", _tidy(one.text), words)
            return True
        return self._loading(sentence, one, " of electrode")

    def _loading(self, sentence: Sentence, one: Stated, basis: str) -> bool:
        """Place a loading; what was weighed gives way to what is stated per area."""
        value, words = f"{_tidy(one.text)}{basis}", sentence.around(one.start, one.end)
        known = next((each for each in self.draft.placed if each.field == "cathode.loading"), None)
        ranks = ("mass", "areal charge", "areal mass")  # what is weighed gives way to what is stated per area
        if known is not None:
            old = next(
                (rank for rank, unit in enumerate(("mg of electrode", "mA h", "")) if _ends(known.value, unit)), 2
            )
            new = ranks.index(one.dimension)
            if old != new:
                self.draft.unused.append(f"{known.words if new > old else words}: the loading per area is stated, too")
            if new < old:
                return True
            if new > old:
                self.draft.drop("cathode.loading")
        self.draft.place("cathode.loading", value, words)
        return True

    def _pressure(self, sentence: Sentence, one: Stated, mentions: list[Mention]) -> bool:
        words = sentence.around(one.start, one.end)
        value = _tidy(one.text)
        stated = re.search(_SAME_AS, sentence.text[: one.start])
        if stated is not None and one.dimension == "pressure":  # 3 t (375 MPa)
            for placed in [each for each in self.draft.placed if each.value == stated[1]]:
                self.draft.drop(placed.field)
                self.draft.place(placed.field, value, words)
            self.draft.unused.append(f"{words}: the load of the pressure that is stated, too")
            return True
        held = re.match(rf"\s*(?:for|,)\s*{NUMERAL}\s*(?:s|min|h)\b", sentence.open[one.end :])
        near = sentence.text[max(0, one.start - 60) : one.end + 40]
        pressing = re.search(_PRESSING, sentence.text[: one.start])
        if re.search(r"\bcrimp", near) and not pressing:
            self.draft.unused.append(f"{words}: it closes the case")
            return True
        operating = _OPERATING.search(near) is not None or (
            pressing is None and (sentence.topic == "test" or (self.operating and not mentions))
        )
        self.operating = operating
        if operating and not (pressing and not re.search(_SURELY_OPERATING, near)):
            self.draft.place("operation.stack_pressure", value, words)
            return True
        pressed = [each for each in mentions if not _is_place(sentence, each, one) and not _aside(sentence, each, one)]
        subject = self._subject(sentence, one, pressed)
        if subject is None:
            return False
        if held is not None:
            self.draft.unused.append(f"{words}: the duration of pressing is not used")
            sentence.take(one.end + held.start(), one.end + held.end())
        before = {mention.kind for mention in mentions if mention.end <= one.start}
        each_layer = len(self.names) > 1 and (
            re.search(r"\bboth\b(?! sides)", near, re.IGNORECASE) or self._listed_layers(sentence, one, mentions)
        )
        if not each_layer and re.search(r"together|co-?press", near):
            pressed = self.draft.value_of("separator.layer 1.pressed_at") is not None
            kinds = ["cathode"] if pressed else sorted(before & {"separator", "cathode"}) or ["cathode"]
        elif each_layer:
            for number, _ in enumerate(self.names, 1):
                self.draft.place(f"separator.layer {number}.pressed_at", value, words)
            return True
        elif len(before & {"cathode", "anode", "separator"}) > 1 and re.search(
            r"stacked|consolidat|isostatic|assembled|laminated|\bwere pressed", sentence.text[: one.start]
        ):
            kinds, subject = ["cathode"], Mention("whole", "", 0, 0)
        else:
            both = {"cathode", "separator"} <= before and re.search(r"\bwere\b[^,;]*$", sentence.text[: one.start])
            kinds = ["cathode", "separator"] if both else ["cathode" if subject.kind == "whole" else subject.kind]
        light = re.search(_LIGHT, sentence.text[: one.start], re.IGNORECASE) is not None
        for kind in kinds:
            where = (
                self._layer(Mention("separator", "", 0, 0) if subject.kind != "separator" else subject)
                if kind == "separator"
                else kind
            )
            self._pressed(f"{where}.pressed_at", value, words, light)
        if subject.kind == "whole":
            self._pressed_too(value, words)
        return True

    def _pressed(self, where: str, value: str, words: str, light: bool) -> None:
        """Place a pressure of pressing, in the place of one that only held the powder together."""
        known = next((each for each in self.draft.placed if each.field == where), None)
        if known is not None and where in self.light:
            self.draft.unused.append(f"{known.words}: pressed again at {value}")
            self.draft.drop(where)
            self.light.discard(where)
        if light:
            self.light.add(where)
        self.draft.place(where, value, words)

    def _pressed_too(self, value: str, words: str) -> None:
        """Give the pressure of the whole stack to the layers that have none of their own."""
        layers = {each.field.rpartition(".")[0] for each in self.draft.placed if each.field.startswith("separator.layer")}
        for layer in sorted(layers):
            where = f"{layer}.pressed_at"
            known = self.draft.value_of(where)
            if known is not None and where not in self.light and _lower(known, value):
                self.draft.assumed.append(f"{where}: {value} with the whole stack; alone it was pressed at {known}")
                self.light.add(where)
            if known is None or where in self.light:
                self._pressed(where, value, words, False)


def _is_liquid(sentence: Sentence, mention: Mention) -> bool:
    """Whether an electrolyte is a liquid that something was wetted with, and no layer of its own."""
    if not re.search(r"\bM\b|mol|liquid|\bDOL\b|\bDME\b|TEGDME|tetraglyme", mention.words):
        return False
    before, after = sentence.text[: mention.start], sentence.text[mention.end :]
    return bool(
        re.search(r"(?:immersed|soaked|swollen|wetted|impregnated|dropped|filled|activated)\b[^.;]{0,30}$", before)
        or re.search(r"[μmu][lL]\s+(?:of\s+)?(?:an?\s+|the\s+)?$", before)
        or re.match(r"[^.;]{0,60}\b(?:dropped|added|injected|used per cell|wetted)\b", after)
    )


def _lower(known: str, value: str) -> bool:
    """Whether a pressure is lower than another; a load on an unknown area is not known to be."""
    try:
        return parse_stated(known, "pressure").si < parse_stated(value, "pressure").si
    except BrimstoneError:
        return False


def _aside(sentence: Sentence, mention: Mention, one: Stated) -> bool:
    """Whether a layer stands in brackets that are closed before the number."""
    between = sentence.text[mention.end : one.start]
    return ")" in between and "(" not in between.partition(")")[0] and "(" in sentence.text[: mention.start]


def _crossed(sentence: Sentence, one: Stated) -> bool:
    """Whether a length is one side of a size such as 20 x 30 mm."""
    return bool(re.match(r"\s*[x×]", sentence.text[one.end :]) or re.search(r"[x×]\s*$", sentence.text[: one.start]))


def _ends(value: str, unit: str) -> bool:
    return unit in value if unit == "mg of electrode" else bool(re.search(r"mA\s?h", value)) if unit else True


def _basis(sentence: Sentence, one: Stated) -> str | None:
    """The mass that a loading refers to; None when the sentence does not tell."""
    after, near = sentence.text[one.end :], sentence.text[max(0, one.start - 70) : one.end + 30]
    for basis, names in _BASES:
        if re.search(rf"\b(?i:{names})\s+$", sentence.text[: one.start]):
            return basis  # sulfur 4.0 mg cm-2
        if re.search(rf"mg[\s-]*\(?(?:of\s+)?(?:{names})\b", one.text) or re.match(
            rf"\s*\(?(?:of\s+)?(?:{names})\b(?!\s*@)", after
        ):
            return basis
    for basis, names in _BASES:
        if re.search(
            rf"\b(?i:{names})\b (?:mass |areal |content|loading)+|(?:loading|content|mass) of (?:active )?(?i:{names})\b", near
        ):
            return basis
    return None


def _is_place(sentence: Sentence, mention: Mention, one: Stated) -> bool:
    """Whether a layer is what something else was put onto, unless the number follows it in brackets."""
    between = sentence.text[mention.end : one.start]
    if "(" in between and ")" not in between:
        return False
    before = sentence.text[max(0, mention.start - 60) : mention.start]
    return (
        re.search(rf"\b(?:on|onto|to|over|upon|atop|against)\s+(?:{_ATTRIBUTE}\s+)*$", before, re.IGNORECASE)
        is not None
    )


def _tidy(text: str) -> str:
    """Words that the readers of the fields know."""
    text = re.sub(
        rf"(?<=mg)[\s-]*\(?(?:of\s+)?(?:{_SULFUR}|{_ACTIVE}|{_ELECTRODE})\)?(?=\s*(?:/|per|[·*]|cm))", "", text
    )
    text = re.sub(r"(?<=mg)\s*per\s*(?=cm)", "/", text)
    return re.sub(r"^(?:approximately|approx\.?|around|roughly)\s*", "about ", text)
