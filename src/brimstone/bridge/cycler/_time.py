"""Test time: from whatever clock a file keeps, in seconds, never running back."""

import math

import numpy as np

from brimstone.constants import DAY, HOUR

#: Factors that files are wrong by -> in words.
FACTORS: dict[float, str] = {
    HOUR: "3,600", 1.0 / HOUR: "1/3,600", 1e3: "1,000", 1e-3: "1/1,000", 60.0: "60", 1.0 / 60.0: "1/60",
}  # fmt: skip
#: Units that a time without a unit may have [s].
_PLAUSIBLE = {"s": 1.0, "min": 60.0, "h": HOUR, "ms": 1e-3, "d": DAY}
_CLOSE = 0.03  # of a ratio to a factor
_FEW = 0.05  # share of rows that may be out of order for them to be left out


def known_factor(ratio: float) -> float | None:
    """The factor that files are known to be wrong by which `ratio` is close to; None for 1 and others."""
    return next((factor for factor in FACTORS if abs(ratio / factor - 1.0) < _CLOSE), None)


def plausible_unit(ratio: float) -> tuple[str, float] | None:
    """The unit of time [s] that `ratio` is close to, with its name."""
    return next(((name, unit) for name, unit in _PLAUSIBLE.items() if abs(ratio / unit - 1.0) < 0.2), None)


def rising(values: np.ndarray) -> np.ndarray:
    """Places of a longest part of `values` that never decreases, in order."""
    tops: list[float] = []
    places: list[int] = []
    before = np.full(values.size, -1)
    for place, value in enumerate(values):
        pile = int(np.searchsorted(tops, value, side="right")) if not tops or value < tops[-1] else len(tops)
        before[place] = places[pile - 1] if pile else -1
        if pile == len(tops):
            tops.append(value)
            places.append(place)
        else:
            tops[pile], places[pile] = value, place
    chain = []
    place = places[-1] if places else -1
    while place >= 0:
        chain.append(place)
        place = before[place]
    return np.array(chain[::-1], dtype=int)


def in_order(time: np.ndarray, date: np.ndarray | None) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Records in order of time, and their times.

    A few records out of order are left out; a clock that starts again goes on from where it was, with the time between
    from the wall clock where there is one.

    Parameters
    ----------
    time : ndarray (points,)
        Finite [s].
    date : ndarray (points,) or None
        Wall clock [s]; NaN where it can't be read.

    Returns
    -------
    kept : ndarray of int
        Places of the records that are kept.
    time : ndarray
        Of these [s].
    notes : list of str
    """
    if np.all(np.diff(time) >= 0.0):
        return np.arange(time.size), time, []
    if _restarts(time).size:
        time, notes = _continued(time, date)
    else:
        notes = []
    kept = rising(time)
    lost = time.size - kept.size
    if lost > max(2.0, _FEW * time.size):
        falls = np.flatnonzero(np.diff(time) < 0.0) + 1
        time, more = _joined(time, falls, date)
        return np.arange(time.size), time, [*notes, *more]
    if lost:
        notes.append(f"time runs back: {lost} record{'s' if lost > 1 else ''} out of order left out")
    return kept, time[kept], notes


def _restarts(time: np.ndarray) -> np.ndarray:
    """Places where the clock starts again near zero and keeps running from there."""
    falls = np.flatnonzero(np.diff(time) < 0.0) + 1
    near = [
        place
        for place in falls
        if time[place] - min(time[0], 0.0) <= 0.1 * (time[place - 1] - time[0])
        and (place < 2 or time[place] < time[place - 2])  # else one record alone ran ahead
        and time[place : place + 5].max() < time[place - 1]
    ]
    return np.array(near, dtype=int)


def _continued(time: np.ndarray, date: np.ndarray | None) -> tuple[np.ndarray, list[str]]:
    return _joined(time, _restarts(time), date)


def _joined(time: np.ndarray, places: np.ndarray, date: np.ndarray | None) -> tuple[np.ndarray, list[str]]:
    shifted = time.copy()
    by_clock = 0
    for place in places:
        gap = math.nan if date is None else date[place] - date[place - 1]
        if math.isfinite(gap) and 0.0 <= gap < 30.0 * DAY:
            by_clock += 1
        else:
            gap = 0.0
        shifted[place:] += shifted[place - 1] + gap - shifted[place]
    count = len(places)
    words = f"time starts again {'once' if count == 1 else f'{count} times'}; it goes on from where it was"
    return shifted, [words + (", with the time between from the wall clock" if by_clock else "")]


def wall_ratio(time: np.ndarray, date: np.ndarray | None) -> float:
    """Time that passed on the wall over that of the test, as the median over its parts; NaN where it can't be told."""
    if date is None or time.size < 3:
        return math.nan
    usable = np.flatnonzero(np.isfinite(date))
    if usable.size < 3:
        return math.nan
    places = usable[np.unique(np.linspace(0, usable.size - 1, 50).astype(int))]
    walls, tests = np.diff(date[places]), np.diff(time[places])
    good = (walls > 0.0) & (tests > 0.0)
    if good.sum() < 2 or walls[good].sum() < 5.0:
        return math.nan
    return float(walls[good].sum() / tests[good].sum())
