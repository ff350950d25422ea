"""Every reported cell of the library: measured and computed figures, or why it can't be run."""

from statistics import median

from brimstone.cell import Cell
from brimstone.constants import MAH_G, OHM_CM2
from brimstone.errors import BrimstoneError
from brimstone.library import Library
from brimstone.recipe import parse
from brimstone.recipe.kinds import SYMMETRIC
from brimstone.result import Comparison, Run, SymmetricRun, comparison

_MEMBERS = 60  #: enough for the intervals of a table, which are read to two digits


def reported_page(library: Library) -> str:
    """All cells of the library, as a page of Markdown."""
    rows: list[str] = []
    symmetric: list[str] = []
    ratios: dict[str, list[float]] = {}
    for known in library.cells(runnable=True):
        recipe = parse(known.recipe or "", known.name)
        try:
            if recipe.cell == SYMMETRIC:
                symmetric.append(_symmetric(known.name, Cell(recipe, library).measure(members=_MEMBERS)))
                continue
            run = Cell(recipe, library).run(members=_MEMBERS, checks=False)
        except BrimstoneError as problem:
            rows.append(f"| {known.name} | can't be run: {problem} | | | | |")
            continue
        compared = [
            row
            for row in comparison(run, any_cycle=True)
            if row.quantity == "capacity" and row.computed is not None and row.ratio is not None
        ]
        ratios[known.name] = [row.ratio.value for row in compared if row.ratio is not None]
        rows += [_compared(known.name, row, run) for row in compared] or _computed_alone(known.name, run)
    of_cells = [median(values) for values in ratios.values() if values]
    left = library.cells(runnable=False)
    return "\n".join(
        [
            "# Reported cells, measured and computed",
            "",
            f"{len(ratios) + len(symmetric)} of the {len(library.cells())} cells of the library can be run by name "
            "(`brimstone run cell:NAME`): those whose active",
            "material and electrolyte are known. Much of what a simulation needs is missing from the reviews: it is",
            "assumed, with the spread that is usual for its class, and the run reports each assumption. The note of a",
            "recipe says what was reported, recalled and assumed (`brimstone show cell NAME`). Nothing was adjusted to",
            f"the reported numbers. The interval covers 80 % of {_MEMBERS} samples over the stated uncertainties,",
            "laboratories included. A later cycle is compared with the first, which leaves fading out.",
            "",
            f"Computed over measured, one value per cell (its median): median {median(of_cells):.2f}, from "
            f"{min(of_cells):.2f} to {max(of_cells):.2f}, over {len(of_cells)} cells with",
            "a comparable figure.",
            "",
            "| cell | condition | measured | computed | 80 % interval | computed : measured |",
            "|---|---|---|---|---|---|",
            *rows,
            "",
            "## Symmetric cells",
            "",
            "The resistance of one interface as assembled, and the largest voltage of the half cycles of the recipe.",
            "",
            "| cell | interface | 80 % interval | largest voltage | last half cycle |",
            "|---|---|---|---|---|",
            *symmetric,
            "",
            "## Cells that can't be run",
            "",
            "| cell | why no assumption helps |",
            "|---|---|",
            *(f"| {known.name} | {known.cannot_run} |" for known in left),
            "",
        ]
    )


def _symmetric(name: str, run: SymmetricRun) -> str:
    interface = run.interface.times(1 / OHM_CM2)
    interval = f"{interface.low:.3g} to {interface.high:.3g}"
    half_cycles = [step for step in run.shown if step.instruction.kind in ("charge", "discharge")]
    volts = max((step.polarisation.value for step in half_cycles), default=0.0)
    ended = half_cycles[-1].stop_reason if half_cycles else ""
    return f"| {name} | {interface.value:.3g} ohm cm2 | {interval} | {1e3 * volts:.3g} mV | {ended} |"


def _temperature(run: Run) -> str:
    return f"{run.cell.temperature - 273.15:.0f} °C"


def _compared(name: str, row: Comparison, run: Run) -> str:
    figure, computed = row.reported, row.computed
    aged = f", cycle {figure.cycle}" if (figure.cycle or 1) > 1 else ""
    at = f" {figure.rate}" if figure.rate is not None else ""
    return (
        f"| {name} | {figure.direction}{at}, {_temperature(run)}{aged} | {row.measured:.4g} {row.unit} "
        f"| {computed.value:.4g} | {computed.low:.4g} to {computed.high:.4g} | {row.ratio.value:.2f} |"
    )


def _computed_alone(name: str, run: Run) -> list[str]:
    first = next(step for step in run.shown if step.instruction.kind == "discharge")
    capacity = first.capacity("active").times(1 / MAH_G)
    interval = f"{capacity.low:.0f} to {capacity.high:.0f}"
    condition = f"{first.instruction.label}, {_temperature(run)}"
    return [f"| {name} | {condition} | none comparable | {capacity.value:.0f} mAh/g | {interval} | |"]
