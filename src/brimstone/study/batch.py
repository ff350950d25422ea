"""The first discharge of each of many cells; a cell that fails is a value with its reason."""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Protocol

import numpy as np

from brimstone._executor import Executor, Form, Work, executor
from brimstone._records import record
from brimstone.design.current import packed_recipe
from brimstone.errors import BrimstoneError, RecipeError
from brimstone.inspect import check
from brimstone.library import Library, Note
from brimstone.library import load as load_library
from brimstone.library.complete import complete
from brimstone.library.own import with_own_materials
from brimstone.recipe import Recipe
from brimstone.result import Figure, Run, Step
from brimstone.simulate import Settings, simulate
from brimstone.simulate.anchor import condition
from brimstone.simulate.discharge import first_discharge
from brimstone.solver.interface import OUTCOMES
from brimstone.store.answers import columns_of
from brimstone.study.fields import field_text, with_fields
from brimstone.study.metrics import Metric

#: Called with how many cells are done, and how many there are.
Progress = Callable[[int, int], None]


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
        Rules of the lab that the cell breaks, and what other than the protocol ended its discharge.
    """

    recipe: Recipe | None
    failure: str
    members: Mapping[str, np.ndarray]
    warnings: tuple[str, ...] = ()

    def figure(self, name: str) -> Figure:
        """One metric with its 80 % interval, in its unit; NaN when the cell failed."""
        members = self.members.get(name)
        return Figure(math.nan) if members is None else Figure.of(members, np.isfinite(members))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one cell of a sweep: figures, without the samples they are of.

    Attributes
    ----------
    figures : mapping of str to Figure
        By the name of the metric, in its unit; none for a cell that failed.
    failure : str
        Why there are no numbers; empty where there are.
    warnings : tuple of str
        Rules of the lab that the cell breaks, and what other than the protocol ended its discharge.
    """

    figures: Mapping[str, Figure]
    failure: str = ""
    warnings: tuple[str, ...] = ()

    def figure(self, name: str) -> Figure:
        """One metric with its 80 % interval, in its unit; NaN when the cell failed."""
        return self.figures.get(name, Figure(math.nan))


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
        settings = replace(settings, curves=any(metric.of_curve for metric in metrics))
        conditioned, _ = condition(recipe, library, settings.sample_count(recipe), settings.seed)
        return cls(library, tuple(metrics), settings, conditioned)

    def nominal(self) -> "Batch":
        """The same with nominal values only."""
        first = {name: samples[:1] for name, samples in self.conditioned.items()}
        return replace(self, settings=replace(self.settings, certain=True), conditioned=first)

    def run(self, recipe: Recipe) -> Run:
        """Run the protocol of a recipe, with curves and losses."""
        settings = replace(self.settings, curves=True)
        return simulate(recipe, self.library, settings, conditioned=self.conditioned)

    def evaluate(self, recipe: Recipe | str, notes: Sequence[Note] | None = None) -> Evaluation:
        """The first discharge of a recipe, or why there is none; of an impossible recipe, its failure is given.

        `notes` are those of the rules of the lab, where they are known already.
        """
        if isinstance(recipe, str):
            return Evaluation(None, recipe, {})
        shortened = first_discharge(recipe)
        try:
            run = simulate(shortened, self.library, self.settings, conditioned=self.conditioned)
        except BrimstoneError as problem:
            return Evaluation(shortened, str(problem).removeprefix(f"{recipe.source}: "), {})
        step = discharge_of(run)
        failed = next((each for each in run.steps if not each.solved), None)
        if step is None or failed is not None:
            return Evaluation(shortened, "it never discharges" if failed is None else failed.stop_reason, {})
        members = {metric.name: metric.members(run, step) for metric in self.metrics}
        notes = check(shortened, self.library) if notes is None else notes
        rules = {str(note.rule) for note in notes if note.level == "warning"}
        if not step.completed:
            rules.add(OUTCOMES[step.status][0])
        return Evaluation(shortened, "", members, tuple(sorted(rules)))

    def evaluate_all(
        self,
        recipes: Sequence[Recipe | str],
        progress: Progress | None = None,
        place: Executor | None = None,
        fields: Sequence[str] = (),
    ) -> list[Evaluation]:
        """`evaluate` of each recipe, in order; `fields` are shown where the answers are kept."""
        found: list[Evaluation | None] = [None] * len(recipes)
        work = Work(self.evaluate, _lost, self._form(fields))
        for done, (number, evaluation) in enumerate((place or executor()).results(work, recipes, len(recipes)), 1):
            found[number] = evaluation
            if progress is not None:
                progress(done, len(recipes))
        return [each for each in found if each is not None]

    def _form(self, fields: Sequence[str]) -> Form[Recipe | str, Evaluation]:
        same = [[metric.name for metric in self.metrics], asdict(self.settings)]

        def key(recipe: Recipe | str) -> str:
            return json.dumps([recipe if isinstance(recipe, str) else recipe.to_mapping(), same], default=str)

        def columns(recipe: Recipe | str, evaluation: Evaluation) -> dict[str, str | float | None]:
            texts = {} if isinstance(recipe, str) else {path: field_text(recipe, path) for path in fields}
            figures = [(metric.key, evaluation.figure(metric.name)) for metric in self.metrics]
            return texts | columns_of(figures, evaluation.failure, "; ".join(evaluation.warnings))

        return Form(key, columns, (Evaluation,))


