"""One joint fit of the constants that no recipe gives to all open capacities, and the same with each paper left out.

Constants are fitted together, for all cells, from their priors, at three levels: universal, those of a class of cells
(a way of mixing), and a factor of each laboratory on the reaction area, of which only the spread is kept. Outliers
count less (Student's t), the numbers of a paper weigh together as a few at most, and cells of one laboratory scatter
among themselves. The honest measure of a fit is the error on a paper that it never saw: each paper is left out in turn,
and everything is fitted again from the priors.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from brimstone._records import record
from brimstone.fit.keep import Fit, calibration_yaml, slug
from brimstone.fit.problem import Point, Problem
from brimstone.fit.reported import LeftOut, read_table
from brimstone.library import Library

_FREEDOM = 4.0  # of Student's t
_CELL = 0.15  # scatter of ln(area) between cells of one laboratory
_LABORATORY, _VOTES = 0.45, 4.0  # prior of the spread between laboratories, and the number of laboratories it weighs as
_MOST = 4.0  # as how many numbers all those of a paper weigh
_STEP = 0.03  # of a finite difference, in prior standard deviations
_LARGEST = 1.0  # step of an iteration, in prior standard deviations
_LENGTHS = np.array([1.0, 0.5, 0.2])
_ITERATIONS, _CONVERGED = 14, 0.05  # decrease of the objective at which a fit has converged

Progress = Callable[[str], None]


@dataclass
class _State:
    """Where a fit stands: logarithms and their slopes at the present candidate."""

    x: np.ndarray
    g: np.ndarray
    spread: float
    logarithm: np.ndarray
    slopes: np.ndarray  # (points, constants), per standard deviation
    area: np.ndarray  # (points,), per unit of ln(area)


def fit(problem: Problem, start: np.ndarray | None = None) -> Fit:
    """Gauss-Newton steps from the centres of the priors, with the spread between laboratories estimated on the way.

    Parameters
    ----------
    problem : Problem
    start : ndarray (constants,), optional
        In standard deviations of the priors; their centres by default.
    """
    constants, papers = len(problem.free), len(problem.papers)
    x = np.zeros(constants) if start is None else np.array(start, dtype=float)
    g, spread = np.zeros(papers), _LABORATORY
    state = _evaluate(problem, x, g, spread)
    objective = _objective(problem, state, state.logarithm[None], x[None], g[None])[0]
    normal = np.eye(constants + papers)
    iterations = 0
    for iterations in range(1, _ITERATIONS + 1):  # noqa: B007 - kept for the record
        normal, gradient = _normal_equations(problem, state)
        step = np.linalg.solve(normal, -gradient)
        step /= max(1.0, np.abs(step[:constants]).max() / _LARGEST)
        xs = state.x + _LENGTHS[:, None] * step[:constants]
        gs = state.g + _LENGTHS[:, None] * step[constants:]
        tried = _objective(problem, state, problem.logarithms(xs, gs), xs, gs)
        before = _objective(problem, state, state.logarithm[None], state.x[None], state.g[None])[0]
        best = int(np.argmin(tried))
        if tried[best] > before - _CONVERGED:
            break
        spread = _spread(gs[best], np.linalg.inv(normal)[constants:, constants:])
        state = _evaluate(problem, xs[best], gs[best], spread)
        objective = _objective(problem, state, state.logarithm[None], state.x[None], state.g[None])[0]
    covariance = np.linalg.inv(_normal_equations(problem, state)[0])[:constants, :constants]
    return Fit(problem.free, problem.papers, state.x, covariance, state.g, state.spread, float(objective), iterations)


def _evaluate(problem: Problem, x: np.ndarray, g: np.ndarray, spread: float) -> _State:
    """Logarithms and slopes, one batch: a laboratory moves its own points only, so one column does for all of them."""
    count = len(x)
    moves = np.concatenate([np.zeros((1, count)), np.eye(count), np.zeros((1, count))]) * _STEP
    shift = np.zeros(len(moves))
    shift[-1] = _STEP
    logarithms = problem.logarithms(x + moves, g + shift[:, None])
    *slopes, area = (logarithms[1:] - logarithms[0]) / _STEP
    slopes = np.array(slopes).T
    return _State(x, g, spread, logarithms[0], slopes, area)


def slopes_at(problem: Problem, at: Fit) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Logarithms of all points at a fit (points,), their slopes (points, constants), and by ln(area) (points,)."""
    state = _evaluate(problem, at.standard, at.laboratories, at.laboratory_deviation)
    return state.logarithm, state.slopes, state.area


def log_posterior(problem: Problem, at: Fit, candidates: np.ndarray) -> np.ndarray:
    """Negative logarithm of the posterior of candidates (members, constants), laboratories free to follow.

    To first order a laboratory takes its share of what its points miss.
    """
    state = _evaluate(problem, at.standard, at.laboratories, at.laboratory_deviation)
    gs = np.tile(at.laboratories, (len(candidates), 1))
    for _ in range(2):
        logarithms = problem.logarithms(candidates, gs)
        for paper in range(len(problem.papers)):
            rows = problem.paper_of == paper
            area = state.area[rows]
            weight = point_information(problem, state.logarithm, state.area)[rows]
            own = float(np.sum(weight * area**2)) + state.spread**-2
            gs[:, paper] -= ((weight * area) @ logarithms[:, rows].T + gs[:, paper] / state.spread**2) / own
    return _objective(problem, state, problem.logarithms(candidates, gs), candidates, gs)


def point_deviations(problem: Problem, area: np.ndarray) -> np.ndarray:
    """Deviation of the logarithm of each point: model and reading, and the scatter between cells of a laboratory."""
    return np.asarray(np.sqrt(problem.deviation**2 + (_CELL * area) ** 2))


