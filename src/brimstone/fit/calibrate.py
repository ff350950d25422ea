"""One joint fit of the constants that no recipe gives to all open capacities, and the same with each paper left out.

Constants are fitted together, for all cells, from their priors, at three levels: universal, those of a class of cells
(a way of mixing), and what differs between laboratories (reaction area, film), of which only spreads are kept. Outliers
count less (Student's t), the numbers of a paper weigh together as a few at most, and cells of one laboratory scatter
among themselves. The honest measure of a fit is the error on a paper that it never saw: each paper is left out in turn,
and everything is fitted again from the priors.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from brimstone._records import record
from brimstone.fit.keep import Fit, calibration_yaml, slug
from brimstone.fit.problem import Point, Problem
from brimstone.fit.reported import LeftOut, read_table
from brimstone.library import Library
from brimstone.store.identity import equations

_FREEDOM = 4.0  # of Student's t
_CELL = 0.15  # scatter of ln(area) between cells of one laboratory
_SPREADS = np.array([0.45, 0.2])  # priors of the spreads between laboratories, of `LABORATORIES`
#: Number of laboratories that these priors weigh as. The first of them was found in six laboratories that are fitted
#: here again, and the other is an estimate: one keeps a spread off zero, more would count the six twice.
_VOTES = 1.0
_SETTLED, _MOST_ROUNDS = 1e-3, 200  # relative change at which a spread has settled, and rounds until then at most
_MOST = 4.0  # as how many numbers all those of a paper weigh
_STEP = 0.03  # of a finite difference, in prior standard deviations
_LARGEST = 1.0  # step of an iteration, in prior standard deviations
#: Steps that are tried: damping of each, over the diagonal of the normal equations, and its length.
_TRIED = ((0.0, 1.0), (0.0, 0.5), (0.0, 0.2), (0.3, 1.0), (1.0, 1.0), (3.0, 1.0))
_ITERATIONS, _CONVERGED = 12, 0.1  # decrease of the objective at which a fit has converged

Progress = Callable[[str], None]


@record
class _State:
    """Where a fit stands: logarithms and their slopes at the present candidate."""

    x: np.ndarray
    g: np.ndarray  # (papers, effects)
    spreads: np.ndarray  # (effects,)
    logarithm: np.ndarray
    slopes: np.ndarray  # (points, constants), per standard deviation
    effects: np.ndarray  # (points, effects), per unit of what differs between laboratories


def fit(problem: Problem, start: np.ndarray | None = None) -> Fit:
    """Damped Gauss-Newton steps from the centres of the priors; the spreads between laboratories follow on the way.

    Parameters
    ----------
    problem : Problem
    start : ndarray (constants,), optional
        In standard deviations of the priors; their centres by default.
    """
    constants, papers = len(problem.free), len(problem.papers)
    x = np.zeros(constants) if start is None else np.array(start, dtype=float)
    state = _evaluate(problem, x, np.zeros((papers, len(_SPREADS))), _SPREADS)
    iterations = 0
    while iterations < _ITERATIONS:
        iterations += 1
        normal, gradient = _normal_equations(problem, state)
        steps = np.stack([length * _step(normal, gradient, damping, constants) for damping, length in _TRIED])
        xs = state.x + steps[:, :constants]
        gs = state.g + steps[:, constants:].reshape(-1, *state.g.shape)
        tried = _objective(problem, state, problem.logarithms(xs, gs), xs, gs)
        best = int(np.argmin(tried))
        if tried[best] > _own_objective(problem, state) - _CONVERGED:
            break
        state = _evaluate(problem, xs[best], gs[best], state.spreads)
        state = replace(state, spreads=_spreads(problem, state))
    covariance = np.linalg.inv(_normal_equations(problem, state)[0])[:constants, :constants]
    return Fit(
        free=problem.free,
        papers=problem.papers,
        standard=state.x,
        covariance=covariance,
        laboratories=state.g,
        spreads=state.spreads,
        left_open=problem.left_open,
        objective=_own_objective(problem, state),
        iterations=iterations,
    )


def _step(normal: np.ndarray, gradient: np.ndarray, damping: float, constants: int) -> np.ndarray:
    """A step of Levenberg and Marquardt, no constant farther than `_LARGEST`.

    Where slopes change within a step, as where a cell comes to life, only a damped one finds lower ground.
    """
    step = np.linalg.solve(normal + damping * np.diag(np.diag(normal)), -gradient)
    return np.asarray(step / max(1.0, np.abs(step[:constants]).max() / _LARGEST))


def _evaluate(problem: Problem, x: np.ndarray, g: np.ndarray, spreads: np.ndarray) -> _State:
    """Logarithms and slopes, one batch: a laboratory moves its own points only, so one column does for all of them."""
    count, effects = len(x), g.shape[1]
    moves = np.concatenate([np.zeros((1, count)), np.eye(count), np.zeros((effects, count))]) * _STEP
    shifts = np.concatenate([np.zeros((1 + count, effects)), np.eye(effects)]) * _STEP
    logarithms = problem.logarithms(x + moves, g + shifts[:, None])
    slopes = (logarithms[1:] - logarithms[0]).T / _STEP
    return _State(x, g, spreads, logarithms[0], slopes[:, :count], slopes[:, count:])


def slopes_at(problem: Problem, at: Fit) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Logarithms of all points at a fit (points,), slopes by constants and by what differs between laboratories."""
    state = _evaluate(problem, at.standard, at.laboratories, at.spreads)
    return state.logarithm, state.slopes, state.effects


