"""What limits an optimum: ends of ranges, constraints, and what costs the best cell most."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from brimstone.recipe import Recipe
from brimstone.simulate.discharge import first_discharge
from brimstone.study.batch import Batch, discharge_of
from brimstone.study.metrics import Metric


@dataclass(frozen=True)
class Trial:
    """A cell of a search.

    Attributes
    ----------
    texts : tuple of str
        Values of its fields.
    value : float
        Of the objective; NaN where there is none.
    failure : str
        Why it is no candidate; empty for a candidate.
    cost : float
        What the search minimises.
    """

    texts: tuple[str, ...]
    value: float
    failure: str
    cost: float


@dataclass(frozen=True)
class LimitingFactors:
    """What limits an optimum.

    Attributes
    ----------
    at_end : mapping of str to str
        Fields that are at an end of their range -> that value.
    excluded : mapping of str to float
        Why better cells are no candidates -> the best value of the objective among them.
    losses : mapping of str to float
        Mean voltage lost in the best cell by cause, the largest first [V].
    masses : mapping of str to float
        Share of each layer in the mass of the layers, the largest first.
    utilisation : float
        Charge over theory.
    reachable : float
        Share of the active material that ions and electrons reach.
    """

    at_end: Mapping[str, str]
    excluded: Mapping[str, float]
    losses: Mapping[str, float]
    masses: Mapping[str, float]
    utilisation: float
    reachable: float


def excluded_cells(trials: Sequence[Trial], metric: Metric, best: float) -> dict[str, float]:
    """Reasons that exclude cells better than `best`, with the best value among them, the best first.

    Parameters
    ----------
    trials : sequence of Trial
    metric : Metric
        The objective.
    best : float
        Cost of the best candidate.
    """
    excluded: dict[str, float] = {}
    for trial in trials:
        cost = metric.cost(trial.value)
        if trial.failure and math.isfinite(trial.value) and cost < best:
            known = excluded.get(trial.failure)
            if known is None or cost < metric.cost(known):
                excluded[trial.failure] = trial.value
    return dict(sorted(excluded.items(), key=lambda pair: metric.cost(pair[1])))


def limiting_factors(
    recipe: Recipe, batch: Batch, at_end: Mapping[str, str], excluded: Mapping[str, float]
) -> LimitingFactors:
    """What limits the best cell of a search, from its nominal run.

    Parameters
    ----------
    recipe : Recipe
        Of the best cell.
    batch : Batch
        Nominal.
    at_end, excluded
        As in `LimitingFactors`.
    """
    run = batch.run(first_discharge(recipe))
    step = discharge_of(run)
    losses = {} if step is None or step.losses is None else step.losses.mean(step.curve.charge)
    masses = {layer.name: float(layer.areal_mass[0]) for layer in run.stack.layers}
    total = math.fsum(masses.values())
    return LimitingFactors(
        at_end=at_end,
        excluded=excluded,
        losses=dict(sorted(losses.items(), key=lambda pair: -pair[1])),
        masses={name: mass / total for name, mass in sorted(masses.items(), key=lambda pair: -pair[1])},
        utilisation=math.nan if step is None else float(step.charges[0] / run.cell.theoretical_charge[0]),
        reachable=float(run.cell.composite.reachable[0]),
    )
