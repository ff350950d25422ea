"""Curves of voltage over capacity, as figures of papers are digitised: a constant current makes the time of them."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from brimstone.bridge.cycler._files import decode, read_bytes
from brimstone.bridge.cycler._grid import numbers
from brimstone.errors import DataError
from brimstone.result.measured import Cycling, Measured
from brimstone.units import parse

#: What a title names, the plainer words first: a discharge voltage is a voltage.
_COLUMNS = tuple(
    (kind, re.compile(words, re.IGNORECASE))
    for kind, words in (
        ("voltage", r"voltage|potential"),
        ("capacity", r"capacity|charge|\bQ\b"),
        ("voltage", r"\b[EUV]\b"),
    )
)
_CHARGE = re.compile(r"(?<![A-Za-z])(?P<charge>m?Ah)\b(?:[\s/·*]*(?P<per>k?g|mg|cm|m)(?![A-Za-z]))?")
_RAISED = str.maketrans("⁻−–¹²", "---12")
_DELIMITERS = (r"\s*\t\s*", r"\s*;\s*", r"\s*,\s*")
_LEAST_POINTS = 5
_BACK = 0.1  # of the capacity: what clicks along a curve go back in all, at most


@dataclass(frozen=True)
class Drawn:
    """How a curve over capacity was measured.

    Attributes
    ----------
    current : float
        Its size, above zero [A].
    mass : float or None
        That a specific capacity is per [kg].
    area : float or None
        That an areal capacity is per [m2].
    """

    current: float
    mass: float | None = None
    area: float | None = None


def is_over_capacity(header: str) -> bool:
    """Whether a line has two titles, of a voltage and of a capacity."""
    return _titles(header) is not None


def _titles(header: str) -> dict[str, tuple[int, str]] | None:
    """Place and title of voltage and capacity; None where a line is not these two."""
    titles = next((parts for one in _DELIMITERS if len(parts := re.split(one, header.strip())) == 2), ())
    kinds = [next((kind for kind, words in _COLUMNS if words.search(title)), "") for title in titles]
    return dict(zip(kinds, enumerate(titles), strict=True)) if set(kinds) == {"capacity", "voltage"} else None


def read_digitised(path: str | Path, drawn: Drawn) -> Measured:
    """Read a table of two columns, voltage and capacity, at a constant current.

    Where the voltage falls with the capacity it is a discharge, where it rises a charge.

    Parameters
    ----------
    path : str or Path
    drawn : Drawn

    Returns
    -------
    Measured

    Raises
    ------
    DataError
        When there are no such columns, their units are not known, what a capacity is per is not said, or there is more
        than one curve.
    """
    name, content, notes = read_bytes(Path(path))
    text, more = decode(name, content)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    first = next(iter(lines), "")
    titles = _titles(first)
    if titles is None:
        raise DataError(
            f"{name}: expected two columns below titles such as 'capacity (mAh/g),voltage (V)'; it begins with "
            f"'{first[:60]}'. A file with a time needs no --current"
        )
    delimiter = next(one for one in _DELIMITERS if len(re.split(one, first)) == 2)
    rows = [row if len(row := re.split(delimiter, line)) == 2 else ["", ""] for line in lines[1:]]
    found = {}
    for kind, (place, title) in titles.items():
        values = numbers([row[place] for row in rows], decimal_comma="," not in delimiter)
        found[kind] = values * _scale(name, title, kind, drawn)
    charge, voltage = found["capacity"], found["voltage"]
    whole = np.isfinite(charge) & np.isfinite(voltage)
    if np.count_nonzero(whole) < _LEAST_POINTS:
        raise DataError(f"{name}: {np.count_nonzero(whole)} points of numbers; at least {_LEAST_POINTS} make a curve")
    notes = [*notes, *more]
    if left := int(whole.size - np.count_nonzero(whole)):
        notes.append(f"{left} lines without two numbers left out")
    steps = np.diff(charge[whole])
    if min(-steps[steps < 0.0].sum(), steps[steps > 0.0].sum()) > _BACK * np.ptp(charge[whole]):
        raise DataError(
            f"{name}: its capacity grows and falls again, as where a charge follows a discharge; put each curve into a "
            "file of its own"
        )
    order = np.argsort(charge[whole], kind="stable")
    if np.any(np.diff(order) < 0):
        notes.append("points were put into the order of their capacity")
    charge, voltage = charge[whole][order], voltage[whole][order]
    charge = charge - charge[0]
    way = 1 if voltage[-1] > voltage[0] else -1
    notes.append(f"a {'charge' if way > 0 else 'discharge'}, as its voltage {'rises' if way > 0 else 'falls'}; "
                 "its time is its capacity over the constant current")  # fmt: skip
    ones, nothing = np.ones(charge.size, dtype=int), np.zeros(charge.size)
    cycling = Cycling(
        charge / drawn.current, voltage, way * drawn.current * np.ones(charge.size), ones, ones,
        charge if way > 0 else nothing, charge if way < 0 else nothing,
    )  # fmt: skip
    return Measured(name, "voltage over capacity", cycling, (), tuple(notes))


def _scale(name: str, title: str, kind: str, drawn: Drawn) -> float:
    """From the unit of a title to volts or coulombs."""
    if kind == "voltage":
        return 1e-3 if re.search(r"\bmV\b", title) else 1.0
    stated = _CHARGE.search(title.translate(_RAISED))
    if stated is None:
        raise DataError(f"{name}: no unit of charge in '{title}'; write capacity (mAh/g), (mAh/cm2) or (mAh)")
    charge, beside = parse(f"1 {stated['charge']}", "charge").si, stated["per"]
    per = "" if beside is None else "area" if beside.endswith("m") else "mass"
    amount = {"mass": drawn.mass, "area": drawn.area, "": 1.0}[per]
    if amount is None:
        example = "'1.2 mg'" if per == "mass" else "'0.785 cm2'"
        raise DataError(f"{name}: its capacity is per {per}: say of how much, as in --{per} {example}")
    return charge * amount / (parse(f"1 {beside}{'2' if per == 'area' else ''}", per).si if per else 1.0)
