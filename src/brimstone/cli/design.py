"""The commands that judge a design: ``brimstone strategies``, ``energy`` and ``package``; nominal values."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from brimstone.cli.pages import methods_of_recipes, refuse_page, write_page
from brimstone.cli.places import Place
from brimstone.cli.screen import console, print_json, show_document, working
from brimstone.cli.sources import inspected, locating_errors, short_name
from brimstone.constants import WH_KG
from brimstone.contract.base import Record
from brimstone.design import records
from brimstone.design.cost import cost
from brimstone.design.current import current_distribution, packed_recipe
from brimstone.design.energy import energy_gap, needed_loading, review_goals
from brimstone.design.road import reported_standings, standing
from brimstone.design.safety import safety
from brimstone.design.strategies import compare_treatments
from brimstone.library import Library, load
from brimstone.library.complete import complete
from brimstone.library.own import with_own_materials
from brimstone.recipe import Recipe
from brimstone.simulate import Settings
from brimstone.simulate.discharge import discharged
from brimstone.view import Chart, Document
from brimstone.view import design as view


def _read(source: str) -> tuple[Recipe, Library]:
    recipe, _ = inspected(source)
    return recipe, with_own_materials(load(), recipe)


@dataclass(frozen=True)
class Output:
    """Where the result goes.

    Attributes
    ----------
    as_json : bool
        Whether JSON is printed, and nothing else.
    html : Path or None
        File for a page.
    """

    as_json: bool
    html: Path | None = None


def _deliver(recipe: Recipe, record: Record, document: Document, charts: Sequence[Chart], output: Output) -> None:
    if output.html is not None:
        write_page(output.html, document, charts, methods_of_recipes([recipe]))
    if output.as_json:
        print_json(record)
    else:
        show_document(console(), document)


def strategies(source: str, output: Output, place: Place) -> None:
    """Carry out ``brimstone strategies``.

    Raises
    ------
    BrimstoneError
        When there is no recipe, or its cell is impossible.
    """
    refuse_page(output.html)
    recipe, library = _read(source)
    name = f"{short_name(source)}-strategies"
    with (
        working("applying every treatment to this cell"),
        locating_errors(source),
        place.answers(name, [recipe], Settings(certain=True)) as where,
    ):
        comparison = compare_treatments(recipe, library, place=where)
    record = records.strategies_record(recipe.name, comparison)
    _deliver(recipe, record, view.strategies_document(record), view.strategies_charts(record), output)


def energy(source: str, target: float, output: Output) -> None:
    """Carry out ``brimstone energy``; `target` in Wh/kg.

    Raises
    ------
    BrimstoneError
        When there is no recipe, its cell is impossible, or gives no charge.
    """
    refuse_page(output.html)
    recipe, library = _read(source)
    with working("running the cell after each change"), locating_errors(source):
        gap = energy_gap(recipe, library)
        needed = needed_loading(gap.stages[-1], library, target * WH_KG)
        goals = review_goals(recipe, library)
    record = records.energy_record(recipe.name, gap, target * WH_KG, needed, goals)
    charts = [view.energy_chart(gap)]
    if output.html is not None:
        with working("packing the reported cells"):
            own = standing("this cell", complete(recipe, library), library, measured=False)
            charts.append(view.road_chart(reported_standings(library), own))
    _deliver(recipe, record, view.energy_document(record), charts, output)


def package(source: str, output: Output) -> None:
    """Carry out ``brimstone package``.

    Raises
    ------
    BrimstoneError
        When there is no recipe, its cell is impossible, or gives no charge.
    """
    refuse_page(output.html)
    recipe, library = _read(source)
    with working("discharging the packaged cell"), locating_errors(source):
        packed = packed_recipe(recipe, library)
        run, step = discharged(packed, library)
        current = current_distribution(packed, library)
        hazards = safety(run, library)
        spent = cost(packed, library)
    record = records.package_record(run, step, current, hazards, spent, recipe.format is None)
    _deliver(recipe, record, view.package_document(record), view.package_charts(record), output)
