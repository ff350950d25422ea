"""The steps that a cycler carried out, found in its records: what each set at the terminals, and how it ended."""

import itertools
from collections.abc import Sequence

import numpy as np

from brimstone._records import record
from brimstone.result import Cycling
from brimstone.solver.interface import CURRENT, LOAD, POWER, VOLTAGE

_STEADY = 0.03  # relative change of what is called constant
_WANDERS = 0.2  # of a current that is taken as its mean, where nothing else is constant
_HELD = 4e-3  # within which a voltage is called constant, or a ramp straight [V]
_SWEPT = 0.05  # least change of the voltage of a ramp [V]
_MOST_SWEEPS = 12  # of one step
_AT_A_LIMIT = 15e-3  # of the extreme voltage of its direction, where a step is taken to have ended by it [V]
_BEYOND, _SHORT = 5e-3, 2.5e-3  # how far beyond a round voltage, or short of it, a step may end that it limits [V]
_WHOLE, _ABOUT = 300.0, 0.1  # a step whose time is a multiple of the first, to the second, ended by time [s]
#: Change of the voltage over the last hundredth of a step [V]: with less it can't have ended by a voltage, as no cycler
#: would have met that twice; with more its end is that of a limit whatever else is known.
_FLAT, _STEEP = 3e-3, 0.02
_ALIKE = 2e-3  # relative, between steps that ended after the same time
_LEAST = 5  # records that tell what a step set


@record
class Stretch:
    """Records of one step of one direction.

    Attributes
    ----------
    places : ndarray of int (records,)
    way : int
        1 on charge, -1 on discharge, 0 at rest or in a ramp.
    mode : float or None
        What the cycler set: `CURRENT`, `VOLTAGE`, `POWER` or `LOAD`; None for something else.
    value : float
        Of it [A], [V], [W] or [ohm], without sign but for a voltage.
    slope : float
        Of a voltage [V/s].
    """

    places: np.ndarray
    way: int
    mode: float | None
    value: float
    slope: float = 0.0

    @property
    def sets_current(self) -> bool:
        """Whether a constant current flows."""
        return self.way != 0 and self.mode == CURRENT


def stretches(data: Cycling, counter: float = 0.0) -> list[Stretch]:
    """What a cycler did, one stretch after another.

    Steps are split where the direction or the size of the current changes, and where a held voltage begins.

    Parameters
    ----------
    data : Cycling
    counter : float
        Potential of the negative electrode on the scale of the voltages [V]; power and load are those between both.
    """
    way = data.direction
    found: list[Stretch] = []
    cuts = np.flatnonzero(np.diff(data.step) != 0) + 1
    jumps = np.flatnonzero((np.diff(way) != 0) | _jumps(data.current)) + 1
    for step in np.split(np.arange(data.points), cuts):
        if sweeps := _sweeps(data, step, counter):
            found += sweeps
            continue
        inside = jumps[(jumps > step[0]) & (jumps <= step[-1])] - step[0]
        for places in np.split(step, inside):
            if places.size > 1 or places[0] in (0, data.points - 1):  # else a record at the boundary of two steps
                found += _set(data, places, int(way[places[0]]), counter)
    return found


def ends_by_voltage(data: Cycling, found: Sequence[Stretch]) -> list[float | None]:
    """The voltage that each stretch ended by, on the scale of the file [V]; None where something else ended it.

    A cycler does not say what ended a step. It was the limit of its direction if the step ended near the extreme of
    all of them, the voltage still moved, and this extreme is a round number, after no round time, was met by several
    steps after unequal times, or was approached steeply.
    """
    limits: list[float | None] = [None] * len(found)
    for way, choose in ((-1, min), (1, max)):
        places = [place for place, one in enumerate(found) if one.way == way and one.mode not in (VOLTAGE, None)]
        if not places:
            continue
        end = choose(float(data.voltage[found[place].places[-1]]) for place in places)
        near = [place for place in places if abs(float(data.voltage[found[place].places[-1]]) - end) < _AT_A_LIMIT]
        rounded = round(end / 0.05) * 0.05
        is_round = -_SHORT < way * (end - rounded) < _BEYOND
        lasts = np.array([_lasts(data, found[place]) for place in near])
        several = len(near) > 1 and float(np.ptp(lasts)) > _ALIKE * float(np.max(lasts))
        for place, time in zip(near, lasts, strict=True):
            change, whole = _last_change(data, found[place]), abs(time - _WHOLE * round(time / _WHOLE)) < _ABOUT
            if change > _STEEP or (change > _FLAT and (several or (is_round and not whole))):
                limits[place] = rounded if is_round else end
    return limits


def _lasts(data: Cycling, one: Stretch) -> float:
    """From the end of what came before [s]."""
    return float(data.time[one.places[-1]] - data.time[max(one.places[0] - 1, 0)])