def _lost(recipe: Recipe | str, reason: str) -> Evaluation:
    return Evaluation(None if isinstance(recipe, str) else recipe, reason, {})


@record
class Variants:
    """A recipe whose fields are set anew for each cell, and what is wanted of it.

    Attributes
    ----------
    start : Recipe
    batch : Batch
    """

    start: Recipe
    batch: Batch

    def outcome(self, fields: Mapping[str, str]) -> Outcome:
        """What comes of the cell with these values of its fields."""
        library = self.batch.library
        try:
            recipe = with_fields(self.start, fields, library)
            short = len(recipe.protocol) == 1 and recipe.protocol == first_discharge(recipe).protocol
            if short:  # completed once, for the rules and for the run
                recipe = complete(recipe, with_own_materials(library, recipe))
            notes = check(recipe, library)
        except RecipeError as problem:
            return Outcome({}, _in_words(problem))
        evaluation = self.batch.evaluate(recipe, notes if short else None)
        figures = {name: evaluation.figure(name) for name in evaluation.members}
        return Outcome(figures, evaluation.failure, evaluation.warnings)

    @staticmethod
    def lost(_: Mapping[str, str], reason: str) -> Outcome:
        """In place of an outcome that was lost with the process that computed it."""
        return Outcome({}, reason)


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
    if any(metric.of_package for metric in metrics):
        recipe = packed_recipe(recipe, with_own_materials(library, recipe))
    return recipe, library


def variant(recipe: Recipe, fields: Mapping[str, str], library: Library) -> Recipe:
    """The recipe with several fields rewritten, checked against the library.

    Raises
    ------
    RecipeError
        When a field is unknown, or the cell is impossible.
    """
    recipe = with_fields(recipe, fields, library)
    check(recipe, library)
    return recipe


def variant_or_failure(recipe: Recipe, fields: Mapping[str, str], library: Library) -> Recipe | str:
    """`variant`, or why the cell is impossible."""
    try:
        return variant(recipe, fields, library)
    except RecipeError as problem:
        return _in_words(problem)


def _in_words(problem: RecipeError) -> str:
    return f"{problem.field}: {problem.problem}" if problem.field else problem.problem


def discharge_of(run: Run) -> Step | None:
    """The first discharge that took place."""
    return next((step for step in run.shown if step.instruction.kind == "discharge" and not step.pulse), None)
