"""Numbers with their sources, as a table for people and as plain data for programs."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from brimstone.cli.screen import WIDE, indented, listed, number, table
from brimstone.library import Entry, Law, Value
from brimstone.library.show import Row
from brimstone.units import from_si

#: Ways of knowing that a reader should not take at face value.
DOUBTFUL = ("estimate", "recalled")
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


def value_data(value: Value | Law) -> dict[str, Any]:
    """A value, or a law of temperature, as plain data in the units it is shown in."""
    if not isinstance(value, Value):
        return {"law": type(value).__name__, **{name: value_data(part) for name, part in value.parts.items()}}
    data = _numbers(value.si, value.low, value.high, value.unit, value.dimension)
    if value.temperature is not None:
        data["temperature_degC"] = _seven(from_si(value.temperature, "degC", "temperature"))
    return {**data, "known": value.known, "source": value.source, **({"note": value.note} if value.note else {})}


def entry_data(entry: Entry) -> dict[str, Any]:
    """A line of the provenance record as plain data."""
    data = _numbers(entry.value, entry.low, entry.high, entry.unit, entry.dimension)
    told = {"known": entry.known, "source": entry.source, **({"note": entry.note} if entry.note else {})}
    return {"name": entry.where, **data, **told}


def entry_row(name: str, entry: Entry) -> Row:
    """A line of the provenance record as a line of a table."""
    data = _numbers(entry.value, entry.low, entry.high, entry.unit, entry.dimension)
    interval = f"{data['low']:.3g} to {data['high']:.3g}" if "low" in data else ""
    value = f"{data['value']:.4g} {entry.unit}".strip()
    return Row(name, value, interval, "", entry.known, entry.source, entry.note)


def _numbers(si: float, low: float | None, high: float | None, unit: str, dimension: str) -> dict[str, Any]:
    data: dict[str, Any] = {"value": _seven(from_si(si, unit, dimension)), "unit": unit}
    if low is not None and high is not None:
        data["low"], data["high"] = (_seven(from_si(bound, unit, dimension)) for bound in (low, high))
    return data


def _seven(value: float) -> float:
    return float(f"{value:.7g}")
