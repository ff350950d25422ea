"""How the objects of `brimstone.view` are put on the live page."""

import csv
import html
import io
from collections.abc import Callable, Iterable
from typing import Any

import orjson
from nicegui import ui

from brimstone import view
from brimstone.studio.paint import caption, figure_text
from brimstone.view.charts import Chart, Series
from brimstone.view.words import printed

_MOST_ROWS = 400
_FRAME, _PANEL = 130, 175  # [px] of a figure around its panels, and of each of them
_NUMBERS = "Numbers of this figure as CSV"


class Plot(ui.plotly):
    """A chart as it is drawn now, which may be followed by another one of its kind.

    Its figure is text that is sent as it stands: neither watched for changes in it nor written anew for each visitor.
    """

    def __init__(self, chart: Chart, drawn: bytes):
        self._json = drawn
        super().__init__({})
        self.chart: Callable[[], Chart | None] = lambda: chart
        self.caption: ui.label | None = None

    def update(self) -> None:
        """Send the figure."""
        with self.props.suspend_updates():
            self.props["options"] = orjson.Fragment(self._json)
        ui.element.update(self)

    def follow(self, chart: Callable[[], Chart | None], drawn: bytes, words: str) -> None:
        """Show another chart in the place of this one, with its caption and its numbers."""
        self.chart, self._json = chart, drawn
        self.update()
        if self.caption is not None:
            self.caption.text = words

    def download(self) -> None:
        """Give the numbers to the visitor."""
        if (chart := self.chart()) is not None:
            ui.download.content(as_csv(chart), f"{chart.name}.csv")


def show_chart(chart: Chart, dark: bool, *, height: int = 400) -> Plot:
    """Draw a chart with its caption, its equation and its numbers to take away; each of its panels has room."""
    height = max(height, _FRAME + _PANEL * len(chart.panels))
    with ui.element("figure").classes("figure").props(f'role="figure" aria-label="{html.escape(chart.caption)}"'):
        plot = Plot(chart, figure_text(chart, dark)).classes("plot").style(f"height:{height}px")
        with ui.row().classes("caption-row"):
            plot.caption = ui.label(caption(chart)).classes("caption")
            ui.button(icon="table_view", on_click=plot.download).props(
                f'flat dense size=sm aria-label="{_NUMBERS}"'
            ).tooltip(_NUMBERS)
    return plot


def as_csv(chart: Chart) -> str:
    """The numbers of a chart, one row a point."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["series", chart.x.title, *(panel.axis.title for panel in chart.panels), "low", "high"])
    for place, panel in enumerate(chart.panels):
        for series in panel.series:
            for row in _points(series):
                blank = [""] * len(chart.panels)
                blank[place] = row[1]
                writer.writerow([_safe(series.name), _safe(row[0]), *blank, *row[2:]])
    return out.getvalue()


def _points(series: Series) -> Iterable[tuple[Any, Any, Any, Any]]:
    if series.z is not None:
        for row, y in zip(series.z, series.y, strict=True):
            yield from ((x, z, y, "") for x, z in zip(series.x, row, strict=True))
        return
    for place, x in enumerate(series.x):
        low = "" if series.low is None else series.low[place]
        high = "" if series.high is None else series.high[place]
        yield x, "" if series.style in ("band", "range") else series.y[place], low, high


def _safe(value: Any) -> Any:
    """Words that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" else value


def heading(words: str) -> None:
    """A heading of the second level."""
    ui.html(f"<h2>{html.escape(words)}</h2>", sanitize=False)


def show_document(document: view.Document, dark: bool, *, title: bool = True) -> None:
    """Draw a document; without its title where the page says it already."""
    if title:
        heading(document.title)
    if document.summary:
        ui.label(document.summary).classes("summary")
    for section in document.sections:
        show_section(section, dark, level=3 if title else 2)


def show_section(section: view.Section, dark: bool, *, level: int = 2) -> None:
    """Draw a section: its heading of some level, sentences, tables and charts."""
    if section.title:
        ui.html(f'<h{level} class="part">{html.escape(section.title)}</h{level}>', sanitize=False)
    for item in section.items:
        if isinstance(item, view.Note):
            ui.html(_sentence(item.text), sanitize=False).classes(f"note {item.level}")
        elif isinstance(item, view.Table):
            ui.html(table_html(item), sanitize=False).classes("table")
        else:
            show_chart(item, dark)


def _sentence(words: str) -> str:
    """A sentence as HTML, escaped: units as printed, and what is to be typed as code."""
    parts = enumerate(html.escape(words).split("`"))
    return "".join(f"<code>{part}</code>" if place % 2 else printed(part) for place, part in parts)


def table_html(content: view.Table) -> str:
    """A table as HTML; everything in it is escaped, and intervals stand below their numbers."""
    head = "".join(_heading(column) for column in content.columns)
    body = "".join(_line(row, content.columns) for row in content.rows[:_MOST_ROWS])
    more = len(content.rows) - _MOST_ROWS
    words = [content.caption] if content.caption else []
    words += [f"{more} more rows are not shown."] if more > 0 else []
    caption = f"<caption>{html.escape(' '.join(words))}</caption>" if words else ""
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _heading(column: view.Column) -> str:
    title = html.escape(column.title).replace("\n", "<br>")
    unit = f' <span class="unit">{html.escape(column.unit)}</span>' if column.unit else ""
    return f'<th scope="col"{_classes(column)}>{title}{unit}</th>'


def _line(row: view.Row, columns: tuple[view.Column, ...]) -> str:
    cells: list[str] = []
    for column, cell in zip(columns, row.cells, strict=True):
        words = html.escape(cell) if isinstance(cell, str) else html.escape(cell.text)
        if not column.numeric:
            words = _sentence(cell if isinstance(cell, str) else cell.text)
        if isinstance(cell, view.Number):
            words = f"{words} {html.escape(cell.unit)}".strip()
            words += f'<span class="interval">{html.escape(cell.interval)}</span>' if cell.interval else ""
        first = not cells and not column.numeric  # names the row
        tag, end = ('th scope="row"', "th") if first else ("td", "td")
        cells.append(f"<{tag}{_classes(column, getattr(cell, 'level', 'plain'))}>{words}</{end}>")
    return f'<tr class="{row.level}">{"".join(cells)}</tr>'


def _classes(column: view.Column, level: str = "plain") -> str:
    names = (["number"] if column.numeric else []) + ([level] if level != "plain" else [])
    return f' class="{" ".join(names)}"' if names else ""
