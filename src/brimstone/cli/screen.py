"""How the objects of `brimstone.view` are put on a screen."""

import re
import sys
import textwrap
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any

import typer
from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from brimstone import view
from brimstone.constants import HOUR
from brimstone.view.words import bound, in_lines

#: Level of a sentence or a cell -> style of rich.
STYLES = {"plain": "", "strong": "bold", "muted": "dim", "good": "green", "warning": "yellow", "bad": "red"}

#: Width from which there is room for what is left out of a table on a narrow screen.
WIDE = 110
MOST = 120  #: columns of a line of text, however wide the screen
_NARROWEST, _USUAL, _BOUNDLESS = 20, 80, 10_000  # columns of a screen
#: Control characters, but for those of lines and for the sequences that set colours and move the cursor.
_COMMANDS = re.compile(r"\x1b(?!\[[0-9;?]*[A-Za-z])|[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f]")
_quiet = False
_LONGEST_NAME = 24  # on one line of a narrow screen
_SHORTER_NAMES = (18, 14, 10)  # where a table has no room for that
_TITLE = 12  # letters of a line of a title where there is little room


class _Harmless:
    """A stream that passes on text and what rich styles it with, but no other commands to a terminal."""

    def __init__(self, stream: Any):
        self._stream = stream

    def write(self, text: str) -> int:
        self._stream.write(_COMMANDS.sub("", text))
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def quiet(wanted: bool) -> None:
    """Whether nothing but errors and JSON is printed from now on."""
    global _quiet  # one for the process, as the streams are
    _quiet = wanted


def console(*, errors: bool = False) -> Console:
    """A console on standard output, or on standard error; what is printed is never read as markup."""
    stream: Any = _Harmless(sys.stderr if errors else sys.stdout)
    made = Console(file=stream, highlight=False, markup=False, emoji=False, quiet=_quiet)
    if made.width < _NARROWEST:  # such as 0, where nobody knows
        made = Console(file=stream, highlight=False, markup=False, emoji=False, quiet=_quiet, width=_USUAL)
    return made


def working(words: str) -> Any:
    """Words with a sign of life on standard error, for a person at a terminal only."""
    screen = console(errors=True)
    return screen.status(words) if screen.is_terminal else nullcontext()


@contextmanager
def progressing(words: str) -> Iterator[Callable[[int, int], None]]:
    """A progress callback that shows a person at a terminal what is done, how fast, and how long the rest takes."""
    began, first = time.perf_counter(), 0
    with working(words) as status:

        def update(done: int, count: int) -> None:
            nonlocal began, first
            if status is None:
                return
            if not first:
                began, first = time.perf_counter(), done  # what was kept before took no time
            spent = time.perf_counter() - began
            rate = (done - first) / spent if spent > 0.0 else 0.0
            pace = f", {rate:.3g} a second, {_in_words((count - done) / rate)} left" if rate > 0.0 else ""
            status.update(f"{words}: {done:,} of {count:,}{pace}")

        yield update


def _in_words(seconds: float) -> str:
    if seconds < 90.0:
        return f"{seconds:.0f} s"
    return f"{seconds / 60.0:.0f} min" if seconds < 90.0 * 60.0 else f"{seconds / HOUR:.1f} h"


def table(*columns: str | tuple[str, dict[str, Any]]) -> Table:
    """An empty table in the house style; a column is its title, or title and options of rich."""
    made = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), header_style="bold", show_edge=False, pad_edge=False)
    for column in columns:
        title, options = (column, {}) if isinstance(column, str) else column
        made.add_column(title, **options)
    return made


def number(title: str, **options: Any) -> tuple[str, dict[str, Any]]:
    """A column of numbers, or of short words that must not be broken."""
    return title, {"justify": "right", "no_wrap": True, **options}


def heading(words: str) -> Text:
    """A heading between two parts of the output."""
    return Text(words, style="bold")


def indented(words: str, style: str = "", mark: str = "") -> Text:
    """A paragraph two columns in; with `mark`, its first line hangs out by it."""
    first = f"  {mark} " if mark else "  "
    whole = bound(re.sub(r"[ \t\n]+", " ", words.strip()))
    filled = textwrap.fill(
        whole,
        min(console().width, MOST),
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_on_hyphens=False,
        break_long_words=False,
    )
    return Text(filled.replace("\u00a0", " "), style=style, no_wrap=True, overflow="ignore")


def show(screen: Console, section: view.Section) -> None:
    """Print a section: its heading, its tables and its sentences; charts are for pages."""
    screen.print()
    if section.title:
        screen.print(heading(section.title))
    for item in section.items:
        if isinstance(item, view.Note):
            screen.print(note(item))
        elif isinstance(item, view.Table):
            print_table(screen, item)


def print_table(screen: Console, content: view.Table) -> None:
    """Print a table, its footnotes and its caption."""
    footnotes: dict[str, int] = {}
    made = drawn(content, wide=screen.width >= WIDE, footnotes=footnotes)
    for split, longest in ((False, _LONGEST_NAME), *((True, longest) for longest in (_LONGEST_NAME, *_SHORTER_NAMES))):
        if _least(screen, made) > screen.width:
            made = drawn(content, wide=False, footnotes=footnotes, stacked=True, split=split, longest=longest)
    _share_room(made, screen.width - _least(screen, made))
    screen.print(made)
    for sentence, count in footnotes.items():
        screen.print(indented(sentence, style="dim", mark=f"{count:>2}"))
    if content.caption:
        screen.print(indented(content.caption, style="dim"))


