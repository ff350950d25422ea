"""What stands to the right of a recipe, one function a tab; each draws into the place that is open."""

import base64
import html
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from nicegui import events, ui

from brimstone.design.composition_map import QUANTITIES
from brimstone.errors import BrimstoneError
from brimstone.fit.question import Electrode
from brimstone.library import load
from brimstone.report.structure import ternary_figure
from brimstone.result import Measured, Run
from brimstone.store import Store
from brimstone.store.kept import RUN
from brimstone.studio import draw, engine
from brimstone.studio.visit import Visit
from brimstone.view import Note, Section, cell, curves, depth, instruments, losses, provenance, steps
from brimstone.view.design import energy_chart
from brimstone.view.known import material_values, value_table
from brimstone.view.measured import data_document
from brimstone.view.overlay import overlay_charts, overlay_notes
from brimstone.view.run import charts
from brimstone.view.studies import compare_document
from brimstone.view.study_charts import compare_charts
from brimstone.view.words import printed

Tab = Callable[[Visit], Awaitable[None]]
_LIVE = ("voltage",)  # drawn above all tabs of curves already
_SLABS = "layers of the cell, drawn to the square root of their thickness"
_SLAB_COLOURS = {"cathode": "#6b6a52", "electrolyte": "#a9bfce", "anode": "#b9bec4", "collector": "#8c8f93"}
_CYCLES = (20, 100, 500)
_LARGEST_FILE = 50_000_000  # bytes


def _settled(visit: Visit) -> Run | None:
    """The run with its intervals; a word instead while it is being computed."""
    if visit.run is None or not visit.settled:
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
        Section("Steps", (steps.step_table(run, steps.chosen_steps(run.shown), endings=True),)), visit.dark
    )
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
    rows = "".join(
        f"<tr><td>{html.escape(fact.name)}</td><td>{html.escape(fact.words)}</td></tr>" for fact in cell.facts(run)
    )
    ui.html(f"<table><tbody>{rows}</tbody></table>", sanitize=False).classes("table")
    shares = "".join(
        f'<tr><td>{html.escape(share.name)}</td><td class="number">{100 * share.fraction:.1f} vol%</td></tr>'
        for share in cell.volume_shares(run)
    )
    ui.html(f"<h3>The pressed cathode</h3><table><tbody>{shares}</tbody></table>", sanitize=False).classes("table")
    draw.show_section(Section("How well the run closes", (provenance.check_table(run),)), visit.dark)
    with ui.expansion("Every number and where it comes from").classes("w-full"):
        draw.show_section(Section("", (provenance.provenance_table(run.provenance),)), visit.dark)


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


def _on_demand(
    words: str, compute: Callable[[Visit], Awaitable[Callable[[], None]]]
) -> Callable[[Visit], Awaitable[None]]:
    """A tab that computes when asked: it takes longer than a look."""

    async def tab(visit: Visit) -> None:
        place = ui.element("div").classes("w-full")
        version = visit.version

        async def begin() -> None:
            place.clear()
            with place, ui.row().classes("items-center"):
                ui.spinner(size="sm")
                ui.label(words).classes("summary")
                ui.button("Stop", on_click=place.clear).props("flat dense no-caps")
            try:
                show = await compute(visit)
            except BrimstoneError as problem:
                place.clear()
                with place:
                    ui.label(str(problem)).classes("note bad")
                return
            if visit.version == version:
                place.clear()
                with place:
                    show()

        await begin()

    return tab


async def _strategies(visit: Visit) -> Callable[[], None]:
    document = await engine.away(engine.strategies, _recipe(visit), visit.sheet.library)
    return lambda: draw.show_document(document, visit.dark)


async def _energy(visit: Visit) -> Callable[[], None]:
    gap, document = await engine.away(engine.energy, _recipe(visit), visit.sheet.library)

    def show() -> None:
        draw.show_chart(energy_chart(gap), visit.dark)
        draw.show_document(document, visit.dark)

    return show


async def _impedance(visit: Visit) -> Callable[[], None]:
    run = await engine.away(engine.impedance, _recipe(visit), visit.sheet.library)

    def show() -> None:
        with ui.element("div").classes("two"):
            for chart in (instruments.nyquist_chart(run), instruments.bode_chart(run)):
                if chart is not None:
                    draw.show_chart(chart, visit.dark, height=440)
        for section in instruments.instrument_sections(run):
            draw.show_section(section, visit.dark)

    return show


async def _structure(visit: Visit) -> Callable[[], None]:
    picture, document = await engine.away(engine.cut, _recipe(visit), visit.sheet.library)

    def show() -> None:
        source = f"data:image/png;base64,{base64.b64encode(picture).decode()}"
        ui.image(source).classes("picture").props(
            'alt="A slice of the cathode with its materials, the potential and the current of ions"'
        )
        draw.show_document(document, visit.dark)

    return show


