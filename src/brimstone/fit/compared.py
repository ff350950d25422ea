"""What candidates compute against what was measured: residuals of many candidates at a time."""

import functools
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace

import numpy as np
from scipy.interpolate import PchipInterpolator

from brimstone._executor import Executor, Form, Threads, Work
from brimstone._records import record
from brimstone.errors import DataError
from brimstone.fit.experiments import Experiment, PressureTrace, Segment, impedance_error
from brimstone.fit.free import Candidates, FreeParameter
from brimstone.library import Library
from brimstone.library.workbench import Workbench
from brimstone.model.capacitance import Capacitances, capacitances
from brimstone.model.derive import DerivedCell, derive
from brimstone.recipe import Recipe
from brimstone.result import MeasuredSpectrum
from brimstone.simulate.impedance import reached_by, whole_response
from brimstone.simulate.outside import followed
from brimstone.simulate.solve import solve_ensemble, solve_led
from brimstone.solver.ensemble import Ensemble, SolverOptions
from brimstone.solver.interface import CURRENT, VOLTAGE_END, Control

NODES, TOLERANCE, _POINTS = 20, 3e-6, 400
#: Candidates computed at once, wherever that is: their last digits depend on those beside them (functions of whole
#: arrays work on several numbers at a time), and where chains go depends on the last digit.
_BATCH = 32
_PAIRS = (_BATCH - 1) // 2  # of candidates at either side of one whose time steps they take
_STEP = 1e-5  # between these and that one, in standard deviations of the prior
_LEAST_MOVED, _MOST_MOVED = 1e-4, 2e-3  # change of a residual over a step, outside which the step is changed
_SHORTER, _LONGER = 1e-2, 30.0  # how far
_FAR = 1e3  # residual of a pressure or an impedance that a candidate does not reach
_LOST = 1.0  # what a candidate that can't carry a step is wrong by [V], and the logarithm of its charge times five

#: How members of a cell are taken through the steps of an experiment.
_Solve = Callable[[DerivedCell, np.ndarray, SolverOptions], Ensemble]


