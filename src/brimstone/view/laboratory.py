"""Cells that are measured, not discharged, for a screen and as figures: symmetric cells, and blocked composites."""

import math

import numpy as np

from brimstone.constants import HOUR, MA_CM2, MAH_CM2, MPA, MS_CM, OHM_CM2, UM, ZERO_CELSIUS
from brimstone.result import BlockingRun, Figure, MeasuredRun, SymmetricRun
from brimstone.result.symmetric import SIDES
from brimstone.view.charts import Axis, Chart, Panel, Series
from brimstone.view.elements import (
    Cell,
    Column,
    Document,
    Item,
    Note,
    Number,
    Section,
    Table,
    name_column,
    words_column,
)
from brimstone.view.instruments import bode_chart, element_table, nyquist_chart, spectra
from brimstone.view.palette import ordered
from brimstone.view.provenance import balance_table, provenance_table
from brimstone.view.words import label, number, printed, some

_ROWS = 14  # of a screen
_COLOURS = (ordered(0.15), ordered(0.75))


def measured_document(run: MeasuredRun, *, every: bool = False) -> Document:
    """What a screen shows; with `every` step for a page."""
    sections = _symmetric(run, every) if isinstance(run, SymmetricRun) else _blocking(run)
    sections += [Section(f"Impedance, {name}", (element_table(one),)) for name, _, one in spectra(run)]
    if run.warnings:
        notes = tuple(Note(printed(words), "warning", "!") for words in run.warnings)
        sections.append(Section("Warnings", notes))
    return Document(run.recipe.name, _conditions(run), tuple(sections))


def measured_charts(run: MeasuredRun) -> list[Chart]:
    """All figures of a run."""
    own = _trace_charts(run) if isinstance(run, SymmetricRun) else _polarisation_charts(run)
    return [*own, *(chart for chart in (nyquist_chart(run), bode_chart(run)) if chart is not None)]


def _conditions(run: MeasuredRun) -> str:
    operation = run.recipe.operation
    words = [f"{operation.temperature.si - ZERO_CELSIUS:.3g} °C"]
    if operation.stack_pressure is not None:
        words.append(f"{operation.stack_pressure.si / MPA:.3g} MPa")
    layers = " | ".join(layer.electrolyte for layer in run.recipe.separator)
    if isinstance(run, SymmetricRun):
        words.append(f"{run.recipe.anode.material} | {layers} | {run.recipe.anode.material}")
    else:
        inside = f"composite of {number(run.thickness.value / UM)} µm"
        ends = f"{run.recipe.anode.material} | {layers}", f"{layers} | {run.recipe.anode.material}"
        words.append(" | ".join((ends[0], inside, ends[1]) if run.carrier == "ions" else ("metal", inside, "metal")))
    words.append("nominal values, no intervals" if run.members == 1 else f"{run.members - 1} samples")
    return ", ".join(words)


def _ohms(figure: Figure) -> Number:
    return Number.of(figure.times(1 / OHM_CM2))


def measured_page(run: MeasuredRun) -> Document:
    """What the report shows: all steps and how they ended, checks, and every number that went in."""
    shown = measured_document(run, every=True)
    told = [Section("Checks", (balance_table(run.balances),))] if isinstance(run, SymmetricRun) else []
    told.append(Section("Every number that went in", (provenance_table(run.provenance),)))
    return Document(shown.title, shown.summary, (*shown.sections, *told))


def _symmetric(run: SymmetricRun, every: bool) -> list[Section]:
    columns = [
        name_column("step"),
        Column("cycle"),
        Column("", "mAh cm⁻²", interval=False),
        Column("ends at", "mV", interval=True),
        Column("", "Ω cm²", wide=True),
        Column("voids", "µm", wide=True),
        Column("lithium grown", "µm", wide=True),
        *([words_column("ended")] if every else []),
    ]
    rows: list[list[Cell]] = [
        [
            label(step.instruction.label),
            str(step.instruction.cycle or ""),
            Number.of(step.charge.times(1 / MAH_CM2)),
            Number.of(step.polarisation.times(1e3)),
            _ohms(step.resistance) if math.isfinite(step.resistance.value) else "",
            Number(float(step.voids[:, -1].max()) / UM if step.time.size else None),
            Number(float(step.cracks[:, -1].max()) / UM if step.time.size else None),
            *([step.stop_reason] if every else []),
        ]
        for step in (run.shown if every else some(run.shown, _ROWS))
    ]
    whole, one, layers = (figure.times(1 / OHM_CM2) for figure in (run.resistance, run.interface, run.separator))
    caption = (
        f"A discharge strips the first side. As assembled {Number.of(whole, 'Ω cm²')}: twice {Number.of(one).text} "
        f"of an interface and {Number.of(layers).text} of the separator"
    )
    items: list[Item] = [Table.of(columns, rows, caption)]
    shorted = run.shorted
    if math.isfinite(shorted[0]):
        items.append(Note(f"Short circuit after {number(shorted[0] / HOUR)} h", "bad"))
    return [Section("", tuple(items))]


