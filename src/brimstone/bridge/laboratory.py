"""What a laboratory would have recorded of a run: records of a cycler, spectra and sensors, with their errors."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from brimstone.constants import HOUR, UM
from brimstone.errors import DataError
from brimstone.instrument.sensors import PERFECT, SENSORS, Imperfection, read_out
from brimstone.result import Cycling, Measured, MeasuredSpectrum, Run, Step
from brimstone.result.step import courses

_LEAST_RECORDS = 10  # of a step, however short


@dataclass(frozen=True)
class Errors:
    """Errors of the instruments of a laboratory; those of a good cycler by default, estimates.

    Attributes
    ----------
    every : float
        Time between records [s]; shorter where a step would have fewer than ten.
    noise, offset : float
        Standard deviations of the voltage: of every record, and of all records of a test together [V].
    gain : float
        Standard deviation of the current's relative error, one for a test.
    resolution : float
        Of the voltage [V].
    impedance : float
        Standard deviation of real and imaginary part, relative to the magnitude.
    pressure, thickness, shift : Imperfection
        Of pressure sensor [Pa], dilatometer [m] and fibre Bragg grating [m]; their `every` follows the cycler's where
        it is zero.
    """

    every: float = 10.0
    noise: float = 2e-4
    offset: float = 1e-3
    gain: float = 5e-4
    resolution: float = 1e-4
    impedance: float = 3e-3
    pressure: Imperfection = PERFECT
    thickness: Imperfection = PERFECT
    shift: Imperfection = PERFECT


#: Instruments without errors, which only sample.
NO_ERRORS = Errors(noise=0.0, offset=0.0, gain=0.0, resolution=0.0, impedance=0.0)


def synthetic(run: Run, errors: Errors | None = None, seed: int = 0, area: float | None = None) -> Measured:
    """What a cycler and an impedance analyser would have recorded of the nominal member of a run, on one cell.

    Parameters
    ----------
    run : Run
    errors : Errors, optional
    seed : int
        Of the errors.
    area : float, optional
        Of the electrode [m2]; by default that of the recipe.

    Returns
    -------
    Measured
        Current positive on charge; voltages on the scale that the recipe gives its windows on, so that `brimstone fit`
        reads them with the same recipe. The stack pressure stands beside them where the fixture makes it change.

    Raises
    ------
    DataError
        When no area is known, nothing was recorded, or the run takes several cells.
    """
    first, *others = synthetic_cells(run, errors, seed, area)
    if others:
        raise DataError(
            f"{run.recipe.name}: {len(others)} of its steps begin in a state that was kept, as if each had a cell of "
            "its own, and no file of one cell holds that: take synthetic_cells, or give the rates  restore: no"
        )
    return first


def synthetic_cells(
    run: Run, errors: Errors | None = None, seed: int = 0, area: float | None = None
) -> tuple[Measured, ...]:
    """What would have been recorded of every cell that a run takes: as `synthetic`, one for each.

    A list of rates that all begin in the same state takes a cell for each rate, which is brought there by the steps
    before the list. Every cell is recorded with errors of its own.

    Raises
    ------
    DataError
        When no area is known, or nothing was recorded.
    """
    errors = errors or Errors()
    size = run.area if area is None else area
    if size is None:
        raise DataError(
            f"{run.recipe.name}: how large is the electrode? The recipe has no area, so that no current in ampere is "
            "known; add area or diameter to it, or give one (--area '1.13 cm2')"
        )
    places = courses(run.steps)
    found = []
    for number, course in enumerate(places, 1):
        random = np.random.default_rng(seed if number == 1 else (seed, number))
        of = "" if len(places) == 1 else f"cell {number} of {len(places)}: {_words(run, places, number)}"
        found.append(_one_cell(run, course, errors, size, random, of))
    return tuple(found)


def _words(run: Run, places: Sequence[Sequence[int]], number: int) -> str:
    """The step by which one cell of several differs from the others."""
    others = {place for at, course in enumerate(places, 1) if at != number for place in course}
    return next(run.steps[place].instruction.label for place in places[number - 1] if place not in others)


def _one_cell(
    run: Run, course: Sequence[int], errors: Errors, area: float, random: np.random.Generator, of: str
) -> Measured:
    """What was recorded of the cell that goes through the steps at the places of `course`."""
    asked = [place for place, step in enumerate(run.steps) if step.instruction.kind == "impedance"]
    spectra = tuple(
        MeasuredSpectrum(
            one.frequency,
            (one.impedance + np.abs(one.impedance) * errors.impedance * _both(random, one.frequency.size)) / area,
        )
        for place, one in zip(asked, run.impedance, strict=True)
        if place in course
    )
    cycling = _records(run, course, errors, area, random)
    if cycling is None and not spectra:
        raise DataError(f"{run.recipe.name}: nothing was recorded, as no step was carried out")
    notes = [f"computed by Brimstone {run.version}, not measured", *([of] if of else [])]
    lost = [run.steps[place] for place in course if not run.steps[place].completed]
    notes += [f"{step.instruction.label} did not end as the recipe asks: {step.stop_reason}" for step in lost[:1]]
    return Measured(run.recipe.name, "synthetic", cycling, spectra, tuple(notes))


def sensor_table(run: Run, errors: Errors | None = None, seed: int = 0) -> dict[str, np.ndarray]:
    """Time [h] and readings of all sensors by the names of columns: pressure [MPa], thickness [um], shift [pm].

    Of the first cell, where the run takes several.
    """
    return sensor_tables(run, errors, seed)[0]


def sensor_tables(run: Run, errors: Errors | None = None, seed: int = 0) -> tuple[dict[str, np.ndarray], ...]:
    """`sensor_table` of every cell that a run takes, in the order of `synthetic_cells`."""
    errors = errors or Errors()
    own = {"pressure sensor": errors.pressure, "dilatometer": errors.thickness, "fibre Bragg grating": errors.shift}
    shown = {"pressure sensor": ("MPa", 1e-6), "dilatometer": ("um", 1.0 / UM), "fibre Bragg grating": ("pm", 1e12)}
    signals = {name: run.readout(name)[1] for name in SENSORS}
    durations = np.array([step.duration if step.curve.time.size else 0.0 for step in run.steps])
    tables = []
    for number, course in enumerate(courses(run.steps), 1):
        begins = np.cumsum(durations) - durations
        moved = np.zeros(durations.size)
        moved[list(course)] = np.cumsum(durations[list(course)]) - durations[list(course)] - begins[list(course)]
        there = np.isin(run.pressure.step, course)
        at = (run.pressure.time + moved[run.pressure.step])[there]
        columns: dict[str, np.ndarray] = {}
        for place, name in enumerate(SENSORS):
            one = own[name]
            imperfection = Imperfection(errors.every, one.noise, one.drift, one.resolution)
            random = np.random.default_rng(seed + place if number == 1 else (seed + place, number))
            time, values = read_out(at, signals[name][there], imperfection, random)
            unit, factor = shown[name]
            columns.setdefault("time_h", time / HOUR)
            columns[f"{name.replace(' ', '_').lower()}_{unit}"] = factor * values
        tables.append(columns)
    return tuple(tables)


def _both(random: np.random.Generator, count: int) -> np.ndarray:
    return random.normal(size=count) + 1j * random.normal(size=count)


def _records(
    run: Run, course: Sequence[int], errors: Errors, area: float, random: np.random.Generator
) -> Cycling | None:
    gain = 1.0 + errors.gain * random.normal()
    offset = errors.offset * random.normal()
    start = 0.0
    parts: list[np.ndarray] = []
    for number, place in enumerate(course, 1):
        step = run.steps[place]
        if step.solved and step.curve.time.size > 1 and step.duration > 0.0:
            parts.append(_sampled(step, number, start, errors.every, at_once=not parts))
        start += step.duration
    if not parts:
        return None
    time, voltage, current, charge, steps, cycles, pressure = np.concatenate(parts, axis=1)
    voltage = voltage - run.recipe.reference_potential + offset
    if errors.noise > 0.0:
        voltage = voltage + random.normal(0.0, errors.noise, time.size)
    if errors.resolution > 0.0:
        voltage = np.round(voltage / errors.resolution) * errors.resolution
    passed = gain * area * charge
    pressed = None
    if np.ptp(pressure) > 0.0:
        imperfection = Imperfection(0.0, errors.pressure.noise, errors.pressure.drift, errors.pressure.resolution)
        pressed = read_out(time, pressure, imperfection, random)[1]
    return Cycling(
        time=time,
        voltage=voltage,
        current=-gain * area * current,
        step=steps.astype(int),
        cycle=cycles.astype(int),
        charged=np.cumsum(np.maximum(-passed, 0.0)),
        discharged=np.cumsum(np.maximum(passed, 0.0)),
        temperature=np.full(time.size, run.cell.temperature),
        pressure=pressed,
    )


def _sampled(step: Step, number: int, start: float, every: float, *, at_once: bool) -> np.ndarray:
    """Records of a step, a row each: time, voltage, current, charge since the record before, step, cycle, pressure.

    The first of a test has one `at_once`, when its current has just begun.
    """
    curve = step.curve
    end = float(curve.time[-1])
    apart = min(every, end / _LEAST_RECORDS)
    at = np.append(np.arange(0.0 if at_once else apart, end - 1e-6 * apart, apart), end)
    kept = np.append(True, np.diff(curve.time) > 0.0)
    time = curve.time[kept]

    def of(values: np.ndarray) -> np.ndarray:
        return np.interp(at, time, values[kept])

    charge = np.diff(of(curve.charge), prepend=float(curve.charge[0]))
    same = np.ones(at.size)
    return np.stack(
        [
            start + at,
            of(curve.voltage),
            of(curve.current),
            charge,
            number * same,
            (1 if step.pulse or step.instruction.kind == "rest" else max(step.instruction.cycle, 1)) * same,
            of(step.outside.pressure),
        ]
    )
