"""An experimental section as plain text becomes the draft of a recipe, with the words each value came from.

Rules alone decide, and every number of the text is accounted for: placed, asked about, set aside, or not understood.
"""

import re
from collections.abc import Sequence
from typing import Any

from brimstone.drafting.accounts import list_unaccounted
from brimstone.drafting.anode import read_any_lithium
from brimstone.drafting.cathode import read_compositions
from brimstone.drafting.cells import CellText, cells_of
from brimstone.drafting.certainty import ask_where_unsure
from brimstone.drafting.cycling import Cycling
from brimstone.drafting.drying import read_drying
from brimstone.drafting.hardware import place_collector, read_collector, read_hardware
from brimstone.drafting.layers import Layers
from brimstone.drafting.listed import RATIO
from brimstone.drafting.mixing import Mixing
from brimstone.drafting.names import materials
from brimstone.drafting.notes import Draft, Placed
from brimstone.drafting.polymer import read_polymerisation
from brimstone.drafting.recorded import Conductivities, read_box, read_chemicals, read_impedance, unplaced
from brimstone.drafting.symmetric import without_cathode
from brimstone.drafting.synthesis import Making
from brimstone.drafting.text import DRIVES, Sentence, sentences, suppliers
from brimstone.drafting.topics import assign_topics
from brimstone.errors import RecipeError
from brimstone.inspect.check import Inspection
from brimstone.library import load
from brimstone.recipe.composition import read_composition
from brimstone.recipe.problems import InvalidRecipe, path_in_words
from brimstone.recipe.recipe import Recipe
from brimstone.recipe.words import COUNTED
from brimstone.units import NUMERAL

__all__ = ["Draft", "Placed", "draft", "draft_cells"]

