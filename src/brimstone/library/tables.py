"""Lists that no calculation draws on: how layers of electrolyte are made, and what looks into a cell."""

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brimstone.library._read import Place, mapping, one_of, only, read_value, read_yaml, text, texts
from brimstone.library.values import Value

_DATA = Path(__file__).parent / "data"
MADE = ("pellet", "film")


@dataclass(frozen=True, slots=True)
class Process:
    """One way to make a layer of electrolyte.

    Attributes
    ----------
    name : str
    makes : str
        ``"pellet"`` or ``"film"``.
    classes : tuple of str
        Classes of electrolyte that it is for.
    least : Value
        Thinnest layer that it gives [m].
    needs : tuple of str
    quote : str
        Words of Qi 2024 about it.
    """

    name: str
    makes: str
    classes: tuple[str, ...]
    least: Value
    needs: tuple[str, ...]
    quote: str


@dataclass(frozen=True, slots=True)
class Instrument:
    """One way to look into a cell.

    Attributes
    ----------
    name, gives : str
        What it is and what it shows.
    virtual : str
        Where the same is computed here; empty where it can't be.
    """

    name: str
    gives: str
    virtual: str


def _rows(file: str) -> list[tuple[str, dict[str, Any], Place]]:
    content, place = read_yaml(_DATA / file, _DATA)
    return [(name, mapping(row, place.at(name)), place.at(name)) for name, row in content.items()]


@functools.lru_cache(maxsize=1)
def processes() -> tuple[Process, ...]:
    """Ways to make a layer of electrolyte."""
    found = []
    for name, row, place in _rows("processes.yaml"):
        only(row, ("makes", "classes", "least", "needs", "quote"), place)
        found.append(
            Process(
                name,
                one_of(row.get("makes"), MADE, place.at("makes")),
                texts(row.get("classes"), place.at("classes")),
                read_value(row.get("least"), "length", "um", place.at("least")),
                texts(row.get("needs"), place.at("needs")),
                text(row.get("quote"), place.at("quote")),
            )
        )
    return tuple(found)


@functools.lru_cache(maxsize=1)
def instruments() -> tuple[Instrument, ...]:
    """Ways to look into a cell, real and computed."""
    found = []
    for name, row, place in _rows("instruments.yaml"):
        only(row, ("gives", "virtual"), place)
        words = row.get("virtual")
        found.append(
            Instrument(
                name,
                text(row.get("gives"), place.at("gives")),
                "" if words == "" else text(words, place.at("virtual")),
            )
        )
    return tuple(found)
