"""One joint fit of the universal constants to all open measurements, and its error on papers that were left out.

Constants that no recipe gives are fitted together, for all cells, from priors. Laboratories differ by a factor on the
reaction area: each paper has its own, of which only the spread is kept. The honest measure of a fit is the error on a
paper that was left out of it, refitted from the priors each time.
"""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy.optimize import least_squares

from brimstone._records import record
from brimstone.constants import MAH_G
from brimstone.library import Ledger, Library, Value
from brimstone.library.workbench import Workbench
from brimstone.model.derive import DerivedCell, derive
from brimstone.protocol import Program, compile_protocol
from brimstone.recipe import Recipe
from brimstone.simulate.anchor import LABORATORY
from brimstone.simulate.solve import solve_ensemble
from brimstone.solver.ensemble import SolverOptions
from brimstone.solver.interface import CHARGE
from brimstone.units import from_si

TARGETS = Path(__file__).with_name("targets.yaml")
_NODES, _TOLERANCE = 20, 1e-6
_STEP = 0.02  # of a finite difference, in prior standard deviations
_MODEL_ERROR = 0.10  # of the logarithm of a capacity, where a measurement is fully trusted
_Z_90 = 1.2815515655446004
_LEAST = 10.0 * MAH_G  # a dead cell has no logarithm [C/kg]


@dataclass(frozen=True)
class FreeConstant:
    """A constant that is fitted: its name in the library and its prior.

    Attributes
    ----------
    name : str
    logarithmic : bool
        Whether its logarithm is normally distributed.
    centre, deviation : float
        Of the prior, in SI or in the logarithm.
    """

    name: str
    logarithmic: bool
    centre: float
    deviation: float

    def value(self, standard: Any) -> Any:
        """The constant in SI, `standard` deviations from the centre of the prior."""
        normal = self.centre + self.deviation * np.asarray(standard)
        return np.exp(normal) if self.logarithmic else normal


#: Constants that the measurements constrain -> factor by which their prior is wider than the library's interval.
FREE: Mapping[str, float] = {
    "film/conductivity": 2.0,
    "film/length": 2.0,
    "film/activation_energy": 1.5,
    "film/charge_ratio": 1.0,
    "kinetics/exchange_current_density": 1.5,
    "kinetics/activation_energy": 1.0,
    "area/carbon_exponent": 1.0,
    "area/electrolyte_exponent": 1.0,
    "area/sulfur_exponent": 1.0,
    "mixing/premixed_ln_area": 1.0,
    "promoter/strength": 1.5,
    "redox/reach": 1.0,
    "redox/relaxation_time": 1.0,
    "conversion/reachable_fraction": 1.5,
    "conversion/potential": 1.0,
    "transport/milling_factor": 1.0,
    "anode/lithium_indium_area_resistance": 1.0,
    "anode/lithium_area_resistance": 1.0,
}


#: Constants that are drawn as properties of a material.
_DRAWN_AS = {
    "anode/lithium_indium_area_resistance": "Li-In.area_resistance",
    "anode/lithium_area_resistance": "Li.area_resistance",
}


@dataclass(frozen=True)
class Measurement:
    """One measured capacity.

    Attributes
    ----------
    paper, cell, condition : str
    measured : float
        [C/kg of sulfur]
    deviation : float
        Of the logarithm.
    """

    paper: str
    cell: str
    condition: str
    measured: float
    deviation: float


@record
class MeasuredCell:
    """Measurements on one cell under one protocol, and the recipe that repeats them."""

    paper: str
    recipe: Recipe
    points: tuple[Measurement, ...]


class _GivenConstants(Ledger):
    """Nominal values, except for constants given as arrays over the members."""

    def __init__(self, samples: int, given: Mapping[str, np.ndarray]):
        super().__init__(samples)
        self._given = given

    def _sample(self, value: Value, where: str) -> np.ndarray:
        given = self._given.get(where)
        return np.full(self.samples, value.si) if given is None else np.array(given)


def prior(library: Library, name: str, wider: float) -> FreeConstant:
    """Prior of a constant from what is known without cell data, its interval widened by a factor."""
    value = library.prior(name)
    low, high = value.low, value.high
    if low is None or high is None:
        raise ValueError(f"{name} has no interval in the library, so no prior")
    if low > 0.0 and high / low > 1.5:
        return FreeConstant(name, True, float(np.log(value.si)), wider * float(np.log(high / low)) / (2 * _Z_90))
    return FreeConstant(name, False, value.si, wider * (high - low) / (2 * _Z_90))


def read_measurements(library: Library, path: Path = TARGETS) -> list[MeasuredCell]:
    """Read the measurements, with recipes that repeat them."""
    cells = []
    for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
        cells += [_measured_cell(library, entry["paper"], group) for group in entry["groups"]]
    return cells


