"""What happens to a cell acts on the cell: each loop closed and cut, for the same cell, beside what was measured."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
from pages.cut import NODES, Prepared, Section

from brimstone._records import nominal
from brimstone.cell import Cell
from brimstone.constants import HOUR, MA_CM2, MAH_CM2, MAH_G, MPA, OHM_CM2
from brimstone.fit.numbers import computed_numbers
from brimstone.fit.parts import compare_parts
from brimstone.fit.reported import read_table
from brimstone.library import Library
from brimstone.model.derive import DerivedCell
from brimstone.model.lithium import time_to_short
from brimstone.model.surroundings import Around, State, follow
from brimstone.model.surroundings.build import anode_resistance
from brimstone.recipe import Recipe, parse
from brimstone.report.paper import drawn
from brimstone.simulate import Settings, simulate
from brimstone.simulate.ageing import attribute
from brimstone.solver.ensemble import Ensemble
from brimstone.solver.interface import SHORT_CIRCUIT, SOLVED, STATUS
from brimstone.view.charts import Axis, Chart, Panel, Series, Symbol
from brimstone.view.palette import MEASURED, ordered

_ON, _OFF = ordered(0.1), ordered(0.85)


def loops_page(library: Library, images: Path) -> str:
    """All loops; their figures go to `images`."""
    sections = [
        pressure(library),
        porosity(library),
        modulus(library),
        voids(library),
        shorts(library),
        calendar(library),
        fade(library),
    ]
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "brimstone"}):
        for name, figure in drawn(one.chart for one in sections).items():
            figure.savefig(images / f"{name}.svg", metadata={"Date": None})
    return "\n".join([*_HEAD, *(line for one in sections for line in one.lines())]) + "\n"


_HEAD = [
    "# Loops",
    "",
    "What happens to a cell acts on the cell. Each section shows the same cell with one of these loops closed, as in",
    "every run, and with that loop cut, beside measured numbers where there are any in the open. All values are",
    "nominal and computed when this page is written (`python docs/generate.py loops.md`). Unless a section says",
    "otherwise, the cell has 30 wt% of sulfur, 50 wt% of Li₆PS₅Cl and 20 wt% of Ketjenblack, milled, 1 mg/cm² pressed",
    "at 360 MPa, an anode of Li-In, 50 MPa, and 0.2C at 60 °C.",
]


def pressure(library: Library) -> Section:
    """Constant pressure and constant gap over three decades."""
    pressures = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0)
    rows, held, fixed = [], [], []
    for value in pressures:
        gap = Prepared.of(library, operation__stack_pressure=f"{value} MPa", operation__fixture="constant gap")
        closed, cut = gap.solve(), gap.solve(around={Around.stiffness: 0.0, Around.parting: 0.0})
        frame = gap.solve(around={Around.relaxing_share: 0.0})
        fixed.append(float(gap.capacities(closed)[0]))
        held.append(float(gap.capacities(cut)[0]))
        rows.append(
            [f"{value:g}", f"{held[-1]:.0f}", f"{fixed[-1]:.0f}", f"{gap.swing(closed):.2g}", f"{gap.swing(frame):.2g}"]
        )
    chart = Chart(
        "loop-pressure",
        Axis("Stack pressure as assembled (MPa)", scale="log"),
        (
            Panel(
                Axis("Capacity (mAh g⁻¹ S)", from_zero=True),
                (
                    Series("pressure follows (constant gap)", pressures, fixed, _ON, "line and points"),
                    Series("pressure held", pressures, held, _OFF, "line and points", symbol="circle-open"),
                ),
            ),
        ),
        "Capacity against stack pressure, at constant gap and at constant pressure",
    )
    measured = []
    for name in ("Song2025", "Song2025-LPSCl1.5"):
        seen = _measured(library, name, "pressure swing") / MPA
        soft, usual, stiff = (_swing(name, library, frame) for frame in ("0.085 MPa/um", None, "0.4 MPa/um"))
        measured.append(
            f"{name}, {usual:.2g} MPa computed ({soft:.2g} to {stiff:.2g} with the softest and the stiffest frame that "
            f"the library knows of) and {seen:g} measured"
        )
    return Section(
        "Stack pressure",
        "At constant gap the layers change the pressure as they swell and shrink, and the pressure changes "
        "contacts and ion paths. In the first hours the frame gives up some percent of whatever pressure it was "
        "screwed to.",
        (
            "MPa",
            "pressure held, mAh/g",
            "constant gap, mAh/g",
            "change of pressure in a step, MPa",
            "of it in a frame that gives nothing up, MPa",
        ),
        rows,
        chart,
        "Swings of the pressure in a cycle at 64 MPa, about what the frame gives up in its first days "
        "(doi:10.1038/s41586-024-08298-9; fourth cycle, temperature and rate assumed as 25 °C and 0.2C): "
        + "; ".join(measured)
        + ". One frame held both: what makes their swings differ is not known, and no law here tells them apart.",
    )


def _swing(name: str, library: Library, frame: str | None) -> float:
    """Of a reported cell in its fourth cycle, held by a frame of this stiffness [MPa]."""
    tree = parse(library.cell(name).recipe).to_mapping()
    tree["operation"]["temperature"] = "25 degC"
    tree["protocol"] = [{"cycles": 4, "discharge": "0.2C", "charge": "0.2C", "window": ["1.0 V", "3.0 V"]}]
    tree.pop("reported", None)
    if frame is not None:
        tree["overrides"] = {"mechanics/frame_stiffness": frame}
    return Cell(Recipe.from_mapping(tree), library).run(certain=True).pressure.swing / MPA


def _measured(library: Library, name: str, quantity: str) -> float:
    return next(one.value.si for one in library.cell(name).figures if one.quantity == quantity)


_CYCLES = 100


def _cycled(rate: str, cycles: int = _CYCLES) -> list[dict[str, Any]]:
    return [{"cycles": cycles, "charge": rate, "discharge": rate, "window": ["1.5 V", "2.8 V"]}]


def porosity(library: Library) -> Section:
    """Pores take the swelling; where there are none it cracks the cathode."""
    pores = (0.1, 1.0, 2.0, 5.0, 10.0, 15.0)
    rows, closed, cut = [], [], []
    for value in pores:
        cell = Prepared.of(library, cathode__porosity=f"{value} %", cathode__pressed_at=None, protocol=_cycled("0.1C"))
        on, off = (cell.capacities(cell.solve(cut)) for cut in ({}, {"damage_rate": 0.0}))
        closed.append(on[-1])
        cut.append(off[-1])
        onset = min(cell.cell.parameters[0, cell.cell.equations.parameters["damage_onset"]], 1.0)
        rows.append([f"{value:g}", f"{100 * onset:.0f}", *(f"{one:.0f}" for one in (on[1], on[-1], off[1], off[-1]))])
    return Section(
        "Swelling, pores and cracks",
        "Sulfur grows by 79 % as it becomes Li₂S. What the pores cannot take strains the electrolyte between the "
        "grains; beyond what it bears, ion paths crack and sulfur is cut off for good. At 0.1C.",
        ("pores, vol%", "room up to conversion, %", *_later("cracks")),
        rows,
        _two_lines("loop-porosity", Axis("Porosity (%)"), pores, closed, cut, "cracks", "porosity"),
        "No open measurement varies the porosity of one sulfur cathode.",
    )


def _later(what: str) -> tuple[str, ...]:
    """Heads of the columns of the first complete cycle and a late one, with a loop closed and cut."""
    return "cycle 2, mAh/g", f"cycle {_CYCLES}", f"cycle 2, {what} cut", f"cycle {_CYCLES}"


def _two_lines(
    name: str, x: Axis, places: Sequence[float], closed: Sequence[float], cut: Sequence[float], what: str, against: str
) -> Chart:
    series = (
        Series(what, places, closed, _ON, "line and points"),
        Series(f"{what} cut", places, cut, _OFF, "line and points", symbol="circle-open"),
    )
    caption = f"Capacity of cycle {_CYCLES} against {against}, with and without {what}"
    return Chart(name, x, (Panel(Axis("Capacity (mAh g⁻¹ S)", from_zero=True), series),), caption)


def modulus(library: Library) -> Section:
    """The same electrolyte, softer and stiffer."""
    known = library.material("Li6PS5Cl")["young_modulus"].si
    factors = (0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
    rows, closed, cut = [], [], []
    for factor in factors:
        changes = {"cathode__mixing": "hand-ground", "cathode__porosity": "5 %", "cathode__pressed_at": None}
        cell = Prepared.of(_stiffer(library, factor), protocol=_cycled("0.05C"), **changes)
        on, off = (cell.capacities(cell.solve(cut)) for cut in ({}, {"damage_rate": 0.0, "wear": 0.0}))
        closed.append(on[-1])
        cut.append(off[-1])
        rows.append([f"{factor * known / 1e9:.2g}", *(f"{one:.0f}" for one in (on[1], on[-1], off[1], off[-1]))])
    places, axis = [factor * known / 1e9 for factor in factors], Axis("Young's modulus (GPa)", scale="log")
    return Section(
        "Modulus of the electrolyte",
        "Li₆PS₅Cl with another Young's modulus and all else equal, in a hand-ground cathode with 5 % of pores at "
        "0.05C. A stiff electrolyte presses less into contact and "
        "stores more strain; the sources do not agree that soft is safe, and a soft one that stays brittle "
        "cracks, too.",
        ("GPa", *_later("wear and cracks")),
        rows,
        _two_lines("loop-modulus", axis, places, closed, cut, "wear and cracks", "Young's modulus"),
    )


def _stiffer(library: Library, factor: float) -> Library:
    material = library.material("Li6PS5Cl")
    value = material["young_modulus"]
    scaled = replace(value, si=factor * value.si, low=None, high=None)
    changed = replace(material, properties={**material.properties, "young_modulus": scaled})
    entries = {**library.entries("material"), material.name: changed}
    return library.extended("material", entries, dict(library.index("material")), library.replaced)


_STRIPPED = 1.0  # [mAh/cm2]


def voids(library: Library) -> Section:
    """Contact left after stripping, over current and pressure."""
    pressures, currents = np.geomspace(0.5, 50.0, 17), np.geomspace(0.03, 5.0, 25)
    columns = []
    for value in pressures:
        cell = Prepared.of(library, anode={"material": "Li", "thickness": "100 um"}, operation=_at(25, value))
        columns.append(_stripped(cell.cell, currents * MA_CM2))
    left = np.array(columns).T
    measured = [row for row in compare_parts(library.cell("Kasemchainan2019"), library)]
    points = [
        (_pressure(row.reported.at), row.reported.value.si / MA_CM2, row.computed.value / MA_CM2) for row in measured
    ]
    at, seen, computed = (list(column) for column in zip(*points, strict=True))
    shown = [np.abs(np.log(currents / current)).argmin() for current in (0.1, 0.3, 1.0, 3.0)]
    some = [np.abs(np.log(pressures / one)).argmin() for one in (1.0, 3.0, 7.0, 20.0)]
    rows = [[f"{currents[i]:.2g}", *(f"{100 * left[i, j]:.0f}" for j in some)] for i in shown]
    chart = Chart(
        "loop-voids",
        Axis("Stack pressure (MPa)", scale="log"),
        (
            Panel(
                Axis("Current density (mA cm⁻²)", scale="log"),
                (
                    Series("contact lost", pressures, currents, style="map", z=1.0 - left, scale="share", legend=False),
                    _critical(at, computed, "computed", "circle-open"),
                    _critical(at, seen, "measured", "square"),
                ),
            ),
        ),
        f"Contact lost between lithium and Li6PS5Cl when {_STRIPPED:g} mAh/cm2 are stripped, by pressure and current; "
        "critical currents measured (squares) and computed (circles)",
        bar_title="Contact lost",
    )
    words = "; ".join(f"{c:.2g} against {s:.2g} mA/cm² measured at {p:g} MPa" for p, s, c in points)
    return Section(
        "Voids at lithium",
        f"Lithium stripped faster than creep and pressure refill leaves voids. Contact left at 25 °C after "
        f"{_STRIPPED:g} mAh/cm² from a fresh "
        "foil on Li₆PS₅Cl, in % of the area; with the loop cut it stays what the pressure makes it.",
        ("mA/cm²", *(f"{pressures[j]:.2g} MPa" for j in some)),
        rows,
        chart,
        f"Critical currents of stripping (doi:10.1038/s41563-019-0438-9; one second-hand, one recalled; they set "
        f"the constants of creep, "
        f"so that they are no evidence for it): {words}.",
    )


def _critical(at: Sequence[float], currents: Sequence[float], words: str, symbol: Symbol) -> Series:
    return Series(words, at, currents, MEASURED, "points", symbol=symbol, size=9.0, legend=False)


def _at(celsius: float, megapascals: float) -> dict[str, str]:
    return {"temperature": f"{celsius} degC", "stack_pressure": f"{megapascals} MPa", "fixture": "constant pressure"}


def _pressure(words: str) -> float:
    return float(words.split(" MPa", maxsplit=1)[0])


def _stripped(cell: DerivedCell, currents: np.ndarray) -> np.ndarray:
    """Share of the contact that is left when voids have grown while a charge was stripped, at constant pressure."""
    q, z = list(cell.surroundings.parameters[0]), [np.full(currents.shape, one) for one in cell.surroundings.initial[0]]
    swelling, steps = q[Around.fresh_swelling], 400
    fresh = follow(swelling, currents, z, q).anode_contact
    for _ in range(steps):
        rate = follow(swelling, currents, z, q).rates[State.voids]
        z[State.voids] = z[State.voids] + rate * _STRIPPED * MAH_CM2 / currents / steps
    return np.asarray(follow(swelling, currents, z, q).anode_contact / fresh)


def shorts(library: Library) -> Section:
    """Time until lithium has grown through a separator."""
    thicknesses, pores, pressures = (100, 300, 1000), (2, 10, 18), (1, 5, 25, 75)
    rows, series = [], []
    for number, thickness in enumerate(thicknesses):
        for pore in pores:
            times = [_short(library, thickness, pore, one) for one in pressures]
            rows.append([f"{thickness}", f"{pore}", *(_hours(one) for one in times)])
            if pore == 18:
                finite = [(one, time) for one, time in zip(pressures, times, strict=True) if 0.0 < time < _LIFE]
                if finite:
                    x, y = (list(column) for column in zip(*finite, strict=True))
                    series.append(Series(f"{thickness} µm", x, y, ordered(number / 2), "line and points"))
    measured = [row for row in compare_parts(library.cell("Doux2020"), library) if row.reported.quantity == "time"]
    exact = [row for row in measured if not row.bound and row.reported.value.si > 0.0]
    series.append(
        Series(
            "measured, 1 mm",
            [_pressure(row.reported.at.split(" and ")[1]) for row in exact],
            [row.reported.value.si / HOUR for row in exact],
            MEASURED,
            "points",
            symbol="square",
            size=9.0,
        )
    )
    told = []
    for row in measured:
        seen = f"{row.bound} {row.reported.value.si / HOUR:g} h measured".strip()
        told.append(f"{row.reported.at}: {_hours(row.computed.value / HOUR)} h computed, {seen}")
    words = "; ".join(told)
    chart = Chart(
        "loop-shorts",
        Axis("Stack pressure (MPa)", scale="log", ticks={float(one): f"{one}" for one in pressures}),
        (Panel(Axis("Time to a short (h)", scale="log"), tuple(series)),),
        "Time until lithium has grown through separators of Li6PS5Cl with 18 % of pores, against pressure",
    )
    ended = _run_to_short(library)
    return Section(
        "Short circuits",
        "Hours until lithium has grown through a separator of Li₆PS₅Cl that is cycled at 0.075 mA/cm² and 25 °C. "
        "With the loop cut no run ends by it.",
        ("µm", "pores, vol%", *(f"{one} MPa" for one in pressures)),
        rows,
        chart,
        f"Measured on about 1 mm with 18 % of pores (doi:10.1002/aenm.201903253, second-hand; the time at 25 MPa "
        f"sets a constant): {words}. {ended}",
    )


def _on_pellet(library: Library, thickness: float, pores: float, megapascals: float, **more: Any) -> Prepared:
    return Prepared.of(
        library,
        anode={"material": "Li", "pressed_at": "25 MPa", "thickness": "300 um"},
        separator=[{"electrolyte": "Li6PS5Cl", "thickness": f"{thickness} um", "porosity": f"{pores} %"}],
        operation=_at(25, megapascals),
        **more,
    )


def _short(library: Library, thickness: float, pores: float, megapascals: float) -> float:
    """[h]; infinite where there is none."""
    rows = _on_pellet(library, thickness, pores, megapascals).cell.surroundings.parameters
    time = time_to_short(rows, megapascals * MPA, 0.075 * MA_CM2)
    return math.inf if time is None else float(time[0]) / HOUR


_LIFE = 87660.0  # [h]; the law was found on shorts within weeks


def _hours(time: float) -> str:
    if time > _LIFE:
        return "over ten years"
    return f"{float(f'{time:.2g}'):,.0f}" if time >= 10.0 else f"{time:.2g}"


def _run_to_short(library: Library) -> str:
    """A cell that is cycled until it is shorted, in a sentence."""
    cell = _on_pellet(library, 1000, 18, 25, protocol=_cycled("0.075 mA/cm2"))
    closed, cut = cell.solve(), cell.solve(around={Around.crack_growth: 0.0, Around.crack_creep: 0.0})

    def told(solved: Ensemble) -> str:
        outcomes = solved.outcomes[0]
        ran = np.isin(outcomes[:, STATUS], SOLVED)
        hours = float(outcomes[ran, 1].sum()) / HOUR
        by = "ends by a short" if SHORT_CIRCUIT in outcomes[:, STATUS] else "does not short"
        return f"{by} ({np.count_nonzero(ran)} of {len(ran)} steps, {hours:.0f} h)"

    ends = f"{told(closed)}; with the loop cut it {told(cut)}"
    return f"A sulfur cell on such a pellet at 25 MPa that is cycled at this current {ends}."


def calendar(library: Library) -> Section:
    """Storage of a charged cell with lithium."""
    waits = {"a day": 24.0, "a month": 730.0, "a year": 8766.0, "ten years": 87660.0}
    rows, series = [], []
    for number, celsius in enumerate((25, 60)):
        capacities, places = [], []
        for words, hours in waits.items():
            steps = [{"rest": f"{hours:g} h"}, {"discharge": "0.2C", "to": "1.5 V"}]
            # at a pressure that lithium bears, and nothing creeps through
            cell = Prepared.of(
                library,
                anode={"material": "Li", "thickness": "100 um"},
                operation=_at(celsius, 5.0),
                protocol=steps,
            )
            closed = cell.solve()
            cut = cell.solve(around={Around.interphase_grows: 0.0})
            around = cell.cell.surroundings
            stored = replace(around, initial=closed.ends[0, 0, 1:, 1:])
            on, off = (float(cell.capacities(one)[-1]) for one in (closed, cut))
            taken = float(closed.ends[0, 0, 1, 1 + State.interphase]) / MAH_CM2
            resistance = float(anode_resistance(stored)[0]) / OHM_CM2
            rows.append([f"{celsius}", words, f"{taken:.2g}", f"{resistance:.0f}", f"{on:.0f}", f"{off:.0f}"])
            capacities.append(on)
            places.append(hours / 24.0)
        series.append(Series(f"{celsius} °C", places, capacities, ordered(0.1 + 0.7 * number), "line and points"))
    chart = Chart(
        "loop-calendar",
        Axis("Time of storage (days)", scale="log"),
        (Panel(Axis("Capacity at 0.2C (mAh g⁻¹ S)", from_zero=True), tuple(series)),),
        "Capacity of the first discharge after storage at two temperatures",
    )
    return Section(
        "Calendar life",
        "A charged cell with a foil of lithium on Li₆PS₅Cl at 5 MPa, stored and then discharged at the "
        "temperature of storage. The interphase "
        "grows and takes lithium; the electrolyte reacts at carbon until nothing drives it.",
        ("°C", "stored", "lithium in the interphase, mAh/cm²", "anode, Ω cm²", "capacity, mAh/g", "no interphase"),
        rows,
        chart,
        "No open measurement of storage is at hand.",
    )


#: Cathodes by what makes them, and what it changes.
_CATHODES: Mapping[str, Mapping[str, Any]] = {
    "hand-ground": {"cathode__mixing": "hand-ground"},
    "hand-ground, 2 wt% NBR": {
        "cathode__mixing": "hand-ground",
        "cathode__composition": {"S": "29.4 wt%", "Li6PS5Cl": "49 wt%", "Ketjenblack": "19.6 wt%", "NBR": "2 wt%"},
    },
    "milled": {},
    "milled, 2 wt% NBR": {
        "cathode__composition": {"S": "29.4 wt%", "Li6PS5Cl": "49 wt%", "Ketjenblack": "19.6 wt%", "NBR": "2 wt%"},
    },
}
_LONG = 500


def fade(library: Library) -> Section:
    """Capacity over many cycles, and what took it."""
    rows, series = [], []
    steps = _cycled("0.2C", _LONG)
    for number, (name, changes) in enumerate(_CATHODES.items()):
        cell = Prepared.of(library, protocol=steps, **changes)
        capacities = cell.capacities(cell.solve())
        per = nominal(cell.cell.sulfur_mass) * MAH_G
        took = attribute(cell.cell, cell.program, NODES)
        parts = [""] * 4
        if took is not None:
            parts = [f"{part / per:.0f}".replace("-0", "0") for part in took.by.values()]
        second, last = capacities[1], capacities[-1]
        rows.append([name, f"{second:.0f}", f"{last:.0f}", f"{100 * last / second:.0f}", *parts])
        cycles = np.arange(1, capacities.size + 1)
        some = np.unique(np.geomspace(1, cycles.size, 60).astype(int)) - 1
        series.append(Series(name, cycles[some], capacities[some], ordered(number / 3), dashed="NBR" in name))
    chart = Chart(
        "loop-fade",
        Axis("Cycle"),
        (Panel(Axis("Capacity (mAh g⁻¹ S)", from_zero=True), tuple(series)),),
        f"Capacity over {_LONG} cycles of cathodes mixed in two ways, with and without binder",
    )
    took_header = [f"less without: {name}" for name in _mechanisms(library)]
    return Section(
        "Fade",
        f"{_LONG} cycles at 0.2C. The last columns say how much less capacity a cathode would lose from the "
        f"second cycle to the last without "
        "a mechanism (mAh/g).",
        ("cathode", "cycle 2, mAh/g", f"cycle {_LONG}", "kept, %", *took_header),
        rows,
        chart,
        _long_runs(library),
    )


def _mechanisms(library: Library) -> Iterable[str]:
    return [*Prepared.of(library).cell.equations.ageing, "changing stack pressure"]


def _long_runs(library: Library) -> str:
    """Retentions measured over many cycles, and computed."""
    told = []
    for cell in read_table(library).cells:
        kept = [number for number in cell.numbers if number.quantity == "capacity retention"]
        if not kept:
            continue
        run = simulate(cell.recipe, library, Settings(certain=True, nodes=NODES, checks=False, detail=False))
        for number, (members, _) in zip(cell.numbers, computed_numbers(cell, run), strict=True):
            if number in kept and members is not None:
                told.append(
                    f"{cell.paper}, {cell.name}: {100 * members[0]:.0f} % computed, {100 * number.si:.1f} % measured"
                )
    return (
        "Measured retention of other cells with solid electrolytes (references on the page of "
        "[validation](validation.md)): " + "; ".join(told) + ". Wear in them rests on estimates, and takes more than "
        "was measured."
    )
