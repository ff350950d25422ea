"""A figure of matplotlib that is saved as it was drawn."""

from typing import Any

# No pyplot: no window system and no figures kept alive behind the scenes.
from matplotlib.figure import Figure

from brimstone.report._style import house_style


class PaperFigure(Figure):
    """A figure in the house style, which its files have, too: words stay text, and fonts are those that journals take.

    Matplotlib reads the kind of fonts and the resolution only when a figure is saved.
    """

    def savefig(self, *arguments: Any, **options: Any) -> None:
        """Save the figure as matplotlib does, in the house style."""
        with house_style():
            super().savefig(*arguments, **options)
