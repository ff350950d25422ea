"""Whether the program shows what the two reviews describe: one row a phenomenon, each computed as a user would."""

import importlib

from brimstone.verify.row import Outcome, Row

__all__ = ["Outcome", "Row", "rows"]

_SECTIONS = (
    "chemistry",
    "architecture",
    "electrolytes",
    "kinetics",
    "decomposition",
    "mechanics",
    "anode",
    "practical",
)


def rows() -> list[Row]:
    """All checks that are built, section by section."""
    return [row for section in _SECTIONS for row in importlib.import_module(f"{__name__}.{section}").ROWS]