def _blocking(run: BlockingRun) -> list[Section]:
    ions = run.carrier == "ions"
    own, others = ("ions", "electrons") if ions else ("electrons", "ions")
    read = (
        (own, "read off the steady currents", run.polarised if run.steps else math.nan),
        (own, "read off the low end of the spectrum", run.spectral),
        (others, "read off the high end of the spectrum", run.other),
    )
    rows: list[list[Cell]] = [
        ["ions", "of the composite", Number.of(run.ionic.times(1 / MS_CM))],
        ["electrons", "of the composite", Number.of(run.electronic.times(1 / MS_CM))],
    ]
    rows += [[carrier, way, Number(value / MS_CM)] for carrier, way, value in read if math.isfinite(value)]
    columns = [name_column("carrier"), words_column("conductivity"), Column("", "mS cm⁻¹", interval=True)]
    way = "ions pass and electrons are blocked" if ions else "electrons pass and ions are blocked"
    outside = f"; {Number.of(run.outside.times(1 / OHM_CM2)).text} Ω cm² of both sides are taken off" if ions else ""
    steps: list[list[Cell]] = [
        [label(step.label), Number(float(step.time[-1]) / HOUR), Number(float(step.current[-1]) / MA_CM2)]
        for step in run.steps
    ]
    table = Table.of(columns, rows, f"Between electrodes where {way}{outside}")
    held = Table.of([name_column("step"), Column("for", "h"), Column("then", "mA cm⁻²")], steps)
    return [Section("", (table, held) if steps else (table,))]


def _trace_charts(run: SymmetricRun) -> list[Chart]:
    trace = run.trace()
    hours = trace["time_h"]
    if not hours.size:
        return []

    def both(name: str) -> tuple[Series, ...]:
        sides = zip(SIDES, ("first", "second"), _COLOURS, strict=True)
        return tuple(Series(one, hours, trace[name.format(side)], colour, group=one) for one, side, colour in sides)

    return [
        Chart(
            "symmetric-cell",
            Axis("Time (h)"),
            (
                Panel(
                    Axis("Voltage (mV)", limits=_shown(trace["voltage_mV"])),
                    (Series("voltage", hours, trace["voltage_mV"], legend=False),),
                    1.4,
                ),
                Panel(
                    Axis("Current\n(mA cm⁻²)"), (Series("current", hours, trace["current_mA_cm2"], legend=False),), 0.8
                ),
                Panel(Axis("Share that\ntouches", from_zero=True), both("contact_{}_share")),
                Panel(Axis("Lithium\ngrown (µm)", from_zero=True), both("cracks_{}_um")),
            ),
            caption="What a cycler records of the symmetric cell (positive while the first side is plated), the share "
            "of the area that touches at each side, and how deep lithium has grown into the separator from it; nominal "
            "values.",
            aspect=1.3,
        )
    ]


def _shown(voltage: np.ndarray) -> tuple[float, float] | None:
    """Where an axis of voltage ends that a cell runs away from at its end; None where it does not [mV]."""
    size = np.abs(voltage)
    usual = 1.5 * float(np.quantile(size, 0.9))
    return None if not usual or float(size.max()) < 3.0 * usual else (-usual, usual)


def _polarisation_charts(run: BlockingRun) -> list[Chart]:
    if not run.steps:
        return []
    last = max(1, len(run.steps) - 1)
    currents = tuple(
        Series(label(step.label), step.time, step.current / MA_CM2, ordered(place / last))
        for place, step in enumerate(run.steps)
    )
    ends = np.array([[step.voltage * 1e3, step.current[-1] / MA_CM2] for step in run.steps])
    order = np.argsort(ends[:, 0])
    line = Series("steady", ends[order, 0], ends[order, 1], ordered(0.3), "line and points", legend=False)
    axis = Axis("Current (mA cm⁻²)", from_zero=all(float(step.current.min()) >= 0.0 for step in run.steps))
    return [
        Chart(
            "polarisation",
            Axis("Time from the step (s)", "log"),
            (Panel(axis, currents),),
            caption="Current after each step of the voltage; nominal values.",
        ),
        Chart(
            "polarisation-line",
            Axis("Voltage (mV)"),
            (Panel(Axis("Steady current (mA cm⁻²)", from_zero=True), (line,)),),
            caption="Current when each step ends; its slope is the conductance that the electrodes pass.",
        ),
    ]
