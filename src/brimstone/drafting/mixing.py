"""How the powders of a cathode were brought together, in an experimental section."""

import re
from collections.abc import Mapping
from typing import Any

from brimstone.drafting.cathode import BALL_RATIO
from brimstone.drafting.notes import Draft
from brimstone.drafting.text import Sentence, quantities
from brimstone.recipe.mixing import step_of_phrase
from brimstone.recipe.words import MIXING_METHODS
from brimstone.units import NUMERAL

_MIXED = (
    r"(?:\w+-)?mill(?:ed|ing)?\b|(?:pre-)?ground\b|grind|mixed|mixing|blend|stirr|slurry|mortar|melt|infiltrat|"
    r"dispersed in|dry[- ](?:film|process\w*|electrode)|heated|thinky|mixer|shak(?:en|ing)|cast (?:from|onto|on)\b"
)
_NEXT = re.compile(
    r"\s*(?:;|,?\s*\b(?:and\s+)?(?:then|followed by|subsequently|afterwards|finally|thereafter)\b,?|\band (?=heated)|"
    r",? (?:and )?(?=(?:was |were )?(?:dried|cast|pressed|annealed)\b))\s*",
    re.IGNORECASE,
)
_AFTERWARDS = re.compile(
    r"^(?:(?:was |were |the slurry was )*)(?:cast(?! from\b)|dried|pressed|sieved|stored|cooled|annealed)\b",
    re.IGNORECASE,
)
_WET = re.compile(r"\b(?:stirr\w+|dispersed)\b", re.IGNORECASE)
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
        if not sentence.has(_MIXED):
            return
        read = []
        marked = _NEXT.sub(lambda match: "\0" * len(match[0]), sentence.open)
        for piece in re.finditer(r"[^\0]+", marked):
            step = self._piece(sentence, piece.start(), piece.end())
            if step is not None:
                read.append((step, piece.start(), piece.end()))
        for step, start, end in [one for one in read if len(one[0]) > 1] or read[-1:]:
            words = " ".join(sentence.text[start:end].split()).strip(" ,;.")
            self._add({"method": step["method"], **step}, words)
            _take_used(sentence, start, end, step)

    def _piece(self, sentence: Sentence, start: int, end: int) -> dict[str, Any] | None:
        """The mixing step in a part of a sentence."""
        phrase = sentence.open[start:end]
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
            self.draft.ask(f"cathode.mixing: {refused}")
            sentence.take(start, end)
            return None
        if step["method"] in MIXING_METHODS:
            return step
        if re.search(_MIXED, phrase, re.IGNORECASE) and quantities(phrase):
            self.draft.ask(
                f"cathode.mixing: by hand, or by which machine? ('{' '.join(sentence.text[start:end].split())[:100]}')"
            )
        return None

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


def _take_used(sentence: Sentence, start: int, end: int, step: Mapping[str, str]) -> None:
    """Take out the numbers that a step of mixing holds."""
    for match in BALL_RATIO.finditer(sentence.open[start:end]):
        sentence.take(start + match.start(), start + match.end())
    phrase = sentence.open[start:end]
    for one in quantities(phrase):
        number = re.search(NUMERAL, one.text)
        held = rf"(?<![\d.]){re.escape(number[0])}(?![\d.]*\d)" if number is not None else "(?!)"
        pause = one.dimension == "time" and re.search(r"\b(?:on|off)\b", phrase)
        if pause or any(re.search(held, str(value)) for value in step.values()):
            sentence.take(start + one.start, start + one.end)
