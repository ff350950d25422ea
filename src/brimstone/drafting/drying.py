"""How the powders of a cathode, or the finished cathode, were dried, in an experimental section."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from brimstone.drafting.names import materials, same_material
from brimstone.drafting.notes import Draft
from brimstone.drafting.text import WARM, Sentence, degrees
from brimstone.recipe.composition import read_composition
from brimstone.units import NUMERAL

_LONG = rf"{NUMERAL}\s*(?:min(?:utes?)?|h(?:ours?|rs?)?|d(?:ays?)?)\b|\bovernight\b"
_VACUUM = r"\bvacuum\b|\bin vacuo\b"
_STATED = rf"(?:{WARM}|{_LONG}|{_VACUUM})"
_BESIDE = (
    r"(?:\s|,|\b(?:at|for|in|under|an?|the|and|then|subsequently|followed by|further|finally|first|dynamic|high|"
    r"convection|oven|furnace|air|Ar|argon|glove ?box|inside|on a hot ?plate|drying|dried|before use)\b)*"
)
#: dried at room temperature for 2 h and then at 80 °C under vacuum overnight
_DRIED = re.compile(rf"\b(?P<vacuum>vacuum[- ])?dr(?:ied|ying)\b(?P<how>(?:{_BESIDE}{_STATED})+)", re.IGNORECASE)
_NEXT = re.compile(r"\b(?:then|subsequently|followed by|further|finally)\b", re.IGNORECASE)
_COATED = re.compile(
    r"\b(?:slurr\w+|coat(?:ed|ing|ings)|cast\w*|films?|sheets?|laminates?|foils?|deposited|dropped|spread)\b",
    re.IGNORECASE,
)
_ELECTRODE = re.compile(r"\b(?:cathodes?|electrodes?)\b", re.IGNORECASE)
_OTHER = re.compile(
    r"\b(?:anodes?|negative|separators?|membranes?|electrolyte (?:film|layer|membrane)|washed|filtered|centrifug\w+|"
    r"precipitat\w+|sieve|solvents?)\b",
    re.IGNORECASE,
)
#: the salt was dried: it is no part of the list before it
_SALT = re.compile(
    r"\b(?:salts?|polymers?|fillers?|ceramics?|MOFs?)\s+(?:was|were)\s+(?:\w+\s+)?$|\bLi(?:ClO4|TFSI|FSI|"
    r"CF3SO3)\b[^,;]*$"
)
OVERNIGHT = "12 h"  # what is taken for overnight


def read_drying(section: Sequence[Sentence], draft: Draft) -> None:
    """Place how powders and cathode were dried, and take it out of the sentences.

    Parameters
    ----------
    section : sequence of Sentence
        The section, with the composition of the cathode read.
    draft : Draft
        Where the steps are put.
    """
    placed = 0
    for number, sentence in enumerate(section):
        before = section[number - 1].text if number else ""
        for match in _DRIED.finditer(sentence.open):
            of = _dried(sentence, match, before, draft)
            if of is None:
                continue
            words = sentence.around(*match.span())
            for step in _steps(match):
                placed += 1
                where = f"cathode.drying.step {placed}"
                for name, value in ({"of": of, **step} if of else step).items():
                    draft.place(f"{where}.{name}", value, words)
                    if name == "time" and "overnight" in match["how"].lower() and value == OVERNIGHT:
                        draft.assumed.append(f"{where}.time: {OVERNIGHT}, for overnight")
            sentence.take(*match.span())


def _dried(sentence: Sentence, match: re.Match[str], before: str, draft: Draft) -> list[str] | None:
    """The components that were dried, none for the finished cathode; None for what is no part of it."""
    head = sentence.text[: match.start()]
    clause = re.split(r"[;.]\s|\bwhile\b|\bwhereas\b", head)[-1]
    told = {one.kind for one in materials(clause)}
    of_the_cathode = bool(told) and told <= {"active", "carbon"}
    if sentence.topic in ("electrolyte", "anode", "active", "test", "measured") and not of_the_cathode:
        return None
    if _OTHER.search(clause) or _SALT.search(clause):
        return None
    if any(len(re.findall(one, piece)) > 1 for piece in _NEXT.split(match["how"]) for one in (WARM, _LONG)):
        return None  # at 50 °C and 110 °C, respectively
    goes_on = re.match(r"\s*(?:After|Then|It|The product)\b", head) is not None
    if _COATED.search(clause) or (goes_on and _COATED.search(before)):
        return []
    value = draft.value_of("cathode.composition")
    parts = list(read_composition(value).parts) if value is not None else []
    named = [one.words for one in materials(clause)]
    own = [part for part in parts if any(same_material(part, one) for one in named)]
    return own or ([] if _ELECTRODE.search(clause) else None)


def _steps(match: re.Match[str]) -> Iterator[dict[str, Any]]:
    """Temperature, time and vacuum of each drying after another."""
    for piece in _NEXT.split(match["how"]):
        warm, time = re.search(WARM, piece), re.search(_LONG, piece, re.IGNORECASE)
        step: dict[str, Any] = {}
        if warm is not None:
            step["temperature"] = degrees(warm[0])
        if time is not None:
            step["time"] = time[0] if time[0][0].isdigit() else OVERNIGHT
        if match["vacuum"] or re.search(_VACUUM, piece, re.IGNORECASE):
            step["vacuum"] = True
        if step:
            yield step
