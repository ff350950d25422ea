"""Figures of a run against capacity, rate, cycle, voltage and time."""

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np

from brimstone._records import record
from brimstone.constants import HOUR, MA_CM2, MPA, UM
from brimstone.result import Band, Comparison, Figure, Run, Step, comparison
from brimstone.result.comparison import same_temperature
from brimstone.view.charts import VOLTAGE, Axis, Chart, Panel, Series, key_line, key_points, readable_ticks
from brimstone.view.envelopes import SPANS, drawn, of_points, turns
from brimstone.view.palette import LOSS_COLOURS, MEASURED, ordered
from brimstone.view.steps import bases, completed_halves, few, label, short_names, turns_of, visible
from brimstone.view.words import capital, given, listed, number, printed, some

_MOST_CURVES, _MOST_CYCLES = 12, 6
_MOST_POINTS = 100  # of cycles, which would be a thick line
_MOST_BANDS = 3  # drawn at first; more would hide each other
_TRACE_POINTS = 4000
_JUMP = 0.01  # of all that a stack moves, between two steps
_STILL = 0.002  # [V]; change of an anode that nobody would draw
_FLAT = 0.02  # [V] that the axis of an anode spans: steps of a digit are no steps of a potential
_SMALL = 0.1  # [V], below which a potential is told in millivolts
_LEAST_CE = 1.0  # height of a panel of coulombic efficiencies [%]
_USUAL = (1.0, 3.0)  # window of a cell [V]
_OF_FIELD = re.compile(r"[\w.]+: ")
_ASSEMBLED = " as assembled"
_SYMBOLS = {"discharge": "circle", "charge": "square"}


@record
class VoltageCurve:
    """Voltage of one step against capacity, thinned to what the eye sees.

    Attributes
    ----------
    name : str
        For a legend.
    step : Step
    shade : float
        Place on the scale of colours, 0 to 1; the slowest or the first cycle is 0.
    charge, voltage : ndarray
        [C/m2], [V against Li/Li+].
    group : str
        Both halves of a cycle are shown and hidden together.
    """

    name: str
    step: Step
    shade: float
    charge: np.ndarray
    voltage: np.ndarray
    group: str

    @property
    def charging(self) -> bool:
        """Whether it is the curve of a charge."""
        return self.step.instruction.kind == "charge"


def voltage_curves(run: Run) -> list[VoltageCurve]:
    """Curves of charges and discharges; a few of many cycles."""
    steps = [step for step in completed_halves(run) if step.curve.time.size > 1 and step.charge.value > 0.0]
    chosen = few(steps, _MOST_CURVES, _MOST_CYCLES)
    # Rates come before cycles; both halves of a cycle, and a charge and a discharge at one current, look alike.
    order, before = [], Counter[tuple[str, float]]()
    for step in chosen:
        kind, current = step.instruction.kind, abs(step.instruction.current)
        single = (0, current, before[kind, current])
        order.append((1 + step.instruction.step, step.instruction.cycle, 0) if step.instruction.cycle else single)
        before[kind, current] += not step.instruction.cycle
    ranks = sorted(set(order))
    curves: list[VoltageCurve] = []
    groups: dict[tuple[int, float, int], str] = {}
    for place, (step, name, value) in enumerate(zip(chosen, short_names(chosen), order, strict=True)):
        charge = np.abs(step.curve.charge)
        keep = visible(charge, step.curve.voltage)
        shade = ranks.index(value) / max(1, len(ranks) - 1)
        of_cycle = name.removeprefix(step.instruction.kind).lstrip(", ")
        group = groups.setdefault(value, of_cycle) if step.instruction.cycle else str(place)
        curves.append(VoltageCurve(name, step, shade, charge[keep], step.curve.voltage[keep], group))
    return curves


