"""Designs in words, tables and charts: treatments of the interfaces, the way to a practical cell, the packaged cell."""

from collections.abc import Iterator, Sequence

from brimstone.constants import MAH_CM2, WH_KG
from brimstone.contract.design import CostRecord, EnergyRecord, PackageRecord, StrategiesRecord, TreatmentRecord
from brimstone.design.energy import EnergyGap
from brimstone.design.records import MILESTONE
from brimstone.design.road import Standing
from brimstone.design.strategies import SIDES
from brimstone.view import words
from brimstone.view.charts import Axis, Chart, Colour, Panel, Series, Symbol
from brimstone.view.elements import Cell, Column, Document, Note, Number, Row, Section, Table, words_column
from brimstone.view.palette import MEASURED, ordered

_MOST_BARS = 14
_ALIKE = 0.05  # of the largest capacity, within which treatments are alike
_NAMED = 5  # of the cells on the road, at most
_WIDTH, _SAME, _HEIGHT = 1.7, 1.1, 2.0  # factors: room that a name takes above a cell on the road
_EVEN = 1e-3  # of the mean current density, within which it is the same all over
_SHOWN_SHARE = 0.005  # of the cost, below which a part is left out
_LARGE_CHARGE = 1000.0  # [mAh], from which a charge is told in Ah
#: Sources of heat by what a reader takes their names for: sulfur that diffuses sets some free without any shuttle.
_HEAT = {"shuttle": "dissolved sulfur"}
#: Why a packaged cell may hold more per mass than its layers.
SHARED = (
    "packed is more than the layers alone: in the package each collector serves two electrodes, where one layer by "
    "itself has both collectors whole"
)
TARGETS = (MILESTONE, 500.0)  #: [Wh/kg]; the latter is the goal of Qi 2024, section 4.1


def strategies_document(record: StrategiesRecord) -> Document:
    """What each treatment does to a cell, what is reported of it, and why others are impossible."""
    sections = [Section(f"{words.capital(side)} side", (_treatments(side, record),)) for side in SIDES]
    explained = (
        f"Energies are of {words.label(record.discharges[0])}. Contact is the share of the interface that touches; "
        "resistances are those of the interface. Nominal values; the other side stays as written."
    )
    sections.append(Section("", (Note(explained, "muted"),)))
    for title, notes in (
        ("No effect on this cell", _without_effect(record)),
        ("Reported for these treatments, on the cells of their papers", _evidence(record)),
        ("Hazards", _hazards(record)),
        ("Not for this cell", _impossible(record)),
    ):
        items = tuple(notes)
        if items:
            sections.append(Section(title, items))
    return Document(record.recipe, "", tuple(sections))


def _treatments(side: str, record: StrategiesRecord) -> Table:
    shown = [each for each in (*record.as_written, *record.untreated, *_effective(record)) if each.side == side]
    critical = any(each.critical_current_mA_cm2 is not None for each in shown)
    columns = [words_column("treatment"), Column("contact\n%"), Column("resistance\nΩ cm²")]
    columns += [Column(f"{words.label(label).removeprefix('discharge ')}\nmAh g⁻¹") for label in record.discharges]
    columns += [*([Column("critical current\nmA cm⁻²")] if critical else []), Column("Wh kg⁻¹"), Column("scale-up")]
    rows = []
    for each in shown:
        cells: list[Cell] = [
            each.treatment + (" !" if each.warnings else ""),
            Number(None if each.contact is None else 100 * each.contact, digits=2),
            Number(each.resistance_ohm_cm2),
            *(Number(each.capacity_mAh_g.get(label), digits=4) for label in record.discharges),
            *([Number(each.critical_current_mA_cm2, digits=2)] if critical else []),
            Number(each.energy_Wh_kg_cell),
            each.scalability or "",
        ]
        rows.append(Row(tuple(cells), "strong" if each.strategy is None else "plain"))
    return Table(tuple(columns), tuple(rows))