_OTHER_CELL = (
    r"for (?:the )?comparison|as a (?:control|reference|comparison)|control cells?|reference cells?|"
    r"symmetric(?:al)?\s+(?:\S+\s+){0,3}cells?|in contrast|alternatively,|similarly,|"
    r"(?:was|were) also (?:prepared|made|tested|assembled|fabricated)|in addition,? (?:cells?|cathodes?|electrodes?)|"
    r"for comparative|as (?:a )?blank|other samples?|(?:for|in) (?:cells?|samples?) (?:B|C|2|3|II|III)\b"
)
#: For S-KB, the milling time was extended to 20 h.
_VARIED = re.compile(
    r"(?:For|In the case of)\s+[^,]{2,60},.*\b(?:extended|increased|reduced|lowered|raised|shortened|replaced|"
    r"changed|varied)\s+"
    r"(?:to|by|from)\b"
)
_OF_A_TEST = re.compile(r"(?:For|In) (?:the )?(?:rate|cycling|long-term|GITT|life)\b")
_SYMMETRIC = re.compile(r"\b[Ss]ymmetric(?:al)?\b[^.;]{0,40}?\bcells?\b|\bLi ?\| ?[\w.()]+ ?\| ?Li\b")
_PURITY = r"glove ?-?box|ppm|H2O|O2 "
#: What a symmetric cell has nothing of, unless it is told of that cell itself.
_OF_A_CATHODE = ("cathode", "active", "test", "measured")
_MADE = {"electrolyte": "the electrolyte", "active": "the active material", "anode": "the anode"}
#: What a recipe has no field for.
_NO_FIELD = {
    "purity": "purity",
    "accuracy": "an accuracy",
    "voltage rate": "voltammetry beside the cycling",
    "energy": "an energy of characterisation",
}
#: What is never only of the way a material was made.
_OF_LAYERS = ("length", "areal mass", "areal charge", "pressure", "load")
_PACKED = re.compile(
    r"\b(?:CR)?20\d\d(?:-type)? coin cells?|\bCR20\d\d\b|\b20(?:16|25|32)[- ]type\b|\bcoin[- ]cells?|"
    r"\bpouch(?:[- ](?:type )?cells?)?\b|"
    r"\bsoft[- ]pack|\blaminated?(?:-type)? cells?|\b(?:Al[- ])?laminate(?= (?:film|bag))",
    re.IGNORECASE,
)
#: 5 cm x 4 cm
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([cm]m)?\s*(?:[x×]|by)\s*(\d+(?:\.\d+)?)\s*([cm]m)(?:\s*\^?2)?")
_FIXTURE = re.compile(
    r"(?P<gap>constant[- ](?:gap|volume)|fixed[- ](?:gap|volume))|\bconstant (?:stack |external "
    r")?pressure\b",
    re.IGNORECASE,
)
#: N/P ≈ 1.5; an N/P ratio of 2
_EXCESS = re.compile(
    r"\bN/P(?:[- ](?:capacity )?ratio)?\s*(?:of|was|is|=|≈|~|:|\s)*\s*(?:set to |about |approximately |ca\. ?|~)?"
    r"(\d+(?:\.\d+)?)(?![\d.]*\s*(?:mg|mA|%))"
)
#: SPAN (42 wt% S)
_OF_SPAN = re.compile(
    r"\bSPAN\s*\((?:[^()]*,\s*)?(?P<share>\d+(?:\.\d+)?\s*(?:wt\.?\s*)?%)\s*(?:of\s+)?(?:S\b|sul(?:f|ph)ur)[^()]*\)|"
    r"\bSPAN\s*\((?:S|sul(?:f|ph)ur)(?: content)?\s*[:=]?\s*(?P<other>\d+(?:\.\d+)?\s*(?:wt\.?\s*)?%)\)"
)
_FORCE = re.compile(rf"{NUMERAL}\s*(?:kN|tonnes?|tons?|t)")
_WIDTH = re.compile(rf"{NUMERAL}\s*[cm]m")
_ANY_DIE = "10 mm"  # by which the other fields are checked where the section tells none
_COUNT = rf"\d+|{'|'.join(COUNTED)}"
#: Six cathode layers were stacked; a stack of 8 cathodes
_LAYERS = re.compile(
    rf"\b({_COUNT})\s+(?:double-sided\s+)?(?:cathodes?(?:\s+layers)?|positive electrodes)\b(?=[^.;]{{0,30}}\bstack)|"
    rf"\bstack(?:s|ed)?\s+(?:of|from|with)\s+({_COUNT})\s+(?:double-sided\s+)?(?:cathodes?|layers|positive "
    rf"electrodes)\b",
    re.IGNORECASE,
)
_LARGEST = 50_000


def draft(text: str) -> Draft:
    """Draft the recipe of the cell that an experimental section is mostly about; see `draft_cells`."""
    return draft_cells(text)[0]


def draft_cells(text: str) -> tuple[Draft, ...]:
    """Draft a recipe of each cell of an experimental section.

    Parameters
    ----------
    text : str
        The section as plain text, in any typography.

    Returns
    -------
    tuple of Draft
        One for each cell, the cell that the section is mostly about first. Every number of the text is among the
        values, the questions, or what was not understood or not used of at least one.

    Raises
    ------
    RecipeError
        When the text is empty or longer than any section.
    """
    if not text.strip():
        raise RecipeError("the text is empty; expected the experimental section of a paper as plain text")
    if len(text) > _LARGEST:
        raise RecipeError(f"the text has {len(text)} characters; expected one experimental section, at most {_LARGEST}")
    section = sentences(text)
    assign_topics(section)
    cells = cells_of(section, symmetric=_symmetric(section) is not None)
    return tuple(_draft(text, cell, [one.name for one in cells if one is not cell]) for cell in cells)


