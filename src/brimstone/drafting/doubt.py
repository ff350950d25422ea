"""Values that may be of something else: those from a sentence in which a number of the same kind found no place."""

import re
from collections.abc import Iterable, Sequence

from brimstone.drafting.notes import Draft, Placed
from brimstone.drafting.text import Sentence, Stated, quantities

_DRIVES = ("rate", "current density", "specific current")
#: Dimensions whose numbers, left over in a sentence on the cathode or the test, may be of a step that is missing.
_OF_STEPS = {
    "cathode.mixing": (
        ("cathode", "active"),
        ("rotation", "frequency"),
        r"mill|mix|grind|ground|stirr|heat|melt|blend",
    ),
    "protocol": (("test",), (*_DRIVES, "voltage"), r"cycl|charg|rate|discharg|step|galvanostat"),
}


def ask_about_doubtful(section: Sequence[Sentence], draft: Draft) -> None:
    """Ask about each value whose sentence holds a number of the same dimension that found no place.

    Parameters
    ----------
    section : sequence of Sentence
        With all that was understood taken out.
    draft : Draft
        Questions are added to it, by the exact field.
    """
    marked = {name for one in (*draft.questions, *draft.assumed) for name in one.partition(":")[0].split(", ")}
    for sentence in section:
        left = [] if sentence.topic in ("electrolyte", "anode") else sentence.quantities()
        for placed in draft.placed:
            if not left or placed.field in marked or not _from(placed, sentence):
                continue
            same = [one for one in left if one.dimension in _dimensions(placed.value)]
            if same:
                draft.ask(
                    f"{placed.field}: {placed.value}, or {same[0].text}? "
                    f"('{sentence.around(same[0].start, same[0].end)}')"
                )
                marked.add(placed.field)
        for section_of, (topics, dimensions, words) in _OF_STEPS.items():
            missed = [one for one in left if one.dimension in dimensions]
            if missed and sentence.topic in topics and sentence.has(words):
                _ask_about_steps(section_of, missed[0], sentence, draft, marked)


def _ask_about_steps(section: str, missed: Stated, sentence: Sentence, draft: Draft, marked: set[str]) -> None:
    """Ask whether a list of steps is complete."""
    fields = [one.field for one in draft.placed if one.field.startswith(f"{section}.step") and one.field not in marked]
    if fields:
        words = sentence.around(missed.start, missed.end)
        draft.ask(f"{', '.join(fields)}: is a step missing that '{words}' is of?")
        marked.update(fields)


def _from(placed: Placed, sentence: Sentence) -> bool:
    words = _folded(placed.words)
    return bool(words) and any(part in _folded(sentence.text) for part in words.split("…"))


def _folded(text: str) -> str:
    return re.sub(r"[\s,.;()]+", "", text)


def _dimensions(value: object) -> set[str]:
    values: Iterable[object] = value if isinstance(value, (list, tuple)) else [value]
    return {one.dimension for each in values if isinstance(each, str) for one in quantities(each)[:1]}
