"""One discharge of each of many cells, on all cores; a cell that fails is a value with its reason."""

import math
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed

import numpy as np

from brimstone._records import record
from brimstone.cell import Cell
from brimstone.design.current import packed_recipe
from brimstone.errors import BrimstoneError
from brimstone.inspect import check
from brimstone.library import Library
from brimstone.library import load as load_library
from brimstone.library.own import with_own_materials
from brimstone.recipe import Recipe
from brimstone.result import Figure, Run, Step
from brimstone.simulate import NODES, Settings, simulate
from brimstone.simulate.anchor import condition
from brimstone.simulate.discharge import first_discharge
from brimstone.study.quantities import Quantity

#: Told which share of the cells is done.
Progress = Callable[[float], None]


@record
class Outcome:
    """What came of one cell.

    Attributes
    ----------
    recipe : Recipe or None
        As it was run; None when none could be made.
    reason : str
        Why there are no numbers; empty where there are.
    members : mapping of str to ndarray
        By the name of the quantity, in its unit: all members, the nominal one first; NaN for those that failed.
    warnings : tuple of str
        Of the rules of the lab.
    """

    recipe: Recipe | None
    reason: str
    members: Mapping[str, np.ndarray]
    warnings: tuple[str, ...] = ()

    def figure(self, name: str) -> Figure:
        """One quantity with its 80 % interval, in its unit; NaN when the cell failed."""
        found = self.members.get(name)
        return Figure(math.nan) if found is None else Figure.of(found, np.isfinite(found))


@record
class Plan:
    """How cells are run in a study.

    Attributes
    ----------
    library : Library
    quantities : tuple of Quantity
    certain : bool
        Nominal values only.
    members : int
        Samples beside the nominal one.
    seed : int
    nodes : int
    conditioned : mapping of str to ndarray
        What the anchors of the recipe that all come from say of its laboratory.
    """

    library: Library
    quantities: tuple[Quantity, ...]
    certain: bool
    members: int
    seed: int
    nodes: int
    conditioned: Mapping[str, np.ndarray]

    @classmethod
    def of(
        cls,
        recipe: Recipe,
        library: Library,
        quantities: Sequence[Quantity],
        *,
        certain: bool,
        members: int,
        seed: int,
        nodes: int = NODES,
    ) -> "Plan":
        """The plan of a study that starts from `recipe`; its anchors hold for all cells made from it.

        Raises
        ------
        BrimstoneError
            When the recipe can't be made.
        """
        check(recipe, library)
        conditioned, _ = condition(recipe, library, 1 if certain else 1 + members, seed)
        return cls(library, tuple(quantities), certain, members, seed, nodes, conditioned)

    def run(self, recipe: Recipe) -> Run:
        """Run a recipe's protocol as this study runs it."""
        settings = Settings(self.certain, self.members, self.nodes, self.seed, checks=False)
        return simulate(recipe, self.library, settings, conditioned=self.conditioned)

    def outcome(self, recipe: Recipe | str) -> Outcome:
        """The first discharge of a recipe, or why there is none."""
        if isinstance(recipe, str):
            return Outcome(None, recipe, {})
        one = first_discharge(recipe)
        try:
            run = self.run(one)
        except BrimstoneError as problem:
            return Outcome(one, str(problem).removeprefix(f"{recipe.source}: "), {})
        step = discharge_of(run)
        failed = next((each for each in run.steps if not each.completed), None)
        if step is None or failed is not None:
            return Outcome(one, "it never discharges" if failed is None else failed.stop_reason, {})
        found = {each.name: values_of(run, step, each) for each in self.quantities}
        rules = {str(note.rule) for note in check(one, self.library) if note.level == "warning"}
        return Outcome(one, "", found, tuple(sorted(rules)))

    def outcomes(self, recipes: Sequence[Recipe | str], progress: Progress | None = None) -> list[Outcome]:
        """`outcome` of each recipe, in their order; the engine releases the interpreter's lock, so threads do."""
        pool = ThreadPoolExecutor(min(len(recipes), os.cpu_count() or 1) or 1)
        try:
            running = {pool.submit(self.outcome, recipe): number for number, recipe in enumerate(recipes)}
            found: list[Outcome | None] = [None] * len(recipes)
            for done, one in enumerate(as_completed(running), 1):
                found[running[one]] = one.result()
                if progress is not None:
                    progress(done / len(recipes))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
        return [one for one in found if one is not None]


def begin(given: Recipe | Cell, library: Library | None, quantities: Sequence[Quantity]) -> tuple[Recipe, Library]:
    """Recipe and library of a study that starts from a cell, or from a recipe.

    A recipe without a format is packed as `brimstone.design.current.packed_recipe` does when a quantity is of the
    packed cell.
    """
    recipe = given.recipe if isinstance(given, Cell) else given
    found = library or (given.library if isinstance(given, Cell) else load_library())
    if any(one.name.startswith("package") for one in quantities):
        recipe = packed_recipe(recipe, with_own_materials(found, recipe))
    return recipe, found


def discharge_of(run: Run) -> Step | None:
    """The first discharge that took place."""
    return next((step for step in run.shown if step.instruction.kind == "discharge"), None)


def values_of(run: Run, step: Step, quantity: Quantity) -> np.ndarray:
    """All members of a quantity in its unit; NaN where a member failed."""
    values = np.array(quantity.members(run, step), dtype=float) * quantity.factor
    if quantity.of_step and values.size == run.members:
        values[~step.valid] = math.nan
    return values
