"""A measured file as an experiment: what the cycler set at the terminals, and what the voltage did.

The steps that the cycler carried out are found in its records and repeated by the engine, so that the recipe need not
say them. A step is compared as voltage over the share of its own charge, and the charge itself, which tells a curve
that is too short from one that is too low.
"""

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from brimstone._records import record
from brimstone.constants import HOUR, MA_CM2, OHM_CM2
from brimstone.errors import DataError
from brimstone.fit.steps import Stretch, ends_by_voltage, stretches
from brimstone.protocol.program import SAFE_WINDOW
from brimstone.recipe import Recipe
from brimstone.result import Cycling, Measured, MeasuredSpectrum
from brimstone.solver.interface import CURRENT, LOAD, POWER, VOLTAGE, Control

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


def experiment(measured: Measured, area: float, reference: float = 0.0, counter: float = 0.0) -> Experiment:
    """The experiment that a file tells of.

    Parameters
    ----------
    measured : Measured
    area : float
        Of the electrode [m2].
    reference : float
        Potential of the electrode that voltages are given against, against Li/Li+ [V].
    counter : float
        Potential of the negative electrode against Li/Li+ [V], for steps of constant power or through a load.

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
        rows, segments, ends, notes = _steps(measured.cycling, area, reference, counter)
        numbers = measured.cycling.step[ends].tolist()
        pressure = _pressure(measured.cycling, ends)
    if not segments and not spectra:
        raise DataError(
            f"{measured.source}: no step of constant current, power or resistance with at least {_LEAST_RECORDS} "
            "records, and no impedance: nothing to compare"
        )
    controls = np.array([rows or [Control(CURRENT, 0.0, duration=0.0)]], dtype=float)
    return Experiment(measured.source, controls, tuple(segments), spectra, tuple(notes), pressure, tuple(numbers))


def charged_first(one: Experiment, highest: float | None) -> Experiment:
    """The experiment of a cell made discharged, with the charge before its first discharge that the file leaves out.

    Parameters
    ----------
    one : Experiment
    highest : float or None
        Voltage that the recipe charges to, against Li/Li+ [V]; None where it names none.

    Raises
    ------
    DataError
        When a discharge comes first, and nothing says up to what voltage the cell was charged.
    """
    steps = [Control(*row) for row in one.controls[0]]
    first = next((step for step in steps if step.mode != VOLTAGE and step.value), None)
    if first is None or first.mode != CURRENT or first.value < 0.0:
        return one
    if highest is None:
        raise DataError(
            f"{one.name}: begins with a discharge, and a cell of this active material is made discharged. Put the "
            "charge before it into the file, or the voltage of that charge into the protocol of the recipe"
        )
    lower, _ = SAFE_WINDOW
    charge = Control(CURRENT, -first.value, lower=lower, upper=highest, counter=first.counter)
    current = f"{first.value / MA_CM2:.3g} mA/cm2"
    pressure = None if one.pressure is None else replace(one.pressure, rows=one.pressure.rows + 1)
    return replace(
        one,
        controls=np.concatenate([np.array([[charge]], dtype=float), one.controls], axis=1),
        segments=tuple(replace(segment, row=segment.row + 1) for segment in one.segments),
        notes=(*one.notes, f"begins with a discharge: a charge at {current} to {highest:g} V against Li/Li+, which "
               "makes the cell ready for it, is computed before"),
        pressure=pressure,
        numbers=(*one.numbers[:1], *one.numbers),
    )  # fmt: skip


@dataclass(frozen=True)
class After:
    """The step after which a spectrum was taken.

    Attributes
    ----------
    step : int
        Its number in the file.
    file : str
        That holds the step; empty for that of the spectrum, or the only one with steps.
    """

    step: int
    file: str = ""

    @classmethod
    def of(cls, words: str) -> "After":
        """Of ``5``, or ``cell2.csv:5``.

        Raises
        ------
        DataError
            When it is neither.
        """
        file, _, number = words.rpartition(":")
        if not (number.isascii() and number.isdigit()):
            raise DataError(f"'{words}' is no step of a file; write its number such as 5, or cell2.csv:5")
        return cls(int(number), file)


def after_the_steps(experiments: Sequence[Experiment], at: Sequence[After] = ()) -> tuple[Experiment, ...]:
    """The experiments with steps, whose spectra were taken between or after these steps.

    A spectrum belongs to the steps of its own file, or, in one without any, to those of the only file with steps.

    Parameters
    ----------
    experiments : sequence of Experiment
    at : sequence of After
        Of each spectrum, in the order of the files; all after the last step by default.

    Raises
    ------
    DataError
        When there are no steps or no spectra, it is not said whose steps a spectrum was taken after, or there is no
        such step.
    """
    driven = [place for place, one in enumerate(experiments) if one.segments]
    spectra = [(place, spectrum) for place, one in enumerate(experiments) for spectrum in one.spectra]
    if not driven or not spectra:
        raise DataError(
            f"spectra after the steps need a file with steps and a spectrum at least; there are {len(driven)} with "
            f"steps, and {len(spectra)} spectra"
        )
    if at and len(at) != len(spectra):
        raise DataError(f"there are {len(spectra)} spectra, and steps are named for {len(at)} of them")
    taken: dict[int, list[tuple[MeasuredSpectrum, int]]] = {place: [] for place in driven}
    for (own, spectrum), asked in itertools.zip_longest(spectra, at):
        file = _steps_of(experiments, driven, own, asked.file if asked else "")
        taken[file].append((spectrum, _place_of(experiments[file], asked.step if asked else None)))
    return tuple(
        replace(
            experiments[file],
            spectra=tuple(spectrum for spectrum, _ in found),
            after=tuple(place for _, place in found),
        )
        for file, found in taken.items()
    )


def _steps_of(experiments: Sequence[Experiment], driven: Sequence[int], own: int, asked: str) -> int:
    """Which of the experiments with steps a spectrum of the experiment `own` belongs to."""
    if asked:
        found = [place for place in driven if experiments[place].name == asked]
        why = f"{len(found) or 'no'} file{'s' if len(found) > 1 else ''} called '{asked}' with steps"
    else:
        found = [own] if own in driven else list(driven)
        why = f"{experiments[own].name}: after the steps of which file was its spectrum taken?"
    if len(found) != 1:
        known = [experiments[place].name for place in driven]
        raise DataError(f"{why} There are {', '.join(known)}; name the step with its file, such as {known[0]}:2")
    return found[0]


def _place_of(one: Experiment, number: int | None) -> int:
    """How many controls there are up to the step of a number, or in all."""
    if number is None:
        return one.controls.shape[1]
    if number not in one.numbers:
        raise DataError(
            f"{one.name}: no step {number} is repeated by the fit; its steps are "
            f"{', '.join(map(str, dict.fromkeys(one.numbers)))}"
        )
    return len(one.numbers) - one.numbers[::-1].index(number)


def _steps(
    data: Cycling, area: float, reference: float, counter: float
) -> tuple[list[Control], list[Segment], list[int], list[str]]:
    """Controls, what is compared of them, the place of the last record of each, and notes."""
    found, notes = _repeated(data, stretches(data, counter - reference))
    limits = ends_by_voltage(data, found)
    titration = sum(one.way == 0 and one.mode == CURRENT for one in found) >= 4
    noise = _noise(data.voltage)
    rows: list[Control] = []
    segments = []
    for number, (one, limit) in enumerate(zip(found, limits, strict=True)):
        time, voltage = data.time[one.places], data.voltage[one.places] + reference
        first, last = one.places[[0, -1]]
        begins = data.time[first - 1] if first and number else time[0]
        lasts = max(float(time[-1] - begins), 0.0)
        rows.append(_control(one, area, reference, counter, lasts, limit))
        if one.mode == VOLTAGE:
            value = rows[-1].value + one.slope * float(begins - time[0])
            floor = math.nan if one.slope else min(float(np.abs(data.current[last])) / area, 1e9)
            rows[-1] = rows[-1]._replace(value=value, current_floor=floor)
            continue
        rests = one.way == 0
        if (rests and not (titration and number)) or one.places.size < _LEAST_RECORDS or not lasts > 0.0:
            continue
        share = (time - begins) / lasts
        passed = lasts if rests else abs(rows[-1].value) * lasts
        if one.mode in (POWER, LOAD):
            counted = data.discharged if one.way < 0 else data.charged
            passed = float(counted[last] - counted[max(first - 1, 0)]) / area
        segments.append(_segment(len(rows) - 1, _label(one, rows[-1]), share, voltage, passed, noise))
    return rows, segments, [int(one.places[-1]) for one in found], notes


def _repeated(data: Cycling, found: list[Stretch]) -> tuple[list[Stretch], list[str]]:
    """The stretches that are repeated, and why not all of them are, or are not compared."""
    notes = []
    unknown = next((place for place, one in enumerate(found) if one.mode is None), None)
    if unknown is not None:
        step = data.step[found[unknown].places[0]]
        notes.append(
            f"step {step} keeps neither current, voltage, power nor resistance constant, nor sweeps the voltage: it "
            "and what comes after it are not compared"
        )
        found = found[:unknown]
    if len(found) > _MOST_STEPS:
        notes.append(f"the first {_MOST_STEPS} of {len(found)} steps are compared")
        found = found[:_MOST_STEPS]
    if any(one.slope for one in found):
        notes.append("ramps of the voltage are repeated, and their currents are not compared")
    return found, notes


def _control(one: Stretch, area: float, reference: float, counter: float, lasts: float, limit: float | None) -> Control:
    """What repeats a stretch that lasted for a time [s], and ended by the voltage `limit` of the file."""
    if one.way == 0 and one.mode == CURRENT:
        return Control(CURRENT, 0.0, duration=lasts)
    if one.mode == VOLTAGE:
        return Control(VOLTAGE, one.value + reference, slope=one.slope, duration=lasts)
    size = one.value * area if one.mode == LOAD else one.value / area
    lower, upper = SAFE_WINDOW
    if limit is not None:
        lower, upper = (limit + reference, upper) if one.way < 0 else (lower, limit + reference)
        lasts = 4.0 * lasts  # a cell that computes far too much capacity need not be followed to its end
    return Control(one.mode or CURRENT, -one.way * size, lower=lower, upper=upper, duration=lasts, counter=counter)


def _label(one: Stretch, row: Control) -> str:
    if one.way == 0:
        return "rest"
    way = "discharge" if one.way < 0 else "charge"
    unit = {POWER: "mW/cm2", LOAD: "ohm cm2"}.get(row.mode, "mA/cm2")
    shown = row.value / (OHM_CM2 if row.mode == LOAD else MA_CM2)  # of volts times mA/cm2 in mW/cm2 as well
    return f"{way} {abs(shown):.3g} {unit}"


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
