"""What stands to the right of a recipe, one function a tab; each draws into the place that is open."""

import base64
import html
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from nicegui import ui

from brimstone.design.composition_map import QUANTITIES
from brimstone.report.structure import ternary_figure
from brimstone.result import Run
from brimstone.studio import draw, engine
from brimstone.studio.files import library_tab, measured_tab, runs_tab
from brimstone.studio.paint import themed
from brimstone.studio.visit import Visit
from brimstone.studio.work import worked
from brimstone.view import Note, Section, cell, curves, depth, instruments, losses, provenance, steps
from brimstone.view.run import charts
from brimstone.view.studies import compare_document
from brimstone.view.study_charts import compare_charts
from brimstone.view.words import printed

Tab = Callable[[Visit], Awaitable[None]]
_LIVE = ("voltage",)  # drawn above all tabs of curves already
_SLABS = "layers of the cell, drawn to the square root of their thickness"
_SLAB_COLOURS = {"cathode": "#6b6a52", "electrolyte": "#a9bfce", "anode": "#b9bec4", "collector": "#8c8f93"}
_WORTH = 1.0  # [mV], from which a loss is worth a remedy
_CYCLES = (20, 100, 500)


def _settled(visit: Visit) -> Run | None:
    """The run with its intervals; a word instead while it is being computed."""
    if visit.run is None:
        ui.label("Intervals and losses follow once the sliders rest.").classes("summary")
        return None
    return visit.run


async def curve_tab(visit: Visit) -> None:
    """The other figures of the run, and the table of its steps."""
    run = _settled(visit)
    if run is None:
        return
    drawn = [chart for chart in charts(run, (), ()) if chart.name not in (*_LIVE, "stack", "losses")]
    with ui.element("div").classes("two"):
        for chart in drawn:
            draw.show_chart(chart, visit.dark, height=360)
    draw.show_section(
        Section("Steps", (steps.step_table(run, steps.chosen_steps(steps.whole_steps(run)), endings=True),)), visit.dark
    )
    for section in instruments.instrument_sections(run):
        draw.show_section(section, visit.dark)
    if run.warnings:
        notes = tuple(Note(printed(words), "warning") for words in run.warnings)
        draw.show_section(Section("Warnings", notes), visit.dark)


async def loss_tab(visit: Visit) -> None:
    """What holds the cell back."""
    run = _settled(visit)
    if run is None:
        return
    budgets = losses.step_losses(run)
    for sentence in losses.limits(run, budgets):
        ui.label(sentence).classes("note")
    with ui.element("div").classes("two"):
        for chart in (losses.loss_chart(run, budgets), losses.gain_chart(run, budgets)):
            if chart is not None:
                draw.show_chart(chart, visit.dark)
    table = losses.budget_table(budgets)
    if table is not None:
        draw.show_section(Section("Losses in numbers", (table,)), visit.dark)
    named = {name for budget in budgets for name in budget.millivolts}
    named = {name for name in named if any(budget.millivolts.get(name, 0.0) >= _WORTH for budget in budgets)}
    remedies = tuple(Note(f"{name}: {words}") for name, words in losses.REMEDIES.items() if name in named)
    draw.show_section(Section("What makes each smaller", remedies), visit.dark)


async def depth_tab(visit: Visit) -> None:
    """The reaction through the depth of the cathode."""
    run = _settled(visit)
    if run is None:
        return
    fronts = depth.fronts(run)
    if not fronts:
        ui.label("No step of this protocol passes charge.").classes("summary")
        return
    maps = depth.depth_maps(run, fronts)
    place = ui.element("div").classes("two")

    def show(number: int) -> None:
        place.clear()
        with place:
            for chart in maps[2 * number : 2 * number + 2]:
                draw.show_chart(chart, visit.dark, height=420)

    names = {number: front.name for number, front in enumerate(fronts)}
    chosen = depth.first_shown(fronts)
    select = ui.select(names, value=chosen, label="step", on_change=lambda event: show(event.value)).props(
        "dense outlined"
    )
    select.move(target_index=0)
    show(chosen)


