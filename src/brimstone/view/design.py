"""Designs in words, tables and charts: treatments of the interfaces, the way to a practical cell, the packed cell."""

from collections.abc import Iterable, Iterator

from brimstone.constants import MA_CM2, MAH_G, MG_CM2, OHM_CM2, WH_KG, WH_L
from brimstone.design.current import CurrentDistribution
from brimstone.design.energy import EnergyGap, ReviewGoal
from brimstone.design.records import MILESTONE
from brimstone.design.safety import Safety
from brimstone.design.strategies import SIDES, TreatmentComparison, TreatmentResult
from brimstone.result import Run, Step
from brimstone.result.package import package_figures
from brimstone.view import words
from brimstone.view.charts import Axis, Chart, Panel, Series
from brimstone.view.elements import Cell, Column, Document, Note, Number, Row, Section, Table, words_column
from brimstone.view.palette import MEASURED, ordered

TARGETS = (MILESTONE, 500.0)  #: [Wh/kg]; the latter is the goal of Qi 2024, section 4.1
_CM = 1e-2  # [m]


# --- strategies


def strategies_document(recipe: str, comparison: TreatmentComparison) -> Document:
    """What each treatment does to a cell, what is reported of it, and why others are impossible."""
    sections = [Section(f"{words.capital(side)} side", (_treatments(side, comparison),)) for side in SIDES]
    explained = (
        f"Energies are of {comparison.labels[0]}. R is the resistance of the interface, contact the share of it in "
        "contact, i_crit the critical current of the anode. Nominal values; the other side stays as written."
    )
    sections.append(Section("", (Note(explained, "muted"),)))
    for title, notes in (
        ("No effect on this cell", _without_effect(comparison)),
        ("Reported for these treatments, on the cells of their papers", _evidence(comparison)),
        ("Hazards", _hazards(comparison)),
        ("Not for this cell", _impossible(comparison)),
    ):
        items = tuple(notes)
        if items:
            sections.append(Section(title, items))
    return Document(recipe, "", tuple(sections))


def _treatments(side: str, comparison: TreatmentComparison) -> Table:
    columns = [words_column("treatment"), Column("contact\n%"), Column("R\nΩ cm²")]
    columns += [Column(f"mAh g⁻¹\n{label.removeprefix('discharge ')}") for label in comparison.labels]
    columns += [Column("i_crit\nmA cm⁻²"), Column("Wh kg⁻¹"), Column("scale-up")]
    shown = [*comparison.written, *comparison.untreated, *_effective(comparison)]
    rows = []
    for each in (each for each in shown if each.side == side):
        cells: list[Cell] = [
            each.name + (" !" if each.warnings else ""),
            _number(each.contact, 0.01, 2),
            _number(each.resistance, OHM_CM2),
            *(_number(each.capacities.get(label), MAH_G, 4) for label in comparison.labels),
            _number(each.critical_current, MA_CM2, 2),
            _number(each.specific_energy, WH_KG),
            "" if each.strategy is None else each.strategy.scalability[0],
        ]
        rows.append(Row(tuple(cells), "strong" if each.treatment is None else "plain"))
    return Table(tuple(columns), tuple(rows))


def _number(value: float | None, scale: float, digits: int = 3) -> Number:
    return Number(None if value is None else value / scale, digits=digits)


def _effective(comparison: TreatmentComparison) -> list[TreatmentResult]:
    return [each for each in comparison.options if each.no_effect is None]


def _without_effect(comparison: TreatmentComparison) -> Iterator[Note]:
    for side in SIDES:
        idle = [each for each in comparison.options if each.side == side and each.no_effect is not None]
        for reason in dict.fromkeys(each.no_effect for each in idle):
            names = words.listed(each.name for each in idle if each.no_effect == reason)
            yield Note(f"{side} side, {names}: {reason}", "muted")


def _evidence(comparison: TreatmentComparison) -> Iterator[Note]:
    bare = {each.side: each.cell_resistance for each in comparison.untreated}
    for each in {each.name: each for each in _effective(comparison)}.values():
        treatment = each.treatment
        if treatment is not None and treatment.reported_resistance:
            cells = f" ({words.listed(treatment.cells)})" if treatment.cells else ""
            before, after = (_number(ohms, OHM_CM2).text for ohms in (bare.get(each.side), each.cell_resistance))
            here = f"here the whole cell goes from {before} to {after} Ω cm²"
            yield Note(f"{each.name}: {treatment.reported_resistance}{cells}; {here}")


