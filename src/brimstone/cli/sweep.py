"""``brimstone sweep``: one or two fields of a recipe varied."""

import time
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from brimstone.cli.screen import console, heading, indented, interval, number, plain, table
from brimstone.cli.sources import inspected, naming, short_name
from brimstone.cli.studies import csv_text, folder_of, keyed, print_json, told, write_all
from brimstone.report.studies import write_sweep
from brimstone.simulate import Settings
from brimstone.study.sweeping import Sweep, sweep

_ROWS = 60  #: cells of a table on a screen; files have all
_REASON = 300  # letters of a reason


def sweep_recipe(
    source: str, vary: list[str], as_json: bool, out: Path | None, *, of: str, at: str | None, **options: Any
) -> None:
    """Carry out ``brimstone sweep``.

    Raises
    ------
    BrimstoneError
        When there is no such recipe or field, or no cell can be made.
    """
    recipe, _ = inspected(source)
    folder = folder_of(out, f"{short_name(source)}-sweep", as_json)
    began = time.perf_counter()
    with told("running the cells") as tell, naming(source):
        found = sweep(recipe, vary, of=of, at=at, settings=Settings(**options), progress=tell)
    write_all(folder, {"sweep.csv": _csv(found)}, lambda draft: write_sweep(found, draft))
    if as_json:
        print_json(_data(found, source))
        return
    _print(console(), found, folder, time.perf_counter() - began)


def _print(screen: Console, found: Sweep, folder: Path | None, seconds: float) -> None:
    screen.print(Text(found.recipe.name, style="bold"))
    label = next((one.evaluation.recipe for one in found.points if one.evaluation.recipe is not None), None)
    samples = f", 80 % intervals of {found.members - 1} samples" if found.members > 1 else ", nominal values"
    screen.print(f"{len(found.points)} cells, first discharge{samples}" if label is not None else "no cell")
    screen.print()
    if len(found.axes) == 2 and len(found.axes[1].texts) <= 8 and found.members == 1:
        for quantity in found.metrics:
            screen.print(heading(f"{quantity.words}, {quantity.unit}"))
            screen.print(_grid(found, quantity.name))
            screen.print()
    else:
        screen.print(_table(found))
        if len(found.points) > _ROWS:
            screen.print(indented(f"{len(found.points) - _ROWS} more cells are in the files", style="dim"))
    for quantity in found.metrics:
        best = found.best(quantity)
        if best is not None and len(found.points) > 1:
            where = ", ".join(f"{axis.path} {text}" for axis, text in zip(found.axes, best.texts, strict=True))
            value = plain(best.evaluation.figure(quantity.name).value)
            screen.print(indented(f"{quantity.name}: best {value} {quantity.unit} at {where}"))
    reasons: dict[str, list[str]] = {}
    for point in found.failed:
        reasons.setdefault(point.evaluation.failure, []).append(", ".join(point.texts))
    for reason, places in reasons.items():
        shown = "; ".join(places[:4]) + (f" and {len(places) - 4} more" if len(places) > 4 else "")
        screen.print(indented(f"{shown}: {reason[:_REASON]}", style="yellow", mark="!"))
    written = "" if folder is None else f", files in {folder}"
    screen.print(f"{seconds:.1f} s{written}")


def _table(found: Sweep) -> Any:
    columns = []
    uncertain = found.members > 1
    for quantity in found.metrics:
        columns.append(number(f"{quantity.name}\n{quantity.unit}"))
        columns += [number("\n80 %")] if uncertain else []
    made = table(*((axis.path, {"no_wrap": True}) for axis in found.axes), *columns)
    for point in found.points[:_ROWS]:
        cells = []
        for quantity in found.metrics:
            figure = point.evaluation.figure(quantity.name)
            cells.append(plain(figure.value))
            cells += [interval(figure.low, figure.high)] if uncertain else []
        made.add_row(*point.texts, *cells)
    return made


def _grid(found: Sweep, name: str) -> Any:
    down, across = found.axes
    made = table((f"{down.path}\n↓ {across.path} →", {"no_wrap": True}), *(number(text) for text in across.texts))
    for text, row in zip(down.texts, found.values(name), strict=True):
        made.add_row(text, *(plain(float(value)) for value in row))
    return made


def _csv(found: Sweep) -> str:
    head = [axis.label for axis in found.axes]
    for quantity in found.metrics:
        head += [quantity.key] + ([f"{quantity.key}_low", f"{quantity.key}_high"] if found.members > 1 else [])
    rows = []
    for number_, point in enumerate(found.points):
        places = _places(found, number_)
        row: list[Any] = [
            text if axis.numbers is None else axis.numbers[place]
            for axis, text, place in zip(found.axes, point.texts, places, strict=True)
        ]
        for quantity in found.metrics:
            figure = point.evaluation.figure(quantity.name)
            row += [figure.value] + ([figure.low, figure.high] if found.members > 1 else [])
        rows.append([*row, point.evaluation.failure])
    return csv_text([*head, "failed"], rows)


def _places(found: Sweep, number_: int) -> tuple[int, ...]:
    return (number_,) if len(found.axes) == 1 else divmod(number_, len(found.axes[1].texts))


def _data(found: Sweep, source: str) -> dict[str, Any]:
    return {
        "source": source,
        "recipe": found.recipe.name,
        "members": found.members,
        "axes": [
            {
                "field": axis.path,
                "unit": axis.unit or None,
                "values": list(axis.texts),
                "numbers": None if axis.numbers is None else list(axis.numbers),
            }
            for axis in found.axes
        ],
        "quantities": [{"name": one.name, "unit": one.unit, "key": one.key} for one in found.metrics],
        "points": [
            {
                "at": dict(zip((axis.path for axis in found.axes), point.texts, strict=True)),
                "failed": point.evaluation.failure or None,
                **{
                    key: value
                    for quantity in found.metrics
                    for key, value in keyed(quantity.key, point.evaluation.figure(quantity.name)).items()
                },
                "warnings": list(point.evaluation.warnings),
            }
            for point in found.points
        ],
    }
