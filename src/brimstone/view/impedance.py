"""Spectra read as a laboratory does: tests, relaxation times and circuits, for a screen and as figures."""

from collections.abc import Sequence

import numpy as np

from brimstone._records import record
from brimstone.constants import CM2, OHM_CM2
from brimstone.instrument.analysis import Analysis
from brimstone.instrument.circuits import Parameter
from brimstone.result import INTERFACES, Impedance
from brimstone.view.charts import Axis, Chart, Panel, Series
from brimstone.view.elements import Cell, Column, Document, Item, Note, Number, Section, Table, Text, words_column
from brimstone.view.instruments import nyquist_axes
from brimstone.view.palette import MEASURED, ordered
from brimstone.view.words import frequency, number

_MOST = 8  # spectra that are drawn
_SMOOTH = 6  # points of the line of a circuit for one of the spectrum: arcs are no polygons
_LOST = 0.2  # share of the whole width of a Nyquist plot, below which the fast half has a figure of its own
_DECADES = 1e-5  # of the highest relaxation, down to which others are shown
_UNITS = {"Ohm": "Ω", "F": "F", "Ohm^-1 sec^a": "S sᵃ", "H": "H", "sec": "s"}


@record
class Reading:
    """A spectrum and what was read off it.

    Attributes
    ----------
    name : str
    analysis : Analysis
    by_area : bool
        Whether impedance is per area, in ohm m2, instead of in ohm.
    computed : Impedance or None
        The spectrum of a run that it is, whose elements are known.
    """

    name: str
    analysis: Analysis
    by_area: bool
    computed: Impedance | None = None

    def scaled(self, parameter: Parameter, value: float) -> float:
        """A value of a parameter as it is shown, per square centimetre where the area is known."""
        if not self.by_area:
            return value
        return value * {1: 1.0 / OHM_CM2, -1: CM2, 0: 1.0}[parameter.power_of_area]

    def unit(self, parameter: Parameter) -> str:
        """The unit that `scaled` gives."""
        plain = _UNITS.get(parameter.unit, parameter.unit.replace("Ohm", "Ω"))
        if not self.by_area:
            return plain
        return plain + {1: " cm²", -1: " cm⁻²", 0: ""}[parameter.power_of_area]

    @property
    def ohms(self) -> str:
        """Unit of resistances."""
        return "Ω cm²" if self.by_area else "Ω"

    @property
    def factor(self) -> float:
        """From resistances as they are held to those shown."""
        return 1.0 / OHM_CM2 if self.by_area else 1.0

    @property
    def truth(self) -> dict[str, float]:
        """What the parameters of the fitted circuit are in a computed cell."""
        fit = self.analysis.fit
        return {} if self.computed is None or fit is None else self.computed.truth(fit)


def impedance_document(title: str, readings: Sequence[Reading], notes: Sequence[str]) -> Document:
    """What every spectrum tells."""
    sections = [Section(one.name, tuple(_items(one))) for one in readings]
    if notes:
        sections.append(Section("How it was read", tuple(Note(words, "muted") for words in notes)))
    count = len(readings)
    return Document(title, f"{count} spectr{'um' if count == 1 else 'a'}", tuple(sections))


def _items(one: Reading) -> list[Item]:
    analysis = one.analysis
    items: list[Item] = [Note(f"It {analysis.test.sentence}", "plain" if analysis.test.passed else "warning")]
    if one.computed is not None and one.computed.interfaces:
        items.append(_interfaces(one.computed))
    items.append(_processes(one))
    if analysis.fit is None:
        items.append(Note(analysis.unfitted, "muted"))
    else:
        items += _circuit(one)
    return items


def _interfaces(spectrum: Impedance) -> Table:
    columns = [Column("interface"), words_column("where"), Column("", "Ω cm²", interval=True)]
    rows: list[list[Cell]] = [
        [name, INTERFACES[name].meaning, Number.of(figure.times(1 / OHM_CM2))]
        for name, figure in spectrum.interfaces.items()
    ]
    whole = Number.of(spectrum.resistance.times(1 / OHM_CM2), "Ω cm²")
    return Table.of(columns, rows, f"By the four interfaces, as computed; together {whole}")


def _processes(one: Reading) -> Table:
    columns = [Column("peak at"), Column("time constant", "s"), Column("", one.ohms)]
    rows: list[list[Cell]] = [
        [frequency(process.frequency), Number(process.time), Number(process.resistance * one.factor)]
        for process in one.analysis.processes
    ]
    caption = (
        "Peaks of the distribution of relaxation times: areas are more reliable than widths, small ones may ripple"
    )
    return Table.of(columns, rows, caption)


def _circuit(one: Reading) -> list[Item]:
    fit, true = one.analysis.fit, one.truth
    if fit is None:
        return []
    columns = [Column("element"), words_column("what"), Column("fitted"), Column("±"), Column("unit")]
    if true:
        columns.append(Column("in this cell"))
    rows: list[list[Cell]] = []
    for parameter in fit.parameters:
        value = Number(one.scaled(parameter, parameter.value))
        spread: Cell = (
            Number(one.scaled(parameter, parameter.error), digits=2)
            if parameter.determined
            else Text("not told", "warning")
        )
        row: list[Cell] = [parameter.name, parameter.meaning, value, spread, one.unit(parameter)]
        if true:
            known = true.get(parameter.name)
            row.append("" if known is None else Number(one.scaled(parameter, known)))
        rows.append(row)
    caption = f"{fit.circuit}, fitted within {number(100 * fit.error, 2)} % of the magnitude; ± is one standard error"
    items: list[Item] = [Table.of(columns, rows, caption)]
    if fit.lines:
        items.append(
            Note(
                "A spectrum can't tell which rail of the line carries ions and which electrons: the line is symmetric. "
                "It takes cells with blocking contacts, or another composition.",
                "muted",
            )
        )
    return items


