"""How materials were made before they came into a cell, in an experimental section: one step after another."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from brimstone.drafting.accounts import folded
from brimstone.drafting.amounts import amounts_in
from brimstone.drafting.drying import OVERNIGHT
from brimstone.drafting.names import materials
from brimstone.drafting.notes import Draft
from brimstone.drafting.products import Products
from brimstone.drafting.text import Sentence, Stated, quantities
from brimstone.drafting.topics import MATERIAL
from brimstone.recipe.mixing_phrases import details_of
from brimstone.units import NUMERAL

#: Words of what is done to a material, each with the method that a recipe calls it; the first that fits counts.
_VERBS = {
    "ball-milled": r"(?:\w+-)?(?:ball[- ]?)?mill(?:ed|ing)\b(?! (?:jar|pot|media|balls|time|speed|vial|bowl))|"
    r"mechanochemical\w*",
    "hand-ground": r"(?:hand-?|pre-?)?ground\b|(?:hand-?)?grinding\b|mixed by hand|hand[- ]mix(?:ed|ing)|"
    r"pulveri[sz]ed\b",
    "melted": r"melt(?:ed|ing)\b",
    "quenched": r"quench(?:ed|ing)\b",
    "sintered": r"sinter(?:ed|ing)\b",
    "carbonised": r"carboni[sz](?:ed|ation)\b|pyroly[sz](?:ed|is)\b|graphiti[sz]ed\b|(?<=\w )activated (?=with|at|by)",
    "dried": r"(?:vacuum-?|freeze-?|oven-?)?dr(?:ied|ying)\b|desolvat\w+|driven off|evaporat(?:ed|ion|e)\b|"
    r"solvent was removed|(?:excess )?\w+ was removed",
    "annealed": r"anneal(?:ed|ing)\b|heat[- ]treat(?:ed|ment)\b|(?<!pre-)heated\b|calcin(?:ed|ation)\b|"
    r"fir(?:ed|ing)\b|crystalli[sz](?:ed|ation)\b|baked\b|(?:held|kept|maintained|treated) at(?= (?:about |~)?\d+ ?°)|"
    r"sulfuri[sz]ed\b|reacted\b|keeping at",
    "washed": r"wash(?:ed|ing)\b|rins(?:ed|ing)\b|filter(?:ed|ing)\b|filtration\b|centrifug(?:ed|ation)\b|etched\b|"
    r"leach(?:ed|ing)\b",
    "sieved": r"siev(?:ed|ing)\b|crushed\b",
    "precipitated": r"precipitat(?:ed|ion)\b",
    "polymerised": r"polymeri[sz](?:ed|ation)\b|cur(?:ed|ing)\b|cross-?link(?:ed|ing)\b",
    "soaked": r"immers(?:ed|ing|ion)\b|soak(?:ed|ing)\b|swollen\b|swell(?:ed|ing)\b|impregnat(?:ed|ion)\b",
    "stirred": r"stirr(?:ed|ing)\b|dissol(?:ved|ving)\b|dispers(?:ed|ing|ion)\b|(?:ultra)?sonicat(?:ed|ion)\b|"
    r"suspended\b|refluxed\b",
    "cast": r"(?:\w+-)?cast(?:ed|ing)?\b|coated\b(?! (?:quartz|silica|tube))|doctor[- ]blad\w+|blade-?coat\w+|spread\b|"
    r"electrospun\b|poured\b",
    "pressed": r"(?:\w+-)?press(?:ed|ing)\b|pelleti[sz]ed\b|calender(?:ed|ing)\b|rolled\b",
    "deposited": r"sputter(?:ed|ing)\b|deposit(?:ed|ion)\b",
    "exposed": r"exposed\b|exposing\b|passivated\b",
    "mixed": r"mix(?:ed|ing)\b|blend(?:ed|ing)\b|knead(?:ed|ing)\b|homogeni[sz]ed\b|shaken\b",
}
_VERB = re.compile("|".join(f"(?P<{name.replace('-', '_')}>\\b(?:{words}))" for name, words in _VERBS.items()))
_NOT_DONE = re.compile(
    r"\b(?:without|no|not|before|prior to|never)\s+(?:any\s+|further\s+|additional\s+)?$", re.IGNORECASE
)
#: ramp 2 °C/min, 5 °C min-1, heating rate 100 °C h-1
_RAMP = re.compile(
    rf"(?<![\w.])(?P<number>{NUMERAL})\s*(?:°\s*C|K)\s*[·*]?\s*(?:/\s*|per\s+)?(?P<unit>min|h)(?:\w*)(?:\s?\^?-\s?1)?\b"
)
_COOLING = re.compile(r"\bcool\w*[^;]{0,40}$", re.IGNORECASE)
_OVERNIGHT = re.compile(r"\b(?:overnight|one night)\b(?:\s*\(~?\s*(?P<told>\d+)\s*h\w*\))?", re.IGNORECASE)
_VACUUM = re.compile(r"\bvacuum\b|\bin vacuo\b", re.IGNORECASE)
_ROOM = re.compile(r"\b(?:room|ambient) temperature\b|\bRT\b")
_EACH = re.compile(r"\beach\b|\brespectively\b", re.IGNORECASE)
_TOTAL = re.compile(r"\s*(?:in total|total|altogether|batch|of (?:the )?(?:powders?|precursors?|mixture|material))\b")
_VESSEL = re.compile(
    r"(?:(?:[\w-]+[- ](?:coated|lined|sealed)\s+)?(?:quartz|silica|glass|Teflon|steel|alumina|graphite|"
    r"[Zz]irconia|ZrO2|WC|"
    r"stainless[- ]steel|PTFE|polyethylene|agate|Pyrex|Al2O3)[\s-]+(?:\w+\s+)?)"
    r"(?:ampoules?|tubes?|crucibles?|jars?|pots?|vials?|bowls?|cups?|vessels?|autoclaves?|bottles?|plates?|dish(?"
    r":es)?)\b"
)
_CONTAINER = re.compile(r"\b(?:ampoules?|tubes?|crucibles?|vessels?|autoclaves?)\b")
_BATCH = re.compile(r"\b(?:precursors?|powders?|mixtures?|chemicals|reactants)\s*\(\s*$", re.IGNORECASE)
_SIZED_VESSEL = re.compile(rf"({NUMERAL}\s*(?:m?L|cm\^?3))\b", re.IGNORECASE)
_ONE_TIME = ("time", "temperature", "rotation", "frequency", "pressure", "heating")
_FIELDS = {
    "time": "time",
    "temperature": "temperature",
    "rotation": "speed",
    "frequency": "frequency",
    "pressure": "pressure",
    "heating": "heating_rate",
}
#: What is a number of a cell even where it stands among how a material was made.
_OF_A_CELL = re.compile(r"\b(?:cells?|stack|assembl\w+|cathodes?|loading)\b", re.IGNORECASE)
_MEASURED = re.compile(r"\b(?:measured|determined|conductivit\w+|spectr\w+|TGA|analysis|impedance)\b[^.;]{0,30}$")


class Piece(NamedTuple):
    """One thing done: its method, and where it is told."""

    method: str
    start: int
    end: int


class Making:
    """Collects the steps by which materials were made, in the order in which they are told."""

    def __init__(self, draft: Draft, section: Sequence[Sentence]):
        self.draft = draft
        self.products = Products(section, draft)
        self.steps: list[tuple[dict[str, Any], str]] = []
        self.waiting: tuple[dict[str, Any], str] = ({}, "")  # jar, balls and batch told before the milling

    def read(self, sentence: Sentence) -> None:
        """Take the steps of making out of a sentence; what others have read of it is left to them."""
        product = self.products.of(sentence)
        self._dried_before(sentence)
        if sentence.topic not in MATERIAL or product is None or self._is_of_the_cathode(sentence):
            return
        if self._dried_each(sentence):
            return
        pieces = _in_order(list(_pieces(sentence)), sentence.open)
        if not pieces:
            self._told_before(sentence)
            return
        for piece in pieces:
            if piece.method == "pressed" and sentence.topic == "electrolyte":
                continue  # how a layer was pressed
            steps = self._steps(sentence, piece)
            for step in steps:
                self._add({"material": product, **step}, sentence, piece)

    def finish(self) -> None:
        """Place the steps."""
        for number, (step, words) in enumerate(self.steps, 1):
            step["material"] = self.products.final(step["material"])
            where = f"made.step {number}"
            for name, value in step.items():
                self.draft.place(f"{where}.{name}", value, words)
            if step["material"] in self.products.guessed:
                self.draft.assumed.append(f"{where}.material: {step['material']}, which the words before it are about")

    def _is_of_the_cathode(self, sentence: Sentence) -> bool:
        """Whether it is the sentence that the composition of the cathode stands in."""
        words = next((one.words for one in self.draft.placed if one.field == "cathode.composition"), None)
        return words is not None and sentence.composition != (0, 0) and folded(words) in folded(sentence.text)

    def _dried_each(self, sentence: Sentence) -> bool:
        """Take two chemicals that were dried, each at a temperature of its own."""
        dried = re.search(r"\bdried\b", sentence.open)
        named = [match[0] for match in _DRIED_CHEMICAL.finditer(sentence.open)]
        if dried is None or len(named) != 2 or len(list(_VERB.finditer(sentence.open))) != 1:
            return False
        piece = Piece("dried", 0, len(sentence.open))
        steps = self._steps(sentence, piece)
        if len(steps) != len(named):
            return False
        for name, step in zip(named, steps, strict=True):
            self.steps.append(({"material": name, **step}, sentence.text))
        return True

    def _told_before(self, sentence: Sentence) -> None:
        """Keep what a sentence tells of jar, balls and batch for the milling that another one tells of."""
        text = sentence.open
        details = {name: one for name, one in _details(text).items() if name in _OF_A_MILL}
        for one in sentence.quantities("mass"):
            if _TOTAL.match(sentence.text, one.end):
                details["powder"] = one.text
                sentence.take(one.start, one.end)
        amounts = amounts_in(sentence, 0, len(text)) if not sentence.has("separator|layer|pellet|anode|disc") else {}
        if amounts:
            details["amounts"] = amounts
        last = self.steps[-1][0] if self.steps else {}
        if details and last.get("method") == "ball-milled" and not set(details) & set(last):
            self.steps[-1] = ({**last, **details}, f"{self.steps[-1][1]} … {sentence.text}")
        elif details:
            self.waiting = (details, sentence.text)
        _take(sentence, 0, len(text), details)

    def _add(self, step: dict[str, Any], sentence: Sentence, piece: Piece) -> None:
        words = " ".join(sentence.text[piece.start : piece.end].split()).strip(" ,;.")
        told, more = self.waiting
        if told and (step["method"] == "ball-milled" or set(told) == {"amounts"}):
            step, words, self.waiting = {**told, **step}, f"{more} … {words}", ({}, "")
        last, before = self.steps[-1] if self.steps else ({}, "")
        same = last.get("material") == step["material"] and last.get("method") == step["method"]
        parts = set(step) - {"material", "method"}
        if same and not parts & set(last) and ({"time", "temperature"} - set(last) or step["method"] == "ball-milled"):
            self.steps[-1] = ({**last, **step}, f"{before} … {words}")
        elif parts - _NO_STEP_BY_THEMSELVES:
            self.steps.append((step, words))

    def _steps(self, sentence: Sentence, piece: Piece) -> list[dict[str, Any]]:
        """What is told of one thing done: several steps where it states several temperatures or times."""
        text = sentence.open
        steps: list[dict[str, Any]] = [{"method": piece.method}]
        begins = [piece.start]
        masked = text[piece.start : piece.end]
        told = _conditions(text, piece)
        for kind, value, start, end in told:
            field = _FIELDS[kind]
            if field in steps[-1]:
                steps.append({"method": piece.method})
                begins.append(start)
            steps[-1][field] = value
            if kind == "time" and value == OVERNIGHT:
                self.draft.assumed.append(f"made.step {len(self.steps) + len(steps)}.time: {OVERNIGHT}, for overnight")
            sentence.take(start, end)
            masked = masked[: start - piece.start] + " " * (end - start) + masked[end - piece.start :]
        if len(steps) > 1 and _EACH.search(text, piece.start, piece.end) and "time" in steps[-1]:
            for step in steps[:-1]:
                step.setdefault("time", steps[-1]["time"])
        elif len(steps) > 1 and any("time" in step for step in steps) and not all("time" in step for step in steps):
            words = " ".join(text[piece.start : piece.end].split())[:100]
            self.draft.ask(f"made.step {len(self.steps) + 1}.time: for how long at each temperature? ('{words}')")
        details = _details(masked)
        if (vacuum := _VACUUM.search(masked)) is not None:  # of the step beside it; of all where it stands before them
            details.pop("atmosphere", None)
            at = piece.start + vacuum.start()
            first = at < min((start for *_, start, _ in told), default=at + 1)
            beside = max(number for number, begin in enumerate(begins) if begin <= at)
            for step in steps if first or _EACH.search(masked) else steps[beside : beside + 1]:
                step["atmosphere"] = "vacuum"
        steps[0] = {**details, **steps[0]}
        self._sizes(sentence, piece, steps[-1])
        if amounts := amounts_in(sentence, piece.start, piece.end):
            steps[0]["amounts"] = amounts
        _take(sentence, piece.start, piece.end, details)
        return steps

    def _sizes(self, sentence: Sentence, piece: Piece, step: dict[str, Any]) -> None:
        """Thickness and diameter of what came out, and the mass of the batch."""
        for one in sentence.quantities("length", "mass"):
            if not piece.start <= one.start < piece.end or _OF_A_CELL.search(sentence.around(one.start, one.end, 25)):
                continue
            near = sentence.text[max(piece.start, one.start - 60) : one.end + 20]
            if one.dimension == "mass" and (
                _TOTAL.match(sentence.text, one.end) or _BATCH.search(sentence.text, 0, one.start)
            ):
                step["powder"] = one.text
            elif one.dimension == "length" and sentence.is_diameter(one) and _CONTAINER.search(near):
                step.setdefault("diameter", one.text)
            else:
                continue
            sentence.take(one.start, one.end)

    def _dried_before(self, sentence: Sentence) -> None:
        """What was dried in brackets, before it was used: LiCl (dried at 300 °C for 24 h under vacuum)."""
        for bracket in re.finditer(r"\(([^()]*\bdried\b[^()]*)\)", sentence.open):
            named = [one for one in materials(sentence.open[: bracket.start()])]
            word = re.search(r"([A-Z][\w.-]*)\s*$", sentence.open[: bracket.start()])
            name = word[1] if word is not None else (named[-1].words if named else "")
            piece = Piece("dried", *bracket.span(1))
            for step in self._steps(sentence, piece) if name else ():
                if len(step) > 1:
                    self.steps.append(({"material": name, **step}, " ".join(bracket[0].split())))
                    sentence.take(*bracket.span())


_DRIED_CHEMICAL = re.compile(
    r"\bPEO\b|[Pp]oly\(ethylene oxide\)|\bLi(?:TFSI|FSI|ClO4|CF3SO3|Cl|I|Br)\b|\blithium \w+(?:sulfon\w+|imide)\b|"
    r"\bPVDF(?:-HFP)?\b|\bPAN\b"
)
_NO_STEP_BY_THEMSELVES = {"jar", "atmosphere", "machine", "heating_rate", "balls", "ball_to_powder"}
_BY_HEAT = ("annealed", "sintered", "carbonised", "melted", "dried")
_OF_A_MILL = ("jar", "balls", "ball_to_powder", "powder", "machine")


def _pieces(sentence: Sentence) -> Iterator[Piece]:
    """The things that a sentence says were done, each up to the next."""
    text = sentence.open
    found = [
        (str(match.lastgroup), match)
        for match in _VERB.finditer(text)
        if not _NOT_DONE.search(text, 0, match.start()) and not _inside_brackets_of_drying(text, match.start())
    ]
    start = 0
    for number, (kind, match) in enumerate(found):
        following = found[number + 1][1] if number + 1 < len(found) else None
        end = following.start() if following is not None else len(text)
        if following is not None:
            ahead = re.search(
                rf"(?:\b(?:after|before|following)\s+)?(?:an?\s+)?{NUMERAL}\s*(?:h|min)\s+(?:of\s+)?$",
                text[match.end() : end],
            )
            end = match.end() + ahead.start() if ahead is not None else end
        method = kind.replace("_", "-")
        yield Piece(_method(method, text, start, end), start, end)
        start = end


def _in_order(pieces: list[Piece], text: str) -> list[Piece]:
    """Pieces in the order in which things were done: the annealing followed the milling, annealed after milling."""
    ordered: list[Piece] = []
    for piece in pieces:
        before = text[ordered[-1].start : piece.start + 1] if ordered else ""
        verb = _VERB.search(text, piece.start)
        ahead = text[piece.start : verb.start()] if verb is not None else ""
        later = re.search(r"\bfollowed (?!by\b)[^.;]*$|\bafter (?:the )?(?:\w+[- ])?$", f"{before[:-1]}{ahead}")
        if ordered and later is not None:
            ordered.insert(len(ordered) - 1, piece)
        else:
            ordered.append(piece)
    return ordered


def _method(method: str, text: str, start: int, end: int) -> str:
    """What mixing is, by the machine: in a mill, or by hand."""
    rotates = any(one.dimension == "rotation" for one in quantities(text[start:end]))
    if method == "mixed" and re.search(r"\bmortar\b|\bby hand\b", text[start:end]):
        return "hand-ground"
    if method in ("hand-ground", "mixed") and rotates and re.search(r"\bballs?\b|\bjar\b|planetary", text[start:end]):
        return "ball-milled"
    return method


def _inside_brackets_of_drying(text: str, place: int) -> bool:
    opened = text.rfind("(", 0, place)
    return opened > text.rfind(")", 0, place) and "dried" in text[opened:].partition(")")[0]


def _conditions(text: str, piece: Piece) -> list[tuple[str, str, int, int]]:
    """Temperatures, times, speeds, pressures and ramps of a piece: kind, value, place."""
    found: list[tuple[str, str, int, int]] = []
    for match in _RAMP.finditer(text, piece.start, piece.end):
        if not _COOLING.search(text[max(piece.start, match.start() - 60) : match.start()]):
            found.append(("heating", f"{match['number']} K/{match['unit']}", *match.span()))
    for match in _OVERNIGHT.finditer(text, piece.start, piece.end):
        found.append(("time", f"{match['told']} h" if match["told"] else OVERNIGHT, *match.span()))
    for match in _ROOM.finditer(text, piece.start, piece.end):
        found.append(("temperature", "RT", *match.span()))
    for one in quantities(text):
        inside = piece.start <= one.start < piece.end and not any(start <= one.start < end for *_, start, end in found)
        if inside and one.dimension in _ONE_TIME and not _is_beside(text, one):
            value = re.sub(r"\s*°\s*C", " degC", one.text) if one.dimension == "temperature" else one.text
            found.append((one.dimension, value, one.start, one.end))
    return sorted(found, key=lambda each: each[2])


def _is_beside(text: str, one: Stated) -> bool:
    """Whether a number is of a pause, of a measurement, or of a cooler."""
    after, before = text[one.end : one.end + 25], text[max(0, one.start - 40) : one.start]
    if one.dimension == "time" and re.match(
        r"\s*(?:on\b|off\b|paus\w+|rests?\b|breaks?\b|milling[ /]|of milling)", after
    ):
        return True
    if one.dimension == "time" and re.search(
        r"\b(?:paus\w+|break|rest|interval)s? of\s*$|\b(?:each|every)\s*$", before
    ):
        return True
    return _MEASURED.search(before) is not None or re.search(r"\bwater kept at\s*$", before) is not None


def _details(text: str) -> dict[str, Any]:
    """Jar, balls, liquid, gas and the like, in words without times and temperatures."""
    try:
        found = details_of(re.sub(r"\s+", " ", text))[1]
    except ValueError:
        found = {}
    vessel = _VESSEL.search(text)
    if vessel is not None and "jar" not in found:
        sized = _SIZED_VESSEL.search(text[max(0, vessel.start() - 12) : vessel.end() + 14])
        found["jar"] = f"{sized[1]} {vessel[0]}" if sized is not None and sized[1] not in vessel[0] else vessel[0]
    return {name: one for name, one in found.items() if name not in ("time", "temperature", "speed", "frequency")}


def _take(sentence: Sentence, start: int, end: int, details: dict[str, Any]) -> None:
    """Take out the numbers that details hold."""
    for one in sentence.quantities():
        if start <= one.start < end:
            number = re.search(NUMERAL, one.text)
            held = [str(value) for name, value in details.items() if name != "amounts"]
            if number is not None and any(
                re.search(rf"(?<![\d.]){re.escape(number[0])}(?![\d.]*\d)", each) for each in held
            ):
                sentence.take(one.start, one.end)
    if "ball_to_powder" in details:
        found = re.search(
            rf"(?<![\d.]){re.escape(str(details['ball_to_powder']))}\s*(?::|to|/)\s*1\b", sentence.open[start:end]
        )
        if found is not None:
            sentence.take(start + found.start(), start + found.end())