def paper_weights(problem: Problem) -> np.ndarray:
    """Weight of each point such that those of a paper count as `_MOST` at most."""
    counts = np.bincount(problem.paper_of, minlength=len(problem.papers))
    return np.minimum(1.0, _MOST / counts[problem.paper_of])


def _objective(problem: Problem, state: _State, logarithms: np.ndarray, xs: np.ndarray, gs: np.ndarray) -> np.ndarray:
    """Negative logarithm of the posterior of candidates, (members,), with the deviations of the present state."""
    scaled = logarithms / point_deviations(problem, state.area)
    misfit = 0.5 * (_FREEDOM + 1.0) * np.log1p(scaled**2 / _FREEDOM) @ paper_weights(problem)
    return np.asarray(misfit + 0.5 * np.sum(xs**2, axis=1) + 0.5 * np.sum((gs / state.spread) ** 2, axis=1))


def point_information(problem: Problem, logarithm: np.ndarray, area: np.ndarray) -> np.ndarray:
    """Weight of each point in the normal equations: its information, less for an outlier or one of many."""
    deviation = point_deviations(problem, area)
    robust = (_FREEDOM + 1.0) / (_FREEDOM + (logarithm / deviation) ** 2)
    return np.asarray(paper_weights(problem) * robust / deviation**2)


def _normal_equations(problem: Problem, state: _State) -> tuple[np.ndarray, np.ndarray]:
    information = point_information(problem, state.logarithm, state.area)
    laboratories = np.zeros((len(problem.points), len(problem.papers)))
    laboratories[np.arange(len(problem.points)), problem.paper_of] = state.area
    slopes = np.concatenate([state.slopes, laboratories], axis=1)
    prior = np.concatenate([np.ones(len(state.x)), np.full(len(state.g), state.spread**-2)])
    normal = (slopes.T * information) @ slopes + np.diag(prior)
    return normal, slopes.T @ (information * state.logarithm) + prior * np.concatenate([state.x, state.g])


def _spread(g: np.ndarray, covariance: np.ndarray) -> float:
    """Spread between laboratories, from the factors and what is not known of them, and its prior."""
    squares = float(np.sum(g**2 + np.diag(covariance))) + _VOTES * _LABORATORY**2
    return float(np.sqrt(squares / (len(g) + _VOTES)))


@record
class Calibration:
    """The joint fit, and one without each paper.

    Attributes
    ----------
    problem : Problem
    joint : Fit
    folds : mapping of str to Fit
        By the paper that was left out.
    left_out : tuple of LeftOut
        Numbers that were not fitted, and why.
    before, in_sample, unseen : ndarray (points,)
        ln(computed over measured) with the centres of the priors; of the joint fit with its laboratory factors; from
        the recipe alone, with constants that never saw the paper.
    """

    problem: Problem
    joint: Fit
    folds: Mapping[str, Fit]
    left_out: tuple[LeftOut, ...]
    before: np.ndarray
    in_sample: np.ndarray
    unseen: np.ndarray

    @property
    def points(self) -> tuple[Point, ...]:
        """All fitted points, in the order of the errors."""
        return self.problem.points


def calibrate(library: Library, folder: Path, progress: Progress | None = None) -> Calibration:
    """Fit all, then without each paper; every fit is kept in `folder` as soon as it is done, and not done again.

    A kept fit counts as long as measurements, priors and code are what they were.

    Raises
    ------
    OSError
        When the folder can't be written to.
    """
    table = read_table(library)
    problem = Problem(library, table)
    folder.mkdir(parents=True, exist_ok=True)
    key = _key(problem)

    def kept(name: str, part: Problem) -> Fit:
        path = folder / f"{name}.json"
        if path.exists():
            content = json.loads(path.read_text(encoding="utf-8"))
            if content["key"] == key:
                return Fit.from_json(json.dumps(content["fit"]), part.free)
        if progress is not None:
            progress(f"fitting {name.replace('-', ' ')}: {len(part.points)} points of {len(part.papers)} papers")
        done = fit(part)
        draft = path.with_suffix(".draft")
        draft.write_text(json.dumps({"key": key, "fit": json.loads(done.to_json())}, indent=1), encoding="utf-8")
        draft.replace(path)
        text = calibration_yaml(library, done, len(part.points))
        path.with_suffix(".yaml").write_text(text, encoding="utf-8")
        return done

    joint = kept("all", problem)
    folds = {paper: kept(f"without-{slug(paper)}", problem.without(paper)) for paper in problem.papers}
    nothing = np.zeros((1, len(problem.papers)))
    before = problem.logarithms(np.zeros((1, len(problem.free))), nothing)[0]
    in_sample = problem.logarithms(joint.standard[None], joint.laboratories[None])[0]
    unseen = np.empty(len(problem.points))
    for paper, fold in folds.items():
        part = problem.only(paper)
        unseen[problem.paper_of == problem.papers.index(paper)] = part.logarithms(fold.standard[None], nothing[:, :1])[
            0
        ]
    left = (*problem.left_out, *(one for one in table.left_out))
    return Calibration(problem, joint, folds, left, before, in_sample, unseen)


def _key(problem: Problem) -> str:
    """Digest of what a fit rests on: measurements, priors, and what the model computes at their centres."""
    content: list[Any] = [[free.name, free.centre, free.deviation] for free in problem.free]
    content += [[point.cell.paper, point.words, point.number.si, point.deviation] for point in problem.points]
    computed = problem.logarithms(np.zeros((1, len(problem.free))), np.zeros((1, len(problem.papers))))[0]
    content.append(np.round(computed, 3).tolist())
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]
