"""What the figures show, as plain numbers in field units: drawn alike by the page and by matplotlib."""

import itertools
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from brimstone._records import record
from brimstone.constants import MA_CM2, MAH_CM2, MAH_G
from brimstone.result import LOSSES, Figure, Run, Step
from brimstone.view.words import quantity

MA_CM3 = 1_000.0  #: one mA/cm3 [A/m3]

_MOST_CURVES = 12
_CURVE_CYCLES = 6
_CURVE_POINTS = 300  # along the curve; a segment is then some four pixels of a wide screen
TRACE_POINTS = 4000
_FRONT_STATES = 64
_MOST_FRONTS = 8
_DETAILED_CYCLES = 3


@dataclass(frozen=True)
class Basis:
    """What a capacity is told per.

    Attributes
    ----------
    per : str
        As `Step.capacity` takes it, or ``"area"``.
    name : str
        For buttons and tables: ``"per gram of sulfur"``.
    unit : str
        As printed, with what it is per.
    factor : float
        Turns an areal charge [C/m2] into it.
    """

    per: str
    name: str
    unit: str
    factor: float

    def figure(self, step: Step) -> Figure:
        """Capacity of a step on this basis."""
        return step.charge.times(self.factor) if self.per == "area" else step.capacity(self.per).times(1 / MAH_G)


def bases(run: Run) -> list[Basis]:
    """Bases of capacity that mean something for this cell, the field's own first.

    That is the mass of sulfur; of the active material in a cell without.
    """
    cell, active = run.cell, run.recipe.cathode.active
    sulfur, mass = float(cell.sulfur_mass[0]), float(cell.active_mass[0])
    found = []
    if sulfur > 0.0:
        found.append(Basis("sulfur", "per gram of sulfur", "mAh g⁻¹ S", 1 / (MAH_G * sulfur)))
    if mass > 0.0 and not math.isclose(mass, sulfur, rel_tol=1e-6):
        found.append(Basis("active", f"per gram of {active}", f"mAh g⁻¹ {active}", 1 / (MAH_G * mass)))
    return [*found, Basis("area", "per area", "mAh cm⁻²", 1 / MAH_CM2)]


@record
class VoltageCurve:
    """Voltage of one step against capacity.

    Attributes
    ----------
    name : str
        Short, for a legend.
    step : Step
    shade : float
        Place on the scale of colours, 0 to 1: the slowest or the first cycle is 0.
    charge, voltage : ndarray
        [C/m2], [V against Li/Li+]; thinned to what the eye sees.
    band : tuple of ndarray, or None
        Charge, low and high of the 80 % band.
    """

    name: str
    step: Step
    shade: float
    charge: np.ndarray
    voltage: np.ndarray
    band: tuple[np.ndarray, np.ndarray, np.ndarray] | None

    @property
    def charging(self) -> bool:
        """Whether it is the curve of a charge."""
        return self.step.instruction.kind == "charge"


def voltage_curves(run: Run) -> list[VoltageCurve]:
    """Curves of the charges and discharges that the recipe asked for; of many cycles a few."""
    steps = [step for step in completed_halves(run) if step.curve.time.size > 1 and step.charge.value > 0.0]
    chosen = _few(steps, _MOST_CURVES, _CURVE_CYCLES)
    names = short_names(chosen)
    in_cycles = all(step.instruction.cycle for step in chosen)
    order = [float(step.instruction.cycle) if in_cycles else abs(step.instruction.current) for step in chosen]
    ranks = sorted(set(order))
    curves = []
    for step, name, place in zip(chosen, names, order, strict=True):
        charge = np.abs(step.curve.charge)
        keep = visible(charge, step.curve.voltage)
        shade = ranks.index(place) / max(1, len(ranks) - 1)
        curves.append(VoltageCurve(name, step, shade, charge[keep], step.curve.voltage[keep], _band(step)))
    return curves


def _band(step: Step) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
    """Charge, low and high of the band, up to where all but the last few samples have reached the cut-off."""
    if step.band is None:
        return None
    wide = np.flatnonzero(step.band.high - step.band.low > 1e-3)
    end = min(step.band.charge.size, wide[-1] + 2) if wide.size else step.band.charge.size
    return np.abs(step.band.charge[:end]), step.band.low[:end], step.band.high[:end]


