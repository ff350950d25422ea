"""Kept runs, and what queries of them give, as tables."""

from collections.abc import Mapping, Sequence

from brimstone.contract.runs import KeptRecord, QueryRecord, ShownRunRecord
from brimstone.view.elements import (
    Column,
    Document,
    Level,
    Note,
    Number,
    Row,
    Section,
    Table,
    Text,
    name_column,
    words_column,
)

_LEVELS: Mapping[str, Level] = {"damaged": "bad", "failed": "bad", "unbalanced": "bad", "unfinished": "warning"}
_COLUMNS = {
    "capacity_mAh_g_sulfur": ("capacity", "mAh g⁻¹ S"),
    "mean_voltage_V": ("voltage", "V"),
    "energy_Wh_kg_cell": ("energy", "Wh kg⁻¹"),
    "resistance_ohm_cm2": ("resistance", "Ω cm²"),
    "short_circuit_h": ("short after", "h"),
    "ionic_S_cm": ("ions", "S cm⁻¹"),
    "electronic_S_cm": ("electrons", "S cm⁻¹"),
    "cells": ("cells", ""),
}
_WIDE = ("mean_voltage_V", "energy_Wh_kg_cell", "short_circuit_h", "ionic_S_cm", "electronic_S_cm")


def runs_table(records: Sequence[KeptRecord]) -> Table:
    """A line for each run and study."""
    shown = {key: words for key, words in _COLUMNS.items() if any(one.figures.get(key) is not None for one in records)}
    columns = [
        name_column("name"),
        words_column("recipe", wide=True),
        Column("kept", numeric=False, whole=True, wide=True),
        name_column("status"),
        *(Column(title, unit, wide=key in _WIDE) for key, (title, unit) in shown.items()),
    ]
    rows = [
        Row(
            (
                *(one.name, one.recipe, one.created[:16].replace("T", " ")),
                Text(one.status, _LEVELS.get(one.status, "plain")),
                *(_figure(one, key) for key in shown),
            )
        )
        for one in records
    ]
    caption = (
        "figures are of the first discharge, resistance and conductivities of the cell as made; times are in UTC"
        if records
        else ""
    )
    return Table(tuple(columns), tuple(rows), caption)


def _figure(record: KeptRecord, key: str) -> Number | str:
    value = record.figures.get(key)
    low, high = (record.figures.get(f"{key}_{end}") for end in ("low", "high"))
    if value is None or key == "cells":
        return "" if value is None else f"{value:.0f}"
    return Number(value, low, high)


def run_document(record: ShownRunRecord) -> Document:
    """All that is kept of a run."""
    settings = ", ".join(f"{name} {value}" for name, value in record.settings.items() if value is not None)
    size = sum(file.bytes for file in record.files) / 1e6
    facts = (
        Note(f"{record.kind}, {record.status}, kept {record.created} by Brimstone {record.version}"),
        Note(f"{settings}", "muted"),
        Note(f"{len(record.files)} files, {size:.3g} MB, in {record.folder}", "muted"),
    )
    figures = Table.of(
        (name_column("figure"), Column("value")),
        [(key, Number(value)) for key, value in record.figures.items() if value is not None],
    )
    return Document(record.name, record.recipe, (Section("", facts), Section("Figures", (figures,))))


def query_table(record: QueryRecord) -> Table:
    """Rows of a query."""
    numeric = [
        all(row[place] is None or (isinstance(row[place], int | float)) for row in record.rows)
        for place in range(len(record.columns))
    ]
    columns = [Column(name, numeric=kind) for name, kind in zip(record.columns, numeric, strict=True)]
    rows = [[_cell(value) for value in row] for row in record.rows]
    return Table.of(columns, rows, f"{len(rows)} row{'s' if len(rows) != 1 else ''}")


def _cell(value: object) -> Number | str:
    if isinstance(value, float):
        return Number(value, digits=6)
    return "" if value is None else str(value)
