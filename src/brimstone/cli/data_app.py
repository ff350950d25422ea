"""The commands on measured files."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from brimstone.cli.completion import cells_called
from brimstone.cli.options import (
    AsJson,
    Certain,
    Force,
    Html,
    Members,
    Seed,
    Source,
    placed,
)
from brimstone.errors import BrimstoneError

if TYPE_CHECKING:
    from brimstone.cli.places import Place

data_app = typer.Typer()


class Form(StrEnum):
    """What a measured file can be converted to."""

    bdf = "bdf"


@data_app.command("data")
def _data(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="File of a cycler or an impedance analyser")],
    as_json: AsJson = False,
    to: Annotated[
        Form | None, typer.Option("--to", help="Convert it: Battery Data Format, csv, charging currents positive.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE", help="New file for it; by default it is printed."),
    ] = None,
    html: Html = None,
    current: Annotated[
        str | None,
        typer.Option(metavar="CURRENT", help="Current of a digitised curve over capacity, such as '0.1 mA'."),
    ] = None,
    mass: Annotated[
        str | None, typer.Option(metavar="MASS", help="Mass that its capacity is given per, such as '1.2 mg'.")
    ] = None,
    area: Annotated[
        str | None, typer.Option(metavar="AREA", help="Area that its capacity is given per, such as '0.785 cm2'.")
    ] = None,
) -> None:
    """Show what a measured file holds: cycles, spectra, and what was decided on reading it."""
    from brimstone.cli.data import drawn_with, show_data

    if out is not None and to is None:
        raise BrimstoneError("--out needs --to bdf")
    if as_json and to is not None and out is None:
        raise BrimstoneError("--json and --to both print: give --out FILE for what is converted")
    drawn = drawn_with(current, mass, area)
    show_data(source, as_json=as_json, bdf=to is not None, out=out, html=html, drawn=drawn)


@data_app.command("impedance")
def _impedance(
    source: Annotated[
        str,
        typer.Argument(
            metavar="RECIPE|FILE",
            help="YAML file of a recipe, cell:NAME, or a measured file",
            autocompletion=cells_called,
        ),
    ],
    circuit: Annotated[
        str | None,
        typer.Option(metavar="CIRCUIT", help="To fit, such as R0-p(R1,CPE1)-TL1; TL is the transmission line."),
    ] = None,
    area: Annotated[
        str | None, typer.Option(metavar="AREA", help="Of a measured electrode, such as '1.13 cm2'.")
    ] = None,
    as_json: AsJson = False,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Folder for impedance.json and figures.")] = None,
    certain: Certain = False,
    members: Members = 200,
    seed: Seed = 0,
    force: Force = False,
) -> None:
    """Read spectra as a laboratory does: test of Kramers and Kronig, relaxation times, fit of a circuit."""
    from brimstone.cli.impedance import Asked, read_spectra
    from brimstone.cli.studies import Output
    from brimstone.simulate.settings import Settings

    asked = Asked(circuit, area, Settings(certain, members, seed=seed))
    read_spectra(source, asked, Output(as_json, out, force))


@data_app.command("synthetic")
def _synthetic(
    source: Source,
    area: Annotated[
        str | None, typer.Option(metavar="AREA", help="Of the electrode, such as '1.13 cm2', if the recipe has none.")
    ] = None,
    every: Annotated[
        str | None, typer.Option(metavar="TIME", help="Between records, such as '10 s', which is usual.")
    ] = None,
    noise: Annotated[
        str | None, typer.Option(metavar="VOLTAGE", help="Standard deviation of a voltage; 0.2 mV by default.")
    ] = None,
    pressure_noise: Annotated[
        str | None, typer.Option(metavar="PRESSURE", help="Standard deviation of the pressure sensor.")
    ] = None,
    pressure_drift: Annotated[
        str | None, typer.Option(metavar="PRESSURE", help="Change of the pressure sensor's zero in an hour.")
    ] = None,
    perfect: Annotated[
        bool, typer.Option("--perfect", help="No errors of voltage, current and impedance but those asked for.")
    ] = False,
    as_json: AsJson = False,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Folder; by default in out/.")] = None,
    html: Html = None,
    seed: Seed = 0,
    force: Force = False,
) -> None:
    """Write what a laboratory would have recorded of a cell: cycler, spectra and sensors, with their errors."""
    from brimstone.cli.studies import Output
    from brimstone.cli.synthetic import Asked, write_synthetic

    asked = Asked(area, every, noise, pressure_noise, pressure_drift, perfect, seed)
    write_synthetic(source, asked, Output(as_json, out, force, html))


class Basis(StrEnum):
    """What a weighed mass is of."""

    active = "active"
    sulfur = "sulfur"
    electrode = "electrode"


@data_app.command("fit")
@placed
def _fit(
    source: Source,
    data: Annotated[list[Path] | None, typer.Argument(metavar="DATA", help="Measured files of this cell")] = None,
    free: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME...", help="Parameters to fit, as `explain` lists them. Without any, some are proposed."
        ),
    ] = None,
    mass: Annotated[
        str | None, typer.Option(metavar="MASS", help="Mass in this electrode, such as '1.2 mg', if it has no area.")
    ] = None,
    per: Annotated[Basis, typer.Option(help="What the mass is of.")] = Basis.active,
    area: Annotated[str | None, typer.Option(metavar="AREA", help="Of the electrode, such as '1.13 cm2'.")] = None,
    without: Annotated[
        list[str] | None,
        typer.Option(metavar="PROCESS", help="Also fit without it, such as 'product film'; repeatable."),
    ] = None,
    spectra_after: Annotated[
        bool,
        typer.Option(
            "--spectra-after", help="Spectra were taken after the steps of their file, or the only one with steps."
        ),
    ] = False,
    spectra_at: Annotated[
        str | None,
        typer.Option(
            metavar="STEPS",
            help="Step after which each spectrum was taken, such as '2, 5', or 'a.csv:2, b.csv:5' of several files.",
        ),
    ] = None,
    emcee: Annotated[bool, typer.Option("--emcee", help="Sample the posterior by emcee, which takes longer.")] = False,
    as_json: AsJson = False,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder for the fitted recipe, fit.json and figures.")
    ] = None,
    html: Html = None,
    seed: Annotated[int, typer.Option(min=0, metavar="N", help="Seed of the random samples.")] = 0,
    *,
    place: "Place",
) -> None:
    """Fit parameters of a cell to measured files, and tell how far each is known."""
    from brimstone.cli.fit import Asked, fit_recipe
    from brimstone.cli.studies import Output
    from brimstone.fit.question import Electrode

    electrode = Electrode(mass, area, per.value)
    asked = Asked(data or [], free or [], without or [], electrode, emcee, seed, spectra_after, spectra_at)
    fit_recipe(source, asked, Output(as_json, out, html=html), place)