async def ageing_tab(visit: Visit) -> None:
    """Capacity over cycles."""
    place = ui.element("div").classes("w-full")

    async def show(cycles: int) -> None:
        place.clear()
        with place, ui.row().classes("items-center"):
            ui.spinner(size="sm")
            ui.label(f"{cycles} cycles, nominal values").classes("summary")
        try:
            run = await engine.away(engine.ageing, _recipe(visit), visit.sheet.library, cycles)
        except BrimstoneError as problem:
            place.clear()
            with place:
                ui.label(str(problem)).classes("note bad")
            return
        place.clear()
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
        place.clear()
        with place, ui.row().classes("items-center"):
            ui.spinner(size="sm")
            ui.label("other mixtures of the same materials").classes("summary")
        try:
            ternary, own = await engine.away(engine.mixtures, _recipe(visit), visit.sheet.library, name)
        except BrimstoneError as problem:
            place.clear()
            with place:
                ui.label(str(problem)).classes("note bad")
            return
        place.clear()
        with place:
            ui.plotly(draw.themed(ternary_figure(ternary, name, own), visit.dark)).classes("plot").style("height:620px")

    names = {name: f"{quantity.words} ({quantity.unit})" for name, quantity in QUANTITIES.items()}
    select = ui.select(
        names, value="ionic conductivity", label="over all mixtures", on_change=lambda event: show(event.value)
    )
    select.props("dense outlined").classes("w-96 max-w-full").move(target_index=0)
    await show("ionic conductivity")


async def measured_tab(visit: Visit) -> None:
    """Files of a cycler or an impedance analyser, over the computed curves."""
    ui.label(
        "A file of a cycler or an impedance analyser, as it was exported. It is read here and kept nowhere."
    ).classes("summary")
    with ui.row().classes("items-center"):
        mass = ui.input("mass of active material", placeholder="1.2 mg").props("dense outlined")
    place = ui.element("div").classes("w-full")
    read: list[Measured] = []
    shown: list[str] = []  # the mass that what is shown was drawn with

    def show() -> None:
        shown[:] = [str(mass.value or "")]
        place.clear()
        with place:
            try:
                files = engine.with_mass(read, str(mass.value or ""))
            except BrimstoneError as problem:
                ui.label(str(problem)).classes("note bad")
                return
            if visit.run is not None:
                for note in overlay_notes(visit.run, files):
                    ui.label(note.text).classes(f"note {note.level}")
                for chart in overlay_charts(visit.run, files):
                    draw.show_chart(chart, visit.dark, height=460)
            if read and read[0].cycling is not None:
                _fit_place(visit, read, str(mass.value or ""))
            for measured in read:
                draw.show_document(data_document(measured), visit.dark)

    async def take(event: events.UploadEventArguments) -> None:
        try:
            read[:] = [await engine.away(engine.measured, await event.file.read(), event.file.name)]
        except BrimstoneError as problem:
            read.clear()
            place.clear()
            with place:
                ui.label(str(problem)).classes("note bad")
            return
        show()

    def weigh() -> None:
        """Draw anew for another mass only: the field also loses the cursor when a button below is pressed."""
        if read and shown != [str(mass.value or "")]:
            show()

    mass.on("change", weigh)
    ui.upload(
        label="drop a file", auto_upload=True, max_file_size=_LARGEST_FILE, on_upload=take,
        on_rejected=lambda: ui.notify("A file may have at most 50 MB.", type="negative"),
    ).props("flat bordered dense").classes("drop").move(target_index=1)  # fmt: skip


def _fit_place(visit: Visit, files: list[Measured], mass: str) -> None:
    """Where the recipe is fitted to the files that were dropped."""
    electrode = Electrode(mass.strip() or None)
    with ui.row().classes("items-center w-full"):
        begin = ui.button("Fit this cell to the file").props("flat dense no-caps")
    place = ui.element("div").classes("w-full")

    async def computed(words: str, function: Callable[..., Any], *more: Any) -> Any:
        """What a function finds for this cell; None when it can't, and then the page says why."""
        place.clear()
        with place, ui.row().classes("items-center"):
            ui.spinner(size="sm")
            ui.label(words).classes("summary")
        try:
            found = await engine.away(function, _recipe(visit), visit.sheet.library, files, electrode, *more)
        except BrimstoneError as problem:
            place.clear()
            with place:
                ui.label(str(problem)).classes("note bad")
            return None
        place.clear()
        return found

    async def ask() -> None:
        found = await computed("asking what the file can tell", engine.proposed)
        if found is None:
            return
        names, document = found
        with place:
            chosen = ui.select(names, value=names[:3], multiple=True, label="free parameters").props("dense outlined")
            chosen.classes("w-full")
            ui.button("Fit", on_click=lambda: carry_out(list(chosen.value))).props("no-caps")
            draw.show_document(document, visit.dark)

    async def carry_out(free: list[str]) -> None:
        if not free:
            ui.notify("Choose at least one parameter.")
            return
        found = await computed(f"fitting {len(free)} parameters", engine.fitted, free)
        if found is None:
            return
        recipe, drawn, document = found
        with place:
            ui.button("Download the fitted recipe", on_click=lambda: ui.download.content(recipe, "fitted.yaml")).props(
                "flat dense no-caps"
            )
            for chart in drawn:
                draw.show_chart(chart, visit.dark, height=460)
            draw.show_document(document, visit.dark)

    begin.on_click(ask)


