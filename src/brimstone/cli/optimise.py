"""``brimstone optimise``: the best cell within ranges of a recipe's fields."""

import time
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from brimstone.cli.compare import signed, signed_interval
from brimstone.cli.screen import console, heading, indented, interval, number, plain, table
from brimstone.cli.sources import inspected, naming, short_name
from brimstone.cli.studies import csv_text, folder_of, keyed, print_json, rounded, told, write_all
from brimstone.report.studies import limit_sentences, write_optimum
from brimstone.simulate import Settings
from brimstone.study.axes import Range
from brimstone.study.optimising import OptimisedField, Optimum, Search, optimise


def optimise_recipe(source: str, objective: str, as_json: bool, out: Path | None, *, seed: int, **options: Any) -> None:
    """Carry out ``brimstone optimise``.

    Raises
    ------
    BrimstoneError
        When there is no such recipe, field or objective, or no cell within the ranges can be made.
    """
    recipe, _ = inspected(source)
    folder = folder_of(out, f"{short_name(source)}-optimum", as_json)
    began = time.perf_counter()
    with told("trying cells") as tell, naming(source):
        found = optimise(recipe, Search(objective=objective, **options), settings=Settings(seed=seed), progress=tell)
    texts = {"recipe.yaml": found.recipe.to_yaml(), "tried.csv": _csv(found)}
    write_all(folder, texts, lambda draft: write_optimum(found, draft))
    if as_json:
        print_json(_data(found, source))
        return
    _print(console(), found, folder, time.perf_counter() - began)


def _print(screen: Console, found: Optimum, folder: Path | None, seconds: float) -> None:
    wanted, gain = found.objective, found.gain
    screen.print(Text(found.start.name, style="bold"))
    what = (
        f"the {'lower' if wanted.better == 'higher' else 'upper'} end of its 80 % band" if found.robust else "nominal"
    )
    screen.print(f"best {wanted.words} ({what}) of {len(found.trials)} cells that were tried")
    screen.print()
    made = table(("field", {"min_width": 22}), number("before"), number("best"), number("range"))
    for choice in found.fields:
        made.add_row(choice.path, choice.before or "–", choice.best, _range(choice))
    screen.print(made)
    screen.print()
    made = table(
        ("quantity", {"min_width": 16}), number("unit"), number("before"), number("best"), number("gain"),
        number("80 %"),
    )  # fmt: skip
    for each in found.gains:
        made.add_row(
            each.metric.name,
            each.metric.unit,
            plain(each.before.value),
            plain(each.after.value),
            signed(each.difference.value),
            signed_interval(each.difference),
            style="bold" if each.metric is wanted else "",
        )
    screen.print(made)
    low, high = gain.after.low, gain.after.high
    if low is not None:
        words = (
            f"The best cell's {wanted.name} lies in {interval(low, high)} {wanted.unit} (80 %). The gain is taken "
            "sample by sample, of the same laboratory, and has an interval of its own."
        )
        screen.print(indented(words, style="dim"))
    screen.print()
    screen.print(heading("What stands against more"))
    for sentence in limit_sentences(found):
        screen.print(indented(sentence))
    if found.outlook:
        screen.print()
        screen.print(heading("What the reviews ask of such cells"))
        for before, after in found.outlook:
            change = f"{plain(before.value)} to {plain(after.value)} {before.unit}"
            screen.print(indented(f"{before.name}: {change} {before.words}"))
    screen.print()
    written = "" if folder is None else f", recipe.yaml and more in {folder}"
    screen.print(f"{seconds:.1f} s{written}")


def _range(choice: OptimisedField) -> str:
    if isinstance(choice.range, Range):
        return f"{choice.range.low:g} to {choice.range.text(choice.range.high)}"
    return f"{len(choice.range.texts)} values"


def _csv(found: Optimum) -> str:
    head = [*(choice.path for choice in found.fields), found.objective.key, "refused"]
    return csv_text(head, ([*one.texts, one.value, one.failure] for one in found.trials))


def _data(found: Optimum, source: str) -> dict[str, Any]:
    limits = found.limits
    return {
        "source": source,
        "recipe": found.start.name,
        "objective": found.objective.key,
        "robust": found.robust,
        "tried": len(found.trials),
        "members": found.members,
        "choices": [
            {"field": one.path, "before": one.before, "best": one.best, "at_end_of_range": one.end or None}
            for one in found.fields
        ],
        "gains": [
            {
                "key": each.metric.key,
                **keyed("before", each.before),
                **keyed("best", each.after),
                **keyed("gain", each.difference),
            }
            for each in found.gains
        ],
        "limits": {
            "ends": dict(limits.at_end),
            "refused": {why: rounded(value) for why, value in limits.excluded.items()},
            "losses_mV": {name: rounded(1e3 * volts) for name, volts in limits.losses.items()},
            "mass_shares": {name: rounded(share) for name, share in limits.masses.items()},
            "utilisation": rounded(limits.utilisation),
            "reachable": rounded(limits.reachable),
        },
        "outlook": [
            {"name": one.name, "unit": one.unit, "before": rounded(one.value), "best": rounded(other.value)}
            for one, other in found.outlook
        ],
        "yaml": found.recipe.to_yaml(),
    }
