"""Several numbers of one cell, compared at once: a cell may be right in each of its numbers and wrong in all of them.

The members of an ensemble say how the numbers of a cell go together. The measured numbers are one more such set, so
they are held against the members as each member is held against the others.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from brimstone.result.figures import INTERVAL
from brimstone.verify.row import Joint

#: Share of the members in the region that the measured numbers have to lie in: that of the intervals of single numbers.
LEVEL = INTERVAL[1] - INTERVAL[0]
#: A number that is a decade off is as wrong as one of a dead cell.
_FARTHEST = 10.0
_DRAWS = 40  # of the scatter of a measurement, for each member


@dataclass(frozen=True)
class Agreement:
    """What came of a joint comparison.

    Attributes
    ----------
    joint : Joint
    computed : tuple of float
        Medians of the members.
    distance : float
        Of the measured numbers from the mean of the members, in their covariance with the scatter of measurement added
        (Mahalanobis, of the logarithms).
    edge : float
        The distance that a share `LEVEL` of the members keep from the others.
    farther : float
        Share of the members that are farther from the others than the measured numbers are from all.
    width : float
        Of that region as a ratio of its ends, the geometric mean over its axes.
    """

    joint: Joint
    computed: tuple[float, ...]
    distance: float
    edge: float
    farther: float
    width: float

    @property
    def passed(self) -> bool:
        """Whether the measured numbers lie in the region, and the region is no wider than stated."""
        return self.distance <= self.edge and self.width <= self.joint.spread

    @property
    def words(self) -> str:
        """What is computed and how far it is off."""
        numbers, measured = (", ".join(f"{one:.4g}" for one in row) for row in (self.computed, self.joint.measured))
        unit = f" {self.joint.unit}" if self.joint.unit else ""
        return (
            f"{numbers} against {measured}{unit}; {self.distance:.3g} deviations off, {100 * self.farther:.0f} % of "
            f"the members are farther, the region {self.width:.3g} times wide"
        )

    @property
    def demand(self) -> str:
        """What has to come out."""
        return (
            f"together inside the region of {100 * LEVEL:.0f} % of the members, here {self.edge:.3g} deviations, with "
            f"{100 * self.joint.scatter:g} % of scatter; the region at most {self.joint.spread:g} times wide"
        )

    @property
    def apart(self) -> str:
        """How far off it is, in words; empty when it holds."""
        if self.passed:
            return ""
        if not math.isfinite(self.distance):
            return "is no number"
        far = f"{self.distance / self.edge:.3g} times as far off as {100 * LEVEL:.0f} % of the members"
        return far if self.distance > self.edge else f"the region {self.width:.3g} times wide"


def agreement(joint: Joint, members: Sequence[np.ndarray]) -> Agreement:
    """Hold the measured numbers of a cell against all its members at once.

    Each member in turn is left out, measured with the stated scatter, and its distance from the others is taken; the
    measured numbers agree when a fifth of the members are farther off. The level follows from the ranks, whatever the
    shape of the distribution; a region that is the tighter, the better the numbers go together, from the covariance.

    Parameters
    ----------
    joint : Joint
    members : sequence of ndarray, shape (numbers, 1 + members)
        Each number for the nominal cell, which is left out, and the members.
    """
    values = np.array([np.ravel(row)[1:] for row in members], dtype=float)
    values = values[:, np.all(np.isfinite(values), axis=0)]
    count, size = values.shape[1], len(joint.measured)
    if len(values) != size or count < 3 * size:
        return Agreement(joint, (math.nan,) * size, math.nan, math.nan, math.nan, math.nan)
    logs = np.log(np.clip(values.T / np.array(joint.measured), 1.0 / _FARTHEST, _FARTHEST))
    scatter = joint.scatter**2 * np.eye(size)
    drawn = joint.scatter * np.random.default_rng(0).standard_normal((_DRAWS, count, size)) + logs
    own = [
        _distance(drawn[:, left], kept.mean(axis=0), np.cov(kept.T).reshape(size, size) + scatter)
        for left in range(count)
        for kept in [np.delete(logs, left, axis=0)]
    ]
    spread = np.cov(logs.T).reshape(size, size) + scatter
    distance = float(_distance(np.zeros((1, size)), logs.mean(axis=0), spread)[0])
    edge = float(np.quantile(own, LEVEL))
    return Agreement(
        joint,
        tuple(float(one) for one in np.median(values, axis=1)),
        distance,
        edge,
        farther=float(np.mean(np.array(own) > distance)),
        width=float(np.exp(2.0 * edge * np.linalg.det(spread) ** (0.5 / size))),
    )


def _distance(points: np.ndarray, centre: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    off = points - centre
    return np.sqrt(np.einsum("ij,ij->i", off @ np.linalg.inv(covariance), off))
