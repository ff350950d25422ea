"""The report of a cell that is measured, not discharged: a symmetric cell, or a composite between electrodes."""

from brimstone.report.document import document_html
from brimstone.result import MeasuredRun
from brimstone.view.laboratory import measured_charts, measured_page
from brimstone.view.methods import methods_of_measured


def render_measured(run: MeasuredRun) -> str:
    """The report as text; everything that comes from the recipe is escaped."""
    return document_html(measured_page(run), measured_charts(run), methods_of_measured(run), run.recipe.to_yaml())
