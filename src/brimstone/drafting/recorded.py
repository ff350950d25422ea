"""What an experimental section states beside the cell: chemicals, the glove box, conductivities, impedance settings."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from brimstone.drafting.names import is_known, materials, same_material
from brimstone.drafting.notes import Draft
from brimstone.drafting.text import SUPPLIER, Sentence
from brimstone.recipe.composition import read_composition
from brimstone.units import NUMERAL, plain

_CHEMICAL = (
    r"(?P<name>(?:[αβγ]-)?[A-Z][\w.()·-]*[\w)](?:\s(?:black|[A-Z]{1,3}-?\d+\w*|foils?|metal))?|[Ss]ul(?:f|ph)ur|indium|"
    r"lithium(?: foil)?|polyacrylonitrile|acetylene black|carbon black)"
)
_BOUGHT = re.compile(rf"{_CHEMICAL}\s?\((?P<told>[^()]*)\)")
_PURITY = re.compile(
    r"(?:purity\s*(?:of|:|>|≥)?\s*)?(?:>|≥)?\s*(?P<purity>(?:9\d(?:\.\d+)?|100)\s?%)|(?P<grade>\d(?:\.\d)?N)\b"
)
_MOLAR = re.compile(
    r"(?:average )?(?:M[wvn]|molecular weight|MW)\s*[=:≈~]?\s*(?P<mass>(?:\d[\d,. ]*\d|\d)(?:\s*[x×·]\s*10\s?\^?\d)?"
    r"(?:\s*(?:k?g\s*(?:/\s*mol|[·*]?\s*mol\^?-1)|k?Da))?)(?![\d.]*\s*(?:mg|°))"
)
_SELLER = re.compile(r"[A-Z][A-Za-z.&-]{2,}(?:\s+[A-Z][A-Za-z.&-]*){0,3}")
_LEVELS = (
    re.compile(
        rf"(?P<names>(?:c\()?\[?(?:H2O|O2|water|moisture|oxygen)\]?\)?(?:\s*(?:,|/|and|&)\s*"
        rf"\[?(?:H2O|O2|water|oxygen)\]?)?)"
        rf"(?:\s+(?:contents?|levels?|concentrations?|both|each|were|was|kept))*\s*(?P<level>(?:<|≤|below|"
        rf"less than|under|~)\s*{NUMERAL}\s*pp[mb]v?)"
    ),
    re.compile(
        rf"(?P<level>(?:<|≤|below|less than|under)\s*{NUMERAL}\s*pp[mb]v?)\s*(?:of\s+)?"
        r"(?P<names>(?:H2O|O2|water|moisture|oxygen)(?:\s*(?:,|/|and)\s*(?:H2O|O2|water|oxygen))?)"
    ),
)
_GAS = re.compile(
    r"\b(?P<gas>Ar|[Aa]rgon|N2|[Nn]itrogen)(?:[- ]filled)?\s*(?:glove ?-?box|atmosphere|\(glove ?-?box)|"
    r"\bunder (?P<under>argon|Ar)\b(?=[^.;]*glove)|glove ?-?box[^.;]{0,20}\((?P<inside>Ar|argon)"
)
_DEW = re.compile(
    rf"\bdew[- ]point\s*(?:of|was|is|:|=)?\s*(?:<|below|under|about|≤|~)?\s*(?P<dew>-?\s?{NUMERAL}\s*°\s*C)"
)
_UNIT = r"[mkM]?Hz"
_POWER = r"10\s?(?:\^-?|-)\d+"
_RANGE = re.compile(
    rf"(?<![\w.])(?P<first>{NUMERAL}|{_POWER})\s*(?P<one>{_UNIT})?\s*(?:-|~|to|down to|and)\s*(?"
    rf"P<last>{_POWER}|{NUMERAL})\s*"
    rf"(?P<other>{_UNIT})\b"
)
_AMPLITUDE = re.compile(rf"(?:±|\+/-)?\s*({NUMERAL}\s*mV)\b(?!\s*(?:/|s\^?-1|s-1))")
_EIS = re.compile(r"\b(?:EIS|impedance|[Ss]pectra|[Ii]mpedance)\b")
_OF_A_PELLET = re.compile(r"\bconductivit|\bblocking\b|\bpellets?\b|\btransference\b")
_BEFORE = re.compile(
    r"\b(?:before (?:the )?(?:\w+ )?(?:cycling|test|charg|discharg|measure)\w*|prior to|as[- ]assembled|fresh(?"
    r":ly)?|pristine|"
    r"at OCV|open[- ]circuit)\b",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\bafter (?:the )?(?:\d+(?:st|nd|rd|th)|\d+ cycles|\w+ cycle|cycling|first|(?:dis)?charg)|\bSOC\b|\beach \d"
)


def read_chemicals(text: str, draft: Draft) -> set[str]:
    """Place what brackets tell of the purity and the seller of a chemical; the words that were placed."""
    read = plain(text)
    entries: dict[str, dict[str, str]] = {}
    words: dict[str, str] = {}
    held: set[str] = set()
    for match in _BOUGHT.finditer(read):
        told = _told(match["told"])
        name = match["name"].rstrip(",.;")
        if not told or (set(told) == {"supplier"} and not SUPPLIER.fullmatch(told["supplier"])):
            continue
        entries.setdefault(name, {}).update(told)
        words[name] = " ".join(match[0].split())
        held |= {" ".join(part.split()) for part in _parts(match["told"])}
    for match in re.finditer(
        rf"{_CHEMICAL}\s+(?:of|with an?)\s+(?:average )?(?P<told>molecular weight (?:of )?[\d.,]+(?:\s*[x×]\s*"
        rf"10\s?\^?\d)?)",
        read,
    ):
        mass = re.sub(r"^molecular weight (?:of )?", "", match["told"])
        entries.setdefault(match["name"], {})["molar_mass"] = mass
        words[match["name"]] = match[0]
    for number, (name, told) in enumerate(entries.items(), 1):
        for field, value in {"name": name, **told}.items():
            draft.place(f"chemicals.entry {number}.{field}", value, words[name])
    return held


def _parts(told: str) -> list[str]:
    return [one for one in re.split(r"\s*;\s*|\s*,\s+", told) if one]


def _told(told: str) -> dict[str, str]:
    """Purity, seller and molar mass in a bracket."""
    found: dict[str, str] = {}
    for part in _parts(told):
        if (mass := _MOLAR.fullmatch(part.strip())) is not None:
            found["molar_mass"] = mass["mass"].strip()
        elif told.count("%") == 1 and (pure := _PURITY.fullmatch(part.strip())) is not None and pure["purity"]:
            found["purity"] = pure["purity"]
        elif _SELLER.fullmatch(part.strip()) and "supplier" not in found and SUPPLIER.fullmatch(part.strip()):
            found["supplier"] = part.strip()
    if "purity" in found and "supplier" not in found:
        named = [part.strip() for part in _parts(told) if _SELLER.fullmatch(part.strip())]
        found |= {"supplier": named[0]} if named else {}
    return found


def read_box(sentence: Sentence, draft: Draft) -> None:
    """Place the gas of the glove box, and what was left in it of water and oxygen."""
    for pattern in _LEVELS:
        for match in pattern.finditer(sentence.open):
            level = re.sub(r"^(?:below|less than|under|≤)\s*", "< ", match["level"])
            both = re.search(r"\bboth\b|,|/|and|&", match["names"]) is not None
            words = sentence.around(*match.span())
            if both or re.search(r"H2O|water|moisture", match["names"]):
                draft.place("handling.water", level, words)
            if both or re.search(r"O2|oxygen", match["names"].replace("H2O", "")):
                draft.place("handling.oxygen", level, words)
            sentence.take(*match.span("level"))
    gas = _GAS.search(sentence.text)
    if gas is not None and sentence.topic not in ("electrolyte", "active", "anode"):
        draft.place("handling.gas", "N2" if str(gas["gas"]).lower() in ("n2", "nitrogen") else "Ar", gas[0])
    dew = _DEW.search(sentence.open)
    if dew is not None:
        warm = re.sub(r"\s*°\s*C", " degC", dew["dew"].replace("- ", "-"))
        draft.place("handling.dew_point", warm, sentence.around(*dew.span()))
        sentence.take(*dew.span("dew"))


class Conductivities:
    """Collects the conductivities that a section states, each with its material."""

    def __init__(self, draft: Draft):
        self.draft = draft
        self.found: list[tuple[str, dict[str, str], str]] = []
        self.last: str | None = None  # the electrolyte that was told of last

    def read(self, sentence: Sentence) -> None:
        """Take the conductivities out of a sentence."""
        stated = sentence.conductivities()
        named = [one for one in materials(sentence.text) if one.kind == "electrolyte"]
        for match in stated:
            before = [one.words for one in named if one.end <= match.start()]
            name = before[-1] if before else self.last
            value = _value(match[0])
            if name is not None and value is not None and len(stated) == 1:
                self.found.append((name, value, sentence.around(*match.span())))
            else:
                self.draft.set_aside(match[0].strip(" (),"), "a conductivity, of a material that is not sure")
            sentence.take(*match.span())
        self.last = named[-1].words if named else self.last

    def finish(self) -> None:
        """Place those of the materials of the cell as own materials; what the library does not know is asked about."""
        used = _electrolytes(self.draft)
        own: dict[str, dict[str, Any]] = {}
        told: list[str] = []
        for name, value, words in self.found:
            of = next((one for one in used if same_material(one, name)), None)
            if of is None or not is_known(of) or of in own:
                self.draft.set_aside(
                    f"{value['value']}", f"a conductivity of {name}, which a material of your own may have", words
                )
                continue
            own[of] = {"like": of, "ionic_conductivity": value if len(value) > 1 else value["value"]}
            told.append(words)
        if own:
            self.draft.place("materials", own, " … ".join(told))


def _electrolytes(draft: Draft) -> list[str]:
    """Electrolytes of the cell as the draft names them, those of the composite first."""
    value = draft.value_of("cathode.composition")
    parts = list(read_composition(value).parts) if value is not None else []
    layers = [one.value for one in draft.placed if re.fullmatch(r"separator\.layer \d+\.electrolyte", one.field)]
    return [
        one
        for one in dict.fromkeys([*parts, *map(str, layers)])
        if any(each.kind == "electrolyte" for each in materials(one))
    ]


_NUMBER = re.compile(
    rf"(?P<number>{NUMERAL}(?:\s*±\s*{NUMERAL}|\s*-\s*{NUMERAL})?)(?:\s*[x×·*]\s*10\s?\^?(?P<power>-?\d+))?\s*(?"
    rf"P<unit>m?S\b|ohm)"
)
_WARM = re.compile(rf"(?P<warm>{NUMERAL})\s*(?P<unit>°\s*C|K)\b|RT\b|room temperature")


def _value(words: str) -> dict[str, str] | None:
    """A conductivity and its temperature, in words that a material of a recipe has."""
    match = _NUMBER.search(words)
    if match is None:
        return None
    unit = "mS/cm" if match["unit"] == "mS" else "S/cm"
    number = match["number"] if match["power"] is None else f"{match['number']}e{match['power']}"
    if match["power"] is not None and not re.fullmatch(NUMERAL, match["number"]):
        return None
    warm = _WARM.search(words, match.end()) or _WARM.search(words[: match.start()])
    at = (
        {}
        if warm is None
        else {"temperature": f"{warm['warm']} {'K' if warm['unit'] == 'K' else 'degC'}" if warm["warm"] else "25 degC"}
    )
    return {"value": f"{number} {unit}", **at}


def read_impedance(sentence: Sentence) -> tuple[dict[str, Any], str, bool] | None:
    """Frequencies and amplitude of the spectra of a cell, their words, and whether they are of the fresh cell."""
    if not _EIS.search(sentence.text) or _OF_A_PELLET.search(sentence.text):
        return None
    match = _RANGE.search(sentence.open)
    if match is None:
        return None
    first, last = (
        _frequency(match[one], match[unit] or match["other"]) for one, unit in (("first", "one"), ("last", "other"))
    )
    step: dict[str, Any] = {"impedance": [first, last]}
    words = sentence.around(*match.span(), 60)
    sentence.take(*match.span())
    amplitude = _AMPLITUDE.search(sentence.open)
    if amplitude is not None:
        step["amplitude"] = amplitude[1]
        words = sentence.text[:200] if len(sentence.text) <= 200 else words
        sentence.take(*amplitude.span())
    before = _BEFORE.search(sentence.text) is not None and not _AFTER.search(sentence.text)
    return step, words, before


def _frequency(number: str, unit: str) -> str:
    power = re.fullmatch(r"10\s?(?:\^(?=-?\d)|(?=-))(-?\d+)", number)
    return f"1e{power[1]} {unit}" if power is not None else f"{number} {unit}"


def unplaced(brackets: Iterable[str], held: Sequence[str] | set[str]) -> Iterator[str]:
    """Words of suppliers that no chemical of the draft has."""
    for one in brackets:
        if not any(one in each or each in one for each in held):
            yield one
