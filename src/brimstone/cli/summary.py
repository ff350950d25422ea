"""What a person reads after a run: what the cell does, what holds it back, and whether it agrees with the paper."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from brimstone.cli.instruments import instruments
from brimstone.cli.screen import WIDE, heading, indented, interval, listed, number, plain, table
from brimstone.constants import MA_CM2, MAH_CM2, MAH_G, OHM_CM2
from brimstone.report.data import StepLosses, step_losses
from brimstone.report.sentences import limits
from brimstone.result import LOSSES
from brimstone.result.comparison import Comparison, comparison
from brimstone.result.package import package_figures

if TYPE_CHECKING:
    from brimstone.library import Note
    from brimstone.result import Run, Step

_WH_KG, _WH_L = 3600.0, 3.6e6  # [J/kg], [J/m3]
_THEORY = 1.005  # capacity over theory from which a word is due
_ROWS = 24  # of steps, before the middle of a long series is left out
_TOLD = (1, 2, 3, 5)  # cycles of a series that are told, times powers of ten
_LEAST = 0.5  # [mV] or [mAh/g] that is shown
_PER = {"sulfur": "S", "active": "active", "electrode": "electrode"}


def summary(screen: Console, run: "Run", notes: Sequence["Note"], report: Path | None, seconds: float) -> None:
    """Print a run for people.

    Parameters
    ----------
    screen : Console
    run : Run
    notes : sequence of Note
        What the rules of the lab say of the recipe.
    report : Path or None
        Where the report is.
    seconds : float
        From the command to here.
    """
    screen.print(Text(run.recipe.name, style="bold"))
    for line in _about(run):
        screen.print(Text(line, style="dim"))
    screen.print()
    screen.print(_steps(run, wide=screen.width >= WIDE))
    for line in [*_endings(run), *_packed(run), *_stack(run), _resistance(run)]:
        screen.print(indented(line, style="dim"))
    _peaks(screen, run)
    instruments(screen, run)
    _reported(screen, run)
    _losses(screen, run)
    _polysulfides(screen, run)
    _anode(screen, run)
    _warnings(screen, run, notes)
    screen.print()
    _last_words(screen, run, report, seconds)


def _about(run: "Run") -> list[str]:
    recipe, composite = run.recipe, run.cell.composite
    sulfur, active = float(run.cell.sulfur_mass[0]), float(run.cell.active_mass[0])
    loading = f"{plain(100 * sulfur)} mg/cm² of sulfur" if sulfur > 0 else f"{plain(100 * active)} mg/cm² of active"
    separator = sum(float(thickness[0]) for thickness in run.cell.separator_thicknesses)
    pressure = recipe.operation.stack_pressure
    words = [
        f"{run.cell.temperature - 273.15:.3g} °C",
        *([f"{pressure.si / 1e6:.3g} MPa"] if pressure is not None else []),
        loading,
        f"cathode {1e6 * float(composite.thickness[0]):.0f} µm",
        f"separator {1e6 * separator:.0f} µm",
        f"{recipe.anode.material} anode",
    ]
    spread = "nominal values, no intervals" if run.members == 1 else f"80 % intervals of {run.members - 1} samples"
    return [", ".join(words), spread]


def _steps(run: "Run", wide: bool) -> Table:
    sulfur = float(run.cell.sulfur_mass[0]) > 0.0
    certain = run.members == 1
    chosen = _chosen(run.shown)
    cycles = any(step.instruction.cycle for step in chosen)
    steps = table(
        ("step", {}),
        *([number("cycle")] if cycles else []),
        number("mA/cm²"),
        number("mAh/g S" if sulfur else "mAh/g"),
        *([] if certain else [number("80 %", style="dim")]),
        *([number("by S")] if sulfur else []),
        number("mAh/cm²"),
        number("V"),
        number("Wh/kg"),
        *([number("Wh/L"), number("h")] if wide else []),
    )
    for step in chosen:
        instruction, capacity = step.instruction, step.capacity("sulfur" if sulfur else "active").times(1 / MAH_G)
        figures = [
            plain(abs(instruction.current) / MA_CM2),
            plain(capacity.value),
            *([] if certain else [interval(capacity.low, capacity.high)]),
            *([plain(step.sulfur_charge / float(step.cell.sulfur_mass[0]) / MAH_G)] if sulfur else []),
            plain(step.charge.value / MAH_CM2),
            plain(step.mean_voltage.value),
            plain(step.specific_energy.value / _WH_KG),
            *([plain(step.energy_density.value / _WH_L)] if wide else []),
        ]
        if instruction.kind in ("rest", "ramp"):  # a ramp passes charge both ways; its figures are in the voltammogram
            figures = [""] * len(figures)
        steps.add_row(
            instruction.label,
            *([str(instruction.cycle or "")] if cycles else []),
            *figures,
            *([plain(step.duration / 3600)] if wide else []),
            style="" if step.completed else "red",
        )
    return steps


def _chosen(shown: Sequence["Step"]) -> list["Step"]:
    """Steps to print: all, or of long series the cycles 1, 2, 3, 5, 10, 20, … and the last."""
    if len(shown) <= _ROWS:
        return list(shown)
    last = {step.instruction.step: step.instruction.cycle for step in shown}
    told = {first * 10**power for first in _TOLD for power in range(6)}
    chosen = [
        step
        for step in shown
        if step.instruction.cycle in (0, last[step.instruction.step]) or step.instruction.cycle in told
    ]
    return chosen if len(chosen) <= 3 * _ROWS else [*chosen[: 2 * _ROWS], *chosen[-_ROWS:]]


def _endings(run: "Run") -> list[str]:
    """How the steps ended, the usual ending once for all."""
    shown = run.shown
    endings: dict[str, list[str]] = {}
    for step in shown:
        endings.setdefault(step.stop_reason, []).append(step.instruction.label)
    lines = []
    if len(_chosen(shown)) < len(shown):
        lines.append(f"{len(_chosen(shown))} of {len(shown)} steps; all are in run.json and in the report")
    for reason, labels in endings.items():
        if len(endings) == 1:
            lines.append(f"ended: {reason}" if len(labels) == 1 else f"all ended: {reason}")
        else:
            few = list(dict.fromkeys(labels))
            lines.append(f"{listed(few[:4])}{' and more' if len(few) > 4 else ''} ended: {reason}")
    theory = float(run.cell.theoretical_charge[0])
    if theory > 0.0 and any(step.charge.value > _THEORY * theory for step in shown):
        lines.append("what passes beyond the theory of the active material is the electrolyte's own redox")
    lines.append("Wh/kg and Wh/L are of all layers, without a package")
    return lines


def _peaks(screen: Console, run: "Run") -> None:
    """Peaks of the voltage ramps, those of the last cycle of each."""
    ramps = [step for step in run.shown if step.instruction.kind == "ramp"]
    last = {step.instruction.step: step.instruction.cycle for step in ramps}
    told = [step for step in ramps if step.instruction.cycle == last[step.instruction.step] and step.peaks()]
    if not told:
        return
    found = table(("ramp", {}), number("cycle"), number("peak, V"), number("mA/cm²"), number("mAh/cm²"))
    for step in told:
        for place, peak in enumerate(step.peaks()):
            name = [step.instruction.label, str(step.instruction.cycle)] if place == 0 else ["", ""]
            found.add_row(*name, plain(peak.voltage), plain(peak.current / MA_CM2), plain(peak.charge / MAH_CM2))
    screen.print()
    screen.print(heading("Peaks of the voltammogram, oxidation positive"))
    screen.print(found)


def _stack(run: "Run") -> list[str]:
    """What thickness and stack pressure do, in a line."""
    trace = run.pressure()
    if not trace.time.size or not max(np.ptp(trace.cathode), np.ptp(trace.anode)) > 0.0:
        return []
    parts = {"the cathode": trace.cathode, run.recipe.anode.material: trace.anode}
    words = " and ".join(f"{name} by {1e6 * float(np.ptp(part)):.2g} µm" for name, part in parts.items())
    line = f"thickness changes: {words}"
    if run.mechanics.fixture_stiffness > 0.0:
        low, high = 1e-6 * float(trace.pressure.min()), 1e-6 * float(trace.pressure.max())
        line += f"; stack pressure between {low:.3g} and {high:.3g} MPa"
    return [line]


def _packed(run: "Run") -> list[str]:
    """What the packed cell weighs and gives in its first discharge, in a line."""
    package = run.package
    if package is None:
        return []
    mass, volume = 1e3 * float(package.mass[0]), 1e6 * float(package.volume()[0])
    share = 100 * float(package.layers_mass[0] / package.mass[0])
    line = f"packed in a {package.kind}: {plain(mass)} g, {plain(volume)} mL, layers {plain(share, 2)} % of the mass"
    step = next((step for step in run.shown if step.instruction.kind == "discharge" and step.completed), None)
    if step is not None:
        figures = package_figures(step, package, run.mechanics)
        line += (
            f"; {step.instruction.label} gives {plain(figures['cell_capacity_mAh'].value)} mAh, "
            f"{plain(figures['energy_Wh_kg_package'].value)} Wh/kg, {plain(figures['energy_Wh_L_package'].value)} Wh/L"
        )
    return [line]


def _resistance(run: "Run") -> str:
    """Resistance of the cell as assembled, and its largest parts."""
    parts = {name: figure.times(1 / OHM_CM2) for name, figure in run.resistance().items()}
    total = parts.pop("total")
    spread = f" ({interval(total.low, total.high)})" if total.low is not None else ""
    largest = sorted(parts, key=lambda name: -parts[name].value)[:2]
    words = " and ".join(f"{plain(parts[name].value)} {name}" for name in largest)
    line = f"resistance as assembled: {plain(total.value)} Ω cm²{spread}, of it {words}"
    area = run.area
    return line if area is None else f"{line}; {plain(total.value * OHM_CM2 / area)} Ω of this cell"


def _reported(screen: Console, run: "Run") -> None:
    rows = comparison(run)
    if not rows:
        return
    certain = run.members == 1
    beside = table(
        ("what", {}),
        number("reported"),
        number("computed"),
        *([] if certain else [number("80 %", style="dim")]),
        number("ratio"),
    )
    for row in rows:
        reported = row.reported
        words = [str(reported.rate)] if reported.rate is not None else []
        words += [reported.direction] if reported.direction == "charge" else []
        words += [f"cycle {reported.cycle}"] if reported.cycle is not None else []
        words += [row.quantity] if row.quantity != "capacity" else []
        words += ["anchor"] if _is_anchor(run, row) else []
        per = f" {_PER[reported.per]}" if row.unit == "mAh/g" else ""
        cells = [", ".join(words), f"{plain(row.measured)} {row.unit}{per}"]
        if row.computed is None or row.ratio is None:
            beside.add_row(*cells, Text("not run", style="dim"))
            continue
        cells.append(plain(row.computed.value))
        if not certain:
            cells.append(interval(row.computed.low, row.computed.high))
        colour = {True: "green", False: "yellow", None: ""}[row.inside]
        beside.add_row(*cells, Text(f"{row.ratio.value:.2f}", style=colour))
    screen.print()
    screen.print(heading("Beside what was reported"))
    screen.print(beside)
    sources = dict.fromkeys(row.reported.source for row in rows)
    screen.print(indented("; ".join(sources), style="dim"))
    inside = [row.inside for row in rows if row.inside is not None and not _is_anchor(run, row)]
    if inside:
        others = "other reported" if any(_is_anchor(run, row) for row in rows) else "reported"
        counted = f"{sum(inside)} of {len(inside)} {others} numbers that were run lie in the 80 % interval"
        screen.print(indented(counted, style="dim"))


def _is_anchor(run: "Run", row: Comparison) -> bool:
    """Whether the prediction was made to go through this number, so that it proves nothing."""
    reported = row.reported
    return row.quantity == "capacity" and any(
        reported.capacity is not None
        and anchor.capacity.si == reported.capacity.si
        and reported.rate is not None
        and anchor.rate.si == reported.rate.si
        and (anchor.cycle, anchor.direction) == (reported.cycle or 1, reported.direction)
        for anchor in run.recipe.anchor
    )


def _losses(screen: Console, run: "Run") -> None:
    """Where voltage and capacity go, at the slowest and at the fastest rate."""
    losses = step_losses(run)
    sentences = limits(run, losses)
    if not losses or not sentences:
        return
    screen.print()
    screen.print(heading("What holds it back"))
    told = [step for step in losses if step.step.instruction.kind == losses[0].step.instruction.kind]
    told = [step for step in told if any(abs(millivolts) >= _LEAST for millivolts in step.millivolts.values())]
    if told:
        slow = min(told, key=lambda step: abs(step.step.instruction.current))
        fast = max(told, key=lambda step: abs(step.step.instruction.current))
        screen.print(_budget([slow] if slow.name == fast.name else [slow, fast]))
    for sentence in sentences:
        screen.print(indented(sentence))


def _budget(steps: list[StepLosses]) -> Table:
    """Losses of some steps [mV], and what the last of them would gain without each [mAh/g]."""
    names = [name for name in LOSSES if any(abs(step.millivolts.get(name, 0.0)) >= _LEAST for step in steps)]
    names.sort(key=lambda name: -max(abs(step.millivolts[name]) for step in steps))
    last = steps[-1]
    budget = table(
        ("loss", {"no_wrap": True}),
        *(number(f"{step.name}\nmV") for step in steps),
        number(f"{last.name} without it\nmAh/g more"),
    )
    for name in names:
        won = last.regained.get(name, 0.0)
        more = f"{won:.0f}" if abs(won) >= _LEAST else ""
        budget.add_row(name, *(f"{step.millivolts[name]:.0f}" for step in steps), more)
    return budget


def _polysulfides(screen: Console, run: "Run") -> None:
    """What they do, where they dissolve."""
    shuttle = run.shuttle()
    if shuttle is None:
        return
    screen.print()
    screen.print(heading("Polysulfides"))
    for sentence in shuttle.sentences():
        screen.print(indented(sentence))


def _anode(screen: Console, run: "Run") -> None:
    """Critical current and time to a short."""
    sentences = run.lithium().sentences()
    if not sentences:
        return
    screen.print()
    screen.print(heading("What the anode stands"))
    for sentence in sentences:
        screen.print(indented(sentence))


def _warnings(screen: Console, run: "Run", notes: Sequence["Note"]) -> None:
    """Warnings, those of the rules without the quotation, which the report has."""
    short = {str(note): f"{note.field}: {note.text} ({note.review})" for note in notes}
    warnings = [short.get(words, words) for words in run.warnings]
    if not warnings:
        return
    screen.print()
    screen.print(heading("To know"))
    for words in warnings:
        screen.print(indented(words, style="yellow", mark="!"))


def _last_words(screen: Console, run: "Run", report: Path | None, seconds: float) -> None:
    worst = max(run.balances.values(), default=0.0)
    style = {"completed": "green", "failed": "red"}.get(run.status, "red")
    parts = [f"balances close to {worst:.0e}" if worst > 0 else "balances close"]
    if math.isfinite(run.mesh_error):
        parts.append(f"mesh error {1e3 * run.mesh_error:.1g} mV")
    parts.append(f"{seconds:.1f} s")
    words = Text(f"{run.status}: ", style=style)
    words.append(", ".join(parts), style="default")
    screen.print(words)
    if report is not None:
        screen.print(Text(f"report: {report}"), soft_wrap=True)
