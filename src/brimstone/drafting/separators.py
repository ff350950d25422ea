"""Layers between the electrodes by what the whole section says of them: their electrolytes, membranes and order."""

import re
from collections.abc import Sequence

from brimstone.drafting.anode import ANODE
from brimstone.drafting.names import is_known, materials, same_material
from brimstone.drafting.notes import Draft
from brimstone.drafting.products import polymer_of
from brimstone.drafting.text import Sentence
from brimstone.units import NUMERAL

_MONOMER = "PETEA|ETPTA|PEGDA"
_RING_OPENED = re.compile(r"ring[- ]opening[^.;]{0,40}|poly(?:meri[sz]ation of |-)?DOL|PDOL", re.IGNORECASE)
_ANY_GEL = r"(?:(?:liquid|gel|polymer|ether|quasi-solid)[ -])+electrolyte|GPE|1 M LiTFSI in DOL/DME"
_LIQUID = r"[\d.]+ M Li\w+ in|LiTFSI[-/ ]DOL|(?:commercial )?(?:liquid|ether(?:-based)?) electrolyte"
_MEMBRANE = r"\b(?:Celgard|polypropylene|PP separator|glass[- ]fib(?:er|re))"
_NITRATE = re.compile(rf"{NUMERAL}\s*(?:wt\.?\s?%|%|M|mol\s?/\s?L)\s*(?:of\s+)?LiNO3\b")
_HELD_IN_A_MEMBRANE = r"gel\b|\bGPE\b|liquid|ether|\bDOL\b|\bDME\b|\d M "
_FACING = (
    r"[^,.;+]{0,30}(?:\b(?:facing|towards?|contacting|contact with|next to)\s+(?:the\s+)?|\((?:at |on )?(?:the )?)"
    r"(?:cathode|positive)"
)
_PUT_ON = rf"(?:{ANODE}|anode)(?:[^.;]|\.\d)*\b(?:on|onto|to) (?:the )?"
#: with the latter in contact with lithium
_LATTER = re.compile(
    r"\bthe latter (?:\w+ ){0,2}(?:contact with|facing|towards?|next to|at|on) (?:the )?"
    r"(?:(?P<anode>anode|lithium|Li\b|negative|In\b|indium)|(?P<cathode>cathode|positive))"
)
#: The cathode powder was spread on the LGPS side.
_SIDE = re.compile(
    r"\b(?:(?P<cathode>cathode|catholyte|composite|positive electrode)|(?P<anode>anode|negative electrode|lithium|"
    r"Li|indium))\b(?:(?!\b(?:cathode|catholyte|composite|anode|lithium|side)\b)(?:[^.;]|\.\d))*?"
    r"\b(?:on|onto|to|at) the (?P<name>[\w.-]+) (?:side|layer|face)\b"
)


#: 6 uL of 1 M LiTFSI in tetraglyme were placed between cathode and garnet
_CATHOLYTE = re.compile(
    rf"(?:{NUMERAL}\s*[uμ][lL]\s+(?:of\s+)?(?:an?\s+|the\s+)?)(?P<liquid>{NUMERAL}\s*(?:M|mol\s*(?:/\s*L|"
    rf"[·.*]?\s*L\s?\^?-1))\s+"
    r"Li\w+(?:\s*(?:\+|and)\s*[\d.]+\s*M\s+Li\w+)?\s+in\s+[\w/:-]+)(?:[^.;]|\.\d)*?"
    r"\b(?:between (?:the )?cathode|(?:on|onto|to|at|into|wetted) (?:the )?(?:cathode|positive electrode))\b"
)
_CATHOLYTE_AFTER = re.compile(
    rf"\b(?:[Oo]n|[Oo]nto|[Tt]o|[Aa]t) (?:the )?(?:cathode|positive electrode)(?: side)?,?\s+(?:was |"
    rf"were )?(?:(?!\bside\b)[^.;,\d]){{0,30}}"
    rf"{NUMERAL}\s*[uμ][lL]\s+(?:of\s+)?(?:an?\s+|the\s+)?"
    rf"(?P<liquid>{NUMERAL}\s*(?:M|mol\s*(?:/\s*L|[·.*]?\s*L\s?\^?-1))\s+Li\w+(?:\s*(?:\+|"
    rf"and)\s*[\d.]+\s*M\s+Li\w+)?\s+in\s+[\w/:-]+)"
)


