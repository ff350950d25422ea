"""Lists that no calculation draws on: how layers of electrolyte are made, and what looks into a cell."""

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from brimstone.library._read import Reader, choice, read_fields, read_value, read_yaml, readers_of, text, texts
from brimstone.library.values import Value

_DATA = Path(__file__).parent / "data"
_Row = TypeVar("_Row", "Process", "Instrument")


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


@functools.lru_cache(maxsize=1)
def processes() -> tuple[Process, ...]:
    """Ways to make a layer of electrolyte."""
    return tuple(_rows("processes.yaml", Process, _OF_PROCESS))


@functools.lru_cache(maxsize=1)
def instruments() -> tuple[Instrument, ...]:
    """Ways to look into a cell, real and computed."""
    return tuple(_rows("instruments.yaml", Instrument, _OF_INSTRUMENT))


def _rows(file: str, kind: type[_Row], readers: Mapping[str, Reader]) -> Iterator[_Row]:
    content, place = read_yaml(_DATA / file, _DATA)
    for name, row in content.items():
        yield kind(name, **read_fields(row, readers, place.at(name)))


_OF_PROCESS = readers_of(
    Process,
    name=None,
    makes=choice(("pellet", "film")),
    classes=texts,
    least=lambda content, place: read_value(content, "length", "um", place),
    needs=texts,
)
_OF_INSTRUMENT = readers_of(Instrument, name=None, virtual=lambda content, place: content and text(content, place))
