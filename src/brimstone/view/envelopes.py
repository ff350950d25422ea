"""Many cycles over time: what each of them spans, where a line to and fro would be a block of ink."""

from collections.abc import Sequence

import numpy as np

from brimstone.result import Step
from brimstone.view.charts import Colour, Series

_MOST = 60  # cycles that are drawn as lines, and single steps that keep all their points beside an envelope
_MOST_RANGES = 400  # side by side; more would be less than a dot each

#: What a caption says of envelopes.
SPANS = " With so many cycles or pulses only their ranges are drawn."


def turns(steps: Sequence[Step]) -> np.ndarray | None:
    """Of each step the stretch that it is drawn with, by cycles; None where the cycles are few enough for lines."""
    cycles = [step.instruction.cycle for step in steps]
    if len(set(cycles)) <= _MOST:
        return None
    return few_stretches(np.cumsum(np.diff(cycles, prepend=cycles[0]) != 0))


def few_stretches(stretches: np.ndarray) -> np.ndarray:
    """The same with neighbours merged where there are very many; those of a single step stay apart.

    Parameters
    ----------
    stretches : ndarray of int (steps,)
    """
    _, place, counts = np.unique(stretches, return_inverse=True, return_counts=True)
    together = -(-counts.size // _MOST_RANGES)
    alone = counts == 1
    new = np.diff(alone, prepend=alone[:1]) | alone
    since = np.arange(counts.size) - np.maximum.accumulate(np.where(new, np.arange(counts.size), 0))
    return np.cumsum(new | (since % together == 0))[place]


def of_points(stretches: np.ndarray | None, steps: np.ndarray) -> np.ndarray | None:
    """Of each point the stretch that it is drawn with; those of a single step, such as a long rest, are one each.

    Where there are as many of these as of cycles that make an envelope, each is drawn as a range, too.

    Parameters
    ----------
    stretches : ndarray of int (steps,), optional
        As `turns` counts them.
    steps : ndarray of int (points,)
        Place among the steps of the one that each point belongs to.
    """
    if stretches is None:
        return None
    _, first, counts = np.unique(stretches, return_index=True, return_counts=True)
    alone = np.zeros(stretches.size, dtype=bool)
    alone[first[counts == 1]] = np.count_nonzero(counts == 1) <= _MOST
    new = np.diff(stretches[steps], prepend=stretches[steps[:1]]) != 0
    return np.cumsum(new | alone[steps])


def drawn(
    name: str,
    time: np.ndarray,
    values: np.ndarray,
    colour: Colour,
    turn: np.ndarray | None = None,
    *,
    dashed: bool = False,
    legend: bool = True,
) -> list[Series]:
    """A line over time, or its envelope.

    Parameters
    ----------
    name : str
    time, values : ndarray (points,)
    colour : (str, str)
    turn : ndarray of int (points,), optional
        Stretch of each point, as `of_points` counts them; a line without.
    dashed, legend : bool
        How the line, or the edges of the envelope, are drawn, and whether the legend names it.
    """
    if turn is None:
        return [Series(name, time, values, colour, dashed=dashed, legend=legend)]
    there = np.isfinite(values)
    time, values = time[there], values[there]
    _, first = np.unique(turn[there], return_index=True)
    last = np.append(first[1:], values.size) - 1
    ranged = last > first
    middle = np.where(ranged, np.add.reduceat(time, first) / (last - first + 1), time[first])
    low, high = np.minimum.reduceat(values, first), np.maximum.reduceat(values, first)
    # A stretch beside a point of its own, or at an end, spans its range up to there.
    begins, ends = ranged & ~np.insert(ranged[:-1], 0, False), ranged & ~np.append(ranged[1:], False)
    times = np.stack([time[first], middle, time[last]], axis=1)
    kept = np.stack([begins, np.ones(first.size, dtype=bool), ends], axis=1)
    middle, (low, high) = times[kept], (np.repeat(one, kept.sum(axis=1)) for one in (low, high))
    return [
        Series(f"{name}, range", middle, (), colour, "range", low, high, group=name, legend=False),
        Series(f"{name}, least", middle, low, colour, dashed=dashed, group=name, legend=False),
        Series(name, middle, high, colour, dashed=dashed, group=name, legend=legend),
    ]
