"""How far a fit can be trusted: samples of its posterior, intervals, and what the data know only together."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.stats import multivariate_t

from brimstone._records import record
from brimstone.errors import DataError
from brimstone.fit.compared import Problem
from brimstone.fit.emulator import Emulator, wander
from brimstone.fit.estimate import Estimate, Progress
from brimstone.fit.ridge import follow

_FIRST, _SAMPLES, _AROUND, _ROUNDS = 60, 160, 60, 10  # candidates that the engine computes, and rounds at most
_MORE = 480  # samples that the engine weighs once the emulator is good: the ends of an interval hang on few of them
_HOT = 4.0  # by how much flatter the density is that candidates around the posterior are drawn from
_CHANGE = 0.15  # of the width of a parameter from round to round that is none
_ENOUGH = 0.5  # effective share of the samples
_STARTS, _FEWEST = 100, 15  # candidates that chains start from
_FEW = 0.02  # share of the samples beyond the candidates seen before
_FARTHEST = 3.5  # standard deviations of the prior, where the best candidate does not lie farther out
_WALKERS, _MOVES, _MOST_MOVES = 4, 120, 1200  # of emcee, for each parameter, between looks at the chain, and in all
_LONG = 20.0  # autocorrelation times that a chain has to last
_UNLIKELY = 3.0  # standard deviations of the prior
_UNKNOWN, _PARTNER, _KNOWN = 0.5, 0.2, 0.25  # standard deviations, and share of a direction


@record
class Together:
    """Parameters that the data know only together, or not at all.

    Attributes
    ----------
    names : tuple of str
    sentence : str
    """

    names: tuple[str, ...]
    sentence: str


@record
class Posterior:
    """Samples of the posterior, all of equal weight.

    Attributes
    ----------
    estimate : Estimate
    u : ndarray (samples, free)
        See `FreeParameter.value`.
    method : str
        How they were drawn.
    effective : float
        How many independent samples they are worth.
    """

    estimate: Estimate
    u: np.ndarray
    method: str
    effective: float

    def values(self) -> np.ndarray:
        """The samples in SI, (samples, free)."""
        free = self.estimate.problem.free
        return np.stack([one.value(self.u[:, place]) for place, one in enumerate(free)], axis=1)

    def interval(self, share: float = 0.8) -> np.ndarray:
        """Ends of the interval that holds a share of the posterior, SI; (free, 2)."""
        tail = 0.5 * (1.0 - share)
        return np.quantile(self.values(), (tail, 1.0 - tail), axis=0).T

    @property
    def deviations(self) -> np.ndarray:
        """Standard deviations of the posterior over those of the prior, (free,)."""
        return np.asarray(self.u.std(axis=0))

    @property
    def correlation(self) -> np.ndarray:
        """(free, free)"""
        if self.u.shape[1] == 1:
            return np.ones((1, 1))
        return np.corrcoef(self.u, rowvar=False)

    def unlikely(self) -> list[str]:
        """Sentences on parameters that came out where the library hardly expects them."""
        problem = self.estimate.problem
        away = np.abs(problem.standard(np.median(self.u, axis=0)[None])[0])
        return [
            f"{one.name} lies {far:.1f} standard deviations from the value of the library: see whether the recipe, the "
            "size of the electrode or a parameter that is not free is wrong"
            for one, far in zip(problem.free, away, strict=True)
            if far > _UNLIKELY
        ]

    def together(self) -> list[Together]:
        """What the data do not know of single parameters, by the directions in which the posterior is wide."""
        free = self.estimate.problem.free
        covariance = np.atleast_2d(np.cov(self.u, rowvar=False))
        wide, directions = np.linalg.eigh(covariance)
        found = []
        for variance, direction in zip(wide[::-1], directions.T[::-1], strict=True):
            if variance < _UNKNOWN**2:
                break
            partners = np.flatnonzero(np.abs(direction) > _PARTNER)
            names = tuple(free[place].name for place in partners)
            if partners.size == 1:
                words = f"{names[0]}: the data say little of it; it is what it was before"
            elif partners.size == 2 and _is_narrow(covariance[np.ix_(partners, partners)]):
                words = f"only {self._combination(partners, direction)} is known, not each of them"
            else:
                words = f"{', '.join(names[:-1])} and {names[-1]}: only combinations of them are known"
            found.append(Together(names, words))
        return found

    def _combination(self, partners: np.ndarray, direction: np.ndarray) -> str:
        """What stays the same when two parameters move in a direction that the data do not see."""
        one, other = (self.estimate.problem.free[place] for place in partners)
        u = self.u.mean(axis=0)
        sizes = [
            float(np.log(free.value(u[place] + 0.1) / free.value(u[place] - 0.1)))
            if free.logarithmic
            else float(free.value(u[place] + 0.1) - free.value(u[place] - 0.1))
            for free, place in zip((one, other), partners, strict=True)
        ]
        slope = sizes[0] * direction[partners[0]], sizes[1] * direction[partners[1]]
        if not (one.logarithmic and other.logarithmic):
            return f"a {'sum' if slope[0] * slope[1] < 0.0 else 'difference'} of {one.name} and {other.name}"
        power = -slope[0] / slope[1]
        shown = "" if abs(abs(power) - 1.0) < 0.1 else f" to the power {abs(power):.2g}"
        kind = "product" if power > 0.0 else "ratio"
        return f"the {kind} of {one.name} and {other.name}{shown}"


def _is_narrow(pair: np.ndarray) -> bool:
    """Whether two parameters are known in one direction and not in the other."""
    wide = np.linalg.eigvalsh(pair)
    return bool(wide[0] < _KNOWN * wide[1])


def sample(fit: Estimate, seed: int = 0, *, emcee: bool = False, progress: Progress | None = None) -> Posterior:
    """Draw samples of the posterior of a fit.

    Parameters
    ----------
    fit : Estimate
    seed : int
    emcee : bool
        By an ensemble of walkers on the engine (extra ``brimstone[fit]``); otherwise by chains on an emulator of the
        residuals, whose samples the engine weighs.
    progress : callable, optional

    Raises
    ------
    DataError
        Without emcee, if it is asked for.
    """
    tell = progress or (lambda words, share: None)
    return _walk(fit, seed, tell) if emcee else _emulated(fit, seed, tell)


def _emulated(fit: Estimate, seed: int, tell: Progress) -> Posterior:
    """Chains on an emulator of the residuals that is refined where they go; the engine weighs what comes out.

    The emulator proposes and never decides: samples are weighted by the true posterior over the emulated one.
    """
    random = np.random.default_rng([seed, 11])
    count, problem = fit.u.size, fit.problem
    root = np.sqrt(fit.weights)
    tell("posterior: floor of the valley", 0.0)
    seen, residuals = follow(fit)
    shape = fit.covariance + 1e-12 * np.eye(count)
    wide = [multivariate_t(fit.u, width * shape, df=8, seed=random) for width in (0.05, 2.0)]
    asked = np.concatenate([_inside(problem, one, _FIRST) for one in wide])
    seen, residuals = np.concatenate([seen, asked]), np.concatenate([residuals, root * problem.residuals(asked)])
    before = np.zeros(count)
    for number in range(_ROUNDS):
        tell("posterior", number / _ROUNDS)
        emulator = Emulator.of(seen, residuals, problem.standard)
        start = _low(seen, emulator.cost(seen), random)
        chain = wander(emulator.cost, start, random)
        hot = wander(lambda u, of=emulator: of.cost(u) / _HOT, start, random)  # type: ignore[misc]
        drawn = chain[random.choice(len(chain), _SAMPLES, replace=False)]
        asked = np.concatenate([drawn, hot[random.choice(len(hot), _AROUND, replace=False)]])
        computed = root * problem.residuals(asked)
        truth = 0.5 * np.sum(computed**2, axis=1) + 0.5 * np.sum(problem.standard(asked) ** 2, axis=1)
        logarithm = (emulator.cost(asked) - truth)[:_SAMPLES]
        weights = _normalised(logarithm)
        effective = float(1.0 / np.sum(weights**2))
        spread = chain.std(axis=0)
        settled = bool(np.all(np.abs(spread - before) < _CHANGE * spread))
        if settled and effective > _ENOUGH * _SAMPLES and emulator.outside(drawn) < _FEW:
            break
        before = spread
        seen, residuals = np.concatenate([seen, asked]), np.concatenate([residuals, computed])
    tell("posterior: samples", 1.0)
    more = chain[random.choice(len(chain), _MORE, replace=False)]
    drawn = np.concatenate([drawn, more])
    weights = _normalised(np.concatenate([logarithm, emulator.cost(more) + fit.log_posterior(more)]))
    ranks = (np.arange(len(drawn)) + random.random()) / len(drawn)
    places = np.searchsorted(np.cumsum(weights), ranks, side="left")
    chosen = drawn[np.minimum(places, len(drawn) - 1)]
    effective = float(1.0 / np.sum(weights**2))
    return Posterior(fit, chosen, "chains on an emulator, weighted by the engine", effective)


def _normalised(logarithm: np.ndarray) -> np.ndarray:
    """Weights of samples by their logarithms; their sum is one."""
    weights = np.exp(logarithm - logarithm.max())
    return np.asarray(weights / weights.sum())


def _low(seen: np.ndarray, cost: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Candidates for chains to start from: any that the posterior may well hold, or at least the best."""
    places = np.flatnonzero(cost < cost.min() + 3.0 * (1 + seen.shape[1]))
    if places.size < _FEWEST:
        places = np.argsort(cost)[:_FEWEST]
    return np.asarray(seen[random.permutation(places)[:_STARTS]])


