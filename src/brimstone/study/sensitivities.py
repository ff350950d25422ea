"""What moves a cell's results: choices of the recipe, one at a time, and the constants that are not known exactly.

Choices are changed by 10 % either way (temperatures by 10 K), with nominal constants. Constants are judged from the
samples of an uncertain run: the share of a constant is the part of the variance of a result's ranks that a cubic of its
normal score explains, corrected for what chance explains (adjusted coefficient of determination). Ranks, because a few
outliers would otherwise make up all of the variance. It is a first-order index: effects of constants in combination
belong to none of them and are reported as the remainder.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from brimstone._executor import Executor, executor
from brimstone._records import record
from brimstone.constants import MPA, UM
from brimstone.errors import RecipeError
from brimstone.library import Ledger, Library
from brimstone.library.pressures import fabrication_pressure, stack_pressure
from brimstone.library.workbench import Workbench
from brimstone.model.derive import derive
from brimstone.recipe import Recipe
from brimstone.recipe.fields import read_rate
from brimstone.simulate import Settings
from brimstone.simulate.discharge import at_rate, first_rate
from brimstone.stack import build_body
from brimstone.study.axes import split_number
from brimstone.study.batch import (
    Batch,
    CellLike,
    Evaluation,
    Progress,
    starting_point,
    study_settings,
    variant_or_failure,
)
from brimstone.study.fields import RATE, coupled_parts, field_paths, field_text
from brimstone.study.metrics import DEFAULT, Metric, parse_metrics

STEP = 0.1  #: by which a choice is changed
DEGREES = 10.0  #: by which a temperature is changed [K]
_MEMBERS = 1000
_NOT_A_CHOICE = ("protocol.", "format.", "area", "diameter", "overrides.", "materials.")
_NAMES = ("electrolyte", "material", "carbon", "active", "interface", "treatment", "collector", "mixing", "solvent")

#: Groups of constants: name -> what their names contain.
_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("laboratory scatter", ("laboratory/",)),
    ("dissolved polysulfides", ("solution/",)),
    ("conductivities", ("ionic_conductivity", "electronic_conductivity", "transport/carbon_conductivity")),
    ("product film", ("film/", "film_conductivity")),
    ("kinetics of sulfur", ("kinetics/", "promoter/", "activation/", "activation_barrier", "activating_conductivity",
                            "conversion/charge_barrier")),
    ("equilibrium and reach of sulfur", ("conversion/", "theoretical_capacity", "plateau_shift")),
    ("electrolyte redox", ("redox", "oxidation_", "reduction_")),
    ("structure of the composite", ("mixing/", "milling/", "host/", "composite/", "area/", "transport/",
                                    "particle_size", "bet_area", "percolation_threshold", "pore_volume", "pore_width",
                                    "heckel", "milled_conductivity_ratio", "maximum_density", "hardness")),
    ("contact and interfaces", ("contact/", "interface/", "_resistance", "contact_fraction",
                                "anode/", "young_modulus", "fracture_toughness", "exchange_current")),
    ("masses and thicknesses", (".density", ".thickness")),
    ("pressures and process left open", ("process/",)),
)  # fmt: skip
_OTHERS = "other properties"
_CHANCE = 0.1  # share of studies in which a constant that does nothing is named


@dataclass(frozen=True)
class Choice:
    """One choice of the recipe and its effect.

    Attributes
    ----------
    path : str
    text : str
        In the recipe's words, or the value assumed where the recipe says nothing.
    less, more : str
        What it was changed to.
    changes : mapping of str to (float, float)
        By metric, what less and more of it add, in the unit of the metric; NaN where a cell failed.
    failure : str
        Why a cell failed; empty otherwise.
    """

    path: str
    text: str
    less: str
    more: str
    changes: Mapping[str, tuple[float, float]]
    failure: str = ""

    def effect(self, name: str) -> float:
        """The larger of the two effects on a metric."""
        return max((abs(change) for change in self.changes.get(name, ()) if np.isfinite(change)), default=0.0)


@dataclass(frozen=True)
class Constant:
    """One uncertain number of the library and its effect.

    Attributes
    ----------
    name : str
        Under which it is drawn.
    group : str
    shares : mapping of str to float
        Of the variance of the ranks, by metric.
    correlations : mapping of str to float
        Rank correlation; positive where more of it gives more.
    """

    name: str
    group: str
    shares: Mapping[str, float]
    correlations: Mapping[str, float]


@record
class Sensitivity:
    """What moves a cell's results.

    Attributes
    ----------
    recipe : Recipe
    metrics : tuple of Metric
    base : Evaluation
        Of the recipe as it is, with samples.
    choices : tuple of Choice
    constants : tuple of Constant
    members : int
        Samples of the uncertain run, besides the nominal member.
    """

    recipe: Recipe
    metrics: tuple[Metric, ...]
    base: Evaluation
    choices: tuple[Choice, ...]
    constants: tuple[Constant, ...]
    members: int

    def sorted_choices(self, name: str) -> list[Choice]:
        """Choices by their effect on a metric, the strongest first."""
        return sorted(self.choices, key=lambda choice: -choice.effect(name))

    def sorted_constants(self, name: str) -> list[Constant]:
        """Constants by their share, the largest first."""
        return sorted(self.constants, key=lambda constant: -constant.shares.get(name, 0.0))

    def groups(self, name: str) -> dict[str, float]:
        """Share of each group of constants in the spread of a metric, the largest first; see `interactions`."""
        sums: dict[str, float] = {}
        for constant in self.constants:
            sums[constant.group] = sums.get(constant.group, 0.0) + constant.shares.get(name, 0.0)
        return {group: max(share, 0.0) for group, share in sorted(sums.items(), key=lambda pair: -pair[1])}

    def interactions(self, name: str) -> float:
        """Share that no constant explains alone."""
        return max(0.0, 1.0 - sum(constant.shares.get(name, 0.0) for constant in self.constants))


def sensitivity(
    cell: Recipe | CellLike,
    *,
    of: str = DEFAULT,
    at: str | None = None,
    library: Library | None = None,
    settings: Settings | None = None,
    progress: Progress | None = None,
    place: Executor | None = None,
) -> Sensitivity:
    """Which choices and which constants move the first discharge of a recipe most.

    Parameters
    ----------
    cell : Recipe or Cell
    of : str
        Names of `brimstone.study.metrics.METRICS`, separated by commas.
    at : str, optional
        Rate of the discharge; that of the recipe by default.
    library : Library, optional
    settings : Settings, optional
        1000 samples over the constants unless set. A share is known to about 3 / members.
    progress : callable, optional
        Called with the share of the work on choices that is done.
    place : Executor, optional
        Where cells are run; this machine by default.

    Raises
    ------
    BrimstoneError
        When the recipe is impossible or a metric is unknown.
    """
    metrics = parse_metrics(of)
    recipe, library = starting_point(cell, library, metrics)
    start = recipe if at is None else at_rate(recipe, at)
    settings = replace(study_settings(settings, _MEMBERS), certain=False)
    batch = Batch.of(recipe, library, metrics, settings)
    place = place or executor()
    (base,) = batch.evaluate_all([start], place=place)
    if base.recipe is None or base.failure:
        raise RecipeError(f"its discharge fails: {base.failure}", "", recipe.source)
    return Sensitivity(
        recipe=recipe,
        metrics=metrics,
        base=base,
        choices=tuple(_choices(start, batch.nominal(), progress, place)),
        constants=tuple(_constants(batch, base.recipe, base)),
        members=settings.sample_count(start) - 1,
    )


# --- choices


def _choices(recipe: Recipe, batch: Batch, progress: Progress | None, place: Executor) -> Iterator[Choice]:
    steps = list(_steps(recipe, batch.library))
    variants = [variant_or_failure(recipe, {path: text}, batch.library) for path, *texts in steps for text in texts]
    evaluations = batch.evaluate_all(variants, progress, place, [path for path, *_ in steps])
    for number, (path, text, less, more) in enumerate(steps):
        here, under, over = evaluations[3 * number : 3 * number + 3]
        changes = {}
        for metric in batch.metrics:
            low, middle, high = (each.figure(metric.name).value for each in (under, here, over))
            changes[metric.name] = (low - middle, high - middle)
        failure = (under.failure or over.failure or here.failure).removeprefix(f"{path}: ")
        yield Choice(path, text, less, more, changes, failure)


def _steps(recipe: Recipe, library: Library) -> Iterator[tuple[str, str, str, str]]:
    """Path and value of each choice, and less and more of it."""
    coupled = coupled_parts(recipe, recipe.cathode.active)
    twins = {f"cathode.composition.{name}" for name in coupled if name != recipe.cathode.active}
    written = {path: text for path in field_paths(recipe) if (text := field_text(recipe, path)) is not None}
    for path, text in {**written, **_assumed(recipe, library)}.items():
        if path.startswith(_NOT_A_CHOICE) or path.endswith(_NAMES) or path in twins:
            continue
        if path == "operation.temperature":
            celsius = recipe.operation.temperature.si - 273.15
            yield path, f"{celsius:.6g} degC", f"{celsius - DEGREES:.6g} degC", f"{celsius + DEGREES:.6g} degC"
            continue
        parts = split_number(_plain_rate(recipe) if path == RATE else text)
        if parts is None or parts[0] <= 0.0:
            continue
        value, blank, unit = parts
        less, more = (f"{value * factor:.9g}{blank}{unit}" for factor in (1.0 - STEP, 1.0 + STEP))
        yield path, text, less, more


def _plain_rate(recipe: Recipe) -> str:
    """The rate of the first discharge with its number in front."""
    rate = read_rate(first_rate(recipe))
    return f"{rate.si:.9g}C" if rate.kind == "C" else rate.text


def _assumed(recipe: Recipe, library: Library) -> dict[str, str]:
    """Choices that a recipe leaves open, with the values assumed for them."""
    assumed: dict[str, str] = {}
    bench = Workbench.of(recipe, library)
    if recipe.operation.stack_pressure is None:
        pressure = float(stack_pressure(bench)[0])
        assumed["operation.stack_pressure"] = f"{pressure / MPA:.6g} MPa"
    materials = [bench.material(name) for name in recipe.cathode.composition.parts]
    if recipe.cathode.pressed_at is None:
        pressed = fabrication_pressure(bench, None, materials)
        if pressed is not None:
            assumed["cathode.pressed_at"] = f"{float(pressed[0]) / MPA:.6g} MPa"
    for name, material in zip(recipe.cathode.composition.parts, materials, strict=True):
        if name not in recipe.cathode.particle_size and "particle_size" in material:
            assumed[f"cathode.particle_size.{name}"] = f"{material['particle_size'].si / UM:.6g} um"
    return {**assumed, "operation.temperature": recipe.operation.temperature.text}


# --- constants


def _constants(batch: Batch, recipe: Recipe, base: Evaluation) -> Iterator[Constant]:
    ranked = {
        metric.name: scaled_ranks(base.members[metric.name])
        for metric in batch.metrics
        if base.members[metric.name].size > 1
    }
    for name, samples in _drawn(batch, recipe).items():
        shares, correlations = {}, {}
        for metric, (valid, ranks) in ranked.items():
            shares[metric], correlations[metric] = explained(normal_scores(samples[1:][valid]), ranks)
        yield Constant(name, _group(name), shares, correlations)


def _drawn(batch: Batch, recipe: Recipe) -> dict[str, np.ndarray]:
    """Samples of everything uncertain that went into a run: the same seed and names draw them again."""
    ledger = Ledger(batch.settings.sample_count(recipe), batch.settings.seed, recipe.overrides, batch.conditioned)
    bench = Workbench.of(recipe, batch.library, ledger)
    cell = derive(bench)
    build_body(bench, cell.composite, cell.stack)
    return {name: samples for name, samples in ledger.drawn.items() if np.any(samples != samples[0])}


def scaled_ranks(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which samples count, and their ranks, scaled to mean 0 and variance 1; all zero where nothing varies."""
    from scipy.stats import rankdata

    others = values[1:]
    valid = np.isfinite(others)
    ranks = rankdata(others[valid])
    spread = float(np.std(ranks)) if ranks.size else 0.0
    return valid, (ranks - ranks.mean()) / spread if spread > 0.0 else np.zeros_like(ranks)


