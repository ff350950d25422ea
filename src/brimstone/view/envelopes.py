"""Many cycles over time: what each of them spans, where a line to and fro would be a block of ink."""

from collections.abc import Sequence

import numpy as np

from brimstone.result import Step
from brimstone.view.charts import Colour, Series

_MOST = 60  # cycles that are drawn as lines

#: What a caption says of envelopes.
SPANS = " Of so many cycles the range of each is drawn."


def turns(steps: Sequence[Step]) -> np.ndarray | None:
    """Of each step the stretch that it is drawn with, by cycles; None where the cycles are few enough for lines."""
    cycles = [step.instruction.cycle for step in steps]
    if len(set(cycles)) <= _MOST:
        return None
    return np.cumsum(np.diff(cycles, prepend=cycles[0]) != 0)


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
        Stretch of each point, as `turns` counts them; a line without.
    dashed, legend : bool
        Of a line; an envelope is always in the legend, which would tell it as a band of samples otherwise.
    """
    if turn is None:
        return [Series(name, time, values, colour, dashed=dashed, legend=legend)]
    there = np.isfinite(values)
    time, values = time[there], values[there]
    _, first = np.unique(turn[there], return_index=True)
    counts = np.diff(np.append(first, values.size))
    middle = np.add.reduceat(time, first) / counts
    low, high = np.minimum.reduceat(values, first), np.maximum.reduceat(values, first)
    edge = {"colour": colour, "dashed": dashed, "group": name, "legend": False}
    return [
        Series(name, middle, (), colour, "band", low, high, group=name),
        Series(f"{name}, least", middle, low, **edge),  # type: ignore[arg-type]
        Series(f"{name}, most", middle, high, **edge),  # type: ignore[arg-type]
    ]
