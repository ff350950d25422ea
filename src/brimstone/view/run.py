"""A run as a person reads it: the sections of the screen, and the figures of page and paper."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from brimstone.constants import MAH, MPA, OHM_CM2, UM, WH_KG, WH_L, ZERO_CELSIUS
from brimstone.result import RESISTANCES, Run
from brimstone.result.resistance import REACTION
from brimstone.view import curves, depth, instruments, losses, steps, voltammetry
from brimstone.view.agreement import agreement
from brimstone.view.charts import Chart
from brimstone.view.elements import Item, Note, Number, Section
from brimstone.view.overlay import files_of, overlay_charts, overlay_section
from brimstone.view.ragone import ragone_chart
from brimstone.view.words import label, number, percent, printed

if TYPE_CHECKING:
    from brimstone.library import Note as RuleNote


def charts(run: Run, budgets: Sequence[losses.StepLosses], fronts: Sequence[depth.Front]) -> list[Chart]:
    """The figures that this run has data for, in the order of the page."""
    voltage = curves.voltage_curves(run)
    drawn = [
        curves.voltage_chart(run, voltage),
        *overlay_charts(run, files_of(run)[0]),
        curves.rate_chart(run),
        ragone_chart(run),
        curves.cycle_chart(run),
        voltammetry.voltammogram_chart(run),
        curves.differential_chart(run, voltage),
        instruments.nyquist_chart(run),
        instruments.bode_chart(run),
        instruments.titration_chart(run),
        curves.time_chart(run),
        curves.electrode_chart(run),
        curves.stack_chart(run),
        losses.loss_chart(run, budgets),
        *depth.depth_maps(run, list(fronts)),
    ]
    return [chart for chart in drawn if chart is not None]


def paper_charts(run: Run) -> list[Chart]:
    """The figures for a paper."""
    budgets, fronts = losses.step_losses(run), depth.fronts(run)
    drawn = [chart for chart in charts(run, budgets, ()) if chart.name not in ("time", "stack")]
    gains = losses.gain_chart(run, budgets)
    return [*drawn, *([gains] if gains else []), *depth.depth_profiles(run, fronts)]


def run_sections(run: Run, notes: "Sequence[RuleNote]") -> list[Section]:
    """What a screen shows of a run, with the notes of the design rules."""
    listed = steps.chosen_steps(steps.whole_steps(run))
    first: list[Item] = [steps.step_table(run, listed, endings=False)] if listed else []
    sections = [Section("", (*first, *_below(run)))]
    if ramps := steps.last_ramps(run):
        sections.append(Section("Voltammetry, oxidation positive", voltammetry.items(run, ramps)))
    sections += instruments.instrument_sections(run)
    if (compared := agreement(run)) is not None:
        sections.append(compared)
    if (measured := overlay_section(run)) is not None:
        sections.append(measured)
    budgets = losses.step_losses(run)
    if sentences := losses.limits(run, budgets):
        table = losses.budget_table(budgets)
        items = ([] if table is None else [table]) + [Note(sentence) for sentence in sentences]
        sections.append(Section("What holds it back", tuple(items)))
    if (shuttle := run.shuttle) is not None:
        sections.append(Section("Polysulfides", tuple(Note(printed(words)) for words in shuttle.sentences())))
    if limits := run.lithium.sentences():
        sections.append(Section("Anode limits", tuple(Note(printed(words)) for words in limits)))
    # The report has the quotations of the rules, too.
    short = {str(note): f"{note.field}: {note.text} ({note.review})" for note in notes if note.review}
    if warnings := [short.get(words, words) for words in run.warnings]:
        sections.append(Section("Warnings", tuple(Note(printed(words), "warning") for words in warnings)))
    return sections


def about(run: Run) -> list[Note]:
    """The cell and its conditions in two lines."""
    recipe, cell = run.recipe, run.cell
    sulfur, active = float(cell.sulfur_mass[0]), float(cell.active_mass[0])
    separator = sum(float(thickness[0]) for thickness in cell.separator_thicknesses)
    pressure = recipe.operation.stack_pressure
    words = [
        f"{cell.temperature - ZERO_CELSIUS:.3g} °C",
        *([f"{pressure.si / MPA:.3g} MPa"] if pressure is not None else []),
        f"{number(100 * (sulfur or active))} mg cm⁻² of {'sulfur' if sulfur > 0 else 'active'}",
        f"cathode {float(cell.composite.thickness[0]) / UM:.0f} µm",
        f"separator {separator / UM:.0f} µm",
        f"{recipe.anode.material} anode",
    ]
    spread = (
        "nominal values, no intervals"
        if run.members == 1
        else f"nominal values, 80 % intervals of {run.members - 1} samples"
    )
    return [Note(", ".join(words), "muted"), Note(spread, "muted")]


def verdict(run: Run, seconds: float) -> str:
    """How well the run closes, and how long it took."""
    worst = max(run.balances.values(), default=0.0)
    parts = [f"balances close to {number(worst, 1)}" if worst > 0 else "balances close"]
    if math.isfinite(run.mesh_error):
        parts.append(f"mesh error {number(1e3 * run.mesh_error, 1)} mV")
    return ", ".join([*parts, f"{seconds:.1f} s"])


def _below(run: Run) -> list[Note]:
    """Lines below the table of steps."""
    lines = [*_package(run), *_stack(run), *_resistance(run)]
    return [*steps.endings(run), *(Note(line, "muted") for line in lines)]


def _package(run: Run) -> list[str]:
    """What the packaged cell weighs and delivers in its first discharge."""
    package = run.package
    if package is None:
        return []
    mass, volume = 1e3 * float(package.mass[0]), 1e6 * float(package.volume()[0])
    share = percent(float(package.layers_mass[0] / package.mass[0]))
    line = f"packaged as a {package.kind}: {number(mass)} g, {number(volume)} mL, layers {share} of the mass"
    step = next((one for one in steps.completed_halves(run) if one.instruction.kind == "discharge"), None)
    if step is not None and step.packed is not None:
        packed = step.packed
        line += (
            f"; {label(step.instruction.label)} delivers {number(packed.capacity.value / MAH)} mAh, "
            f"{number(packed.specific_energy.value / WH_KG)} Wh kg⁻¹, "
            f"{number(packed.energy_density.value / WH_L)} Wh L⁻¹"
        )
    return [line]


def _stack(run: Run) -> list[str]:
    """How much the layers grow and shrink, and what the stack pressure does."""
    trace = run.pressure
    if not trace.time.size or not max(np.ptp(trace.cathode), np.ptp(trace.anode)) > 0.0:
        return []
    parts = {"cathode": trace.cathode, run.recipe.anode.material: trace.anode}
    words = " and ".join(f"{name} by {float(np.ptp(part)) / UM:.2g} µm" for name, part in parts.items())
    line = f"thickness changes: {words}"
    if run.mechanics.fixture_stiffness[0] > 0.0:
        low, high = float(trace.pressure.min()) / MPA, float(trace.pressure.max()) / MPA
        line += f"; stack pressure between {low:.3g} and {high:.3g} MPa"
    return [line]


def _resistance(run: Run) -> list[str]:
    """Resistance of the cell as assembled and its largest parts, and what the reaction takes beside it."""
    if run.series_resistance is None:
        return []
    whole, parts = run.series_resistance.times(1 / OHM_CM2), run.resistance
    largest = sorted(RESISTANCES.keys() - {REACTION}, key=lambda name: -parts[name].value)[:2]
    words = " and ".join(f"{number(parts[name].value / OHM_CM2)} {name}" for name in largest)
    line = f"resistance as assembled: {Number.of(whole, 'Ω cm²')}, of which {words}"
    if run.area is not None:
        line += f"; {number(whole.value * OHM_CM2 / run.area)} Ω of this cell"
    start = run.beginning
    if start is not None:
        line += f". The reaction takes {1e3 * start.lost:.0f} mV where {label(start.label)} begins"
    return [line]
