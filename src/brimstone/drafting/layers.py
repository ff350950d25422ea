"""Masses, sizes and pressures of an experimental section, each with the layer that it is of."""

import re
from collections.abc import Sequence
from dataclasses import replace

from brimstone.drafting.anode import read_anode
from brimstone.drafting.layer_words import (
    COLLECTOR,
    COLLECTOR_BEHIND,
    HEAD,
    IN_BRACKETS,
    PUT_IN,
    bounds_of,
    clause_of,
    fills,
    is_crossed,
    is_lithium_beside,
    is_lower,
    is_of_a_powder,
    is_of_anode,
    is_of_no_layer,
    is_sintered,
    is_sized,
    of_a_collector,
    same_area,
)
from brimstone.drafting.loadings import basis_of, basis_of_mass, place_loading, place_wetting, tidy
from brimstone.drafting.mentions import PLACE, Mention, is_aside, is_liquid, is_place, mentions_in
from brimstone.drafting.names import same_material
from brimstone.drafting.notes import Draft
from brimstone.drafting.pressing import (
    OPERATING,
    PRESSING,
    SURELY_OPERATING,
    foil_before,
    foil_weighed,
    held_at,
    how_pressed,
    place_foil,
)
from brimstone.drafting.recorded import place_grains
from brimstone.drafting.separators import name_layers
from brimstone.drafting.text import Sentence, Stated, quantities
from brimstone.units import NUMERAL, numbers, parse_stated

#: 3 t (uniaxial, approx. 380 MPa); 4 kN, which corresponds to 50 MPa
_SAME_AS = (
    rf"({NUMERAL}\s*(?:tonnes?|tons?|t|kN))\s*(?:\(\s*(?:uniaxial(?:ly)?,?\s*|[≈~=]\s*|i\.e\.,?\s*)*|"
    r",?\s*\(?(?:(?:what|which)\s+)?(?:corresponds?|corresponding|equivalent|equal)\s+to\s*)$"
)
_LIGHT = r"\b(?:lightly|slightly|gently|loosely|pre-?press\w*|pre-?compact\w*)\b[^.;,]{0,30}$"
_GRAINS = r"nano|particles?|fillers?"
_FILLER = rf"{_GRAINS}|powders?"
_SAME_PRESSURE = re.compile(r"\b(?:under|at|with) the same pressure\b", re.IGNORECASE)
#: How thick something was spread, not what became of it.
_ANY_ANODE = r"(?:anodes?|negative electrode|counter electrode)$"
_WET = r"\b(?:gap|wet|blade|cast height|slit)\b"
_BALLS = r"balls?\b[^.;]{0,20}$|^\W*balls?"
_POWDERS_MIXED = r"(?:\w+-)?(?:milled|ground|blended|stirred|mixed|dissolved|suspended|dispersed)\b"
_PSI = 6.894757e-3  # pounds per square inch [MPa]
_SIZED = 5e-3  # lengths above are diameters: no layer of a cell is as thick [m]
_BESIDE = 9  # characters between a number and the name that it is of
_POWDER = 1e-7  # no layer that is not deposited is thinner [m]
_THINNEST = 5e-6  # a size below, that no word calls a thickness, is that of a powder [m]
_HEAVIEST = 1e-3  # of a layer in a cell of a laboratory [kg]
_MADE_FROM = re.compile(r"\bfrom\s+(?:\S+\s+){0,5}$")
_OVEN = r"\b(?:ampoules?|crucibles?|tube furnace|autoclaves?|blocking)\b"
#: a thin sheet of Li6PS5Cl (30 mg) faced the anode
_A_SHEET = r"(?:sheet|layer|pellet)s? of\b.*\b(?:facing|faced|towards?)"
_OF_PRESSING = ("pressed_at", "pressing_time", "pressing_temperature")
_DEPOSITED = r"coated with|sputter|evaporat|deposit|\bALD\b|plated"
_CALLED_THICK = r"thick|foil|layer|film|membrane|sheet|calendered|rolled|densified to"


