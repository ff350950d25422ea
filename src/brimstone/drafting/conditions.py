"""Conditions of a test in an experimental section: window, reference, temperature, and what 1C is."""

import re

from brimstone.drafting.notes import Draft
from brimstone.drafting.text import BEGIN, Sentence, in_volts
from brimstone.errors import BrimstoneError
from brimstone.recipe.fields import read_window
from brimstone.recipe.words import REFERENCES, find_word
from brimstone.units import NUMERAL

_WINDOW = re.compile(
    rf"(?:(?:between|from|within|of)\s+)?{BEGIN}({NUMERAL})\s*V?\s*(?:-|~|to|and)\s*({NUMERAL})\s*V(?![A-Za-z])",
    re.IGNORECASE,
)
#: 1.6/2.8 V; 1.5 V for discharge and 2.8 V for charge
_CUT_OFFS = re.compile(
    rf"\b(?:cut-?offs?|limits?)\b[^.;\d]{{0,30}}({NUMERAL})\s*V?\s*[/,]\s*({NUMERAL})\s*V\b|"
    rf"{BEGIN}({NUMERAL})\s*V\s*(?:\(\s*|for\s+|on\s+|in\s+)(?:the\s+)?(?:dis)?charg\w*\)?\s*(?:,|and|,\s*and)\s+"
    rf"({NUMERAL})\s*V\s*(?:\(\s*|for\s+|on\s+|in\s+)(?:the\s+)?(?:dis)?charg\w*"
)
_REFERENCE = re.compile(
    r"\(?(?:\b(?:vs\.?|versus)\s+(?:the\s+)?|(?<=V )against\s+(?:the\s+)?|(?<=V \()against\s+(?:the\s+)?)"
    r"(?!(?:lithium|indium|Li|In)\s+(?:foil|dis[ck]|chip))((?:Li|In|LTO|SHE)(?:[\w+/-]|\.(?=\d))*)\s*\)?",
    re.IGNORECASE,
)
_ALLOY = re.compile(r"\bLi[\dx.]+In\b")
_ONE_C = re.compile(
    rf"\(?\s*(?:(?<![\d.])1\s*C|\b[Oo]ne C|C[- ]rates?|(?<![\w.] )(?<![\w.])C(?=\s+(?:is|was|being))|(?<=\()C(?= ?=)|(?"
    rf"<=with )C(?= ?=))\s*"
    rf"(?:(?:is|was|being)\s+(?:defined|taken|set|given)\s+as|=|:|≈|≙|is|was|corresponds to|corresponding to|"
    rf"refers to|means|equals|being|use|is with respect to)\s*({NUMERAL})\s*(?P<unit>m?A)(?:\s?h)?\s*"
    rf"(?:(?:/|per)\s*g(?:ram)?(?:[ _-]?\(?(?:of )?(?:S|Li2S|SeS2|SPAN|"
    rf"sulfur)\)?)?\b|"
    rf"[·*.]?\s*g\s?_?\(?(?:S|Li2S|SeS2|SPAN|AM|sulfur)?\)?\s?\^?-1)"
    rf"(?:\(S\)|S\b|\s+of\s+(?:S|Li2S|SeS2|sulfur|SPAN)\b)?\)?"
)
#: 0.1C = 167 mA g-1, C/10 = 0.217 mA cm-2, 0.1C corresponds to 0.26 mA/cm2: one current in two units
_SOME_C = re.compile(
    rf"(?<![\w.])(?P<rate>{NUMERAL}\s?C(?:/\d+)?|C/\d+)\s*"
    r"(?:=|≈|≙|corresponds\s+to|corresponding\s+to|equals|is\s+equal\s+to)\s*"
    rf"(?P<same>{NUMERAL}\s*[mμu]?A\s*(?:(?:/|per)\s*(?:g|cm\^?2)|[·*.]?\s*(?:g|cm)\s?\^?-[12]))(?![\w])"
)
#: Words of a sentence that tells of steps, and not only of what a rate is.
_STEPS = re.compile(r"cycl|charg|rates?\b|current|test|galvanostat|formation|activat|then", re.IGNORECASE)
#: 1C = 1675 mA/g, equal to 3.4 mA/cm2
_SAME_CURRENT = re.compile(
    r"\s*[,;]?\s*\(?\s*(?:(?:which|that|and)\s+)?(?:(?:is|was|here)\s+)*"
    r"(?:equal(?:s|ling)? to|equals|equivalent to|correspond(?:s|ed|ing) to|i\.e\.,?|that is,?|or|=|≈|~)\s*"
    rf"(?:about|approximately|approx\.|ca\.|≈|~)?\s*(?P<same>{NUMERAL}\s*m?A(?:\s*(?:/\s*cm|cm)\s*\^?-?2)?(?![\w]))"
)
#: What is done before the cell is cycled as it goes on, at a temperature of its own.
_BEFORE = re.compile(
    r"\b(?:formation|conditioned|rested|left|aged|activat\w+|stored|equilibrated|initial|first)\b(?:[^.;]|"
    r"\.(?=\d)){0,60}$",
    re.IGNORECASE,
)
#: 80 °C for 4 h before being cycled
_UNTIL_CYCLED = re.compile(
    r"(?:(?!\bcycl|\btest)[^.;,]|\.(?=\d))*\b(?:before|prior to|and (?:were )?(?:then )?(?=(?:cycled|tested|"
    r"operated)\b))[^.;,]*"
    r"\b(?:cycl|test|measur|charg|operat)",
    re.IGNORECASE,
)
_OTHER_WINDOW = rf"{NUMERAL}\s*V?\s*(?:-|~|to|and)\s*{NUMERAL}\s*V\s*(?:vs\.?|versus|against)"
#: 0.4-2.5 V vs. Li-In (1.0-3.1 V vs. Li+/Li)
_SAME_WINDOW = re.compile(
    rf"(?:vs\.?|versus|against)\s+[\w+/.-]+\s*(?P<again>\(\s*(?:i\.e\.,?\s*|=\s*|"
    rf"corresponding to\s*)?{_OTHER_WINDOW}\s[^()]*\)|"
    rf"[;,]?\s*(?:i\.e\.,?|corresponding to|equivalent to|equal to|or|=)\s*{_OTHER_WINDOW}\s+[\w+/-]+|"
    rf"\(\s*{NUMERAL}\s*V\s*(?:vs\.?|versus|against)\s[^()]*\))"
)
_WINDOW_BEFORE = re.compile(
    rf"(?P<first>{BEGIN}{NUMERAL}\s*V?\s*(?:-|~|to|and)\s*{NUMERAL}\s*V)\s*\(\s*(?:i\.e\.,?\s*|=\s*|"
    rf"~\s*)?{_OTHER_WINDOW}"
)
_SULFUR = (1600.0, 1680.0)  # what is taken for 1C of sulfur [mA/g]
_SULFIDE = (1160.0, 1170.0)  # and of lithium sulfide


