"""Critical currents in words, a table and charts."""

import math

import numpy as np

from brimstone.constants import HOUR, MA_CM2, MAH_CM2, MPA, OHM_CM2, UM, ZERO_CELSIUS
from brimstone.simulate.symmetric import PASSED
from brimstone.study.critical import CriticalCurrents, CriticalPoint, in_words
from brimstone.view.charts import Axis, Chart, Panel, Series, readable_ticks
from brimstone.view.elements import Column, Document, Note, Number, Row, Section, Table, name_column
from brimstone.view.palette import ordered
from brimstone.view.words import given, listed

_MOST_TRACES = 3
_PLACES, _MOSTLY = 1000, 0.9  # in time, and share of it in which a voltage is usual
_FAR, _ROOM = 4.0, 1.5  # of the usual voltage: one that hides it, and the end of the axis


def critical_document(found: CriticalCurrents) -> Document:
    """What a screen shows of stepped tests."""
    columns = (
        Column("", "MPa"),
        Column("", "°C"),
        Column("passes", "mA cm⁻²", interval=True),
        Column("fails at", "mA cm⁻²", wide=True),
        Column("cell", "Ω cm²", wide=True),
        name_column("ended by"),
    )
    rows = [
        Row(
            (
                given(point.pressure / MPA),
                given(point.temperature - ZERO_CELSIUS),
                Number.of(point.result.critical.times(1 / MA_CM2)),
                Number(float(point.result.failed[0]) / MA_CM2),
                Number.of(point.result.resistance.times(1 / OHM_CM2)),
                _all_passed(point.result.end()[0]),
            )
        )
        for point in found.points
    ]
    notes = [Note(f"{in_words(point)}: {_ends(point)}") for point in found.points if found.members > 1]
    title = f"{found.electrode} | {found.layers} | {found.electrode}"
    return Document(title, _how(found), (Section("", (Table(columns, tuple(rows)),)), Section("", tuple(notes))))


def _all_passed(word: str) -> str:
    """How a test ended, in a table."""
    return "no failure" if word == PASSED[0] else word


def _ends(point: CriticalPoint) -> str:
    """How often tests ended in which way."""
    shares = sorted(point.result.shares.items(), key=lambda one: -one[1])
    return ", ".join(f"{_all_passed(word)} in {100 * share:.0f} %" for word, share in shares)


def _how(found: CriticalCurrents) -> str:
    test = found.test
    half = f"{(test.half or 0.0) / HOUR:.3g} h" if test.charge is None else f"{test.charge / MAH_CM2:.3g} mAh cm⁻²"
    first, last = (current / MA_CM2 for current in (test.currents[0], test.currents[-1]))
    cycles = f"{test.cycles} cycle{'s' if test.cycles > 1 else ''}"
    samples = f"; {found.members - 1} samples" if found.members > 1 else ""
    steps = f"{len(test.currents)} currents from {first:.3g} to {last:.3g} mA cm⁻²"
    return f"{steps}, {cycles} each, {half} a half cycle{samples}"


def critical_charts(found: CriticalCurrents) -> list[Chart]:
    """Voltage traces with voids and cracks below them, and the critical current over the pressure."""
    charts = [trace_chart(point, number) for number, point in enumerate(found.points[:_MOST_TRACES], 1)]
    if len({point.pressure for point in found.points}) > 1:
        charts.append(pressure_chart(found))
    return charts


def trace_chart(point: CriticalPoint, number: int = 1) -> Chart:
    """What the cycler records of a test, and what happens at both sides."""
    trace = point.result.trace
    hours = trace.time / HOUR
    first, second = ordered(0.15), ordered(0.75)
    millivolts = 1e3 * trace.voltage
    limits, beyond = _usual(hours, millivolts)

    def both(values: object, unit: float) -> tuple[Series, ...]:
        sides = zip(("first side", "second side"), values, (first, second), strict=True)  # type: ignore[call-overload]
        return tuple(Series(name, hours, side / unit, colour, group=name) for name, side, colour in sides)

    return Chart(
        f"critical-current-{number}",
        Axis("Time (h)"),
        (
            Panel(Axis("Voltage (mV)", limits=limits), (Series("voltage", hours, millivolts, legend=False),), 1.4),
            Panel(Axis("Current\n(mA cm⁻²)"), (Series("current", hours, trace.current / MA_CM2, legend=False),), 0.8),
            Panel(Axis("Voids (µm)", from_zero=True), both(trace.voids, UM)),
            Panel(Axis("Lithium\nin cracks (µm)", from_zero=True), both(trace.cracks, UM)),
        ),
        caption=f"Stepped test at {in_words(point)}: {point.result.end()[1]}. Current and voltage are positive while "
        f"the first side is plated.{beyond} Voids at each side, and how deep lithium has grown into the separator from "
        "it.",
        aspect=1.3,
    )


def _usual(time: np.ndarray, values: np.ndarray) -> tuple[tuple[float, float] | None, str]:
    """Ends that the voltage keeps to for nearly all of the time, where it leaves them in the end, and a sentence."""
    if time.size < 3:
        return None, ""
    most = float(np.quantile(np.abs(np.interp(np.linspace(time[0], time[-1], _PLACES), time, values)), _MOSTLY))
    if not _FAR * most < float(np.abs(values).max()):
        return None, ""
    return (-_ROOM * most, _ROOM * most), " Where the cell fails the voltage leaves the figure."


def pressure_chart(found: CriticalCurrents) -> Chart:
    """Critical current over the stack pressure, a line a temperature."""
    series = []
    pressures = sorted({point.pressure / MPA for point in found.points})
    temperatures = sorted({point.temperature for point in found.points})
    for number, temperature in enumerate(temperatures):
        points = sorted((one for one in found.points if one.temperature == temperature), key=lambda one: one.pressure)
        figures = [one.result.critical.times(1 / MA_CM2) for one in points]
        low, high = (
            [end if end is not None else one.value for end, one in zip(ends, figures, strict=True)]
            for ends in zip(*[(one.low, one.high) for one in figures], strict=True)
        )
        series.append(
            Series(
                f"{temperature - ZERO_CELSIUS:.3g} °C",
                [one.pressure / MPA for one in points],
                [one.value for one in figures],
                ordered(number / max(1, len(temperatures) - 1)),
                "line and points",
                low=low if found.members > 1 else None,
                high=high if found.members > 1 else None,
            )
        )
    whole = [in_words(one) for one in found.points if not math.isfinite(float(one.result.failed[0]))]
    more = f" At {listed(whole)} all currents were passed: what it bears is higher." if whole else ""
    return Chart(
        "critical-current-pressure",
        Axis("Stack pressure (MPa)", "log", ticks=readable_ticks({one: f"{one:.3g}" for one in pressures})),
        (Panel(Axis("Critical current (mA cm⁻²)", from_zero=True), tuple(series)),),
        caption=f"Highest current at which every half cycle was passed; bars hold 80 % of the samples.{more}",
    )