async def cell_tab(visit: Visit) -> None:
    """What was made of the recipe, and where every number comes from."""
    run = _settled(visit)
    if run is None:
        return
    with ui.element("div").classes("slabs").props(f'role="img" aria-label="{_SLABS}"'):
        for slab in cell.slabs(run):
            colour = _SLAB_COLOURS.get(slab.role, _SLAB_COLOURS["collector"])
            words = f"{slab.name}, {slab.thickness:.3g} µm"
            ui.element("div").style(
                f"width:{slab.width}%;background:{colour};border-right:1px solid var(--paper)"
            ).tooltip(words)
    named = "".join(f"<li>{html.escape(slab.name)} {slab.thickness:.3g} µm</li>" for slab in cell.slabs(run))
    ui.html(f'<ol class="slab-names">{named}</ol>', sanitize=False)
    _named((fact.name, fact.words) for fact in cell.facts(run))
    ui.html('<h2 class="part">The pressed cathode</h2>', sanitize=False)
    _named((share.name, f"{100 * share.fraction:.1f} vol%") for share in cell.volume_shares(run))
    draw.show_section(Section("How well the run closes", (provenance.check_table(run),)), visit.dark)
    with ui.expansion("Every number and where it comes from").classes("w-full"):
        draw.show_section(Section("", (provenance.provenance_table(run.provenance),)), visit.dark)


def _named(lines: Iterable[tuple[str, str]]) -> None:
    """A table of names and what is said of each."""
    rows = "".join(
        f'<tr><th scope="row">{html.escape(name)}</th><td>{html.escape(words)}</td></tr>' for name, words in lines
    )
    ui.html(f"<table><tbody>{rows}</tbody></table>", sanitize=False).classes("table")


async def stack_tab(visit: Visit) -> None:
    """Pressure, thickness and lithium."""
    run = _settled(visit)
    if run is None:
        return
    chart = curves.stack_chart(run)
    if chart is not None:
        draw.show_chart(chart, visit.dark, height=480)
    sentences = tuple(Note(printed(words)) for words in run.lithium.sentences())
    if sentences:
        draw.show_section(Section("The negative electrode", sentences), visit.dark)
    if chart is None and not sentences:
        ui.label("Nothing in this cell changes its thickness.").classes("summary")


async def _computed(visit: Visit, words: str, function: Callable[..., Any]) -> tuple[ui.element, Any]:
    """A place, and what a function finds for the cell to be drawn in it; None when it was stopped or went wrong."""
    place = ui.element("div").classes("w-full")
    return place, await worked(place, words, function, visit.recipe, visit.sheet.library)


async def strategies_tab(visit: Visit) -> None:
    """Every treatment of the library, the best first."""
    place, found = await _computed(visit, "applying every treatment to this cell", engine.strategies)
    if found is None:
        return
    drawn, document = found
    with place:
        with ui.element("div").classes("two"):
            for chart in drawn:
                draw.show_chart(chart, visit.dark, height=150 + 24 * len(chart.panels[0].series[0].x))
        draw.show_document(document, visit.dark, title=False)


async def energy_tab(visit: Visit) -> None:
    """Where the theoretical energy goes, and the road to 500 Wh/kg."""
    place, found = await _computed(visit, "running the cell after each change", engine.energy)
    if found is None:
        return
    drawn, document = found
    with place:
        for chart in drawn:
            draw.show_chart(chart, visit.dark)
        draw.show_document(document, visit.dark, title=False)


async def impedance_tab(visit: Visit) -> None:
    """Spectra as assembled and after the first discharge."""
    place, run = await _computed(visit, "measuring two spectra", engine.impedance)
    if run is None:
        return
    with place:
        with ui.element("div").classes("two"):
            for chart in (instruments.nyquist_chart(run), instruments.bode_chart(run)):
                if chart is not None:
                    draw.show_chart(chart, visit.dark, height=440)
        for section in instruments.instrument_sections(run):
            draw.show_section(section, visit.dark)


