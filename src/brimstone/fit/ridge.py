"""The floor of the valley that a fit lies in, followed to both sides: long and bent where parameters trade places."""

import numpy as np

from brimstone.fit.estimate import Estimate

_LONG = 0.15  # width of the valley to first order, in those of the prior, from which on it is followed
_STRIDE, _STRIDES = 0.25, 12  # in widths of the prior
_HIGH = 8.0  # above the floor at which following ends, in the logarithm of the posterior
_PART = 0.3  # of the width of the valley that a difference is taken over
_HELD = 1e9  # weight that keeps a correction across the valley


def follow(fit: Estimate) -> tuple[np.ndarray, np.ndarray]:
    """Candidates on and around the floor of the valley, (candidates, free), and their weighted residuals.

    Every stride goes straight on, and is corrected across the valley by least squares (Gauss-Newton), as in profiles of
    the likelihood.
    """
    root = np.sqrt(fit.weights)
    widths, axes = np.linalg.eigh(fit.covariance)
    sides = [sign * axes[:, place] for place in np.flatnonzero(np.sqrt(widths) > _LONG) for sign in (1.0, -1.0)]
    moves = axes * np.minimum(_PART * np.sqrt(widths), _PART)
    inverse = np.linalg.inv(moves)
    seen, known = [fit.u[None]], [(root * fit.residuals)[None]]
    floor = _height(fit, seen[0], known[0])[0]
    walkers = [(fit.u, side) for side in sides]

    def computed(asked: np.ndarray) -> np.ndarray:
        residuals = root * fit.problem.residuals(asked)
        seen.append(asked)
        known.append(residuals)
        return residuals

    for _ in range(_STRIDES):
        if not walkers:
            break
        ahead = np.array([u + _STRIDE * way for u, way in walkers])
        around = np.concatenate([[u, *(u + moves.T), *(u - moves.T)] for u in ahead])
        shifted = computed(around).reshape(len(walkers), -1, root.size)
        count = fit.u.size
        slopes = [((one[1 : 1 + count] - one[1 + count :]) / 2.0).T @ inverse for one in shifted]
        here = shifted[:, 0]
        for _ in range(2):
            ahead = np.array(
                [
                    u - _across(fit, u, residuals, slope, way)
                    for u, residuals, slope, (_, way) in zip(ahead, here, slopes, walkers, strict=True)
                ]
            )
            here = computed(ahead)
        heights = _height(fit, ahead, here)
        walkers = [
            (u, _direction(u - before, way))
            for u, height, (before, way) in zip(ahead, heights, walkers, strict=True)
            if height < floor + _HIGH
        ]
    return np.concatenate(seen), np.concatenate(known)


def _height(fit: Estimate, u: np.ndarray, residuals: np.ndarray) -> np.ndarray:
    """Negative logarithm of the posterior."""
    standard = fit.problem.standard(u)
    return np.asarray(0.5 * np.sum(residuals**2, axis=1) + 0.5 * np.sum(standard**2, axis=1))


def _across(fit: Estimate, u: np.ndarray, residuals: np.ndarray, slope: np.ndarray, way: np.ndarray) -> np.ndarray:
    """Step of least squares that does not go along the valley."""
    standard = fit.problem.standard(u[None])[0]
    curvature = slope.T @ slope + np.eye(u.size)
    held = curvature + _HELD * np.outer(way, way)
    return np.asarray(np.linalg.solve(held, slope.T @ residuals + standard))


def _direction(step: np.ndarray, way: np.ndarray) -> np.ndarray:
    length = float(np.linalg.norm(step))
    return step / length if length > 1e-6 else way
