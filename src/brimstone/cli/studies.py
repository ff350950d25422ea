"""The commands over many cells: ``brimstone compare``, ``sweep``, ``sensitivity`` and ``optimise``."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from brimstone.cli.files import refuse_unusable, whole_or_nothing
from brimstone.cli.screen import console, print_json, show_document, working
from brimstone.cli.sources import inspected, locating_errors, short_name
from brimstone.contract.base import Record
from brimstone.report.paper import write_charts
from brimstone.simulate import Settings
from brimstone.study import Search, compare, optimise, records, sensitivity, sweep, tables
from brimstone.view import Chart, Document
from brimstone.view import studies as view
from brimstone.view import study_charts as charts


@dataclass(frozen=True)
class Output:
    """Where the results of a study go: JSON on standard output, or a screen and files in a folder.

    Attributes
    ----------
    as_json : bool
    out : Path or None
        As requested; ``out/NAME`` by default, or nowhere with JSON.
    started : float
    """

    as_json: bool
    out: Path | None
    started: float = field(default_factory=time.perf_counter)

    def folder(self, name: str) -> Path | None:
        """The folder for files; a file in its way is refused before the work.

        Raises
        ------
        OutputError
            When there can't be such a folder.
        """
        folder = self.out if self.out is not None or self.as_json else Path("out") / name
        if folder is not None:
            refuse_unusable(folder)
        return folder

    def deliver(
        self,
        folder: Path | None,
        texts: Mapping[str, str],
        drawn: Iterable[Chart],
        record: Record,
        document: Document,
    ) -> None:
        """Write all files or none, and print the record or the document.

        Raises
        ------
        OutputError
            When the folder can't be written to.
        """
        if folder is not None:
            with working("writing tables and figures"), whole_or_nothing(folder) as draft:
                for name, text in texts.items():
                    (draft / name).write_text(text, encoding="utf-8")
                write_charts(drawn, draft)
        if self.as_json:
            print_json(record)
            return
        screen = console()
        show_document(screen, document)
        screen.print()
        written = "" if folder is None else f", files in {folder}"
        screen.print(f"{time.perf_counter() - self.started:.1f} s{written}")


def compare_recipes(sources: Sequence[str], output: Output, settings: Settings) -> None:
    """Carry out ``brimstone compare``.

    Raises
    ------
    BrimstoneError
        When there is no such recipe, or its cell is impossible.
    """
    recipes = [inspected(source)[0] for source in sources]
    folder = output.folder("-".join(["compare", *map(short_name, sources)])[:80])
    with working("running the cells"):
        result = compare(*recipes, settings=settings)
    output.deliver(
        folder,
        {"compare.csv": tables.compare_csv(result)},
        charts.compare_charts(result),
        records.compare_record(result, sources),
        view.compare_document(result),
    )


def sweep_recipe(
    source: str, vary: Sequence[str], output: Output, settings: Settings, *, of: str, at: str | None
) -> None:
    """Carry out ``brimstone sweep``.

    Raises
    ------
    BrimstoneError
        When there is no such recipe or field, or no cell is possible.
    """
    recipe, _ = inspected(source)
    folder = output.folder(f"{short_name(source)}-sweep")
    with _progress("running the cells") as progress, locating_errors(source):
        result = sweep(recipe, vary, of=of, at=at, settings=settings, progress=progress)
    output.deliver(
        folder,
        {"sweep.csv": tables.sweep_csv(result)},
        charts.sweep_charts(result),
        records.sweep_record(result, source),
        view.sweep_document(result),
    )


def sensitivity_of_recipe(source: str, output: Output, settings: Settings, *, of: str, at: str | None) -> None:
    """Carry out ``brimstone sensitivity``.

    Raises
    ------
    BrimstoneError
        When there is no such recipe, or its cell is impossible or gives nothing.
    """
    recipe, _ = inspected(source)
    folder = output.folder(f"{short_name(source)}-sensitivity")
    with _progress("changing one thing at a time") as progress, locating_errors(source):
        result = sensitivity(recipe, of=of, at=at, settings=settings, progress=progress)
    output.deliver(
        folder,
        {"choices.csv": tables.choices_csv(result), "constants.csv": tables.constants_csv(result)},
        charts.sensitivity_charts(result),
        records.sensitivity_record(result, source),
        view.sensitivity_document(result),
    )


def optimise_recipe(source: str, search: Search, output: Output, settings: Settings) -> None:
    """Carry out ``brimstone optimise``.

    Raises
    ------
    BrimstoneError
        When there is no such recipe, field or objective, or no cell within the ranges is possible.
    """
    recipe, _ = inspected(source)
    folder = output.folder(f"{short_name(source)}-optimum")
    with _progress("evaluating cells") as progress, locating_errors(source):
        result = optimise(recipe, search, settings=settings, progress=progress)
    output.deliver(
        folder,
        {"recipe.yaml": result.recipe.to_yaml(), "tried.csv": tables.trials_csv(result)},
        charts.optimise_charts(result),
        records.optimise_record(result, source),
        view.optimise_document(result),
    )


@contextmanager
def _progress(words: str) -> Iterator[Callable[[float], None]]:
    """A progress callback that shows the share of the work done to a person at a terminal."""
    with working(words) as status:

        def update(share: float) -> None:
            if status is not None:
                status.update(f"{words}, {100 * share:.0f} %")

        yield update
