"""How fitted constants are kept: as files of the library, with their correlations, and one for each paper left out."""

import functools
import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from brimstone._records import record
from brimstone.fit.problem import DRAWN_AS, LABORATORIES, Z_90, FreeConstant
from brimstone.library import Ledger, Library, Value
from brimstone.library.calibration import read_calibration
from brimstone.units import from_si

LEFT_OUT = Path(__file__).with_name("left_out")  #: constants fitted without each paper, as shipped
Fold = Callable[[int], Mapping[str, np.ndarray]]  #: samples of constants, by name, of a number of members
_LEAST_SHARE = 0.5  # of the spread between laboratories that is theirs, however much recipes leave open
_LEAST_WEIGHT = 0.005  # of a score; less moves nothing


@record
class Fit:
    """A fit and its local covariance.

    Attributes
    ----------
    free : tuple of FreeConstant
    papers : tuple of str
        That were fitted.
    standard : ndarray (constants,)
        Of the constants, in standard deviations of their priors.
    covariance : ndarray (constants, constants)
        The same, with laboratories free.
    laboratories : ndarray (papers, effects)
        What differs between laboratories, in the order of `brimstone.fit.problem.LABORATORIES`.
    spreads : ndarray (effects,)
        Of these, at nominal values of what recipes leave open.
    left_open : float
        Spread of the logarithm of the reaction area that the recipe of a typical paper leaves open [-].
    objective : float
    iterations : int
    """

    free: tuple[FreeConstant, ...]
    papers: tuple[str, ...]
    standard: np.ndarray
    covariance: np.ndarray
    laboratories: np.ndarray
    spreads: np.ndarray
    left_open: float
    objective: float
    iterations: int

    @property
    def own_spreads(self) -> np.ndarray:
        """Spreads between laboratories beside what members draw for what a recipe leaves open, (effects,).

        Variances add up: that of the fit has both in it.
        """
        own = self.spreads.copy()
        own[0] = np.sqrt(max(own[0] ** 2 - self.left_open**2, (_LEAST_SHARE * own[0]) ** 2))
        return own

    def to_json(self) -> str:
        """As it is kept between runs."""
        return json.dumps(
            {
                "names": [free.name for free in self.free],
                "papers": list(self.papers),
                "standard": self.standard.tolist(),
                "covariance": self.covariance.tolist(),
                "laboratories": self.laboratories.tolist(),
                "spreads": self.spreads.tolist(),
                "left_open": self.left_open,
                "objective": self.objective,
                "iterations": self.iterations,
            }
        )

    @classmethod
    def from_json(cls, text: str, free: tuple[FreeConstant, ...]) -> "Fit":
        """A kept fit of these constants."""
        kept = json.loads(text)
        arrays = {name: np.array(kept[name]) for name in ("standard", "covariance", "laboratories", "spreads")}
        return cls(
            free=free,
            papers=tuple(kept["papers"]),
            left_open=kept["left_open"],
            objective=kept["objective"],
            iterations=kept["iterations"],
            **arrays,
        )


def slug(paper: str) -> str:
    """A paper's name as part of a file name."""
    return re.sub(r"[^a-z0-9]+", "-", paper.lower()).strip("-")


def calibration_yaml(library: Library, fit: Fit, points: int) -> str:
    """Fitted constants as a calibration file of the library.

    Members draw what differs between laboratories beside what a recipe leaves open; ``..._deviation`` is all of the
    spread, which a factor that an anchor sets has to cover.
    """
    spread = np.sqrt(np.diag(fit.covariance))
    correlation = fit.covariance / np.outer(spread, spread)
    factor = np.linalg.cholesky(correlation + 1e-9 * np.eye(len(spread)))
    factor /= np.linalg.norm(factor, axis=1, keepdims=True)
    names = [free.name for free in fit.free]
    source = f"joint fit of {points} open capacities from {len(fit.papers)} papers"
    lines = [
        "# Constants fitted jointly, for all cells, to open capacities (brimstone calibrate), from the priors in",
        "# constants/, which describe each constant. Intervals are 10th and 90th percentiles; `scores` tells how a",
        "# constant is drawn together with others: its normal score is the weighted sum of theirs. They apply to the",
        "# present model.",
    ]
    for place, free in enumerate(fit.free):
        ends = (0.0, -Z_90 * spread[place], Z_90 * spread[place])
        value, low, high = (float(free.value(fit.standard[place] + shift)) for shift in ends)
        scores = {
            name: round(float(weight), 4)
            for name, weight in zip(names, factor[place], strict=True)
            if abs(weight) >= _LEAST_WEIGHT
        }
        lines.append(_line(library, free.name, (value, low, high), source, scores))
    own = f"spread between {len(fit.papers)} laboratories in the joint fit"
    beside = f"{own}, of the reaction area beside {fit.left_open:.2f} that recipes leave open"
    for name, sigma, drawn in zip(LABORATORIES, fit.spreads.tolist(), fit.own_spreads.tolist(), strict=True):
        lines.append(_line(library, name, (0.0, -Z_90 * drawn, Z_90 * drawn), beside, {}))
        unknown = sigma / np.sqrt(2.0 * len(fit.papers))
        ends = (sigma, sigma - Z_90 * unknown, sigma + Z_90 * unknown)
        lines.append(_line(library, f"{name}_deviation", ends, own, {}))
    return "\n".join(lines) + "\n"


def _line(
    library: Library, name: str, numbers: tuple[float, float, float], source: str, scores: Mapping[str, float]
) -> str:
    prior = library.prior(name)
    value, low, high = (f"{from_si(one, prior.unit, prior.dimension):.5g} {prior.unit}".strip() for one in numbers)
    at = "" if prior.temperature is None else f", temperature: {prior.temperature - 273.15:g} degC"
    words = ", ".join(f"{one}: {weight:g}" for one, weight in scores.items())
    drawn = f", scores: {{{words}}}" if words else ""
    return f"{name}: {{value: {value}, low: {low}, high: {high}{at}, source: '{source}', known: calibrated{drawn}}}"


def fold_samples(values: Mapping[str, Value], samples: int, seed: int = 0) -> dict[str, np.ndarray]:
    """Samples of fitted constants by the names that they are drawn under."""
    ledger = Ledger(samples, seed)
    drawn = {name: ledger.draw(value, name) for name, value in values.items()}
    return drawn | {where: drawn[name] for name, where in DRAWN_AS.items() if name in drawn}


def shipped_folds(library: Library, papers: Sequence[str], folder: Path = LEFT_OUT) -> dict[str, Fold]:
    """Samples of constants that never saw a paper, for each of these papers whose fit is kept in the folder."""
    paths = {paper: folder / f"{slug(paper)}.yaml" for paper in papers}
    values = {paper: read_calibration(path, library.priors()) for paper, path in paths.items() if path.exists()}
    return {paper: functools.partial(fold_samples, one) for paper, one in values.items()}
