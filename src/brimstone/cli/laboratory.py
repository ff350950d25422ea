"""What ``brimstone run`` writes and prints of a cell that is measured, not discharged."""

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

from brimstone.cli.files import whole_or_nothing
from brimstone.cli.screen import console, show_document
from brimstone.contract.laboratory import measured_record
from brimstone.report import write, write_figures
from brimstone.view.laboratory import measured_document

if TYPE_CHECKING:
    from brimstone.result import MeasuredRun


def show(result: "MeasuredRun", page: Path | None, seconds: float) -> None:
    """Print a run, where its report is, and how long it took [s]."""
    screen = console()
    show_document(screen, measured_document(result))
    screen.print()
    screen.print(f"{seconds:.1f} s{'' if page is None else f', report: {page}'}", soft_wrap=True)


def write_files(result: "MeasuredRun", folder: Path, force: bool = False) -> None:
    """Write report, contract, recipe, figures and the steps against time into a folder: all of them, or none.

    Raises
    ------
    OutputError
        When the folder can't be written to.
    """
    text = io.StringIO()
    columns = result.trace()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(columns)
    rows.writerows([f"{value:.7g}" for value in row] for row in zip(*columns.values(), strict=True))
    with whole_or_nothing(folder, force) as draft:
        write(result, draft)
        write_figures(result, draft)
        (draft / "curves.csv").write_text(text.getvalue(), encoding="utf-8")
        (draft / "run.json").write_text(measured_record(result, curves=True).to_json() + "\n", encoding="utf-8")
        (draft / "recipe.yaml").write_text(result.recipe.to_yaml(), encoding="utf-8")
