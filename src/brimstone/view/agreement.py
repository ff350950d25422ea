"""Reported numbers of a cell against computed ones."""

import math

from brimstone.result import Comparison, Run, comparison
from brimstone.result.comparison import spread
from brimstone.view.elements import Cell, Column, Item, Level, Note, Number, Section, Table, Text, words_column
from brimstone.view.words import number, unit

_PER = {"sulfur": "S", "active": "active", "electrode": "electrode"}


def agreement(run: Run) -> Section | None:
    """What was reported and what is computed, for a screen; None when the recipe reports nothing."""
    rows = comparison(run)
    if not rows:
        return None
    columns = [words_column("what"), Column("reported"), Column("computed", interval=True), Column("ratio")]
    cells: list[list[Cell]] = []
    for row in rows:
        reported = (
            f"{number(row.measured)} {unit(row.unit)}{f' {_PER[row.reported.per]}' if row.unit == 'mAh/g' else ''}"
        )
        if row.computed is None or row.ratio is None:
            cells.append([_what(run, row), reported, Text("not run", "muted"), ""])
        else:
            level: Level = "plain" if row.inside is None else "good" if row.inside else "warning"
            ratio = Text(f"{row.ratio.value:.2f}", level)
            cells.append([_what(run, row), reported, Number.of(row.computed), ratio])
    sources = Note("; ".join(dict.fromkeys(row.reported.source for row in rows)), "muted")
    items: list[Item] = [Table.of(columns, cells), sources]
    inside = [row.inside for row in rows if row.inside is not None and not is_anchor(run, row)]
    if inside:
        others = "other reported" if any(is_anchor(run, row) for row in rows) else "reported"
        words = f"{sum(inside)} of {len(inside)} {others} numbers that were run lie in the 80 % interval"
        items.append(Note(words, "muted"))
    return Section("Comparison with reported values", tuple(items))


def _what(run: Run, row: Comparison) -> str:
    reported = row.reported
    words = [str(reported.rate)] if reported.rate is not None else []
    words += [reported.direction] if reported.direction == "charge" else []
    words += [f"cycle {reported.cycle}"] if reported.cycle is not None else []
    words += [row.quantity] if row.quantity != "capacity" else []
    words += ["anchor"] if is_anchor(run, row) else []
    return ", ".join(words)


def is_anchor(run: Run, row: Comparison) -> bool:
    """Whether the prediction was made to pass through this number, so that it proves nothing."""
    reported = row.reported
    return row.quantity == "capacity" and any(
        reported.capacity is not None
        and anchor.capacity is not None
        and anchor.capacity.si == reported.capacity.si
        and reported.rate is not None
        and anchor.rate is not None
        and anchor.rate.si == reported.rate.si
        and (anchor.cycle, anchor.direction) == (reported.cycle or 1, reported.direction)
        for anchor in run.recipe.anchor
    )


def agreement_sentence(rows: list[Comparison]) -> str:
    """How far computed and measured capacities are apart, in one sentence; empty when there is nothing to say."""
    ratio = spread(rows)
    if not ratio:
        return ""
    mean, low, high = ratio
    words = f"Computed over measured capacity: {number(mean)}"
    if low != high:
        words += f" on average (geometric), {number(low)} to {number(high)}"
    inside = [row.inside for row in rows if row.inside is not None]
    if len(inside) == 1:
        words += f"; the measured number lies {'inside' if inside[0] else 'outside'} the 80 % interval"
    elif inside:
        words += f"; {sum(inside)} of {len(inside)} measured numbers lie in the 80 % interval"
    nothing = sum(row.quantity == "capacity" and row.ratio is not None and not row.ratio.value for row in rows)
    if nothing:
        words += f"; no capacity is computed for {nothing} more"
    return f"{words}."


def range_marks(row: Comparison) -> dict[str, float] | None:
    """Places, in per cent of the width, of computed over measured on a logarithmic axis from a quarter to four."""
    if row.ratio is None or row.ratio.value <= 0.0:
        return None

    def place(ratio: float) -> float:
        return min(max(50.0 + 25.0 * math.log2(ratio), 1.0), 99.0) if ratio > 0.0 else 1.0

    low, high = row.ratio.low, row.ratio.high
    return {
        "value": place(row.ratio.value),
        "low": place(row.ratio.value if low is None else low),
        "high": place(row.ratio.value if high is None else high),
    }
