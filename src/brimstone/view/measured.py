"""What a file of a cycler or an impedance analyser holds, for a screen."""

import numpy as np

from brimstone.constants import HOUR, MAH
from brimstone.result import Cycling, Measured
from brimstone.view.charts import Axis, Chart, Panel, Series
from brimstone.view.elements import Cell, Column, Document, Item, Note, Number, Section, Table
from brimstone.view.instruments import TAIL, measured_axes
from brimstone.view.palette import ordered
from brimstone.view.steps import visible
from brimstone.view.words import number, some

_POINTS, _LEAST_CYCLES, _MOST_SPECTRA = 4000, 3, 8
_SHOWN = 20  #: cycles; the rest is left to JSON


def data_document(measured: Measured) -> Document:
    """A measured file: its cycles, its spectra, and what was decided on reading it."""
    summary = f"{measured.format}: {measured.kind if measured.kind != 'both' else 'cycling and impedance'}, "
    summary += f"{measured.points} points"
    if measured.cycling is not None:
        summary += f" over {number(measured.duration / HOUR)} h, {_range(measured)}"
    sections = [section for section in (_cycles(measured), _spectra(measured)) if section is not None]
    if measured.notes:
        sections.append(Section("How it was read", tuple(Note(words) for words in measured.notes)))
    return Document(measured.source, summary, tuple(sections))


def measured_charts(measured: Measured) -> list[Chart]:
    """Voltage and current against time, charge by cycle, and spectra of a measured file."""
    drawn = [] if measured.cycling is None else [_trace(measured.cycling), _by_cycle(measured.cycling)]
    if measured.spectra:
        drawn.append(_nyquist(measured))
    return [chart for chart in drawn if chart is not None]


def _trace(cycling: Cycling) -> Chart:
    keep = visible(cycling.time, cycling.voltage, _POINTS)
    time = cycling.time[keep] / HOUR
    panels = [
        Panel(Axis("Voltage (V)"), (Series("voltage", time, cycling.voltage[keep], ordered(0.25), legend=False),), 2.0)
    ]
    if np.isfinite(cycling.current).any():
        current = Series("current", time, 1e3 * cycling.current[keep], ordered(0.8), legend=False)
        panels.append(Panel(Axis("Current (mA)"), (current,)))
    caption = "Voltage and current as measured, against time; charging current is positive."
    return Chart("measured", Axis("Time (h)"), tuple(panels), caption, aligned=True, aspect=0.9)


def _by_cycle(cycling: Cycling) -> Chart | None:
    totals = cycling.totals()
    if len(totals) < _LEAST_CYCLES:
        return None
    cycles = [one.cycle for one in totals]
    series = (
        Series("discharge", cycles, [one.discharge / MAH for one in totals], ordered(0.25), "points", size=5),
        Series("charge", cycles, [one.charge / MAH for one in totals], ordered(0.8), "points", symbol="circle-open",
               size=5),
    )  # fmt: skip
    panel = Panel(Axis("Charge (mAh)", from_zero=True), series)
    return Chart("measured-cycles", Axis("Cycle", whole=True), (panel,), "Charge passed in each cycle, as measured.")


def _nyquist(measured: Measured) -> Chart:
    chosen = some(list(enumerate(measured.spectra, 1)), _MOST_SPECTRA)
    last = max(1, len(chosen) - 1)
    series = tuple(
        Series(f"spectrum {number_}", one.impedance.real, -one.impedance.imag, ordered(place / last), "line and points",
               size=4)
        for place, (number_, one) in enumerate(chosen)
    )  # fmt: skip
    real, imaginary = measured_axes([one.impedance[np.argsort(-one.frequency)] for _, one in chosen])
    axes = Axis("Re Z (Ω)", limits=real), Axis("−Im Z (Ω)", limits=imaginary)
    return Chart(
        "measured-nyquist",
        axes[0],
        (Panel(axes[1], series),),
        f"Spectra as measured, with axes of equal scale. {TAIL}",
        square=True,
    )


def _range(measured: Measured) -> str:
    if measured.cycling is None:
        return ""
    voltage = measured.cycling.voltage
    return f"{number(float(voltage.min()), 4)} to {number(float(voltage.max()), 4)} V"


def _cycles(measured: Measured) -> Section | None:
    if measured.cycling is None:
        return None
    totals = measured.cycling.totals()
    columns = [
        Column("cycle"), Column("charge", "mAh"), Column("discharge", "mAh"), Column("CE", "%"),
        Column("V charge"), Column("V discharge"),
    ]  # fmt: skip
    cells: list[list[Cell]] = [
        [
            str(one.cycle), Number(one.charge / MAH, digits=4), Number(one.discharge / MAH, digits=4),
            Number(100.0 * one.efficiency, digits=4), Number(one.charge_voltage, digits=4),
            Number(one.discharge_voltage, digits=4),
        ]
        for one in totals[:_SHOWN]
    ]  # fmt: skip
    items: list[Item] = [Table.of(columns, cells)]
    if len(totals) > _SHOWN:
        items.append(Note(f"and {len(totals) - _SHOWN} more cycles: --json lists all", "muted"))
    return Section("Cycles", tuple(items))


def _spectra(measured: Measured) -> Section | None:
    if not measured.spectra:
        return None
    columns = [
        Column("points"),
        Column("from", "Hz"),
        Column("to", "Hz"),
        Column("real part", "Ω"),
        Column("to", "Ω"),
    ]
    cells: list[list[Cell]] = [
        [
            str(one.frequency.size), Number(float(one.frequency.max())), Number(float(one.frequency.min())),
            Number(float(one.impedance.real.min()), digits=4), Number(float(one.impedance.real.max()), digits=4),
        ]
        for one in measured.spectra[:_SHOWN]
    ]  # fmt: skip
    items: list[Item] = [Table.of(columns, cells)]
    if len(measured.spectra) > _SHOWN:
        items.append(Note(f"and {len(measured.spectra) - _SHOWN} more spectra: --json lists all", "muted"))
    return Section("Impedance", tuple(items))
