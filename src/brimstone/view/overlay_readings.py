"""Measured spectra and stack pressures over the computed ones: how far apart, in the interval or not, and why."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from brimstone._records import record
from brimstone.constants import HOUR, MPA, OHM_CM2
from brimstone.fit.experiments import Experiment
from brimstone.result import Impedance, Measured, MeasuredSpectrum, Run, Step
from brimstone.view.charts import Axis, Chart, Panel, Series, residual_panel
from brimstone.view.instruments import TAIL, measured_axes
from brimstone.view.palette import MEASURED, beside_ink
from brimstone.view.words import number

EXPLAINED = 0.5  #: share of the squared difference that one thing has to explain to be named
#: By which a loss or an arc may be other than computed: what is farther off is no cause.
FACTORS = np.geomspace(0.05, 20.0, 241)
_ALIKE, _MOST_CAUSES = 0.02, 3  # of the share that is explained, within which causes are told beside each other
_OFF = 0.02  # relative difference of an impedance that is worth an explanation
_SWING = 0.05  # and of the changes of a pressure, over the largest of them


@record
class SpectrumOverlay:
    """A measured spectrum over the computed one at its frequencies; arrays have the shape (points,).

    Attributes
    ----------
    file, label : str
        Of the measured and of the computed one.
    step : int
        Place of the recipe's step, from 0.
    frequency : ndarray
        Measured and computed alike [Hz].
    measured, computed : ndarray of complex
        [ohm m2]
    inside : float
        Share of the points whose magnitude is in the 80 % interval; NaN without one.
    explanation : str
        Which arc the difference looks like; empty where there is hardly any.
    """

    file: str
    label: str
    step: int
    frequency: np.ndarray
    measured: np.ndarray
    computed: np.ndarray
    inside: float
    explanation: str

    @property
    def error(self) -> float:
        """Root mean square of the difference over the magnitude."""
        return _error(self.measured, self.computed)

    @property
    def sentence(self) -> str:
        """How both agree."""
        words = f"{self.file}: impedance off by {100 * self.error:.2g} % of its magnitude (root mean square)"
        if math.isfinite(self.inside):
            words += f"; {100 * self.inside:.0f} % of the measured spectrum lies in the 80 % interval"
        return words + (f"; {self.explanation}" if self.explanation else "")


@record
class PressureOverlay:
    """Changes of the stack pressure in measured steps and in the computed ones; arrays have the shape (steps,).

    Attributes
    ----------
    file : str
    hours : ndarray
        When the measured steps ended.
    measured, computed : ndarray
        [Pa]
    low, high : ndarray or None
        80 % interval of `computed`.
    explanation : str
        What the difference looks like; empty where there is hardly any.
    """

    file: str
    hours: np.ndarray
    measured: np.ndarray
    computed: np.ndarray
    low: np.ndarray | None
    high: np.ndarray | None
    explanation: str

    @property
    def sentence(self) -> str:
        """How both agree."""
        off = math.sqrt(float(np.mean((self.computed - self.measured) ** 2)))
        most = float(np.max(np.abs(self.measured)))
        words = (
            f"{self.file}, stack pressure: changes in steps off by {number(off / MPA)} MPa (root mean square) where "
        )
        words += f"the largest is {number(most / MPA)} MPa"
        if self.low is not None and self.high is not None:
            held = int(np.sum((self.low <= self.measured) & (self.measured <= self.high)))
            words += f"; {held} of {self.measured.size} lie in the 80 % interval"
        return words + (f"; {self.explanation}" if self.explanation else "")


def spectrum_overlay(file: str, measured: MeasuredSpectrum, computed: Impedance) -> SpectrumOverlay | None:
    """A measured spectrum over a computed one, at frequencies that both have; None where there are none."""
    own = np.log(computed.frequency)
    order = np.argsort(own)
    at = np.log(measured.frequency)
    kept = (at >= own.min() - 1e-6) & (at <= own.max() + 1e-6)
    if not kept.any():
        return None

    def there(values: np.ndarray) -> np.ndarray:
        return np.asarray(np.interp(at[kept], own[order], values[order]))

    impedance, inside = measured.impedance[kept], math.nan
    nominal = there(computed.impedance.real) + 1j * there(computed.impedance.imag)
    if computed.low_magnitude is not None and computed.high_magnitude is not None:
        size = np.abs(impedance)
        ends = there(computed.low_magnitude), there(computed.high_magnitude)
        inside = float(np.mean((size >= ends[0]) & (size <= ends[1])))
    frequency = measured.frequency[kept]
    words = _arc(computed, frequency, impedance, nominal)
    return SpectrumOverlay(file, computed.label, computed.step, frequency, impedance, nominal, inside, words)


def _error(measured: np.ndarray, computed: np.ndarray) -> float:
    return float(np.sqrt(np.mean(np.abs((computed - measured) / measured) ** 2)))


def _arc(one: Impedance, frequency: np.ndarray, measured: np.ndarray, computed: np.ndarray) -> str:
    """The arc that explains most of a difference if its resistance were another one, its capacitance the same."""
    if _error(measured, computed) < _OFF or measured.size < 5:
        return ""
    apart = (measured - computed) / np.abs(measured)
    whole, omega = float(np.sum(np.abs(apart) ** 2)), 2.0 * np.pi * frequency
    found = []
    for element in one.elements:
        resistance, peak = element.resistance.value, element.frequency
        time = 1.0 / (2.0 * np.pi * peak) if math.isfinite(peak) and peak > 0.0 else 0.0
        lag = 1j * omega * time
        factors = FACTORS[:, None]
        moved = resistance * (factors / (1.0 + factors * lag) - 1.0 / (1.0 + lag)) / np.abs(measured)
        explained = 1.0 - np.sum(np.abs(apart - moved) ** 2, axis=1) / whole
        place = int(np.argmax(explained))
        found.append((float(explained[place]), float(FACTORS[place]), f"the resistance of '{element.name}'"))
    return likeliest(found) or "the difference looks like no single arc"


def likeliest(found: Sequence[tuple[float, float, str]]) -> str:
    """What explains most of a difference, and what explains it nearly as well; of equals the least change first.

    Parameters
    ----------
    found : sequence of (float, float, str)
        Share of the squared difference that is explained, by which factor, of what.

    Returns
    -------
    str
        Empty where nothing explains enough.
    """
    told = sorted(
        (one for one in found if one[0] > EXPLAINED), key=lambda one: (-round(one[0], 3), abs(math.log(one[1])))
    )
    if not told:
        return ""
    alike = [one for one in told[:_MOST_CAUSES] if one[0] > told[0][0] - _ALIKE]
    return f"{share_explained(told[0][0])} " + ", or ".join(f"{factor:.2g} times {what}" for _, factor, what in alike)


def pressure_overlay(
    run: Run, measured: Measured, one: Experiment, pairs: Mapping[int, Step]
) -> PressureOverlay | None:
    """Changes of pressure in measured steps, by their rows, and in the computed ones; None without a sensor."""
    if one.pressure is None or measured.cycling is None or not pairs:
        return None
    ends = np.append(0.0, one.pressure.change)
    found = [(float(ends[row + 1] - ends[row]), step) for row, step in pairs.items() if row < one.pressure.rows.size]
    changes = np.array([change for change, _ in found])
    steps = [step for _, step in found]
    figures = [step.pressure_change for step in steps]
    computed = np.array([figure.value for figure in figures])
    low = high = None
    if all(figure.low is not None and figure.high is not None for figure in figures):
        low, high = (np.array([getattr(figure, end) for figure in figures], dtype=float) for end in ("low", "high"))
    segments = {segment.row: segment for segment in one.segments}
    ratios = np.array([segments[row].passed / max(abs(step.charge.value), 1e-30) for row, step in pairs.items()])
    numbers = measured.cycling.step
    times = [float(measured.cycling.time[numbers == one.numbers[row]][-1]) / HOUR for row in pairs]
    words = _cause(run, steps, computed, changes, ratios)
    return PressureOverlay(measured.source, np.array(times), changes, computed, low, high, words)


def _cause(run: Run, steps: Sequence[Step], computed: np.ndarray, measured: np.ndarray, ratios: np.ndarray) -> str:
    """What a difference of pressures would follow from: the charge that passed, an electrode, or all that moves."""
    apart = measured - computed
    if np.sqrt(np.mean(apart**2)) < _SWING * np.max(np.abs(measured)):
        return ""
    by_charge = computed * (ratios - 1.0)
    left = float(np.sum((apart - by_charge) ** 2) / np.sum(apart**2))
    if 1.0 - left > EXPLAINED:
        return (
            f"{share_explained(1.0 - left)} the charge that passed, {float(np.mean(ratios)):.2g} times the computed one"
        )
    trace, best = run.pressure, ("", EXPLAINED, 0.0)
    growth = [_changes(run, steps, part) for part in (trace.cathode, trace.anode)]
    total = growth[0] + growth[1]
    if not np.any(total):
        return ""
    stiffness = float(computed @ total) / float(total @ total)
    for name, part in zip(("cathode", "anode"), growth, strict=True):
        pressed = stiffness * part
        square = float(pressed @ pressed)
        factor = float(apart @ pressed) / square if square > 0.0 else 0.0
        explained = 1.0 - float(np.sum((apart - factor * pressed) ** 2) / np.sum(apart**2))
        if explained > best[1] and factor > -1.0:
            best = (name, explained, 1.0 + factor)
    if not best[0]:
        return "the difference looks like the growth of no single electrode"
    return (
        f"{share_explained(best[1])} {best[2]:.2g} times the growth of the {best[0]}, or by a fixture as much stiffer"
    )


def _changes(run: Run, steps: Sequence[Step], values: np.ndarray) -> np.ndarray:
    """Change in each step of what is traced along a run, (steps,)."""
    own = [values[run.pressure.step == run.steps.index(step)] for step in steps]
    return np.array([one[-1] - one[0] if one.size else 0.0 for one in own])


def share_explained(explained: float) -> str:
    """The beginning of a sentence on what a difference would follow from."""
    return f"{100 * explained:.0f} % of the difference would be explained by"


def nyquist_chart(run: Run, spectra: Sequence[tuple[str, MeasuredSpectrum]]) -> Chart | None:
    """Measured spectra over those that the protocol asks for."""
    if not spectra:
        return None
    seen = [one.impedance[np.argsort(-one.frequency)] / OHM_CM2 for _, one in spectra]
    drawn = [one.impedance[np.argsort(-one.frequency)] / OHM_CM2 for one in run.impedance]
    names = [file for file, _ in spectra]
    series = [Series(file, z.real, -z.imag, MEASURED, "points", size=4.0) for file, z in zip(names, seen, strict=True)]
    series += [
        Series(one.label, z.real, -z.imag, beside_ink(place, len(drawn)))
        for place, (one, z) in enumerate(zip(run.impedance, drawn, strict=True))
    ]
    real, imaginary = measured_axes([*seen, *drawn])
    return Chart(
        "overlay-nyquist",
        Axis("Z′ (Ω cm²)", limits=real),
        (Panel(Axis("−Z″ (Ω cm²)", limits=imaginary), tuple(series)),),
        f"Measured spectra (points) over those that the protocol asks for. {TAIL}",
        square=True,
    )


def spectra_chart(run: Run, compared: Sequence[SpectrumOverlay]) -> Chart | None:
    """Magnitudes of measured spectra over the computed ones with their interval, and what is left between them."""
    if not compared:
        return None
    above, below = [], []
    for place, one in enumerate(compared):
        colour = beside_ink(place, len(compared))
        own = next(each for each in run.impedance if each.label == one.label and each.step == one.step)
        if own.low_magnitude is not None and own.high_magnitude is not None:
            low, high = own.low_magnitude / OHM_CM2, own.high_magnitude / OHM_CM2
            above.append(Series(one.label, own.frequency, low, colour, "band", low, high, legend=False))
        above.append(Series(one.label, one.frequency, np.abs(one.computed) / OHM_CM2, colour))
        points = np.abs(one.measured) / OHM_CM2
        above.append(Series(one.file, one.frequency, points, MEASURED, "points", size=4.0))
        apart = 100.0 * (np.abs(one.computed) / np.abs(one.measured) - 1.0)
        below.append(Series(one.label, one.frequency, apart, colour, legend=False))
    return Chart(
        "overlay-spectra",
        Axis("Frequency (Hz)", scale="log"),
        (
            Panel(Axis("|Z| (Ω cm²)", scale="log"), tuple(above), 2.0),
            residual_panel("%", below),
        ),
        "Magnitude of measured spectra (points) and of the computed ones, and the difference; bands hold 80 % of the "
        "samples. " + " ".join(f"{one.sentence}." for one in compared),
        aspect=1.0,
    )


def pressure_chart(run: Run, files: Sequence[Measured], compared: Sequence[PressureOverlay]) -> Chart | None:
    """Measured stack pressures over the computed one, and what the changes in steps differ by."""
    above = []
    for measured in files:
        cycling = measured.cycling
        if cycling is not None and cycling.pressure is not None:
            hours, pressure = cycling.time / HOUR, cycling.pressure / MPA
            above.append(Series(measured.source, hours, pressure, MEASURED, "points", size=3.0))
    if not above:
        return None
    trace = run.pressure
    above.append(Series("computed", trace.time / HOUR, trace.pressure / MPA, beside_ink(0, 1)))
    panels = [Panel(Axis("Stack pressure (MPa)"), tuple(above), 2.0)]
    words = "Measured stack pressure (points) and the computed one; both count time from their own start."
    if compared:
        below = []
        for place, one in enumerate(compared):
            low, high = (None if values is None else (values - one.measured) / MPA for values in (one.low, one.high))
            apart = (one.computed - one.measured) / MPA
            colour = beside_ink(place, len(compared))
            below.append(Series(one.file, one.hours, apart, colour, "points", low=low, high=high, legend=False))
        panels.append(residual_panel("MPa", below))
        words += " Below, what changes in a step differ by, where it ended, with the 80 % interval. "
        words += " ".join(f"{one.sentence}." for one in compared)
    return Chart("overlay-pressure", Axis("Time (h)", from_zero=True), tuple(panels), words, aspect=1.0)