def name_layers(text: Sequence[Sentence], names: list[str], liquids: Sequence[tuple[str, str]], draft: Draft) -> None:
    """Name what no sentence named as a layer, and bring two layers into order, or ask.

    Parameters
    ----------
    text : sequence of Sentence
        The section.
    names : list of str
        Electrolytes of the layers that are known; what is found is added.
    liquids : sequence of tuple of str
        What a membrane or a side of the cell was wetted with, and the words that say so.
    draft : Draft
        Where the values are put.
    """
    if not _catholyte(text, names, draft):
        _wetted(names, liquids, draft)
    if not names:
        _only_electrolyte(text, draft)
    _set_or_held(text, names, draft)
    held = next((match for one in text if (match := re.search(r"\bCelgard\b", one.text)) is not None), None)
    if held is not None and len(names) == 1 and re.search(_HELD_IN_A_MEMBRANE, names[0]):
        draft.place("separator.layer 1.membrane", "Celgard", held[0])
    if len(names) > 1:
        _order(text, names, draft)


def _order(text: Sequence[Sentence], names: Sequence[str], draft: Draft) -> None:
    """Put the layer at the cathode first where the section tells which one that is."""
    sides = [_sides(one, names) for one in text]
    at_cathode = {
        name for name in names if any(re.search(rf"{re.escape(name)}{_FACING}", one.text) for one in text)
    }.union(*(cathode for cathode, _ in sides))
    at_anode = {
        name
        for name in names
        if any(re.search(rf"{_PUT_ON}{re.escape(name)}(?: side| layer)?\b", one.text) for one in text)
    }.union(*(anode for _, anode in sides))
    if len(names) == 2 and not at_cathode & at_anode and (len(at_cathode) == 1 or len(at_anode) == 1):
        if names[0] in at_anode or names[1] in at_cathode:
            draft.swap("separator.layer 1", "separator.layer 2")
    else:
        draft.ask(
            f"{', '.join(f'separator.layer {number}.electrolyte' for number in range(1, len(names) + 1))}: "
            f"do the layers lie in the order {', '.join(names)}, the first at the cathode?"
        )


def _sides(sentence: Sentence, names: Sequence[str]) -> tuple[set[str], set[str]]:
    """The layers that a sentence says are at the cathode, and those at the anode."""
    sides: dict[str, set[str]] = {"cathode": set(), "anode": set()}
    for match in _SIDE.finditer(sentence.text):
        sides["cathode" if match["cathode"] else "anode"] |= {one for one in names if same_material(one, match["name"])}
    latter = _LATTER.search(sentence.text)
    told = [one.words for one in materials(sentence.text[: latter.start()])] if latter is not None else []
    last = next((each for each in reversed(told) if any(same_material(each, one) for one in names)), None)
    if latter is not None and last is not None:
        sides["anode" if latter["anode"] else "cathode"] |= {one for one in names if same_material(one, last)}
    return sides["cathode"], sides["anode"]


def _catholyte(text: Sequence[Sentence], names: Sequence[str], draft: Draft) -> bool:
    """Place the liquid that a section puts at the cathode, beside a solid layer."""
    for sentence in text if names else ():
        match = _CATHOLYTE.search(sentence.text) or _CATHOLYTE_AFTER.search(sentence.text)
        if match is not None:
            liquid = re.sub(r"\s*mol\s*(?:/\s*L|[·.*]?\s*L\s?\^?-1)", " M", match["liquid"])
            words = sentence.around(*match.span())
            draft.place("cathode.infiltrated.electrolyte", liquid, words)
            draft.assumed.append(
                "cathode.infiltrated, cathode.infiltrated.electrolyte: the liquid at the cathode fills its pores "
                f"('{words}')"
            )
            for one in sentence.quantities("concentration", "volume", "other", "share"):
                if match.start() <= one.start < match.end():
                    sentence.take(one.start, one.end)
            return True
    return False


