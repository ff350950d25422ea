"""The commands over many cells: ``brimstone compare``, ``sweep``, ``sensitivity`` and ``optimise``."""

import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from brimstone.cli.files import own_folder, recipe_text, refuse_unusable, whole_or_nothing
from brimstone.cli.kept import Keeper
from brimstone.cli.pages import methods_of_recipes, refuse_page, write_page
from brimstone.cli.places import Place
from brimstone.cli.screen import console, print_json, progressing, show_document, working
from brimstone.cli.sources import inspected, locating_errors, short_name
from brimstone.contract.base import Record
from brimstone.errors import BrimstoneError
from brimstone.recipe import Recipe
from brimstone.report.document import write_document
from brimstone.report.paper import write_charts
from brimstone.simulate import Settings
from brimstone.study import Search, compare, optimise, records, sensitivity, tables
from brimstone.study.fronts import pareto
from brimstone.study.keeping import kept_sweep, sweep_identity
from brimstone.study.sweeping import Plan, PreparedSweep, SweepRequest
from brimstone.view import Chart, Document
from brimstone.view import studies as view
from brimstone.view import study_charts as charts

REPORT = "report.html"


@dataclass(frozen=True)
class Output:
    """Where the results of a study go: JSON on standard output, or a screen and files in a folder.

    Attributes
    ----------
    as_json : bool
    out : Path or None
        As requested; a folder of its own in ``out`` by default, or nowhere with JSON.
    force : bool
        Whether files of others may be overwritten.
    html : Path or None
        File for the report alone, besides.
    started : float
    """

    as_json: bool
    out: Path | None
    force: bool = False
    html: Path | None = None
    started: float = field(default_factory=time.perf_counter)

    def folder(self, name: str, *content: object) -> Path | None:
        """The folder for files; a file in its way is refused before the work.

        Parameters
        ----------
        name : str
            Of the folder by default.
        *content
            What the results depend on: other content gets another folder.

        Raises
        ------
        OutputError
            When there can't be such a folder, or no page at `html`.
        """
        refuse_page(self.html)
        if self.out is not None:
            refuse_unusable(self.out, self.force)
            return self.out
        return None if self.as_json else own_folder(name, *content)

    def deliver(
        self,
        folder: Path | None,
        texts: Mapping[str, str],
        drawn: Iterable[Chart],
        record: Record,
        document: Document,
        recipes: Sequence[Recipe] = (),
        varied: Sequence[str] = (),
    ) -> None:
        """Write all files or none, a report among them, and print the record or the document.

        Methods and references of the report are those of `recipes`, without the conditions that are `varied`.

        Raises
        ------
        OutputError
            When the folder can't be written to.
        """
        wanted = folder is not None or self.html is not None
        figures = tuple(drawn) if wanted else ()
        methods = methods_of_recipes(recipes, varied) if wanted and recipes else None
        if folder is not None:
            with working("writing tables and figures"), whole_or_nothing(folder, self.force) as draft:
                for name, text in texts.items():
                    (draft / name).write_text(text, encoding="utf-8")
                write_charts(figures, draft)
                write_document(document, figures, draft / REPORT, methods)
        if self.html is not None:
            write_page(self.html, document, figures, methods)
        if self.as_json:
            print_json(record)
            return
        screen = console()
        show_document(screen, document)
        screen.print()
        written = "" if folder is None else f", files in {folder}"
        screen.print(f"{time.perf_counter() - self.started:.1f} s{written}")


def compare_recipes(sources: Sequence[str], output: Output, settings: Settings, place: Place) -> None:
    """Carry out ``brimstone compare``.

    Raises
    ------
    BrimstoneError
        When there is no such recipe, or its cell is impossible.
    """
    recipes = [inspected(source)[0] for source in sources]
    name = "-".join(["compare", *map(short_name, sources)])[:60]
    folder = output.folder(name, *recipes, settings)
    with working("running the cells"), place.answers(name, recipes, settings) as where:
        result = compare(*recipes, settings=settings, place=where)
    output.deliver(
        folder,
        {"compare.csv": tables.compare_csv(result)},
        charts.compare_charts(result),
        records.compare_record(result, sources),
        view.compare_document(result),
        recipes,
    )