def visible(x: np.ndarray, y: np.ndarray, points: int = _CURVE_POINTS) -> np.ndarray:
    """Indices of the points of a curve that are enough to draw it: about equal steps along its way."""
    if x.size <= points:
        return np.arange(x.size)
    spans = [float(np.ptp(values)) or 1.0 for values in (x, y)]
    way = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x) / spans[0], np.diff(y) / spans[1]))])
    return np.unique(np.searchsorted(way, np.linspace(0.0, way[-1], points)).clip(0, x.size - 1))


def label(step: Step) -> str:
    """What the step is, in the words of the recipe, its unit as printed: ``"discharge 0.13 mA cm⁻²"``."""
    words = re.sub(r"(?<= )\d.*", lambda amount: quantity(amount[0]).replace(" ", "\u00a0"), step.instruction.label)
    return f"{words} (cycle {step.instruction.cycle})" if step.instruction.cycle else words


def short_names(steps: Sequence[Step]) -> list[str]:
    """Names that tell the steps apart in a legend, without words they all share."""
    kinds = {step.instruction.kind for step in steps}
    names = [
        f"{step.instruction.kind}, cycle {step.instruction.cycle}" if step.instruction.cycle else label(step)
        for step in steps
    ]
    if len(kinds) == 1:
        names = [name.removeprefix(next(iter(kinds))).lstrip(", ") for name in names]
    seen: dict[str, int] = {}
    told = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        told.append(f"{name} ({seen[name]})" if names.count(name) > 1 else name)
    return told


def _few(steps: Sequence[Step], most: int, cycles: int) -> list[Step]:
    """At most `most` single steps, and all those of at most `cycles` cycles, the first and the last among them."""
    kept = set(some(sorted({step.instruction.cycle for step in steps} - {0}), cycles))
    single = {id(step) for step in some([step for step in steps if not step.instruction.cycle], most)}
    return [step for step in steps if step.instruction.cycle in kept or id(step) in single]


def legend_name(curve: VoltageCurve, both_ways: bool) -> str:
    """Name of a curve in a legend, where both halves of a cycle have one entry."""
    cycle = curve.step.instruction.cycle
    return f"cycle {cycle}" if both_ways and cycle and not curve.charging else curve.name


def some(items: Sequence, most: int) -> list:
    """At most `most` of the items, spread evenly, the first and the last among them."""
    if len(items) <= most:
        return list(items)
    return [items[place] for place in sorted({round(p) for p in np.linspace(0, len(items) - 1, most)})]


def completed_halves(run: Run) -> list[Step]:
    """Charges and discharges that were asked for and took place; the pulses of a titration are no such thing."""
    return [
        step
        for step in run.shown
        if step.instruction.kind in ("charge", "discharge")
        and not step.instruction.label.startswith("pulse")
        and step.completed
    ]


@dataclass(frozen=True)
class RatePoint:
    """Capacity at one rate."""

    label: str
    rate: float
    capacity: Figure


def rate_points(run: Run) -> dict[str, list[RatePoint]]:
    """Capacity against rate by direction, slowest first; only directions with more than one rate."""
    basis = bases(run)[0]
    found: dict[str, dict[float, RatePoint]] = {}
    for step in completed_halves(run):
        rate = abs(step.instruction.rate)
        points = found.setdefault(step.instruction.kind, {})
        if math.isfinite(rate) and rate > 0.0 and step.instruction.cycle <= 1:
            points.setdefault(float(f"{rate:.4g}"), RatePoint(label(step), rate, basis.figure(step)))
    return {
        direction: [points[rate] for rate in sorted(points)] for direction, points in found.items() if len(points) > 1
    }


@dataclass(frozen=True)
class CyclePoint:
    """One cycle: capacities, and discharge over the charge before it."""

    cycle: int
    discharge: Figure | None
    charge: Figure | None
    efficiency: float | None


def cycle_points(run: Run) -> list[CyclePoint]:
    """Capacity against cycle, for protocols of at least three cycles."""
    basis = bases(run)[0]
    halves = completed_halves(run)
    capacities: dict[int, dict[str, Figure]] = {}
    for step in halves:
        if step.instruction.cycle:
            capacities.setdefault(step.instruction.cycle, {})[step.instruction.kind] = basis.figure(step)
    if len(capacities) < 3:
        return []
    efficiencies = {
        after.instruction.cycle: after.charge.value / before.charge.value
        for before, after in itertools.pairwise(halves)
        if before.instruction.kind == "charge" and after.instruction.kind == "discharge" and before.charge.value > 0.0
    }
    return [
        CyclePoint(cycle, both.get("discharge"), both.get("charge"), efficiencies.get(cycle))
        for cycle, both in sorted(capacities.items())
    ]


