"""Fitted parameters by themselves: value, standard error, intervals and correlations, in the unit of the library."""

from collections.abc import Mapping, Sequence

import numpy as np

from brimstone._records import record
from brimstone.fit.posterior import Posterior
from brimstone.units import from_si


@record
class FittedParameter:
    """One fitted parameter; its numbers are in `unit`.

    Attributes
    ----------
    name, unit : str
    value, stderr : float
        Median and standard deviation of the posterior.
    prior : float
        Value of the library.
    prior_low, prior_high : float or None
        80 % interval of the library.
    width : float
        Standard deviation of the posterior over that of the prior [-].
    correl : mapping of str to float
        Correlation with each other parameter.
    """

    name: str
    unit: str
    value: float
    stderr: float
    prior: float
    prior_low: float | None
    prior_high: float | None
    width: float
    correl: Mapping[str, float]

    def __str__(self) -> str:
        words = f"{self.name}: {self.value:.4g} ± {self.stderr:.2g} {self.unit}".rstrip()
        return f"{words} (library {self.prior:.4g})"


def fitted_parameters(posterior: Posterior) -> dict[str, FittedParameter]:
    """Every fitted parameter by its name."""
    free, shown = posterior.estimate.problem.free, _shown(posterior)
    correlation, found = posterior.correlation, {}
    for place, one in enumerate(free):
        prior = one.prior
        library, low, high = (
            None if number is None else float(from_si(number, prior.unit, prior.dimension))
            for number in (prior.si, prior.low, prior.high)
        )
        found[one.name] = FittedParameter(
            one.name,
            prior.unit,
            float(np.median(shown[:, place])),
            float(shown[:, place].std()),
            library or 0.0,
            low,
            high,
            float(posterior.deviations[place]),
            {other.name: float(correlation[place, at]) for at, other in enumerate(free) if at != place},
        )
    return found


def confidence(posterior: Posterior, shares: Sequence[float]) -> dict[str, dict[float, tuple[float, float]]]:
    """Ends of the intervals that hold these shares of the posterior, by parameter, in its unit.

    Raises
    ------
    ValueError
        When a share is none.
    """
    wrong = [share for share in shares if not 0.0 < share < 1.0]
    if wrong:
        raise ValueError(f"{wrong[0]} is no share of a posterior: give numbers between 0 and 1, such as 0.95")
    shown = _shown(posterior)
    tails = [(0.5 * (1.0 - share), 0.5 * (1.0 + share)) for share in shares]
    return {
        one.name: {
            share: (float(low), float(high))
            for share, (low, high) in zip(shares, np.quantile(shown[:, place], tails), strict=True)
        }
        for place, one in enumerate(posterior.estimate.problem.free)
    }


def _shown(posterior: Posterior) -> np.ndarray:
    """Samples in the units of the library, (samples, free)."""
    priors = [one.prior for one in posterior.estimate.problem.free]
    values = posterior.values().T
    return np.stack(
        [from_si(own, prior.unit, prior.dimension) for own, prior in zip(values, priors, strict=True)], axis=1
    )
