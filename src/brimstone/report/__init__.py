"""What a person looks at: the report as one HTML file, and figures for a paper."""

from pathlib import Path
from typing import TYPE_CHECKING

from brimstone.report.page import render, write
from brimstone.report.paper import drawn, write_charts
from brimstone.result import BlockingRun, Run, SymmetricRun
from brimstone.view.laboratory import measured_charts
from brimstone.view.run import paper_charts

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["figures", "render", "write", "write_figures"]


def figures(run: Run | SymmetricRun | BlockingRun, columns: int = 1) -> "dict[str, Figure]":
    """The figures of a run for a paper, to change and to save.

    Parameters
    ----------
    run : Run, SymmetricRun or BlockingRun
    columns : {1, 2}
        Of a journal: 85 or 178 mm wide.

    Returns
    -------
    dict of str to matplotlib.figure.Figure
        By name: ``voltage``, ``rates``, ``losses`` and others, those that the run has data for.
    """
    return drawn(paper_charts(run) if isinstance(run, Run) else measured_charts(run), columns)


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