async def runs_tab(visit: Visit) -> None:
    """Runs that were kept, and one of them as it was."""
    try:
        store = Store()
        entries = await engine.away(store.entries, RUN)
    except BrimstoneError as problem:
        ui.label(str(problem)).classes("note")
        return
    if not entries:
        ui.label(f"No runs in {store.place} yet; `brimstone run RECIPE` keeps one.").classes("summary")
        return
    place = ui.element("div").classes("w-full")

    async def show(name: str) -> None:
        place.clear()
        try:
            kept = await engine.away(store.load, name)
        except BrimstoneError as problem:
            with place:
                ui.label(str(problem)).classes("note bad")
            return
        with place:
            ui.html(f"<h2>{html.escape(kept.recipe.name)}</h2>", sanitize=False)
            chart = curves.voltage_chart(kept, curves.voltage_curves(kept))
            if chart is not None:
                draw.show_chart(chart, visit.dark)
            table = steps.step_table(kept, steps.chosen_steps(kept.shown), endings=True)
            draw.show_section(Section("Steps", (table,)), visit.dark)

    names = {kept.name: f"{kept.name}: {kept.recipe}, {kept.created[:16].replace('T', ' ')}" for kept in entries[::-1]}
    select = ui.select(names, label="kept runs", with_input=True, on_change=lambda event: show(event.value))
    select.props("dense outlined").classes("w-full").move(target_index=0)


async def _compare(visit: Visit) -> Callable[[], None]:
    recipes = [*visit.pinned, _recipe(visit)]
    distinct = list({recipe.to_yaml(): recipe for recipe in recipes}.values())[-6:]
    if len(distinct) < 2:
        return _pin_first
    comparison = await engine.away(engine.compared, tuple(distinct), visit.sheet.library)

    def show() -> None:
        ui.button("Forget the pinned cells", on_click=visit.pinned.clear).props("flat dense no-caps")
        with ui.element("div").classes("two"):
            for chart in compare_charts(comparison):
                draw.show_chart(chart, visit.dark, height=380)
        draw.show_document(compare_document(comparison), visit.dark)

    return show


def _pin_first() -> None:
    ui.label("Pin a cell with the pin above, change something, and come back.").classes("summary")


async def library_tab(visit: Visit) -> None:
    """Materials with their values and sources."""
    names = sorted(load().material_names())
    place = ui.element("div").classes("w-full")

    def show(name: str | None) -> None:
        place.clear()
        if not name:
            return
        material = load().material(name)
        with place:
            draw.show_section(Section(material.name, (value_table(material_values(material)),)), visit.dark)
            for note in material.notes or ():
                ui.label(str(note)).classes("note muted")

    ui.select(names, label="material", with_input=True, on_change=lambda event: show(event.value)).props(
        "dense outlined"
    ).classes("w-96 max-w-full").move(target_index=0)


def _recipe(visit: Visit) -> Any:
    if visit.run is not None:
        return visit.run.recipe
    if visit.sheet.recipe is None:
        raise BrimstoneError("the recipe has errors")
    return visit.sheet.recipe


#: Name of a tab -> what draws it.
TABS: Mapping[str, Tab] = {
    "Curves": curve_tab,
    "What holds it back": loss_tab,
    "Depth": depth_tab,
    "Cell": cell_tab,
    "Structure": _on_demand("building the cathode from voxels", _structure),
    "Pressure": stack_tab,
    "Strategies": _on_demand("applying every treatment to this cell", _strategies),
    "Energy": _on_demand("running the cell after each change", _energy),
    "Impedance": _on_demand("measuring two spectra", _impedance),
    "Ageing": ageing_tab,
    "Composition": composition_tab,
    "Measured": measured_tab,
    "Compare": _on_demand("running the cells with the same samples", _compare),
    "Runs": runs_tab,
    "Library": library_tab,
}