def strategies_charts(record: StrategiesRecord) -> list[Chart]:
    """Capacity in the faster discharge with each treatment, the best above; a chart a side of the cell.

    Where treatments leave the capacity as it is, what they do to the resistance of the interface is drawn instead.
    """
    label, charts = record.discharges[-1], []
    for side in SIDES:
        every = [one for one in (*record.as_written, *_effective(record)) if one.side == side]
        capacities = [(one, value) for one in every if (value := one.capacity_mAh_g.get(label)) is not None]
        resistances = [(one, value) for one in every if (value := one.resistance_ohm_cm2) is not None]
        least, most = (choose((value for _, value in capacities), default=0.0) for choose in (min, max))
        alike = most - least < _ALIKE * most
        known = sorted(resistances if alike else capacities, key=lambda pair: pair[1] if alike else -pair[1])
        if len(known) < 2:
            continue
        known = known[:_MOST_BARS] + [pair for pair in known[_MOST_BARS:] if pair[0].strategy is None]
        names = [one.treatment for one, _ in known]
        series = [
            Series(name, names, [value if (one.strategy is None) is written else 0.0 for one, value in known], colour,
                   "bars")
            for name, colour, written in (("treated", ordered(0.3), False), ("as written", ordered(0.85), True))
        ]  # fmt: skip
        if alike:
            title = f"Resistance of the interface,\n{side} side (Ω cm²)"
            caption = (
                f"Treatments of the {side} side by the resistance of the interface; none of them changes the "
                f"capacity of {words.label(label)} by more than {words.percent((most - least) / (most or 1.0))}. "
                "Nominal values."
            )
        else:
            title = f"Capacity, {words.label(label)}\n(mAh g⁻¹)"
            what = f"capacity of {words.label(label)}, per gram of sulfur"
            caption = f"Treatments of the {side} side by the {what}. Nominal values."
        panel = Panel(Axis(title, from_zero=True), tuple(series))
        charts.append(
            Chart(f"strategies-{side}", Axis("", "category"), (panel,), caption, horizontal=True,
                  aspect=0.22 + 0.055 * len(known))
        )  # fmt: skip
    return charts


def _effective(record: StrategiesRecord) -> list[TreatmentRecord]:
    return [each for each in record.options if each.no_effect is None]


def _without_effect(record: StrategiesRecord) -> Iterator[Note]:
    for side in SIDES:
        idle = [each for each in record.options if each.side == side and each.no_effect is not None]
        for reason in dict.fromkeys(each.no_effect for each in idle):
            names = words.listed(each.treatment for each in idle if each.no_effect == reason)
            yield Note(f"{side} side, {names}: {reason}", "muted")


def _evidence(record: StrategiesRecord) -> Iterator[Note]:
    bare = {each.side: each.cell_resistance_ohm_cm2 for each in record.untreated}
    for each in {each.treatment: each for each in _effective(record)}.values():
        if each.reported:
            cells = f" ({words.listed(each.cells)})" if each.cells else ""
            before, after = map(words.number, (bare.get(each.side), each.cell_resistance_ohm_cm2))
            here = f"here the whole cell at rest, charge transfer included, goes from {before} to {after} Ω cm²"
            yield Note(f"{each.treatment}: {each.reported}{cells}; {here}")


def _hazards(record: StrategiesRecord) -> Iterator[Note]:
    effective = _effective(record)
    for strategy, hazards in sorted({each.strategy or "": each.hazards for each in effective}.items()):
        if hazards:
            yield Note(f"{strategy}: {'; '.join(hazards)}")
    for each in effective:
        if each.warnings:
            yield Note(f"{each.treatment}: {', '.join(rule.replace('_', ' ') for rule in each.warnings)}", "warning")


def _impossible(record: StrategiesRecord) -> Iterator[Note]:
    """Reasons against treatments that are possible on neither side, and of these not that it is the other side."""
    possible = {each.treatment for each in record.options}
    reasons: dict[str, dict[str, None]] = {}
    for each in record.refused:
        if each.treatment not in possible and not each.reason.startswith("applies to"):
            reasons.setdefault(each.reason, {})[each.treatment] = None
    for reason, names in reasons.items():
        yield Note(f"{words.listed(names)}: {reason}", "muted")