def _hazards(comparison: TreatmentComparison) -> Iterator[Note]:
    effective = _effective(comparison)
    hazards = {each.strategy.name: each.strategy.hazards for each in effective if each.strategy is not None}
    for name, known in sorted(hazards.items()):
        if known:
            yield Note(f"{name}: {'; '.join(known)}")
    for each in effective:
        if each.warnings:
            yield Note(f"{each.name}: {', '.join(rule.replace('_', ' ') for rule in each.warnings)}", "warning")


def _impossible(comparison: TreatmentComparison) -> Iterator[Note]:
    possible = {each.name for each in comparison.options}
    reasons: dict[str, dict[str, None]] = {}
    for each in comparison.refused:
        meant = each.treatment is None or each.side in each.treatment.sides
        if meant and each.name not in possible:
            reasons.setdefault(each.refused or "", {})[each.name] = None
    for reason, names in reasons.items():
        yield Note(f"{words.listed(names)}: {reason}", "muted")


# --- energy


def energy_document(
    recipe: str, gap: EnergyGap, target: float, needed: float | None, goals: Iterable[ReviewGoal]
) -> Document:
    """The way from a recipe to `target` [J/kg], for which the last stage needs a loading of `needed` [kg/m2]."""
    packed, summary = gap.stages[0].recipe.format, ""
    if gap.assumed_format and packed is not None:
        layers = f"{packed.layers} layer{'s' if packed.layers > 1 else ''}"
        summary = f"the recipe names no format; assumed: a pouch of {layers}"
    sections = (
        Section("", (_stages(gap), *_remarks(gap, target, needed))),
        Section("Directions that the reviews name for future cells (Zhu 2023, section 3)", (_goals(goals),)),
    )
    return Document(recipe, summary, sections)


def _stages(gap: EnergyGap) -> Table:
    columns = [
        words_column("change"),
        words_column("from, to"),
        Column("layers\nWh kg⁻¹"),
        Column("packed\nWh kg⁻¹"),
        Column("gain"),
        Column("simu-\nlated"),
    ]
    rows, before = [], None
    for stage in gap.stages:
        gain = Number(None if before is None else (stage.packed - before) / WH_KG, change=True)
        cells: tuple[Cell, ...] = (
            stage.name,
            stage.change,
            Number(stage.layers / WH_KG),
            Number(stage.packed / WH_KG),
            "" if before is None else gain,
            "" if stage.simulated is None else Number(stage.simulated / WH_KG),
        )
        rows.append(Row(cells, "strong" if before is None else "plain"))
        before = stage.packed
    return Table(tuple(columns), tuple(rows))


def _remarks(gap: EnergyGap, target: float, needed: float | None) -> Iterator[Note]:
    yield Note(
        "Each line includes the changes above it. Utilisation and voltage are those of the cell's first discharge "
        "until they are changed themselves; simulated is what the changed cell gives when it is run. The goals are "
        "estimates: `brimstone show design/sulfur_loading` and others.",
        "muted",
    )
    if gap.met:
        yield Note(f"already met: {', '.join(gap.met)}", "muted")
    if gap.excess is not None:
        yield Note(f"the anode holds {words.number(gap.excess, 2)} times the charge of the cathode", "muted")
    for energy in sorted({MILESTONE * WH_KG, target}):
        stage = gap.reaches(energy)
        how = "is not reached by these changes" if stage is None else f"is reached with: {stage.name}"
        yield Note(f"{energy / WH_KG:g} Wh kg⁻¹ of the packed cell {how}")
    last, goal = gap.stages[-1], f"{target / WH_KG:g} Wh kg⁻¹"
    if needed is not None:
        yield Note(
            f"all else as in the last line, {goal} needs {words.amount(needed / MG_CM2, 'mg cm⁻²')} of sulfur per side "
            f"({words.percent(last.utilisation)} utilised at {words.amount(last.voltage, 'V')})"
        )
    elif last.packed < target:
        yield Note(f"all else as in the last line, no loading up to 20 mg cm⁻² gives {goal}")


def _goals(goals: Iterable[ReviewGoal]) -> Table:
    columns = [words_column("direction"), Column("now"), Column("unit"), words_column("what it is")]
    return Table.of(
        columns,
        [
            [goal.name, Number(goal.value), words.unit(goal.unit), f"{goal.words}; {goal.better} is better"]
            for goal in goals
        ],
    )