def voltage_chart(run: Run, curves: Sequence[VoltageCurve]) -> Chart | None:
    """Voltage against capacity, the band of each curve, and where measured curves end."""
    if not curves:
        return None
    every = bases(run)
    factor = every[0].factor
    both_ways = len({curve.charging for curve in curves}) > 1
    banded = [curve for curve in curves if curve.step.band is not None]
    first = banded if len(banded) <= _MOST_BANDS else [banded[0], banded[-1]]
    series = [
        _band(curve, curve.step.band, factor, visible=any(curve is one for one in first))
        for curve in curves
        if curve.step.band is not None
    ]
    for curve in curves:
        name, legend = _legend(curve, both_ways=both_ways)
        series.append(
            Series(
                name,
                curve.charge * factor,
                curve.voltage,
                ordered(curve.shade),
                dashed=both_ways and curve.charging,
                group=curve.group,
                legend=legend,
            )
        )
    ends = _measured_ends(run, curves, factor)
    keys = []
    if any(not one.legend for one in series if one.style == "line"):  # a cycle has one entry for both of its halves
        keys += [key_line("discharge", dashed=False), key_line("charge", dashed=True)]
    keys += [key_points("measured")] if ends else []
    caption = "Voltage against capacity"
    if banded:
        caption += (
            ": nominal curves and the bands that hold 80 % of the samples; a stopped sample counts at its cut-off"
        )
    caption += "." + (" Dashed: charge." if both_ways else "")
    caption += " Open circles: where the measured curves end." if ends else ""
    if run.cell.counter_potential:
        caption += (
            f" The terminals show {run.cell.counter_potential:.3g} V less, the potential of the negative electrode."
        )
    return Chart(
        "voltage",
        Axis(f"Capacity ({every[0].unit})", from_zero=True),
        (Panel(Axis(VOLTAGE), (*series, *ends, *keys)),),
        caption,
        extra={"bases": [{"unit": basis.unit, "scale": basis.factor / factor} for basis in every]},
    )


def empty_chart(run: Run) -> Chart:
    """The axes of `voltage_chart` where no step passes a charge, and why none does."""
    basis = bases(run)[0]
    reasons = list(dict.fromkeys(step.stop_reason for step in run.shown))
    # Of the notes those on the cell: what the recipe leaves open, which begin with a field, end no discharge.
    words = [f"No step passes a charge: {listed(reasons)}", *(note for note in run.notes if not _OF_FIELD.match(note))]
    return Chart(
        "voltage",
        Axis(f"Capacity ({basis.unit})", limits=(0.0, basis.factor * float(run.cell.theoretical_charge[0]) or 1.0)),
        (Panel(Axis(VOLTAGE, limits=_USUAL), ()),),
        " ".join(f"{printed(capital(sentence)).rstrip('.')}." for sentence in words),
    )


def _legend(curve: VoltageCurve, *, both_ways: bool) -> tuple[str, bool]:
    """Name of a curve, and whether a legend has it: both halves of a cycle have one entry."""
    if not (both_ways and curve.step.instruction.cycle):
        return curve.name, True
    return (curve.name, False) if curve.charging else (curve.name.removeprefix("discharge").lstrip(", "), True)


def _band(curve: VoltageCurve, band: Band, factor: float, *, visible: bool) -> Series:
    """Band of a curve, up to where all but the last few samples have reached the cut-off."""
    wide = np.flatnonzero(band.high - band.low > 1e-3)
    end = min(band.charge.size, wide[-1] + 2) if wide.size else band.charge.size
    charge = np.abs(band.charge[:end]) * factor
    return Series(
        curve.name, charge, (), ordered(curve.shade), "band", band.low[:end], band.high[:end],
        group=curve.group, legend=False, visible=visible,
    )  # fmt: skip


def _measured_ends(run: Run, curves: Sequence[VoltageCurve], factor: float) -> list[Series]:
    """Measured capacities, at the voltage where the computed curve ends."""
    places = {id(curve.step): curve for curve in curves}
    markers = []
    for row in comparison(run):
        curve = places.get(id(row.step))
        if curve is not None and row.quantity == "capacity":
            end = float(curve.step.curve.voltage[-1])
            words = [f"measured at {row.reported.rate}"]
            markers.append(
                Series(
                    "measured",
                    [row.areal_charge(run) * factor],
                    [end],
                    ordered(curve.shade),
                    "points",
                    symbol="circle-open",
                    size=10,
                    hover=words,
                    group=curve.group,
                    legend=False,
                )
            )
    return markers


