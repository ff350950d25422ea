"""``brimstone verify``: computed values compared with those of the two reviews, row by row."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from brimstone.cli.screen import console, indented, print_json
from brimstone.contract.verify import CheckRecord
from brimstone.errors import BrimstoneError, nearest_names
from brimstone.view.words import listed

if TYPE_CHECKING:
    from brimstone.verify import Outcome, Row


def verify(ids: Sequence[str], as_json: bool) -> bool:
    """Carry out ``brimstone verify``.

    Parameters
    ----------
    ids : sequence of str
        Rows to check; all when empty.
    as_json : bool

    Returns
    -------
    bool
        Whether all passed.

    Raises
    ------
    BrimstoneError
        When there is no row of an id.
    """
    rows = chosen(ids)
    screen = console()
    done: list[tuple[Row, Outcome]] = []
    for row in rows:
        outcome = row.run()
        done.append((row, outcome))
        if not as_json:
            _print(screen, row, outcome)
    failed = [row.id for row, outcome in done if not outcome.passed]
    if as_json:
        print_json([_record(row, outcome) for row, outcome in done])
    elif failed:
        screen.print(Text(f"{len(done) - len(failed)} of {len(done)} pass; {listed(failed)} failed", style="red"))
    else:
        screen.print(Text(f"all {len(done)} pass", style="green"))
    return not failed


def chosen(ids: Sequence[str]) -> "list[Row]":
    """The rows of these ids, in the given order; all rows for none."""
    from brimstone.verify import rows

    every = {row.id.upper(): row for row in rows()}
    selected = []
    for name in ids:
        if name.upper() not in every:
            near = nearest_names(name, every)
            hint = f" Did you mean {' or '.join(near)}?" if near else ""
            raise BrimstoneError(f"no row of the checklist is called '{name}'.{hint} There are {listed(every)}.")
        selected.append(every[name.upper()])
    return selected or list(every.values())


def _print(screen: Console, row: "Row", outcome: "Outcome") -> None:
    line = Text(f"{row.id:<5}", style="bold")
    line.append("pass  " if outcome.passed else "FAIL  ", style="green" if outcome.passed else "red")
    line.append(row.phenomenon)
    screen.print(line)
    screen.print(indented(f'"{row.quote}" ({row.source})', style="dim", mark="review   "))
    screen.print(indented(outcome.computed, mark="computed ", style="" if outcome.passed else "red"))
    screen.print(indented(row.expected, mark="expected "))
    screen.print(indented(row.tolerance, style="dim", mark="tolerance"))
    screen.print()


def _record(row: "Row", outcome: "Outcome") -> CheckRecord:
    return CheckRecord(
        id=row.id,
        phenomenon=row.phenomenon,
        quotes=list(row.quotes),
        source=row.source,
        computed=outcome.computed,
        expected=row.expected,
        tolerance=row.tolerance,
        passed=bool(outcome.passed),
        details={name: float(value) for name, value in outcome.details.items()},
    )
