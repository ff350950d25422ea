"""What moves a cell's numbers: choices of the recipe, one at a time, and the constants that nobody knows exactly.

Choices are changed by 10 % to either side (temperatures by 10 K), with nominal constants. Constants are judged from the
samples of an uncertain run: the share of a constant is what a cubic of its normal score explains of the variance of the
ranks of a result, corrected for what chance explains (adjusted coefficient of determination). Ranks, because a few
members far out would otherwise make up all of the variance. It is a first-order index: what two constants do only
together belongs to neither and is told as the rest.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from brimstone._records import record
from brimstone.cell import Cell
from brimstone.errors import RecipeError
from brimstone.inspect import check
from brimstone.library import Ledger, Library
from brimstone.library.pressures import fabrication_pressure, stack_pressure
from brimstone.library.workbench import Workbench
from brimstone.model.derive import derive
from brimstone.recipe import Recipe
from brimstone.recipe.fields import read_rate
from brimstone.simulate import NODES
from brimstone.simulate.discharge import at_rate, first_rate
from brimstone.stack import build_body
from brimstone.study.axes import amount
from brimstone.study.fields import RATE, changed, moved_with, paths, written
from brimstone.study.many import Outcome, Plan, Progress, begin
from brimstone.study.quantities import Quantity, quantities

OF = "capacity, voltage, energy"  #: what is asked for unless told otherwise
SAMPLES = 1000  #: of the uncertain run
STEP = 0.1  #: by which a choice is changed
DEGREES = 10.0  #: by which a temperature is changed [K]
_NOT_A_CHOICE = ("protocol.", "format.", "area", "diameter", "overrides.", "materials.")
_NAMES = ("electrolyte", "material", "carbon", "active", "interface", "treatment", "collector", "mixing", "solvent")

#: Groups of constants: name -> how their names begin or what they contain.
_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("laboratory scatter", ("laboratory/",)),
    ("dissolved polysulfides", ("solution/",)),
    ("conductivities", ("ionic_conductivity", "electronic_conductivity", "transport/carbon_conductivity")),
    ("product film", ("film/", "film_conductivity")),
    ("kinetics of sulfur", ("kinetics/", "promoter/", "activation/", "conversion/charge_barrier")),
    ("equilibrium and reach of sulfur", ("conversion/", "theoretical_capacity", "plateau_shift")),
    ("electrolyte redox", ("redox", "oxidation_", "reduction_")),
    ("structure of the composite", ("mixing/", "composite/", "area/", "transport/", "particle_size", "bet_area",
                                    "percolation_threshold", "pore_volume", "heckel", "maximum_density", "hardness")),
    ("contact and interfaces", ("contact/", "interface/", "_resistance", "contact_fraction",
                                "anode/", "young_modulus", "fracture_toughness", "exchange_current")),
    ("masses and thicknesses", (".density", ".thickness")),
)  # fmt: skip
_REST = "other properties"


@dataclass(frozen=True)
class Knob:
    """One choice of the recipe and what it does.

    Attributes
    ----------
    path : str
    words : str
        What the recipe says, or what is taken where it says nothing.
    less, more : str
        What it was changed to.
    changes : mapping of str to (float, float)
        By quantity, what less and more of it add, in the unit of the quantity; NaN where a cell failed.
    reason : str
        Why a cell failed; empty otherwise.
    """

    path: str
    words: str
    less: str
    more: str
    changes: Mapping[str, tuple[float, float]]
    reason: str = ""

    def reach(self, name: str) -> float:
        """The larger of its two effects on a quantity."""
        known = [abs(change) for change in self.changes.get(name, ()) if np.isfinite(change)]
        return max(known, default=0.0)


@dataclass(frozen=True)
class Constant:
    """One uncertain number of the library and what it does.

    Attributes
    ----------
    name : str
        Under which it is drawn.
    group : str
    shares : mapping of str to float
        Of the variance of the ranks, by quantity.
    correlations : mapping of str to float
        Rank correlation; positive where more of it gives more.
    """

    name: str
    group: str
    shares: Mapping[str, float]
    correlations: Mapping[str, float]


@record
class Sensitivity:
    """What moves a cell's numbers.

    Attributes
    ----------
    recipe : Recipe
    quantities : tuple of Quantity
    base : Outcome
        Of the recipe as it is, with samples.
    knobs : tuple of Knob
    constants : tuple of Constant
    members : int
        Samples of the uncertain run.
    """

    recipe: Recipe
    quantities: tuple[Quantity, ...]
    base: Outcome
    knobs: tuple[Knob, ...]
    constants: tuple[Constant, ...]
    members: int

    def sorted_knobs(self, name: str) -> list[Knob]:
        """Choices by their effect on a quantity, the strongest first."""
        return sorted(self.knobs, key=lambda knob: -knob.reach(name))

    def sorted_constants(self, name: str) -> list[Constant]:
        """Constants by their share, the largest first."""
        return sorted(self.constants, key=lambda one: -one.shares.get(name, 0.0))

    def groups(self, name: str) -> dict[str, float]:
        """Share of each group of constants in the spread of a quantity, the largest first; the rest acts together."""
        found: dict[str, float] = {}
        for one in self.constants:
            found[one.group] = found.get(one.group, 0.0) + one.shares.get(name, 0.0)
        return {group: max(share, 0.0) for group, share in sorted(found.items(), key=lambda pair: -pair[1])}

    def together(self, name: str) -> float:
        """Share that no constant explains alone."""
        return max(0.0, 1.0 - sum(one.shares.get(name, 0.0) for one in self.constants))


def sensitivity(
    recipe: Recipe | Cell,
    *,
    of: str = OF,
    at: str | None = None,
    library: Library | None = None,
    members: int = SAMPLES,
    seed: int = 0,
    nodes: int = NODES,
    progress: Progress | None = None,
) -> Sensitivity:
    """Which choices and which constants move the first discharge of a recipe most.

    Parameters
    ----------
    recipe : Recipe or Cell
    of : str
        Names of `brimstone.study.quantities.QUANTITIES` with commas between.
    at : str, optional
        Rate of the discharge; that of the recipe unless given.
    library : Library, optional
    members : int
        Samples over the constants. The share of one is told to about 3 / members.
    seed, nodes : int
        As of `brimstone.simulate.Settings`.
    progress : callable, optional
        Told which share of the work on choices is done.

    Raises
    ------
    BrimstoneError
        When the recipe can't be made or a quantity is unknown.
    """
    recipe, library = begin(recipe, library, quantities(of))
    asked = quantities(of)
    start = recipe if at is None else at_rate(recipe, at)
    sampled = Plan.of(recipe, library, asked, certain=False, members=members, seed=seed, nodes=nodes)
    base = sampled.outcome(start)
    if base.reason:
        raise RecipeError(f"its discharge fails: {base.reason}", "", recipe.source)
    nominal = Plan.of(recipe, library, asked, certain=True, members=members, seed=seed, nodes=nodes)
    return Sensitivity(
        recipe=recipe,
        quantities=asked,
        base=base,
        knobs=tuple(_knobs(start, nominal, progress)),
        constants=tuple(_constants(sampled, base)),
        members=members,
    )


# --- choices


def _knobs(recipe: Recipe, plan: Plan, progress: Progress | None) -> Iterator[Knob]:
    choices = list(_choices(recipe, plan.library))
    recipes: list[Recipe | str] = []
    for path, *texts in choices:
        recipes += [_try(recipe, path, text, plan.library) for text in texts]
    outcomes = plan.outcomes(recipes, progress)
    for number, (path, words, less, more) in enumerate(choices):
        here, under, over = outcomes[3 * number : 3 * number + 3]
        changes = {}
        for each in plan.quantities:
            low, middle, high = (one.figure(each.name).value for one in (under, here, over))
            changes[each.name] = (low - middle, high - middle)
        reason = under.reason or over.reason or here.reason
        yield Knob(path, words, less, more, changes, reason)


def _try(recipe: Recipe, path: str, text: str, library: Library) -> Recipe | str:
    try:
        made = changed(recipe, path, text, library)
        check(made, library)
    except RecipeError as problem:
        return problem.problem
    return made


def _choices(recipe: Recipe, library: Library) -> Iterator[tuple[str, str, str, str]]:
    """Path, what stands there, and less and more of it."""
    moving = moved_with(recipe, recipe.cathode.active)
    twins = {f"cathode.composition.{name}" for name in moving if name != recipe.cathode.active}
    known = {path: text for path in paths(recipe) if (text := written(recipe, path)) is not None}
    for path, text in {**known, **_unwritten(recipe, library)}.items():
        if path.startswith(_NOT_A_CHOICE) or path.endswith(_NAMES) or path in twins:
            continue
        if path == "operation.temperature":
            celsius = recipe.operation.temperature.si - 273.15
            yield path, f"{celsius:.6g} degC", f"{celsius - DEGREES:.6g} degC", f"{celsius + DEGREES:.6g} degC"
            continue
        parts = amount(_plain_rate(recipe) if path == RATE else text)
        if parts is None or parts[0] <= 0.0:
            continue
        value, blank, unit = parts
        less, more = (f"{value * factor:.9g}{blank}{unit}" for factor in (1.0 - STEP, 1.0 + STEP))
        yield path, text, less, more


def _plain_rate(recipe: Recipe) -> str:
    """The rate of the first discharge with its number in front."""
    rate = read_rate(first_rate(recipe))
    return f"{rate.si:.9g}C" if rate.kind == "C" else rate.text


def _unwritten(recipe: Recipe, library: Library) -> dict[str, str]:
    """Choices that a recipe leaves open, with what is taken for them."""
    found: dict[str, str] = {}
    bench = Workbench.of(recipe, library)
    if recipe.operation.stack_pressure is None:
        found["operation.stack_pressure"] = f"{1e-6 * float(stack_pressure(bench)[0]):.6g} MPa"
    materials = [bench.material(name) for name in recipe.cathode.composition.parts]
    if recipe.cathode.pressed_at is None:
        pressed = fabrication_pressure(bench, None, materials)
        if pressed is not None:
            found["cathode.pressed_at"] = f"{1e-6 * float(pressed[0]):.6g} MPa"
    for name, material in zip(recipe.cathode.composition.parts, materials, strict=True):
        if name not in recipe.cathode.particle_size and "particle_size" in material:
            found[f"cathode.particle_size.{name}"] = f"{1e6 * material['particle_size'].si:.6g} um"
    return {**found, "operation.temperature": recipe.operation.temperature.text}


# --- constants


def _constants(plan: Plan, base: Outcome) -> Iterator[Constant]:
    inputs = _drawn(plan, base)
    ranked = {one.name: _ranks(base.members[one.name]) for one in plan.quantities if base.members[one.name].size > 1}
    for name, samples in inputs.items():
        shares, correlations = {}, {}
        for quantity, (valid, ranks) in ranked.items():
            score = _scores(samples[1:][valid])
            shares[quantity], correlations[quantity] = _explained(score, ranks)
        yield Constant(name, _group(name), shares, correlations)


def _drawn(plan: Plan, base: Outcome) -> dict[str, np.ndarray]:
    """Samples of everything uncertain that went into a run: the same seed and names draw them again."""
    if base.recipe is None:
        return {}
    ledger = Ledger(1 + plan.members, plan.seed, base.recipe.overrides, plan.conditioned)
    bench = Workbench.of(base.recipe, plan.library, ledger)
    cell = derive(bench)
    build_body(bench, cell.composite, cell.stack)
    return {name: samples for name, samples in ledger.drawn.items() if np.any(samples != samples[0])}


def _ranks(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which samples count, and their ranks, of mean zero and variance one; all zero where nothing varies."""
    from scipy.stats import rankdata

    others = values[1:]
    valid = np.isfinite(others)
    ranks = rankdata(others[valid])
    spread = float(np.std(ranks)) if ranks.size else 0.0
    return valid, (ranks - ranks.mean()) / spread if spread > 0.0 else np.zeros_like(ranks)


