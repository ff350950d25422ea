"""What an experimental section states beside the cell: chemicals, the glove box, conductivities, impedance settings."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from brimstone.drafting.layer_words import is_of_a_powder
from brimstone.drafting.names import is_known, materials, same_material
from brimstone.drafting.notes import Draft
from brimstone.drafting.text import SUPPLIER, Sentence, Stated
from brimstone.errors import BrimstoneError
from brimstone.recipe.composition import read_composition
from brimstone.units import NUMERAL, parse_stated, plain

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
_EIS = re.compile(r"\b(?:[PG]?EIS|impedance|[Ss]pectra|[Ii]mpedance)\b")
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


def place_grains(sentence: Sentence, one: Stated, draft: Draft) -> None:
    """Place the size of a powder with the chemical that is named before it; a bound, or one of none, is set aside."""
    words = sentence.around(one.start, one.end)
    named = [each for each in materials(sentence.text) if each.end <= one.start]
    other = _NANO.search(sentence.text[: one.start])
    name = other["name"] if other is not None else named[-1].words if named else None
    beside = name is not None and re.search(rf"{re.escape(name)}[^.;:]{{0,40}}$", sentence.text[: one.start])
    name = name and re.sub(r"^[Cc]ommercial\s+", "", name)
    bound = re.search(r"(?:<|>|below|under|than|above|within|sub-)\s*$", sentence.text[: one.start]) is not None
    told = other is not None or is_of_a_powder(sentence, one)
    if not beside or bound or not told or not re.fullmatch(rf"[~≈]?\s*{NUMERAL}\s*(?:nm|[uμ]m)", one.text):
        draft.set_aside(one.text, "the size of a powder; give it as particle_size if it is of the cathode", words)
        return
    entries = [each for each in draft.placed if re.fullmatch(r"chemicals\.entry \d+\.name", each.field)]
    known = next((each.field for each in entries if each.value == name), None)
    field = known or f"chemicals.entry {len(entries) + 1}.name"
    if known is None:
        draft.place(field, name, words)
    size = field.removesuffix("name") + "particle_size"
    draft.place(size, one.text, words)
    draft.assumed.append(
        f"{size}: recorded; write it as  cathode: {{particle_size: {{{name}: {one.text}}}}}  if it is what lies there"
    )


#: UiO-66 nanoparticles (~60 nm), γ-Al2O3 (particle size 37 nm)
_NANO = re.compile(
    r"(?<![\w.@/-])(?P<name>(?:[αβγ]-)?(?!Commercial)[A-Z][\w.-]*\w|[Ss]ilicon|[Pp]yrite)\s*(?:\s+nano(?:-?particles?|powders?)|\s+powders?)?\s*"
    r"\((?:[^()]*[,;]\s*)?(?:(?:mean\s+)?(?:particle|grain)\s+size\s*(?:of|:|=)?|[dD]_?50\s*[=≈~:]?)?\s*[~≈]?\s*$"
)


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
        self.found: list[tuple[str | None, dict[str, str], str, str | None]] = []  # the last is an activation energy
        self.last: str | None = None  # the electrolyte that was told of last
        self.named: set[str] = set()  # those that stand in the sentence of their conductivity

    def read(self, sentence: Sentence) -> None:
        """Take the conductivities out of a sentence."""
        stated = sentence.conductivities()
        named = [one for one in materials(sentence.text) if one.kind == "electrolyte"]
        energy = _BARRIER.search(sentence.open) if len(stated) == 1 else None
        for match in stated:
            before = [one.words for one in named if one.end <= match.start()]
            of = _OF.match(sentence.text, match.end()) if len(stated) > 1 else None
            name = of["name"] if of is not None else (before[-1] if before else self.last)
            value = _value(match[0])
            if name is not None and _LIQUID.search(name) and re.search(_HELD, sentence.text):
                value = None  # of what holds the liquid, too
            if value is None or (len(stated) > 1 and of is None):
                self.draft.set_aside(match[0].strip(" (),"), "a conductivity, of a material that is not sure")
                if energy is not None:
                    self._set_energy_aside(energy[1])
            else:
                value |= _temperature(sentence, match, value)
                self.named |= {name} if name is not None and (before or of) else set()
                self.found.append((name, value, sentence.around(*match.span()), energy and energy[1]))
            sentence.take(*match.span())
        if energy is not None:
            sentence.take(*energy.span())
        if named:
            self.last = (named[0] if _MADE_OF.match(sentence.text, named[0].end) else named[-1]).words

    def finish(self) -> None:
        """Place them as own materials: of the cell by the name it has there, of the library by its own."""
        used = _electrolytes(self.draft)
        own: dict[str, dict[str, Any]] = {}
        told: list[str] = []
        for name, value, words, energy in self.found:
            of = self._material(name, used)
            if of is None or not is_known(of) or of in own:
                self.draft.set_aside(
                    f"{value['value']}",
                    f"a conductivity of {name or 'a material that is not sure'}, which a material of your own may have",
                    words,
                )
                if energy is not None:
                    self._set_energy_aside(energy)
                continue
            own[of] = {"like": of, "ionic_conductivity": value if len(value) > 1 else value["value"]}
            if energy is not None:
                own[of]["activation_energy"] = energy
            told.append(words)
        if own:
            self.draft.place("materials", own, " … ".join(told))

    def _set_energy_aside(self, energy: str) -> None:
        self.draft.set_aside(energy, "an energy of activation, of a material that is not sure")

    def _material(self, name: str | None, used: Sequence[str]) -> str | None:
        """The material that a conductivity is of, as the cell names it; the only one of the cell for a word for any."""
        of = next((one for one in used if name is not None and same_material(one, name)), None)
        if of is not None:
            return of
        told = [
            each.value for each in self.draft.placed if re.fullmatch(r"separator\.layer \d+\.electrolyte", each.field)
        ]
        layers = [one for one in used if one in told]
        alike = [one for one in layers if name is not None and re.search(rf"\b{re.escape(name)}\b", one)]
        if len(alike) == 1 or (len(layers) == 1 and (name is None or _ANY_ELECTROLYTE.fullmatch(name))):
            of = (alike or layers)[0]
            self.draft.assumed.append(f"materials: the conductivity is that of {of}, the separator of the cell")
            return of
        return name if name in self.named and is_known(name) else None


#: 1.13 mS/cm for the gel
_OF = re.compile(r"\s*(?:for|of|in)\s+(?:the\s+)?(?P<name>(?!and\b)[A-Za-z][\w.-]*\w)")
#: Li6PS5Cl was obtained from: what the next sentence goes on with
_MADE_OF = re.compile(r"\s+(?:\w+\s+)?(?:was|were|is)\b")
_LIQUID = re.compile(r"\bM Li\w+|mol\b|\bLi\w+ in \w")
_HELD = r"\b(?:[Mm]embranes?|[Gg]els?|[Ff]ilms?|[Ss]eparators?)\b"
_NEAR = 15  # characters between a conductivity and the temperature it was measured at
_ANY_ELECTROLYTE = re.compile(r"(?:gel|polymer|glass|membrane|film|electrolyte|pellet)s?", re.IGNORECASE)
_WARM_WORDS = rf"(?:{NUMERAL}\s*(?:°\s*C|K)\b|RT\b|room temperature)"
#: conductivities at 25 °C were; … was determined at 90 °C
_MEASURED_AT = re.compile(
    rf"\b[Cc]onductivit(?:y|ies)\s+(?:was\s+|were\s+)?(?:measured\s+)?at\s+(?P<before>{_WARM_WORDS})|"
    rf"\b(?:determined|measured|found|obtained|recorded)\s+at\s+(?P<after>{_WARM_WORDS})"
)
#: Ea = 0.31 eV
_BARRIER = re.compile(
    rf"\b(?:E_?\(?[aA]\)?|[Aa]ctivation energy)(?: of| was| is)?\s*[=:≈~]?\s*"
    rf"({NUMERAL}\s*(?:eV|kJ\s?(?:/\s?mol|mol\^?-1)))"
)


def _temperature(sentence: Sentence, stated: re.Match[str], value: dict[str, str]) -> dict[str, str]:
    """The temperature that a sentence gives for a conductivity that has none of its own."""
    for match in _MEASURED_AT.finditer(sentence.open) if "temperature" not in value else ():
        before = match["before"] and match.end() <= stated.start()
        after = match["after"] and stated.end() <= match.start() <= stated.end() + _NEAR
        if (before or after) and (warm := _WARM.search(match["before"] or match["after"])) is not None:
            return _degrees(warm)
    return {}


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
    rf"P<unit>[mμu]?S\b|ohm|Ω)"
)
_WARM = re.compile(rf"(?P<warm>{NUMERAL})\s*(?P<unit>°\s*C|K)\b|RT\b|room temperature")


def _value(words: str) -> dict[str, str] | None:
    """A conductivity and its temperature, in words that a material of a recipe has."""
    match = _NUMBER.search(words)
    if match is None:
        return None
    unit = f"{match['unit']}/cm" if "S" in match["unit"] else "S/cm"
    number = match["number"] if match["power"] is None else f"{match['number']}e{match['power']}"
    if match["power"] is not None and not re.fullmatch(NUMERAL, match["number"]):
        return None
    warm = _WARM.search(words, match.end()) or _WARM.search(words[: match.start()])
    return {"value": f"{number} {unit}", **({} if warm is None else _degrees(warm))}


def _degrees(warm: re.Match[str]) -> dict[str, str]:
    kelvin = warm["unit"] == "K"
    return {"temperature": f"{warm['warm']} {'K' if kelvin else 'degC'}" if warm["warm"] else "25 degC"}


def read_impedance(sentence: Sentence) -> tuple[dict[str, Any], str, bool] | None:
    """Frequencies and amplitude of the spectra of a cell, their words, and whether they are of the fresh cell."""
    match = _RANGE.search(sentence.open)
    if match is None or _OF_A_PELLET.search(sentence.text):
        return None
    fast, slow = (match[one] or match["other"] for one in ("one", "other"))
    if not _EIS.search(sentence.text) and (fast == slow or sentence.has("mill|mixer|shak")):
        return None  # nothing but a spectrum goes from MHz to Hz
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
    points = _PER_DECADE.search(sentence.open)
    decades = _decades(first, last) if points is not None else None
    if points is not None and decades is not None:
        step["points"] = str(max(2, round(float(points[1]) * decades) + 1))
        sentence.take(*points.span())
    before = _BEFORE.search(sentence.text) is not None and not _AFTER.search(sentence.text)
    return step, words, before


#: 10 points per decade
_PER_DECADE = re.compile(rf"({NUMERAL})\s*points?\s*(?:per|/)\s*decade")


def _decades(first: str, last: str) -> float | None:
    """How many decades lie between two frequencies; None where one cannot be read."""
    try:
        hertz = [parse_stated(one, "frequency").si for one in (first, last)]
    except BrimstoneError:
        return None
    return abs(math.log10(hertz[0] / hertz[1])) if min(hertz) > 0 else None


def _frequency(number: str, unit: str) -> str:
    power = re.fullmatch(r"10\s?(?:\^(?=-?\d)|(?=-))(-?\d+)", number)
    return f"1e{power[1]} {unit}" if power is not None else f"{number} {unit}"


def unplaced(brackets: Iterable[str], held: Sequence[str] | set[str]) -> Iterator[str]:
    """Words of suppliers that no chemical of the draft has."""
    for one in brackets:
        if not any(one in each or each in one for each in held):
            yield one
