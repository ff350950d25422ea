"""Tabs of files and of what is kept: measured files over the curve, their fit, kept runs, and the library."""

from collections.abc import Callable
from typing import Any

from nicegui import events, ui

from brimstone.errors import BrimstoneError
from brimstone.fit.question import Electrode
from brimstone.library import load
from brimstone.result import Measured, Run
from brimstone.store import Store
from brimstone.store.kept import RUN
from brimstone.studio import draw, engine
from brimstone.studio.visit import Visit
from brimstone.studio.work import worked
from brimstone.view import Section, curves, laboratory, steps
from brimstone.view.measured import data_document, measured_charts
from brimstone.view.overlay import overlay_charts, overlay_notes
from brimstone.view.things import DOCUMENTS
from brimstone.view.words import listed

_MANY = {"strategy": "strategies"}
_LARGEST_FILE = 50_000_000  # bytes


def counted_words(kind: str, count: int) -> str:
    """``1 rule``, ``21 strategies``."""
    return f"{count} {kind if count == 1 else _MANY.get(kind, f'{kind}s')}"


async def measured_tab(visit: Visit) -> None:
    """Files of a cycler or an impedance analyser, over the computed curves."""
    ui.label(
        "A file of a cycler or an impedance analyser, as it was exported. It is read here and kept nowhere."
    ).classes("summary")
    with ui.row().classes("items-center"):
        mass = ui.input("mass of active material", value=visit.mass, placeholder="1.2 mg").props("dense outlined")
    place = ui.element("div").classes("w-full")
    read = visit.files

    def show() -> None:
        visit.mass = str(mass.value or "")
        place.clear()
        with place:
            try:
                files = engine.with_mass(read, visit.mass)
            except BrimstoneError as problem:
                ui.label(str(problem)).classes("note bad")
                return
            if visit.run is not None:
                for note in overlay_notes(visit.run, files):
                    ui.label(note.text).classes(f"note {note.level}")
                for chart in overlay_charts(visit.run, files):
                    draw.show_chart(chart, visit.dark, height=460)
            if read and read[0].cycling is not None:
                _fit_place(visit, read, visit.mass)
            for measured in read:
                draw.show_document(data_document(measured), visit.dark)
                with ui.element("div").classes("two"):
                    for chart in measured_charts(measured):
                        draw.show_chart(chart, visit.dark, height=380)

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
        if read and visit.mass != str(mass.value or ""):
            show()

    mass.on("change", weigh)
    ui.upload(
        label="drop a file", auto_upload=True, max_file_size=_LARGEST_FILE, on_upload=take,
        on_rejected=lambda: ui.notify("A file may have at most 50 MB.", type="negative"),
    ).props("flat bordered dense").classes("drop").move(target_index=1)  # fmt: skip
    if read:
        show()


def _fit_place(visit: Visit, files: list[Measured], mass: str) -> None:
    """Where the recipe is fitted to the files that were dropped."""
    electrode = Electrode(mass.strip() or None)
    with ui.row().classes("items-center w-full"):
        begin = ui.button("Fit this cell to the file").props("flat dense no-caps")
    place = ui.element("div").classes("w-full")

    async def computed(words: str, function: Callable[..., Any], *more: Any) -> Any:
        """What a function finds for this cell; None when it can't, and then the page says why."""
        return await worked(place, words, function, visit.recipe, visit.sheet.library, files, electrode, *more)

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
    """Runs that were kept: one of them as it was, and its recipe to go on with."""
    try:
        store = Store()
        entries = await engine.away(store.entries, RUN)
    except BrimstoneError as problem:
        ui.label(str(problem)).classes("note")
        return
    if not entries:
        ui.label("No runs are kept yet; `brimstone run RECIPE` keeps one.").classes("summary")
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
            draw.heading(kept.recipe.name)
            with ui.row():
                ui.button("Design on with its recipe", on_click=lambda: visit.replace(kept.recipe.to_yaml())).props(
                    "flat dense no-caps"
                )
                ui.button("Compare it with this cell", on_click=lambda: _pin(visit, kept.recipe)).props(
                    "flat dense no-caps"
                )
            if not isinstance(kept, Run):
                for one in laboratory.measured_charts(kept):
                    draw.show_chart(one, visit.dark)
                for section in laboratory.measured_document(kept).sections:
                    draw.show_section(section, visit.dark)
                return
            chart = curves.voltage_chart(kept, curves.voltage_curves(kept))
            if chart is not None:
                draw.show_chart(chart, visit.dark)
            table = steps.step_table(kept, steps.chosen_steps(steps.whole_steps(kept)), endings=True)
            draw.show_section(Section("Steps", (table,)), visit.dark)

    names = {kept.name: f"{kept.name}: {kept.recipe}, {kept.created[:16].replace('T', ' ')}" for kept in entries[::-1]}
    select = ui.select(names, label="kept runs", with_input=True, on_change=lambda event: show(event.value))
    select.props("dense outlined").classes("w-full").move(target_index=0)


def _pin(visit: Visit, recipe: Any) -> None:
    visit.pinned.append(recipe)
    ui.notify(f"{len(visit.pinned)} pinned; open “Compare”.")


async def library_tab(visit: Visit) -> None:
    """Materials, treatments, reported cells and constants, with their values and sources."""
    library = load()
    kinds: dict[str, dict[str, Any]] = {
        "material": {one.name: one for one in library.materials()},
        "treatment": {one.name: one for strategy in library.strategies() for one in strategy.variants},
        "strategy": {one.name: one for one in library.strategies()},
        "cell": {one.name: one for one in library.cells()},
        "constant": {name: (name, library.constant(name)) for name in library.constants()},
        "rule": {one.name: one for one in library.rules()},
    }
    place = ui.element("div").classes("w-full")

    def show(words: str | None) -> None:
        place.clear()
        if not words:
            with place:
                counted = listed([counted_words(kind, len(things)) for kind, things in kinds.items()])
                ui.label(f"{counted}, each with its values, where they come from and how well they are known.")
            return
        kind, _, name = words.partition(": ")
        with place:
            draw.show_document(DOCUMENTS[kind](kinds[kind][name]), visit.dark)

    names = [f"{kind}: {name}" for kind, things in kinds.items() for name in sorted(things)]
    ui.select(
        names, label="material, treatment, cell, constant or rule", with_input=True,
        on_change=lambda event: show(event.value),
    ).props("dense outlined").classes("w-full max-w-xl").move(target_index=0)  # fmt: skip
    show(None)
