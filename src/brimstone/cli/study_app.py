"""The commands over many cells, their options and their help."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from brimstone.cli.completion import cells_called
from brimstone.cli.options import (
    AsJson,
    AtRate,
    Certain,
    Force,
    Html,
    MembersIfAny,
    OfQuantities,
    OutOfStudy,
    Seed,
    Source,
    placed,
)

if TYPE_CHECKING:
    from brimstone.cli.places import Place

study_app = typer.Typer()


@study_app.command("compare")
@placed
def _compare(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="RECIPE", help="YAML files, or cell:NAME", autocompletion=cells_called),
    ],
    as_json: AsJson = False,
    out: OutOfStudy = None,
    html: Html = None,
    certain: Certain = False,
    members: MembersIfAny = None,
    seed: Seed = 0,
    force: Force = False,
    *,
    place: "Place",
) -> None:
    """Compare recipes: how they differ and what that changes, with the interval of each difference."""
    from brimstone.cli.studies import Output, Settings, compare_recipes

    compare_recipes(sources, Output(as_json, out, force, html), Settings(certain, members, seed=seed), place)


@study_app.command("sweep")
@placed
def _sweep(
    source: Source,
    vary: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD=RANGE",
            help="cathode.loading=0.5..6 mg/cm2:12, rate=0.05..5C:9 log, operation.temperature=[0 degC, 60 degC]; "
            "a second one gives a map.",
        ),
    ] = None,
    recipes: Annotated[
        Path | None,
        typer.Option(metavar="CSV", help="In place of --vary a table: paths of fields in its first row, a cell a row."),
    ] = None,
    of: OfQuantities = "capacity, voltage, energy",
    at: AtRate = None,
    as_json: AsJson = False,
    out: OutOfStudy = None,
    html: Html = None,
    certain: Certain = False,
    members: MembersIfAny = None,
    seed: Seed = 0,
    force: Force = False,
    *,
    place: "Place",
) -> None:
    """Vary fields of a recipe: table, CSV and figure of the results, each cell kept as it comes."""
    from brimstone.cli.studies import Cells, Output, Settings, sweep_recipe

    cells = Cells(vary or (), recipes, of, at)
    sweep_recipe(source, cells, Output(as_json, out, force, html), Settings(certain, members, seed=seed), place)


@study_app.command("sensitivity")
@placed
def _sensitivity(
    source: Source,
    of: OfQuantities = "capacity, voltage, energy",
    at: AtRate = None,
    as_json: AsJson = False,
    out: OutOfStudy = None,
    html: Html = None,
    members: Annotated[
        int, typer.Option(min=100, max=100_000, metavar="N", help="Samples over the stated uncertainties.")
    ] = 1000,
    seed: Seed = 0,
    force: Force = False,
    *,
    place: "Place",
) -> None:
    """Show which choices in a recipe and which uncertain constants change its results most."""
    from brimstone.cli.studies import Output, Settings, sensitivity_of_recipe

    output = Output(as_json, out, force, html)
    sensitivity_of_recipe(source, output, Settings(members=members, seed=seed), place, of=of, at=at)


@study_app.command("optimise")
@placed
def _optimise(
    source: Source,
    vary: Annotated[
        list[str],
        typer.Option(
            metavar="FIELD=RANGE", help="Free field: cathode.loading=1..8 mg/cm2, or a list [a, b]; repeatable."
        ),
    ],
    objective: Annotated[
        str, typer.Option("--for", metavar="NAME", help='Objective: "Wh/kg", "package energy", "capacity".')
    ] = "Wh/kg",
    within: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=RANGE", help="Constraint: cathode.composition.S=20..50 wt%, voltage=1.9..2.5 V; repeatable."
        ),
    ] = None,
    at: AtRate = None,
    robust: Annotated[
        bool, typer.Option("--robust", help="Optimise the lower end of the 80 % interval instead of the nominal value.")
    ] = False,
    evaluations: Annotated[int, typer.Option(min=20, max=100_000, metavar="N", help="Cells to evaluate.")] = 300,
    as_json: AsJson = False,
    out: OutOfStudy = None,
    html: Html = None,
    seed: Seed = 0,
    force: Force = False,
    *,
    place: "Place",
) -> None:
    """Find the best values of some fields, what they gain, and what limits further gains."""
    from brimstone.cli.studies import Output, Search, Settings, optimise_recipe

    search = Search(vary, objective, within or (), at, robust, evaluations)
    optimise_recipe(source, search, Output(as_json, out, force, html), Settings(seed=seed), place)


@study_app.command("pareto")
@placed
def _pareto(
    source: Source,
    vary: Annotated[
        list[str],
        typer.Option(
            metavar="FIELD=RANGE", help="Free field: cathode.loading=1..8 mg/cm2, or a list [a, b]; repeatable."
        ),
    ],
    objectives: Annotated[
        list[str],
        typer.Option(
            "--for",
            metavar="NAME",
            help='Objective, two to four of them: "Wh/kg", cost, or a free field: rate=high, '
            "operation.stack_pressure=low.",
        ),
    ],
    within: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=RANGE", help="Constraint: cathode.composition.S=20..50 wt%, voltage=1.9..2.5 V; repeatable."
        ),
    ] = None,
    at: AtRate = None,
    evaluations: Annotated[int, typer.Option(min=20, max=100_000, metavar="N", help="Cells to evaluate.")] = 400,
    as_json: AsJson = False,
    out: OutOfStudy = None,
    html: Html = None,
    seed: Seed = 0,
    force: Force = False,
    *,
    place: "Place",
) -> None:
    """Find the cells of which none is better than another in everything."""
    from brimstone.cli.studies import Output, Search, Settings, front_of_recipe

    search = Search(vary, within=within or (), at=at, evaluations=evaluations)
    settings = Settings(certain=True, seed=seed)
    front_of_recipe(source, search, objectives, Output(as_json, out, force, html), settings, place)


@study_app.command("ccd")
@placed
def _ccd(
    source: Source,
    currents: Annotated[
        str, typer.Option(metavar="RANGE", help="Current densities, rising: 0.1..2 mA/cm2:20, or a list.")
    ] = "0.1..2 mA/cm2:20",
    capacity: Annotated[
        str | None, typer.Option(metavar="AMOUNT", help="That each half cycle passes, such as 0.5 mAh/cm2.")
    ] = None,
    half: Annotated[
        str | None, typer.Option(metavar="TIME", help="Of each half cycle, where no capacity is given; 1 h by default.")
    ] = None,
    cycles: Annotated[int, typer.Option(min=1, max=1000, metavar="N", help="Cycles at each current.")] = 1,
    rest: Annotated[str | None, typer.Option(metavar="TIME", help="After each half cycle; none by default.")] = None,
    pressure: Annotated[
        str | None, typer.Option(metavar="LIST", help="Stack pressures: 1, 5, 25 MPa; that of the recipe by default.")
    ] = None,
    temperature: Annotated[
        str | None, typer.Option(metavar="LIST", help="Temperatures: 25 degC, 60 degC; that of the recipe by default.")
    ] = None,
    as_json: AsJson = False,
    out: OutOfStudy = None,
    html: Html = None,
    certain: Certain = False,
    members: MembersIfAny = None,
    seed: Seed = 0,
    force: Force = False,
    *,
    place: "Place",
) -> None:
    """Test the critical current: anode and separator of a recipe as a symmetric cell, cycled at rising currents."""
    from brimstone.cli.critical import Test, critical_currents_of_recipe
    from brimstone.cli.studies import Output, Settings

    test = Test(currents, capacity, half, cycles, rest, pressure, temperature)
    settings = Settings(certain, members, seed=seed)
    critical_currents_of_recipe(source, test, Output(as_json, out, force, html), settings, place)
