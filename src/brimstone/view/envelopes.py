"""Many cycles over time: what each of them spans, where a line to and fro would be a block of ink."""

from collections.abc import Sequence

import numpy as np

from brimstone.result import Step
from brimstone.view.charts import Colour, Series

_MOST = 60  # cycles that are drawn as lines, and single steps that keep all their points beside an envelope

#: What a caption says of envelopes.
SPANS = " Of so many cycles or pulses the range of each is drawn."


def turns(steps: Sequence[Step]) -> np.ndarray | None:
    """Of each step the stretch that it is drawn with, by cycles; None where the cycles are few enough for lines."""
    cycles = [step.instruction.cycle for step in steps]
    if len(set(cycles)) <= _MOST:
        return None
    return np.cumsum(np.diff(cycles, prepend=cycles[0]) != 0)


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
        Of a line; an envelope is always in the legend, which would tell it as a band of samples otherwise.
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
    edge = {"colour": colour, "dashed": dashed, "group": name, "legend": False}
    return [
        Series(name, middle, (), colour, "band", low, high, group=name),
        Series(f"{name}, least", middle, low, **edge),  # type: ignore[arg-type]
        Series(f"{name}, most", middle, high, **edge),  # type: ignore[arg-type]
    ]
