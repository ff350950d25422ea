"""``brimstone data``: what a file of a cycler or an impedance analyser holds."""

from pathlib import Path

import typer

from brimstone.bridge.cycler import read_data, to_bdf
from brimstone.cli.files import write_new
from brimstone.cli.pages import refuse_page, write_page
from brimstone.cli.screen import console, print_json, show_document
from brimstone.contract.data import DataRecord
from brimstone.view.measured import data_document, measured_charts
from brimstone.view.methods import methods_of_work


def show_data(source: Path, *, as_json: bool, bdf: bool, out: Path | None, html: Path | None = None) -> None:
    """Carry out ``brimstone data``.

    Raises
    ------
    DataError
        When the file can't be read.
    OutputError
        When `out` exists, or the page can't be written.
    """
    refuse_page(html)
    measured = read_data(source)
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