@dataclass(frozen=True)
class Cells:
    """Which cells a sweep has, and what is reported of each.

    Attributes
    ----------
    vary : sequence of str
        Axes as typed.
    table : Path or None
        File with a cell in each row, in place of axes.
    of : str
    at : str or None
        As of `brimstone.study.sweep`.
    """

    vary: Sequence[str]
    table: Path | None
    of: str
    at: str | None

    def request(self) -> SweepRequest:
        """What was typed, read.

        Raises
        ------
        BrimstoneError
            When it is malformed, or both or neither of axes and table are given.
        """
        if (self.table is None) == (not self.vary):
            raise BrimstoneError("give either --vary FIELD=RANGE, once or twice, or --recipes CSV")
        if self.table is None:
            return SweepRequest(Plan.of_axes(self.vary), self.of, self.at)
        try:
            text = self.table.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as problem:
            raise BrimstoneError(f"{self.table} can't be read: {problem}") from None
        try:
            return SweepRequest(Plan.of_table(text), self.of, self.at)
        except BrimstoneError as problem:
            raise BrimstoneError(f"{self.table}: {problem}") from None


def sweep_recipe(source: str, cells: Cells, output: Output, settings: Settings, place: Place) -> None:
    """Carry out ``brimstone sweep``.

    Raises
    ------
    BrimstoneError
        When there is no such recipe or field, or no cell is possible.
    """
    request = cells.request()
    recipe, _ = inspected(source)
    with locating_errors(source):
        prepared = PreparedSweep.of(recipe, request, None, settings)
    folder = output.folder(f"{short_name(source)}-sweep", sweep_identity(prepared))
    store = Keeper(place.store, "the sweep").store
    name = f"{short_name(source)}-sweep"
    kept = nullcontext() if store is None else kept_sweep(prepared, store, name, place.again)
    with (
        progressing("running the cells") as progress,
        locating_errors(source),
        place.executor() as where,
        kept as keeping,
    ):
        result = prepared.run(progress, keeping, where)
    output.deliver(
        folder,
        {"sweep.csv": tables.sweep_csv(result)},
        charts.sweep_charts(result),
        records.sweep_record(result, source),
        view.sweep_document(result),
        [recipe],
        [axis.path for axis in result.axes],
    )
    if keeping is not None and not output.as_json:
        console().print(f"kept: {keeping.kept.name}", soft_wrap=True)


def sensitivity_of_recipe(
    source: str, output: Output, settings: Settings, place: Place, *, of: str, at: str | None
) -> None:
    """Carry out ``brimstone sensitivity``.

    Raises
    ------
    BrimstoneError
        When there is no such recipe, or its cell is impossible or gives nothing.
    """
    recipe, _ = inspected(source)
    name = f"{short_name(source)}-sensitivity"
    folder = output.folder(name, recipe, settings, of, at)
    with (
        progressing("changing one thing at a time") as progress,
        locating_errors(source),
        place.answers(name, [recipe], settings, of, at) as where,
    ):
        result = sensitivity(recipe, of=of, at=at, settings=settings, progress=progress, place=where)
    output.deliver(
        folder,
        {"choices.csv": tables.choices_csv(result), "constants.csv": tables.constants_csv(result)},
        charts.sensitivity_charts(result),
        records.sensitivity_record(result, source),
        view.sensitivity_document(result),
        [recipe],
    )


def optimise_recipe(source: str, search: Search, output: Output, settings: Settings, place: Place) -> None:
    """Carry out ``brimstone optimise``.

    Raises
    ------
    BrimstoneError
        When there is no such recipe, field or objective, or no cell within the ranges is possible.
    """
    recipe, _ = inspected(source)
    name = f"{short_name(source)}-optimum"
    folder = output.folder(name, recipe, settings, search)
    with (
        progressing("evaluating cells") as progress,
        locating_errors(source),
        place.answers(name, [recipe], settings, search) as where,
    ):
        result = optimise(recipe, search, settings=settings, progress=progress, place=where)
    text = result.recipe.to_yaml() if folder is None else recipe_text(result.recipe, folder)
    output.deliver(
        folder,
        {"recipe.yaml": text, "tried.csv": tables.trials_csv(result)},
        charts.optimise_charts(result),
        records.optimise_record(result, source),
        view.optimise_document(result),
        [result.recipe],
    )


def front_of_recipe(
    source: str, search: Search, objectives: Sequence[str], output: Output, settings: Settings, place: Place
) -> None:
    """Carry out ``brimstone pareto``.

    Raises
    ------
    BrimstoneError
        When there is no such recipe, field or objective, or no cell within the ranges is possible.
    """
    recipe, _ = inspected(source)
    name = f"{short_name(source)}-front"
    folder = output.folder(name, recipe, settings, search, *objectives)
    with (
        progressing("evaluating cells") as progress,
        locating_errors(source),
        place.answers(name, [recipe], settings, search, *objectives) as where,
    ):
        result = pareto(recipe, search, objectives, settings=settings, progress=progress, place=where)
    output.deliver(
        folder, {"front.csv": tables.front_csv(result)}, charts.pareto_charts(result),
        records.pareto_record(result, source), view.pareto_document(result), [recipe],
    )  # fmt: skip
