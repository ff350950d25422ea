"""What each sentence of an experimental section is about: numbers of a furnace are none of the cell's."""

import re
from collections.abc import Sequence

from brimstone.drafting.names import materials
from brimstone.drafting.text import DRIVES, Sentence

#: Topics whose times, temperatures and speeds belong to a material, not to the cathode or the test.
MATERIAL = ("electrolyte", "active", "anode")
_CELLS = r"(?:cells?|pouch(?:es)?|batter(?:y|ies)|electrodes? performance)"
#: Words by which a sentence is known to be about something; the first that fits counts.
_CUES = {
    "measured": (
        r"impedance (?:spectr|from|data|"
        r"was|were|measure)|temperature-dependent|(?<!by )\b(?:EIS|SEM|TEM|XRD|XPS|"
        r"NMR|FIB|TGA|DSC|BET|ARC|FTIR|XRF|ICP)\b|"
        r"X-ray|Raman|diffract|microscop|tomograph|"
        r"conductivit(?:y|ies)\b.*\b(?:measured|determined|evaluated|reached|amount\w*)|spectr(?:a|um) (?:was|were)|"
        r"\bCV was\b|\bCV "
        r"(?:was |were )?(?:run|recorded)\b|linear sweep|cyclic voltammet|transference|"
        r"simulat|calculat|\b(?:checked|examined|investigated|studied|analy[sz]ed|characteri[sz]ed|"
        r"tested) (?:by|with|using)\b[^.;]{0,30}\b(?:TGA|TG|DSC|XRD|SEM|TEM|NMR|XPS|Raman|FTIR)\b|"
        r"(?<!as )calibrated (?:at|from|with|using)|calibration|"
        r"four-point|resistances? (?:was|were)|profilomet|Archimedes|densit(?:y|"
        r"ies)\b[^.;]{0,40}\b(?:determined|measured)|"
        r"pycnomet|COMSOL|\bDFT\b|finite[- ]element|gel "
        r"permeation|sorption|thermogravimetr|viscosity|\bGITT\b|"
        r"conductivity at \d|\b[Ss]tability of\b|\bNMR\b|elemental analys[ei]s of"
    ),
    "electrolyte": (
        r"(?<![\w·-])P2S5\b|\b(?:ZrCl4|HfCl4|YCl3|InCl3|ErCl3|ScCl3|TaCl5|NbCl5|GeS2|SiS2|SnS2|SnCl4)\b|"
        r"precipitate|desolvat|argyrodite, made|"
        r"glass\b[^.]{0,30}\b(?:heat-treated|annealed|crystalli)|heat-treated|"
        r"(?:LiTFSI|LiFSI|LiClO4)\b.*\b(?:dissolved|added|swollen|stirred)|swollen with|"
        r"(?:electrolytes?|membranes?|films?|separators?)\s+(?:was|were)\s+(?:\w+ )?"
        r"(?:prepared|synthesi[sz]ed|obtained|cast|tape|doctor|casted|made|fabricated)|\b(?:polymer|gel) electrolyte:|"
        r"precursors?\b|heat[- ]treatment of|anneal|ionic conductivity|stoichiometric|sinter|quench|crystalli[sz]|"
        r"synthesi[sz]ed (?:by|via|from)|"
        r"films were|\bLi2CO3\b|\bLiCl\b.*\b(?:mixed|milled|ground)"
    ),
    "anode": r"prelithiat|anode (?:was|were) (?:prepared|made|cast|obtained)",
    "test": (
        rf"\b{_CELLS}\b[^.;]*\b(?:cycled|tested|(?:dis)?charged|rested|aged|conditioned|operated|measured|run|kept|"
        rf"held)\b|"
        r"\bOCV\b|\bcycl(?:ed|ing)\b|(?:dis)?charge[-/ ](?:dis)?charge\b|galvanostatic|voltage window|"
        r"cut-?offs?\b|open[- "
        r"]circuit|\bC/\d|current densit|"
        r"formation (?:consisted|cycles?)|\b[Tt]ests?\b[^.;]{0,50}\b(?:was|were) (?:run|done|made|started)|"
        r"\b[Rr]ate (?:capability|performance|tests?)\b|\btest(?:s|ing)? (?:was|were|took)\b|"
        r"\bcycles (?:was|were)\b|\b(?:measurements|experiments) (?:was|were) (?:\w+ly )?(?:conducted|performed|"
        r"carried|done|made|run)\b"
    ),
    "cell": (
        r"\bpress(?:ed|ing)\b|compact(?:ed|ion)|densified|\bdie\b|assembl|crimp|sandwich|stacked|"
        rf"\b{_CELLS}\b (?:contained|comprised|consisted|included|had)\b|"
        rf"\b{_CELLS}\b[^.;]{{0,60}} (?:was|were) (?:built|made|fabricated|constructed)|coupled with|counter "
        rf"electrode|negative electrode"
    ),
    "cathode": r"cathode|\bcoated (?:on|onto)\b|loading\b[^.;]{0,30}\bmg|positive electrode|working electrode|"
    r"slurr(?:y|ied)|(?<!lithium )(?<!Li )\b(?:[Dd]is[ck]s|[Ee]lectrodes) (?:of|with)\b(?:[^.;]|\.\d)*\b(?:mg|"
    r"punched|cut)\b|\bcomposite (?:was|electrode|powder)|\b(?:electrodes?|dis[ck]s)\b[^.;]{0,40}\b(?:punched|cut|"
    r"calendered)\b",
}
_ACTIVE = (
    r"infiltrat|impregnat|vapou?r phase|gas phase|melt[- ]diffus|aerogel|carboniz|(?<!\d)1[4-6]\d ?°\s?C|"
    r"(?:uptake|elemental analysis).*%|SPAN was|polyacrylonitrile|sulfuri[sz]"
)
#: The subject of a sentence on the powders of the cathode.
_CATHODE_MADE = re.compile(
    r"^(?:[\w-]+,? ){0,4}(?:cathode|positive electrode|composite cathode)(?: \w+){0,2} (?:was|were)\b|"
    r"\bto (?:prepare|make|obtain|form) the (?:composite )?(?:cathode|positive electrode)",
    re.IGNORECASE,
)
#: What an electrolyte is made from, and a cathode is not.
_REAGENT = (
    r"P2S5|precursors?|stoichiometric|synthesi[sz]ed|(?:was|were) (?:prepared|obtained)\b(?!.*(?:cathode|electrode))"
)
_PRESSED = re.compile(
    r"\bm?g\b.*\b(?:die|mould|mold|MPa|tons?)\b|\bmg\b.*\d t\b|\bmg\b.*\b(?:press|compact|densif)\w*|"
    r"\b(?:press|compact|densif)\w*.*\bmg\b"
)
#: What is said of the cell after a sentence on how something was measured.
_OF_THE_CELL = re.compile(r"\b(?:stack|external|applied|cell) pressure\b|\bcells? (?:was|were)\b", re.IGNORECASE)
#: To make thin membranes, …
_MEMBRANE_MADE = re.compile(
    r"(?:To (?:make|prepare|obtain|form|fabricate|produce)|For|The|Thin|Free-?standing)\s+(?:[\w-]+\s+){0,4}"
    r"(?:membranes?|separators?|electrolyte (?:films?|sheets?|layers?|membranes?))\b(?!\s+side)",
)
#: A solid electrolyte layer (30 um; …
_LAYER_OF_ELECTROLYTE = re.compile(
    r"(?:An?|The|This)\s+(?:[\w-]+\s+){0,2}(?:(?:solid )?electrolyte|separator)\s+(?:layer|film|sheet|membrane|tape)\b",
)
#: The separator was 100 mg of Li6PS5Cl
_LAYER_WEIGHED = re.compile(
    r"(?:An?|The|This|Each)\s+(?:[\w-]+\s+){0,2}(?:electrolyte|separator|pellet)(?:\s+(?:layer|pellet))?\s+"
    r"(?:was|were|is|had|consisted of|contained|weighed)\s+(?:about\s+|~\s?)?\d+\s*mg\b",
    re.IGNORECASE,
)
#: Silicon anodes (Si/VGCF/PVDF …
#: the slurry was cast on a PTFE plate, between glass rings on Mylar
_CAST_ON = re.compile(
    r"\b(?:cast(?:ed|ing)?|poured|spread|coated)\b[^.;]{0,60}\b(?:PTFE|Teflon|Mylar|PET|dish|glass plate|"
    r"glass substrate|petri|"
    r"mou?ld)\b",
    re.IGNORECASE,
)
#: PEO and LiFSI (EO/Li = 16) were mixed …; Poly(ethylene oxide) was dried …
_POLYMER_MADE = re.compile(
    r"(?:\bPEO\b|[Pp]oly\(ethylene oxide\))[^.;]*\b(?:Li(?:TFSI|FSI|ClO4|CF3SO3|BETI)|lithium \w+)\b(?:[^;]|\.(?"
    r"=\d))*\b(?:mixed|"
    r"dissolved|dried|stirred|kneaded|added)\b|[Pp]oly\(ethylene oxide\)[^;]*\bdried\b[^;]*\blithium \w+sulfon|"
    r"\b(?:E?O/Li|EO:Li|\[EO\])[^.;]{0,20}\d"
)
#: What no cathode with sulfur in it survives.
_FURNACE = re.compile(r"(?<![\d.])(?:[3-9]\d\d|1\d{3})\s*°\s*C\b")
_OF_AN_ANODE = re.compile(r"(?:The |An? )?(?:[\w-]+ ){0,3}(?:[Aa]nodes?|[Nn]egative electrodes?)\b(?!-)")
#: Argyrodite Li5.5PS4.5Cl1.5 was prepared by milling
_SYNTHESIS = re.compile(r"(?:The )?(?:[\w.()-]+ ){1,4}(?:was|were) (?:prepared|synthesi[sz]ed|obtained|made)\b")
_DEPOSITED = re.compile(r"\b(?:sputter|evaporat|deposit)\w*")
_CONTENT = r"\b(?:S|sul(?:f|ph)ur) (?:content|uptake)\b.{0,60}%"
#: Impedance: 100 kHz-50 mHz, galvanostatic, 80 mA
_SPECTRUM = re.compile(r"(?:[\w.]+ )?(?:[Ii]mpedance|[PG]?EIS)\b(?!.*\bcycled\b)")
_CYCLED = re.compile(r"\b[Gg]alvanostatic(?:ally)?\b(?! intermittent)|\b[Cc]harge[-/ ]discharge\b|\bcycled\b")
_THREE = re.compile(r"\d\s*([:/])\s*\d[\d.]*\s*\1\s*\d")
_MIXED = r"\b(?:\w+-)?(?:mill|grind|ground|mix|blend|stirr|knead|combined|dispersed|sonicat)\w*"
_HEADINGS = (
    ("measured", r"characteri[sz]ation"),
    ("cell", r"\b(?:cells?|batter(?:y|ies)) (?:with|using|based)"),
    ("active", r"materials? synthes"),
    ("cell", r"(?:cell|assembly|fabrication of).*(?:measure|test)"),
    ("test", r"electrochem|test|measurement|cycling|^conditions?$|rate (?:capability|performance)|operation"),
    (
        "cathode",
        r"cathode|positive|working electrode|composite(?!.*electrolyte)|(?:sulfur|S|Li2S) electrodes?|^electrodes?",
    ),
    ("anode", r"anode|negative"),
    ("cell", r"\bcells?\b|assembly|batter"),
    ("electrolyte", r"electrolyte|\bSEs?\b|membrane|separator|Li\w*P\w*S|argyrodite|glass|LLZ"),
    ("active", r"@|\bS\b|-S\b|sulfur|sulphur|Li2S|SPAN|active|host|carbon"),
)
_HEADING = re.compile(r"(?!.*\b(?:was|were|is|are|at)\b)(?:\d+(?:\.\d+)*\.?\s*)?[A-Z][^.:;]{1,70}[.:]?$")
_LEAD = re.compile(
    r"(?:\d+(?:\.\d+)*\.?\s*)?(?!.{0,60}(?i:loading|content|amount|thickness|weight|rate|temperature|window|"
    r"pressure|ratio|mass)\b.{0,15}:)"
    r"([A-Z][\w @/-]{2,60}):\s"
)


