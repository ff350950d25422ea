"""A fit as a whole: the best candidate, how far to trust it, and whether a process is needed to explain the data."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from brimstone._records import record
from brimstone.errors import UnknownNameError
from brimstone.fit.compared import (
    NODES,
    TOLERANCE,
    Problem,
    computed_pressures,
    computed_spectra,
    solve_experiment,
    voltages,
)
from brimstone.fit.estimate import Estimate, Progress, estimate
from brimstone.fit.parameters import FittedParameter, confidence, fitted_parameters
from brimstone.fit.posterior import Posterior, sample
from brimstone.recipe import Recipe
from brimstone.simulate.solve import solve_ensemble
from brimstone.solver.ensemble import SolverOptions
from brimstone.units import from_si

_BAND_MEMBERS, _POINTS = 60, 400
_INTERVAL = (0.1, 0.9)
#: Differences of the information criterion that tell (Kass and Raftery 1995, 10.1080/01621459.1995.10476572).
_VERY_STRONG, _POSITIVE = 10.0, 2.0


@record
class FittedCurve:
    """A measured step beside the fit; arrays have the shape (points,).

    Attributes
    ----------
    name, label : str
        Of the file and of the step.
    passed : ndarray
        Charge passed in the step [C/m2], or the time of a rest [s].
    measured, computed, low, high : ndarray
        [V]; the last two are the ends of the 80 % interval of the posterior.
    ratio : float
        Charge of the whole step, computed over measured.
    """

    name: str
    label: str
    passed: np.ndarray
    measured: np.ndarray
    computed: np.ndarray
    low: np.ndarray
    high: np.ndarray
    ratio: float

    @property
    def error(self) -> float:
        """Root mean square of the difference [V]."""
        return float(np.sqrt(np.mean((self.computed - self.measured) ** 2)))


@record
class FittedReading:
    """A spectrum or a pressure trace beside the fit; arrays have the shape (points,).

    Attributes
    ----------
    name : str
        Of the file.
    what : str
        ``"spectrum"`` or ``"stack pressure"``.
    at : ndarray
        Frequency [Hz], or number of the step that ended.
    measured, computed : ndarray
        [ohm m2], complex; or change of the pressure [Pa].
    """

    name: str
    what: str
    at: np.ndarray
    measured: np.ndarray
    computed: np.ndarray

    @property
    def error(self) -> float:
        """Root mean square of the difference, over the magnitude of an impedance, or over the swing of a pressure."""
        apart = np.abs(self.computed - self.measured)
        scale = np.abs(self.measured) if self.what == "spectrum" else max(_swing(self.measured), 1e-30)
        return float(np.sqrt(np.mean((apart / scale) ** 2)))


def _swing(changes: np.ndarray) -> float:
    """From the least to the largest of a pressure, given by its changes since the start, which is one of them [Pa]."""
    return float(np.ptp(np.append(0.0, changes)))


@record
class Hypothesis:
    """A fit without one process.

    Attributes
    ----------
    without : str
        By the names of `brimstone.result.LOSSES`.
    difference : float
        Information criterion without it less that with it: positive where the data ask for the process.
    """

    without: str
    difference: float

    @property
    def sentence(self) -> str:
        """What the difference means."""
        if self.difference > _VERY_STRONG:
            return f"{self.without}: the data can't be explained without it"
        if self.difference > _POSITIVE:
            return f"{self.without}: the data speak for it"
        if self.difference > -_POSITIVE:
            return f"{self.without}: the data do not tell whether it matters"
        return f"{self.without}: the data are explained better without it"


@record
class Fitted:
    """What came of a fit."""

    estimate: Estimate
    posterior: Posterior
    curves: tuple[FittedCurve, ...]
    hypotheses: tuple[Hypothesis, ...]
    readings: tuple[FittedReading, ...] = ()

    @property
    def problem(self) -> Problem:
        """What was fitted."""
        return self.estimate.problem

    @property
    def params(self) -> dict[str, FittedParameter]:
        """The fitted parameters by name, with standard errors and correlations, in units of the library."""
        return fitted_parameters(self.posterior)

    def ci(self, shares: Sequence[float] = (0.68, 0.8, 0.95)) -> dict[str, dict[float, tuple[float, float]]]:
        """Ends of the intervals that hold these shares of the posterior, by parameter, in units of the library.

        Raises
        ------
        ValueError
            When a share is not between 0 and 1.
        """
        return confidence(self.posterior, shares)

    def report(self, least_correlation: float = 0.1) -> str:
        """The fit on a screen: parameters, correlations above some size, what is unknown, and how curves are met."""
        best = self.estimate
        params = self.params
        lines = [f"{self.problem.size} compared values, worth {best.independent:.0f} independent ones", "parameters"]
        lines += [f"    {one}" for one in params.values()]
        pairs = [(one, other) for place, one in enumerate(params) for other in list(params)[place + 1 :]]
        strong = [(one, other, params[one].correl[other]) for one, other in pairs]
        strong = sorted((each for each in strong if abs(each[2]) > least_correlation), key=lambda each: -abs(each[2]))
        lines += ["correlations"] * bool(strong)
        lines += [f"    {one}, {other}: {size:+.3f}" for one, other, size in strong]
        unknown = self.posterior.together()
        lines += ["not known by themselves"] * bool(unknown) + [f"    {one.sentence}" for one in unknown]
        lines += [f"    {words}" for words in self.posterior.unlikely()]
        lines.append("errors")
        lines += [f"    {one.name}, {one.label}: {1e3 * one.error:.2g} mV" for one in self.curves]
        lines += [f"    {one.name}, {one.what}: {100.0 * one.error:.2g} %" for one in self.readings]
        lines += ["without a process"] * bool(self.hypotheses)
        lines += [f"    {one.sentence} ({one.difference:+.1f})" for one in self.hypotheses]
        return "\n".join(lines)

    def overrides(self) -> dict[str, str]:
        """The fitted parameters as a recipe takes them: median and half of the 80 % interval, each by itself."""
        middle = np.median(self.posterior.values(), axis=0)
        found = {}
        for free, value, (low, high) in zip(self.problem.free, middle, self.posterior.interval(), strict=True):
            unit, dimension = free.prior.unit, free.prior.dimension
            shown, least, most = (float(from_si(number, unit, dimension)) for number in (value, low, high))
            away = min(0.5 * (most - least), 0.9 * abs(shown) if free.logarithmic else np.inf)
            found[free.name] = f"{shown:.5g} ± {away:.2g} {unit}".strip()
        return found

    def recipe(self) -> Recipe:
        """The recipe with the fitted parameters set, each with its spread; their correlation is lost."""
        overrides: Mapping[str, str] = {**self.problem.recipe.overrides, **self.overrides()}
        mapping = {**self.problem.recipe.to_mapping(), "overrides": dict(overrides)}
        return Recipe.from_mapping(mapping, self.problem.recipe.source)


def fit(
    problem: Problem,
    without: Sequence[str] = (),
    seed: int = 0,
    *,
    emcee: bool = False,
    progress: Progress | None = None,
) -> Fitted:
    """Fit the free parameters of a problem, and compare with fits without a process.

    Parameters
    ----------
    problem : Problem
    without : sequence of str
        Processes to do without, one at a time, by the names of `brimstone.result.LOSSES`.
    seed : int
    emcee : bool
        Sample the posterior by emcee.
    progress : callable, optional

    Raises
    ------
    DataError
        When there is nothing to fit.
    UnknownNameError
        For a process that this cell can't do without.
    """
    removable = problem.cell(np.zeros((1, len(problem.free))))[0].equations.removable
    for name in without:
        if name not in removable:
            raise UnknownNameError("process", name, removable)
    best = estimate(problem, seed, progress)
    posterior = sample(best, seed, emcee=emcee, progress=progress)
    hypotheses = []
    for name in without:
        other = estimate(replace(problem, without=name), seed, progress, weights=best.weights)
        hypotheses.append(Hypothesis(name, other.criterion - best.criterion))
    return Fitted(best, posterior, curves(posterior), tuple(hypotheses), readings(best))


def readings(best: Estimate) -> tuple[FittedReading, ...]:
    """Every compared spectrum and pressure trace beside the best candidate."""
    cell, stored = best.problem.cell(best.u[None])
    found = []
    for one in best.problem.experiments:
        solved = solve_experiment(cell, one) if one.pressure is not None or one.after else None
        if one.pressure is not None and solved is not None:
            computed = computed_pressures(cell, solved, one.pressure)[0]
            rows = one.pressure.rows + 1.0
            found.append(FittedReading(one.name, "stack pressure", rows, one.pressure.change, computed))
        if stored is not None:
            for spectrum, whole in zip(one.spectra, computed_spectra(cell, stored, one, solved), strict=True):
                found.append(FittedReading(one.name, "spectrum", spectrum.frequency, spectrum.impedance, whole[0]))
    return tuple(found)


def curves(posterior: Posterior) -> tuple[FittedCurve, ...]:
    """Every compared step beside the best candidate and the interval of the posterior."""
    best = posterior.estimate
    chosen = posterior.u[:: max(1, len(posterior.u) // _BAND_MEMBERS)]
    cell, _ = best.problem.cell(np.concatenate([best.u[None], chosen]))
    found = []
    for one in best.problem.experiments:
        if not one.segments:
            continue
        solved = solve_ensemble(cell, one.controls, SolverOptions(NODES, TOLERANCE, points=_POINTS))
        for segment in one.segments:
            computed = [voltages(solved, segment, member, segment.share) for member in range(len(cell.parameters))]
            volts = np.array([segment.averaged(voltage) for voltage, _ in computed])
            low, high = np.full((2, volts.shape[1]), np.nan)
            reached = np.isfinite(volts[1:]).any(axis=0)
            if reached.any():
                low[reached], high[reached] = np.nanquantile(volts[1:, reached], _INTERVAL, axis=0)
            share = segment.averaged(segment.share)
            ratio = computed[0][1] / segment.passed
            found.append(
                FittedCurve(
                    one.name, segment.label, share * segment.passed, segment.voltage, volts[0], low, high, ratio
                )
            )
    return tuple(found)
