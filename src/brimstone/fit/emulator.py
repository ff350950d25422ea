"""A stand-in for the engine near a fit: polynomials of the free parameters for the residuals, and chains on it."""

import functools
import itertools
from collections.abc import Callable

import numpy as np
from scipy.linalg import eigh

from brimstone._records import record

_COMPONENTS = 24  # of the residuals that are followed
_DEGREE = 4
_PER_TERM = 1.3  # candidates for each term of a polynomial, at least
_ROOM = 1.25  # how far beyond the candidates seen it may be asked
_OUTSIDE = 1e3  # added to the cost of a candidate farther out
_GENERATIONS, _BURN = 1000, 400
_CHAINS, _PER_PARAMETER = 60, 12  # at least, and at least for each parameter
_JUMP = 0.1  # share of the moves that jump from one mode to another


@record
class Emulator:
    """Polynomials of the main components of the residuals.

    Attributes
    ----------
    middle : ndarray (free,)
    axes : ndarray (free, free)
        From the parameters to coordinates in which the candidates seen have unit spread.
    farthest : ndarray (free,)
        Of the candidates seen, in these coordinates.
    coefficients : ndarray (terms, components)
    fixed : float
        Sum of squares of the residuals across all components.
    degree : int
    prior : callable
        From candidates to where they lie in their priors.
    """

    middle: np.ndarray
    axes: np.ndarray
    farthest: np.ndarray
    coefficients: np.ndarray
    fixed: float
    degree: int
    prior: Callable[[np.ndarray], np.ndarray]

    @classmethod
    def of(cls, seen: np.ndarray, residuals: np.ndarray, prior: Callable[[np.ndarray], np.ndarray]) -> "Emulator":
        """Fit polynomials to candidates seen, (candidates, free), with their residuals, (candidates, size).

        Candidates that explain the data weigh most.
        """
        cost = 0.5 * np.sum(residuals**2, axis=1)
        excess = cost - cost.min()
        weight = 1.0 / (1.0 + excess / (5.0 * seen.shape[1]))
        total = weight / weight.sum()
        middle = total @ seen
        spread = (seen - middle).T @ (total[:, None] * (seen - middle))
        axes = np.linalg.inv(np.linalg.cholesky(spread + 1e-12 * np.eye(len(middle)))).T
        local = (seen - middle) @ axes
        degree = max(
            degree for degree in range(1, _DEGREE + 1) if _PER_TERM * len(_terms(local.shape[1], degree)) <= len(seen)
        ) if len(seen) > local.shape[1] + 2 else 1  # fmt: skip
        mean = total @ residuals
        ways = _main_ways(np.sqrt(weight)[:, None] * (residuals - mean))
        components = residuals @ ways.T
        root = np.sqrt(weight)[:, None]
        coefficients = np.linalg.lstsq(root * _monomials(local, degree), root * components, rcond=1e-10)[0]
        rest = mean - (mean @ ways.T) @ ways
        return cls(middle, axes, np.abs(local).max(axis=0), coefficients, float(rest @ rest), degree, prior)

    def outside(self, u: np.ndarray) -> float:
        """Share of candidates that are farther out than any that were seen."""
        return float(np.mean(np.any(np.abs((u - self.middle) @ self.axes) > self.farthest, axis=1)))

    def cost(self, u: np.ndarray) -> np.ndarray:
        """Negative logarithm of the emulated posterior, of candidates (members, free), up to a constant; (members,)."""
        local = (u - self.middle) @ self.axes
        components = _monomials(local, self.degree) @ self.coefficients
        out = np.maximum(np.abs(local) / (_ROOM * self.farthest) - 1.0, 0.0)
        beyond = np.where(out > 0.0, _OUTSIDE * (1.0 + out), 0.0).sum(axis=1)
        standard = self.prior(u)
        return 0.5 * (np.sum(components**2, axis=1) + self.fixed) + 0.5 * np.sum(standard**2, axis=1) + beyond


def _main_ways(rows: np.ndarray) -> np.ndarray:
    """Directions in which rows differ most, (components, columns): right singular vectors of the largest values.

    By the smaller of both products of the rows with themselves. What that loses, a hundred millionth of the largest, is
    far below what a residual matters by.
    """
    count, size = rows.shape
    many = min(_COMPONENTS, count, size)
    product = rows @ rows.T if count < size else rows.T @ rows
    values, vectors = eigh(product, subset_by_index=(len(product) - many, len(product) - 1))
    if count < size:
        told = values > 1e-14 * values[-1]
        vectors = (rows.T @ vectors[:, told]) / np.sqrt(values[told])
    return np.asarray(vectors.T[::-1])


@functools.cache
def _terms(count: int, degree: int) -> list[tuple[int, ...]]:
    """Which coordinates are multiplied in each term of a polynomial."""
    return [
        term for order in range(degree + 1) for term in itertools.combinations_with_replacement(range(count), order)
    ]


def _monomials(local: np.ndarray, degree: int) -> np.ndarray:
    """Terms of a polynomial, (members, terms)."""
    columns: dict[tuple[int, ...], np.ndarray] = {(): np.ones(len(local))}
    for term in _terms(local.shape[1], degree)[1:]:
        columns[term] = columns[term[:-1]] * local[:, term[-1]]
    return np.stack(list(columns.values()), axis=1)


def wander(cost: Callable[[np.ndarray], np.ndarray], start: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Samples of a density by chains that move along differences between other ones.

    Differential evolution Markov chain (ter Braak 2006, 10.1007/s11222-006-8769-1). One half of the chains moves at a
    time, along differences within the other half: where all move at once the samples spread less than the density does,
    by 7 % for 30 chains of 5 parameters.

    Parameters
    ----------
    cost : callable
        Negative logarithm of the density, of (members, free).
    start : ndarray (any, free)
    random : Generator

    Returns
    -------
    ndarray (samples, free)
    """
    count = start.shape[1]
    chains = max(_CHAINS, _PER_PARAMETER * count)
    now = start[random.integers(0, len(start), 2 * (chains // 2))]
    now = now + 1e-6 * random.normal(size=now.shape) * (np.std(start, axis=0) + 1e-9)
    value = cost(now)
    halves = np.split(np.arange(len(now)), 2)
    kept = []
    for generation in range(_GENERATIONS):
        for own, others in (halves, halves[::-1]):
            one, other = others[random.integers(0, own.size, (2, own.size))]
            length = np.where(random.random(own.size) < _JUMP, 1.0, 2.38 / np.sqrt(2.0 * count))[:, None]
            length = length * random.uniform(0.7, 1.2, (own.size, 1))
            moved = now[own] + length * (now[one] - now[other]) + 1e-5 * random.normal(size=(own.size, count))
            new = cost(moved)
            accepted = np.log(random.random(own.size)) < value[own] - new
            now[own[accepted]], value[own[accepted]] = moved[accepted], new[accepted]
        if generation >= _BURN and generation % 10 == 0:
            kept.append(now.copy())
    return np.concatenate(kept)
