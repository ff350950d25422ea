"""Which steps of a run are shown, under which names, and what their capacity refers to."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from brimstone.constants import (
    FARADAY,
    HOUR,
    MA_CM2,
    MAH_CM2,
    MAH_G,
    MOLAR_MASS_SULFUR,
    WH_KG,
    WH_L,
)
from brimstone.protocol import alike
from brimstone.result import Figure, Run, Step
from brimstone.view.elements import Cell, Column, Note, Number, Row, Table, words_column
from brimstone.view.words import label as words_of
from brimstone.view.words import listed, percent, some

_MOST_ROWS = 24  # of a table on a screen, before the middle of a long series is left out
_SHOWN_CYCLES = (1, 2, 3, 5)  # of a long series, times powers of ten
_AT_ONCE = 1e-6  # share of the theoretical charge below which a step passed none
_MORE_THAN_SULFUR = 1.1  # ratio of the theoretical charge to that of its sulfur from which that is no basis
_ABOVE_THEORY = 1.005  # ratio of capacity to theory from which a note is due


@dataclass(frozen=True)
class Basis:
    """What a capacity refers to.

    Attributes
    ----------
    per : str
        As `Step.capacity` takes it, or ``"area"``.
    name : str
        For menus: ``"per gram of sulfur"``.
    unit : str
        As printed.
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
    """Bases that mean something for this cell: sulfur first, the active material where there is none or more reacts."""
    cell, active = run.cell, run.recipe.cathode.active
    sulfur, mass = float(cell.sulfur_mass[0]), float(cell.active_mass[0])
    choices = []
    if sulfur > 0.0:
        choices.append(Basis("sulfur", "per gram of sulfur", "mAh g⁻¹ S", 1 / (MAH_G * sulfur)))
    if mass > 0.0 and not math.isclose(mass, sulfur, rel_tol=1e-6):
        choices.append(Basis("active", f"per gram of {active}", f"mAh g⁻¹ {active}", 1 / (MAH_G * mass)))
    # Selenium reacts beside sulfur: per gram of sulfur alone its cathode would give more than sulfur can.
    if float(cell.theoretical_charge[0]) > _MORE_THAN_SULFUR * sulfur * 2.0 * FARADAY / MOLAR_MASS_SULFUR:
        choices.reverse()
    return [*choices, Basis("area", "per area", "mAh cm⁻²", 1 / MAH_CM2)]


def converts(run: Run) -> bool:
    """Whether the cathode holds sulfur that converts, rather than electrolyte and carbon alone."""
    return run.cell.equations.converts(run.cell.parameters[0])


def label(step: Step) -> str:
    """The step in the words of the recipe, its unit as printed: ``"discharge 0.13 mA cm⁻²"``."""
    words = words_of(step.instruction.label)
    return f"{words} (cycle {step.instruction.cycle})" if step.instruction.cycle else words


def short_names(steps: Sequence[Step]) -> list[str]:
    """Names for a legend, without the words that all steps share; equal ones are numbered."""
    kinds = {step.instruction.kind for step in steps}
    of_one = len({step.instruction.step for step in steps if step.instruction.cycle}) < 2  # others tell their currents
    names = [
        f"{step.instruction.kind if of_one else words_of(step.instruction.label)}, cycle {step.instruction.cycle}"
        if step.instruction.cycle
        else label(step)
        for step in steps
    ]
    if len(kinds) == 1:
        names = [name.removeprefix(next(iter(kinds))).lstrip(", ") for name in names]
    seen: dict[str, int] = {}
    numbered = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        numbered.append(f"{name} ({seen[name]})" if names.count(name) > 1 else name)
    return numbered


def few(steps: Sequence[Step], most: int, cycles: int) -> list[Step]:
    """At most `most` single steps and all steps of at most `cycles` cycles, the first and the last among them."""
    kept = set(some(sorted({step.instruction.cycle for step in steps} - {0}), cycles))
    single = {id(step) for step in some([step for step in steps if not step.instruction.cycle], most)}
    return [step for step in steps if step.instruction.cycle in kept or id(step) in single]


