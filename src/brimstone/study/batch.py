"""The first discharge of each of many cells, on all cores; a cell that fails is a value with its reason."""

import math
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from typing import Protocol

import numpy as np

from brimstone._records import record
from brimstone.design.current import packed_recipe
from brimstone.errors import BrimstoneError, RecipeError
from brimstone.inspect import check
from brimstone.library import Library
from brimstone.library import load as load_library
from brimstone.library.own import with_own_materials
from brimstone.recipe import Recipe
from brimstone.result import Figure, Run, Step
from brimstone.simulate import Settings, simulate
from brimstone.simulate.anchor import condition
from brimstone.simulate.discharge import first_discharge
from brimstone.study.fields import with_field
from brimstone.study.metrics import Metric

#: Called with the share of the cells that is done.
Progress = Callable[[float], None]


class CellLike(Protocol):
    """A cell with its recipe and library, such as `brimstone.Cell`."""

    @property
    def recipe(self) -> Recipe:
        """As written."""

    @property
    def library(self) -> Library:
        """That knows its materials."""


@record
class Evaluation:
    """What came of one cell.

    Attributes
    ----------
    recipe : Recipe or None
        As it was run; None when the recipe is impossible.
    failure : str
        Why there are no numbers; empty where there are.
    members : mapping of str to ndarray
        By the name of the metric, in its unit: all members, the nominal one first; NaN for those that failed.
    warnings : tuple of str
        Rules of the lab that the cell breaks.
    """

    recipe: Recipe | None
    failure: str
    members: Mapping[str, np.ndarray]
    warnings: tuple[str, ...] = ()

    def figure(self, name: str) -> Figure:
        """One metric with its 80 % interval, in its unit; NaN when the cell failed."""
        members = self.members.get(name)
        return Figure(math.nan) if members is None else Figure.of(members, np.isfinite(members))


@record
class Batch:
    """Cells that are run alike, as variants of one recipe.

    Attributes
    ----------
    library : Library
    metrics : tuple of Metric
    settings : Settings
    conditioned : mapping of str to ndarray
        What the anchors of the original recipe say of its laboratory, which all variants share.
    """

    library: Library
    metrics: tuple[Metric, ...]
    settings: Settings
    conditioned: Mapping[str, np.ndarray]

    @classmethod
    def of(cls, recipe: Recipe, library: Library, metrics: Sequence[Metric], settings: Settings) -> "Batch":
        """The batch of variants of `recipe`.

        Raises
        ------
        BrimstoneError
            When the recipe is impossible.
        """
        check(recipe, library)
        conditioned, _ = condition(recipe, library, settings.sample_count(recipe), settings.seed)
        return cls(library, tuple(metrics), settings, conditioned)

    def nominal(self) -> "Batch":
        """The same with nominal values only."""
        first = {name: samples[:1] for name, samples in self.conditioned.items()}
        return replace(self, settings=replace(self.settings, certain=True), conditioned=first)

    def run(self, recipe: Recipe) -> Run:
        """Run the protocol of a recipe."""
        return simulate(recipe, self.library, self.settings, conditioned=self.conditioned)

    def evaluate(self, recipe: Recipe | str) -> Evaluation:
        """The first discharge of a recipe, or why there is none; of an impossible recipe, its failure is given."""
        if isinstance(recipe, str):
            return Evaluation(None, recipe, {})
        shortened = first_discharge(recipe)
        try:
            run = self.run(shortened)
        except BrimstoneError as problem:
            return Evaluation(shortened, str(problem).removeprefix(f"{recipe.source}: "), {})
        step = discharge_of(run)
        failed = next((each for each in run.steps if not each.completed), None)
        if step is None or failed is not None:
            return Evaluation(shortened, "it never discharges" if failed is None else failed.stop_reason, {})
        members = {metric.name: metric.members(run, step) for metric in self.metrics}
        rules = {str(note.rule) for note in check(shortened, self.library) if note.level == "warning"}
        return Evaluation(shortened, "", members, tuple(sorted(rules)))

    def evaluate_all(self, recipes: Sequence[Recipe | str], progress: Progress | None = None) -> list[Evaluation]:
        """`evaluate` of each recipe, in order, in threads: the engine releases the interpreter's lock."""
        pool = ThreadPoolExecutor(min(len(recipes), os.cpu_count() or 1) or 1)
        try:
            running = [pool.submit(self.evaluate, recipe) for recipe in recipes]
            for done, future in enumerate(as_completed(running), 1):
                future.result()  # a defect stops the batch at once
                if progress is not None:
                    progress(done / len(recipes))
            return [each.result() for each in running]
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def study_settings(settings: Settings | None, members: int) -> Settings:
    """Settings of the runs of a study: without checks, and with `members` samples unless their number is set."""
    settings = settings or Settings()
    return replace(
        settings, checks=False, detail=False, members=members if settings.members is None else settings.members
    )


def starting_point(
    cell: Recipe | CellLike, library: Library | None, metrics: Sequence[Metric]
) -> tuple[Recipe, Library]:
    """Recipe and library of a study that starts from a cell or from a recipe.

    A recipe without a format is packed, as `brimstone.design.current.packed_recipe` does, when a metric needs it.
    """
    recipe, own = (cell, None) if isinstance(cell, Recipe) else (cell.recipe, cell.library)
    library = library or own or load_library()
    if any(metric.name.startswith("package") for metric in metrics):
        recipe = packed_recipe(recipe, with_own_materials(library, recipe))
    return recipe, library


def variant(recipe: Recipe, fields: Mapping[str, str], library: Library) -> Recipe:
    """The recipe with several fields rewritten, checked against the library.

    Raises
    ------
    RecipeError
        When a field is unknown, or the cell is impossible.
    """
    for path, text in fields.items():
        recipe = with_field(recipe, path, text, library)
    check(recipe, library)
    return recipe


def variant_or_failure(recipe: Recipe, fields: Mapping[str, str], library: Library) -> Recipe | str:
    """`variant`, or why the cell is impossible."""
    try:
        return variant(recipe, fields, library)
    except RecipeError as problem:
        return f"{problem.field}: {problem.problem}" if problem.field else problem.problem


def discharge_of(run: Run) -> Step | None:
    """The first discharge that took place."""
    return next((step for step in run.shown if step.instruction.kind == "discharge"), None)
