"""What a person looks at: the report as one HTML file, and figures for a paper."""

from pathlib import Path
from typing import TYPE_CHECKING

from brimstone.report._files import write_whole
from brimstone.report.measured import render_measured
from brimstone.report.page import render as render_run
from brimstone.report.paper import drawn, write_charts
from brimstone.result import MeasuredRun, Run
from brimstone.view.laboratory import measured_charts
from brimstone.view.run import paper_charts

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from brimstone.contract.run import RunRecord
    from brimstone.view import Chart

__all__ = ["REPORT", "figures", "render", "write", "write_figures"]

REPORT = "report.html"  #: name of the file


def render(run: Run | MeasuredRun, record: "RunRecord | None" = None) -> str:
    """The report as text; everything that comes from the recipe is escaped.

    Parameters
    ----------
    run : Run, SymmetricRun or BlockingRun
    record : RunRecord, optional
        Of the run, where it has been built already.
    """
    return render_run(run, record) if isinstance(run, Run) else render_measured(run)


def write(run: Run | MeasuredRun, folder: Path | str, record: "RunRecord | None" = None) -> list[Path]:
    """Write the report of a run.

    Parameters
    ----------
    run : Run, SymmetricRun or BlockingRun
    folder : Path or str
        Created if it does not exist.
    record : RunRecord, optional
        Of the run, where it has been built already.

    Returns
    -------
    list of Path
        The file ``report.html``, written whole or not at all.

    Raises
    ------
    OSError
        When the folder can't be written to.
    """
    return [write_whole(Path(folder) / REPORT, render(run, record).encode())]


def figures(run: Run | MeasuredRun, columns: int = 1) -> "dict[str, Figure]":
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
    return drawn(_charts(run), columns)


def write_figures(run: Run | MeasuredRun, folder: Path | str) -> list[Path]:
    """Write the figures of a run for a paper, ``NAME.png``, ``NAME.svg`` and ``NAME.pdf`` each, 85 mm wide.

    Parameters
    ----------
    run : Run, SymmetricRun or BlockingRun
    folder : Path or str
        Created if it does not exist.

    Raises
    ------
    OSError
        When the folder can't be written to.
    """
    return write_charts(_charts(run), folder, ("png", "svg", "pdf"))


def _charts(run: Run | MeasuredRun) -> "list[Chart]":
    return paper_charts(run) if isinstance(run, Run) else measured_charts(run)
