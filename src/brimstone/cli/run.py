"""``brimstone run``: simulate, print, and write the report whole or not at all."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brimstone.cli.files import refuse_unusable, whole_or_nothing
from brimstone.cli.screen import console, print_json, working
from brimstone.cli.sources import inspected, locating_errors, short_name
from brimstone.contract.run import run_record

if TYPE_CHECKING:
    from brimstone.contract.run import RunRecord
    from brimstone.recipe import Recipe
    from brimstone.result import Run

REPORT = "report.html"


def run(source: str, as_json: bool, out: Path | None, figures: bool, **options: Any) -> bool:
    """Carry out ``brimstone run``.

    Parameters
    ----------
    source : str
        File of the recipe, or ``cell:NAME``.
    as_json : bool
        Print the contract on standard output instead of the summary.
    out : Path or None
        Folder to write to; None for ``out/NAME``, or for nothing with `as_json`.
    figures : bool
        Write each figure as PNG and SVG as well.
    **options
        Of `brimstone.cell.Cell.run`.

    Returns
    -------
    bool
        Whether the run completed and its balances close.

    Raises
    ------
    BrimstoneError
        When the recipe can't be made, or the folder can't be written to.
    """
    began = time.perf_counter()
    recipe, notes = inspected(source)
    folder = out if out is not None or as_json else Path("out") / short_name(source)
    if folder is not None:
        refuse_unusable(folder)
    with locating_errors(source):
        result = simulate(recipe, **options)
    record = run_record(result)
    if folder is not None:
        with working("writing the report"):
            write_results(result, record, folder, figures)
    if as_json:
        print_json(record)
        return result.status == "completed"
    from brimstone.cli.summary import summary

    report = None if folder is None else folder / REPORT
    summary(console(), result, notes, report, time.perf_counter() - began)
    return result.status == "completed"


def simulate(recipe: "Recipe", **options: Any) -> "Run":
    """Run the cell of a recipe, reporting progress at a terminal."""
    with working("simulating") as status:
        from brimstone.cell import Cell

        def report_progress(words: str, share: float) -> None:
            status.update(f"simulating: {words}, {100 * share:.0f} %")

        return Cell(recipe).run(progress=None if status is None else report_progress, **options)


def write_results(result: "Run", record: "RunRecord", folder: Path, figures: bool) -> None:
    """Write report, contract and recipe of a run into `folder`: all of them, or none.

    Raises
    ------
    OutputError
        When the folder can't be written to.
    """
    from brimstone.report import write, write_figures

    with whole_or_nothing(folder) as draft:
        write(result, draft, record)
        if figures:
            write_figures(result, draft / "figures")
        (draft / "run.json").write_text(record.to_json() + "\n", encoding="utf-8")
        (draft / "recipe.yaml").write_text(result.recipe.to_yaml(), encoding="utf-8")
