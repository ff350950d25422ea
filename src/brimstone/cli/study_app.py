"""The commands over many cells, their options and their help."""

from pathlib import Path
from typing import Annotated

import typer

from brimstone.cli.options import (
    Again,
    AsJson,
    AtRate,
    Certain,
    Force,
    MembersIfAny,
    OfQuantities,
    OutOfStudy,
    Resume,
    Scheduler,
    Seed,
    Source,
    StoreAt,
    refuse_both,
)

study_app = typer.Typer()


@study_app.command("compare")
def _compare(
    sources: Annotated[list[str], typer.Argument(metavar="RECIPE RECIPE...", help="YAML files, or cell:NAME")],
    as_json: AsJson = False,
    out: OutOfStudy = None,
    certain: Certain = False,
    members: MembersIfAny = None,
    seed: Seed = 0,
    store: StoreAt = None,
    resume: Resume = False,
    again: Again = False,
    scheduler: Scheduler = None,
    force: Force = False,
) -> None:
    """Compare recipes: how they differ and what that changes, with the interval of each difference."""
    from brimstone.cli.studies import Output, Place, Settings, compare_recipes

    refuse_both(resume, again)
    place = Place(store, again, scheduler)
    compare_recipes(sources, Output(as_json, out, force), Settings(certain, members, seed=seed), place)


@study_app.command("sweep")
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
    certain: Certain = False,
    members: MembersIfAny = None,
    seed: Seed = 0,
    store: StoreAt = None,
    resume: Resume = False,
    again: Again = False,
    scheduler: Scheduler = None,
    force: Force = False,
) -> None:
    """Vary fields of a recipe: table, CSV and figure of the results, each cell kept as it comes."""
    from brimstone.cli.studies import Cells, Output, Place, Settings, sweep_recipe

    refuse_both(resume, again)
    cells = Cells(vary or (), recipes, of, at)
    place = Place(store, again, scheduler)
    sweep_recipe(source, cells, Output(as_json, out, force), Settings(certain, members, seed=seed), place)


@study_app.command("sensitivity")
def _sensitivity(
    source: Source,
    of: OfQuantities = "capacity, voltage, energy",
    at: AtRate = None,
    as_json: AsJson = False,
    out: OutOfStudy = None,
    members: Annotated[
        int, typer.Option(min=100, max=100_000, metavar="N", help="Samples over the stated uncertainties.")
    ] = 1000,
    seed: Seed = 0,
    store: StoreAt = None,
    resume: Resume = False,
    again: Again = False,
    scheduler: Scheduler = None,
    force: Force = False,
) -> None:
    """Show which choices in a recipe and which uncertain constants change its results most."""
    from brimstone.cli.studies import Output, Place, Settings, sensitivity_of_recipe

    refuse_both(resume, again)
    output, place = Output(as_json, out, force), Place(store, again, scheduler)
    sensitivity_of_recipe(source, output, Settings(members=members, seed=seed), place, of=of, at=at)


@study_app.command("optimise")
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
    seed: Seed = 0,
    store: StoreAt = None,
    resume: Resume = False,
    again: Again = False,
    scheduler: Scheduler = None,
    force: Force = False,
) -> None:
    """Find the best values of some fields, what they gain, and what limits further gains."""
    from brimstone.cli.studies import Output, Place, Search, Settings, optimise_recipe

    refuse_both(resume, again)
    search = Search(vary, objective, within or (), at, robust, evaluations)
    optimise_recipe(source, search, Output(as_json, out, force), Settings(seed=seed), Place(store, again, scheduler))


@study_app.command("pareto")
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
    seed: Seed = 0,
    store: StoreAt = None,
    resume: Resume = False,
    again: Again = False,
    scheduler: Scheduler = None,
    force: Force = False,
) -> None:
    """Find the cells of which none is better than another in everything."""
    from brimstone.cli.studies import Output, Place, Search, Settings, front_of_recipe

    refuse_both(resume, again)
    search = Search(vary, within=within or (), at=at, evaluations=evaluations)
    settings, place = Settings(certain=True, seed=seed), Place(store, again, scheduler)
    front_of_recipe(source, search, objectives, Output(as_json, out, force), settings, place)


@study_app.command("ccd")
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
    certain: Certain = False,
    members: MembersIfAny = None,
    seed: Seed = 0,
    store: StoreAt = None,
    resume: Resume = False,
    again: Again = False,
    scheduler: Scheduler = None,
    force: Force = False,
) -> None:
    """Test the critical current: anode and separator of a recipe as a symmetric cell, cycled at rising currents."""
    from brimstone.cli.critical import Test, critical_currents_of_recipe
    from brimstone.cli.studies import Output, Place, Settings

    refuse_both(resume, again)
    test = Test(currents, capacity, half, cycles, rest, pressure, temperature)
    settings, place = Settings(certain, members, seed=seed), Place(store, again, scheduler)
    critical_currents_of_recipe(source, test, Output(as_json, out, force), settings, place)
