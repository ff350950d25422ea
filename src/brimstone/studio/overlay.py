"""Measured curves over computed ones."""

from dataclasses import replace

import numpy as np

from brimstone.constants import MAH_G
from brimstone.errors import BrimstoneError
from brimstone.result import Measured, Run
from brimstone.result.measured import Cycling
from brimstone.units import parse
from brimstone.view import Chart, Series, curves
from brimstone.view.steps import bases, visible

_MOST = 4  # half cycles that are drawn
_COLOURS = (("#b3321f", "#f08a76"), ("#7b4ea3", "#b79bd6"), ("#2c7a4b", "#6cc08b"), ("#8a6d3b", "#d1b37a"))


def overlay(run: Run | None, measured: Measured, mass: str) -> tuple[Chart | None, str]:
    """The voltage curves of a run with the first discharges of a measurement over them.

    Parameters
    ----------
    run : Run or None
    measured : Measured
    mass : str
        Of the active material in the cell, with its unit; it is never guessed.

    Returns
    -------
    Chart or None
    str
        What is missing; empty when nothing is.
    """
    if run is None or measured.cycling is None:
        return None, ""
    chart = curves.voltage_chart(run, curves.voltage_curves(run))
    if chart is None:
        return None, "This run has no curve to compare with."
    if not mass.strip():
        return chart, "Give the mass of active material in the measured cell to see it over the computed curves."
    try:
        grams = parse(mass, "mass").si
    except BrimstoneError as problem:
        return chart, str(problem)
    if not grams > 0.0:
        return chart, f"'{mass}' must be above 0."
    # The figure counts per gram of what `bases` names first; the mass is that of the active material.
    share = float(run.cell.sulfur_mass[0] / run.cell.active_mass[0]) if bases(run)[0].unit.endswith("S") else 1.0
    found = _discharges(measured.cycling)[:_MOST]
    if not found:
        return chart, "The file holds no discharge."
    series = [
        Series(f"measured, cycle {cycle}", *_curve(part, grams * share), colour, "line", dashed=True)
        for (cycle, part), colour in zip(found, _COLOURS, strict=False)
    ]
    first = chart.panels[0]
    panels = (replace(first, series=(*first.series, *series)), *chart.panels[1:])
    return replace(chart, panels=panels, caption=f"{chart.caption} Dashed: measured ({measured.source})."), ""


def _discharges(cycling: Cycling) -> list[tuple[int, Cycling]]:
    found = []
    for cycle in np.unique(cycling.cycle):
        part = (cycling.cycle == cycle) & (cycling.direction < 0)
        if np.count_nonzero(part) > 2:
            found.append((int(cycle), cycling.part(part)))
    return found


def _curve(part: Cycling, grams: float) -> tuple[np.ndarray, np.ndarray]:
    capacity = (part.discharged - part.discharged[0]) / grams / MAH_G
    kept = visible(capacity, part.voltage)
    return capacity[kept], part.voltage[kept]
