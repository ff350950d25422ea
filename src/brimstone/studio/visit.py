"""One visitor: the recipe before them, what was computed for it, and what is being computed."""

import asyncio
import functools
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from brimstone.errors import BrimstoneError
from brimstone.library import load
from brimstone.recipe import Recipe, parse
from brimstone.recipe.kinds import FULL
from brimstone.result import Run
from brimstone.studio import engine
from brimstone.studio.sheet import Knob, Sheet

_PAUSE = 0.35  # [s] without a movement, after which intervals are computed
Listener = Callable[[], Awaitable[None] | None]


@dataclass
class Visit:
    """What one open page holds; nothing of it is shared with another.

    Attributes
    ----------
    sheet : Sheet
    run : Run or None
        The latest; nominal while a slider moves.
    failure : str
        Why there is no run.
    pinned : list of Recipe
        Cells that are compared.
    dark : bool
    version : int
        Counts the recipes; an answer to an older one is dropped.
    settled : bool
        Whether `run` has its intervals.
    replace : callable
        Puts another recipe before the visitor.
    """

    sheet: Sheet
    run: Run | None = None
    failure: str = ""
    pinned: list[Recipe] = field(default_factory=list)
    dark: bool = False
    version: int = 0
    settled: bool = False
    replace: Callable[[str], Awaitable[None]] = field(default=lambda text: _called(lambda: None))
    _next: Callable[[], Recipe] | None = None
    _running: bool = False
    _latest: str = ""  # of the texts that are being read
    _settling: "asyncio.Task[None] | None" = None

    @property
    def recipe(self) -> Recipe:
        """What is shown: that of the latest run, which may be ahead of the text.

        Raises
        ------
        BrimstoneError
            When there is none.
        """
        if self.run is not None:
            return self.run.recipe
        if self.sheet.recipe is None:
            raise BrimstoneError("the recipe has errors")
        return self.sheet.recipe

    @classmethod
    def of(cls, text: str) -> "Visit":
        """A visit that begins with a recipe."""
        return cls(Sheet.of(text))

    def again(self) -> "Visit":
        """A visit of somebody else that begins with what this one shows; nothing is computed twice."""
        return Visit(self.sheet, self.run, self.failure, settled=self.settled)

    async def begin(self, drawn: Listener) -> None:
        """Compute what the sheet says, or only draw it where that has been computed already."""
        if self.sheet.recipe is None or self.settled:
            await _called(drawn)
        else:
            await self.compute(self.sheet.recipe, drawn)

    async def write(self, text: str, drawn: Listener) -> None:
        """Take an edited text and compute what it means, unless another one has come by then."""
        self._latest = text
        sheet = await engine.away(Sheet.of, text)
        if self._latest is not text:
            return
        self.sheet = sheet
        if sheet.recipe is not None:
            await self.compute(sheet.recipe, drawn)
        else:
            await _called(drawn)

    async def turn(self, knob: Knob, value: float, drawn: Listener) -> None:
        """Show what a slider does, nominal values; the text follows with `keep`."""
        await self._compute(functools.partial(self.sheet.turned, knob, value), drawn)

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
            await self.compute(sheet.recipe, drawn)
        return next((one.message for one in sheet.problems if one.level == "error"), "")

    async def compute(self, recipe: Recipe, drawn: Listener) -> None:
        """Run the newest recipe; those that were overtaken are left out. Intervals follow after a pause."""
        await self._compute(lambda: recipe, drawn)

    async def _compute(self, made: Callable[[], Recipe], drawn: Listener) -> None:
        """The same of a recipe that is made only when its turn comes: most movements of a slider are overtaken."""
        self.version += 1
        self._next = made
        if self._running:
            return
        self._running = True
        try:
            while self._next is not None:
                wanted, self._next = self._next, None
                await self._live(wanted)
                await _called(drawn)
            if not self.failure and self.run is not None:
                # Apart: whoever waits in the queue of what takes long goes on moving his slider meanwhile.
                self._settling = asyncio.create_task(self._settle(self.run.recipe, drawn))
        finally:
            self._running = False

    async def _live(self, made: Callable[[], Recipe]) -> None:
        library = self.sheet.library
        self.settled = False
        try:
            self.run = await engine.away(lambda: engine.live(made(), library))
        except BrimstoneError as problem:
            self.failure = str(problem)
        else:
            self.failure = ""

    async def _settle(self, recipe: Recipe, drawn: Listener) -> None:
        """Intervals after a pause; nothing of a recipe that is overtaken before its turn comes, or after."""
        version, library = self.version, self.sheet.library
        await asyncio.sleep(_PAUSE)

        def computed() -> Run | None:
            return engine.settled(recipe, library) if self.version == version else None

        try:
            run = await engine.aside(computed)
        except BrimstoneError as problem:
            run, failure = None, str(problem)
        else:
            failure = ""
        if self.version == version and (run is not None or failure):
            self.run, self.failure, self.settled = run or self.run, failure, run is not None
            await _called(drawn)


async def _called(listener: Listener) -> None:
    answer = listener()
    if answer is not None:
        await answer


@functools.cache
def reported_cells() -> Mapping[str, str]:
    """Reported cells with a cathode that run, each with the text of its recipe."""
    cells = {cell.name: cell.recipe for cell in load().cells(runnable=True) if cell.recipe is not None}
    return {name: recipe for name, recipe in cells.items() if parse(recipe, name).cell == FULL}
