"""A document of `brimstone.view` with its charts as one HTML file that needs no network."""

from collections.abc import Sequence
from pathlib import Path

from brimstone import __version__
from brimstone.report._files import write_whole
from brimstone.report._packed import packed_data, packed_plotly
from brimstone.report.page import asset, environment, page_script
from brimstone.report.plotly import specification
from brimstone.view import Chart, Document


def document_html(document: Document, charts: Sequence[Chart] = ()) -> str:
    """The document as text; all words are escaped."""
    script, hashes = page_script("report.js")
    return str(
        environment()
        .get_template("document.html")
        .render(
            document=document,
            charts=charts,
            figures=packed_data({chart.name: specification(chart) for chart in charts}),
            hashes=hashes,
            style=asset("style.css"),
            script=script,
            plotly=packed_plotly()[0],
            version=__version__,
        )
    )


def write_document(document: Document, charts: Sequence[Chart], path: Path) -> Path:
    """Write a document as HTML, whole or not at all.

    Raises
    ------
    OSError
        When the file can't be written.
    """
    return write_whole(path, document_html(document, charts).encode())
