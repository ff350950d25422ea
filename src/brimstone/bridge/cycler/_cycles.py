"""Numbers of cycles and steps, where a file's own can't be used."""

import numpy as np

from brimstone.bridge.cycler._charge import Passed
from brimstone.result.measured import directions

_SHORTEST = 300.0  # of a half cycle, in the median; pulses are shorter [s]
_MOST = 1e9  # number of a cycle
_HOW = "counted from charge and discharge"
_FEWEST = 10  # records of a half cycle
_NAMED = 5  # cycles in a note


def steps_of(step: np.ndarray | None, points: int) -> np.ndarray:
    """Steps counted from 1 in the order of the file; one step where it has no numbers."""
    if step is None:
        return np.ones(points, dtype=int)
    filled = np.nan_to_num(step, nan=-1.0)
    return 1 + np.cumsum(np.diff(filled, prepend=filled[0]) != 0.0)


def cycles_of(
    cycle: np.ndarray | None, current: np.ndarray | None, passed: Passed, time: np.ndarray
) -> tuple[np.ndarray, list[str]]:
    """The file's numbers of cycles, or a count of charges and discharges where it has none that can be used."""
    absent = np.full(time.size, np.nan) if current is None else current
    way = directions(absent, passed.charged, passed.discharged)
    counted, halves = _counted(way)
    if cycle is not None:
        cycle = np.where(np.abs(np.nan_to_num(cycle, nan=np.inf)) < _MOST, cycle, np.nan)
    if cycle is None or np.mean(np.isfinite(cycle)) < 0.5:
        return counted, ["no numbers of cycles; they are counted from charge and discharge"]
    own = np.nan_to_num(cycle, nan=float(np.nanmin(cycle))).astype(int)
    numbers = np.unique(own)
    if counted[-1] > 1 and numbers.size == 1 and _are_long(halves, time):
        return counted, [f"the number of the cycle is always {numbers[0]}; cycles are {_HOW}"]
    if numbers.size > 2 * counted[-1] + 2 and numbers.size > 0.2 * own.size:
        return counted, [f"the number of the cycle runs on with the records; cycles are {_HOW}"]
    if numbers.size > 2 and counted[-1] > 1 and _are_halves(own, numbers, way):
        return counted, [f"the number of the cycle counts half cycles; whole ones are {_HOW}"]
    if np.any(np.diff(own) < 0):
        return counted, [f"the number of the cycle runs back; cycles are {_HOW}"]
    return own, _several(own, way, halves, time)


def _several(own: np.ndarray, way: np.ndarray, halves: list[np.ndarray], time: np.ndarray) -> list[str]:
    """Told of cycles by the file's own numbers that hold more than one charge or discharge of a cell that is cycled."""
    held: dict[tuple[int, float], int] = {}
    for half in halves:
        if _are_long([half], time):
            one = int(own[half[0]]), float(way[half[0]])
            held[one] = held.get(one, 0) + 1
    found = sorted({number for (number, _), count in held.items() if count > 1})
    if not found:
        return []
    shown = ", ".join(map(str, found[:_NAMED])) + (f" and {len(found) - _NAMED} more" if len(found) > _NAMED else "")
    words = f"cycle {shown} of the file holds" if len(found) == 1 else f"cycles {shown} of the file hold"
    return [f"{words} several charges or discharges: they are added up"]


def _counted(way: np.ndarray) -> tuple[np.ndarray, list[np.ndarray]]:
    """A new cycle begins where the direction returns to the first one; and the places of every half cycle."""
    moving = np.flatnonzero(way)
    if not moving.size:
        return np.ones(way.size, dtype=int), []
    turns = np.flatnonzero(np.diff(way[moving]) != 0) + 1
    halves = np.split(moving, turns)
    number = np.ones(way.size, dtype=int)
    first = way[moving[0]]
    for half in halves[1:]:
        if way[half[0]] == first:
            number[half[0] :] += 1
    return number, halves


def _are_long(halves: list[np.ndarray], time: np.ndarray) -> bool:
    """Whether half cycles are those of a cell that is cycled, and no pulses."""
    lengths = [time[half[-1]] - time[half[0]] for half in halves]
    return bool(np.median(lengths) >= _SHORTEST and np.median([half.size for half in halves]) >= _FEWEST)


def _are_halves(own: np.ndarray, numbers: np.ndarray, way: np.ndarray) -> bool:
    ups = {int(one) for one in np.unique(own[way > 0])}
    downs = {int(one) for one in np.unique(own[way < 0])}
    return not ups & downs and len(ups) > 1 and len(downs) > 1 and len(ups | downs) > 0.8 * numbers.size
