"""``brimstone run``: simulate, print, and write the report whole or not at all."""

import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from brimstone.cli.screen import console
from brimstone.cli.sources import inspected, naming, short_name
from brimstone.errors import OutputError

if TYPE_CHECKING:
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
        _refuse_file(folder)
    with naming(source):
        result = simulate(recipe, **options)
    if folder is not None:
        with _working("writing the report"):
            write_results(result, folder, figures)
    if as_json:
        typer.echo(json.dumps(result.to_dict(), ensure_ascii=False, indent=2, allow_nan=False))
        return result.status == "completed"
    from brimstone.cli.summary import summary

    report = None if folder is None else folder / REPORT
    summary(console(), result, notes, report, time.perf_counter() - began)
    return result.status == "completed"


def simulate(recipe: "Recipe", **options: Any) -> "Run":
    """Run the cell of a recipe, telling a person who waits what is being waited for."""
    with _working("preparing"):
        first = _not_yet_compiled()
    with _working("compiling the equations for this machine, about half a minute, once" if first else "simulating"):
        from brimstone.cell import Cell

        return Cell(recipe).run(**options)


def write_results(result: "Run", folder: Path, figures: bool) -> None:
    """Write report, contract and recipe of a run into `folder`: all of them, or none.

    Raises
    ------
    OutputError
        When the folder can't be written to.
    """
    from brimstone.report import write, write_figures

    with _whole_or_nothing(folder) as draft:
        write(result, draft)
        if figures:
            write_figures(result, draft / "figures")
        contract = json.dumps(result.to_dict(), ensure_ascii=False, indent=2, allow_nan=False)
        (draft / "run.json").write_text(contract + "\n", encoding="utf-8")
        (draft / "recipe.yaml").write_text(result.recipe.to_yaml(), encoding="utf-8")


@contextmanager
def _whole_or_nothing(folder: Path) -> Iterator[Path]:
    """A folder beside `folder` to write into; its files are moved over when the block ends without an error."""
    made = [place for place in (folder, *folder.parents) if not place.exists()]
    draft = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{folder.name or 'brimstone'}-", dir=folder.parent))
        yield draft
        for path in sorted(path for path in draft.rglob("*") if path.is_file()):
            target = folder / path.relative_to(draft)
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(path, target)
    except OSError as problem:
        raise OutputError(f"{folder}: can't be written to: {problem.strerror or problem}") from None
    finally:
        if draft is not None:
            shutil.rmtree(draft, ignore_errors=True)
        _remove_empty(made)


def _remove_empty(folders: list[Path]) -> None:
    """Take away folders made for results that never came; those with something in them stay."""
    for folder in folders:
        try:
            folder.rmdir()
        except OSError:
            continue


def _refuse_file(folder: Path) -> None:
    """A file where the folder should be is found out before the work, not after it."""
    for place in (folder, *folder.parents):
        try:
            if place.exists():
                if not place.is_dir():
                    raise OutputError(f"--out {folder}: {place} is a file; name a folder")
                if not os.access(place, os.W_OK | os.X_OK):
                    raise OutputError(f"--out {folder}: {place} can't be written to")
                return
        except OSError as problem:
            raise OutputError(f"--out {folder}: {problem.strerror}") from None


def _not_yet_compiled() -> bool:
    """Whether the kernels have to be compiled first: nothing is kept under the digest of the sources."""
    from brimstone._compile import numba

    return next(Path(numba.config.CACHE_DIR).rglob("*.nbc"), None) is None


def _working(words: str) -> Any:
    """Words with a sign of life on standard error, for a person at a terminal only."""
    screen = console(errors=True)
    return screen.status(words) if screen.is_terminal else nullcontext()