def rate_chart(run: Run) -> Chart | None:
    """Capacity against rate, computed with its interval, and measured."""
    basis, directions = bases(run)[0], rate_points(run)
    if not directions:
        return None
    series = []
    for direction, points in directions.items():
        figures = [figure for _, _, figure in points]
        certain = any(figure.low is None for figure in figures)
        low, high = (None, None) if certain else ([one.low for one in figures], [one.high for one in figures])
        series.append(
            Series(
                "computed" if len(directions) == 1 else f"computed, {direction}",
                [rate for rate, _, _ in points],
                [figure.value for figure in figures],
                ordered(0.8 if direction.endswith(_ASSEMBLED) else 0.25),
                "line and points",
                low,  # type: ignore[arg-type]
                high,  # type: ignore[arg-type]
                dashed=direction.startswith("charge"),
                symbol=_SYMBOLS[direction.removesuffix(_ASSEMBLED)],  # type: ignore[arg-type]
                size=8,
                hover=[label(step) for _, step, _ in points],
            )
        )
    for cycle, rows in sorted(_measured_rates(run, set(directions)).items()):
        series.append(
            Series(
                "measured" if cycle == 1 else f"measured, cycle {cycle}",
                [row.rate for row in rows],
                [row.areal_charge(run) * basis.factor for row in rows],
                MEASURED,
                "points",
                symbol="circle-open" if cycle == 1 else "diamond-open",
                size=11,
                hover=[row.reported.source for row in rows],
            )
        )
    rates = sorted({rate for points in directions.values() for rate, _, _ in points})
    caption = "Capacity against rate" + ("; bars hold 80 % of the samples." if run.members > 1 else ".")
    late = [step for points in directions.values() for _, step, _ in points if step.instruction.cycle > 1]
    if late:
        caption += f" Each point is the first at its rate: {listed(map(label, some(late, _MOST_CYCLES)))}."
    told = {rate: f"{rate:.3g}" for rate in rates}
    beyond = {float(x): f"{x:.3g}" for one in series for x in one.x if not rates[0] <= x <= rates[-1]}
    axis = Axis("Rate (C)", "log", ticks=readable_ticks(told | beyond))
    if (currents := _currents(run, rates)) is not None:
        axis = Axis("Current density (mA cm⁻²)", "log", ticks=readable_ticks(currents))
    return Chart("rates", axis, (Panel(Axis(f"Capacity ({basis.unit})", from_zero=True), tuple(series)),), caption)


def _currents(run: Run, rates: Sequence[float]) -> dict[float, str] | None:
    """Ticks in currents at the places of rates, where the recipe speaks of currents."""
    halves = completed_halves(run)
    if any(step.instruction.label.rstrip().endswith("C") for step in halves):
        return None
    by_rate = {abs(step.instruction.rate): abs(step.instruction.current) / MA_CM2 for step in halves}
    return {rate: given(by_rate[rate]) for rate in rates}


def rate_points(run: Run) -> dict[str, list[tuple[float, Step, Figure]]]:
    """Rate, step and capacity by direction, slowest first; only directions with more than one rate.

    Where some of them start from the cell as assembled and others after a step the other way, the former stand apart:
    they start from another state, and no line joins them.
    """
    basis, before = bases(run)[0], ""
    halves = {id(step) for step in completed_halves(run)}
    by_start: dict[tuple[str, bool], dict[float, tuple[float, Step, Figure]]] = {}
    for step in run.steps:
        kind, rate = step.instruction.kind, abs(step.instruction.rate)
        if kind not in _SYMBOLS or not step.completed:
            continue
        after, before = before not in ("", kind), kind
        points = by_start.setdefault((kind, after), {})
        counts = id(step) in halves and step.instruction.turn <= 1
        if counts and math.isfinite(rate) and rate > 0.0:
            points.setdefault(float(f"{rate:.4g}"), (rate, step, basis.figure(step)))
    found = {}
    for direction in _SYMBOLS:
        starts = {after: points for (kind, after), points in by_start.items() if kind == direction and points}
        if len({rate for points in starts.values() for rate in points}) < 2:
            continue
        for after, points in starts.items():
            name = direction if after or len(starts) == 1 else f"{direction}{_ASSEMBLED}"
            found[name] = [points[rate] for rate in sorted(points)]
    return found