def _is_per(active: str, words: str) -> bool:
    """Whether what 1C is, is told per mass of the active material: 600 mA/g based on SPAN."""
    name = re.escape(active.split()[-1])
    return (
        re.match(
            rf"[^.;]*?\bg(?:\^?-1)?[\s(]*(?:(?:based on|of|per|for|with respect to|related to|referred to)\s+)?"
            rf"(?:the\s+)?(?:(?:mass|weight)\s+of\s+(?:the\s+)?)?(?:{name}|active material)\b",
            words,
        )
        is not None
    )


class Conditions:
    """Places reference and temperature; the window of the section is that of every step without one."""

    def __init__(self, draft: Draft):
        self.draft = draft
        self.window: list[str] | None = None
        self.window_words = ""
        self.temperatures: list[tuple[str, str, bool]] = []  # value, words, whether before cycling

    def reference(self, sentence: Sentence) -> None:
        """Place the electrode that voltages are against."""
        first = _WINDOW_BEFORE.search(sentence.open)
        if first is not None:  # 0.4-2.4 V (1.0-3.0 V vs. Li/Li+): the one whose reference is stated counts
            self.draft.set_aside(first["first"], "the window, against another reference")
            sentence.take(*first.span("first"))
        again = _SAME_WINDOW.search(sentence.open)
        if again is not None:
            self.draft.set_aside(again["again"].strip(" ();,"), "the window, against another reference")
            sentence.take(*again.span("again"))
        for match in _REFERENCE.finditer(sentence.open):
            try:
                reference = find_word(_ALLOY.sub("Li-In", match[1]), REFERENCES, "reference electrode")
            except ValueError as refused:
                self.draft.ask(f"reference: {refused}")
                continue
            self.draft.place("reference", reference, sentence.around(match.start(), match.end()))
            if not re.match(
                r"\s*(?:counter|anode|negative)", sentence.text[match.end() :]
            ):  # which names the anode, too
                sentence.take(match.start(), match.end())

    def one_c(self, sentence: Sentence) -> None:
        """Set aside what 1C is where it is the theoretical capacity, and ask where it is not."""
        part = next((one for one in _SOME_C.finditer(sentence.open) if not re.fullmatch(r"1\s?C", one["rate"])), None)
        if part is not None:
            self.draft.set_aside(part[0].strip(" ="), "one current in two units", sentence.around(*part.span(), 8))
            inside = sentence.text.rfind("(", 0, part.start()) > sentence.text.rfind(")", 0, part.start())
            tells_steps = _STEPS.search(sentence.text) is not None or bool(sentence.quantities("voltage"))
            defined = inside or not tells_steps
            sentence.take(*(part.span() if defined else part.span("same")))
        match = _ONE_C.search(sentence.open)
        if match is None:
            return
        words = match[0].strip("( )")
        number, active = match[1].rstrip(",.").replace(",", ""), str(self.draft.value_of("cathode.active"))
        of_sulfur = re.search(r"[(_ ]S\)?\b|sul(?:f|ph)ur", match[0][match[0].index("g") :]) is not None
        number = f"{1e3 * float(number):g}" if match["unit"] == "A" else number
        known = any(low <= float(number) <= high for low, high in (_SULFUR, _SULFIDE))
        self.draft.place("one_c", f"{number} mA/g", words)
        told = re.search(
            r"\b(?:S|Li2S|SeS2|"
            r"SPAN)\b",
            re.sub(r"(?<=\bg)(?=[A-Z])", " ", match[0][match.end(1) - match.start() :]),
        )
        known = known or (told is not None and told[0] == active) or _is_per(active, sentence.text[match.start() :])
        if (of_sulfur and active != "S") or not known:
            self.draft.ask(
                f"one_c: {number} mA/g; per mass of the active material? ('{sentence.around(*match.span(), 20)}')"
            )
        sentence.take(match.start(), match.end())
        again = _SAME_CURRENT.match(sentence.open, match.end())
        if again is not None:
            self.draft.set_aside(again["same"], "1C in another unit, which is no rate of a step", words)
            sentence.take(*again.span("same"))

    def temperature(self, sentence: Sentence) -> None:
        """Keep the temperatures of a sentence on the test."""
        for one in sentence.quantities("temperature"):
            words = sentence.around(one.start, one.end)
            near = sentence.text[max(0, one.start - 40) : one.start]
            if re.search(r"dried|drying|heated|anneal|melt", near):
                continue
            if re.search(r"dew[- ]point", near):
                self.draft.set_aside(one.text, "the dew point of a dry room", words)
                sentence.take(one.start, one.end)
                continue
            if re.search(r"press(?:ed|ing)|laminat|calender", near) and not re.search(r"cycl|test", near):
                self.draft.set_aside(one.text, "the temperature of pressing", words)
                sentence.take(one.start, one.end)
                continue
            clause = re.split(r"\b(?:and|then|before|after|prior to|until)\b|[;,]", sentence.text[: one.start])[-1]
            before = _BEFORE.search(clause) is not None or _UNTIL_CYCLED.match(sentence.text[one.end :]) is not None
            self.temperatures.append((one.text.replace("°C", "degC").replace("° C", "degC"), words, before))
            sentence.take(one.start, one.end)
        room = re.search(r"\b(?:room temperature|RT|ambient temperature)\b", sentence.open)
        if room is not None:
            if not re.match(r"\s*\(\s*\)", sentence.open[room.end() :]):  # its degrees stand in the brackets
                clause = re.split(r"\b(?:and|then|until)\b|[;,]", sentence.text[: room.start()])[-1]
                before = _BEFORE.search(clause) is not None
                self.temperatures.append(("RT", sentence.around(room.start(), room.end()), before))
            sentence.take(room.start(), room.end())

    def place_temperature(self) -> None:
        """Place the temperature of cycling; that of formation is told, for a cell has one."""
        later = [one for one in self.temperatures if not one[2]] or self.temperatures
        values = {value for value, *_ in later}
        for value, words, _ in [*later, *(one for one in self.temperatures if one[2] and one[0] in values)]:
            self.draft.place("operation.temperature", value, words)
        if self.temperatures and all(before for *_, before in self.temperatures):
            self.draft.ask(f"operation.temperature: {later[0][0]} ('{later[0][1]}'); was it cycled at that, too?")
        for value, words, before in self.temperatures:
            if before and value not in values:
                self.draft.assumed.append(
                    f"operation.temperature: that of cycling; before it the cell had {value} ('{words}'), and a recipe "
                    "holds one temperature"
                )

    def limits(self, sentence: Sentence) -> None:
        """Keep the window of a sentence, and ask where another one is known."""
        for match in _WINDOW.finditer(sentence.open):
            try:
                bounds = sorted((match[1], match[2]), key=lambda one: in_volts(f"{one} V"))
                window = read_window([f"{one} V" for one in bounds])
            except (ValueError, BrimstoneError):
                continue
            bounds, words = [window.lower.text, window.upper.text], sentence.around(match.start(), match.end())
            if self.window not in (None, bounds):
                self.draft.ask(f"protocol.window: '{self.window_words}' or '{words}'?")
            else:
                self.window, self.window_words = bounds, words
            sentence.take(match.start(), match.end())
        for match in _CUT_OFFS.finditer(sentence.open):
            bounds = sorted((f"{one} V" for one in match.groups() if one), key=in_volts)
            if self.window in (None, bounds):
                self.window, self.window_words = bounds, sentence.around(*match.span())
            else:
                self.draft.ask(f"protocol.window: '{self.window_words}' or '{sentence.around(*match.span())}'?")
            sentence.take(*match.span())
