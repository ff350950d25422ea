"""Write the pages of the documentation that are computed: cells, calibration, checks.

Run by hand (`python docs/generate.py`) when the model, the library or the constants change; it takes some minutes.
"""

from pathlib import Path

from pages.calibration import calibration_page
from pages.parts import parts_page
from pages.reported import reported_page
from pages.tiers import compare_tiers, plot, tiers_page

from brimstone.library import load
from brimstone.verify import table as checks_table

HERE = Path(__file__).parent


def main() -> None:
    library = load()
    tiers = compare_tiers(library)
    plot(tiers, HERE / "images" / "tiers.png")
    pages = {
        "cells.md": lambda: reported_page(library),
        "checks.md": checks_table,
        "lithium.md": lambda: parts_page(library),
        "tiers.md": lambda: tiers_page(tiers),
        "calibration.md": lambda: calibration_page(library),
    }
    for name, write in pages.items():
        (HERE / name).write_text(write(), encoding="utf-8")


if __name__ == "__main__":
    main()