@record
class Problem:
    """Experiments on one cell, and the parameters that are free to explain them.

    Attributes
    ----------
    recipe : Recipe
    library : Library
    experiments : tuple of Experiment
    free : tuple of FreeParameter
    without : str
        A loss that is taken away, by the names of `brimstone.result.LOSSES`; empty for none.
    place : Executor
        Where candidates are computed.
    """

    recipe: Recipe
    library: Library
    experiments: tuple[Experiment, ...]
    free: tuple[FreeParameter, ...]
    without: str = ""
    place: Executor = field(default_factory=lambda: Threads(1), compare=False)

    @property
    def size(self) -> int:
        """Number of compared values."""
        return sum(one.size for one in self.experiments)

    def residuals(self, u: np.ndarray) -> np.ndarray:
        """Differences in units of their error, of candidates `u`, (members, free); (members, size)."""
        parts = [u[begin : begin + _BATCH] for begin in range(0, len(u), _BATCH)]
        return np.concatenate(self._results(parts))

    def slopes(self, u: np.ndarray) -> np.ndarray:
        """Change of the residuals of a candidate `u`, (free,), with each free parameter; (size, free).

        Symmetric differences of the solution by the time steps that the candidate itself takes, over steps in which the
        residuals change by little and yet by more than rounding.
        """
        steps = np.full(u.size, _STEP)
        found = self._differences(u, np.arange(u.size), steps)
        most = np.max(np.abs(found), axis=0) * _STEP
        again = np.flatnonzero((most > _MOST_MOVED) | ((most < _LEAST_MOVED) & (most > 0.0)))
        if again.size:
            steps[again] *= np.clip(np.sqrt(_MOST_MOVED * _LEAST_MOVED) / most[again], _SHORTER, _LONGER)
            found[:, again] = self._differences(u, again, steps[again])
        return found

    def _differences(self, u: np.ndarray, places: np.ndarray, steps: np.ndarray) -> np.ndarray:
        moves = np.zeros((places.size, u.size))
        moves[np.arange(places.size), places] = steps
        parts = [
            u + np.concatenate([0.0 * moves[:1], moves[begin : begin + _PAIRS], -moves[begin : begin + _PAIRS]])
            for begin in range(0, places.size, _PAIRS)
        ]
        pairs = [np.split(one[1:], 2) for one in self._results(parts, led=True)]
        return np.concatenate([ahead - behind for ahead, behind in pairs]).T / (2.0 * steps)

    def _results(self, parts: Sequence[np.ndarray], led: bool = False) -> list[np.ndarray]:
        found = dict(self.place.results(self._work(led), parts, len(parts)))
        return [found[number] for number in range(len(parts))]

    @functools.cached_property
    def _alone(self) -> "Problem":
        return replace(self, place=Threads(1))

    def _work(self, led: bool) -> Work[np.ndarray, np.ndarray]:
        names = [free.name for free in self.free]

        def key(u: np.ndarray) -> str:
            return json.dumps([names, self.without, led, hashlib.sha256(np.ascontiguousarray(u).tobytes()).hexdigest()])

        def columns(u: np.ndarray, residuals: np.ndarray) -> dict[str, str | float | None]:
            best = int(np.argmin(np.sum(residuals**2, axis=1)))
            least = float(np.mean(residuals[best] ** 2))
            return {"candidates": len(u), "without": self.without, "least_misfit": least, "failed": ""}

        return Work(self._alone._led if led else self._alone._batch, _lost, Form(key, columns))

    def standard(self, u: np.ndarray) -> np.ndarray:
        """Candidates in units in which their prior is standard normal, (members, free)."""
        return np.stack([free.standard(u[:, place]) for place, free in enumerate(self.free)], axis=1)

    def _batch(self, u: np.ndarray) -> np.ndarray:
        cell, stored = self.cell(u)
        return np.concatenate([_residuals(cell, stored, one) for one in self.experiments], axis=1)

    def _led(self, u: np.ndarray) -> np.ndarray:
        cell, stored = self.cell(u)
        return np.concatenate([_residuals(cell, stored, one, solve_led) for one in self.experiments], axis=1)

    def cell(self, u: np.ndarray) -> tuple[DerivedCell, Capacitances | None]:
        """The cells of candidates, and what stores charge in them where a spectrum asks for it."""
        given = {free.name: np.asarray(free.value(u[:, place])) for place, free in enumerate(self.free)}
        bench = Workbench.of(self.recipe, self.library, Candidates(len(u), self.recipe, given))
        cell = derive(bench)
        for name, factor in self.removed(cell).items():
            cell.parameters[:, cell.equations.parameters[name]] *= factor
        spectra = any(one.spectra for one in self.experiments)
        return cell, capacitances(bench, cell) if spectra else None

    def removed(self, cell: DerivedCell) -> Mapping[str, float]:
        """Factors on parameters that take the loss `without` away."""
        return cell.equations.removable[self.without] if self.without else {}


def _lost(_: np.ndarray, reason: str) -> np.ndarray:
    raise DataError(f"candidates of the fit were lost: {reason}")


def voltages(solved: Ensemble, segment: Segment, member: int, share: np.ndarray) -> tuple[np.ndarray, float]:
    """Computed voltage at shares of a step [V], and its charge without sign [C/m2], or its time [s] at rest."""
    rows = solved.curves[member, segment.row, : solved.counts[member, segment.row]]
    time = rows[:, 0]
    kept = np.append(True, np.diff(time) > 0.0)
    if not solved.completed[member, segment.row] or kept.sum() < 2:
        return np.full(share.size, np.nan), np.nan
    time, voltage = time[kept], rows[kept, 1]
    lasts = float(time[-1])
    passed = lasts if segment.rests else abs(float(rows[-1, 3]))
    curve = PchipInterpolator(time / lasts, voltage) if time.size > 2 else None
    return (np.interp(share, time / lasts, voltage) if curve is None else curve(share)), passed


def computed_pressures(cell: DerivedCell, solved: Ensemble, trace: PressureTrace) -> np.ndarray:
    """Change of the stack pressure up to the ends of steps [Pa], (members, points); NaN where one did not run."""
    around = cell.surroundings
    begin = followed(around, solved.ends[:, 0, 0]).pressure
    change = np.empty((len(begin), trace.rows.size))
    for place, row in enumerate(trace.rows):
        ran = solved.completed[:, row]
        ends = np.where(ran[:, None], solved.ends[:, row, 1], solved.ends[:, 0, 0])
        change[:, place] = np.where(ran, followed(around, ends).pressure - begin, np.nan)
    return change