def _measured_cell(library: Library, paper: str, entry: Mapping[str, Any]) -> MeasuredCell:
    tree: dict[str, Any] = yaml.safe_load(library.cell(entry["cell"]).recipe or "")
    tree["operation"]["temperature"] = entry["temperature"]
    if "loading" in entry:
        tree["cathode"]["loading"] = entry["loading"]
    for old, new in entry.get("electrolyte", {}).items():
        parts = tree["cathode"]["composition"]
        parts = parts.get("ratio", parts)
        parts[new] = parts.pop(old)
        tree["separator"] = [
            {**layer, "electrolyte": new if layer["electrolyte"] == old else layer["electrolyte"]}
            for layer in tree["separator"]
        ]
    direction = "charge" if "charge" in entry else "discharge"
    rates = {"rates": list(entry[direction]), "window": entry["window"], "direction": direction}
    if direction == "charge":
        rates["discharge"] = entry["before"]
    tree["protocol"] = [rates]
    tree.pop("reported", None)
    points = tuple(
        Measurement(
            paper,
            entry["cell"],
            f"{direction} {rate}, {entry['temperature']}"
            + "".join(f", {entry[word]}" for word in ("loading", "electrolyte") if word in entry),
            capacity * MAH_G,
            _MODEL_ERROR * float(entry.get("trust", 1.0)),
        )
        for rate, capacity in entry[direction].items()
    )
    return MeasuredCell(paper, Recipe.from_mapping(tree), points)


class CalibrationProblem:
    """All measurements against all constants, many candidates at a time.

    Parameters
    ----------
    library : Library
    cells : sequence of MeasuredCell, optional
        All that come with the package by default.
    """

    def __init__(self, library: Library, cells: Sequence[MeasuredCell] | None = None):
        self.library = library
        self.cells = list(cells) if cells is not None else read_measurements(library)
        self.free = [prior(library, name, wider) for name, wider in FREE.items()]
        self.papers = list(dict.fromkeys(cell.paper for cell in self.cells))
        self.laboratory = float(library.constant("laboratory/ln_area_deviation").si)

    @property
    def points(self) -> list[Measurement]:
        """All measured points, in the order of the residuals."""
        return [point for cell in self.cells for point in cell.points]

    @property
    def size(self) -> int:
        """Number of unknowns: constants, then one laboratory factor per paper."""
        return len(self.free) + len(self.papers)

    def capacities(self, standard: np.ndarray) -> np.ndarray:
        """Capacities of all points [C/kg], (members, points), of candidates in standard deviations, (members, size)."""
        members = standard.shape[0]
        given = {free.name: free.value(standard[:, place]) for place, free in enumerate(self.free)}
        for name, where in _DRAWN_AS.items():
            given[where] = given[name]
        columns = []
        for measured in self.cells:
            offset = len(self.free) + self.papers.index(measured.paper)
            given[LABORATORY] = self.laboratory * standard[:, offset]
            cell = derive(Workbench.of(measured.recipe, self.library, _GivenConstants(members, given)))
            columns.append(_capacities(cell, measured.recipe))
        return np.concatenate(columns, axis=1)

    def residuals(self, standard: np.ndarray) -> np.ndarray:
        """Weighted residuals of the points, then of the priors; (members, size) -> (members, points + size)."""
        points = self.points
        measured = np.array([point.measured for point in points])
        deviation = np.array([point.deviation for point in points])
        computed = np.maximum(self.capacities(standard), _LEAST)
        return np.concatenate([np.log(computed / measured) / deviation, standard], axis=1)

    def fit(self, starts: int = 4, seed: int = 0) -> "CalibrationFit":
        """Least squares from several starts around the priors' centres; the best is kept."""
        generator = np.random.default_rng(seed)
        best: Any = None
        for start in range(starts):
            x = np.zeros(self.size) if start == 0 else generator.normal(0.0, 0.5, self.size)
            fit = least_squares(
                lambda x: self.residuals(x[None])[0],
                x,
                jac=self._jacobian,
                method="trf",
                max_nfev=25,
                ftol=1e-4,
                xtol=1e-3,
                gtol=1e-3,
            )
            if best is None or fit.cost < best.cost:
                best = fit
        curvature = best.jac.T @ best.jac
        return CalibrationFit(self, best.x, np.linalg.inv(curvature), float(2.0 * best.cost))

    def _jacobian(self, x: np.ndarray) -> np.ndarray:
        moves = np.concatenate([np.eye(self.size), -np.eye(self.size)]) * _STEP
        shifted = self.residuals(x[None] + moves)
        return (shifted[: self.size] - shifted[self.size :]).T / (2.0 * _STEP)


@functools.lru_cache(maxsize=256)
def _program(recipe: Recipe, charge: float, mass: float, starts_charged: bool) -> Program:
    return compile_protocol(recipe, charge, mass, starts_charged)