def turns_of(halves: Sequence[Step]) -> list[list[tuple[Step, Step]]]:
    """Charges of cycles with the discharge after each, of cycles that follow each other at the same currents."""
    runs = [[halves[place] for place in run] for run in alike([one.instruction for one in halves])]
    return [
        [
            (before, after)
            for before, after in itertools.pairwise(run)
            if (before.instruction.kind, after.instruction.kind) == ("charge", "discharge")
        ]
        for run in runs
    ]


def completed_halves(run: Run) -> list[Step]:
    """Requested charges and discharges that were run, without the pulses of titrations."""
    return [step for step in whole_steps(run) if step.instruction.kind in ("charge", "discharge") and step.completed]


def whole_steps(run: Run) -> list[Step]:
    """Requested steps that a table of steps is for: not the pulses and rests of titrations, nor voltage ramps.

    These have tables of their own, as long as anything was read off them.
    """
    titrated = {one.step for one in run.gitt}
    return [step for step in run.shown if step.instruction.kind != "ramp" and step.instruction.step not in titrated]


def visible(x: np.ndarray, y: np.ndarray, points: int = 300) -> np.ndarray:
    """Indices of the points that suffice to draw a curve: about equal steps along its path."""
    if x.size <= points:
        return np.arange(x.size)
    spans = [float(np.ptp(values)) or 1.0 for values in (x, y)]
    path = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x) / spans[0], np.diff(y) / spans[1]))])
    return np.unique(np.searchsorted(path, np.linspace(0.0, path[-1], points)).clip(0, x.size - 1))


def headlines(run: Run) -> list[tuple[str, Number]]:
    """The few numbers that a reader wants first, each with what it is."""
    basis = bases(run)[0]
    steps = [step for step in whole_steps(run) if step.completed and step.charge.value > 0.0]
    halves = [step for step in steps if step.instruction.kind == "discharge"] or [
        step for step in steps if step.instruction.kind == "charge"
    ]
    if not halves:
        return [
            (f"capacity of the titration, {one.direction}",
             Number.of(one.pulses[-1].charge.times(basis.factor), basis.unit))
            for one in run.gitt
        ]  # fmt: skip
    slow = min(halves, key=lambda step: (abs(step.instruction.current), step.instruction.cycle))
    fast = max(halves, key=lambda step: abs(step.instruction.current))
    energy = "energy of the layers" if slow.instruction.kind == "discharge" else "energy put in"
    figures = [(f"capacity, {label(slow)}", Number.of(basis.figure(slow), basis.unit))]
    if abs(fast.instruction.current) > 1.05 * abs(slow.instruction.current):
        figures.append((f"capacity, {label(fast)}", Number.of(basis.figure(fast), basis.unit)))
    # From the first discharge after a charge: that of a cell as assembled starts from another state.
    cycled = [[after for _, after in turns] for turns in turns_of(completed_halves(run))]
    longest = max(cycled, key=len, default=[])
    if len(longest) > 1 and basis.figure(longest[0]).value > 0.0:
        first, last = longest[0], longest[-1]
        kept = Number.of(_retention(first, last), "%")
        at = f", {last.instruction.label.removeprefix('discharge ')}" if len(cycled) > 1 else ""
        figures.append((f"capacity of cycle {last.instruction.cycle} over cycle {first.instruction.cycle}{at}", kept))
    packed = []
    if run.recipe.format is not None and slow.packed is not None and slow.instruction.kind == "discharge":
        whole = slow.packed.specific_energy.times(1 / WH_KG)
        packed.append((f"energy of the packed cell, {label(slow)}", Number.of(whole, "Wh kg⁻¹")))
    return [
        *packed,
        *figures,
        (f"mean voltage, {label(slow)}", Number.of(slow.mean_voltage, "V", 4)),
        (f"areal capacity, {label(slow)}", Number.of(slow.charge.times(1 / MAH_CM2), "mAh cm⁻²")),
        (f"{energy}, {label(slow)}", Number.of(slow.specific_energy.times(1 / WH_KG), "Wh kg⁻¹")),
    ]


