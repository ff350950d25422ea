"""Impedance spectra and intermittent titrations of a run: figures and tables."""

import math
from collections.abc import Sequence

import numpy as np

from brimstone.constants import HOUR, MAH_G, OHM_CM2
from brimstone.result import Impedance, MeasuredRun, Run, Titration
from brimstone.view.charts import VOLTAGE, Axis, Chart, Panel, Series
from brimstone.view.elements import Cell, Column, Note, Number, Section, Table, words_column
from brimstone.view.palette import LOSS_COLOURS, ordered
from brimstone.view.steps import bases
from brimstone.view.words import frequency, label, number, power_of_ten, some

#: All that may hold spectra.
AnyRun = Run | MeasuredRun
MOST_SPECTRA = 8
_BEYOND = 1.6  # axes of a Nyquist plot end at this many times the resistance of all arcs
_HIGH = 0.35  # of that width: how far up a tail is drawn
_BELOW = -0.02  # of a figure's height, for measured points under the real axis
#: What a caption says of what may lie beyond the axes.
TAIL = "A tail at low frequency beyond the arcs may leave the figure."
_NARROW = 0.05  # size of all arcs over the largest resistance, below which a plot from zero would show a dot
_SMALLEST = 0.01  # of the whole resistance, below which an element has no row
_FEW_DECADES = 100.0  # of a magnitude, end over beginning: 2 and 5 are told between decades
_SECTIONS, _ROWS = 4, 10  # of a screen


def spectra(run: AnyRun) -> list[tuple[str, tuple[str, str], Impedance]]:
    """Name, colour and spectrum of those that are drawn."""
    chosen = some(run.impedance, MOST_SPECTRA)
    last = max(1, len(chosen) - 1)
    return [(state_of(one), ordered(place / last), one) for place, one in enumerate(chosen)]


def state_of(one: Impedance) -> str:
    """Where a spectrum was taken; of a cell without a cathode its place in the protocol."""
    if math.isnan(one.conversion):
        return f"step {one.step + 1}"
    return f"{number(one.voltage.value)} V, {100 * one.conversion:.0f} % converted"


def _in_order(spectrum: Impedance) -> tuple[np.ndarray, np.ndarray]:
    """Frequencies from high to low, and the impedance there [ohm cm2]."""
    order = np.argsort(-spectrum.frequency)
    return spectrum.frequency[order], spectrum.impedance[order] / OHM_CM2


def _arcs(run: AnyRun) -> np.ndarray:
    """The impedances within the axes of a Nyquist plot [ohm cm2]: all arcs, however far the tail goes on."""
    inside = []
    for _, _, one in spectra(run):
        _, z = _in_order(one)
        wide = _BEYOND * one.resistance.value / OHM_CM2
        inside.append(_within(z, wide))
    return np.concatenate(inside)


def before_tail(z: np.ndarray) -> np.ndarray:
    """The impedances that a Nyquist plot has room for: all arcs, and the beginning of what rises to the end.

    Parameters
    ----------
    z : ndarray (points,)
        From high to low frequency, measured or computed.
    """
    if not z.size:
        return z
    rises = np.append(np.diff(-z.imag) > 0.0, True)
    begins = int(np.flatnonzero(~rises)[-1]) + 1 if not rises.all() else 0
    wide = _BEYOND * float(z.real[begins])
    if begins == 0 or wide <= 0.0 or -z.imag[-1] <= _HIGH * wide:
        return z
    return _within(z, wide)


def _within(z: np.ndarray, wide: float) -> np.ndarray:
    return np.asarray(z[(z.real <= wide) & (-z.imag <= _HIGH * wide)])


def measured_axes(spectra: Sequence[np.ndarray]) -> tuple[tuple[float, float], tuple[float, float]]:
    """Ends of the axes of a Nyquist plot with measured spectra, whose points may lie below the real axis.

    Parameters
    ----------
    spectra : sequence of ndarray (points,)
        From high to low frequency, in the unit of the axes; of each the part `before_tail` is to be seen.
    """
    return nyquist_axes(np.concatenate([before_tail(z) for z in spectra]), _BELOW)


