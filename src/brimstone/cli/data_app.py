"""The commands on measured files."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from brimstone.cli.options import AsJson
from brimstone.errors import BrimstoneError

data_app = typer.Typer()


class Form(StrEnum):
    """What a measured file can be converted to."""

    bdf = "bdf"


@data_app.command("data")
def _data(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="File of a cycler or an impedance analyser")],
    as_json: AsJson = False,
    to: Annotated[Form | None, typer.Option("--to", help="Convert it: Battery Data Format, csv.")] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE", help="New file for it; by default it is printed."),
    ] = None,
) -> None:
    """Show what a measured file holds: cycles, spectra, and what was decided on reading it."""
    from brimstone.cli.data import show_data

    if out is not None and to is None:
        raise BrimstoneError("--out needs --to bdf")
    if as_json and to is not None and out is None:
        raise BrimstoneError("--json and --to both print: give --out FILE for what is converted")
    show_data(source, as_json=as_json, bdf=to is not None, out=out)