def energy_document(record: EnergyRecord) -> Document:
    """The way from a recipe to a target energy of the packaged cell."""
    summary = ""
    if record.assumed_layers is not None:
        layers = f"{record.assumed_layers} layer{'s' if record.assumed_layers > 1 else ''}"
        summary = f"the recipe names no format; assumed: a pouch of {layers}"
    goals = Table.of(
        [words_column("direction"), Column("now"), Column("unit"), words_column("description")],
        [
            [goal.name, Number(goal.value), words.unit(goal.unit), f"{goal.about}; {goal.better} is better"]
            for goal in record.objectives
        ],
    )
    sections = (
        Section("", (_stages(record), *_remarks(record))),
        Section("Directions that the reviews name for future cells (Zhu 2023, section 3)", (goals,)),
    )
    return Document(record.recipe, summary, sections)


def _stages(record: EnergyRecord) -> Table:
    columns = [
        words_column("change"),
        words_column("from, to"),
        Column("layers\nWh kg⁻¹"),
        Column("packed\nWh kg⁻¹"),
        Column("gain"),
        Column("as\nrun"),
        Column("€ kWh⁻¹"),
        Column("€ m⁻²"),
    ]
    rows: list[Row] = []
    for before, stage in zip((None, *record.stages), record.stages, strict=False):
        simulated = stage.energy_Wh_kg_package_simulated
        cells: tuple[Cell, ...] = (
            stage.name,
            words.printed(stage.change),
            Number(stage.energy_Wh_kg_layers),
            Number(stage.energy_Wh_kg_package),
            "" if before is None else Number(stage.energy_Wh_kg_package - before.energy_Wh_kg_package, change=True),
            "" if simulated is None else Number(simulated),
            "" if stage.cost_EUR_kWh is None else Number.of(stage.cost_EUR_kWh),
            "" if stage.cost_EUR_m2 is None else Number.of(stage.cost_EUR_m2),
        )
        rows.append(Row(cells, "strong" if before is None else "plain"))
    return Table(tuple(columns), tuple(rows))


def _remarks(record: EnergyRecord) -> Iterator[Note]:
    if record.not_recharged:
        yield Note(f"as written, {words.printed(record.not_recharged)}", "warning")
    yield Note(
        "Each line includes the changes above it. Utilisation and voltage are those of the cell's first discharge "
        "until they are changed themselves; as run is what the changed cell gives in a run. The goals are "
        "estimates: `brimstone show design/sulfur_loading` and others.",
        "muted",
    )
    if any(stage.energy_Wh_kg_package > stage.energy_Wh_kg_layers for stage in record.stages):
        yield Note(SHARED, "muted")
    if record.met:
        yield Note(f"already met: {', '.join(record.met)}", "muted")
    if record.anode_over_cathode is not None:
        times = words.number(record.anode_over_cathode, 2)
        yield Note(f"the anode holds {times} times the charge of the cathode", "muted")
    for energy, stage in record.reached_with.items():
        once = ", in a cell that could not be recharged" if stage == "as written" and record.not_recharged else ""
        how = "is not reached by these changes" if stage is None else f"is reached with: {stage}{once}"
        yield Note(f"{energy} Wh kg⁻¹ of the packaged cell {how}")
    last, goal = record.stages[-1], f"{record.target_Wh_kg:g} Wh kg⁻¹"
    if record.needed_loading_mg_cm2 is not None:
        yield Note(
            f"all else as in the last line, {goal} needs {words.amount(record.needed_loading_mg_cm2, 'mg cm⁻²')} of "
            f"sulfur per side ({words.percent(last.utilisation)} utilised at {words.amount(last.voltage_V, 'V')})"
        )
    elif last.energy_Wh_kg_package < record.target_Wh_kg:
        yield Note(f"all else as in the last line, no loading up to 20 mg cm⁻² gives {goal}")


def energy_chart(gap: EnergyGap) -> Chart:
    """Energy of the packaged cell after each change, and what the change adds."""
    names = [stage.name for stage in gap.stages]
    ends = [stage.packed / WH_KG for stage in gap.stages]
    starts = [0.0, *ends[:-1]]
    gains = [end - start for start, end in zip(starts, ends, strict=True)]
    hover = [f"{words.quantity(stage.change)} {end:.3g}" for stage, end in zip(gap.stages, ends, strict=True)]
    bars = Series("packaged cell", names, gains, ordered(0.5), "bars", base=starts, hover=hover, legend=False)
    lines = [
        Series(f"{target:g} Wh kg⁻¹", [names[0], names[-1]], [target] * 2, MEASURED, dashed=target == TARGETS[0])
        for target in TARGETS
    ]
    panel = Panel(Axis("Energy of the packaged cell (Wh kg⁻¹)"), (bars, *lines))
    caption = "Energy of the packaged cell after each change of its design; each bar is what the change adds."
    return Chart("energy", Axis("", "category"), (panel,), caption)


