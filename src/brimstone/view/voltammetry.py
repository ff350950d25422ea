"""Voltage ramps: peaks with their scale, hysteresis, and what the rate of the scan does to them."""

from collections.abc import Sequence

from brimstone.constants import MA_CM2, MAH_CM2
from brimstone.result import Run, Step
from brimstone.view.elements import Cell, Column, Item, Note, Number, Table, name_column
from brimstone.view.words import given, label, number


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