@record
class StepLosses:
    """What a step loses, nominal values.

    Attributes
    ----------
    name : str
    step : Step
    millivolts : mapping of str to float
        Mean over the charge passed, by the names of `brimstone.result.LOSSES` [mV].
    regained : mapping of str to float
        Capacity won if a loss were taken away [as the first of `bases`].
    capacity : float
        Of the step [same].
    """

    name: str
    step: Step
    millivolts: Mapping[str, float]
    regained: Mapping[str, float]
    capacity: float

    def gain_share(self, name: str) -> float:
        """Gain without a loss over the capacity of the step, 0 to 1: how deep a table shades it."""
        gain = self.regained.get(name, 0.0)
        return float(np.clip(gain / self.capacity, 0.0, 1.0)) if self.capacity else float(gain > 0.0)


def step_losses(run: Run) -> list[StepLosses]:
    """Losses of the shown charges and discharges, at most a dozen and those of three cycles.

    A step that ends as it begins has lost nothing on average, and may yet win capacity. A cathode without sulfur has
    no equilibrium potential to count from; it keeps the losses of the resistances.
    """
    basis = bases(run)[0]
    steps = [step for step in completed_halves(run) if step.losses is not None or step.charge.value == 0.0]
    steps = _few(steps, _MOST_CURVES, _DETAILED_CYCLES)
    names = run.cell.equations.losses(run.cell.parameters[0])
    told = []
    for name, step in zip(short_names(steps), steps, strict=True):
        mean = step.losses.mean(step.curve.charge) if step.losses else {}
        told.append(
            StepLosses(
                name,
                step,
                {loss: 1e3 * mean.get(loss, 0.0) for loss in names},
                {loss: charge * basis.factor for loss, charge in step.regained.items() if loss in names},
                step.charge.value * basis.factor,
            )
        )
    return told


def regained_names(losses: Sequence[StepLosses]) -> list[str]:
    """Losses that were taken away one at a time, in the order of `LOSSES`."""
    return [name for name in LOSSES if any(name in step.regained for step in losses)]


def out_of_reach(run: Run) -> float:
    """Capacity of the active material that ions or electrons don't reach, nominal [as the first of `bases`]."""
    if not converts(run):
        return 0.0
    reachable = float(run.cell.reach[0])
    return (float(run.cell.theoretical_charge[0]) - reachable) * bases(run)[0].factor


@record
class Front:
    """State and reaction through the depth of the cathode, during one step.

    Attributes
    ----------
    name : str
    step : Step
    charge : ndarray (states,)
        Passed, evenly spaced [C/m2].
    time : ndarray (states,)
        [s]
    depth : ndarray (nodes,)
        From the separator [um].
    state : ndarray (states, nodes)
        Share of the reachable sulfur that is Li2S; in a cathode without sulfur share of the electrolyte's reversible
        reduction in use.
    reaction : ndarray (states, nodes)
        Current that passes from ions to electrons, positive in the direction of the step [mA/cm3].
    """

    name: str
    step: Step
    charge: np.ndarray
    time: np.ndarray
    depth: np.ndarray
    state: np.ndarray
    reaction: np.ndarray


def state_name(run: Run) -> str:
    """What `Front.state` is."""
    return run.cell.equations.progress_name(run.cell.parameters[0])


def fronts(run: Run) -> list[Front]:
    """Fronts of the shown charges and discharges whose profiles were kept, at most eight and those of three cycles."""
    steps = [step for step in completed_halves(run) if step.profile.shape[0] > 2 and step.charge.value > 0.0]
    steps = _few(steps, _MOST_FRONTS, _DETAILED_CYCLES)
    return [_front(name, step) for name, step in zip(short_names(steps), steps, strict=True)]


