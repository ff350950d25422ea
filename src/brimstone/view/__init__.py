"""What people read, as plain objects: words, numbers, tables and figures. Nothing is formatted anywhere else."""

from brimstone.view.charts import VOLTAGE, Axis, Chart, Panel, Series
from brimstone.view.elements import Column, Document, Note, Number, Row, Section, Table, Text, words_column

__all__ = [
    "VOLTAGE",
    "Axis",
    "Chart",
    "Column",
    "Document",
    "Note",
    "Number",
    "Panel",
    "Row",
    "Section",
    "Series",
    "Table",
    "Text",
    "words_column",
]
