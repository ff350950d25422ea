"""A document of `brimstone.view` with its charts as one HTML file that needs no network."""

from collections.abc import Sequence
from pathlib import Path

from brimstone import __version__
from brimstone.report._files import write_whole
from brimstone.report._packed import packed_data
from brimstone.report.page import asset, environment, page_script
from brimstone.report.plotly import specification
from brimstone.view import Chart, Document
from brimstone.view.methods import Methods


def document_html(
    document: Document, charts: Sequence[Chart] = (), methods: Methods | None = None, recipe: str = ""
) -> str:
    """The document as text; all words are escaped.

    Parameters
    ----------
    document : Document
    charts : sequence of Chart
        Shown before the sections; those in a section stand where they are.
    methods : Methods, optional
        How it was computed, for a paper.
    recipe : str
        Of the cell, as YAML, where the document is of one.
    """
    placed = [item for section in document.sections for item in section.items if isinstance(item, Chart)]
    return str(
        environment()
        .get_template("document.html")
        .render(
            document=document,
            charts=charts,
            figures=packed_data({chart.name: specification(chart) for chart in (*charts, *placed)}),
            **page_script("report.js"),
            style=asset("style.css"),
            methods=methods,
            recipe=recipe,
            version=__version__,
        )
    )


def write_document(document: Document, charts: Sequence[Chart], path: Path, methods: Methods | None = None) -> Path:
    """Write a document as HTML, whole or not at all.

    Raises
    ------
    OSError
        When the file can't be written.
    """
    return write_whole(path, document_html(document, charts, methods).encode())