def print_rows(screen: Console, content: view.Table) -> None:
    """Print rows of any width, none of them folded: below each other where a terminal is too narrow for the table."""
    made = drawn(content, wide=True, footnotes={})
    needed = screen.measure(made, options=screen.options.update(max_width=_BOUNDLESS)).maximum
    if needed <= screen.width or not screen.is_terminal:
        screen.width = max(screen.width, needed)
        screen.print(made)
    else:
        longest = max(len(column.title) for column in content.columns)
        for row in content.rows:
            for column, cell in zip(content.columns, row.cells, strict=True):
                words = cell if isinstance(cell, str) else cell.text
                screen.print(Text(f"{column.title:{longest}}  {words}"), soft_wrap=True)
            screen.print()
    if content.caption:
        screen.print(indented(content.caption, style="dim"))


def show_document(screen: Console, document: view.Document) -> None:
    """Print a document: its title, its summary and its sections."""
    screen.print(heading(document.title))
    if document.summary:
        screen.print(indented(document.summary, style="dim"))
    for section in document.sections:
        show(screen, section)


def note(one: view.Note) -> Text:
    """A sentence two columns in, with a mark before it where it has one or warns."""
    return indented(one.text, STYLES[one.level], one.mark or ("!" if one.level in ("warning", "bad") else ""))


def drawn(
    content: view.Table,
    *,
    wide: bool,
    footnotes: dict[str, int],
    stacked: bool = False,
    split: bool = False,
    longest: int = _LONGEST_NAME,
) -> Table:
    """A table of rich; intervals are in a column of their own after the numbers they belong to, `stacked` below them,
    and long ones `split` into two lines; names longer than `longest` are broken where their parts end.

    Where there is little room, footnotes are collected with their numbers in `footnotes`.
    """
    places = [place for place, column in enumerate(content.columns) if wide or not column.wide]
    spread = {
        place
        for place in places
        if content.columns[place].interval and any(_interval(row.cells[place]) for row in content.rows)
    }
    columns: list[str | tuple[str, dict[str, Any]]] = []
    for place in places:
        column = content.columns[place]
        title = ", ".join(part for part in (column.title, column.unit) if part)
        if stacked and column.numeric:
            title = _in_lines(title, [row.cells[place] for row in content.rows])
        numeric = column.numeric or (column.footnote and not wide)
        columns.append(
            number(title) if numeric else (title, {"no_wrap": column.whole and not stacked, "overflow": "fold"})
        )
        if place in spread and not stacked:
            columns.append(number("80 %", style="dim"))
    made = table(*columns)
    for row in content.rows:
        cells: list[Text | str] = []
        for place in places:
            column, cell = content.columns[place], row.cells[place]
            words = cell if isinstance(cell, str) else cell.text
            if not wide and column.footnote and words:
                words = str(footnotes.setdefault(words, len(footnotes) + 1))
            elif not (wide or column.numeric or (column.whole and not stacked)):
                words = _folded(words, longest)
            shown = Text(words, style="" if isinstance(cell, str) else STYLES[cell.level])
            if place in spread and stacked and _interval(cell):
                interval = _interval(cell).replace(" – ", " –\n") if split else _interval(cell)
                shown.append(f"\n{interval}", style="dim")
            cells.append(shown)
            if place in spread and not stacked:
                cells.append(_interval(cell))
        made.add_row(*cells, style=STYLES[row.level])
    for one in made.columns:
        if one.no_wrap:  # rich measures such columns by their longest word
            lines = [line for words in (one.header, *one.cells) for line in str(words).splitlines()]
            one.min_width = max(map(cell_len, lines), default=0)
        else:  # and others not at all: no word is broken that fits into a column of its own
            parts = [part for words in (one.header, *one.cells) for part in re.split(r"[ \n]+", str(words))]
            one.min_width = min(max(map(cell_len, parts), default=0), longest)
    return made


def _in_lines(title: str, cells: Sequence[view.elements.Cell]) -> str:
    """A title in lines hardly longer than what stands below it."""
    longest = max((cell_len(cell if isinstance(cell, str) else cell.text) for cell in cells), default=0)
    lines = title.splitlines()
    parts = (part for line in lines for part in in_lines(line, max(longest, _TITLE)))
    return "\n".join(parts).replace("\u00a0", " ")


def _least(screen: Console, made: Table) -> int:
    """Width that a table takes with no word of it broken."""
    return screen.measure(made, options=screen.options.update(max_width=_BOUNDLESS)).minimum


def _share_room(made: Table, room: int) -> None:
    """Give each column of words its longest word, and of the room left what its lines need, least needs first."""
    needs = {}
    for place, one in enumerate(made.columns):
        if not one.no_wrap and room >= 0:
            lines = [line for words in (one.header, *one.cells) for line in str(words).splitlines()]
            one.width = one.min_width or 0
            needs[place] = max(0, max(map(cell_len, lines), default=0) - one.width)
    for left, (place, need) in zip(
        range(len(needs), 0, -1), sorted(needs.items(), key=lambda one: one[1]), strict=True
    ):
        more = min(need, room // left)
        made.columns[place].width = (made.columns[place].width or 0) + more
        room -= more


def _folded(words: str, longest: int) -> str:
    """Words of which the long ones stand in several lines, broken where their parts end."""
    if " " in words:
        return " ".join(_folded(one, longest) for one in words.split(" "))
    if len(words) <= longest:
        return words
    lines = [""]
    for part in re.findall(r"[^/_.]*[/_.]?", words):
        if len(lines[-1]) + len(part) > longest and lines[-1]:
            lines.append("")
        lines[-1] += part
    return "\n".join(lines)


def _interval(cell: view.elements.Cell) -> str:
    return cell.interval if isinstance(cell, view.Number) else ""


def print_json(content: Any) -> None:
    """Print a record, or a list of them, and nothing else."""
    from brimstone.contract.base import to_json

    typer.echo(to_json(content))
