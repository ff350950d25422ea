"""Colours of phases, the same in all pictures."""

from collections.abc import Iterable, Mapping

#: Colours by words in phase names; the first match is used.
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
#: Colours for all other phases, in order.
_OTHERS = ("#7fa8d6", "#6aa57a", "#b98a5e", "#9a86c4", "#cf7f8d", "#8d979e")


#: By the part a phase plays in a cathode; several of a part get its shades in turn.
_BY_PART = {
    "active": ("#f2c230", "#e8894a", "#d9a441"),
    "electrolyte": ("#7fa8d6", "#5f8fc4", "#a3c4e4"),
    "carbon": ("#4d525c", "#7b7f87", "#2f3238"),
    "pores": ("#f4f4f2",),
    "other": ("#a86fa0", "#6aa57a", "#b98a5e"),
}


def part_colours(parts: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return a colour for each phase of a cathode, by its part.

    Parameters
    ----------
    parts : mapping of str to names
        Names of the phases that are ``"active"``, ``"electrolyte"``, ``"carbon"``, ``"pores"`` and ``"other"``.
    """
    return {
        name: _BY_PART[part][number % len(_BY_PART[part])]
        for part, names in parts.items()
        for number, name in enumerate(names)
    }


def phase_colours(names: Iterable[str]) -> dict[str, str]:
    """Return a colour for each phase, as a hexadecimal number."""
    colours: dict[str, str] = {}
    for name in names:
        known = [colour for word, colour in _BY_WORD.items() if word in name.lower()]
        unused = [colour for colour in _OTHERS if colour not in colours.values()]
        colours[name] = (known or unused or list(_OTHERS))[0]
    return colours
