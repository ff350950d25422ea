"""What a person reads after a run: what the cell does, what holds it back, and whether it agrees with the paper."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from brimstone.cli.screen import STYLES, show
from brimstone.view.run import about, run_sections, verdict
from brimstone.view.steps import label

if TYPE_CHECKING:
    from brimstone.library import Note
    from brimstone.result import Run


def summary(screen: Console, run: "Run", notes: "Sequence[Note]", report: Path | None, seconds: float) -> None:
    """Print a run for people.

    Parameters
    ----------
    screen : Console
    run : Run
    notes : sequence of Note
        Notes from the design rules.
    report : Path or None
        Where the report is.
    seconds : float
        Since the start of the command.
    """
    screen.print(Text(run.recipe.name, style="bold"))
    for line in about(run):
        screen.print(Text(line.text, style=STYLES[line.level]))
    for section in run_sections(run, notes):
        show(screen, section)
    screen.print()
    failed = next((step for step in run.steps if not step.completed), None) if run.status == "failed" else None
    why = "" if failed is None else f" in {label(failed)}: {failed.stop_reason.partition(';')[0]}"
    last = Text(run.status, style="green" if run.status == "completed" else "red")
    last.append(f"{why}\n" if why else ": ", style="default")
    last.append(verdict(run, seconds), style="default")
    screen.print(last)
    if report is not None:
        screen.print(Text(f"report: {report}"), soft_wrap=True)
