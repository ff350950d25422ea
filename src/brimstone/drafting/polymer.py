"""Electrolytes that were set inside the cell, and liquids that a membrane or a cathode was wetted with."""

import re
from collections.abc import Iterable

from brimstone.drafting.notes import Draft
from brimstone.drafting.text import Sentence

#: What starts a polymerisation.
_INITIATOR = re.compile(
    r"\b(AIBN|azobisisobutyronitrile|Al\(OTf\)3|Al\(CF3SO3\)3|LiPF6|LiDFOB|LiBF4|Sc\(OTf\)3|BF3|SnF2|AlF3|AlI3|"
    r"BPO)\b|(?<=\s)(Al\(OTf\)3|Sc\(OTf\)3|Al\(CF3SO3\)3)"
)
_SET = r"polymeri[sz]|gel (?:was |is )?formed|gelled|gelation|ring-opening|cross-?link|cured|curing|initiat"
_IN_THE_CELL = r"in[- ]situ|in the (?:assembled )?cell|cells? filled|inside the cell|injected|precursor"
_LEFT = r"left|kept|stored|held|aged|heated|polymeri[sz]\w*|gelled|formed|cured|gelation|rested"


def read_polymerisation(text: Iterable[Sentence], draft: Draft) -> None:
    """Place how a precursor was set inside the cell: what started it, and how warm and how long it was left.

    Parameters
    ----------
    text : iterable of Sentence
        The section; what is placed is taken out of its sentences.
    draft : Draft
        Where the values are put.
    """
    section = [one for one in text if one.topic not in ("cathode", "active", "measured")]
    told = " ".join(one.text for one in section)
    if not (re.search(_SET, told, re.IGNORECASE) and re.search(_IN_THE_CELL, told, re.IGNORECASE)):
        return
    where = "separator.layer 1.polymerised"
    for sentence in section:
        named = _INITIATOR.search(sentence.text)
        setting = sentence.has(_SET) or (sentence.has("precursor") and sentence.has("inject|filled|added"))
        if named is not None and (setting or sentence.has("precursor|added|dissolv")):
            words = sentence.around(*named.span())
            draft.place(f"{where}.initiator", named[0], words)
            stated = [one for one in sentence.quantities("concentration") if 0 <= named.start() - one.end <= 4]
            if stated:
                draft.place(f"{where}.concentration", stated[0].text, words)
                sentence.take(stated[0].start, stated[0].end)
        warm, times = sentence.quantities("temperature"), sentence.quantities("time")
        stood = re.search(
            r"\b(?:after|following)\s+(?:standing|resting|soaking|storing|wetting|aging)\b", sentence.text
        )
        times = [one for one in times if stood is None or one.end <= stood.start()] or times
        if setting and sentence.has(_LEFT) and times:
            words = sentence.around(times[-1].start, times[-1].end)
            if warm:
                draft.place(f"{where}.temperature", warm[-1].text.replace("°C", "degC"), words)
                sentence.take(warm[-1].start, warm[-1].end)
            draft.place(f"{where}.time", times[-1].text, words)
            sentence.take(times[-1].start, times[-1].end)
