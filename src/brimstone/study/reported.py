"""Every reported cell that can run, run: measured figures beside computed ones."""

import math

from brimstone.cell import Cell
from brimstone.errors import BrimstoneError
from brimstone.library import Library
from brimstone.recipe import parse
from brimstone.recipe.recipe import Reported
from brimstone.result import Run, Step

_MAH_G = 3600.0  # C/kg


def match(run: Run, reported: Reported) -> Step | None:
    """The step of a run that a reported figure is of: same direction, rate nearest and within 2 %, same cycle."""
    rate = reported.rate
    if rate is None or reported.capacity is None or reported.capacity.kind != "specific charge":
        return None
    cell = run.cell
    current = {
        "C": rate.si * float(cell.theoretical_charge[0]) / 3600.0,
        "specific current": rate.si * float(cell.active_mass[0]),
    }.get(rate.kind, rate.si)
    candidates = [
        step
        for step in run.shown
        if step.instruction.kind == reported.direction
        and abs(abs(step.instruction.current) / current - 1.0) < 0.02
        and step.instruction.cycle in (0, reported.cycle or 1)
    ]
    return candidates[0] if candidates else None


def table(library: Library) -> str:
    """A page of Markdown with all runnable cells of the library."""
    lines = [
        "# Reported cells, measured beside computed",
        "",
        "Every cell of the library whose recipe is known well enough to run (`brimstone list cells`). What had to be",
        "recalled or assumed stands in each recipe's note (`brimstone show cell NAME`). The interval holds 80 % of 200",
        "samples over the stated uncertainties, laboratories included. The model does not age yet: a later cycle is",
        "compared with the first.",
        "",
        "| cell | condition | measured, mAh/g | computed | 80 % interval | computed : measured |",
        "|---|---|---|---|---|---|",
    ]
    for known in library.cells(runnable=True):
        recipe = parse(known.recipe or "", known.name)
        try:
            run = Cell(recipe, library).run()
        except BrimstoneError as problem:
            lines.append(f"| {known.name} | can't be run: {problem} | | | | |")
            continue
        temperature = f"{run.cell.temperature - 273.15:.0f} °C"
        rows = []
        for figure in recipe.reported:
            step = match(run, figure)
            if step is None or figure.capacity is None:
                continue
            capacity = step.capacity(figure.per).times(1 / _MAH_G)
            measured = figure.capacity.si / _MAH_G
            aged = f", cycle {figure.cycle}" if (figure.cycle or 1) > 1 else ""
            ratio = capacity.value / measured
            interval = "" if capacity.low is None else f"{capacity.low:.0f} to {capacity.high:.0f}"
            rows.append(
                f"| {known.name} | {figure.direction} {figure.rate}, {temperature}{aged} | {measured:.0f} "
                f"| {capacity.value:.0f} | {interval} | {ratio if math.isfinite(ratio) else 0:.2f} |"
            )
        if not rows:
            first = next((step for step in run.shown if step.instruction.kind in ("discharge", "charge")), None)
            if first is not None:
                capacity = first.capacity("active").times(1 / _MAH_G)
                interval = f"{capacity.low:.0f} to {capacity.high:.0f}"
                condition = f"{first.instruction.label}, {temperature}"
                rows = [f"| {known.name} | {condition} | none comparable | {capacity.value:.0f} | {interval} | |"]
        lines += rows
    return "\n".join(lines) + "\n"
