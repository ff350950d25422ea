"""What the measurements know: how far each constant is known, what a datum decides, what can't be told apart."""

from dataclasses import dataclass

import numpy as np

from brimstone.fit.calibrate import Calibration, Fit, log_posterior, point_information, slopes_at
from brimstone.fit.problem import Z_90, Problem

_KNOWN, _PARTLY = 0.5, 0.8  # posterior over prior deviation below which a constant is known, or partly known
_ALONG = np.array([-2.0, -1.0, 1.0, 2.0])  # of a profile, in posterior deviations
_FLAT = (
    0.5  # rise of a profile at two deviations, below which nothing is known on that side (2.0 for a normal posterior)
)


@dataclass(frozen=True)
class KnownConstant:
    """How far a constant is known.

    Attributes
    ----------
    name, level : str
    value, low, high : float
        Fitted, with its 80 % interval [SI].
    prior_low, prior_high : float
        80 % interval of the prior [SI].
    share : float
        Posterior over prior deviation [-].
    rise_below, rise_above : float
        Rise of the profile of the negative log posterior two posterior deviations below and above the fit [-]; 2 for a
        normal posterior.
    decided_by : str
        The paper that knows most of it.
    twin : str
        The constant that it can least be told apart from.
    correlation : float
        With that one.
    """

    name: str
    level: str
    value: float
    low: float
    high: float
    prior_low: float
    prior_high: float
    share: float
    rise_below: float
    rise_above: float
    decided_by: str
    twin: str
    correlation: float

    @property
    def verdict(self) -> str:
        """Whether the data know it, in words."""
        if self.share > _PARTLY:
            return "prior"
        sides = [side for side, rise in (("below", self.rise_below), ("above", self.rise_above)) if rise < _FLAT]
        if sides:
            return f"open {' and '.join(sides)}"
        return "known" if self.share < _KNOWN else "in part"


@dataclass(frozen=True)
class Decided:
    """What a datum decides.

    Attributes
    ----------
    paper, point : str
    weight : float
        Its weight in the fit over that of a fully trusted number of its own, 0 to 1 and a little more [-].
    constant : str
        The constant of which it knows most.
    share : float
        Of all that is known of that constant, the prior included [-].
    """

    paper: str
    point: str
    weight: float
    constant: str
    share: float


def known_constants(calibration: Calibration) -> list[KnownConstant]:
    """Every fitted constant, with the profile of its posterior."""
    problem, joint = calibration.problem, calibration.joint
    spread = np.sqrt(np.diag(joint.covariance))
    correlation = joint.covariance / np.outer(spread, spread)
    shares = _shares(problem, joint)
    rises = _profiles(problem, joint)
    papers = np.array(problem.paper_of)
    known = []
    for place, free in enumerate(problem.free):
        others = np.abs(correlation[place])
        others[place] = 0.0
        twin = int(np.argmax(others))
        by_paper = np.bincount(papers, weights=shares[:, place], minlength=len(problem.papers))
        centre, ends = joint.standard[place], Z_90 * np.array([-spread[place], spread[place]])
        value, low, high = (float(free.value(centre + shift)) for shift in (0.0, *ends))
        known.append(
            KnownConstant(
                name=free.name,
                level=free.level,
                value=value,
                low=low,
                high=high,
                prior_low=float(free.value(-Z_90)),
                prior_high=float(free.value(Z_90)),
                share=float(spread[place]),
                rise_below=float(rises[place, 0]),
                rise_above=float(rises[place, -1]),
                decided_by=problem.papers[int(np.argmax(by_paper))],
                twin=problem.free[twin].name,
                correlation=float(correlation[place, twin]),
            )
        )
    return known


def decided(calibration: Calibration) -> list[Decided]:
    """What each datum decides."""
    problem, joint = calibration.problem, calibration.joint
    shares = _shares(problem, joint)
    logarithm, _, effects = slopes_at(problem, joint)
    weights = point_information(problem, logarithm, effects) * problem.deviation**2
    rows = []
    for number, point in enumerate(problem.points):
        place = int(np.argmax(shares[number]))
        name = problem.free[place].name
        rows.append(Decided(point.cell.paper, point.words, float(weights[number]), name, float(shares[number, place])))
    return rows


def _shares(problem: Problem, joint: Fit) -> np.ndarray:
    """Share of what is known of each constant that comes from each point, (points, constants).

    The variance of an estimate is the sum over points and priors of (influence)^2 times their own variance; a share is
    a point's part of that sum, which adds up to at most one over the points.
    """
    logarithm, slopes, effects = slopes_at(problem, joint)
    information = point_information(problem, logarithm, effects)
    # Laboratories are free: what a point says of its paper's laboratory is taken out of what it says of constants.
    seen = slopes.copy()
    for paper in range(len(problem.papers)):
        rows = problem.paper_of == paper
        weighted = effects[rows] * information[rows, None]
        own = weighted.T @ effects[rows] + np.diag(joint.spreads**-2)
        seen[rows] -= effects[rows] @ np.linalg.solve(own, weighted.T @ slopes[rows])
    influence = (seen * information[:, None]) @ joint.covariance
    variance = influence**2 / information[:, None]
    return np.asarray(variance / np.diag(joint.covariance))


def _profiles(problem: Problem, joint: Fit) -> np.ndarray:
    """Rise of the negative log posterior along the ridge of each constant, (constants, places of `_ALONG`).

    All other constants follow where the posterior is highest to first order, so a rise is an upper bound of that of the
    profile: what is flat here is flat.
    """
    spread = np.sqrt(np.diag(joint.covariance))
    ridges = joint.covariance / spread  # column k: move of all constants for one deviation of constant k
    moves = np.concatenate(
        [np.zeros((1, len(spread))), *(_ALONG[:, None] * ridges[:, place] for place in range(len(spread)))]
    )
    values = log_posterior(problem, joint, joint.standard + moves)
    return (values[1:] - values[0]).reshape(len(spread), len(_ALONG))
