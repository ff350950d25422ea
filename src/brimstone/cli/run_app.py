"""The commands that run a cell and write what came of it."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from brimstone.cli.options import (
    Again,
    AsJson,
    Certain,
    Force,
    Html,
    Resume,
    Seed,
    Source,
    StoreAt,
    cycles_named,
    refuse_both,
)

run_app = typer.Typer()


@run_app.command("run")
def _run(
    source: Source,
    as_json: AsJson = False,
    html: Html = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Folder for report.html, run.json and recipe.yaml; by default out/NAME, or none with --json.",
        ),
    ] = None,
    certain: Certain = False,
    members: Annotated[
        int | None,
        typer.Option(
            min=10,
            max=100_000,
            metavar="N",
            help="Samples over the stated uncertainties; by default 200, fewer for very long protocols.",
        ),
    ] = None,
    nodes: Annotated[
        int, typer.Option(min=5, max=1000, metavar="N", help="Finite volumes through the depth of the cathode.")
    ] = 40,
    figures: Annotated[
        bool, typer.Option("--figures", help="Also write each figure as PNG, SVG and PDF for a paper.")
    ] = False,
    csv: Annotated[
        bool,
        typer.Option(
            "--csv",
            help="Also write the steps against time as curves.csv, discharging currents positive, and spectra as "
            "spectra.csv.",
        ),
    ] = False,
    curves: Annotated[
        bool,
        typer.Option("--curves", help="Put the steps against time into the JSON, too; discharging currents positive."),
    ] = False,
    cycles: Annotated[
        str | None,
        typer.Option(
            metavar="LIST",
            help="Cycles to look at closely, such as 1,100,last: their losses, and which mechanism took the capacity "
            "from each to the next (by repeating the protocol without it); by default the first and the last.",
        ),
    ] = None,
    seed: Seed = 0,
    store: StoreAt = None,
    resume: Resume = False,
    again: Again = False,
    force: Force = False,
) -> None:
    """Simulate a cell, print a summary, write its report and keep the run."""
    from brimstone.cli.run import Extras, Output, run
    from brimstone.simulate.settings import Settings

    refuse_both(resume, again)
    settings = Settings(certain, members, nodes, seed)
    if cycles is not None:
        settings = replace(settings, cycles=cycles_named(cycles))
    output = Output(as_json, out, Extras(figures, csv, curves), html, store, again, force)
    raise typer.Exit(0 if run(source, output, settings) else 1)


@run_app.command("report")
def _report(
    name: Annotated[str, typer.Argument(metavar="RUN", help="Name of a kept run, or how it begins.")],
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Folder; by default out/NAME.")] = None,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the page alone, to this file.")] = None,
    figures: Annotated[bool, typer.Option("--figures", help="Also write each figure as PNG, SVG and PDF.")] = False,
    store: StoreAt = None,
) -> None:
    """Write the report of a kept run."""
    from brimstone.cli.run import report

    report(name, out, figures, store, html)