class Layers:
    """Places masses, sizes and pressures; remembers the last layer mentioned."""

    def __init__(self, draft: Draft, electrolyte: str | None):
        self.draft = draft
        self.electrolyte = electrolyte  # of the composite: what "the electrolyte" means unless another one is named
        self.names: list[str] = []  # of the layers of the separator
        self.last: str | None = None
        self.operating = False  # whether the last pressure was that of operation
        self.light: set[str] = set()  # layers with a pressure that only held a powder together
        self.liquids: list[tuple[str, str]] = []  # what a membrane or a side of the cell was wetted with
        self.wide_as: str | None = None  # the layer that the diameter is of

    def read(self, sentence: Sentence) -> None:
        """Place the quantities of the layers of the cell in a sentence."""
        if sentence.topic == "active":
            return
        hidden = PLACE.sub(lambda match: " " * len(match[0]), sentence.open)
        hidden = HEAD.sub(lambda match: " " * len(match[0]), hidden)
        begin, end = sentence.composition
        hidden = hidden[:begin] + " " * (end - begin) + hidden[end:]
        mentions = [one for one in mentions_in(hidden) if not fills(sentence, one)]
        self._name(sentence, mentions)
        of_layers = ("length", "area", "areal mass", "areal charge", "pressure", "load", "specific volume")
        pressed = re.search(r"\b(?:cold-?)?(?:press|compact)ed\b[^.;]*\bMPa|\bMPa", sentence.text)
        weighed = sentence.topic == "cathode" and sentence.has(_POWDERS_MIXED) and not pressed  # into the mill
        skips_mass = weighed or (sentence.topic in ("electrolyte", "anode") and not sentence.has(_A_SHEET))
        for one in sentence.quantities(*of_layers, "mass"):
            if skips_mass and one.dimension == "mass" and not PUT_IN.match(sentence.text, one.end):
                continue
            read = {"length": self._length, "area": self._area, "pressure": self._pressure, "load": self._pressure}
            if read.get(one.dimension, self._amount)(sentence, one, mentions):
                sentence.take(one.start, one.end)
        self._same_pressure(sentence, mentions)
        kinds = [one.kind for one in mentions if one.kind != "whole"]
        self.last = kinds[-1] if kinds else self.last

    def _same_pressure(self, sentence: Sentence, mentions: list[Mention]) -> None:
        """Give a layer the pressure of the one before it where that is said."""
        same = _SAME_PRESSURE.search(sentence.open)
        before = [one for one in mentions if same is not None and one.end <= same.start() and one.kind != "whole"]
        known = [one for one in self.draft.placed if one.field.endswith(".pressed_at")]
        if same is None or not before or not known:
            return
        where = self._layer(before[-1]) if before[-1].kind == "separator" else before[-1].kind
        if where != known[-1].field.rpartition(".")[0]:
            self.draft.place(f"{where}.pressed_at", known[-1].value, sentence.around(*same.span()))
            self.draft.assumed.append(f"{where}.pressed_at: {known[-1].value}, the pressure stated before it")

    def finish(self, text: Sequence[Sentence]) -> None:
        """Name what no sentence named as a layer, and bring two layers into order, the one at the cathode first."""
        name_layers(text, self.names, self.liquids, self.draft)

    def _subject(self, sentence: Sentence, one: Stated, mentions: list[Mention]) -> Mention | None:
        """What a number is of: the noun right after it, else the nearest before, else the nearest after it."""
        right = [mention for mention in mentions if mention.start >= one.end]
        if right and re.fullmatch(
            r"[\s-]*(?:(?:thick(?:ness)?|wide)\s*)?(?:portions?\s+|quantity\s+|amount\s+)?(?:,?\s*of\s+)?"
            r"(?:the\s+|a\s+|free-standing\s+|as-prepared\s+|\w+ed\s+)*",
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
        if self.last is not None and re.match(
            r"\s*of (?:it|this|that|which)\b(?! \w+ (?:powder|glass))", sentence.text[one.end :]
        ):
            return Mention(self.last, "", 0, 0)
        if self.last is not None and re.match(r"(?:It|This|These|The (?:layer|disc))\b", sentence.text):
            return Mention(self.last, "", 0, 0)
        return right[0] if right else (Mention(self.last, "", 0, 0) if self.last else None)

    def _layer(self, mention: Mention) -> str:
        """Path of the layer of the separator that is meant; it is named if it was not yet."""
        name = mention.electrolyte or (self.names[-1] if self.names else self.electrolyte)
        name = next((one for one in self.names if name is not None and same_material(one, name)), name)
        if name is not None and name not in self.names and re.search(_GRAINS, mention.words) and self.names:
            name = self.names[-1]
        if name is None:
            return "separator.layer 1"
        if name not in self.names:
            if mention.electrolyte is None:
                self.draft.assumed.append(
                    f"separator.layer {len(self.names) + 1}.electrolyte: {name}, the electrolyte of the composite"
                )
            self.names.append(name)
        layer = f"separator.layer {self.names.index(name) + 1}"
        self.draft.place(f"{layer}.electrolyte", name, mention.words or name)
        return layer

    def _name(self, sentence: Sentence, mentions: list[Mention]) -> None:
        """Name anode and separator, with or without a number."""
        anodes = [
            (one.words, one.start, one.end)
            for one in mentions
            if one.kind == "anode" and not re.match(_ANY_ANODE, one.words)
        ]
        read_anode(sentence, anodes, self.draft)
        sized = sentence.quantities("mass", "length", "pressure")
        for mention in mentions:
            layer = re.search(r"separator|electrolyte|membrane|pellet|film|layer", mention.words)
            if mention.electrolyte is None or any(same_material(one, mention.electrolyte) for one in self.names):
                continue
            if is_liquid(sentence, mention):
                self.liquids.append((mention.electrolyte, sentence.around(mention.start, mention.end)))
                continue
            sizes = [is_sized(sentence, one) for one in mentions if one.electrolyte == mention.electrolyte]
            if sentence.has(r"(?:bi|double|two|multi)-?layer(?:ed)? separator") and not any(sizes):
                self.draft.ask(
                    f"separator: how thick, or how heavy, is the layer of {mention.electrolyte}? "
                    f"('{sentence.text[:120]}')"
                )
            elif (
                re.search(_FILLER, mention.words)
                and sentence.topic == "electrolyte"
                and not sentence.has("sinter|pressed|pellet")
            ):
                continue  # what a composite electrolyte was filled with
            elif (
                layer
                or is_sintered(sentence, mention)
                or (sentence.has("separator|electrolyte layer|membrane") and sized)
            ):
                self._layer(mention)

    def _listed_layers(self, sentence: Sentence, one: Stated, mentions: list[Mention]) -> bool:
        """Whether a pressure follows a list of layers of the separator and nothing is done in between."""
        names = [each for each in mentions if each.end <= one.start and each.electrolyte in self.names]
        return len({each.electrolyte for each in names}) > 1 and not re.search(
            r"\b(?:press|compact|was|were|then|add)", sentence.text[names[0].start : one.start]
        )

    def _bilayer(self, sentence: Sentence, one: Stated, mentions: list[Mention]) -> bool:
        """Whether a pressure is the first after two layers that are said to be one pellet."""
        names = {each.electrolyte for each in mentions if each.end <= one.start and each.electrolyte in self.names}
        first = not any(each.end <= one.start for each in quantities(sentence.text) if each.dimension == "pressure")
        return (
            len(names) > 1
            and first
            and re.search(r"\b(?:bi|double-|two-)layer", sentence.text[: one.start], re.IGNORECASE) is not None
        )

    def _length(self, sentence: Sentence, one: Stated, mentions: list[Mention]) -> bool:
        words = sentence.around(one.start, one.end)
        subject = self._subject(sentence, one, mentions)
        if re.search(r"(?:balls?|beads?)\b[^.;]{0,20}$", sentence.text[: one.start]) or re.match(
            r"[^.;,()]{0,25}\b(?:balls?|beads?)\b", sentence.text[one.end :]
        ):
            self.draft.set_aside(one.text, "balls of the mill", words)
            return True
        if is_of_no_layer(sentence, one):
            self.draft.set_aside(one.text, "a wire, tab or spacer, which is no layer of the cell", words)
            return True
        if is_crossed(sentence, one):
            return False  # 30 mm x 40 mm: a width and a height
        ends = bounds_of(one.text)
        if len(ends) == 2 and ends[0] > ends[1]:  # calendered from 150 to 95 um
            self.draft.set_aside(one.text, "the last thickness counts", words)
            one = replace(one, text=re.sub(rf"^.*(?:-|~|to)\s*(?={NUMERAL}\D*$)", "", one.text))
        if re.match(COLLECTOR_BEHIND, sentence.text[one.end :]):
            place_foil(sentence, one, self.draft)
            return True
        size = parse_stated(tidy(one.text), "length").si
        thick = re.match(r"[-\s]*thick", sentence.text[one.end :]) is not None
        wide = size >= _SIZED and subject is not None and not thick
        if re.search(_WET, sentence.text[max(0, one.start - 25) : one.end + 15]):
            self.draft.set_aside(one.text, "how thick it was spread, not how thick it is", words)
            return True
        if not sentence.is_diameter(one) and re.search(COLLECTOR, sentence.text[: one.start]):
            place_foil(sentence, one, self.draft)
            return True
        if (sentence.is_diameter(one) or wide) and re.search(
            _OVEN, sentence.text[max(0, one.start - 45) : one.end + 20]
        ):
            self.draft.set_aside(one.text, "of a vessel in which a material was made", words)
            return True
        if sentence.is_diameter(one) or wide:
            if (told_of := IN_BRACKETS.match(sentence.text, one.end)) is not None:
                subject = Mention(str(told_of.lastgroup), told_of[told_of.lastgroup or 0], *told_of.span())
            own = subject.kind if subject is not None and subject.words else ""
            if self.wide_as == "cathode" and own not in ("cathode", ""):
                self._own_diameter(sentence, subject, one)
                return True
            if own == "anode" or (
                own == "separator" and re.search("membrane|film", subject.words.lower() if subject else "")
            ):
                self._own_diameter(sentence, subject, one)
            else:
                if own == "cathode" and self.wide_as == "separator" and (told_of or sentence.topic != "cell"):
                    known = next(each for each in self.draft.placed if each.field == "diameter")
                    self.draft.drop("diameter")
                    if len(self.names) == 1:
                        self.draft.place("separator.layer 1.diameter", known.value, known.words)
                    else:
                        self.draft.set_aside(known.value, "cells are computed on that of the cathode", known.words)
                self.draft.place("diameter", tidy(one.text), words)
                self.wide_as = self.wide_as if self.wide_as == "cathode" else own
            return True
        near = sentence.text[max(0, one.start - 30) : one.end + 12]
        beside = subject is not None and max(subject.start - one.end, one.start - subject.end) < _BESIDE
        named = subject is not None and beside and (subject.electrolyte or re.match("Li|lithium", subject.words))
        called = re.search(_CALLED_THICK, near, re.IGNORECASE) or (named and sentence.has("sputter|evaporat|deposit"))
        if size < _POWDER and not (named and sentence.has("sputter|evaporat|deposit")):
            called = None
        loose = size < _THINNEST or (subject is not None and subject.kind == "cathode")
        if size < _POWDER and re.search(_DEPOSITED, near):
            self.draft.set_aside(one.text, "a thin layer on a foil or plate; name the treatment as interface", words)
            return True
        if is_of_a_powder(sentence, one) or (loose and not called):
            place_grains(sentence, one, self.draft)
            return True
        if subject is None or subject.kind == "whole":
            return False
        if (
            subject.kind == "separator"
            and sentence.topic == "cathode"
            and re.fullmatch("films?|sheets?", subject.words)
        ):
            self.draft.place("cathode.thickness", tidy(one.text), words)
        elif subject.kind == "separator":
            self.draft.place(f"{self._layer(subject)}.thickness", tidy(one.text), words)
        elif re.match(r"[\s-]*(?:thick )?(?:copper|Cu|nickel|Ni|stainless steel)\b", sentence.text[one.end :]) or (
            re.search(r"foil|collector|paper|alumini?um|\bAl\b", sentence.text[max(0, one.start - 20) : one.end + 20])
            and subject.kind == "cathode"
        ):
            place_foil(sentence, one, self.draft)
        elif subject.kind == "anode" and of_a_collector(sentence, one):
            place_foil(sentence, one, self.draft)
        elif subject.kind == "anode" and is_lithium_beside(sentence, one, self.draft.value_of("anode.material")):
            self.draft.set_aside(one.text, "lithium beside the anode, which a recipe does not hold", words)
        else:
            self.draft.place(f"{subject.kind}.thickness", tidy(one.text), words)
        return True

    def _own_diameter(self, sentence: Sentence, subject: Mention | None, one: Stated) -> None:
        """Place the diameter of a layer of the separator, of the anode, or of one of its foils."""
        words = sentence.around(one.start, one.end)
        if subject is not None and subject.kind == "separator" and self.names:
            self.draft.place(f"{self._layer(subject)}.diameter", tidy(one.text), words)
        elif subject is not None and subject.kind == "anode":
            alloy = str(self.draft.value_of("anode.material") or "").startswith("Li-")
            foil = foil_before(sentence, one, subject.words) if alloy else None
            self.draft.place(f"anode.foil_diameters.{foil}" if foil else "anode.diameter", tidy(one.text), words)
        else:
            self.draft.set_aside(one.text, "cells are computed on the diameter of the cathode", words)

    def _area(self, sentence: Sentence, one: Stated, mentions: list[Mention]) -> bool:
        if is_crossed(sentence, one):
            return False  # 4 x 4 cm2: a width and a height
        if self.draft.value_of("diameter") is not None:
            diameter, words = str(self.draft.value_of("diameter")), sentence.around(one.start, one.end)
            if same_area(diameter, one.text):
                self.draft.set_aside(one.text, "the diameter gives the area already", words)
            else:
                self.draft.ask(f"diameter: {diameter}, or the area of {one.text}? ('{words}')")
        else:
            self.draft.place("area", one.text, sentence.around(one.start, one.end))
        return True

    def _amount(self, sentence: Sentence, one: Stated, mentions: list[Mention]) -> bool:
        """Place a mass, an areal mass or an areal capacity."""
        words = sentence.around(one.start, one.end)
        if one.dimension == "specific volume":
            place_wetting(sentence, one, self.draft)
            return True
        if one.dimension == "areal charge":
            if re.search(
                r"\b(?:reversible|deliver\w*|discharge|initial|specific)\b[^.;]{0,40}$", sentence.text[: one.start]
            ):
                self.draft.set_aside(one.text, "what the cell gave", words)
                return True
            of = self._subject(sentence, one, mentions)
            if is_of_anode(sentence, one, None if of is None else of.kind if of.words else ""):
                self.draft.set_aside(one.text, "a capacity of the anode; give its thickness, or np_ratio", words)
                return True
            return place_loading(sentence, one, "", self.draft)
        if one.dimension == "areal mass":
            of = self._subject(sentence, one, mentions)
            if of is not None and of.kind == "anode" and of.words:
                self.draft.set_aside(one.text, "of the anode; give its thickness, or np_ratio", words)
                return True
            basis = basis_of(sentence, one)
            if basis is None:
                self.draft.ask(
                    f"cathode.loading: is '{words}' of active material, of sulfur or of the electrode? "
                    f"Write  {tidy(one.text)} of sulfur,  for example"
                )
                return True
            return place_loading(sentence, one, "" if basis == "active" else f" of {basis}", self.draft)
        subject = self._subject(sentence, one, mentions)
        if (metal := foil_weighed(sentence, one)) is not None:
            self.draft.place(f"anode.foil_masses.{metal}", tidy(one.text), words)
            return True
        if subject is None or subject.kind in ("whole", "anode"):
            return False
        if parse_stated(tidy(one.text), "mass").si > (_HEAVIEST if subject.kind == "separator" else 0.2 * _HEAVIEST):
            return False
        if subject.kind == "separator":
            self.draft.place(f"{self._layer(subject)}.mass", tidy(one.text), words)
            return True
        return place_loading(sentence, one, f" of {basis_of_mass(sentence, one)}", self.draft)

    def _pressure(self, sentence: Sentence, one: Stated, mentions: list[Mention]) -> bool:
        words = sentence.around(one.start, one.end)
        value = tidy(one.text)
        if one.text.endswith("psi"):
            if re.search(r"[MGk]Pa\s*\(?[\s,~≈=]*$", sentence.text[: one.start]):
                self.draft.set_aside(one.text, "the same in another unit", words)
                return True
            value = re.sub(NUMERAL, lambda match: f"{_PSI * numbers(match[0])[-1]:.4g}", value).replace("psi", "MPa")
        stated = re.search(_SAME_AS, sentence.text[: one.start])
        if stated is not None and one.dimension == "pressure":  # 3 t (375 MPa)
            for placed in [each for each in self.draft.placed if each.value == stated[1]]:
                self.draft.drop(placed.field)
                self.draft.place(placed.field, value, words)
            self.draft.set_aside(stated[1], "the load of the pressure that is stated, too", words)
            return True
        if re.search(r"vacuum[^.;]{0,12}$", sentence.text[: one.start]) or one.text.startswith("-"):
            self.draft.set_aside(one.text, "a vacuum", words)
            return True
        if sentence.topic == "electrolyte" and sentence.has(r"in[- ]situ|gel (?:was |is )?formed|gelled|polymeri[sz]"):
            self.draft.set_aside(one.text, "held while it was set", words)
            return True
        if sentence.topic == "electrolyte" and sentence.has("sinter"):
            self.draft.set_aside(one.text, "pressed before it was sintered", words)
            return True
        held = held_at(sentence, one)
        near = clause_of(sentence, one)
        pressing = re.search(PRESSING, sentence.text[: one.start])
        if re.search(r"(?i)\bcrimp|\bcells? (?:(?:was|were|being|then) )*sealed\b", near) and not pressing:
            self.draft.set_aside(one.text, "it closes the case", words)
            return True
        turned = pressing is None and sentence.has(r"torque|wrench|screws|bolts")
        time = held["time"] or held.groupdict().get("bracket") if held is not None else None
        brief = time is not None and re.search(r"\d\s*(?:s\w*|min\w*)$", time) is not None and not turned
        operating = not brief and (
            turned
            or OPERATING.search(near) is not None
            or (pressing is None and (sentence.topic == "test" or (self.operating and not mentions)))
        )
        self.operating = operating
        if operating and not (pressing and not re.search(SURELY_OPERATING, near)):
            self.draft.place("operation.stack_pressure", value, words)
            return True
        pressed = [each for each in mentions if not is_place(sentence, each, one) and not is_aside(sentence, each, one)]
        subject = self._subject(sentence, one, pressed)
        if subject is None:
            return False
        how = how_pressed(sentence, held)
        before = {mention.kind for mention in mentions if mention.end <= one.start}
        each_layer = len(self.names) > 1 and bool(
            re.search(r"\bboth\b(?! sides)", near, re.IGNORECASE)
            or self._listed_layers(sentence, one, mentions)
            or self._bilayer(sentence, one, mentions)
        )
        if not each_layer and re.search(r"together|co-?press", near):
            known = self.draft.value_of("separator.layer 1.pressed_at")
            kinds = ["cathode"] if known is not None else sorted(before & {"separator", "cathode"}) or ["cathode"]
        elif each_layer:
            for number, _ in enumerate(self.names, 1):
                self._pressed(f"separator.layer {number}", {"pressed_at": value, **how}, words, False)
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
            self._pressed(where, {"pressed_at": value, **how}, words, light)
        if subject.kind == "whole":
            self._pressed_too(value, words)
        return True

    def _pressed(self, where: str, pressing: dict[str, str], words: str, light: bool) -> None:
        """Place how something was pressed, in the place of a pressing that only held the powder together."""
        again = pressing["pressed_at"]
        known = [each for each in self.draft.placed if each.field in {f"{where}.{name}" for name in _OF_PRESSING}]
        if known and where in self.light:
            for each in known:
                self.draft.drop(each.field)
                if each.field.endswith(".pressed_at") and where.startswith("separator"):
                    self.draft.place(f"{where}.pressed_before", each.value, each.words)
                elif each.field.endswith(".pressed_at"):
                    self.draft.set_aside(each.value, f"pressed again at {again}", each.words)
                else:
                    self.draft.set_aside(each.value, "of the pressing before the last", each.words)
            self.light.discard(where)
        elif any(each.value != pressing.get(each.field.rpartition(".")[2], each.value) for each in known):
            pressing = {"pressed_at": again}  # a second pressing, which is asked about
        if light:
            self.light.add(where)
        for name, value in pressing.items():
            self.draft.place(f"{where}.{name}", value, words)

    def _pressed_too(self, value: str, words: str) -> None:
        """Give the pressure of the whole stack to the layers that have none of their own."""
        layers = {
            each.field.rpartition(".")[0] for each in self.draft.placed if each.field.startswith("separator.layer")
        }
        for layer in sorted(layers):
            where = f"{layer}.pressed_at"
            known = self.draft.value_of(where)
            if known is not None and layer not in self.light and is_lower(known, value):
                self.draft.assumed.append(f"{where}: {value} with the whole stack; alone it was pressed at {known}")
                self.light.add(layer)
            if known is None or layer in self.light:
                self._pressed(layer, {"pressed_at": value}, words, False)