def impedance_charts(readings: Sequence[Reading]) -> list[Chart]:
    """Spectra with their fits, relaxation times, and residuals of the test of Kramers and Kronig."""
    drawn = list(readings)[:_MOST]
    last = max(1, len(drawn) - 1)
    colours = [ordered(place / last) for place in range(len(drawn))]
    fast = _fast(drawn, colours)
    return [
        _fits(drawn, colours, None),
        *([] if fast is None else [fast]),
        _relaxation(drawn, colours),
        _residuals(drawn, colours),
    ]


def _fast(drawn: list[Reading], colours: list[tuple[str, str]]) -> Chart | None:
    """The half of the spectra at high frequency by itself, where it is lost in the whole."""
    ends, whole = [], 0.0
    for one in drawn:
        z, hertz = one.analysis.impedance * one.factor, one.analysis.frequency
        fast = hertz >= np.sqrt(float(hertz.min()) * float(hertz.max()))
        ends.append((float(z.real[fast].min()), float(z.real[fast].max()), float(-z.imag[fast].min())))
        whole = max(whole, float(z.real.max()))
    least, most, high = min(one[0] for one in ends), max(one[1] for one in ends), max(one[2] for one in ends)
    if most > _LOST * whole:
        return None
    room = 0.06 * (most - min(least, 0.0))
    return _fits(drawn, colours, (min(least, 0.0), most + room, min(high, 0.7 * most) + room))


def _fits(drawn: list[Reading], colours: list[tuple[str, str]], cut: tuple[float, float, float] | None) -> Chart:
    """Nyquist plot, whole or `cut` to a range of real parts and up to a height."""
    series, every = [], []
    for one, colour in zip(drawn, colours, strict=True):
        analysis = one.analysis
        factor = one.factor
        inside = np.ones(analysis.frequency.size, dtype=bool)
        if cut is not None:
            inside = (analysis.impedance.real * factor <= cut[1]) & (-analysis.impedance.imag * factor <= cut[2])
        z = analysis.impedance[inside]
        at = [frequency(float(value)) for value in analysis.frequency[inside]]
        points = MEASURED if one.computed is None and len(drawn) == 1 else colour
        series.append(Series(one.name, z.real * factor, -z.imag * factor, points, "points", size=4.0, hover=at))
        if analysis.fit is not None:
            hertz = analysis.frequency[inside]
            smooth = np.geomspace(hertz.max(), hertz.min(), max(2, _SMOOTH * hertz.size))
            fitted = analysis.fit.at(smooth) * factor
            series.append(Series(f"{one.name}, circuit", fitted.real, -fitted.imag, colour, legend=False))
        every.append(z * factor)
    unit, (real, imaginary) = drawn[0].ohms, nyquist_axes(np.concatenate(every), -0.02)
    x, y = Axis(f"Z′ ({unit})", limits=real), Axis(f"−Z″ ({unit})", limits=imaginary)
    caption = "Spectra (points) and the circuits fitted to them (lines); axes of equal scale."
    if cut is not None:
        x, y = Axis(x.title, limits=cut[:2]), Axis(y.title, limits=(-0.03 * cut[2], cut[2]))
        caption = "The same at high frequency, where the arcs of interfaces lie."
        return Chart("spectrum-fast", x, (Panel(y, tuple(series)),), caption, square=True)
    return Chart("spectrum-fit", x, (Panel(y, tuple(series)),), caption, square=True)


def _relaxation(drawn: list[Reading], colours: list[tuple[str, str]]) -> Chart:
    highest = max(float(one.analysis.density.max()) * one.factor for one in drawn)
    lowest = _DECADES * (highest or 1.0)
    series = [
        Series(one.name, one.analysis.times, np.maximum(one.analysis.density * one.factor, lowest), colour)
        for one, colour in zip(drawn, colours, strict=True)
    ]
    caption = (
        "Distribution of relaxation times: resistance per decade of the time constant. The area of a peak is the "
        "resistance of a process."
    )
    axis = Axis(f"Resistance per decade ({drawn[0].ohms})", "log", limits=(lowest, 3.0 * (highest or 1.0)))
    return Chart("spectrum-relaxation", Axis("Time constant (s)", "log"), (Panel(axis, tuple(series)),), caption)


def _residuals(drawn: list[Reading], colours: list[tuple[str, str]]) -> Chart:
    real, imaginary = [], []
    for one, colour in zip(drawn, colours, strict=True):
        test = one.analysis.test
        order = np.argsort(test.frequency)
        hertz, away = test.frequency[order], 100.0 * test.residuals[order]
        real.append(Series(one.name, hertz, away.real, colour, "line and points", size=3.0))
        imaginary.append(Series(one.name, hertz, away.imag, colour, "line and points", size=3.0, legend=False))
    panels = (Panel(Axis("Real part (%)"), tuple(real)), Panel(Axis("Imaginary part (%)"), tuple(imaginary)))
    caption = (
        "Test of Kramers and Kronig: difference from the closest spectrum that a linear cell at rest can have, "
        "relative to the magnitude."
    )
    return Chart("spectrum-residuals", Axis("Frequency (Hz)", "log"), panels, caption, aspect=0.9)
