"""``brimstone data``: what a file of a cycler or an impedance analyser holds."""

from pathlib import Path

import typer

from brimstone.bridge.cycler import Drawn, read_data, read_digitised, to_bdf
from brimstone.cli.files import write_new
from brimstone.cli.pages import refuse_page, write_page
from brimstone.cli.screen import console, print_json, show_document
from brimstone.contract.data import DataRecord
from brimstone.errors import BrimstoneError
from brimstone.units import parse
from brimstone.view.measured import data_document, measured_charts
from brimstone.view.methods import methods_of_work


def drawn_with(current: str | None, mass: str | None, area: str | None) -> Drawn | None:
    """How a curve over capacity was measured; None where nothing is said of it.

    Raises
    ------
    BrimstoneError
        When a quantity can't be read, or a mass or an area is given without the current.
    """
    if current is None:
        if mass or area:
            raise BrimstoneError("--mass and --area go with --current, for a file of voltage over capacity")
        return None
    return Drawn(
        _positive("--current", current, "current"),
        _positive("--mass", mass, "mass") if mass else None,
        _positive("--area", area, "area") if area else None,
    )


def _positive(option: str, text: str, dimension: str) -> float:
    """A quantity above zero [SI]."""
    value = parse(text, dimension).si
    if not value > 0.0:
        raise BrimstoneError(f"{option}: {text}; expected more than zero")
    return value


def show_data(
    source: Path, *, as_json: bool, bdf: bool, out: Path | None, html: Path | None = None, drawn: Drawn | None = None
) -> None:
    """Carry out ``brimstone data``.

    Raises
    ------
    DataError
        When the file can't be read.
    OutputError
        When `out` exists, or the page can't be written.
    """
    refuse_page(html)
    measured = read_data(source) if drawn is None else read_digitised(source, drawn)
    if html is not None:
        methods = methods_of_work("The file was read, and its cycles and charges were counted,")
        write_page(html, data_document(measured), measured_charts(measured), methods)
    if bdf:
        text = to_bdf(measured)
        if out is None:
            typer.echo(text, nl=False)
            return
        write_new(out, text)
    if as_json:
        print_json(DataRecord.of(measured))
    else:
        show_document(console(), data_document(measured))
