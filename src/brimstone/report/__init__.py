"""What a person looks at: the report as one HTML file, and figures for a paper."""

from brimstone.report.comparison import Comparison, comparison
from brimstone.report.figures import write_figures
from brimstone.report.page import render, write

__all__ = ["Comparison", "comparison", "render", "write", "write_figures"]