def _scores(samples: np.ndarray) -> np.ndarray:
    from scipy.special import ndtri
    from scipy.stats import rankdata

    return np.asarray(ndtri((rankdata(samples) - 0.5) / samples.size)) if samples.size else samples


def _explained(score: np.ndarray, ranks: np.ndarray) -> tuple[float, float]:
    """Adjusted share of the variance that a cubic of the score explains, and the rank correlation."""
    if ranks.size < 10 or not np.any(ranks) or not np.any(score != score[0]):
        return 0.0, 0.0
    columns = np.stack([np.ones_like(score), score, score**2, score**3], axis=1)
    fitted = columns @ np.linalg.lstsq(columns, ranks, rcond=None)[0]
    left = float(np.sum((ranks - fitted) ** 2) / np.sum(ranks**2))
    adjusted = 1.0 - left * (ranks.size - 1) / (ranks.size - columns.shape[1])
    return adjusted, float(np.corrcoef(score, ranks)[0, 1])


def _group(name: str) -> str:
    return next((group for group, words in _GROUPS if any(word in name for word in words)), _REST)


def significant(share: float, members: int) -> bool:
    """Whether a share is above what chance gives to one of many constants, three standard deviations of it."""
    return share > 3.0 * 6.0**0.5 / members  # of three terms that explain nothing, chi-squared with variance six