def _draft(text: str, cell: CellText, others: Sequence[str]) -> Draft:
    """Draft the recipe of one cell of a section."""
    drafted = Draft(own=cell.own)
    whole = cell.sentences
    if others:
        drafted.place("name", cell.name, "")
        drafted.other_cells = list(others)
    for told, name in cell.others:
        drafted.set_aside(told, f"of the {name}")
    held = read_chemicals(text, drafted)
    for bracket in unplaced(suppliers(text), held):
        drafted.set_aside(bracket, "supplier and purity")
    assign_topics(whole)
    if cell.is_symmetric:
        whole = cell.sentences = [one for one in whole if one.is_own or one.topic not in _OF_A_CATHODE]
        drafted.place("cell", "symmetric", next((one.text for one in whole if one.is_own), ""))
    elif (words := _symmetric(whole)) is not None:
        drafted.place("cell", "symmetric", words)
    spectra: list[tuple[dict[str, Any], str, bool]] = []
    for one in whole:
        read_box(one, drafted)
        if (taken := read_impedance(one)) is not None:
            spectra.append(taken)
    conductivities = Conductivities(drafted)
    for one in whole:
        conductivities.read(one)
    section = [one for one in whole if not _set_aside(one, drafted)]
    for sentence in section:
        for match in _OF_SPAN.finditer(sentence.open):
            drafted.set_aside(
                match["share"] or match["other"], "what SPAN holds of sulfur, which the library knows", match[0]
            )
            sentence.take(match.start() + match[0].index("("), match.end())
    read_compositions(section, drafted)
    read_drying(section, drafted)
    read_polymerisation(section, drafted)
    mixing, layers, cycling = Mixing(drafted, section), Layers(drafted, _electrolyte(drafted)), Cycling(drafted)
    making = Making(drafted, section)
    for sentence in section:
        mixing.read(sentence)
        cycling.read(sentence)
        making.read(sentence)
        layers.read(sentence)
        read_collector(sentence, drafted)
        read_hardware(sentence, drafted)
        _read_format(sentence, drafted)
        _read_layers(sentence, drafted)
        _read_fixture(sentence, drafted)
        _read_torque(sentence, drafted)
    mixing.finish()
    layers.finish(section)
    making.finish()
    conductivities.finish()
    for step, words, before in spectra:
        cycling.measure(step, words, before)
    place_collector(drafted)
    _spread_force(drafted)
    drafted.hold_to_anode(cell.values.get("anode", ""))
    read_any_lithium(section, drafted)
    _read_excess(section, drafted)
    cycling.finish()
    if any(drafted.value_of(name) for name in ("format", "format.kind")) and not any(
        drafted.value_of(name) for name in ("diameter", "area", "format.width")
    ):
        drafted.ask("diameter: is missing; how wide is the cathode of the packed cell?")
    if drafted.value_of("cell") is not None:
        without_cathode(drafted)
    _leftovers(section, drafted)
    _check(drafted)
    ask_where_unsure(section, drafted)
    list_unaccounted(whole, drafted)
    return drafted


def _set_aside(sentence: Sentence, drafted: Draft) -> bool:
    """Set aside a sentence that is about something else than the cell to draft."""
    if not sentence.quantities():
        return False
    if sentence.has(_OTHER_CELL) and not sentence.is_own and not drafted.value_of("cell"):
        drafted.ask(f"another cell, which is not drafted: '{sentence.text}'")
        return True
    if _VARIED.match(sentence.text) and not (
        sentence.is_own or _OF_A_TEST.match(sentence.text) or sentence.quantities(*DRIVES)
    ):
        drafted.ask(f"another sample, whose values are not drafted: '{sentence.text}'")
        return True
    if sentence.topic == "measured" and not re.search(r"\b1 ?C\b", sentence.text):
        drafted.set_aside(sentence.text, "impedance and characterisation")
        return True
    if sentence.has(_PURITY) and {one.dimension for one in sentence.quantities()} <= {"purity"}:
        drafted.set_aside(sentence.text, "purity")
        return True
    return False


def _symmetric(section: Sequence[Sentence]) -> str | None:
    """The words that say that a section is on symmetric cells alone; None where it names an active material, too."""
    plain = [one for one in section if not one.has("for comparison|control|reference|in contrast")]
    found = next((match for one in plain if (match := _SYMMETRIC.search(one.text)) is not None), None)
    active = any(
        one.kind in ("active", "host") and one.words != "Li2S"
        for sentence in section
        if sentence.topic != "electrolyte"
        for one in materials(sentence.text)
    )
    cathode = any(re.search(r"\b(?:cathode|positive electrode)\b", one.text) for one in section)
    return found[0] if found is not None and not active and not cathode else None


