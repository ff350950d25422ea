"""What a field of a recipe is called in a figure: words, where a recipe has a path."""

import re

from brimstone.view.words import capital

#: Fields whose names alone do not say what they are.
_OWN = {
    "cathode.loading": "loading",
    "cathode.pressed_at": "pressing of the cathode",
    "cathode.host.sulfur": "sulfur in the host",
    "np_ratio": "ratio of negative to positive capacity",
    "anode.np_ratio": "ratio of negative to positive capacity",
}
_SILENT = {"operation", "format", "handling"}  # parts of a path that say nothing a reader needs
_PARTS = {"cathode", "anode", "separator"}
_DOT = re.compile(r"(?<!\d)\.|\.(?!\d)")  # of a path, not of a number in a formula
_OF_MATERIALS = {"composition": "share", "particle_size": "particle size"}


def field_words(path: str) -> str:
    """A field in words.

    Examples
    --------
    >>> field_words("cathode.loading"), field_words("operation.stack_pressure")
    ('Loading', 'Stack pressure')
    >>> field_words("cathode.composition.S"), field_words("separator.2.thickness")
    ('Share of S', 'Thickness of layer 2 of the separator')
    >>> field_words("cathode.particle_size.Li3.25Ge0.25P0.75S4")
    'Particle size of Li3.25Ge0.25P0.75S4'
    """
    if path in _OWN:
        return capital(_OWN[path])
    *above, last = _DOT.split(path)
    if above and above[-1] in _OF_MATERIALS:
        return capital(f"{_OF_MATERIALS[above[-1]]} of {last}")
    named = [last.replace("_", " ")]
    for part in reversed([part for part in above if part not in _SILENT]):
        named.append(f"layer {part}" if part.isdigit() else f"the {part}" if part in _PARTS else part.replace("_", " "))
    return capital(" of ".join(named))


def within(path: str) -> str:
    """A field in words, inside a sentence: ``"share of S"``."""
    words = field_words(path)
    return words[:1].lower() + words[1:]
