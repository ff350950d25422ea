"""What the commands over many cells share: folders, tables for programs, numbers with their interval."""

import csv
import io
import json
import math
from collections.abc import Callable, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer

from brimstone.cli.files import refuse_unusable, whole_or_nothing
from brimstone.cli.screen import working
from brimstone.result import Figure


def folder_of(out: Path | None, name: str, as_json: bool) -> Path | None:
    """Where files go: as asked, or ``out/NAME``, or nowhere with JSON; a file in the way is found out here.

    Raises
    ------
    OutputError
        When there can't be such a folder.
    """
    folder = out if out is not None or as_json else Path("out") / name
    if folder is not None:
        refuse_unusable(folder)
    return folder


def write_all(folder: Path | None, texts: dict[str, str], draw: Callable[[Path], Any]) -> None:
    """Write texts and a figure into a folder, all of them or none.

    Raises
    ------
    OutputError
        When the folder can't be written to.
    """
    if folder is None:
        return
    with working("writing tables and figures"), whole_or_nothing(folder) as draft:
        for name, text in texts.items():
            (draft / name).write_text(text, encoding="utf-8")
        draw(draft)


def csv_text(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table for other programs; what is no number stays empty."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow(["" if one is None or one != one else one for one in row])
    return buffer.getvalue()


def print_json(data: Any) -> None:
    """Print a contract and nothing else."""
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False))


def rounded(value: float | None) -> float | None:
    """Seven digits; null where there is no number."""
    return None if value is None or not math.isfinite(value) else float(f"{value:.7g}")


def keyed(key: str, figure: Figure) -> dict[str, float | None]:
    """A figure under its key, with ``_low`` and ``_high`` where it has an interval."""
    found = {key: rounded(figure.value)}
    if figure.low is not None and figure.high is not None:
        found |= {f"{key}_low": rounded(figure.low), f"{key}_high": rounded(figure.high)}
    return found


@contextmanager
def told(words: str) -> Any:
    """What a study tells its progress to, shown to a person at a terminal."""
    with working(words) as status:

        def tell(share: float) -> None:
            if status is not None:
                status.update(f"{words}, {100 * share:.0f} %")

        yield tell