def road_chart(reported: Sequence[Standing], own: Standing | None) -> Chart:
    """Reported cells and one's own by what they hold per area and per mass once packed."""
    points: list[tuple[str, Sequence[Standing], Colour, Symbol]] = [
        ("reported capacity", reported, MEASURED, "circle-open"),
        ("this cell, computed", () if own is None else (own,), ordered(0.5), "circle"),
    ]
    series = []
    for name, cells, colour, symbol in points:
        x, y = [one.charge / MAH_CM2 for one in cells], [one.energy / WH_KG for one in cells]
        named = [one for one in reported[:_NAMED] if _has_room(one, (*reported, own))]
        labels = [one.name if one in named else "" for one in cells] if cells is reported else None
        hover = [one.name for one in cells]
        series.append(Series(name, x, y, colour, "points", symbol=symbol, size=9, labels=labels, hover=hover))
    held = [x for one in series for x in one.x]
    ends = [0.7 * min(held, default=0.1), 1.6 * max(held, default=10.0)]
    lines = [
        Series(f"{target:g} Wh kg⁻¹", ends, [target] * 2, MEASURED, dashed=target == TARGETS[0]) for target in TARGETS
    ]
    panel = Panel(Axis("Energy once packed (Wh kg⁻¹)", "log"), (*lines, *series))
    caption = (
        "Reported cells with the capacity measured in their first discharge, packed as a pouch of many layers unless "
        "they were one; voltages that were not reported are computed. Names are those of the most energy."
    )
    return Chart("road", Axis("Areal capacity (mAh cm⁻²)", "log", limits=(ends[0], ends[1])), (panel,), caption)


def _has_room(cell: Standing, others: Sequence[Standing | None]) -> bool:
    """Whether a name can stand above the point of a cell without hiding another one."""
    return not any(
        other is not None
        and other is not cell
        and max(other.charge, cell.charge) < _WIDTH * min(other.charge, cell.charge)
        and _SAME < other.energy / cell.energy < _HEIGHT
        for other in others
    )


def package_document(record: PackageRecord) -> Document:
    """A packaged cell: parts, energies, distribution of its current, heat and hazards."""
    packed = record.format
    layers = f" of {packed.layers} layer{'s' if packed.layers > 1 else ''}" if packed.kind == "pouch" else ""
    kind = f"a {packed.kind}{layers}, {words.given(packed.area_cm2)} cm² each"
    summary = f"the recipe names no format; assumed: {kind}" if record.assumed_format else kind
    total = packed.mass_g or 1.0
    rows = [
        Row((part.name, str(part.count), Number(part.mass_g), Number(100 * (part.mass_g or 0.0) / total, digits=2)))
        for part in packed.parts
    ]
    rows.append(Row(("total", "", Number(packed.mass_g), "100"), "strong"))
    parts = Table((words_column("part"), Column("count"), Column("g"), Column("% of mass")), tuple(rows))
    delivered = [
        Note(
            f"{words.label(record.discharge)}: {_charge(record.cell_capacity_mAh)}; layers "
            f"{_energies(record.energy_Wh_kg_layers, record.energy_Wh_L_layers)}, packed "
            f"{_energies(record.energy_Wh_kg_package, record.energy_Wh_L_package)}"
        )
    ]
    if record.not_recharged:
        delivered.append(Note(words.printed(record.not_recharged), "warning"))
    if record.energy_Wh_kg_package > record.energy_Wh_kg_layers:
        delivered.append(Note(SHARED, "muted"))
    sections = (
        Section("", (parts,)),
        Section("What it delivers", tuple(delivered)),
        Section("Distribution of its current", tuple(_current(record))),
        Section("Heat", tuple(_heat(record))),
        Section("What it costs", tuple(_costs(record.cost))),
        Section("Hazards of its contents", tuple(Note(sentence) for sentence in record.safety.sentences)),
    )
    return Document(record.recipe, summary, tuple(section for section in sections if section.items))


