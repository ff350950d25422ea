"""Reported numbers that are open to all: recipes of cells, what was measured on them, what can't be computed and why.

The files in ``open_data/`` are the only measurements that calibration and validation use.
"""

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from brimstone._records import record
from brimstone.errors import BrimstoneError, LibraryError
from brimstone.library import Library
from brimstone.library.cells import QUANTITIES
from brimstone.recipe import Recipe
from brimstone.units import from_si, parse

FOLDER = Path(__file__).with_name("open_data")

_DIRECTIONS = {"charge capacity": "charge", "charge voltage": "charge"}
_OF_PAPER = {"paper", "source", "known", "per", "trust", "recipe", "guessed", "recipe_known", "cells", "left_out"}
_OF_CELL = {
    "name", "cell", "recipe", "change", "replace", "guessed", "recipe_known", "known", "trust", "apart", "window",
    "before", "discharge", "charge", "protocol", "numbers", "account",
}  # fmt: skip
_OF_NUMBER = {"quantity", "value", "at", "cycle", "of", "known", "note", "account"}


@dataclass(frozen=True)
class Account:
    """Of something that is not reached.

    Attributes
    ----------
    because : str
        The likely reason.
    experiment : str
        That would settle it.
    """

    because: str
    experiment: str


@dataclass(frozen=True)
class OpenNumber:
    """One reported number.

    Attributes
    ----------
    quantity : str
        One of `brimstone.library.cells.QUANTITIES`.
    si : float
    unit : str
        Of the report.
    per : str
        Mass of a specific capacity: ``"sulfur"`` or ``"active"``.
    at : str
        Rate, empty where none belongs to it.
    cycle : int
        Counted from one.
    of : str
        Part of the cell that it belongs to; empty for the whole.
    known, note : str
    account : Account or None
        Why the computed number is far off; its own, or that of its cell.
    """

    quantity: str
    si: float
    unit: str
    per: str
    at: str
    cycle: int
    of: str
    known: str
    note: str
    account: Account | None = None

    @property
    def value(self) -> float:
        """In `unit`."""
        return float(from_si(self.si, self.unit, QUANTITIES[self.quantity][0]))

    @property
    def direction(self) -> str:
        """``"charge"`` or ``"discharge"``."""
        return _DIRECTIONS.get(self.quantity, "discharge")

    @property
    def is_capacity(self) -> bool:
        """Whether it is a charge per mass or area."""
        return self.quantity.endswith("capacity")


@record
class OpenCell:
    """A cell that was reported, with the recipe that repeats it.

    Attributes
    ----------
    paper, source, name : str
    recipe : Recipe
    numbers : tuple of OpenNumber
    guessed : tuple of str
        What no account of the paper gives.
    recipe_known : bool
        False where shares or materials had to be guessed.
    trust : float
        Factor on the error of its numbers.
    apart : str
        Why it is computed and not scored; empty for most.
    """

    paper: str
    source: str
    name: str
    recipe: Recipe
    numbers: tuple[OpenNumber, ...]
    guessed: tuple[str, ...]
    recipe_known: bool
    trust: float
    apart: str


@dataclass(frozen=True)
class LeftOut:
    """Numbers that are not compared, and why."""

    paper: str
    numbers: str
    why: str


