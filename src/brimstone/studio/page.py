"""The page: recipe and sliders on the left, what the cell does on the right."""

import functools
import hashlib
import json
import weakref
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nicegui import background_tasks, events, ui

from brimstone.errors import BrimstoneError
from brimstone.recipe import Problem
from brimstone.report.page import render
from brimstone.studio import draw, tabs
from brimstone.studio.completion import field_help
from brimstone.studio.engine import aside, figure_file
from brimstone.studio.looks import Look
from brimstone.studio.sheet import LONGEST, Knob, Sheet
from brimstone.studio.visit import Visit, reported_cells
from brimstone.view import Chart
from brimstone.view.fields import field_words
from brimstone.view.words import quantity

_STYLE = Path(__file__).with_name("style.css")
_COMPLETE = Path(__file__).with_name("complete.js")
_SCRIPTS = tuple(Path(__file__).with_name(f"{name}.js") for name in ("slides", "names"))
_BOTH_FROM = 1600  # [px] of a window, from which design and recipe stand side by side
_EDITED = 0.6  # [s] after the last key, when a text is read
_ANSWERS = 30.0  # [s] within which a browser says what it is
_PLACES = 400  # of a slider
_ASKED = "[matchMedia('(prefers-color-scheme: dark)').matches, window.innerWidth, sessionStorage.getItem({key})]"
_VIEWS = {"design": "Design", "recipe": "Recipe", "both": "Side by side"}
_LEVELS = ("error", "warning", "info")


@dataclass(frozen=True)
class _Turned:
    """A slider where a visitor has moved it to."""

    knob: Knob
    value: float
    label: ui.label
    slider: ui.element

    def tell(self) -> None:
        """Say its value, to eyes and ears."""
        words = quantity(self.knob.text(self.value))
        self.label.text = words
        self.slider.props["aria-valuetext"] = words


