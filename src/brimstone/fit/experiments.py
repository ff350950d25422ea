"""A measured file as an experiment: the currents that the cycler drove, and what the voltage did.

The steps that the cycler carried out are found in its records and repeated by the engine, so that the recipe need not
say them. A step is compared as voltage over the share of its own charge, and the charge itself, which tells a curve
that is too short from one that is too low.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from brimstone._records import record
from brimstone.constants import HOUR
from brimstone.errors import DataError
from brimstone.protocol.program import SAFE_WINDOW
from brimstone.recipe import Recipe
from brimstone.result import Cycling, Measured, MeasuredSpectrum
from brimstone.solver.interface import CURRENT, VOLTAGE, Control

_STEADY = 0.03  # relative change of a current that is called constant
_HELD = 4e-3  # within which a voltage is called constant [V]
_AT_A_LIMIT = 15e-3  # of the extreme voltage of its direction, where a step is taken to have ended by it [V]
_ROUND = 5e-3  # to which a voltage limit is rounded, where it is near [V]
_MOST_STEPS = 120
_POINTS = 120  # of a step that are compared
_MOST_RECORDS = 1500  # of a step that are kept
_LEAST_RECORDS = 5  # of a step that is compared
_OFFSET = 1e-3  # systematic error of a cycler's voltage [V]
_GAIN = 5e-4  # and of its current, relative
_SHIFT = 3e-4  # of the charge of a step: what the count of a cycler strays by within a step
_FLOOR = 5e-5  # least random error of a voltage [V]
_RELATIVE_IMPEDANCE = 0.01  # error of an impedance, of its magnitude
_ZERO, _DRIFT = 2e-4, 1e-4  # of a load cell: random error, and drift in an hour, relative to the pressure
_CELL_GAIN = 0.01  # and of a change of pressure, relative


@record
class Segment:
    """One step that is compared.

    Attributes
    ----------
    row : int
        Its place among the controls.
    label : str
        Such as ``"discharge 0.45 mA/cm2"``.
    share : ndarray (records,)
        Of the charge of the step, or of its time at rest, from 0 to 1.
    begins : ndarray of int (points,)
        Where among the records each group begins that is averaged to one point.
    voltage : ndarray (points,)
        Measured, against Li/Li+, mean of each group [V].
    passed : float
        Charge of the step, without sign [C/m2]; its time [s] at rest.
    whitening : ndarray (points + 1, points + 1)
        Makes errors of the voltages, then of the logarithm of `passed`, independent and of unit size.
    """

    row: int
    label: str
    share: np.ndarray
    begins: np.ndarray
    voltage: np.ndarray
    passed: float
    whitening: np.ndarray

    def averaged(self, values: np.ndarray) -> np.ndarray:
        """Values at the records averaged as the measured ones were, (points,)."""
        counts = np.diff(np.append(self.begins, self.share.size))
        return np.add.reduceat(values, self.begins) / counts

    @property
    def rests(self) -> bool:
        """Whether no current flows."""
        return self.label == "rest"


@record
class PressureTrace:
    """Stack pressure when steps end, beside that at the beginning.

    Attributes
    ----------
    rows : ndarray of int (points,)
        Places of the steps among the controls.
    change : ndarray (points,)
        Measured pressure less that of the first record [Pa].
    whitening : ndarray (points, points)
        Makes its errors independent and of unit size.
    """

    rows: np.ndarray
    change: np.ndarray
    whitening: np.ndarray


@record
class Experiment:
    """What one cell went through, and what was measured of it.

    Attributes
    ----------
    name : str
        Of the file.
    controls : ndarray (1, steps, columns of Control)
    segments : tuple of Segment
    spectra : tuple of MeasuredSpectrum
        Per area [ohm m2].
    notes : tuple of str
    pressure : PressureTrace or None
    numbers : tuple of int
        Of each step among the controls, that of the step in the file.
    after : tuple of int
        How many of the controls each spectrum was taken after; empty for spectra of the cell as assembled.
    """

    name: str
    controls: np.ndarray
    segments: tuple[Segment, ...]
    spectra: tuple[MeasuredSpectrum, ...]
    notes: tuple[str, ...]
    pressure: PressureTrace | None = None
    numbers: tuple[int, ...] = ()
    after: tuple[int, ...] = ()

    @property
    def size(self) -> int:
        """Number of compared values."""
        voltages = sum(segment.voltage.size + 1 for segment in self.segments)
        pressures = 0 if self.pressure is None else self.pressure.change.size
        return voltages + pressures + sum(2 * spectrum.frequency.size for spectrum in self.spectra)


def experiment(measured: Measured, area: float, reference: float = 0.0) -> Experiment:
    """The experiment that a file tells of.

    Parameters
    ----------
    measured : Measured
    area : float
        Of the electrode [m2].
    reference : float
        Potential of the counter electrode that voltages were measured against, against Li/Li+ [V].

    Raises
    ------
    DataError
        When nothing in it can be compared.
    """
    spectra = tuple(
        MeasuredSpectrum(one.frequency, one.impedance * area) for one in measured.spectra if one.frequency.size > 1
    )
    rows: list[Control] = []
    segments: list[Segment] = []
    notes: list[str] = []
    pressure, numbers = None, list[int]()
    if measured.cycling is not None:
        if not np.all(np.isfinite(measured.cycling.current)):
            raise DataError(f"{measured.source}: no currents in it, so that its steps can't be repeated")
        rows, segments, ends, notes = _steps(measured.cycling, area, reference)
        numbers = measured.cycling.step[ends].tolist()
        pressure = _pressure(measured.cycling, ends)
    if not segments and not spectra:
        raise DataError(
            f"{measured.source}: no step with a constant current and at least {_LEAST_RECORDS} records, and no "
            "impedance: nothing to compare"
        )
    controls = np.array([rows or [Control(CURRENT, 0.0, duration=0.0)]], dtype=float)
    return Experiment(measured.source, controls, tuple(segments), spectra, tuple(notes), pressure, tuple(numbers))


def after_the_steps(experiments: Sequence[Experiment], at: Sequence[int] = ()) -> tuple[Experiment, ...]:
    """The experiments, where spectra were taken between or after the steps of the only one that has any.

    Parameters
    ----------
    experiments : sequence of Experiment
    at : sequence of int
        Number of the step in the file after which each spectrum was taken, in the order of the files; all after the
        last step by default.

    Raises
    ------
    DataError
        When none or several of them have steps, none has a spectrum, or there is no such step.
    """
    driven = [one for one in experiments if one.segments]
    spectra = tuple(spectrum for one in experiments for spectrum in one.spectra)
    if len(driven) != 1 or not spectra:
        raise DataError(
            f"spectra after the steps need one file with steps and a spectrum at least; there are {len(driven)} with "
            f"steps, and {len(spectra)} spectra"
        )
    known, rows = driven[0].numbers, driven[0].controls.shape[1]
    if at and len(at) != len(spectra):
        raise DataError(f"there are {len(spectra)} spectra, and steps are named for {len(at)} of them")
    if wrong := [str(number) for number in at if number not in known]:
        raise DataError(
            f"{driven[0].name}: no step {', '.join(wrong)} is repeated by the fit; its steps are "
            f"{', '.join(map(str, dict.fromkeys(known)))}"
        )
    places = [len(known) - known[::-1].index(number) for number in at] or [rows] * len(spectra)
    return (replace(driven[0], spectra=spectra, after=tuple(places)),)


@record
class _Run:
    """Records of one step."""

    places: np.ndarray
    way: int
    held: bool


def _steps(data: Cycling, area: float, reference: float) -> tuple[list[Control], list[Segment], list[int], list[str]]:
    """Controls, what is compared of them, the place of the last record of each, and notes."""
    runs = _runs(data)
    notes = []
    if len(runs) > _MOST_STEPS:
        notes.append(f"the first {_MOST_STEPS} of {len(runs)} steps are compared")
        runs = runs[:_MOST_STEPS]
    low, high = _limits(data, runs)
    titration = sum(run.way == 0 for run in runs) >= 4
    noise = _noise(data.voltage)
    rows: list[Control] = []
    segments = []
    ends = []
    for number, run in enumerate(runs):
        ends.append(int(run.places[-1]))
        time, voltage = data.time[run.places], data.voltage[run.places] + reference
        first = run.places[0]
        begins = data.time[first - 1] if first and number else time[0]
        lasts = float(time[-1] - begins)
        if run.way == 0:
            rows.append(Control(CURRENT, 0.0, duration=max(lasts, 0.0)))
            if titration and number and run.places.size >= _LEAST_RECORDS and lasts > 0.0:
                share = (time - begins) / lasts
                segments.append(_segment(len(rows) - 1, "rest", share, voltage, lasts, noise))
            continue
        current = -float(np.median(data.current[run.places])) / area
        if run.held:
            floor = float(np.abs(data.current[run.places[-1]])) / area
            rows.append(Control(VOLTAGE, float(np.median(voltage)), duration=lasts, current_floor=min(floor, 1e9)))
            continue
        end = float(voltage[-1])
        limit = low if run.way < 0 else high
        by_voltage = limit is not None and abs(end - reference - limit) < _AT_A_LIMIT
        if by_voltage and limit is not None:
            stop = limit + reference
            lower, upper = (stop, SAFE_WINDOW[1]) if run.way < 0 else (SAFE_WINDOW[0], stop)
            most = 4.0 * lasts  # a cell that computes far too much capacity need not be followed to its end
        else:
            (lower, upper), most = SAFE_WINDOW, lasts
        rows.append(Control(CURRENT, current, lower=lower, upper=upper, duration=most))
        if run.places.size >= _LEAST_RECORDS and lasts > 0.0:
            share = (time - begins) / lasts
            way = "discharge" if run.way < 0 else "charge"
            label = f"{way} {abs(current) / 10.0:.3g} mA/cm2"
            segments.append(_segment(len(rows) - 1, label, share, voltage, abs(current) * lasts, noise))
    return rows, segments, ends, notes


def _pressure(data: Cycling, ends: Sequence[int]) -> PressureTrace | None:
    """What a pressure sensor recorded, at the ends of steps; None without one, or where it shows nothing.

    Of its errors, that of the first record and the drift are common to all, and grow along the test.
    """
    if data.pressure is None or not np.all(np.isfinite(data.pressure)) or not np.ptp(data.pressure) > 0.0:
        return None
    places = np.array(ends)
    change = data.pressure[places] - data.pressure[0]
    size = float(np.mean(np.abs(data.pressure)))
    random = max(_noise(data.pressure, 0.0), _ZERO * size)
    hours = (data.time[places] - data.time[0]) / HOUR
    covariance = random**2 * (np.eye(places.size) + 1.0)
    covariance += (_DRIFT * size) ** 2 * np.outer(hours, hours) + _CELL_GAIN**2 * np.outer(change, change)
    whitening = np.linalg.inv(np.linalg.cholesky(covariance))
    return PressureTrace(np.arange(places.size), change, whitening)


def _runs(data: Cycling) -> list[_Run]:
    """Stretches of records of one step and one direction, split where a held voltage begins."""
    way = data.direction
    begins = np.flatnonzero((np.diff(data.step) != 0) | (np.diff(way) != 0) | _jumps(data.current)) + 1
    runs = []
    for places in np.split(np.arange(data.points), begins):
        if places.size == 1 and 0 < places[0] < data.points - 1:
            continue  # a record at the boundary of two steps
        direction = int(way[places[0]])
        tail = _held_from(data, places) if direction else None
        if tail is None:
            runs.append(_Run(places, direction, False))
            continue
        if tail:
            runs.append(_Run(places[:tail], direction, False))
        runs.append(_Run(places[tail:], direction, True))
    return runs


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
    """Where in a stretch the voltage is held and the current falls; None where the current is constant."""
    current, voltage = np.abs(data.current[places]), data.voltage[places]
    middle = float(np.median(current))
    if places.size < _LEAST_RECORDS or np.percentile(np.abs(current - middle), 90) < _STEADY * middle:
        return None
    near = np.abs(voltage - np.median(voltage[-max(3, places.size // 10) :])) < _HELD
    away = np.flatnonzero(~near)
    begin = int(away[-1]) + 1 if away.size else 0
    return begin if places.size - begin >= 3 else None


def _limits(data: Cycling, runs: Sequence[_Run]) -> tuple[float | None, float | None]:
    """Voltages at which discharges and charges of a file end [V]."""
    found: list[float | None] = []
    for way, choose in ((-1, min), (1, max)):
        ends = [float(data.voltage[run.places[-1]]) for run in runs if run.way == way and not run.held]
        if not ends:
            found.append(None)
            continue
        end = choose(ends)
        rounded = round(end / 0.05) * 0.05
        found.append(rounded if abs(rounded - end) < _ROUND else end)
    return found[0], found[1]


def _noise(values: np.ndarray, floor: float = _FLOOR) -> float:
    """Random error of a record, from how much it differs from the middle of its neighbours."""
    if values.size < 8:
        return max(floor, 1e-3)
    bends = values[2:] - 2.0 * values[1:-1] + values[:-2]
    return max(floor, float(np.median(np.abs(bends))) / 0.6745 / math.sqrt(6.0))


def _segment(row: int, label: str, share: np.ndarray, voltage: np.ndarray, passed: float, noise: float) -> Segment:
    """Records of a step, averaged to no more than are compared, with the errors of what remains."""
    inside = (share > 0.002) & (share < 0.995)
    if inside.sum() < 3:
        inside = np.ones(share.size, dtype=bool)
    resolution = float(np.max(np.diff(share[-3:]), initial=1e-4))
    share, voltage = share[inside], voltage[inside]
    if share.size > _MOST_RECORDS:
        kept = np.linspace(0, share.size - 1, _MOST_RECORDS).round().astype(int)
        share, voltage = share[kept], voltage[kept]
    groups = np.array_split(np.arange(share.size), min(_POINTS, share.size))
    begins = np.array([one[0] for one in groups])
    counts = np.array([one.size for one in groups])
    middle, mean = (np.add.reduceat(values, begins) / counts for values in (share, voltage))
    slope = _steepest(middle, mean)
    of_charge = math.hypot(_GAIN, resolution / math.sqrt(12.0))
    covariance = np.zeros((len(groups) + 1, len(groups) + 1))
    covariance[:-1, :-1] = _OFFSET**2 + np.diag(noise**2 / counts + _FLOOR**2 + (slope * _SHIFT) ** 2)
    # An end that is known to a record only shifts all shares, and with them the voltages along the slope.
    lever = np.append(slope * middle * math.hypot(resolution / math.sqrt(12.0), _SHIFT), 0.0)
    covariance += np.outer(lever, lever)
    covariance[-1, -1] = of_charge**2
    whitening = np.linalg.inv(np.linalg.cholesky(covariance))
    return Segment(row, label, share, begins, mean, passed, whitening)


def _steepest(share: np.ndarray, voltage: np.ndarray) -> np.ndarray:
    """Largest slope of a curve on either side of each point [V]."""
    if share.size < 2:
        return np.zeros(share.size)
    slopes = np.abs(np.diff(voltage)) / np.maximum(np.diff(share), 1e-9)
    return np.maximum(np.append(slopes, slopes[-1]), np.append(slopes[0], slopes))


def impedance_error(spectrum: MeasuredSpectrum) -> np.ndarray:
    """Error of the real and of the imaginary part alike [ohm m2], (points,)."""
    return _RELATIVE_IMPEDANCE * np.abs(spectrum.impedance)


def area_of(recipe: Recipe, mass: float | None, per: str, masses: Mapping[str, float]) -> float:
    """Area of an electrode [m2], from what was weighed [kg] or from the recipe.

    Parameters
    ----------
    recipe : Recipe
    mass : float, optional
        Of what `per` names.
    per : str
        ``"active"``, ``"sulfur"`` or ``"electrode"``.
    masses : mapping of str to float
        Of each of them by area [kg/m2].

    Raises
    ------
    DataError
        When neither is known.
    """
    if mass is not None:
        if not masses.get(per, 0.0) > 0.0:
            raise DataError(f"the mass is said to be of {per}, and there is none in this cell")
        return mass / masses[per]
    if recipe.area is not None:
        return recipe.area.si
    raise DataError(
        "how large is the electrode? A file has currents in A, the recipe a loading by area. Give the mass of active "
        "material in this electrode (--mass '1.2 mg', with --per sulfur or --per electrode if it is of that), or its "
        "area or diameter (--area '1.13 cm2', or area: in the recipe). It is not guessed"
    )
