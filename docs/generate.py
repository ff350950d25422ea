"""Write the pages of the documentation that are computed: cells, validation, calibration, checks and others.

Run by hand when the model, the library, the constants or public names change: `python docs/generate.py` takes some
minutes, `python docs/generate.py public.md` a second.
"""

import argparse
import sys
from pathlib import Path

from pages.calibration import calibration_page
from pages.checks import checks_page
from pages.commands import commands_page
from pages.json_keys import json_page
from pages.liquid import liquid_page
from pages.loops import loops_page
from pages.measurements import impedance_page, sensors_page, titration_page, voltammetry_page
from pages.parts import parts_page
from pages.public import public_page
from pages.recipe import recipe_page
from pages.reported import reported_page
from pages.tiers import compare_tiers, plot, tiers_page
from pages.validation import validation_page

from brimstone.library import load

HERE = Path(__file__).parent


def main(words: list[str]) -> None:
    """Write the pages named, or all."""
    library = load()

    def tiers() -> str:
        compared = compare_tiers(library)
        plot(compared, HERE / "images" / "tiers.png")
        return tiers_page(compared)

    pages = {
        "cells.md": lambda: reported_page(library),
        "checks.md": checks_page,
        "commands.md": commands_page,
        "json.md": json_page,
        "lithium.md": lambda: parts_page(library),
        "liquid.md": lambda: liquid_page(library),
        "loops.md": lambda: loops_page(library, HERE / "images"),
        "impedance.md": lambda: impedance_page(library, HERE / "images"),
        "titration.md": lambda: titration_page(library, HERE / "images"),
        "voltammetry.md": lambda: voltammetry_page(library, HERE / "images"),
        "sensors.md": lambda: sensors_page(library, HERE / "images"),
        "tiers.md": tiers,
        "calibration.md": lambda: calibration_page(library, HERE.parent / "out" / "calibration"),
        "validation.md": lambda: validation_page(library),
        "public.md": public_page,
        "recipe.md": lambda: recipe_page(library),
    }
    parser = argparse.ArgumentParser(description="Write pages that are generated; all of them unless some are named.")
    parser.add_argument("page", nargs="*", help=", ".join(pages), metavar="PAGE")
    names = parser.parse_args(words).page
    if unknown := [name for name in names if name not in pages]:
        parser.error(f"no page of that name: {', '.join(unknown)}; there are {', '.join(pages)}")
    for name in names or pages:
        (HERE / name).write_text(pages[name](), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
