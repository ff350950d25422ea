"""What a person looks at: the report as one HTML file, and figures for a paper."""

from brimstone.report.figures import write_figures
from brimstone.report.page import render, write
from brimstone.result.comparison import Comparison, comparison

__all__ = ["Comparison", "comparison", "render", "write", "write_figures"]
