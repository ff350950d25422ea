"""The words of the recipe language, each with the other ways in which people write it."""

import functools
import re
from collections.abc import Iterable, Mapping

from brimstone.errors import nearest_names
from brimstone.units import plain

#: How the powders of a cathode were brought together.
MIXING: Mapping[str, tuple[str, ...]] = {
    "hand-ground": ("hand-grinding", "hand-mixed", "hand-mixing", "ground by hand", "mortar", "agate mortar", "manual"),
    "ball-milled": (
        "ball-milling",
        "milled",
        "milling",
        "mechanical milling",
        "mechanically milled",
        "ball mill",
        "planetary ball mill",
        "planetary ball milling",
        "mechanical mixing",
        "planetary milling",
        "planetary ball-milled",
        "high-energy ball-milled",
        "high-energy ball-milling",
    ),
    "melt-milled": (
        "melt-milling",
        "melt mechanical milling",
        "hot-milled",
        "high-temperature milling",
        "high-temperature mechanical milling",
        "high-temperature ball-milling",
        "melt-infiltrated",
        "melt-infiltration",
        "melt-diffused",
        "melt-diffusion",
    ),
    "vapour-mixed": (
        "vapor-mixed",
        "vapour mixing",
        "vapor mixing",
        "gas-phase mixing",
        "gas-phase mixed",
        "gas mixing",
    ),
    "solution": ("solution-mixed", "solution process", "liquid-phase", "liquid-phase mixing", "co-precipitation"),
    "slurry": ("slurry-cast", "slurry casting", "slurry-mixed", "slurry coating", "slurry-coated", "wet-mixed"),
    "dry film": ("dry-film", "dry process", "dry-processed", "dry electrode", "solvent-free film"),
}
MIXING_METHODS = tuple(MIXING)  #: ways of mixing that a recipe can name

#: What is done to a material before it comes into a cell, besides the ways of mixing.
MAKING: Mapping[str, tuple[str, ...]] = {
    **MIXING,
    "annealed": (
        *("annealing", "heat-treated", "heat treatment", "heated", "calcined", "calcination", "baked", "tempered"),
        *("crystallised", "crystallized", "fired", "reacted"),
    ),
    "sintered": ("sintering", "densified by sintering"),
    "carbonised": (
        "carbonized",
        "carbonisation",
        "carbonization",
        "pyrolysed",
        "pyrolyzed",
        "graphitised",
        "activated",
    ),
    "melted": ("melting", "molten"),
    "quenched": ("quenching", "melt-quenched"),
    "mixed": ("mixing", "blended", "kneaded", "homogenised", "homogenized", "shaken"),
    "stirred": ("stirring", "dissolved", "dispersed", "sonicated", "refluxed"),
    "precipitated": ("precipitation", "crystallised from solution"),
    "dried": ("drying", "vacuum-dried", "freeze-dried", "desolvated", "evaporated"),
    "washed": ("washing", "rinsed", "filtered", "centrifuged", "leached", "etched"),
    "sieved": ("sieving", "crushed", "pulverised", "pulverized"),
    "cast": ("casting", "tape-cast", "solution-cast", "doctor-bladed", "spread", "electrospun", "coated"),
    "pressed": ("pressing", "cold-pressed", "hot-pressed", "pelletised", "pelletized", "calendered", "rolled"),
    "soaked": ("soaking", "immersed", "swollen", "infiltrated", "impregnated", "wetted"),
    "polymerised": ("polymerized", "polymerisation", "polymerization", "cured", "cross-linked", "gelled"),
    "deposited": ("deposition", "sputtered", "thermally evaporated", "plated"),
    "exposed": ("exposure", "passivated", "aged"),
    "alloyed": ("alloying", "prelithiated", "lithiated"),
}
#: Ways of making after which a material is no longer in the state that a mill left it in.
HEATED = ("annealed", "sintered", "melted", "quenched", "melt-milled")

#: Who gives way when the layers swell; a stiffness may stand in place of the word.
FIXTURES: Mapping[str, tuple[str, ...]] = {
    "constant pressure": ("fixed pressure", "constant stack pressure", "isobaric"),
    "constant gap": ("fixed gap", "constant volume", "fixed volume", "rigid", "bolted", "screw-fixed"),
}

