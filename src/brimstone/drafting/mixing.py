"""How the powders of a cathode were brought together, in an experimental section."""

import re
from collections.abc import Mapping
from typing import Any

from brimstone.drafting.notes import Draft
from brimstone.drafting.text import Sentence, quantities
from brimstone.recipe.mixing import BALL_TO_POWDER, step_of_phrase
from brimstone.recipe.words import MIXING_METHODS
from brimstone.units import NUMERAL, parse_stated

_MIXED = (
    r"(?:\w+-)?mill(?:ed|ing)?\b|(?:pre-)?ground\b|grind|mixed|mixing|blend|stirr|slurry|mortar|melt|infiltrat|"
    r"dispersed in|dry[- ](?:film|process\w*|electrode)|heated|thinky|mixer|shak(?:en|ing)|cast (?:from|onto|on)\b"
)
_NEXT = re.compile(
    r"\s*(?:;|,?\s*\b(?:and\s+)?(?:then|followed by|subsequently|afterwards|finally|thereafter)\b,?|"
    r"\band (?=heated|kept at|sealed)|"
    r",? (?:and )?(?=(?:was |were )?(?:dried|cast|pressed|annealed)\b))\s*",
    re.IGNORECASE,
)
#: Two things that were done one after the other, with nothing but a comma between.
_AND_DONE = re.compile(
    r",\s*(?:and\s+)?(?=(?:\w+-)?(?:fibrillat|calender|knead|roll|grind|ground|mill)\w*\b)", re.IGNORECASE
)
_AND_MILLED = re.compile(
    r",?\s+and\s+(?=(?:\w+-)?(?:mill|ground|grind|mix|blend|heat|shak)\w*\b|[\w-]+ (?:was|were) (?:then )?added)",
    re.IGNORECASE,
)
#: then with the electrolyte (200 rpm, 1 h): in the way of the step before
_GOES_ON = re.compile(rf"\s*(?:with|at|for)\b[^.;]*?{NUMERAL}\s*(?:rpm|h|min)\b(?!\s?\^?-)", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\)")
_AFTERWARDS = re.compile(
    r"^(?:(?:was |were |the slurry was )*)(?:cast(?! from\b)|dried|pressed|sieved|stored|cooled|annealed)\b",
    re.IGNORECASE,
)
_WET = re.compile(r"\b(?:stirr\w+|dispersed)\b", re.IGNORECASE)
_MOLTEN = (388.0, 523.0)  # sulfur is a liquid, and its vapour not yet all there is [K]
_NOT_OF_THE_CATHODE = ("electrolyte", "anode", "test", "cell", "measured")
_SLURRY = r"slurry|slurries|doctor[- ]blad|tape[- ]cast"


class Mixing:
    """Collects the steps of mixing, those that only name a way of mixing merged with those that say how."""

    def __init__(self, draft: Draft):
        self.draft = draft
        self.steps: list[tuple[dict[str, Any], str]] = []
        self.slurry = False

    def read(self, sentence: Sentence) -> None:
        """Take the steps out of a sentence."""
        self.slurry = self.slurry or sentence.has(_SLURRY)
        if not sentence.has(_MIXED) or sentence.topic in _NOT_OF_THE_CATHODE:
            return
        read: list[tuple[dict[str, Any], int, int]] = []
        whole = _BRACKETS.sub(_bracket, sentence.open)
        marked = _AND_DONE.sub(_zeros, _NEXT.sub(_zeros, whole))
        for start, end in (span for piece in re.finditer(r"[^\0]+", marked) for span in _apart(marked, *piece.span())):
            step = self._piece(sentence, start, end)
            if step is None and read and _GOES_ON.match(sentence.open, start, end):
                step = step_of_phrase({"method": f"{read[-1][0]['method']} {sentence.open[start:end]}"[:300]})
            if step is not None:
                read.append((step, start, end))
        for step, start, end in [one for one in read if len(one[0]) > 1] or read[-1:]:
            words = " ".join(sentence.text[start:end].split()).strip(" ,;.")
            self._add({"method": step["method"], **step}, words)
            _take_used(sentence, start, end, step)

    def _piece(self, sentence: Sentence, start: int, end: int) -> dict[str, Any] | None:
        """The mixing step in a part of a sentence."""
        phrase = _BRACKETS.sub(_bracket, sentence.open[start:end])
        if _AFTERWARDS.match(phrase.strip(" ,;")):
            drying = quantities(phrase)
            if drying and {one.dimension for one in drying} <= {"temperature", "time"}:
                words = " ".join(sentence.text[start:end].split()).strip(" ,;.")
                self.draft.unused.append(f"{words}: drying and casting are not modelled")
                sentence.take(start, end)
            return None
        wet = self.slurry and _WET.search(phrase) is not None
        try:
            step = step_of_phrase({"method": f"slurry {_WET.sub('', phrase)}"[:300] if wet else phrase[:300]})
        except ValueError as refused:
            step = self._without_times(phrase, str(refused))
            for one in quantities(phrase):
                if one.dimension == "time":
                    sentence.take(start + one.start, start + one.end)
        if step["method"] in MIXING_METHODS:
            return step
        if (molten := self._molten(phrase)) is not None:
            return molten
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
        self.draft.assumed.append(
            f"cathode.mixing: melt-milled, for the powders were kept at {found['temperature']}, where sulfur is molten"
        )
        step = {"method": "melt-milled", "temperature": found["temperature"].replace("°C", "degC")}
        return {**step, **({"time": found["time"]} if "time" in found else {})}

    def _without_times(self, phrase: str, refused: str) -> dict[str, Any]:
        """The step without its time, which is asked about."""
        self.draft.ask(f"cathode.mixing.step {len(self.steps) + 1}.time: {refused}")
        try:
            for one in reversed([one for one in quantities(phrase) if one.dimension == "time"]):
                phrase = f"{phrase[: one.start]} {phrase[one.end :]}"
            return step_of_phrase({"method": phrase[:300]})
        except ValueError:
            return {"method": phrase}

    def _add(self, step: dict[str, Any], words: str) -> None:
        """Add a step, or let it fill in one before that only names the same way of mixing."""
        last, last_words = self.steps[-1] if self.steps else ({}, "")
        if last.get("method") == step["method"] and (len(last) == 1 or len(step) == 1):
            self.steps[-1] = (step, words) if len(step) > 1 else (last, last_words)
        else:
            self.steps.append((step, words))

    def finish(self) -> None:
        """Place the steps."""
        for number, (step, words) in enumerate(self.steps, 1):
            for name, value in step.items():
                self.draft.place(f"cathode.mixing.step {number}.{name}", value, words)


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
        pause = one.dimension == "time" and re.search(r"\b(?:on|off)\b", phrase)
        if pause or any(re.search(held, str(value)) for value in step.values()):
            sentence.take(start + one.start, start + one.end)
