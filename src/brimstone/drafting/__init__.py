"""An experimental section as plain text becomes the draft of a recipe, with the words each value came from.

Rules alone decide, and every number of the text is accounted for: placed, asked about, set aside, or not understood.
"""

import re

from brimstone.drafting.cathode import is_synthesis, read_collector, read_compositions
from brimstone.drafting.cycling import Cycling
from brimstone.drafting.layers import Layers
from brimstone.drafting.mixing import Mixing
from brimstone.drafting.names import materials
from brimstone.drafting.notes import Draft, Placed
from brimstone.drafting.text import Sentence, sentences
from brimstone.errors import RecipeError
from brimstone.recipe.composition import read_composition
from brimstone.recipe.problems import InvalidRecipe, path_in_words
from brimstone.recipe.recipe import Recipe

__all__ = ["Draft", "Placed", "draft"]

_OTHER_CELL = (
    r"for comparison|as a (?:control|reference|comparison)|control cells?|reference cells?|"
    r"symmetric(?:al)? cells?|in contrast|alternatively,|similarly,"
)
_ASIDE = {
    "purity": r"glove ?-?box|ppm|H2O|O2 ",
    "impedance and characterisation": r"impedance spectr|\b(?:EIS|SEM|TEM|XRD|XPS)\b|X-ray|Raman|diffraction|microscop",
}
_PACKED = re.compile(
    r"\b(?:CR)?20\d\d(?:-type)? coin cells?|\bcoin[- ]cells?|\bpouch[- ](?:type )?cells?", re.IGNORECASE
)
#: 5 cm x 4 cm
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([cm]m)?\s*[x×]\s*(\d+(?:\.\d+)?)\s*([cm]m)(?!\s*\^?2)")
_LARGEST = 50_000


def draft(text: str) -> Draft:
    """Draft a recipe from an experimental section.

    Parameters
    ----------
    text : str
        The section as plain text, in any typography.

    Returns
    -------
    Draft
        Every number of the text is among its values, questions, or what was not understood or not used.

    Raises
    ------
    RecipeError
        When the text is empty or longer than any section.
    """
    if not text.strip():
        raise RecipeError("the text is empty; expected the experimental section of a paper as plain text")
    if len(text) > _LARGEST:
        raise RecipeError(f"the text has {len(text)} characters; expected one experimental section, at most {_LARGEST}")
    drafted = Draft()
    section = [one for one in sentences(text) if not _set_aside(one, drafted)]
    read_compositions(section, drafted)
    mixing, layers, cycling = Mixing(drafted), Layers(drafted, _electrolyte(drafted)), Cycling(drafted)
    for sentence in section:
        mixing.read(sentence)
        cycling.read(sentence)
        layers.read(sentence)
        read_collector(sentence, drafted)
        _read_format(sentence, drafted)
    mixing.finish()
    layers.finish(section)
    cycling.finish()
    _leftovers(section, drafted)
    _check(drafted)
    return drafted


def _set_aside(sentence: Sentence, drafted: Draft) -> bool:
    """Set aside a sentence that is about something else than the cell to draft."""
    if not sentence.quantities():
        return False
    if sentence.has(_OTHER_CELL):
        drafted.ask(f"another cell, which is not drafted: '{sentence.text}'")
        return True
    if is_synthesis(sentence):
        drafted.unused.append(f"{sentence.text}: synthesis or characterisation of a material")
        return True
    about = next((what for what, words in _ASIDE.items() if sentence.has(words)), None)
    if about == "purity" and {one.dimension for one in sentence.quantities()} - {"purity"}:
        return False  # done in a glove box, and more is said
    if about is not None:
        drafted.unused.append(f"{sentence.text}: {about}")
    return about is not None


def _electrolyte(drafted: Draft) -> str | None:
    """The electrolyte of the composite, if there is just one."""
    value = drafted.value_of("cathode.composition")
    parts = read_composition(value).parts if value is not None else {}
    named = [name for name in parts if any(one.kind == "electrolyte" for one in materials(name))]
    return named[0] if len(named) == 1 else None


def _read_format(sentence: Sentence, drafted: Draft) -> None:
    packed = _PACKED.search(sentence.text)
    if packed is None:
        return
    kind = "pouch" if "pouch" in packed[0].lower() else "coin"
    size = _SIZE.search(sentence.open)
    if size is None or kind != "pouch":
        drafted.place("format", kind, packed[0])
        return
    if drafted.value_of("area") is None:
        drafted.place("format.kind", kind, packed[0])
        drafted.place("format.width", f"{size[1]} {size[2] or size[4]}", size[0])
        drafted.place("format.height", f"{size[3]} {size[4]}", size[0])
    else:
        drafted.place("format", kind, packed[0])
        drafted.unused.append(f"{size[0]}: the area is stated, too")
    sentence.take(*size.span())


def _leftovers(section: list[Sentence], drafted: Draft) -> None:
    """Keep every number that found no place."""
    for sentence in section:
        for one in sentence.quantities():
            drafted.not_understood.append(f"{one.text}: '{sentence.around(one.start, one.end)}'")


def _check(drafted: Draft) -> None:
    """Turn what the readers of the fields refuse into questions, and what is missing, too."""
    for _ in range(len(drafted.placed) + 1):
        try:
            recipe = Recipe.from_mapping(drafted.to_mapping())
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
            return