def energy_chart(gap: EnergyGap) -> Chart:
    """Energy of the packed cell after each change, and what the change adds."""
    names = [stage.name for stage in gap.stages]
    ends = [stage.packed / WH_KG for stage in gap.stages]
    starts = [0.0, *ends[:-1]]
    gains = [end - start for start, end in zip(starts, ends, strict=True)]
    hover = [f"{words.quantity(stage.change)} {end:.3g}" for stage, end in zip(gap.stages, ends, strict=True)]
    bars = Series("packed cell", names, gains, ordered(0.5), "bars", base=starts, hover=hover, legend=False)
    lines = [
        Series(f"{target:g} Wh kg⁻¹", [names[0], names[-1]], [target] * 2, MEASURED, dashed=target == TARGETS[0])
        for target in TARGETS
    ]
    panel = Panel(Axis("Energy of the packed cell (Wh kg⁻¹)"), (bars, *lines))
    caption = "Energy of the packed cell after each change of its design; each bar is what the change adds."
    return Chart("energy", Axis("", "category"), (panel,), caption)


# --- package


def package_document(run: Run, step: Step, current: CurrentDistribution, safety: Safety, assumed: bool) -> Document:
    """A packed cell from the run of its first discharge, `step`."""
    packed = current.package
    layers = f" of {packed.units} layer{'s' if packed.units > 1 else ''}" if packed.kind == "pouch" else ""
    kind = f"a {packed.kind}{layers}, {words.amount(packed.area / _CM**2, 'cm²', 4)} each"
    summary = f"the recipe names no format; assumed: {kind}" if assumed else kind
    heat = tuple(_heat(run, step))
    sections = (
        Section("", (_parts(run),)),
        Section("What it delivers", (Note(_energy(run, step)),)),
        Section("Distribution of its current", tuple(_current(current))),
        *([Section("Heat", heat)] if heat else []),
        Section("Hazards of its contents", tuple(Note(sentence) for sentence in safety.sentences)),
    )
    return Document(run.recipe.name, summary, sections)


def _parts(run: Run) -> Table:
    columns = [words_column("part"), Column("count"), Column("g"), Column("% of mass")]
    parts = [] if run.package is None else run.package.parts
    total = sum(float(part.mass[0]) for part in parts)
    rows = [
        Row((part.name, str(part.count), Number(1e3 * mass), Number(100 * mass / total, digits=2)))
        for part in parts
        for mass in (float(part.mass[0]),)
    ]
    return Table(tuple(columns), (*rows, Row(("total", "", Number(1e3 * total), "100"), "strong")))


def _energy(run: Run, step: Step) -> str:
    figures = package_figures(step, run.package, run.mechanics)
    capacity = words.amount(figures["cell_capacity_mAh"].value, "mAh")
    layers = _energies(step.specific_energy.value / WH_KG, step.energy_density.value / WH_L)
    packed = _energies(figures["energy_Wh_kg_package"].value, figures["energy_Wh_L_package"].value)
    return f"{step.instruction.label}: {capacity}; layers {layers}, packed {packed}"


def _energies(by_mass: float, by_volume: float) -> str:
    return f"{words.amount(by_mass, 'Wh kg⁻¹')} and {words.amount(by_volume, 'Wh L⁻¹')}"


def _current(current: CurrentDistribution) -> Iterator[Note]:
    x, y, highest = current.spread.hottest
    yield Note(
        f"at {words.amount(current.current_density / MA_CM2, 'mA cm⁻²')} the cell resists by "
        f"{words.amount(current.area_resistance / OHM_CM2, 'Ω cm²')}; the foils add "
        f"{words.amount(current.in_plane_area_resistance / OHM_CM2, 'Ω cm²', 2)}, "
        f"{words.amount(1e3 * current.in_plane_loss, 'mV', 2)}"
    )
    yield Note(
        f"the current density runs from {words.number(float(current.spread.current.min()), 4)} to "
        f"{words.number(highest, 4)} of its mean; it is highest at {words.number(x / _CM, 2)} and "
        f"{words.amount(y / _CM, 'cm', 2)} from the corner farthest from the tabs"
    )


def _heat(run: Run, step: Step) -> Iterator[Note]:
    for heat in run.heat():
        if heat.label == step.instruction.label:
            parts = ", ".join(f"{name} {words.percent(part / heat.total)}" for name, part in heat.heat.items())
            yield Note(
                f"{words.amount(0.1 * heat.mean_power, 'mW cm⁻²')} on average ({parts}); "
                f"{words.amount(float(heat.temperature.max()), 'K', 2)} above still air, "
                f"{words.amount(heat.adiabatic_rise, 'K', 2)} if no heat left the cell"
            )
            return