#: What a cell is packed in.
FORMATS: Mapping[str, tuple[str, ...]] = {
    "coin": ("coin cell", "CR2032", "2032", "CR2025", "2025", "CR2016", "button", "button cell"),
    "pouch": ("pouch cell", "pouch-type", "pouch-type cell", "soft pack", "soft-packed", "laminate"),
}

#: Where the tabs of a pouch are.
TABS: Mapping[str, tuple[str, ...]] = {
    "same side": ("same", "one side"),
    "opposite sides": ("opposite", "opposite side", "both sides"),
}

#: The electrode against which voltages are given.
REFERENCES: Mapping[str, tuple[str, ...]] = {
    "Li/Li+": ("Li", "Li+/Li", "lithium"),
    "Li-In": ("LiIn", "InLi", "In/InLi", "In-Li", "Li-In/Li+", "In/LiIn", "LiIn/In", "InLi/In", "Li-In/In", "In/Li-In"),
    "LTO": ("Li4Ti5O12", "lithium titanate"),
    "SHE": ("NHE", "standard hydrogen electrode"),
}

#: Potential of each reference against Li/Li+ [V], at 25 °C. Li-In: plateau of In/InLi (Umeshbabu 2019). LTO: its
#: plateau (textbook value). SHE: the standard potential of Li+/Li is -3.04 V (tables of standard potentials).
REFERENCE_POTENTIALS: Mapping[str, float] = {"Li/Li+": 0.0, "Li-In": 0.62, "LTO": 1.55, "SHE": 3.04}

DIRECTIONS: Mapping[str, tuple[str, ...]] = {
    "discharge": ("discharging", "lithiation"),
    "charge": ("charging", "delithiation"),
}

#: Which mass a capacity or a loading is counted on.
BASES: Mapping[str, tuple[str, ...]] = {
    "active": ("active material", "AM", "CAM", "Li2S"),
    "sulfur": ("S", "sulphur"),
    "electrode": (
        "composite",
        "cathode",
        "cathode composite",
        "composite cathode",
        "composite electrode",
        "cathode powder",
        "electrode powder",
        "composite powder",
        "cathode mixture",
        "total electrode",
        "total",
    ),
}

#: Anodes whose short name means an interlayer elsewhere in a recipe.
ANODES: Mapping[str, tuple[str, ...]] = {
    "Si anode": (
        "Si",
        "silicon",
        "µSi",
        "μSi",
        "Si powder",
        "amorphous silicon",
        "a-Si",
        "u-Si",
        "μ-Si",
        "uSi",
        "micro-Si",
        "nano-Si",
    ),
    "graphite anode": ("graphite", "Gr"),
}

#: Names for the active material in a composition, or the other way round.
ACTIVES: Mapping[str, tuple[str, ...]] = {
    "S": ("sulfur", "sulphur", "S8", "elemental sulfur", "elemental sulphur", "sublimed sulfur", "sulfur powder"),
    "Li2S": ("lithium sulfide", "lithium sulphide", "dilithium sulfide", "Li2S powder", "nano Li2S", "micro Li2S"),
    "SeS2": ("selenium disulfide", "selenium sulfide"),
    "FeS2": ("pyrite", "iron disulfide"),
    "SPAN": ("S@PAN", "S PAN", "sulfurized polyacrylonitrile", "sulfurised polyacrylonitrile"),
}

#: What stores the charge where none of `ACTIVES` is there; beside sulfur, an additive.
OTHER_ACTIVES = (
    "CuS", "FeS", "NiS", "MoS2", "VS4", "TiS2", "Se", "85Li2S-15CuI", "85Li2S·15CuI", "Li2S-CuI",
    "Li2S-LiI", "80Li2S-20LiI", "80Li2S·20LiI", "S9.3I", "rGO@S", "S/rGO", "Li2S@Li3PS4", "Te-doped sulfur", "Li3PS4+5",
)  # fmt: skip

