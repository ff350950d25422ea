"""Numbers with their sources, as tables: of a material, a reported cell, a treatment, or all that a run would use."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from brimstone.contract.library import value_fields
from brimstone.library import Entry, Material, ReportedCell, Value
from brimstone.library.queries import not_known
from brimstone.view.elements import Cell, Column, Table, Text, name_column, words_column
from brimstone.view.provenance import DOUBTFUL
from brimstone.view.words import given, interval, listed


@dataclass(frozen=True, slots=True)
class KnownValue:
    """A number as it is printed, with what is needed to trust it or not.

    Attributes
    ----------
    name, value : str
        What it is, and how much in the field's units.
    interval, temperature : str
        80 % interval in the unit of the value, and temperature; empty when there is none.
    known, source : str
        How it is known, and from where, with what else to know.
    """

    name: str
    value: str
    interval: str = ""
    temperature: str = ""
    known: str = ""
    source: str = ""

    @classmethod
    def of(cls, name: str, value: Value | Entry) -> "KnownValue":
        """A value of the library, or a line of the provenance record."""
        fields = value_fields(value)
        at = fields.get("temperature_degC")
        return cls(
            name,
            f"{given(fields['value'])} {fields['unit'].replace('degC', '°C')}".strip(),
            interval(_stated(fields["low"], value.known), _stated(fields["high"], value.known), digits=None),
            "" if at is None else f"{given(at)} °C",
            value.known,
            "; ".join(part for part in (value.source, value.note) if part),
        )


def _stated(end: float | None, known: str) -> float | None:
    """An end of an interval, of a fitted one as far as a fit can know it: to three digits."""
    return float(f"{end:.3g}") if end is not None and known == "calibrated" else end


def value_table(values: Sequence[KnownValue], title: str = "property") -> Table:
    """Values with their sources: next to them on a wide screen, as numbered notes below them on a narrow one."""
    intervals, temperatures = any(one.interval for one in values), any(one.temperature for one in values)
    columns = [
        words_column(title),
        Column("value"),
        *([Column("80 %")] if intervals else []),
        *([Column("at")] if temperatures else []),
        name_column("known"),
        Column("source", numeric=False, footnote=True),
    ]
    rows: list[list[Cell]] = [
        [
            one.name,
            one.value,
            *([one.interval] if intervals else []),
            *([one.temperature] if temperatures else []),
            Text(one.known, "warning" if one.known in DOUBTFUL else "plain"),
            one.source,
        ]
        for one in values
    ]
    return Table.of(columns, rows)


def how_known(values: Iterable[KnownValue]) -> str:
    """``12 measured, 30 estimate``: on what a set of numbers rests, the most frequent first."""
    counted = Counter(one.known for one in values if one.known)
    return listed(f"{count} {known}" for known, count in counted.most_common())


def material_values(material: Material) -> list[KnownValue]:
    """All that is known of a material: its properties, then its gaps, then conflicting reports side by side."""
    values = []
    for name, value in sorted(material.properties.items()):
        title = name.replace("_", " ")
        if isinstance(value, Value):
            values.append(KnownValue.of(title, value))
        else:
            values += [KnownValue.of(f"{title}, {part.replace('_', ' ')}", one) for part, one in value.parts.items()]
    gaps = sorted(not_known(material).items())
    values += [KnownValue(name.replace("_", " "), "not known", source=reason) for name, reason in gaps]
    values += [
        KnownValue.of(f"conductivity left by {name}", one) for name, one in sorted(material.after_solvent.items())
    ]
    for name, reports in sorted(material.records.items()):
        values += [KnownValue.of(f"{name.replace('_', ' ')}, reported", one) for one in reports]
    return values


def cell_values(cell: ReportedCell) -> list[KnownValue]:
    """The reported numbers of a cell."""
    values = []
    for figure in cell.figures:
        words = [figure.quantity]
        if figure.at:
            words.append(figure.at)
        if figure.cycle is not None:
            words.append(f"cycle {figure.cycle}")
        if figure.basis is not None:
            words.append("basis not stated" if figure.basis == "not stated" else f"per gram of {figure.basis}")
        values.append(KnownValue.of(", ".join(words), figure.value))
    return values