def _capacities(cell: DerivedCell, recipe: Recipe) -> np.ndarray:
    charge, mass = float(cell.theoretical_charge[0]), float(cell.active_mass[0])
    program = _program(recipe, charge, mass, cell.starts_charged)
    shown = [number for number, instruction in enumerate(program.instructions) if instruction.shown]
    solved = solve_ensemble(cell, program.controls, SolverOptions(_NODES, _TOLERANCE))
    return np.abs(solved.outcomes[:, shown, CHARGE]) / cell.sulfur_mass[:, None]


@record
class CalibrationFit:
    """A fit and its local (Laplace) covariance, in standard deviations of the priors."""

    problem: CalibrationProblem
    standard: np.ndarray
    covariance: np.ndarray
    chi_squared: float

    def constants(self) -> dict[str, tuple[float, float, float]]:
        """Each constant's value and 80 % interval, SI."""
        intervals = {}
        for place, free in enumerate(self.problem.free):
            spread = _Z_90 * np.sqrt(self.covariance[place, place])
            centre = self.standard[place]
            value, low, high = (float(free.value(centre + shift)) for shift in (0.0, -spread, spread))
            intervals[free.name] = (value, low, high)
        return intervals

    def to_yaml(self) -> str:
        """The constants as the calibration file of the library."""
        lines = [
            "# Constants fitted jointly, for all cells, to the open measurements in fit/targets.yaml, from the priors",
            "# in constants/, which describe each constant. Intervals are 10th and 90th percentiles of the local",
            "# spread, without correlations. They apply to the present model.",
        ]
        source = f"joint fit of {len(self.problem.points)} open measurements from {len(self.problem.papers)} papers"
        for name, numbers in self.constants().items():
            prior_value = self.problem.library.prior(name)
            unit, dimension = prior_value.unit, prior_value.dimension
            value, low, high = (f"{from_si(number, unit, dimension):.4g} {unit}".strip() for number in numbers)
            at = "" if prior_value.temperature is None else f", temperature: {prior_value.temperature - 273.15:g} degC"
            lines.append(
                f"{name}: {{value: {value}, low: {low}, high: {high}{at}, source: '{source}', known: calibrated}}"
            )
        return "\n".join(lines) + "\n"

    def errors(self) -> list[tuple[Measurement, float]]:
        """Each point with the logarithm of computed over measured capacity."""
        computed = self.problem.capacities(self.standard[None])[0]
        return [
            (point, float(np.log(max(value, 1.0) / point.measured)))
            for point, value in zip(self.problem.points, computed, strict=True)
        ]


@record
class HeldOutPoint:
    """A point of a paper that was left out of the fit, as ln(computed/measured).

    Attributes
    ----------
    point : Measurement
    alone, low, high : float
        From the recipe alone, with its 80 % interval over the fitted constants and the laboratory factor.
    anchored : float
        With the laboratory factor set by another point of the paper (the median over these); NaN for the only point of
        a paper.
    """

    point: Measurement
    alone: float
    low: float
    high: float
    anchored: float

    @property
    def covered(self) -> bool:
        """Whether the interval covers the measured value."""
        return self.low <= 0.0 <= self.high


def leave_one_paper_out(library: Library, starts: int = 2, members: int = 200) -> list[HeldOutPoint]:
    """Errors on the points of each paper from a fit to all others, from the priors."""
    everything = read_measurements(library)
    generator = np.random.default_rng(0)
    compared = []
    for paper in dict.fromkeys(cell.paper for cell in everything):
        fit = CalibrationProblem(library, [cell for cell in everything if cell.paper != paper]).fit(starts)
        test = CalibrationProblem(library, [cell for cell in everything if cell.paper == paper])
        size = len(test.free)
        constants = fit.standard[:size]
        measured = np.array([point.measured for point in test.points])

        def logarithms(
            candidates: np.ndarray, test: CalibrationProblem = test, measured: np.ndarray = measured
        ) -> np.ndarray:
            return np.log(np.maximum(test.capacities(candidates), 1.0) / measured)

        factors = np.linspace(-4.0, 4.0, 81)
        errors = logarithms(np.concatenate([np.tile(constants, (factors.size, 1)), factors[:, None]], axis=1))
        drawn = generator.multivariate_normal(constants, fit.covariance[:size, :size], members)
        spread = logarithms(np.concatenate([drawn, generator.standard_normal((members, 1))], axis=1))
        low, high = np.quantile(spread, [0.1, 0.9], axis=0)
        # The prior of the laboratory factor competes with the point that sets it.
        deviation = np.array([point.deviation for point in test.points])
        chosen = np.argmin((errors / deviation) ** 2 + factors[:, None] ** 2, axis=0)
        for number, point in enumerate(test.points):
            others = [errors[chosen[anchor], number] for anchor in range(len(test.points)) if anchor != number]
            anchored = float(np.median(others)) if others else float("nan")
            alone = float(errors[factors.size // 2, number])
            compared.append(HeldOutPoint(point, alone, float(low[number]), float(high[number]), anchored))
    return compared
