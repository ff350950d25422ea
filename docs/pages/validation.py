"""Every reported number of every open cell beside the computed one, as a page of Markdown."""

from brimstone.fit.keep import shipped_folds
from brimstone.fit.reported import read_table
from brimstone.fit.validate import validate
from brimstone.library import Library
from brimstone.view.elements import Document, Number, Table
from brimstone.view.validation import full_document


def validation_page(library: Library, members: int = 200) -> str:
    """The document of ``brimstone validate`` with all its rows."""
    table = read_table(library)
    document = full_document(validate(library, table, folds=shipped_folds(library, table.papers), members=members))
    return markdown(document, "`brimstone validate` computes this page's numbers; `--html FILE` adds parity plots.")


def markdown(document: Document, closing: str = "") -> str:
    """A document as Markdown."""
    lines = [f"# {document.title}", "", document.summary, "", *([closing, ""] if closing else [])]
    for section in document.sections:
        lines += [f"## {section.title}", ""] if section.title else []
        for item in section.items:
            lines += _table(item) if isinstance(item, Table) else [getattr(item, "text", "")]
            lines.append("")
    return "\n".join(lines)


def _table(table: Table) -> list[str]:
    titles = [", ".join(part for part in (column.title, column.unit) if part) for column in table.columns]
    rows = [[_cell(cell) for cell in row.cells] for row in table.rows]
    return [f"| {' | '.join(titles)} |", "|" + "---|" * len(titles), *(f"| {' | '.join(row)} |" for row in rows)]


def _cell(cell: object) -> str:
    if isinstance(cell, Number):
        return f"{cell.text} ({cell.interval})" if cell.interval else cell.text
    return str(getattr(cell, "text", cell)).replace("|", "/")
