"""The house style of figures for a paper, as matplotlib takes it."""

from contextlib import AbstractContextManager
from typing import Any

#: Those installed are used in turn for every letter; the last comes with matplotlib and has them all.
_FONTS = ("Arial", "Helvetica", "Liberation Sans", "DejaVu Sans")

STYLE: dict[str, Any] = {
    "font.size": 7.5,
    "axes.labelsize": 8,
    "axes.linewidth": 0.6,
    "axes.unicode_minus": True,
    "axes.formatter.useoffset": False,
    "axes.formatter.limits": (-4, 7),
    "xtick.labelsize": 7,
    "ytick.labelsize": 7,
    "xtick.direction": "in",
    "ytick.direction": "in",
    "xtick.top": True,
    "ytick.right": True,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.major.size": 3,
    "ytick.major.size": 3,
    "lines.linewidth": 1.1,
    "lines.markersize": 4,
    "legend.fontsize": 6.5,
    "legend.frameon": False,
    "legend.handlelength": 1.4,
    "legend.labelspacing": 0.3,
    "legend.columnspacing": 1.0,
    "legend.handletextpad": 0.5,
    "text.parse_math": False,  # names of a recipe are no formulas
    "pdf.fonttype": 42,  # journals refuse others
    "svg.fonttype": "none",
    "svg.hashsalt": "brimstone",
    "savefig.dpi": 300,
}


def house_style() -> AbstractContextManager[None]:
    """Draw and save in the house style within this context."""
    import matplotlib
    from matplotlib import font_manager

    present = set(font_manager.get_font_names())
    style: Any = STYLE | {"font.family": [name for name in _FONTS if name in present]}
    return matplotlib.rc_context(style)
