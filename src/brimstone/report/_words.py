"""Numbers and units as a paper prints them."""

import math
import re
from collections.abc import Sequence

MISSING = "–"
_SUPERSCRIPTS = str.maketrans("0123456789-.", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻·")
_SYMBOLS = {"um": "µm", "ohm": "Ω", "degC": "°C", "uA": "µA", "uF": "µF"}
_FACTOR = re.compile(r"(.*?[A-Za-z%µΩ])\^?(\d+(?:\.\d+)?)?")


def number(value: float | None, digits: int = 3) -> str:
    """A number with `digits` significant digits, never fewer than its integer part has.

    ``"3.2 × 10⁻⁹"`` where it would be long; a dash where there is none.
    """
    if value is None or not math.isfinite(value):
        return MISSING
    if value == 0.0:
        return "0"
    exponent = math.floor(math.log10(abs(float(f"{value:.{digits - 1}e}"))))
    if -4 < exponent < 5:
        return minus(f"{value:.{max(0, digits - 1 - exponent)}f}")
    mantissa = minus(f"{value / 10.0**exponent:.{digits - 1}f}")
    return f"{mantissa} × 10{str(exponent).translate(_SUPERSCRIPTS)}"


def minus(text: str) -> str:
    """The text with true minus signs."""
    return text.replace("-", "−")


def interval(low: float | None, high: float | None, digits: int = 3) -> str:
    """``"777 – 1865"``, empty without an interval."""
    if low is None or high is None:
        return ""
    return f"{number(low, digits)} – {number(high, digits)}"


def duration(seconds: float) -> str:
    """``"3.0 min"``, ``"20 h"``: a time in the unit that suits it."""
    for name, length in (("h", 3600.0), ("min", 60.0)):
        if seconds >= length:
            return f"{number(seconds / length, 2)} {name}"
    return f"{number(seconds, 2)} s"


def unit(text: str) -> str:
    """A unit of `brimstone.units` as it is printed: ``mA/cm2`` becomes mA cm⁻².

    Per cent and plain numbers stay as they are.
    """
    above, *below = text.split("/")
    words = [] if above == "1" else [_factor(word, "") for word in above.split()]
    words += [_factor(word, "-") for part in below for word in part.split()]
    return " ".join(words)


def _factor(word: str, sign: str) -> str:
    match = _FACTOR.fullmatch(word)
    if match is None:
        return word
    name, power = match[1], match[2] or ""
    exponent = f"{sign}{power or ('1' if sign else '')}"
    return _SYMBOLS.get(name, name) + exponent.translate(_SUPERSCRIPTS)


def listed(words: Sequence[str]) -> str:
    """``"a, b and c"``."""
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def quantity(text: str) -> str:
    """A quantity as written in a recipe, its unit as printed: ``"300 um"`` becomes 300 µm."""
    match = re.fullmatch(r"\s*([+-]?[\d.,]+(?:[eE][+-]?\d+)?)\s*(\S.*?)?\s*", text)
    if match is None or match[2] is None:
        return text
    value, name = match.groups()
    return f"{value}{'' if name == 'C' else ' '}{unit(name)}"
