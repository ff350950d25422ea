"""The liquid reference cell beside what was measured of it, and its shuttle beside that of a published model."""

from pathlib import Path

import numpy as np

from brimstone.cell import Cell
from brimstone.constants import MAH_G
from brimstone.library import Library
from brimstone.recipe import read
from brimstone.result import Step

RECIPE = Path(__file__).parents[2] / "examples" / "liquid2018.yaml"
RATES = ("0.1C", "0.5C", "1C")
CHARGED_HALF = 2.31  # V at 0.1C, doi:10.1002/anie.202302363


def liquid_page(library: Library) -> str:
    """Dips, maxima and capacities at three rates, and the voltage of a charge."""
    run = Cell(read(RECIPE), library).run(certain=True, checks=False)
    lines = [
        "# The liquid reference cell, measured and computed",
        "",
        "`examples/liquid2018.yaml` beside the numbers of doi:10.1016/j.electacta.2018.07.045, second-hand and read",
        "off a figure. Constants of dissolved sulfur were estimated from these numbers, so the page shows how well",
        "one set of laws holds them together, not a prediction.",
        "",
        "| rate | quantity | measured | computed | difference |",
        "|---|---|---|---|---|",
    ]
    for rate, step in zip(RATES, run.steps[: len(RATES)], strict=True):
        dip, top = extremes(step)
        capacity = step.capacity("sulfur").value / MAH_G
        for words, computed in (("dip", dip), ("maximum", top)):
            measured = _measured(library, "discharge voltage", words, rate)
            change = f"{1e3 * (computed - measured):+.0f} mV"
            lines.append(f"| {rate} | {words} | {measured:.3f} V | {computed:.3f} V | {change} |")
        measured = _measured(library, "discharge capacity", "", rate) / MAH_G
        change = f"{100.0 * (capacity / measured - 1.0):+.1f} %"
        lines.append(f"| {rate} | capacity | {measured:.0f} mAh/g | {capacity:.0f} mAh/g | {change} |")
    back = run.steps[5].curve
    taken = np.abs(back.charge)
    half = float(np.interp(0.5 * taken[-1], taken, back.voltage))
    change = f"{1e3 * (half - CHARGED_HALF):+.0f} mV"
    lines.append(f"| 0.1C | halfway through a charge | {CHARGED_HALF:.2f} V | {half:.3f} V | {change} |")
    return "\n".join([*lines, "", *_REMARKS]) + "\n"


_REMARKS = [
    "The charge is that of another cell of the same chemistry (doi:10.1002/anie.202302363). The model of",
    "doi:10.1039/c5cp05755h, solved on its own in the tests, has the same upper plateau, the same split after",
    "418 mAh/g and the same current below which a charge never ends. Its lower plateau lies at 2.3 V, above all",
    "experiments, and it passes twelve electrons for a molecule of S₈, as a quarter of the sulfur stays in solution",
    "as S₂²⁻: there the two models differ in structure.",
]


def extremes(step: Step) -> tuple[float, float]:
    """Lowest voltage between the plateaus and highest after it [V]."""
    charge, voltage = step.curve.charge, step.curve.voltage
    plateau = voltage[(charge > 0.2 * charge[-1]) & (charge < 0.9 * charge[-1])]
    rising = np.flatnonzero(np.diff(plateau) > 0.0)
    return (float(plateau[rising[0]]), float(plateau[rising[-1] + 1])) if rising.size else (float(plateau[0]),) * 2


def _measured(library: Library, quantity: str, words: str, rate: str) -> float:
    figures = library.cell("Liquid2018").figures
    return next(
        one.value.si for one in figures if one.quantity == quantity and words in one.at and rate in one.at.split(", ")
    )
