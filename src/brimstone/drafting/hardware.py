"""What holds the cell together in an experimental section, and the current collectors of its electrodes."""

import re

from brimstone.drafting.notes import Draft
from brimstone.drafting.text import Sentence
from brimstone.recipe.words import find_collector

_BODY = (
    r"(?P<body>PEEK|poly\s?ether\s?ether\s?ketone|polycarbonate|PC|Macor|PTFE|Teflon|Delrin|alumina|Al2O3|zirconia|PET|PMMA|"
    r"ceramic|glass)"
)
_SHORT = {"polyetheretherketone": "PEEK"}
_AROUND = r"(?:die|mou?ld|sleeve|tube|cylinder|insert|liner|body|housing|cell|ring|bushing|die set|insulator)s?"
#: a PEEK-lined cell, in a polycarbonate tube, with a polyether ether ketone liner, sleeves of PEEK
_BODIES = (
    re.compile(rf"(?<![\w-]){_BODY}(?:[- ](?:lined|insulated|based|made))?[- ](?:\w+[- ])?{_AROUND}\b"),
    re.compile(rf"\b{_AROUND}\s+(?:made\s+)?(?:of|from|out of)\s+{_BODY}(?![\w-])"),
)
_CASES = (
    re.compile(r"\b(?:CR[- ]?)?(?P<coin>20(?:16|25|32))(?:[- ]?type)?\b(?=[^.;]{0,30}\b(?:coin|button|cells?)\b)"),
    re.compile(r"\b(?:coin|button)[- ](?:type )?cells?\s*\(?(?:of type |type |CR)?\s*(?P<behind>20(?:16|25|32))\b"),
    re.compile(r"\bCR[- ]?(?P<bare>20(?:16|25|32))\b"),
    re.compile(
        r"\b(?P<kind>Swagelok|three-electrode|split|home-?(?:built|made)(?: press(?:ure)?)?|press(?:ure)?)"
        r"(?:[- ]type)?[- ]cells?\b",
        re.IGNORECASE,
    ),
)
_PLUNGERS = re.compile(
    r"\b(?P<metal>Ti|[Tt]itanium|[Ss]tainless[- ]steel|SS|[Ss]teel|WC|[Tt]ungsten carbide|Mo|"
    r"[Tt]ool steel)\s+(?:plungers?|rods?|pistons?|punches|stamps?)\b"
)
_METAL = (
    r"(?P<primer>(?:(?:[Cc]arbon|C|graphene)[- ](?:coated|primed)|[Pp]rimed|Ni-plated)\s+)?"
    r"(?P<metal>Al(?:umini?um)?|[Aa]lumini?um|Ni|[Nn]ickel|Ti|[Tt]itanium|[Ss]tainless[- ]steel|SS(?: ?3\d\dL?)?|"
    r"[Ss]teel|[Gg]raphite|[Cc]arbon (?:paper|cloth|felt)|Cu|[Cc]opper)"
)
_SHAPE = (
    r"(?:[ -](?:foil|rods?|plungers?|pistons?|punches|stamps?|mesh|foam|disks?|discs?|plates?|current collectors?))"
)
_ON = (
    r"\b(?:(?:\w+-)?coat\w*|cast(?:ed|ing)?|spread|laminat\w+|pressed|applied|supported|blade\w*|painted|deposited|"
    r"printed|transferred|processed)\b[^.;,]{0,60}?\b(?:on|onto|to|upon)\s+(?:an?\s+|the\s+)?"
    r"(?:[\d.~]+[ -]?[uμ]m[ -](?:thick )?)?$"
)
#: What lies behind an electrode: named with its shape, with what was put on it, or as what it is.
_BARE = _METAL.replace("?P<primer>", "?P<coat>").replace("?P<metal>", "?P<bare>")
_COLLECTOR = re.compile(rf"(?<![\w@/-])(?:{_METAL}(?P<shape>{_SHAPE}+)|{_BARE}(?![\w/]|-[A-Z]))")
_CALLED = re.compile(r"\bcurrent[- ]collectors?\b|\bbehind (?:the )?cathode\b", re.IGNORECASE)
_NO_COLLECTOR = re.compile(r"\bcopper|\bCu foil")
#: What is laminated to, or coated with silver and carbon, is the collector of an anode.
_OF_THE_ANODE = re.compile(r"\b(?:Ag\b|[Aa]node|[Nn]egative|[Ll]ithium|Li\b(?!-S)|[Ii]ndium)[^.;,]{0,30}$")
_ANODE = re.compile(r"\b(?:[Aa]nodes?|[Nn]egatives?|[Gg]raphite|[Ss]ilicon|Si|Ag)\b")
_CATHODE = re.compile(r"\b(?:[Cc]athodes?|[Pp]ositives?|[Ss]ul(?:f|ph)ur|Li2S|SPAN|S)\b|@")
_METALS = {"aluminium": "Al", "aluminum": "Al", "nickel": "Ni", "titanium": "Ti", "copper": "Cu"}
_OF_SULFUR = re.compile(r"\b(?:[Cc]athode|[Pp]ositive|[Ss]ul(?:f|ph)ur)\b")
_OF_MATERIALS = ("electrolyte", "active", "anode", "measured")
#: A PTFE jar, a Teflon vessel: where something was made.
_MADE_IN = re.compile(r"\b(?:mill|stirr|dissol|cast|poured|autoclave|sintered|dried)\w*")