def package_charts(record: PackageRecord) -> list[Chart]:
    """What the parts of the packaged cell weigh, the heaviest above."""
    parts = sorted(record.format.parts, key=lambda part: -(part.mass_g or 0.0))
    total = record.format.mass_g or 1.0
    kept = [part for part in parts if (part.mass_g or 0.0) > _SHOWN_SHARE * total]
    shares = [100.0 * (part.mass_g or 0.0) / total for part in kept]
    series = Series("share of the mass", [part.name for part in kept], shares, ordered(0.3), "bars")
    panel = Panel(Axis("Share of the mass (%)", from_zero=True), (series,))
    caption = f"What the packaged cell of {words.amount(record.format.mass_g, 'g')} weighs, by part."
    aspect = 0.22 + 0.055 * len(kept)
    return [Chart("package", Axis("", "category"), (panel,), caption, horizontal=True, aspect=aspect)]


def _costs(record: CostRecord) -> Iterator[Note | Table]:
    per_energy, per_area = (Number.of(each) for each in (record.cost_EUR_kWh, record.cost_EUR_m2) if each is not None)
    yield Note(
        f"{per_energy} € kWh⁻¹, {per_area} € m⁻² of cathode (80 % interval of prices and masses); prices of a large "
        "factory, nearly all of them estimates: `brimstone show NAME` tells where a material's comes from"
    )
    rows = [
        (f"{part.name}, {part.role}", Number.of(part.cost_EUR), Number(100.0 * part.share, digits=2), part.known)
        for part in record.parts
        if part.cost_EUR is not None and part.share is not None and part.share >= _SHOWN_SHARE
    ]
    columns = (words_column("part"), Column("cost", "€", interval=True), Column("%"))
    yield Table.of((*columns, words_column("price")), rows, "parts below 0.5 % are left out")


def _charge(milliampere_hours: float) -> str:
    """A charge in the unit that suits it."""
    large = milliampere_hours >= _LARGE_CHARGE
    return words.amount(milliampere_hours / 1000.0 if large else milliampere_hours, "Ah" if large else "mAh")


def _energies(by_mass: float, by_volume: float) -> str:
    return f"{words.amount(by_mass, 'Wh kg⁻¹')} and {words.amount(by_volume, 'Wh L⁻¹')}"


def _current(record: PackageRecord) -> Iterator[Note]:
    current = record.current
    yield Note(
        f"at {words.amount(current.current_density_mA_cm2, 'mA cm⁻²')} the cell has a resistance of "
        f"{words.amount(current.area_resistance_ohm_cm2, 'Ω cm²')}; the foils add "
        f"{words.amount(current.in_plane_ohm_cm2, 'Ω cm²', 2)}, {words.amount(current.in_plane_loss_mV, 'mV', 2)}"
    )
    x, y = current.hottest_cm
    if current.highest_over_mean - current.lowest_over_mean < _EVEN:
        yield Note(f"the current density is the same all over, within {words.percent(_EVEN, 1)}")
        return
    yield Note(
        f"the current density runs from {words.number(current.lowest_over_mean, 4)} to "
        f"{words.number(current.highest_over_mean, 4)} of its mean; it is highest at {words.number(x, 2)} and "
        f"{words.amount(y, 'cm', 2)} from the corner farthest from the tabs"
    )


def _heat(record: PackageRecord) -> Iterator[Note]:
    for heat in record.heat:
        if heat.label == record.discharge:
            sources = heat.sources_mWh_cm2.items()
            parts = ", ".join(
                f"{_HEAT.get(name, name)} {words.percent((part or 0.0) / (heat.heat_mWh_cm2 or 1.0))}"
                for name, part in sources
            )
            yield Note(
                f"{words.amount(heat.mean_power_mW_cm2, 'mW cm⁻²')} on average ({parts}); "
                f"{words.amount(heat.temperature_rise_K, 'K', 2)} above still air, "
                f"{words.amount(heat.adiabatic_rise_K, 'K', 2)} if no heat left the cell"
            )
            return