def _front(name: str, step: Step) -> Front:
    passed = np.abs(step.curve.charge)
    grid = np.linspace(passed[0], passed[-1], _FRONT_STATES)
    right = np.searchsorted(passed, grid).clip(1, passed.size - 1)
    width = passed[right] - passed[right - 1]
    share = ((grid - passed[right - 1]) / np.where(width > 0.0, width, 1.0))[:, None, None]
    before, after = step.profile[right - 1], step.profile[right]
    # Rates are far from linear in the states: those of the recorded states are interpolated, which keeps their sum.
    equations = step.cell.equations
    p = step.cell.parameters[0]
    reaction = (1.0 - share[:, 0]) * equations.current(p, before) + share[:, 0] * equations.current(p, after)
    states = (1.0 - share) * before + share * after
    nodes = states.shape[2]
    thickness = float(step.cell.parameter("thickness")[0])
    return Front(
        name=name,
        step=step,
        charge=grid,
        time=np.interp(grid, passed, step.curve.time),
        depth=1e6 * thickness * (np.arange(nodes) + 0.5) / nodes,
        state=equations.progress(p, states),
        reaction=(1.0 if step.instruction.kind == "discharge" else -1.0) * reaction / MA_CM3,
    )


def converts(run: Run) -> bool:
    """Whether the cathode holds sulfur that converts, or is one of electrolyte and carbon alone."""
    return run.cell.equations.converts(run.cell.parameters[0])


@record
class TimeTrace:
    """The whole protocol against time: [h], [V against Li/Li+], [mA/cm2, discharge positive]."""

    time: np.ndarray
    voltage: np.ndarray
    current: np.ndarray


def time_trace(run: Run) -> TimeTrace | None:
    """Voltage and current against time, for protocols with more than completed charges and discharges."""
    steps = [step for step in run.steps if step.curve.time.size > 1]
    plain = {id(step) for step in completed_halves(run)}
    if all(id(step) in plain for step in steps if step.instruction.shown):
        return None
    most = max(12, TRACE_POINTS // max(1, len(steps)))
    start, rows = 0.0, []
    for step in steps:
        curve = step.curve
        keep = visible(curve.time, curve.voltage, most)
        rows.append(np.stack([(start + curve.time[keep]) / 3600.0, curve.voltage[keep], curve.current[keep] / MA_CM2]))
        start += step.duration
    return TimeTrace(*np.concatenate(rows, axis=1)) if rows else None


@record
class Voltammogram:
    """One cycle of a voltage ramp.

    Attributes
    ----------
    name : str
    voltage, current : ndarray
        [V against Li/Li+], [mA/cm2, oxidation positive].
    peaks : list of (voltage, current, charge)
        [V], [mA/cm2, oxidation positive], [mAh/cm2].
    """

    name: str
    voltage: np.ndarray
    current: np.ndarray
    peaks: list[tuple[float, float, float]]


def voltammograms(run: Run) -> list[Voltammogram]:
    """Voltage ramps by cycle; of many cycles a few."""
    ramps: dict[tuple[int, int], list[Step]] = {}
    for step in run.shown:
        if step.instruction.kind == "ramp" and step.curve.time.size > 1:
            ramps.setdefault((step.instruction.step, step.instruction.cycle), []).append(step)
    several = len({place for place, _ in ramps}) > 1
    drawn = []
    for place, cycle in some(sorted(ramps), _CURVE_CYCLES):
        steps = ramps[place, cycle]
        voltage = np.concatenate([step.curve.voltage for step in steps])
        current = -np.concatenate([step.curve.current for step in steps]) / MA_CM2
        keep = visible(voltage, current, 2 * _CURVE_POINTS)
        name = f"step {place + 1}, cycle {cycle}" if several else f"cycle {cycle}"
        found = [(p.voltage, p.current / MA_CM2, p.charge / MAH_CM2) for step in steps for p in step.peaks()]
        drawn.append(Voltammogram(name, voltage[keep], current[keep], found))
    return drawn


def differential_capacities(run: Run) -> list[tuple[str, float, np.ndarray, np.ndarray]]:
    """Differential capacity of the steps of `voltage_curves`.

    Returns
    -------
    list of (name, shade, voltage [V], charge per volt [the first of `bases` a volt]), charges negative
    """
    factor = bases(run)[0].factor
    told = []
    for curve in voltage_curves(run):
        voltage, per_volt = curve.step.differential_capacity()
        if voltage.size > 3:
            told.append((curve.name, curve.shade, voltage, (-factor if curve.charging else factor) * per_volt))
    return told