def _electrolyte(drafted: Draft) -> str | None:
    """The electrolyte of the composite, if there is just one."""
    value = drafted.value_of("cathode.composition")
    parts = read_composition(value).parts if value is not None else {}
    named = [name for name in parts if any(one.kind == "electrolyte" for one in materials(name))]
    return named[0] if len(named) == 1 else None


def _read_format(sentence: Sentence, drafted: Draft) -> None:
    packed = _PACKED.search(sentence.text)
    _read_size(sentence, drafted)
    if packed is None or drafted.value_of("format.kind") is not None:
        return
    kind = "coin" if re.search(r"20\d\d|coin", packed[0].lower()) else "pouch"
    size = _SIZE.search(sentence.open)
    if size is None or kind != "pouch":
        drafted.place("format", kind, packed[0])
        return
    if drafted.value_of("area") is None:
        drafted.drop("format")
        drafted.place("format.kind", kind, packed[0])
        drafted.place("format.width", f"{size[1]} {size[2] or size[4]}", size[0])
        drafted.place("format.height", f"{size[3]} {size[4]}", size[0])
    else:
        drafted.place("format", kind, packed[0])
        drafted.set_aside(size[0], "the area is stated, too")
    sentence.take(*size.span())


def _read_size(sentence: Sentence, drafted: Draft) -> None:
    """Place width and height of a cathode; the other layers of a pouch are as large or larger."""
    for match in _SIZE.finditer(sentence.open):
        before = sentence.text[: match.start()]
        of = re.search(
            r"\b(cathodes?|positive electrodes?|negative electrodes?|electrodes?|cells?|membranes?|separators?|"
            r"anodes?|foils?|Li metal)\b"
            r"(?:\W*|\s+(?:of|measured|were|had a size of)\s+|\s*\([^()]{0,60}|\s+(?:sheets?|discs?|electrodes?|"
            r"layers?)\W*|(?:[^.]|"
            r"\.\d){0,120}\b(?:cut|punched|sized?)\s+(?:to|into|of)\s+)$",
            before,
            re.IGNORECASE,
        )
        if of is None:
            continue
        first = drafted.value_of("area") is None and drafted.value_of("format.width") is None
        if re.match(r"cathode|positive|electrode|cell", of[1], re.IGNORECASE) and first:
            kind, words = drafted.value_of("format") or "pouch", sentence.text[:60]
            drafted.drop("format")
            drafted.place("format.kind", kind, words)
            drafted.place("format.width", f"{match[1]} {match[2] or match[4]}", match[0])
            drafted.place("format.height", f"{match[3]} {match[4]}", match[0])
        else:
            drafted.set_aside(match[0], "cells are computed on the area of the cathode", sentence.around(*match.span()))
        sentence.take(*match.span())


def _read_excess(section: Sequence[Sentence], drafted: Draft) -> None:
    """Place the ratio of capacities, unless the anode has a size that gives it."""
    for sentence in section:
        for match in _EXCESS.finditer(sentence.open):
            words = sentence.around(*match.span())
            if any(drafted.value_of(f"anode.{name}") for name in ("thickness", "foils.In")):
                drafted.set_aside(match[0], "the size of the anode is stated, too", words)
            else:
                drafted.place("anode.np_ratio", match[1], words)
            sentence.take(*match.span())


def _spread_force(drafted: Draft) -> None:
    """Put the force on a cell in operation over its die, where the section tells how wide that is."""
    held = next((one for one in drafted.placed if one.field == "operation.stack_pressure"), None)
    die = next((one for one in drafted.placed if one.field == "diameter"), None)
    if held is None or die is None or _FORCE.fullmatch(held.value) is None or not _WIDTH.fullmatch(die.value):
        return
    drafted.drop("operation.stack_pressure")
    drafted.place("operation.stack_pressure", f"{held.value} on {die.value}", held.words)