def _measured_rates(run: Run, directions: set[str]) -> dict[int, list[Comparison]]:
    """Measured capacities with a rate at the temperature of the run, by cycle."""
    groups: dict[int, list[Comparison]] = {}
    for row in comparison(run):
        usable = row.quantity == "capacity" and math.isfinite(row.rate) and row.reported.direction in directions
        if usable and same_temperature(run, row.reported):
            groups.setdefault(row.reported.cycle or 1, []).append(row)
    return groups


def cycle_chart(run: Run) -> Chart | None:
    """Capacity and coulombic efficiency against cycle, of at least three cycles."""
    basis, halves = bases(run)[0], completed_halves(run)
    cycled = [step for step in halves if step.instruction.cycle]
    if len({step.instruction.cycle for step in cycled}) < 3:
        return None
    series = []
    for direction, shade in (("discharge", 0.25), ("charge", 0.8)):
        points = [(step.instruction.cycle, basis.figure(step)) for step in cycled if step.instruction.kind == direction]
        x, figures = [cycle for cycle, _ in points], [figure for _, figure in points]
        if not points:
            continue
        if direction == "discharge" and all(figure.low is not None for figure in figures):
            ends = [[one.low for one in figures], [one.high for one in figures]]
            series.append(Series("80 % of discharges", x, (), ordered(shade), "band", *ends))  # type: ignore[arg-type]
        symbol, size = ("circle", 5) if direction == "discharge" else ("circle-open", 9)  # around the points
        values: list[float] = [figure.value for figure in figures]
        series.append(Series(direction, x, values, ordered(shade), _dots(len(x)), symbol=symbol, size=size))  # type: ignore[arg-type]
    capacity = Panel(Axis(f"Capacity ({basis.unit})", from_zero=True), tuple(series), 2.4)
    previous = dict(zip(map(id, halves[1:]), halves, strict=False))
    efficiency = [
        (after.instruction.cycle, 100 * after.charge.value / before.charge.value)
        for turns in turns_of(halves)
        for before, after in turns
        # A charge that follows a discharge at another current puts back what that one took.
        if before.charge.value > 0.0 and _same_current(previous.get(id(before), after), after)
    ]
    panels: tuple[Panel, ...] = (capacity,)
    if efficiency:
        cycles, shares = zip(*efficiency, strict=True)
        name = "coulombic efficiency"
        style = _dots(len(cycles))
        shown = Series(name, cycles, shares, LOSS_COLOURS["kinetics"], style, symbol="diamond-open", size=5)
        panels = (Panel(Axis("Efficiency (%)", least_span=_LEAST_CE), (shown,)), capacity)
    caption = (
        "Capacity and coulombic efficiency (discharge over the charge before it, which puts back what a discharge at "
        "the same current took) against cycle, counted through the protocol."
    )
    return Chart("cycles", Axis("Cycle", whole=True), panels, caption, aspect=0.9)


def _same_current(one: Step, other: Step) -> bool:
    return math.isclose(abs(one.instruction.current), abs(other.instruction.current), rel_tol=1e-6)


def _dots(count: int) -> Literal["points", "line"]:
    """How so many cycles are drawn: more points than a few would be a thick line."""
    return "points" if count <= _MOST_POINTS else "line"