class Page:
    """What one visitor sees."""

    def __init__(self, visit: Visit):
        self.visit = visit
        self.visit.replace = self._replace
        ui.context.client.on_delete(visit.leave)
        self.key = f"brimstone {hashlib.sha256(visit.sheet.text.encode()).hexdigest()}"  # of what the browser keeps
        self.open_tab = "Curves"
        self.typed = visit.sheet.text  # what stands in the editor
        self.lines: dict[str, ui.input] = {}  # of the form
        self.written: dict[str, str] = {}  # what the recipe says in these lines
        self.named: tuple[str, ...] = ()  # what the cards tell
        self.figures: list[tuple[ui.html, ui.label]] = []  # the number of each and its interval
        self.shown: Look | None = None
        self.turned: _Turned | None = None  # the slider that was moved last
        self.kept: _Turned | None = None  # the one that was written into the text last
        self.writing = False  # whether the editor is being filled by the page, not by the visitor
        ui.add_css(_STYLE.read_text("utf-8"))
        ui.add_body_html(f'<script type="module">{_COMPLETE.read_text("utf-8")}</script>')
        for script in _SCRIPTS:
            ui.add_body_html(f"<script>{script.read_text('utf-8')}</script>")
        self.mode = ui.dark_mode(value=False)
        self._bar()
        with ui.element("div").classes("body design") as self.body:
            with ui.element("aside").classes("left").props('aria-label="Recipe"'):
                self._left()
            with ui.element("section").classes("right").props('aria-label="What the cell does"'):
                self._right()
        ui.timer(0.05, self._begin, once=True)

    # --- layout

    def _bar(self) -> None:
        with ui.element("header").classes("bar"):
            ui.label("Brimstone").classes("mark")
            self.title = ui.element("h1").classes("title")
            self.status = ui.label().classes("status").props('role="status" aria-live="polite"')
            ui.button(icon="push_pin", on_click=self._pin).props(
                'flat dense aria-label="Compare this cell with others"'
            )
            with ui.button(icon="download").props('flat dense aria-label="Export"'), ui.menu():
                ui.menu_item("Recipe (YAML)", self._export_recipe)
                ui.menu_item("Report (HTML)", self._export_report)
                ui.menu_item("Curves (CSV)", self._export_curves)
                ui.menu_item("Curves (PNG, one column)", lambda: self._export_figure("png"))
                ui.menu_item("Curves (SVG, one column)", lambda: self._export_figure("svg"))
            ui.button(icon="contrast", on_click=self._toggle_dark).props('flat dense aria-label="Light or dark"')

    def _left(self) -> None:
        self.view = ui.toggle(_VIEWS, value="design", on_change=lambda event: self._view(str(event.value)))
        self.view.props('dense no-caps flat aria-label="Design, recipe or both"').classes("views")
        with ui.element("section").classes("design-part").props('aria-label="Design"'):
            cells = reported_cells()
            ui.select(
                sorted(cells), label="Start from a reported cell", with_input=True,
                on_change=lambda event: self._replace(cells[event.value]),
            ).classes("w-full").props("dense outlined")  # fmt: skip
            ui.upload(
                label="or drop a recipe file", auto_upload=True, max_file_size=LONGEST, on_upload=_weak(self._upload),
                on_rejected=lambda: ui.notify("A recipe is a text of at most 60 kB.", type="negative"),
            ).props("flat bordered dense accept=.yaml,.yml,.txt").classes("drop")  # fmt: skip
            self.knobs = ui.element("div").classes("w-full")
            self.form_open = ui.expansion("All fields", on_value_change=self._show_form)
            self.form_open.props("dense dense-toggle").classes("w-full")
            with self.form_open:
                self.form = ui.element("div").classes("form")
        with ui.element("section").classes("recipe-part").props('aria-label="Recipe as text"'):
            self.editor = ui.codemirror(
                self.visit.sheet.text, language="YAML", on_change=self._typed, line_wrapping=True
            ).classes("w-full")
        self.problems = ui.element("div").classes("w-full problems").props('role="alert"')

    def _right(self) -> None:
        with ui.tabs(on_change=self._tab).props("dense align=left no-caps").classes("wrapped") as names:
            for name in tabs.TABS:
                ui.tab(name)
        with ui.tab_panels(names, value=self.open_tab, animated=False).classes("w-full"):
            self.panels: dict[str, Any] = {}
            for name in tabs.TABS:
                with ui.tab_panel(name):
                    if name == "Curves":
                        self.cards = ui.element("div").classes("cards").props('aria-live="polite"')
                        self.failure = ui.label().classes("note bad")
                        self.voltage: draw.Plot | None = None
                        self.curve_place = ui.element("div").classes("w-full")
                    self.panels[name] = ui.element("div").classes("w-full")

    # --- what a visitor does

    async def _begin(self) -> None:
        dark, width, left = await ui.run_javascript(_ASKED.format(key=json.dumps(self.key)), timeout=_ANSWERS)
        self.mode.value = self.visit.dark = bool(dark)
        if width >= _BOTH_FROM:
            self.view.value = "both"
        if isinstance(left, str) and left != self.visit.sheet.text:
            await self._replace(left)  # the page was loaded anew
        else:
            self._show_sheet()
            await self.visit.begin(self._show_run)

    def _view(self, name: str) -> None:
        self.body.classes(remove=" ".join(_VIEWS), add=name)

    async def _replace(self, text: str) -> None:
        self._fill(text)
        await self.visit.write(text, self._show_all)

    async def _upload(self, event: events.UploadEventArguments) -> None:
        content = await event.file.read()
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            ui.notify("This file is no text; a recipe is YAML.", type="negative")
            return
        await self._replace(text)

    async def _typed(self, event: events.ValueChangeEventArguments) -> None:
        text = self.typed = str(event.value)
        if self.writing:
            return
        ui.timer(_EDITED, functools.partial(self._read, text), once=True)

    async def _read(self, text: str) -> None:
        if text == self.typed:
            self._remember(text)
            await self.visit.write(text, self._show_all)

    def _fill(self, text: str) -> None:
        self.writing = True
        self.editor.value = text
        self.writing = False
        self._remember(text)

    def _remember(self, text: str) -> None:
        """Let the browser keep the text, so that a page that is loaded anew goes on with it."""
        key, value = json.dumps(self.key), json.dumps(text[:LONGEST])
        self.body.client.run_javascript(f"sessionStorage.setItem({key}, {value})")

    async def _slide(self, turned: "_Turned") -> None:
        """Show what a slider does that is held."""
        self.turned, self.visit.held = turned, True
        self.status.text = "…"
        await self.visit.turn(turned.knob, turned.value, self._show_run)

    async def _rest(self, turned: "_Turned") -> None:
        """Show what a slider does that was let go, and write its value into the text."""
        self.turned, self.visit.held = turned, False
        self.status.text = "…"
        background_tasks.create(self._keep(turned))
        await self.visit.turn(turned.knob, turned.value, self._show_run)

    async def _keep(self, turned: "_Turned") -> None:
        self.kept = turned
        await self.visit.keep(turned.knob, turned.value)
        if not self.body.is_deleted:
            with self.body:
                self._fill(self.visit.sheet.text)
                self._show_problems()
                self._show_form()

    def _show_form(self) -> None:
        """A line for every field that a recipe of this kind can have, those that are written first.

        Lines that are there already stay, with the cursor and what is just being written in them; only what the
        recipe says otherwise than before is written anew.
        """
        fields = self.visit.sheet.fields() if self.form_open.value else {}
        if fields.keys() == self.lines.keys():
            for path, entry in self.lines.items():
                if fields[path] != self.written[path]:
                    entry.value, entry.error = fields[path], None
        else:
            self._new_form(fields)
        self.written = fields

    def _new_form(self, fields: dict[str, str]) -> None:
        self.form.clear()
        self.lines.clear()
        with self.form:
            for path in sorted(fields, key=lambda path: not fields[path]):
                told, takes = field_help(path)
                entry = self.lines[path] = ui.input(field_words(path), value=fields[path], autocomplete=takes or None)
                entry.props("dense outlined stack-label").tooltip(told or path)
                entry.on("change", functools.partial(self._enter, path, entry))

    async def _enter(self, path: str, entry: ui.input) -> None:
        """Take what was written into a line of the form; what is wrong with it is told there."""
        words = str(entry.value or "").strip()
        if not words or words == self.visit.sheet.fields().get(path):
            return
        entry.error = await self.visit.enter(path, words, self._show_all) or None
        if entry.error is None:
            self._fill(self.visit.sheet.text)

    async def _tab(self, event: events.ValueChangeEventArguments) -> None:
        self.open_tab = str(event.value)
        await self._show_tab()

    def _pin(self) -> None:
        try:
            self.visit.pinned.append(self.visit.recipe)
        except BrimstoneError as problem:
            ui.notify(str(problem), type="negative")
            return
        ui.notify(f"{len(self.visit.pinned)} pinned; change the cell and open “Compare”.")

    async def _toggle_dark(self) -> None:
        self.visit.dark = not self.visit.dark
        self.mode.value = self.visit.dark
        self.voltage = None
        await self._show_run()
        await self._show_tab()

    def _export_recipe(self) -> None:
        ui.download.content(self.visit.sheet.text, f"{_file_name(self.visit.sheet)}.yaml")

    async def _export_report(self) -> None:
        if self.visit.run is None:
            ui.notify("The intervals are still being computed.")
            return
        ui.download.content(await aside(render, self.visit.run), f"{_file_name(self.visit.sheet)}.html")

    @property
    def _chart(self) -> Chart | None:
        return None if self.visit.look is None else self.visit.look.chart

    async def _export_figure(self, kind: str) -> None:
        if self._chart is not None:
            content = await aside(figure_file, self._chart, kind)
            ui.download.content(content, f"{_file_name(self.visit.sheet)}.{kind}")

    def _export_curves(self) -> None:
        if self._chart is not None:
            ui.download.content(draw.as_csv(self._chart), f"{_file_name(self.visit.sheet)}.csv")

    # --- what is shown

    async def _show_all(self) -> None:
        self._show_sheet()
        await self._show_run()

    def _show_sheet(self) -> None:
        self._show_problems()
        self.title.clear()
        with self.title:
            ui.label(self.visit.sheet.recipe.name if self.visit.sheet.recipe else "Recipe with errors")
        if self.visit.sheet.recipe is None:
            return
        self.turned = self.kept = None
        self.knobs.clear()
        with self.knobs:
            for knob in self.visit.sheet.knobs:
                self._knob(knob)
        self._show_form()

    def _knob(self, knob: Knob) -> None:
        words = quantity(knob.text(knob.value))
        with ui.element("div").classes("knob"):
            with ui.element("div").classes("knob-line"):
                ui.label(knob.title)
                label = ui.label(words).classes("value")
            slider = ui.element("input").classes("slide")
            slider.props(f'type=range min=0 max={_PLACES} step=1 aria-label="{knob.title}" aria-valuetext="{words}"')
            slider.props["^value"] = begin = round(_PLACES * knob.place)  # ^: where it begins, not where it is kept
            slider.style(f"--at: {100 * begin / _PLACES:.4g}%")

        def turned(event: events.GenericEventArguments) -> _Turned:
            return _Turned(knob, knob.at(float(event.args) / _PLACES), label, slider)

        async def slide(event: events.GenericEventArguments) -> None:
            await self._slide(turned(event))

        async def rest(event: events.GenericEventArguments) -> None:
            await self._rest(turned(event))

        slider.on("input", slide, js_handler="(event) => slides.move(event.target, emit)")
        slider.on("change", rest, js_handler="(event) => slides.rest(event.target, emit)")

    def _show_problems(self) -> None:
        self.problems.clear()
        of_level = {level: [one for one in self.visit.sheet.problems if one.level == level] for level in _LEVELS}
        with self.problems:
            for problem in of_level["error"]:
                _problem(problem)
            for level, words in (("warning", "Warnings"), ("info", "Remarks")):
                if of_level[level]:
                    with (
                        ui.expansion(f"{words} ({len(of_level[level])})").props("dense dense-toggle").classes("w-full")
                    ):
                        for problem in of_level[level]:
                            _problem(problem)

    async def _show_run(self) -> None:
        visit, look = self.visit, self.visit.look
        if self.body.is_deleted:  # the visitor has gone
            return
        self.failure.text = visit.failure
        if self.turned is not None:
            self.turned.tell()
            self.body.client.run_javascript("slides.drawn()")
        if look is None or (look is self.shown and self.voltage is not None):
            return
        self.shown = look
        self.status.text = "nominal" if visit.run is None else "intervals of 60 samples"
        self._show_cards(look)
        if self.voltage is not None and look.figure:
            self.voltage.follow(lambda: look.chart, look.drawn(visit.dark), look.caption)
        else:
            self.curve_place.clear()
            self.voltage = None
            if (chart := look.chart) is not None:
                with self.curve_place:
                    self.voltage = draw.show_chart(chart, visit.dark, height=440)
        if visit.run is not None:
            if self.turned is not self.kept and self.turned is not None:  # held for so long that it seems to rest
                await self._keep(self.turned)
            await self._show_tab()

    def _show_cards(self, look: Look) -> None:
        """What the cell does in a few numbers; the cards of the last run are used again."""
        names, figures = zip(*look.headlines, strict=True) if look.headlines else ((), ())
        if names != self.named:
            self.cards.clear()
            with self.cards:
                self.named, self.figures = names, [_card(name) for name in names]
        for figure, (value, interval) in zip(figures, self.figures, strict=True):
            value.content = f'{figure.text} <span class="card-unit">{figure.unit}</span>'
            interval.text = figure.interval

    async def _show_tab(self) -> None:
        """Draw the open tab anew; those that take long only say so at first."""
        panel = self.panels.get(self.open_tab)
        if panel is None or self.visit.look is None:
            return
        panel.clear()
        with panel:
            await tabs.TABS[self.open_tab](self.visit)


def _weak(method: Callable[[Any], Awaitable[None]]) -> Callable[[Any], Awaitable[None]]:
    """A method that does not keep its object: the server remembers handlers of uploads when their page is closed."""
    known = weakref.WeakMethod(method)

    async def call(event: Any) -> None:
        if (there := known()) is not None:
            await there(event)

    return call


def _card(name: str) -> tuple[ui.html, ui.label]:
    """Places of a number and of its interval below the name."""
    with ui.element("div"):
        ui.label(name.replace(", ", "\n", 1)).classes("card-name")
        with ui.element("div").classes("card-value"):
            value = ui.html(sanitize=False)
        return value, ui.label().classes("card-interval")


def _problem(problem: Problem) -> None:
    words = problem.message if problem.message.startswith(problem.field) else f"{problem.field}: {problem.message}"
    with ui.element("div").classes(f"problem {problem.level}"):
        ui.label(f"Line {problem.line}: {words}" if problem.line else words)


def _file_name(sheet: Sheet) -> str:
    name = sheet.recipe.name if sheet.recipe is not None else "recipe"
    return "".join(letter if letter.isalnum() else "-" for letter in name).strip("-")[:60] or "cell"
