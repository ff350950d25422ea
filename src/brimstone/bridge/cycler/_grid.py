"""A text or a sheet as a table of cells: where its header is, how its cells are parted, what its numbers look like."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np

from brimstone.bridge.cycler._vocabulary import Heading, Quantity, heading, is_cycling, is_impedance, quantities
from brimstone.constants import DAY, HOUR

_LARGEST = 1e30  #: what is larger was damaged, or says that nothing was measured
_DELIMITERS = ("\t", ";", ",", "|", " ")
_HEADER_WITHIN = 1500  # lines
_LOOK_AHEAD = 8  # lines after a header in which numbers have to begin
_COMMA = re.compile(r"[-+]?\d*,\d+(?:[eE][-+]?\d+)?")
_POINT = re.compile(r"[-+]?\d*\.\d+(?:[eE][-+]?\d+)?")
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d*)?")
_CLOCK = re.compile(r"(?:(\d+)\s*d(?:ays?)?[\s,]*|(\d+)[\s.]+)?(\d+):(\d{1,2}):(\d{1,2}(?:[.,]\d+)?)")
_SHORT_CLOCK = re.compile(r"(\d+):(\d{1,2}(?:[.,]\d+)?)")


@dataclass
class Table:
    """Columns of cells under headings.

    Attributes
    ----------
    titles : list of str
        As written.
    headings : list of Heading
    matched : dict
        Column of each quantity.
    rows : list of list
        Cells: text, or numbers and dates from a workbook.
    decimal_comma : bool
    above : list of str
        Lines before the header.
    ragged : int
        Lines after the header that are no records, such as a footer.
    notes : list of str
    """

    titles: list[str]
    headings: list[Heading]
    matched: dict[Quantity, int]
    rows: list[list[Any]]
    decimal_comma: bool = False
    above: list[str] = field(default_factory=list)
    ragged: int = 0
    notes: list[str] = field(default_factory=list)

    def __contains__(self, quantity: Quantity) -> bool:
        return quantity in self.matched

    @property
    def named(self) -> list[str]:
        """Titles up to the last that says something."""
        return self.titles[: _filled(self.titles)]

    @property
    def crowded(self) -> int:
        """Values in most lines, where these have more than there are titles for; else zero."""
        most = int(np.median([_filled(row) for row in self.rows])) if self.rows else 0
        return most if most > len(self.named) else 0

    def cells(self, quantity: Quantity) -> list[Any]:
        """The cells of a quantity's column; None where a row is too short."""
        place = self.matched[quantity]
        return [row[place] if place < len(row) else None for row in self.rows]

    def heading(self, quantity: Quantity) -> Heading:
        """Heading of a quantity's column."""
        return self.headings[self.matched[quantity]]

    def title(self, quantity: Quantity) -> str:
        """Title of a quantity's column as written."""
        return self.titles[self.matched[quantity]].strip()

    def numbers(self, quantity: Quantity) -> np.ndarray:
        """A quantity's column as numbers in the unit of its header, a clock in seconds; NaN where there is none."""
        return numbers(self.cells(quantity), decimal_comma=self.decimal_comma)


def find_table(lines: Sequence[str], header: int | None = None) -> Table | None:
    """The table in a text: the first line whose words name a voltage over time, or a spectrum, with numbers below it.

    Parameters
    ----------
    lines : sequence of str
    header : int, optional
        Where the file itself says that its header is.
    """
    places = range(min(len(lines), _HEADER_WITHIN)) if header is None else [header]
    for place in places:
        for delimiter in _DELIMITERS:
            titles = _split(lines[place], delimiter)
            if len(titles) < 2 or len(titles) > 400:
                continue
            headings = [heading(title) for title in titles]
            matched = quantities(headings)
            if not (is_cycling(matched) or is_impedance(matched)):
                continue
            rows, ragged = _rows(lines[place + 1 :], delimiter, len(titles))
            table = Table(titles, headings, matched, rows, above=list(lines[:place]), ragged=ragged)
            _drop_units_row(table)
            table.decimal_comma = _has_decimal_comma(table, delimiter)
            if _has_numbers(table):
                _drop_cut_line(table, lines, delimiter)
                return table
    return None


