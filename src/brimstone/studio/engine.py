"""What the page computes, away from the loop that answers visitors: pure functions of a recipe."""

import asyncio
import contextlib
import ctypes
import functools
import gc
import os
import re
import tempfile
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from brimstone.bridge.cycler import read_data
from brimstone.composite import TernaryMap
from brimstone.composite.voxel.recipe import network
from brimstone.constants import WH_KG
from brimstone.design import records
from brimstone.design.composition_map import composition_maps, recipe_shares
from brimstone.design.energy import energy_gap, needed_loading, review_goals
from brimstone.design.road import Standing, reported_standings, standing
from brimstone.design.strategies import compare_treatments
from brimstone.errors import BrimstoneError, UnitError
from brimstone.fit.estimate import propose
from brimstone.fit.fitted import fit
from brimstone.fit.question import Electrode, problem_of
from brimstone.library import Library, load
from brimstone.library.complete import complete
from brimstone.recipe import Impedance, Recipe, Reported
from brimstone.report.blocks import part_colours, slice_picture
from brimstone.report.paper import write_charts
from brimstone.result import Measured, Run
from brimstone.simulate import Settings, simulate
from brimstone.simulate.discharge import first_discharge, first_rate
from brimstone.study.comparing import RecipeComparison, compare
from brimstone.view import Chart, Document
from brimstone.view import design as views
from brimstone.view.fit import fit_charts, fit_document, proposal_document
from brimstone.view.structure import structure_document

SETTLED = Settings(members=60)  #: of what is computed once the sliders rest
_SIDE = 21  # points along a side of a map
_EDGE = 64  # voxels along an edge of a block
_TARGET = 500.0 * WH_KG
_T = TypeVar("_T")
_CORES = os.cpu_count() or 2
_YIELDS = 10  # of what takes long, in steps of `nice`


def _give_way() -> None:
    """Let the threads that somebody waits for go first, where the system can tell threads apart."""
    with contextlib.suppress(AttributeError, OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _YIELDS)


_QUICK = ThreadPoolExecutor(max_workers=_CORES, thread_name_prefix="studio")
_LONG = ThreadPoolExecutor(max_workers=max(1, _CORES - 1), thread_name_prefix="studio-long", initializer=_give_way)


async def away(function: Callable[..., _T], *arguments: Any) -> _T:
    """Carry out a function on a thread; the page goes on answering meanwhile."""
    return await asyncio.get_running_loop().run_in_executor(_QUICK, lambda: function(*arguments))


async def aside(function: Callable[..., _T], *arguments: Any) -> _T:
    """The same for what takes long: it never keeps a moving slider waiting, of whomever."""
    return await asyncio.get_running_loop().run_in_executor(_LONG, lambda: function(*arguments))


def give_back() -> None:
    """Give memory that nothing uses back to the system, once nobody is there whom it would keep waiting."""
    gc.collect()
    with contextlib.suppress(AttributeError, OSError):  # a function of glibc
        ctypes.CDLL(None).malloc_trim(0)


class Stopped(BrimstoneError):
    """The visitor has stopped it, or has gone."""


@dataclass
class Job:
    """How far a computation is; shared by the thread that computes and whoever waits for it.

    Attributes
    ----------
    words : str
    share : float
        Done, from 0 to 1; 0 while nobody knows.
    stopped : bool
    gone : callable
        Whether nobody waits for it any more.
    """

    words: str = ""
    share: float = 0.0
    stopped: bool = False
    gone: Callable[[], bool] = lambda: False

    def tell(self, words: str, share: float) -> None:
        """How far it is, from the thread that computes.

        Raises
        ------
        Stopped
            When it is to end.
        """
        if self.stopped or self.gone():
            raise Stopped("stopped")
        self.words, self.share = words, share

    def count(self, done: int, of: int) -> None:
        """The same for what is counted."""
        self.tell(f"{done} of {of}", done / max(1, of))


def settled(recipe: Recipe, library: Library, job: Job) -> Run:
    """The run with its intervals and losses."""
    job.tell("", 0.0)
    return simulate(recipe, library, SETTLED, progress=job.tell)


def strategies(recipe: Recipe, library: Library, job: Job) -> tuple[list[Chart], Document]:
    """Every treatment of the library applied to the cell."""
    record = records.strategies_record(recipe.name, compare_treatments(recipe, library, progress=job.count))
    return views.strategies_charts(record), views.strategies_document(record)


@functools.cache
def _reported() -> tuple[Standing, ...]:
    return reported_standings(load())


def energy(recipe: Recipe, library: Library, job: Job) -> tuple[list[Chart], Document]:
    """What each change of the design adds, and the road to 500 Wh/kg among reported cells."""
    gap = energy_gap(recipe, library, progress=job.count)
    needed = needed_loading(gap.stages[-1], library, _TARGET)
    record = records.energy_record(recipe.name, gap, _TARGET, needed, review_goals(recipe, library))
    job.tell("packing the reported cells", 1.0)
    own = standing("this cell", recipe, library, measured=False)
    return [views.energy_chart(gap), views.road_chart(_reported(), own)], views.energy_document(record)