def _last_change(data: Cycling, one: Stretch) -> float:
    """Change of the voltage over the last hundredth of a stretch, in the direction of its current [V]."""
    time, voltage = data.time[one.places], data.voltage[one.places]
    at = time[-1] - 0.01 * (time[-1] - time[0])
    return one.way * float(voltage[-1] - np.interp(at, time, voltage))


def _set(data: Cycling, places: np.ndarray, way: int, counter: float) -> list[Stretch]:
    """What was set in some records of one direction, in one part, or in two: until a voltage was reached and held."""
    if way == 0:
        return [Stretch(places, 0, CURRENT, 0.0)]
    current = np.abs(data.current[places])
    middle = float(np.median(current))
    if places.size < _LEAST or _steady(current):
        return [Stretch(places, way, CURRENT, middle)]
    between = data.voltage[places] - counter
    for mode, values in ((POWER, between * current), (LOAD, between / current)):
        if (mode != LOAD or way < 0) and np.all(values > 0.0) and _steady(values):
            return [Stretch(places, way, mode, float(np.median(values)))]
    held = _held_from(data, places)
    if held is not None:
        before = _set(data, places[:held], way, counter) if held else []
        return [*before, Stretch(places[held:], way, VOLTAGE, float(np.median(data.voltage[places[held:]])))]
    if _steady(current, _WANDERS):
        return [Stretch(places, way, CURRENT, float(np.mean(current)))]
    return [Stretch(places, way, None, middle)]


def _steady(values: np.ndarray, most: float = _STEADY) -> bool:
    middle = float(np.median(values))
    return bool(np.percentile(np.abs(values - middle), 90) < most * abs(middle))


def _sweeps(data: Cycling, places: np.ndarray, counter: float) -> list[Stretch]:
    """The ramps of the voltage that a step is made of; empty where it is something else."""
    time, voltage, current = data.time[places], data.voltage[places], data.current[places]
    if places.size < 2 * _LEAST or np.ptp(voltage) < _SWEPT or not np.all(np.isfinite(current)):
        return []
    between = voltage - counter
    if any(_steady(values) for values in (current, between * current, current / np.maximum(np.abs(between), 1e-9))):
        return []
    cuts = _corners(time, voltage, 0, places.size - 1, _MOST_SWEEPS)
    if not cuts:
        return []
    found = []
    for begin, end in itertools.pairwise([0, *cuts]):
        own = np.arange(begin if begin == 0 else begin + 1, end + 1)
        slope, start = np.polyfit(time[own] - time[own[0]], voltage[own], 1)
        found.append(Stretch(places[own], 0, VOLTAGE, float(start), float(slope)))
    sizes = np.abs([one.slope for one in found])
    return found if float(np.ptp(sizes)) < _STEADY * float(sizes.max()) else []


def _corners(time: np.ndarray, voltage: np.ndarray, first: int, last: int, most: int) -> list[int]:
    """Where straight parts of a voltage end, between two records; empty where it is not made of straight parts."""
    part = slice(first, last + 1)
    if last - first < _LEAST or time[last] <= time[first] or np.ptp(voltage[part]) < _SWEPT:
        return []
    chord = np.interp(time[part], time[[first, last]], voltage[[first, last]])
    away = np.abs(voltage[part] - chord)
    if float(away.max()) < _HELD:
        return [last]
    corner = first + int(np.argmax(away))
    extreme = voltage[corner] in (voltage[part].min(), voltage[part].max())
    if most < 2 or not extreme or corner in (first, last):
        return []
    before = _corners(time, voltage, first, corner, most // 2)
    after = _corners(time, voltage, corner, last, most // 2) if before else []
    return [*before, *after] if after else []


def _jumps(current: np.ndarray) -> np.ndarray:
    """Where a current of one direction changes to another that stays."""
    size = np.abs(current)
    with np.errstate(invalid="ignore", divide="ignore"):
        change = np.abs(np.diff(size)) / np.maximum(np.maximum(size[1:], size[:-1]), 1e-300)
    jump = (change > 0.1) & (size[1:] > 0.0) & (size[:-1] > 0.0)
    steady = np.ones(jump.size, dtype=bool)
    steady[:-1] &= np.abs(np.diff(size[1:])) < _STEADY * np.maximum(size[1:-1], 1e-300)
    return jump & steady


def _held_from(data: Cycling, places: np.ndarray) -> int | None:
    """Where in a stretch the voltage is held and the current falls; None where it is not."""
    voltage = data.voltage[places]
    near = np.abs(voltage - np.median(voltage[-max(3, places.size // 10) :])) < _HELD
    away = np.flatnonzero(~near)
    begin = int(away[-1]) + 1 if away.size else 0
    return begin if places.size - begin >= 3 else None