def _inside(problem: Problem, proposal: Any, count: int) -> np.ndarray:
    """Samples of a distribution, drawn towards its middle where the prior has next to nothing."""
    drawn = np.atleast_2d(proposal.rvs(count)).reshape(count, -1)
    middle = np.asarray(proposal.loc)
    farthest = max(_FARTHEST, 1.0 + float(np.max(np.abs(problem.standard(middle[None])))))
    far = np.max(np.abs(problem.standard(drawn)), axis=1) / farthest
    return middle + (drawn - middle) / np.maximum(far, 1.0)[:, None]


def _walk(fit: Estimate, seed: int, tell: Progress) -> Posterior:
    try:
        import emcee as walkers
    except ModuleNotFoundError:
        raise DataError("this needs emcee, which is not installed: pip install 'brimstone[fit]'") from None
    count = fit.u.size
    random = np.random.default_rng([seed, 12])
    crowd = 2 * max(_WALKERS, _WALKERS * count // 2)
    start: Any = random.multivariate_normal(fit.u, fit.covariance, crowd)
    state = np.random.RandomState(seed).get_state()
    sampler = walkers.EnsembleSampler(crowd, count, fit.log_posterior, vectorize=True)
    sampler.random_state = state
    for moves in range(0, _MOST_MOVES, _MOVES):
        tell("posterior by emcee", moves / _MOST_MOVES)
        sampler.run_mcmc(start, _MOVES, progress=False)
        start, settling = None, (moves + _MOVES) // 3
        chain = sampler.get_chain(discard=settling)
        time = float(np.max(walkers.autocorr.integrated_time(chain, tol=0.0)))
        if len(chain) > _LONG * time:
            break
    chain = chain.reshape(-1, count)
    return Posterior(fit, chain, "emcee", len(chain) / max(time, 1.0))


def not_alone(posterior: Posterior, names: Sequence[str]) -> bool:
    """Whether a set of parameters is among those that the data know only together."""
    return any(set(names) <= set(one.names) for one in posterior.together())