async def structure_tab(visit: Visit) -> None:
    """A cut through the composite, and both tiers in numbers."""
    place, found = await _computed(visit, "building the cathode from voxels", engine.cut)
    if found is None:
        return
    picture, document = found
    with place:
        source = f"data:image/png;base64,{base64.b64encode(picture).decode()}"
        ui.image(source).classes("picture").props(
            'alt="A slice of the cathode with its materials, the potential and the current of ions"'
        )
        draw.show_document(document, visit.dark, title=False)


async def ageing_tab(visit: Visit) -> None:
    """Capacity over cycles."""
    place = ui.element("div").classes("w-full")

    async def show(cycles: int) -> None:
        words = f"{cycles} cycles, nominal values"
        run = await worked(place, words, engine.ageing, visit.recipe, visit.sheet.library, cycles)
        if run is None:
            return
        with place:
            for chart in (curves.cycle_chart(run), curves.stack_chart(run)):
                if chart is not None:
                    draw.show_chart(chart, visit.dark, height=380)
            for name, figure in steps.headlines(run):
                ui.label(f"{name}: {figure}").classes("note")

    ui.toggle(
        {count: f"{count} cycles" for count in _CYCLES}, value=_CYCLES[0], on_change=lambda event: show(event.value)
    ).props("dense no-caps flat").move(target_index=0)
    await show(_CYCLES[0])


async def composition_tab(visit: Visit) -> None:
    """A quantity over all mixtures of the recipe's materials."""
    place = ui.element("div").classes("w-full")

    async def show(name: str) -> None:
        words = "other mixtures of the same materials"
        found = await worked(place, words, engine.mixtures, visit.recipe, visit.sheet.library, name)
        if found is None:
            return
        ternary, own = found
        with place:
            drawn = themed(ternary_figure(ternary, name, own), visit.dark)
            ui.plotly(drawn).classes("plot").style("height:620px")

    names = {name: f"{quantity.words} ({quantity.unit})" for name, quantity in QUANTITIES.items()}
    select = ui.select(
        names, value="ionic conductivity", label="over all mixtures", on_change=lambda event: show(event.value)
    )
    select.props("dense outlined").classes("w-96 max-w-full").move(target_index=0)
    await show("ionic conductivity")


async def compare_tab(visit: Visit) -> None:
    """Pinned cells beside this one, with the intervals of the differences."""
    recipes = [*visit.pinned, visit.recipe]
    distinct = list({recipe.to_yaml(): recipe for recipe in recipes}.values())[-6:]
    if len(distinct) < 2:
        ui.label("Pin a cell with the pin above, change something, and come back.").classes("summary")
        return
    place = ui.element("div").classes("w-full")
    words = "running the cells with the same samples"
    comparison = await worked(place, words, engine.compared, tuple(distinct), visit.sheet.library)
    if comparison is None:
        return
    with place:
        ui.button("Forget the pinned cells", on_click=visit.pinned.clear).props("flat dense no-caps")
        with ui.element("div").classes("two"):
            for chart in compare_charts(comparison):
                draw.show_chart(chart, visit.dark, height=380)
        draw.show_document(compare_document(comparison), visit.dark)


#: Name of a tab -> what draws it.
TABS: Mapping[str, Tab] = {
    "Curves": curve_tab,
    "What holds it back": loss_tab,
    "Depth": depth_tab,
    "Cell": cell_tab,
    "Structure": structure_tab,
    "Pressure": stack_tab,
    "Strategies": strategies_tab,
    "Energy": energy_tab,
    "Impedance": impedance_tab,
    "Ageing": ageing_tab,
    "Composition": composition_tab,
    "Measured": measured_tab,
    "Compare": compare_tab,
    "Runs": runs_tab,
    "Library": library_tab,
}
