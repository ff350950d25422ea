"""The best candidate: searched over the whole prior, then by least squares; and how much the data weigh.

Residuals of a curve are not independent where the model is wrong: their scatter and their correlation along the curve
say how many independent values a curve is worth, and its weight falls accordingly.
"""

from collections.abc import Callable

import numpy as np
from scipy.linalg import qr
from scipy.optimize import least_squares
from scipy.stats import norm, qmc

from brimstone._records import record
from brimstone.errors import DataError
from brimstone.fit.compared import Problem, groups
from brimstone.fit.free import FreeParameter, uncertain
from brimstone.library import Library
from brimstone.recipe import Recipe

_PART, _REFINEMENTS = 0.3, 3  # of the width of a valley that a difference is taken over
_FARTHEST = 8.0  # from the middle of the prior, in its standard deviations: data may know better than the library
_SCATTER = 32  # candidates of the search over the whole prior, and as many more for each free parameter
_STARTS = 2
_MODEL_OVER_NOISE = 10.0  # by which a model is usually farther off than a cycler's error, where nothing is known yet
_TELLING, _MOST_PROPOSED = 2.0, 6

#: Called with what is done and how far.
Progress = Callable[[str, float], None]


@record
class Estimate:
    """The best candidate, and its surroundings to first order.

    Attributes
    ----------
    problem : Problem
    u : ndarray (free,)
        See `FreeParameter.value`.
    residuals : ndarray (size,)
        At the best candidate, in units of the instrument's error.
    weights : ndarray (size,)
        Of each squared residual: 1 where the model is as good as the instrument.
    covariance : ndarray (free, free)
        Of `u`, to first order (Laplace).
    independent : float
        Number of independent values that the data are worth.
    """

    problem: Problem
    u: np.ndarray
    residuals: np.ndarray
    weights: np.ndarray
    covariance: np.ndarray
    independent: float

    @property
    def misfit(self) -> float:
        """Weighted sum of squares of the residuals."""
        return float(np.sum(self.weights * self.residuals**2))

    @property
    def criterion(self) -> float:
        """Information criterion: misfit, prior and, for every parameter, the logarithm of the independent values.

        Bayesian information criterion (Schwarz 1978, 10.1214/aos/1176344136) with the number of values that are
        independent in place of that of all values.
        """
        count = self.u.size
        prior = float(np.sum(self.problem.standard(self.u[None]) ** 2))
        return self.misfit + prior + count * float(np.log(max(self.independent, 2.0)))

    def log_posterior(self, u: np.ndarray) -> np.ndarray:
        """Logarithm of the posterior density of candidates, (members, free), up to a constant; (members,)."""
        residuals = self.problem.residuals(u)
        return -0.5 * (residuals**2 @ self.weights) - 0.5 * np.sum(self.problem.standard(u) ** 2, axis=1)


def estimate(
    problem: Problem, seed: int = 0, progress: Progress | None = None, weights: np.ndarray | None = None
) -> Estimate:
    """Find the best candidate.

    Parameters
    ----------
    problem : Problem
    seed : int
    progress : callable, optional
    weights : ndarray (size,), optional
        Of the squared residuals, those of another fit to the same data; found from the residuals by default.

    Raises
    ------
    DataError
        When there is nothing to fit.
    """
    if not problem.free or not problem.size:
        raise DataError("a fit needs at least one free parameter and something to compare")
    tell = progress or (lambda words, share: None)
    count = len(problem.free)
    scattered = norm.ppf(qmc.LatinHypercube(count, rng=seed).random(_SCATTER * (1 + count)))
    tell("search over the prior", 0.0)
    candidates = np.concatenate([np.zeros((1, count)), np.clip(scattered, -3.0, 3.0)])
    residuals = problem.residuals(candidates)
    cost = np.sum(np.minimum(residuals**2, 1e12), axis=1) + np.sum(candidates**2, axis=1)
    starts = candidates[np.argsort(cost)[:_STARTS]]
    given, weights = weights, np.ones(problem.size) if weights is None else weights
    best, value = starts[0], np.inf
    for number, start in enumerate(starts):
        tell("least squares", (number + 1) / (_STARTS + 2))
        u, reached = _least_squares(problem, start, weights)
        if reached < value:
            best, value = u, reached
        if reached < 2.0 * problem.size:
            break  # as good as the instrument
    if given is not None:
        best, covariance = _surroundings(problem, best, given)
        return Estimate(problem, best, problem.residuals(best[None])[0], given, covariance, float(given.sum()))
    weights, independent = _worth(problem, problem.residuals(best[None])[0])
    if np.any(weights < 0.999):
        tell("least squares with the weights of the data", 0.8)
        best, _ = _least_squares(problem, best, weights)
        weights, independent = _worth(problem, problem.residuals(best[None])[0])
    best, covariance = _surroundings(problem, best, weights)
    return Estimate(problem, best, problem.residuals(best[None])[0], weights, covariance, independent)