#: Current collectors that the language knows by several names; any other name is passed on as it is.
COLLECTORS: Mapping[str, tuple[str, ...]] = {
    "Al": ("aluminium", "aluminum", "Al foil", "aluminium foil", "aluminum foil"),
    "stainless steel": ("SS", "steel", "stainless steel rod", "stainless steel foil"),
    "steel mesh": ("stainless steel mesh", "SS mesh"),
    "carbon paper": ("carbon fibre paper", "carbon fiber paper"),
}


#: Numbers in words, as experimental sections write them.
COUNTED: Mapping[str, str] = {
    word: str(number) for number, word in enumerate("one two three four five six seven eight nine ten".split(), 1)
}


@functools.lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Bring a word to the form in which it is compared: lower case, hyphens and underscores as blanks."""
    return re.sub(r"[\s_\-]+", " ", plain(text)).strip().lower()


def find_word(text: str, vocabulary: Mapping[str, Iterable[str]], what: str) -> str:
    """Return the word of `vocabulary` that `text` means.

    Raises
    ------
    ValueError
        When it means none; the message names the nearest and all allowed words.
    """
    meanings = {fold(form): word for word, others in vocabulary.items() for form in (word, *others)}
    word = meanings.get(fold(text))
    if word is None:
        near = nearest_names(fold(text), meanings, count=1)
        hint = f" Did you mean {meanings[near[0]]}?" if near else ""
        raise ValueError(f"'{text[:60]}' is not a {what}.{hint} Allowed: {', '.join(vocabulary)}.")
    return word


def active_word(name: str) -> str:
    """Return the shortest name of an active material, such as S for elemental sulfur; other names as they compare."""
    folded = fold(name)
    return next((word for word, others in ACTIVES.items() if folded in map(fold, (word, *others))), folded)


def find_collector(text: str) -> tuple[str, str | None]:
    """Return material and coating of a current collector such as ``carbon-coated Al``."""
    text = text.strip()
    coated = re.fullmatch(r"(.+?)[\s-]+coated\s+(.+)", text)
    coating, name = (coated[1], coated[2]) if coated else (None, text)
    material = next((word for word, others in COLLECTORS.items() if fold(name) in map(fold, (word, *others))), name)
    return material, "carbon" if coating == "C" else coating


_PARTS_OF_HOURS = "|".join(("an?", *COUNTED))
#: an hour and a half, two and a half hours, three quarters of an hour: what a number is a part of in words
_HALVES = re.compile(
    rf"\b(?P<first>{_PARTS_OF_HOURS}|\d+)\s+(?:hours?|h)\s+and\s+a\s+half\b|"
    rf"\b(?P<whole>{_PARTS_OF_HOURS}|\d+)\s+and\s+a\s+half\s+(?:hours?|h)\b|"
    r"\b(?P<quarters>three|3)[\s-]+quarters\s+of\s+an\s+hour\b|"
    r"\b(?:an?\s+|one\s+)?quarter(?:\s+of\s+|[\s-])an?\s+hour\b|\b(?:an?\s+)?quarter[\s-]hour\b|"
    r"\bhalf[\s-](?:an?\s+)?hour\b|\b(?P<third>a\s+third)\s+of\s+an\s+hour\b",
    re.IGNORECASE,
)
#: 1 h 30 min
_HOURS_AND_MINUTES = re.compile(
    r"(?<![\w.])(\d+)\s*(?:hours?|hrs?|h)\s*(\d{1,2})\s*(?:minutes?|mins?|min)\b(?!\s*(?:rest|paus|break|off|on\b|"
    r"interval|each|every))",
    re.IGNORECASE,
)


def hours_in_figures(text: str) -> str:
    """Put ``1.5 h`` in the place of an hour and a half, and 0.25 h in that of a quarter of an hour."""

    def number(match: re.Match[str]) -> str:
        if (counted := match["first"] or match["whole"]) is not None:
            lower = counted.lower()
            return f"{float(COUNTED.get(lower, '1' if lower in ('a', 'an') else lower)) + 0.5:g} h"
        if match["third"]:
            return "20 min"
        return "0.75 h" if match["quarters"] else "0.5 h" if match[0].lower().startswith("half") else "0.25 h"

    text = _HALVES.sub(number, text)
    return _HOURS_AND_MINUTES.sub(lambda match: f"{60 * int(match[1]) + int(match[2])} min", text)
