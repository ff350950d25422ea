"""What was done with a cell in an experimental section: conditions, windows, rates, cycles, rests."""

import re
from typing import Any

from brimstone.drafting.notes import Draft
from brimstone.drafting.text import BEGIN, Sentence, Stated, quantities
from brimstone.recipe.fields import read_window
from brimstone.recipe.words import COUNTED, REFERENCES, find_word
from brimstone.units import NUMERAL, parse_stated

_WINDOW = re.compile(
    rf"(?:(?:between|from|within|of)\s+)?{BEGIN}({NUMERAL})\s*V?\s*(?:-|~|to|and)\s*({NUMERAL})\s*V(?![A-Za-z])",
    re.IGNORECASE,
)
#: 1.6/2.8 V; 1.5 V for discharge and 2.8 V for charge
_CUT_OFFS = re.compile(
    rf"\b(?:cut-?offs?|limits?)\b[^.;\d]{{0,30}}({NUMERAL})\s*V?\s*/\s*({NUMERAL})\s*V\b|"
    rf"{BEGIN}({NUMERAL})\s*V\s*(?:\(\s*|for\s+|on\s+|in\s+)(?:the\s+)?(?:dis)?charg\w*\)?\s*(?:,|and|,\s*and)\s+"
    rf"({NUMERAL})\s*V\s*(?:\(\s*|for\s+|on\s+|in\s+)(?:the\s+)?(?:dis)?charg\w*"
)
#: a CV step at 2.7 V until the current dropped below C/100
_HOLD = re.compile(
    r"\b(?:constant[- ]voltage|CV|potentiostatic\w*|held|holding)\b(?:[^.;]|\.(?=\d))*?\b(?:until|down to|below|"
    r"till|reached)\b"
    r"(?:[^.;]|\.(?=\d))*?(?=[.;,](?!\d)|$)"
)
_LATER = re.compile(
    r"\s*(?:afterwards|thereafter|subsequently|later on|from then on|for (?:all )?(?:later|the (?:following|"
    r"subsequent|other|remaining))\b)"
)
_EARLIER = re.compile(
    r"\b(?:aged|ageing|stood|stand(?:ing)?|stored|stayed|remained|pre-?condition\w*|conditioned|equilibrat\w*|OCV|"
    r"open[- ]circuit|"
    r"prior to|before)\b",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"\(?\b(?:vs\.?|versus|against)\s+((?:Li|In|LTO|SHE)(?:[\w+/-]|\.(?=\d))*)\s*\)?", re.IGNORECASE
)
_ALLOY = re.compile(r"\bLi[\dx.]+In\b")
_COUNTS = {**COUNTED, "hundred": "100"}
_CYCLES = re.compile(
    rf"(?:(?P<word>{'|'.join(_COUNTS)})|"
    r"(?P<first>(?:first|initial)(?= cycles?\b))|"
    rf"(?<![\d.])(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d+))\s+(?:\w+\s+)?cycles?\b",
    re.IGNORECASE,
)
_STEP = re.compile(
    r"\b(?P<dis>dis)?charg(?:ed|ing|e)\b(?!\s*(?:-|and\s|/)?\s*discharg)(?:[^.;]|\.(?=\d))*?"
    r"(?=\band (?:then )?(?:dis)?charg|,? (?:with |and |then )*(?:subsequent(?:ly)?|followed by|then) (?:an? "
    r")?(?:dis)?charg|,\s*(?:dis)?charg|,\s*CV\b|,? (?:after|before|the cells)|\.\s|\.$|;|$)",
    re.IGNORECASE,
)
_RESTED = re.compile(
    r"\b(?:rest(?:ed|ing)?|aged|kept|stored|stood|stand(?:ing)?|equilibrat\w*|(?:pre-?)?condition(?:ed|ing)|stayed|remained|waited|relax(?:ed|ation)?|"
    r"left|OCV|held(?=[^.;]{0,40}\bh\b))\b",
    re.IGNORECASE,
)
_NEXT = re.compile(r";|,?\s*\b(?:and\s+)?(?:subsequently|then|thereafter|followed by|afterwards)\b", re.IGNORECASE)
_TESTED = re.compile(
    r"cycl|charg|galvanostat|test(?:ed|ing|s)?\b|measure|operat|\brates?\b|voltage|potential|rest(?:ed)?\b|kept|equilibrat|\baged\b|conditioned|\bstood\b|"
    r"electrochemical|stored|current density|C-rate|cut-?offs?\b",
    re.IGNORECASE,
)
_ONLY_TEMPERATURE = re.compile(r"(?:The )?(?:\w+ )?temperature\b|[\d.\s±~-]+°\s*C\s*\.?$", re.IGNORECASE)
_FIRST = re.compile(r"\b(?:first|initial) (?:(?:dis)?charge|(?P<cycle>cycle))\b", re.IGNORECASE)
_ONE_C = re.compile(
    rf"\(?\s*(?:(?<![\d.])1\s*C|C-rate)\s*(?:=|is|was|corresponds to|"
    rf"equals)\s*({NUMERAL})\s*mA(?:\s?h)?\s*(?:/\s*g|g\s?_?\(?(?:S|Li2S|sulfur)?\)?\s?\^?-1)(?:\(S\)|S\b)?\)?"
)
#: 0.1C = 167 mA g-1: the rate stays, what it is based on is told
_SOME_C = re.compile(
    rf"(?<=\dC)(?<!\b1C) = ({NUMERAL})\s*mA\s*(?:/\s*g|g\^?-1)|(?<=\d C)(?<!\b1 C) = ({NUMERAL})\s*mA\s*(?:/\s*g|"
    rf"g\^?-1)"
)
_NOT_OF_THE_TEST = ("electrolyte", "active", "anode", "cathode", "measured")
#: What is done before the cell is cycled as it goes on, at a temperature of its own.
_BEFORE = re.compile(
    r"\b(?:formation|conditioned|rested|aged|activat\w+|stored|equilibrated|initial|first)\b(?:[^.;]|\.(?=\d)){0,60}$",
    re.IGNORECASE,
)
_ACTIVATED = re.compile(r"\bactivat(?:ion|ed)\b", re.IGNORECASE)
#: 0.4-2.5 V vs. Li-In (1.0-3.1 V vs. Li+/Li)
_SAME_WINDOW = re.compile(
    rf"(?<=[a-zA-Z+]) \(\s*{NUMERAL}\s*V?\s*(?:-|~|to|and)\s*{NUMERAL}\s*V\s*(?:vs\.?|versus)\s[^()]*\)"
)
_AGAIN = re.compile(r"\brepeated\s+(?:for\s+)?\d+\s*(?:times|cycles)\b", re.IGNORECASE)
_FOR_THE = re.compile(
    r"\s*(?:\([^()]*\))?\s*(?:for|in|during)\s+(?:the\s+)?|\s*\((?:formation,?\s*)?(?:for\s+)?(?:the\s+)?(?:first\s+|initial\s+)?"
)
#: What a cycler can, not what it did: testers (5 V, 10 mA)
_RATING = re.compile(r"(?:testers?|cyclers?|potentiostats?|workstations?|systems?|analy[sz]ers?)\s*\([^()]*$")
_SAME_RATE = re.compile(r"\s*[(=]\s*$")
_DRIVES = ("rate", "current density", "specific current", "current")
_NOT_STATED = ""  # number of cycles
_SULFUR = (1600.0, 1680.0)  # what is taken for 1C of sulfur [mA/g]
_SULFIDE = (1160.0, 1170.0)  # and of lithium sulfide