def assign_topics(section: Sequence[Sentence]) -> None:
    """Say of each sentence what it is about: by its own words, else as the one before, else by its heading.

    Parameters
    ----------
    section : sequence of Sentence
        In order; `topic` of each is set, to ``""`` where nothing tells.
    """
    heading = before = ""
    for sentence in section:
        if _HEADING.match(sentence.text) and not sentence.quantities():
            heading, before = _of_heading(sentence.text), ""
            sentence.topic = heading
            continue
        lead = _LEAD.match(sentence.text)
        led = _of_heading(lead[1]) if lead is not None else ""
        if led:
            heading, before = led, ""
        rest = Sentence(sentence.text[lead.end() :]) if lead is not None and led else sentence
        own = _own(rest, before or heading)
        if lead is not None and led in MATERIAL and own in ("cell", "") and not _PRESSED.search(sentence.text):
            own = led
        elif lead is not None and led == "electrolyte" and not own and _PRESSED.search(sentence.text):
            own = "cell"
        if before == "measured" and not own and _OF_THE_CELL.search(sentence.text):
            before = "test"
        sentence.topic = before = own or before or heading


def _of_heading(words: str) -> str:
    if re.search(r"\b(?:[Ss]ynthesis|[Pp]reparation) of\b", words):
        named = {one.kind for one in materials(words)}
        if named == {"electrolyte"}:
            return "electrolyte"
    return next((topic for topic, cue in _HEADINGS if re.search(cue, words, re.IGNORECASE)), "")