def nyquist_axes(z: np.ndarray, floor: float = 0.0) -> tuple[tuple[float, float], tuple[float, float]]:
    """Ends of the axes of a Nyquist plot: from zero, or around arcs that would be next to nothing in such a figure.

    Parameters
    ----------
    z : ndarray (points,)
        What is to be seen, in the unit of the axes.
    floor : float
        Where the vertical axis begins, over the end of the horizontal one.
    """
    if not z.size:
        return (0.0, 0.0), (0.0, 0.0)
    least, most, high = float(z.real.min()), float(z.real.max()), max(float(-z.imag.min()), 0.0)
    size = max(most - least, high)
    if 0.0 < size < _NARROW * most:
        return (least - 0.08 * size, most + 0.08 * size), (-0.02 * size, max(1.15 * high, 0.3 * size))
    return (0.0, 1.08 * most), (floor * most, max(1.15 * high, 0.3 * 1.08 * most))


def nyquist_chart(run: AnyRun) -> Chart | None:
    """Imaginary against real part of the impedance, equally scaled."""
    series = []
    for name, colour, one in spectra(run):
        hertz, z = _in_order(one)
        at = [frequency(float(value)) for value in hertz]
        series.append(Series(name, z.real, -z.imag, colour, "line and points", size=4, hover=at))
    if not series:
        return None
    real, imaginary = nyquist_axes(_arcs(run))
    x, y = Axis("Z′ (Ω cm²)", limits=real), Axis("−Z″ (Ω cm²)", limits=imaginary)
    caption = f"Impedance at the requested points of the protocol; nominal values, axes of equal scale. {TAIL}"
    if real[0] > 0.0:
        caption += " The axis does not begin at zero: the arcs are small beside the resistance in series with them."
    return Chart("nyquist", x, (Panel(y, tuple(series)),), caption, square=True)


def bode_chart(run: AnyRun) -> Chart | None:
    """Magnitude and phase against frequency, with the interval of the magnitude where there is one spectrum."""
    drawn, magnitude, phase = spectra(run), [], []
    for name, colour, one in drawn:
        hertz, z = _in_order(one)
        if len(drawn) == 1 and one.low_magnitude is not None and one.high_magnitude is not None:
            order = np.argsort(-one.frequency)
            ends = (one.low_magnitude[order] / OHM_CM2, one.high_magnitude[order] / OHM_CM2)
            magnitude.append(Series(name, hertz, (), colour, "band", *ends, legend=False))
        magnitude.append(Series(name, hertz, np.abs(z), colour))
        phase.append(Series(name, hertz, -np.degrees(np.angle(z)), colour, legend=False))
    if not drawn:
        return None
    decades = {10.0**power: "1" if power == 0 else power_of_ten(power) for power in range(-6, 10)}
    every = np.concatenate([line.x for line in phase])
    x = Axis("Frequency (Hz)", "log", limits=(float(every.min()), float(every.max())), ticks=decades)
    parts = (part for line in magnitude for part in (line.y, line.low, line.high))
    sizes = np.concatenate([np.asarray(part, dtype=float) for part in parts if part is not None])
    limits = (0.8 * float(np.nanmin(sizes)), 1.25 * float(np.nanmax(sizes)))
    firsts = (1, 2, 5) if limits[1] < _FEW_DECADES * limits[0] else (1,)
    places = [first * 10.0**power for power in range(-3, 9) for first in firsts]
    inside = {place: f"{place:g}" for place in places if limits[0] <= place <= limits[1]}
    panels = (
        Panel(Axis("|Z| (Ω cm²)", "log", limits=limits, ticks=inside), tuple(magnitude), 1.4),
        Panel(Axis("−Phase (°)", from_zero=True), tuple(phase)),
    )
    band = run.members > 1 and len(drawn) == 1
    caption = f"The same by frequency{', with the band that holds 80 % of the samples' if band else ''}."
    return Chart("bode", x, panels, caption, aspect=1.1)