def _set_or_held(text: Sequence[Sentence], names: list[str], draft: Draft) -> None:
    """Name the one electrolyte that was set in the cell, or that a commercial membrane holds; its nitrate, too."""
    named = {
        one.words: (sentence, one)
        for sentence in text
        for one in materials(sentence.text)
        if one.kind == "electrolyte" and sentence.topic != "measured"
    }
    set_ = draft.value_of("separator.layer 1.polymerised.time") is not None
    cues = rf"(?:{_MONOMER})\b" if set_ else _LIQUID
    found = [one for name, one in named.items() if re.match(cues, name)]
    membrane = any(re.search(_MEMBRANE, one.text) for one in text)
    if set_ and found and len(names) == 1 and re.fullmatch(_ANY_GEL, names[0], re.IGNORECASE):
        names.clear()  # the gel polymer electrolyte, and what it was set from
        draft.drop("separator.layer 1.electrolyte")
    ring = next((match for one in text if (match := _RING_OPENED.search(one.text)) is not None), None) if set_ else None
    if ring is not None and not found and (not names or re.fullmatch(_ANY_GEL, names[0], re.IGNORECASE)):
        names[:] = ["poly-DOL gel"]
        draft.drop("separator.layer 1.electrolyte")
        draft.place("separator.layer 1.electrolyte", "poly-DOL gel", ring[0])
        draft.assumed.append("separator.layer 1.electrolyte: poly-DOL gel, for DOL was polymerised in the cell")
    if not names and len(found) == 1 and (set_ or membrane):
        sentence, one = found[0]
        name = f"{one.words} gel" if re.fullmatch(_MONOMER, one.words) else one.words
        names.append(name)
        draft.place("separator.layer 1.electrolyte", name, sentence.around(one.start, one.end))
        sentence.take(one.start, one.end)
        draft.assumed.append(f"separator.layer 1.electrolyte: {name}, which the section names between the electrodes")
    nitrate = next((match for one in text if (match := _NITRATE.search(one.text)) is not None), None)
    if nitrate is not None and len(names) == 1 and re.search(_HELD_IN_A_MEMBRANE, names[0]):
        draft.place("separator.layer 1.additives", ["LiNO3"], nitrate[0])


def _only_electrolyte(text: Sequence[Sentence], draft: Draft) -> None:
    """Name the layer of the separator by the one electrolyte of the section."""
    if not any(one.field.startswith("separator.layer 1.") for one in draft.placed):
        return
    named = {
        one.words
        for sentence in text
        for one in materials(sentence.text)
        if one.kind == "electrolyte" and sentence.topic != "measured"
    }
    if len(named) == 1:
        name = named.pop()
        draft.assumed.append(f"separator.layer 1.electrolyte: {name}, the only electrolyte that the section names")
        draft.place("separator.layer 1.electrolyte", name, "")
        return
    made = {
        polymer: one.text
        for one in text
        if one.topic == "electrolyte" and (polymer := polymer_of(one.text)) is not None and is_known(polymer)
    }
    if not named and len(made) == 1 and not any(one.has("gel|soaked|plasticizer|plasticiser|swollen") for one in text):
        name, words = made.popitem()
        draft.assumed.append(
            f"separator.layer 1.electrolyte: {name}, the polymer and the salt that the section brings together"
        )
        draft.place("separator.layer 1.electrolyte", name, words[:120])


def _wetted(names: list[str], liquids: Sequence[tuple[str, str]], draft: Draft) -> None:
    """Say what liquids are: the electrolyte of a membrane, or beside a solid one a question."""
    for liquid, words in liquids[:1]:
        if not names:
            names.append(liquid)
            draft.place("separator.layer 1.electrolyte", liquid, words)
        elif liquid not in names:
            draft.ask(
                f"cathode.infiltrated, separator.layer 1.electrolyte: where was '{words}'? In the cathode, write  "
                f"cathode: {{infiltrated: {liquid}}};  in the membrane, make it the electrolyte of that layer"
            )
