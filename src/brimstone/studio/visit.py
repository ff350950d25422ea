"""One visitor: the recipe before them, what was computed for it, and what is being computed."""

import asyncio
import functools
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from brimstone.errors import BrimstoneError
from brimstone.library import load
from brimstone.recipe import Recipe, parse
from brimstone.recipe.kinds import FULL
from brimstone.result import Measured, Run
from brimstone.studio import engine
from brimstone.studio.looks import Look, Looks, Wish
from brimstone.studio.sheet import Knob, Sheet

_PAUSE = 0.35  # [s] after which the intervals of what is wanted are computed
_HELD = 3.0  # [s] the same while a slider is held: it may move on
Listener = Callable[[], Awaitable[None] | None]


async def _nothing(text: str) -> None:
    """What happens to a text before anybody looks."""


@dataclass
class Visit:
    """What one open page holds; nothing of it is shared with another.

    Attributes
    ----------
    sheet : Sheet
    looks : Looks
        That all visitors share.
    look : Look or None
        The latest; nominal while a slider moves.
    run : Run or None
        With its intervals; none while a slider moves.
    failure : str
        Why there is none, or why the last value of a slider could not be written.
    pinned : list of Recipe
        Cells that are compared.
    files : list of Measured
        That were dropped on the page.
    mass : str
        Of the active material in them, in the words of the visitor.
    dark : bool
    held : bool
        Whether a slider is.
    gone : bool
        Whether the visitor is.
    version : int
        Counts what was wanted; an answer to something older is dropped.
    replace : callable
        Puts another recipe before the visitor.
    """

    sheet: Sheet
    looks: Looks
    look: Look | None = None
    run: Run | None = None
    failure: str = ""
    pinned: list[Recipe] = field(default_factory=list)
    files: list[Measured] = field(default_factory=list)
    mass: str = ""
    dark: bool = False
    held: bool = False
    gone: bool = False
    version: int = 0
    replace: Callable[[str], Awaitable[None]] = field(default=_nothing)
    _next: Wish | None = None
    _running: bool = False
    _latest: str = ""  # of the texts that are being read
    _settling: "asyncio.Task[None] | None" = None

    @property
    def recipe(self) -> Recipe:
        """What is shown, which may be ahead of the text.

        Raises
        ------
        BrimstoneError
            When there is none.
        """
        if self.look is not None:
            return self.look.recipe
        if self.sheet.recipe is None:
            raise BrimstoneError("the recipe has errors")
        return self.sheet.recipe

    @classmethod
    def of(cls, text: str, looks: Looks) -> "Visit":
        """A visit that begins with a recipe."""
        return cls(Sheet.of(text), looks)

    def again(self) -> "Visit":
        """A visit of somebody else that begins with what this one shows; nothing is computed twice."""
        return Visit(self.sheet, self.looks, self.look, self.run, self.failure)

    def leave(self) -> None:
        """Want nothing any more: what is being computed for this visitor alone ends, and nothing is begun.

        What was computed is let go, too: frameworks may keep parts of a page that is closed.
        """
        self.gone = True
        self.version += 1
        self.run = self.look = self._next = None
        self.pinned, self.files, self.replace = [], [], _nothing

    async def begin(self, drawn: Listener) -> None:
        """Compute what the sheet says, or only draw it where that has been computed already."""
        if self.sheet.recipe is None or self.run is not None:
            await self.looks.drawing(drawn)
        else:
            await self.compute(drawn)

    async def write(self, text: str, drawn: Listener) -> None:
        """Take an edited text and compute what it means, unless another one has come by then."""
        self._latest = text
        sheet = await engine.away(Sheet.of, text)
        if self._latest is not text:
            return
        self.sheet = sheet
        if sheet.recipe is not None:
            await self.compute(drawn)
        else:
            await self.looks.drawing(drawn)

    async def turn(self, knob: Knob, value: float, drawn: Listener) -> None:
        """Show what a slider does, nominal values; the text follows with `keep`."""
        await self._compute(drawn, knob.path, knob.text(value))

    async def keep(self, knob: Knob, value: float) -> None:
        """Write the value of a slider into the text."""
        try:
            self.sheet = await engine.away(self.sheet.with_value, knob, value)
        except BrimstoneError as problem:
            self.failure = str(problem)

    async def enter(self, path: str, words: str, drawn: Listener) -> str:
        """Write a field into the text and compute what it means; why it can't be, or nothing."""
        try:
            sheet = await engine.away(self.sheet.with_text, path, words)
        except BrimstoneError as problem:
            return str(problem)
        self.sheet = sheet
        if sheet.recipe is not None:
            await self.compute(drawn)
        return next((one.message for one in sheet.problems if one.level == "error"), "")

    async def compute(self, drawn: Listener) -> None:
        """Show what the text says. Intervals follow after a pause."""
        await self._compute(drawn)

    async def _compute(self, drawn: Listener, path: str = "", words: str = "") -> None:
        """Show the newest wish; those that were overtaken are left out."""
        recipe = self.sheet.recipe
        if recipe is None:
            return
        self.version += 1
        self._next = Wish(self.sheet.said, recipe, path, words, self.dark)
        if self._running:
            return
        self._running = True
        try:
            while (newest := self._next) is not None:
                wish, look = await self.looks.newest(lambda: self._next or newest)
                if self._next is wish:
                    self._next = None
                self._take(look)
                await self.looks.drawing(drawn)
            if not self.failure and not self.gone:
                # Apart: whoever waits in the queue of what takes long goes on moving his slider meanwhile.
                self._settling = asyncio.create_task(self._settle(drawn))
        finally:
            self._running = False

    def _take(self, look: Look) -> None:
        self.run, self.failure = None, look.failure
        if not (look.failure or self.gone):
            self.look = look

    async def _settle(self, drawn: Listener) -> None:
        """Intervals after a pause; nothing of a recipe that is overtaken, and what is being computed for it ends."""
        version = self.version
        await asyncio.sleep(_HELD if self.held else _PAUSE)
        if self.version != version:
            return
        recipe, library, dark = self.recipe, self.sheet.library, self.dark
        job = engine.Job(gone=lambda: self.version != version)

        def computed() -> tuple[Run, Look]:
            run = engine.settled(recipe, library, job)
            return run, Look.of(run, dark)

        failure, found = "", None
        try:
            found = await engine.aside(computed)
        except BrimstoneError as problem:
            failure = str(problem)
        if self.version != version:
            return
        self.failure = failure
        if found is not None:
            self.run, self.look = found
        await self.looks.drawing(drawn)


@functools.cache
def reported_cells() -> Mapping[str, str]:
    """Reported cells with a cathode that run, each with the text of its recipe."""
    cells = {cell.name: cell.recipe for cell in load().cells(runnable=True) if cell.recipe is not None}
    return {name: recipe for name, recipe in cells.items() if parse(recipe, name).cell == FULL}