def _surroundings(problem: Problem, u: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The bottom of the valley that a fit lies in, and its covariance to first order.

    Differences are taken along the axes of the valley, each over a good part of its width: along those of the
    parameters, a direction in which nothing happens is what remains of large numbers.
    """
    root, count = np.sqrt(weights)[:, None], u.size
    jacobian, prior = root * problem.slopes(u), _prior_slope(problem, u)
    for _ in range(_REFINEMENTS):
        curvature = jacobian.T @ jacobian + prior.T @ prior
        widths, axes = np.linalg.eigh(curvature)
        moves = axes * np.minimum(_PART * widths**-0.5, _PART)
        shifted = problem.residuals(np.concatenate([u[None], u + moves.T, u - moves.T]))
        here = root[:, 0] * shifted[0]
        change = root * (shifted[1 : 1 + count] - shifted[1 + count :]).T / 2.0
        jacobian = change @ np.linalg.inv(moves)
        curvature = jacobian.T @ jacobian + prior.T @ prior
        standard = problem.standard(u[None])[0]
        step = np.linalg.solve(curvature, jacobian.T @ here + prior.T @ standard)
        tried = np.clip(u - np.array([[1.0], [0.5], [0.2]]) * step, -_FARTHEST, _FARTHEST)
        cost = np.sum((root[:, 0] * problem.residuals(tried)) ** 2, axis=1) + np.sum(
            problem.standard(tried) ** 2, axis=1
        )
        if cost.min() < float(here @ here + standard @ standard):
            u = tried[int(np.argmin(cost))]
            prior = _prior_slope(problem, u)
    return u, np.linalg.inv(jacobian.T @ jacobian + prior.T @ prior)


def _prior_slope(problem: Problem, u: np.ndarray) -> np.ndarray:
    """Change of what is standard normal by the prior with each free parameter; (free, free)."""
    ahead = np.where(u < 0.0, -1e-3, 1e-3)
    return np.diag((problem.standard((u + ahead)[None]) - problem.standard(u[None]))[0] / ahead)


def _least_squares(problem: Problem, start: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, float]:
    root = np.sqrt(weights)

    def residuals(u: np.ndarray) -> np.ndarray:
        return np.concatenate([root * problem.residuals(u[None])[0], problem.standard(u[None])[0]])

    def jacobian(u: np.ndarray) -> np.ndarray:
        return np.concatenate([root[:, None] * problem.slopes(u), _prior_slope(problem, u)])

    inside = np.clip(start, -_FARTHEST + 1e-3, _FARTHEST - 1e-3)
    found = least_squares(
        residuals, inside, jac=jacobian, bounds=(-_FARTHEST, _FARTHEST), ftol=1e-6, xtol=1e-5, gtol=1e-8, max_nfev=30
    )
    return found.x, float(2.0 * found.cost)


def _worth(problem: Problem, residuals: np.ndarray) -> tuple[np.ndarray, float]:
    """Weights of the squared residuals, and how many independent values they are.

    A correlation between neighbours of `r` leaves (1 - r)/(1 + r) of the values independent (Bayley and Hammersley
    1946, 10.2307/2983560).
    """
    weights, independent = np.ones(residuals.size), 0.0
    for _, part in groups(problem.experiments):
        own = residuals[part]
        count = own.size
        square = float(np.mean(own**2))
        scatter = square if square > 1.0 + 2.0 * np.sqrt(2.0 / count) else 1.0
        centred = own / max(np.sqrt(square), 1e-30)
        beside = float(np.sum(centred[1:] * centred[:-1]) / count)
        beside = min(beside, 0.99) if beside > 2.0 / np.sqrt(count) else 0.0
        share = max((1.0 - beside) / (1.0 + beside), 1.0 / count)
        weights[part] = share / scatter
        independent += share * count
    return weights, independent


@record
class Proposal:
    """A parameter that the data can tell something of.

    Attributes
    ----------
    parameter : FreeParameter
    telling : float
        How many times narrower than the prior the data would make it, with those before it free as well.
    """

    parameter: FreeParameter
    telling: float


def propose(recipe: Recipe, library: Library, problem: Problem) -> list[Proposal]:
    """Parameters that the data can know beside each other, the best known first.

    Each next one is that whose effect on the data is least like those of the ones before it, as long as it stands out
    of a model error of ten times the instrument's.
    """
    known = tuple(uncertain(recipe, library).values())
    every = Problem(recipe, library, problem.experiments, known, place=problem.place)
    jacobian = every.slopes(np.zeros(len(known))) / _MODEL_OVER_NOISE
    jacobian[~np.isfinite(jacobian)] = 0.0
    _, upper, order = qr(jacobian, mode="economic", pivoting=True)
    told = np.abs(np.diag(upper))
    return [
        Proposal(known[place], float(size))
        for place, size in list(zip(order, told, strict=False))[:_MOST_PROPOSED]
        if size > _TELLING
    ]
