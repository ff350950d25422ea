"""Every reported cell with a runnable recipe: measured and computed figures."""

from brimstone.constants import MAH_G
from brimstone.errors import BrimstoneError
from brimstone.library import Library
from brimstone.recipe import parse
from brimstone.result import comparison
from brimstone.simulate import simulate


def reported_page(library: Library) -> str:
    """All runnable cells of the library, as a page of Markdown."""
    lines = [
        "# Reported cells, measured and computed",
        "",
        "Every cell of the library whose recipe is complete enough to run (`brimstone list cells`). Each recipe's note",
        "says what was recalled or assumed (`brimstone show cell NAME`). The interval covers 80 % of 200 samples over",
        "the stated uncertainties, laboratories included. A later cycle is compared with the first.",
        "",
        "| cell | condition | measured, mAh/g | computed | 80 % interval | computed : measured |",
        "|---|---|---|---|---|---|",
    ]
    for known in library.cells(runnable=True):
        recipe = parse(known.recipe or "", known.name)
        try:
            run = simulate(recipe, library)
        except BrimstoneError as problem:
            lines.append(f"| {known.name} | can't be run: {problem} | | | | |")
            continue
        temperature = f"{run.cell.temperature - 273.15:.0f} °C"
        rows = []
        for row in comparison(run, any_cycle=True):
            if row.quantity != "capacity" or row.computed is None or row.ratio is None:
                continue
            figure, low, high = row.reported, row.computed.low, row.computed.high
            aged = f", cycle {figure.cycle}" if (figure.cycle or 1) > 1 else ""
            interval = "" if low is None or high is None else f"{low:.0f} to {high:.0f}"
            rows.append(
                f"| {known.name} | {figure.direction} {figure.rate}, {temperature}{aged} | {row.measured:.0f} "
                f"| {row.computed.value:.0f} | {interval} | {row.ratio.value:.2f} |"
            )
        if not rows:
            first = next((step for step in run.shown if step.instruction.kind in ("discharge", "charge")), None)
            if first is not None:
                capacity = first.capacity("active").times(1 / MAH_G)
                interval = f"{capacity.low:.0f} to {capacity.high:.0f}"
                condition = f"{first.instruction.label}, {temperature}"
                rows = [f"| {known.name} | {condition} | none comparable | {capacity.value:.0f} | {interval} | |"]
        lines += rows
    return "\n".join(lines) + "\n"
