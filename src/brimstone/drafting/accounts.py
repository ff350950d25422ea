"""Where each number of a section ended: in a field, in a question, or beside the recipe with a reason.

The readers take numbers out of a sentence as they understand them. Whatever they did with
it, a number that no value, question or note has is put among those not understood.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from brimstone.drafting.notes import Draft, Placed
from brimstone.drafting.text import Sentence, Stated, odd_numbers, quantities

_ELLIPSIS = "…"
#: Fields whose value is worked out from the numbers in their words.
_WORKED_OUT = re.compile(
    r"cathode\.(?:composition|host\.sulfur)$|one_c$|materials$|cathode\.mixing\.step \d+\.(?:time|balls|method)$"
)
#: Parts of a note: the number, the reason, and the words of the section.
_PIECES = re.compile(r": '?|(?<=[\s(])'|'(?=[):;,.?\s]|$)")
_SHORTEST = 5  # letters of words that are sure to be of one sentence
_CARDINAL = re.compile(r"\d[\d.,]*")


class Origin(NamedTuple):
    """Where a value came from: a sentence, and its number there."""

    sentence: Sentence
    stated: Stated


def folded(text: str) -> str:
    """A text without what typography and wrapping change."""
    return re.sub(r"[\s,.;()]+", "", text)


def sources(placed: Placed, section: Iterable[Sentence]) -> list[Sentence]:
    """The sentences whose words stand beside a value."""
    parts = [part for words in (placed.words, *placed.again) for part in map(folded, words.split(_ELLIPSIS)) if part]
    return [one for one in section if any(part in folded(one.text) for part in parts)]


def origins(placed: Placed, section: Iterable[Sentence]) -> list[Origin]:
    """The numbers of the section that a value was read from."""
    words, numbers = " ".join(map(folded, (placed.words, *placed.again))), _numbers(placed.value)
    return [
        Origin(sentence, one)
        for sentence in sources(placed, section)
        for one in quantities(sentence.text)
        if folded(sentence.text[one.start : one.end]) in words
        and (_numbers(one.text) & numbers or _WORKED_OUT.match(placed.field))
    ]


def list_unaccounted(section: Iterable[Sentence], draft: Draft) -> None:
    """Put every number that nothing in the draft has among those not understood.

    Parameters
    ----------
    section : iterable of Sentence
        All sentences, those set aside included.
    draft : Draft
        What has been read.
    """
    for sentence, one in unaccounted(section, draft):
        draft.not_understood.append(f"{one.text}: '{sentence.around(one.start, one.end)}'")


def unaccounted(section: Iterable[Sentence], draft: Draft) -> Iterator[tuple[Sentence, Stated]]:
    """Numbers that no value, question or note of the draft has."""
    section = list(section)
    held = {
        (id(origin.sentence), origin.stated.start) for placed in draft.placed for origin in origins(placed, section)
    }
    notes = [
        [folded(piece) for piece in _PIECES.split(note)]
        for note in (*draft.unused, *draft.not_understood, *draft.questions, *draft.assumed)
    ]
    for sentence in section:
        text = folded(sentence.text)
        of_it = [
            pieces for pieces in notes if any(len(one) > _SHORTEST and (one in text or text in one) for one in pieces)
        ]
        for one in (*quantities(sentence.text), *odd_numbers(sentence.text)):
            written, read = folded(sentence.text[one.start : one.end]), folded(one.text)
            told = any(written in piece or read in piece for pieces in of_it for piece in pieces)
            if not told and (id(sentence), one.start) not in held:
                yield sentence, one


def _numbers(value: object) -> set[str]:
    return {one.replace(",", "").rstrip(".") for one in _CARDINAL.findall(str(value))}
