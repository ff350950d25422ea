"""Colours of phases, the same in all pictures."""

from collections.abc import Iterable

#: By what a phase's name tells of its part; the first word that is found decides.
_BY_WORD = {
    "isolated": "#c0392b",
    "pore": "#f4f4f2",
    "void": "#f4f4f2",
    "sulfur": "#f2c230",
    "sulphur": "#f2c230",
    "li2s": "#e8894a",
    "carbon": "#4d525c",
    "graph": "#4d525c",
    "nanotube": "#4d525c",
    "fibre": "#4d525c",
    "binder": "#a86fa0",
    "electrolyte": "#7fa8d6",
}
#: For phases whose names tell nothing, in turn.
_OTHERS = ("#7fa8d6", "#6aa57a", "#b98a5e", "#9a86c4", "#cf7f8d", "#8d979e")


def phase_colours(names: Iterable[str]) -> dict[str, str]:
    """Return a colour for each phase, as a hexadecimal number."""
    colours: dict[str, str] = {}
    for name in names:
        known = [colour for word, colour in _BY_WORD.items() if word in name.lower()]
        unused = [colour for colour in _OTHERS if colour not in colours.values()]
        colours[name] = (known or unused or list(_OTHERS))[0]
    return colours
