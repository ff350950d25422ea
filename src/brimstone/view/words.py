"""Numbers, units and lists as a paper prints them: the one place where a number becomes text."""

import math
import re
from collections.abc import Iterable, Sequence
from textwrap import wrap

from brimstone.constants import HOUR

MISSING = "–"
_SUPERSCRIPTS = str.maketrans("0123456789-.", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻·")
_SYMBOLS = {"um": "µm", "ohm": "Ω", "degC": "°C", "uA": "µA", "uF": "µF", "EUR": "€"}
_NOTHING = 2e-3  # of one end of an interval: the other is zero beside it
#: Blanks that no line is broken at: before a unit, and before the number of a cycle.
_BOUND = re.compile(
    r" (?=(?:[A-Za-zµΩ]+ )?[A-Za-zµΩ]+⁻[¹²³])"
    r"|(?<=\d) (?=(?:%|wt%|vol%|°C|Ω|cm|[mµnkM]?[VAWhgLFm]|[mkMG]?Hz|[kMG]?Pa|[mkµ]?Ah|k?Wh|min|[hsdK]|rpm|times)"
    r"(?![\w⁻]))"
    r"|(?<=\bcycle) (?=\d)"
)
_FACTOR = re.compile(r"(.*?[A-Za-z%µΩ])\^?(\d+(?:\.\d+)?)?")


def number(value: float | None, digits: int = 3) -> str:
    """A number with `digits` significant digits, never fewer than its integer part has.

    ``"3.2 × 10⁻⁹"`` where it would be long; a dash where there is none.

    Examples
    --------
    >>> number(1234.5), number(0.012345), number(3.2e-9, 2)
    ('1234', '0.0123', '3.2 × 10⁻⁹')
    """
    if value is None or not math.isfinite(value):
        return MISSING
    rounded = float(f"{value:.{digits - 1}e}")
    if rounded == 0.0:
        return "0"
    exponent = math.floor(math.log10(abs(rounded)))
    if -4 < exponent < 6:
        return minus(f"{value:.{max(0, digits - 1 - exponent)}f}")
    return f"{minus(f'{value / 10.0**exponent:.{digits - 1}f}')} × {power_of_ten(exponent)}"


def power_of_ten(exponent: int) -> str:
    """``"10⁻³"``."""
    return f"10{str(exponent).translate(_SUPERSCRIPTS)}"


def given(value: float | None) -> str:
    """A number as a source states it: up to four significant digits, without trailing zeros."""
    return MISSING if value is None or not math.isfinite(value) else minus(f"{value:z.4g}")


def fixed(value: float | None, decimals: int = 0, *, change: bool = False) -> str:
    """A number with `decimals` decimals, with its sign where it is a `change`; what rounds to nothing has none.

    Examples
    --------
    >>> fixed(-0.3), fixed(-12.6), fixed(0.25, 1, change=True), fixed(-0.04, 1, change=True)
    ('0', '−13', '+0.2', '0.0')
    """
    if value is None or not math.isfinite(value):
        return MISSING
    words = f"{value:z.{decimals}f}"
    return f"+{words}" if change and float(words) > 0.0 else minus(words)


def signed(value: float | None, digits: int = 3) -> str:
    """A change, with its sign: ``"+12.3"``."""
    return f"+{number(value, digits)}" if value is not None and value > 0.0 else number(value, digits)


def bound(text: str) -> str:
    """The text with each number on the line of its unit: ``"5 h"``, ``"550 °C"``, ``"2.4 mg cm⁻²"``, ``"cycle 3"``."""
    return _BOUND.sub("\u00a0", text)


def in_lines(name: str, letters: int) -> list[str]:
    r"""A name on as many lines of `letters` as it takes, broken at its commas first; no word is broken.

    Examples
    --------
    >>> in_lines("discharge 0.2C, cycle 1", 16)
    ['discharge 0.2C', 'cycle\xa01']
    """
    lines = [""]
    for part in bound(name).split(", "):
        together = f"{lines[-1]}, {part}" if lines[-1] else part
        if len(together) <= letters:
            lines[-1] = together
        else:
            lines += wrap(part, max(letters, 1), break_long_words=False)
    return [line for line in lines if line] or [name]


def minus(text: str) -> str:
    """The text with true minus signs."""
    return text.replace("-", "−")


def interval(low: float | None, high: float | None, digits: int | None = 3) -> str:
    """``"777–1865"``, with spaces round the dash where a sign or a power of ten needs them.

    Empty without an interval, and where both ends are printed alike.

    An end that is nothing beside the other is zero. Without `digits`, both ends as a source states them.
    """
    if low is None or high is None:
        return ""
    if digits is not None:
        low, high = without_dust(low, high)
    ends = tuple(given(end) if digits is None else number(end, digits) for end in (low, high))
    if ends[0] == ends[1]:
        return ""
    return (" – " if any(end.startswith("−") or "×" in end for end in ends) else "–").join(ends)


def without_dust(low: float, high: float) -> tuple[float, float]:
    """Both ends of an interval, an end that is nothing beside the other as zero."""
    least = _NOTHING * max(abs(low), abs(high))
    return (0.0 if abs(low) < least else low), (0.0 if abs(high) < least else high)


def percent(share: float, digits: int = 2) -> str:
    """A share as ``"12 %"``, which stays on one line."""
    return f"{number(100.0 * share, digits)}\u00a0%"


def amount(value: float | None, unit: str, digits: int = 3) -> str:
    """A number and its unit that stay on one line."""
    return f"{number(value, digits)} {unit}".replace(" ", "\u00a0")


def duration(seconds: float) -> str:
    """``"3.0 min"``, ``"20 h"``: a time in the unit that suits it."""
    for name, length in (("h", HOUR), ("min", 60.0)):
        if seconds >= length:
            return f"{number(seconds / length, 2)} {name}"
    return f"{number(seconds, 2)} s"


def frequency(hertz: float) -> str:
    """A frequency in the unit that suits it; nothing for none."""
    if not hertz > 0.0:
        return ""
    for unit, least in (("GHz", 1e9), ("MHz", 1e6), ("kHz", 1e3), ("Hz", 1.0)):
        if hertz >= least:
            return f"{number(hertz / least, 2)} {unit}"
    return f"{number(1e3 * hertz, 2)} mHz"


def unit(text: str) -> str:
    """A unit of `brimstone.units` as it is printed: ``mA/cm2`` becomes mA cm⁻².

    Per cent and plain numbers stay as they are, and so does what an amount is of.
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


def quantity(text: str) -> str:
    """A quantity as written in a recipe, its unit as printed: ``"300 um"`` becomes 300 µm."""
    match = re.fullmatch(r"\s*([+-]?[\d.,]+(?:[eE][+-]?\d+)?)\s*(\S.*?)?\s*", text)
    if match is None or match[2] is None:
        return text
    value, name = match.groups()
    plain, of, what = name.partition(" of ")
    return f"{minus(value)}{'' if name == 'C' else ' '}{unit(plain)}{of}{what}"


def label(text: str) -> str:
    """The name of a step with the unit of its amount as printed: ``"discharge 0.13 mA cm⁻²"``."""
    return re.sub(r"(?<= )\d.*", lambda match: quantity(match[0]).replace(" ", "\u00a0"), text)


def printed(text: str) -> str:
    """A sentence with its minus signs and the units of its amounts as printed: ``"at most 0.2 mA cm⁻²"``."""
    text = re.sub(r"(?<![\w.)\]/-])-(?=\d)", "−", text)
    return re.sub(
        r"(?<=\d )(?:ohm cm2|[A-Za-z]+\d?/[A-Za-z]+\d?|ohm|um|degC|[cm]?m[23])(?![\w/])",
        lambda match: unit(match[0]).replace(" ", "\u00a0"),
        text,
    )


def listed(words: Iterable[str]) -> str:
    """``"a, b and c"``."""
    words = list(words)
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def capital(words: str) -> str:
    """The words with a capital letter first."""
    return words[:1].upper() + words[1:]


def some(items: Sequence, most: int) -> list:
    """At most `most` of the items, spread evenly, the first and the last among them."""
    if len(items) <= most:
        return list(items)
    step = (len(items) - 1) / (most - 1)
    return [items[place] for place in sorted({round(step * place) for place in range(most)})]
