"""Write the pages of the documentation that are computed: cells, calibration, checks.

Run by hand (`python docs/generate.py`) when the model, the library or the constants change; it takes some minutes.
"""

from pathlib import Path

import pages.tiers as tiers
from pages.reported import table as reported_table

from brimstone.fit.calibrate import table as calibration_table
from brimstone.fit.parts import table as parts_table
from brimstone.library import load
from brimstone.verify import table as checks_table

HERE = Path(__file__).parent


def main() -> None:
    library = load()
    both = tiers.compare(library)
    tiers.plot(both, HERE / "images" / "tiers.png")
    pages = {
        "cells.md": lambda: reported_table(library),
        "checks.md": checks_table,
        "lithium.md": lambda: parts_table(library),
        "tiers.md": lambda: tiers.table(both),
        "calibration.md": lambda: calibration_table(library),
    }
    for name, write in pages.items():
        (HERE / name).write_text(write(), encoding="utf-8")


if __name__ == "__main__":
    main()
