"""How the powders of a cathode were brought together, in an experimental section."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from brimstone.drafting.names import materials, same_material
from brimstone.drafting.notes import Draft
from brimstone.drafting.text import Sentence, quantities
from brimstone.recipe.mixing_phrases import BALL_TO_POWDER, SOLVENTS, step_of_phrase
from brimstone.recipe.words import MIXING_METHODS
from brimstone.units import NUMERAL, parse_stated

_MIXED = (
    r"(?:\w+-)?mill(?:ed|ing)?\b|(?:pre-)?ground\b|grind|mixed|mixing|blend|stirr|slurr|blade-coat|mortar|melt|"
    r"infiltrat|"
    r"dispersed in|knead|vapou?r[- ]phase|gas[- ]phase|dry[- ](?:film|process\w*|electrode)|heated|thinky|mixer|"
    r"shak(?:en|ing)|cast(?:ing)? (?:from|onto|on)\b|cast(?:ing)? an? \w+ slurry"
)
_NEXT = re.compile(
    r"\s*(?:,?\s*(?:and,?\s+)?after (?:the )?(?:addition of|adding)\b(?:(?:\s+(?!at\b)[\w-]+){1,4}(?=\s+at\s+\d)|"
    r"[^,;]*,)|;|\((?:i{1,3}|[abc123])\)(?=\s)|"
    r",?\s*\b(?:and\s+)?(?:then|subsequently|afterwards(?! and (?:milling|mixing))|finally|thereafter|"
    r"followed by(?!\s+(?:an?\s+)?\d+[\s-]*min\s+(?:pause|break|rest|cool)))\b,?|"
    r",?\s*\band (?=the (?:resulting )?(?:dough|mixture|powders?|product|film|sheet|mass|blend|"
    r"composite) (?:was|were)\b)|"
    r"\band (?=(?:then )?(?:heated|kept at|held at|maintained at|treated at|sealed))|"
    r",? (?:and )?(?=(?:was |were )?(?:then )?(?:(?:vacuum|oven|air|freeze)-?)?(?:dried|cast|pressed|annealed)\b))\s*",
    re.IGNORECASE,
)
#: Two things that were done one after the other, with nothing but a comma between.
_AND_DONE = re.compile(
    r",\s*(?:and\s+)?(?=(?:\w+-)?(?:fibrillat|calender|knead|roll|grind|ground|mill|sealed\b.{0,60}°)\w*)",
    re.IGNORECASE,
)
_AND_MILLED = re.compile(
    r",?\s+and\s+(?:(?:further|again|finally|then)\s+)?"
    r"(?=(?:\w+-)?(?:treated the|mill|ground|grind|mix|blend|heat|shak)\w*\b|[\w-]+ (?:was|"
    r"were) (?:then )?added)",
    re.IGNORECASE,
)
#: … for a net time of 10 h; each 15 min of milling was followed by a 5 min pause
_PAUSES_TOLD = re.compile(rf";\s(?=(?:each|every|after (?:each|every))\s+{NUMERAL}\s*(?:min|h)\b)")
#: What was mixed is a noun here: the blend contained, this mixture
_MIXED_NOUN = re.compile(
    r"\b(?:the|this|that|an?|each|final|resulting|obtained|[A-Z][\w-]*)\s+(?:[\w-]+\s+)?(?:blend|mixture|mix)"
    r"(?=\s+(?:contain|consist|held|had|compris|was (?!milled|ground|stirred|heated|ball|hand)))"
)
#: (80:20 molar, milled at 450 rpm for 24 h): a step of its own
_MILLED_IN_BRACKETS = re.compile(r"\b(?:\w+-)?(?:milled|ground|mixed|blended)\s+(?:in|at|for|by|with|using|\d)")
#: kneaded with butyl butyrate and applied to a foil
_ROLLED = re.compile(
    r"\bknead(?:ed|ing)\b|\b(?:three|triple|two|3|2)[- ]roll(?:er)?s?(?:[- ]mill\w*)?\b", re.IGNORECASE
)
#: mixing S/C, Li6PS5Cl and PVDF-HFP 60:35:5 by weight in isobutyl isobutyrate
_MIXED_IN = re.compile(
    rf"\b(?:mix|dispers|stirr|suspend|knead)\w*\b[^;]*\bin\s+(?:anhydrous\s+|dry\s+)?(?P<in>{SOLVENTS})\b",
    re.IGNORECASE,
)
#: a solid content of 40 wt%, 55 wt% solids; a gap of 150 um
_SOLIDS = re.compile(
    rf"\bsolids?(?: content| loading| fraction)?(?: of| was|:|=)?\s*({NUMERAL}\s*(?:wt\.?\s?)?%)|"
    rf"({NUMERAL}\s*(?:wt\.?\s?)%) solids?\b"
)
_GAP = re.compile(
    rf"\b(?:(?:blade|wet)[ -])?(?:gap|slit)(?: height| width| size)?\s*(?:of|:|=|was|set to)?\s*({NUMERAL}\s*[uμ]m)\b|"
    rf"({NUMERAL}\s*[uμ]m)\s+(?:blade )?gap\b"
)
#: 1 g in total, 2 g batches
_BATCH = re.compile(rf"({NUMERAL}\s*m?g)\s+(?:in total|per batch|batch(?:es)?)\b")
_CALENDERED = re.compile(r"\b(?:hot[- ])?(?:calender(?:ed|ing)|roll[- ]?pressed)\b", re.IGNORECASE)
_CALENDERED_AT = re.compile(rf"{_CALENDERED.pattern}\s+(?:\w+\s+){{0,2}}?at\s+({NUMERAL}\s*°\s*C)\b", re.IGNORECASE)
_IN_LIQUID = re.compile(rf"\b(?:in|with|from)\s+(?:(?:dry|anhydrous)\s+)?(?:{SOLVENTS}|acetone|isopropanol|IPA)\b")
_APPLIED = re.compile(
    rf"(?:{_ROLLED.pattern}).*\b(?:solid content|applied (?:to|on|onto)|solvent|coated|slurry)\b", re.IGNORECASE
)
_BY_HAND = re.compile(
    r"\bby hand\b|\bhand-?(?:mixed|ground|milled)\b|\bmortar\b|\b(?:was|were) ground\b", re.IGNORECASE
)
_CONTINUED = re.compile(
    r"\b(?:milling|mixing|grinding|blending|treatment|process|it)\s+(?:was\s+)?continued\b", re.IGNORECASE
)
#: The stack is pressed: what is told from here on is not of the mixing.
_PRESSED_NEXT = re.compile(
    r"\b(?:was|were|and)\s+(?:then\s+|subsequently\s+)?(?:added (?:to|on|onto)|spread|densified|pressed|compacted|"
    r"distributed|placed|put)\b"
)
#: then with the electrolyte (200 rpm, 1 h): in the way of the step before
_GOES_ON = re.compile(rf"\s*(?:with|at|for)\b[^.;]*?{NUMERAL}\s*(?:rpm|h|min)\b(?!\s?\^?-)", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\)")
_AFTERWARDS = re.compile(
    r"^(?:(?:was |were |the slurry was )*)(?:cast(?! from\b)|dried|pressed|sieved|stored|cooled|annealed)\b",
    re.IGNORECASE,
)
_INFILTRATES = re.compile(r"infiltrat|diffus|\bmelt", re.IGNORECASE)
_WET = re.compile(r"\b(?:stirr\w+|dispersed)\b", re.IGNORECASE)
#: slurry-coated from NMP, prepared with xylene as solvent
_CAST_FROM = re.compile(
    r"\b(?:(?:slurry|slurries|cast|casting|coated|dispersed|solution)\b[^.;]{0,40}?\b(?:from|in|with|"
    r"using)\s+(?:anhydrous\s+|dry\s+)?|"
    r"(?:with|using|in)\s+(?=[\w-]+ as (?:a |the )?solvent))"
    rf"(?P<in>{SOLVENTS})\b|\b(?P<of>{SOLVENTS})(?=(?:-based)? slurr)",
)
#: The phrase that a refusal begins with, in which what has been read is blank.
_QUOTED = re.compile(r"^'[^']*': ")
_CENTRIFUGAL = re.compile(r"\b(?:thinky|centrifugal|speed ?mixer|homogeni[sz]ed)\b", re.IGNORECASE)
#: A ball-to-powder ratio of 30:1 was used in both steps
_IN_EACH = re.compile(rf"{BALL_TO_POWDER.pattern}(?=[^.;]*\b(?:both|all|each|every|throughout)\b)", re.IGNORECASE)
_MOLTEN = (388.0, 523.0)  # sulfur is a liquid, and its vapour not yet all there is [K]
_NOT_OF_THE_CATHODE = ("electrolyte", "anode", "test", "cell", "measured")
#: Powders that are no part of the composite: of the anode, or what SPAN is made from.
_OF_ANOTHER = re.compile(
    r"^(?!.*\b(?:cathode|positive)\b).*(?:\b(?:anode|negative electrode)\b|\b[Ss]ilicon\b|\bSi\b|\bgraphite\b|"
    r"\bSPAN (?:was|is) (?:made|obtained|prepared|synthesi[sz]ed)|\bpolyacrylonitrile\b|\bPAN\b)"
)
_OF_CATHODE = r"cathode|positive|composite|electrodes?\b|sulfur|sulphur|Al\b|alumini?um"
_SLURRY = r"slurry|slurries|slurried|doctor[- ]blad|tape[- ]cast|\bcast (?:on|onto|with)\b|coated (?:on|onto)\b"


class Mixing:
    """Collects the steps of mixing, those that only name a way of mixing merged with those that say how."""

    def __init__(self, draft: Draft, section: Sequence[Sentence]):
        self.draft = draft
        self.steps: list[tuple[dict[str, Any], str]] = []
        self.solvent: str | None = None  # of the slurry
        self.machine: str | None = None  # of the step that goes with the one before
        self.told: dict[str, tuple[str, str]] = {}  # solids, gap and batch, with their words
        self.ahead = 0  # steps of the sentence that is read, which are not yet among the others
        self.of_hosts: set[str] = set()  # words of the steps in which hosts were filled, wherever they are told
        self.slurry = any(
            one.has(_SLURRY)
            and (one.has("cathode|electrode|composite") or not one.has("separator|membrane|electrolyte"))
            for one in section
            if one.topic in ("", "cathode", "active")
        )

    def read(self, sentence: Sentence) -> None:
        """Take the steps out of a sentence."""
        if self.steps and (match := _IN_EACH.search(sentence.open)) is not None:
            self._in_each(sentence, match)
        if sentence.topic in _NOT_OF_THE_CATHODE or _OF_ANOTHER.search(sentence.text):
            return
        if any(words in sentence.text for words in self.draft.other_words):
            self.draft.ask(f"another cathode, whose mixing is not drafted: '{sentence.text}'")
            for one in sentence.quantities():
                sentence.take(one.start, one.end)
            return
        self._aside(sentence)
        self._in_brackets(sentence)
        of_separator = sentence.has("separator|membrane|electrolyte (?:layer|film|sheet)")
        if of_separator and sentence.has(r"\w*-?cast\b|coated|slurry") and not sentence.has(_OF_CATHODE):
            return  # how a separator was cast
        if self.solvent is None and not of_separator and (match := _CAST_FROM.search(sentence.open)) is not None:
            self.solvent = match["in"] or match["of"]
        elif self.solvent is None and self.slurry and not of_separator:
            wet = _MIXED_IN.search(sentence.open)
            self.solvent = None if wet is None else wet["in"]
        goes_on = bool(self.steps and (sentence.quantities("rotation") or _CONTINUED.search(sentence.text)))
        if not sentence.has(_MIXED) and not goes_on and not self._melts(sentence):
            return
        read: list[tuple[dict[str, Any], int, int]] = []
        whole = _PAUSES_TOLD.sub(", ", _BRACKETS.sub(_bracket, sentence.open))
        marked = _AND_DONE.sub(_zeros, _NEXT.sub(_zeros, whole))
        for start, end in (span for piece in re.finditer(r"[^\0]+", marked) for span in _apart(marked, *piece.span())):
            self.ahead = sum(len(one) > 1 for one, *_ in read)
            step = self._piece(sentence, start, end)
            before = read[-1][0] if read else (self.steps[-1][0] if goes_on else None)
            if step is None and before is not None and self._goes_on(sentence.open[start:end], bool(read)):
                step = self._read(f"{before['method']} {sentence.open[start:end]}")
            if step is not None:
                read.append((step, start, end))
        self.ahead = 0
        ways = {step["method"] for step, *_ in read if len(step) > 1}
        by_hand = [
            one
            for one in read
            if len(one[0]) == 1 and one[0]["method"] == "hand-ground" and _BY_HAND.search(sentence.open, one[1], one[2])
        ]
        kept = [one for one in read if len(one[0]) > 1 or (one in by_hand and ways == {"ball-milled"})]
        for step, start, end in kept if ways else read[-1:]:
            words = " ".join(sentence.text[start:end].split()).strip(" ,;.")
            if step["method"] in ("melt-milled", "vapour-mixed") and step.get("machine") == "mortar":
                del step["machine"]  # where the powders were ground before
            if not self._possible(step, words):
                continue
            if (melt := self._melt_beside(step)) is not None:
                step = melt  # grinding before it changes nothing
            if sentence.topic == "active" or _of_a_host(sentence):
                self.of_hosts.add(words)
            self._add({"method": step["method"], **step}, words)
            _take_used(sentence, start, end, step)
        self._ratio_behind(sentence)

    def _ratio_behind(self, sentence: Sentence) -> None:
        """Take a ball-to-powder ratio that stands by itself behind the step that it is of."""
        match = BALL_TO_POWDER.search(sentence.open)
        last = self.steps[-1][0] if self.steps else {}
        if match is not None and last.get("method") == "ball-milled" and "ball_to_powder" not in last:
            self.steps[-1] = ({**last, "ball_to_powder": match[1]}, f"{self.steps[-1][1]} … {match[0]}")
            sentence.take(*match.span())

    def _aside(self, sentence: Sentence) -> None:
        """Keep what is told of the slurry or of the batch, wherever it is told."""
        for name, pattern in (("solids", _SOLIDS), ("gap", _GAP), ("powder", _BATCH)):
            match = pattern.search(sentence.open)
            if match is not None and name not in self.told:
                number = next(one for one in match.groups() if one)
                self.told[name] = (number, sentence.around(*match.span()))
                sentence.take(*match.span())
        if self.slurry and (match := _CALENDERED_AT.search(sentence.open)) is not None:
            warm = re.sub(r"\s*°\s*C", " degC", match[1])
            self.draft.place("cathode.pressing_temperature", warm, sentence.around(*match.span()))
            sentence.take(*match.span(1))

    def _melts(self, sentence: Sentence) -> bool:
        """Whether a sentence on sulfur names a temperature at which it is molten."""
        warm = [parse_stated(one.text, "temperature").si for one in sentence.quantities("temperature")]
        return any(_MOLTEN[0] < one < _MOLTEN[1] for one in warm) and sentence.has(r"[Ss]ul(?:f|ph)ur|S\b|S[/@-]")

    def _melt_beside(self, step: dict[str, Any]) -> dict[str, Any] | None:
        """The melting that a phrase on powders mixed by hand tells of, too: blended and held at 155 °C for 12 h."""
        warm = step.get("temperature") if step["method"] == "hand-ground" else None
        if warm is None or not _MOLTEN[0] < parse_stated(warm, "temperature").si < _MOLTEN[1]:
            return None
        self._assume_melt(warm)
        return {"method": "melt-milled", **{name: step[name] for name in ("temperature", "time") if name in step}}

    def _read(self, phrase: str) -> dict[str, Any] | None:
        """The step in a phrase that names its way of mixing; what it states twice is asked about."""
        try:
            step = step_of_phrase({"method": phrase[:300]})
        except ValueError as refused:
            step = self._without_doubles(phrase, str(refused))
        return step if step["method"] in MIXING_METHODS else None

    def _next(self) -> int:
        """The number that the next step will have."""
        return len(self.steps) + self.ahead + 1

    def _assume_melt(self, warm: str) -> None:
        step = f"cathode.mixing.step {self._next()}"
        self.draft.assumed.append(
            f"{step}.method, {step}.temperature, {step}.time: melt-milled, for the powders were kept at {warm}, where "
            "sulfur is molten"
        )

    def _possible(self, step: dict[str, Any], words: str) -> bool:
        """Whether a temperature can be one of mixing; that of a dryer or a furnace is left out, or the step with it."""
        if "temperature" not in step:
            return True
        warm = parse_stated(step["temperature"], "temperature").si
        if step["method"] == "melt-milled" and warm > _MOLTEN[1] + 60.0:
            return False  # how the active material was made
        if step["method"] == "slurry" or (step["method"] in ("ball-milled", "hand-ground") and warm > _MOLTEN[1]):
            self.draft.set_aside(step.pop("temperature"), "of drying, or of a furnace", words)
        return True

    def _goes_on(self, phrase: str, same: bool) -> bool:
        """Whether a part of a sentence states how the way of mixing before it went on."""
        return bool((same and _GOES_ON.match(phrase)) or any(one.dimension == "rotation" for one in quantities(phrase)))

    def _in_each(self, sentence: Sentence, match: re.Match[str]) -> None:
        """A ball-to-powder ratio that a sentence of its own states for all steps."""
        for step, _ in self.steps:
            if step["method"] == "ball-milled":
                step.setdefault("ball_to_powder", match[1])
        sentence.take(*match.span())

    def _in_brackets(self, sentence: Sentence) -> None:
        """Steps that stand in brackets behind what they made: ``S@C (64 wt% S; heated at 155 °C, 12 h)``."""
        for match in _BRACKETS.finditer(sentence.open):
            found = [one.dimension for one in quantities(match[0])]
            if _MILLED_IN_BRACKETS.search(match[0]) and {"rotation", "frequency", "time"} & set(found):
                step = self._read(match[0].strip("() ")) if found.count("time") < 2 else None
                if step is not None:
                    self._add(step, sentence.text[match.start() : match.end()].strip("() "))
                    _take_used(sentence, match.start(), match.end(), step)
                    sentence.take(match.start(), match.end())
                    continue
            melt = self._molten(match[0]) if {"temperature", "time"} <= set(found) else None
            if melt is not None and found.count("time") == 1 and sentence.composition != (0, 0):
                self._add(melt, match[0].strip("() "))
                _take_used(sentence, match.start(), match.end(), melt)
                sentence.take(match.start(), match.end())

    def _piece(self, sentence: Sentence, start: int, end: int) -> dict[str, Any] | None:
        """The mixing step in a part of a sentence."""
        phrase = _BRACKETS.sub(_bracket, sentence.open[start:end])
        phrase = _MIXED_NOUN.sub(lambda match: " " * len(match[0]), phrase)
        if _APPLIED.search(phrase) or (self.slurry and _ROLLED.search(phrase) and _IN_LIQUID.search(phrase)):
            phrase = _ROLLED.sub("slurry", phrase)
        if self.slurry and _CALENDERED.search(phrase) is not None and not _IN_LIQUID.search(phrase):
            return None  # which makes no dry film of a coating
        pressed = _PRESSED_NEXT.search(phrase)
        if pressed is not None and re.search(_MIXED, phrase[: pressed.start()], re.IGNORECASE):
            phrase = phrase[: pressed.start()]
        if _AFTERWARDS.match(phrase.strip(" ,;")) and not _INFILTRATES.search(phrase):
            drying = quantities(phrase)
            if drying and {one.dimension for one in drying} <= {"temperature", "time"} and sentence.topic != "active":
                words = " ".join(sentence.text[start:end].split()).strip(" ,;.")
                self.draft.set_aside(words, "drying and casting are not modelled")
                sentence.take(start, end)
            return None
        wet = self.slurry and (
            _WET.search(phrase) is not None or (_CENTRIFUGAL.search(phrase) is not None and " in " in phrase)
        )
        try:
            step = step_of_phrase({"method": f"slurry {_WET.sub('', phrase)}"[:300] if wet else phrase[:300]})
        except ValueError as refused:
            told = f"'{' '.join(sentence.text[start:end].split())[:100]}': "
            step = self._without_doubles(phrase, _QUOTED.sub(lambda _: told, str(refused)))
            for one in quantities(phrase):
                if one.dimension in ("time", "temperature", "rotation") and one.text.split()[0] in str(refused):
                    sentence.take(start + one.start, start + one.end)
        if step["method"] in MIXING_METHODS:
            return step
        last = self.steps[-1][0] if self.steps else {}
        if last and _CONTINUED.search(phrase) and quantities(phrase):
            self.draft.assumed.append(
                f"cathode.mixing.step {self._next()}.method: {last['method']}, as the step that was continued"
            )
            machine = {"machine": last["machine"]} if "machine" in last else {}
            goes_on = self._read(f"{last['method']} {phrase}")
            return None if goes_on is None else {**goes_on, **machine}
        if (molten := self._molten(phrase)) is not None:
            return molten
        rotates = any(one.dimension == "rotation" for one in quantities(phrase))
        if rotates and self.steps and self.steps[-1][0]["method"] == "ball-milled" and not wet:
            again = self._read(f"ball-milled {phrase}")
            self.draft.assumed.append(
                f"cathode.mixing.step {self._next()}.method: ball-milled, as the step before; it names no machine"
            )
            return again
        if re.search(_MIXED, phrase, re.IGNORECASE) and quantities(phrase):
            self.draft.ask(
                f"cathode.mixing: by hand, or by which machine? ('{' '.join(sentence.text[start:end].split())[:100]}')"
            )
        return None

    def _molten(self, phrase: str) -> dict[str, Any] | None:
        """Powders kept above the melting point of sulfur, with no word for what that does."""
        if re.search(r"\b(?:drive|driv|remov|evaporat|dri|anneal|desolv)\w*", phrase, re.IGNORECASE):
            return None
        found = {one.dimension: one.text for one in quantities(phrase)}
        if (
            "temperature" not in found
            or not _MOLTEN[0] < parse_stated(found["temperature"], "temperature").si < _MOLTEN[1]
        ):
            return None
        self._assume_melt(found["temperature"])
        step = {"method": "melt-milled", "temperature": found["temperature"].replace("°C", "degC")}
        return {**step, **({"time": found["time"]} if "time" in found else {})}

    def _without_doubles(self, phrase: str, refused: str) -> dict[str, Any]:
        """The step without what it states twice, which is asked about; none where the way itself is unclear."""
        if "rolls may" in refused:
            self.draft.ask(f"cathode.mixing.step {self._next()}.method: {refused}")
            return {"method": phrase}
        twice = next((field for field in ("speed", "temperature") if f"two {field}s" in refused), "time")
        self.draft.ask(f"cathode.mixing.step {self._next()}.{twice}: {refused}")
        dimension = "rotation" if twice == "speed" else twice
        first = next((one.text for one in quantities(phrase) if one.dimension == "time"), "")
        try:
            for one in reversed([one for one in quantities(phrase) if one.dimension == dimension]):
                phrase = f"{phrase[: one.start]} {phrase[one.end :]}"
            step = step_of_phrase({"method": phrase[:300]})
            return {**step, "time": first} if twice == "time" and first else step
        except ValueError as again:
            return {"method": phrase} if dimension == "time" else self._without_doubles(phrase, str(again))

    def _add(self, step: dict[str, Any], words: str) -> None:
        """Add a step, or let it fill in one before that only names the same way of mixing."""
        last, last_words = self.steps[-1] if self.steps else ({}, "")
        if step["method"] == "slurry" and last.get("method") == "hand-ground" and "solvent" in last:
            last["method"] = "slurry"  # what is stirred in a solvent and then cast
        known = [number for number, (each, _) in enumerate(self.steps) if each["method"] == step["method"] == "slurry"]
        if known and (len(step) == 1 or len(self.steps[known[0]][0]) == 1):
            self.steps[known[0]] = (step, words) if len(step) > 1 else self.steps[known[0]]
        elif last.get("method") == step["method"] and set(last) == {"method", "machine"} and "machine" not in step:
            self.machine = last["machine"] if re.search(r"\btwo[- ]steps?\b|\bboth\b", last_words) else None
            self.steps[-1] = ({**last, **step}, words)  # in two steps with a vibration mill: first …
        elif self.machine is not None and step["method"] == last.get("method") and "machine" not in step:
            self.steps.append(({**step, "machine": self.machine}, words))
            self.machine = None
        elif last.get("method") == step["method"] and (len(last) == 1 or len(step) == 1):
            self.steps[-1] = (step, words) if len(step) > 1 else (last, last_words)
        elif last.get("method") == step["method"] and _one_step(last, step):
            self.steps[-1] = ({**last, **step}, f"{last_words} … {words}")
        else:
            self.steps.append((step, words))

    def finish(self) -> None:
        """Place the steps."""
        self.steps.sort(key=lambda one: one[1] not in self.of_hosts)
        wet = [step for step, _ in self.steps if step["method"] == "slurry"]
        if self.solvent is not None and len(wet) == 1 and "solvent" not in wet[0]:
            wet[0]["solvent"] = self.solvent
        for number, (step, words) in enumerate(self.steps, 1):
            named = {one.words for one in materials(words)}
            for names in self.draft.premixed if "of" not in step and len(self.steps) > 1 else ():
                if (
                    re.search(r"\badded\b", words) is None
                    and len(named) == len(names)
                    and all(any(same_material(one, other) for one in named) for other in names)
                ):
                    step = {**step, "of": list(names)}
            for name, value in step.items():
                self.draft.place(f"cathode.mixing.step {number}.{name}", value, words)
        self._place_told()

    def _place_told(self) -> None:
        """Place what is told of the slurry or of the batch in the one step it is of."""
        for name, (value, words) in self.told.items():
            method = "ball-milled" if name == "powder" else "slurry"
            of = [number for number, (step, _) in enumerate(self.steps, 1) if step["method"] == method]
            if len(of) == 1:
                self.draft.place(f"cathode.mixing.step {of[0]}.{name}", value, words)
            else:
                self.draft.set_aside(value, f"{name} of a step that is not sure", words)


def _of_a_host(sentence: Sentence) -> bool:
    """Whether a sentence is on the active material and a carbon alone, which are the host of what follows."""
    kinds = {one.kind for one in materials(sentence.text)}
    return {"active", "carbon"} <= kinds and not {"electrolyte", "binder"} & kinds


def _one_step(first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    """Whether two sentences tell of one step: the speed in one, the time or the balls in the other."""
    own = [set(step) - {"method", "machine"} for step in (first, second)]
    if own[0] <= {"balls", "ball_to_powder", "powder", "jar", "atmosphere"} and not own[0] & own[1]:
        return True
    return not own[0] & own[1] and all(not {"speed", "frequency"} & fields or "time" not in fields for fields in own)


def _apart(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Parts of a piece with several times: ``mixed in a mortar for 10 min and milled at 370 rpm for 5 h``."""
    times = [start + one.start for one in quantities(text[start:end]) if one.dimension == "time"]
    if len(times) < 2:
        return [(start, end)]
    cuts = [match.start() for match in _AND_MILLED.finditer(text, times[0], times[-1])]
    return list(zip([start, *cuts], [*cuts, end], strict=True))


def _bracket(match: re.Match[str]) -> str:
    """A bracket that ends no step; one on the drying of a powder left out."""
    return " " * len(match[0]) if re.search(r"\bdried\b", match[0]) else match[0].replace(";", ",")


def _zeros(match: re.Match[str]) -> str:
    return "\0" * len(match[0])


def _take_used(sentence: Sentence, start: int, end: int, step: Mapping[str, str]) -> None:
    """Take out the numbers that a step of mixing holds."""
    for match in BALL_TO_POWDER.finditer(sentence.open[start:end]):
        sentence.take(start + match.start(), start + match.end())
    phrase = sentence.open[start:end]
    for one in quantities(phrase):
        number = re.search(NUMERAL, one.text)
        held = rf"(?<![\d.]){re.escape(number[0])}(?![\d.]*\d)" if number is not None else "(?!)"
        pause = one.dimension == "time" and re.search(r"\b(?:on|off|breaks?|paus\w+|rests?|intervals?)\b", phrase)
        if pause or any(re.search(held, str(value)) for value in step.values()):
            sentence.take(start + one.start, start + one.end)
