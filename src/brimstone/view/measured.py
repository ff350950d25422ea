"""What a file of a cycler or an impedance analyser holds, for a screen."""

from brimstone.constants import HOUR, MAH
from brimstone.result import Measured
from brimstone.view.elements import Cell, Column, Document, Item, Note, Number, Section, Table
from brimstone.view.words import number

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
        Column("real part", "ohm"),
        Column("to", "ohm"),
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
