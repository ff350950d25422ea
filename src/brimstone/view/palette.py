"""Colours of all figures: distinguishable with any colour vision, on white paper and on a dark screen.

Ordered things (rates, cycles) run along a scale that gets lighter all the way, after the map batlow of Crameri
(doi:10.5281/zenodo.1243862); losses have a colour each, the same everywhere.
"""

from collections.abc import Mapping

#: Stops of the ordered scale, evenly spaced.
_STOPS = ("#011959", "#103f60", "#1c5a62", "#3c6d56", "#687b3e", "#9d892b", "#d29343", "#f8a17b", "#fdb7bc", "#faccfa")
_LIGHT, _DARK = (0.0, 0.68), (0.4, 1.0)  # parts of the scale with contrast on white and on near black

#: Name of a loss -> colour on light and on dark.
LOSS_COLOURS: Mapping[str, tuple[str, str]] = {
    "anode": ("#66727f", "#8b98a6"),
    "electrolyte layer": ("#2f6db5", "#4f8fd6"),
    "contacts": ("#9cc3e6", "#b7d5ef"),
    "ionic path": ("#1b998b", "#2fb5a6"),
    "electronic path": ("#4b3b78", "#9a86d0"),
    "kinetics": ("#bf5638", "#d9714f"),
    "precipitation": ("#e58e3c", "#f0a860"),
    "product film": ("#e0b000", "#e6bd2a"),
    "uneven reaction": ("#c9c4bb", "#6f6b64"),
    "electrolyte redox": ("#a8779f", "#c495bb"),
    "shuttle": ("#7d8f3a", "#a3b552"),
}

#: What was measured: ink.
MEASURED = ("#111111", "#f2f2f2")


def scale() -> tuple[str, ...]:
    """All stops of the ordered scale, dark to light."""
    return _STOPS


def ordered(shade: float) -> tuple[str, str]:
    """Colour of a place on the ordered scale (0 to 1), on light and on dark."""
    light, dark = (_at(low + shade * (high - low)) for low, high in (_LIGHT, _DARK))
    return light, dark


def beside_ink(place: int, count: int) -> tuple[str, str]:
    """Colour of one of several lines that measured points lie on, as far from the ink of these as may be."""
    shade = place / (count - 1) if count > 1 else 0.3
    return ordered(0.3 + 0.7 * shade)[0], ordered(0.8 * shade)[1]


def _at(place: float) -> str:
    position = min(max(place, 0.0), 1.0) * (len(_STOPS) - 1)
    number = min(int(position), len(_STOPS) - 2)
    share = position - number
    one, other = (_channels(_STOPS[number + step]) for step in (0, 1))
    mixed = [round((1 - share) * a + share * b) for a, b in zip(one, other, strict=True)]
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def _channels(colour: str) -> list[int]:
    return [int(colour[start : start + 2], 16) for start in (1, 3, 5)]