def _cued(sentence: Sentence) -> str:
    return next(
        (topic for topic, cue in _CUES.items() if sentence.has(f"(?:{cue})") or re.search(cue, sentence.text)), ""
    )


def _own(sentence: Sentence, around: str) -> str:
    """Topic by the words of the sentence itself; empty when they tell nothing."""
    kinds = [one.kind for one in materials(sentence.text)]
    if around == "electrolyte" and _CAST_ON.search(sentence.text) and not {"active", "carbon", "host"} & set(kinds):
        return "electrolyte"
    if (
        _POLYMER_MADE.search(sentence.text)
        and not {"active", "carbon", "host"} & set(kinds)
        and not sentence.has("cathode")
    ):
        return "electrolyte"
    if _FURNACE.search(sentence.text) and not {"electrolyte"} & set(kinds) and around not in ("electrolyte", "anode"):
        if not (sentence.has("electrolyte|cells?\\b|anode|sputter|lithium metal") or _cued(sentence) == "electrolyte"):
            return "active"
    if (
        {"active", "carbon"} <= set(kinds)
        and sentence.has("dissolved in|solution")
        and not sentence.has("slurry|binder")
    ):
        return "active"
    some = "electrolyte" in kinds or re.search(r"\bS?SEs?\b|solid electrolyte", sentence.text)
    whole = bool({"active", "host"} & set(kinds)) and (bool(some) or {"binder", "carbon"} <= set(kinds))
    if _LAYER_WEIGHED.match(sentence.text):
        return "cell"
    if _MEMBRANE_MADE.match(sentence.text) and not _PRESSED.search(sentence.text):
        return "electrolyte"
    if _LAYER_OF_ELECTROLYTE.match(sentence.text) and not _PRESSED.search(sentence.text):
        return "electrolyte"
    made = sentence.has("coated|slurr|prepared|cast") or _THREE.search(sentence.text) is not None
    if made and _OF_AN_ANODE.match(sentence.text) and not sentence.has(r"cathodes?\b|positive|cycl|pressed"):
        return "anode"
    synthesis = _SYNTHESIS.match(sentence.text)
    first = {one.kind for one in materials(synthesis[0])} if synthesis is not None else set()
    if first == {"active"} and not ({"electrolyte", "binder"} & set(kinds) or sentence.has("cathode|electrodes?\\b")):
        return "active"
    if first == {"electrolyte"} and not (
        _PRESSED.search(sentence.text) or sentence.has("cathode|electrodes?\\b|pellet")
    ):
        return "electrolyte"
    if _DEPOSITED.search(sentence.text) and sentence.quantities("length") and "electrolyte" in kinds:
        return "cell"
    if _DEPOSITED.search(sentence.text) and re.search(r"[uμ]m of (?:Li|lithium)\b", sentence.text):
        return "cell"
    loaded = sentence.has("loading") and sentence.has("electrodes?|cathodes?")
    if re.search(_CONTENT, sentence.text) and not (whole or loaded):
        return "active"
    if {"active", "carbon"} <= set(kinds) and not some and re.search(r"\bcontains\b|obtained from", sentence.text):
        return "active"  # the composite itself contains 70 wt% of S, and was obtained from …
    own = _cued(sentence)
    if own == "measured":  # … of Li6PS5Cl (BET surface 2 m2 g-1) was poured into the die
        own = _cued(Sentence(re.sub(r"\([^()]*\)", " ", sentence.text)))
    if _SPECTRUM.match(sentence.text):
        return "measured"
    if own == "measured" and _CYCLED.search(sentence.text) and sentence.quantities(*DRIVES):
        own = "test"  # … and cyclic voltammetry at 0.05 mV s-1
    mixed = re.search(_MIXED, sentence.text) is not None
    if own == "electrolyte" and mixed and _CATHODE_MADE.search(sentence.text):
        own = "cathode"
    if own == "electrolyte" and mixed and not sentence.has(_REAGENT):
        own = "cathode" if whole or sentence.has(_CUES["cathode"]) else own
    if own == "electrolyte" and {"active", "carbon"} <= set(kinds) and not some and not sentence.has(_REAGENT):
        own = "active"  # S and CNT were heat-treated at 155 °C
    if own == "electrolyte" and _PRESSED.search(sentence.text) and not sentence.has(_REAGENT):
        return "cell"  # the separator was made by pressing 120 mg of LGPS
    if own in ("measured", "electrolyte", "anode"):
        return own
    if mixed and own != "test" and (whole or (own == "cell" and sentence.has(_CUES["cathode"]))):
        return "cathode"
    if own in ("test", "cell"):
        return own
    if sentence.has(r"(?:membranes?|films?)\b(?! of S)") and sentence.has("uptake|immersed|soaked|swollen"):
        return "electrolyte"
    if re.search(_ACTIVE, sentence.text) and "electrolyte" not in kinds:
        return "cathode" if sentence.quantities("areal mass") else "active"
    if own:
        return own
    if mixed and "electrolyte" in kinds and _THREE.search(sentence.text) and not sentence.has(_REAGENT):
        return "cathode"
    if sentence.quantities(*DRIVES) and around != "measured" and not mixed:
        return "test"
    if re.search(_MIXED, sentence.text):
        return around if around in (*MATERIAL, "cathode") else "cathode"
    return ""