@record
class OpenTable:
    """All reported numbers: cells by paper, and what is left out."""

    cells: tuple[OpenCell, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def papers(self) -> tuple[str, ...]:
        """Names of the papers, in order."""
        return tuple(dict.fromkeys(cell.paper for cell in self.cells))

    def of(self, papers: tuple[str, ...]) -> "OpenTable":
        """The part that belongs to these papers; all for none."""
        if not papers:
            return self
        return OpenTable(
            tuple(cell for cell in self.cells if cell.paper in papers),
            tuple(one for one in self.left_out if one.paper in papers),
        )


def read_table(library: Library, folder: Path = FOLDER) -> OpenTable:
    """Read all files of the folder.

    Raises
    ------
    LibraryError
        For a file that can't be understood, with its name and the place in it.
    """
    cells: list[OpenCell] = []
    left_out: list[LeftOut] = []
    for path in sorted(folder.glob("*.yaml")):
        for paper in yaml.safe_load_all(path.read_text(encoding="utf-8")):
            _refuse_unknown(paper, _OF_PAPER, path.name)
            cells += [_cell(library, path.name, paper, entry) for entry in paper["cells"]]
            left_out += [LeftOut(paper["paper"], one["numbers"], one["why"]) for one in paper.get("left_out", ())]
    return OpenTable(tuple(cells), tuple(left_out))


def _cell(library: Library, file: str, paper: Mapping[str, Any], entry: Mapping[str, Any]) -> OpenCell:
    where = f"{file}: {entry.get('name', 'a cell without a name')}"
    _refuse_unknown(entry, _OF_CELL, where)
    numbers = tuple(_numbers(paper, entry, where))
    try:
        recipe = _recipe(library, paper, entry, numbers)
    except BrimstoneError as problem:
        raise LibraryError(f"{where}: {problem}") from problem
    return OpenCell(
        paper=paper["paper"],
        source=paper["source"],
        name=entry["name"],
        recipe=recipe,
        numbers=numbers,
        guessed=tuple(entry.get("guessed", ())) + tuple(paper.get("guessed", ())),
        recipe_known=bool(entry.get("recipe_known", paper.get("recipe_known", True))),
        trust=float(entry.get("trust", paper.get("trust", 1.0))),
        apart=entry.get("apart", ""),
    )


def _refuse_unknown(entry: Mapping[str, Any], known: set[str], where: str) -> None:
    for name in entry:
        if name not in known:
            raise LibraryError(f"{where}: '{name}' is no field here; there are {', '.join(sorted(known))}")


def _numbers(paper: Mapping[str, Any], entry: Mapping[str, Any], where: str) -> Iterator[OpenNumber]:
    known = entry.get("known", paper["known"])
    short = [
        {"quantity": f"{direction} capacity", "value": value, "at": rate}
        for direction in ("discharge", "charge")
        for rate, value in entry.get(direction, {}).items()
    ]
    for one in short + list(entry.get("numbers", ())):
        _refuse_unknown(one, _OF_NUMBER, where)
        quantity = one["quantity"]
        if quantity not in QUANTITIES:
            raise LibraryError(f"{where}: '{quantity}' is no quantity; there are {', '.join(QUANTITIES)}")
        dimension, unit = QUANTITIES[quantity]
        yield OpenNumber(
            quantity=quantity,
            si=parse(one["value"], dimension).si,
            unit=unit,
            per=paper.get("per", "sulfur"),
            at=one.get("at", ""),
            cycle=int(one.get("cycle", 1)),
            of=one.get("of", ""),
            known=one.get("known", known),
            note=one.get("note", ""),
            account=read_account(one.get("account", entry.get("account")), where),
        )


def read_account(entry: Mapping[str, str] | None, where: str) -> Account | None:
    """Read an account; None for none.

    Raises
    ------
    LibraryError
        Where it lacks the reason or the experiment, or has anything else.
    """
    if entry is None:
        return None
    if set(entry) != {"because", "experiment"}:
        raise LibraryError(f"{where}: an account has 'because' and 'experiment', here {', '.join(entry) or 'nothing'}")
    return Account(entry["because"], entry["experiment"])


def _recipe(
    library: Library, paper: Mapping[str, Any], entry: Mapping[str, Any], numbers: tuple[OpenNumber, ...]
) -> Recipe:
    """The recipe of a cell, with its own protocol and with what was reported of its steps."""
    if "cell" in entry:
        text = library.cell(entry["cell"]).recipe or ""
        for old, new in entry.get("replace", {}).items():
            text = re.sub(rf"(?<![\w@]){re.escape(old)}(?![\w@])", new, text)
        tree: dict[str, Any] = yaml.safe_load(text)
    else:
        tree = deepcopy(dict(entry.get("recipe", paper.get("recipe"))))
    tree.pop("reported", None)
    tree["name"] = f"{paper['paper']}: {entry['name']}"
    for path, value in entry.get("change", {}).items():
        _put(tree, path.split("."), deepcopy(value))
    protocol = _protocol(tree, entry)
    if protocol is not None:
        tree["protocol"] = protocol
    reported = [
        {
            "rate": number.at,
            "direction": number.direction,
            "cycle": number.cycle,
            "source": paper["source"],
            **_figure(number),
        }
        for number in numbers
        if number.at
    ]
    return Recipe.from_mapping({**tree, "reported": reported} if reported else tree)


def _figure(number: OpenNumber) -> dict[str, str]:
    if number.is_capacity:
        return {"capacity": f"{number.value:.9g} {number.unit}", "per": number.per}
    return {"mean_voltage": f"{number.si:.9g} V"}


def _put(tree: Any, path: list[str], value: Any) -> None:
    for name in path[:-1]:
        tree = tree[int(name) if isinstance(tree, list) else name]
    tree[int(path[-1]) if isinstance(tree, list) else path[-1]] = value


def _protocol(tree: Mapping[str, Any], entry: Mapping[str, Any]) -> Any:
    """The protocol of a cell; None for that of its recipe."""
    if "protocol" in entry:
        return entry["protocol"]
    for direction in ("discharge", "charge"):
        if direction in entry:
            window = entry.get("window") or tree["protocol"][0]["window"]
            step = {"rates": list(entry[direction]), "window": window, "direction": direction}
            return [{**step, "discharge": entry["before"]} if direction == "charge" else step]
    return None
