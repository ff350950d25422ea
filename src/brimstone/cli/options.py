"""Options that several commands have."""

from pathlib import Path
from typing import Annotated

import typer

from brimstone.errors import BrimstoneError

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]
StoreAt = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="DIR",
        help="Store of runs; by default the folder in BRIMSTONE_STORE, or that of the platform. 'off' keeps nothing.",
    ),
]
Again = Annotated[bool, typer.Option("--again", help="Compute even if an equal result is kept.")]
Resume = Annotated[
    bool, typer.Option("--resume", help="Go on with what was broken off; what is kept of it is not computed again.")
]
Force = Annotated[bool, typer.Option("--force", help="Write to --out even over files that Brimstone did not write.")]
Html = Annotated[
    Path | None, typer.Option("--html", metavar="FILE", help="Also write it as a page, with figures and methods.")
]
Source = Annotated[str, typer.Argument(metavar="RECIPE", help="YAML file of a recipe, or cell:NAME")]
Members = Annotated[int, typer.Option(min=10, max=100_000, metavar="N", help="Samples over the stated uncertainties.")]
Seed = Annotated[int, typer.Option(min=0, metavar="N", help="Seed of the random samples.")]
Certain = Annotated[bool, typer.Option("--certain", help="Nominal values only: faster, no intervals.")]
MembersIfAny = Annotated[
    int | None, typer.Option(min=10, max=100_000, metavar="N", help="Samples over the stated uncertainties.")
]
AtRate = Annotated[
    str | None, typer.Option(metavar="RATE", help="Discharge rate, such as 1C; by default that of the recipe.")
]
OfQuantities = Annotated[str, typer.Option(metavar="NAMES", help="Quantities, separated by commas.")]
OutOfStudy = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Folder for CSV and figures; by default in out/, or none with --json."),
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS", help="Dask scheduler, such as tcp://10.0.0.1:8786; by default the cores of this machine."
    ),
]


def refuse_both(resume: bool, again: bool) -> None:
    """Refuse to go on and to begin anew.

    Raises
    ------
    BrimstoneError
        When both are asked for.
    """
    if resume and again:
        raise BrimstoneError("--resume goes on with what is kept, --again begins anew; choose one")
