"""``brimstone compare``: recipes side by side, with the interval of what differs."""

import time
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from brimstone.cli.screen import console, heading, indented, interval, number, plain, table
from brimstone.cli.sources import inspected, short_name
from brimstone.cli.studies import csv_text, folder_of, keyed, print_json, told, write_all
from brimstone.report.studies import names, write_comparison
from brimstone.result import Figure
from brimstone.simulate import Settings
from brimstone.study.comparing import MetricComparison, RecipeComparison, compare

_LEAST_LOSS = 1.0  # [mV]; what no cell loses more of is left out of the table
_FIELD = 34  # columns of a field's name
_MOST_STEPS = 6  # that a screen is shown; files have all


def compare_recipes(sources: list[str], as_json: bool, out: Path | None, **options: Any) -> None:
    """Carry out ``brimstone compare``.

    Raises
    ------
    BrimstoneError
        When there is no such recipe, or its cell can't be made.
    """
    recipes = [inspected(source)[0] for source in sources]
    folder = folder_of(out, "-".join(["compare", *map(short_name, sources)])[:80], as_json)
    began = time.perf_counter()
    with told("running the cells"):
        compared = compare(*recipes, settings=Settings(**options))
    rows = [_csv_row(row) for row in compared.rows]
    text = csv_text(_csv_head(len(recipes)), rows)
    write_all(folder, {"compare.csv": text}, lambda draft: write_comparison(compared, draft))
    if as_json:
        print_json(_data(compared, sources))
        return
    _print(console(), compared, folder, time.perf_counter() - began)


def _print(screen: Console, compared: RecipeComparison, folder: Path | None, seconds: float) -> None:
    for name in names(compared):
        screen.print(Text(name, style="bold"))
    samples = compared.members - 1
    screen.print(f"{samples} samples with the same constants in all cells" if samples else "nominal values")
    screen.print()
    screen.print(heading("What differs in the recipes"))
    if compared.changes:
        width = min(_FIELD, max(len(change.field) for change in compared.changes))
        made = table(
            ("field", {"min_width": width, "overflow": "fold"}),
            *((str(number), {"overflow": "fold"}) for number in range(1, len(compared.recipes) + 1)),
        )
        for change in compared.changes:
            made.add_row(change.field, *("–" if words is None else words for words in change.texts))
        screen.print(made)
    else:
        screen.print(indented("nothing: they mean the same"))
    labels = list(dict.fromkeys(row.step for row in compared.rows if row.step))
    for label in [*labels[:_MOST_STEPS], ""]:
        rows = [row for row in compared.rows if row.step == label and _worth(row)]
        if rows:
            screen.print()
            screen.print(heading(label[:1].upper() + label[1:] if label else "The cells as made"))
            screen.print(_table(rows, len(compared.recipes)))
    if len(labels) > _MOST_STEPS:
        screen.print(indented(f"{len(labels) - _MOST_STEPS} more steps are in the files", style="dim"))
    screen.print()
    if samples:
        words = (
            "A difference is taken sample by sample: the cells have the same constants and the same laboratory, so "
            "its 80 % interval is its own. above: share of the samples in which the cell is above the first."
        )
        screen.print(indented(words, style="dim"))
    for note in compared.notes:
        screen.print(indented(note, style="yellow", mark="!"))
    written = "" if folder is None else f", files in {folder}"
    screen.print(f"{seconds:.1f} s{written}")


def _worth(row: MetricComparison) -> bool:
    """Losses that no cell has are left out."""
    name = row.metric.name
    return not name.endswith(" loss") or any(abs(figure.value) >= _LEAST_LOSS for figure in row.figures)


def _table(rows: list[MetricComparison], cells: int) -> Any:
    if cells == 2:
        made = table(
            ("quantity", {"no_wrap": True}), number("1"), number("2"), number("2 − 1"),
            number("80 %"), number("above"),
        )  # fmt: skip
        for row in rows:
            difference = row.differences[1]
            made.add_row(
                f"{row.metric.name}, {row.metric.unit}",
                *(plain(figure.value) for figure in row.figures),
                signed(difference.value),
                signed_interval(difference),
                "" if row.above[1] is None else f"{100 * row.above[1]:.0f} %",
            )
        return made
    made = table(("quantity", {"min_width": 16}), number("unit"), *(number(str(one + 1)) for one in range(cells)))
    for row in rows:
        made.add_row(row.metric.name, row.metric.unit, *(plain(figure.value) for figure in row.figures))
        if row.differences[1].low is not None:
            made.add_row("  from the first", "", "", *(signed_interval(each) for each in row.differences[1:]))
    return made


def signed(value: float) -> str:
    """A change, with its sign."""
    return plain(value) if not value > 0.0 else f"+{plain(value)}"


def signed_interval(figure: Figure) -> str:
    """The interval of a change."""
    if figure.low is None or figure.high is None:
        return ""
    if min(figure.low, figure.high) < 0.0:
        return f"{signed(figure.low)} to {signed(figure.high)}"
    return interval(figure.low, figure.high)


def _csv_head(cells: int) -> list[str]:
    numbers = range(1, cells + 1)
    head = ["step", "quantity", "unit"]
    head += [f"{name}_{number}" for number in numbers for name in ("value", "low", "high")]
    parts = ("difference", "difference_low", "difference_high", "above")
    return head + [f"{name}_{number}" for number in numbers[1:] for name in parts]


def _csv_row(row: MetricComparison) -> list[Any]:
    found: list[Any] = [row.step, row.metric.name, row.metric.unit]
    for figure in row.figures:
        found += [figure.value, figure.low, figure.high]
    for difference, above in zip(row.differences[1:], row.above[1:], strict=True):
        found += [difference.value, difference.low, difference.high, above]
    return found


def _data(compared: RecipeComparison, sources: list[str]) -> dict[str, Any]:
    return {
        "recipes": [
            {"source": source, "recipe": recipe.name, "status": run.status}
            for source, recipe, run in zip(sources, compared.recipes, compared.runs, strict=True)
        ],
        "members": compared.members,
        "changes": [{"field": change.field, "values": list(change.texts)} for change in compared.changes],
        "rows": [
            {
                "step": row.step or None,
                "quantity": row.metric.name,
                "unit": row.metric.unit,
                "key": row.metric.key,
                "values": [keyed("value", figure) for figure in row.figures],
                "differences": [keyed("value", figure) for figure in row.differences],
                "above": list(row.above),
            }
            for row in compared.rows
        ],
        "notes": list(compared.notes),
    }