def time_chart(run: Run) -> Chart | None:
    """Voltage and current over the whole protocol, where it has more than completed charges and discharges."""
    steps = [step for step in run.steps if step.curve.time.size > 1]
    halves = {id(step) for step in completed_halves(run)}
    if not steps or all(id(step) in halves for step in steps if step.instruction.shown):
        return None
    columns, turn = _over_time(run, steps, lambda step: (step.curve.voltage, -step.curve.current / MA_CM2))
    time, voltage, current = columns
    panels = (
        Panel(Axis(VOLTAGE), tuple(drawn("voltage", time, voltage, ordered(0.25), turn, legend=False)), 2.2),
        Panel(Axis("Current (mA cm⁻²)"), tuple(drawn("current", time, current, ordered(0.8), turn, legend=False))),
    )
    caption = "The whole protocol against time; charging current is positive." + (SPANS if turn is not None else "")
    return Chart("time", Axis("Time (h)"), panels, caption, aligned=True, aspect=0.9)


def _over_time(
    run: Run, steps: Sequence[Step], of: Callable[[Step], tuple[np.ndarray, ...]]
) -> tuple[np.ndarray, np.ndarray | None]:
    """Time [h] and what `of` reads of the steps, thinned (rows, points), and the stretches of an envelope of many."""
    most, start, parts, chosen = max(12, _TRACE_POINTS // max(1, len(steps))), 0.0, [], {id(one) for one in steps}
    counts = []
    for step in run.steps:
        if id(step) in chosen:
            keep = visible(step.curve.time, step.curve.voltage, most)
            part = np.stack([(start + step.curve.time[keep]) / HOUR, *(column[keep] for column in of(step))])
            if step.instruction.restored:  # nothing joins it to the step before
                part = np.insert(part, 0, np.nan, axis=1)
            parts.append(part)
            counts.append(part.shape[1])
        start += step.duration
    return np.concatenate(parts, axis=1), of_points(turns(steps), np.repeat(np.arange(len(counts)), counts))


def differential_chart(run: Run, curves: Sequence[VoltageCurve]) -> Chart | None:
    """Differential capacity against voltage; where there are both, charges are positive as in a voltammogram."""
    basis, series = bases(run)[0], []
    both_ways = len({curve.charging for curve in curves}) > 1
    for curve in curves:
        voltage, per_volt = curve.step.differential_capacity()
        if voltage.size > 3:
            sign = -basis.factor if both_ways and not curve.charging else basis.factor
            name, legend = _legend(curve, both_ways=both_ways)
            series.append(
                Series(
                    name,
                    voltage,
                    sign * per_volt,
                    ordered(curve.shade),
                    dashed=both_ways and curve.charging,
                    group=curve.group,
                    legend=legend,
                )
            )
    if not series:
        return None
    caption = "Differential capacity over intervals of at most 10 mV."
    if both_ways:
        caption += " Charge is positive and dashed, discharge negative."
        if not all(one.legend for one in series):
            series += [key_line("discharge", dashed=False), key_line("charge", dashed=True)]
    title = f"dQ/dV ({basis.unit} V⁻¹)" if both_ways else f"|dQ/dV| ({basis.unit} V⁻¹)"
    return Chart("differential", Axis(VOLTAGE), (Panel(Axis(title), tuple(series)),), caption)


def electrode_chart(run: Run) -> Chart | None:
    """Both electrodes against a third one, over time; None where the anode stays where it is to the eye."""
    steps = [step for step in run.steps if step.solved and step.outside.anode_loss.size == step.curve.time.size > 1]
    if not steps:
        return None
    columns, turn = _over_time(run, steps, Step.electrodes)
    time, cathode, anode = columns
    there = anode[np.isfinite(anode)]
    if np.ptp(there) < _STILL:
        return None
    at = run.recipe.anode.material
    title, scale = ("Anode vs. Li/Li⁺ (mV)", 1e3) if np.abs(there).max() < _SMALL else ("Anode vs. Li/Li⁺ (V)", 1.0)
    above = drawn("cathode", time, cathode, ordered(0.25), turn, legend=False)
    below = drawn(at, time, scale * anode, ordered(0.8), turn, legend=False)
    panels = (
        Panel(Axis("Cathode vs. Li/Li⁺ (V)"), tuple(above), 1.4),
        Panel(Axis(title, least_span=_FLAT * scale), tuple(below)),
    )
    caption = (
        f"Cathode and anode ({at}) against a reference electrode in the middle of the separator, whose halves count "
        f"with them; nominal values.{SPANS if turn is not None else ''}"
    )
    return Chart("electrodes", Axis("Time (h)"), panels, caption, aligned=True, aspect=0.9)


def stack_chart(run: Run) -> Chart | None:
    """Stack pressure and changes of thickness against time; None when nothing moves."""
    passed = any(step.instruction.kind in ("hold", "ramp") and step.completed for step in run.shown)
    trace = run.pressure
    moves = any(values.size and np.ptp(values) > 0.0 for values in (trace.cathode, trace.anode))
    if not moves or not (passed or completed_halves(run)):
        return None
    most = max(12, _TRACE_POINTS // max(1, len(run.steps)))
    kept = []
    for step in np.unique(trace.step):
        here = np.flatnonzero(trace.step == step)
        kept.append(here[visible(trace.time[here], (trace.cathode - trace.anode)[here], most)])
    keep = np.concatenate(kept)
    # Each of a list of rates starts from the cell as assembled: nothing joins it to the one before.
    moved = np.abs(np.diff(trace.thickness_change[keep])) > _JUMP * np.ptp(trace.thickness_change)
    apart = np.flatnonzero((np.diff(trace.step[keep]) != 0) & moved) + 1
    parts = (trace.time / HOUR, trace.pressure / MPA, trace.cathode / UM, trace.anode / UM, trace.thickness_change / UM)
    time, pressure, cathode, anode, whole = (np.insert(part[keep], apart, np.nan) for part in parts)
    turn = of_points(turns(run.steps), np.insert(trace.step[keep], apart, trace.step[keep][apart - 1]))
    growth = Panel(
        Axis("Change of thickness (µm)"),
        (
            *drawn("cathode", time, cathode, ordered(0.25), turn),
            *drawn(run.recipe.anode.material, time, anode, ordered(0.8), turn),
            *drawn("all layers", time, whole, MEASURED, turn, dashed=True),
        ),
        1.6,
    )
    panels: tuple[Panel, ...] = (growth,)
    if np.ptp(trace.pressure) > 1e-9 * max(MPA, float(trace.pressure[0])):
        lines = drawn("stack pressure", time, pressure, MEASURED, turn, legend=False)
        panels = (Panel(Axis("Pressure (MPa)"), tuple(lines)), growth)
    caption = stack_caption(run) + (SPANS if turn is not None else "")
    return Chart("stack", Axis("Time (h)"), panels, caption, aligned=True, aspect=0.9)


def stack_caption(run: Run) -> str:
    """What the figure of pressure and thickness shows, and what it assumes."""
    mechanics, trace = run.mechanics, run.pressure
    share = number(100 * float(mechanics.into_thickness[0]), 2)
    words = (
        "Changes of thickness since assembly; those of the electrodes are under constant pressure. "
        f"{share} % of the growth of the active material thickens the cathode, its pores take up the rest."
    )
    if mechanics.fixture_stiffness[0] == 0.0:
        return f"{words} The fixture keeps the pressure constant."
    low, high = (number(float(bound) / MPA) for bound in (trace.pressure.min(), trace.pressure.max()))
    stiffness = number(float(mechanics.stiffness[0]) * UM / MPA)
    each = f" of each of the {mechanics.units} unit cells on one another" if mechanics.units > 1 else ""
    return (
        f"{words} The stack pressure varies between {low} and {high} MPa: layers and fixture add {stiffness} MPa per "
        f"µm{each} until a metallic anode is squeezed out between the plates; all other layers are assumed elastic."
    )
