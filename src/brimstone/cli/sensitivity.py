"""``brimstone sensitivity``: which choices and which constants move a cell most."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from brimstone.cli.compare import signed
from brimstone.cli.screen import console, heading, indented, interval, number, plain, table
from brimstone.cli.sources import inspected, naming, short_name
from brimstone.cli.studies import csv_text, folder_of, keyed, print_json, rounded, told, write_all
from brimstone.report.studies import write_sensitivity
from brimstone.simulate import Settings
from brimstone.study.axes import split_number
from brimstone.study.metrics import Metric
from brimstone.study.sensitivities import DEGREES, STEP, Choice, Sensitivity, sensitivity, significant

_CHOICES, _CONSTANTS = 8, 8  #: rows of a table; files have all
_LEAST_SHARE = 0.01


def sensitivity_of_recipe(
    source: str, as_json: bool, out: Path | None, *, of: str, at: str | None, **options: Any
) -> None:
    """Carry out ``brimstone sensitivity``.

    Raises
    ------
    BrimstoneError
        When there is no such recipe, or its cell can't be made or gives nothing.
    """
    recipe, _ = inspected(source)
    folder = folder_of(out, f"{short_name(source)}-sensitivity", as_json)
    began = time.perf_counter()
    with told("changing one thing at a time") as tell, naming(source):
        found = sensitivity(recipe, of=of, at=at, settings=Settings(**options), progress=tell)
    texts = {"choices.csv": _choices_csv(found), "constants.csv": _constants_csv(found)}
    write_all(folder, texts, lambda draft: write_sensitivity(found, draft))
    if as_json:
        print_json(_data(found, source))
        return
    _print(console(), found, folder, time.perf_counter() - began)


def _print(screen: Console, found: Sensitivity, folder: Path | None, seconds: float) -> None:
    screen.print(Text(found.recipe.name, style="bold"))
    screen.print(f"first discharge; choices by {100 * STEP:.0f} % or {DEGREES:.0f} K, {found.members} samples")
    for quantity in found.metrics:
        figure = found.base.figure(quantity.name)
        screen.print()
        spread = interval(figure.low, figure.high)
        band = f" (80 %: {spread})" if spread else ""
        screen.print(heading(f"{quantity.words}: {plain(figure.value)} {quantity.unit}{band}"))
        screen.print(_choices(found, quantity))
        if figure.low is not None:
            screen.print(indented(f"The band is made of: {_band(found, quantity)}"))
            words = ", ".join(_constants(found, quantity))
            screen.print(indented(f"By constant: {words}", style="dim"))
    failed: dict[str, list[str]] = {}
    for choice in found.choices:
        if choice.failure:
            failed.setdefault(choice.failure, []).append(choice.path)
    screen.print()
    for reason, names in failed.items():
        screen.print(indented(f"{', '.join(names)}: {reason}", style="yellow", mark="!"))
    words = (
        "Shares are of the variance of the ranks, of one constant at a time; an arrow tells which way more of it "
        "moves the result. Choices move the nominal cell."
    )
    screen.print(indented(words, style="dim"))
    written = "" if folder is None else f", files in {folder}"
    screen.print(f"{seconds:.1f} s{written}")


def _choices(found: Sensitivity, quantity: Metric) -> Any:
    made = table(
        ("choice", {"min_width": 22}), number("less to more"),
        number(f"with less\n{quantity.unit}"), number(f"with more\n{quantity.unit}"),
    )  # fmt: skip
    for choice in found.sorted_choices(quantity.name)[:_CHOICES]:
        if choice.effect(quantity.name) > 0.0:
            less, more = choice.changes[quantity.name]
            made.add_row(choice.path, _span(choice), signed(less), signed(more))
    return made


def _span(choice: Choice) -> str:
    """``45 to 55 wt%``."""
    first, last = choice.less.partition(" of ")[0], choice.more.partition(" of ")[0]
    parts = split_number(first)
    unit = "" if parts is None else parts[1] + parts[2]
    return f"{first.removesuffix(unit) if unit else first} to {last}"


def _band(found: Sensitivity, quantity: Metric) -> str:
    parts = [
        f"{name} {100 * share:.0f} %" for name, share in found.groups(quantity.name).items() if share >= _LEAST_SHARE
    ]
    together = found.interactions(quantity.name)
    return ", ".join([*parts, f"{100 * together:.0f} % only together"])


def _constants(found: Sensitivity, quantity: Metric) -> Iterator[str]:
    for one in found.sorted_constants(quantity.name)[:_CONSTANTS]:
        share = one.shares.get(quantity.name, 0.0)
        if significant(share, found.members):
            arrow = "↑" if one.correlations[quantity.name] > 0.0 else "↓"
            yield f"{one.name} {100 * share:.0f} % {arrow}"


def _choices_csv(found: Sensitivity) -> str:
    head = ["field", "now", "less", "more"]
    for quantity in found.metrics:
        head += [f"{quantity.key}_change_with_less", f"{quantity.key}_change_with_more"]
    rows = []
    for choice in found.choices:
        row: list[Any] = [choice.path, choice.text, choice.less, choice.more]
        for quantity in found.metrics:
            row += choice.changes[quantity.name]
        rows.append([*row, choice.failure])
    return csv_text([*head, "failed"], rows)


def _constants_csv(found: Sensitivity) -> str:
    head = ["constant", "group"]
    for quantity in found.metrics:
        head += [f"{quantity.key}_share", f"{quantity.key}_correlation"]
    rows = []
    for one in found.constants:
        row: list[Any] = [one.name, one.group]
        for quantity in found.metrics:
            row += [one.shares.get(quantity.name), one.correlations.get(quantity.name)]
        rows.append(row)
    return csv_text(head, rows)


def _data(found: Sensitivity, source: str) -> dict[str, Any]:
    names = {one.name: one.key for one in found.metrics}
    return {
        "source": source,
        "recipe": found.recipe.name,
        "members": found.members,
        "quantities": [
            {
                "name": one.name,
                "unit": one.unit,
                "key": one.key,
                **keyed("value", found.base.figure(one.name)),
                "groups": {group: rounded(share) for group, share in found.groups(one.name).items()},
                "only_together": rounded(found.interactions(one.name)),
            }
            for one in found.metrics
        ],
        "choices": [
            {
                "field": choice.path,
                "now": choice.text,
                "less": choice.less,
                "more": choice.more,
                "failed": choice.failure or None,
                "changes": {names[name]: list(map(rounded, pair)) for name, pair in choice.changes.items()},
            }
            for choice in found.choices
        ],
        "constants": [
            {
                "name": one.name,
                "group": one.group,
                "shares": {names[name]: rounded(share) for name, share in one.shares.items()},
                "correlations": {names[name]: rounded(value) for name, value in one.correlations.items()},
            }
            for one in found.constants
        ],
    }