class Cycling:
    """Places conditions and steps; the window of the section is that of every step without one."""

    def __init__(self, draft: Draft):
        self.draft = draft
        self.steps: list[tuple[dict[str, Any], str]] = []
        self.window: list[str] | None = None
        self.window_words = ""
        self.temperatures: list[tuple[str, str, bool]] = []  # value, words, whether before cycling

    def read(self, sentence: Sentence) -> None:
        """Place the test conditions in a sentence."""
        self._reference(sentence)
        self._one_c(sentence)
        if sentence.topic in _NOT_OF_THE_TEST:
            return
        if sentence.topic != "test" and not _TESTED.search(sentence.text):
            if _ONLY_TEMPERATURE.match(sentence.text):
                self._temperature(sentence)
            return
        self._temperature(sentence)
        self._window(sentence)
        rests = self._rests(sentence)
        first = _EARLIER.search(sentence.text) is not None and all("rest" in step for step, _ in self.steps[:1])
        self.steps = [*rests, *self.steps] if first else [*self.steps, *rests]
        holds = self._holds(sentence)
        if not self._charges(sentence, holds):
            self.steps += [step for _, step in holds]
            self._cycles(sentence)
        again = _AGAIN.search(sentence.open)
        if again is not None:
            self.draft.ask(f"protocol: which steps are '{sentence.around(*again.span())}'?")

    def finish(self) -> None:
        """Place temperature and steps, each with the window of the section."""
        self._place_temperature()
        for number, (step, words) in enumerate(self.steps, 1):
            where = f"protocol.step {number}"
            for name, value in step.items():
                self.draft.place(f"{where}.{name}", value or "1", words if value else "")
                if value == _NOT_STATED:
                    self.draft.assumed.append(f"{where}.{name}: one; the section states no number")
            if "cycles" in step or "rates" in step:
                if self.window is not None:
                    self.draft.place(f"{where}.window", self.window, self.window_words)
                else:
                    self.draft.assumed.append(f"{where}.window: none stated; a run takes the usual window")
        if not self.steps and self.window is not None:
            self.draft.ask(f"protocol: at which rate was the cell cycled within '{self.window_words}'?")

    def _reference(self, sentence: Sentence) -> None:
        again = _SAME_WINDOW.search(sentence.open)
        if again is not None:
            self.draft.unused.append(f"{again[0].strip()}: the window, against another reference")
            sentence.take(*again.span())
        for match in _REFERENCE.finditer(sentence.open):
            try:
                reference = find_word(_ALLOY.sub("Li-In", match[1]), REFERENCES, "reference electrode")
            except ValueError as refused:
                self.draft.ask(f"reference: {refused}")
                continue
            self.draft.place("reference", reference, sentence.around(match.start(), match.end()))
            sentence.take(match.start(), match.end())

    def _one_c(self, sentence: Sentence) -> None:
        part = _SOME_C.search(sentence.open)
        if part is not None:
            self.draft.unused.append(f"{sentence.around(*part.span(), 8)}: one current in two units")
            sentence.take(*part.span())
        match = _ONE_C.search(sentence.open)
        if match is None:
            return
        words = match[0].strip("( )")
        if any(low <= float(match[1].replace(",", "")) <= high for low, high in (_SULFUR, _SULFIDE)):
            self.draft.unused.append(f"{words}: a theoretical capacity, on which C-rates are based anyway")
        else:
            self.draft.ask(
                f"protocol: rates are based on {words}; is that the theoretical capacity of the active material?"
            )
        sentence.take(match.start(), match.end())

    def _temperature(self, sentence: Sentence) -> None:
        for one in sentence.quantities("temperature"):
            words = sentence.around(one.start, one.end)
            if re.search(r"dried|drying|heated|anneal|melt", sentence.text[max(0, one.start - 40) : one.start]):
                continue
            clause = re.split(r"\b(?:and|then|before|after|prior to|until)\b|[;,]", sentence.text[: one.start])[-1]
            before = _BEFORE.search(clause) is not None
            self.temperatures.append((one.text.replace("°C", "degC").replace("° C", "degC"), words, before))
            sentence.take(one.start, one.end)
        room = re.search(r"\b(?:room temperature|RT|ambient temperature)\b", sentence.open)
        if room is not None:
            if not re.match(r"\s*\(\s*\)", sentence.open[room.end() :]):  # its degrees stand in the brackets
                clause = re.split(r"\b(?:and|then|until)\b|[;,]", sentence.text[: room.start()])[-1]
                before = _BEFORE.search(clause) is not None
                self.temperatures.append(("RT", sentence.around(room.start(), room.end()), before))
            sentence.take(room.start(), room.end())

    def _place_temperature(self) -> None:
        """Place the temperature of cycling; that of formation is told, for a cell has one."""
        later = [one for one in self.temperatures if not one[2]] or self.temperatures
        for value, words, _ in later:
            self.draft.place("operation.temperature", value, words)
        for value, words, before in self.temperatures:
            if before and value not in [one[0] for one in later]:
                self.draft.assumed.append(
                    f"operation.temperature: that of cycling; before it the cell had {value} ('{words}'), and a recipe "
                    "holds one temperature"
                )

    def _window(self, sentence: Sentence) -> None:
        for match in _WINDOW.finditer(sentence.open):
            try:
                window = read_window([f"{match[1]} V", f"{match[2]} V"])
            except ValueError:
                continue
            bounds, words = [window.lower.text, window.upper.text], sentence.around(match.start(), match.end())
            if self.window not in (None, bounds):
                self.draft.ask(f"protocol.window: '{self.window_words}' or '{words}'?")
            else:
                self.window, self.window_words = bounds, words
            sentence.take(match.start(), match.end())
        for match in _CUT_OFFS.finditer(sentence.open):
            bounds = sorted(
                (f"{one} V" for one in match.groups() if one), key=lambda one: parse_stated(one, "voltage").si
            )
            if self.window in (None, bounds):
                self.window, self.window_words = bounds, sentence.around(*match.span())
            else:
                self.draft.ask(f"protocol.window: '{self.window_words}' or '{sentence.around(*match.span())}'?")
            sentence.take(*match.span())

    def _holds(self, sentence: Sentence) -> list[tuple[int, tuple[dict[str, Any], str]]]:
        """Steps at constant voltage until a current, such as ``a CV step at 2.7 V until C/100``."""
        holds: list[tuple[int, tuple[dict[str, Any], str]]] = []
        for match in _HOLD.finditer(sentence.open):
            within = [one for one in sentence.quantities() if match.start() <= one.start < match.end()]
            ends = [one for one in within if one.dimension in _DRIVES]
            volts = [one for one in within if one.dimension == "voltage"]
            if len(ends) != 1 or len(volts) > 1:
                continue
            before = [one for one in sentence.quantities("voltage") if one.end <= match.start()]
            level = (volts or before[-1:])[:1]
            if not level:
                continue
            words = " ".join(sentence.text[match.start() : match.end()].split())
            holds.append((match.start(), ({"hold": level[0].text, "until": ends[0].text}, words)))
            for one in (*volts, *ends):
                sentence.take(one.start, one.end)
        return holds

    def _rests(self, sentence: Sentence) -> list[tuple[dict[str, Any], str]]:
        rests: list[tuple[dict[str, Any], str]] = []
        cue = _RESTED.search(sentence.open) or re.search(r"\bopen[- ]circuit\b", sentence.open)
        times = sentence.quantities("time")
        if cue is None or not times:
            return rests
        after = [one for one in times if one.start > cue.start()] or times
        one = after[0]
        rests.append(({"rest": one.text}, sentence.around(cue.start(), one.end)))
        sentence.take(one.start, one.end)
        return rests

    def _charges(self, sentence: Sentence, holds: list[tuple[int, tuple[dict[str, Any], str]]]) -> bool:
        """Steps of their own, such as discharged at 0.1C to 1.0 V, and those at constant voltage after them."""
        found = self._activation(sentence)
        waiting = list(holds)
        for match in _STEP.finditer(sentence.open):
            within = [one for one in sentence.quantities() if match.start() <= one.start < match.end()]
            rates = [one for one in within if one.dimension in _DRIVES]
            ends = [one for one in within if one.dimension in ("voltage", "specific charge")]
            way = "discharge" if match["dis"] else "charge"
            same = "" if rates or not found else self._same_rate()
            if not ends or not (rates or same):
                continue
            if same and not re.search(r"\bsame\b", sentence.text[match.start() : match.end()]):
                self.draft.assumed.append(
                    f"protocol.step {len(self.steps) + 1}.{way}: {same}, as in the step before; no rate is stated "
                    f"for it"
                )
            self.steps += [step for place, step in waiting if place < match.start()]
            waiting = [each for each in waiting if each[0] >= match.start()]
            step = {way: rates[0].text if rates else same, "to": ends[0].text}
            last = max(one.end for one in (*rates[:1], ends[0]))
            self.steps.append((step, " ".join(sentence.text[match.start() : last].split())))
            for one in (*rates[:1], ends[0]):
                sentence.take(one.start, one.end)
            found = True
        if found:
            self.steps += [step for _, step in waiting]
            self._cycles(sentence)
        return found

    def _same_rate(self) -> str:
        """The rate of the step before; empty when there is none."""
        step: dict[str, Any] = next(
            (step for step, _ in reversed(self.steps) if "charge" in step or "discharge" in step), {}
        )
        return str(step.get("discharge") or step.get("charge") or "")

    def _activation(self, sentence: Sentence) -> bool:
        """Take ``activation at 0.1 mA/cm2 to 3.6 V`` as a first charge."""
        cue = _ACTIVATED.search(sentence.open)
        end = re.compile(r",|;|$|\band\b").search(sentence.open, cue.end()) if cue is not None else None
        if cue is None or end is None:
            return False
        within = [one for one in sentence.quantities() if cue.start() < one.start < end.start()]
        rates = [one for one in within if one.dimension in _DRIVES]
        ends = [one for one in within if one.dimension == "voltage"]
        if len(rates) != 1 or len(ends) != 1:
            return False
        step = {"charge": rates[0].text, "to": ends[0].text}
        self.steps.append((step, " ".join(sentence.text[cue.start() : end.start()].split())))
        for one in (*rates, *ends):
            sentence.take(one.start, one.end)
        return True

    def _cycles(self, sentence: Sentence) -> None:
        """Cycles and rates, part by part of a sentence."""
        start = 0
        for end in [*(match.start() for match in _NEXT.finditer(sentence.text)), len(sentence.text)]:
            self._cycle(sentence, start, end)
            start = end

    def _cycle(self, sentence: Sentence, start: int, end: int) -> None:
        within = [
            one
            for one in sentence.quantities(*_DRIVES)
            if start <= one.start < end and not _RATING.search(sentence.text[: one.start])
        ]
        within = _once(sentence, within, self.draft)
        within = [one for one in within if not self._told_apart(sentence, one)]
        single = [one for one in within if not re.search(r"\d\s*(?:-|~|to)\s*\d", one.text)]
        for one in within if len(single) > 1 else ():
            if one not in single:  # 0.1-2C, and which rates these were
                self.draft.unused.append(f"{sentence.around(one.start, one.end)}: each rate is stated, too")
                sentence.take(one.start, one.end)
        within = single if len(single) > 1 else within
        counts = [one for one in _CYCLES.finditer(sentence.open, start, end) if not _passed(sentence, one)]
        count = counts[0] if counts else None
        if not within:
            self._late_count(sentence, count)
            return
        words = sentence.around(within[0].start, max(within[-1].end, count.end() if count else 0), 60)
        if 1 < len(counts) == len(within):
            for one, number in zip(within, counts, strict=True):
                self.steps.append(({"cycles": _number(number), "charge": one.text, "discharge": one.text}, words))
                sentence.take(one.start, one.end)
                sentence.take(number.start(), number.end())
            return
        if self._first_cycle(sentence, within) or self._counted_first(sentence, within, counts):
            return
        if len(within) == 2 and _LATER.match(sentence.text, within[1].end):
            for one, counted in ((within[0], count), (within[1], None)):
                self.steps.append(({"cycles": _number(counted), "charge": one.text, "discharge": one.text}, words))
                sentence.take(one.start, one.end)
            if count is not None:
                sentence.take(count.start(), count.end())
            return
        if len({one.text for one in within}) > 1 and not self._two_ways(sentence, within):
            self.steps.append(({"rates": [one.text for one in within]}, words))
            for one in within:
                sentence.take(one.start, one.end)
            return
        charge, discharge = within[0], within[-1]
        if self._two_ways(sentence, within) == "discharge first":
            charge, discharge = discharge, charge
        step = {"cycles": _number(count), "charge": charge.text, "discharge": discharge.text}
        if count is not None:
            sentence.take(count.start(), count.end())
        self.steps.append((step, words))
        for one in within:
            sentence.take(one.start, one.end)

    def _told_apart(self, sentence: Sentence, one: Stated) -> bool:
        """Whether a rate is no step that can be placed: rates up to one, or one of every tenth cycle."""
        if re.search(r"\b(?:up to|every \w+ cycle(?: at)?)\s*$", sentence.text[: one.start]) is None:
            return False
        self.draft.ask(f"protocol: which steps are '{sentence.around(one.start, one.end)}'?")
        sentence.take(one.start, one.end)
        return True

    def _first_cycle(self, sentence: Sentence, within: list[Stated]) -> bool:
        """Take a rate of the first cycle that is named after that of the others, or ask where it belongs."""
        cue = _FIRST.search(sentence.text)
        later = [one for one in within if cue is not None and one.start > cue.end()]
        if cue is None or not later or not (self.steps or len(within) > 1):
            return False
        if any(_FOR_THE.fullmatch(sentence.text[one.end : cue.start()]) for one in quantities(sentence.text)):
            return False  # 0.1C for the initial cycle and 1C for the others
        if any(
            one.dimension in _DRIVES and cue.end() < one.start < later[0].start for one in quantities(sentence.text)
        ):
            return False  # its own rate is placed already
        if cue["cycle"] is None or len(within) != 2 or later[0] is not within[1]:
            if len(within) > 1:
                return False
            self.draft.ask(f"protocol: the step before the others, '{sentence.around(cue.start(), later[0].end)}'?")
        else:
            for count, one in (("1", later[0]), (_NOT_STATED, within[0])):
                step = {"cycles": count, "charge": one.text, "discharge": one.text}
                self.steps.append((step, sentence.around(one.start, one.end)))
        for one in within:
            sentence.take(one.start, one.end)
        return True

    def _counted_first(self, sentence: Sentence, within: list[Stated], counts: list[re.Match[str]]) -> bool:
        """Take two rates of which one has a number of cycles: the counted ones come first, unless others precede."""
        if len(within) != 2 or len(counts) != 1:
            return False
        (first, second), count = within, counts[0]
        between = sentence.text[first.end : second.start]
        nearest = min(within, key=lambda one: max(count.start() - one.end, one.start - count.end()))
        words = sentence.text
        nearer = next((one for one in within if _FOR_THE.fullmatch(words[one.end : count.start()])), nearest)
        inverted = re.search(r"\b(?:after|following|preceded by)\b", between) is not None
        if not inverted and nearer is second and count.start() > first.end:
            return False  # 0.1C, then 50 cycles at 1C: in the order in which they stand
        told = re.search(r"\b(?:and|then|thereafter|preceded|before|for|in|during)\b", between)
        if not inverted and told is None:
            return False
        other = second if nearer is first else first
        for one, number in ((nearer, count), (other, None)):
            step = {"cycles": _number(number), "charge": one.text, "discharge": one.text}
            self.steps.append((step, sentence.around(one.start, one.end)))
            sentence.take(one.start, one.end)
        sentence.take(count.start(), count.end())
        return True

    def _late_count(self, sentence: Sentence, count: re.Match[str] | None) -> None:
        """A number of cycles that follows in a part without a rate belongs to the step before."""
        if count is None or not self.steps or "cycles" not in self.steps[-1][0]:
            return
        step, words = self.steps[-1]
        if step["cycles"] == _NOT_STATED:
            self.steps[-1] = ({**step, "cycles": _number(count)}, words)
            sentence.take(count.start(), count.end())

    def _two_ways(self, sentence: Sentence, within: list[Stated]) -> str:
        """Whether two rates are those of charge and discharge, and in which order."""
        if len(within) != 2:
            return ""
        first, second = (sentence.text[max(0, one.start - 40) : one.start].lower() for one in within)
        if re.search(r"(?<!dis)charg\w* at\s*$", first) and re.search(r"discharg\w* at\s*$", second):
            return "charge first"
        if re.search(r"discharg\w* at\s*$", first) and re.search(r"(?<!dis)charg\w* at\s*$", second):
            return "discharge first"
        return ""


def _once(sentence: Sentence, within: list[Stated], draft: Draft) -> list[Stated]:
    """Rates without those that say in brackets what the one before is: ``83.5 mA/g (0.05C)``."""
    kept: list[Stated] = []
    for one in within:
        if (
            kept
            and kept[-1].dimension != one.dimension
            and _SAME_RATE.fullmatch(sentence.text[kept[-1].end : one.start])
        ):
            draft.unused.append(f"{sentence.around(kept[-1].start, one.end)}: one current in two units")
            sentence.take(one.start, one.end)
        else:
            kept.append(one)
    return kept


def _passed(sentence: Sentence, count: re.Match[str]) -> bool:
    """Whether cycles are those before a change, as in ``after five cycles, the rate was raised``."""
    before, after = sentence.text[: count.start()], sentence.text[count.end() :]
    return re.search(r"\b(?:after|every)\s+(?:the\s+)?(?:first\s+)?$", before, re.IGNORECASE) is not None and (
        re.match(r"\s*,", after) is not None
    )


def _number(count: re.Match[str] | None) -> str:
    if count is None:
        return _NOT_STATED
    if count["first"]:
        return "1"
    return _COUNTS[count["word"].lower()] if count["word"] else count["number"].replace(",", "")
