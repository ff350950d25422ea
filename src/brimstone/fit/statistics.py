"""How far computed numbers are from measured ones, row by row or with one vote for each paper."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Score:
    """Errors of a set of computed numbers.

    Attributes
    ----------
    name : str
        Of the set.
    rows, papers : int
        How many numbers, from how many papers.
    dead : int
        Cells that work and were computed not to; they count in `median_error` and `rank_correlation` only.
    median_error : float
        Median of |computed/measured - 1| [-].
    rms_ln : float
        Root mean square of ln(computed/measured) [-]; NaN where all are dead.
    bias_ln : float
        Mean of ln(computed/measured) [-].
    rank_correlation : float
        Spearman's, of computed with measured; NaN for fewer than three.
    coverage : float
        Share of the 80 % intervals that hold the measured number [-]; NaN without intervals.
    width : float
        Median of high over low of the intervals [-].
    """

    name: str
    rows: int
    papers: int
    dead: int
    median_error: float
    rms_ln: float
    bias_ln: float
    rank_correlation: float
    coverage: float
    width: float


@dataclass(frozen=True)
class Pair:
    """One computed number and the measured one, in the same unit.

    Attributes
    ----------
    paper : str
    measured, computed : float
    low, high : float
        80 % interval; NaN without.
    dead : bool
    """

    paper: str
    measured: float
    computed: float
    low: float
    high: float
    dead: bool


def votes(papers: Sequence[str]) -> np.ndarray:
    """Weight of each row such that those of a paper weigh one together."""
    counts = {paper: papers.count(paper) for paper in papers}
    return np.array([1.0 / counts[paper] for paper in papers])


def score(name: str, pairs: Sequence[Pair], *, by_paper: bool = False) -> Score:
    """Errors of these pairs; with `by_paper` every paper has one vote, however many numbers it reports."""
    papers = [pair.paper for pair in pairs]
    weights = votes(papers) if by_paper else np.ones(len(pairs))
    measured, computed, low, high = (
        np.array([getattr(pair, field) for pair in pairs], dtype=float)
        for field in ("measured", "computed", "low", "high")
    )
    alive = np.array([not pair.dead and pair.computed > 0.0 for pair in pairs], dtype=bool)
    logarithm = np.log(computed[alive] / measured[alive])
    spread = np.isfinite(low) & np.isfinite(high)
    held = (low <= measured) & (measured <= high)
    wide = spread & (low > 0.0)
    return Score(
        name=name,
        rows=len(pairs),
        papers=len(set(papers)),
        dead=sum(pair.dead for pair in pairs),
        median_error=weighted_quantile(np.abs(computed / measured - 1.0), weights, 0.5),
        rms_ln=float(np.sqrt(_mean(logarithm**2, weights[alive]))),
        bias_ln=_mean(logarithm, weights[alive]),
        rank_correlation=rank_correlation(measured, computed, weights),
        coverage=_mean(held[spread].astype(float), weights[spread]),
        # An interval that reaches down to nothing is wider than any number; such intervals make the median larger.
        width=weighted_quantile(np.where(wide, high / np.where(wide, low, 1.0), np.inf)[spread], weights[spread], 0.5),
    )


def _mean(values: np.ndarray, weights: np.ndarray) -> float:
    return float(np.average(values, weights=weights)) if values.size else float("nan")


def weighted_quantile(values: np.ndarray, weights: np.ndarray, share: float) -> float:
    """The value below which `share` of the weight lies, linear between the middles of the weights; NaN for none."""
    if not values.size:
        return float("nan")
    order = np.argsort(values)
    ordered, heavy = np.asarray(values, dtype=float)[order], np.asarray(weights, dtype=float)[order]
    middles = (np.cumsum(heavy) - 0.5 * heavy) / heavy.sum()
    finite = np.isfinite(ordered)
    if not finite.all() and share > (middles[finite][-1] if finite.any() else 0.0):
        return float("inf")
    return float(np.interp(share, middles[finite], ordered[finite]))


def rank_correlation(one: np.ndarray, other: np.ndarray, weights: np.ndarray) -> float:
    """Spearman's rank correlation with weights: that of Pearson on ranks, ties at their mean rank."""
    if len(one) < 3:
        return float("nan")
    from scipy.stats import rankdata

    ranks = [rankdata(values) for values in (one, other)]
    a, b = (rank - np.average(rank, weights=weights) for rank in ranks)
    variance = float(np.average(a * a, weights=weights) * np.average(b * b, weights=weights))
    return float(np.average(a * b, weights=weights) / np.sqrt(variance)) if variance > 0.0 else float("nan")