def find_sheet(rows: list[list[Any]]) -> Table | None:
    """The table in a sheet of a workbook; cells are text, numbers, dates or None."""
    for place, row in enumerate(rows[:_HEADER_WITHIN]):
        titles = ["" if cell is None else str(cell) for cell in row]
        headings = [heading(title) for title in titles]
        matched = quantities(headings)
        if not (is_cycling(matched) or is_impedance(matched)):
            continue
        table = Table(
            titles, headings, matched, [list(one) for one in rows[place + 1 :] if any(c is not None for c in one)]
        )
        _drop_units_row(table)
        table.decimal_comma = _has_decimal_comma(table, ";")
        if _has_numbers(table):
            return table
    return None


def _split(line: str, delimiter: str) -> list[str]:
    if delimiter == " ":
        return line.split()
    if delimiter not in line:
        return []
    return next(csv.reader([line], delimiter=delimiter), [])


def _rows(lines: Sequence[str], delimiter: str, width: int) -> tuple[list[list[str]], int]:
    """Records below a header, and how many other lines there were among or after them."""
    full = [line for line in lines if line.strip() and line.strip(delimiter + " \t")]
    if delimiter == " ":
        split = [line.split() for line in full]
    else:
        csv.field_size_limit(2**30)
        split = [row for row in csv.reader(_unquoted(full), delimiter=delimiter)]
    rows = [row for row in split if len(row) >= max(2, width // 2)]
    return rows, len(split) - len(rows)


def _unquoted(lines: Sequence[str]) -> Sequence[str]:
    """Lines in which an odd quotation mark can't swallow those after it."""
    return [line if line.count('"') % 2 == 0 else line.replace('"', "") for line in lines]


def _drop_units_row(table: Table) -> None:
    """Take units out of a row of their own below the header."""
    if not table.rows:
        return
    first = table.rows[0]
    place = table.matched.get(Quantity.VOLTAGE, table.matched.get(Quantity.FREQUENCY, 0))
    cell = first[place] if place < len(first) else None
    if not isinstance(cell, str) or re.search(r"\d", cell) or not cell.strip():
        return
    titles = [
        f"{title} [{unit}]" if isinstance(unit, str) and unit.strip() and not one.unit else title
        for title, unit, one in zip(table.titles, [*first, *[""] * len(table.titles)], table.headings, strict=False)
    ]
    headings = [heading(title) for title in titles]
    matched = quantities(headings)
    if is_cycling(matched) or is_impedance(matched):
        table.headings, table.matched = headings, matched
    table.rows = table.rows[1:]


def _has_decimal_comma(table: Table, delimiter: str) -> bool:
    measured = [
        quantity
        for quantity in table.matched
        if quantity not in (Quantity.DATE, Quantity.STATE, Quantity.STEP, Quantity.CYCLE)
    ]
    commas = points = 0
    for row in table.rows[:400]:
        for quantity in measured:
            place = table.matched[quantity]
            cell = row[place] if place < len(row) else None
            if isinstance(cell, str):
                commas += _COMMA.fullmatch(cell.strip()) is not None
                points += _POINT.fullmatch(cell.strip()) is not None
    return commas > points


def _has_numbers(table: Table) -> bool:
    """Whether the needed columns hold numbers soon after the header."""
    needed: list[tuple[Quantity, ...]]
    if is_impedance(table.matched):
        needed = [(Quantity.FREQUENCY,), (Quantity.REAL, Quantity.MAGNITUDE)]
    else:
        needed = [(Quantity.VOLTAGE,), (Quantity.TEST_TIME, Quantity.STEP_TIME, Quantity.DATE)]
    near = table.rows[:_LOOK_AHEAD]
    for options in needed:
        hit = False
        for quantity in options:
            if quantity in table:
                cells = [row[table.matched[quantity]] for row in near if table.matched[quantity] < len(row)]
                if quantity is Quantity.DATE:
                    hit |= any(isinstance(cell, datetime) or re.search(r"\d", str(cell or "")) for cell in cells)
                else:
                    hit |= bool(np.any(np.isfinite(numbers(cells, decimal_comma=table.decimal_comma))))
        if not hit:
            return False
    return True


def _drop_cut_line(table: Table, lines: Sequence[str], delimiter: str) -> None:
    """Leave out a last record that is shorter than those before it: the writing stopped within it."""
    if len(table.rows) < 3:
        return
    last = _split(next(line for line in reversed(lines) if line.strip()), delimiter)
    if last == table.rows[-1] and _filled(last) < _filled(table.rows[-2]) and len(last) < len(table.rows[-2]):
        table.rows = table.rows[:-1]
    elif 1 < len(last) < len(table.titles) // 2 and table.ragged:
        table.ragged -= 1
    else:
        return
    table.notes.append("the last line is cut off and was left out")


def _filled(row: Sequence[Any]) -> int:
    """Cells up to the last that holds something."""
    return max((place for place, cell in enumerate(row) if str(cell).strip()), default=-1) + 1


def numbers(cells: Sequence[Any], *, decimal_comma: bool = False) -> np.ndarray:
    """Cells as floats: numbers, ``1,234.5``, ``12:34:56.7`` or ``1d 02:03:04`` in seconds; NaN for anything else."""
    try:
        values = np.array(cells, dtype=float)
    except (ValueError, TypeError):
        values = np.array([_number(cell, decimal_comma) for cell in cells], dtype=float)
    with np.errstate(invalid="ignore"):
        return np.where(np.abs(values) < _LARGEST, values, np.nan)


def _number(cell: Any, decimal_comma: bool) -> float:
    if cell is None or isinstance(cell, datetime | bool):
        return np.nan
    if isinstance(cell, int | float):
        return float(cell)
    if hasattr(cell, "total_seconds"):
        return float(cell.total_seconds())
    text = str(cell).strip()
    if not text:
        return np.nan
    if decimal_comma:
        text = text.replace(",", ".")
    elif "," in text:
        if not _THOUSANDS.fullmatch(text):
            return np.nan
        text = text.replace(",", "")
    if ":" in text:
        return _clock(text)
    if "_" in text:
        return np.nan
    try:
        return float(text)
    except ValueError:
        return np.nan


def _clock(text: str) -> float:
    if match := _CLOCK.fullmatch(text):
        days = int(match[1] or match[2] or 0)
        return days * DAY + int(match[3]) * HOUR + int(match[4]) * 60.0 + float(match[5].replace(",", "."))
    if match := _SHORT_CLOCK.fullmatch(text):
        return int(match[1]) * 60.0 + float(match[2].replace(",", "."))
    return np.nan


_DATES = (
    "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%m/%d/%Y %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%d.%m.%Y %H:%M:%S",
    "%m/%d/%Y %I:%M:%S %p", "%d/%m/%Y %I:%M:%S %p", "%d-%b-%y %I:%M:%S %p", "%d-%b-%y %H:%M:%S",
    "%d-%b-%Y %H:%M:%S", "%m/%d/%y %H:%M:%S", "%d/%m/%y %H:%M:%S", "%m-%d-%Y %H:%M:%S", "%d-%m-%Y %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M", "%m/%d/%Y %H:%M", "%Y%m%d %H:%M:%S",
)  # fmt: skip


def dates(cells: Sequence[Any]) -> np.ndarray:
    """Dates as seconds since one of them; numbers are seconds since 1970, milliseconds, or days of a workbook."""
    if all(isinstance(cell, datetime) for cell in cells):
        return np.array([cell.timestamp() for cell in cells])
    plain = numbers(cells)
    if np.mean(np.isfinite(plain)) > 0.9 and not any(isinstance(cell, str) and ":" in cell for cell in cells[:5]):
        middle = float(np.nanmedian(plain))
        scale = 1e-3 if middle > 1e11 else 1.0 if middle > 1e7 else DAY if 2e4 < middle < 1e5 else np.nan
        return plain * scale
    texts = ["" if cell is None else str(cell).strip() for cell in cells]
    best = np.full(len(texts), np.nan)
    for pattern in _DATES:
        first = next((text for text in texts if text), "")
        if np.isnan(_date(first, pattern)):
            continue
        read = np.array([_date(text, pattern) for text in texts])
        finite = read[np.isfinite(read)]
        if finite.size > np.isfinite(best).sum() and (finite.size < 2 or np.all(np.diff(finite) > -DAY)):
            best = read
    return best


def _date(text: str, pattern: str) -> float:
    # Fractions of a second stand after the clock, before any AM or PM.
    match = re.fullmatch(r"(.*?:\d\d)(?:[.,:](\d+))?(\s*[AP]M)?(?:\s*(?:Z|[+-]\d\d:?\d\d))?", text, re.IGNORECASE)
    words, fraction = (match[1] + (match[3] or ""), f"0.{match[2]}" if match[2] else "0") if match else (text, "0")
    try:
        moment = datetime.strptime(re.sub(r"\s+", " ", words), pattern)
    except ValueError:
        return np.nan
    return (moment - datetime(1970, 1, 1)).total_seconds() + float(fraction)
