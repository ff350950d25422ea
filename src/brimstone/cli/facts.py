"""Numbers with their sources, as a table for people."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.text import Text

from brimstone.cli.screen import WIDE, indented, number, table
from brimstone.contract.library import value_fields
from brimstone.library import Entry
from brimstone.library.show import Row
from brimstone.view.provenance import DOUBTFUL
from brimstone.view.words import given, listed

_LONGEST_NAME = 24  # on one line of a narrow screen


def print_rows(screen: Console, rows: Sequence[Row], first: str = "property") -> None:
    """Print numbers with their sources: beside them on a wide screen, below them as numbered notes on a narrow one."""
    wide = screen.width >= WIDE
    intervals, temperatures = (any(getattr(row, name) for row in rows) for name in ("interval", "temperature"))
    columns = [
        (first, {"overflow": "fold"}),
        number("value"),
        *([number("80 %")] if intervals else []),
        *([number("at")] if temperatures else []),
        ("known", {"no_wrap": True}),
        ("source", {"overflow": "fold"}) if wide else number("source"),
    ]
    shown = table(*columns)
    notes: dict[str, int] = {}
    for row in rows:
        source = "; ".join(part for part in (row.source, row.note) if part)
        if not wide and source:
            source = str(notes.setdefault(source, len(notes) + 1))
        shown.add_row(
            row.name if wide else _folded(row.name),
            row.value.replace("degC", "°C"),
            *([_short(row.interval)] if intervals else []),
            *([row.temperature.replace("degC", "°C")] if temperatures else []),
            Text(row.known, style="yellow" if row.known in DOUBTFUL else ""),
            source,
        )
    screen.print(shown)
    for source, count in notes.items():
        screen.print(indented(source, style="dim", mark=f"{count:>2}"))


def _folded(name: str) -> str:
    """A long name without blanks over several lines, broken where its words end."""
    lines = [""]
    for word in re.findall(r"[^/_.]*[/_.]?", name):
        if len(lines[-1]) + len(word) > _LONGEST_NAME and lines[-1]:
            lines.append("")
        lines[-1] += word
    return name if " " in name else "\n".join(lines)


def _short(interval: str) -> str:
    """``0.6 to 3 mS/cm`` as 0.6–3: the unit stands beside the value."""
    low, to, rest = interval.partition(" to ")
    return f"{low}–{rest.split(' ')[0]}" if to else interval


def how_known(rows: Iterable[Row]) -> str:
    """``12 measured, 30 estimate``: on what a set of numbers rests, the most frequent first."""
    counted = Counter(row.known for row in rows if row.known)
    return listed(f"{count} {known}" for known, count in counted.most_common())


def entry_row(name: str, entry: Entry) -> Row:
    """A line of the provenance record as a line of a table."""
    numbers = value_fields(entry)
    interval = f"{given(numbers['low'])} to {given(numbers['high'])}" if numbers["low"] is not None else ""
    value = f"{given(numbers['value'])} {entry.unit}".strip()
    return Row(name, value, interval, "", entry.known, entry.source, entry.note)
