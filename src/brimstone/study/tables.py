"""Studies as tables for other programs: rows of words and numbers, the first row their names; empty for no number."""

import csv
import io
import math
import re
from collections.abc import Iterable, Sequence
from typing import Any

from brimstone.result import Figure
from brimstone.study.comparing import RecipeComparison
from brimstone.study.fronts import Front
from brimstone.study.optimising import Optimum
from brimstone.study.sensitivities import Sensitivity
from brimstone.study.sweeping import Sweep

_ENDS = ("", "_low", "_high")
#: What a spreadsheet would compute; -20 degC it would not.
FORMULA = re.compile(r"[=@\t\r]|[+-].*[=|!(]")


def csv_text(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table as CSV; cells that hold no number stay empty."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([_harmless(cell) for cell in head])
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])
    return buffer.getvalue()


def _harmless(cell: Any) -> Any:
    """A cell without NaN, and without words that a spreadsheet would take for a formula."""
    if isinstance(cell, float) and math.isnan(cell):
        return ""
    return f"'{cell}" if isinstance(cell, str) and FORMULA.match(cell) else cell


def compare_csv(comparison: RecipeComparison) -> str:
    """One row for each metric of each step: values of all cells, and differences from the first."""
    numbers = range(1, len(comparison.recipes) + 1)
    head = ["step", "quantity", "unit", *(f"{end}_{n}" for n in numbers for end in ("value", "low", "high"))]
    head += [f"{name}_{n}" for n in numbers[1:] for name in (*(f"difference{end}" for end in _ENDS), "above")]
    rows = []
    for row in comparison.rows:
        cells: list[Any] = [row.step, row.metric.name, row.metric.unit]
        for figure in row.figures:
            cells += _with_interval(figure)
        for difference, above in zip(row.differences[1:], row.above[1:], strict=True):
            cells += [*_with_interval(difference), above]
        rows.append(cells)
    return csv_text(head, rows)


def sweep_csv(sweep: Sweep) -> str:
    """One row for each cell: values of its fields, metrics, and why it failed."""
    ends = _ENDS if sweep.members > 1 else _ENDS[:1]
    head = [axis.label for axis in sweep.axes]
    head += [f"{metric.key}{end}" for metric in sweep.metrics for end in ends]
    rows = []
    numbers = [{} if axis.numbers is None else dict(zip(axis.texts, axis.numbers, strict=True)) for axis in sweep.axes]
    for point in sweep.points:
        cells: list[Any] = [known.get(text, text) for known, text in zip(numbers, point.texts, strict=True)]
        for metric in sweep.metrics:
            cells += _with_interval(point.evaluation.figure(metric.name))[: len(ends)]
        rows.append([*cells, point.evaluation.failure])
    return csv_text([*head, "failed"], rows)


def choices_csv(result: Sensitivity) -> str:
    """One row for each choice: what less and more of it change."""
    head = ["field", "now", "less", "more"]
    head += [f"{metric.key}_change_with_{end}" for metric in result.metrics for end in ("less", "more")]
    rows = [
        [
            *(choice.path, choice.text, choice.less, choice.more),
            *(change for metric in result.metrics for change in choice.changes[metric.name]),
            choice.failure,
        ]
        for choice in result.choices
    ]
    return csv_text([*head, "failed"], rows)


def constants_csv(result: Sensitivity) -> str:
    """One row for each constant: its share of the spread and its correlation."""
    head = ["constant", "group"]
    head += [f"{metric.key}_{name}" for metric in result.metrics for name in ("share", "correlation")]
    rows = [
        [
            *(constant.name, constant.group),
            *(
                values.get(metric.name)
                for metric in result.metrics
                for values in (constant.shares, constant.correlations)
            ),
        ]
        for constant in result.constants
    ]
    return csv_text(head, rows)


def trials_csv(optimum: Optimum) -> str:
    """One row for each evaluated cell."""
    head = [*(each.path for each in optimum.fields), optimum.objective.key, "refused"]
    return csv_text(head, ([*trial.texts, trial.value, trial.failure] for trial in optimum.trials))


def front_csv(front: Front) -> str:
    """One row for each cell that was evaluated, those of the front first."""
    head = [*(free.path for free in front.ranges), *(each.key for each in front.objectives), "on_front", "refused"]
    best = {cell.texts for cell in front.cells}
    cells = [*front.cells, *(cell for cell in front.tried if cell.texts not in best)]
    blank = ("",) * len(front.objectives)
    return csv_text(head, ([*cell.texts, *(cell.values or blank), cell.texts in best, cell.failure] for cell in cells))


def _with_interval(figure: Figure) -> list[float | None]:
    return [figure.value, figure.low, figure.high]
