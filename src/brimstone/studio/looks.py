"""What is drawn while a slider moves: computed by processes beside the server, what is equal only once."""

import asyncio
import multiprocessing
import os
import pickle
import signal
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

from brimstone._executor import cores
from brimstone.errors import BrimstoneError
from brimstone.library import load
from brimstone.library.own import with_own_materials
from brimstone.recipe import Recipe
from brimstone.result import Run
from brimstone.simulate import Settings, simulate
from brimstone.studio.paint import caption, figure_text
from brimstone.study.fields import with_field
from brimstone.view import Chart, Number, curves, steps

#: Capacities within 3e-4 of those of a run, 4e-3 where Li2S is activated; in half the time of a finer step.
LIVE = Settings(certain=True, checks=False, detail=False, notes=False, nodes=10, losses=False, tolerance=1e-5)
_KEPT = 3000  # looks of some 20 kB each


@dataclass(frozen=True)
class Wish:
    """What a visitor wants to see: a recipe, and perhaps one of its fields elsewhere.

    Attributes
    ----------
    said : str
        The recipe as text, by which wishes are equal.
    recipe : Recipe
    path, words : str
        The field that a slider moves, and its value as a recipe writes it; none where they are empty.
    dark : bool
    """

    said: str
    recipe: Recipe = field(compare=False)
    path: str = ""
    words: str = ""
    dark: bool = False


@dataclass(frozen=True)
class Look:
    """What a cell does, as far as it is drawn at once; small, since many are kept.

    Attributes
    ----------
    headlines : tuple of (str, Number)
    failure : str
        Why there are none.
    dark : bool
        Of the page that it was drawn for.
    figure : bytes
        Voltage over capacity as plotly draws it, in JSON; without a curve, and with the reason, where no charge passes.
        None where it failed.
    caption : str
        What stands below it.
    """

    headlines: tuple[tuple[str, Number], ...]
    failure: str
    dark: bool
    figure: bytes
    caption: str
    _packed: bytes = field(repr=False)  # of recipe and chart, which few ask for

    @classmethod
    def of(cls, run: Run, dark: bool) -> "Look":
        """The look of a run."""
        chart = curves.voltage_chart(run, curves.voltage_curves(run)) or curves.empty_chart(run)
        drawn, packed = figure_text(chart, dark), _pack(run.recipe, chart)
        return cls(tuple(steps.headlines(run)), "", dark, drawn, caption(chart), packed)

    @classmethod
    def failed(cls, recipe: Recipe, words: str) -> "Look":
        """Of a recipe that gives nothing to see, and why."""
        return cls((), words, False, b"", "", _pack(recipe, None))

    @property
    def recipe(self) -> Recipe:
        """What it is a look of."""
        return self._unpacked()[0]

    @property
    def chart(self) -> Chart | None:
        """Voltage over capacity; none where it failed."""
        return self._unpacked()[1]

    def drawn(self, dark: bool) -> bytes:
        """The figure on a light or a dark page."""
        chart = None if dark == self.dark else self.chart
        return self.figure if chart is None else figure_text(chart, dark)

    def _unpacked(self) -> tuple[Recipe, Chart | None]:
        recipe, chart = pickle.loads(zlib.decompress(self._packed))
        return recipe, chart


def _pack(recipe: Recipe, chart: Chart | None) -> bytes:
    return zlib.compress(pickle.dumps((recipe, chart)), 1)


def computed(wish: Wish) -> Look:
    """The nominal run of a wish, on a coarse mesh; why there is none where it can't be."""
    recipe = wish.recipe
    try:
        library = with_own_materials(load(), recipe)
        if wish.path:
            recipe = with_field(recipe, wish.path, wish.words, library)
        run = simulate(recipe, library, LIVE)
        if not curves.voltage_curves(run):  # the reason is among its notes
            run = simulate(recipe, library, replace(LIVE, notes=True))
        return Look.of(run, wish.dark)
    except BrimstoneError as problem:
        return Look.failed(recipe, str(problem))


def processes() -> Executor:
    """A process for each core, started when there is something to do; they end with this one."""
    return ProcessPoolExecutor(cores(), multiprocessing.get_context("spawn"), _follow)


def _follow() -> None:
    """Leave interrupts to the server, and end when it ends, however it does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    server = multiprocessing.parent_process()

    def end() -> None:
        if server is not None:
            server.join()
            os._exit(0)

    threading.Thread(target=end, daemon=True).start()


class Looks:
    """The looks of all visitors: as many at a time as there are cores, each visitor in turn.

    Parameters
    ----------
    make : callable
        Where they are computed; made anew if it breaks.
    lanes : int, optional
    """

    def __init__(self, make: Callable[[], Executor] = processes, lanes: int | None = None):
        self._make, self._place = make, make()
        self._lanes = asyncio.Semaphore(lanes or cores())
        self._pen = asyncio.Lock()
        self._known: OrderedDict[Wish, asyncio.Future[Look]] = OrderedDict()

    async def newest(self, wish: Callable[[], Wish]) -> tuple[Wish, Look]:
        """The look of what is wanted when its turn comes; what is wanted before that is left out.

        Parameters
        ----------
        wish : callable
            What is wanted by now.
        """
        if (now := wish()) in self._known:
            return now, await self._of(now)
        async with self._lanes:
            now = wish()
            return now, await self._of(now)

    async def drawing(self, draw: Callable[[], Any]) -> None:
        """Let one visitor after the other draw, and the server take what has come in between."""
        async with self._pen:
            answer = draw()
            if answer is not None:
                await answer
            await asyncio.sleep(0)

    async def _of(self, wish: Wish) -> Look:
        known = self._known.get(wish)
        if known is None:
            known = self._known[wish] = asyncio.ensure_future(self._computed(wish))
            if len(self._known) > _KEPT:
                self._known.popitem(last=False)
        self._known.move_to_end(wish)
        try:
            return await asyncio.shield(known)
        except Exception:
            self._known.pop(wish, None)
            raise

    async def _computed(self, wish: Wish) -> Look:
        loop, place = asyncio.get_running_loop(), self._place
        try:
            return await loop.run_in_executor(place, computed, wish)
        except BrokenExecutor:  # a process was ended from outside
            if self._place is place:
                self._place = self._make()
            return await loop.run_in_executor(None, computed, wish)

    def close(self) -> None:
        """End the processes."""
        self._place.shutdown(cancel_futures=True)