def log_posterior(problem: Problem, at: Fit, candidates: np.ndarray) -> np.ndarray:
    """Negative logarithm of the posterior of candidates (members, constants), laboratories free to follow.

    To first order a laboratory takes its share of what its points miss.
    """
    state = _evaluate(problem, at.standard, at.laboratories, at.spreads)
    information = point_information(problem, state.logarithm, state.effects)
    gs = np.tile(at.laboratories, (len(candidates), 1, 1))
    logarithms = problem.logarithms(candidates, gs)
    for paper in range(len(problem.papers)):
        rows = problem.paper_of == paper
        weighted = state.effects[rows] * information[rows, None]
        own = weighted.T @ state.effects[rows] + np.diag(at.spreads**-2)
        gradient = logarithms[:, rows] @ weighted + gs[:, paper] / at.spreads**2
        gs[:, paper] -= np.linalg.solve(own, gradient.T).T
    return _objective(problem, state, problem.logarithms(candidates, gs), candidates, gs)


def point_deviations(problem: Problem, effects: np.ndarray) -> np.ndarray:
    """Deviation of the logarithm of each point: model and reading, and the scatter between cells of a laboratory."""
    return np.asarray(np.sqrt(problem.deviation**2 + (_CELL * effects[:, 0]) ** 2))


def paper_weights(problem: Problem) -> np.ndarray:
    """Weight of each point such that those of a paper count as `_MOST` at most."""
    counts = np.bincount(problem.paper_of, minlength=len(problem.papers))
    return np.minimum(1.0, _MOST / counts[problem.paper_of])


def _objective(problem: Problem, state: _State, logarithms: np.ndarray, xs: np.ndarray, gs: np.ndarray) -> np.ndarray:
    """Negative logarithm of the posterior of candidates, (members,), with the deviations of the present state."""
    scaled = logarithms / point_deviations(problem, state.effects)
    misfit = 0.5 * (_FREEDOM + 1.0) * np.log1p(scaled**2 / _FREEDOM) @ paper_weights(problem)
    return np.asarray(misfit + 0.5 * np.sum(xs**2, axis=1) + 0.5 * np.sum((gs / state.spreads) ** 2, axis=(1, 2)))


def _own_objective(problem: Problem, state: _State) -> float:
    return float(_objective(problem, state, state.logarithm[None], state.x[None], state.g[None])[0])


def point_information(problem: Problem, logarithm: np.ndarray, effects: np.ndarray) -> np.ndarray:
    """Weight of each point in the normal equations: its information, less for an outlier or one of many."""
    deviation = point_deviations(problem, effects)
    robust = (_FREEDOM + 1.0) / (_FREEDOM + (logarithm / deviation) ** 2)
    return np.asarray(paper_weights(problem) * robust / deviation**2)


def _normal_equations(problem: Problem, state: _State) -> tuple[np.ndarray, np.ndarray]:
    information = point_information(problem, state.logarithm, state.effects)
    papers, effects = state.g.shape
    laboratories = np.zeros((len(problem.points), papers, effects))
    laboratories[np.arange(len(problem.points)), problem.paper_of] = state.effects
    slopes = np.concatenate([state.slopes, laboratories.reshape(len(problem.points), -1)], axis=1)
    prior = np.concatenate([np.ones(len(state.x)), np.tile(state.spreads**-2, papers)])
    normal = (slopes.T * information) @ slopes + np.diag(prior)
    here = np.concatenate([state.x, state.g.ravel()])
    return normal, slopes.T @ (information * state.logarithm) + prior * here


def _spreads(problem: Problem, state: _State) -> np.ndarray:
    """Spreads between laboratories of the largest likelihood, (effects,), what the laboratories differ by held.

    Expectation and maximisation in turns until they settle (Dempster, Laird and Rubin 1977): what is not known of a
    laboratory counts beside what it is found to differ by, and depends on the spread itself. A single turn would stay
    near where it began, as most laboratories report one number and know little of themselves.
    """
    spreads, constants = state.spreads, len(state.x)
    for _ in range(_MOST_ROUNDS):
        before = spreads
        covariance = np.linalg.inv(_normal_equations(problem, replace(state, spreads=spreads))[0])
        unknown = np.diag(covariance)[constants:].reshape(state.g.shape)
        squares = np.sum(state.g**2 + unknown, axis=0) + _VOTES * _SPREADS**2
        spreads = np.sqrt(squares / (len(state.g) + _VOTES))
        if np.all(np.abs(spreads - before) < _SETTLED * before):
            break
    return spreads


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
    nothing = np.zeros((1, len(problem.papers), len(_SPREADS)))
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
    """Digest of what a fit rests on: measurements, priors, code, and what the model computes at the priors' centres.

    The library's other numbers act through what is computed; its calibrated ones are what a fit writes.
    """
    content: list[Any] = [equations()]
    content += [[free.name, free.centre, free.deviation] for free in problem.free]
    content += [[point.cell.paper, point.words, point.number.si, point.deviation] for point in problem.points]
    nothing = np.zeros((1, len(problem.papers), len(_SPREADS)))
    computed = problem.logarithms(np.zeros((1, len(problem.free))), nothing)[0]
    content.append(np.round(computed, 3).tolist())
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]