def _read_fixture(sentence: Sentence, drafted: Draft) -> None:
    """Place whether the stack was held at constant pressure or between fixed plates."""
    match = _FIXTURE.search(sentence.text)
    if match is not None and sentence.topic not in ("electrolyte", "active"):
        drafted.place("operation.fixture", "constant gap" if match["gap"] else "constant pressure", match[0])


def _read_torque(sentence: Sentence, drafted: Draft) -> None:
    """Place with which torque the screws of a frame were fastened."""
    for one in sentence.quantities("torque"):
        drafted.place("operation.torque", one.text.replace("·", " "), sentence.around(one.start, one.end))
        sentence.take(one.start, one.end)


def _read_layers(sentence: Sentence, drafted: Draft) -> None:
    """Place how many cathodes a pouch holds."""
    match = _LAYERS.search(sentence.open)
    if match is None or drafted.value_of("format.kind") is None:
        return
    number = match[1] or match[2]
    drafted.place("format.layers", COUNTED.get(number.lower(), number), match[0])
    sentence.take(*match.span())


def _leftovers(section: list[Sentence], drafted: Draft) -> None:
    """Keep every number that found no place."""
    for sentence in section:
        made = _MADE.get(sentence.topic)
        left = [(one.start, one.end, one.text, one.dimension) for one in sentence.quantities()]
        left += [(*match.span(), match[0], "ratio") for match in RATIO.finditer(sentence.open)]
        for start, end, words, dimension in sorted(left):
            around = sentence.around(start, end)
            if dimension in _NO_FIELD:
                drafted.set_aside(words, _NO_FIELD[dimension], around)
            elif dimension in ("temperature", "time") and (why := _treated(sentence, start, end)) is not None:
                drafted.set_aside(words, why, around)
            elif made is not None and dimension not in _OF_LAYERS:
                drafted.set_aside(words, f"how {made} was made", around)
            else:
                drafted.not_understood.append(f"{words}: '{around}'")


def _treated(sentence: Sentence, start: int, end: int) -> str | None:
    """What a temperature or a time is of, where the words near it say that something was dried or pressed."""
    near = sentence.text[max(0, start - 50) : end + 15]
    if re.search(r"\b(?:vacuum-)?dr(?:y|ied|ying)\b|\bvacuum\b", near):
        return "drying is not modelled"
    return "temperature and duration of pressing are not used" if re.search(r"\w*press(?:ed|ing)\b", near) else None


def _check(drafted: Draft) -> None:
    """Turn what the readers of the fields refuse into questions, and what is missing, too."""
    sized = any(drafted.value_of(name) for name in ("diameter", "area", "format.width"))
    weighed = "mg of" in str(drafted.value_of("cathode.loading")) and not sized
    if weighed and not any(one.startswith("diameter:") for one in drafted.questions):
        drafted.ask("diameter: is missing; the mass of the cathode is spread over which diameter or area?")
    for _ in range(len(drafted.placed) + 1):
        try:
            recipe = Recipe.from_mapping({**drafted.to_mapping(), **({"diameter": _ANY_DIE} if weighed else {})})
        except InvalidRecipe as error:
            refused = False
            for place, message in error.problems:
                where = path_in_words(place)
                question = f"{where}: {message.splitlines()[0]}"
                known = [one for one in drafted.placed if one.field == where or where.startswith(f"{one.field}.")]
                drafted.ask(f"{question} ('{known[0].words}')" if known else question)
                for one in known:
                    drafted.drop(one.field)
                    refused = True
            if not refused:
                return
        else:
            drafted.assumed += [sentence for sentence in recipe.assumptions if sentence not in drafted.assumed]
            _check_names(recipe, drafted)
            return


def _check_names(recipe: Recipe, drafted: Draft) -> None:
    """Ask about what the library does not know, or knows as something else."""
    refused: list[RecipeError] = []
    try:
        inspection = Inspection(recipe, load(), refused)
        for stage in inspection.stages:
            stage()
            if refused and stage == inspection.resolve:
                break  # the other rules need all names
    except RecipeError as problem:
        refused.append(problem)
    for one in refused:
        drafted.ask(f"{one.field}: {one.problem.splitlines()[0]}")