def titration_chart(run: Run) -> Chart | None:
    """Voltages at rest and under current, and the resistances of the pulses, against capacity."""
    series = run.gitt
    if not series:
        return None
    volts: list[Series] = []
    ohms: list[Series] = []
    both_ways = len({one.direction for one in series}) > 1
    for titration in series:
        pulses, x = titration.pulses, _capacities(titration)
        suffix, dashed = f", {titration.direction}" if both_ways else "", titration.direction == "charge"
        low, high = ([getattr(pulse.relaxed, end) for pulse in pulses] for end in ("low", "high"))
        if None not in (*low, *high):
            volts.append(Series(f"voltage at rest{suffix}", x, (), ordered(0.25), "band", low, high, legend=False))
        for name, values, colour, there in (
            ("voltage at rest", [pulse.relaxed.value for pulse in pulses], ordered(0.25), volts),
            ("voltage under current", [pulse.end.value for pulse in pulses], ordered(0.8), volts),
            (
                "resistance at once",
                [pulse.instant.value / OHM_CM2 for pulse in pulses],
                LOSS_COLOURS["ionic path"],
                ohms,
            ),
            (
                "resistance at the end of the pulse",
                [pulse.total.value / OHM_CM2 for pulse in pulses],
                LOSS_COLOURS["kinetics"],
                ohms,
            ),
        ):
            there.append(Series(name + suffix, x, values, colour, "line and points", dashed=dashed, size=5))
    panels = (
        Panel(Axis(VOLTAGE), tuple(volts)),
        Panel(Axis("Resistance (Ω cm²)", from_zero=True), tuple(ohms)),
    )
    caption = (
        "Intermittent titration: voltage at rest after each pulse and under current at its end, and its resistance at "
        "once and at its end"
    )
    caption += "; the band of the voltage at rest holds 80 % of the samples." if run.members > 1 else "."
    return Chart("titration", Axis(f"Capacity ({bases(run)[0].unit})", from_zero=True), panels, caption, aspect=1.1)


def _capacities(titration: Titration) -> np.ndarray:
    """Capacity at the end of each pulse [mAh/g of sulfur, or of active material without any]."""
    return np.array([pulse.charge.value for pulse in titration.pulses]) / titration.sulfur / MAH_G


def element_table(spectrum: Impedance) -> Table:
    """Elements of the circuit behind a spectrum; small ones are left out."""
    columns = [
        words_column("arc"),
        words_column("part", wide=True),
        Column("", "Ω cm²", interval=True),
        Column("peak at"),
    ]
    rows: list[list[Cell]] = [
        [one.name, one.part, Number.of(one.resistance.times(1 / OHM_CM2)), frequency(one.frequency)]
        for one in spectrum.elements
        if one.resistance.value >= _SMALLEST * spectrum.resistance.value
    ]
    first, whole = (figure.times(1 / OHM_CM2) for figure in (spectrum.ohmic, spectrum.resistance))
    caption = (
        f"{Number.of(first).text} Ω cm² at {frequency(float(spectrum.frequency.max()))}, "
        f"{Number.of(whole, 'Ω cm²')} including all arcs"
    )
    return Table.of(columns, rows, caption)


def pulse_table(titration: Titration) -> Table:
    """Some pulses of a titration."""
    columns = [Column("pulse"), Column("", "mAh g⁻¹"), Column("V at rest")]
    columns += [Column(name) for name in ("instantaneous", "at end", "slow", "interrupted")]
    columns.append(Column("L²/D", "h", wide=True))
    rows: list[list[Cell]] = [
        [
            str(pulse.number),
            Number(pulse.charge.value / titration.sulfur / MAH_G),
            Number(pulse.relaxed.value, digits=4),
            *(Number(figure.value / OHM_CM2) for figure in (pulse.instant, pulse.total, pulse.slow)),
            Number(pulse.interrupted / OHM_CM2),
            Number(pulse.diffusion_time / HOUR),
        ]
        for pulse in some(titration.pulses, _ROWS)
    ]
    caption = (
        "Ω cm² of the pulse: when the current is switched on, at its end, the part that recovers during the rest, and "
        "what current interruption reads off the first part of the rest"
    )
    return Table.of(columns, rows, caption)


def instrument_sections(run: Run) -> list[Section]:
    """Spectra and titrations for a screen."""
    sections = [
        Section(f"Impedance at {number(one.voltage.value)} V", (element_table(one),))
        for one in some(run.impedance, _SECTIONS)
    ]
    if (left := len(run.impedance) - _SECTIONS) > 0:
        note = Note(f"{left} more spectra are in run.json and in the report", "muted")
        sections[-1] = Section(sections[-1].title, (*sections[-1].items, note))
    for one in run.gitt:
        sections.append(Section(f"Titration by {label(one.label)}, {one.direction}", (pulse_table(one),)))
    return sections
