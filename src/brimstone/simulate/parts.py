"""A long protocol in parts: memory for one of them at a time, and after each a place to go on from.

Whether a protocol is solved in one go, in parts, or in parts with an interruption, its digits are the same.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Protocol

import numpy as np

from brimstone._records import record
from brimstone.solver.ensemble import Problem, SolverOptions, Standing, run
from brimstone.solver.interface import JOINS

PART = 50  #: instructions that are solved at a time


class Recorder(Protocol):
    """Keeps what is solved, part by part, such as `brimstone.store.Checkpoints`."""

    def known(self, key: str) -> Sequence[Mapping[str, np.ndarray]]:
        """The first parts of what goes by a key, in order, that an earlier attempt kept."""
        ...

    def add(self, key: str, part: Mapping[str, np.ndarray]) -> None:
        """Keep one more part."""
        ...


@record
class Parts:
    """What came of a protocol.

    Attributes
    ----------
    outcomes : ndarray (members, instructions, columns)
    ends : ndarray (members, instructions, 2, 1 + m)
    means : ndarray (members, instructions, 2, states)
        As of `Ensemble`.
    recorded : list of ndarray (points, 5 + m)
        Of each instruction, first member: the columns of curves and traces of an `Ensemble`. Empty unless requested.
    standing : mapping of int to Standing
        Where members stand when so many instructions are done: at the end of every part.
    """

    outcomes: np.ndarray
    ends: np.ndarray
    means: np.ndarray
    recorded: list[np.ndarray]
    standing: Mapping[int, Standing]


def solve_in_parts(
    problem: Problem,
    options: SolverOptions,
    recorder: Recorder | None = None,
    progress: Callable[[float], None] | None = None,
) -> Parts:
    """Integrate every member through a long protocol, as `brimstone.solver.ensemble.run` does.

    Parameters
    ----------
    problem : Problem
    options : SolverOptions
        Points are kept of the first member only.
    recorder : Recorder, optional
        Where an earlier attempt left its parts, and where those solved now go.
    progress : callable, optional
        Called with the share that is done.
    """
    options = replace(options, final=True)
    key = "" if recorder is None else _key(problem, options)
    parts = [] if recorder is None else list(recorder.known(key))
    begins = np.append(np.flatnonzero(problem.controls[0, :, JOINS] == 0.0), problem.controls.shape[1])  # rows of steps
    done, count = sum(part["outcomes"].shape[1] for part in parts), begins.size - 1
    standing = _standing(parts[-1]) if parts else None
    while done < count:
        end = min(done + PART, count)
        here = replace(problem, controls=problem.controls[:, begins[done] : begins[end]])
        solved = run(here, options, _share(progress, done / count, end / count), standing)
        standing = solved.standing
        rows = [
            np.concatenate([solved.curves[0, step, :points], solved.traces[0, step, :points]], axis=1)
            for step, points in enumerate(solved.counts[0] if options.points else ())
        ]
        part = {
            "outcomes": solved.outcomes,
            "ends": solved.ends,
            "means": solved.means,
            "counts": np.array([len(one) for one in rows], dtype=np.int64),
            "recorded": np.concatenate(rows) if rows else np.empty((0, 0)),
            **{one.name: getattr(standing, one.name) for one in fields(Standing)},
        }
        parts.append(part)
        if recorder is not None:
            recorder.add(key, part)
        done = end
    dones = np.cumsum([part["outcomes"].shape[1] for part in parts])
    return Parts(
        np.concatenate([part["outcomes"] for part in parts], axis=1),
        np.concatenate([part["ends"] for part in parts], axis=1),
        np.concatenate([part["means"] for part in parts], axis=1),
        [rows for part in parts for rows in np.split(part["recorded"], np.cumsum(part["counts"])[:-1])],
        {int(number): _standing(part) for number, part in zip(dones, parts, strict=True)},
    )


def _standing(part: Mapping[str, np.ndarray]) -> Standing:
    return Standing(**{one.name: part[one.name] for one in fields(Standing)})


def _share(progress: Callable[[float], None] | None, start: float, end: float) -> Callable[[float], None] | None:
    """Progress of one part as that of the whole."""
    return None if progress is None else lambda share: progress(start + (end - start) * share)


def _key(problem: Problem, options: SolverOptions) -> str:
    """SHA-256 of all numbers that a solution follows from."""
    names = [each.__wrapped__.__module__ for each in problem.functions]
    digest = hashlib.sha256(repr([names, options]).encode())
    around = problem.surroundings
    for owner in (problem, around):
        for one in fields(owner):
            if isinstance(values := getattr(owner, one.name), np.ndarray):
                digest.update(repr((one.name, values.shape)).encode() + values.tobytes())
    return digest.hexdigest()
