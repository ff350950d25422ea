"""How things are put on a screen: consoles, tables, and numbers in a few characters."""

import math
import textwrap
from collections.abc import Iterable
from contextlib import nullcontext
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

#: Width from which there is room for what is left out of a table on a narrow screen.
WIDE = 110
MOST = 120  #: columns of a line of text, however wide the screen


def console(*, errors: bool = False) -> Console:
    """A console on standard output, or on standard error; what is printed is never read as markup."""
    return Console(stderr=errors, highlight=False, markup=False, emoji=False)


def working(words: str) -> Any:
    """Words with a sign of life on standard error, for a person at a terminal only."""
    screen = console(errors=True)
    return screen.status(words) if screen.is_terminal else nullcontext()


def table(*columns: str | tuple[str, dict[str, Any]]) -> Table:
    """An empty table in the house style; a column is its title, or title and options of rich."""
    made = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), header_style="bold", show_edge=False, pad_edge=False)
    for column in columns:
        title, options = (column, {}) if isinstance(column, str) else column
        made.add_column(title, **options)
    return made


def number(title: str, **options: Any) -> tuple[str, dict[str, Any]]:
    """A column of numbers, or of short words that must not be broken."""
    return title, {"justify": "right", "no_wrap": True, **options}


def heading(words: str) -> Text:
    """A heading between two parts of the output."""
    return Text(words, style="bold")


def indented(words: str, style: str = "", mark: str = "") -> Text:
    """A paragraph two columns in; with `mark`, its first line hangs out by it."""
    first = f"  {mark} " if mark else "  "
    filled = textwrap.fill(
        " ".join(words.split()),
        min(console().width, MOST),
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_on_hyphens=False,
        break_long_words=False,
    )
    return Text(filled, style=style, no_wrap=True, overflow="ignore")


def plain(value: float | None, digits: int = 3) -> str:
    """A number in `digits` digits, never fewer than its integer part has; a dash for none."""
    if value is None or not math.isfinite(value):
        return "–"
    rounded = float(f"{value:.{digits - 1}e}")
    if rounded == 0.0:
        return "0"
    exponent = math.floor(math.log10(abs(rounded)))
    if not -4 < exponent < 7:
        return f"{value:.{digits - 1}e}"
    return f"{value:.{max(0, digits - 1 - exponent)}f}"


def interval(low: float | None, high: float | None, digits: int = 3) -> str:
    """``1511–2026``, or nothing when there is no interval."""
    return "" if low is None or high is None else f"{plain(low, digits)}–{plain(high, digits)}"


def listed(words: Iterable[str]) -> str:
    """``a, b and c``."""
    words = list(words)
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1] if words else ""
