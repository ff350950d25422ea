"""Whether the program shows what the two reviews describe: one row a phenomenon, each computed as a user would."""

import importlib

from brimstone.verify.row import Outcome, Row

__all__ = ["Outcome", "Row", "rows", "table"]

_SECTIONS = (
    "chemistry",
    "architecture",
    "electrolytes",
    "kinetics",
    "composite",
    "decomposition",
    "mechanics",
    "pressure",
    "anode",
    "interfaces",
    "strategies",
    "lithium",
    "assembly",
    "sulfur",
    "gels",
    "practical",
    "formats",
    "processes",
)


def rows() -> list[Row]:
    """All checks that are built, section by section."""
    return [row for section in _SECTIONS for row in importlib.import_module(f"{__name__}.{section}").ROWS]


def table() -> str:
    """A page of Markdown: every check, carried out."""
    lines = [
        "# Checks against the two reviews",
        "",
        "Each row is a phenomenon that at least one of the two reviews describes, computed through the same code as",
        "a user's run and compared with the number or the order that the review states. `brimstone verify` carries",
        "them out.",
        "",
        "| row | phenomenon | expected | computed | agrees |",
        "|---|---|---|---|---|",
    ]
    for row in rows():
        outcome = row.run()
        cells = (row.id, row.phenomenon, row.expected, outcome.computed, "yes" if outcome.passed else "**no**")
        lines.append("| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |")
    return "\n".join(lines) + "\n"