def impedance(recipe: Recipe, library: Library, job: Job) -> Run:
    """Spectra of the cell as assembled and after its first discharge."""
    once = first_discharge(recipe)
    spectrum = Impedance.model_validate({"impedance": ["1 MHz", "1 mHz"]})
    measured = once.model_copy(update={"protocol": (spectrum, *once.protocol, spectrum)})
    return simulate(complete(measured, library), library, SETTLED, progress=job.tell)


def ageing(recipe: Recipe, library: Library, cycles: int, job: Job) -> Run:
    """Cycles at the rate of the recipe's first discharge, nominal values."""
    once = first_discharge(recipe)
    rate = first_rate(recipe)
    step = {"cycles": cycles, "charge": rate, "discharge": rate}
    window = once.to_mapping()["protocol"][-1].get("window")
    written = {name: value for name, value in once.to_mapping().items() if value not in ((), [])}
    cycled = Recipe.from_mapping({**written, "protocol": [step | ({"window": window} if window else {})]})
    return simulate(complete(cycled, library), library, Settings(certain=True, checks=False), progress=job.tell)


def mixtures(
    recipe: Recipe, library: Library, quantity: str, job: Job
) -> tuple[TernaryMap, tuple[float, float, float]]:
    """A quantity over all mixtures of the recipe's materials, and the mixture of the recipe itself."""
    job.tell("", 0.0)
    return composition_maps(recipe, library, (quantity,), _SIDE)[quantity], recipe_shares(recipe, library)


def cut(recipe: Recipe, library: Library, job: Job) -> tuple[bytes, Document]:
    """A slice of the composite of voxels with the current of ions through it, as PNG; and both tiers in numbers."""
    job.tell("", 0.0)
    made = network(recipe, library, _EDGE)
    block = made.blocks["flowed"]
    flowing = block.ions if block.ions.conductivity > 0.0 else None
    with tempfile.TemporaryDirectory(prefix="brimstone-") as folder:
        path = Path(folder) / "slice.png"
        slice_picture(block.structure, path, conduction=flowing, colours=part_colours(made.parts))
        return path.read_bytes(), structure_document(recipe.name, [made], _EDGE, {}, recipe_shares(recipe, library)[0])


def measured(content: bytes, name: str) -> Measured:
    """Read an uploaded file of a cycler or an impedance analyser."""
    with tempfile.TemporaryDirectory(prefix="brimstone-") as folder:
        path = Path(folder) / (re.sub(r"[^\w.-]+", "_", Path(name).name)[-80:] or "data")
        path.write_bytes(content)
        return read_data(path)


def with_mass(files: Sequence[Measured], mass: str) -> list[tuple[Reported, Measured]]:
    """Uploaded files, each with the mass that a visitor gives for the active material in the measured cell.

    Raises
    ------
    UnitError
        When the words are no mass.
    """
    given = {"mass": mass} if mass.strip() else {}
    try:
        return [(Reported.model_validate({"file": one.source, **given}), one) for one in files]
    except ValidationError as problem:
        words = problem.errors()[0]["msg"].removeprefix("Value error, ")
        raise UnitError(f"mass of active material: {words}") from None


def proposed(
    recipe: Recipe, library: Library, files: Sequence[Measured], electrode: Electrode, job: Job
) -> tuple[list[str], Document]:
    """Names of the parameters that the files can tell of, and how well; the most telling first."""
    job.tell("", 0.0)
    problem, notes = problem_of(recipe, library, files, electrode, ())
    proposals = propose(recipe, library, problem)
    return [one.parameter.name for one in proposals], proposal_document(recipe.name, proposals, notes)


def fitted(
    recipe: Recipe, library: Library, files: Sequence[Measured], electrode: Electrode, free: Sequence[str], job: Job
) -> tuple[str, list[Chart], Document]:
    """The recipe with the fitted values, and the fit in figures and numbers."""
    problem, notes = problem_of(recipe, library, files, electrode, free)
    found = fit(problem, progress=job.tell)
    return found.recipe().to_yaml(), fit_charts(found), fit_document(found, notes)


def compared(recipes: tuple[Recipe, ...], library: Library, job: Job) -> RecipeComparison:
    """Cells side by side, with the interval of their difference."""
    job.tell("", 0.0)
    return compare(*recipes, library=library, settings=SETTLED)


def figure_file(chart: Chart, kind: str) -> bytes:
    """A figure as a file for a paper, one column wide: ``png`` or ``svg``."""
    with tempfile.TemporaryDirectory(prefix="brimstone-") as folder:
        paths = write_charts([chart], folder)
        return next(path for path in paths if path.suffix == f".{kind}").read_bytes()
