"""Whether the recipe decides a prediction: the share of its uncertainty by cause, and what to measure to narrow it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from brimstone._records import nominal, record
from brimstone.library import Ledger, Library
from brimstone.library.workbench import Workbench
from brimstone.model.derive import derive
from brimstone.recipe import Recipe
from brimstone.result import Figure, Step
from brimstone.simulate import Settings, simulate
from brimstone.simulate.anchor import condition
from brimstone.study.sensitivities import explained, normal_scores, scaled_ranks

LEAST_MEMBERS, MOST_STEPS = 50, 60  #: samples for shares to mean anything; half cycles that are run for them
_NODES = 20

_LEAST = 3.0 * 6.0**0.5  # over the samples; three terms that explain nothing: chi-squared with variance 6
#: Causes: name -> what the names of its constants contain, and the measurement that would settle it. The first that
#: fits counts.
CAUSES: Mapping[str, tuple[tuple[str, ...], str]] = {
    "laboratory": (
        ("laboratory/",),
        "one discharge of a cell from the same laboratory, at a rate that gets 25 to 85 % of theory out (an anchor)",
    ),
    "mixing": (
        ("mixing/", "milling/", "milled_conductivity_ratio"),
        "grain sizes of the electrolyte and of the active material in the finished composite (microscopy or D50)",
    ),
    "structure": (
        ("area/", "composite/", "host/", "transport/", "process/", "particle_size", "bet_area", "pore_volume",
         "pore_width", "surface", "threshold", "heckel", "maximum_density", "hardness", ".density", ".thickness",
         "cathode.", "contact/", "pressed"),
        "thickness and porosity of the pressed cathode, and its effective ionic conductivity",
    ),
    "kinetics": (
        ("film/", "kinetics/", "promoter/", "activation/", "activat", "conversion/", "phosphorus_sulfur_ratio",
         "solution/"),
        "a rate test over a decade of currents, and the same at another temperature",
    ),
    "electrolyte redox": (
        ("redox", "oxidation_", "reduction_"),
        "the capacity of the same cathode with carbon and electrolyte and without sulfur",
    ),
    "conductivity of the electrolyte": (
        ("ionic_conductivity",),
        "the conductivity of this batch of electrolyte, pressed as in the cell",
    ),
    "anode and interfaces": (
        ("anode/", "interface/", "_resistance", "contact_fraction", "exchange_current"),
        "an impedance spectrum of the cell as assembled",
    ),
}  # fmt: skip
OTHER = "what the recipe leaves open"
_MEASURE_OTHER = "the values that the recipe leaves out"


@dataclass(frozen=True)
class Decision:
    """Whether a recipe decides a number.

    Attributes
    ----------
    shares : mapping of str to float
        Of the variance of the ranks, by cause, the largest first [-]; what is left belongs to several together.
    narrower : float
        Width of the interval, as the logarithm of high over low, if the first cause were known, over what it is [-].
    measurement : str
        That would settle the first cause.
    """

    shares: Mapping[str, float]
    narrower: float
    measurement: str

    @property
    def first(self) -> str:
        """The cause with the largest share; empty where none stands out."""
        return next(iter(self.shares), "")


def cause_of(name: str) -> str:
    """The cause that a number drawn under this name belongs to."""
    return next((cause for cause, (words, _) in CAUSES.items() if any(word in name for word in words)), OTHER)


def drawn_samples(
    recipe: Recipe, library: Library, samples: int, seed: int, conditioned: Mapping[str, np.ndarray]
) -> dict[str, np.ndarray]:
    """All uncertain numbers that went into a run, (samples,) each: the same seed and names draw them again."""
    ledger = Ledger(samples, seed, recipe.overrides, conditioned)
    derive(Workbench.of(recipe, library, ledger))
    return {name: drawn for name, drawn in ledger.drawn.items() if np.any(drawn != drawn[0])}


@record
class Prediction:
    """The capacity of a step of a recipe, and what its uncertainty is made of.

    Attributes
    ----------
    step : Step
    capacity : Figure
        Per mass of sulfur, or of active material where it holds none [C/kg].
    per : str
        Which of the two.
    decision : Decision
    """

    step: Step
    capacity: Figure
    per: str
    decision: Decision


def predictions(recipe: Recipe, library: Library, members: int, seed: int) -> list[Prediction]:
    """Run a recipe, and split the uncertainty of the capacity of each charge and discharge that is shown.

    Parameters
    ----------
    recipe : Recipe
    library : Library
    members : int
        Beside the nominal one; of fewer than `LEAST_MEMBERS` nothing can be told.
    seed : int

    Returns
    -------
    list of Prediction
        Empty for few members, and for protocols of more than `MOST_STEPS` half cycles.

    Raises
    ------
    BrimstoneError
        When the recipe can't be made or its protocol can't be carried out.
    """
    if members < LEAST_MEMBERS or half_cycles(recipe) > MOST_STEPS:
        return []
    settings = Settings(members=members, seed=seed, nodes=_NODES, checks=False, detail=False)
    samples = settings.sample_count(recipe)
    conditioned, _ = condition(recipe, library, samples, seed)
    run = simulate(recipe, library, settings, conditioned=conditioned)
    drawn = drawn_samples(run.recipe, library, samples, seed, conditioned)
    found = []
    for step in run.shown:
        if step.instruction.kind not in ("charge", "discharge") or not np.any(step.valid[1:]):
            continue
        per = "sulfur" if nominal(step.amounts.mass("sulfur")) > 0.0 else "active"
        charges = np.where(step.valid, np.abs(step.charges), np.nan)
        charges[0] = step.charge.value
        found.append(Prediction(step, step.capacity(per), per, decide(drawn, charges)))
    return found


def half_cycles(recipe: Recipe) -> int:
    """Charges and discharges of the cycles of a recipe."""
    return sum(2 * step.cycles for step in recipe.protocol if hasattr(step, "cycles") and isinstance(step.cycles, int))


def decide(drawn: Mapping[str, np.ndarray], members: np.ndarray) -> Decision:
    """Split the spread of a computed number by cause.

    Parameters
    ----------
    drawn : mapping of str to ndarray (samples,)
        What was drawn, by name.
    members : ndarray (samples,)
        The number, the nominal member first; NaN for members that failed.

    Notes
    -----
    First-order shares: the part of the variance of the ranks that cubics of the normal scores of all constants of a
    cause explain together, those constants that alone explain three standard deviations more than chance.
    """
    valid, ranked = scaled_ranks(members)
    by_cause: dict[str, list[np.ndarray]] = {}
    for name, samples in drawn.items():
        score = normal_scores(samples[1:][valid])
        share, _ = explained(score, ranked)
        if share > _LEAST / ranked.size:
            by_cause.setdefault(cause_of(name), []).append(score)
    shares = {cause: max(0.0, _together(scores, ranked)) for cause, scores in by_cause.items()}
    shares = dict(sorted(shares.items(), key=lambda pair: -pair[1]))
    if not shares:
        return Decision({}, 1.0, "")
    first = next(iter(shares))
    measurement = CAUSES[first][1] if first in CAUSES else _MEASURE_OTHER
    return Decision(shares, float(np.sqrt(max(0.0, 1.0 - shares[first]))), measurement)


def _together(scores: list[np.ndarray], ranked: np.ndarray) -> float:
    """Adjusted share of the variance that cubics of several scores explain."""
    columns = np.stack([np.ones_like(ranked), *(score**power for score in scores for power in (1, 2, 3))], axis=1)
    if ranked.size <= columns.shape[1] + 1:
        return 0.0
    fitted = columns @ np.linalg.lstsq(columns, ranked, rcond=None)[0]
    unexplained = float(np.sum((ranked - fitted) ** 2) / np.sum(ranked**2))
    return 1.0 - unexplained * (ranked.size - 1) / (ranked.size - columns.shape[1])
