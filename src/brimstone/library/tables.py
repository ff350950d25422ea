"""Reference tables not used in calculations: fabrication of electrolyte layers, and measurements on cells."""

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
    """A fabrication process for electrolyte layers.

    Attributes
    ----------
    name : str
    makes : str
        ``"pellet"`` or ``"film"``.
    classes : tuple of str
        Classes of electrolyte it applies to.
    least : Value
        Smallest thickness [m].
    needs : tuple of str
    quote : str
        Statement of Qi 2024.
    """

    name: str
    makes: str
    classes: tuple[str, ...]
    least: Value
    needs: tuple[str, ...]
    quote: str


@dataclass(frozen=True, slots=True)
class Instrument:
    """A measurement on cells.

    Attributes
    ----------
    name, gives : str
        Name, and what it measures.
    virtual : str
        Where Brimstone computes the same; empty if it does not.
    """

    name: str
    gives: str
    virtual: str


@functools.lru_cache(maxsize=1)
def processes() -> tuple[Process, ...]:
    """Fabrication processes for electrolyte layers."""
    return tuple(_rows("processes.yaml", Process, _OF_PROCESS))


@functools.lru_cache(maxsize=1)
def instruments() -> tuple[Instrument, ...]:
    """Measurements on cells, real and computed."""
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
