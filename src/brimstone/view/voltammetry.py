"""Voltage ramps: peaks with their scale, hysteresis, and what the rate of the scan does to them."""

from collections.abc import Mapping, Sequence

import numpy as np

from brimstone.constants import MA_CM2, MAH_CM2
from brimstone.result import Run, Step
from brimstone.view.charts import VOLTAGE, Axis, Chart, Panel, Series
from brimstone.view.elements import Cell, Column, Item, Note, Number, Table, name_column
from brimstone.view.palette import ordered
from brimstone.view.steps import visible
from brimstone.view.words import fixed, given, label, number, some

_MOST_CYCLES = 6
_SEEN = 0.05  # of the highest peak of a curve, from which one is marked
_SETTLING = 0.03  # share of the time of a sweep that the current takes to settle when its voltage has jumped


def peak_table(steps: Sequence[Step]) -> Table:
    """Peaks of voltage ramps, oxidation positive, against lithium and, where that differs, against the counter."""
    counter = steps[0].amounts.counter_potential if steps else 0.0
    columns = [name_column("ramp"), Column("cycle"), Column("peak", "V vs Li/Li⁺")]
    columns += [Column("peak", "V vs counter")] if counter else []
    columns += [Column("", "mA cm⁻²"), Column("area", "mAh cm⁻²")]
    rows: list[list[Cell]] = []
    for step in steps:
        for peak in step.peaks():
            name = f"{label(step.instruction.label)}, {'oxidation' if peak.oxidation else 'reduction'}"
            voltages = [peak.voltage, *([peak.voltage - counter] if counter else [])]
            numbers = (*voltages, peak.current / MA_CM2, peak.charge / MAH_CM2)
            rows.append([name, str(step.instruction.cycle), *map(Number, numbers)])
    caption = "The area of a peak lies between the minima on either side, without a baseline."
    if counter:
        caption += f" The counter electrode lies at {number(counter)} V vs Li/Li⁺."
    return Table.of(columns, rows, caption)


def items(run: Run, ramps: Sequence[Step]) -> tuple[Item, ...]:
    """Peaks of the last cycle of each ramp, its hysteresis, and the exponents of a series of scan rates."""
    lines, pairs = [], run.hysteresis()
    for pair in pairs:
        several = sum((one.step, one.rate) == (pair.step, pair.rate) for one in pairs) > 1
        cycle = f", cycle {pair.cycle}" if several else ""
        words = (
            f"{given(1e3 * pair.rate)} mV s⁻¹{cycle}: oxidation and reduction lie {number(1e3 * pair.mean)} mV apart, "
        )
        words += f"as means over their charge; charge back over forth {number(pair.returned)}"
        if pair.peaks is not None and pair.middle is not None:
            words += f"; peaks {number(1e3 * pair.peaks)} mV apart about {number(pair.middle, 4)} V vs Li/Li⁺"
        lines.append(Note(words, "muted"))
    lines += [Note(one.sentence) for one in run.scan_rates()]
    return (peak_table(ramps), *lines)


def voltammogram_chart(run: Run) -> Chart | None:
    """Current against voltage of the ramps by cycle, with the peaks of the last."""
    ramps: dict[tuple[int, int], list[Step]] = {}
    for step in run.shown:
        if step.instruction.kind == "ramp" and step.curve.time.size > 1:
            ramps.setdefault((step.instruction.step, step.instruction.cycle), []).append(step)
    if not ramps:
        return None
    several, series = len({place for place, _ in ramps}) > 1, []
    names = _rates_of_ramps(ramps)
    chosen = some(sorted(ramps), _MOST_CYCLES)
    for rank, (place, cycle) in enumerate(chosen):
        steps = ramps[place, cycle]
        voltage = np.concatenate([step.curve.voltage for step in steps])
        current = -np.concatenate([step.curve.current for step in steps]) / MA_CM2
        keep = visible(voltage, current, 600)
        name = f"{names[place]}, cycle {cycle}" if several else f"cycle {cycle}"
        series.append(Series(name, voltage[keep], current[keep], ordered(rank / max(1, len(chosen) - 1))))
    last = {place: rank for rank, (place, _) in enumerate(chosen)}
    for rank in last.values():
        peaks = [peak for step in ramps[chosen[rank]] for peak in step.peaks()]
        highest = max((abs(peak.current) for peak in peaks), default=0.0)
        peaks = [peak for peak in peaks if abs(peak.current) > _SEEN * highest]
        if not peaks:
            continue
        x, y = [peak.voltage for peak in peaks], [peak.current / MA_CM2 for peak in peaks]
        area = [f"area {peak.charge / MAH_CM2:.3g} mAh cm⁻²" for peak in peaks]
        labels = [f"{fixed(voltage, 2)} V" for voltage in x]
        series.append(
            Series(f"peaks, {series[rank].name}", x, y, series[rank].colour, "points", symbol="circle-open",
                   labels=labels, hover=area, legend=False)
        )  # fmt: skip
    each = " at each rate" if several else ""
    caption = f"Current during the voltage ramps; oxidation is positive. Circles: peaks of the last cycle{each}."
    axis = Axis("Current density (mA cm⁻²)", limits=_within_sweeps(ramps))
    return Chart("voltammogram", Axis(VOLTAGE), (Panel(axis, tuple(series)),), caption)


def _rates_of_ramps(ramps: Mapping[tuple[int, int], Sequence[Step]]) -> dict[int, str]:
    """What tells the ramps of several steps of the recipe apart: their rates, or their places where these are alike."""
    curves = {place: steps[0].curve for (place, _), steps in ramps.items()}
    rates = {place: abs(np.ptp(one.voltage) / np.ptp(one.time)) for place, one in curves.items()}
    words = {place: f"{number(1e3 * float(rate), 2)} mV s⁻¹" for place, rate in rates.items()}
    return words if len(set(words.values())) == len(words) else {place: f"step {place + 1}" for place in rates}


def _within_sweeps(ramps: Mapping[tuple[int, int], Sequence[Step]]) -> tuple[float, float]:
    """Range of the currents after the first part of each sweep, which jumps when the ramp begins elsewhere [mA/cm2]."""
    low, high = 0.0, 0.0
    for steps in ramps.values():
        for step in steps:
            time = step.curve.time
            later = time >= time[0] + _SETTLING * (time[-1] - time[0])
            current = -step.curve.current[later] / MA_CM2
            low, high = min(low, float(current.min())), max(high, float(current.max()))
    room = 0.14 * (high - low) or 1.0  # for the words at the peaks
    return low - room, high + room