def normal_scores(samples: np.ndarray) -> np.ndarray:
    """Samples of any distribution as those of a standard normal of the same ranks."""
    from scipy.special import ndtri
    from scipy.stats import rankdata

    return np.asarray(ndtri((rankdata(samples) - 0.5) / samples.size)) if samples.size else samples


def explained(score: np.ndarray, ranks: np.ndarray) -> tuple[float, float]:
    """Adjusted share of the variance that a cubic of the score explains, and the rank correlation."""
    if ranks.size < 10 or not np.any(ranks) or not np.any(score != score[0]):
        return 0.0, 0.0
    columns = np.stack([np.ones_like(score), score, score**2, score**3], axis=1)
    fitted = columns @ np.linalg.lstsq(columns, ranks, rcond=None)[0]
    unexplained = float(np.sum((ranks - fitted) ** 2) / np.sum(ranks**2))
    adjusted = 1.0 - unexplained * (ranks.size - 1) / (ranks.size - columns.shape[1])
    return adjusted, float(np.corrcoef(score, ranks)[0, 1])


def _group(name: str) -> str:
    return next((group for group, words in _GROUPS if any(word in name for word in words)), _OTHERS)


def significant(share: float, members: int, among: int) -> bool:
    """Whether a share is more than chance gives to the largest `among` many constants, but once in ten studies.

    Three terms that explain nothing are distributed as chi-squared, of which the adjusted share leaves out the mean.
    """
    from scipy.special import chdtri

    return bool(share > (chdtri(3, _CHANCE / max(1, among)) - 3.0) / members)