def _retention(first: Step, last: Step) -> Figure:
    """Charge of one step over that of another [%], sample by sample; a cell that shorted before either kept nothing."""
    ratio = np.zeros(first.charges.shape)
    np.divide(100.0 * last.charges, first.charges, out=ratio, where=first.told & last.told & (first.charges > 0.0))
    return Figure.of(ratio, first.told & last.told)


def without_headlines(run: Run) -> str:
    """Why there are no headlines."""
    if any(step.instruction.kind == "ramp" for step in run.shown):
        return "The protocol has voltage ramps only: currents, peaks and the charge under them are below."
    return "No step of the protocol passed any charge."


def step_table(run: Run, steps: Sequence[Step], *, endings: bool) -> Table:
    """Capacity, voltage and energy of each step; with `endings`, why it ended."""
    basis, converting = bases(run)[0], run.cell.sulfur_mass[0] > 0.0
    cycles = any(step.instruction.cycle for step in steps)
    columns = [
        words_column("step"),
        *([Column("cycle")] if cycles else []),
        Column("", "mA cm⁻²", wide=True),
        Column("", basis.unit if converting else "mAh g⁻¹", interval=True),
        *([Column(f"by {basis.unit.split()[-1]}")] if converting else []),
        Column("", "mAh cm⁻²"),
        Column("", "V"),
        Column("", "Wh kg⁻¹"),
        Column("", "Wh L⁻¹", wide=True),
        Column("", "h", wide=True),
        *([words_column("ended because")] if endings else []),
    ]
    rows = []
    for step in steps:
        instruction = step.instruction
        figures: list[Cell] = [
            Number(abs(instruction.current) / MA_CM2),
            Number.of(basis.figure(step)),
            *([Number(step.sulfur_charge * basis.factor)] if converting else []),
            Number.of(step.charge.times(1 / MAH_CM2)),
            Number.of(step.mean_voltage, digits=4),
            Number.of(step.specific_energy.times(1 / WH_KG)),
            Number.of(step.energy_density.times(1 / WH_L)),
        ]
        at_once = _ends_at_once(run, step)
        if at_once:
            figures[1:] = [Number(0.0), *([Number(0.0)] if converting else []), Number(0.0), "–", "–", "–"]
        if instruction.kind in ("rest", "ramp"):
            figures = [""] * len(figures)
        cells: list[Cell] = [
            words_of(instruction.label),
            *([str(instruction.cycle or "")] if cycles else []),
            *figures,
            Number(0.0 if at_once else step.duration / HOUR),
            *([step.stop_reason] if endings else []),
        ]
        rows.append(Row(tuple(cells), "plain" if step.completed else "bad"))
    return Table(tuple(columns), tuple(rows))


def _ends_at_once(run: Run, step: Step) -> bool:
    """Whether a step under current passed nothing that anyone could measure, in any sample."""
    ends = [step.charge.value, step.charge.low or 0.0, step.charge.high or 0.0]
    return (
        step.instruction.kind in ("charge", "discharge")
        and step.completed
        and max(map(abs, ends)) < _AT_ONCE * float(run.cell.theoretical_charge[0])
    )


def chosen_steps(shown: Sequence[Step]) -> list[Step]:
    """Steps for a screen: all, or of long series the cycles 1, 2, 3, 5, 10, 20, … and the last."""
    if len(shown) <= _MOST_ROWS:
        return list(shown)
    last = {step.instruction.step: step.instruction.cycle for step in shown}
    cycles = {first * 10**power for first in _SHOWN_CYCLES for power in range(6)}
    chosen = [
        step
        for step in shown
        if step.instruction.cycle in (0, last[step.instruction.step]) or step.instruction.cycle in cycles
    ]
    return chosen if len(chosen) <= 3 * _MOST_ROWS else [*chosen[: 2 * _MOST_ROWS], *chosen[-_MOST_ROWS:]]


