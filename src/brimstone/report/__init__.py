"""What a person looks at: the report as one HTML file, and figures for a paper."""

from pathlib import Path

from brimstone.report.page import render, write
from brimstone.report.paper import write_charts
from brimstone.result import Run
from brimstone.view.run import paper_charts

__all__ = ["render", "write", "write_figures"]


def write_figures(run: Run, folder: Path | str) -> list[Path]:
    """Write the figures of a run for a paper, ``NAME.png`` and ``NAME.svg`` each, 85 mm wide.

    Parameters
    ----------
    run : Run
    folder : Path or str
        Created if it does not exist.

    Raises
    ------
    OSError
        When the folder can't be written to.
    """
    return write_charts(paper_charts(run), folder)