def computed_spectra(
    cell: DerivedCell, stored: Capacitances, one: Experiment, solved: Ensemble | None, solve: _Solve = solve_ensemble
) -> list[np.ndarray]:
    """Impedance of every member at the frequencies of each spectrum [ohm m2], (members, points); NaN without one.

    The solver keeps states at the end of a protocol only: the steps run again up to each place of a spectrum.
    """
    rest = np.array([[Control(CURRENT, 0.0, duration=1.0)]], dtype=float)
    found: dict[int, np.ndarray] = {}
    places = one.after or (0,) * len(one.spectra)
    for place in dict.fromkeys(places):
        there = [number for number, each in enumerate(places) if each == place]
        if solved is None or place != one.controls.shape[1] or not one.after:
            controls = one.controls[:, :place] if place else rest
            ended = solve(cell, controls, SolverOptions(NODES, TOLERANCE, final=True))
        else:
            ended = solved
        wholes = _spectra_there(cell, stored, ended, [one.spectra[number] for number in there])
        found |= dict(zip(there, wholes, strict=True))
    return [found[number] for number in range(len(one.spectra))]


def _spectra_there(
    cell: DerivedCell, stored: Capacitances, solved: Ensemble, spectra: Sequence[MeasuredSpectrum]
) -> list[np.ndarray]:
    """Spectra of the states in which all members have ended."""
    valid = solved.completed[:, -1] & np.all(np.isfinite(solved.final), axis=(1, 2))
    ends, final = solved.ends[:, -1, 1], np.where(valid[:, None, None], solved.final, solved.final[valid][:1])
    if not np.any(valid):
        return [np.full((len(valid), spectrum.frequency.size), np.nan + 0j) for spectrum in spectra]
    reached = reached_by(cell.surroundings, final, ends, solved.outcomes[:, -1, VOLTAGE_END], valid)
    found = []
    for spectrum in spectra:
        _, whole = whole_response(cell, stored, reached, spectrum.frequency)
        found.append(np.where(valid[:, None], whole + reached.outside[:, None], np.nan))
    return found


def solve_experiment(cell: DerivedCell, one: Experiment, solve: _Solve = solve_ensemble) -> Ensemble | None:
    """The steps of an experiment carried out by every member; None without any."""
    if not one.segments:
        return None
    return solve(cell, one.controls, SolverOptions(NODES, TOLERANCE, points=_POINTS, final=bool(one.after)))


def _residuals(
    cell: DerivedCell, stored: Capacitances | None, one: Experiment, solve: _Solve = solve_ensemble
) -> np.ndarray:
    members = len(cell.parameters)
    parts = []
    solved = solve_experiment(cell, one, solve)
    if solved is not None:
        for segment in one.segments:
            different = np.empty((members, segment.voltage.size + 1))
            for member in range(members):
                computed, passed = voltages(solved, segment, member, segment.share)
                if np.isfinite(passed) and passed > 0.0:
                    different[member, :-1] = segment.averaged(computed) - segment.voltage
                    different[member, -1] = 0.0 if segment.rests else np.log(passed / segment.passed)
                else:
                    different[member, :-1], different[member, -1] = -_LOST, -5.0 * _LOST
            parts.append(different @ segment.whitening.T)
        if one.pressure is not None:
            away = (computed_pressures(cell, solved, one.pressure) - one.pressure.change) @ one.pressure.whitening.T
            parts.append(np.nan_to_num(away, nan=_FAR, posinf=_FAR, neginf=-_FAR))
    if one.spectra and stored is not None:
        for spectrum, whole in zip(one.spectra, computed_spectra(cell, stored, one, solved, solve), strict=True):
            apart = (whole - spectrum.impedance) / impedance_error(spectrum)
            parts.append(np.nan_to_num(np.concatenate([apart.real, apart.imag], axis=1), nan=_FAR))
    return np.concatenate(parts, axis=1)


def groups(experiments: Sequence[Experiment]) -> list[tuple[str, slice]]:
    """What the residuals belong to, in order: each step, the stack pressure and each spectrum."""
    found, begin = [], 0
    for one in experiments:
        for segment in one.segments:
            size = segment.voltage.size + 1
            found.append((f"{one.name}: {segment.label}", slice(begin, begin + size)))
            begin += size
        if one.pressure is not None:
            size = one.pressure.change.size
            found.append((f"{one.name}: stack pressure", slice(begin, begin + size)))
            begin += size
        for number, spectrum in enumerate(one.spectra, 1):
            size = 2 * spectrum.frequency.size
            found.append((f"{one.name}: spectrum {number}", slice(begin, begin + size)))
            begin += size
    return found
