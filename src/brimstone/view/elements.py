"""What a screen and a page are made of: sentences, numbers and tables as plain objects, drawn by `cli` and `report`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from brimstone.view import words
from brimstone.view.charts import Chart

if TYPE_CHECKING:
    from brimstone.result import Figure

#: How much a sentence or a cell of a table matters to the reader; a renderer picks the colour.
Level = Literal["plain", "strong", "muted", "good", "warning", "bad"]


@dataclass(frozen=True)
class Number:
    """A number as it is printed, rounded alike with its interval.

    Attributes
    ----------
    value : float or None
        In the unit it is printed in.
    low, high : float or None
        Ends of the 80 % interval.
    unit : str
        As printed; empty in a table whose column has it.
    digits : int
        Significant digits.
    change : bool
        Whether it is a change, printed with its sign.
    level : Level
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    digits: int = 3
    change: bool = False
    level: Level = "plain"

    @classmethod
    def of(cls, figure: "Figure", unit: str = "", digits: int = 3) -> "Number":
        """A figure that is in `unit` already."""
        return cls(figure.value, figure.low, figure.high, unit, digits)

    @property
    def text(self) -> str:
        """The number alone."""
        return words.signed(self.value, self.digits) if self.change else words.number(self.value, self.digits)

    @property
    def interval(self) -> str:
        """``"777–1865"``; empty without an interval."""
        if self.change and self.low is not None and self.high is not None and min(self.low, self.high) < 0.0:
            low, high = words.without_dust(self.low, self.high)
            return f"{words.signed(low, self.digits)} to {words.signed(high, self.digits)}"
        return words.interval(self.low, self.high, self.digits)

    def __str__(self) -> str:
        """``"1234 Ω cm² (777–1865)"``."""
        spread = f" ({self.interval})" if self.interval else ""
        return f"{self.text} {self.unit}".strip() + spread


@dataclass(frozen=True)
class Text:
    """Words of a table that are not plain."""

    text: str
    level: Level = "plain"

    def __str__(self) -> str:
        return self.text


Cell = str | Text | Number


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    title : str
    unit : str
        As printed.
    numeric : bool
        Numbers, or short words that are aligned and must not be broken.
    interval : bool
        Whether a screen shows the intervals, too; a page always does.
    wide : bool
        Left out where there is little room.
    whole : bool
        Words that must not be broken over lines.
    footnote : bool
        Sentences, which stand below the table as numbered notes where there is little room.
    """

    title: str
    unit: str = ""
    numeric: bool = True
    interval: bool = False
    wide: bool = False
    whole: bool = False
    footnote: bool = False


def words_column(title: str, *, wide: bool = False) -> Column:
    """A column of words, which may be broken over lines."""
    return Column(title, numeric=False, wide=wide)


def name_column(title: str) -> Column:
    """A column of short words, which stay on one line."""
    return Column(title, numeric=False, whole=True)


@dataclass(frozen=True)
class Row:
    """A row of a table: one cell a column, and a level for all of them."""

    cells: tuple[Cell, ...]
    level: Level = "plain"


@dataclass(frozen=True)
class Table:
    """A table; its numbers are rounded by whoever draws it, through `Number.text`."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""

    @classmethod
    def of(cls, columns: "Sequence[Column]", rows: "Sequence[Sequence[Cell]]", caption: str = "") -> "Table":
        """A table of plain rows."""
        return cls(tuple(columns), tuple(Row(tuple(cells)) for cells in rows), caption)


@dataclass(frozen=True)
class Note:
    """A sentence, and what a screen puts before it."""

    text: str
    level: Level = "plain"
    mark: str = ""


Item = Note | Table | Chart


@dataclass(frozen=True)
class Section:
    """A part of a screen or a page under one heading, in the order it is read."""

    title: str
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Document:
    """What a command shows: a title, a line on how it was computed, and sections; a section may have no heading."""

    title: str
    summary: str = ""
    sections: tuple[Section, ...] = ()