def read_hardware(sentence: Sentence, draft: Draft) -> None:
    """Place the case of a cell, and what its body and its plungers are made of."""
    if sentence.topic in _OF_MATERIALS:
        return
    for pattern in _CASES:
        match = pattern.search(sentence.text)
        if match is not None and draft.value_of("hardware.case") is None:
            kind = match[str(match.lastgroup)]
            draft.place(
                "hardware.case",
                f"CR{kind}" if kind.isdigit() else f"{kind if kind == 'Swagelok' else kind.lower()} cell",
                _around(sentence, match),
            )
    body = next((match for one in _BODIES if (match := one.search(sentence.text)) is not None), None)
    if body is not None and draft.value_of("hardware.body") is None and not _MADE_IN.search(sentence.text):
        draft.place("hardware.body", _SHORT.get(re.sub(r"\s", "", body["body"]), body["body"]), _around(sentence, body))
    rods = _PLUNGERS.search(sentence.text)
    if rods is not None and draft.value_of("hardware.plungers") is None:
        draft.place("hardware.plungers", rods["metal"].replace("-", " "), _around(sentence, rods))


def _around(sentence: Sentence, match: re.Match[str]) -> str:
    return sentence.around(*match.span(), 20)


def read_collector(sentence: Sentence, draft: Draft) -> None:
    """Place the current collectors that a sentence names."""
    for match in _COLLECTOR.finditer(sentence.open):
        metal = match["metal"] or match["bare"]
        put_on = re.search(_ON, sentence.text[: match.start()]) is not None
        called = _CALLED.search(sentence.text) is not None
        plain = re.match(r"Al|stainless|SS|carbon paper", metal, re.IGNORECASE) is not None
        if not (put_on or called or (match["metal"] and plain) or metal.lower() == "carbon paper"):
            continue
        name = _METALS.get(metal.lower(), metal.replace("-", " "))
        primer = (match["primer"] or match["coat"] or "").strip()
        of_anode = sentence.topic == "anode" or (_ANODE.search(sentence.text) and not _CATHODE.search(sentence.text))
        if name == "Cu" or primer == "Ni-plated" or (of_anode and not called):
            if put_on and (of_anode or name == "Cu") and not _OF_SULFUR.search(sentence.text):
                draft.place("anode.collector.material", f"{primer} {name}".strip(), sentence.around(*match.span(), 25))
            continue
        if _NO_COLLECTOR.search(sentence.text) or _OF_THE_ANODE.search(sentence.text, 0, match.start()):
            continue
        if sentence.topic in ("electrolyte", "measured"):
            continue
        material, coating = find_collector(name)
        coating = coating or ("carbon" if re.match("carbon|C[- ]", primer, re.IGNORECASE) else None)
        draft.place("cathode.collector", f"{coating}-coated {material}" if coating else material, match[0])
        return


def place_collector(draft: Draft) -> None:
    """Bring the collector of the cathode and its thickness together; a thickness of none that is named is set aside."""
    named = next((one for one in draft.placed if one.field == "cathode.collector"), None)
    thick = next((one for one in draft.placed if one.field == "cathode.collector.thickness"), None)
    if thick is None:
        return
    draft.drop("cathode.collector")
    if named is None:
        draft.set_aside(thick.value, "thickness of a collector", thick.words)
        return
    draft.place("cathode.collector.material", named.value, named.words)
    draft.place("cathode.collector.thickness", thick.value, thick.words)