def endings(run: Run) -> list[Note]:
    """How the steps ended, a common ending once for all."""
    shown = run.shown
    groups: dict[str, list[str]] = {}
    for step in shown:
        groups.setdefault(step.stop_reason, []).append(words_of(step.instruction.label))
    lines = []
    whole = whole_steps(run)
    if (count := len(chosen_steps(whole))) < len(whole):
        lines.append(f"{count} of {len(whole)} steps; all are in run.json and in the report")
    if any(not len(step.profile) for step in whole if step.solved and step.instruction.kind in ("charge", "discharge")):
        lines.append(_kept(whole))
    for reason, labels in groups.items():
        if len(groups) == 1:
            lines.append(f"ended: {reason}" if len(labels) == 1 else f"all ended: {reason}")
        else:
            names = list(dict.fromkeys(labels))
            lines.append(f"{listed(names[:4])}{' and more' if len(names) > 4 else ''} ended: {reason}")
    theory = float(run.cell.theoretical_charge[0])
    beyond = "redox of the electrolyte" if run.cell.polysulfides is None else "what a shuttle consumed"
    if theory > 0.0 and any(step.charge.value > _ABOVE_THEORY * theory for step in shown):
        lines.append(f"charge beyond the theoretical capacity of the active material is {beyond}")
    elif theory > 0.0 and any((step.charge.high or 0.0) > _ABOVE_THEORY * theory for step in shown):
        lines.append(f"intervals reach beyond the theoretical capacity of the active material by {beyond}")
    if (most := _most_of_a_charge(completed_halves(run))) > _ABOVE_THEORY:
        redox = "redox of the electrolyte, or " if run.cell.polysulfides is None else ""
        lines.append(
            f"discharges give up to {percent(most, 4)} of the charge before them: the excess is {redox}sulfur that an "
            "earlier discharge left"
        )
    if whole:
        scale = "V is against Li/Li⁺; " if whole[0].amounts.counter_potential else ""
        at = f"are at the terminals (against {run.recipe.anode.material}) and" if scale else "are"
        lines.append(f"{scale}Wh kg⁻¹ and Wh L⁻¹ {at} per all layers, without a package")
    return [Note(line, "muted") for line in lines]


def _most_of_a_charge(halves: Sequence[Step]) -> float:
    """The largest charge of a discharge over that of the charge before it, nominal; 1 where there are no such pairs."""
    ratios = [
        after.charge.value / before.charge.value
        for before, after in itertools.pairwise(halves)
        if (before.instruction.kind, after.instruction.kind) == ("charge", "discharge") and before.charge.value > 0.0
    ]
    return max(ratios, default=1.0)


def _kept(steps: Sequence[Step]) -> str:
    """Of which cycles losses and profiles are kept."""
    cycles = sorted({step.instruction.cycle for step in steps if len(step.profile)} - {0})
    runs = [list(group) for _, group in itertools.groupby(cycles, key=lambda cycle: cycle - cycles.index(cycle))]
    ranges = [f"{run[0]} to {run[-1]}" if len(run) > 2 else listed(map(str, run)) for run in runs]
    which = f"cycles {listed(ranges)}" if cycles else "the first steps"
    return f"losses and profiles are kept of {which}; --cycles 1,100,last chooses others"


def last_ramps(run: Run) -> list[Step]:
    """Voltage ramps with peaks, those of the last cycle of each."""
    ramps = [step for step in run.shown if step.instruction.kind == "ramp"]
    last = {step.instruction.step: step.instruction.cycle for step in ramps}
    return [step for step in ramps if step.instruction.cycle == last[step.instruction.step] and step.peaks()]
